"""The lead or the body of an article -> what it says about when: datelines, 今（29）日, stamps, closing dates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta, tzinfo

from feedsvc.extract.dates import civil, dateline, evidence, since, words
from feedsvc.extract.dates.civil import Civil, Clock
from feedsvc.extract.dates.evidence import Look
from feedsvc.model import Interval, TimeEvidence

_STAMP = re.compile(
    r"(?<![\d.:/-])(?P<y>20\d\d)[-/.年](?P<mo>\d{1,2})[-/.月](?P<d>\d{1,2})日?\s?(?P<h>[01]?\d|2[0-3]):(?P<m>[0-5]\d)(?::(?P<s>[0-5]\d))?(?![\d:])"
)
_PUBLISHED_NEAR = re.compile(
    r"發佈|發布|发布|發表|发表|刊登|發稿|发稿|新聞|新闻|訊|讯|報導|报道|입력|posted|published", re.IGNORECASE
)
_UPDATED_NEAR = re.compile(r"更新|修改|수정|updated|modified", re.IGNORECASE)
_LEAD = 160  # characters in which a stamp can be the article's own
_CLOSE = 60


def read_prose(
    text: str, *, seen_at: datetime | Interval, zone: str | tzinfo, language: str | None = None
) -> tuple[TimeEvidence, ...]:
    """Every statement of the text about its own time, most exact first; days are latest days before `seen_at`.

    Where the shown time is known, give its interval as `seen_at`: then 29日 is the 29th before publication.
    """
    seen = evidence.look(seen_at, zone, language)
    text = words.spelled(text[:20_000])
    lead = text[:_LEAD]
    return (
        *_stamps(lead, seen),
        *_wires(lead, seen),
        *_days(lead, seen),
        *_closing(text, seen),
        *_bound(lead, seen),
    )


def _stamps(lead: str, seen: Look) -> Iterator[TimeEvidence]:
    """MoneyDJ新聞 2025-10-30 06:34:34 王小明 發佈: a stamp beside a word of publishing."""
    for found in _STAMP.finditer(lead):
        before, after = lead[max(0, found.start() - 12) : found.start()], lead[found.end() : found.end() + 16]
        if not _PUBLISHED_NEAR.search(before + "\n" + after) or _UPDATED_NEAR.search(before):
            continue
        item = _stamp(found, seen)
        if item is not None:
            yield item


def _stamp(found: re.Match[str], seen: Look) -> TimeEvidence | None:
    days = civil.fixed(int(found["y"]), int(found["mo"]), int(found["d"]))
    if days is None:
        return None
    width = timedelta(seconds=1) if found["s"] else timedelta(minutes=1)
    start = timedelta(hours=int(found["h"]), minutes=int(found["m"]), seconds=int(found["s"] or 0))
    reading = Civil(days, Clock(start, width, "second" if found["s"] else "minute"))
    item = evidence.of_civil((reading,), found[0], seen, origin="prose")
    if item is None or item.unit != "second":
        return item
    return evidence.of_instant(item.earliest, found[0], seen, origin="prose")


def _wires(lead: str, seen: Look) -> Iterator[TimeEvidence]:
    for readings, said in dateline.wires(lead):
        item = evidence.of_civil(readings, said, seen, origin="prose", kind="dateline")
        if item is not None:
            yield item


def _days(lead: str, seen: Look) -> Iterator[TimeEvidence]:
    for reading, said in dateline.said_today(lead):
        item = evidence.of_civil((reading,), said, seen, origin="prose", kind="dateline")
        if item is not None:
            yield item


def _closing(text: str, seen: Look) -> Iterator[TimeEvidence]:
    found = dateline.closing(text[-_CLOSE:])
    item = (
        None
        if found is None
        else evidence.of_civil((found[0],), found[1], seen, origin="prose", kind="dateline")
    )
    if item is not None:
        yield item


def _bound(lead: str, seen: Look) -> Iterator[TimeEvidence]:
    item = since.read(lead, seen, origin="prose")
    if item is not None:
        yield item
