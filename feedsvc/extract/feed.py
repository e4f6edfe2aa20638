"""Text of a feed (RSS 0.9x, 1.0, 2.0, Atom, JSON Feed) -> its items, with the outlet that each one names."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from feedsvc import text as words
from feedsvc import urls
from feedsvc.extract.found import Found, FoundList
from feedsvc.extract.markup import first_image, is_markup, plain, sanitised
from feedsvc.extract.xmltree import Element, parse_xml
from feedsvc.model import Enclosure

MOST_ITEMS = 1_000  # a millisecond each; no reader keeps more
_OPENING = re.compile(r"<(?:rss|feed|rdf:RDF|RDF)\b|<\w+:(?:feed|RDF)\b", re.IGNORECASE)
_JSON_FEED = re.compile(r'"version"\s*:\s*"https?:\\?/\\?/jsonfeed\.org')
_PUBLISHED = (
    "pubdate",
    "dc:date",
    "published",
    "issued",
    "dcterms:issued",
    "created",
    "dcterms:created",
    "dcterms:available",
)
_MODIFIED = ("updated", "modified", "dcterms:modified", "lastbuilddate")
_MAIL_AND_NAME = re.compile(
    r"^\s*\S+@\S+\s*\((?P<name>[^()]+)\)\s*$|^\s*(?P<first>[^<>]+?)\s*<?\S+@\S+>?\s*$"
)
_MAIL = re.compile(r"\S+@\S+\.\S+")
_TITLE_CHARACTERS = 80  # of a post that has no title
_CJK = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
# Hosts that only pass a reader on: the item's own address is the true one.
_PASSING_ON = frozenset(
    ("feedproxy.google.com", "feeds.feedburner.com", "rss.feedsportal.com", "feeds.pheedo.com")
)


def is_feed(text: str) -> bool:
    """Whether this reads as a feed: for sources that do not say what they are."""
    head = text[:4000].lstrip("\ufeff \t\r\n")
    if head.startswith("{"):
        return _JSON_FEED.search(head) is not None
    return head.startswith("<") and _OPENING.search(head) is not None and "<html" not in head.lower()


def read_feed(text: str, url: str | None) -> FoundList:
    """The items of a feed in its order; `url` is the feed's own address.

    Names, instants and links are as printed; titles and summaries are plain words, content is
    sanitised. What is no feed gives no items and dropped["not_a_feed"]. ValueError: over 300,000 tags.
    """
    if text.lstrip("\ufeff \t\r\n").startswith("{"):
        return _json_feed(text, url)
    root = parse_xml(text, url)
    if root is None:
        return FoundList(dropped={"not_a_feed": 1})
    channel = root if root.name == "feed" else root.first("channel") or root
    items = [element for element in root.walk() if element.name in {"item", "entry"}]
    if not items and root.name not in {"rss", "feed", "rdf:rdf", "rdf", "channel"}:
        return FoundList(dropped={"not_a_feed": 1})
    found = [_found(item, channel, url) for item in items[:MOST_ITEMS]]
    return _listed(
        found, len(items), rule=root.name, title=plain(channel.words("title")), language=_language(channel)
    )


def _listed(
    found: Iterable[Found], members: int, *, rule: str, title: str, language: str | None
) -> FoundList:
    items, dropped = [], Counter[str]()
    if members > MOST_ITEMS:
        dropped["over_limit"] = members - MOST_ITEMS
    for item in found:
        if item.title or item.url or item.summary or item.content_html:
            items.append(item)
        else:
            dropped["empty_item"] += 1
    return FoundList(items=tuple(items), dropped=dict(dropped), rule=rule, title=title, language=language)


# -- RSS and Atom -------------------------------------------------------------------------------


def _found(item: Element, channel: Element, url: str | None) -> Found:
    base = item.base or url or urls.absolute(channel.words("link"), None)
    content = _content(item, base)
    source, outlet, outlet_url = _source(item)
    title = _without_outlet(_title(item), outlet)
    return Found(
        title=title or _opening(plain(content) or _summary(item, title, outlet)),
        url=_link(item, base),
        summary=_summary(item, title, outlet),
        content_html=content,
        image=_image(item, base) or first_image(content, base),
        instants=_stamps(item, _PUBLISHED),
        modified=_stamps(item, _MODIFIED),
        outlet=outlet,
        outlet_url=outlet_url,
        author=_author(item),
        guid=item.words("guid", "id") or item.attributes.get("rdf:about") or item.attributes.get("about"),
        original_url=_original(item, base),
        language=item.words("dc:language", "language") or _own_language(item, channel),
        enclosures=_enclosures(item, base),
        categories=_categories(item),
        words={"outlet": source} if source else {},
    )


def _title(item: Element) -> str:
    title = item.first("title", "dc:title", "media:title")
    return _plain_element(title) if title is not None else ""


def _plain_element(element: Element) -> str:
    """Atom says whether its text is markup; RSS does not, and most of it is."""
    kind = element.attributes.get("type", "").lower()
    if element.children:
        return words.clean(element.inner_text())
    return words.clean(element.text) if kind in {"text", "text/plain"} else plain(element.text)


def _markup_of(element: Element) -> str:
    """The inside of a content element as markup."""
    kind = element.attributes.get("type", "").lower()
    if element.children:
        return element.inner_markup()
    if kind in {"text", "text/plain"}:
        return (
            f"<p>{element.text.replace('&', '&amp;').replace('<', '&lt;')}</p>"
            if element.text.strip()
            else ""
        )
    return element.text


def _content(item: Element, base: str | None) -> str:
    """content:encoded, Atom's content, an XHTML body; else a description that is markup."""
    full = item.first("content:encoded", "content", "xhtml:body", "body")
    if full is not None and _is_readable(full) and (written := _markup_of(full).strip()):
        return sanitised(written, full.base or base)
    teaser = item.first("description", "summary")
    written = _markup_of(teaser) if teaser is not None else ""
    return sanitised(written, base) if is_markup(written) else ""


def _is_readable(content: Element) -> bool:
    kind = content.attributes.get("type", "").lower()
    return kind in {"", "text", "html", "xhtml"} or kind.startswith("text/") or kind.endswith("xhtml+xml")


def _summary(item: Element, title: str, outlet: str) -> str:
    teaser = item.first("description", "summary", "itunes:summary", "media:description", "dc:description")
    summary = _plain_element(teaser) if teaser is not None else ""
    # Google News repeats "title outlet" in place of a summary.
    repeated = {words.squash(title), words.squash(title + outlet)}
    return "" if words.squash(summary) in repeated else summary


def _link(item: Element, base: str | None) -> str | None:
    """The item's page: feedburner's original, RSS link, Atom's alternate, a guid that is an address."""
    printed = _printed_link(item)
    link = urls.absolute(printed, base) if printed else None
    original = urls.absolute(item.words("feedburner:origlink", "pheedo:origlink"), base)
    return original if original and (link is None or urls.host(link) in _PASSING_ON) else link


def _printed_link(item: Element) -> str:
    plain_link = next(
        (link for link in item.all("link") if not link.attributes.get("href") and link.text.strip()), None
    )
    if plain_link is not None:
        return plain_link.text.strip()
    links = [
        link
        for link in item.all("link")
        if link.attributes.get("href") or link.attributes.get("rdf:resource")
    ]
    ours = [link for link in links if link.attributes.get("rel", "alternate").lower() == "alternate"]
    pages = [link for link in ours if "html" in link.attributes.get("type", "html")]
    for link in (*pages, *ours):
        return _resolved(link)
    identity = item.words("id").strip()
    return (
        _guid_as_link(item)
        or item.attributes.get("rdf:about", "")
        or (identity if urls.is_web(identity) else "")
    )


def _resolved(link: Element) -> str:
    href = (link.attributes.get("href") or link.attributes.get("rdf:resource", "")).strip()
    return urls.absolute(href, link.base) or href


def _guid_as_link(item: Element) -> str:
    guid = item.first("guid")
    if (
        guid is None
        or guid.attributes.get("ispermalink", guid.attributes.get("isPermaLink", "true")).lower() == "false"
    ):
        return ""
    return guid.text.strip() if urls.is_web(guid.text) else ""


def _original(item: Element, base: str | None) -> str | None:
    """The publisher's own page: rel=via, or a source that is an address."""
    via = next((link for link in item.all("link") if link.attributes.get("rel", "").lower() == "via"), None)
    source = item.words("dc:source")
    printed = _resolved(via) if via is not None else source if urls.is_web(source) else ""
    return urls.absolute(printed, base) if printed else None


def _source(item: Element) -> tuple[str, str, str | None]:
    """Which element names the outlet, its words, its address."""
    source = item.first("source")
    if source is not None:
        name = _plain_element(source.first("title") or source)
        link = source.attributes.get("url") or _printed_link(source)
        if name:
            return "source", name, urls.absolute(link, source.base) if link else None
    publisher = item.words("dc:publisher", "dcterms:publisher")
    return ("dc:publisher", plain(publisher), None) if publisher else ("", "", None)


def _without_outlet(title: str, outlet: str) -> str:
    """ "Title - Outlet" of Google News is the title, where <source> says the same name."""
    for dash in (" - ", " – ", " | ", "｜"):
        if outlet and title.endswith(dash + outlet) and len(title) > len(dash + outlet):
            return title.removesuffix(dash + outlet).rstrip()
    return title


def _stamps(item: Element, names: tuple[str, ...]) -> tuple[str, ...]:
    found = (words.clean(child.inner_text()) for name in names for child in item.all(name))
    return tuple(dict.fromkeys(stamp for stamp in found if stamp))


def _author(item: Element) -> str:
    found = [_person(element) for element in item.all("dc:creator", "author", "dc:contributor")]
    found = found if any(found) else [_person(element) for element in item.all("itunes:author", "creator")]
    return joined_names(found)


def _person(element: Element) -> str:
    name = element.words("name", "atom:name") or ("" if element.children else element.text)
    return person_name(plain(name))


def person_name(printed: str) -> str:
    """ "a@b.example (Name)" and "Name <a@b.example>" are Name; an address alone names nobody."""
    found = _MAIL_AND_NAME.match(printed)
    name = (found["name"] or found["first"]) if found else printed
    return "" if _MAIL.fullmatch(name.strip()) else words.clean(name)


def joined_names(names: Iterable[str]) -> str:
    """Each name once, as people write lists of names in that script."""
    kept = list(dict.fromkeys(name for name in names if name))
    return ("、" if any(map(_CJK.search, kept)) else ", ").join(kept)


def _categories(item: Element) -> tuple[str, ...]:
    found = (_category(element) for element in item.all("category", "dc:subject", "media:category"))
    return tuple(dict.fromkeys(name for name in found if name))


def _category(element: Element) -> str:
    return words.clean(
        element.attributes.get("label") or element.attributes.get("term") or plain(element.text)
    )


def _language(channel: Element) -> str | None:
    return channel.words("language", "dc:language") or channel.language


def _own_language(item: Element, channel: Element) -> str | None:
    title = item.first("title")
    stated = (title.language if title is not None else None) or item.language
    return stated if stated != channel.language else None


# -- pictures and files -------------------------------------------------------------------------


def _media(item: Element) -> list[Element]:
    groups = item.all("media:group")
    inner = [element for group in groups for element in group.children]
    return [element for element in (*item.children, *inner) if element.name.startswith("media:")]


def _image(item: Element, base: str | None) -> str | None:
    media = _media(item)
    pictures = [element for element in media if element.name == "media:content" and _is_picture(element)]
    pictures += [element for element in media if element.name == "media:thumbnail"]
    pictures += [element for element in item.all("enclosure") if _is_picture(element)]
    pictures += item.all("itunes:image", "image")
    found = (_picture_address(element, base) for element in pictures)
    return next((address for address in found if address), None)


def _is_picture(element: Element) -> bool:
    return element.attributes.get("medium") == "image" or element.attributes.get("type", "").startswith(
        "image/"
    )


def _picture_address(element: Element, base: str | None) -> str | None:
    printed = (
        element.attributes.get("url")
        or element.attributes.get("href")
        or element.words("url")
        or element.text
    )
    return urls.absolute(printed, element.base or base)


def _enclosures(item: Element, base: str | None) -> tuple[Enclosure, ...]:
    files = [(e, e.attributes.get("url", "")) for e in item.all("enclosure")]
    files += [
        (e, e.attributes.get("href", "")) for e in item.all("link") if e.attributes.get("rel") == "enclosure"
    ]
    files += [
        (e, e.attributes.get("url", ""))
        for e in _media(item)
        if e.name == "media:content" and not _is_picture(e)
    ]
    found = (_enclosure(urls.absolute(href, base), element.attributes) for element, href in files)
    return tuple({one.url: one for one in found if one is not None}.values())


def _enclosure(url: str | None, told: Mapping[str, Any]) -> Enclosure | None:
    media_type = str(told.get("type") or told.get("mime_type") or "")
    if url is None or not media_type:
        return None
    length = str(
        told.get("length") or told.get("filesize") or told.get("fileSize") or told.get("size_in_bytes") or ""
    )
    size = int(length) if length.isascii() and length.isdigit() and len(length) < 16 else 0
    return Enclosure(url=url, media_type=media_type, length=size)


# -- JSON Feed ----------------------------------------------------------------------------------


def _json_feed(text: str, url: str | None) -> FoundList:
    try:
        feed = json.loads(text.lstrip("\ufeff"), strict=False)
    except (ValueError, RecursionError):
        return FoundList(dropped={"not_a_feed": 1})
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list):
        return FoundList(dropped={"not_a_feed": 1})
    base = url or _string(feed, "home_page_url") or _string(feed, "feed_url") or None
    found = [_json_item(item, base) for item in items[:MOST_ITEMS] if isinstance(item, dict)]
    return _listed(
        found,
        len(items),
        rule="json feed",
        title=plain(_string(feed, "title")),
        language=_string(feed, "language") or None,
    )


def _opening(prose: str) -> str:
    """What stands for the title of a short post, which RSS and JSON Feed allow to have none: how it begins."""
    return words.clip(words.clean(prose), _TITLE_CHARACTERS)


def _json_item(item: Mapping[str, Any], base: str | None) -> Found:
    link = urls.absolute(_string(item, "url"), base) or urls.absolute(_string(item, "id"), None)
    content = sanitised(_string(item, "content_html"), link or base)
    text = _string(item, "content_text")
    return Found(
        title=plain(_string(item, "title")) or _opening(plain(content) or words.clean(text)),
        url=link or urls.absolute(_string(item, "external_url"), base),
        summary=plain(_string(item, "summary")) or plain(content) or words.clean(text),
        content_html=content,
        image=urls.absolute(_string(item, "image") or _string(item, "banner_image"), base)
        or first_image(content, base),
        instants=_present(_string(item, "date_published")),
        modified=_present(_string(item, "date_modified")),
        author=joined_names(_json_authors(item)),
        guid=_string(item, "id") or None,
        original_url=urls.absolute(_string(item, "external_url"), base),
        language=_string(item, "language") or None,
        enclosures=_attachments(item, base),
        categories=_present(*_strings(item.get("tags"))),
    )


def _json_authors(item: Mapping[str, Any]) -> list[str]:
    authors = item.get("authors")
    people = authors if isinstance(authors, list) else [item.get("author")]
    return [person_name(_string(person, "name")) for person in people if isinstance(person, dict)]


def _attachments(item: Mapping[str, Any], base: str | None) -> tuple[Enclosure, ...]:
    attachments = item.get("attachments")
    listed = attachments if isinstance(attachments, list) else []
    found = (
        _enclosure(urls.absolute(_string(one, "url"), base), one) for one in listed if isinstance(one, dict)
    )
    return tuple(one for one in found if one is not None)


def _string(holder: Mapping[str, Any], key: str) -> str:
    value = holder.get(key)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value) if abs(value) < 10**18 else ""
    return value if isinstance(value, str) else ""


def _strings(value: object) -> list[str]:
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


def _present(*printed: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.strip() for one in printed if one.strip()))
