"""Group -> Region: the elements that belong to each item, and the heading it stands under."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import pairwise

from feedsvc.extract.listing import words
from feedsvc.extract.listing.groups import Group, Member
from feedsvc.extract.listing.tree import HEADINGS, Element, Tree

_LONGEST_GAP = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """One item's own part of the page: its box and the siblings that go with it."""

    member: Member
    parts: tuple[Element, ...]


def regions(tree: Tree, group: Group) -> tuple[Region, ...]:
    """A box and, where an item is several rows or paragraphs, the siblings up to the next box."""
    rows = tree.children(group.parent)
    places = _places(rows, group)
    if any(place is None for place in places):
        return tuple(Region(member=member, parts=(member.box,)) for member in group.members)
    starts = [place for place in places if place is not None]
    before, after = _reach(tree, rows, starts)
    apart = _other_items(rows, starts)
    return tuple(
        Region(member=member, parts=_parts(rows, starts, number, before, after, apart))
        for number, member in enumerate(group.members)
    )


def _other_items(rows: Sequence[Element], starts: Sequence[int]) -> frozenset[int]:
    """The rows between the boxes that look as boxes do: items whose title was none (an emoji), no parts of others."""
    boxes = [rows[start] for start in starts]
    common = frozenset.intersection(*(box.classes for box in boxes))
    between = (
        row for row in rows[starts[0] : starts[-1]] if row.tag == boxes[0].tag and common <= row.classes
    )
    alike = frozenset(row.index for row in between) - {box.index for box in boxes}
    return alike if common and 2 * len(alike) < len(boxes) else frozenset()


def _places(rows: Sequence[Element], group: Group) -> list[int | None]:
    by_index = {row.index: place for place, row in enumerate(rows)}
    return [by_index.get(member.box.index) for member in group.members]


def _reach(tree: Tree, rows: Sequence[Element], starts: Sequence[int]) -> tuple[int, int]:
    """How many siblings before and after each box belong to it; (0, 0) where boxes follow one another.

    Most gaps must look alike: a heading between two days, or an advertisement, is no part of an item.
    """
    gaps = [later - earlier - 1 for earlier, later in pairwise(starts)]
    filled = [gap for gap in gaps if 0 < gap <= _LONGEST_GAP]
    if not gaps or len(filled) < 0.6 * len(gaps):
        return 0, 0
    tail = _run(rows, starts[-1] + 1, max(filled))
    lead = [row for row in rows[max(0, starts[0] - 1) : starts[0]] if row.tag not in HEADINGS]
    # What a <dt> names follows it.
    leads_in = rows[starts[0]].tag != "dt" and _timed(tree, lead) and not _timed(tree, tail)
    return (1, 0) if leads_in else (0, max(filled))


def _run(rows: Sequence[Element], first: int, most: int) -> Sequence[Element]:
    return rows[first : first + most]


def _timed(tree: Tree, rows: Sequence[Element]) -> bool:
    return any(words.time_words(tree.text(row)[:300]) for row in rows)


def _parts(
    rows: Sequence[Element],
    starts: Sequence[int],
    number: int,
    before: int,
    after: int,
    apart: AbstractSet[int],
) -> tuple[Element, ...]:
    start = starts[number]
    end = starts[number + 1] if number + 1 < len(starts) else len(rows)
    # A heading before an item is its day or its section; `times.headings` reads that.
    lead = tuple(row for row in rows[max(0, start - before) : start] if before and row.tag not in HEADINGS)
    return (*lead, rows[start], *_own(rows[start + 1 : min(end, start + 1 + after)], apart))


def _own(following: Sequence[Element], apart: AbstractSet[int]) -> Iterator[Element]:
    """The siblings after a box, up to a heading that opens the next section, or another item."""
    for row in following:
        if row.tag in HEADINGS or row.tag == "hr" or row.index in apart:
            return
        yield row
