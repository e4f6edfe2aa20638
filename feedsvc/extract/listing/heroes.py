"""Family -> the few items above it that are built in another way: the lead story, a carousel of pictures."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from itertools import islice, pairwise
from statistics import median
from urllib.parse import urlsplit

from feedsvc.extract.listing import words
from feedsvc.extract.listing.anchors import Anchor
from feedsvc.extract.listing.groups import Group, Member, boxes_of
from feedsvc.extract.listing.score import besideness
from feedsvc.extract.listing.tree import Element, Tree

_MOST = 1  # more are a carousel, or a list of their own
_LEVELS = 2
_IDENTIFIER = re.compile(r"(?=\w*\d)(?=\w*[A-Za-z])\w{6,}")  # 63c530wX
_DIGITS = re.compile(r"\d+")


def heroes(
    tree: Tree, groups: Sequence[Group], places: Sequence[Anchor], taken: AbstractSet[str], beside: float
) -> tuple[Group, ...]:
    """A group of one for each lead story above a group of the family; none where more than a few stand there.

    It leads to an address built like those of the items, has a heading or a picture, and stands in the
    middle of the page as the items do.
    """
    known = [member.anchor for group in groups for member in group.members]
    mould = usual_mould(known)
    if mould is None or len(known) < 3:
        return ()
    least = max(10.0, 0.4 * median(words.width(anchor.text) for anchor in known))
    fit = [
        place
        for place in places
        if mould_of(place.target) == mould
        and words.width(place.text) >= least
        and not words.says_more(place.text)
    ]
    found = [lead for group, floor in _with_floors(groups) for lead in _above(tree, group, floor, fit, taken)]
    leads = [lead for lead in found if besideness(tree, lead.element) >= beside]
    return tuple(_grouped(tree, leads, known))


def usual_mould(known: Sequence[Anchor]) -> tuple[str, ...] | None:
    """How most addresses of a list are built; None where each is built in its own way."""
    moulds = Counter(mould_of(anchor.target) for anchor in known)
    mould, count = moulds.most_common(1)[0]
    return mould if mould and count >= 0.6 * len(known) else None


def mould_of(target: str) -> tuple[str, ...]:
    """How an address is built: its host and its path, numbers and slugs left out."""
    try:
        split = urlsplit(target)
    except ValueError:
        return ()
    steps = [_step(step) for step in split.path.split("/")]
    keys = sorted(pair.partition("=")[0] for pair in split.query.split("&") if pair)
    told = any(map(str.isdigit, split.path)) or "~" in steps or keys
    return (split.netloc, *steps, *keys) if told else ()


def _step(step: str) -> str:
    if _IDENTIFIER.fullmatch(step):
        return "~"
    return "~" if len(step) > 24 or step.count("-") > 2 or "%" in step else _DIGITS.sub("0", step)


def _with_floors(groups: Sequence[Group]) -> Iterator[tuple[Group, int]]:
    """Each group and where the one before it ends."""
    yield groups[0], 0
    yield from ((later, earlier.members[-1].box.end) for earlier, later in pairwise(groups))


def _above(
    tree: Tree, group: Group, floor: int, fit: Sequence[Anchor], taken: AbstractSet[str]
) -> Sequence[Anchor]:
    """The places just above a group, in the nearest element around that has any."""
    first = group.members[0].box.index
    for around in islice((group.parent, *tree.ancestors(group.parent)), _LEVELS):
        begin = max(around.index, floor)
        near = [place for place in fit if begin <= place.element.index < first and place.target not in taken]
        if near:
            leads = _one_each(near)
            return leads if len(leads) <= _MOST and all(_is_lead(tree, lead) for lead in leads) else ()
    return ()


def _one_each(near: Sequence[Anchor]) -> list[Anchor]:
    """Of the links to one story its heading, else the first."""
    best: dict[str, Anchor] = {}
    for place in near:
        if place.target not in best or (place.headed and not best[place.target].headed):
            best[place.target] = place
    return list(best.values())


def _is_lead(tree: Tree, place: Anchor) -> bool:
    around: tuple[Element, ...] = (place.element, *islice(tree.ancestors(place.element), 2))
    pictured = any(inner.tag in {"img", "picture"} for box in around for inner in tree.inside(box)[:30])
    return place.headed or pictured


def _grouped(tree: Tree, leads: Sequence[Anchor], known: Sequence[Anchor]) -> Iterator[Group]:
    together = sorted((*leads, *known), key=lambda anchor: anchor.element.index)
    for anchor, box in zip(together, boxes_of(tree, together), strict=True):
        if any(anchor is lead for lead in leads):
            yield Group(
                path=anchor.path, parent=tree.parent(box) or box, members=(Member(anchor=anchor, box=box),)
            )
