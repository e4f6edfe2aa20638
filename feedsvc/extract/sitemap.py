"""Text of a sitemap, a news sitemap or a sitemap index -> items with a title, and the sitemaps it points to."""

from __future__ import annotations

import re
from collections import Counter

from feedsvc import text as words
from feedsvc import urls
from feedsvc.extract.found import Found, FoundList
from feedsvc.extract.xmltree import Element, parse_xml

_OPENING = re.compile(r"<(?:\w+:)?(?:urlset|sitemapindex)\b", re.IGNORECASE)


def is_sitemap(text: str) -> bool:
    """Whether this reads as a sitemap."""
    return _OPENING.search(text[:4000]) is not None


def read_sitemap(text: str, url: str | None) -> FoundList:
    """The pages of a sitemap that say their title (news:title); `feeds` are the sitemaps of an index.

    A page without a title is dropped["no_title"]: no title is made up from an address.
    ValueError: over 300,000 tags.
    """
    root = parse_xml(text, url)
    if root is None or root.name not in {"urlset", "sitemapindex"}:
        return FoundList(dropped={"not_a_sitemap": 1})
    if root.name == "sitemapindex":
        return FoundList(rule="sitemap index", feeds=_children(root, url))
    items, dropped = [], Counter[str]()
    for place in root.all("url"):
        item = _found(place, url)
        if item.title and item.url:
            items.append(item)
        else:
            dropped["no_title" if item.url else "no_link"] += 1
    return FoundList(items=tuple(items), dropped=dict(dropped), rule="sitemap")


def _children(index: Element, url: str | None) -> tuple[str, ...]:
    found = (urls.absolute(place.words("loc"), url) for place in index.all("sitemap"))
    return tuple(dict.fromkeys(address for address in found if address))


def _found(place: Element, url: str | None) -> Found:
    """One <url>; lastmod is when the page changed, never when it was published."""
    news = place.first("news:news") or Element(name="news:news")
    publication = news.first("news:publication") or Element(name="news:publication")
    image = place.first("image:image")
    return Found(
        title=words.clean(news.words("news:title")),
        url=urls.absolute(place.words("loc"), url),
        image=urls.absolute(image.words("image:loc"), url) if image is not None else None,
        instants=tuple(filter(None, (news.words("news:publication_date"),))),
        modified=tuple(filter(None, (place.words("lastmod"),))),
        outlet=words.clean(publication.words("news:name")),
        language=publication.words("news:language") or None,
        categories=_keywords(news.words("news:keywords")),
    )


def _keywords(printed: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for word in map(words.clean, re.split("[,，、]", printed)) if word))
