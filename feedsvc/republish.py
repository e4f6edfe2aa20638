"""A published entry and a person's wish -> the same entry as today's rules read it; id, link and words stay."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from feedsvc.config import Config
from feedsvc.errors import FeedsvcError
from feedsvc.explain import Reading, readings
from feedsvc.gather import FeedRules, feed_keys
from feedsvc.match import Matcher
from feedsvc.model import Changes, Entry, Source, SourceState
from feedsvc.publish import hans
from feedsvc.reconcile import reconcile
from feedsvc.store import Look, Store

_REVISED = ("published", "time", "time_unit", "evidence")


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """An entry before and after; the same where today's rules say what it says already."""

    before: Entry
    after: Entry


def republish(name: str, config: Config, store: Store, rules: FeedRules, now: datetime) -> Revision:
    """Stores the entry anew and marks its feeds dirty. FeedsvcError where nothing kept shows it any more."""
    entry = store.entry(name)
    if entry is None:
        raise FeedsvcError(f"{name}: no entry has this id, address or key")
    source = config.source(entry.owner)
    if source is None:
        raise FeedsvcError(f"{name}: its source {entry.owner} is no longer in sources.yaml")
    found = list(_readings(entry, source, config, store))
    if not found:
        raise FeedsvcError(
            f"{name}: no kept capture shows it any more; archive.days says how long they are kept"
        )
    topics = tuple(match.topic for match in Matcher(config.topics, hans.fold).match(entry))
    after = revised(entry, _read_as_new(found, store.state(source.id)), topics, now)
    if after != entry:
        _store(store, found[-1], after, feed_keys(after, topics, rules))
    return Revision(before=entry, after=after)


def _readings(entry: Entry, source: Source, config: Config, store: Store) -> Iterator[Reading]:
    """The capture that first showed it, whose age words are the sharpest, and the newest."""
    looks = store.captures(entry.owner)
    first: list[Look] = [look for look in looks if look.captured_at == entry.first_seen]
    oldest = next(readings(entry, source, config, first), None)
    newest = next(readings(entry, source, config, reversed(looks)), None)
    if oldest and (newest is None or newest.look.id != oldest.look.id):
        yield oldest
    if newest:
        yield newest


def _read_as_new(found: list[Reading], state: SourceState) -> Entry:
    """The entry that these captures would give if nobody had seen it yet."""
    known: dict[str, Entry] = {}
    for reading in found:
        fresh = SourceState(
            source_id=state.source_id, relative_style=state.relative_style, address_rule=state.address_rule
        )
        changes, _ = reconcile(
            reading.extraction, capture=reading.capture, source=reading.source, state=fresh, known=known
        )
        entries = (*changes.new, *changes.updated, *changes.narrowed)
        keys = set(reading.sighting.keys)
        entry = next((one for one in entries if keys & set(one.keys)), None)
        known = dict.fromkeys(entry.keys, entry) if entry else known
    return next(iter(known.values()))


def revised(entry: Entry, fresh: Entry, topics: tuple[str, ...], now: datetime) -> Entry:
    """Attribution, categories, topics and time of today; `updated` tells readers, where anything changed."""
    facts = {name: getattr(fresh, name) for name in _REVISED}
    moved = fresh.published != entry.published
    after = replace(
        entry,
        attribution=fresh.attribution,
        categories=fresh.categories,
        topics=topics,
        moves=entry.moves + moved,
        shown_time=fresh.time if entry.first_published_at and moved else entry.shown_time,
        **facts,
    )
    seen = ("attribution", "categories", "topics", "published")
    same = all(getattr(after, name) == getattr(entry, name) for name in seen)
    return entry if same else replace(after, updated=now)


def _store(store: Store, reading: Reading, entry: Entry, feeds: frozenset[str]) -> None:
    store.record(
        capture=reading.capture,
        place=reading.look.place,
        state=store.state(reading.source.id),
        changes=Changes(updated=(entry,)),
        feeds={entry.id: feeds},
    )
