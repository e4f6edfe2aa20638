"""Found -> TimeEvidence: every statement of one item about its time, most trusted first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from feedsvc.extract import dates, markup
from feedsvc.extract.found import Found
from feedsvc.model import Interval, Style, TimeEvidence

_CLOCK_ONLY = re.compile(
    r"\D{0,8}\d{1,2}\s?[:：時时]\s?\d{2}(?:[:：]\d{2})?分?\s*(?:[ap]\.?m\.?)?\s*", re.IGNORECASE
)
_FINE = frozenset(("second", "minute", "hour"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """When the page was made and how its words are read."""

    rendered: Interval
    zone: str
    language: str | None
    style: Style


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
    return dates.read(shown, seen_at=look.rendered, zone=look.zone, language=look.language, style=look.style)


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
