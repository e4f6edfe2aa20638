"""Groups -> Family: sections of one list put together; the best one of the page and its equals."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from statistics import median

from feedsvc.extract.listing import words
from feedsvc.extract.listing.anchors import Anchor
from feedsvc.extract.listing.groups import Group
from feedsvc.extract.listing.heroes import heroes
from feedsvc.extract.listing.rows import Row, rows
from feedsvc.extract.listing.score import Score, besideness, is_timed, score
from feedsvc.extract.listing.strays import with_strays
from feedsvc.extract.listing.tree import Tree

_HEADLINE = 60  # wider link words may be a summary
_LABEL = 14  # titles narrower than this are those of a menu
_Member = tuple[Group, tuple[Row, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """One list: its groups (a section, a day, a row of cards each), its items, what it is worth."""

    groups: tuple[Group, ...]
    rows: tuple[Row, ...]
    score: Score


def main_families(tree: Tree, groups: Sequence[Group], places: Sequence[Anchor]) -> tuple[Family, ...]:
    """The page's main list, and the others that are its equals (sections of a front page); best first."""
    every = (family for family in families(tree, groups, places) if not _is_furniture(family))
    ranked = sorted(every, key=lambda family: (-round(family.score.total, 3), _places(family)[0]))
    if not ranked:
        return ()
    best = _headlines(ranked)
    chosen = [best]
    for other in ranked:
        if (
            other is not best
            and _equals(best, other)
            and not any(_overlap(family, other) for family in chosen)
        ):
            chosen.append(other)
    completed = [_completed(tree, family, places) for family in chosen]
    targets = frozenset(item.target for family in completed for item in family.rows)
    return tuple(_with_leads(tree, family, places, targets) for family in completed)


def _headlines(ranked: Sequence[Family]) -> Family:
    """The best list; where its links are summaries, the list of the headlines that lead to the same pages."""
    best = ranked[0]
    if best.score.width <= _HEADLINE:
        return best
    targets = {item.target for item in best.rows}
    return next((other for other in ranked[1:] if _heads(other, best, targets)), best)


def _heads(other: Family, best: Family, targets: AbstractSet[str]) -> bool:
    titles = {item.title for item in other.rows}
    led = sum(item.target in targets for item in other.rows)
    return (
        _LABEL <= other.score.width <= 0.6 * best.score.width
        and min(led, len(titles)) >= 0.9 * len(other.rows)
        and len(other.rows) >= 0.9 * len(best.rows)
    )


def _is_furniture(family: Family) -> bool:
    """Whether it stands in a menu or a footer, and nothing says that it is a list of news all the same."""
    return family.score.beside < 0.5 and family.score.timed < 0.5 and family.score.headed < 0.5


def families(tree: Tree, groups: Sequence[Group], places: Sequence[Anchor]) -> tuple[Family, ...]:
    """Every list of at least two items. What is hidden is only read as more of a list that is shown."""
    by_parent: defaultdict[tuple[object, ...], list[_Member]] = defaultdict(list)
    for group in groups:
        by_parent[_place(tree, group)].append((group, rows(tree, group)))
    alike: defaultdict[tuple[object, ...], list[_Member]] = defaultdict(list)
    for place, members in by_parent.items():
        timed = [is_timed(item) for _, items in members for item in items]
        wide = median(words.width(item.title) for _, items in members for item in items) >= _LABEL
        alike[(*place[:-1], sum(timed) >= 0.5 * len(timed), wide)] += members
    return tuple(
        _family(tree, members, places)
        for members in alike.values()
        if sum(len(group.members) for group, _ in members) > 1
        and any(_is_shown(group) for group, _ in members)
    )


def _is_shown(group: Group) -> bool:
    return not group.members[0].box.hidden


def _place(tree: Tree, group: Group) -> tuple[object, ...]:
    """Groups of one place are one list, whether each shows times or not: the classes around tell them."""
    box = group.members[0].box
    around = group.parent.classes or {str(group.parent.index)}
    return (
        group.path,
        box.tag,
        box.depth,
        group.parent.tag,
        round(besideness(tree, group.parent), 2),
        frozenset(around),
    )


def _family(tree: Tree, members: Iterable[_Member], places: Sequence[Anchor]) -> Family:
    ordered = sorted(members, key=lambda member: member[0].members[0].anchor.element.index)
    groups = tuple(group for group, _ in ordered)
    items = tuple(item for _, row in ordered for item in row)
    return Family(
        groups=groups, rows=items, score=score(tree, groups[0].parent, items, _crowding(groups, places))
    )


def family_of(tree: Tree, group: Group, places: Sequence[Anchor]) -> Family:
    """A group as a list of its own."""
    return _family(tree, [(group, rows(tree, group))], places)


def _crowding(groups: Sequence[Group], places: Sequence[Anchor]) -> float:
    """The share of boxes that hold several titles of one kind: such a box is a section, not an item."""
    ending = groups[0].members[0].anchor.path[-2:]
    same = [place for place in places if place.path[-2:] == ending]
    starts = [place.element.index for place in same]
    members = [member for group in groups for member in group.members]
    crowded = 0
    for member in members:
        inside = same[bisect_left(starts, member.box.index) : bisect_left(starts, member.box.end)]
        long = {
            place.target
            for place in inside
            if len(place.text) >= 0.35 * len(member.anchor.text) and not words.is_code(place.text)
        }
        crowded += len(long - {member.anchor.target}) > 1
    return crowded / len(members)


def _equals(best: Family, other: Family) -> bool:
    """Whether another list is the page's main list too, and not what stands beside it.

    A section built like the main list may be short; one built in another way must be worth as much.
    """
    mine, theirs = best.score, other.score
    if theirs.beside < mine.beside or abs(mine.timed - theirs.timed) > 0.3:
        return False
    each, total = (0.75, 0.25) if _built_alike(best, other) else (0.9, 0.75)
    return theirs.each >= each * mine.each and theirs.total >= total * mine.total


def _built_alike(one: Family, other: Family) -> bool:
    mine, theirs = one.rows[0], other.rows[0]
    return bool(mine.column) and mine.column == theirs.column


def _overlap(one: Family, other: Family) -> bool:
    """Whether two lists are the same items by other words (a picture's link, "read more"), or one inside the other."""
    mine, theirs = _spans(one), _spans(other)
    targets = {item.target for item in one.rows if item.target}
    known = sum(item.target in targets for item in other.rows)
    return _touch(mine, _places(other)) or _touch(theirs, _places(one)) or known >= 0.3 * len(other.rows)


def _spans(family: Family) -> list[tuple[int, int]]:
    return [(part.index, part.end) for item in family.rows for part in item.region.parts]


def _places(family: Family) -> list[int]:
    return [item.region.member.anchor.element.index for item in family.rows]


def _touch(spans: Sequence[tuple[int, int]], places: Sequence[int]) -> bool:
    """Whether a place lies in a span."""
    ordered = sorted(places)
    return any(bisect_left(ordered, first) < bisect_left(ordered, end) for first, end in spans)


def _completed(tree: Tree, family: Family, places: Sequence[Anchor]) -> Family:
    """The family with the items that are built a little differently (a row of pictures among rows of text)."""
    groups = tuple(with_strays(tree, group, places, _taken(family)) for group in family.groups)
    items = tuple(item for group in groups for item in rows(tree, group))
    return Family(groups=groups, rows=items, score=family.score)


def _with_leads(tree: Tree, family: Family, places: Sequence[Anchor], targets: frozenset[str]) -> Family:
    leads = heroes(tree, family.groups, places, targets, family.score.beside)
    every = (item for lead in leads for item in rows(tree, lead))
    # A lead story that shows no time above items that do is often last week's.
    above = tuple(item for item in every if is_timed(item) or family.score.timed < 0.8)
    return Family(groups=family.groups, rows=(*above, *family.rows), score=family.score) if above else family


def _taken(family: Family) -> frozenset[int]:
    return frozenset(_places(family))
