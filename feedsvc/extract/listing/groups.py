"""Anchor -> Group: title places with one tag path, each in the largest box that holds no other of them."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from feedsvc.extract.listing.anchors import Anchor
from feedsvc.extract.listing.tree import HEADINGS, Element, Tree


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One item to be: its title place and its box."""

    anchor: Anchor
    box: Element


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Members whose boxes are children of one element, in page order."""

    path: tuple[str, ...]
    parent: Element
    members: tuple[Member, ...]


def grouped(tree: Tree, found: Sequence[Anchor]) -> tuple[Group, ...]:
    """Every repeated structure of the page. Sections of one element each still count: they may belong to a larger list."""
    by_path: defaultdict[tuple[str, ...], list[Anchor]] = defaultdict(list)
    for anchor in found:
        by_path[anchor.path].append(anchor)
        by_path[anchor.styled].append(anchor)
        by_path[anchor.placed].append(anchor)
    # Where the classes tell nothing apart, all paths lead to the same places: one of them is enough.
    distinct = {
        tuple(place.element.index for place in same): (path, same) for path, same in reversed(by_path.items())
    }
    return tuple(
        group
        for path, same in distinct.values()
        if len(same) > 1 and not _are_labels(same)
        for group in _split(tree, path, same)
    )


def _are_labels(same: Sequence[Anchor]) -> bool:
    """Headings that say one thing ("What's changed") in every item are no titles."""
    return (
        len(same) > 2 and not any(place.target for place in same) and len({place.text for place in same}) == 1
    )


def _split(tree: Tree, path: tuple[str, ...], same: Sequence[Anchor]) -> Iterable[Group]:
    members = [Member(anchor=anchor, box=box) for anchor, box in zip(same, boxes_of(tree, same), strict=True)]
    crowds = Counter(member.box.parent for member in members)
    depths = Counter(member.box.depth for member in members if crowds[member.box.parent] > 1)
    usual = depths.most_common(1)[0][0] if depths else None
    # The only item of a day would take the whole day for its box, heading and all.
    days = _days(tree, members)
    fitted = [
        _fit(tree, member, max(depths, default=0))
        if member.box.index in days
        else _fit(tree, member, usual if crowds[member.box.parent] == 1 else None)
        for member in members
    ]
    by_parent: defaultdict[int, list[Member]] = defaultdict(list)
    for member in fitted:
        by_parent[member.box.parent].append(member)
    return [
        Group(path=path, parent=tree.elements[index], members=tuple(row))
        for index, row in by_parent.items()
        if index >= 0
    ]


def _days(tree: Tree, members: Sequence[Member]) -> frozenset[int]:
    """The boxes that are days of one item: each opens with a heading, and beside it stand days of several."""
    depths = {member.box.depth for member in members}
    inner = [member for member in members if member.box.depth == max(depths)]
    beside = {tree.at_depth(member.box, depth).parent for member in inner for depth in depths - {max(depths)}}
    return frozenset(
        member.box.index
        for member in members
        if member.box.depth < max(depths) and member.box.parent in beside and _is_headed(tree, member)
    )


def _is_headed(tree: Tree, member: Member) -> bool:
    """Whether the first heading of the box is not the title's."""
    heading = next((part for part in tree.inside(member.box) if part.tag in HEADINGS), None)
    return heading is not None and not heading.holds(member.anchor.element.index)


def _fit(tree: Tree, member: Member, depth: int | None) -> Member:
    if depth is None or member.box.depth >= depth:
        return member
    return Member(anchor=member.anchor, box=tree.at_depth(member.anchor.element, depth))


def boxes_of(tree: Tree, same: Sequence[Anchor]) -> list[Element]:
    """For each anchor its highest ancestor that holds no other anchor with another target."""
    places = [anchor.element.index for anchor in same]
    boxes: list[Element] = []
    for first, end in _runs(same):
        boxes += [_box(tree, same[number].element, places, first, end) for number in range(first, end)]
    return boxes


def _runs(same: Sequence[Anchor]) -> Iterator[tuple[int, int]]:
    """The anchors in a row that lead to one place: from which to which; what leads nowhere is alone."""
    first = 0
    for number in range(1, len(same) + 1):
        target = same[first].target
        if number == len(same) or not target or same[number].target != target:
            yield first, number
            first = number


def _box(tree: Tree, box: Element, places: Sequence[int], first: int, end: int) -> Element:
    for above in tree.ancestors(box):
        if bisect_left(places, above.index) < first or bisect_left(places, above.end) > end:
            break
        box = above
    return box
