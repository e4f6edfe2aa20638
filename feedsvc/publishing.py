"""The end of the walk: what the store calls dirty -> files of output/.

Times on the disk come from entries and states, never from the clock: `now` is only noted in the store, as the
instant an entry was first published. Run twice, and the second run writes nothing.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from feedsvc import front, status
from feedsvc.archiving import archived
from feedsvc.gather import FeedRules, feed_keys, kind_of
from feedsvc.match import Matcher, digest
from feedsvc.model import Entry, Topic
from feedsvc.press import Press, Printed, feed_of, files_of, in_scripts, limits_of, manifest, newest_of, stand
from feedsvc.publish import feedxml
from feedsvc.store import FeedRecord, Filing, Store

__all__ = ["Press", "Printed", "publish", "regather"]

FEED_RULES = "(feeds)"  # no topic can be called so
STATUS_FILE, HEALTH_FILE = "status.json", "health.xml"


# -- which entries stand in which feeds ---------------------------------------------------------


def regather(store: Store, matcher: Matcher, rules: FeedRules, topics: Sequence[Topic]) -> Iterator[int]:
    """After a rule changed: files the whole history anew; gives after each slice how many entries it filed.

    Every configured topic then has a feed, also one that nothing matches yet: people may subscribe to it.
    The old rules are forgotten first and the new ones noted last: where it is killed or given up in between,
    the next call begins again, also if a person took the change back meanwhile.
    """
    digests = {topic.id: digest(topic) for topic in topics} | {FEED_RULES: _digest(rules)}
    if digests == store.rules():
        return
    store.save_rules({})
    yield from store.refile(lambda entry: _filed(entry, matcher, rules))
    store.mark_dirty(["all", *(f"topic:{topic.id}" for topic in topics)])
    store.save_rules(digests)


def _filed(entry: Entry, matcher: Matcher, rules: FeedRules) -> Filing:
    """Topics that were published as categories stay; the feeds follow the rule."""
    topics = tuple(match.topic for match in matcher.match(entry))
    shown = entry.topics if entry.first_published_at else topics
    return Filing(topics=shown, feeds=feed_keys(entry, topics, rules))


def _digest(rules: FeedRules) -> str:
    said = (
        rules.outlets, sorted(rules.only), sorted(rules.exclude), rules.agencies, rules.portals,
        sorted((key, list(old)) for key, old in rules.former.items()),
    )  # fmt: skip
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


# -- writing ------------------------------------------------------------------------------------


def publish(press: Press, now: datetime, *, whole: bool = False) -> Iterator[Printed]:
    """Writes the feeds that changed, then the site; yields what was written at each step.

    `whole` also looks at every file on the disk and writes again what was deleted or damaged.
    Raises PublishError where the folder refuses; what was not written stays dirty.
    """
    press.store.release_held(now)
    records = press.store.feeds() if whole else press.store.dirty()
    press = replace(press, gone=_gone(press)) if records else press
    changed = False
    for record in records:
        well = (yield from _is_whole(press, record)) if whole else True
        if _is_dirty(record) or not well:
            changed = True
            yield from _print_feed(press, record, now)
    if changed or whole:
        yield Printed(files=_print_site(press, now))
    yield Printed(files=_print_status(press, now, whole=whole, entries_changed=changed))


def _gone(press: Press) -> Mapping[str, str]:
    """Entries keep the categories they were published with, also of a topic that nobody wants any more."""
    topics = (record for record in press.store.feeds() if kind_of(record.key) == "topic")
    return {record.key.partition(":")[2]: record.title for record in topics if not press.topic(record.key)}


def _is_dirty(record: FeedRecord) -> bool:
    return record.generation != record.written_generation


def _is_whole(press: Press, record: FeedRecord) -> Generator[Printed, None, bool]:
    """Whether all files of a feed stand; each archive page that does not is noted to be written again.

    A step for each feed and page: a whole output/ takes seconds to read.
    """
    yield Printed(files=0)
    well = stand(press, record.digest)
    for page in press.store.archive_pages(record.key) if press.history else ():
        yield Printed(files=0)
        if not stand(press, page.digest):
            press.store.spoil_page(record.key, page.number)
            well = False
    return well


def _print_feed(press: Press, record: FeedRecord, now: datetime) -> Iterator[Printed]:
    entries = newest_of(press, record.key, now)
    if not entries and record.written_generation and not press.topic(record.key):
        press.store.written(record.key, record.generation, record.digest, now)
        return  # its rule is gone from config/; what was published stays as it is
    if press.history:
        feed = yield from archived(press, record, now)
    else:
        feed = feed_of(press, record, entries, limits_of(press, record.key))
    editions = (feed, *in_scripts(press, feed))
    files = files_of(press, editions)
    written = {path: press.folder.write(path, data) for path, data in files.items()}
    press.store.written(record.key, record.generation, manifest(files), now)
    changed = tuple(edition for edition in editions if written[f"{edition.path}/rss.xml"])
    yield Printed(files=sum(written.values()), feeds=changed)


def _print_site(press: Press, now: datetime) -> int:
    return sum(press.folder.write(path, data) for path, data in front.site_files(press, now))


# -- how the sources are ------------------------------------------------------------------------


def _print_status(press: Press, now: datetime, *, whole: bool, entries_changed: bool) -> int:
    """status.json, its page and the feed of health: written when a source changed its state."""
    previous = status.read(press.folder.read(STATUS_FILE) or b"")
    fresh = entries_changed or previous is None
    outlets = status.unknown(press.store.outlets_seen(), press.outlets) if fresh else None
    current = status.status(press.sources, press.store.states(), outlets, previous=previous, now=now)
    if current == previous and not whole:
        return 0
    files = {
        STATUS_FILE: status.status_json(current),
        "status.html": status.page(current, site=press.site, zone=ZoneInfo(press.zone)),
        HEALTH_FILE: feedxml.rss(status.health_feed(current, site=press.site), file=HEALTH_FILE),
    }
    return sum(press.folder.write(path, data) for path, data in files.items())
