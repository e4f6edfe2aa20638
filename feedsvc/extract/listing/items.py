"""Family -> Found: each row with its title, summary, times, outlet, author and picture, or the reason it is left out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence

from feedsvc.extract.found import Found
from feedsvc.extract.listing import words
from feedsvc.extract.listing.atoms import Atom
from feedsvc.extract.listing.families import Family
from feedsvc.extract.listing.people import author_of, outlets_of
from feedsvc.extract.listing.rows import Row
from feedsvc.extract.listing.times import Shown, headings, shown_times
from feedsvc.extract.listing.tree import Element, Tree
from feedsvc.outlets import Outlets

Absolute = Callable[[str], "str | None"]
_SUMMARY_ENOUGH = 2_000
_PICTURE_NAMES = ("data-src", "data-original", "data-lazy-src", "data-lazy", "src")
_NO_PICTURE = re.compile(r"avatar|icon|logo|emoji|spacer|pixel|blank|loading|placeholder", re.IGNORECASE)


def items_of(
    tree: Tree, family: Family, outlets: Outlets | None, absolute: Absolute
) -> tuple[tuple[tuple[int, Found], ...], Mapping[str, int]]:
    """The family's items with the place of each on the page, and how many were left out by reason."""
    dropped: Counter[str] = Counter()
    kept: list[tuple[int, Found]] = []
    columns = (shown_times(tree, family.rows), headings(tree, family.rows), outlets_of(family.rows, outlets))
    for row, shown, heading, outlet in zip(family.rows, *columns, strict=True):
        reason = _reason(tree, row)
        if reason:
            dropped[reason] += 1
            continue
        found = _found(tree, row, shown, heading, outlet, absolute)
        kept.append((row.region.member.anchor.element.index, found))
    return tuple(kept), dropped


def _reason(tree: Tree, row: Row) -> str:
    """Why a row is no item, "" where it is one."""
    if any(words.marks_ad(atom.text) for atom in row.rest) or _marked_ad(tree, row):
        return "advertisement"
    if words.is_label(row.title) or words.says_more(row.title):
        return "no_title"
    return ""


def _marked_ad(tree: Tree, row: Row) -> bool:
    marks = (element for part in row.region.parts for element in tree.inside(part))
    return any(
        "sponsored" in element.get("rel").split() or words.marks_ad(element.get("aria-label"))
        for element in marks
    )


def _found(tree: Tree, row: Row, shown: Shown, heading: str, outlet: str, absolute: Absolute) -> Found:
    member = row.region.member
    return Found(
        title=row.title,
        url=absolute(row.target) if row.target else None,
        summary=_summary(row, shown, outlet),
        image=_picture(tree, row, absolute),
        times=shown.times,
        instants=shown.instants,
        modified=shown.modified,
        heading=heading,
        outlet=outlet,
        author=author_of(tree, row),
        words={
            "title": row.column or "/".join(member.anchor.path[-3:]),
            "time": shown.atom.column if shown.atom else "",
            "item": member.box.tag,
        },
    )


def _summary(row: Row, shown: Shown, outlet: str) -> str:
    pieces: list[str] = []
    room = _SUMMARY_ENOUGH
    for atom in row.rest:
        if room > 0 and _is_prose(atom, row, shown, outlet):
            pieces.append(atom.text)
            room -= len(atom.text)
    told = " ".join(dict.fromkeys(pieces))
    return told.removesuffix(outlet).rstrip() if outlet else told


def _is_prose(atom: Atom, row: Row, shown: Shown, outlet: str) -> bool:
    if words.width(atom.text) < 40 or atom.text == row.title or (atom.link and atom.link != row.target):
        return False
    if outlet and words.width(atom.text) < 2 * words.width(outlet) + 30 and outlet in atom.text:
        return False
    if atom is shown.atom and words.time_share(atom.text) > 0.15:
        return False
    return not words.is_byline(atom.text) or words.width(atom.text) > 120


def _picture(tree: Tree, row: Row, absolute: Absolute) -> str | None:
    for part in row.region.parts:
        for element in tree.inside(part):
            if element.tag == "img" and not _NO_PICTURE.search(element.get("class")):
                address = next(_addresses(element), None)
                if address:
                    return absolute(address)
    return None


def _addresses(image: Element) -> Iterator[str]:
    for name in _PICTURE_NAMES:
        address = image.get(name).strip()
        if address and not address.startswith("data:") and not _NO_PICTURE.search(address.rsplit("/", 1)[-1]):
            yield address


def in_page_order(found: Sequence[tuple[int, Found]]) -> tuple[Found, ...]:
    return tuple(item for _, item in sorted(found, key=lambda pair: pair[0]))
