"""An article page -> what it says about when it was published and changed: machine stamps and visible words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from feedsvc import text as words
from feedsvc.extract import records
from feedsvc.extract.listing.words import time_words
from feedsvc.extract.page import Node, Page, attribute, visible_text

# <meta> names that say when an article was published, the surest first.
_PUBLISHED = (
    *(
        "article:published_time",
        "article:published",
        "og:article:published_time",
        "og:published_time",
        "datePublished",
    ),
    *(
        "bt:pubdate",
        "parsely-pub-date",
        "sailthru.date",
        "cXenseParse:recs:publishtime",
        "cXenseParse:publishtime",
    ),
    *(
        "article.published",
        "published_time",
        "publish-date",
        "publishdate",
        "publish_date",
        "pubdate",
        "pub_date",
    ),
    *(
        "publication_date",
        "publication-date",
        "date_published",
        "displaydate",
        "originalpublicationdate",
        "rnews:datePublished",
    ),
    *(
        "dc.date.issued",
        "dcterms.issued",
        "dcterms.created",
        "dc.date.created",
        "dc.date",
        "dcterms.date",
        "dc:date",
        "dc:created",
    ),
    *(
        "citation_publication_date",
        "citation_online_date",
        "citation_date",
        "prism.publicationdate",
        "article:create_at",
    ),
    *(
        "weibo:article:create_at",
        "bytedance:published_time",
        "video:release_date",
        "ptime",
        "release_date",
        "date",
        "pdate",
    ),
    *(
        "content_date",
        "article_date_original",
        "shareaholic:article_published_time",
        "published",
        "dateCreated",
        "created",
    ),
)
_MODIFIED = (
    *(
        "article:modified_time",
        "article:modified",
        "og:article:modified_time",
        "og:updated_time",
        "dateModified",
    ),
    *(
        "bytedance:updated_time",
        "cXenseParse:modifiedtime",
        "dcterms.modified",
        "dc.date.modified",
        "dc.modified",
    ),
    *(
        "lastmod",
        "last-modified",
        "revised",
        "article.updated",
        "weibo:article:update_at",
        "article:update_at",
        "moddate",
    ),
)
_LOOKS_DATED = re.compile(
    r"\d{4}[-/.年]|\d{8}|\d{9}|\w{3,9}\.? \d{1,2},? \d{4}|\d{1,2}\.? \w{3,9} \d{4}|\d{1,2}[./]\d{1,2}[./]\d{2,4}"
)
_UPDATED = re.compile(
    r"updat|modif|revis|更新|修改|수정|aktualisiert|mis à jour|actualizad|aggiornat|oppdatert|uppdaterad",
    re.IGNORECASE,
)
_DATE_CLASS = re.compile(
    r"date|time|publish|pubtime|posted|meta|byline|article-info|source|来源|發布|发布", re.IGNORECASE
)
_SKIPPED = re.compile(
    r"comment|related|sidebar|footer|recommend|most-?read|popular|widget|copyright", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleTimes:
    """What the page says, the surest first; `rules` tells which place said it."""

    instants: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()
    modified: tuple[str, ...] = ()
    rules: Mapping[str, str] = field(default_factory=dict)


def article_times(page: Page, data: Mapping[str, Any]) -> ArticleTimes:
    """Everything that the page says about when: JSON-LD, <meta>, <time>, visible words near the title."""
    places = {
        "json-ld": records.times_of(data, ("datepublished", "uploaddate", "datecreated"))[0],
        "meta": tuple(
            stamp for name in _PUBLISHED for stamp in page.metas(name) if _LOOKS_DATED.search(stamp)
        ),
        "time": tuple(_time_elements(page)),
    }
    stated = [(place, stamp) for place, stamps in places.items() for stamp in stamps]
    instants = tuple(dict.fromkeys(stamp for _, stamp in stated))
    shown = tuple(dict.fromkeys(_shown(page)))[:4]
    rule = stated[0][0] if stated else "shown" if shown else ""
    return ArticleTimes(
        instants=instants,
        shown=shown,
        modified=_modified(page, data),
        rules={"time": rule} if rule else {},
    )


def _modified(page: Page, data: Mapping[str, Any]) -> tuple[str, ...]:
    stated = records.times_of(data, ("datemodified",))[0]
    metas = (stamp for name in _MODIFIED for stamp in page.metas(name) if _LOOKS_DATED.search(stamp))
    return tuple(dict.fromkeys((*stated, *metas)))


def _time_elements(page: Page) -> Iterator[str]:
    """datetime of <time> elements and of hAtom's published, the one nearest to the heading first."""
    nodes = page.css("time[datetime],[itemprop~='datePublished'],abbr.published[title],[pubdate]")
    around = [node for node in nodes if not _is_aside(node)]
    for node in around[:1]:
        stamp = attribute(node, "datetime") or attribute(node, "content") or attribute(node, "title")
        if stamp and not _UPDATED.search(attribute(node, "itemprop") + attribute(node, "class")):
            yield words.clean(stamp)


def _is_aside(node: Node) -> bool:
    """Whether it stands in a rail, a comment or the footer."""
    above: Node | None = node
    for _ in range(12):
        if above is None or above.tag in {"body", "html"}:
            return False
        if above.tag in {"aside", "footer", "nav"} or _SKIPPED.search(
            attribute(above, "class") + " " + attribute(above, "id")
        ):
            return True
        above = above.parent
    return False


def _shown(page: Page) -> Iterator[str]:
    """Visible time words: of <time>, then of short elements whose names speak of dates."""
    candidates = [
        *page.css("time"),
        *(node for node in page.css("[class],[id]")[:3_000] if _speaks_of_dates(node)),
    ]
    for node in candidates:
        shown = visible_text(node)
        if shown and len(shown) < 120 and time_words(shown) and not _is_aside(node):
            yield shown


def _speaks_of_dates(node: Node) -> bool:
    return node.tag in {"span", "div", "p", "li", "em", "i", "small", "td", "dd"} and bool(
        _DATE_CLASS.search(attribute(node, "class") + " " + attribute(node, "id"))
    )
