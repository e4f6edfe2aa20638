"""Families -> ItemRules: the shortest CSS selectors that find the same items and fields again."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import product

from feedsvc.extract import page as door
from feedsvc.extract.listing import words
from feedsvc.extract.listing.css import is_stable, number, selector_of, tells
from feedsvc.extract.listing.families import Family
from feedsvc.extract.listing.people import outlets_of
from feedsvc.extract.listing.rows import Row
from feedsvc.extract.listing.times import shown_times
from feedsvc.extract.listing.tree import Element, Tree
from feedsvc.extract.page import Node, Page
from feedsvc.extract.selectors import read_selectors
from feedsvc.model import ItemRules
from feedsvc.outlets import Outlets

_TELLS = re.compile(r"[.@]|\bh[1-6]\b|\btime\b|^a$|^p$")
_FITS = 0.9
_NEARLY = 0.8  # rows without a link (deleted posts) are found too, and left out when they are read
_BARE = frozenset(("a", "b", "div", "em", "font", "i", "li", "p", "span", "strong", "td", "tr"))


def rules_for(page: Page, tree: Tree, family: Family, outlets: Outlets | None) -> ItemRules | None:
    """Rules that give at least nine of ten of the family's items and nothing else to speak of.

    None too where they would lose what detection finds: titles, addresses, or the times.
    """
    each = selector_of(page, tree, [row.region.member.box for row in family.rows])
    if each is None:
        return None
    nodes = {node.mem_id: node for node in page.css(each)}
    pairs = [
        (row, nodes[row.region.member.box.key]) for row in family.rows if row.region.member.box.key in nodes
    ]
    times = _time_places(tree, family)
    rules = ItemRules(
        each=each,
        link=_link(tree, pairs),
        title=_of(tree, pairs, _title_place, whole=True),
        summary=_of(tree, pairs, _summary_place),
        time=_place_of(tree, pairs, times),
        outlet=_place_of(tree, pairs, _outlet_places(tree, family, outlets)),
    )
    timed = sum(bool(said) for _, said in times.values())
    loses_times = rules.time is None and timed >= 0.5 * len(family.rows)
    return None if loses_times or not _gives(page, rules, family) else rules


def are_lasting(rules: ItemRules) -> bool:
    """Whether each field is found by a name, and none by bare tags or positions."""
    return all(map(_lasts, (rules.title, rules.time, rules.outlet, rules.summary)))


def each_for(page: Page, tree: Tree, families: Sequence[Family]) -> ItemRules | None:
    """Only the selector of the items, of all families; None where no selector finds them alone."""
    boxes = {row.region.member.box.key: row.region.member.box for family in families for row in family.rows}
    each = selector_of(page, tree, list(boxes.values())) if boxes else None
    return ItemRules(each=each) if each else None


def _lasts(css: str | None) -> bool:
    """Whether a name or a telling tag is in the last step or the one above: no td:nth-of-type(3), no div > span."""
    return css is None or (":nth" not in css and bool(_TELLS.search(css)))


def _gives(page: Page, rules: ItemRules, family: Family) -> bool:
    """Whether the rules, once used, give the titles and addresses of the family."""
    wanted = {(row.title, page.absolute(row.target) if row.target else None) for row in family.rows}
    given = {(item.title, item.url) for item in read_selectors(page, rules).items}
    return 2 * len(wanted & given) >= _NEARLY * (len(wanted) + len(given))


# -- its fields ----------------------------------------------------------------------------------------

Pairs = Sequence[tuple[Row, Node]]


def _link(tree: Tree, pairs: Pairs) -> str | None:
    """A selector whose first element has the item's address; "@href" where the item is the link itself."""
    if all(door.attribute(node, "href").strip() == row.target for row, node in pairs):
        return "@href"
    chains = (_chain(tree, row.region.member.box, row.region.member.anchor.element) for row, _ in pairs[:1])
    for css in (css for chain in chains for css in _selectors(tree, chain)):
        hits = sum(door.attribute(_first(node, css), "href").strip() == row.target for row, node in pairs)
        if hits >= _FITS * len(pairs):
            return css
    return None


def _of(
    tree: Tree, pairs: Pairs, place: Callable[[Row], tuple[Element | None, str]], *, whole: bool = False
) -> str | None:
    return _place_of(tree, pairs, {row.region.member.box.key: place(row) for row, _ in pairs}, whole=whole)


def _place_of(
    tree: Tree, pairs: Pairs, places: dict[int, tuple[Element | None, str]], *, whole: bool = False
) -> str | None:
    """The shortest selector under which most items that have the field show its words."""
    having = [(row, node, *places[row.region.member.box.key]) for row, node in pairs]
    told = [(row, node, element, said) for row, node, element, said in having if element is not None and said]
    if len(told) < 0.3 * len(pairs):
        return None
    for css in _candidates(tree, told[:3]):
        hits = sum(_says(_first(node, css), said, whole=whole) for _, node, _, said in told)
        if hits >= _FITS * len(told):
            return css
    return None


def _says(node: Node | None, said: str, *, whole: bool) -> bool:
    shown = door.visible_text(node)
    return said == shown if whole else said in shown


def _candidates(tree: Tree, told: Iterable[tuple[Row, Node, Element, str]]) -> Iterator[str]:
    for row, _, element, _ in told:
        if row.region.member.box.holds(element.index):
            yield from _selectors(tree, _chain(tree, row.region.member.box, element))


def _chain(tree: Tree, box: Element, inner: Element) -> list[Element]:
    """The elements from just below the box down to the inner one."""
    path = [inner, *(above for above in tree.ancestors(inner) if above.depth > box.depth)]
    return [element for element in reversed(path) if element is not box]


def _selectors(tree: Tree, chain: Sequence[Element]) -> Iterator[str]:
    """By class or telling tag, then with one and two elements around; "a" and "div" alone come last, and
    the number among its siblings (td:nth-of-type(3)) where nothing else tells it."""
    found = [css for length in (1, 2, 3) for css in _suffixes(chain, length)]
    yield from (css for css in found if css not in _BARE)
    yield from (css for css in found if css in _BARE)
    for length in (1, 2):
        if len(chain) >= length:
            steps = [(f"{one.tag}:nth-of-type({number(tree, one)})", one.tag) for one in chain[-length:]]
            yield from (" > ".join(step) for step in product(*steps))


def _suffixes(chain: Sequence[Element], length: int) -> Iterator[str]:
    steps = [_steps(element) for element in chain[-length:]]
    if len(steps) == length:
        yield from (" > ".join(step) for step in product(*steps))


def _steps(element: Element) -> list[str]:
    classes = sorted(filter(is_stable, element.classes), key=lambda name: (not tells(name), name))
    return [*(f"{element.tag}.{name}" for name in classes[:3]), element.tag]


def _first(node: Node, css: str) -> Node | None:
    return next(iter(door.select(node, css)), None)


def _title_place(row: Row) -> tuple[Element | None, str]:
    return row.title_element, row.title


def _summary_place(row: Row) -> tuple[Element | None, str]:
    atom = next(
        (atom for atom in row.rest if words.width(atom.text) >= 60 and not words.time_share(atom.text) > 0.5),
        None,
    )
    return (atom.element, atom.text[:20]) if atom else (None, "")


def _time_places(tree: Tree, family: Family) -> dict[int, tuple[Element | None, str]]:
    shown = shown_times(tree, family.rows)
    return {
        row.region.member.box.key: (one.atom.element if one.atom else None, one.times[0] if one.times else "")
        for row, one in zip(family.rows, shown, strict=True)
    }


def _outlet_places(
    tree: Tree, family: Family, outlets: Outlets | None
) -> dict[int, tuple[Element | None, str]]:
    named = outlets_of(tree, family.rows, outlets)
    return {
        row.region.member.box.key: _holding(row, name) for row, name in zip(family.rows, named, strict=True)
    }


def _holding(row: Row, name: str) -> tuple[Element | None, str]:
    atom = next((atom for atom in row.rest if name and name in atom.text), None)
    return (atom.element if atom else None, name)
