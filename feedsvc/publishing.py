"""The end of the walk: what the store calls dirty -> files of output/.

Times on the disk come from entries and states, never from the clock: `now` is only noted in the store, as the
instant an entry was first published. Run twice, and the second run writes nothing.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from feedsvc import status, stories
from feedsvc.gather import FeedRules, feed_keys, kind_of, path_of, title_of
from feedsvc.match import Matcher, digest
from feedsvc.model import Entry, Feed, FeedLimits, Sibling, Site, Source, Topic, VariantRules
from feedsvc.outlets import Outlets
from feedsvc.publish import feedxml, hans, jsonfeed
from feedsvc.publish.addresses import folder_address
from feedsvc.publish.build import NEVER, build
from feedsvc.publish.files import Folder
from feedsvc.publish.history import with_archive
from feedsvc.publish.opml import opml
from feedsvc.publish.site import pages, times
from feedsvc.publish.site.views import FeedCard, IndexView, PageLink
from feedsvc.store import FeedRecord, Filing, Store

FEED_RULES = "(feeds)"  # no topic can be called so
STATUS_FILE, HEALTH_FILE = "status.json", "health.xml"
# Stories are looked for this many times as far back as a feed reaches: a first report that newer entries
# pushed out still stands for the others, which would come up as news without it.
REACH = 2
SLACK = timedelta(hours=1)  # clocks that differ by less are not worth a thought


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """One step: how many files were written, and the feeds (in every script) of which readers should know."""

    files: int
    feeds: tuple[Feed, ...] = ()


def publish(press: Press, now: datetime, *, whole: bool = False) -> Iterator[Printed]:
    """Writes the feeds that changed, then the site; yields what was written at each step.

    `whole` also looks at every file on the disk and writes again what was deleted or damaged.
    Raises PublishError where the folder refuses; what was not written stays dirty.
    """
    press.store.release_held(now)
    records = press.store.feeds() if whole else press.store.dirty()
    wanted = [record for record in records if _is_dirty(record) or not _is_whole(press, record)]
    press = replace(press, gone=_gone(press)) if wanted else press
    for record in wanted:
        yield _print_feed(press, record, now)
    if wanted or whole:
        yield Printed(files=_print_site(press, now))
    yield Printed(files=_print_status(press, now, whole=whole, entries_changed=bool(wanted)))


def _gone(press: Press) -> Mapping[str, str]:
    """Entries keep the categories they were published with, also of a topic that nobody wants any more."""
    topics = (record for record in press.store.feeds() if kind_of(record.key) == "topic")
    return {record.key.partition(":")[2]: record.title for record in topics if not press.topic(record.key)}


def _is_dirty(record: FeedRecord) -> bool:
    return record.generation != record.written_generation


def _is_whole(press: Press, record: FeedRecord) -> bool:
    manifest = json.loads(record.digest or "{}")
    return all(press.folder.whole(path, size=size, digest=sha) for path, (size, sha) in manifest.items())


def _print_feed(press: Press, record: FeedRecord, now: datetime) -> Printed:
    entries = _entries(press, record.key, now)
    if not entries and record.written_generation and not press.topic(record.key):
        press.store.written(record.key, record.generation, record.digest, now)
        return Printed(files=0)  # its rule is gone from config/; what was published stays as it is
    feed, older = _with_history(press, record, entries)
    editions = (feed, *_variants(press, feed))
    aged = (edition for page in older for edition in (page, *_variants(press, page)))
    files = {path: data for edition in (*editions, *aged) for path, data in _files(press, edition)}
    written = {path: press.folder.write(path, data) for path, data in files.items()}
    manifest = {path: (len(data), hashlib.sha256(data).hexdigest()) for path, data in files.items()}
    press.store.written(record.key, record.generation, json.dumps(manifest), now)
    changed = tuple(edition for edition in editions if written[f"{edition.path}/rss.xml"])
    return Printed(files=sum(written.values()), feeds=changed)


def _with_history(
    press: Press, record: FeedRecord, entries: tuple[Entry, ...]
) -> tuple[Feed, tuple[Feed, ...]]:
    """The feed, and where they are wanted its archive pages from the oldest on."""
    if not press.history:
        return _feed(press, record, entries, _limits(press, record.key)), ()
    everything = press.store.feed_entries(record.key)
    feed = _feed(press, record, everything, None)
    return with_archive(feed, _limits(press, record.key))


def _entries(press: Press, key: str, now: datetime) -> tuple[Entry, ...]:
    """The entries of a feed, each with the interval that it showed when it was first published."""
    limit = _limits(press, key).entries * (REACH if _is_grouped(press, key) else 1)
    entries = press.store.feed_entries(key, limit=limit)
    unseen = [entry.id for entry in entries if entry.first_published_at is None]
    if not unseen:
        return entries
    press.store.commit_published(unseen, now)
    return press.store.feed_entries(key, limit=limit)


def _is_grouped(press: Press, key: str) -> bool:
    topic = press.topic(key)
    return topic is not None and topic.stories == "group"


def _limits(press: Press, key: str) -> FeedLimits:
    topic = press.topic(key)
    entries = (topic.entries if topic else None) or press.limits.entries
    return FeedLimits(entries=entries, days=(topic.days if topic else None) or press.limits.days)


def _feed(press: Press, record: FeedRecord, entries: tuple[Entry, ...], limits: FeedLimits | None) -> Feed:
    topic = press.topic(record.key)
    title = title_of(record.key, entries[0] if entries else None, press.titles, press.site.title)
    path = _path(press, record, title)
    language = _language(press, record.key, entries)
    return build(
        key=record.key,
        path=path,
        title=title,
        description=topic.description if topic else "",
        language=language,
        site=press.site,
        entries=entries,
        topics=press.titles,
        siblings=_siblings(press, path, language),
        stories=_stories(entries) if _is_grouped(press, record.key) else {},
        limits=limits,
    )


def _path(press: Press, record: FeedRecord, title: str) -> str:
    """Assigned once; the store is asked only where it does not know path and title yet."""
    if record.path and record.title == title:
        return record.path
    return press.store.assign_path(record.key, path_of(record.key), title)


def _language(press: Press, key: str, entries: Sequence[Entry]) -> str:
    """An outlet's feed speaks its language; a feed over many sources that of the site."""
    outlet = entries[0].attribution.outlet if entries and kind_of(key) == "outlet" else None
    if outlet and outlet.language:
        return outlet.language
    spoken = entries[0].language if outlet and entries else None
    return spoken or press.site.language


def _stories(entries: Sequence[Entry]) -> Mapping[str, Sequence[Entry]]:
    known = {entry.id: entry for entry in entries}
    return {
        story.first: [known[other] for other in story.others] for story in stories.group(entries, hans.fold)
    }


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


def _variants(press: Press, feed: Feed) -> Iterator[Feed]:
    for rules in press.variants:
        if _has_variant(feed.language, rules):
            yield hans.convert_feed(feed, rules, _names(press.outlets, rules.variant))


@lru_cache(maxsize=8)
def _names(outlets: Outlets, variant: str) -> Mapping[str, str]:
    """Outlets that have a name of their own in this script; the others are converted by script."""
    return {outlet.name: outlet.names[variant] for outlet in outlets.all() if variant in outlet.names}


def _has_variant(language: str, rules: VariantRules) -> bool:
    """A variant is another script of Chinese; other languages, and the script itself, have none."""
    return language.lower().startswith("zh") and _script(language) != _script(rules.variant)


def _script(language: str) -> str:
    return "hans" if language.lower().startswith(("zh-hans", "zh-cn", "zh-sg")) else "hant"


def _siblings(press: Press, path: str, language: str) -> tuple[Sibling, ...]:
    return tuple(
        Sibling(variant=rules.variant, language=rules.variant, path=f"{path}/{rules.variant}")
        for rules in press.variants
        if _has_variant(language, rules)
    )


# -- the site -----------------------------------------------------------------------------------


def _print_site(press: Press, now: datetime) -> int:
    return sum(press.folder.write(path, data) for path, data in _site_files(press, now))


def _site_files(press: Press, now: datetime) -> Iterator[tuple[str, bytes]]:
    yield "style.css", pages.style_sheet()
    yield "feed.css", feedxml.style_sheet()
    yield "icon.svg", pages.icon()
    yield "robots.txt", pages.robots_txt()
    cards, last_day = _cards(press, now)
    yield "feeds.opml", opml(_shells(press, cards), title=press.site.title, language=press.site.language)
    yield "index.html", _index(press, cards, last_day)
    for rules in press.variants:
        if _has_variant(press.site.language, rules):
            yield f"{rules.variant}/index.html", _index_in(press, cards, last_day, rules)


def _cards(press: Press, now: datetime) -> tuple[tuple[FeedCard, ...], date | None]:
    zone = ZoneInfo(press.zone)
    newest = press.store.newest()
    last_day = times.newest_day((entry.published or entry.first_seen for entry in newest.values()), zone)
    days = press.store.activity(_midnights(last_day, zone)) if last_day else {}
    records = press.store.feeds()
    keys = {record.key for record in records}
    cards = [
        _card(press, record, newest.get(record.key), days.get(record.key, ()), now)
        for record in records
        if record.path and _is_offered(press, record, keys)
    ]
    return tuple(sorted(cards, key=_rank)), last_day


def _is_offered(press: Press, record: FeedRecord, keys: Container[str]) -> bool:
    """A feed whose topic left config/, or whose outlet has another id by now, lives on for its readers only."""
    kind, _, name = record.key.partition(":")
    if kind == "topic":
        return press.topic(record.key) is not None
    if kind != "outlet" or press.outlets.by_id(name):
        return True
    today = press.outlets.named(record.title)
    return today is None or f"outlet:{today.id}" not in keys


def _midnights(last_day: date, zone: ZoneInfo) -> list[datetime]:
    """Where the plotted days begin, and where the last one ends."""
    days = (last_day + timedelta(days=1 - back) for back in reversed(range(times.PLOT_DAYS + 1)))
    return [datetime(day.year, day.month, day.day, tzinfo=zone) for day in days]


def _card(
    press: Press, record: FeedRecord, newest: Entry | None, days: tuple[int, ...], now: datetime
) -> FeedCard:
    topic = press.topic(record.key)
    language = _language(press, record.key, (newest,) if newest else ())
    return FeedCard(
        title=record.title,
        kind=kind_of(record.key),
        path=record.path,
        language=language,
        count=min(record.entries, _limits(press, record.key).entries),
        last_gained=_gained(record, newest, now),
        days=days,
        description=topic.description if topic else "",
        siblings=_siblings(press, record.path, language),
    )


def _gained(record: FeedRecord, newest: Entry | None, now: datetime) -> datetime | None:
    """When the feed gained; where a clock that ran ahead noted it, when its newest entry was first seen."""
    noted = (record.last_gained_at, newest.first_seen if newest else None)
    return next((at for at in noted if at and at <= now + SLACK), None)


def _rank(card: FeedCard) -> tuple[int, str]:
    return (-card.count, card.path)


def _index(press: Press, cards: tuple[FeedCard, ...], last_day: date | None) -> bytes:
    view = IndexView(
        title=press.site.title,
        language=press.site.language,
        cards=cards,
        last_day=last_day,
        languages=_index_links(press, ""),
    )
    return pages.index_page(view, zone=ZoneInfo(press.zone))


def _index_in(press: Press, cards: tuple[FeedCard, ...], last_day: date | None, rules: VariantRules) -> bytes:
    view = IndexView(
        title=hans.convert_text(press.site.title, rules),
        language=rules.variant,
        cards=tuple(_card_in(press, card, rules) for card in cards),
        last_day=last_day,
        path=rules.variant,
        languages=_index_links(press, rules.variant),
    )
    return pages.index_page(view, zone=ZoneInfo(press.zone))


def _card_in(press: Press, card: FeedCard, rules: VariantRules) -> FeedCard:
    """The card with its variant in front: the buttons of a Simplified page lead to Simplified feeds."""
    if not any(sibling.variant == rules.variant for sibling in card.siblings):
        return card
    original = Sibling(variant="", language=card.language, path=card.path)
    others = tuple(sibling for sibling in card.siblings if sibling.variant != rules.variant)
    return replace(
        card,
        title=_card_title(press, card, rules),
        description=hans.convert_text(card.description, rules),
        path=f"{card.path}/{rules.variant}",
        language=rules.variant,
        siblings=(original, *others),
    )


def _card_title(press: Press, card: FeedCard, rules: VariantRules) -> str:
    """Titles of ours are text; an outlet's is a name, which no glossary may touch."""
    if card.kind in {"all", "topic"}:
        return hans.convert_text(card.title, rules)
    return hans.convert_name(card.title, rules, _names(press.outlets, rules.variant))


def _index_links(press: Press, own: str) -> tuple[PageLink, ...]:
    links = [PageLink(language=press.site.language, path="")]
    links += [
        PageLink(language=rules.variant, path=rules.variant)
        for rules in press.variants
        if _has_variant(press.site.language, rules)
    ]
    return tuple(link for link in links if link.path != own)


def _shells(press: Press, cards: Iterable[FeedCard]) -> Iterator[Feed]:
    """Feeds without entries, each script beside the other, for the list of subscriptions."""
    for card in cards:
        yield _shell(press, card)
        for rules in press.variants:
            if any(sibling.variant == rules.variant for sibling in card.siblings):
                yield _shell(press, _card_in(press, card, rules))


def _shell(press: Press, card: FeedCard) -> Feed:
    address = folder_address(press.site.url, card.path)
    return Feed(
        id=card.path,
        kind=card.kind,
        key=card.path,
        title=card.title,
        language=card.language,
        path=card.path,
        feed_url=address,
        home_page_url=f"{address}index.html",
        updated=NEVER,
        entries=(),
        description=card.description,
    )


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
