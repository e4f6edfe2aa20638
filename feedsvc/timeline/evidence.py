"""Evidence x evidence -> an interval by intersection in trust order; what contradicts is set aside.  Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from feedsvc.model import Interval, Style, TimeEvidence, Unit, instant

SLOP = timedelta(seconds=60)  # how far the clocks of a page and ours may differ
STYLES: tuple[Style, ...] = ("any", "floor", "round")
WIDE = timedelta(hours=2)  # wider boxes are days, and news is read young
_TEXT_BEFORE_PORTAL = timedelta(hours=48)
_UNSEEN = 8
_RELATIVE_TRUST: Mapping[Unit, int] = {"second": 3, "minute": 3, "hour": 4}


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What evidence comes to: the box, its precision, what narrowed it, what contradicted it."""

    interval: Interval | None = None
    unit: Unit | None = None
    used: tuple[TimeEvidence, ...] = ()
    conflicts: tuple[TimeEvidence, ...] = ()


def combine(
    evidence: Sequence[TimeEvidence], *, style: Style, not_after: datetime | None = None
) -> tuple[Interval | None, tuple[TimeEvidence, ...]]:
    """The intersection in trust order, and the evidence that would have emptied it, set aside."""
    verdict = weigh(evidence, style=style, not_after=not_after)
    return verdict.interval, verdict.conflicts


def weigh(evidence: Iterable[TimeEvidence], *, style: Style, not_after: datetime | None = None) -> Verdict:
    """As `combine`, telling more. `not_after` is the capture that first saw the entry: no later date is true."""
    verdict = Verdict()
    for statement in in_trust_order(evidence):
        verdict = _with(verdict, statement, style, not_after)
    return verdict


def in_trust_order(evidence: Iterable[TimeEvidence]) -> list[TimeEvidence]:
    """Evidence of publication, each statement once, the most trusted first; among equals the first seen."""
    dated = [statement for statement in dict.fromkeys(evidence) if statement.role == "published"]
    stamps = [statement.earliest for statement in dated if trust(statement) == 0]
    return sorted(
        dated,
        key=lambda it: (
            -1 if _precedes(it, stamps) else trust(it),
            it.seen_at,
            it.earliest,
            it.latest,
            it.text,
        ),
    )


def trust(statement: TimeEvidence) -> int:
    """0 is trusted most: data, seconds in the text, minutes, relative minutes, hours, dates, relative days."""
    if statement.kind == "unseen":
        return _UNSEEN
    if statement.origin == "list":
        return 7
    if statement.kind == "relative":
        return _RELATIVE_TRUST.get(statement.unit, 6)
    if statement.kind in {"date", "dateline"}:
        return 5
    if statement.origin == "data":
        return 0
    return 1 if statement.kind == "exact" else 2


def _precedes(statement: TimeEvidence, stamps: Sequence[datetime]) -> bool:
    """Seconds that the article's own text prints, shortly before a portal's datePublished: the outlet's."""
    if statement.kind != "exact" or statement.origin != "prose" or not stamps:
        return False
    first = min(stamps)
    return first - _TEXT_BEFORE_PORTAL <= statement.earliest < first


def read_as(statement: TimeEvidence, style: Style) -> Interval:
    """The interval of a statement when the page is known to round down, or to the nearest."""
    if style == "floor" and statement.floor is not None:
        return statement.floor
    if style == "round" and statement.round is not None:
        return statement.round
    return statement.interval


def _with(verdict: Verdict, statement: TimeEvidence, style: Style, not_after: datetime | None) -> Verdict:
    box = verdict.interval
    if statement.kind == "unseen" and box is not None and box.width <= WIDE:
        return verdict  # a place on a list says little beside words of time
    stated = _capped(read_as(statement, style), not_after)
    narrowed = None if stated is None else _narrowed(box, stated)
    if narrowed is None:
        return _contradicted(verdict, statement)
    if narrowed == box:
        return verdict
    unit = verdict.unit if box is not None and box.width < _width(statement) else statement.unit
    return replace(verdict, interval=narrowed, unit=unit, used=(*verdict.used, statement))


def _width(statement: TimeEvidence) -> timedelta:
    return statement.latest - statement.earliest


def _contradicted(verdict: Verdict, statement: TimeEvidence) -> Verdict:
    # A rail shows old articles as new every day: its places contradict nothing.
    if statement.kind == "unseen":
        return verdict
    return replace(verdict, conflicts=(*verdict.conflicts, statement))


def _capped(stated: Interval, not_after: datetime | None) -> Interval | None:
    if not_after is None or stated.latest <= not_after:
        return stated
    if stated.earliest > not_after:
        return instant(not_after) if stated.earliest <= not_after + SLOP else None
    return Interval(earliest=stated.earliest, latest=not_after)


def _narrowed(box: Interval | None, stated: Interval) -> Interval | None:
    """The part of the box that the statement allows; clocks may differ by SLOP before it contradicts."""
    if box is None:
        return stated
    return box.intersection(stated) or box.intersection(
        Interval(earliest=stated.earliest - SLOP, latest=stated.latest + SLOP)
    )


def essential(evidence: Iterable[TimeEvidence], *, not_after: datetime | None) -> tuple[TimeEvidence, ...]:
    """The evidence worth keeping: what narrows or contradicts under any style, no look's mere repetition."""
    ordered = in_trust_order(evidence)
    verdicts = {style: weigh(ordered, style=style, not_after=not_after) for style in STYLES}
    aside = {it for verdict in verdicts.values() for it in verdict.conflicts[:2]}
    for chosen in (_binding, _used):
        kept = aside | {it for style, verdict in verdicts.items() for it in chosen(verdict, style)}
        slim = tuple(it for it in ordered if it in kept)
        if all(_agree(weigh(slim, style=style, not_after=not_after), verdicts[style]) for style in STYLES):
            return slim
    return tuple(ordered)


def _used(verdict: Verdict, _style: Style) -> tuple[TimeEvidence, ...]:
    return verdict.used


def _binding(verdict: Verdict, style: Style) -> tuple[TimeEvidence, ...]:
    """Of what narrowed the box, that which still bounds it."""
    box = verdict.interval
    if box is None:
        return ()
    bounds = ((it, read_as(it, style)) for it in verdict.used)
    return tuple(
        it for it, stated in bounds if stated.earliest == box.earliest or stated.latest == box.latest
    )


def _agree(one: Verdict, other: Verdict) -> bool:
    return one.interval == other.interval and one.unit == other.unit
