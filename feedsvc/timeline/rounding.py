"""Evidence of many items -> how a source rounds its ages, and how far it lags behind its headers.  Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from feedsvc.model import Style, TimeEvidence
from feedsvc.timeline.evidence import SLOP, STYLES, read_as, trust, weigh

_DISCRIMINATING_GAP = timedelta(minutes=10)


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
