"""Found -> TimeEvidence: every statement of one item about its time, most trusted first."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from feedsvc.extract import dates, markup
from feedsvc.extract.found import Found
from feedsvc.model import Interval, Style, TimeEvidence

_CLOCK_ONLY = re.compile(
    r"\D{0,8}\d{1,2}\s?[:：時时]\s?\d{2}(?:[:：]\d{2})?分?\s*(?:[ap]\.?m\.?)?\s*", re.IGNORECASE
)
_SLASHED = re.compile(r"(?<![\d/])(\d{1,2})/(\d{1,2})/((?:19|20)\d{2})(?![\d/])")
_FINE = frozenset(("second", "minute", "hour"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """When the page was made and how its words are read. `month_first`: 9/13/2012 on this page, None unknown."""

    rendered: Interval
    zone: str
    language: str | None
    style: Style
    month_first: bool | None = None


def evidence(found: Found, look: Look) -> tuple[TimeEvidence, ...]:
    """What the item's data, words and text say; nothing where it shows no time."""
    stated = (*_data(found, look), *_shown(found, look))
    told = (*stated, *_modified(found, look), *_prose(found, look, stated))
    return tuple(sorted(dict.fromkeys(told), key=_distrust))


def _data(found: Found, look: Look) -> Iterator[TimeEvidence]:
    for stamp in found.instants:
        read = dates.read_machine(stamp, seen_at=look.rendered, zone=look.zone)
        if read is not None:
            yield read


def _shown(found: Found, look: Look) -> Iterator[TimeEvidence]:
    """The words shown with the item; a bare clock stands on the date of its heading."""
    for shown in found.times:
        dated = found.heading and _CLOCK_ONLY.fullmatch(shown)
        read = (_read(f"{found.heading} {shown}", look) if dated else None) or _read(shown, look)
        if read is not None:
            yield read
    if found.heading and not found.times:
        read = _read(found.heading, look)
        if read is not None:
            yield read


def _read(shown: str, look: Look) -> TimeEvidence | None:
    plain = shown if look.month_first is None else _SLASHED.sub(_ordered(look.month_first), shown)
    read = dates.read(plain, seen_at=look.rendered, zone=look.zone, language=look.language, style=look.style)
    return replace(read, text=shown) if read else None


def month_first(found: Sequence[Found]) -> bool | None:
    """Whether this page writes 9/13/2012 or 13/9/2012; None where no date of it tells."""
    days = [match for item in found for shown in item.times for match in _SLASHED.finditer(shown)]
    first, second = ({int(match[part]) for match in days} for part in (1, 2))
    if max(first, default=0) > 12:
        return False if max(second) <= 12 else None
    return True if max(second, default=0) > 12 else None


def _ordered(month_first: bool) -> str:
    return r"\3-\1-\2" if month_first else r"\3-\2-\1"


def _modified(found: Found, look: Look) -> Iterator[TimeEvidence]:
    for shown in found.modified:
        read = dates.read_machine(shown, seen_at=look.rendered, zone=look.zone) or _read(shown, look)
        if read is not None:
            yield replace(read, role="updated")


def _prose(found: Found, look: Look, stated: tuple[TimeEvidence, ...]) -> Iterator[TimeEvidence]:
    """What the text says about its own day. It refines a time that is shown; alone only a stamp or a
    dateline counts, since other days in a text are those of the event."""
    told = found.summary or markup.plain(found.content_html)
    known = next((one.interval for one in stated if one.role == "published"), None)
    for read in dates.read_prose(
        told, seen_at=known or look.rendered, zone=look.zone, language=look.language
    ):
        if known is not None or read.kind in {"exact", "dateline"}:
            yield replace(read, seen_at=look.rendered.latest)


def _distrust(one: TimeEvidence) -> int:
    """0 for the most trusted: data, a second in the text, a shown minute, ages, the text's day, whole days."""
    if one.origin == "data":
        return 0 if one.unit in _FINE else 5
    if one.origin == "prose":
        return 1 if one.unit == "second" else 8
    if one.origin == "address":
        return 7
    if one.kind == "relative":
        return {"second": 3, "minute": 3, "hour": 4}.get(one.unit, 9)
    return 2 if one.unit in _FINE else 6
