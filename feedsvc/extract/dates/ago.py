"""How long ago words say (13 小時前, 3분 전, an hour ago) -> the two readings, floor and round, of a count of units.

floor: (N+1)u > age >= N u (timeago.js, luxon, most hand-written code); round: N u give or take u/2 (moment, date-fns,
Yahoo). A page never says which it uses, so both are kept and `any` is their union.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from feedsvc.model import Interval, Unit

Counts = tuple[float, float]  # the oldest and the newest age, in units

_SECONDS: dict[Unit, int] = {"second": 1, "minute": 60, "hour": 3_600, "day": 86_400, "week": 604_800}
_MONTHS: dict[Unit, int] = {"month": 1, "year": 12}
_MONTH_DAYS = (30.4375, 30.0)  # libraries count months of 30 to 30.44 days, years of 365 to 365.25
# Where rounding code changes to a unit's "1": moment says "an hour" from 44.5 min, "a day" from 21.5 h.
_FIRST: dict[Unit, float] = {
    "hour": 44.5 / 60,
    "day": 21.5 / 24,
    "week": 6.5 / 7,
    "month": 25.5 / 30,
    "year": 10.5 / 12,
}
_DAYS: dict[Unit, tuple[float, float]] = {"month": (28, 31), "year": (365, 366)}  # 1 個月零 3 天前
_FEW: dict[Unit, Counts] = {"second": (45, 0)}
_HALF: dict[Unit, Counts] = {"month": (20 / 30, 10 / 30), "year": (9 / 12, 4 / 12)}


@dataclass(frozen=True, slots=True)
class Ago:
    """An age in `unit`s: both readings, on top of `plus` (the larger units of 1 小時 5 分鐘前)."""

    unit: Unit
    floor: Counts
    round: Counts
    plus: timedelta = timedelta(0)


def plain(unit: Unit, count: int) -> Ago:
    newest = count - 0.5 if count != 1 else _FIRST.get(unit, 0.5)
    return Ago(unit, (count + 1, count), (count + 0.5, max(newest, 0)))


def about(unit: Unit, count: int) -> Ago:
    """大約 20 小時前, about 2 years ago: only date-fns, Rails and their kin say so, and they round."""
    if unit == "minute" and count == 1:
        reading: Counts = (1.5, 0)  # date-fns in Japanese: 約1分前 is below half a minute
    elif unit == "year":
        reading = (count + 0.25, count)
    elif unit == "month" and count == 1:
        reading = (1.5, 1)
    else:
        reading = plain(unit, count).round
    return Ago(unit, reading, reading)


def over(unit: Unit, count: int) -> Ago:
    """超過 2 年前: date-fns says it from 3 to 9 months over; a writer may mean up to the next unit."""
    return Ago(unit, (count + 1, count), (count + 0.75, count + 0.25))


def almost(unit: Unit, count: int) -> Ago:
    reading: Counts = (count, max(count - 0.25, 0))
    return Ago(unit, reading, reading)


def below(unit: Unit, count: int) -> Ago:
    """少於 1 分鐘前: an age of a whole minute would already read "1 minute"."""
    reading: Counts = (count - 0.002, 0)
    return Ago(unit, reading, reading)


def between(unit: Unit, low: float, high: float) -> Ago:
    return Ago(unit, (high, low), (high, low))


def few(unit: Unit) -> Ago:
    """幾分鐘前: a policy box, one to ten; "a few seconds" is what moment says up to 44.5 s."""
    oldest, newest = _FEW.get(unit, (10, 1))
    return between(unit, newest, oldest)


def half(unit: Unit) -> Ago:
    oldest, newest = _HALF.get(unit, (0.75, 0.25))
    return between(unit, newest, oldest)


def with_larger(ago: Ago, larger: Unit, count: int) -> Ago | None:
    """1 小時 5 分鐘前: the larger unit is exact, the smaller one decides the width."""
    if larger in _DAYS and ago.unit == "day":
        return between(
            "day", ago.floor[1] + _DAYS[larger][0] * count, ago.floor[0] + _DAYS[larger][1] * count
        )
    if larger in _MONTHS:
        return (
            Ago(ago.unit, _add(ago.floor, 12 * count), _add(ago.round, 12 * count))
            if ago.unit == "month"
            else None
        )
    return Ago(ago.unit, ago.floor, ago.round, timedelta(seconds=_SECONDS[larger] * count))


def _add(counts: Counts, more: float) -> Counts:
    return counts[0] + more, counts[1] + more


def interval(unit: Unit, counts: Counts, plus: timedelta, seen: Interval) -> Interval | None:
    """The instants of that age, seen within `seen`; None where they fall before year 1."""
    size = _SECONDS.get(unit)
    try:
        if size is None:
            return _calendar(_MONTHS[unit], counts, seen)
        return Interval(
            earliest=seen.earliest - (plus + timedelta(seconds=size * counts[0])),
            latest=seen.latest - (plus + timedelta(seconds=size * counts[1])),
        )
    except (OverflowError, ValueError):
        return None


def _calendar(length: int, counts: Counts, seen: Interval) -> Interval:
    """Ages in months: the calendar's or those of a library that counts days, whichever is wider."""
    older, newer = length * counts[0], length * counts[1]
    earliest = min(_back(seen.earliest, older), seen.earliest - timedelta(days=_MONTH_DAYS[0] * older))
    latest = max(_back(seen.latest, newer), seen.latest - timedelta(days=_MONTH_DAYS[1] * newer))
    return Interval(earliest=min(earliest, latest), latest=latest)


def _back(at: datetime, months: float) -> datetime:
    return _months_before(at, int(months)) - timedelta(days=_MONTH_DAYS[1] * (months - int(months)))


def _months_before(at: datetime, months: int) -> datetime:
    """The same day so many months before; the month's last day where it has no such day (31 -> 30)."""
    year, month = divmod(at.year * 12 + at.month - 1 - months, 12)
    for day in range(at.day, 27, -1):
        try:
            return at.replace(year=year, month=month + 1, day=day)
        except ValueError:
            if year < 1:
                raise
    return at.replace(year=year, month=month + 1)
