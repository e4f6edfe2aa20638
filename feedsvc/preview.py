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
    if target.lower().startswith(("http://", "https://")):
        return Source(id="preview", url=target, zone=zone, captured_at=at)
    path = Path(target.removeprefix("file://").removeprefix("file:"))
    if path.is_dir():
        raise FeedsvcError(f"{target}: is a folder; name a file in it, or a glob such as '{target}/*.html'")
    if not path.exists() and not any(char in target for char in "*?["):
        raise FeedsvcError(f"{target}: no source of this id, no such file, and not an http(s) address")
    return Source(id="preview", url=f"file:{path.resolve()}", base=base, captured_at=at, zone=zone)


async def capture(source: Source, fetcher: Fetcher, now: datetime) -> Capture:
    """One look at the source; the newest file of a folder."""
    if source.url.startswith("file:"):
        found = files.captures(source, now)
        if not found:
            raise CaptureError(source.id, source.url, "no file matches")
        return _of_text(found[-1], source)
    outcome = await fetcher.look(source, SourceState(source_id=source.id))
    if not isinstance(outcome, Capture):
        raise CaptureError(source.id, source.url, getattr(outcome, "reason", "the host sent no page"))
    return outcome


def _of_text(taken: Capture, source: Source) -> Capture:
    """A picture or a PDF read as text would give entries of nonsense."""
    if not taken.body.strip():
        raise CaptureError(source.id, source.url, "the file is empty")
    head = taken.body[:4_000]
    wide = head.startswith((b"\xff\xfe", b"\xfe\xff")) or b"<\0" in head[:8] or b"\0<" in head[:8]
    strange = sum(byte < 32 and byte not in b"\0\t\n\r\f\x1b" for byte in head)
    if head.startswith((b"%PDF", b"PK\x03\x04")) or (not wide and strange > len(head) / 50):
        raise CaptureError(
            source.id, source.url, "the file holds no text; save the page as HTML, text or WARC"
        )
    return taken


async def preview(
    source: Source, taken: Capture, extract: Extract, outlets: Outlets, *, guess_zone: bool
) -> Preview:
    """Reads a capture as the service would at its first look. `guess_zone`: `source.zone` is only a fallback.

    The guess: the country of the outlet or of the host, else the language of the page, else the offset
    that the capture's instant was stated with, else `source.zone`.
    """
    state = SourceState(source_id=source.id)
    if guess_zone:
        source = replace(source, zone=_zone(taken.url, None, source, outlets))
    extraction = await extract(taken, source, outlets, state)
    address = taken.url or _own_address(extraction)
    guessed = _zone(address, extraction.language, source, outlets) if guess_zone else source.zone
    if guessed != source.zone:
        source = replace(source, zone=guessed)
        extraction = await extract(taken, source, outlets, state)
    return Preview(
        source=source, capture=taken, extraction=extraction, items=_items(extraction, taken, source)
    )


def _zone(address: str | None, language: str | None, source: Source, outlets: Outlets) -> str:
    outlet = outlets.at(address) if address else None
    country, host = outlet.country if outlet else None, urls.host(address or "")
    known = zones.zone(country=country, host=host, language=language)
    return known or zones.of_offset(source.captured_at, source.zone) or source.zone


def _own_address(extraction: Extraction) -> str | None:
    """Of a file whose address nobody told: the address that its article states, or the site of all its links."""
    links = [sighting.url for sighting in extraction.sightings if sighting.url]
    hosts = {urls.host(link) for link in links}
    return links[0] if len(hosts) == 1 else None


def _items(extraction: Extraction, taken: Capture, source: Source) -> tuple[Shown, ...]:
    state = SourceState(source_id=source.id)
    changes, _ = reconcile(extraction, capture=taken, source=source, state=state, known={})
    by_key = {key: entry for entry in changes.new for key in entry.keys}
    pairs = ((by_key.get(sighting.keys[0]), sighting) for sighting in extraction.sightings)
    return tuple(Shown(entry=entry, sighting=sighting) for entry, sighting in pairs if entry)


# -- JSON lines ---------------------------------------------------------------------------------


def json_lines(found: Preview, *, ascii_only: bool = False) -> Iterator[str]:
    """One object a line, in page order; instants in UTC with Z; null for what the page does not tell."""
    for shown in found.items:
        yield json.dumps(_object(shown), ensure_ascii=ascii_only)


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
