"""Page -> Reading: selectors, then structured data and the DOM list, the better one or both joined."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from feedsvc import text, urls
from feedsvc.extract.found import Found, FoundList
from feedsvc.extract.listing import propose_rules, read_boxes, read_listing
from feedsvc.extract.page import Page
from feedsvc.extract.selectors import read_selectors
from feedsvc.extract.structured import best_list, known_of_items, structured_lists
from feedsvc.model import ItemRules, Source
from feedsvc.outlets import Outlets

_FEW = 3  # a list of fewer is no list: the next tier is asked too


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a reader found, and the name of its tier. `repair`: rules for those that found nothing."""

    found: FoundList
    tier: str
    repair: ItemRules | None = None


def read_list_page(page: Page, source: Source, outlets: Outlets) -> Reading:
    """The list of a page: by the source's own rules, else by what the page says of itself."""
    if source.items is None:
        return detected(page, outlets)
    only_each = source.items == ItemRules(each=source.items.each)
    chosen = _named(page, source.items.each, outlets) if only_each else read_selectors(page, source.items)
    if chosen.items or chosen.dropped:
        return Reading(found=chosen, tier="selectors")
    other = detected(page, outlets)
    if not other.found.items:
        return Reading(found=chosen, tier="selectors")
    return replace(other, repair=propose_rules(page, outlets=outlets))


def _named(page: Page, each: str, outlets: Outlets) -> FoundList:
    """The items of the list that a person named, with what the page's data knows of them."""
    try:
        shown = read_boxes(page, each, outlets=outlets)
    except ValueError as error:
        raise ValueError(f"items.each: {error}") from error
    lists = structured_lists(page)
    known = joined(joined(shown, best_list(page, lists)), known_of_items(page, lists))
    return replace(known, rule=each)


def detected(page: Page, outlets: Outlets) -> Reading:
    """The list found without rules."""
    lists = structured_lists(page)
    chosen = _chosen(read_listing(page, outlets=outlets), best_list(page, lists))
    known = known_of_items(page, lists)
    return replace(chosen, found=replace(joined(chosen.found, known), rule=chosen.found.rule))


def _chosen(shown: FoundList, data: FoundList) -> Reading:
    """The list that the page shows or the one in its data, with what the other knows of the same items."""
    if len(data.items) < _FEW and len(shown.items) >= _FEW:
        return Reading(found=joined(shown, data), tier="listing")
    if len(shown.items) < _FEW:
        return _larger(shown, data)
    common = _common(shown, data)
    # Microdata and microformats stand in the same tags as the sidebar's; only data in scripts knows more.
    in_script = not data.rule.startswith(("microdata", "hatom"))
    if in_script and common >= 0.7 * len(shown.items) and len(data.items) > len(shown.items):
        return Reading(found=joined(data, shown), tier="structured")
    if common == 0 and _timed(data) > 0 and _timed(shown) == 0 and len(data.items) >= len(shown.items):
        return Reading(found=data, tier="structured")
    return Reading(found=joined(shown, data), tier="listing")


def _larger(shown: FoundList, data: FoundList) -> Reading:
    if len(data.items) >= len(shown.items):
        return Reading(found=joined(data, shown), tier="structured")
    return Reading(found=joined(shown, data), tier="listing")


def _timed(found: FoundList) -> int:
    return sum(bool(item.times or item.instants) for item in found.items)


def _common(one: FoundList, other: FoundList) -> int:
    known = {key for item in other.items for key in _keys(item)}
    return sum(any(key in known for key in _keys(item)) for item in one.items)


def _keys(item: Found) -> tuple[str, ...]:
    address = urls.canonical(item.url) if item.url else None
    named = text.squash(item.title)
    return tuple(key for key in (address, f"title:{named}" if len(named) > 7 else None) if key)


def joined(main: FoundList, other: FoundList) -> FoundList:
    """The main list's items, each with what the other list knows of the same page besides."""
    by_key: dict[str, Found] = {}
    for item in other.items:
        for key in _keys(item):
            by_key.setdefault(key, item)
    if not by_key:
        return main
    items = tuple(_with(item, _twin(item, by_key)) for item in main.items)
    same = sum(_twin(item, by_key) is not None for item in main.items)
    return replace(main, items=items, rule=f"{main.rule} + {other.rule}" if same else main.rule)


def _twin(item: Found, by_key: Mapping[str, Found]) -> Found | None:
    return next((by_key[key] for key in _keys(item) if key in by_key), None)


def _with(item: Found, twin: Found | None) -> Found:
    if twin is None:
        return item
    return replace(
        item,
        summary=item.summary or twin.summary,
        image=item.image or twin.image,
        times=item.times or twin.times,
        instants=tuple(dict.fromkeys((*item.instants, *twin.instants))),
        modified=tuple(dict.fromkeys((*item.modified, *twin.modified))),
        outlet=item.outlet or twin.outlet,
        outlet_url=item.outlet_url or twin.outlet_url,
        author=item.author or twin.author,
        original_url=item.original_url or twin.original_url,
        categories=item.categories or twin.categories,
        words={**twin.words, **item.words},
    )
