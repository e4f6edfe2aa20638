"""Runs the migrations on the connection that `store.schema.migrate` holds."""

from __future__ import annotations

from alembic import context

from feedsvc.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=False,  # the caller's transaction holds all steps
)
context.run_migrations()
