"""An address -> a Store that is whole, of today's schema, and ours alone; or a StoreError that says why not."""

from __future__ import annotations

import contextlib

from feedsvc.errors import StoreError
from feedsvc.store.database import (
    LOOK_OVER,
    Database,
    connect,
    is_postgresql,
    refuse_damaged,
    refuse_unknown,
    sqlite_path,
)
from feedsvc.store.locks import AdvisoryLock, FileLock, Lock, NoLock
from feedsvc.store.schema import bring_up_to_date, create_file
from feedsvc.store.store import Store


def open_store(url: str, *, wait: float = 0, read_only: bool = False, shared: bool = False) -> Store:
    """Opens (and makes or migrates) the store at a path, sqlite:///path, :memory: or postgresql://…

    A writer owns the store until it closes; a second one waits `wait` seconds for it. `read_only` takes
    no lock, and does not wait until the whole file was looked over for damage. `shared` lets the workers
    of one PostgreSQL store work side by side. Raises StoreError: in use, damaged, foreign, of a newer
    schema, out of reach.
    """
    refuse_unknown(url)
    with contextlib.ExitStack() as undo:
        lock = _lock_file(url, wait=wait, read_only=read_only)
        undo.callback(lock.release)
        _stand_ready(url, read_only=read_only)
        database = connect(url, read_only=read_only)
        undo.callback(database.close)
        if is_postgresql(url) and not read_only:
            lock = AdvisoryLock(database, wait=wait, shared=shared)
            undo.callback(lock.release)
        if database.is_sqlite and not read_only:
            check_whole(database)
        bring_up_to_date(database, read_only=read_only)
        if not read_only:
            database.keep_journal()
        undo.pop_all()
    return Store(database, lock)


def _lock_file(url: str, *, wait: float, read_only: bool) -> Lock:
    path = sqlite_path(url)
    if path is None or read_only or is_postgresql(url):
        return NoLock()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"store {path}: {error.strerror}; check the folder's permissions") from error
    return FileLock(path.with_name(f"{path.name}.lock"), wait=wait)


def _stand_ready(url: str, *, read_only: bool) -> None:
    """A file that SQLite may open: it would quietly begin anew in a missing or an emptied one."""
    path = sqlite_path(url)
    if path is None:
        return
    if not path.exists():
        if read_only:
            raise StoreError(f"store {path}: there is none yet; `feedsvc once` makes it")
        create_file(path)
    if path.stat().st_size == 0:
        raise StoreError(
            f"store {path}: the file is empty, so it was damaged; put a copy of `feedsvc backup` in its place, "
            "or remove it to begin anew"
        )


def check_whole(database: Database) -> None:
    """Raises StoreError where SQLite finds damage. Reads the whole file once."""
    with database.reading() as connection:
        found = connection.exec_driver_sql(LOOK_OVER).scalars().all()
    refuse_damaged(database.place, found)
