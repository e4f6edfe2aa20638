"""Tree -> Anchor: every place that could be the title of an item, with the tag path that leads to it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from feedsvc.extract.listing import words
from feedsvc.extract.listing.tree import HEADINGS, INLINE, Element, Tree

_NUMBER = re.compile(r"\d+")
_NO_TARGET = re.compile(r"^\s*(?:#|javascript:|mailto:|tel:|data:|about:|$)", re.IGNORECASE)
_CLICK_TARGET = re.compile(r"""['"]((?:https?:)?/[^'"\s]+|[^'"\s]+\.(?:html?|php|aspx?|jsp)[^'"\s]*)['"]""")


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """`target` is the address as printed, "" where the element gives none; `path` the tags from the body;
    `styled` the same with the classes of the last two, which tell a title from "hide" and "reply" beside it."""

    element: Element
    path: tuple[str, ...]
    styled: tuple[str, ...]
    target: str
    text: str
    headed: bool


def title_places(tree: Tree) -> tuple[Anchor, ...]:
    """Links with words, clickable elements, and headings that hold or stand in no link; in page order."""
    found: list[Anchor] = []
    paths: dict[int, tuple[str, ...]] = {}
    for element in tree.elements:
        above = paths.get(element.parent, ())
        paths[element.index] = above if element.tag in INLINE else (*above, element.tag)
        found += _anchor(tree, element, paths[element.index])
    return tuple(found)


def _anchor(tree: Tree, element: Element, path: tuple[str, ...]) -> Iterator[Anchor]:
    target = target_of(element)
    headed = element.tag in HEADINGS or any(tag in HEADINGS for tag in path)
    if element.tag not in HEADINGS and not target:
        return
    if element.tag != "a" and _meets_link(tree, element):
        return
    words_in = tree.text(element)
    if words.width(words_in) < 3 or words.is_label(words_in):
        return
    own_path = path if element.tag not in INLINE else (*path, element.tag)
    yield Anchor(
        element=element,
        path=own_path,
        styled=(*own_path, *_styles(tree, element)),
        target=target,
        text=words_in,
        headed=headed or any(inner.tag in HEADINGS for inner in tree.inside(element)),
    )


def target_of(element: Element) -> str:
    """The address that a click on the element opens, as printed; "" where there is none."""
    href = element.get("href") if element.tag == "a" else element.get("data-href") or element.get("data-url")
    if href and not _NO_TARGET.match(href):
        return href.strip()
    clicked = _CLICK_TARGET.search(element.get("onclick"))
    return clicked.group(1) if clicked else ""


def _meets_link(tree: Tree, element: Element) -> bool:
    inner = any(target_of(part) for part in tree.inside(element)[1:])
    return inner or any(target_of(part) for part in tree.ancestors(element))


def _styles(tree: Tree, element: Element) -> tuple[str, str]:
    above = tree.parent(element)
    return (_style(above) if above else "", _style(element))


def _style(element: Element) -> str:
    # Numbers in class names (post-1234, item3) tell items apart, not kinds of items.
    return "." + ".".join(sorted(_NUMBER.sub("", name) for name in element.classes))
