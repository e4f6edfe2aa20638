"""The circumstances of one look, and the entries as they stand while it is entered."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from feedsvc.model import Capture, Conflict, Entry, Extraction, Interval, Source, SourceState, TimeEvidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """The circumstances of one look."""

    capture: Capture
    source: Source
    state: SourceState
    extraction: Extraction
    owners: Collection[str] | None = None

    @property
    def at(self) -> datetime:
        return self.capture.captured_at

    @property
    def rendered(self) -> Interval:
        return self.extraction.rendered or self.capture.rendered

    @property
    def is_late(self) -> bool:
        """A page no younger than one that was read already: a replay, or a cache that lags behind."""
        read, made = self.state.last_capture_at, self.state.last_look_at
        return (read is not None and self.at <= read) or (made is not None and self.rendered.latest < made)

    @property
    def is_stale(self) -> bool:
        """The bytes of the last look again: their relative words grew no older, though the clock did."""
        return bool(self.capture.digest) and self.capture.digest == self.state.digest and not self.is_late

    @property
    def of_article(self) -> bool:
        """The page of one article, not the list that this source watches."""
        sightings = self.extraction.sightings
        return len(sightings) == 1 and sightings[0].authority == "article"


@dataclass(slots=True)
class Book:
    """Entries as they stand while one look is being entered; `first` is how they stood before it."""

    entries: dict[str, Entry]
    first: dict[str, Entry]
    holders: dict[str, str]
    evidence: dict[str, tuple[TimeEvidence, ...]] = field(default_factory=dict)
    positions: dict[str, None] = field(default_factory=dict)
    before: dict[str, Interval | None] = field(default_factory=dict)  # intervals as of the last look
    merged: dict[str, str] = field(default_factory=dict)
    conflicts: list[Conflict] = field(default_factory=list)
    renewed: dict[str, str] = field(default_factory=dict)  # path keys that name an entry in this look

    @classmethod
    def opened(cls, known: Mapping[str, Entry]) -> Book:
        entries = {entry.id: entry for entry in known.values()}
        return cls(entries, dict(entries), {key: entry.id for key, entry in known.items()})

    def enter(self, entry: Entry) -> None:
        self.entries[entry.id] = entry
        for key in entry.keys:
            self.holders.setdefault(key, entry.id)
