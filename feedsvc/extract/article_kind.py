"""Page -> whether it is one article, and no list, where nobody says so."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from itertools import takewhile

from feedsvc import text as words
from feedsvc.extract.article_lines import Lines, page_lines, words_of
from feedsvc.extract.listing import read_listing
from feedsvc.extract.listing.words import time_share, time_words, width
from feedsvc.extract.page import Page
from feedsvc.extract.prose import has_main_body, is_one_body
from feedsvc.outlets import Outlets

_ARTICLE_DATA = re.compile(r'"@type"\s*:\s*\[?\s*"(?:News|Blog|Reportage|Analysis)?Article"')
_HEADLINE_DATA = re.compile(r'"headline"\s*:\s*"((?:[^"\\]|\\.){1,400})"')
_ARTICLE_TYPES = frozenset(("article", "news", "newsarticle"))
_PUBLISHED = ("article:published_time", "og:article:published_time")
_MANY_DATED = 20  # items with times: a page of notices whose text stands in one element
_SOME_DATED = 6  # beside no headline of an article: the page is a list, whose leads may run on like a text
_HEADLINE = 24  # columns; shorter ones are names of sections
_TEXT = 200  # letters of a line from which it is text
_LINKS = 3_000
_BELOW, _ABOVE = 5, 2  # lines beside a headline in which the time of an article stands


def is_article(page: Page, outlets: Outlets) -> bool:
    """Whether its data says so, or its text or headline does and it shows no long list of times.

    Measured on 354 article pages and 62 lists of others: 298 articles, no list.
    """
    says_article = (page.meta("og:type") or "").strip().lower() in _ARTICLE_TYPES
    if says_article and (_articles_in_data(page) == 1 or any(map(page.meta, _PUBLISHED))):
        return True
    if _articles_in_data(page) == 1 and _is_title_of_data(page):
        return True
    headed = is_headed(page)
    if not (is_one_body(page, says_article=says_article) or (headed and has_main_body(page))):
        return False
    dated = sum(1 for item in read_listing(page, outlets=outlets).items if item.times or item.instants)
    return dated < (_MANY_DATED if headed or says_article else _SOME_DATED)


def _articles_in_data(page: Page) -> int:
    return sum(len(_ARTICLE_DATA.findall(script)) for script in page.scripts("application/ld+json"))


def _is_title_of_data(page: Page) -> bool:
    """Whether the headline in the data is what the page is titled: a list names itself, not one of its items."""
    scripts = (script for script in page.scripts("application/ld+json") if _ARTICLE_DATA.search(script))
    stated = (
        words.squash(_plain(found[1])) for script in scripts for found in _HEADLINE_DATA.finditer(script)
    )
    titles = _titles(page)
    return any(len(headline) > 11 and title.startswith(headline) for headline in stated for title in titles)


def _plain(escaped: str) -> str:
    """The words of a JSON string; as they are where its escapes are broken."""
    try:
        return html.unescape(str(json.loads(f'"{escaped}"')))
    except ValueError:
        return escaped


def _titles(page: Page) -> list[str]:
    return [words.squash(title) for title in (page.title, page.meta("og:title") or "")]


# -- the headline ---------------------------------------------------------------------------------


def is_headed(page: Page) -> bool:
    """Whether a long <h1> is the page's own title and one time stands beside it."""
    headlines = list(_headlines(page))
    if not headlines:
        return False
    lines = page_lines(page)
    linked = {words_of(link) for link in page.css("a")[:_LINKS]}
    return any(_has_time_beside(lines, headline, linked) for headline in headlines)


def _headlines(page: Page) -> Iterator[str]:
    titles = _titles(page)
    for node in page.css("h1,h2,h3")[:8]:
        shown = words_of(node)
        if width(shown) >= _HEADLINE and any(title.startswith(words.squash(shown)) for title in titles):
            yield shown


def _has_time_beside(lines: Lines, headline: str, linked: set[str]) -> bool:
    """Whether a time stands by the headline, before any text and before the title of an item."""
    for at in lines.at(headline):
        below = takewhile(
            lambda line: len(line) < _TEXT and (width(line) < _HEADLINE or line not in linked),
            lines.lines[at + 1 : at + 1 + _BELOW],
        )
        beside = (*below, *lines.lines[max(0, at - _ABOVE) : at])
        if any(len(line) < _TEXT and time_words(line) and time_share(line) > 0.25 for line in beside):
            return True
    return False
