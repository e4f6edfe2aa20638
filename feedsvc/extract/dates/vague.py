"""Words for a week, month or year that is over (上週, last month, 去年) -> a wide box, when they stand alone."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from feedsvc.extract.dates import ago, civil, evidence, field
from feedsvc.extract.dates.civil import Clock
from feedsvc.extract.dates.evidence import Look
from feedsvc.extract.dates.field import Role
from feedsvc.model import Interval, TimeEvidence, Unit

_LAST = re.compile(
    r"(?P<week>上星期|上週|上周|上個?禮拜|上个?礼拜|上個星期|上个星期|先週|지난\s?주|last week)|"
    r"(?P<month>上個月|上个月|上月|先月|지난\s?달|last month)|(?P<year>去年|昨年|작년|last year)",
    re.IGNORECASE,
)


def read(text: str, seen: Look, role: Role) -> TimeEvidence | None:
    """Either the calendar's last week or an age of one week: Intl.RelativeTimeFormat says "last week" for both."""
    found = _LAST.search(text)
    if found is None or field.left(text, found.start()) < 2 or field.right(text, found.end()) < 2:
        return None
    unit: Unit = "week" if found["week"] else "month" if found["month"] else "year"
    aged = ago.interval(unit, ago.plain(unit, 1).floor, timedelta(0), seen.seen)
    boxes = (_calendar_box(unit, end, seen) for end in (seen.seen.earliest, seen.seen.latest))
    whole = evidence.union(box for box in (aged, *boxes) if box is not None)
    if whole is None:
        return None
    return TimeEvidence(
        kind="date",
        text=found[0],
        seen_at=seen.seen.latest,
        earliest=whole.earliest,
        latest=whole.latest,
        unit=unit,
        role=role,
    )


def _calendar_box(unit: Unit, at: datetime, seen: Look) -> Interval | None:
    today = at.astimezone(seen.site).date()
    first, last = _calendar(unit, today)
    return civil.on_day(first, Clock(timedelta(0), last - first + civil.DAY, unit), seen.site)


def _calendar(unit: Unit, today: date) -> tuple[date, date]:
    if unit == "week":
        monday = today - timedelta(days=today.weekday() + 7)
        return monday, monday + timedelta(days=6)
    if unit == "month":
        last = today.replace(day=1) - civil.DAY
        return last.replace(day=1), last
    return date(today.year - 1, 1, 1), date(today.year - 1, 12, 31)
