"""A store of each kind for the tests: SQLite always, PostgreSQL where a server can be started."""

from __future__ import annotations

import pytest

from feedsvc.store import open_store


@pytest.fixture(params=["sqlite", "memory", "postgresql"])
def url(request, tmp_path):
    """The address of a store that does not exist yet."""
    if request.param == "postgresql":
        return request.getfixturevalue("postgresql_url")
    return str(tmp_path / "feedsvc.db") if request.param == "sqlite" else ":memory:"


@pytest.fixture
def store(url):
    with open_store(url) as opened:
        yield opened
