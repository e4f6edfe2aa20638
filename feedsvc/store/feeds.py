"""Which entries stand in which feeds, and which feeds changed since they were written <-> the tables."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, delete, func, select, update

from feedsvc.model import Changes, Entry
from feedsvc.store import tables as t
from feedsvc.store.codec import micros, moment, optional_moment
from feedsvc.store.entries import by_id, portions
from feedsvc.store.rows import entry_of, ordered_at
from feedsvc.store.upsert import put, put_if_new


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedRecord:
    """A feed as the store knows it. `path` is "" until one is assigned; dirty while the generations differ.

    `entries` counts those that can be shown; `digest` is what the publisher noted at its last writing.
    """

    key: str
    path: str
    title: str
    generation: int
    written_generation: int
    entries: int
    last_gained_at: datetime | None
    digest: str


def entries_of(connection: Connection, key: str, limit: int, since: datetime | None) -> tuple[Entry, ...]:
    filed = t.entry_feeds.c
    statement = (
        select(t.entries)
        .join(t.entry_feeds, filed.entry_id == t.entries.c.id)
        .where(filed.feed_key == key, t.entries.c.held_until.is_(None))
        .order_by(filed.ordered_at.desc(), filed.position, filed.entry_id)
        .limit(limit)
    )
    if since is not None:
        statement = statement.where(filed.ordered_at >= micros(since))
    return tuple(entry_of(row) for row in connection.execute(statement).mappings())


def records(connection: Connection, *, dirty: bool = False) -> tuple[FeedRecord, ...]:
    statement = select(t.feeds, _amount()).order_by(t.feeds.c.key)
    if dirty:
        statement = statement.where(t.feeds.c.generation > t.feeds.c.written_generation)
    return tuple(
        FeedRecord(
            key=row["key"],
            path=row["path"] or "",
            title=row["title"],
            generation=row["generation"],
            written_generation=row["written_generation"],
            entries=row["amount"],
            last_gained_at=optional_moment(row["last_gained_at"]),
            digest=row["digest"],
        )
        for row in connection.execute(statement).mappings()
    )


def _amount() -> Any:
    shown = (
        select(func.count())
        .select_from(t.entry_feeds.join(t.entries, t.entries.c.id == t.entry_feeds.c.entry_id))
        .where(t.entry_feeds.c.feed_key == t.feeds.c.key, t.entries.c.held_until.is_(None))
    )
    return shown.scalar_subquery().label("amount")


def know(connection: Connection, keys: Iterable[str]) -> None:
    """A row for each feed; those that are new wait for their path."""
    rows = [{"key": key, "title": "", "generation": 0, "written_generation": 0, "digest": ""} for key in keys]
    put_if_new(connection, t.feeds, rows)


def touch(connection: Connection, keys: Iterable[str]) -> None:
    """Marks feeds dirty."""
    chosen = sorted(set(keys))
    know(connection, chosen)
    for some in portions(chosen):
        statement = update(t.feeds).where(t.feeds.c.key.in_(some))
        connection.execute(statement.values(generation=t.feeds.c.generation + 1))


def _gain(connection: Connection, keys: Iterable[str], at: datetime) -> None:
    for some in portions(list(keys)):
        connection.execute(update(t.feeds).where(t.feeds.c.key.in_(some)).values(last_gained_at=micros(at)))


def assign_path(connection: Connection, key: str, path: str, title: str) -> str:
    know(connection, [key])
    c = t.feeds.c
    connection.execute(update(t.feeds).where(c.key == key, c.path.is_(None)).values(path=path))
    connection.execute(update(t.feeds).where(c.key == key, c.title != title).values(title=title))
    return str(connection.execute(select(c.path).where(c.key == key)).scalar_one())


def memberships(connection: Connection, ids: Collection[str]) -> dict[str, frozenset[str]]:
    """The feeds that each of these entries stands in."""
    found: dict[str, set[str]] = {entry_id: set() for entry_id in ids}
    c = t.entry_feeds.c
    for some in portions(ids):
        for entry_id, key in connection.execute(select(c.entry_id, c.feed_key).where(c.entry_id.in_(some))):
            found[entry_id].add(key)
    return {entry_id: frozenset(keys) for entry_id, keys in found.items()}


def place(
    connection: Connection, changes: Changes, feeds: Mapping[str, frozenset[str]], now: datetime
) -> None:
    """Files the entries of one look; marks every feed dirty in which a reader can notice it."""
    noticed = {entry.id: entry for entry in (*changes.new, *changes.updated)}
    filed = {entry.id: entry for entry in changes.narrowed if entry.id in feeds} | noticed
    stood = memberships(connection, list(filed))
    dirty: set[str] = set()
    gained: set[str] = set()
    for entry_id, entry in filed.items():
        stands = feeds.get(entry_id, stood[entry_id])
        _file(connection, entry, stood[entry_id], stands)
        if entry.held_until is None:
            dirty |= stood[entry_id] | stands if entry_id in noticed else stood[entry_id] ^ stands
            gained |= stands - stood[entry_id]
    touch(connection, dirty)
    _gain(connection, gained, now)


def _file(connection: Connection, entry: Entry, stood: frozenset[str], stands: frozenset[str]) -> None:
    c = t.entry_feeds.c
    for some in portions(sorted(stood - stands)):
        connection.execute(delete(t.entry_feeds).where(c.entry_id == entry.id, c.feed_key.in_(some)))
    rank = {"ordered_at": micros(ordered_at(entry)), "position": entry.position}
    put(
        connection,
        t.entry_feeds,
        [{"feed_key": key, "entry_id": entry.id, **rank} for key in sorted(stands)],
    )
    know(connection, sorted(stands - stood))


def refile(connection: Connection, entry_id: str, stands: frozenset[str]) -> None:
    """Moves an entry to other feeds; those that it left or joined become dirty."""
    entry = by_id(connection, [entry_id]).get(entry_id)
    if entry is None:
        return
    stood = memberships(connection, [entry_id])[entry_id]
    _file(connection, entry, stood, stands)
    if entry.held_until is None:
        touch(connection, stood ^ stands)


def show(connection: Connection, ids: Collection[str], now: datetime) -> None:
    """Entries that were held back can be seen from now on."""
    keys = frozenset[str]().union(*memberships(connection, ids).values())
    touch(connection, keys)
    _gain(connection, keys, now)


def forget_entry(connection: Connection, entry_id: str) -> None:
    """Takes an entry out of every feed it stood in."""
    touch(connection, memberships(connection, [entry_id])[entry_id])
    connection.execute(delete(t.entry_feeds).where(t.entry_feeds.c.entry_id == entry_id))


def activity(connection: Connection, since: timedelta) -> dict[str, list[datetime]]:
    """Instants of the entries of each feed, from `since` before the newest entry of all."""
    filed = t.entry_feeds.c
    newest = connection.execute(select(func.max(filed.ordered_at))).scalar()
    if newest is None:
        return {}
    oldest = newest - since // timedelta(microseconds=1)
    statement = (
        select(filed.feed_key, filed.ordered_at)
        .join(t.entries, t.entries.c.id == filed.entry_id)
        .where(filed.ordered_at >= oldest, t.entries.c.held_until.is_(None))
    )
    found: dict[str, list[datetime]] = {}
    for key, at in connection.execute(statement):
        found.setdefault(key, []).append(moment(at))
    return found
