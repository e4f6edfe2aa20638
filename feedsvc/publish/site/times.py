"""Instants and intervals -> the words and plots of a page.  Absolute, with precision; never "ago"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta, tzinfo

from feedsvc.model import Interval

PLOT_DAYS = 28
_MINUTE = timedelta(minutes=1)


def newest_day(instants: Iterable[datetime], zone: tzinfo) -> date | None:
    """The calendar day of the newest instant in `zone`; None without instants."""
    return max((instant.astimezone(zone).date() for instant in instants), default=None)


def activity(
    instants: Iterable[datetime], last_day: date | None, zone: tzinfo, days: int = PLOT_DAYS
) -> tuple[int, ...]:
    """How many instants fell on each of `days` calendar days up to `last_day`, oldest first."""
    if last_day is None:
        return ()
    counts = Counter(instant.astimezone(zone).date() for instant in instants)
    return tuple(counts[last_day - timedelta(days=back)] for back in reversed(range(days)))


def minute(instant: datetime, zone: tzinfo) -> str:
    return instant.astimezone(zone).strftime("%Y-%m-%d %H:%M")


def machine(instant: datetime) -> str:
    """For the datetime attribute: UTC with Z, whole seconds."""
    offset = instant.utcoffset() or timedelta(0)
    return (instant - offset).replace(tzinfo=None, microsecond=0).isoformat() + "Z"


def zone_name(instant: datetime, zone: tzinfo) -> str:
    """ "UTC+8": the same for every reader, unlike the names of zones."""
    offset = instant.astimezone(zone).utcoffset() or timedelta(0)
    minutes = int(offset.total_seconds()) // 60
    sign, (hours, rest) = "-" if minutes < 0 else "+", divmod(abs(minutes), 60)
    if not minutes:
        return "UTC"
    return f"UTC{sign}{hours}:{rest:02}" if rest else f"UTC{sign}{hours}"


def shown(published: datetime | None, time: Interval | None, zone: tzinfo, say: Mapping[str, str]) -> str:
    """The instant with its precision: "2025-10-30 10:34 ±60 分", "2025-10-29", or what bounds it."""
    if published is None:
        return say["unknown_time"] if time is None else say["before"].format(time=minute(time.latest, zone))
    if time is None:
        return minute(published, zone)
    if _is_one_day(time, zone):
        return published.astimezone(zone).date().isoformat()
    off = max(time.latest - published, published - time.earliest)
    return minute(published, zone) + _precision(off, say)


def bounds(time: Interval | None, zone: tzinfo, say: Mapping[str, str]) -> str:
    """The interval in words; "" where the instant is known to the minute."""
    if time is None or time.width <= _MINUTE:
        return ""
    return say["between"].format(earliest=minute(time.earliest, zone), latest=minute(time.latest, zone))


def _is_one_day(time: Interval, zone: tzinfo) -> bool:
    """Most of one calendar day: the page gave a date and no more."""
    first, last = time.earliest.astimezone(zone), time.latest.astimezone(zone) - timedelta(microseconds=1)
    return first.date() == last.date() and time.width >= timedelta(hours=18)


def _precision(off: timedelta, say: Mapping[str, str]) -> str:
    """Rounded up, so that it never claims more than is known; "" for a minute and less."""
    if off <= _MINUTE:
        return ""
    for unit, size, limit in (("minutes", _MINUTE, 180), ("hours", timedelta(hours=1), 72)):
        if off <= size * limit:
            return f" ±{-(-off // size)} {say[unit]}"
    return f" ±{-(-off // timedelta(days=1))} {say['days']}"
