"""Group -> Group with its strays: boxes like the others in which the title stands under another tag path."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from statistics import median

from feedsvc.extract.listing import words
from feedsvc.extract.listing.anchors import Anchor
from feedsvc.extract.listing.groups import Group, Member
from feedsvc.extract.listing.heroes import mould_of, usual_mould
from feedsvc.extract.listing.tree import Element, Tree

_CARD = 600  # characters of a card
_ROWS = frozenset(("li", "article"))


def with_strays(tree: Tree, group: Group, places: Sequence[Anchor], taken: frozenset[int]) -> Group:
    """The group and its siblings of the same kind, in page order."""
    if len(group.members) < 3:
        return group
    kind = _kind(group)
    boxes = {member.box.index for member in group.members}
    starts = [place.element.index for place in places]
    look = _look(group, taken)
    found = [
        Member(anchor=title, box=child)
        for child in tree.children(group.parent)
        if child.index not in boxes and _is_like(child, group, kind)
        for title in _title(child, places, starts, look)
    ]
    found += _other_cards(tree, group, places, starts, boxes | {member.box.index for member in found})
    members = sorted((*group.members, *found), key=lambda member: member.box.index)
    return replace(group, members=tuple(members))


def _other_cards(
    tree: Tree, group: Group, places: Sequence[Anchor], starts: Sequence[int], boxes: AbstractSet[int]
) -> list[Member]:
    """Siblings built in another way (a large card among small ones) that lead to one page of the kind the items
    lead to, and show a time: an advertisement leads elsewhere, a button shows none."""
    mould = usual_mould([member.anchor for member in group.members])
    last = max(member.box.index for member in group.members)
    known = {member.anchor.target for member in group.members}
    found: list[Member] = []
    for child in tree.children(group.parent):
        inside = places[bisect_left(starts, child.index) : bisect_left(starts, child.end)]
        targets = {place.target for place in inside} - {""}
        fits = len(targets) == 1 and not targets & known and mould is not None
        if child.index in boxes or child.index > last or not fits or mould_of(inside[0].target) != mould:
            continue
        if words.time_words(tree.text(child)[:_CARD]):
            found.append(Member(anchor=max(inside, key=lambda place: words.width(place.text)), box=child))
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class _Look:
    """What the titles of a group look like, and which places are titles already."""

    ending: tuple[str, ...]
    width: float
    taken: frozenset[int]


def _look(group: Group, taken: frozenset[int]) -> _Look:
    usual = median(words.width(member.anchor.text) for member in group.members)
    return _Look(ending=group.members[0].anchor.path[-2:], width=usual, taken=taken)


def _kind(group: Group) -> frozenset[str]:
    """The classes that nearly all boxes share."""
    counts = Counter(name for member in group.members for name in member.box.classes)
    return frozenset(name for name, count in counts.items() if count >= 0.8 * len(group.members))


def _is_like(child: Element, group: Group, kind: frozenset[str]) -> bool:
    if child.tag != group.members[0].box.tag:
        return False
    return bool(kind & child.classes) if kind else child.tag in _ROWS and not child.classes


def _title(box: Element, places: Sequence[Anchor], starts: Sequence[int], look: _Look) -> Iterator[Anchor]:
    """The one place in the box that looks most like the titles of the group; none where nothing does."""
    inside = places[bisect_left(starts, box.index) : bisect_left(starts, box.end)]
    if any(place.element.index in look.taken for place in inside):
        return
    ends_alike = (place for place in inside if place.path[-2:] == look.ending)
    fit = [
        place for place in ends_alike if 0.4 * look.width <= words.width(place.text) <= 3 * look.width + 20
    ]
    if fit:
        yield max(fit, key=lambda place: min(words.width(place.text), look.width))
