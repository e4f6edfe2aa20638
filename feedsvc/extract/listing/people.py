"""Rows -> the words in the outlet's place and in the author's, where the columns make sure what they are."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from feedsvc import text
from feedsvc.extract.listing import names, words
from feedsvc.extract.listing.atoms import TAIL, Atom
from feedsvc.extract.listing.rows import Row
from feedsvc.extract.listing.tree import Element, Tree
from feedsvc.outlets import Outlets

_SEPARATORS = re.compile(r"\s+[-–—]\s+|\s*[•·・‧∙|｜]\s*|\s{3,}")
_OUTLET_NAMES = re.compile(
    r"source|provider|outlet|publisher|sitestr|sitebit|media-?name|[-_]media$|origin|press", re.IGNORECASE
)
_AUTHOR_NAMES = re.compile(
    r"author|byline|writer|reporter|hnuser|vcard|user-?name|contributor|redakteur|autor", re.IGNORECASE
)
_AUTHOR_LINK = re.compile(
    r"/(?:author|authors|user|users|profile|people|autor|writer|reporter)s?[/?=]|[?&]author=", re.IGNORECASE
)
_INVITES = re.compile(
    r"(?:share|tweet|post|save|follow|submit|subscribe)\b|分享|訂閱|订阅|追蹤|關注|关注", re.IGNORECASE
)
_WIDEST_NAME = 44


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """A piece of a short text that may be a name. `slot`: its column, and which of the item's pieces
    there it is (政治 ・ 中央社 ・ 3 分鐘前: 0, 1); `said`: the page calls it the source."""

    atom: Atom
    slot: tuple[str, int]
    name: str
    said: bool
    timed: bool


def outlets_of(tree: Tree, items: Sequence[Row], known: Outlets | None) -> tuple[str, ...]:
    """For each item the words in the outlet's place; "" where no column is surely the outlets'."""
    told = [tuple(_named_parts(item)) for item in items]
    slots = _outlet_slots(told, known)
    columns = dict.fromkeys(column for column, _ in slots)
    return tuple(
        _outlet(parts, slots, columns, known) or _glued(item, known) or _logo(tree, item, known)
        for item, parts in zip(items, told, strict=True)
    )


def _glued(item: Row, known: Outlets | None) -> str:
    """A known name at the end of the text before its time (…改道。中央社 ・ 3 小時前)."""
    tail = next((atom for atom in item.rest if atom.column.endswith(TAIL)), None)
    if tail is None or known is None:
        return ""
    told = next((atom.text for atom in item.rest if atom.element is tail.element and atom is not tail), "")
    found = known.ending(told)
    return told[found[1] :].strip() if found else ""


def _logo(tree: Tree, item: Row, known: Outlets | None) -> str:
    """A known name that only a picture tells: <img alt="TVBS新聞網">."""
    pictures = (part for top in item.region.parts for part in tree.inside(top) if part.tag == "img")
    said = (text.clean(picture.get("alt") or picture.get("title")) for picture in pictures)
    return next((name for name in said if name and _is_known(name, known)), "")


def _named_parts(item: Row) -> Iterator[_Part]:
    """The pieces of the item's short texts that may be names, in page order."""
    beside = _beside_time(item)
    numbers: defaultdict[str, int] = defaultdict(int)
    for atom in item.rest:
        if words.width(atom.text) > 2 * _WIDEST_NAME + 20:
            continue
        for piece in _parts(atom.text):
            name = names.after_label(piece)
            if _may_name(name):
                slot = (atom.column, numbers[atom.column])
                numbers[atom.column] += 1
                near = atom.element.parent in beside or bool(words.time_words(atom.text))
                yield _Part(atom=atom, slot=slot, name=names.bare(name), said=name != piece, timed=near)


def _beside_time(item: Row) -> frozenset[int]:
    """The elements around the item's times."""
    timed = (atom for atom in item.rest if words.time_share(atom.text) > 0.5)
    return frozenset(atom.element.parent for atom in timed)


def _outlet_slots(told: Sequence[Sequence[_Part]], known: Outlets | None) -> Mapping[tuple[str, int], float]:
    """The places that are the outlets', the surest first."""
    by_slot: defaultdict[tuple[str, int], list[_Part]] = defaultdict(list)
    for parts in told:
        for part in parts:
            by_slot[part.slot].append(part)
    enough = max(min(2.0, len(told)), 0.2 * len(told))
    sure = {slot: _sureness(found, known) for slot, found in by_slot.items() if len(found) >= enough}
    ranked = sorted((slot for slot in sure if sure[slot] > 0), key=lambda slot: -sure[slot])
    return {slot: sure[slot] for slot in ranked}


def _sureness(found: Sequence[_Part], known: Outlets | None) -> float:
    """How surely a place is the outlets': known names and sites in it, "來源：" before it, names that end
    as outlets' do, or the page's own name for it; 0 where nothing says so (政治, Opinion)."""
    distinct = {part.name for part in found}
    if len(found) > 2 and _is_way(distinct, known):
        return 0.0
    spoken = sum(part.said for part in found) / len(found)
    sure = sum(_is_known(part.name, known) for part in found) / len(found)
    if spoken >= 0.5 or sure >= 0.3:
        return 1.0 + max(spoken, sure)
    if all(map(names.is_section, distinct)):
        return 0.0
    alike = sum(names.ends_as_outlet(name) for name in distinct) / len(distinct)
    beside = sum(part.timed for part in found) >= 0.5 * len(found)
    if alike >= (0.4 if beside else 0.7):
        return alike
    return 0.1 if _OUTLET_NAMES.search(found[0].atom.column.rsplit(">", 1)[-1]) else 0.0


def _is_known(name: str, known: Outlets | None) -> bool:
    return names.is_site(name) or (known is not None and known.named(name) is not None)


def _is_way(distinct: AbstractSet[str], known: Outlets | None) -> bool:
    """Whether a place says in every item by which portal it can be read (네이버뉴스), not who published it."""
    portal = known.named(next(iter(distinct))) if known is not None and len(distinct) == 1 else None
    return portal is not None and portal.portal


def _outlet(
    parts: Sequence[_Part],
    slots: Mapping[tuple[str, int], float],
    columns: Mapping[str, object],
    known: Outlets | None,
) -> str:
    """The name in the outlet's place; a known one beside it first, where a label more has moved the places."""
    near = [part for part in parts if part.atom.column in columns]
    certain = next((part.name for part in near if part.said or _is_known(part.name, known)), "")
    placed = (part.name for slot in slots for part in parts if part.slot == slot)
    return certain or next((name for name in placed if not names.is_section(name)), "")


def _parts(shown: str) -> Iterator[str]:
    for piece in words.time_words(shown):
        shown = shown.replace(piece, "|")
    yield from (part.strip(" \t,，、()（）[]【】") for part in _SEPARATORS.split(shown))


def _may_name(part: str) -> bool:
    if (
        not 2 <= words.width(part) <= _WIDEST_NAME
        or _INVITES.match(part)
        or words.is_label(part)
        or words.is_byline(part)
    ):
        return False
    return not words.marks_ad(part) and not words.says_more(part)


def author_of(tree: Tree, item: Row) -> str:
    """The author as printed; "" where nothing on the page says that a name is the author's."""
    for part in item.region.parts:
        for element in tree.inside(part):
            if _says_author(element):
                name = _person(tree.text(element))
                if name and name != item.title:
                    return name
    return next(
        (name for atom in item.rest if words.is_byline(atom.text) and (name := _byline(atom.text))), ""
    )


def _says_author(element: Element) -> bool:
    if "author" in (element.get("rel").split() + element.get("itemprop").split()):
        return True
    own_link = element.tag == "a" and _AUTHOR_LINK.search(element.get("href"))
    return bool(
        own_link or element.tag == "address" or any(_AUTHOR_NAMES.search(name) for name in element.classes)
    )


def _byline(shown: str) -> str:
    return _person(next(iter(_parts(words.after_by(shown))), ""))


def _person(shown: str) -> str:
    for piece in words.time_words(shown):
        shown = shown.partition(piece)[0]
    name = re.split(r"\s+on\s*$|\s*[|•·]\s*", words.after_by(shown.strip()))[0].strip(" ,:：-–|/")
    return name if 2 <= words.width(name) <= 60 and not words.is_label(name) else ""
