"""Where the house remembers: `open_store(url)` -> Store; SQLite by default, PostgreSQL by address."""

from __future__ import annotations

from feedsvc.store.opening import open_store
from feedsvc.store.store import FeedRecord, Filing, Look, OutletSeen, Store

__all__ = ["FeedRecord", "Filing", "Look", "OutletSeen", "Store", "open_store"]
