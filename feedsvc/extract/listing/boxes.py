"""Elements that a person named as the items -> Family: the title's place is found in each of them."""

from __future__ import annotations

import heapq
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from statistics import median

from feedsvc.extract.listing import words
from feedsvc.extract.listing.anchors import Anchor, block_place
from feedsvc.extract.listing.families import Family
from feedsvc.extract.listing.groups import Group, Member
from feedsvc.extract.listing.rows import rows
from feedsvc.extract.listing.score import score
from feedsvc.extract.listing.tree import Element, Tree

_Path = tuple[str, ...]
_PATHS = 12  # that are looked at: a box of hundreds of links is no item
_FEW = 2  # titles in another place than the rest: they may be none
_ROUNDS = 6  # title paths in one list: its usual one, and those of a lead story, a row of pictures, a notice


def family_of_boxes(tree: Tree, boxes: Sequence[Element], places: Sequence[Anchor]) -> Family | None:
    """The list of these boxes, one item each; None where no box has a title.

    The place of the title is the one that makes the best list. Boxes that have none there are read by the
    next best; posts without any link are read by their words.
    """
    inside = _inside(boxes, places)
    found: list[Group] = []
    for _ in range(_ROUNDS):
        taken = {member.box.index for group in found for member in group.members}
        left = [near for index, near in inside.items() if index not in taken]
        best = _best(tree, left) if left else []
        if not _fit(best, found):
            break
        found += best
    wordy = [
        member for box in boxes if (member := Member(anchor=block_place(tree, box), box=box)).anchor.text
    ]
    found = found or _groups(tree, (), wordy)
    return _family(tree, _merged(found)) if found else None


def _inside(boxes: Sequence[Element], places: Sequence[Anchor]) -> dict[int, list[Member]]:
    """By box the places of titles in it, the box of each as named."""
    ordered = sorted(boxes, key=lambda box: box.index)
    starts = [box.index for box in ordered]
    inside: defaultdict[int, list[Member]] = defaultdict(list)
    for place in places:
        number = bisect_right(starts, place.element.index) - 1
        if number >= 0 and ordered[number].holds(place.element.index):
            inside[starts[number]].append(Member(anchor=place, box=ordered[number]))
    return dict(inside)


def _best(tree: Tree, boxes: Sequence[Sequence[Member]]) -> list[Group]:
    """The groups of the title path that makes the best list of these boxes."""
    by_path: defaultdict[_Path, dict[int, list[Member]]] = defaultdict(dict)
    for near in boxes:
        for member in near:
            for path in {member.anchor.path: 0, member.anchor.styled: 0, member.anchor.placed: 0}:
                by_path[path].setdefault(member.box.index, []).append(member)
    usual = heapq.nlargest(_PATHS, by_path.items(), key=lambda known: len(known[1]))
    lists = [
        (_groups(tree, path, [same[0] for same in members.values()]), _crowding(members))
        for path, members in usual
    ]
    return max(lists, key=lambda rated: _family(tree, *rated).score.total)[0]


def _crowding(members: Mapping[int, Sequence[Member]]) -> float:
    """The share of boxes in which a path leads to several places: tags, links in a text."""
    crowded = (len({member.anchor.target for member in same}) > 1 for same in members.values())
    return sum(crowded) / len(members)


def _fit(groups: Sequence[Group], found: Sequence[Group]) -> bool:
    """Whether further titles look like titles: several, headings, or built like those that were found."""
    anchors = [member.anchor for group in groups for member in group.members]
    if not found or len(anchors) > _FEW or all(anchor.headed for anchor in anchors):
        return True
    usual = [member.anchor for group in found for member in group.members]
    width = median(words.width(anchor.text) for anchor in usual)
    alike = anchors[0].path[-2:] == usual[0].path[-2:]
    return alike and all(0.4 * width <= words.width(anchor.text) <= 3 * width + 20 for anchor in anchors)


def _groups(tree: Tree, path: _Path, members: Sequence[Member]) -> list[Group]:
    by_parent: defaultdict[int, list[Member]] = defaultdict(list)
    for member in members:
        by_parent[member.box.parent].append(member)
    return [
        Group(path=path, parent=tree.elements[max(index, 0)], members=tuple(row))
        for index, row in by_parent.items()
    ]


def _merged(found: Sequence[Group]) -> list[Group]:
    """One group for each parent: siblings are items of one list, wherever their titles stand."""
    by_parent: defaultdict[int, list[Group]] = defaultdict(list)
    for group in found:
        by_parent[group.parent.index].append(group)
    return [
        Group(path=same[0].path, parent=same[0].parent, members=_in_order(same))
        for same in by_parent.values()
    ]


def _in_order(groups: Sequence[Group]) -> tuple[Member, ...]:
    members = (member for group in groups for member in group.members)
    return tuple(sorted(members, key=lambda member: member.box.index))


def _family(tree: Tree, groups: Sequence[Group], crowding: float = 0.0) -> Family:
    ordered = tuple(sorted(groups, key=lambda group: group.members[0].box.index))
    items = tuple(item for group in ordered for item in rows(tree, group))
    return Family(groups=ordered, rows=items, score=score(tree, ordered[0].parent, items, crowding))
