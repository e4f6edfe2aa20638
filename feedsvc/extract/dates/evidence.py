"""A reading and when it was seen -> TimeEvidence: widened by what is unknown, cut at the look itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

from feedsvc.extract.dates import ago, civil
from feedsvc.extract.dates.ago import Ago
from feedsvc.extract.dates.civil import Civil
from feedsvc.extract.dates.field import Role
from feedsvc.model import EvidenceKind, EvidenceOrigin, Interval, Style, TimeEvidence, Unit, instant

_KINDS: dict[Unit, EvidenceKind] = {"second": "exact", "minute": "minute", "hour": "minute"}


@dataclass(frozen=True, slots=True)
class Look:
    """When the words were seen (UTC, an interval where that is not known better) and whose wall clock they use."""

    seen: Interval
    site: tzinfo
    language: str = ""


@lru_cache(maxsize=64)  # one look reads the words of all its items
def look(seen_at: datetime | Interval, zone: str | tzinfo, language: str | None = None) -> Look:
    if isinstance(seen_at, Interval):
        seen = Interval(earliest=seen_at.earliest.astimezone(UTC), latest=seen_at.latest.astimezone(UTC))
    else:
        seen = instant(seen_at.astimezone(UTC))
    return Look(seen, ZoneInfo(zone) if isinstance(zone, str) else zone, (language or "").lower())


def of_age(reading: Ago, words: str, seen: Look, role: Role, style: Style) -> TimeEvidence | None:
    floor = ago.interval(reading.unit, reading.floor, reading.plus, seen.seen)
    rounded = ago.interval(reading.unit, reading.round, reading.plus, seen.seen)
    if floor is None or rounded is None:
        return None
    earliest, latest = min(floor.earliest, rounded.earliest), max(floor.latest, rounded.latest)
    if style != "any":
        chosen = floor if style == "floor" else rounded
        earliest, latest = chosen.earliest, chosen.latest
    return TimeEvidence(
        kind="relative",
        text=words,
        seen_at=seen.seen.latest,
        earliest=earliest,
        latest=latest,
        unit=reading.unit,
        role=role,
        floor=floor,
        round=rounded,
    )


def of_civil(
    readings: Iterable[Civil],
    words: str,
    seen: Look,
    *,
    role: Role = "published",
    origin: EvidenceOrigin = "shown",
    kind: EvidenceKind | None = None,
) -> TimeEvidence | None:
    """The union of the readings; None when each of them lies in the future."""
    readings = tuple(readings)
    found = union(box for reading in readings for box in boxes(reading, seen))
    if found is None:
        return None
    unit = readings[0].clock.unit
    return TimeEvidence(
        kind=kind or readings[0].kind or _KINDS.get(unit, "date"),
        text=words,
        seen_at=seen.seen.latest,
        earliest=found.earliest,
        latest=found.latest,
        unit=unit,
        origin=origin,
        role=role,
    )


def boxes(reading: Civil, seen: Look) -> Iterable[Interval]:
    """What the words mean at both ends of the look; they move forward together, so the ends bound all."""
    ends = (
        (seen.seen.latest,)
        if seen.seen.earliest == seen.seen.latest
        else (seen.seen.earliest, seen.seen.latest)
    )
    found = (civil.box(reading, end, seen.site) for end in ends)
    return [box for box in found if box is not None]


def union(boxes: Iterable[Interval]) -> Interval | None:
    found: Interval | None = None
    for box in boxes:
        found = box if found is None else found.hull(box)
    return found


def of_instant(
    moment: datetime,
    words: str,
    seen: Look,
    *,
    role: Role = "published",
    origin: EvidenceOrigin = "data",
    width: timedelta = timedelta(0),
) -> TimeEvidence | None:
    """An instant `width` wide (a shown second is one second long); None in the future."""
    if moment > seen.seen.latest + civil.SKEW:
        return None
    earliest = min(moment, seen.seen.latest)
    latest = min(moment + width, seen.seen.latest)
    return TimeEvidence(
        kind="exact",
        text=words,
        seen_at=seen.seen.latest,
        earliest=earliest,
        latest=max(earliest, latest),
        origin=origin,
        role=role,
    )
