"""Outlets are listed from one index.  Frozen: a change of the tables is a new revision."""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.drop_index("entries_by_outlet", table_name="entries")
    op.create_index(
        "entries_by_outlet", "entries", ["outlet_id", "outlet_registered", "outlet_name"], unique=False
    )
