"""Entries, their keys, former ids and appearances <-> the tables."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Select, delete, func, select, tuple_, update

from feedsvc.model import Capture, Changes, Conflict, Entry
from feedsvc.store import pages
from feedsvc.store import tables as t
from feedsvc.store.codec import micros, moment, optional_moment, plain
from feedsvc.store.portions import PORTION, portions
from feedsvc.store.rows import entry_of, row_of
from feedsvc.store.upsert import put, put_if_new

SHORTEST_PREFIX = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Appearance:
    """One source listing one entry; `left_at` is None while it is still on the list."""

    source_id: str
    first_seen: datetime
    left_at: datetime | None
    owner: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Filing:
    """What the rules make of an entry: its topics, and the keys of the feeds that hold it."""

    topics: tuple[str, ...]
    feeds: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class OutletSeen:
    """An outlet that entries have; `registered` is False for a name that only pages printed."""

    id: str
    name: str
    registered: bool


def by_id(connection: Connection, ids: Collection[str]) -> dict[str, Entry]:
    found: dict[str, Entry] = {}
    for portion in portions(ids):
        rows = connection.execute(select(t.entries).where(t.entries.c.id.in_(portion))).mappings()
        found.update((row["id"], entry_of(row)) for row in rows)
    return found


def known(connection: Connection, keys: Collection[str]) -> dict[str, Entry]:
    holders: dict[str, str] = {}
    for portion in portions(keys):
        statement = select(t.entry_keys.c.key, t.entry_keys.c.entry_id).where(t.entry_keys.c.key.in_(portion))
        holders.update((key, holder) for key, holder in connection.execute(statement))
    entries = by_id(connection, holders.values())
    return {key: entries[holder] for key, holder in holders.items()}


def named(connection: Connection, name: str) -> Entry | None:
    """By id, former id, address, key, then by the beginning of an id, with or without urn:uuid:."""
    holders = [
        select(t.entries.c.id).where(t.entries.c.id.in_([name, f"urn:uuid:{name}"])),
        select(t.aliases.c.entry_id).where(t.aliases.c.alias.in_([name, f"urn:uuid:{name}"])),
        select(t.entries.c.id).where(t.entries.c.url == name),
        select(t.entry_keys.c.entry_id).where(t.entry_keys.c.key.in_([name, f"url:{name}"])),
        _beginning_with(name.removeprefix("urn:uuid:").lower()),
    ]
    for statement in holders:
        ids = connection.execute(statement).scalars().all()
        if len(ids) == 1:
            return by_id(connection, ids)[ids[0]]
    return None


def _beginning_with(digits: str) -> Select[tuple[str]]:
    """Two ids at most that begin so. A range of the index: LIKE alone would walk through all of them."""
    c, first = t.entries.c, f"urn:uuid:{digits}"
    beginning = c.id.startswith(first, autoescape=True)
    after_hex = f"{first}g"
    chosen = select(c.id).where(c.id >= first, c.id < after_hex, beginning)
    return chosen.limit(2 if len(digits) >= SHORTEST_PREFIX else 0)


def portion(
    connection: Connection, after: tuple[int, str], source_id: str | None, *, limit: int = PORTION
) -> tuple[Entry, ...]:
    """The next entries after this (first seen, id)."""
    c = t.entries.c
    statement = (
        select(t.entries).where(tuple_(c.first_seen, c.id) > after).order_by(c.first_seen, c.id).limit(limit)
    )
    if source_id is not None:
        statement = statement.where(c.owner == source_id)
    return tuple(entry_of(row) for row in connection.execute(statement).mappings())


def keep(connection: Connection, entries: Sequence[Entry]) -> None:
    """Writes entries and their keys. A key that another entry holds stays with that one."""
    pages.changed(connection, entries)
    put(connection, t.entries, [row_of(entry) for entry in entries])
    keys = [{"key": key, "entry_id": entry.id} for entry in entries for key in entry.keys]
    put_if_new(connection, t.entry_keys, keys)


def join(connection: Connection, younger: str, older: str) -> None:
    """The younger id becomes another name of the older; so do the names it had."""
    for table in (t.aliases, t.entry_keys, t.conflicts):
        connection.execute(update(table).where(table.c.entry_id == younger).values(entry_id=older))
    put(connection, t.aliases, [{"alias": younger, "entry_id": older}])
    connection.execute(delete(t.appearances).where(t.appearances.c.entry_id == younger))
    connection.execute(delete(t.entries).where(t.entries.c.id == younger))


def keep_conflicts(connection: Connection, conflicts: Sequence[Conflict]) -> None:
    rows = [{"entry_id": conflict.entry_id, "evidence": plain(conflict.evidence)} for conflict in conflicts]
    if rows:
        connection.execute(t.conflicts.insert(), rows)


def appear(connection: Connection, capture: Capture, before: Sequence[str], changes: Changes) -> None:
    """Notes who joined and who left a source's list: nothing where the list stayed the same."""
    if not changes.listing:
        return
    joined = [entry_id for entry_id in dict.fromkeys(changes.listing) if entry_id not in set(before)]
    left = [entry_id for entry_id in before if entry_id not in set(changes.listing)]
    owners = {entry.id: entry.owner for entry in (*changes.new, *changes.updated, *changes.narrowed)}
    rows = [
        {
            "entry_id": entry_id,
            "source_id": capture.source_id,
            "first_seen": micros(capture.captured_at),
            "left_at": None,
            "owner": owners.get(entry_id) == capture.source_id,
        }
        for entry_id in joined
    ]
    put_if_new(connection, t.appearances, rows)
    _leave(connection, capture.source_id, joined, None)
    _leave(connection, capture.source_id, left, micros(capture.captured_at))


def _leave(connection: Connection, source_id: str, ids: Collection[str], at: int | None) -> None:
    c = t.appearances.c
    for some in portions(ids):
        chosen = update(t.appearances).where(c.source_id == source_id, c.entry_id.in_(some))
        connection.execute(chosen.values(left_at=at))


def appearances(connection: Connection, entry_id: str) -> tuple[Appearance, ...]:
    c = t.appearances.c
    statement = select(t.appearances).where(c.entry_id == entry_id).order_by(c.first_seen, c.source_id)
    return tuple(
        Appearance(
            source_id=row["source_id"],
            first_seen=moment(row["first_seen"]),
            left_at=optional_moment(row["left_at"]),
            owner=row["owner"],
        )
        for row in connection.execute(statement).mappings()
    )


def awaiting(connection: Connection, source_id: str, now: datetime) -> tuple[Entry, ...]:
    c = t.entries.c
    statement = (
        select(t.entries)
        .where(c.held_until > micros(now), c.owner == source_id, c.url.is_not(None), c.full.is_(False))
        .order_by(c.first_seen, c.position)
    )
    return tuple(entry_of(row) for row in connection.execute(statement).mappings())


def release(connection: Connection, now: datetime) -> tuple[str, ...]:
    c = t.entries.c
    ids = connection.execute(select(c.id).where(c.held_until <= micros(now))).scalars().all()
    for some in portions(ids):
        connection.execute(update(t.entries).where(c.id.in_(some)).values(held_until=None))
    return tuple(ids)


def commit_published(connection: Connection, ids: Collection[str], now: datetime) -> tuple[str, ...]:
    c = t.entries.c
    first: list[str] = []
    for some in portions(ids):
        fresh = connection.execute(select(c.id).where(c.id.in_(some), c.first_published_at.is_(None)))
        first += (chosen := list(fresh.scalars()))
        values = {
            "first_published_at": micros(now),
            "shown_earliest": c.time_earliest,
            "shown_latest": c.time_latest,
        }
        connection.execute(update(t.entries).where(c.id.in_(chosen)).values(values))
    pages.edited(connection, first)
    return tuple(first)


def set_topics(connection: Connection, entries: Mapping[str, Entry], filings: Mapping[str, Filing]) -> None:
    other = [entry_id for entry_id, it in filings.items() if it.topics != entries[entry_id].topics]
    for entry_id in other:
        changed = update(t.entries).where(t.entries.c.id == entry_id)
        connection.execute(changed.values(topics=list(filings[entry_id].topics)))
    pages.edited(connection, other)


def outlets(connection: Connection) -> Iterator[OutletSeen]:
    """Every outlet of an entry, by id. A name that was registered once is registered.

    From outlet to outlet through the index: reading a row of each entry would take a second.
    """
    c = t.entries.c
    seen = select(func.min(c.outlet_id).label("id")).cte("seen", recursive=True)
    following = select(func.min(c.outlet_id)).where(c.outlet_id > seen.c.id).scalar_subquery()
    seen = seen.union_all(select(following).where(seen.c.id.is_not(None)))
    latest = (
        select(column)
        .where(c.outlet_id == seen.c.id)
        .order_by(c.outlet_registered.desc(), c.outlet_name.desc())
        .limit(1)
        .scalar_subquery()
        for column in (c.outlet_name, c.outlet_registered)
    )
    for outlet_id, name, registered in connection.execute(
        select(seen.c.id, *latest).where(seen.c.id.is_not(None))
    ):
        yield OutletSeen(id=outlet_id, name=name, registered=registered)
