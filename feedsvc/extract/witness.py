"""Found -> TimeEvidence: every statement of an item about its time, most trusted first.

What only the whole page tells comes after: when it was made, and how its addresses write the time.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from feedsvc.extract import dates, markup
from feedsvc.extract.dates.address import address_evidence
from feedsvc.extract.dates.render import render_instant
from feedsvc.extract.found import Found
from feedsvc.model import Capture, Interval, Sighting, Style, TimeEvidence

_CLOCK_ONLY = re.compile(
    r"\D{0,8}\d{1,2}\s?[:：時时]\s?\d{2}(?:[:：]\d{2})?分?\s*(?:[ap]\.?m\.?)?\s*", re.IGNORECASE
)
_SLASHED = re.compile(r"(?<![\d/])(\d{1,2})/(\d{1,2})/((?:19|20)\d{2})(?![\d/])")
_YEAR = re.compile(r"((?:19|20)\d{2})\s?年?")  # the heading of an archive: 2024
_STATES_YEAR = re.compile(r"(?:19|20)\d{2}|前|ago|전|\d[/.-]\d+[/.-]\d")
_FULL_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
_A_DAY, _A_YEAR, _TWO_YEARS = timedelta(days=1), timedelta(days=365), timedelta(days=730)
_NEARLY_A_YEAR = timedelta(days=300)  # nobody leaves out the year of an older day
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
    return _trusted_first(told)


def _trusted_first(told: Iterable[TimeEvidence]) -> tuple[TimeEvidence, ...]:
    return tuple(sorted(dict.fromkeys(told), key=_distrust))


def _data(found: Found, look: Look) -> Iterator[TimeEvidence]:
    for stamp in found.instants:
        read = dates.read_machine(stamp, seen_at=look.rendered, zone=look.zone)
        if read is not None:
            yield read


def _shown(found: Found, look: Look) -> Iterator[TimeEvidence]:
    """The words shown with the item; a bare clock stands on the date of its heading, a day in its year."""
    year = _YEAR.fullmatch(found.heading)
    for shown in found.times:
        dated = found.heading and not year and _CLOCK_ONLY.fullmatch(shown)
        read = (_read(f"{found.heading} {shown}", look) if dated else None) or _read(shown, look)
        if year and not _STATES_YEAR.search(shown):
            read = _read(_in_year(shown, year.group(1)), look)
        if read is not None:
            yield replace(read, text=shown) if year else read
    if found.heading and not found.times and not year:
        read = _read(found.heading, look)
        if read is not None:
            yield read


def _in_year(day: str, year: str) -> str:
    """10月9日, 10/09 and Oct 9 with the year that stands above them."""
    if "月" in day or "월" in day:
        return f"{year}{'년 ' if '월' in day else '年'}{day}"
    return f"{year}-{day}" if day[:1].isdigit() and not any(map(str.isalpha, day)) else f"{day} {year}"


def _read(shown: str, look: Look) -> TimeEvidence | None:
    plain = shown if look.month_first is None else _SLASHED.sub(_ordered(look.month_first), shown)
    read = dates.read(plain, seen_at=look.rendered, zone=look.zone, language=look.language, style=look.style)
    return replace(read, text=shown) if read else None


def month_first(found: Sequence[Found], latest: datetime) -> bool | None:
    """Whether this page writes 9/13/2012 or 13/9/2012; None where no date of it tells.

    A number over 12 is no month, and no item is from after the look.
    """
    days = {match.groups() for item in found for shown in item.times for match in _SLASHED.finditer(shown)}
    may = {
        order: all(
            _is_past(year, *((first, second) if order else (second, first)), latest)
            for first, second, year in days
        )
        for order in (True, False)
    }
    return None if not days or may[True] == may[False] else may[True]


def announces(found: Sequence[Found], look: Look) -> bool:
    """Whether the days of a list are mostly days to come: those of its events, on which nothing was published."""
    days = [day for item in found if (day := _stated_day(item, look)) is not None]
    coming = sum(day > look.rendered.latest + _A_DAY for day in days)
    return coming >= 2 and 2 * coming > len(days)


def _stated_day(item: Found, look: Look) -> datetime | None:
    """The day that an item's time words name, in the future too; one without a year next year, not last."""
    later = look.rendered.latest + _TWO_YEARS
    ahead = replace(look, rendered=Interval(earliest=later, latest=later))
    for shown in (*item.instants, *item.times):
        dated = _FULL_YEAR.search(shown)
        read = _read(shown, ahead if dated else look)
        if read is not None:
            is_last_years = not dated and look.rendered.latest - read.latest > _NEARLY_A_YEAR
            return read.earliest + _A_YEAR if is_last_years else read.earliest
    return None


def _is_past(year: str, month: str, day: str, latest: datetime) -> bool:
    try:
        return datetime(int(year), int(month), int(day), tzinfo=latest.tzinfo) <= latest + _A_DAY
    except ValueError:
        return False


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


# -- what the whole page tells -------------------------------------------------------------------------


def render_bounds(sightings: Sequence[Sighting], capture: Capture) -> Interval:
    """When the page was made. A saved file's own time is weak: an item with both a stamp and an age
    ("06:34:34" and "17 小時前") narrows it, or puts another in its place."""
    if capture.clock != "file":
        return capture.rendered
    pairs = [pair for sighting in sightings if (pair := _stamp_and_age(sighting)) is not None]
    told = render_instant(pairs)
    if told is None or told.earliest > capture.rendered.latest:
        return capture.rendered
    return capture.rendered.intersection(told) or told


def _stamp_and_age(sighting: Sighting) -> tuple[TimeEvidence, TimeEvidence] | None:
    own = [one for one in sighting.evidence if one.role == "published"]
    exact = next((one for one in own if one.kind in {"exact", "minute"} and one.unit in _FINE), None)
    age = next((one for one in own if one.kind == "relative"), None)
    return (exact, age) if exact and age else None


def with_addresses(
    sightings: Sequence[Sighting], rendered: Interval, zone: str, known_rule: str | None
) -> tuple[str | None, tuple[Sighting, ...]]:
    """The rule by which the page's addresses tell the time, and the sightings with what theirs say."""
    shown = [_shown_interval(sighting) for sighting in sightings]
    addresses = [sighting.url for sighting in sightings]
    rule, told = address_evidence(addresses, shown, seen_at=rendered, zone=zone, known_rule=known_rule)
    return rule, tuple(map(_with_address, sightings, told))


def _shown_interval(sighting: Sighting) -> Interval | None:
    return next((one.interval for one in sighting.evidence if one.role == "published"), None)


def _with_address(sighting: Sighting, told: TimeEvidence | None) -> Sighting:
    if told is None:
        return sighting
    return replace(sighting, evidence=_trusted_first((*sighting.evidence, told)))
