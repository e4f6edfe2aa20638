"""The story, read first: refresh one source; publish what changed.

    clock -> schedule -> capture -> extract -> reconcile -> store -> match -> publish -> output/

`refresh` takes one look at one source and stores what it brought. `publish` (in publishing.py) writes the
feeds that the store calls dirty. Nothing is decided here: the rooms decide, this file says in which order.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta

from feedsvc import schedule, urls
from feedsvc.capture import files
from feedsvc.capture.archive import Archive
from feedsvc.capture.fetch import Fetcher
from feedsvc.capture.politeness import http_date
from feedsvc.errors import CaptureError, ExtractError, FeedsvcError
from feedsvc.gather import FeedRules, feed_keys
from feedsvc.match import Matcher
from feedsvc.model import (
    Capture,
    Changes,
    Entry,
    Extraction,
    NotModified,
    Sighting,
    Source,
    SourceState,
    Unread,
    Wait,
)
from feedsvc.outlets import Outlets
from feedsvc.reconcile import keys_of, reconcile
from feedsvc.store import Store

Extract = Callable[[Capture, Source, Outlets, SourceState], Awaitable[Extraction]]
Settled = Callable[[SourceState, Changes], SourceState]
SLACK = timedelta(hours=1)  # clocks that differ by less are not worth a thought
_WELL = frozenset({"ok", "unchanged", "empty", "redesigned"})  # the others have pauses of up to a day
_TOLD_BY_RULE = frozenset({"no_list", "no_list_at_path"})  # the reader says in `rule` what it missed


@dataclass(slots=True, kw_only=True)
class Rooms:
    """The rooms of one running service, wired by the engine."""

    store: Store
    fetcher: Fetcher
    archive: Archive
    extract: Extract
    outlets: Outlets
    matcher: Matcher
    feeds: FeedRules
    jitter: Callable[[], float]
    owners: frozenset[str] | None = None  # ids of the configured sources; None: any source may own entries

    def follow(self, other: Rooms) -> None:
        """Takes the rules of a new configuration. A look under way then files what it brings by these: by
        the old ones its entries would miss a new topic for ever."""
        self.archive, self.outlets = other.archive, other.outlets
        self.matcher, self.feeds, self.owners = other.matcher, other.feeds, other.owners


@dataclass(frozen=True, slots=True, kw_only=True)
class Refreshed:
    """What one look at one source came to; `status` as in SourceState.last_status."""

    source_id: str
    status: str
    next_check_at: datetime
    entries: int = 0
    new: int = 0
    updated: int = 0
    dropped: Mapping[str, int] = field(default_factory=dict)
    problem: str = ""

    @property
    def changed(self) -> bool:
        return bool(self.new or self.updated)


async def refresh(rooms: Rooms, source: Source, *, now: datetime, force: bool = False) -> Refreshed:
    """One look. What goes wrong with the source is a value and a row of the store, never an exception.

    `force` reads bytes again that were read before. StoreError passes: then nothing can be kept at all.
    """
    state = rooms.store.state(source.id)
    try:
        found = await _look(rooms, source, state, now)
        if isinstance(found, NotModified | Wait):
            return await _nothing_new(rooms, source, state, found, now)
        if not force and state.digest == _digest(found):
            state = _validated(state, found[-1])
            return await _nothing_new(rooms, source, state, NotModified(captured_at=now), now)
        return await _read(rooms, source, found, now)
    except (CaptureError, ExtractError) as error:
        return _failed(rooms, source, error, now)


async def _look(
    rooms: Rooms, source: Source, state: SourceState, now: datetime
) -> tuple[Capture, ...] | NotModified | Wait:
    if source.url.startswith("file:"):
        return files.captures(source, now)  # at least one, else CaptureError
    outcome = await rooms.fetcher.look(source, state)
    return (outcome,) if isinstance(outcome, Capture) else outcome


def _digest(captures: Iterable[Capture]) -> str:
    return " ".join(capture.digest for capture in captures)


async def _read(rooms: Rooms, source: Source, captures: tuple[Capture, ...], now: datetime) -> Refreshed:
    result = Refreshed(source_id=source.id, status="ok", next_check_at=now)
    for capture in captures[:-1]:
        result = _sum(result, await read_capture(rooms, source, capture))
    was_news = result.changed

    def settled(state: SourceState, changes: Changes) -> SourceState:
        news = was_news or bool(changes.new or changes.updated)
        return _settled(rooms, source, state, captures, now, news=news)

    result = _sum(result, await read_capture(rooms, source, captures[-1], now=now, settled=settled))
    if source.article == "full":
        await _complete(rooms, source, now)
    return result


def _settled(
    rooms: Rooms,
    source: Source,
    state: SourceState,
    captures: tuple[Capture, ...],
    now: datetime,
    *,
    news: bool,
) -> SourceState:
    """The state with what the next look needs, so that one look is one transaction."""
    if state.last_status == "ok":
        state = _validated(replace(state, digest=_digest(captures)), captures[-1])
    else:  # the same bytes are read again next time: a rule or the site may have been mended by then
        state = replace(state, digest=None, etag=None, last_modified=None)
    state = replace(state, interval=schedule.adapt(source, state, news=news))
    when = schedule.next_check(source, state, captures[-1], now, jitter=rooms.jitter())
    return replace(state, next_check_at=when)


def _validated(state: SourceState, capture: Capture) -> SourceState:
    """What the next request may be conditional on; a whole answer also starts the day of conditional ones."""
    return replace(
        state,
        etag=capture.headers.get("etag"),
        last_modified=capture.headers.get("last-modified"),
        unconditional_at=capture.captured_at,
        moved_to=capture.moved_to or state.moved_to,
    )


async def read_capture(
    rooms: Rooms,
    source: Source,
    capture: Capture,
    place: str | None = None,
    *,
    now: datetime | None = None,
    settled: Settled | None = None,
) -> Refreshed:
    """Archive, extract, reconcile, match, store: one transaction. `place` given: archived before (replay).

    `now` is given for a capture of this very moment; `settled` adds to the state what the next look needs.
    """
    if place is None:
        place = "" if source.url.startswith("file:") else str(rooms.archive.keep(capture))
    state = rooms.store.state(source.id)
    if now is not None:
        state = _without_future(state, capture, now)
    extraction = await rooms.extract(capture, source, rooms.outlets, state)
    changes, state = _reconciled(rooms, extraction, capture, source, state, now)
    state = replace(state, last_error=_unwell(extraction, state))
    state = settled(state, changes) if settled else state
    _store(rooms, capture, place, state, changes)
    return Refreshed(
        source_id=source.id,
        status=state.last_status,
        next_check_at=state.next_check_at or capture.captured_at,
        entries=len(extraction.sightings),
        new=len(changes.new),
        updated=len(changes.updated),
        dropped=extraction.dropped,
        problem=state.last_error or "",
    )


def _unwell(extraction: Extraction, state: SourceState) -> str | None:
    """What a person should know of a page that was read: it was redesigned, or it lists nothing any more."""
    if extraction.repair:
        rules = {name: css for name, css in asdict(extraction.repair).items() if css}
        proposed = ", ".join(f"{name}: {json.dumps(css, ensure_ascii=False)}" for name, css in rules.items())
        return (
            f"the selectors of items find nothing, the list was found without them; try items: {{{proposed}}}"
        )
    if state.last_status == "empty" and _TOLD_BY_RULE & extraction.dropped.keys():
        return extraction.rule
    if state.last_status == "empty" and state.usual_count < 1:
        return (
            "no list of articles was found on the page; `feedsvc discover URL` shows what can be read there"
        )
    if state.last_status == "empty":
        return f"the page lists nothing, where it usually lists {state.usual_count:.0f}; its feeds keep what they have"
    return None


def _reconciled(
    rooms: Rooms,
    extraction: Extraction,
    capture: Capture,
    source: Source,
    state: SourceState,
    now: datetime | None,
) -> tuple[Changes, SourceState]:
    known = rooms.store.known(keys_of(extraction.sightings))
    if now is not None and _clocks_agree(capture):
        known = {key: _dated_anew(entry, capture) for key, entry in known.items()}
    return reconcile(
        extraction, capture=capture, source=source, state=state, known=known, owners=rooms.owners
    )


def _store(rooms: Rooms, capture: Capture, place: str, state: SourceState, changes: Changes) -> None:
    matched = {entry.id: _topics(rooms, entry) for entry in (*changes.new, *changes.updated)}
    rooms.store.record(
        capture=capture,
        place=place,
        state=state,
        changes=replace(
            changes,
            new=tuple(_with_topics(entry, matched[entry.id]) for entry in changes.new),
            updated=tuple(_with_topics(entry, matched[entry.id]) for entry in changes.updated),
        ),
        feeds=_feeds(rooms, changes, matched),
    )


def _feeds(
    rooms: Rooms, changes: Changes, matched: Mapping[str, tuple[str, ...]]
) -> Mapping[str, frozenset[str]]:
    """An edited entry may join feeds but leaves none: readers of those have it."""
    stood = rooms.store.memberships(entry.id for entry in changes.updated)
    return {
        entry.id: feed_keys(entry, matched[entry.id], rooms.feeds) | stood.get(entry.id, frozenset())
        for entry in (*changes.new, *changes.updated)
    }


def _topics(rooms: Rooms, entry: Entry) -> tuple[str, ...]:
    return tuple(match.topic for match in rooms.matcher.match(entry))


def _with_topics(entry: Entry, topics: tuple[str, ...]) -> Entry:
    """The categories of a published entry stay: readers that hash them would mark it unread."""
    return entry if entry.first_published_at else replace(entry, topics=topics)


# -- article pages ------------------------------------------------------------------------------


async def _complete(rooms: Rooms, source: Source, now: datetime) -> None:
    """Follow new entries to their article pages, politely. One that fails is asked for again a few times;
    its entry is published from the list meanwhile."""
    held = (entry.id for entry in rooms.store.awaiting_article(source.id, now))
    unread = schedule.unread(rooms.store.state(source.id).unread, held, now)
    _keep_unread(rooms, source, unread)
    left: dict[str, Unread | None] = {article.entry_id: article for article in unread}
    for article in schedule.article_turns(unread, now):
        left[article.entry_id] = await _asked(rooms, source, article, now)
    _keep_unread(rooms, source, tuple(article for article in left.values() if article))


def _keep_unread(rooms: Rooms, source: Source, unread: tuple[Unread, ...]) -> None:
    state = rooms.store.state(source.id)
    if state.unread != unread:
        rooms.store.save_state(replace(state, unread=unread))


async def _asked(rooms: Rooms, source: Source, article: Unread, now: datetime) -> Unread | None:
    """Asks for one article; gives when it is asked for again, None where it was read or never is."""
    entry = rooms.store.entry(article.entry_id)
    if entry is None or entry.full:
        return None
    outcome: schedule.Outcome
    try:
        outcome = await rooms.fetcher.look(source, SourceState(source_id=source.id), url=entry.url)
        if isinstance(outcome, Capture) and await _read_article(rooms, source, entry, outcome):
            return None
    except (CaptureError, ExtractError) as error:
        outcome = error
    return schedule.asked_in_vain(article, outcome, now)


async def _read_article(rooms: Rooms, source: Source, entry: Entry, capture: Capture) -> bool:
    """Completes an entry by its article page; False where the page holds no article."""
    page = replace(source, kind="article", items=None, related=False)
    place = str(rooms.archive.keep(capture))
    state = rooms.store.state(source.id)
    extraction = await rooms.extract(capture, page, rooms.outlets, state)
    sightings = tuple(_of_article(sighting, entry) for sighting in extraction.sightings[:1])
    known = rooms.store.known(keys_of(sightings))
    changes, _ = reconcile(
        replace(extraction, sightings=sightings), capture=capture, source=page, state=state, known=known
    )
    _store(rooms, capture, place, state, replace(changes, listing=state.listing))
    return bool(sightings)


def _of_article(sighting: Sighting, entry: Entry) -> Sighting:
    """The article that we followed a link to is that link's entry, whatever canonical address it names."""
    own = urls.canonical(entry.url or "")
    keys = dict.fromkeys((f"url:{own}", *sighting.keys) if own else sighting.keys)
    title = entry.title if entry.first_published_at else sighting.title  # readers know the entry by its title
    return replace(sighting, keys=tuple(keys), title=title, authority="article")


# -- clocks that were wrong ---------------------------------------------------------------------


def believed(source: Source, state: SourceState, now: datetime) -> SourceState:
    """The state as this clock can believe it: a source that was well is asked again after `every` at the
    latest, also where the clock was set back by a day since."""
    usual = max(source.every, source.every_max or source.every, state.interval or source.every)
    ahead = state.next_check_at is not None and state.next_check_at > now + usual * 1.2 + SLACK
    return replace(state, next_check_at=None) if ahead and state.last_status in _WELL else state


def _clocks_agree(capture: Capture) -> bool:
    """Whether the host says the same time as we do: then ours is right, whatever it was before."""
    date = http_date(capture.headers.get("date")) if capture.clock == "http" else None
    return date is not None and abs(capture.captured_at - date) <= SLACK


def _without_future(state: SourceState, capture: Capture, now: datetime) -> SourceState:
    """A clock that ran ahead left looks in the future: beside them every page would look like an old one."""
    read = state.last_capture_at
    if read is None or read <= now + SLACK or not _clocks_agree(capture):
        return state
    return replace(state, last_capture_at=None, last_look_at=None, last_ok_at=None)


def _dated_anew(entry: Entry, capture: Capture) -> Entry:
    """An entry that was first seen in the future, by a clock that ran ahead, is dated as if it were new."""
    if entry.first_seen <= capture.captured_at + SLACK:
        return entry
    return replace(
        entry,
        first_seen=capture.captured_at,
        updated=capture.captured_at,
        published=None,
        time=None,
        shown_time=None,
        time_unit=None,
        moves=0,
        first_published_at=None,
        evidence=(),
    )


# -- what comes next ----------------------------------------------------------------------------


async def _nothing_new(
    rooms: Rooms, source: Source, state: SourceState, outcome: NotModified | Wait, now: datetime
) -> Refreshed:
    result = Refreshed(source_id=source.id, status="unchanged", next_check_at=now)
    if isinstance(outcome, Wait):
        result = replace(result, status="waiting", problem=outcome.reason)
        return _scheduled(rooms, source, state, outcome, result, now)
    state = replace(
        state,
        last_status="unchanged",
        last_ok_at=now,
        failures=0,
        last_error=None,
        moved_to=outcome.moved_to or state.moved_to,
        interval=schedule.adapt(source, state, news=False),
    )
    result = _scheduled(rooms, source, state, outcome, result, now)
    if source.article == "full":  # entries may still wait for their pages: they were many, or we were killed
        await _complete(rooms, source, now)
    return result


def _failed(rooms: Rooms, source: Source, error: FeedsvcError, now: datetime) -> Refreshed:
    state = rooms.store.state(source.id)
    state = replace(state, failures=state.failures + 1, last_error=str(error), last_status="failed")
    result = Refreshed(source_id=source.id, status="failed", next_check_at=now, problem=str(error))
    return _scheduled(rooms, source, state, error, result, now)


def _scheduled(
    rooms: Rooms,
    source: Source,
    state: SourceState,
    outcome: Capture | NotModified | Wait | FeedsvcError,
    result: Refreshed,
    now: datetime,
) -> Refreshed:
    when = schedule.next_check(source, state, outcome, now, jitter=rooms.jitter())
    rooms.store.save_state(replace(state, next_check_at=when))
    return replace(result, next_check_at=when)


def _sum(one: Refreshed, other: Refreshed) -> Refreshed:
    dropped = dict(one.dropped)
    for reason, count in other.dropped.items():
        dropped[reason] = dropped.get(reason, 0) + count
    return replace(
        other,
        entries=one.entries + other.entries,
        new=one.new + other.new,
        updated=one.updated + other.updated,
        dropped=dropped,
    )
