"""An article page -> what it says about when it was published and changed: machine stamps and visible words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from feedsvc import text as words
from feedsvc.extract import records
from feedsvc.extract.article_body import around_headings, from_heading, is_aside
from feedsvc.extract.article_lines import Lines, words_of
from feedsvc.extract.article_meta import Metas, contents
from feedsvc.extract.article_shown import UPDATED, YEAR, shown_times
from feedsvc.extract.page import Page, attribute

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
    *("publication_date", "publication-date", "date_published", "displaydate", "originalpublicationdate"),
    *(
        "rnews:datePublished",
        "dc.date.issued",
        "dcterms.issued",
        "dcterms.created",
        "dc.date.created",
        "dc.date",
    ),
    *(
        "dcterms.date",
        "dc:date",
        "dc:created",
        "citation_publication_date",
        "citation_online_date",
        "citation_date",
    ),
    *(
        "prism.publicationdate",
        "article:create_at",
        "weibo:article:create_at",
        "weibo: article:create_at",
        "ptime",
    ),
    *(
        "bytedance:published_time",
        "video:release_date",
        "release_date",
        "date",
        "pdate",
        "content_date",
        "published",
    ),
    *(
        "article_date_original",
        "shareaholic:article_published_time",
        "dateCreated",
        "created",
        "apub:time",
        "_pubtime",
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
    r"\d{4}[-/.年]|\d{8}|\d{9}|\w{3,9}\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4}|\d{1,2}\.? \w{3,9} \d{4}|\d{1,2}[./]\d{1,2}[./]\d{2,4}"
)
_STAMPED_DAY = re.compile(r"(?P<year>\d{4})-\d\d-(?P<day>\d\d)")
LONGEST_WORDS = 60
_MIDNIGHT = re.compile(r"T00:00(?::00)?|^\d{4}-\d\d-\d\d$")  # a day, whatever it says of the hour


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleTimes:
    """What the page says, the surest first; `rules` tells which place said it."""

    instants: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()
    modified: tuple[str, ...] = ()
    rules: Mapping[str, str] = field(default_factory=dict)


def article_times(
    page: Page, data: Mapping[str, Any], metas: Metas, title: str, lines: Lines
) -> ArticleTimes:
    """Everything that the page says about when: JSON-LD, <meta>, <time>, visible words near the title."""
    places = {
        "json-ld": records.times_of(data, ("datepublished", "uploaddate", "datecreated"))[0],
        "meta": tuple(stamp for stamp in contents(metas, _PUBLISHED) if _LOOKS_DATED.search(stamp)),
        "time": tuple(_time_elements(page, title)),
    }
    stated = [(place, stamp) for place, stamps in places.items() for stamp in stamps]
    modified = _modified(data, metas)
    # A "published" that is also the instant of the last change is believed only where nothing else is said.
    others = any(
        place != "time" and stamp not in modified and not _MIDNIGHT.search(stamp) for place, stamp in stated
    )
    stated = sorted(stated, key=lambda told: others and told[1] in modified)
    shown = shown_times(page, title, lines)
    rule = stated[0][0] if stated else "shown" if shown else ""
    return ArticleTimes(
        instants=tuple(dict.fromkeys(stamp for _, stamp in stated)),
        shown=shown,
        modified=modified,
        rules={"time": rule} if rule else {},
    )


def _modified(data: Mapping[str, Any], metas: Metas) -> tuple[str, ...]:
    stated = records.times_of(data, ("datemodified",))[0]
    return tuple(
        dict.fromkeys(
            (*stated, *(stamp for stamp in contents(metas, _MODIFIED) if _LOOKS_DATED.search(stamp)))
        )
    )


# -- elements -----------------------------------------------------------------------------------


def _time_elements(page: Page, title: str) -> Iterator[str]:
    """The stamp of the first <time> below the heading, or of the last one above it."""
    around = around_headings(page)
    nodes = page.css(
        "h1,h2,time[datetime],[itemprop~='datePublished'],abbr.published[title],[pubdate][datetime]"
    )
    for node in from_heading(nodes[:400], title):
        stamp = attribute(node, "datetime") or attribute(node, "content") or attribute(node, "title")
        named = f"{attribute(node, 'itemprop')} {attribute(node, 'class')} {words_of(node)}"
        if stamp and _LOOKS_DATED.search(stamp) and not UPDATED.search(named) and not is_aside(node, around):
            if not _contradicted(stamp, words_of(node)):
                yield words.clean(stamp)
            return


def _contradicted(stamp: str, shown: str) -> bool:
    """Whether the words of a <time> name another day: datetime="2019-07-03" of "Publié le 29 juin 2019" is the last change."""
    day = _STAMPED_DAY.match(stamp)
    if day is None or not YEAR.search(shown) or len(shown) > LONGEST_WORDS:
        return False
    printed = {int(number) for number in re.findall(r"\d+", shown)}
    first = int(day["day"])
    near = {first - 1, first, first + 1} | ({1, 28, 29, 30, 31} if first in {1, 28, 29, 30, 31} else set())
    return int(day["year"]) in printed and not near & printed
