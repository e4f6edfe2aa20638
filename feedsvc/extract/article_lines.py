"""An article page -> the words of its elements and its visible lines, at most so many: a hostile page has millions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from feedsvc import text as words
from feedsvc.extract.page import BLOCKS, Node, Page, children, is_hidden

MOST_NODES = 60_000  # the largest of 350 real articles has 11,000 tags
MOST_TEXT = 1_000_000
LONGEST = 1_000  # letters of a title, a byline, a line that tells a time
BELOW, ABOVE = 15, 4  # lines beside a title in which its time and its byline stand
_SURE = 12  # letters that are no chance at the end of a line
_BORDER = " \n"


@dataclass(frozen=True, slots=True)
class Lines:
    """The visible lines, one for each block; `whole` is False where the page has more than was read."""

    lines: tuple[str, ...]
    whole: bool

    def at(self, title: str) -> list[int]:
        """The places of the lines that are the title; else of those that end with it, behind a kicker."""
        short, longest = words.squash(title), 3 * len(title) + 50
        if not short:
            return []
        said = {at: words.squash(line) for at, line in enumerate(self.lines) if len(line) <= longest}
        whole = [at for at, line in said.items() if line == short]
        return whole or [at for at, line in said.items() if len(short) >= _SURE and line.endswith(short)]

    def around(self, at: int) -> tuple[str, ...]:
        """The lines beside one: those below it from it downwards, then those above it upwards."""
        return (*self.lines[at + 1 : at + BELOW + 1], *reversed(self.lines[max(0, at - ABOVE) : at]))

    def nearest(self, title: str) -> list[str]:
        """The lines around every place of the title, the nearest to one of them first, those below it before."""
        offsets = sorted((*range(-ABOVE, 0), *range(1, BELOW + 1)), key=lambda off: (abs(off), off < 0))
        found = self.at(title)
        places = [at + off for off in offsets for at in found]
        return [self.lines[place] for place in places if 0 <= place < len(self.lines)]


def words_of(node: Node | None, most: int = LONGEST) -> str:
    """What a person reads in `node`, one line, cut somewhat above `most` characters."""
    return words.clean("".join(_cut(_pieces(node, MOST_NODES), most))) if node is not None else ""


def page_lines(page: Page) -> Lines:
    lines = lines_of(page.body, MOST_TEXT) if page.body is not None else ()
    return Lines(lines, whole=sum(map(len, lines)) < MOST_TEXT)


def lines_of(node: Node, most: int = 10 * LONGEST) -> tuple[str, ...]:
    """The visible lines of `node`, one for each block, until they have `most` characters."""
    pieces = _cut(_pieces(node, MOST_NODES), most)
    joined = "".join("\n" if piece == _BORDER else piece.replace("\n", " ") for piece in pieces)
    return tuple(line for line in map(words.clean, joined.split("\n")) if line)


def _cut(pieces: Iterator[str], most: int) -> Iterator[str]:
    """The pieces until `most` characters that are no white space have come."""
    left = most
    for piece in pieces:
        yield piece[: 4 * most + LONGEST]
        left -= len(piece.strip())
        if left <= 0:
            return


def _pieces(top: Node, most: int) -> Iterator[str]:
    # An explicit stack: hostile pages nest deeper than Python's recursion limit.
    stack: list[Node | str] = [top]
    left = most
    while stack and left:
        node = stack.pop()
        left -= 1
        if isinstance(node, str):
            yield node
        elif node.is_text_node:
            yield node.text_content or ""
        elif node is top or not is_hidden(node):
            border = [_BORDER] if node.tag in BLOCKS else []
            stack += [*border, *reversed(list(islice(children(node), left))), *border]
