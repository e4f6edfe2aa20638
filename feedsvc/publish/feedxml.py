"""Feed -> RSS 2.0 and Atom 1.0 bytes.  The feedgen door: it writes the skeleton, we mend its twelve faults.

feedgen hands each finished element to its extensions; ours writes what feedgen leaves out or gets wrong:
links with rel, type and hreflang, dates in UTC, source with id and updated, names without an address.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import fields, replace
from functools import partial
from html import escape
from typing import Any
from zlib import crc32

from feedgen.entry import FeedEntry as Skeleton
from feedgen.feed import FeedGenerator
from feedgen.util import xml_elem

from feedsvc import urls
from feedsvc.model import Attribution, Feed, FeedEntry, Outlet
from feedsvc.publish import addresses, bylines
from feedsvc.publish.feedcss import FEED_CSS
from feedsvc.publish.instants import bounds, rfc822, z
from feedsvc.text import strip_unfit

TIME_NAMESPACE = "urn:feedsvc:time:1"
_ATOM = "http://www.w3.org/2005/Atom"
_DC = "http://purl.org/dc/elements/1.1/"
_MEDIA = "http://search.yahoo.com/mrss/"
_HISTORY = "http://purl.org/syndication/history/1.0"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_AGENCY = "urn:feedsvc:agency"
_TOPIC = "urn:feedsvc:category"
_GENERATOR = "feedsvc"
Link = dict[str, str]


def rss(feed: Feed, *, file: str = addresses.RSS) -> bytes:
    """RSS 2.0; one creator an item, source, media, hub, archive and hreflang links; the same feed, the same bytes.

    `file` is the name it gets in the feed's folder, for its link to itself.
    """
    return _written(feed, partial(_rss, file=file))


def atom(feed: Feed) -> bytes:
    """Atom 1.0; one author an entry, source with id and updated, dates in UTC; the same feed, the same bytes."""
    return _written(feed, _atom)


def style_sheet() -> bytes:
    """output/feed.css, which every feed names."""
    return FEED_CSS.encode()


def _written(feed: Feed, write: Any) -> bytes:
    try:
        data: bytes = write(feed)
    except (ValueError, UnicodeEncodeError):
        # One control character or lone surrogate in one title would lose the whole feed.
        data = write(_fit(feed))
    return _styled(data, feed)


def _styled(data: bytes, feed: Feed) -> bytes:
    """With the stylesheet instruction, and an item a line. No text holds a bare "<", so the seams are markup."""
    href = addresses.to_site_root(feed.path) + "feed.css"
    head, _, rest = data.partition(b"?>\n")
    if not feed.entries:
        # feedparser takes text/xml without a charset for ASCII, and an empty feed that is not for broken.
        rest = rest.decode().encode("ascii", "xmlcharrefreplace")
    for tag in (b"item", b"entry"):
        rest = rest.replace(b"<" + tag + b">", b"\n<" + tag + b">").replace(
            b"<" + tag + b" ", b"\n<" + tag + b" "
        )
    return head + f'?>\n<?xml-stylesheet type="text/css" href="{href}"?>\n'.encode() + rest + b"\n"


# -- RSS ----------------------------------------------------------------------------------------


def _rss(feed: Feed, *, file: str) -> bytes:
    generator = _generator(feed)
    generator.link(href=feed.home_page_url, rel="alternate")
    generator.description(feed.description)
    generator.language(feed.language)
    for entry in feed.entries:
        generator.add_entry(_rss_skeleton(entry, feed), order="append")
    _attach(generator, feed, {"dc": _DC}, file)
    return bytes(generator.rss_str())


def _rss_skeleton(entry: FeedEntry, feed: Feed) -> Skeleton:
    skeleton = Skeleton()
    skeleton.title(entry.title)
    skeleton.guid(entry.id, permalink=False)
    skeleton.link(href=addresses.entry_link(entry, feed), rel="alternate")
    # Escaped as HTML first: readers take a description for HTML, and a bare "<" for a tag.
    skeleton.description(escape(described(entry), quote=False))
    skeleton.content(entry.content_html)
    return skeleton


def described(entry: FeedEntry) -> str:
    """The short text of an entry: its summary, else its source line, else its title."""
    return entry.summary or bylines.source_line(entry.attribution, entry.language or "zh") or entry.title


def _mend_channel(feed: Feed, channel: Any, file: str) -> None:
    _child(channel, "generator").text = _GENERATOR
    for link in _feed_links(feed, addresses.RSS, file):
        _sub(channel, f"{{{_ATOM}}}link", **link)
    if feed.archive:
        _sub(channel, f"{{{_HISTORY}}}archive")
    _child(channel, "lastBuildDate").text = rfc822(feed.updated)


def _mend_item(entry: FeedEntry, feed: Feed, item: Any) -> None:
    creator = bylines.byline(entry.attribution, entry.language or feed.language)
    if creator:
        _sub(item, f"{{{_DC}}}creator").text = creator
    for _, label in entry.categories:
        _sub(item, "category").text = label
    if entry.attribution.agency:
        _sub(item, "category", domain=_AGENCY).text = entry.attribution.agency
    if entry.enclosures:
        first = entry.enclosures[0]
        _sub(item, "enclosure", url=first.url, length=str(first.length), type=first.media_type)
    if entry.published:
        _sub(item, "pubDate").text = rfc822(entry.published)
    else:  # no pubDate, which would say "published"; without any date each reader makes up its own
        _sub(item, f"{{{_DC}}}date").text = z(entry.first_seen)
    if entry.attribution.outlet:
        _sub(
            item, "source", url=outlet_address(entry.attribution.outlet)
        ).text = entry.attribution.outlet.name
    if entry.language:
        _sub(item, f"{{{_DC}}}language").text = entry.language
    _mend_both(entry, item, entry.enclosures[1:])


# -- Atom ---------------------------------------------------------------------------------------


def _atom(feed: Feed) -> bytes:
    generator = _generator(feed)
    generator.language(feed.language)
    if not all(bylines.byline(entry.attribution, "") for entry in feed.entries) or not feed.entries:
        generator.author(name=feed.title)  # Atom wants one here where an entry has none
    if feed.description != feed.title:
        generator.subtitle(feed.description)
    for entry in feed.entries:
        generator.add_entry(_atom_skeleton(entry), order="append")
    _attach(generator, feed, {}, addresses.ATOM)
    return bytes(generator.atom_str())


def _atom_skeleton(entry: FeedEntry) -> Skeleton:
    skeleton = Skeleton()
    skeleton.title(entry.title)
    skeleton.id(entry.id)
    # No summary beside it: rss2email would mail the summary, without source line and picture.
    skeleton.content(entry.content_html, type="html")
    return skeleton


def _mend_feed(feed: Feed, element: Any) -> None:
    element.find("updated").text = z(feed.updated)
    for link in _feed_links(feed, addresses.ATOM, addresses.ATOM):
        _sub(element, "link", **link)
    if feed.archive:
        _sub(element, f"{{{_HISTORY}}}archive")
    generator = element.find("generator")
    generator.text = _GENERATOR
    generator.attrib.clear()


def _mend_entry(entry: FeedEntry, feed: Feed, updated: str, element: Any) -> None:
    if entry.language:
        element.set(_XML_LANG, entry.language)
    element.find("updated").text = updated
    author = bylines.byline(entry.attribution, entry.language or feed.language)
    if author:
        _sub(_sub(element, "author"), "name").text = author
    for link in _entry_links(entry, feed):
        _sub(element, "link", **link)
    for term, label in entry.categories:
        _sub(element, "category", term=term, scheme=_TOPIC, label=label)
    if entry.attribution.agency:
        _sub(
            element, "category", term=entry.attribution.agency, scheme=_AGENCY, label=entry.attribution.agency
        )
    if entry.published:
        _sub(element, "published").text = z(entry.published)
    if entry.attribution.outlet:
        _source(entry.attribution.outlet, entry, element)
    _mend_both(entry, element, ())


def _updates(feed: Feed) -> dict[str, str]:
    """Entry id -> its update instant. Those of one second, as one look finds them, differ in the milliseconds.

    The validator warns of two entries updated at once. The milliseconds come from the id, so they stay.
    """
    seconds = Counter(z(entry.updated) for entry in feed.entries)
    told: dict[str, str] = {}
    for entry in sorted(feed.entries, key=lambda entry: entry.id):
        second = z(entry.updated)
        told[entry.id] = second if seconds[second] == 1 else _apart(second, entry.id, set(told.values()))
    return told


def _apart(second: str, entry_id: str, taken: set[str]) -> str:
    first = crc32(entry_id.encode())
    free = (f"{second[:-1]}.{(first + step) % 1000:03d}Z" for step in range(1000))
    return next((update for update in free if update not in taken), second)


def _entry_links(entry: FeedEntry, feed: Feed) -> Iterator[Link]:
    yield {"rel": "alternate", "type": "text/html", "href": addresses.entry_link(entry, feed)}
    if entry.url and entry.attribution.via:
        yield {"rel": "via", "type": "text/html", "href": entry.url, "title": entry.attribution.via}
    for name, url in entry.also:
        yield {"rel": "related", "type": "text/html", "href": url, "title": name}
    for file in entry.enclosures:
        yield {"rel": "enclosure", "type": file.media_type, "href": file.url, "length": str(file.length)}


def _source(outlet: Outlet, entry: FeedEntry, element: Any) -> None:
    source = _sub(element, "source")
    _sub(source, "id").text = addresses.urn("outlet", outlet.id)
    _sub(source, "title").text = outlet.name
    _sub(source, "updated").text = z(entry.updated)
    address = outlet_address(outlet)
    if not address.startswith("urn:"):
        _sub(source, "link", rel="alternate", type="text/html", href=address)


# -- both ---------------------------------------------------------------------------------------


def _generator(feed: Feed) -> FeedGenerator:
    generator = FeedGenerator()
    generator.id(feed.id)
    generator.title(feed.title)
    return generator


def _attach(generator: FeedGenerator, feed: Feed, namespaces: dict[str, str], file: str) -> None:
    """Our extension on the feed and on each entry; feedgen makes them, so they learn their nouns afterwards."""
    generator.register_extension("feedsvc", _FeedMend, None)
    mend = generator.feedsvc
    mend.feed, mend.namespaces, mend.file = feed, namespaces, file
    updates = _updates(feed)
    for skeleton, entry in zip(generator.entry(), feed.entries, strict=True):
        skeleton.register_extension("feedsvc", _EntryMend)
        skeleton.feedsvc.feed, skeleton.feedsvc.entry, skeleton.feedsvc.updated = (
            feed,
            entry,
            updates[entry.id],
        )


class _FeedMend:
    """What feedgen calls with the root element, before the entries are in it."""

    feed: Feed
    namespaces: dict[str, str]
    file: str

    def extend_ns(self) -> dict[str, str]:
        return self.namespaces | dict(_namespaces(self.feed))

    def extend_rss(self, root: Any) -> None:
        _mend_channel(self.feed, root[0], self.file)

    def extend_atom(self, root: Any) -> None:
        _mend_feed(self.feed, root)


class _EntryMend:
    """What feedgen calls with each finished item or entry."""

    feed: Feed
    entry: FeedEntry
    updated: str

    def extend_ns(self) -> dict[str, str]:
        return {}

    def extend_rss(self, item: Any) -> None:
        _mend_item(self.entry, self.feed, item)

    def extend_atom(self, entry: Any) -> None:
        _mend_entry(self.entry, self.feed, self.updated, entry)


def _namespaces(feed: Feed) -> Iterator[tuple[str, str]]:
    """Only those in use, so that a plain feed stays plain."""
    if any(entry.image or len(entry.enclosures) > 1 for entry in feed.entries):
        yield "media", _MEDIA
    if any(bounds(entry) for entry in feed.entries):
        yield "feedsvc", TIME_NAMESPACE
    if feed.archive:
        yield "fh", _HISTORY


def _feed_links(feed: Feed, kind: str, file: str) -> Iterator[Link]:
    """self, page, the same feed in other scripts, hub, archive."""
    media_type, root = addresses.MEDIA_TYPES[kind], addresses.site_root(feed)
    yield {"rel": "self", "type": media_type, "href": feed.feed_url + file}
    yield {"rel": "alternate", "type": "text/html", "href": feed.home_page_url}
    for sibling in feed.siblings:
        href = addresses.folder_address(root, sibling.path) + file
        yield {"rel": "alternate", "type": media_type, "hreflang": sibling.language, "href": href}
    if feed.hub:
        yield {"rel": "hub", "href": feed.hub}
    if feed.archive_current:
        yield {"rel": "current", "type": media_type, "href": feed.archive_current + file}
    if feed.archive_prev:
        yield {"rel": "prev-archive", "type": media_type, "href": feed.archive_prev + file}


def _mend_both(entry: FeedEntry, element: Any, more_files: tuple[Any, ...]) -> None:
    if entry.image:
        _sub(element, f"{{{_MEDIA}}}content", url=entry.image, medium="image")
        _sub(element, f"{{{_MEDIA}}}thumbnail", url=entry.image)
    for file in more_files:
        _sub(element, f"{{{_MEDIA}}}content", url=file.url, type=file.media_type)
    known = bounds(entry)
    if known:
        _sub(element, f"{{{TIME_NAMESPACE}}}time", **known)


def outlet_address(outlet: Outlet) -> str:
    """RSS wants an address of a source; of an outlet whose site we do not know it is a name, not a guess."""
    homepage = urls.absolute(outlet.homepage, None) if outlet.homepage else None
    if homepage:
        return homepage
    return f"https://{outlet.domains[0]}/" if outlet.domains else addresses.urn("outlet", outlet.id)


def _sub(parent: Any, tag: str, **attributes: str) -> Any:
    return xml_elem(tag, parent, **attributes)


def _child(parent: Any, tag: str) -> Any:
    found = parent.find(tag)
    return found if found is not None else _sub(parent, tag)


# -- text that XML cannot bear ---------------------------------------------------------------------


def _fit(value: Any) -> Any:
    """The same noun with every text in it free of characters that XML forbids."""
    if isinstance(value, str):
        return strip_unfit(value)
    if isinstance(value, tuple):
        return tuple(_fit(member) for member in value)
    if isinstance(value, (Feed, FeedEntry, Attribution, Outlet)):
        return replace(value, **{field.name: _fit(getattr(value, field.name)) for field in fields(value)})
    return value
