"""Which entries stand in which feeds, and which feeds changed since they were written <-> the tables."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from sqlalchemy import Connection, ScalarSelect, Select, case, delete, func, or_, select, update

from feedsvc.model import Changes, Entry
from feedsvc.store import pages
from feedsvc.store import tables as t
from feedsvc.store.codec import micros, optional_moment
from feedsvc.store.entries import Filing, by_id
from feedsvc.store.portions import portions
from feedsvc.store.rows import entry_of, ordered_at
from feedsvc.store.upsert import put, put_if_new

COUNTED = 100  # no feed may show more (config/parts.py)
Stands = Mapping[str, frozenset[str]]  # id of an entry -> keys of feeds


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedRecord:
    """A feed as the store knows it. `path` is "" until one is assigned; dirty while the generations differ.

    `entries` counts those that can be shown, up to COUNTED; `digest` is what the publisher noted at its
    last writing.
    """

    key: str
    path: str
    title: str
    generation: int
    written_generation: int
    entries: int
    last_gained_at: datetime | None
    digest: str


def entries_of(
    connection: Connection, key: str, limit: int | None, since: datetime | None
) -> tuple[Entry, ...]:
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
    statement = select(t.feeds, _amount().label("entries")).order_by(t.feeds.c.key)
    if dirty:
        statement = statement.where(t.feeds.c.generation > t.feeds.c.written_generation)
    return tuple(
        FeedRecord(
            key=row["key"],
            path=row["path"] or "",
            title=row["title"],
            generation=row["generation"],
            written_generation=row["written_generation"],
            entries=row["entries"],
            last_gained_at=optional_moment(row["last_gained_at"]),
            digest=row["digest"],
        )
        for row in connection.execute(statement).mappings()
    )


def _amount() -> ScalarSelect[int]:
    """How many entries of a feed can be shown; a long history is not counted to its end."""
    filed = t.entry_feeds.c
    some = select(filed.entry_id).where(filed.feed_key == t.feeds.c.key, filed.entry_id.not_in(_held()))
    bounded = some.limit(COUNTED).correlate(t.feeds).subquery()
    return select(func.count()).select_from(bounded).scalar_subquery()


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


def written(connection: Connection, key: str, generation: int, digest: str, now: datetime) -> None:
    """Nothing was gained after now: a clock that ran ahead said so, and no later gain could correct it."""
    at, c = micros(now), t.feeds.c
    row = {"written_generation": generation, "digest": digest, "written_at": at}
    gained = case((c.last_gained_at > at, at), else_=c.last_gained_at)
    connection.execute(update(t.feeds).where(c.key == key).values(last_gained_at=gained, **row))


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
    stands = {entry_id: feeds.get(entry_id, stood[entry_id]) for entry_id in filed}
    _file(connection, filed, stood, stands)
    for entry_id in (it.id for it in filed.values() if it.held_until is None):
        left, joined = stood[entry_id] - stands[entry_id], stands[entry_id] - stood[entry_id]
        dirty |= left | (stands[entry_id] if entry_id in noticed else joined)
        gained |= joined
    touch(connection, dirty)
    _gain(connection, gained, now)


def _file(connection: Connection, entries: Mapping[str, Entry], stood: Stands, stands: Stands) -> None:
    c = t.entry_feeds.c
    rows = []
    for entry_id, entry in entries.items():
        for some in portions(sorted(stood[entry_id] - stands[entry_id])):
            connection.execute(delete(t.entry_feeds).where(c.entry_id == entry_id, c.feed_key.in_(some)))
        rank = {"entry_id": entry_id, "ordered_at": micros(ordered_at(entry)), "position": entry.position}
        rows += [{"feed_key": key, **rank} for key in sorted(stands[entry_id])]
    put(connection, t.entry_feeds, rows)
    know(connection, sorted({key for it in entries for key in stands[it] - stood[it]}))
    sights = ((it.id, micros(it.first_seen)) for it in entries.values())
    pages.recount(connection, [(key, at) for it, at in sights for key in stood[it] ^ stands[it]])


def refile(connection: Connection, entries: Mapping[str, Entry], filings: Mapping[str, Filing]) -> None:
    """Moves entries to other feeds; those that they left or joined become dirty."""
    stood = memberships(connection, list(entries))
    stands = {entry_id: filings[entry_id].feeds for entry_id in entries}
    moved = {entry_id: entry for entry_id, entry in entries.items() if stands[entry_id] != stood[entry_id]}
    _file(connection, moved, stood, stands)
    shown = (it.id for it in moved.values() if it.held_until is None)
    touch(connection, {key for it in shown for key in stood[it] ^ stands[it]})


def show(connection: Connection, ids: Collection[str], now: datetime) -> None:
    """Entries that were held back can be seen from now on."""
    keys = frozenset[str]().union(*memberships(connection, ids).values())
    touch(connection, keys)
    _gain(connection, keys, now)
    pages.moved(connection, ids)


def forget_entry(connection: Connection, entry_id: str) -> None:
    """Takes an entry out of every feed it stood in."""
    touch(connection, memberships(connection, [entry_id])[entry_id])
    pages.moved(connection, [entry_id])
    connection.execute(delete(t.entry_feeds).where(t.entry_feeds.c.entry_id == entry_id))


def newest(connection: Connection) -> dict[str, Entry]:
    """The first entry of each feed that can show one."""
    filed = t.entry_feeds.c
    first = (
        select(filed.entry_id)
        .where(filed.feed_key == t.feeds.c.key, filed.entry_id.not_in(_held()))
        .order_by(filed.ordered_at.desc(), filed.position, filed.entry_id)
        .limit(1)
        .correlate(t.feeds)
        .scalar_subquery()
    )
    firsts = {key: entry_id for key, entry_id in connection.execute(select(t.feeds.c.key, first)) if entry_id}
    entries = by_id(connection, list(firsts.values()))
    return {key: entries[entry_id] for key, entry_id in firsts.items()}


def activity(connection: Connection, bounds: Sequence[datetime]) -> dict[str, tuple[int, ...]]:
    """How many entries of each feed stand between each two neighbours of `bounds`.

    Counted in an index, a span at a time: a month of a busy house is more rows than a page may wait for.
    """
    counted: dict[str, list[int]] = {}
    for since, until in pairwise(map(micros, bounds)):
        statement = select(t.feeds.c.key, _filed_between(since, until))
        for key, count in connection.execute(statement):
            counted.setdefault(key, []).append(int(count))
    for key, place in _hidden(connection, [micros(bound) for bound in bounds]):
        counted[key][place] -= 1
    return {key: tuple(counts) for key, counts in counted.items()}


def _filed_between(since: int, until: int) -> ScalarSelect[int]:
    filed = t.entry_feeds.c
    of_feed = select(func.count()).select_from(t.entry_feeds).where(filed.feed_key == t.feeds.c.key)
    return of_feed.where(filed.ordered_at >= since, filed.ordered_at < until).scalar_subquery()


def _hidden(connection: Connection, bounds: Sequence[int]) -> Iterator[tuple[str, int]]:
    """Feed and span of each entry that is held back; they are few."""
    filed = t.entry_feeds.c
    statement = select(filed.feed_key, filed.ordered_at).where(filed.entry_id.in_(_held()))
    for key, at in connection.execute(statement):
        place = bisect_right(bounds, at) - 1
        if 0 <= place < len(bounds) - 1:
            yield key, place
