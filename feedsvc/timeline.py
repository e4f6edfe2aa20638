"""Evidence x evidence -> an interval, the instant to publish, and whether that may move.  Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import accumulate, pairwise

from feedsvc.model import Entry, Interval, Style, TimeEvidence, Unit, instant

SLOP = timedelta(seconds=60)  # how far the clocks of a page and ours may differ
MOST_MOVES = 2
MOVES_END = timedelta(hours=48)  # after first publication: readers have kept what they saw
STYLES: tuple[Style, ...] = ("any", "floor", "round")

# Half a minute is worth no move: with 20-minute polls moves fall from 0.24 to 0.20 an entry (and from 0.04
# to 0.01 where Age is known), and the 95th percentile of the error stays.
_MARGIN = timedelta(seconds=30)
_WIDE = timedelta(hours=2)  # wider boxes are days, and news is read young
_RECENCY = 0.65
_OPEN_BEFORE = datetime(1971, 1, 1, tzinfo=UTC)  # an interval that begins earlier has no lower bound
_TEXT_BEFORE_PORTAL = timedelta(hours=48)
_DISCRIMINATING_GAP = timedelta(minutes=10)
_UNSEEN = 8
_RELATIVE_TRUST: Mapping[Unit, int] = {"second": 3, "minute": 3, "hour": 4}


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What evidence comes to: the box, its precision, what narrowed it, what contradicted it."""

    interval: Interval | None = None
    unit: Unit | None = None
    used: tuple[TimeEvidence, ...] = ()
    conflicts: tuple[TimeEvidence, ...] = ()


# -- combination ----------------------------------------------------------------------------------


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
    if statement.kind == "unseen" and box is not None and box.width <= _WIDE:
        return verdict  # a place on a list says little beside words of time
    stated = _capped(read_as(statement, style), not_after)
    narrowed = None if stated is None else _narrowed(box, stated)
    if narrowed is None:
        return _contradicted(verdict, statement)
    if narrowed == box:
        return verdict
    unit = verdict.unit if box is not None and box.width < stated_width(statement) else statement.unit
    return replace(verdict, interval=narrowed, unit=unit, used=(*verdict.used, statement))


def stated_width(statement: TimeEvidence) -> timedelta:
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


# -- policy ---------------------------------------------------------------------------------------


def estimate(interval: Interval, unit: Unit | None = None) -> datetime | None:
    """The instant to publish for a box: its middle, later in boxes of days; None without a lower bound."""
    if interval.earliest < _OPEN_BEFORE:
        return None
    middle = interval.width <= _WIDE or unit in {"second", "minute"}
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


# -- what a list tells by its order ----------------------------------------------------------------


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


def _steps(boxes: Sequence[Interval]) -> int:
    """How many times the page goes on to a box that lies wholly before the last one."""
    steps, floor = 0, None
    for box in boxes:
        if floor is not None and box.latest < floor:
            steps, floor = steps + 1, box.earliest
        floor = box.earliest if floor is None else floor
    return steps


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


# -- what a source's words mean -------------------------------------------------------------------


def style_votes(
    before: Sequence[TimeEvidence], after: Sequence[TimeEvidence], *, not_after: datetime | None
) -> dict[str, int]:
    """What one look at one item says against a style: {"floor": 1, "floor_items": 1}, or nothing.

    A style is voted against when a relative text contradicts the rest under it and not under the other.
    `floor_sure` counts items where a stamp contradicts it by more than ten minutes.
    """
    clashes = {style: _clashes(before, after, style, not_after) for style in STYLES[1:]}
    against = [style for style, clashing in clashes.items() if clashing]
    if len(against) != 1:
        return {}
    (style,) = against
    old = _relative(weigh(before, style=style, not_after=not_after).conflicts)
    votes: dict[str, int] = {style: 1}
    if not old:
        votes[f"{style}_items"] = 1
        if any(_surely(statement, after, style) for statement in clashes[style]):
            votes[f"{style}_sure"] = 1
    return votes


def _clashes(
    before: Sequence[TimeEvidence], after: Sequence[TimeEvidence], style: Style, not_after: datetime | None
) -> tuple[TimeEvidence, ...]:
    seen = set(before)
    aside = weigh(after, style=style, not_after=not_after).conflicts
    return tuple(statement for statement in _relative(aside) if statement not in seen)


def _relative(evidence: Iterable[TimeEvidence]) -> tuple[TimeEvidence, ...]:
    return tuple(it for it in evidence if it.kind == "relative" and it.floor and it.round)


def _surely(statement: TimeEvidence, evidence: Iterable[TimeEvidence], style: Style) -> bool:
    box = read_as(statement, style)
    stamps = [it for it in evidence if trust(it) <= 2 and it.role == "published"]
    return any(
        it.earliest > box.latest + _DISCRIMINATING_GAP or it.latest < box.earliest - _DISCRIMINATING_GAP
        for it in stamps
    )


def hidden_lag(items: Iterable[Sequence[TimeEvidence]]) -> timedelta:
    """How much older a page is than its headers admit: the median over items that have a stamp and an age.

    An item 40 minutes old under "5 minutes ago" was rendered 34 minutes before. Fewer than three such items
    tell nothing, nor do those whose stamp fits: a re-promoted story with a fresh label is one of many.
    """
    needed = sorted(lag for evidence in items if (lag := _lag_needed(evidence)) is not None)
    middle = needed[len(needed) // 2] if len(needed) >= 3 else timedelta(0)
    return middle if middle > SLOP else timedelta(0)


def _lag_needed(evidence: Sequence[TimeEvidence]) -> timedelta | None:
    stamp = next((it for it in evidence if trust(it) <= 1 and it.role == "published"), None)
    age = next((it for it in evidence if it.kind == "relative" and it.role == "published"), None)
    if stamp is None or age is None:
        return None
    return max(age.earliest - stamp.latest, timedelta(0))


def learn_style(votes: Mapping[str, int], *more: Mapping[str, int]) -> tuple[dict[str, int], Style]:
    """All votes so far, and the style that is left: "any" until one is dropped.

    A style is dropped once three looks at two items contradict it, or one item that has a stamp as well
    surely does, and four times as much speaks against it as against the other.
    """
    total = dict(votes)
    for look in more:
        for name, count in look.items():
            total[name] = total.get(name, 0) + count
    floor, nearest = _dropped(total, "floor", "round"), _dropped(total, "round", "floor")
    if floor == nearest:
        return total, "any"
    return total, "round" if floor else "floor"


def _dropped(votes: Mapping[str, int], style: str, other: str) -> bool:
    against, for_other = votes.get(style, 0), votes.get(other, 0)
    enough = (against >= 3 and votes.get(f"{style}_items", 0) >= 2) or votes.get(f"{style}_sure", 0) >= 1
    return enough and against > 4 * for_other
