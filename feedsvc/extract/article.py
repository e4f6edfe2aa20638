"""An article page -> its one article: title, link, times, authors, publisher, full text; the related rail when asked.

The trafilatura door.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from feedsvc import text as words
from feedsvc.extract import records
from feedsvc.extract.article_body import related_items, without_rails
from feedsvc.extract.article_lines import Lines, page_lines
from feedsvc.extract.article_meta import Metas, contents, language, stated_metas
from feedsvc.extract.article_people import authors
from feedsvc.extract.article_source import publisher
from feedsvc.extract.article_times import article_times
from feedsvc.extract.article_title import article_title
from feedsvc.extract.found import Found, FoundList
from feedsvc.extract.markup import first_image, plain, sanitised
from feedsvc.extract.page import Page
from feedsvc.extract.structured import article_data

LARGE = 400_000  # characters of markup from which the slower second opinion on the text is not asked
MOST_TAGS = 30_000  # the most of 350 real articles is 11,000
MOST_SCRIPTS = 200
MOST_DATA = 2_000_000  # characters of JSON-LD; the most of 350 real articles is a tenth of it
_SECTIONS = ("article:section", "articleSection", "parsely-section", "section", "cXenseParse:category")
_IMAGES = ("og:image", "og:image:url", "twitter:image", "image", "thumbnail", "parsely-image-url")
_HEADING = re.compile(r"\s*(?:<html>\s*)?(?:<body>\s*)?<(?P<tag>h[1-6])>(?P<words>.*?)</(?P=tag)>", re.DOTALL)
_MAIN_HEADING = re.compile(r"(?<=<)h1(?=>)|(?<=</)h1(?=>)")
_SUMMARIES = ("og:description", "description", "twitter:description", "dc.description")


def read_article(page: Page, *, html: str, zone: str, related: bool = False) -> FoundList:
    """The article of a page as the first item; with `related` the items of its related rail after it.

    `html` are the characters that `page` was parsed from; `zone` is the site's (times stay as printed).
    Machine stamps are in `instants` and `modified`, visible words in `times`. Content is sanitised.
    No item, and dropped["no_title"], where the page has no title.
    """
    del zone  # times stay as printed: admit.py reads them in the source's zone
    data, metas = _data(page), stated_metas(page)
    title = article_title(page, data, metas)
    if not title:
        return FoundList(
            dropped={"no_title": 1},
            rule="article",
            title=page.title,
            language=language(page, metas),
            feeds=page.feeds,
        )
    rail = related_items(page) if related else ()
    return FoundList(
        items=(_article(page, html, data, metas, title), *rail),
        rule="article",
        title=page.title,
        language=language(page, metas),
        feeds=page.feeds,
    )


def _article(page: Page, html: str, data: Mapping[str, Any], metas: Metas, title: str) -> Found:
    own = without_rails(page, html)
    lines = page_lines(own)
    content = sanitised(_below_title(_full_text(own, html, lines), title), page.base)
    told = article_times(own, data, metas, title, lines)
    return Found(
        title=title,
        url=page.canonical or page.absolute(next(iter(contents(metas, ("og:url",))), None)) or page.url,
        summary=_first(metas, _SUMMARIES) or records.summary_of(data, title),
        content_html=content,
        image=records.address(data, records.IMAGE, page.base)
        or _image(page, metas)
        or first_image(content, page.base),
        instants=told.instants,
        times=told.shown,
        modified=told.modified,
        outlet=publisher(own, data, metas, title, lines),
        author=authors(own, data, metas, title, lines),
        language=records.name_of(data, records.LANGUAGE) or language(page, metas),
        categories=_section(metas, data),
        full=bool(content),
        words=told.rules,
    )


def _data(page: Page) -> Mapping[str, Any]:
    """What the page's data says of its article; endless data is not read, what the page shows still is."""
    scripts = page.scripts("application/ld+json")
    if len(scripts) > MOST_SCRIPTS or sum(map(len, scripts)) > MOST_DATA:
        return {}
    return article_data(page) or {}


def _full_text(page: Page, html: str, lines: Lines) -> str:
    """The full text as markup; "" where the page holds no text of its own, or more than is read in a second."""
    if not lines.whole or html.count("<") > MOST_TAGS:
        return ""
    import trafilatura  # noqa: PLC0415  # 0.4 s and 30 MB: only sources that ask for full text pay

    kept = page.document.html or html
    found = trafilatura.extract(
        kept,
        url=page.url,
        fast=len(kept) > LARGE,
        output_format="html",
        include_comments=False,
        include_links=True,
        include_images=True,
        favor_precision=True,
    )
    return found or ""


def _below_title(markup: str, title: str) -> str:
    """The text without a heading at its beginning that says the title again; feeds have no other <h1>."""
    heading = _HEADING.match(markup)
    if heading and words.squash(plain(heading["words"])) == words.squash(title):
        markup = markup[heading.end() :]
    return _MAIN_HEADING.sub("h2", markup)


def _section(metas: Metas, data: Mapping[str, Any]) -> tuple[str, ...]:
    section = records.name_of(data, ("articlesection",)) or _first(metas, _SECTIONS)
    return (section,) if section else ()


def _image(page: Page, metas: Metas) -> str | None:
    found = (page.absolute(content) for content in contents(metas, _IMAGES))
    return next((address for address in found if address), None)


def _first(metas: Metas, names: tuple[str, ...]) -> str:
    found = (plain(content) for content in contents(metas, names))
    return next((words.clean(content) for content in found if content), "")
