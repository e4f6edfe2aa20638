"""Instants and what is known of them -> the words of feeds: RFC 3339, RFC 822, the bounds of a time.  Pure."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import format_datetime

from feedsvc.model import FeedEntry

SEEN = "seen"  # the precision of an entry whose page told no time


def z(moment: datetime) -> str:
    """Seconds, UTC, Z: elfeed drops any other offset and is then hours late."""
    return moment.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat() + "Z"


def rfc822(moment: datetime) -> str:
    return format_datetime(moment.astimezone(UTC).replace(microsecond=0))


def bounds(entry: FeedEntry) -> dict[str, str]:
    """precision, earliest and latest of the published instant; {} where all of it is in the date.

    Of an entry without a time only the end is known: it was published before we saw it.
    """
    if entry.published is None:
        latest = entry.time.latest if entry.time else entry.first_seen
        return {"precision": SEEN, "latest": z(latest)}
    if entry.time is None:
        return {}
    precision = entry.time_unit or "second"
    return {"precision": precision, "earliest": z(entry.time.earliest), "latest": z(entry.time.latest)}
