"""Tree -> Family where links make no list: posts without any link (a stream), or the one item of a short list."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from feedsvc.extract.listing import words
from feedsvc.extract.listing.anchors import Anchor, block_place, target_of
from feedsvc.extract.listing.families import Family, family_of, main_families
from feedsvc.extract.listing.groups import Group, Member, boxes_of
from feedsvc.extract.listing.rows import rows
from feedsvc.extract.listing.score import besideness, is_timed
from feedsvc.extract.listing.tree import Element, Tree

_LARGEST = 200  # elements of a post
_MOST = 1_000
_TITLE = 14  # narrower words are a menu's


def stream(tree: Tree) -> tuple[Family, ...]:
    """Posts that show their times and lead nowhere."""
    groups = tuple(_blocks(tree))
    places = tuple(member.anchor for group in groups for member in group.members)
    found = main_families(tree, groups, places) if places else ()
    return tuple(family for family in found if family.score.timed >= 0.5)


def _blocks(tree: Tree) -> Iterator[Group]:
    """Siblings built alike, at least three, with words and without links."""
    left = _MOST
    for parent in tree.elements:
        alike: defaultdict[tuple[str, frozenset[str]], list[Element]] = defaultdict(list)
        for child in tree.children(parent):
            if left > 0 and child.end - child.index in range(2, _LARGEST) and not _leads_on(tree, child):
                alike[child.tag, child.classes].append(child)
        for same in alike.values():
            if len(same) > 2:
                left -= len(same)
                members = tuple(Member(anchor=block_place(tree, block), box=block) for block in same)
                yield Group(path=members[0].anchor.path, parent=parent, members=members)


def _leads_on(tree: Tree, block: Element) -> bool:
    return any(target_of(element) for element in (*tree.inside(block), *tree.ancestors(block)))


def only_item(tree: Tree, places: Sequence[Anchor]) -> tuple[Family, ...]:
    """The one link of the page that has a title's width and a time beside it, in the middle of the page."""
    found: list[Family] = []
    for place, box in zip(places, boxes_of(tree, places), strict=True):
        around = tree.parent(box)
        if around is None or not place.target or words.width(place.text) < _TITLE:
            continue
        group = Group(path=place.path, parent=around, members=(Member(anchor=place, box=box),))
        if besideness(tree, around) >= 0.6 and all(map(is_timed, rows(tree, group))):
            found.append(family_of(tree, group, places))
    return tuple(found) if len(found) == 1 else ()
