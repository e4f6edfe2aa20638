"""A live SQLite store -> one whole file elsewhere, through SQLite's own backup."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from feedsvc.errors import StoreError
from feedsvc.store.database import LOOK_OVER, Database, refuse_damaged


def copy_sqlite(database: Database, path: Path) -> None:
    """Raises StoreError for PostgreSQL (pg_dump does it), for a damaged store, where `path` cannot be written.

    An older copy at `path` is replaced by a whole one only.
    """
    if not database.is_sqlite:
        raise StoreError(
            f"store {database.place}: `feedsvc backup` copies SQLite stores; use pg_dump for this one"
        )
    if _is_store(database, path):
        raise StoreError(f"backup {path}: this is the store itself; name another file")
    draft = path.with_name(f"{path.name}.new")
    try:
        _copy(database, draft)
        _sync(draft)
        draft.rename(path)
    except (OSError, sqlite3.Error) as error:
        raise StoreError(f"backup {path}: {error}; the store itself is untouched") from error
    finally:
        draft.unlink(missing_ok=True)


def _is_store(database: Database, path: Path) -> bool:
    """A copy in its own place would take the file away from the service that writes into it."""
    store = Path(database.engine.url.database or ":memory:")
    return path.exists() and store.exists() and path.samefile(store)


def _copy(database: Database, draft: Path) -> None:
    target = sqlite3.connect(draft)
    try:
        with database.reading() as connection:
            live = connection.connection.driver_connection
            connection.exec_driver_sql("ROLLBACK")  # the backup takes its own snapshot
            if isinstance(live, sqlite3.Connection):
                live.backup(target)
            connection.exec_driver_sql("BEGIN")
        # One file, no journal beside it: a copy of a backup must be whole too.
        target.execute("PRAGMA journal_mode=DELETE")
        refuse_damaged(database.place, [line for (line,) in target.execute(LOOK_OVER)])
    finally:
        target.close()


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    os.fsync(descriptor)
    os.close(descriptor)
