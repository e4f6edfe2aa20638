"""A source id, a URL or a file -> what it would give, nothing stored."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from feedsvc import urls, zones
from feedsvc.capture import files
from feedsvc.capture.fetch import Fetcher
from feedsvc.errors import CaptureError, FeedsvcError
from feedsvc.model import Capture, Entry, Extraction, Sighting, Source, SourceState, TimeEvidence
from feedsvc.outlets import Outlets
from feedsvc.reconcile import reconcile

Extract = Callable[[Capture, Source, Outlets, SourceState], Awaitable[Extraction]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One item as it would be published, beside what the page said of it."""

    entry: Entry
    sighting: Sighting

    @property
    def evidence(self) -> TimeEvidence | None:
        """What the page shows beside the item; else the stamp or the dateline that dates it."""
        stated = [one for one in self.sighting.evidence if one.role == "published"]
        return next((one for one in stated if one.origin == "shown"), stated[0] if stated else None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What one target gives: the items in page order, and how they were found."""

    source: Source
    capture: Capture
    extraction: Extraction
    items: tuple[Shown, ...]


def source_for(target: str, *, base: str | None, at: datetime | None, zone: str) -> Source:
    """A source for a URL or a file that no config names. FeedsvcError for a file that is not there."""
    if urls.is_web(target):
        return Source(id="preview", url=target, zone=zone, captured_at=at)
    path = Path(target.removeprefix("file:"))
    if not path.exists() and not any(char in target for char in "*?["):
        raise FeedsvcError(f"{target}: no source of this id, no such file, and not an http(s) address")
    return Source(id="preview", url=f"file:{path.resolve()}", base=base, captured_at=at, zone=zone)


async def capture(source: Source, fetcher: Fetcher, now: datetime) -> Capture:
    """One look at the source; the newest file of a folder."""
    if source.url.startswith("file:"):
        found = files.captures(source, now)
        if not found:
            raise CaptureError(source.id, source.url, "no file matches")
        return found[-1]
    outcome = await fetcher.look(source, SourceState(source_id=source.id))
    if not isinstance(outcome, Capture):
        raise CaptureError(source.id, source.url, getattr(outcome, "reason", "the host sent no page"))
    return outcome


async def preview(
    source: Source, taken: Capture, extract: Extract, outlets: Outlets, *, guess_zone: bool
) -> Preview:
    """Reads a capture as the service would at its first look. `guess_zone`: `source.zone` is only a fallback."""
    if guess_zone:
        source = replace(source, zone=_zone_of_address(taken.url, outlets) or source.zone)
    state = SourceState(source_id=source.id)
    extraction = await extract(taken, source, outlets, state)
    spoken = zones.zone(language=extraction.language) if guess_zone else None
    if spoken and spoken != source.zone and not _zone_of_address(taken.url, outlets):
        source = replace(source, zone=spoken)
        extraction = await extract(taken, source, outlets, state)
    return Preview(
        source=source, capture=taken, extraction=extraction, items=_items(extraction, taken, source)
    )


def _zone_of_address(url: str | None, outlets: Outlets) -> str | None:
    outlet = outlets.at(url) if url else None
    return zones.zone(country=outlet.country if outlet else None, host=urls.host(url or ""))


def _items(extraction: Extraction, taken: Capture, source: Source) -> tuple[Shown, ...]:
    state = SourceState(source_id=source.id)
    changes, _ = reconcile(extraction, capture=taken, source=source, state=state, known={})
    by_key = {key: entry for entry in changes.new for key in entry.keys}
    pairs = ((by_key.get(sighting.keys[0]), sighting) for sighting in extraction.sightings)
    return tuple(Shown(entry=entry, sighting=sighting) for entry, sighting in pairs if entry)


# -- JSON lines ---------------------------------------------------------------------------------


def json_lines(found: Preview) -> Iterator[str]:
    """One object a line, in page order; instants in UTC with Z; null for what the page does not tell."""
    for shown in found.items:
        yield json.dumps(_object(shown), ensure_ascii=False)


def _object(shown: Shown) -> Mapping[str, Any]:
    entry, who = shown.entry, shown.entry.attribution
    return {
        "position": entry.position,
        "id": entry.id,
        "url": entry.url,
        "title": entry.title,
        "summary": entry.summary,
        "image": entry.image,
        "language": entry.language,
        "time": _time(shown),
        "outlet": {"id": who.outlet.id, "name": who.outlet.name} if who.outlet else None,
        "agency": who.agency,
        "reporters": list(who.reporters),
        "place": who.place,
        "via": who.via,
    }


def _time(shown: Shown) -> Mapping[str, Any] | None:
    evidence, entry = shown.evidence, shown.entry
    if evidence is None or entry.time is None:
        return None
    return {
        "text": evidence.text,
        "kind": evidence.kind,
        "earliest": stamp(entry.time.earliest),
        "latest": stamp(entry.time.latest),
        "published": stamp(entry.published),
    }


def stamp(moment: datetime | None) -> str | None:
    """RFC 3339 in UTC with Z; seconds, and microseconds where there are any."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z") if moment else None
