"""A feed with all its entries -> the feed people subscribe to and its archive pages (RFC 5005, section 4).  Pure.

Pages are counted from the oldest entry in the order of first sight, which never changes: page 1 holds the
first SIZE entries for ever. A page appears when it is full and is never written again unless an entry in
it is edited; what is in no full page yet stays in the current feed, so that both together are complete.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from feedsvc.model import Feed, FeedEntry, FeedLimits
from feedsvc.publish import addresses
from feedsvc.publish.build import NEVER

SIZE = 100


def with_archive(feed: Feed, limits: FeedLimits, *, size: int = SIZE) -> tuple[Feed, tuple[Feed, ...]]:
    """(the current feed, its archive pages from the oldest on). `feed` is built with limits=None."""
    seen = by_sight(feed.entries)
    full = len(seen) // size
    pages = tuple(page(feed, n + 1, seen[n * size : (n + 1) * size]) for n in range(full))
    unfiled = {entry.id for entry in seen[full * size :]}
    return current(feed, limits, unfiled=unfiled, pages=full, updated=feed.updated), pages


def current(
    feed: Feed, limits: FeedLimits, *, unfiled: Container[str], pages: int, updated: datetime
) -> Feed:
    """The feed people subscribe to: its newest entries, and those that are `unfiled`, in none of its `pages`.

    `feed` holds both of them at least; `updated` is that of the feed with all its entries.
    """
    newest = {entry.id for entry in _within(feed.entries, limits)}
    shown = tuple(entry for entry in feed.entries if entry.id in newest or entry.id in unfiled)
    return replace(feed, entries=shown, updated=updated, archive_prev=page_address(feed, pages))


def page(feed: Feed, number: int, entries: Sequence[FeedEntry]) -> Feed:
    """Page `number` with these of the feed's entries, in the feed's order."""
    members = {entry.id for entry in entries}
    address = page_address(feed, number) or ""
    return replace(
        feed,
        path=page_path(feed.path, number),
        feed_url=address,
        home_page_url=feed.home_page_url,
        updated=max((entry.updated for entry in entries), default=NEVER),
        entries=tuple(entry for entry in feed.entries if entry.id in members),
        siblings=tuple(replace(sibling, path=page_path(sibling.path, number)) for sibling in feed.siblings),
        hub=None,
        archive=True,
        archive_prev=page_address(feed, number - 1),
        archive_current=feed.feed_url,
    )


def page_address(feed: Feed, number: int) -> str | None:
    """The folder of page `number`; None for 0: there is no older page."""
    if not number:
        return None
    return addresses.folder_address(addresses.site_root(feed), page_path(feed.path, number))


def page_path(path: str, number: int) -> str:
    return f"{path}/archive/{number:04d}"


def by_sight(entries: Iterable[FeedEntry]) -> list[FeedEntry]:
    return sorted(entries, key=lambda entry: (entry.first_seen, entry.id))


def _within(entries: Sequence[FeedEntry], limits: FeedLimits) -> Sequence[FeedEntry]:
    """As build.chosen, of entries that are ordered already."""
    if not entries:
        return entries
    oldest = (entries[0].published or entries[0].first_seen).timestamp() - limits.days * 86_400
    return [
        entry
        for entry in entries[: limits.entries]
        if (entry.published or entry.first_seen).timestamp() >= oldest
    ]
