"""What a page declares and what its words are written in -> the language of its entries."""

from __future__ import annotations

import re
from collections.abc import Iterable

from feedsvc.extract.found import Found
from feedsvc.text import language_of

_EAST_ASIAN = ("zh", "ja", "ko")
_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")  # lang="utf-8" is seen on real pages
_ENOUGH = 4_000  # characters tell the script of a page


def language(configured: str | None, declared: str | None, items: Iterable[Found]) -> str | None:
    """A person's word, else the page's, unless its own script contradicts it.

    A Chinese page in an English template says lang="en" (many blogs do), and plain text says nothing.
    """
    if configured:
        return configured
    declared = declared if declared and _TAG.fullmatch(declared) else None
    written = language_of(_sample(items))
    if written and not (declared or "").lower().startswith(_EAST_ASIAN):
        return written
    if declared and declared.lower() in {"zh", "zh-cn", "zh-tw"} and written and written.startswith("zh"):
        return written
    return declared


def _sample(items: Iterable[Found]) -> str:
    words: list[str] = []
    room = _ENOUGH
    for item in items:
        if room <= 0:
            break
        words.append(f"{item.title} {item.summary}"[:room])
        room -= len(words[-1])
    return " ".join(words)
