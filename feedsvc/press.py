"""A feed's record and its entries -> the finished Feed, in every script, and the bytes of its files."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from feedsvc import stories
from feedsvc.gather import kind_of, path_of, title_of
from feedsvc.model import Entry, Feed, FeedLimits, Sibling, Site, Source, Topic, VariantRules
from feedsvc.outlets import Outlets
from feedsvc.publish import feedxml, hans, jsonfeed
from feedsvc.publish.build import build
from feedsvc.publish.files import Folder
from feedsvc.publish.site import pages
from feedsvc.store import FeedRecord, Store

# Stories are looked for this many times as far back as a feed reaches: a first report that newer entries
# pushed out still stands for the others, which would come up as news without it.
REACH = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """What the publisher works with: the store it reads, the folder it writes, and the house rules."""

    store: Store
    folder: Folder
    site: Site
    zone: str
    limits: FeedLimits
    topics: tuple[Topic, ...]
    sources: tuple[Source, ...]
    variants: tuple[VariantRules, ...]
    outlets: Outlets
    history: bool = False  # RFC 5005 archive pages too
    gone: Mapping[str, str] = field(default_factory=dict)  # titles of topics that left config/, as they were

    @property
    def titles(self) -> Mapping[str, str]:
        former = {old: topic.title for topic in self.topics for old in topic.formerly}
        return {**self.gone, **former, **{topic.id: topic.title for topic in self.topics}}

    def topic(self, key: str) -> Topic | None:
        return next((topic for topic in self.topics if key == f"topic:{topic.id}"), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """One step: how many files were written, and the feeds (in every script) of which readers should know."""

    files: int
    feeds: tuple[Feed, ...] = ()


def newest_of(press: Press, key: str, now: datetime) -> tuple[Entry, ...]:
    """The entries of a feed, each with the interval that it showed when it was first published."""
    limit = limits_of(press, key).entries * (REACH if is_grouped(press, key) else 1)
    entries = press.store.feed_entries(key, limit=limit)
    unseen = [entry.id for entry in entries if entry.first_published_at is None]
    if not unseen:
        return entries
    press.store.commit_published(unseen, now)
    return press.store.feed_entries(key, limit=limit)


def is_grouped(press: Press, key: str) -> bool:
    topic = press.topic(key)
    return topic is not None and topic.stories == "group"


def limits_of(press: Press, key: str) -> FeedLimits:
    topic = press.topic(key)
    entries = (topic.entries if topic else None) or press.limits.entries
    return FeedLimits(entries=entries, days=(topic.days if topic else None) or press.limits.days)


def feed_of(
    press: Press,
    record: FeedRecord,
    entries: tuple[Entry, ...],
    limits: FeedLimits | None,
    *,
    newest: Entry | None = None,
) -> Feed:
    """`newest`: the entry that a feed of an outlet has its name from, where `entries` do not begin with it."""
    front = newest or next(iter(entries), None)
    topic = press.topic(record.key)
    title = title_of(record.key, front, press.titles, press.site.title)
    path = _path(press, record, title)
    language = language_of(press, record.key, front)
    return build(
        key=record.key,
        path=path,
        title=title,
        description=topic.description if topic else "",
        language=language,
        site=press.site,
        entries=entries,
        topics=press.titles,
        siblings=siblings_of(press, path, language),
        stories=_stories(entries) if is_grouped(press, record.key) else {},
        limits=limits,
    )


def _path(press: Press, record: FeedRecord, title: str) -> str:
    """Assigned once; the store is asked only where it does not know path and title yet."""
    if record.path and record.title == title:
        return record.path
    return press.store.assign_path(record.key, path_of(record.key), title)


def language_of(press: Press, key: str, newest: Entry | None) -> str:
    """An outlet's feed speaks its language; a feed over many sources that of the site."""
    outlet = newest.attribution.outlet if newest and kind_of(key) == "outlet" else None
    if outlet and outlet.language:
        return outlet.language
    spoken = newest.language if outlet and newest else None
    return spoken or press.site.language


def _stories(entries: Sequence[Entry]) -> Mapping[str, Sequence[Entry]]:
    known = {entry.id: entry for entry in entries}
    return {
        story.first: [known[other] for other in story.others] for story in stories.group(entries, hans.fold)
    }


def files_of(press: Press, editions: Iterable[Feed]) -> dict[str, bytes]:
    """The files of a feed, path -> bytes, in each of these scripts."""
    return {path: data for edition in editions for path, data in _files(press, edition)}


def manifest(files: Mapping[str, bytes]) -> str:
    """What the store notes of files that were written: `stand` knows by it whether they still do."""
    return json.dumps({path: (len(data), hashlib.sha256(data).hexdigest()) for path, data in files.items()})


def stand(press: Press, manifest: str) -> bool:
    """Whether all of these files are on the disk, undamaged."""
    noted = json.loads(manifest or "{}")
    return all(press.folder.whole(path, size=size, digest=sha) for path, (size, sha) in noted.items())


def _files(press: Press, feed: Feed) -> Iterator[tuple[str, bytes]]:
    yield f"{feed.path}/rss.xml", feedxml.rss(feed)
    yield f"{feed.path}/atom.xml", feedxml.atom(feed)
    yield f"{feed.path}/feed.json", jsonfeed.json_feed(feed)
    home = feed.variant
    yield (
        f"{feed.path}/index.html",
        pages.feed_page(feed, site_title=press.site.title, zone=ZoneInfo(press.zone), home=home),
    )


# -- scripts ------------------------------------------------------------------------------------


def in_scripts(press: Press, feed: Feed) -> Iterator[Feed]:
    for rules in press.variants:
        if has_variant(feed.language, rules):
            yield hans.convert_feed(feed, rules, names_in(press.outlets, rules.variant))


@lru_cache(maxsize=8)
def names_in(outlets: Outlets, variant: str) -> Mapping[str, str]:
    """Outlets that have a name of their own in this script; the others are converted by script."""
    return {outlet.name: outlet.names[variant] for outlet in outlets.all() if variant in outlet.names}


def has_variant(language: str, rules: VariantRules) -> bool:
    """A variant is another script of Chinese; other languages, and the script itself, have none."""
    return language.lower().startswith("zh") and _script(language) != _script(rules.variant)


def _script(language: str) -> str:
    return "hans" if language.lower().startswith(("zh-hans", "zh-cn", "zh-sg")) else "hant"


def siblings_of(press: Press, path: str, language: str) -> tuple[Sibling, ...]:
    return tuple(
        Sibling(variant=rules.variant, language=rules.variant, path=f"{path}/{rules.variant}")
        for rules in press.variants
        if has_variant(language, rules)
    )
