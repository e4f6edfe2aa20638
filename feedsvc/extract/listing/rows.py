"""Group -> Row: each item as title words and the other atoms, columns compared over all items."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from feedsvc.extract.listing import words
from feedsvc.extract.listing.anchors import target_of
from feedsvc.extract.listing.atoms import Atom, atoms
from feedsvc.extract.listing.groups import Group
from feedsvc.extract.listing.lines import words_beside
from feedsvc.extract.listing.regions import Region, regions
from feedsvc.extract.listing.tree import Element, Tree

_WIDEST_TITLE = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One item: its region, its title words, and every atom that is not the title."""

    region: Region
    title: str
    title_element: Element
    column: str
    target: str
    rest: tuple[Atom, ...]


def rows(tree: Tree, group: Group) -> tuple[Row, ...]:
    """The items of a group in page order."""
    all_regions = regions(tree, group)
    lines = words_beside(tree, group)
    texts = [
        (*atoms(tree, region.parts), *_line(group, line))
        for region, line in zip(all_regions, lines, strict=True)
    ]
    invited = _invites(group)
    inside = [_candidates(region, row, whole=invited) for region, row in zip(all_regions, texts, strict=True)]
    best = title_columns(inside)
    return tuple(
        _row(tree, region, row, choice, best)
        for region, row, choice in zip(all_regions, texts, inside, strict=True)
    )


def _line(group: Group, line: str) -> tuple[Atom, ...]:
    """The words of a running text beside a title, as an atom of their own."""
    if not line:
        return ()
    return (Atom(element=group.parent, column=">line", text=line, link="", headed=False),)


def _invites(group: Group) -> bool:
    """Whether the links of the group only say "read more": then the titles stand elsewhere."""
    texts = [member.anchor.text for member in group.members]
    invited = sum(map(words.says_more, texts)) >= 0.7 * len(texts)
    return invited or (len(texts) > 2 and len(set(texts)) == 1)


def _candidates(region: Region, row: Sequence[Atom], *, whole: bool) -> tuple[Atom, ...]:
    """The atoms among which the title is: those of the link, or all where links only invite."""
    link = region.member.anchor.element
    pool = row if whole else [atom for atom in row if link.holds(atom.element.index)]
    fit = tuple(atom for atom in pool if _may_be_title(atom))
    return fit or tuple(pool if not whole else ())


def _may_be_title(atom: Atom) -> bool:
    if words.is_label(atom.text) or words.marks_ad(atom.text) or words.says_more(atom.text):
        return False
    return words.time_share(atom.text) < 0.75


def title_columns(choices: Sequence[Sequence[Atom]]) -> tuple[str, ...]:
    """Columns in the order in which they may hold the title: headings first, then by what they say.

    A label (政治, Opinion) is short and says the same in many items; a summary is long and comes later.
    """
    seen: defaultdict[str, list[Atom]] = defaultdict(list)
    for row in choices:
        for atom in row:
            seen[atom.column].append(atom)
    order = {column: place for place, column in enumerate(seen)}
    return tuple(sorted(seen, key=lambda column: (-_title_worth(seen[column], len(choices)), order[column])))


def _title_worth(column: Sequence[Atom], items: int) -> float:
    texts = [atom.text for atom in column]
    presence = min(1.0, len(texts) / items)
    distinct = len(set(texts)) / len(texts)
    wide = median(map(words.width, texts))
    fits = min(wide, 24) / 24 if wide <= 140 else 0.45
    headed = 0.8 if column[0].headed else 0.0
    return presence * (fits + headed) * (distinct**2)


def _row(tree: Tree, region: Region, row: Sequence[Atom], choice: Sequence[Atom], best: Sequence[str]) -> Row:
    chosen = _chosen(choice, best)
    anchor = region.member.anchor
    if chosen is None:
        rest = tuple(_without(atom, anchor.text, anchor.element.index) for atom in row)
        return Row(
            region=region,
            title=anchor.text,
            title_element=anchor.element,
            column="",
            target=anchor.target,
            rest=rest,
        )
    rest = tuple(atom for atom in row if atom is not chosen)
    return Row(
        region=region,
        title=chosen.text,
        title_element=chosen.element,
        column=chosen.column,
        target=anchor.target or _only_target(tree, region),
        rest=rest,
    )


def _chosen(choice: Sequence[Atom], best: Sequence[str]) -> Atom | None:
    by_column: dict[str, Atom] = {}
    for atom in choice:
        by_column.setdefault(atom.column, atom)
    return next((by_column[column] for column in best if column in by_column), None)


def _without(atom: Atom, title: str, index: int) -> Atom:
    """The atom whose running text holds the title link, without the link's words."""
    if not atom.element.holds(index):
        return atom
    left = atom.text.replace(title, " ", 1)
    return Atom(
        element=atom.element,
        column=atom.column,
        text=" ".join(left.split()),
        link="",
        headed=atom.headed,
    )


def _only_target(tree: Tree, region: Region) -> str:
    """A heading with no link of its own is opened by the links beside it, where they all lead to one place."""
    targets = Counter(target_of(element) for part in region.parts for element in tree.inside(part))
    targets.pop("", None)
    return next(iter(targets)) if len(targets) == 1 else ""


def column_texts(items: Sequence[Row]) -> Mapping[str, tuple[Atom, ...]]:
    """The other atoms of all items by column, in page order."""
    seen: defaultdict[str, list[Atom]] = defaultdict(list)
    for item in items:
        for atom in item.rest:
            if atom.text:
                seen[atom.column].append(atom)
    return {column: tuple(found) for column, found in seen.items()}
