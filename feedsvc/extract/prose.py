"""Page -> whether most of its running text stands in one place, as in an article, and not in many, as in a list."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from feedsvc.extract import page as door
from feedsvc.extract.page import BLOCKS, Node, Page

_PARAGRAPHS = 3_000  # looked at; a hostile page has more
_HOLDERS = 20_000
_ANY = "p,div,td,section,article"
_PARAGRAPH = 60  # columns: a Han character takes two; shorter ones are labels
_ENOUGH, _ENOUGH_OF_ARTICLE, _ENOUGH_UNDER_HEADLINE = 800, 400, 150  # columns of one body
_TIMES, _TIMES_OF_ARTICLE, _TIMES_UNDER_HEADLINE = 4, 2, 1.5  # as much as the second body on the page
_AT_LEAST = 3  # paragraphs


def is_one_body(page: Page, *, says_article: bool) -> bool:
    """Whether one element holds the page's running text, many times more than any other.

    A list of whole posts has several bodies of like length.
    """
    bodies = _bodies(page, "p")
    length, paragraphs = bodies[0] if bodies else (0, 0)
    second = bodies[1][0] if len(bodies) > 1 else 0
    if paragraphs < _AT_LEAST:
        return False
    if says_article and length >= _ENOUGH_OF_ARTICLE and length >= _TIMES_OF_ARTICLE * second:
        return True
    return length >= _ENOUGH and length >= _TIMES * second


def has_main_body(page: Page) -> bool:
    """Whether one element holds more text than any other: enough where the page's headline says that it is one text."""
    lengths = [length for length, _ in _bodies(page, _ANY)[:2]]
    second = lengths[1] if len(lengths) > 1 else 0
    return bool(lengths) and lengths[0] >= max(_ENOUGH_UNDER_HEADLINE, _TIMES_UNDER_HEADLINE * second)


def _bodies(page: Page, holders: str) -> list[tuple[int, int]]:
    """(columns of text, paragraphs) of each element that holds paragraphs, the longest first."""
    held: dict[int, tuple[int, int]] = {}
    for body, width in islice(_paragraphs(page, holders), _PARAGRAPHS):
        length, count = held.get(body.mem_id, (0, 0))
        held[body.mem_id] = (length + width, count + 1)
    return sorted(held.values(), reverse=True)


def _paragraphs(page: Page, holders: str) -> Iterator[tuple[Node, int]]:
    """Each paragraph's columns and the element that holds it: <p>, a <div> of text alone, text between <br>."""
    for node in page.css(holders)[:_HOLDERS]:
        if node.tag == "p":
            body, runs = node.parent, [[node]]
        else:
            runs, alone = _runs(node)
            body = _holder(node) if alone else node
        widths = [width for run in runs if (width := _prose_width(run)) >= _PARAGRAPH]
        if body is not None:
            yield from ((body, width) for width in widths)


def _holder(node: Node) -> Node | None:
    """What holds a paragraph, above the <div> that is around nothing else."""
    above = node.parent
    while above is not None and above.tag == "div" and len(list(islice(door.children(above), 2))) == 1:
        above = above.parent
    return above


def _runs(node: Node) -> tuple[list[list[Node]], bool]:
    """The runs of text and inline elements in an element, and whether it is nothing but one of them."""
    runs: list[list[Node]] = [[]]
    for child in islice(door.children(node), _PARAGRAPHS):
        if child.tag in BLOCKS:
            runs.append([])
        elif child.is_text_node or not door.is_hidden(child):
            runs[-1].append(child)
    return runs, len(runs) == 1


def _prose_width(run: list[Node]) -> int:
    """Columns of the text; 0 where half of it is links."""
    text = "".join(map(door.visible_text, run))
    linked = sum(len(door.visible_text(link)) for node in run for link in _links(node))
    return 0 if linked > len(text) / 2 else sum(2 if char > "\u2e80" else 1 for char in text)


def _links(node: Node) -> list[Node]:
    return [] if node.is_text_node else door.select(node, "a")
