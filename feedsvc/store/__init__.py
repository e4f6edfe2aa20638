"""Where the house remembers: `open_store(url)` -> Store; SQLite by default, PostgreSQL by address."""

from __future__ import annotations

from feedsvc.store.opening import open_store
from feedsvc.store.store import ArchivePage, FeedRecord, Filing, Look, OutletSeen, Store

__all__ = ["ArchivePage", "FeedRecord", "Filing", "Look", "OutletSeen", "Store", "open_store"]
