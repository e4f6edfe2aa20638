"""Where the house remembers: `open_store(url)` -> Store; SQLite by default, PostgreSQL by address."""

from __future__ import annotations

from feedsvc.store.opening import open_store
from feedsvc.store.store import FeedRecord, Look, OutletCount, Store

__all__ = ["FeedRecord", "Look", "OutletCount", "Store", "open_store"]
