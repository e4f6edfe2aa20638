"""Items that show both an absolute stamp and an age -> when the page that shows them was made."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, timedelta

from feedsvc.extract.dates.shown import read
from feedsvc.model import Interval, Style, TimeEvidence


def render_instant(stamps: Sequence[tuple[TimeEvidence, TimeEvidence]]) -> Interval | None:
    """From pairs (exact stamp, relative words) of one item each; None where no pair tells.

    The age is counted from the portal's own time, which is never before the stamp: the lower bound is
    hard, the upper one holds for the item that the portal took over without delay.
    """
    bounds = [bound for exact, relative in stamps if (bound := _made(exact, relative)) is not None]
    if not bounds:
        return None
    earliest = max(bound.earliest for bound in bounds)
    return Interval(
        earliest=earliest, latest=min(bound.latest for bound in bounds if bound.latest >= earliest)
    )


def _made(exact: TimeEvidence, relative: TimeEvidence) -> Interval | None:
    """`exact` plus the age, at least the youngest and at most the oldest that the words bear."""
    youngest, oldest = _ages(exact, relative) or (None, None)
    if youngest is None or oldest is None:
        return None
    try:
        return Interval(earliest=exact.earliest + youngest, latest=exact.latest + oldest)
    except OverflowError:
        return None


def _ages(exact: TimeEvidence, relative: TimeEvidence) -> tuple[timedelta, timedelta] | None:
    """The ages in the words, read again from one instant: their interval may come from a look of hours."""
    if relative.kind != "relative":
        return None
    probe = max(exact.latest, relative.latest).astimezone(UTC)
    again = read(relative.text, seen_at=probe, zone=UTC, style=_style(relative))
    if again is None or again.kind != "relative":
        return None
    return probe - again.latest, probe - again.earliest


def _style(relative: TimeEvidence) -> Style:
    if relative.floor == relative.round:
        return "any"
    if relative.interval == relative.floor:
        return "floor"
    return "round" if relative.interval == relative.round else "any"
