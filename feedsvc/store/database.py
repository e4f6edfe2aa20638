"""The SQLAlchemy door: an address -> connections whose every error is a StoreError with a clear message."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.pool import QueuePool, StaticPool

from feedsvc.errors import StoreError

BUSY_MS = 15_000
LOOK_OVER = "PRAGMA quick_check(3)"  # reads the whole file: half a second for 400 MB
_WRITER_LOCK = 0x66656564  # "feed": the key of the advisory lock that stands for a writing transaction
_ADVICE = {
    "malformed": "the file is damaged; put a copy of `feedsvc backup` in its place, or move it away",
    "not a database": "the file is no feedsvc store; put a copy of `feedsvc backup` in its place",
    "disk I/O": "the disk refuses or is full; look at its space and at the kernel's messages",
    "is full": "the disk is full; make room, nothing was lost",
    "readonly": "the file or its folder cannot be written; check owner and permissions",
    "unable to open": "the file or its folder cannot be opened; check owner and permissions",
    "locked": "another program holds it; close that and try again",
    "refused": "no PostgreSQL server answers there",
}


class Database:
    """One store's connections. `place` is the address as shown in messages (no password)."""

    def __init__(self, engine: Engine, place: str) -> None:
        self.engine = engine
        self.place = place

    @property
    def is_sqlite(self) -> bool:
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        with translated(self.place), self.engine.begin() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction; writers queue up instead of failing half-way."""
        writer = self.engine.execution_options(feedsvc_writing=True)
        with translated(self.place), writer.begin() as connection:
            yield connection

    def keep_journal(self) -> None:
        """Write-ahead logging: readers and the writer do not wait for each other. The file remembers it."""
        if self.is_sqlite:
            with translated(self.place), closing(self.engine.raw_connection()) as connection:
                connection.cursor().execute("PRAGMA journal_mode=WAL").close()

    def close(self) -> None:
        self.engine.dispose()


@contextmanager
def translated(place: str) -> Iterator[None]:
    """Errors of the database inside -> StoreError: where, what, what to try."""
    try:
        yield
    except DBAPIError as error:
        raise StoreError(f"store {place}: {explained(str(error.orig))}") from error
    except SQLAlchemyError as error:
        raise StoreError(f"store {place}: {error}") from error


def explained(message: str) -> str:
    advice = next((advice for words, advice in _ADVICE.items() if words in message), None)
    line = " ".join(message.split())
    return f"{line} ({advice})" if advice else line


def refuse_damaged(place: str, found: Sequence[str]) -> None:
    """Raises StoreError where LOOK_OVER found something."""
    if list(found) != ["ok"]:
        raise StoreError(
            f"store {place}: the file is damaged ({'; '.join(map(str, found))}); "
            "put a copy of `feedsvc backup` in its place, or move it away to begin anew"
        )


def sqlite_path(url: str) -> Path | None:
    """The file of a SQLite store; None for PostgreSQL and for a store in memory."""
    if url in {"sqlite://", ":memory:", "sqlite:///:memory:"} or is_postgresql(url):
        return None
    return Path(url.removeprefix("sqlite:///"))


def is_postgresql(url: str) -> bool:
    return url.startswith(("postgresql:", "postgres:", "postgresql+psycopg:"))


def refuse_unknown(url: str) -> None:
    """Raises StoreError for an address that is neither a path, SQLite nor PostgreSQL."""
    if "://" in url and not url.startswith("sqlite://") and not is_postgresql(url):
        raise StoreError(
            f"store {url}: unknown kind of address; write a path, sqlite:///path or postgresql://…"
        )


def connect(url: str, *, read_only: bool = False) -> Database:
    """Connections to the store at `url`: a path, sqlite:///path, :memory: or postgresql://…"""
    if is_postgresql(url):
        return _postgresql(url, read_only=read_only)
    return _sqlite(sqlite_path(url), read_only=read_only)


def _json_options() -> dict[str, Any]:
    return {"json_serializer": partial(json.dumps, ensure_ascii=False, separators=(",", ":"))}


def _sqlite(path: Path | None, *, read_only: bool) -> Database:
    engine = create_engine(
        f"sqlite:///{path}" if path else "sqlite://",
        # One connection stays open: when the last one closes, SQLite moves its journal into the file and
        # syncs both, which made each look cost several times its own transaction.
        poolclass=QueuePool if path else StaticPool,
        connect_args={"timeout": BUSY_MS / 1000, "check_same_thread": False},
        **_json_options(),
    )
    event.listen(engine, "connect", partial(_prepare_sqlite, read_only))
    event.listen(engine, "begin", _begin_sqlite)
    return Database(engine, str(path or ":memory:"))


def _prepare_sqlite(read_only: bool, connection: Any, _record: object) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves: IMMEDIATE for writers
    cursor = connection.cursor()
    cursor.execute("PRAGMA synchronous=FULL")
    if read_only:
        cursor.execute("PRAGMA query_only=ON")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    writing = connection.get_execution_options().get("feedsvc_writing")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def _postgresql(url: str, *, read_only: bool) -> Database:
    scheme, rest = url.split(":", 1)
    address = url if "+" in scheme else f"postgresql+psycopg:{rest}"
    options = {"postgresql_readonly": True} if read_only else {}
    with translated("postgresql"):
        engine = create_engine(
            address,
            pool_pre_ping=True,
            connect_args={"connect_timeout": 10},
            execution_options=options,
            **_json_options(),
        )
    event.listen(engine, "begin", _begin_postgresql)
    return Database(engine, engine.url.render_as_string(hide_password=True))


def _begin_postgresql(connection: Connection) -> None:
    if connection.get_execution_options().get("feedsvc_writing"):
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_WRITER_LOCK})")
