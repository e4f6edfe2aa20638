"""A store is whole, of today's schema, and ours alone; or a clear error says why not."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from feedsvc.errors import StoreError
from feedsvc.store import open_store
from feedsvc.store.database import connect
from feedsvc.store.schema import MIGRATIONS, migrate, revision
from feedsvc.store.tables import SCHEMA, metadata
from tests.store.nouns import WHOLE, entry, record

REVISIONS = [it.revision for it in ScriptDirectory(str(MIGRATIONS)).walk_revisions()]


@pytest.fixture
def path(tmp_path):
    return tmp_path / "state" / "feedsvc.db"


def filled(path):
    with open_store(str(path)) as store:
        record(store, WHOLE, *map(entry, range(50)))
    return path


def refusal(url, **options):
    with pytest.raises(StoreError) as caught:
        open_store(str(url), **options)
    return str(caught.value)


# -- making and coming back ---------------------------------------------------------------------------


@pytest.mark.parametrize("prefix", ["", "sqlite:///"])
def test_a_store_is_made_with_its_folder_and_found_again(path, prefix):
    with open_store(f"{prefix}{path}") as store:
        record(store, WHOLE)
    with open_store(f"{prefix}{path}") as store:
        assert store.entry(WHOLE.id) == WHOLE


def test_what_is_committed_survives_a_kill(path):
    script = (
        "import os, sys; from feedsvc.store import open_store; from tests.store.nouns import *;"
        f"store = open_store({str(path)!r}); record(store, WHOLE); os.kill(os.getpid(), 9)"
    )
    killed = subprocess.run(
        [sys.executable, "-c", script], check=False, cwd=Path(__file__).parents[2], timeout=60
    )
    assert killed.returncode == -9
    with open_store(str(path)) as store:
        assert store.entry(WHOLE.id) == WHOLE


def test_opening_an_existing_store_does_not_import_alembic(path):
    filled(path)
    script = (
        "import sys; from feedsvc.store import open_store;"
        f"open_store({str(path)!r}).close(); sys.exit('alembic' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False, timeout=60).returncode == 0


def test_a_reader_comes_in_beside_the_writer_and_cannot_write(path):
    with open_store(str(filled(path))), open_store(str(path), read_only=True) as reader:
        assert reader.entry(WHOLE.id) == WHOLE
        with pytest.raises(StoreError, match="readonly"):
            reader.set_meta("x", "y")


def test_a_reader_does_not_wait_until_the_whole_file_was_looked_over(path):
    scratched(filled(path), at=-4_096)
    with open_store(str(path), read_only=True) as reader:
        assert reader.entry(WHOLE.id) == WHOLE
    assert "damaged" in refusal(path)


def test_a_reader_makes_no_store(path):
    assert "there is none yet" in refusal(path, read_only=True)
    assert not path.exists()


def test_an_unknown_kind_of_address_is_refused():
    assert "unknown kind of address" in refusal("mysql://host/db")


# -- one owner ----------------------------------------------------------------------------------------


def test_a_second_process_is_told_who_is_in(path):
    with open_store(str(path)):
        assert f"is in use by process {os.getpid()}" in refusal(path)
        assert "in use" in refusal(path, wait=0.2)


def test_a_store_is_free_once_its_owner_is_gone(path):
    open_store(str(path)).close()
    open_store(str(path), wait=5).close()


def test_a_store_that_could_not_be_opened_is_not_kept_locked(path):
    path.parent.mkdir()
    path.write_bytes(b"no store" * 1_000)
    refusal(path)
    assert "in use" not in refusal(path)


def test_an_owner_of_a_postgresql_store_keeps_others_out(postgresql_url):
    with open_store(postgresql_url):
        assert "is in use by process" in refusal(postgresql_url)
        open_store(postgresql_url, read_only=True).close()
    with open_store(postgresql_url, shared=True), open_store(postgresql_url, shared=True) as worker:
        worker.set_meta("x", "y")
        assert "in use" in refusal(postgresql_url)
    open_store(postgresql_url).close()


def test_a_postgresql_server_that_is_not_there_is_one_clear_line(tmp_path):
    message = refusal(f"postgresql://feedsvc:secret@/x?host={tmp_path}")
    assert "\n" not in message
    assert "secret" not in message


# -- damage -------------------------------------------------------------------------------------------


def emptied(path):
    path.write_bytes(b"")


def overwritten(path):
    path.write_bytes(b"<html>" * 9_999)


def scratched(path, at=8_192):
    whole = bytearray(path.read_bytes())
    place = at % len(whole)
    whole[place : place + 8_192] = b"\xff" * len(whole[place : place + 8_192])
    path.write_bytes(whole)


def truncated(path):
    path.write_bytes(path.read_bytes()[:10_000])


def of_another_program(path):
    path.unlink()
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE songs (title TEXT)")
    other.close()


@pytest.mark.parametrize("damage", [emptied, overwritten, scratched, truncated, of_another_program])
def test_a_damaged_store_stops_with_a_message_and_never_begins_anew(path, damage):
    filled(path)
    damage(path)
    damaged = path.read_bytes()
    assert str(path) in refusal(path)
    assert path.read_bytes() == damaged


def test_a_store_whose_file_is_gone_but_not_its_journal_is_damaged(path):
    filled(path)
    path.rename(path.with_name("elsewhere"))
    path.with_name("feedsvc.db-wal").write_bytes(b"x" * 100)
    assert "journal" in refusal(path)


def test_a_half_made_store_is_made_again(path):
    path.parent.mkdir()
    path.with_name("feedsvc.db.new").write_bytes(b"half")
    open_store(str(path)).close()
    assert not path.with_name("feedsvc.db.new").exists()


def test_a_folder_that_is_a_file_is_one_clear_line(tmp_path):
    (tmp_path / "state").write_text("no folder")
    assert str(tmp_path) in refusal(tmp_path / "state" / "feedsvc.db")


# -- backup -------------------------------------------------------------------------------------------


def test_a_backup_is_a_whole_store_in_one_file(path, tmp_path):
    copy = tmp_path / "copy.db"
    with open_store(str(path)) as store:
        record(store, WHOLE)
        store.backup(copy)
        record(store, entry(2), number=2)
    assert sorted(it.name for it in tmp_path.iterdir()) == ["copy.db", "state"]
    with open_store(str(copy)) as store:
        assert [it.id for it in store.entries()] == [WHOLE.id]


def test_a_backup_can_be_made_beside_the_running_service(path, tmp_path):
    with open_store(str(filled(path))), open_store(str(path), read_only=True) as reader:
        reader.backup(tmp_path / "copy.db")
    with open_store(str(tmp_path / "copy.db")) as store:
        assert len(list(store.entries())) == 51


def test_a_backup_does_not_take_the_place_of_the_store(path):
    with open_store(str(path)) as store, open_store(str(path), read_only=True) as reader:
        with pytest.raises(StoreError, match="the store itself; name another file"):
            reader.backup(path.parent / "." / path.name)
        record(store, WHOLE)
    with open_store(str(path)) as store:
        assert [it.id for it in store.entries()] == [WHOLE.id]


def test_a_backup_that_cannot_be_written_is_one_clear_line(path, tmp_path):
    with open_store(str(path)) as store, pytest.raises(StoreError, match="the store itself is untouched"):
        store.backup(tmp_path / "no such folder" / "copy.db")


def test_a_damaged_store_takes_no_older_backups_place(path, tmp_path):
    copy = tmp_path / "copy.db"
    with open_store(str(filled(path))) as store:
        store.backup(copy)
    before = copy.read_bytes()
    scratched(path, at=-4_096)
    with open_store(str(path), read_only=True) as reader, pytest.raises(StoreError, match="damaged"):
        reader.backup(copy)
    assert copy.read_bytes() == before
    assert sorted(it.name for it in tmp_path.iterdir()) == ["copy.db", "state"]


def test_a_postgresql_store_is_not_copied_this_way(postgresql_url, tmp_path):
    with open_store(postgresql_url) as store, pytest.raises(StoreError, match="pg_dump"):
        store.backup(tmp_path / "copy.db")


# -- schemas ------------------------------------------------------------------------------------------


def test_the_newest_migration_is_todays_schema():
    assert ScriptDirectory(str(MIGRATIONS)).get_heads() == [SCHEMA]


def at_revision(url, target):
    database = connect(str(url))
    migrate(database, target)
    database.close()


@pytest.mark.parametrize("target", REVISIONS)
def test_a_store_of_every_earlier_schema_is_brought_up_to_date(path, target):
    path.parent.mkdir()
    at_revision(path, target)
    with open_store(str(path)) as store:
        assert revision(store._database) == SCHEMA
        assert differences(store) == []
        record(store, WHOLE)
        assert store.entry(WHOLE.id) == WHOLE


@pytest.mark.parametrize("target", REVISIONS)
def test_a_postgresql_store_of_every_earlier_schema_is_brought_up_to_date(postgresql_url, target):
    at_revision(postgresql_url, target)
    with open_store(postgresql_url) as store:
        assert differences(store) == []
        record(store, WHOLE)
        assert store.entry(WHOLE.id) == WHOLE


def differences(store):
    """Between the tables that migrations make and those of tables.py; Alembic keeps its own."""
    with store.connection() as connection:
        context = MigrationContext.configure(connection)
        found = compare_metadata(context, metadata)
        return [it for it in found if "alembic_version" not in str(it)]


@pytest.mark.parametrize(("options", "words"), [({}, "newer"), ({"read_only": True}, "newer")])
def test_a_store_of_a_newer_schema_is_refused(path, options, words):
    filled(path)
    with sqlite3.connect(path) as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    database.close()
    assert words in refusal(path, **options)
