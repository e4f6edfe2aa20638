"""A civil day, a clock and a zone, as words name them -> the instants they can mean, given when it was seen."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache

from feedsvc.model import EvidenceKind, Interval, Unit

# Candidates for the day that words name, given the reader's today: the latest first.
Days = Callable[[date], Iterable[date]]

TICK = timedelta(microseconds=1)
DAY = timedelta(days=1)
SKEW = timedelta(minutes=2)  # clocks of hosts disagree; TIME.md bounds it by 60 s, minutes are rounded
EASTMOST = timedelta(hours=14)  # where a civil day begins first


@dataclass(frozen=True, slots=True)
class Clock:
    """From `start` after midnight (naive wall time), `width` long; `unit` is the precision of the words."""

    start: timedelta
    width: timedelta
    unit: Unit


WHOLE_DAY = Clock(timedelta(0), DAY, "day")


@dataclass(frozen=True, slots=True)
class Civil:
    """What the words say: which day, which part of it, in which zone (None: the site's)."""

    days: Days
    clock: Clock = WHOLE_DAY
    zone: tzinfo | None = None
    kind: EvidenceKind | None = None


def box(civil: Civil, at: datetime, zone: tzinfo) -> Interval | None:
    """The latest reading that does not lie after `at`, cut at `at`; None when every reading does."""
    zone = civil.zone or zone
    for day in civil.days(at.astimezone(zone).date()):
        found = _placed(day, civil.clock, zone, at)
        if found is not None:
            return found
    return None


def _placed(day: date, clock: Clock, zone: tzinfo, at: datetime) -> Interval | None:
    window = on_day(day, clock, zone)
    if window is None:
        return None
    if window.earliest <= at:
        return Interval(earliest=window.earliest, latest=min(window.latest, at))
    if clock.unit == "day":
        return _begun_in_the_east(day, at)
    return Interval(earliest=at, latest=at) if window.earliest <= at + SKEW else None


def _begun_in_the_east(day: date, at: datetime) -> Interval | None:
    """A day that is still to come in the assumed zone has begun in one further east: the zone was wrong."""
    begun = datetime(day.year, day.month, day.day, tzinfo=UTC) - EASTMOST
    return Interval(earliest=begun, latest=at) if begun <= at else None


def on_day(day: date, clock: Clock, zone: tzinfo) -> Interval | None:
    """The instants of `clock` on `day` in `zone`; both sides of a repeated or skipped hour are kept."""
    try:
        if clock.width <= DAY and _keeps_offset(day, zone):
            begun = (datetime(day.year, day.month, day.day, tzinfo=zone) + clock.start).astimezone(UTC)
            return Interval(earliest=begun, latest=begun + clock.width - TICK)
        start = datetime(day.year, day.month, day.day) + clock.start  # noqa: DTZ001 - wall time, zone follows
        end = start + clock.width - TICK
        return Interval(earliest=min(_instants(start, zone)), latest=max(_instants(end, zone)))
    except (OverflowError, ValueError):
        return None


@lru_cache(maxsize=256)
def _keeps_offset(day: date, zone: tzinfo) -> bool:
    """No clock change from the day before to the day after the next: every wall time is one instant."""
    first = datetime(day.year, day.month, day.day, tzinfo=zone)
    if not 1 < day.toordinal() < date.max.toordinal() - 2:
        return False
    return (first - DAY).utcoffset() == (first + 3 * DAY).utcoffset()


def _instants(wall: datetime, zone: tzinfo) -> tuple[datetime, datetime]:
    aware = wall.replace(tzinfo=zone)
    return aware.astimezone(UTC), aware.replace(fold=1).astimezone(UTC)


# -- days that words can name ---------------------------------------------------------------------


def fixed(year: int, month: int, day: int) -> Days | None:
    found = _date(year, month, day)
    return None if found is None else lambda _today: (found,)


def yearless(month: int, day: int, weekday: int | None = None) -> Days | None:
    """The latest such day; eight years back is enough for 29 February."""
    if _date(2000, month, day) is None:
        return None
    if weekday is not None:
        return lambda today: _agreeing(month, day, weekday, today)
    return lambda today: _existing((year, month, day) for year in range(today.year + 1, today.year - 9, -1))


def _agreeing(month: int, day: int, weekday: int, today: date) -> Iterable[date]:
    """Of the last three such days the one of that name (Monday 5 August, read in 2026, is of 2024), else the latest."""
    found = list(_existing((year, month, day) for year in range(today.year + 1, today.year - 9, -1)))
    past = [one for one in found if one <= today + DAY]
    return (*(one for one in past[:3] if one.weekday() == weekday), *found)


def monthless(day: int) -> Days | None:
    """31日 seen on 2 December is 31 October: months without such a day are passed over."""
    if not 1 <= day <= 31:
        return None
    return lambda today: _existing((*_month(today, back), day) for back in range(-1, 4))


def days_ago(count: int) -> Days:
    return lambda today: _existing_day(today, count)


def weekday(number: int) -> Days:
    """The nearest past day of that name (Monday 0); today is one."""
    return lambda today: (today - DAY * ((today.weekday() - number) % 7 + 7 * weeks) for weeks in (0, 1))


def weekday_of(number: int, weeks_back: int) -> Days:
    """上週五: that day of the Monday-to-Sunday week `weeks_back` before this one."""
    return lambda today: (today - DAY * (today.weekday() - number + 7 * weeks_back),)


def latest_day(today: date) -> Iterable[date]:
    """A clock without a day: today, or yesterday where today's is still to come."""
    return (today, today - DAY)


def whole_month(year: int, month: int) -> Civil | None:
    first, following = _date(year, month, 1), _date(year + month // 12, month % 12 + 1, 1)
    if first is None or following is None:
        return None
    return Civil(lambda _today: (first,), Clock(timedelta(0), following - first, "month"))


def _existing_day(today: date, count: int) -> Iterable[date]:
    try:
        return (today - DAY * count,)
    except OverflowError:
        return ()


def _existing(parts: Iterable[tuple[int, int, int]]) -> Iterable[date]:
    return (found for found in (_date(*part) for part in parts) if found is not None)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _month(today: date, back: int) -> tuple[int, int]:
    months = today.year * 12 + today.month - 1 - back
    return months // 12, months % 12 + 1
