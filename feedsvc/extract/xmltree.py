"""Text of an XML file, sound or not -> a tree of plain elements with names that feeds share.  The lxml door."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree  # type: ignore[import-untyped]  # lxml ships no types

from feedsvc import urls

# Feeds spell one namespace in many ways; the name below is the prefix that people write by hand.
_NAMESPACES = {
    "http://www.w3.org/2005/atom": "",
    "http://purl.org/atom/ns#": "",
    "http://purl.org/rss/1.0/": "",
    "http://my.netscape.com/rdf/simple/0.9/": "",
    "http://channel.netscape.com/rdf/simple/0.9/": "",
    "http://backend.userland.com/rss2": "",
    "http://backend.userland.com/rss": "",
    "http://blogs.law.harvard.edu/tech/rss": "",
    "http://www.sitemaps.org/schemas/sitemap/0.9": "",
    "http://www.google.com/schemas/sitemap/0.84": "",
    "http://www.google.com/schemas/sitemap-news/0.9": "news",
    "http://www.google.com/schemas/sitemap-image/1.1": "image",
    "http://www.google.com/schemas/sitemap-video/1.1": "video",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf",
    "http://www.w3.org/1999/xhtml": "xhtml",
    "http://www.w3.org/xml/1998/namespace": "xml",
    "http://www.w3.org/1999/xlink": "xlink",
    "http://purl.org/dc/elements/1.0/": "dc",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/dc/terms/": "dcterms",
    "http://purl.org/rss/1.0/modules/content/": "content",
    "http://search.yahoo.com/mrss/": "media",
    "http://search.yahoo.com/mrss": "media",
    "http://video.search.yahoo.com/mrss": "media",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes",
    "http://rssnamespace.org/feedburner/ext/1.0": "feedburner",
    "http://www.pheedo.com/namespace/pheedo": "pheedo",
}
_DOCTYPE = re.compile(r"<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>", re.IGNORECASE | re.DOTALL)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>", re.IGNORECASE)
_BEGINNING = re.compile(r"<(?:\?xml|!DOCTYPE|!--|\w)", re.IGNORECASE)
_UNESCAPED = re.compile(r"&(?!#\d{1,7};|#[xX][0-9a-fA-F]{1,6};|(?:amp|lt|gt|quot|apos);)(\w{1,32};)?")
_VERBATIM = re.compile(r"<!\[CDATA\[|<!--")
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
MOST_TAGS = 300_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """One element: its name ("title", "dc:date"), what it holds, and the base and language in force there."""

    name: str
    attributes: Mapping[str, str] = field(default_factory=dict)
    text: str = ""
    tail: str = ""
    children: tuple[Element, ...] = ()
    base: str | None = None
    language: str | None = None

    def all(self, *names: str) -> tuple[Element, ...]:
        """The children of these names, in the order of the file."""
        return tuple(child for child in self.children if child.name in names)

    def first(self, *names: str) -> Element | None:
        """The first child of the first name that has one."""
        return next((found for name in names for found in self.all(name)), None)

    def words(self, *names: str) -> str:
        """The text of the first of these children that holds any."""
        found = (child.inner_text().strip() for name in names for child in self.all(name))
        return next((words for words in found if words), "")

    def walk(self) -> Iterator[Element]:
        """This element and all below it, in the order of the file."""
        stack = [self]
        while stack:
            element = stack.pop()
            yield element
            stack.extend(reversed(element.children))

    def inner_text(self) -> str:
        """All text inside."""
        return self.text + "".join(child.inner_text() + child.tail for child in self.children)

    def inner_markup(self) -> str:
        """The inside as markup, for content that was written as XHTML."""
        inside = "".join(child.markup() + html.escape(child.tail, quote=False) for child in self.children)
        return html.escape(self.text, quote=False) + inside

    def markup(self) -> str:
        tag = self.name.rpartition(":")[2]
        attributes = "".join(f' {name}="{html.escape(value)}"' for name, value in self.attributes.items())
        inside = self.inner_markup()
        return (
            f"<{tag}{attributes}>{inside}</{tag}>" if inside or tag not in _VOID else f"<{tag}{attributes}>"
        )


_VOID = frozenset(("br", "hr", "img", "input", "wbr", "source", "col"))


def parse_xml(text: str, url: str | None) -> Element | None:
    """The root element, read as far as it can be read; None where there is no XML.

    No entity is resolved, no DTD is read, nothing is fetched; `url` is the base of relative addresses.
    """
    if text.count("<") > MOST_TAGS:
        raise ValueError(f"the file has more than {MOST_TAGS} tags: not read")
    begins = _BEGINNING.search(text)
    if begins is None:
        return None
    mended = _mended(text[begins.start() :])
    parser = etree.XMLParser(
        recover=True,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_pis=True,
        remove_comments=True,
    )
    try:
        root = etree.fromstring(mended.encode("utf-8"), parser)
    except etree.XMLSyntaxError:
        return None
    return _element(root, url, None) if root is not None else None


def _mended(text: str) -> str:
    """Escapes what authors forgot to escape ("AT&T", "&nbsp;"); declaration and DTD go."""
    sound = _ILLEGAL.sub("", _DECLARATION.sub("", text, count=1))
    doctype = sound[:2_000].upper().find("<!DOCTYPE")
    if doctype >= 0 and (found := _DOCTYPE.match(sound, doctype)):
        sound = sound[:doctype] + sound[found.end() :]
    return "".join(_escaped_pieces(sound))


def _escaped_pieces(text: str) -> Iterator[str]:
    """CDATA and comments as they are, the text between them escaped. One that never ends is text."""
    at = 0
    while opens := _VERBATIM.search(text, at):
        close = "-->" if opens[0] == "<!--" else "]]>"
        ends = text.find(close, opens.end())
        if ends < 0:
            break
        yield _UNESCAPED.sub(_escaped, text[at : opens.start()])
        at = ends + len(close)
        yield text[opens.start() : at]
    yield _UNESCAPED.sub(_escaped, text[at:])


def _escaped(found: re.Match[str]) -> str:
    name = found[1] or ""
    meant = html.unescape(f"&{name}") if name else "&"
    return "&amp;" + name if meant.startswith("&") else html.escape(meant, quote=False)


def _element(node: etree._Element, base: str | None, language: str | None, depth: int = 0) -> Element:
    attributes = {_name(key, attribute=True): value for key, value in node.attrib.items()}
    stated = attributes.get("xml:base")
    base = (urls.absolute(stated, base) or base) if stated else base
    language = attributes.get("xml:lang", language)
    return Element(
        name=_name(node.tag),
        attributes=attributes,
        text=node.text or "",
        tail=node.tail or "",
        children=tuple(_element(child, base, language, depth + 1) for child in _child_elements(node, depth)),
        base=base,
        language=language or None,
    )


def _child_elements(node: etree._Element, depth: int) -> list[etree._Element]:
    """Below 200 levels nothing is read: no feed is so deep, and Python's stack ends at 1,000."""
    return [child for child in node if isinstance(child.tag, str)] if depth < 200 else []


def _name(tag: str, *, attribute: bool = False) -> str:
    """ "{http://purl.org/dc/elements/1.1/}date" and a "dc:date" that nobody declared are both "dc:date"."""
    space, _, local = tag.removeprefix("{").rpartition("}")
    if not space:
        return local.lower()
    prefix = _NAMESPACES.get(space.strip().lower(), "" if attribute else "other")
    return f"{prefix}:{local.lower()}" if prefix else local.lower()
