"""Addresses of a list x what the page shows -> the instants hidden in the addresses, once a rule has proved itself.

No rule belongs to a site: each general guess (a date in the path, an epoch in an id, HHMMSS at the end) is held against
the times that the page shows, and only one that agrees for several items beyond chance is believed.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo

from feedsvc.extract.dates import civil, evidence
from feedsvc.extract.dates.civil import Clock
from feedsvc.extract.dates.evidence import Look
from feedsvc.model import EvidenceKind, Interval, TimeEvidence, Unit

LEAST_ITEMS = 5  # that show a time and carry the rule's digits
LEAST_SHARE = 0.9  # of them that must agree: a few are republished later
LEAST_KNOWN_SHARE = 0.5  # below it a rule learnt before is given up
CHANCE = math.log(1e-6)  # how improbable the agreement must be for digits that mean nothing
SLACK = timedelta(minutes=2)  # between the instant in the address and the one the page counts from

_DATE = re.compile(r"(?<!\d)(20\d\d)([/-]?)(0[1-9]|1[0-2])[/-]?(0[1-9]|[12]\d|3[01])(?=(\d*))")
_SHORT_DATE = re.compile(r"/(20\d\d)/(\d{1,2})/(\d{1,2})(?=/|$)")
_STAMP = re.compile(
    r"(?<!\d)(20\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])([01]\d|2[0-3])([0-5]\d)([0-5]\d)?(?=\d{0,4}(?!\d))"
)
_EPOCH = re.compile(r"(?<!\d)(\d{10})(\d{3})?(?!\d)")
_CLOCK = re.compile(
    r"(?<!\d)([01]\d|2[0-3])([0-5]\d)([0-5]\d)(?:\d{3})?(?:\.[a-z]{2,5})?/?(?:[?#].*)?$", re.IGNORECASE
)
_FIRST_EPOCH = 946_684_800  # 2000
_A_DAY = timedelta(days=1)
_SPAN = timedelta(days=365)  # over which meaningless digits would scatter


@dataclass(frozen=True, slots=True)
class _Told:
    """What a rule reads in one address: the box, its precision, the digits."""

    box: Interval
    unit: Unit
    text: str


_Rule = Callable[[str, Interval | None, Look], _Told | None]


def address_evidence(
    urls: Sequence[str | None],
    shown: Sequence[Interval | None],
    *,
    seen_at: datetime | Interval,
    zone: str | tzinfo,
    known_rule: str | None,
) -> tuple[str | None, tuple[TimeEvidence | None, ...]]:
    """The rule by which these addresses tell the time, and each item's evidence, None where it gives none.

    A rule is learnt from at least 5 items, 90 % of them in agreement with what they show, where chance
    would bring that about less than once in a million. A rule known before stays until half disagree.
    """
    seen = evidence.look(seen_at, zone)
    name = _believed(urls, shown, seen, known_rule)
    if name is None:
        return None, (None,) * len(urls)
    rule = _RULES[name]
    return name, tuple(_item(rule, url, box, seen) for url, box in zip(urls, shown, strict=True))


def _believed(
    urls: Sequence[str | None], shown: Sequence[Interval | None], seen: Look, known: str | None
) -> str | None:
    """The finest rule that proves itself here, or the known one while it is not disproved."""
    for name, rule in _RULES.items():
        agreed, chances, tried = _agreement(rule, urls, shown, seen)
        if name == known and (tried < LEAST_ITEMS or agreed >= LEAST_KNOWN_SHARE * tried):
            return name
        if tried >= LEAST_ITEMS and agreed >= LEAST_SHARE * tried and _beyond_chance(agreed, tried, chances):
            return name
    return None


def _agreement(
    rule: _Rule, urls: Sequence[str | None], shown: Sequence[Interval | None], seen: Look
) -> tuple[int, float, int]:
    """How many items agree, the log of the chance that they would anyhow, and how many could be asked."""
    agreed, chances, tried = 0, 0.0, 0
    for url, box in zip(urls, shown, strict=True):
        if url is None or box is None:
            continue
        told = rule(url, None, seen)
        if told is None:
            continue
        tried += 1
        if _agrees(rule(url, box, seen), box):
            agreed += 1
            chances += math.log(_chance(told, box))
    return agreed, chances, tried


def _agrees(told: _Told | None, shown: Interval) -> bool:
    return told is not None and told.box.intersection(_wider(shown)) is not None


def _chance(told: _Told, shown: Interval) -> float:
    """That random digits would agree: of a clock within a day, of a date within a year."""
    span = _A_DAY if told.box.width >= _SPAN else _SPAN
    width = told.box.width if span is _SPAN else timedelta(0)
    return min(1.0, max(1e-9, (shown.width + width + 2 * SLACK) / span))


def _beyond_chance(agreed: int, tried: int, chances: float) -> bool:
    return chances + math.log(math.comb(tried, agreed)) <= CHANCE


def _wider(shown: Interval) -> Interval:
    return Interval(earliest=shown.earliest - SLACK, latest=shown.latest + SLACK)


def _item(rule: _Rule, url: str | None, shown: Interval | None, seen: Look) -> TimeEvidence | None:
    """The item's evidence; none where it contradicts the page, as for a republished article."""
    told = None if url is None else rule(url, shown, seen)
    if told is None or told.box.width >= _SPAN or told.box.earliest > seen.seen.latest:
        return None
    if shown is not None and not _agrees(told, shown):
        return None
    kinds: dict[Unit, EvidenceKind] = {"second": "exact", "minute": "minute"}
    return TimeEvidence(
        kind=kinds.get(told.unit, "date"),
        text=told.text,
        seen_at=seen.seen.latest,
        earliest=told.box.earliest,
        latest=min(told.box.latest, seen.seen.latest),
        unit=told.unit,
        origin="address",
    )


# -- rules ----------------------------------------------------------------------------------------


def _epoch(url: str, _shown: Interval | None, seen: Look) -> _Told | None:
    """M.1626180000.A.1B2, /1626180000123/: seconds or milliseconds since 1970."""
    for found in reversed(list(_EPOCH.finditer(url))):
        if _FIRST_EPOCH <= int(found[1]) <= seen.seen.latest.timestamp() + 120:
            moment = datetime.fromtimestamp(int(found[1]), UTC)
            return _Told(Interval(earliest=moment, latest=moment), "second", found[0])
    return None


def _stamp(zone: tzinfo | None) -> _Rule:
    """20210713143509, 202107131435: to the second or the minute, in UTC or the site's zone."""

    def told(url: str, _shown: Interval | None, seen: Look) -> _Told | None:
        for found in _STAMP.finditer(url):
            start = timedelta(hours=int(found[4]), minutes=int(found[5]), seconds=int(found[6] or 0))
            unit: Unit = "second" if found[6] else "minute"
            box = _box(
                found[1],
                found[2],
                found[3],
                Clock(start, timedelta(seconds=1 if found[6] else 60), unit),
                zone or seen.site,
            )
            if box is not None and box.earliest <= seen.seen.latest:
                return _Told(
                    Interval(earliest=box.earliest, latest=box.earliest) if found[6] else box, unit, found[0]
                )
        return None

    return told


def _date(url: str, _shown: Interval | None, seen: Look) -> _Told | None:
    """/2021/07/13/, /2021-07-13/, 202107130012: a day of the site's zone."""
    for pattern, year, month, day in ((_DATE, 1, 3, 4), (_SHORT_DATE, 1, 2, 3)):
        for found in pattern.finditer(url):
            box = _box(found[year], found[month], found[day], civil.WHOLE_DAY, seen.site)
            if box is not None and box.earliest <= seen.seen.latest:
                return _Told(box, "day", found[0].strip("/"))
    return None


def _clock(zone: tzinfo | None) -> _Rule:
    """-143509416.html: HHMMSS, perhaps with milliseconds; the day comes from what the page shows."""

    def told(url: str, shown: Interval | None, seen: Look) -> _Told | None:
        found = _CLOCK.search(url)
        if found is None:
            return None
        start = timedelta(hours=int(found[1]), minutes=int(found[2]), seconds=int(found[3]))
        if shown is None:
            return _Told(
                Interval(earliest=seen.seen.latest - _SPAN, latest=seen.seen.latest), "second", found[0]
            )
        moments = list(_within(shown, Clock(start, timedelta(seconds=1), "second"), zone or seen.site, seen))
        if not moments:
            return None
        hidden = re.match(r"\d+", found[0])
        return _Told(Interval(earliest=moments[0], latest=moments[-1]), "second", hidden[0] if hidden else "")

    return told


def _within(shown: Interval, clock: Clock, zone: tzinfo, seen: Look) -> Iterator[datetime]:
    """The instants of that clock inside the shown interval; the nearest outside it within the slack."""
    wide = _wider(shown)
    day = wide.earliest.astimezone(zone).date()
    last = min(wide.latest, seen.seen.latest)
    while True:
        box = civil.on_day(day, clock, zone)
        if box is None or box.earliest > last:
            return
        if box.earliest >= wide.earliest:
            yield box.earliest
        day += _A_DAY


def _box(year: str, month: str, day: str, clock: Clock, zone: tzinfo) -> Interval | None:
    days = civil.fixed(int(year), int(month), int(day))
    return None if days is None else civil.on_day(next(iter(days(date.max))), clock, zone)


# The finest first: who knows the second needs no day.
_RULES: dict[str, _Rule] = {
    "epoch": _epoch,
    "stamp in the site's zone": _stamp(None),
    "stamp in UTC": _stamp(UTC),
    "clock in UTC": _clock(UTC),
    "clock in the site's zone": _clock(None),
    "date": _date,
}
