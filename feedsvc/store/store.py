"""What the house asks of its memory: states, entries, feeds and captures; every method is one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sqlalchemy import Connection, delete, select, update

from feedsvc.model import Capture, Changes, Entry, Interval, SourceState, TimeEvidence
from feedsvc.store import entries as entry_rows
from feedsvc.store import feeds as feed_rows
from feedsvc.store import pages as page_rows
from feedsvc.store import tables as t
from feedsvc.store.backup import copy_sqlite
from feedsvc.store.codec import micros, moment, noun, plain
from feedsvc.store.database import Database
from feedsvc.store.entries import Appearance, Filing, OutletSeen
from feedsvc.store.feeds import FeedRecord
from feedsvc.store.locks import Lock
from feedsvc.store.pages import ArchivePage
from feedsvc.store.upsert import put

__all__ = ["ArchivePage", "FeedRecord", "Filing", "Look", "OutletSeen", "Store"]

REFILED_AT_ONCE = 25  # some ten milliseconds: looks go on between two slices of a long history
_BEGINNING = (-(1 << 62), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One archived capture: everything but its bytes, which lie at `place` in the archive."""

    id: str
    source_id: str
    url: str | None
    captured_at: datetime
    rendered: Interval
    clock: str
    status: int
    media_type: str
    digest: str
    place: str


class Store:
    """The memory. Close it (or leave its `with` block) to let the next process in."""

    def __init__(self, database: Database, lock: Lock) -> None:
        self._database = database
        self._lock = lock

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self._lock.release()
        self._database.close()

    # -- sources ------------------------------------------------------------------------------

    def state(self, source_id: str) -> SourceState:
        """What we remember of a source; a fresh state for one never looked at."""
        with self._database.reading() as connection:
            return state_of(connection, source_id)

    def states(self) -> dict[str, SourceState]:
        with self._database.reading() as connection:
            rows = connection.execute(select(t.sources.c.source_id, t.sources.c.state))
            return {source_id: noun(SourceState, value) for source_id, value in rows}

    def save_state(self, state: SourceState) -> None:
        with self._database.writing() as connection:
            keep_state(connection, state)

    # -- one look -----------------------------------------------------------------------------

    def record(
        self,
        *,
        capture: Capture,
        place: str,
        state: SourceState,
        changes: Changes,
        feeds: Mapping[str, frozenset[str]],
    ) -> None:
        """Everything that one look brought, in one transaction.

        `place` is where the archive keeps the bytes; `feeds` maps ids of entries that are new or changed
        to the keys of the feeds they belong to now ("all", "topic:x", "outlet:y"). Those feeds, and the
        ones they were in before, become dirty. Recording the same look again changes nothing.
        """
        with self._database.writing() as connection:
            before = state_of(connection, state.source_id)
            keep_capture(connection, capture, place)
            keep_state(connection, state)
            for younger, older in changes.merged.items():
                feed_rows.forget_entry(connection, younger)
                entry_rows.join(connection, younger, older)
            entry_rows.keep(connection, (*changes.new, *changes.updated, *changes.narrowed))
            entry_rows.keep_conflicts(connection, changes.conflicts)
            feed_rows.place(connection, changes, feeds, capture.captured_at)
            entry_rows.appear(connection, capture, before.listing, changes)

    # -- entries ------------------------------------------------------------------------------

    def known(self, keys: Iterable[str]) -> dict[str, Entry]:
        """The entries that these keys find; keys of nobody are left out."""
        with self._database.reading() as connection:
            return entry_rows.known(connection, tuple(keys))

    def entry(self, name: str) -> Entry | None:
        """The entry with this id, former id, address, key, or beginning of an id that only one has."""
        with self._database.reading() as connection:
            return entry_rows.named(connection, name)

    def entries(self, since: datetime | None = None, source_id: str | None = None) -> Iterator[Entry]:
        """Entries by when they were first seen; read in portions, so that history may be long."""
        after = _BEGINNING if since is None else (micros(since), "")
        while True:
            with self._database.reading() as connection:
                portion = entry_rows.portion(connection, after, source_id)
            yield from portion
            if not portion:
                return
            after = _place_of(portion[-1])

    def awaiting_article(self, source_id: str, now: datetime) -> tuple[Entry, ...]:
        """Entries of this source that are held back until their article page was read."""
        with self._database.reading() as connection:
            return entry_rows.awaiting(connection, source_id, now)

    def release_held(self, now: datetime) -> tuple[str, ...]:
        """Lets the entries go whose waiting is over; marks their feeds dirty; gives their ids."""
        with self._database.writing() as connection:
            ids = entry_rows.release(connection, now)
            feed_rows.show(connection, ids, now)
            return ids

    def commit_published(self, ids: Iterable[str], now: datetime) -> tuple[str, ...]:
        """Notes, once and for ever, when entries were first published and the interval they showed.

        Gives the ids that were published for the first time. Called before the files are written.
        """
        with self._database.writing() as connection:
            return entry_rows.commit_published(connection, tuple(ids), now)

    def evidence(self, entry_id: str) -> tuple[TimeEvidence, ...]:
        """What narrowed or contradicted an entry's time."""
        found = self.entry(entry_id)
        return found.evidence if found else ()

    def conflicts(self, entry_id: str) -> tuple[TimeEvidence, ...]:
        """Evidence that was set aside, in the order it came."""
        with self._database.reading() as connection:
            rows = connection.execute(
                select(t.conflicts.c.evidence)
                .where(t.conflicts.c.entry_id == entry_id)
                .order_by(t.conflicts.c.number)
            ).scalars()
            return tuple(noun(TimeEvidence, value) for value in rows)

    def appearances(self, entry_id: str) -> tuple[Appearance, ...]:
        """Which sources listed an entry, from when, until when."""
        with self._database.reading() as connection:
            return entry_rows.appearances(connection, entry_id)

    def outlets_seen(self) -> tuple[OutletSeen, ...]:
        """Every outlet that entries have, by id."""
        with self._database.reading() as connection:
            return tuple(entry_rows.outlets(connection))

    # -- feeds --------------------------------------------------------------------------------

    def feed_entries(
        self, key: str, *, limit: int | None = None, since: datetime | None = None
    ) -> tuple[Entry, ...]:
        """The newest `limit` entries of a feed, or all; newest first, page order among equals."""
        with self._database.reading() as connection:
            return feed_rows.entries_of(connection, key, limit, since)

    def feeds(self) -> tuple[FeedRecord, ...]:
        with self._database.reading() as connection:
            return feed_rows.records(connection)

    def dirty(self) -> tuple[FeedRecord, ...]:
        """Feeds that changed since they were last written."""
        with self._database.reading() as connection:
            return feed_rows.records(connection, dirty=True)

    def mark_dirty(self, keys: Iterable[str]) -> None:
        with self._database.writing() as connection:
            feed_rows.touch(connection, keys)

    def mark_all_dirty(self) -> None:
        with self._database.writing() as connection:
            connection.execute(update(t.feeds).values(generation=t.feeds.c.generation + 1))

    def assign_path(self, key: str, path: str, title: str) -> str:
        """Gives a feed its folder below output/; the first one stays for ever. Gives the one in force."""
        with self._database.writing() as connection:
            return feed_rows.assign_path(connection, key, path, title)

    def written(self, key: str, generation: int, digest: str, now: datetime) -> None:
        """The files of a feed stand as of `generation`; what came meanwhile leaves it dirty."""
        with self._database.writing() as connection:
            feed_rows.written(connection, key, generation, digest, now)

    def refile(self, filing: Callable[[Entry], Filing]) -> Iterator[int]:
        """Files every entry anew; gives after each slice how many were in it.

        A slice is read, decided and written in one transaction, so that a look between two slices finds
        whole entries and loses nothing; killed in between, it can be done again from the beginning.
        """
        after = _BEGINNING
        while True:
            with self._database.writing() as connection:
                some = entry_rows.portion(connection, after, None, limit=REFILED_AT_ONCE)
                entries = {entry.id: entry for entry in some}
                filings = {entry.id: filing(entry) for entry in some}
                entry_rows.set_topics(connection, entries, filings)
                feed_rows.refile(connection, entries, filings)
            if not some:
                return
            yield len(some)
            after = _place_of(some[-1])

    def memberships(self, ids: Iterable[str]) -> dict[str, frozenset[str]]:
        """The keys of the feeds that each of these entries stands in."""
        with self._database.reading() as connection:
            return feed_rows.memberships(connection, tuple(ids))

    def newest(self) -> dict[str, Entry]:
        """The first entry of each feed; a feed that can show none is left out."""
        with self._database.reading() as connection:
            return feed_rows.newest(connection)

    def activity(self, bounds: Sequence[datetime]) -> dict[str, tuple[int, ...]]:
        """How many entries each feed has from one of `bounds` up to the next."""
        with self._database.reading() as connection:
            return feed_rows.activity(connection, bounds)

    # -- archive pages ------------------------------------------------------------------------

    def archive_pages(self, key: str) -> tuple[ArchivePage, ...]:
        """The pages of a feed that were written, the oldest first; also those that were spoilt since."""
        with self._database.reading() as connection:
            return page_rows.of_feed(connection, key)

    def page_made_of(self, key: str, number: int) -> str:
        """What the publisher noted of a page; "" for one that is spoilt or was never written."""
        with self._database.reading() as connection:
            return page_rows.made_of(connection, key, number)

    def unfinished_page(self, key: str, made_of: str) -> int:
        """The first page of a feed that is not made of this: spoilt, or behind the last one."""
        with self._database.reading() as connection:
            return page_rows.first_other(connection, key, made_of)

    def page_entries(self, key: str, number: int, limit: int) -> tuple[Entry, ...]:
        """The entries of a feed that follow its page `number` - 1, in the order they were first seen."""
        with self._database.reading() as connection:
            return page_rows.entries_from(connection, key, number, limit)

    def last_archived_edit(self, key: str) -> datetime | None:
        """When an entry in a page of this feed was last edited."""
        with self._database.reading() as connection:
            return page_rows.last_edit(connection, key)

    def page_written(self, key: str, page: ArchivePage) -> None:
        """Its files stand. Whoever read its entries must not have let a look come in between."""
        with self._database.writing() as connection:
            page_rows.keep(connection, key, page)

    def spoil_page(self, key: str, number: int) -> None:
        """Its files are gone or damaged."""
        with self._database.writing() as connection:
            page_rows.spoil(connection, key, number)

    def forget_pages(self, key: str, number: int) -> None:
        """A feed has no page `number`, and none behind it."""
        with self._database.writing() as connection:
            page_rows.forget(connection, key, number)

    # -- rules and notes ----------------------------------------------------------------------

    def rules(self) -> dict[str, str]:
        """The digest of each topic's rule as of the last time entries were matched."""
        with self._database.reading() as connection:
            rows = connection.execute(select(t.rules.c.topic_id, t.rules.c.digest))
            return {topic: str(digest) for topic, digest in rows}

    def save_rules(self, digests: Mapping[str, str]) -> None:
        with self._database.writing() as connection:
            connection.execute(delete(t.rules))
            if digests:
                rows = [{"topic_id": topic, "digest": digest} for topic, digest in digests.items()]
                connection.execute(t.rules.insert(), rows)

    def meta(self, key: str) -> str | None:
        with self._database.reading() as connection:
            return connection.execute(select(t.meta.c.value).where(t.meta.c.key == key)).scalar()

    def set_meta(self, key: str, value: str) -> None:
        with self._database.writing() as connection:
            put(connection, t.meta, [{"key": key, "value": value}])

    # -- captures -----------------------------------------------------------------------------

    def captures(self, source_id: str | None = None, since: datetime | None = None) -> tuple[Look, ...]:
        """Archived looks, oldest first."""
        statement = select(t.captures).order_by(t.captures.c.captured_at, t.captures.c.id)
        if source_id is not None:
            statement = statement.where(t.captures.c.source_id == source_id)
        if since is not None:
            statement = statement.where(t.captures.c.captured_at >= micros(since))
        with self._database.reading() as connection:
            return tuple(look_of(row) for row in connection.execute(statement).mappings())

    def forget_captures(self, before: datetime) -> int:
        """Forgets looks older than `before` (the archive let their bytes go). Gives how many."""
        with self._database.writing() as connection:
            gone = connection.execute(delete(t.captures).where(t.captures.c.captured_at < micros(before)))
            return gone.rowcount

    def backup(self, path: str | Path) -> None:
        """A whole copy at `path`, also while another process writes. PostgreSQL has pg_dump for this."""
        copy_sqlite(self._database, Path(path))

    @contextmanager
    def connection(self) -> Iterator[Connection]:
        """A reading connection, for tools that ask what no method answers."""
        with self._database.reading() as connection:
            yield connection


def _place_of(entry: Entry) -> tuple[int, str]:
    return (micros(entry.first_seen), entry.id)


def state_of(connection: Connection, source_id: str) -> SourceState:
    statement = select(t.sources.c.state).where(t.sources.c.source_id == source_id)
    found = connection.execute(statement).scalar()
    return SourceState(source_id=source_id) if found is None else noun(SourceState, found)


def keep_state(connection: Connection, state: SourceState) -> None:
    due = None if state.next_check_at is None else micros(state.next_check_at)
    row = {"source_id": state.source_id, "next_check_at": due, "state": plain(state)}
    put(connection, t.sources, [row])


def keep_capture(connection: Connection, capture: Capture, place: str) -> None:
    row = {
        "id": capture.id,
        "source_id": capture.source_id,
        "url": capture.url,
        "captured_at": micros(capture.captured_at),
        "rendered_earliest": micros(capture.rendered.earliest),
        "rendered_latest": micros(capture.rendered.latest),
        "clock": capture.clock,
        "status": capture.status,
        "media_type": capture.media_type,
        "digest": capture.digest,
        "place": place,
    }
    put(connection, t.captures, [row])


def look_of(row: Mapping[Any, Any]) -> Look:
    rendered = Interval(earliest=moment(row["rendered_earliest"]), latest=moment(row["rendered_latest"]))
    same = ("id", "source_id", "url", "clock", "status", "media_type", "digest", "place")
    return Look(
        **{name: row[name] for name in same}, captured_at=moment(row["captured_at"]), rendered=rendered
    )
