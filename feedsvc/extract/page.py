"""HTML text -> Page: a parsed tree with its addresses, names and visible words.  The lexbor door."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from feedsvc import text

Node = LexborNode

# lexbor needs 500 MB for 10 MB of "<i>": a page is refused before it is parsed.
MOST_TAGS = 300_000
# lexbor is quadratic in the attributes of one tag: 80,000 of them take 11 s.
MOST_ATTRIBUTES = 4_000

INVISIBLE = frozenset(
    ("script", "style", "template", "noscript", "head", "svg", "object", "iframe", "select", "textarea")
)
BLOCKS = frozenset(
    re.findall(
        r"\w+",
        "address article aside blockquote body br button caption center dd details dialog div dl dt fieldset figcaption "
        "figure footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol option p pre "
        "section summary table tbody td tfoot th thead tr ul",
    )
)
_NOT_SHOWN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_LONG_TAG = re.compile(r"<[a-zA-Z][^<>]{40000,}")
_FEED_TYPES = frozenset(
    ("application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A parsed page. `url` is where it came from, `base` what its relative addresses stand on."""

    document: LexborHTMLParser
    url: str | None
    base: str | None

    @property
    def root(self) -> Node | None:
        return self.document.root

    @property
    def body(self) -> Node | None:
        return self.document.body

    @property
    def language(self) -> str | None:
        """The language tag that the page states (html lang, og:locale), or None."""
        stated = (
            attribute(self.root, "lang") or attribute(self.root, "xml:lang") or self.meta("content-language")
        )
        stated = stated or (self.meta("og:locale") or "").replace("_", "-")
        first = stated.split(",")[0].strip()
        return first or None

    @property
    def title(self) -> str:
        node = self.first("head > title") or self.first("title")
        return text.clean(node.text(deep=True)) if node is not None else ""

    @property
    def canonical(self) -> str | None:
        """The absolute address in <link rel=canonical>, or None."""
        for link in self.css("link[rel][href]"):
            if "canonical" in attribute(link, "rel").lower().split():
                return self.absolute(attribute(link, "href"))
        return None

    @property
    def feeds(self) -> tuple[str, ...]:
        """Absolute addresses of the feeds that the page advertises, in page order."""
        links = (link for link in self.css("link[rel][type][href]") if _advertises_feed(link))
        found = (self.absolute(attribute(link, "href")) for link in links)
        return tuple(dict.fromkeys(address for address in found if address))

    def meta(self, name: str) -> str | None:
        """The content of the first <meta> whose name, property, itemprop or http-equiv is `name`."""
        return next(iter(self.metas(name)), None)

    def metas(self, name: str) -> tuple[str, ...]:
        """The contents of every such <meta>, in page order; empty ones are left out."""
        wanted = name.casefold()
        nodes = (node for node in self.css("meta[content]") if wanted in _names(node))
        contents = (text.clean(attribute(node, "content")) for node in nodes)
        return tuple(content for content in contents if content)

    def css(self, selector: str) -> list[Node]:
        """Every element that matches, in page order; ValueError names a selector that cannot be read."""
        return select(self.root, selector)

    def first(self, selector: str) -> Node | None:
        return next(iter(self.css(selector)), None)

    def scripts(self, media_type: str | None = None) -> tuple[str, ...]:
        """The texts of inline scripts: of one type ("application/ld+json"), or of all types."""
        nodes = (
            node for node in self.css("script") if media_type is None or _script_type(node) == media_type
        )
        texts = (node.text(deep=True) or "" for node in nodes)
        return tuple(script for script in texts if script.strip())

    def absolute(self, href: str | None) -> str | None:
        """`href` on the page's base; None for an address that is no address."""
        if not href or not href.strip():
            return None
        return join(href, self.base)


def parse(html: str, url: str | None) -> Page:
    """The page of these characters; ValueError says why a hostile one is refused."""
    refuse_hostile(html)
    document = LexborHTMLParser(html)
    return Page(document=document, url=url, base=_base(document, url))


def refuse_hostile(html: str) -> None:
    """ValueError for a page that would cost the parser minutes or gigabytes."""
    tags = html.count("<")
    if tags > MOST_TAGS:
        raise ValueError(f"the page has {tags} tags, more than {MOST_TAGS}: not read")
    for tag in _LONG_TAG.finditer(html):
        if tag.group().count("=") > MOST_ATTRIBUTES or len(tag.group().split()) > MOST_ATTRIBUTES:
            raise ValueError(f"one tag of the page has more than {MOST_ATTRIBUTES} attributes: not read")


def select(node: Node | None, selector: str) -> list[Node]:
    """Descendants of `node` (itself included for :scope-less ones) that match, in page order."""
    if node is None:
        return []
    try:
        return node.css(selector)
    except (SelectolaxError, ValueError) as error:
        raise ValueError(
            f"the selector {selector!r} cannot be read: check its brackets and quotes"
        ) from error


def join(href: str, base: str | None) -> str | None:
    try:
        joined = urljoin(base or "", href.strip())
        urlsplit(joined)
    except ValueError:  # "http://[broken": an address that no browser opens either
        return None
    return joined


def attribute(node: Node | None, name: str) -> str:
    """The attribute's words, "" where it is absent or empty."""
    return (node.attributes.get(name) or "") if node is not None else ""


def visible_text(node: Node | None) -> str:
    """What a person reads in `node`, one line: hidden parts left out, a space at each block's border."""
    return text.clean("".join(_words(node))) if node is not None else ""


def visible_lines(node: Node | None) -> tuple[str, ...]:
    """The same, one string for each block."""
    if node is None:
        return ()
    joined = "".join("\n" if piece == _BORDER else piece.replace("\n", " ") for piece in _words(node))
    return tuple(line for line in map(text.clean, joined.split("\n")) if line)


def is_hidden(node: Node) -> bool:
    """Whether the element says of itself that it is not shown."""
    if node.tag in INVISIBLE:
        return True
    attributes = node.attributes
    return "hidden" in attributes or bool(_NOT_SHOWN.search(attributes.get("style") or ""))


def children(node: Node) -> Iterator[Node]:
    """Child elements and child texts, without comments."""
    child = node.first_child
    while child is not None:
        if child.is_element_node or child.is_text_node:
            yield child
        child = child.next


_BORDER = " \n"


def _words(top: Node) -> Iterator[str]:
    # An explicit stack: hostile pages nest deeper than Python's recursion limit.
    stack: list[Node | str] = [top]
    while stack:
        node = stack.pop()
        if isinstance(node, str):
            yield node
        elif node.is_text_node:
            yield node.text_content or ""
        elif node is top or not is_hidden(node):
            border = [_BORDER] if node.tag in BLOCKS else []
            stack += [*border, *reversed(list(children(node))), *border]


def _base(document: LexborHTMLParser, url: str | None) -> str | None:
    for node in document.css("base[href]"):
        stated = join(attribute(node, "href"), url)
        if stated and urlsplit(stated).scheme in {"http", "https"}:
            return stated
    return url


def _names(node: Node) -> frozenset[str]:
    keys = ("name", "property", "itemprop", "http-equiv")
    return frozenset(attribute(node, key).strip().casefold() for key in keys)


def _script_type(node: Node) -> str:
    return attribute(node, "type").split(";")[0].strip().lower()


def _advertises_feed(link: Node) -> bool:
    kind = attribute(link, "type").split(";")[0].strip().lower()
    return "alternate" in attribute(link, "rel").lower().split() and kind in _FEED_TYPES
