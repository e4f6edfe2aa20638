"""The order of a page -> what is new on it, and what order leaves to each interval.  Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import accumulate, pairwise

from feedsvc.model import Interval, TimeEvidence, Unit


def joined_at_head(before: Sequence[str], page: Sequence[str]) -> frozenset[str]:
    """The ids that joined a chronological list at its top since the look `before`; none of a rail's.

    A list is taken as chronological when three of its members stayed and kept their order. Up to two
    members may stand above the new ones: pinned headlines do.
    """
    place = {entry_id: index for index, entry_id in enumerate(before)}
    stayed = [place[entry_id] for entry_id in page if entry_id in place]
    if len(stayed) < 3 or _inverted(stayed) * 20 > len(stayed):
        return frozenset()
    head: set[str] = set()
    above = 0
    for entry_id in page:
        if entry_id in place:
            above += 1
        elif above <= 2:
            head.add(entry_id)
    return frozenset(head)


def _inverted(places: Sequence[int]) -> int:
    return sum(one > other for one, other in pairwise(places))


def unseen(*, last_look: datetime, seen_at: datetime, latest: datetime) -> TimeEvidence | None:
    """Not on the page at the last look: it appeared since."""
    if last_look >= latest:
        return None
    gap = latest - last_look
    unit: Unit = "minute" if gap <= timedelta(hours=1) else "hour" if gap <= timedelta(days=1) else "day"
    return TimeEvidence(
        kind="unseen", text="", seen_at=seen_at, earliest=last_look, latest=latest, unit=unit, origin="list"
    )


def in_page_order(boxes: Sequence[Interval]) -> tuple[Interval, ...] | None:
    """The part of each box that a page in order of time, newest first, leaves to it; None without an order.

    A page counts as ordered when no box lies wholly after one above it, and boxes at four times or more
    lie apart: a rail's mixed hours contradict an order, and forty times "1 day ago" show none.
    """
    lows = list(accumulate((box.earliest for box in reversed(boxes)), max))[::-1]
    highs = list(accumulate((box.latest for box in boxes), min))
    if any(low > high for low, high in zip(lows, highs, strict=True)) or _steps(boxes) < 3:
        return None
    return tuple(Interval(earliest=low, latest=high) for low, high in zip(lows, highs, strict=True))


def between_settled(parts: Sequence[Interval], settled: Sequence[datetime | None]) -> tuple[Interval, ...]:
    """What the instants that stay leave to the others of an ordered page, where their parts allow it.

    An entry whose date has to move must not pass a neighbour whose date may not: readers sort by it.
    """
    above = accumulate(settled, _earlier)
    below = list(accumulate(reversed(settled), _later))[::-1]
    return tuple(map(_between, parts, above, below))


def _earlier(one: datetime | None, other: datetime | None) -> datetime | None:
    return min(filter(None, (one, other)), default=None)


def _later(one: datetime | None, other: datetime | None) -> datetime | None:
    return max(filter(None, (one, other)), default=None)


def _between(part: Interval, above: datetime | None, below: datetime | None) -> Interval:
    latest = part.latest if above is None or above < part.earliest else min(part.latest, above)
    earliest = part.earliest if below is None or below > part.latest else max(part.earliest, below)
    return Interval(earliest=earliest, latest=latest) if earliest <= latest else part


def _steps(boxes: Sequence[Interval]) -> int:
    """How many times the page goes on to a box that lies wholly before the last one."""
    steps, floor = 0, None
    for box in boxes:
        if floor is not None and box.latest < floor:
            steps, floor = steps + 1, box.earliest
        floor = box.earliest if floor is None else floor
    return steps
