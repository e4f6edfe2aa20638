"""An article page -> what it says about when it was published and changed: machine stamps and visible words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from feedsvc import text as words
from feedsvc.extract import records
from feedsvc.extract.article_body import around_headings
from feedsvc.extract.article_lines import Lines, words_of
from feedsvc.extract.article_meta import Metas, contents
from feedsvc.extract.listing.words import time_share, time_words
from feedsvc.extract.page import Node, Page, attribute

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
_UPDATED = re.compile(
    r"updat|modif|revis|更新|修改|수정|aktualisiert|aktualisierung|mis à jour|mise à jour|actualizad|aggiornat|oppdatert|uppdaterad",
    re.IGNORECASE,
)
_SAYS_WHEN = re.compile(
    r"publi|posted|veröffentlicht|erschienen|發[布表佈]|发[布表]|刊登|時間|时间|日期|公開|掲載|投稿|입력|등록|опубликован|\bvom\b|\bam\b|\bdate\b|\ble\b|来源|來源",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)|(?<!\d)\d{1,2}[./]\d{1,2}[./]\d{2}(?!\d)")
_STAMPED_DAY = re.compile(r"(?P<year>\d{4})-\d\d-(?P<day>\d\d)")
LONGEST_WORDS = 60
# "(18.01.2018) Deutschlands Landwirte ...": a report that begins with its day in brackets.
_DATELINE = re.compile(r"[(（\[【](?P<day>[^()（）\[\]【】]{6,24})[)）\]】]")
_PARTS = re.compile(r"\d+|[^\W\d]{3,}")  # year, month and day
_MIDNIGHT = re.compile(r"T00:00(?::00)?|^\d{4}-\d\d-\d\d$")  # a day, whatever it says of the hour
_DAY = re.compile(r"\d\D{1,12}\d")  # a month and a year alone name an archive
_RIGHTS = re.compile("©|copyright|all rights|版權|版权", re.IGNORECASE)
_ASIDE = re.compile(
    r"(?:^|[\s_-])(?:comments?|disqus|related|sidebar|footer|recommend\w*|most-?read|popular|widget|copyright|teaser|rail|promo|latest|trending)(?:$|[\s_-])",
    re.IGNORECASE,
)
_DATE_NAMES = re.compile(r"date|time|publi|posted|byline|article-?info|dateline|datum|fecha", re.IGNORECASE)


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
    shown = tuple(dict.fromkeys(_shown(page, title, lines)))[:4]
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
    for node in _from_heading(nodes[:400], title):
        stamp = attribute(node, "datetime") or attribute(node, "content") or attribute(node, "title")
        named = f"{attribute(node, 'itemprop')} {attribute(node, 'class')} {words_of(node)}"
        if (
            stamp
            and _LOOKS_DATED.search(stamp)
            and not _UPDATED.search(named)
            and not _is_aside(node, around)
        ):
            if not _contradicted(stamp, words_of(node)):
                yield words.clean(stamp)
            return


def _contradicted(stamp: str, shown: str) -> bool:
    """Whether the words of a <time> name another day: datetime="2019-07-03" of "Publié le 29 juin 2019" is the last change."""
    day = _STAMPED_DAY.match(stamp)
    if day is None or not _YEAR.search(shown) or len(shown) > LONGEST_WORDS:
        return False
    printed = {int(number) for number in re.findall(r"\d+", shown)}
    first = int(day["day"])
    near = {first - 1, first, first + 1} | ({1, 28, 29, 30, 31} if first in {1, 28, 29, 30, 31} else set())
    return int(day["year"]) in printed and not near & printed


def _from_heading(nodes: Sequence[Node], title: str) -> list[Node]:
    """Nodes in the order of their nearness to the title: those below it, then those above from it upwards."""
    short = words.squash(title)
    headings = [
        at
        for at, node in enumerate(nodes)
        if node.tag in {"h1", "h2"} and words.squash(words_of(node)) == short
    ]
    at = headings[0] if headings else 0
    return [node for node in (*nodes[at:], *reversed(nodes[:at])) if node.tag not in {"h1", "h2"}]


def _is_aside(node: Node, around: frozenset[int]) -> bool:
    """Whether it stands in a rail, a comment or the footer; what also holds the heading is no such thing."""
    above = node.parent
    for _ in range(8):
        if above is None or above.tag in {"body", "html", "main"} or above.mem_id in around:
            return False
        if above.tag in {"aside", "footer", "nav"} or _ASIDE.search(
            f"{attribute(above, 'class')} {attribute(above, 'id')}"
        ):
            return True
        above = above.parent
    return False


# -- visible words ------------------------------------------------------------------------------


def _shown(page: Page, title: str, lines: Lines) -> list[str]:
    """Words that say when, the best first: with a year, near the title, in an element named for it."""
    found = [*_lines_by_title(lines, title), *_named_elements(page, title)]
    found.sort(key=lambda shown: not _DAY.search(shown))
    first = [shown for shown in found if _YEAR.search(shown)]
    rest = [shown for shown in found if not _YEAR.search(shown)]
    return [*first, *(() if first else _labelled_lines(lines) or _only_date(lines)), *rest]


def _lines_by_title(lines: Lines, title: str) -> list[str]:
    """Short lines of time up to fifteen below the title, then up to four above it."""
    near = [_dateline(line) for at in lines.at(title)[:3] for line in lines.around(at)]
    return [line for line in near if _is_time_line(line)]


def _dateline(line: str) -> str:
    """The day in brackets that a paragraph begins with, or the line as it is."""
    begun = _DATELINE.match(line)
    day = begun["day"] if begun else ""
    return day if len(_PARTS.findall(day)) > 2 and _YEAR.search(day) and time_share(day) > 0.6 else line


def _is_time_line(line: str) -> bool:
    if len(line) > 160 or not time_words(line) or _UPDATED.search(line[:20]):
        return False
    return time_share(line) > 0.25 or bool(_SAYS_WHEN.search(line) and len(line) < 120)


def _named_elements(page: Page, title: str) -> Iterator[str]:
    nodes = page.css(
        "h1,h2,time,[class*='date' i],[class*='time' i],[class*='publi' i],[class*='posted' i],[class*='meta' i],[class*='byline' i],[class*='info' i],[id*='date' i],[id*='time' i],[class*='datum' i]"
    )
    around = around_headings(page)
    for node in _from_heading(nodes[:400], title)[:200]:
        shown = words_of(node)
        if (
            3 < len(shown) < 120
            and time_words(shown)
            and not _UPDATED.search(shown[:20])
            and not _is_aside(node, around)
        ):
            yield shown


def _labelled_lines(lines: Lines) -> list[str]:
    """Anywhere on the page a short line that says that it tells when."""
    return [line for line in _dated_lines(lines) if _SAYS_WHEN.search(line) and not _UPDATED.search(line)][:2]


def _only_date(lines: Lines) -> list[str]:
    """A line that is a date and nothing else, where the page shows no other day."""
    dates = [line for line in _dated_lines(lines) if time_share(line) > 0.6]
    return dates[:1] if len(set(dates)) == 1 else []


def _dated_lines(lines: Lines) -> list[str]:
    dated = (
        line for line in lines.lines[:2_000] if len(line) < 120 and _YEAR.search(line) and time_words(line)
    )
    return [line for line in dated if not _RIGHTS.search(line)]
