"""The store and the rules -> why: the steps behind one entry, what a rule gathers, how the sources are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from feedsvc import status as health
from feedsvc import urls
from feedsvc.capture import files
from feedsvc.capture.archive import Archive, Place
from feedsvc.config import Config
from feedsvc.errors import CaptureError, FeedsvcError, StoreError
from feedsvc.match import Matcher
from feedsvc.model import (
    Capture,
    Entry,
    Extraction,
    Interval,
    Sighting,
    Source,
    SourceState,
    TimeEvidence,
    Topic,
)
from feedsvc.publish import hans
from feedsvc.publish.files import Folder
from feedsvc.status import Status
from feedsvc.store import Look, Store

_EVER = datetime(9999, 1, 1, tzinfo=UTC)  # as of then no file that was looked at is of the future


def explain(name: str, config: Config, store: Store) -> Iterator[str]:
    """Lines for a person. FeedsvcError where no entry has this id, address or key."""
    entry = store.entry(name)
    if entry is None:
        raise FeedsvcError(
            f"{name}: no entry has this id, address or key; `feedsvc status` lists the sources"
        )
    yield from _entry(entry)
    yield from _time(entry, store)
    yield from _topics(entry, config)
    yield from _sources(entry, store)
    yield from _reading(entry, config, store)


def _entry(entry: Entry) -> Iterator[str]:
    who = entry.attribution
    yield entry.title
    yield f"  id         {entry.id}"
    yield f"  link       {entry.url or 'none on the page'}"
    yield f"  keys       {' '.join(entry.keys)}"
    yield f"  outlet     {who.outlet.name + ' (' + who.outlet.id + ')' if who.outlet else 'not told'}"
    if who.text:
        yield f"             from the words {who.text!r}"
    yield f"  agency     {who.agency or '–'}   place {who.place or '–'}   via {who.via or '–'}"
    yield f"  reporters  {'、'.join(who.reporters) or '–'}"
    for credit in who.credits:
        yield f"  {credit.role:<10} {credit.name}"


def _time(entry: Entry, store: Store) -> Iterator[str]:
    yield f"  published  {_stamp(entry.published)}, moved {entry.moves} times, precision {entry.time_unit or '–'}"
    yield f"  interval   {_interval(entry.time)} now, {_interval(entry.shown_time)} in the feeds"
    for evidence in store.evidence(entry.id):
        yield f"    used     {_evidence(evidence)}"
    for evidence in store.conflicts(entry.id):
        yield f"    set aside, contradicts what is more trusted: {_evidence(evidence)}"


def _evidence(evidence: TimeEvidence) -> str:
    said = f"{evidence.text!r} ({evidence.origin}, {evidence.kind}, {evidence.role})"
    return f"{said} seen {_stamp(evidence.seen_at)} -> {_interval(evidence.interval)}"


def _interval(interval: Interval | None) -> str:
    return f"{_stamp(interval.earliest)} to {_stamp(interval.latest)}" if interval else "unknown"


def _stamp(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}" if moment else "unknown"


def _topics(entry: Entry, config: Config) -> Iterator[str]:
    titles = {topic.id: topic.title for topic in config.topics}
    matches = Matcher(config.topics, hans.fold).match(entry)
    for match in matches:
        yield f"  topic      {match.topic} ({titles[match.topic]}): {'、'.join(match.words) or 'its outlets or sources'}"
    if not matches:
        yield "  topic      none"


def _sources(entry: Entry, store: Store) -> Iterator[str]:
    for seen in store.appearances(entry.id):
        until = f" until {_stamp(seen.left_at)}" if seen.left_at else ""
        owner = ", owns title and summary" if seen.source_id == entry.owner else ""
        yield f"  listed by  {seen.source_id} from {_stamp(seen.first_seen)}{until}{owner}"


# -- the newest capture read again --------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One kept capture, read again with today's rules, and what it says of the entry."""

    look: Look
    source: Source
    capture: Capture
    extraction: Extraction
    sighting: Sighting


def readings(entry: Entry, source: Source, config: Config, looks: Iterable[Look]) -> Iterator[Reading]:
    """Those of the looks at the owner that are still kept and show the entry."""
    from feedsvc.extract import extract  # noqa: PLC0415 - the readers take a third of every command's start

    for look in looks:
        capture = _kept(look, config)
        if capture is None:
            continue
        as_read = _as_read(source, capture, entry)
        extraction = extract(capture, as_read, config.outlets, SourceState(source_id=source.id))
        if as_read is not source:
            extraction = replace(extraction, sightings=_of_article(extraction.sightings[:1], entry))
        sighting = next((one for one in extraction.sightings if set(one.keys) & set(entry.keys)), None)
        if sighting:
            yield Reading(
                look=look, source=as_read, capture=capture, extraction=extraction, sighting=sighting
            )


def _as_read(source: Source, capture: Capture, entry: Entry) -> Source:
    """A list source with `article: full` also keeps the pages of its articles: those are read as such."""
    own = f"url:{urls.canonical(capture.url or '')}"
    if source.article != "full" or own not in entry.keys or own == f"url:{urls.canonical(source.url)}":
        return source
    return replace(source, kind="article", items=None, related=False)


def _of_article(sightings: Iterable[Sighting], entry: Entry) -> tuple[Sighting, ...]:
    keys = entry.keys
    return tuple(
        replace(one, keys=tuple(dict.fromkeys((*keys, *one.keys))), authority="article") for one in sightings
    )


def _reading(entry: Entry, config: Config, store: Store) -> Iterator[str]:
    """Tier, rule and words, from the newest kept capture in which the owner shows the entry."""
    source = config.source(entry.owner)
    if source is None:
        yield f"  source     {entry.owner} is no longer configured"
        return
    looks = reversed(store.captures(entry.owner))
    reading = next(readings(entry, source, config, looks), None)
    if reading is None:
        yield "  read by    unknown: no kept capture shows it any more"
        return
    at, found = _stamp(reading.look.captured_at), reading.extraction
    yield f"  read by    {found.tier} ({found.rule}) in the capture of {at}"
    yield from _words(reading.sighting)


def _kept(look: Look, config: Config) -> Capture | None:
    try:
        if look.place:
            archive = Archive(config.archive_path, days=config.archive_days, size=config.archive_size)
            return archive.read(Place.parse(look.place))
        source = config.source(look.source_id)
        found = files.captures(source, _EVER) if source else ()
    except (CaptureError, StoreError):  # let go by age or size, or deleted, which anybody may
        return None
    same = (capture for capture in found if capture.digest == look.digest)
    return next((replace(capture, captured_at=look.captured_at) for capture in same), None)


def _words(sighting: Sighting) -> Iterator[str]:
    for field, words in sighting.words.items():
        yield f"    {field:<8} {words}"


# -- rules and sources --------------------------------------------------------------------------


def gathered(topic: Topic, store: Store, since: datetime) -> Iterator[tuple[Entry, tuple[str, ...]]]:
    """The entries seen since then that a rule gathers, each with the words that matched."""
    matcher = Matcher((topic,), hans.fold)
    for entry in store.entries(since):
        for match in matcher.match(entry):
            yield entry, match.words


def current_status(config: Config, store: Store, now: datetime) -> tuple[Status, Mapping[str, SourceState]]:
    """How the sources are now, with the history that output/status.json keeps."""
    previous = health.read(Folder(config.output).read("status.json") or b"")
    states = store.states()
    outlets = health.unknown(store.outlets_seen(), config.outlets)
    return health.status(config.sources, states, outlets, previous=previous, now=now), states
