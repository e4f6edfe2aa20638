"""Feed -> JSON Feed 1.1 bytes, with what RSS and Atom cannot say in `_feedsvc`.  Pure."""

from __future__ import annotations

import json
from typing import Any

from feedsvc.model import Attribution, Feed, FeedEntry
from feedsvc.publish import addresses, bylines
from feedsvc.publish.instants import bounds, z
from feedsvc.text import strip_unfit

VERSION = "https://jsonfeed.org/version/1.1"
ABOUT = "urn:feedsvc:json:1"  # docs/feeds.md says what the members mean


def json_feed(feed: Feed) -> bytes:
    """UTF-8, one item a line, members in a fixed order: the same feed gives the same bytes."""
    head = "\n".join(f"{_json(name)}: {_json(value)}," for name, value in _feed(feed).items())
    items = ",\n".join(_json(_item(entry, feed)) for entry in feed.entries)
    return strip_unfit(f'{{{head}\n"items": [\n{items}\n]}}\n').encode()


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _feed(feed: Feed) -> dict[str, Any]:
    return _said(
        version=VERSION,
        title=feed.title,
        home_page_url=feed.home_page_url,
        feed_url=feed.feed_url + addresses.JSON,
        description=feed.description,
        next_url=feed.archive_prev and feed.archive_prev + addresses.JSON,
        language=feed.language,
        hubs=[{"type": "WebSub", "url": feed.hub}] if feed.hub else [],
        _feedsvc=_feed_extension(feed),
    )


def _feed_extension(feed: Feed) -> dict[str, Any]:
    root = addresses.site_root(feed)
    return _said(
        about=ABOUT,
        id=feed.id,
        updated=z(feed.updated),
        variant=feed.variant,
        siblings=[
            {
                "language": sibling.language,
                "url": addresses.folder_address(root, sibling.path) + addresses.JSON,
            }
            for sibling in feed.siblings
        ],
        archive=feed.archive or None,
        current=feed.archive_current and feed.archive_current + addresses.JSON,
    )


def _item(entry: FeedEntry, feed: Feed) -> dict[str, Any]:
    author = bylines.byline(entry.attribution, entry.language or feed.language)
    return _said(
        id=entry.id,
        url=entry.url,
        title=entry.title,
        content_html=entry.content_html,
        summary=entry.summary,
        image=entry.image,
        date_published=entry.published and z(entry.published),
        date_modified=z(entry.updated),
        authors=[{"name": author}] if author else [],
        tags=_tags(entry),
        language=entry.language,
        attachments=[
            _said(url=file.url, mime_type=file.media_type, size_in_bytes=file.length or None)
            for file in entry.enclosures
        ],
        _feedsvc=_entry_extension(entry),
    )


def _tags(entry: FeedEntry) -> list[str]:
    return list(dict.fromkeys(label for _, label in entry.categories))


def _entry_extension(entry: FeedEntry) -> dict[str, Any]:
    also = [{"outlet": name, "url": url} for name, url in entry.also]
    return _said(time=bounds(entry), **_attribution(entry.attribution), also=also)


def _attribution(attribution: Attribution) -> dict[str, Any]:
    outlet = attribution.outlet
    return {
        "outlet": _said(id=outlet.id, name=outlet.name, url=outlet.homepage) if outlet else None,
        "agency": attribution.agency,
        "reporters": list(attribution.reporters),
        "place": attribution.place,
        "cited": list(attribution.cited),
        "credits": [{"role": credit.role, "name": credit.name} for credit in attribution.credits],
        "via": attribution.via,
    }


def _said(**members: Any) -> dict[str, Any]:
    """Only what is known: no nulls, no empty lists or texts."""
    return {name: member for name, member in members.items() if member not in (None, "", [], {})}
