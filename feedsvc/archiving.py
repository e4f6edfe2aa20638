"""A feed with a long history -> its archive pages, one at a time, and the feed that is left (RFC 5005).

Only pages that changed are written: the store knows which ones a look touched, and each page is noted with
a digest of whatever else shows on it. Between two pages looks go on; where the process is killed, the next
call goes on with the first page that is not as it should be.
"""

from __future__ import annotations

import hashlib
from collections.abc import Generator
from dataclasses import replace
from datetime import datetime
from importlib import metadata

from feedsvc.model import Entry, Feed
from feedsvc.press import (
    Press,
    Printed,
    feed_of,
    files_of,
    in_scripts,
    is_grouped,
    limits_of,
    manifest,
    names_in,
    newest_of,
)
from feedsvc.publish import history
from feedsvc.publish.build import NEVER, shown_at
from feedsvc.store import ArchivePage, FeedRecord


def archived(press: Press, record: FeedRecord, now: datetime) -> Generator[Printed, None, Feed]:
    """Writes the pages that changed, one a step; gives in the end the feed people subscribe to."""
    by = _by_stories if is_grouped(press, record.key) else _by_sight
    return (yield from by(press, record, now))


def _by_sight(press: Press, record: FeedRecord, now: datetime) -> Generator[Printed, None, Feed]:
    """Each step reads anew what it writes: a look that came between two steps is in it or spoils the page."""
    while True:
        newest = newest_of(press, record.key, now)
        shell = replace(feed_of(press, record, newest[:1], None), entries=())
        number = press.store.unfinished_page(record.key, made_of := _made_of(press, shell))
        entries = press.store.page_entries(record.key, number, history.SIZE)
        if len(entries) < history.SIZE:
            press.store.forget_pages(record.key, number)
            return _current(press, record, newest, entries, number - 1)
        whole = feed_of(press, record, entries, None, newest=newest[0])
        yield Printed(files=_write(press, record.key, number, whole, made_of))


def _current(
    press: Press, record: FeedRecord, newest: tuple[Entry, ...], unfiled: tuple[Entry, ...], pages: int
) -> Feed:
    limits = limits_of(press, record.key)
    if len(newest) == limits.entries:  # the feed orders by seconds, the store by microseconds
        newest = press.store.feed_entries(record.key, since=shown_at(newest[-1]))
    feed = feed_of(press, record, (*newest, *unfiled), None)
    edited = press.store.last_archived_edit(record.key) or NEVER
    ids = {entry.id for entry in unfiled}
    return history.current(feed, limits, unfiled=ids, pages=pages, updated=max(feed.updated, edited))


def _by_stories(press: Press, record: FeedRecord, now: datetime) -> Generator[Printed, None, Feed]:
    """Which reports stand by themselves is known only over the whole history: it is read and compared."""
    newest_of(press, record.key, now)
    feed = feed_of(press, record, press.store.feed_entries(record.key), None)
    current, pages = history.with_archive(feed, limits_of(press, record.key))
    for number, page in enumerate(pages, 1):
        made_of = _made_of(press, page)
        if press.store.page_made_of(record.key, number) != made_of:
            members = {entry.id for entry in page.entries}
            whole = replace(feed, entries=tuple(entry for entry in feed.entries if entry.id in members))
            yield Printed(files=_write(press, record.key, number, whole, made_of))
    press.store.forget_pages(record.key, len(pages) + 1)
    return current


def _write(press: Press, key: str, number: int, feed: Feed, made_of: str) -> int:
    """`feed` with the entries of this page. Gives how many files were not on the disk."""
    seen = history.by_sight(feed.entries)
    page = history.page(feed, number, seen)
    files = files_of(press, (page, *in_scripts(press, page)))
    written = sum(press.folder.write(path, data) for path, data in files.items())
    noted = ArchivePage(
        number=number,
        first_at=seen[0].first_seen,
        last_at=seen[-1].first_seen,
        last_id=seen[-1].id,
        updated=feed.updated,
        made_of=made_of,
        digest=manifest(files),
    )
    press.store.page_written(key, noted)
    return written


def _made_of(press: Press, feed: Feed) -> str:
    """A digest of what shows on a page besides the entries that the store watches."""
    names = {
        rules.variant: sorted(names_in(press.outlets, rules.variant).items()) for rules in press.variants
    }
    said = (
        metadata.version("feedsvc"), replace(feed, updated=NEVER, hub=None), press.site.title, press.zone,
        press.variants, names, sorted(press.titles.items()),
    )  # fmt: skip
    return hashlib.sha256(repr(said).encode()).hexdigest()
