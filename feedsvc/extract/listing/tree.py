"""A parsed page -> Tree: its elements in page order, where "inside" is a comparison of two numbers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from feedsvc import text
from feedsvc.extract import page as door

INLINE = frozenset(
    ("b", "i", "em", "strong", "font", "span", "u", "small", "mark", "tbody", "thead", "bdi", "nobr")
)
_DEEPEST = 150  # below that no page holds its list; unclosed tags of a hostile one do
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """One shown element. Its descendants are those with index in (index, end); `pieces` are its
    children in order: numbers of elements, or strings of text. `key` is equal to the node's mem_id. `hidden`: it says so itself, or an element around it does."""

    index: int
    key: int
    end: int
    parent: int
    depth: int
    tag: str
    attributes: dict[str, str | None]
    pieces: tuple[int | str, ...]
    hidden: bool

    def get(self, name: str) -> str:
        return self.attributes.get(name) or ""

    @property
    def classes(self) -> frozenset[str]:
        return frozenset(self.get("class").split())

    def holds(self, index: int) -> bool:
        return self.index <= index < self.end


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    elements: tuple[Element, ...]

    def parent(self, element: Element) -> Element | None:
        return self.elements[element.parent] if element.parent >= 0 else None

    def ancestors(self, element: Element) -> Iterator[Element]:
        """From the parent up to the body."""
        while element.parent >= 0:
            element = self.elements[element.parent]
            yield element

    def at_depth(self, element: Element, depth: int) -> Element:
        """The element itself or its ancestor that stands `depth` below the body."""
        while element.depth > depth:
            element = self.elements[element.parent]
        return element

    def children(self, element: Element) -> tuple[Element, ...]:
        """Its child elements that are seen where it is seen."""
        inner = (self.elements[piece] for piece in element.pieces if isinstance(piece, int))
        return tuple(child for child in inner if self._shows(element, child))

    def inside(self, element: Element) -> tuple[Element, ...]:
        """The element and its descendants, in page order."""
        return self.elements[element.index : element.end]

    def text(self, element: Element) -> str:
        """What a person reads in it, one line, a space at each block's border."""
        return text.clean("".join(self._words(element)))

    def text_kept(self, element: Element) -> str:
        """The same with its white space as written: for joining with the text around it."""
        return "".join(self._words(element))

    def _words(self, top: Element) -> Iterator[str]:
        stack: list[Element | str] = [top]
        while stack:
            part = stack.pop()
            if isinstance(part, str):
                yield part
                continue
            border = [" "] if part.tag in door.BLOCKS else []
            inner = [piece for piece in map(self._piece, part.pieces) if self._shows(part, piece)]
            stack += [*border, *reversed(inner), *border]

    def _piece(self, piece: int | str) -> Element | str:
        return piece if isinstance(piece, str) else self.elements[piece]

    def _shows(self, outer: Element, piece: Element | str) -> bool:
        """Whether a part is seen where the whole is seen."""
        return isinstance(piece, str) or outer.hidden or not piece.hidden


@dataclass(slots=True, kw_only=True)
class _Draft:
    """An element while its descendants are still being met."""

    node: door.Node
    parent: int
    depth: int
    end: int
    pieces: list[int | str]
    hidden: bool


def grow(body: door.Node | None) -> Tree:
    """The tree of what the page shows or will show: the hidden second half of a list is part of it,
    scripts and the like are not."""
    drafts: list[_Draft] = []
    stack: list[tuple[door.Node, int]] = [(body, -1)] if body is not None else []
    while stack:
        node, parent = stack.pop()
        if node.is_text_node:
            drafts[parent].pieces.append(node.text_content or "")
        elif parent < 0 or (node.tag not in door.INVISIBLE and drafts[parent].depth < _DEEPEST):
            stack += _enter(drafts, node, parent)
    _close(drafts)
    return Tree(elements=tuple(_finished(index, draft) for index, draft in enumerate(drafts)))


def _enter(drafts: list[_Draft], node: door.Node, parent: int) -> list[tuple[door.Node, int]]:
    index = len(drafts)
    depth = drafts[parent].depth + 1 if parent >= 0 else 0
    hidden = parent >= 0 and (drafts[parent].hidden or door.is_hidden(node))
    drafts.append(_Draft(node=node, parent=parent, depth=depth, end=index + 1, pieces=[], hidden=hidden))
    if parent >= 0:
        drafts[parent].pieces.append(index)
    return [(child, index) for child in reversed(list(door.children(node)))]


def _close(drafts: list[_Draft]) -> None:
    for draft in reversed(drafts):
        if draft.parent >= 0:
            drafts[draft.parent].end = max(drafts[draft.parent].end, draft.end)


def _finished(index: int, draft: _Draft) -> Element:
    return Element(
        index=index,
        key=draft.node.mem_id,
        end=draft.end,
        parent=draft.parent,
        depth=draft.depth,
        tag=draft.node.tag or "",
        attributes=draft.node.attributes,
        pieces=tuple(draft.pieces),
        hidden=draft.hidden,
    )
