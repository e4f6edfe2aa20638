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
from feedsvc.extract.listing.families import Family, families, main_families
from feedsvc.extract.listing.groups import grouped
from feedsvc.extract.listing.items import in_page_order, items_of
from feedsvc.extract.listing.lone import only_item, stream
from feedsvc.extract.listing.others import OtherList, passed_over, reason, titles
from feedsvc.extract.listing.rules import are_lasting, each_for, rules_for
from feedsvc.extract.listing.tree import Element, Tree, grow
from feedsvc.extract.page import Page
from feedsvc.model import ItemRules
from feedsvc.outlets import Outlets

_NEWS = 3.5  # what an item is worth: below that a list without times may be a menu
_MENU = 0.8  # below that it is one
_SAME = 0.8  # of the titles of a list that was passed over, read by its selector


def read_listing(page: Page, *, outlets: Outlets | None = None) -> FoundList:
    """The items of the page's main list in page order; none where no structure repeats.

    `outlets` helps to tell an outlet's name from a section's; without it only site names count.
    """
    tree = grow(page.body)
    places = title_places(tree)
    lists = _families(tree, places) or _pictured(tree)
    dropped: Counter[str] = Counter(links_not_looked_at=beyond(tree, places))
    found: list[tuple[int, Found]] = []
    for family in lists:
        items, left_out = items_of(tree, family, outlets, page.absolute)
        found += items
        dropped.update(left_out)
    rule = "; ".join("/".join(family.groups[0].path[-5:]) for family in lists)
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
    """Selectors for the items and their fields, and one for the items alone, whose fields are found in them.

    The items alone come first where the fields have no names that last.
    """
    tree = grow(page.body)
    lists = _families(tree, title_places(tree)) or _pictured(tree)
    whole = rules_for(page, tree, lists[0], outlets) if len(lists) == 1 else None
    ways = (whole, each_for(page, tree, lists))
    yield from filter(None, ways if whole and are_lasting(whole) else reversed(ways))


def other_lists(page: Page, *, most: int = 5) -> tuple[OtherList, ...]:
    """The lists of the page besides the main one, the best first, and why each was passed over."""
    tree = grow(page.body)
    places = title_places(tree)
    main = _families(tree, places)
    lists = passed_over(main, families(tree, grouped(tree, places), places), most)
    return tuple(
        OtherList(
            titles=titles(one),
            count=one.score.count,
            reason=reason(tree, main, one),
            each=_each(page, tree, one),
        )
        for one in lists
    )


def _each(page: Page, tree: Tree, family: Family) -> str | None:
    """The selector of a list's items, if by it the same titles are read."""
    rules = each_for(page, tree, (family,))
    read = {item.title for item in read_boxes(page, rules.each).items} if rules else set()
    known = {row.title for row in family.rows}
    return rules.each if rules and 2 * len(read & known) >= _SAME * (len(read) + len(known)) else None


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
