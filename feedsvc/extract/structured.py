"""Machine-readable data of a page -> its list of articles: JSON-LD, microdata, hAtom, embedded JSON."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from feedsvc import text as words
from feedsvc import urls
from feedsvc.extract import embedded, records
from feedsvc.extract.found import Found, FoundList
from feedsvc.extract.page import Node, Page, attribute, select, visible_text
from feedsvc.extract.records import Rated

_ARTICLES = "[itemscope][itemtype*='Article'],[itemscope][itemtype*='BlogPosting'],[itemscope][itemtype*='CreativeWork']"
_ENTRIES = ".hentry,.h-entry"
_TITLES = ".entry-title,.p-name"
_LINKS = "a.u-url[href],a[rel~='bookmark'][href],.entry-title a[href],.p-name a[href],a.p-name[href],a.entry-title[href]"
_PUBLISHED = "time.published,.dt-published,abbr.published,.entry-date[datetime],time.entry-date"
_MODIFIED = "time.updated,.dt-updated,abbr.updated"
_SUMMARIES = ".entry-summary,.p-summary"
_AUTHORS = ".author .fn,.p-author,.vcard .fn,.author.vcard"


def read_structured(page: Page) -> FoundList:
    """The best list of articles in a page's data; no items where the data holds none.

    `rule` names the kind and the place; items of other lists that say more about the same page are
    joined into it, items of other pages are counted in dropped["other_list"].
    """
    return best_list(page, structured_lists(page))


def best_list(page: Page, found: list[tuple[str, Rated]]) -> FoundList:
    """The best of these lists, as `read_structured` tells it."""
    if not found:
        return FoundList(title=page.title, language=page.language, feeds=page.feeds)
    best = max(found, key=lambda pair: pair[1].score)
    listed = records.as_list([rated for _, rated in found], best[0])
    return FoundList(
        items=listed.items,
        dropped=listed.dropped,
        rule=listed.rule,
        title=page.title,
        language=page.language,
        feeds=page.feeds,
    )


def known_of_items(page: Page, found: list[tuple[str, Rated]]) -> FoundList:
    """All that any list of the data says of an article, and what objects without an address say of a title."""
    listed = (item for _, rated in found for item in rated.items)
    return FoundList(items=(*listed, *_unlinked(page)), rule="data")


def _unlinked(page: Page) -> Iterator[Found]:
    """Applications often make the address of a "slug" themselves: title and time are there all the same."""
    left = records.MOST_RECORDS
    for data in embedded.states(page):
        for _, one in records.walk(data.value):
            if isinstance(one, dict) and left and (item := records.unlinked(one)) is not None:
                left -= 1
                yield item


def structured_lists(page: Page) -> list[tuple[str, Rated]]:
    """Every list of articles in the data with the name of its kind, for joining with what the page shows."""
    return [*_linked_lists(page), *_microdata(page), *_hatom(page), *_embedded_lists(page)]


def _linked_lists(page: Page) -> Iterator[tuple[str, Rated]]:
    values = list(embedded.linked_data(page))
    for value in (*values, values):
        for rated in records.lists_in(value, page.base, named=True):
            yield "json-ld", rated


def _embedded_lists(page: Page) -> Iterator[tuple[str, Rated]]:
    for data in embedded.states(page):
        for rated in records.lists_in(data.value, page.base):
            yield data.name, rated


# -- microdata ----------------------------------------------------------------------------------


def _microdata(page: Page) -> Iterator[tuple[str, Rated]]:
    for nodes in _alike(page.css(_ARTICLES)[:2_000]):
        items = [item for node in nodes if (item := _described(node, page)) is not None]
        yield from _listed("microdata", items)


def _alike(nodes: list[Node]) -> list[list[Node]]:
    """Items of the main list and of a sidebar widget stand in different elements."""
    groups = defaultdict(list)
    for node in nodes:
        above = node.parent
        groups[node.tag, above.tag if above else "", attribute(above, "class")].append(node)
    return list(groups.values())


def _listed(kind: str, items: list[Found]) -> Iterator[tuple[str, Rated]]:
    rated = records.rated("", items, len(items))
    if rated.score > 0:
        yield kind, rated


def _described(node: Node, page: Page) -> Found | None:
    """One item of microdata as the object it describes."""
    record = microdata_of(node)
    record.setdefault("url", attribute(node, "itemid"))
    if not record["url"]:
        linked = next(
            (link for link in select(node, "[itemprop~='headline'] a[href],[itemprop~='name'] a[href]")), None
        )
        record["url"] = attribute(linked, "href")
    return records.article_of(record, page.base, named=True)


def microdata_of(scope: Node) -> dict[str, object]:
    """The properties of an itemscope; those of scopes inside it are objects of their own."""
    record: dict[str, object] = {"type": attribute(scope, "itemtype")}
    for node in select(scope, "[itemprop]")[:200]:
        if node.mem_id == scope.mem_id or _scope_of(node) != scope.mem_id:
            continue
        value = microdata_of(node) if "itemscope" in node.attributes else _value(node)
        for name in attribute(node, "itemprop").split():
            record.setdefault(name, value)
    return record


def _scope_of(node: Node) -> int | None:
    above = node.parent
    while above is not None and "itemscope" not in above.attributes:
        above = above.parent
    return above.mem_id if above is not None else None


def _value(node: Node) -> str:
    """What a property says: its machine form before its words."""
    stated = (attribute(node, name) for name in ("content", "datetime", "href", "src"))
    return next((value for value in stated if value), "") or visible_text(node)


# -- hAtom and microformats2 --------------------------------------------------------------------


def _hatom(page: Page) -> Iterator[tuple[str, Rated]]:
    items = [item for node in page.css(_ENTRIES)[:2_000] if (item := _entry(node, page)) is not None]
    yield from _listed("hatom", items)


def _entry(node: Node, page: Page) -> Found | None:
    title = _first_words(node, _TITLES)
    link = next((page.absolute(attribute(one, "href")) for one in select(node, _LINKS)), None)
    if not title or not link:
        return None
    published = select(node, _PUBLISHED)[:1]
    return Found(
        title=title,
        url=link,
        summary=_first_words(node, _SUMMARIES),
        instants=tuple(stamp for time in published if (stamp := _stamp(time))),
        times=tuple(shown for time in published if (shown := visible_text(time))),
        modified=tuple(stamp for time in select(node, _MODIFIED)[:1] if (stamp := _stamp(time))),
        author=_first_words(node, _AUTHORS),
    )


def _first_words(node: Node, selector: str) -> str:
    return next((found for one in select(node, selector) if (found := visible_text(one))), "")


def _stamp(node: Node) -> str:
    """The machine form of a time: datetime, or the title of an <abbr>."""
    stated = attribute(node, "datetime") or (attribute(node, "title") if node.tag == "abbr" else "")
    return words.clean(stated)


# -- the article of an article page -------------------------------------------------------------

_ARTICLE_TYPES = re.compile(r"(Article|BlogPosting|Report|Review|Posting|Essay|PressRelease)\b")
_LESSER_TYPES = re.compile(
    r"\b(WebPage|ItemPage|VideoObject|PodcastEpisode|Recipe|CreativeWork|MediaObject|Event)\b"
)


def article_data(page: Page) -> dict[str, Any] | None:
    """What JSON-LD or microdata says of the article that the page is, keys folded ("datepublished").

    Of several articles it is the one that the page's address and title name. References ("@id") to
    people and publishers are resolved. None where the data describes no article.
    """
    known = _linked_objects(page)
    ranked = [
        (rank, -place, one) for place, one in enumerate(known.objects) if (rank := _rank(one, page)) > 0
    ]
    if not ranked:
        return None
    best = max(ranked, key=lambda entry: entry[:2])[2]
    inner = best.get("mainentityofpage")
    # Some sites put the date and the author into the page that the article is the main entity of.
    whole = {**records.folded(inner), **best} if isinstance(inner, dict) else best
    return {name: _resolved(value, known.by_id) for name, value in whole.items()}


@dataclass(frozen=True, slots=True)
class _Known:
    objects: list[dict[str, Any]]
    by_id: dict[str, dict[str, Any]]


def _linked_objects(page: Page) -> _Known:
    values = [*embedded.linked_data(page), *(microdata_of(node) for node in page.css(_ARTICLES)[:20])]
    objects = [
        records.folded(one) for value in values for _, one in records.walk(value) if isinstance(one, dict)
    ]
    by_id = {str(one["id"]): one for one in reversed(objects) if one.get("id") and len(one) > 1}
    return _Known(objects, by_id)


def _rank(one: dict[str, Any], page: Page) -> float:
    """How surely an object is this page's article; 0: it is none."""
    kind = str(one.get("type", ""))
    rank = 4.0 if _ARTICLE_TYPES.search(kind) else 1.0 if _LESSER_TYPES.search(kind) else 0.0
    if not rank or not (one.get("datepublished") or one.get("headline") or one.get("author")):
        return 0.0
    title = words.squash(records.title_of(one, named=True))
    if title and title in words.squash(page.title + (page.meta("og:title") or "")):
        rank += 2
    return rank + (1.5 if _is_here(one, page) else 0) + bool(one.get("datepublished"))


def _is_here(one: dict[str, Any], page: Page) -> bool:
    here = {urls.canonical(address) for address in (page.url, page.canonical) if address}
    printed = (
        records.string(one.get(name), inside=("id", "url")) for name in ("url", "mainentityofpage", "id")
    )
    return bool({urls.canonical(address) for address in printed if address} & here - {None})


def _resolved(value: object, by_id: dict[str, dict[str, Any]]) -> object:
    if isinstance(value, list):
        return [_resolved(one, by_id) for one in value]
    if isinstance(value, dict):
        fields = records.folded(value)
        return (
            by_id.get(str(fields["id"]), fields)
            if set(fields) <= {"id", "type"} and "id" in fields
            else fields
        )
    return value
