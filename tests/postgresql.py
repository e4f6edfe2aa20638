"""A temporary PostgreSQL server for tests, where its programs are installed."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest
from sqlalchemy import create_engine


def binaries() -> Path | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return found[-1].parent if found else None


def account() -> str | None:
    """The server refuses to run as root: then it runs as postgres or nobody."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def run(*command: str | Path) -> None:
    subprocess.run(
        [str(part) for part in command], check=True, capture_output=True, user=account(), cwd="/", timeout=60
    )


@pytest.fixture(scope="session")
def postgresql_server():
    """The socket folder of a temporary server without a port."""
    place = binaries()
    if place is None:
        reason = "no PostgreSQL server binaries below /usr/lib/postgresql (install the package postgresql)"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    folder = Path(tempfile.mkdtemp(prefix="fs-pg-", dir="/tmp"))
    if user := account():
        shutil.chown(folder, user)
    data = folder / "data"
    options = f"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync=off"
    try:
        run(place / "initdb", "-D", data, "-U", "feedsvc", "-A", "trust", "-E", "UTF8", "--locale=C", "-N")
        run(place / "pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", options, "start")
        yield folder
        run(place / "pg_ctl", "-D", data, "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def postgresql_url(postgresql_server):
    """The address of an empty database."""
    base = f"postgresql://feedsvc@/%s?host={postgresql_server}"
    name = f"t{os.urandom(6).hex()}"
    engine = create_engine(
        (base % "postgres").replace("postgresql:", "postgresql+psycopg:"), isolation_level="AUTOCOMMIT"
    )
    with engine.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    engine.dispose()
    return base % name
