"""Page -> FoundList: the list that a page was made for, found by its repeated structure alone.

tree (shown elements) -> anchors (places of titles) -> groups (same tag path) -> regions and rows (what
belongs to each) -> families (sections of one list), the best scored -> items.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet

from feedsvc.extract.found import Found, FoundList
from feedsvc.extract.listing.anchors import Anchor, beyond, title_places
from feedsvc.extract.listing.boxes import family_of_boxes
from feedsvc.extract.listing.families import Family, main_families
from feedsvc.extract.listing.groups import grouped
from feedsvc.extract.listing.items import in_page_order, items_of
from feedsvc.extract.listing.lone import only_item, stream
from feedsvc.extract.listing.rules import each_for, rules_for
from feedsvc.extract.listing.tree import Element, Tree, grow
from feedsvc.extract.page import Page
from feedsvc.model import ItemRules
from feedsvc.outlets import Outlets

_NEWS = 3.5  # what an item is worth: below that a list without times may be a menu
_MENU = 0.8  # below that it is one


def read_listing(page: Page, *, outlets: Outlets | None = None) -> FoundList:
    """The items of the page's main list in page order; none where no structure repeats.

    `outlets` helps to tell an outlet's name from a section's; without it only site names count.
    """
    tree = grow(page.body)
    places = title_places(tree)
    families = _families(tree, places) or _pictured(tree)
    dropped: Counter[str] = Counter(links_not_looked_at=beyond(tree, places))
    found: list[tuple[int, Found]] = []
    for family in families:
        items, left_out = items_of(tree, family, outlets, page.absolute)
        found += items
        dropped.update(left_out)
    rule = "; ".join("/".join(family.groups[0].path[-5:]) for family in families)
    return FoundList(
        items=in_page_order(found),
        dropped=dict(+dropped),
        rule=rule,
        title=page.title,
        language=page.language,
        feeds=page.feeds,
    )


def _pictured(tree: Tree) -> tuple[Family, ...]:
    """The lists whose headlines are pictures; few or short ones are logos and buttons."""
    found = _families(tree, title_places(tree, pictured=True))
    return tuple(
        one for one in found if one.score.count >= 5 and one.score.width >= 14 and one.score.beside > 0.5
    )


def read_boxes(page: Page, each: str, *, outlets: Outlets | None = None) -> FoundList:
    """The items that a selector names, one each, read as those of a list that was found; ValueError names
    a selector that cannot be read."""
    tree = grow(page.body)
    named = {node.mem_id for node in page.css(each)}
    boxes = _items_among(tree, named)
    family = family_of_boxes(tree, boxes, title_places(tree))
    if family is None or 2 * len(family.rows) < len(boxes):
        family = family_of_boxes(tree, boxes, title_places(tree, pictured=True)) or family
    items, dropped = items_of(tree, family, outlets, page.absolute) if family else ((), {})
    untitled = Counter(no_title=len(boxes) - (len(family.rows) if family else 0))
    return FoundList(
        items=in_page_order(items),
        dropped=dict(Counter(dropped) + untitled),
        rule=each,
        title=page.title,
        language=page.language,
        feeds=page.feeds,
    )


def _items_among(tree: Tree, keys: AbstractSet[int]) -> list[Element]:
    """The elements of these keys, in page order: no box around several of them (the table around the
    table's rows), and none inside another."""
    named = [element for element in tree.elements if element.key in keys]
    alone: list[Element] = []
    for number, element in enumerate(named):
        inner = named[number + 1 : number + 3]
        around = len(inner) > 1 and all(element.holds(one.index) for one in inner)
        if not around and not (alone and alone[-1].holds(element.index)):
            alone.append(element)
    return alone


def propose_rules(page: Page, *, outlets: Outlets | None = None) -> ItemRules | None:
    """CSS selectors that give the main list again; None where there is no list or no selector fits it."""
    return next(proposed_rules(page, outlets=outlets), None)


def proposed_rules(page: Page, *, outlets: Outlets | None = None) -> Iterator[ItemRules]:
    """Selectors for the items and their fields, then one for the items alone, whose fields are found in them."""
    tree = grow(page.body)
    families = _families(tree, title_places(tree)) or _pictured(tree)
    whole = rules_for(page, tree, families[0], outlets) if len(families) == 1 else None
    yield from filter(None, (whole, each_for(page, tree, families)))


def _families(tree: Tree, places: Sequence[Anchor]) -> tuple[Family, ...]:
    """The main list and its equals; where links only make a menu, posts without links or a single item."""
    found = main_families(tree, grouped(tree, places), places)
    best = found[0].score if found else None
    if best is not None and (best.each >= _NEWS or best.timed >= 0.5):
        return found
    posts = stream(tree)
    if posts and (best is None or posts[0].score.total > best.total):
        return posts
    return found if best is not None and best.each >= _MENU else only_item(tree, places)
