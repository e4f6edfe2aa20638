"""A machine's stamp (a datetime attribute, JSON-LD, a feed's date, an epoch) -> TimeEvidence of origin "data"."""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo

from feedsvc.extract.dates import civil, evidence, shown, stamps, words
from feedsvc.extract.dates.evidence import Look
from feedsvc.model import Interval, TimeEvidence


def read_machine(text: str, *, seen_at: datetime | Interval, zone: str | tzinfo) -> TimeEvidence | None:
    """An instant to the second or better is a point; a date is a day box; what no machine writes is None."""
    stamp = words.spelled(text[:200])
    seen = evidence.look(seen_at, zone)
    epoch = stamps.epoch(stamp, seen.seen.latest)
    if epoch is not None:
        return evidence.of_instant(*epoch, seen)
    moment = stamps.rfc(stamp, seen.site)
    if moment is not None:
        return evidence.of_instant(moment, stamp, seen)
    return _iso(stamp, seen) or _written(stamp, seen)


def _iso(stamp: str, seen: Look) -> TimeEvidence | None:
    found = stamps.iso(stamp)
    if found is None:
        return None
    reading, fraction, text = found
    if reading.clock.unit != "second":
        return evidence.of_civil((reading,), text, seen, origin="data")
    days = tuple(reading.days(seen.seen.latest.date()))
    box = civil.on_day(days[0], reading.clock, reading.zone or seen.site)
    if box is None:
        return None
    # Only the repeated hour of a zone's clock change leaves more than one instant.
    return evidence.of_instant(
        box.earliest + fraction, text, seen, width=box.width - (timedelta(seconds=1) - civil.TICK)
    )


def _written(stamp: str, seen: Look) -> TimeEvidence | None:
    """2025/10/29 17:02, Oct 29, 2025: fields meant for machines hold such words too."""
    for row in shown.FIGURES:
        reading = row.read(stamp, seen.site, seen.language)
        if reading is not None and reading[1] == stamp:
            return evidence.of_civil((reading[0],), stamp, seen, origin="data")
    return None
