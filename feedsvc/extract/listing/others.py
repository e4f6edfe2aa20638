"""Families -> the lists of the page that were passed over, each with the reason in plain words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import islice

from feedsvc.extract.listing import words
from feedsvc.extract.listing.families import Family
from feedsvc.extract.listing.score import Score
from feedsvc.extract.listing.tree import Element, Tree

_LEAST = 3  # items
_NARROW = 5.0  # titles of less are page numbers
_LABEL = 14  # narrower titles are those of a menu
_WIDE = 60  # links of more are summaries
_LOWERED = 0.7
_LESS = "its items tell less: no headings, no summaries, or several links each"
_ASIDE = {
    "nav": "inside a menu",
    "menu": "inside a menu",
    "footer": "inside the footer",
    "aside": "in an aside",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherList:
    """`each` is the selector of its items, None where none finds them alone."""

    titles: tuple[str, ...]
    count: int
    reason: str
    each: str | None = None


def passed_over(main: Sequence[Family], every: Sequence[Family], most: int) -> tuple[Family, ...]:
    """The best lists that share no item with the main ones or with one another."""
    ranked = sorted(every, key=lambda family: -family.score.total)
    lists = (one for one in ranked if one.score.count >= _LEAST and one.score.width >= _NARROW)
    return tuple(islice(_apart(main, lists), most))


def _apart(main: Sequence[Family], lists: Iterator[Family]) -> Iterator[Family]:
    taken = [known for family in main for known in _places(family)]
    targets = {row.target for family in main for row in family.rows if row.target}
    for one in lists:
        if not _shares(one, taken, targets):
            taken += _places(one)
            targets |= {row.target for row in one.rows if row.target}
            yield one


def _places(family: Family) -> list[tuple[int, int]]:
    return [(part.index, part.end) for row in family.rows for part in row.region.parts]


def _shares(one: Family, taken: Sequence[tuple[int, int]], targets: AbstractSet[str]) -> bool:
    """Whether more than a few of its items were in a list before, or stand in its items, or around them."""
    same = sum(row.target in targets for row in one.rows)
    inside = sum(any(first < end and begin < last for first, last in taken) for begin, end in _places(one))
    return max(same, inside) >= 0.3 * len(one.rows)


def reason(tree: Tree, main: Sequence[Family], other: Family) -> str:
    """What lowered the worth of a list below that of the main one."""
    if not main:
        return _where(tree, other) if other.score.beside < 1 else "its items tell too little to be news"
    best, mine = main[0].score, other.score
    place = _where(tree, other)
    lowered = {
        place: mine.beside / best.beside,
        "titles too short" if mine.width < _LABEL else "shorter titles": _title(mine) / _title(best),
        "no times": (1 + 3 * mine.timed) / (1 + 3 * best.timed),
        "its links are summaries": 0.5 if mine.width > _WIDE else 1.0,
        "fewer items than the list": (mine.count / best.count) ** 0.6,
    }
    ranked = sorted(lowered, key=lambda said: lowered[said])
    told = [said for said in ranked if lowered[said] < _LOWERED] or ranked[:1]
    told.sort(key=lambda said: said != place)
    return " and ".join(told[:2]) if lowered[told[0]] < 1 else _LESS


def _title(score: Score) -> float:
    return max(1.0, min(score.width, 36) - 8)


def _where(tree: Tree, family: Family) -> str:
    parent = family.groups[0].parent
    around: tuple[Element, ...] = (parent, *tree.ancestors(parent))
    return next(
        (_ASIDE[element.tag] for element in around if element.tag in _ASIDE), "stands beside the list"
    )


def titles(family: Family, most: int = 2) -> tuple[str, ...]:
    told = dict.fromkeys(row.title for row in family.rows if words.width(row.title) > 1)
    return tuple(islice(told, most))
