"""A plain text capture -> its lines, each with the link and the time that stand on it.

Text browsers write "[12]Title" and give the addresses in a list at the end; a person's copy has only the words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from feedsvc.extract.dates import read
from feedsvc.extract.dates.field import is_label
from feedsvc.extract.dates.words import spelled
from feedsvc.model import Interval
from feedsvc.text import clean

_REFERENCES = re.compile(
    r"^[ \t]*(?:References|Visible links|Links|參考連結|參考資料|リンク)[ \t]*:?[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
_REFERENCE = re.compile(
    r"^[ \t]*\[?(\d{1,4})[.\]][ \t]*((?:https?|ftp|file)://\S+|/\S*|mailto:\S+)[ \t]*$", re.MULTILINE
)
_MARKER = re.compile(r"\[(\d{1,4})\]\s?")
_BULLET = re.compile(r"^(?:[・•·●○◆◇■□▶►▸‣*＊+]\s?|-\s|\(?\d{1,2}[.、)]\s?(?=\D))")
_SEPARATOR = re.compile(r"\s*[・•·∙‧|｜]\s*|\s+[-–—/／]\s+")
_DATE_LABEL = re.compile(
    r"^\s*(?:date|日期|時間|发布时间|發布時間|published|time)\s*[:：]?\s*(?=\d)", re.IGNORECASE
)
WIDE = re.compile(r"\t+|[ \xa0]{2,}")  # what keeps two columns apart on one line
_WORD = re.compile(r"(?<=\s)\S|[(（]")
_IMAGE = re.compile(
    r"\[(?:[^\[\]\s]+\.(?:jpe?g|png|gif|webp|svg)|IMG|IMAGE|INLINE|LINK|BUTTON)\]|\(BUTTON\)", re.IGNORECASE
)
_FULL_ROW = 72  # columns
_HEAD = 4  # lines in which an article's own small print can stand
_LONGEST_TIME = 40


@dataclass(frozen=True, slots=True)
class Line:
    """One line: `before` and `after` are the words around `time`, which is "" where the line shows none."""

    text: str
    before: str = ""
    time: str = ""
    after: str = ""
    url: str | None = None
    sure: bool = True  # the time is set apart: by a separator, or on a line of its own


@dataclass(frozen=True, slots=True)
class Times:
    """How times on this page are read: when it was seen, in which zone and language."""

    seen_at: Interval
    zone: str
    language: str | None = None

    def whole(self, words: str) -> bool:
        """Whether the words are a time field: a time, and beside it at most a label (更新於, Published)."""
        if not 1 < len(words) <= _LONGEST_TIME:
            return False
        found = read(words, seen_at=self.seen_at, zone=self.zone, language=self.language)
        if found is None:
            return False
        around = spelled(words).partition(found.text)
        return is_label(around[0]) and is_label(around[2])

    def strict(self, words: str) -> bool:
        """Whether the words are a time that needs no separator beside it: an age, a full date or a clock."""
        if not 1 < len(words) <= _LONGEST_TIME or not (words[0].isdigit() or words[-1] in "前전o剛刚"):
            return False
        found = read(words, seen_at=self.seen_at, zone=self.zone, language=self.language)
        if found is None or len(found.text) + 2 < len(words):
            return False
        return found.kind != "date" or len(words) >= 8


def lines(text: str, times: Times) -> tuple[Line, ...]:
    """The lines that hold words, without the list of addresses at the end."""
    body, addresses = _without_references(text)
    found = [line for words, url in _pieces(body, addresses) if (line := _line(words, url, times)).text]
    if sum(bool(line.time and line.sure) for line in found) < 2:
        return tuple(found)
    # Where the page sets its times apart, a title that ends with "10/29 17:00" is only a title.
    return (*found[:_HEAD], *map(_undoubted, found[_HEAD:]))


def _undoubted(line: Line) -> Line:
    return line if line.sure or not line.time else Line(text=line.text, url=line.url)


def _without_references(text: str) -> tuple[str, Mapping[str, str]]:
    start = next((mark for mark in _REFERENCES.finditer(text) if _REFERENCE.search(text, mark.end())), None)
    if start is None:
        return text, {}
    return text[: start.start()], dict(_REFERENCE.findall(text, start.end()))


def _pieces(body: str, addresses: Mapping[str, str]) -> Iterator[tuple[str, str | None]]:
    """Words and address of each line; a line with several links falls into its links."""
    if not addresses:
        yield from ((raw, None) for raw in body.splitlines() if raw.strip())
        return
    for raw in _unwrapped(_IMAGE.sub("", body).splitlines()):
        yield from (piece for piece in _linked(raw, addresses) if piece[0])


def _unwrapped(rows: Iterable[str]) -> list[str]:
    """Text browsers break lines at 80 columns: a full row goes on in the next one, unless a link begins there."""
    joined: list[str] = []
    last = ""
    for row in rows:
        if joined and _columns(last) >= _FULL_ROW and row.strip() and not _MARKER.match(row.strip(" *+")):
            glue = " " if row.strip()[0].isascii() and joined[-1][-1:].isascii() else ""
            joined[-1] = joined[-1].rstrip() + glue + row.strip()
        else:
            joined.append(row)
        last = row
    return [row for row in joined if row.strip()]


def _columns(row: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in row)


def _linked(raw: str, addresses: Mapping[str, str]) -> Iterable[tuple[str, str | None]]:
    marks = [mark for mark in _MARKER.finditer(raw) if mark[1] in addresses]
    if not marks:
        return ((raw.strip(), None),)
    ends = [*(mark.start() for mark in marks[1:]), len(raw)]
    head = (raw[: marks[0].start()].strip(" \t*+•-"), None)
    return (
        head,
        *((raw[mark.end() : end].strip(), addresses[mark[1]]) for mark, end in zip(marks, ends, strict=True)),
    )


def _line(words: str, url: str | None, times: Times) -> Line:
    text = "  ".join(filter(None, map(clean, WIDE.split(_BULLET.sub("", words.strip())))))
    sure = ("", text, "") if times.whole(text) else None
    sure = _inner(text, times) or sure
    before, time, after = sure or _at_end(text, times) or _ahead(text, times) or ("", "", "")
    return Line(text=text, before=before, time=time, after=after, url=url, sure=sure is not None)


def _inner(text: str, times: Times) -> tuple[str, str, str] | None:
    """中央社 ・ 13 小時前, 13 小時前 | 中央社, 中央社 | 13 小時前 | 政治: the last part that is a time."""
    cuts = [(0, 0), *(mark.span() for mark in _SEPARATOR.finditer(text)), (len(text), len(text))]
    if len(cuts) < 3:
        return None
    for left, right in reversed(list(pairwise(cuts))):
        if times.whole(text[left[1] : right[0]]):
            return text[: left[0]], text[left[1] : right[0]], text[right[1] :]
    return None


def _at_end(text: str, times: Times) -> tuple[str, str, str] | None:
    """標題 中央社 13 小時前, Title (3 hours ago): without a separator only what cannot be anything else."""
    bare = text.rstrip(")）")
    starts = [mark.start() for mark in _WORD.finditer(bare) if mark.start() > 0]
    for start in starts[-4:]:
        if times.strict(bare[start:].lstrip("(（")):
            return bare[:start].rstrip(), bare[start:].lstrip("(（"), ""
    return None


def _ahead(text: str, times: Times) -> tuple[str, str, str] | None:
    """2025-10-29 17:02 標題, date 2025-10-29 標題, [10/29] 標題."""
    rest = _DATE_LABEL.sub("", text).lstrip("[［【(（")
    words = re.split(r"[\s\]］】)）]+", rest, maxsplit=4)
    for count in range(min(4, len(words) - 1), 0, -1):
        head = " ".join(words[:count])
        if times.strict(head):
            after = rest[rest.find(words[count - 1]) + len(words[count - 1]) :].strip(" \t]］】)）|｜-")
            return ("", head, after) if after else None
    return None
