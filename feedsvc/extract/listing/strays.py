"""Group -> Group with its strays: boxes like the others in which the title stands under another tag path."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from feedsvc.extract.listing import words
from feedsvc.extract.listing.anchors import Anchor
from feedsvc.extract.listing.groups import Group, Member
from feedsvc.extract.listing.tree import Element, Tree

_ROWS = frozenset(("li", "article"))


def with_strays(tree: Tree, group: Group, places: Sequence[Anchor], taken: frozenset[int]) -> Group:
    """The group and its siblings of the same kind, in page order."""
    if len(group.members) < 3:
        return group
    kind = _kind(group)
    boxes = {member.box.index for member in group.members}
    found = [
        Member(anchor=title, box=child)
        for child in tree.children(group.parent)
        if child.index not in boxes and _is_like(child, group, kind)
        for title in _title(group, child, places, taken)
    ]
    members = sorted((*group.members, *found), key=lambda member: member.box.index)
    return replace(group, members=tuple(members))


def _kind(group: Group) -> frozenset[str]:
    """The classes that nearly all boxes share."""
    counts = Counter(name for member in group.members for name in member.box.classes)
    return frozenset(name for name, count in counts.items() if count >= 0.8 * len(group.members))


def _is_like(child: Element, group: Group, kind: frozenset[str]) -> bool:
    if child.tag != group.members[0].box.tag:
        return False
    return bool(kind & child.classes) if kind else child.tag in _ROWS and not child.classes


def _title(group: Group, box: Element, places: Sequence[Anchor], taken: frozenset[int]) -> Iterator[Anchor]:
    """The one place in the box that looks most like the titles of the group; none where nothing does."""
    starts = [place.element.index for place in places]
    inside = places[bisect_left(starts, box.index) : bisect_left(starts, box.end)]
    if any(place.element.index in taken for place in inside):
        return
    usual = sorted(words.width(member.anchor.text) for member in group.members)[len(group.members) // 2]
    ending = group.members[0].anchor.path[-2:]
    fit = [
        place
        for place in inside
        if place.path[-2:] == ending and 0.4 * usual <= words.width(place.text) <= 3 * usual + 20
    ]
    if fit:
        yield max(fit, key=lambda place: min(words.width(place.text), usual))
