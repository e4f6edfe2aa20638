"""What several tests share: the walk, and where the material beside the project lies."""

from pathlib import Path

import pytest

from tests.postgresql import postgresql_server, postgresql_url
from tests.walk import Walk

__all__ = ["postgresql_server", "postgresql_url"]

SHARED = Path(__file__).parents[1] / "../shared"


@pytest.fixture
def walk(tmp_path):
    return Walk(tmp_path)


@pytest.fixture
def shared():
    if not SHARED.is_dir():
        pytest.skip(
            "no ../shared folder beside the project: its pages of others are not part of the repository"
        )
    return SHARED.resolve()
