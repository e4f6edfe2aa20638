"""An interval -> the instant to publish, and whether one that readers have seen may move.  Pure."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from feedsvc.model import Entry, Interval, Unit
from feedsvc.timeline.evidence import WIDE

MOST_MOVES = 2
MOVES_END = timedelta(hours=48)  # after first publication: readers have kept what they saw
# Half a minute is worth no move: with 20-minute polls moves fall from 0.24 to 0.20 an entry (and from 0.04
# to 0.01 where Age is known), and the 95th percentile of the error stays.
_MARGIN = timedelta(seconds=30)
_RECENCY = 0.65
_OPEN_BEFORE = datetime(1971, 1, 1, tzinfo=UTC)  # an interval that begins earlier has no lower bound


def estimate(interval: Interval, unit: Unit | None = None) -> datetime | None:
    """The instant to publish for a box: its middle, later in boxes of days; None without a lower bound."""
    if interval.earliest < _OPEN_BEFORE:
        return None
    middle = interval.width <= WIDE or unit in {"second", "minute"}
    return interval.earliest + interval.width * (0.5 if middle else _RECENCY)


def ranked_estimate(interval: Interval, unit: Unit | None, position: int) -> datetime | None:
    """As `estimate`, up to a second earlier for each place further down, so that equal words keep order."""
    best = estimate(interval, unit)
    if best is None:
        return None
    step = min(interval.width / timedelta(hours=1), 1.0)
    return max(best - timedelta(seconds=round(position * step)), interval.earliest)


def may_move(entry: Entry, now: datetime) -> bool:
    """Whether readers could still learn of another date."""
    if entry.first_published_at is None:
        return True
    return entry.moves < MOST_MOVES and now <= entry.first_published_at + MOVES_END


def rests(entry: Entry, interval: Interval | None, now: datetime) -> bool:
    """Whether the instant in the feeds stays as it is after a look at `now` that left this interval.

    Before its first publication an entry follows its interval; afterwards its instant stays until the
    interval excludes it, moves at most twice, and rests 48 h after the first publication.
    """
    if interval is None or not may_move(entry, now):
        return True
    return bool(entry.first_published_at and entry.published and _still_possible(entry.published, interval))


def published(
    entry: Entry,
    interval: Interval | None,
    *,
    unit: Unit | None,
    now: datetime,
    likely: Interval | None = None,
) -> datetime | None:
    """The instant in the feeds after a look at `now` that left this interval.

    `likely` is what the order of the page leaves of it; it chooses an instant, it never excludes one.
    """
    if interval is None or rests(entry, interval, now):
        return entry.published
    best = ranked_estimate(likely or interval, unit, entry.position)
    return entry.published if best is None else min(best, entry.first_seen)


def _still_possible(shown: datetime, interval: Interval) -> bool:
    """Within the interval, or beside it by so little that two honest clocks may differ by it."""
    margin = min(_MARGIN, interval.width / 4)
    return interval.earliest - margin <= shown <= interval.latest + margin
