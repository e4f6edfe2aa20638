"""The first schema.  Frozen: a change of the tables is a new revision."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    _aliases()
    _appearances()
    _captures()
    _conflicts()
    _entries()
    _entry_feeds()
    _entry_keys()
    _feeds()
    _meta()
    _rules()
    _sources()


def _aliases() -> None:
    op.create_table(
        "aliases",
        sa.Column("alias", sa.Text(), nullable=False),
        sa.Column("entry_id", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("alias"),
    )
    op.create_index("aliases_by_entry", "aliases", ["entry_id"], unique=False)


def _appearances() -> None:
    op.create_table(
        "appearances",
        sa.Column("entry_id", sa.Text(), nullable=False),
        sa.Column("source_id", sa.Text(), nullable=False),
        sa.Column("first_seen", sa.BigInteger(), nullable=False),
        sa.Column("left_at", sa.BigInteger(), nullable=True),
        sa.Column("owner", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("entry_id", "source_id"),
    )


def _captures() -> None:
    op.create_table(
        "captures",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("source_id", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("captured_at", sa.BigInteger(), nullable=False),
        sa.Column("rendered_earliest", sa.BigInteger(), nullable=False),
        sa.Column("rendered_latest", sa.BigInteger(), nullable=False),
        sa.Column("clock", sa.Text(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("captures_by_instant", "captures", ["captured_at"], unique=False)
    op.create_index("captures_by_source", "captures", ["source_id", "captured_at"], unique=False)


def _conflicts() -> None:
    op.create_table(
        "conflicts",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("entry_id", sa.Text(), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("number"),
    )
    op.create_index("conflicts_by_entry", "conflicts", ["entry_id"], unique=False)


def _entries() -> None:
    op.create_table(
        "entries",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("first_seen", sa.BigInteger(), nullable=False),
        sa.Column("updated", sa.BigInteger(), nullable=False),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("content_html", sa.Text(), nullable=False),
        sa.Column("image", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("published", sa.BigInteger(), nullable=True),
        sa.Column("time_earliest", sa.BigInteger(), nullable=True),
        sa.Column("time_latest", sa.BigInteger(), nullable=True),
        sa.Column("shown_earliest", sa.BigInteger(), nullable=True),
        sa.Column("shown_latest", sa.BigInteger(), nullable=True),
        sa.Column("time_unit", sa.Text(), nullable=True),
        sa.Column("moves", sa.Integer(), nullable=False),
        sa.Column("first_published_at", sa.BigInteger(), nullable=True),
        sa.Column("outlet_id", sa.Text(), nullable=True),
        sa.Column("outlet_name", sa.Text(), nullable=True),
        sa.Column("outlet_registered", sa.Boolean(), nullable=True),
        sa.Column("attribution", sa.JSON(), nullable=False),
        sa.Column("topics", sa.JSON(), nullable=False),
        sa.Column("story", sa.Text(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("enclosures", sa.JSON(), nullable=False),
        sa.Column("categories", sa.JSON(), nullable=False),
        sa.Column("keys", sa.JSON(), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.Column("held_until", sa.BigInteger(), nullable=True),
        sa.Column("full", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("entries_by_first_seen", "entries", ["first_seen"], unique=False)
    op.create_index("entries_by_outlet", "entries", ["outlet_id"], unique=False)
    op.create_index("entries_by_url", "entries", ["url"], unique=False)
    op.create_index(
        "entries_held",
        "entries",
        ["held_until"],
        unique=False,
        sqlite_where=sa.text("held_until IS NOT NULL"),
        postgresql_where=sa.text("held_until IS NOT NULL"),
    )


def _entry_feeds() -> None:
    op.create_table(
        "entry_feeds",
        sa.Column("feed_key", sa.Text(), nullable=False),
        sa.Column("entry_id", sa.Text(), nullable=False),
        sa.Column("ordered_at", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("feed_key", "entry_id"),
    )
    op.create_index("entry_feeds_by_entry", "entry_feeds", ["entry_id"], unique=False)
    op.create_index(
        "entry_feeds_in_order", "entry_feeds", ["feed_key", "ordered_at", "position"], unique=False
    )


def _entry_keys() -> None:
    op.create_table(
        "entry_keys",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("entry_id", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_index("entry_keys_by_entry", "entry_keys", ["entry_id"], unique=False)


def _feeds() -> None:
    op.create_table(
        "feeds",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("path", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("written_generation", sa.Integer(), nullable=False),
        sa.Column("last_gained_at", sa.BigInteger(), nullable=True),
        sa.Column("written_at", sa.BigInteger(), nullable=True),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
        sa.UniqueConstraint("path"),
    )


def _meta() -> None:
    op.create_table(
        "meta",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )


def _rules() -> None:
    op.create_table(
        "rules",
        sa.Column("topic_id", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("topic_id"),
    )


def _sources() -> None:
    op.create_table(
        "sources",
        sa.Column("source_id", sa.Text(), nullable=False),
        sa.Column("next_check_at", sa.BigInteger(), nullable=True),
        sa.Column("state", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("source_id"),
    )
