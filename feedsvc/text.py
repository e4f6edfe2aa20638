"""Any text -> text that is safe to keep, compare and name files with.  Pure, bottom floor."""

from __future__ import annotations

import hashlib
import re
import unicodedata

# XML 1.0 forbids C0 controls but tab, LF and CR, lone surrogates, U+FFFE and U+FFFF: one of them in a
# title would make lxml refuse the whole feed. Bidi overrides and isolates turn a name round on screen;
# the zero-width ones make two equal names differ. U+00AD hides inside words.
_UNFIT = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    "\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]"
)
_SPACE = re.compile(r"\s+")
_NOT_SLUG = re.compile(r"[^0-9a-z\u3400-\u9fff\uf900-\ufaff\u3041-\u30fa\uac00-\ud7a3]+")
SLUG_BYTES = 80
_KANA = re.compile(r"[\u3041-\u3096\u30a1-\u30fa]")
_HANGUL = re.compile(r"[\uac00-\ud7a3]")
_HAN = re.compile(r"[\u3400-\u9fff]")
# Frequent characters of news that only one of the two scripts writes so.
_TRADITIONAL = frozenset(
    "國會學對說這為個來時過後開關長門車東馬風飛點將與從無聯發報導黨軍電萬億員區產業務進選舉議題讓應該經濟實際"
)
_SIMPLIFIED = (
    frozenset(
        "国会学对说这为个来时过后开关长门车东马风飞点将与从无联发报导党军电万亿员区产业务进选举议题让应该经济实际"
    )
    - _TRADITIONAL
)


def clean(text: str) -> str:
    """One line of text: characters that XML or a screen cannot bear are gone, white space is folded."""
    return _SPACE.sub(" ", _UNFIT.sub("", text)).strip()


def clean_block(text: str) -> str:
    """As `clean`, but line breaks stay."""
    return "\n".join(line for line in (clean(line) for line in text.splitlines()) if line)


def strip_unfit(text: str) -> str:
    """Only the unfit characters go; white space stays as it is (for markup)."""
    return _UNFIT.sub("", text)


def clip(text: str, limit: int) -> str:
    """At most `limit` characters, the last one an ellipsis where something was cut."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def squash(text: str) -> str:
    """The letters and digits of a text, NFKC and casefolded: what two spellings of one title share."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(char for char in folded if char.isalnum())


def slug(name: str) -> str:
    """A file name for `name`: readable part of at most 80 bytes, "-", 8 hex digits of its hash.

    Cannot hold a separator, a dot or a reserved name (CON), and two names that differ only in what
    was left out still differ in the hash, on case-insensitive disks too.
    """
    folded = unicodedata.normalize("NFKC", clean(name)).casefold()
    digest = hashlib.sha256(folded.encode("utf-8", "replace")).hexdigest()[:8]
    readable = _NOT_SLUG.sub("-", folded).strip("-").encode()[:SLUG_BYTES].decode("utf-8", "ignore")
    return f"{readable}-{digest}" if readable else digest


def language_of(text: str) -> str | None:
    """zh-Hant, zh-Hans, ja or ko by the script of the text; None where the script does not tell."""
    letters = len(_HAN.findall(text)) or 1
    if len(_HANGUL.findall(text)) > letters:
        return "ko"
    # ・ and a lone の are common in Taiwan; Japanese prose is a third kana and more.
    if len(_KANA.findall(text)) > letters * 0.2:
        return "ja"
    traditional = sum(char in _TRADITIONAL for char in text)
    simplified = sum(char in _SIMPLIFIED for char in text)
    if traditional == simplified:
        return None
    return "zh-Hant" if traditional > simplified else "zh-Hans"
