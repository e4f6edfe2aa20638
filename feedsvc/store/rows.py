"""Entries <-> rows of the table entries, without loss."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from feedsvc.model import Attribution, Enclosure, Entry, Interval, TimeEvidence
from feedsvc.store.codec import micros, moment, noun, optional_micros, optional_moment, plain

Row = Mapping[Any, Any]
_AS_IS = (
    "id",
    "title",
    "owner",
    "url",
    "summary",
    "content_html",
    "image",
    "language",
    "time_unit",
    "moves",
    "story",
    "position",
    "full",
)
_INSTANTS = ("first_seen", "updated", "published", "first_published_at", "held_until")
_JSON = ("attribution", "topics", "enclosures", "categories", "keys", "evidence")


def row_of(entry: Entry) -> dict[str, Any]:
    """The row that holds this entry, and three columns of its outlet for counting."""
    outlet = entry.attribution.outlet
    return {
        **{name: getattr(entry, name) for name in _AS_IS},
        **{name: optional_micros(getattr(entry, name)) for name in _INSTANTS},
        **{name: plain(getattr(entry, name)) for name in _JSON},
        **interval_columns("time", entry.time),
        **interval_columns("shown", entry.shown_time),
        "outlet_id": outlet.id if outlet else None,
        "outlet_name": outlet.name if outlet else None,
        "outlet_registered": outlet.registered if outlet else None,
    }


def interval_columns(prefix: str, interval: Interval | None) -> dict[str, int | None]:
    return {
        f"{prefix}_earliest": micros(interval.earliest) if interval else None,
        f"{prefix}_latest": micros(interval.latest) if interval else None,
    }


def entry_of(row: Row) -> Entry:
    """The entry that a row holds."""
    return Entry(
        **{name: row[name] for name in _AS_IS},
        first_seen=moment(row["first_seen"]),
        updated=moment(row["updated"]),
        published=optional_moment(row["published"]),
        first_published_at=optional_moment(row["first_published_at"]),
        held_until=optional_moment(row["held_until"]),
        time=_interval(row, "time"),
        shown_time=_interval(row, "shown"),
        attribution=noun(Attribution, row["attribution"]),
        topics=tuple(row["topics"]),
        enclosures=tuple(noun(Enclosure, value) for value in row["enclosures"]),
        categories=tuple(row["categories"]),
        keys=tuple(row["keys"]),
        evidence=tuple(noun(TimeEvidence, value) for value in row["evidence"]),
    )


def _interval(row: Row, prefix: str) -> Interval | None:
    earliest, latest = row[f"{prefix}_earliest"], row[f"{prefix}_latest"]
    return None if earliest is None else Interval(earliest=moment(earliest), latest=moment(latest))


def ordered_at(entry: Entry) -> datetime:
    """Where an entry stands in its feeds: its published instant, else when it was first seen."""
    return entry.published or entry.first_seen
