"""An article page -> its title, without the name of the site that many pages append."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from feedsvc import text as words
from feedsvc import urls
from feedsvc.extract import records
from feedsvc.extract.markup import plain
from feedsvc.extract.page import Page, visible_text

_SITES = ("og:site_name", "application-name", "al:android:app_name", "cXenseParse:pageclass:site")
_TITLES = ("og:title", "twitter:title", "dc.title", "parsely-title", "sailthru.title", "title", "headline")
_BREAK = re.compile(r"\s*(?:[|｜»·•_:]|\s[-–—\uff0d]|--+|－|::)\s*")
_HEADINGS = "h1"


def article_title(page: Page, data: Mapping[str, Any]) -> str:
    """The heading that the page's own data or <title> confirms; else what these say."""
    stated = [_without_site(title, page, data) for title in _stated(page, data)]
    headings = [visible_text(node) for node in page.css(_HEADINGS)[:20]]
    for heading in headings:
        if _confirmed(heading, stated):
            return heading
    return next((title for title in stated if title), "") or next(
        (heading for heading in headings if heading), ""
    )


def site_names(page: Page) -> tuple[str, ...]:
    """What the site calls itself."""
    return tuple(dict.fromkeys(plain(name) for key in _SITES for name in page.metas(key) if name))


def _stated(page: Page, data: Mapping[str, Any]) -> list[str]:
    found = [plain(content) for name in _TITLES for content in page.metas(name)[:1]]
    return [title for title in (*found, records.title_of(data, named=True), page.title) if title]


def _confirmed(heading: str, stated: list[str]) -> bool:
    """The heading is what the page calls itself, or the longer part of it."""
    short = words.squash(heading)
    return len(short) > 3 and any(_same(short, words.squash(title)) for title in stated)


def _same(heading: str, title: str) -> bool:
    return heading == title or (heading in title and len(heading) * 3 > len(title) * 2)


def _without_site(title: str, page: Page, data: Mapping[str, Any]) -> str:
    """ "Title - Section - Site" is Title where the last parts name the site."""
    names = {
        words.squash(name) for name in (*site_names(page), records.name_of(data, ("publisher",))) if name
    }
    host = urls.host(page.url or page.canonical or "").removeprefix("www.")
    pieces = list(_BREAK.finditer(title))
    for at in pieces:
        tail = words.squash(title[at.end() :])
        if tail and (tail in names or _is_host(tail, host)) and len(title[: at.start()]) > 3:
            return title[: at.start()]
    return title


def _is_host(tail: str, host: str) -> bool:
    """ "heise online" of heise.de, "CNN.com" of cnn.com."""
    name = words.squash(host.rsplit(".", 1)[0]) if host else ""
    return (
        len(tail) > 2
        and bool(name)
        and (tail in {name, words.squash(host)} or (tail.startswith(name) and len(tail) < len(name) + 9))
    )
