"""Family -> Found: each row with its title, summary, times, outlet, author and picture, or the reason it is left out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from statistics import median

from feedsvc import text
from feedsvc.extract.found import Found
from feedsvc.extract.listing import words
from feedsvc.extract.listing.atoms import Atom
from feedsvc.extract.listing.families import Family
from feedsvc.extract.listing.people import author_of, outlets_of
from feedsvc.extract.listing.rows import Row, column_texts
from feedsvc.extract.listing.times import Shown, headings, shown_times
from feedsvc.extract.listing.tree import Element, Tree
from feedsvc.outlets import Outlets

Absolute = Callable[[str], "str | None"]
_SUMMARY_ENOUGH = 2_000
_SENTENCE = 40  # a text as wide is prose wherever it stands
_ENDED = re.compile(r"[。！？!?…；]」?』?\s*$|[a-zа-я]\.$")
_PICTURE_NAMES = ("data-src", "data-original", "data-lazy-src", "data-lazy", "src")
_CUT = re.compile(r"^(.{4,}?)\s*(?:…+|\.{3,}|⋯+)$")
_NO_PICTURE = re.compile(r"avatar|icon|logo|emoji|spacer|pixel|blank|loading|placeholder", re.IGNORECASE)


def items_of(
    tree: Tree, family: Family, outlets: Outlets | None, absolute: Absolute
) -> tuple[tuple[tuple[int, Found], ...], Mapping[str, int]]:
    """The family's items with the place of each on the page, and how many were left out by reason."""
    dropped: Counter[str] = Counter()
    kept: list[tuple[int, Found]] = []
    columns = (
        shown_times(tree, family.rows),
        headings(tree, family.rows),
        outlets_of(tree, family.rows, outlets),
    )
    told = prose_columns(family.rows)
    for row, shown, heading, outlet in zip(family.rows, *columns, strict=True):
        reason = _reason(tree, row)
        if reason:
            dropped[reason] += 1
            continue
        found = _found(tree, row, shown, heading, outlet, told, absolute)
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


def _found(
    tree: Tree,
    row: Row,
    shown: Shown,
    heading: str,
    outlet: str,
    told: frozenset[str],
    absolute: Absolute,
) -> Found:
    member = row.region.member
    return Found(
        title=_full_title(tree, row),
        url=absolute(row.target) if row.target else None,
        summary=_summary(row, shown, outlet, told),
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


def _full_title(tree: Tree, row: Row) -> str:
    """The title; where it is cut ("載客破...") the whole one that a pointer shows."""
    cut = _CUT.match(row.title)
    if cut is None:
        return row.title
    near = (
        row.title_element,
        *islice(tree.ancestors(row.title_element), 2),
        row.region.member.anchor.element,
    )
    told = (text.clean(element.get(name)) for element in near for name in ("title", "aria-label"))
    begin = cut.group(1)
    return next((one for one in told if len(one) > len(begin) and one.startswith(begin)), row.title)


def prose_columns(rows: Sequence[Row]) -> frozenset[str]:
    """The columns that hold summaries: long texts in most items, or sentences that may be short."""
    return frozenset(column for column, atoms in column_texts(rows).items() if _holds_prose(atoms))


def _holds_prose(atoms: Sequence[Atom]) -> bool:
    widths = [words.width(atom.text) for atom in atoms]
    if median(widths) >= _SENTENCE:
        return True
    ended = sum(bool(_ENDED.search(atom.text)) for atom in atoms)
    return median(widths) >= 8 and ended >= 0.6 * len(atoms)


def _summary(row: Row, shown: Shown, outlet: str, told: frozenset[str]) -> str:
    pieces: list[str] = []
    room = _SUMMARY_ENOUGH
    for atom in row.rest:
        if room > 0 and _is_prose(atom, row, shown, outlet, told):
            pieces.append(atom.text)
            room -= len(atom.text)
    said = " ".join(dict.fromkeys(pieces))
    return said.removesuffix(outlet).rstrip() if outlet else said


def _is_prose(atom: Atom, row: Row, shown: Shown, outlet: str, told: frozenset[str]) -> bool:
    wide = words.width(atom.text)
    if atom.text == row.title or (atom.link and atom.link != row.target):
        return False
    if wide < _SENTENCE and (atom.column not in told or not _is_sentence(atom.text)):
        return False
    if outlet and wide < 2 * words.width(outlet) + 30 and outlet in atom.text:
        return False
    if atom is shown.atom and words.time_share(atom.text) > 0.15:
        return False
    return not words.is_byline(atom.text) or wide > 120


def _is_sentence(shown: str) -> bool:
    """Whether a short text of a summary's column is one: no count, no "read more", no time."""
    return not words.is_label(shown) and not words.says_more(shown) and words.time_share(shown) < 0.5


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
