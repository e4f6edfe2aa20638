"""Which entries stand in which feeds, and which feeds changed since they were written <-> the tables."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, Select, delete, func, or_, select, update

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
    statement = select(t.feeds).order_by(t.feeds.c.key)
    if dirty:
        statement = statement.where(t.feeds.c.generation > t.feeds.c.written_generation)
    rows = connection.execute(statement).mappings().all()
    amounts = _amounts(connection, [row["key"] for row in rows] if dirty else None)
    return tuple(
        FeedRecord(
            key=row["key"],
            path=row["path"] or "",
            title=row["title"],
            generation=row["generation"],
            written_generation=row["written_generation"],
            entries=amounts.get(row["key"], 0),
            last_gained_at=optional_moment(row["last_gained_at"]),
            digest=row["digest"],
        )
        for row in rows
    )


def _amounts(connection: Connection, keys: Collection[str] | None) -> dict[str, int]:
    """How many entries of each feed can be shown. All are counted from an index, without reading entries,
    and the few that are held back are taken off."""
    filed = t.entry_feeds.c
    counted = select(filed.feed_key, func.count()).group_by(filed.feed_key)
    hidden = select(filed.feed_key, func.count()).where(filed.entry_id.in_(_held())).group_by(filed.feed_key)
    if keys is not None:
        counted = counted.where(filed.feed_key.in_(keys))
    amounts = {key: int(amount) for key, amount in connection.execute(counted)}
    for key, amount in connection.execute(hidden):
        amounts[key] = amounts.get(key, 0) - int(amount)
    return amounts


def _held() -> Select[tuple[str]]:
    return select(t.entries.c.id).where(t.entries.c.held_until.is_not(None))


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
    """Never backwards: a saved page may be read after a newer one."""
    gained, c = micros(at), t.feeds.c
    for some in portions(list(keys)):
        older = or_(c.last_gained_at.is_(None), c.last_gained_at < gained)
        connection.execute(update(t.feeds).where(c.key.in_(some), older).values(last_gained_at=gained))


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
    latest = select(func.max(filed.ordered_at)).where(filed.feed_key == t.feeds.c.key).scalar_subquery()
    newest = connection.execute(select(func.max(latest)).select_from(t.feeds)).scalar()
    if newest is None:
        return {}
    statement = (
        select(filed.feed_key, filed.ordered_at)
        .where(filed.ordered_at >= newest - since // timedelta(microseconds=1))
        .where(filed.entry_id.not_in(_held()))
    )
    found: dict[str, list[datetime]] = {}
    for key, at in connection.execute(statement):
        found.setdefault(key, []).append(moment(at))
    return found
