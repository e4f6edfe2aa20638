"""The feeds that there are -> the pages of the site that list them, their style, and the list of subscriptions."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from feedsvc.gather import kind_of
from feedsvc.model import Entry, Feed, Sibling, VariantRules
from feedsvc.press import Press, has_variant, language_of, limits_of, names_in, siblings_of
from feedsvc.publish import feedxml, hans
from feedsvc.publish.addresses import folder_address
from feedsvc.publish.build import NEVER
from feedsvc.publish.opml import opml
from feedsvc.publish.site import pages, times
from feedsvc.publish.site.views import FeedCard, IndexView, PageLink
from feedsvc.store import FeedRecord

SLACK = timedelta(hours=1)  # clocks that differ by less are not worth a thought


def site_files(press: Press, now: datetime) -> Iterator[tuple[str, bytes]]:
    yield "style.css", pages.style_sheet()
    yield "feed.css", feedxml.style_sheet()
    yield "icon.svg", pages.icon()
    yield "robots.txt", pages.robots_txt()
    cards, last_day = _cards(press, now)
    yield "feeds.opml", opml(_shells(press, cards), title=press.site.title, language=press.site.language)
    yield "index.html", _index(press, cards, last_day)
    for rules in press.variants:
        if has_variant(press.site.language, rules):
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
    language = language_of(press, record.key, newest)
    return FeedCard(
        title=record.title,
        kind=kind_of(record.key),
        path=record.path,
        language=language,
        count=min(record.entries, limits_of(press, record.key).entries),
        last_gained=_gained(record, newest, now),
        days=days,
        description=topic.description if topic else "",
        siblings=siblings_of(press, record.path, language),
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
    return hans.convert_name(card.title, rules, names_in(press.outlets, rules.variant))


def _index_links(press: Press, own: str) -> tuple[PageLink, ...]:
    links = [PageLink(language=press.site.language, path="")]
    links += [
        PageLink(language=rules.variant, path=rules.variant)
        for rules in press.variants
        if has_variant(press.site.language, rules)
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
