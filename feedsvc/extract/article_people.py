"""An article page -> the words that name its authors."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from feedsvc import text as words
from feedsvc import urls
from feedsvc.extract import records
from feedsvc.extract.article_meta import Metas, contents
from feedsvc.extract.feed import joined_names, person_name
from feedsvc.extract.page import Page, visible_text

_METAS = (
    "author",
    "article:author",
    "byl",
    "parsely-author",
    "sailthru.author",
    "dc.creator",
    "dc:creator",
    "dcterms.creator",
    "citation_author",
    "authors",
    "rnews:author",
    "cXenseParse:author",
    "article:author_name",
)
_PLACES = "[rel~='author'],[itemprop~='author'],.byline,.author,.p-author,.byline-name,.author-name,[class*='byline'],[class*='author-name'],[class*='authorName'],[class*='AuthorName']"
_BY = re.compile(
    r"^\s*(?:by|von|par|por|de|di|door|av|oleh|text|words by|written by|文／|文:|作者[:：]?|撰文[:：]?|記者|记者)\s*[:：]?\s+|^(?:文／|作者[:：]|撰文[:：]|by[:：])\s*",
    re.IGNORECASE,
)
_AFTER = re.compile(r"\s*(?:[|•·].*|\d.*|,\s*(?:updated|published).*)$", re.IGNORECASE)


def authors(page: Page, data: Mapping[str, Any], metas: Metas, title: str) -> str:
    """The authors as printed: of the data, of <meta>, of the byline; "" where nobody is named."""
    for names in (_of_data(data), _of_metas(metas), _of_bylines(page)):
        kept = [name for name in names if name and words.squash(name) != words.squash(title)]
        if kept:
            return joined_names(kept)
    return ""


def _of_data(data: Mapping[str, Any]) -> list[str]:
    value = data.get("author") or data.get("creator")
    people = value if isinstance(value, list) else [value]
    return [_clean(name) for person in people for name in _names_of(person)]


def _names_of(person: object) -> list[str]:
    if isinstance(person, dict) and isinstance(person.get("name"), list):
        return [str(name) for name in person["name"]]
    return [records.string(person)]


def _of_metas(metas: Metas) -> list[str]:
    for name in _METAS:
        kept = [_clean(content) for content in contents(metas, (name,)) if not urls.is_web(content)]
        if any(kept):
            return kept
    return []


def _of_bylines(page: Page) -> list[str]:
    return list(_bylines(page))[:1]


def _bylines(page: Page) -> Iterator[str]:
    for node in page.css(_PLACES)[:30]:
        shown = visible_text(node)
        if 1 < len(shown) < 100 and (name := _clean(shown)):
            yield name


def _clean(printed: str) -> str:
    return person_name(_AFTER.sub("", _BY.sub("", words.clean(printed))))
