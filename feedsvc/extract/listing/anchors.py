"""Tree -> Anchor: every place that could be the title of an item, with the tag path that leads to it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from feedsvc import text
from feedsvc.extract.listing import words
from feedsvc.extract.listing.tree import HEADINGS, INLINE, Element, Tree

_MOST = 2_500  # places in page order: a page of more is no list that a person reads
_ENOUGH = 100  # pieces of an element tell whether words run in it
_NUMBER = re.compile(r"\d+")
_DOWNLOAD = re.compile(
    r"\.(?:zip|gz|tgz|xz|bz2|7z|rar|exe|msi|dmg|pkg|deb|rpm|apk|jar|whl|iso|bin)(?:[?#]|$)", re.IGNORECASE
)
_NO_TARGET = re.compile(r"^\s*(?:#|javascript:|mailto:|tel:|data:|about:|$)", re.IGNORECASE)
_CLICK_TARGET = re.compile(r"""['"]((?:https?:)?/[^'"\s]+|[^'"\s]+\.(?:html?|php|aspx?|jsp)[^'"\s]*)['"]""")


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """`target` is the address as printed, "" where the element gives none; `path` the tags from the body;
    `styled` the same with the classes of the last two, which tell a title from "hide" and "reply" beside it;
    `placed` the same with its number among its siblings of that tag and that of its table's column, where there
    are no classes to tell."""

    element: Element
    path: tuple[str, ...]
    styled: tuple[str, ...]
    placed: tuple[str, ...]
    target: str
    text: str
    headed: bool


def title_places(tree: Tree, *, pictured: bool = False) -> tuple[Anchor, ...]:
    """Links with words, clickable elements, and headings that hold or stand in no link; in page order.

    `pictured`: the words may be those of a link's picture, on a page whose headlines are pictures.
    """
    found: list[Anchor] = []
    paths: dict[int, tuple[str, ...]] = {}
    siblings: Counter[tuple[int, str]] = Counter()
    cells: dict[int, str] = {}
    for element in tree.elements:
        above = paths.get(element.parent, ())
        paths[element.index] = above if element.tag in INLINE else (*above, element.tag)
        siblings[element.parent, element.tag] += 1
        number = siblings[element.parent, element.tag]
        cells[element.index] = f"#{number}" if element.tag == "td" else cells.get(element.parent, "")
        if len(found) < _MOST and (said := _title_words(tree, element, pictured=pictured)):
            place = f"{cells[element.index]}#{number}"
            found.append(_anchor(tree, element, paths[element.index], place, said))
    return tuple(found)


def beyond(tree: Tree, places: Sequence[Anchor]) -> int:
    """How many links stand after the last place that was looked at."""
    if len(places) < _MOST:
        return 0
    rest = tree.elements[places[-1].element.index + 1 :]
    return sum(element.tag == "a" and bool(target_of(element)) for element in rest)


def _title_words(tree: Tree, element: Element, *, pictured: bool) -> str:
    """The words by which an element may be a title; "" where it is none."""
    if element.tag not in HEADINGS and not target_of(element):
        return ""
    if element.tag != "a" and _meets_link(tree, element):
        return ""
    said = _said(tree, element) or (_alternative(tree, element) if pictured else "")
    if not target_of(element) and words.dated_share(said) >= 0.75:
        return ""  # the heading of a day
    return said if words.width(said) >= 3 and not words.is_label(said) else ""


def _said(tree: Tree, element: Element) -> str:
    """Its words; of an empty link that is laid over a card, those it has for a screen reader."""
    shown = tree.text(element)
    if shown or element.tag != "a" or len(element.pieces) > 0:
        return shown
    return text.clean(element.get("aria-label"))


def _alternative(tree: Tree, element: Element) -> str:
    """The words of the first picture in it."""
    told = (text.clean(part.get("alt")) for part in tree.inside(element) if part.tag == "img")
    return next(filter(None, told), "")


def _anchor(tree: Tree, element: Element, path: tuple[str, ...], place: str, said: str) -> Anchor:
    own_path = path if element.tag not in INLINE else (*path, element.tag)
    styled = (*own_path, *_styles(tree, element))
    return Anchor(
        element=element,
        path=own_path,
        styled=styled,
        placed=styled if runs_in_text(tree, element) else (*own_path, place),
        target=target_of(element),
        text=said,
        headed=any(tag in HEADINGS for tag in path)
        or any(inner.tag in HEADINGS for inner in tree.inside(element)),
    )


def block_place(tree: Tree, block: Element) -> Anchor:
    """A post without a link as a place: its title is somewhere in its words."""
    path = (*reversed([above.tag for above in tree.ancestors(block)]), block.tag)
    return Anchor(
        element=block, path=path, styled=path, placed=path, target="", text=tree.text(block), headed=False
    )


def target_of(element: Element) -> str:
    """The address that a click on the element opens, as printed; "" where there is none."""
    href = element.get("href") if element.tag == "a" else element.get("data-href") or element.get("data-url")
    if href and not _NO_TARGET.match(href):
        return href.strip()
    clicked = _CLICK_TARGET.search(element.get("onclick"))
    return clicked.group(1) if clicked else ""


def is_download(target: str) -> bool:
    """Whether an address is that of an archive or a program: no page, and no news."""
    return bool(_DOWNLOAD.search(target))


def runs_in_text(tree: Tree, element: Element) -> bool:
    """Whether words stand beside it: the second link of a sentence is no second column."""
    above = tree.parent(element)
    pieces = above.pieces[:_ENOUGH] if above is not None else ()
    return any(isinstance(piece, str) and any(map(str.isalnum, piece)) for piece in pieces)


def _meets_link(tree: Tree, element: Element) -> bool:
    inner = any(target_of(part) for part in tree.inside(element)[1:])
    return inner or any(target_of(part) for part in tree.ancestors(element))


def _styles(tree: Tree, element: Element) -> tuple[str, str]:
    above = tree.parent(element)
    return (_style(above) if above else "", _style(element))


def _style(element: Element) -> str:
    # Numbers in class names (post-1234, item3) tell items apart, not kinds of items. Of <em>[<a>] and
    # <a> in one cell the first is the section: inline tags are no part of the path, but they tell that.
    tag = element.tag if element.tag in INLINE else ""
    return tag + "." + ".".join(sorted(_NUMBER.sub("", name) for name in element.classes))
