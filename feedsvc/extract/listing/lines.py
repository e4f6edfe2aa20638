"""Group -> the words that stand beside each title in running text: 1. <a>title</a> (中央社 10/30 19:05)<br>."""

from __future__ import annotations

from collections.abc import Sequence

from feedsvc import text
from feedsvc.extract.listing.groups import Group
from feedsvc.extract.listing.tree import Tree

_BREAKS = frozenset(("br", "hr"))
_LONGEST = 300


def words_beside(tree: Tree, group: Group) -> tuple[str, ...]:
    """For each member the text before and after it on its line; "" for all where they stand in no running text."""
    none = ("",) * len(group.members)
    boxes = {member.box.index: number for number, member in reversed(list(enumerate(group.members)))}
    direct = all(member.box.parent == group.parent.index for member in group.members)
    if not direct or not any(isinstance(piece, str) and piece.strip() for piece in group.parent.pieces):
        return none
    before, after, ended = _gathered(tree, group, boxes)
    # Without line breaks what stands before a title is the end of the item before it, unless nothing is.
    leads = ended or bool(_told(before[:1]) and not _told(after[-1:]))
    follows = ended or not leads
    lines = [
        text.clean(
            " | ".join(filter(None, (_told([first]) if leads else "", _told([last]) if follows else "")))
        )
        for first, last in zip(before, after, strict=True)
    ]
    told = sum(any(map(str.isalnum, line)) for line in lines)
    return tuple(line[:_LONGEST] for line in lines) if told >= 0.6 * len(lines) else none


def _told(sides: Sequence[Sequence[str]]) -> str:
    return "".join(piece.strip() for side in sides for piece in side)


def _gathered(
    tree: Tree, group: Group, boxes: dict[int, int]
) -> tuple[list[list[str]], list[list[str]], bool]:
    """The strings before and after each box; whether breaks end the lines."""
    before: list[list[str]] = [[] for _ in group.members]
    after: list[list[str]] = [[] for _ in group.members]
    current, waiting, ended = -1, list[str](), False
    for piece in group.parent.pieces:
        if isinstance(piece, str):
            waiting.append(piece)
            if current >= 0:
                after[current].append(piece)
        elif piece in boxes:
            current = boxes[piece]
            before[current], waiting = waiting, []
        elif tree.elements[piece].tag in _BREAKS:
            current, waiting, ended = -1, [], True
    return before, after, ended
