"""One process owns a store: a lock file beside a SQLite store, an advisory lock in PostgreSQL."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from sqlalchemy import Connection, text

from feedsvc.errors import StoreError
from feedsvc.store.database import Database, translated

_OWNER_LOCK = 0x66656573  # "fees": the key of the advisory lock that a whole process holds
_HOLDER = text("SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND objid = :key AND granted")
_PAUSE = 0.1


class Lock(Protocol):
    """Held until `release`; the system releases it when the process dies."""

    def release(self) -> None: ...


class NoLock:
    """Of stores that nobody else can see, and of readers."""

    def release(self) -> None:
        return


class FileLock:
    """flock(2) on `path`, which also names the holder. The file stays: deleting it would race."""

    def __init__(self, path: Path, *, wait: float) -> None:
        try:
            self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        except OSError as error:
            raise StoreError(
                f"store lock {path}: {error.strerror}; check the folder's permissions"
            ) from error
        if not _within(wait, self._acquired):
            holder = os.pread(self._file, 32, 0).decode("ascii", "replace").strip() or "unknown"
            os.close(self._file)
            raise StoreError(f"store {path.with_suffix('')} is in use by process {holder}; stop it or wait")
        self._sign()

    def _sign(self) -> None:
        try:
            os.ftruncate(self._file, 0)
            os.pwrite(self._file, f"{os.getpid()}\n".encode("ascii"), 0)
        except OSError:  # a full disk must not stop a reader of the lock: only the name is missing then
            return

    def _acquired(self) -> bool:
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def release(self) -> None:
        os.close(self._file)


class AdvisoryLock:
    """A PostgreSQL session lock on a connection of its own; shared among workers that say so."""

    def __init__(self, database: Database, *, wait: float, shared: bool) -> None:
        self._place = database.place
        with translated(self._place):
            self._connection: Connection = database.engine.connect()
            self._call = "pg_try_advisory_lock_shared" if shared else "pg_try_advisory_lock"
            if _within(wait, self._acquired):
                return
            holder = self._connection.execute(_HOLDER, {"key": _OWNER_LOCK}).scalar()
            self._connection.close()
        raise StoreError(f"store {self._place} is in use by process {holder} of the server; stop it or wait")

    def _acquired(self) -> bool:
        granted = bool(self._connection.exec_driver_sql(f"SELECT {self._call}({_OWNER_LOCK})").scalar())
        self._connection.commit()
        return granted

    def release(self) -> None:
        with translated(self._place):
            self._connection.invalidate()  # closes the session, and the lock with it
            self._connection.close()


def _within(wait: float, acquired: Callable[[], bool]) -> bool:
    """Whether the lock could be had within `wait` seconds."""
    deadline = time.monotonic() + wait
    while not acquired():
        if time.monotonic() >= deadline:
            return False
        time.sleep(_PAUSE)
    return True
