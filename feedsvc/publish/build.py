"""Entries -> a finished Feed: chosen, ordered, worded; every time in it comes from an entry.  Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from html import escape
from types import MappingProxyType

from feedsvc import urls
from feedsvc.model import Enclosure, Entry, Feed, FeedEntry, FeedLimits, Sibling, Site
from feedsvc.publish import addresses, bylines, fragment
from feedsvc.text import clean, clean_block, strip_unfit

# Atom wants a date of a feed that never had an entry; it must not be the instant of the look.
NEVER = datetime(2000, 1, 1, tzinfo=UTC)
_LANGUAGE = re.compile("[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_MEDIA_TYPE = re.compile(r"[\w.+-]+/[\w.+-]+", re.ASCII)
_NO_STORIES: Mapping[str, Sequence[Entry]] = MappingProxyType({})


def build(
    *,
    key: str,
    path: str,
    title: str,
    description: str,
    language: str,
    site: Site,
    entries: Sequence[Entry],
    topics: Mapping[str, str],
    siblings: tuple[Sibling, ...] = (),
    stories: Mapping[str, Sequence[Entry]] = _NO_STORIES,
    limits: FeedLimits | None = FeedLimits(),  # noqa: B008 - frozen, so sharing it is safe
) -> Feed:
    """The feed `key` ("all", "topic:x", "outlet:y", "agency:z", "portal:p") at folder `path` below output/.

    `topics` maps ids to titles; `stories` maps the id of a story's first report to the other reports,
    which then stand as links in the first one and not by themselves. `limits` None keeps every entry
    (for archive pages). The same arguments always give the same feed: no clock is read.
    ValueError for a key of no known kind.
    """
    kind, name = addresses.split_key(key)
    address = addresses.folder_address(site.url, path)
    shown = chosen(_without_repeats(entries, stories), limits)
    return Feed(
        id=addresses.feed_id(kind, name),
        kind=kind,
        key=name,
        title=clean(title),
        description=clean(description) or clean(title),
        language=language,
        path=path,
        feed_url=address,
        home_page_url=address + addresses.PAGE,
        updated=max((entry.updated for entry in shown), default=NEVER),
        entries=tuple(_feed_entry(entry, language, topics, stories.get(entry.id, ())) for entry in shown),
        siblings=siblings,
        hub=site.hub,
    )


def chosen(entries: Iterable[Entry], limits: FeedLimits | None) -> tuple[Entry, ...]:
    """The newest entries, newest first, one of each id; equal seconds in page order.

    Age counts back from the feed's newest entry, never from now: a quiet feed keeps what it holds, and
    a feed built again from the same entries has the same bytes.
    """
    ordered = sorted({entry.id: entry for entry in entries}.values(), key=_rank)
    if limits is None or not ordered:
        return tuple(ordered)
    oldest = shown_at(ordered[0]) - timedelta(days=limits.days)
    return tuple(entry for entry in ordered[: limits.entries] if shown_at(entry) >= oldest)


def shown_at(entry: Entry) -> datetime:
    """What orders an entry: its published second, or, where no page told one, when it was first seen."""
    return (entry.published or entry.first_seen).astimezone(UTC).replace(microsecond=0)


def _rank(entry: Entry) -> tuple[float, int, str]:
    return (-shown_at(entry).timestamp(), entry.position, entry.id)


def _without_repeats(entries: Sequence[Entry], stories: Mapping[str, Sequence[Entry]]) -> Iterable[Entry]:
    """Without the reports that a first report in this very feed already links to."""
    here = {entry.id for entry in entries}
    told = {
        other.id
        for first, others in stories.items()
        if first in here
        for other in others
        if other.id != first
    }
    return (entry for entry in entries if entry.id not in told)


def _feed_entry(entry: Entry, language: str, topics: Mapping[str, str], others: Sequence[Entry]) -> FeedEntry:
    url = _address(entry.url)
    image = _address(entry.image)
    also = _also(entry, others)
    title = clean(entry.title)
    return FeedEntry(
        id=entry.id,
        title=title,
        updated=_updated(entry),
        position=entry.position,
        first_seen=entry.first_seen,
        url=url,
        summary=clean_block(entry.summary),
        content_html=_content(entry, title, image, also, entry.language or language),
        image=image,
        language=_language(entry),
        published=entry.published,
        time=entry.shown_time,
        time_unit=entry.time_unit,
        attribution=entry.attribution,
        categories=_categories(entry, topics),
        enclosures=tuple(_reachable(entry.enclosures)),
        also=also,
    )


@lru_cache(maxsize=4096)
def _address(url: str | None) -> str | None:
    """ASCII and absolute; one article stands in several feeds."""
    return urls.absolute(url, None) if url else None


def _language(entry: Entry) -> str | None:
    """A tag that readers can use; a page may say "zh_TW" or nonsense."""
    tag = (entry.language or "").strip().replace("_", "-")
    return tag if _LANGUAGE.fullmatch(tag) else None


def _updated(entry: Entry) -> datetime:
    """An article that was never edited was last changed when it was published, not when we first looked."""
    return entry.published if entry.published and entry.updated <= entry.first_seen else entry.updated


def _content(
    entry: Entry, title: str, image: str | None, also: tuple[tuple[str, str], ...], language: str
) -> str:
    """The source line first (8 of 14 readers hide <source>), then the picture, the text, the other reports."""
    body = fragment.with_absolute_links(strip_unfit(entry.content_html), entry.url) or _paragraphs(
        entry.summary
    )
    picture = f'<p><img src="{escape(image)}" alt=""></p>' if image and escape(image) not in body else ""
    source = bylines.source_paragraph(entry.attribution, language)
    return (
        f"{source}{picture}{body}{bylines.also_paragraph(also, language)}"
        or f"<p>{escape(title, quote=False)}</p>"
    )


def _paragraphs(summary: str) -> str:
    return "".join(f"<p>{escape(line, quote=False)}</p>" for line in clean_block(summary).splitlines())


def _also(entry: Entry, others: Sequence[Entry]) -> tuple[tuple[str, str], ...]:
    """(outlet name or title, address) of the other reports, in time order; a report without a link is not linked."""
    found: dict[str, str] = {}
    for other in sorted(others, key=lambda other: (shown_at(other), other.id)):
        url = _address(other.url)
        if url and other.id != entry.id:
            found.setdefault(url, bylines.outlet_name(other.attribution) or clean(other.title))
    return tuple((name, url) for url, name in found.items())


def _categories(entry: Entry, topics: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Topics first, then the source's own words; sorted, so that a reader that hashes them sees no change."""
    titles = sorted(category(topics[topic]) for topic in entry.topics if topic in topics)
    words = sorted(category(word) for word in entry.categories)
    return tuple((name, name) for name in dict.fromkeys((*titles, *words)) if name)


def category(name: str) -> str:
    """Without ASCII commas: FreshRSS and rss2email split a category at each."""
    return clean(name).replace(", ", "，").replace(",", "，")


def _reachable(enclosures: Iterable[Enclosure]) -> Iterable[Enclosure]:
    for enclosure in enclosures:
        url = _address(enclosure.url)
        if url:
            kind = enclosure.media_type.strip().lower()
            known = kind if _MEDIA_TYPE.fullmatch(kind) else "application/octet-stream"
            yield Enclosure(url=url, media_type=known, length=max(0, enclosure.length))
