"""An interval -> the instant to publish, and whether one that readers have seen may move.  Pure."""

from __future__ import annotations

from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Likely:
    """What a page in order of time tells of an entry: a part of its box, and its neighbours' instants."""

    part: Interval
    above: datetime | None = None
    below: datetime | None = None

    def kept_in_order(self, best: datetime) -> datetime:
        """The instant of the part nearest to `best` that keeps the entry between its neighbours."""
        earliest, latest = self.part.earliest, self.part.latest
        if self.below is not None and self.below <= latest:
            earliest = max(earliest, self.below)
        if self.above is not None and self.above >= earliest:
            latest = min(latest, self.above)
        return max(min(best, latest), earliest)


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


def published(
    entry: Entry,
    interval: Interval | None,
    *,
    unit: Unit | None,
    now: datetime,
    likely: Likely | None = None,
) -> datetime | None:
    """The instant in the feeds after a look at `now` that left this interval.

    `likely` is what the order of the page tells; it chooses an instant, it never excludes one.
    Before its first publication an entry follows its interval; afterwards its instant stays until the
    interval excludes it, moves at most twice, and rests 48 h after the first publication.
    """
    if interval is None or not may_move(entry, now):
        return entry.published
    if entry.first_published_at and entry.published and _still_possible(entry.published, interval):
        return entry.published
    best = ranked_estimate(likely.part if likely else interval, unit, entry.position)
    if best is None:
        return entry.published
    return min(best if likely is None else likely.kept_in_order(best), entry.first_seen)


def _still_possible(shown: datetime, interval: Interval) -> bool:
    """Within the interval, or beside it by so little that two honest clocks may differ by it."""
    margin = min(_MARGIN, interval.width / 4)
    return interval.earliest - margin <= shown <= interval.latest + margin
