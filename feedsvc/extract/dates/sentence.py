"""A day or an age and the field it stands in -> whether it is told there in a sentence, not shown as the field's time.

"2月26日，邮政局发出通知" and "Travelers wait at the airport on November 26." name days of what happened.
"""

from __future__ import annotations

import re

_PIECE = re.compile(r"[・•·∙|]|\s-\s")
_LOWER_WORD = re.compile(r"(?<![^\W\d_])[a-zß-öø-ÿа-яёіїєґά-ώ][^\W\d_]{2,}")
_EASTERN = re.compile(r"[一-鿿ぁ-ヿ가-힣]")
_GOES_ON = re.compile(r"\s?,\s?[^\W\d]")
_FEW = 3  # words of a label or a name: "posted by someone"
_EASTERN_FEW = 12


def told(text: str, words: str) -> bool:
    """Whether a sentence of some length leads to the words, or goes on behind their comma."""
    if len(text) < len(words) + _EASTERN_FEW:
        return False
    start = text.find(words)
    before, after = _PIECE.split(text[:start])[-1], _PIECE.split(text[start + len(words) :])[0]
    labelled = before.rstrip().endswith((":", "(", "["))
    return (_long(before, 4) and not labelled) or (_GOES_ON.match(after) is not None and _long(after))


def _long(words: str, more: int = 0) -> bool:
    return len(_LOWER_WORD.findall(words)) >= _FEW or len(_EASTERN.findall(words)) >= _EASTERN_FEW + more
