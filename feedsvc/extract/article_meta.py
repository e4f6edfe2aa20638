"""The <meta> elements of a page -> their contents by name."""

from __future__ import annotations

from collections.abc import Mapping

from feedsvc import text as words
from feedsvc.extract.page import Page, attribute

Metas = Mapping[str, tuple[str, ...]]
LONGEST_CONTENT = 20_000
_KEYS = ("name", "property", "itemprop", "http-equiv")


def stated_metas(page: Page) -> Metas:
    """Contents by lower-case name, in page order; "value" stands for "content" on some pages."""
    found: dict[str, list[str]] = {}
    for node in page.css("meta")[:1_000]:
        content = words.clean((attribute(node, "content") or attribute(node, "value"))[:LONGEST_CONTENT])
        for name in {attribute(node, key).strip().lower() for key in _KEYS} - {""}:
            if content:
                found.setdefault(name, []).append(content)
    return {name: tuple(contents) for name, contents in found.items()}


def contents(metas: Metas, names: tuple[str, ...]) -> tuple[str, ...]:
    """Every content of these names, the first name's first."""
    return tuple(content for name in names for content in metas.get(name.lower(), ()))


def language(page: Page, metas: Metas) -> str | None:
    """The language tag that the page states, as `page.language`, of the <meta> elements that were read."""
    tag = attribute(page.root, "lang") or attribute(page.root, "xml:lang")
    stated = (tag, *contents(metas, ("content-language",)), *contents(metas, ("og:locale",)))
    first = next((one for one in stated if one), "").split(",")[0].strip()
    return (first if first == tag else first.replace("_", "-")) or None
