"""Entry HTML -> entry HTML: absolute links, text nodes rewritten, plain text.  The BeautifulSoup door; pure.

html.parser only: html5lib does not finish on hostile input, lxml.html cuts at depth 254.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from urllib.parse import quote

from bs4 import BeautifulSoup
from bs4.dammit import EntitySubstitution
from bs4.element import NavigableString, PreformattedString, Tag
from bs4.formatter import HTMLFormatter

from feedsvc import urls

CODE = frozenset({"code", "kbd", "pre", "samp", "script", "style", "template", "textarea", "tt", "var"})
HUMAN_ATTRIBUTES = ("alt", "title")
_INLINE = frozenset(
    re.findall(
        r"\w+",
        "a abbr acronym b bdi bdo big cite data del dfn em font i img ins label mark q rp rt ruby s small span"
        " strike strong sub sup time u wbr",
    )
)
_ADDRESSES = {
    **dict.fromkeys(("a", "area"), ("href",)),
    **dict.fromkeys(("img", "audio", "source", "track", "iframe", "embed"), ("src",)),
    "video": ("src", "poster"),
    **dict.fromkeys(("blockquote", "q", "del", "ins"), ("cite",)),
}
_RELATIVE = re.compile(
    r"""\b(?:href|src|poster|cite)\s*=\s*["']?(?!https?://|mailto:|tel:|["'])""", re.IGNORECASE
)
_MARKUP = re.compile(r"[<&]")
CACHED_LENGTH = 4_000  # one article stands in all/, in its outlet's feed and in its topics
_IN_PLACE = "%/?:@!$&'()*+,;=-._~"
Skip = Callable[[Mapping[str, object]], bool]  # by the attributes of an element
TextMap = Callable[[Sequence[str]], Sequence[str]]


class _AsWritten(HTMLFormatter):
    """Void elements closed as on the page, only < > & escaped, attributes in the order of the page."""

    def __init__(self, closing: str) -> None:
        super().__init__(
            entity_substitution=EntitySubstitution.substitute_xml, void_element_close_prefix=closing
        )

    def attributes(self, tag: Tag) -> Iterator[tuple[str, object]]:  # type: ignore[override]
        # the base class sorts by name
        yield from tag.attrs.items()


_AS_WRITTEN = {closing: _AsWritten(closing) for closing in ("", "/", " /")}
_CLOSING = re.compile(r"<[A-Za-z][^<>]*?(\s?/)>")


def with_absolute_links(html: str, base: str | None) -> str:
    """Every href, src, poster and cite seen from `base`; what leads nowhere on the web loses the attribute."""
    if not _RELATIVE.search(html):
        return html
    return _cached_links(html, base) if len(html) <= CACHED_LENGTH else _linked(html, base)


def _linked(html: str, base: str | None) -> str:
    soup = _parsed(html)
    for tag in soup.find_all(list(_ADDRESSES)):
        for name in _ADDRESSES[tag.name]:
            if name in tag.attrs:
                _make_absolute(tag, name, base)
    return _written(soup, html)


_cached_links = lru_cache(maxsize=1024)(_linked)


def map_text(html: str, f: Callable[[str], str]) -> str:
    """`f` on each text node and on alt and title; not in code, scripts, comments, addresses."""
    return map_blocks(html, lambda texts: [f(text) for text in texts])


def map_blocks(html: str, f: TextMap, *, skip: Skip = lambda _: False) -> str:
    """`f` on the text nodes of each block, which it gets together: a sentence goes on through <b> and <a>.

    `f` gives as many texts as it got. Subtrees where `skip` is true stay as they are.
    """
    if not _MARKUP.search(html):
        return f([html])[0]
    soup = _parsed(html)
    words = _words(soup, skip)
    changed = [_map_block(block, f) for block in words.blocks] + [
        _map_attributes(tag, f) for tag in words.tags
    ]
    return _written(soup, html) if any(changed) else html


def plain_text(html: str) -> str:
    """The words of a fragment, blocks on lines of their own."""
    if not _MARKUP.search(html):
        return html
    if "<" not in html:
        return unescape(html)
    lines = ("".join(str(node) for node in block) for block in _words(_parsed(html), lambda _: False).blocks)
    folded = (" ".join(line.split()) for line in lines)
    return "\n".join(line for line in folded if line)


def _parsed(html: str) -> BeautifulSoup:
    return BeautifulSoup(html, "html.parser", multi_valued_attributes=None)


def _written(soup: BeautifulSoup, html: str) -> str:
    """The fragment again, spelled as it was: <br>, <br/> or <br />."""
    closing = _CLOSING.search(html)
    return soup.decode(formatter=_AS_WRITTEN[("/", " /")[len(closing[1]) - 1] if closing else ""])


def _make_absolute(tag: Tag, name: str, base: str | None) -> None:
    value = str(tag[name]).strip()
    if value.lower().startswith(("mailto:", "tel:")):
        return
    page, _, place = value.partition("#")
    address = urls.absolute(page or base or "", base)
    if address is None:
        del tag[name]
    else:
        tag[name] = f"{address.partition('#')[0]}#{quote(place, safe=_IN_PLACE)}" if place else address


@dataclass(slots=True)
class _Words:
    """What people read in a fragment: text nodes by block, and the elements whose attributes count."""

    blocks: list[list[NavigableString]]
    tags: list[Tag]


def _words(soup: BeautifulSoup, skip: Skip) -> _Words:
    """In document order; an explicit stack, for trees of any depth."""
    words = _Words(blocks=[[]], tags=[])
    stack: list[NavigableString | Tag | None] = [soup]  # None closes a block
    while stack:
        node = stack.pop()
        if node is None:
            words.blocks.append([])
        elif isinstance(node, Tag):
            _open(node, stack, words, skip)
        elif not isinstance(node, PreformattedString):  # comments, declarations
            words.blocks[-1].append(node)
    words.blocks = [block for block in words.blocks if any(node.strip() for node in block)]
    return words


def _open(tag: Tag, stack: list[NavigableString | Tag | None], words: _Words, skip: Skip) -> None:
    if skip(tag.attrs):
        return
    words.tags.append(tag)
    if tag.name in CODE:
        return
    if tag.name not in _INLINE:
        words.blocks.append([])
        stack.append(None)
    stack.extend(child for child in reversed(tag.contents) if isinstance(child, (NavigableString, Tag)))


def _map_block(block: Sequence[NavigableString], f: TextMap) -> bool:
    """Whether a text changed."""
    mapped = f([str(node) for node in block])
    changed = [(node, text) for node, text in zip(block, mapped, strict=True) if text != node]
    for node, text in changed:
        node.replace_with(NavigableString(text))
    return bool(changed)


def _map_attributes(tag: Tag, f: TextMap) -> bool:
    before = {name: str(tag[name]) for name in HUMAN_ATTRIBUTES if tag.attrs.get(name)}
    after = {name: f([value])[0] for name, value in before.items()}
    tag.attrs.update(after)
    return before != after
