"""Rows -> the words in the outlet's place and in the author's, where the columns make sure what they are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from feedsvc.extract.listing import words
from feedsvc.extract.listing.atoms import TAIL, Atom
from feedsvc.extract.listing.rows import Row, column_texts
from feedsvc.extract.listing.tree import Element, Tree
from feedsvc.outlets import Outlets

_SEPARATORS = re.compile(r"\s+[-–—]\s+|\s*[•·・‧∙|｜]\s*|\s{3,}")
_SITE = re.compile(r"^\(?((?:[\w-]+\.)+[a-z]{2,}(?:/[\w.~-]*)?)\)?$", re.IGNORECASE)
_OUTLET_NAMES = re.compile(
    r"source|provider|outlet|publisher|sitestr|sitebit|media-?name|origin|press", re.IGNORECASE
)
_AUTHOR_NAMES = re.compile(
    r"author|byline|writer|reporter|hnuser|vcard|user-?name|contributor|redakteur|autor", re.IGNORECASE
)
_AUTHOR_LINK = re.compile(
    r"/(?:author|authors|user|users|profile|people|autor|writer|reporter)s?[/?=]|[?&]author=", re.IGNORECASE
)
_WIDEST_NAME = 44


def outlets_of(items: Sequence[Row], known: Outlets | None) -> tuple[str, ...]:
    """For each item the words in the outlet's place; "" where no column is surely the outlets'."""
    columns = [column for column, atoms in column_texts(items).items() if _names_outlets(atoms, items, known)]
    return tuple(_outlet(item, columns, known) or _glued(item, known) for item in items)


def _glued(item: Row, known: Outlets | None) -> str:
    """A known name at the end of the text before its time (…改道。中央社 ・ 3 小時前)."""
    tail = next((atom for atom in item.rest if atom.column.endswith(TAIL)), None)
    if tail is None or known is None:
        return ""
    told = next((atom.text for atom in item.rest if atom.element is tail.element and atom is not tail), "")
    found = known.ending(told)
    return told[found[1] :].strip() if found else ""


def _names_outlets(atoms: Sequence[Atom], items: Sequence[Row], known: Outlets | None) -> bool:
    """Whether a column is the outlets': known names or site names in it, or the page calls it so."""
    named = [name for atom in atoms if (name := _name(atom, known))]
    if len(named) < 0.5 * len(atoms) or len(atoms) < 0.2 * len(items):
        return False
    if _OUTLET_NAMES.search(atoms[0].column.rsplit(">", 1)[-1]):
        return True
    sure = sum(
        1 for name in named if _SITE.match(name) or (known is not None and known.named(name) is not None)
    )
    return sure >= max(1, 0.3 * len(named))


def _outlet(item: Row, columns: Sequence[str], known: Outlets | None) -> str:
    atoms = (atom for column in columns for atom in item.rest if atom.column == column)
    return next((name for atom in atoms if (name := _name(atom, known))), "")


def _name(atom: Atom, known: Outlets | None) -> str:
    """The part of a short text that may name an outlet: what stands beside the time, or all of it."""
    if words.width(atom.text) > 2 * _WIDEST_NAME + 20:
        return ""
    parts = [part for part in _parts(atom.text) if _may_name(part)]
    if known is not None:
        named = next((part for part in parts if known.named(part) is not None), None)
        if named:
            return named
    return _bare(parts[0]) if parts else ""


def _parts(shown: str) -> Iterator[str]:
    for piece in words.time_words(shown):
        shown = shown.replace(piece, "|")
    yield from (part.strip(" \t,，、()（）[]【】") for part in _SEPARATORS.split(shown))


def _may_name(part: str) -> bool:
    if not 2 <= words.width(part) <= _WIDEST_NAME or words.is_label(part) or words.is_byline(part):
        return False
    return not words.marks_ad(part) and not words.says_more(part)


def _bare(name: str) -> str:
    site = _SITE.match(name)
    return site.group(1) if site else name


def author_of(tree: Tree, item: Row) -> str:
    """The author as printed; "" where nothing on the page says that a name is the author's."""
    for part in item.region.parts:
        for element in tree.inside(part):
            if _says_author(element):
                name = _person(tree.text(element))
                if name and name != item.title:
                    return name
    return next(
        (name for atom in item.rest if words.is_byline(atom.text) and (name := _byline(atom.text))), ""
    )


def _says_author(element: Element) -> bool:
    if "author" in (element.get("rel").split() + element.get("itemprop").split()):
        return True
    own_link = element.tag == "a" and _AUTHOR_LINK.search(element.get("href"))
    return bool(
        own_link or element.tag == "address" or any(_AUTHOR_NAMES.search(name) for name in element.classes)
    )


def _byline(shown: str) -> str:
    return _person(next(iter(_parts(words.after_by(shown))), ""))


def _person(shown: str) -> str:
    for piece in words.time_words(shown):
        shown = shown.partition(piece)[0]
    name = re.split(r"\s+on\s*$|\s*[|•·]\s*", words.after_by(shown.strip()))[0].strip(" ,:：-–|/")
    return name if 2 <= words.width(name) <= 60 and not words.is_label(name) else ""
