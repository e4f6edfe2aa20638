"""A database of any age -> a database of this version's schema; one of a newer version is refused."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from sqlalchemy import Connection, inspect, select

from feedsvc.errors import StoreError
from feedsvc.store.database import Database, connect
from feedsvc.store.tables import SCHEMA, metadata, version

MIGRATIONS = Path(__file__).parent / "migrations"


def create(connection: Connection) -> None:
    """All tables of today's schema in an empty database (no Alembic: it takes 100 ms to import)."""
    metadata.create_all(connection)
    connection.execute(version.insert().values(version_num=SCHEMA))


def create_file(path: Path) -> None:
    """A new store, whole or not at all: a kill in the middle must not leave an empty file behind."""
    if _leftovers(path):
        raise StoreError(
            f"store {path}: the file is gone but its journal {path.name}-wal is still there; "
            "put a copy of `feedsvc backup` back, or remove the journal to begin anew"
        )
    draft = path.with_name(f"{path.name}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _forget(draft)
    except OSError as error:
        raise StoreError(f"store {path}: {error.strerror}; check the folder's permissions") from error
    database = connect(str(draft))
    with database.writing() as connection:
        create(connection)
    database.close()
    draft.rename(path)
    _sync_folder(path.parent)


def _leftovers(path: Path) -> bool:
    journal = path.with_name(f"{path.name}-wal")
    return journal.exists() and journal.stat().st_size > 0


def _forget(draft: Path) -> None:
    for suffix in ("", "-wal", "-shm", "-journal"):
        draft.with_name(draft.name + suffix).unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    with contextlib.suppress(OSError):  # some network file systems cannot sync a folder
        os.fsync(descriptor)
    os.close(descriptor)


def bring_up_to_date(database: Database, *, read_only: bool) -> None:
    """Migrates forward where needed. Raises StoreError for a newer schema or a foreign database."""
    found = revision(database)
    if found == SCHEMA:
        return
    if found is None and not read_only and _is_empty(database):
        with database.writing() as connection:
            create(connection)
        return
    if found is None:
        raise StoreError(f"store {database.place}: this database was not made by feedsvc; name another one")
    if found > SCHEMA:
        raise StoreError(
            f"store {database.place}: its schema {found} is newer than this version's {SCHEMA}; "
            "install the newer feedsvc again"
        )
    if read_only:
        raise StoreError(
            f"store {database.place}: its schema {found} is old; `feedsvc once` brings it up to date"
        )
    migrate(database)


def revision(database: Database) -> str | None:
    with database.reading() as connection:
        if not inspect(connection).has_table(version.name):
            return None
        return connection.execute(select(version.c.version_num)).scalar()


def _is_empty(database: Database) -> bool:
    with database.reading() as connection:
        return not inspect(connection).get_table_names()


def migrate(database: Database, target: str = "head") -> None:
    """Runs the migrations up to `target` in one transaction."""
    # Imported here: an up-to-date store opens without Alembic.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    settings = Config()
    settings.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    with database.writing() as connection:
        settings.attributes["connection"] = connection
        command.upgrade(settings, target)
