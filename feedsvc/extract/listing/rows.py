"""Group -> Row: each item as title words and the other atoms, columns compared over all items."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from feedsvc.extract.listing import words
from feedsvc.extract.listing.anchors import is_download, runs_in_text, target_of
from feedsvc.extract.listing.atoms import Atom, atoms
from feedsvc.extract.listing.groups import Group
from feedsvc.extract.listing.lines import words_beside
from feedsvc.extract.listing.regions import Region, regions
from feedsvc.extract.listing.tree import INLINE, Element, Tree

_NUMBERED = re.compile(r"(\d{1,4})\s?[:：.．、)）]\s?(?=\D)")
_REPLIES = re.compile(r"\s?[(（\[]\d{1,5}[)）\]]$")


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
    invited = _invites(tree, group)
    inside = [_candidates(region, row, whole=invited) for region, row in zip(all_regions, texts, strict=True)]
    best = title_columns(inside)
    found = [
        _row(tree, region, row, choice, best)
        for region, row, choice in zip(all_regions, texts, inside, strict=True)
    ]
    return _unnumbered(_unlabelled(tree, found))


def _unnumbered(items: Sequence[Row]) -> tuple[Row, ...]:
    """The titles without the number of their row and the count of replies that stands behind each."""
    if len(items) < 3:
        return tuple(items)
    titles = [item.title for item in items]
    if all(title.startswith(str(number)) for number, title in enumerate(titles, 1)):
        bare = (
            title.removeprefix(str(number)).lstrip(" :：.．、)）") for number, title in enumerate(titles, 1)
        )
        titles = [left or title for left, title in zip(bare, titles, strict=True)]
    marked = [int(found[1]) if (found := _NUMBERED.match(title)) else 0 for title in titles]
    if marked[0] > 0 and all(earlier < later for earlier, later in pairwise(marked)):
        titles = [_NUMBERED.sub("", title) for title in titles]
    if all(map(_REPLIES.search, titles)):
        titles = [_REPLIES.sub("", title) for title in titles]
    return tuple(replace(item, title=title) for item, title in zip(items, titles, strict=True))


def _unlabelled(tree: Tree, items: Sequence[Row]) -> tuple[Row, ...]:
    """The titles without the label that stands before each of them: <span>Title:</span> Citation drift."""
    labels = {_label(tree, item) for item in items}
    label = labels.pop()
    if labels or not label or len(items) < 3:
        return tuple(items)
    return tuple(replace(item, title=item.title.removeprefix(label).strip()) for item in items)


def _label(tree: Tree, item: Row) -> str:
    """The words of the first element in the title, where they end in a colon."""
    first = next(iter(tree.children(item.title_element)), None)
    said = tree.text(first) if first is not None else ""
    return said if said.endswith((":", "：")) and item.title.startswith(said) and item.title != said else ""


def _line(group: Group, line: str) -> tuple[Atom, ...]:
    """The words of a running text beside a title, as an atom of their own."""
    if not line:
        return ()
    return (Atom(element=group.parent, column=">line", text=line, link="", headed=False),)


def _invites(tree: Tree, group: Group) -> bool:
    """Whether the links of the group only say "read more", or a number: then the titles stand elsewhere."""
    texts = [member.anchor.text for member in group.members]
    if sum(map(words.stands_for_title, texts)) >= 0.7 * len(texts):
        return True
    alike = len(texts) > 2 and len(set(texts)) == 1
    return alike and not any(runs_in_text(tree, member.anchor.element) for member in group.members)


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
    if not chosen:
        rest = tuple(_without(atom, anchor.text, anchor.element.index) for atom in row)
        return Row(
            region=region,
            title=anchor.text,
            title_element=anchor.element,
            column="",
            target=anchor.target,
            rest=rest,
        )
    return Row(
        region=region,
        title=" ".join(atom.text for atom in chosen),
        title_element=chosen[0].element,
        column=chosen[0].column,
        target=_target(tree, region, chosen[0]),
        rest=tuple(atom for atom in row if atom not in chosen),
    )


def _chosen(choice: Sequence[Atom], best: Sequence[str]) -> tuple[Atom, ...]:
    """The title's atom; where its lines have an element each (<span>三車相撞</span><span>八人受傷</span>) all of them."""
    by_column: defaultdict[str, list[Atom]] = defaultdict(list)
    for atom in choice:
        by_column[atom.column].append(atom)
    found = next((by_column[column] for column in best if column in by_column), [])
    return tuple(atom for atom in found if atom is found[0] or _goes_on(found[0].element, atom.element))


def _goes_on(first: Element, other: Element) -> bool:
    return other.tag in INLINE and other.parent == first.parent


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


def _target(tree: Tree, region: Region, title: Atom) -> str:
    """Where the item leads: its own link; for a title beside the links the one that they agree on.

    A link beside the title may be that of a file to download, where another opens the item's page.
    """
    own = region.member.anchor
    if own.target and (own.element.holds(title.element.index) or not is_download(own.target)):
        return own.target
    links = [element for part in region.parts for element in tree.inside(part) if target_of(element)]
    pages = {target for target in map(target_of, links) if not is_download(target)}
    named = {target_of(link) for link in links if _names(tree, link, title.text)} & pages
    told = named or pages
    return max(told, key=len) if named or len(told) == 1 else own.target


def _names(tree: Tree, link: Element, title: str) -> bool:
    """Whether the words of a link, or those for a screen reader, are the title."""
    return tree.text(link) == title or title in link.get("aria-label") or title == link.get("title").strip()


def column_texts(items: Sequence[Row]) -> Mapping[str, tuple[Atom, ...]]:
    """The other atoms of all items by column, in page order."""
    seen: defaultdict[str, list[Atom]] = defaultdict(list)
    for item in items:
        for atom in item.rest:
            if atom.text:
                seen[atom.column].append(atom)
    return {column: tuple(found) for column, found in seen.items()}
