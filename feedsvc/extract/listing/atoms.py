"""Region -> Atom: the shortest texts that stand by themselves, each with the path that leads to it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from feedsvc import text
from feedsvc.extract import page as door
from feedsvc.extract.listing import words
from feedsvc.extract.listing.anchors import target_of
from feedsvc.extract.listing.tree import HEADINGS, INLINE, Element, Tree

TAIL = ">tail"
_SHORT = 160  # a longer text is no time in pieces
_BADGE_NAMES = re.compile(r"(?:^|[\s_-])(?:badge|ico|icon|pick)(?:$|[\s_-])", re.IGNORECASE)
_NUMBER = re.compile(r"\d+")
_SMALL = INLINE.union(
    (
        "a",
        "abbr",
        "acronym",
        "big",
        "br",
        "cite",
        "code",
        "data",
        "date",
        "dfn",
        "img",
        "ins",
        "kbd",
        "label",
        "q",
    ),
    ("s", "samp", "strike", "sub", "sup", "time", "tt", "var", "wbr"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Atom:
    """`column` is equal for the atoms in the same place of other items; `link` is the address that the
    atom as a whole leads to, "" where it is no link."""

    element: Element
    column: str
    text: str
    link: str
    headed: bool


def atoms(tree: Tree, parts: Sequence[Element]) -> tuple[Atom, ...]:
    """The atoms of one item in page order."""
    return tuple(atom for part in parts for atom in _atoms(tree, part, _link_around(tree, part)))


def _link_around(tree: Tree, element: Element) -> str:
    links = (target_of(above) for above in (element, *tree.ancestors(element)))
    return next((link for link in links if link), "")


def _atoms(tree: Tree, top: Element, link: str) -> Iterator[Atom]:
    stack = [(top, _name(top), link, top.tag in HEADINGS)]
    while stack:
        element, place, around, headed = stack.pop()
        apart = _apart(tree, element)
        words_here = (
            _own_words(tree, element, apart) if apart or not _is_bare(element) else _pieced(tree, element)
        )
        if words_here:
            whole = Atom(element=element, column=place, text=words_here, link=around, headed=headed)
            yield from _without_tail(whole)
        for child in reversed(apart):
            below = (f"{place}>{_name(child)}", target_of(child) or around, headed or child.tag in HEADINGS)
            stack.append((child, *below))


def _without_tail(atom: Atom) -> Iterator[Atom]:
    """A long text that ends in a time of its own (… ・ 13 小時前) is two atoms."""
    parts = words.split_tail(atom.text)
    if parts is None:
        yield atom
        return
    yield replace(atom, text=parts[0])
    yield replace(atom, text=parts[1], column=f"{atom.column}{TAIL}")


def _apart(tree: Tree, element: Element) -> list[Element]:
    """The children that stand by themselves: blocks, times, and all of them where no text runs between."""
    inner = tree.children(element)
    runs_on = any(isinstance(piece, str) and any(map(str.isalnum, piece)) for piece in element.pieces)
    if not runs_on:
        return [] if _is_pieced_time(tree, element, inner) else list(inner)
    return [child for child in inner if child.tag not in _SMALL or _stands_alone(tree, child, element)]


def _stands_alone(tree: Tree, element: Element, around: Element) -> bool:
    """A time, or a badge (NEW), in an element of its own inside running words."""
    shown = tree.text(element)
    if element.tag != "time" and (len(shown) >= 60 or words.time_share(shown) <= 0.7):
        return words.is_badge(shown) or bool(_BADGE_NAMES.search(element.get("class")))
    return not _goes_on(shown, tree.text(around))


def _goes_on(shown: str, around: str) -> bool:
    """Whether the words around a time are of the same time: 10.03.2026 <span>08:15</span>."""
    whole = words.time_words(around) if len(around) < _SHORT else ()
    return any(shown in piece and len(shown) < len(piece) for piece in whole)


def _is_bare(element: Element) -> bool:
    """Whether it has no words of its own, only elements."""
    inner = [piece for piece in element.pieces if isinstance(piece, str) and piece.strip()]
    return not inner and len(element.pieces) > 1


def _is_pieced_time(tree: Tree, element: Element, inner: Sequence[Element]) -> bool:
    """A time whose parts have an element each: <b>29</b><span>Oct</span>, 2021/07/13 and 21:07."""
    if element.end - element.index > 6 or len(inner) < 2 or element.tag == "a":
        return False
    return words.is_one_time(_pieced(tree, element))


def _pieced(tree: Tree, element: Element) -> str:
    """The texts of its children with a space between: <b>29</b><span>Oct</span> is no "29Oct"."""
    return text.clean(" ".join(tree.text(child) for child in tree.children(element)))


def _own_words(tree: Tree, element: Element, apart: Sequence[Element]) -> str:
    numbers = {child.index for child in apart}
    shown = {child.index for child in tree.children(element)}
    pieces: list[str] = []
    for piece in element.pieces:
        if isinstance(piece, str):
            pieces.append(piece)
        elif piece in shown - numbers:
            inner = tree.elements[piece]
            if inner.tag == "a" and words.says_more(tree.text(inner)):
                continue
            border = " " if inner.tag in door.BLOCKS else ""
            pieces.append(f"{border}{tree.text_kept(inner)}{border}")
        else:
            pieces.append(" ")
    return text.clean("".join(pieces))


def _name(element: Element) -> str:
    # Numbers in class names (post-1234, item3) tell items apart, not kinds of items.
    classes = ".".join(sorted(_NUMBER.sub("", name) for name in element.classes)[:4])
    return f"{element.tag}.{classes}" if classes else element.tag
