"""Page and ItemRules -> FoundList: the items that a person's CSS selectors name.

A selector may end in "@name" to read an attribute ("time@datetime"); "@name" alone reads the item's own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from feedsvc import text
from feedsvc.extract import page as door
from feedsvc.extract.found import Found, FoundList
from feedsvc.extract.listing import words
from feedsvc.extract.page import Node, Page
from feedsvc.model import ItemRules

_FIELDS = ("link", "title", "summary", "content", "time", "outlet", "author", "image")
_PICTURES = ("data-src", "data-original", "src")


def read_selectors(page: Page, rules: ItemRules) -> FoundList:
    """The items in page order. ValueError names the rule that cannot be read.

    A rule that is not given falls back on the item itself: the first link, its words or a heading, the
    first <time>. An item that only holds a label of advertisement is left out and counted.
    """
    finders = {name: _finder(name, getattr(rules, name)) for name in _FIELDS}
    dropped: Counter[str] = Counter()
    found: list[Found] = []
    for item in _all(page, "each", rules.each):
        if any(map(words.marks_ad, _labels(item))):
            dropped["advertisement"] += 1
        else:
            found.append(_found(page, item, finders))
    return FoundList(
        items=tuple(found),
        dropped=dict(dropped),
        rule=rules.each,
        title=page.title,
        language=page.language,
        feeds=page.feeds,
    )


def unreadable(rules: ItemRules) -> Iterator[tuple[str, str]]:
    """(name, problem) of each rule that is no selector."""
    nowhere = door.parse("<p>", None).root
    finders = filter(None, (_finder(name, getattr(rules, name)) for name in _FIELDS))
    for name, css in (("each", rules.each), *((finder.name, finder.css) for finder in finders)):
        try:
            door.select(nowhere, css or "*")
        except ValueError as error:
            yield name, str(error)


def _labels(item: Node) -> Iterator[str]:
    """The short texts that have an element of their own."""
    for node in door.select(item, "*"):
        own = node.first_child
        if own is not None and own.is_text_node and own.next is None and len(own.text_content or "") < 80:
            yield text.clean(own.text_content or "")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Finder:
    """One rule, split: where to look, and which attribute to read ("" for the words)."""

    name: str
    css: str
    attribute: str

    def node(self, item: Node) -> Node | None:
        return item if not self.css else next(iter(_select(self.name, item, self.css)), None)

    def value(self, item: Node) -> str:
        node = self.node(item)
        if node is None:
            return ""
        return text.clean(door.attribute(node, self.attribute)) if self.attribute else door.visible_text(node)


def _finder(name: str, rule: str | None) -> _Finder | None:
    if not rule:
        return None
    css, at, attribute = rule.rpartition("@")
    # "a[href*='@']" holds an @ that is no attribute rule: those are plain names.
    if at and attribute.replace("-", "").replace(":", "").isalnum():
        return _Finder(name=name, css=css.strip(), attribute=attribute)
    return _Finder(name=name, css=rule.strip(), attribute="")


def _all(page: Page, name: str, css: str) -> list[Node]:
    return _select(name, page.root, css)


def _select(name: str, node: Node | None, css: str) -> list[Node]:
    try:
        return door.select(node, css)
    except ValueError as error:
        raise ValueError(f"items.{name}: {error}") from error


def _found(page: Page, item: Node, finders: dict[str, _Finder | None]) -> Found:
    link = _link(item, finders["link"])
    words_of = {name: finder.value(item) if finder else "" for name, finder in finders.items()}
    times, instants = _times(item, finders["time"])
    return Found(
        title=words_of["title"] if finders["title"] else _own_title(item, link),
        url=page.absolute(_address(link, finders["link"])),
        summary=words_of["summary"],
        content_html=_markup(item, finders["content"]),
        image=page.absolute(_picture(item, finders["image"])),
        times=times,
        instants=instants,
        outlet=words_of["outlet"],
        author=words_of["author"],
        words={
            name: f"{finder.css}@{finder.attribute}".rstrip("@") for name, finder in finders.items() if finder
        },
    )


def _link(item: Node, finder: _Finder | None) -> Node | None:
    if finder is not None:
        return finder.node(item)
    if item.tag == "a":
        return item
    links = door.select(item, "a[href]")
    return next((link for link in links if door.visible_text(link)), links[0] if links else None)


def _address(link: Node | None, finder: _Finder | None) -> str:
    if link is None:
        return ""
    if finder is not None and finder.attribute:
        return door.attribute(link, finder.attribute)
    inner = next(iter(door.select(link, "a[href]")), None)
    return door.attribute(link, "href") or door.attribute(inner, "href")


def _own_title(item: Node, link: Node | None) -> str:
    heading = next(iter(door.select(item, "h1, h2, h3, h4, h5, h6")), None)
    return door.visible_text(heading) or door.visible_text(link) or next(iter(door.visible_lines(item)), "")


def _times(item: Node, finder: _Finder | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The words shown, and the stamps behind them."""
    if finder is not None and finder.attribute:
        stamp = finder.value(item)
        return (), (stamp,) if stamp else ()
    node = finder.node(item) if finder else next(iter(door.select(item, "time")), None)
    if node is None:
        return (), ()
    shown, stamp = door.visible_text(node), door.attribute(node, "datetime")
    return tuple(filter(None, (_narrowed(shown),))), tuple(filter(None, (stamp,)))


def _narrowed(shown: str) -> str:
    """Only the time words where a rule's element holds more (TVBS新聞網 • 13 分鐘前)."""
    found = words.time_words(shown)
    return found[0] if found else shown


def _markup(item: Node, finder: _Finder | None) -> str:
    node = finder.node(item) if finder else None
    if node is None or finder is None:
        return ""
    return door.attribute(node, finder.attribute) if finder.attribute else node.inner_html or ""


def _picture(item: Node, finder: _Finder | None) -> str:
    node = finder.node(item) if finder else next(iter(door.select(item, "img")), None)
    if node is None:
        return ""
    if finder is not None and finder.attribute:
        return door.attribute(node, finder.attribute)
    picture = node if node.tag == "img" else next(iter(door.select(node, "img")), None)
    return next((value for name in _PICTURES if (value := door.attribute(picture, name))), "")
