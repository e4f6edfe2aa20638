"""An article page -> who published it, in the words of the page: the outlet that a portal prints beside the time comes first."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from feedsvc import text as words
from feedsvc import urls
from feedsvc.extract import records
from feedsvc.extract.article_headings import leads_home
from feedsvc.extract.article_lines import Lines, words_of
from feedsvc.extract.article_meta import Metas, contents
from feedsvc.extract.article_title import site_names
from feedsvc.extract.listing.words import time_words
from feedsvc.extract.page import Page

_COMPANY = re.compile(
    r"\b(?:AG|GmbH|Inc|Ltd|LLC|A/S|AS|S\.?A|S\.?p\.?A|Co|Corp|Limited)\.?$|股份有限公司$|有限公司$|株式会社"
)
_PUBLISHERS = ("publisher", "dc.publisher", "article:publisher")
_SOURCES = ("mediaid", "source", "original-source")
# "2025-10-29 08:30 來源：玉山日報 作者：…"; "資料來源" and "圖片來源" are sources of something else.
_PRINTED = re.compile(
    r"(?<![\u3400-\u9fff])(?:新[闻聞]|文章|[信訊]息|稿件|[内內]容|本文)?(?:来源|來源|稿源|轉載自|转载自|配信元?|提供元|출처)\s*[:：]\s*"
    r"(?P<name>[A-Za-z][\w.&'-]*(?: [A-Z][\w.&'-]*){0,4}|[^\s|｜/／，,。;；:：()（）]{2,24}?)"
    r"(?=$|[\s|｜/／，,。;；()（）]|(?:作者|记者|記者|责任|責任|编辑|編輯|时间|時間|发布|發布|浏览|瀏覽|点击|點擊|字号|字號))"
)
_BRACKETS = re.compile(r"\s*[（(](?P<name>[^（）()]{2,24})[）)]\s*[-–—|｜]")
_BREAK = re.compile(r"\s+[-–—|·»«]\s+|[|｜_]")
_LABEL = re.compile(r"^(?:来源|來源|稿源|출처)\s*[:：]\s*")
_NOBODY = re.compile(
    r"(?:本[站網网報报社台臺]|原[创創]|[網网][路络絡]|互[联聯][网網]|[综綜]合|整理|未知|不[详詳]|[转轉][载載])+",
)
_LONGEST_NAME, _LONGEST_LINE = 40, 120


def publisher(page: Page, data: Mapping[str, Any], metas: Metas, title: str, lines: Lines) -> str:
    """The source that the page prints or states, else the publisher of its data, else the name of the site.

    A portal's own name is for attribution to judge.
    """
    told = next(_sources(metas, lines, title), "") or _bracketed(page, metas, title)
    site = next(iter(site_names(metas)), "")
    return told or _of_data(data, site) or site or next(_names(metas, _PUBLISHERS), "") or _logo(page)


def _of_data(data: Mapping[str, Any], site: str) -> str:
    """The first organisation that is not the site itself; "Tamedia AG" is the company, the paper is what the site says."""
    named = [records.name_of(data, (field,)) for field in ("publisher", "sourceorganization", "provider")]
    named = [name for name in named if name and not (site and _COMPANY.search(name))]
    others = [name for name in named if words.squash(name) != words.squash(site)]
    return next(iter(others or named), "")


def _bracketed(page: Page, metas: Metas, title: str) -> str:
    """The outlet of "Title（Outlet） - Portal"."""
    stated = (page.title, *contents(metas, ("og:title",)))
    tails = (
        one.replace("\u3000", " ").removeprefix(title)
        for one in stated
        if one.replace("\u3000", " ") != title
    )
    found = (_BRACKETS.match(tail) for tail in tails)
    return next((match["name"] for match in found if match), "")


def _logo(page: Page) -> str:
    """The words that link to the front page and end the page's title."""
    name = _BREAK.split(page.title)[-1]
    short = words.squash(name)
    shown = (words_of(link, 60) for link in page.css("a[href]")[:200] if leads_home(link, page))
    return name if len(short) > 1 and name != page.title and short in map(words.squash, shown) else ""


def _sources(metas: Metas, lines: Lines, title: str) -> Iterator[str]:
    printed = (*_printed(lines.nearest(title)), *_names(metas, _SOURCES))
    if not printed:
        elsewhere = set(_printed([line for line in lines.lines[:2_000] if time_words(line[:_LONGEST_LINE])]))
        printed = tuple(elsewhere) if len(elsewhere) == 1 else ()
    yield from (name for name in printed if not _NOBODY.fullmatch(name))


def _printed(lines: Sequence[str]) -> Iterator[str]:
    for line in lines:
        if len(line) < _LONGEST_LINE:
            yield from (found["name"] for found in _PRINTED.finditer(line))


def _names(metas: Metas, keys: tuple[str, ...]) -> Iterator[str]:
    """What is stated as a name: no address, no number of an account."""
    for content in contents(metas, keys):
        name = _LABEL.sub("", content)
        if not urls.is_web(name) and not name.isdigit() and len(name) <= _LONGEST_NAME:
            yield name
