"""Which archive pages of a feed stand as they were written, and which of them a change touched <-> the table.

A page holds so many of a feed's entries in the order of first sight. An edited entry spoils the page that
holds it; one that joins or leaves a feed moves every later one, so the pages from there on are forgotten.
Two pages may meet in one instant, which spoils both: the neighbour is then written with the same bytes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, exists, func, select, tuple_, update

from feedsvc.model import Entry
from feedsvc.store import tables as t
from feedsvc.store.codec import micros, moment, optional_moment
from feedsvc.store.portions import portions
from feedsvc.store.rows import entry_of
from feedsvc.store.upsert import put

Place = tuple[str, int]  # a feed's key, and an instant of first sight in microseconds


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivePage:
    """A full page of a feed, from the instant `first_at` to the entry `last_id`; the oldest has number 1.

    `updated` is the last edit in it; `made_of` and `digest` are what the publisher noted of its contents
    and of its files. `made_of` is "" once a change has spoilt it.
    """

    number: int
    first_at: datetime
    last_at: datetime
    last_id: str
    updated: datetime
    made_of: str
    digest: str


# -- what the publisher asks and notes ----------------------------------------------------------


def of_feed(connection: Connection, key: str) -> tuple[ArchivePage, ...]:
    c = t.archive_pages.c
    statement = select(t.archive_pages).where(c.feed_key == key).order_by(c.number)
    return tuple(
        ArchivePage(
            number=row["number"],
            first_at=moment(row["first_at"]),
            last_at=moment(row["last_at"]),
            last_id=row["last_id"],
            updated=moment(row["updated"]),
            made_of=row["made_of"],
            digest=row["digest"],
        )
        for row in connection.execute(statement).mappings()
    )


def made_of(connection: Connection, key: str, number: int) -> str:
    c = t.archive_pages.c
    found = connection.execute(select(c.made_of).where(c.feed_key == key, c.number == number))
    return found.scalar() or ""


def first_other(connection: Connection, key: str, made_of: str) -> int:
    """The first page that is not made of this, or the one behind the last."""
    c = t.archive_pages.c
    other = select(func.min(c.number)).where(c.feed_key == key, c.made_of != made_of)
    last = select(func.max(c.number)).where(c.feed_key == key)
    return connection.execute(other).scalar() or (connection.execute(last).scalar() or 0) + 1


def last_edit(connection: Connection, key: str) -> datetime | None:
    c = t.archive_pages.c
    return optional_moment(connection.execute(select(func.max(c.updated)).where(c.feed_key == key)).scalar())


def entries_from(connection: Connection, key: str, number: int, limit: int) -> tuple[Entry, ...]:
    """The entries of a feed from page `number` on, in the order of first sight."""
    c = t.archive_pages.c
    end = select(c.last_at, c.last_id).where(c.feed_key == key, c.number == number - 1)
    before = connection.execute(end).one_or_none()
    of_entry, filed = t.entries.c, t.entry_feeds.c
    statement = select(t.entries).where(of_entry.held_until.is_(None))
    if before is None:
        statement = statement.join(t.entry_feeds, filed.entry_id == of_entry.id).where(filed.feed_key == key)
    else:
        # What came since is looked through by instant: a join would begin with the whole feed.
        here = exists().where(filed.feed_key == key, filed.entry_id == of_entry.id)
        statement = statement.where(
            of_entry.first_seen >= before.last_at,
            tuple_(of_entry.first_seen, of_entry.id) > tuple(before),
            here,
        )
    ordered = statement.order_by(of_entry.first_seen, of_entry.id).limit(limit)
    return tuple(entry_of(row) for row in connection.execute(ordered).mappings())


def keep(connection: Connection, key: str, page: ArchivePage) -> None:
    """Notes a page as written; where it ends elsewhere than before, those behind it are counted anew."""
    c = t.archive_pages.c
    row = {
        "feed_key": key,
        "number": page.number,
        "first_at": micros(page.first_at),
        "last_at": micros(page.last_at),
        "last_id": page.last_id,
        "updated": micros(page.updated),
        "made_of": page.made_of,
        "digest": page.digest,
    }
    same_end = exists().where(
        c.feed_key == key, c.number == page.number, c.last_at == row["last_at"], c.last_id == page.last_id
    )
    if not connection.execute(select(same_end)).scalar():
        forget(connection, key, page.number)
    put(connection, t.archive_pages, [row])


def forget(connection: Connection, key: str, number: int) -> None:
    """Page `number` and those behind it."""
    c = t.archive_pages.c
    connection.execute(delete(t.archive_pages).where(c.feed_key == key, c.number >= number))


def spoil(connection: Connection, key: str, number: int) -> None:
    c = t.archive_pages.c
    chosen = update(t.archive_pages).where(c.feed_key == key, c.number == number)
    connection.execute(chosen.values(made_of=""))


# -- what changes do to them --------------------------------------------------------------------


def changed(connection: Connection, entries: Sequence[Entry]) -> None:
    """These entries are about to be written: spoils their pages, or where one moves those behind it."""
    now = {entry.id: (micros(entry.first_seen), entry.held_until is not None) for entry in entries}
    stood = [(row, now[row.id]) for row in _standing(connection, list(now))]
    stay = ((row.feed_key, row.first_seen) for row, to in stood if (row.first_seen, row.held) == to)
    _spoil_at(connection, stay)
    move = (
        (row.feed_key, min(row.first_seen, to[0])) for row, to in stood if (row.first_seen, row.held) != to
    )
    recount(connection, move)


def edited(connection: Connection, ids: Collection[str]) -> None:
    """Spoils the pages that hold these entries."""
    _spoil_at(connection, ((row.feed_key, row.first_seen) for row in _standing(connection, ids)))


def moved(connection: Connection, ids: Collection[str]) -> None:
    """These entries come into their feeds or leave them."""
    recount(connection, ((row.feed_key, row.first_seen) for row in _standing(connection, ids)))


def recount(connection: Connection, places: Iterable[Place]) -> None:
    """Forgets the pages that reach up to these places: behind them each entry stands elsewhere."""
    c = t.archive_pages.c
    for key, at in _reached(connection, places):
        connection.execute(delete(t.archive_pages).where(c.feed_key == key, c.last_at >= at))


def _spoil_at(connection: Connection, places: Iterable[Place]) -> None:
    c = t.archive_pages.c
    for key, at in _reached(connection, places):
        chosen = update(t.archive_pages).where(c.feed_key == key, c.first_at <= at, c.last_at >= at)
        connection.execute(chosen.values(made_of=""))


def _reached(connection: Connection, places: Iterable[Place]) -> set[Place]:
    """Without the places behind every page, where nearly all changes are."""
    wanted, c = set(places), t.archive_pages.c
    ends: dict[str, int] = {}
    for some in portions(sorted({key for key, _ in wanted})):
        statement = select(c.feed_key, func.max(c.last_at)).where(c.feed_key.in_(some)).group_by(c.feed_key)
        ends.update((key, end) for key, end in connection.execute(statement))
    return {(key, at) for key, at in wanted if key in ends and at <= ends[key]}


def _standing(connection: Connection, ids: Collection[str]) -> Iterator[Row[Any]]:
    """Feed, id, first sight and `held` of each place where these entries stand; none where nobody asked for
    archive pages, so that looks cost what they did."""
    if not connection.execute(select(exists(select(t.archive_pages.c.number)))).scalar():
        return
    entry, filed = t.entries.c, t.entry_feeds.c
    columns = (filed.feed_key, entry.id, entry.first_seen, entry.held_until.is_not(None).label("held"))
    for some in portions(ids):
        statement = select(*columns).join(t.entry_feeds, filed.entry_id == entry.id).where(entry.id.in_(some))
        yield from connection.execute(statement).all()
