"""Groups -> Family: sections of one list put together; the best one of the page and its equals."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from feedsvc.extract.listing.groups import Group
from feedsvc.extract.listing.rows import Row, rows
from feedsvc.extract.listing.score import Score, besideness, is_timed, score
from feedsvc.extract.listing.tree import Tree


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """One list: its groups (a section, a day, a row of cards each), its items, what it is worth."""

    groups: tuple[Group, ...]
    rows: tuple[Row, ...]
    score: Score


def main_families(tree: Tree, groups: Sequence[Group]) -> tuple[Family, ...]:
    """The page's main list, and the others that are its equals (sections of a front page); best first."""
    ranked = sorted(families(tree, groups), key=lambda family: -family.score.total)
    if not ranked:
        return ()
    best, chosen = ranked[0], [ranked[0]]
    for other in ranked[1:]:
        if _equals(best, other) and not any(_overlap(family, other) for family in chosen):
            chosen.append(other)
    return tuple(chosen)


def families(tree: Tree, groups: Sequence[Group]) -> tuple[Family, ...]:
    """Every list of at least two items. What is hidden is only read as more of a list that is shown."""
    alike: defaultdict[tuple[object, ...], list[tuple[Group, tuple[Row, ...]]]] = defaultdict(list)
    for group in groups:
        items = rows(tree, group)
        alike[_likeness(tree, group, items)].append((group, items))
    return tuple(
        _family(tree, members)
        for members in alike.values()
        if sum(len(group.members) for group, _ in members) > 1
        and any(_is_shown(group) for group, _ in members)
    )


def _is_shown(group: Group) -> bool:
    return not group.members[0].box.hidden


def _likeness(tree: Tree, group: Group, items: Sequence[Row]) -> tuple[object, ...]:
    box = group.members[0].box
    timed = sum(map(is_timed, items)) >= 0.5 * len(items)
    return (group.path, box.tag, box.depth, group.parent.tag, round(besideness(tree, group.parent), 2), timed)


def _family(tree: Tree, members: Iterable[tuple[Group, tuple[Row, ...]]]) -> Family:
    ordered = sorted(members, key=lambda member: member[0].members[0].anchor.element.index)
    groups = tuple(group for group, _ in ordered)
    items = tuple(item for _, row in ordered for item in row)
    return Family(groups=groups, rows=items, score=score(tree, groups[0].parent, items))


def _equals(best: Family, other: Family) -> bool:
    """Whether another list is the page's main list too, and not what stands beside it."""
    mine, theirs = best.score, other.score
    if theirs.beside < mine.beside or abs(mine.timed - theirs.timed) > 0.3:
        return False
    return theirs.each >= 0.75 * mine.each and theirs.total >= 0.25 * mine.total


def _overlap(one: Family, other: Family) -> bool:
    """Whether two lists are the same items by other words (a picture's link, "read more"), or one inside the other."""
    spans = [(part.index, part.end) for item in one.rows for part in item.region.parts]
    places = [item.region.member.anchor.element.index for item in other.rows]
    inside = sum(any(first <= place < end for first, end in spans) for place in places)
    targets = {item.target for item in one.rows if item.target}
    known = sum(item.target in targets for item in other.rows)
    holding = [(part.index, part.end) for item in other.rows for part in item.region.parts]
    held = sum(
        any(first <= item.region.member.anchor.element.index < end for first, end in holding)
        for item in one.rows
    )
    return inside > 0 or known >= 0.3 * len(places) or held > 0
