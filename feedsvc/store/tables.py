"""The tables of the store, the same in SQLite and PostgreSQL; instants are integer microseconds UTC."""

from __future__ import annotations

from sqlalchemy import JSON, BigInteger, Boolean, Column, Index, Integer, MetaData, Table, Text, text

SCHEMA = "0003"  # the newest revision in migrations/versions; a test compares the two

metadata = MetaData()


def _instant(name: str, *, nullable: bool = True) -> Column[int]:
    return Column(name, BigInteger, nullable=nullable)


# One row: the revision of the schema. Alembic keeps it; it is declared here so that a new store can
# be made without importing Alembic.
version = Table("alembic_version", metadata, Column("version_num", Text, primary_key=True))

meta = Table(
    "meta",
    metadata,
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

sources = Table(
    "sources",
    metadata,
    Column("source_id", Text, primary_key=True),
    _instant("next_check_at"),
    Column("state", JSON, nullable=False),
)

captures = Table(
    "captures",
    metadata,
    Column("id", Text, primary_key=True),
    Column("source_id", Text, nullable=False),
    Column("url", Text),
    _instant("captured_at", nullable=False),
    _instant("rendered_earliest", nullable=False),
    _instant("rendered_latest", nullable=False),
    Column("clock", Text, nullable=False),
    Column("status", Integer, nullable=False),
    Column("media_type", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Column("place", Text, nullable=False),
    Index("captures_by_source", "source_id", "captured_at"),
    Index("captures_by_instant", "captured_at"),
)

entries = Table(
    "entries",
    metadata,
    Column("id", Text, primary_key=True),
    Column("title", Text, nullable=False),
    Column("owner", Text, nullable=False),
    _instant("first_seen", nullable=False),
    _instant("updated", nullable=False),
    Column("url", Text),
    Column("summary", Text, nullable=False),
    Column("content_html", Text, nullable=False),
    Column("image", Text),
    Column("language", Text),
    _instant("published"),
    _instant("time_earliest"),
    _instant("time_latest"),
    _instant("shown_earliest"),
    _instant("shown_latest"),
    Column("time_unit", Text),
    Column("moves", Integer, nullable=False),
    _instant("first_published_at"),
    Column("outlet_id", Text),  # of attribution, for listing outlets without reading entries
    Column("outlet_name", Text),
    Column("outlet_registered", Boolean),
    Column("attribution", JSON, nullable=False),
    Column("topics", JSON, nullable=False),
    Column("story", Text),
    Column("position", Integer, nullable=False),
    Column("enclosures", JSON, nullable=False),
    Column("categories", JSON, nullable=False),
    Column("keys", JSON, nullable=False),
    Column("evidence", JSON, nullable=False),
    _instant("held_until"),
    Column("full", Boolean, nullable=False),
    Index("entries_by_first_seen", "first_seen"),
    Index("entries_by_url", "url"),
    Index("entries_by_outlet", "outlet_id", "outlet_registered", "outlet_name"),
    Index(
        "entries_held",
        "held_until",
        sqlite_where=text("held_until IS NOT NULL"),
        postgresql_where=text("held_until IS NOT NULL"),
    ),
)

entry_keys = Table(
    "entry_keys",
    metadata,
    Column("key", Text, primary_key=True),
    Column("entry_id", Text, nullable=False),
    Index("entry_keys_by_entry", "entry_id"),
)

# A younger id that turned out to be an older entry: it stays known for ever.
aliases = Table(
    "aliases",
    metadata,
    Column("alias", Text, primary_key=True),
    Column("entry_id", Text, nullable=False),
    Index("aliases_by_entry", "entry_id"),
)

conflicts = Table(
    "conflicts",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("entry_id", Text, nullable=False),
    Column("evidence", JSON, nullable=False),
    Index("conflicts_by_entry", "entry_id"),
)

appearances = Table(
    "appearances",
    metadata,
    Column("entry_id", Text, primary_key=True),
    Column("source_id", Text, primary_key=True),
    _instant("first_seen", nullable=False),
    _instant("left_at"),
    Column("owner", Boolean, nullable=False),
)

feeds = Table(
    "feeds",
    metadata,
    Column("key", Text, primary_key=True),
    Column("path", Text, unique=True),
    Column("title", Text, nullable=False),
    Column("generation", Integer, nullable=False),
    Column("written_generation", Integer, nullable=False),
    _instant("last_gained_at"),
    _instant("written_at"),
    Column("digest", Text, nullable=False),
)

entry_feeds = Table(
    "entry_feeds",
    metadata,
    Column("feed_key", Text, primary_key=True),
    Column("entry_id", Text, primary_key=True),
    _instant("ordered_at", nullable=False),
    Column("position", Integer, nullable=False),
    Index("entry_feeds_in_order", "feed_key", "ordered_at", "position"),
    Index("entry_feeds_by_entry", "entry_id"),
)

# Full pages of feeds whose archive is published; `made_of` and `digest` are the publisher's notes.
archive_pages = Table(
    "archive_pages",
    metadata,
    Column("feed_key", Text, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    _instant("first_at", nullable=False),
    _instant("last_at", nullable=False),
    Column("last_id", Text, nullable=False),
    _instant("updated", nullable=False),
    Column("made_of", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Index("archive_pages_by_end", "feed_key", "last_at"),
)

rules = Table(
    "rules",
    metadata,
    Column("topic_id", Text, primary_key=True),
    Column("digest", Text, nullable=False),
)
