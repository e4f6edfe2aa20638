"""Outlets -> the one that a printed name or an address means, or None.  Pure, an immutable index."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import lru_cache
from urllib.parse import urlsplit

from feedsvc.model import Outlet
from feedsvc.text import clean, slug


class Outlets:
    """An index over outlets by name, alias, domain and id.

    `ambiguous` are names that several outlets of the world bear (CNA, ABC, 經濟日報), whether or not all
    of them are listed: alone they name nobody. `generic` are names that are ordinary words too (Time,
    天下, 年代): they name an outlet in its place, but at the end of a sentence only after a boundary.
    """

    __slots__ = ("_ambiguous", "_by_domain", "_by_id", "_by_name", "_first", "_generic", "_last")

    def __init__(
        self, records: Iterable[Outlet] = (), *, ambiguous: Iterable[str] = (), generic: Iterable[str] = ()
    ) -> None:
        self._by_id = {outlet.id: outlet for outlet in records}
        self._ambiguous = frozenset(map(name_key, ambiguous))
        self._generic = frozenset(map(name_key, generic))
        self._by_name = _names_index(self._by_id.values())
        self._by_domain = _domains_index(self._by_id.values())
        self._first = _lengths_by(lambda key: key[:2], self._by_name)
        self._last = _lengths_by(lambda key: key[-2:], self._by_name)

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuilt, (self.all(), self._ambiguous, self._generic)

    def __len__(self) -> int:
        return len(self._by_id)

    def all(self) -> tuple[Outlet, ...]:
        return tuple(self._by_id.values())

    @property
    def agencies(self) -> tuple[Outlet, ...]:
        return tuple(outlet for outlet in self._by_id.values() if outlet.agency)

    def by_id(self, outlet_id: str) -> Outlet | None:
        return self._by_id.get(outlet_id)

    def named(
        self, name: str, *, country: str | None = None, language: str | None = None, url: str | None = None
    ) -> Outlet | None:
        """The outlet of exactly this name or alias, whatever its width, case and spaces.

        An ambiguous name needs a witness: the domain of `url`, the `country` ("TW") or the `language`
        ("zh-Hant"), in this order; without one that leaves a single outlet it is None.
        """
        key = name_key(name)
        candidates = self._by_name.get(key, ())
        if len(candidates) == 1 and key not in self._ambiguous:
            return candidates[0]
        return self._witnessed(candidates, country, language, url) if candidates else None

    def _witnessed(
        self, candidates: tuple[Outlet, ...], country: str | None, language: str | None, url: str | None
    ) -> Outlet | None:
        at = self.at(url) if url else None
        if at in candidates:
            return at
        told = [outlet for outlet in candidates if country and outlet.country == country.upper()]
        if len(told) == 1 or len(candidates) == 1:  # a language cannot tell one from those not listed
            return told[0] if told else None
        told = [outlet for outlet in candidates if language and _same_language(outlet.language, language)]
        return told[0] if len(told) == 1 else None

    def is_generic(self, name: str) -> bool:
        """Whether the name is an ordinary word too, so that alone it says little."""
        return name_key(name) in self._generic

    def at(self, url: str) -> Outlet | None:
        """The outlet whose domain the address lies in; the most specific domain wins."""
        labels = _host(url).split(".")
        for first in range(len(labels) - 1):
            if outlet := self._by_domain.get(".".join(labels[first:])):
                return outlet
        return None

    def ending(
        self, text: str, *, country: str | None = None, language: str | None = None
    ) -> tuple[Outlet, int] | None:
        """The outlet whose longest name ends the text, and the index where that name begins.

        A name may be glued to what stands before it (記者會新頭殼); a Latin name only to CJK letters, a
        short Latin or a generic name not at all. Never a shorter name when the longest is ambiguous.
        """
        lengths = self._last.get(_plain(text[-8:])[-2:])
        if not lengths:
            return None
        letters, places = _last_letters(text, lengths)
        for length in lengths:
            key = letters[-length:]
            if len(key) == length and key in self._by_name and self._may_begin(key, text, places[-length]):
                outlet = self.named(key, country=country, language=language)
                return (outlet, places[-length]) if outlet else None
        return None

    def _may_begin(self, key: str, text: str, begin: int) -> bool:
        before = text[begin - 1] if begin else " "
        if not before.isalnum():
            return not self._is_word(key, text, begin)
        if key in self._generic or len(key) <= 2:
            return False
        if key[0].isascii():
            return len(key) > 3 and not _western(before)
        return True

    def _is_word(self, key: str, text: str, begin: int) -> bool:
        """Whether a Latin name is a word of a sentence here: the greatest songs of all Time, in real-time."""
        words = text[max(0, begin - 2) : begin].replace("-", " ")
        amid = len(words) == 2 and words[1] == " " and words[0].isalpha() and _western(words[0])
        if not (amid and key in self._generic and key[0].isascii()):
            return False
        return not any(outlet.agency for outlet in self._by_name[key])

    def beginning(
        self, text: str, *, country: str | None = None, language: str | None = None
    ) -> tuple[Outlet, int] | None:
        """The outlet whose longest name begins the text, and the index where that name ends."""
        lengths = self._first.get(_plain(text[:8])[:2])
        if not lengths:
            return None
        letters, places = _first_letters(text, lengths)
        for length in lengths:
            key = letters[:length]
            if len(key) == length and key in self._by_name and _may_end(key, text, places[length - 1] + 1):
                outlet = self.named(key, country=country, language=language)
                return (outlet, places[length - 1] + 1) if outlet else None
        return None

    def unregistered(self, name: str) -> Outlet:
        """An outlet of its own for a name that stands in the outlet's place but is not registered."""
        return Outlet(id=slug(name), name=clean(name), registered=False)

    def with_more(
        self, records: Iterable[Outlet], *, ambiguous: Iterable[str] = (), generic: Iterable[str] = ()
    ) -> Outlets:
        """These outlets and `records`, which win: a known id, an alias or a domain then means the new one."""
        added = {outlet.id: outlet for outlet in records}
        names = set(_names_index(added.values())) - self._ambiguous
        domains = set(_domains_index(added.values()))
        kept = (_yielding(outlet, names, domains) for outlet in self.all() if outlet.id not in added)
        return Outlets(
            (*kept, *added.values()),
            ambiguous=self._ambiguous | {name_key(name) for name in ambiguous},
            generic=self._generic | {name_key(name) for name in generic},
        )

    def clashes(self) -> Mapping[str, tuple[Outlet, ...]]:
        """Names that several outlets bear without being declared ambiguous."""
        return {
            key: outlets
            for key, outlets in self._by_name.items()
            if len(outlets) > 1 and key not in self._ambiguous
        }


@lru_cache(maxsize=8192)
def name_key(name: str) -> str:
    """What all spellings of one name share: NFKC, casefolded, without spaces."""
    return _plain(name)


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def _rebuilt(records: tuple[Outlet, ...], ambiguous: frozenset[str], generic: frozenset[str]) -> Outlets:
    return Outlets(records, ambiguous=ambiguous, generic=generic)


def _names_index(outlets: Iterable[Outlet]) -> dict[str, tuple[Outlet, ...]]:
    index: dict[str, dict[str, Outlet]] = defaultdict(dict)
    for outlet in outlets:
        for name in (outlet.name, *outlet.names.values(), *outlet.aliases):
            index[name_key(name)][outlet.id] = outlet
    return {key: tuple(named.values()) for key, named in index.items() if key}


def _domains_index(outlets: Iterable[Outlet]) -> dict[str, Outlet]:
    index: dict[str, Outlet] = {}
    for outlet in outlets:
        for domain in outlet.domains:
            index.setdefault(domain.casefold().removeprefix("www."), outlet)
    return index


def _yielding(outlet: Outlet, names: set[str], domains: set[str]) -> Outlet:
    """The outlet without the aliases and domains that newer records claim; its own name it keeps."""
    if names.isdisjoint(map(name_key, outlet.aliases)) and domains.isdisjoint(outlet.domains):
        return outlet
    return replace(
        outlet,
        aliases=tuple(alias for alias in outlet.aliases if name_key(alias) not in names),
        domains=tuple(domain for domain in outlet.domains if domain not in domains),
    )


def _host(url: str) -> str:
    try:
        return urlsplit(url if "//" in url else f"//{url}").hostname or ""
    except ValueError:  # "http://[" is no address, so it is nobody's
        return ""


def _same_language(one: str | None, other: str) -> bool:
    """Whether one tag is the other or begins it: zh-Hant and zh-Hant-HK, zh and zh-Hans."""
    if not one:
        return False
    short, long = sorted((one.casefold(), other.casefold().replace("_", "-")), key=len)
    return f"{long}-".startswith(f"{short}-")


def _lengths_by(mark: Callable[[str], str], keys: Iterable[str]) -> dict[str, tuple[int, ...]]:
    """For the first or last two letters of names: the lengths of those names, longest first."""
    lengths: dict[str, set[int]] = defaultdict(set)
    for key in keys:
        lengths[mark(key)].add(len(key))
    return {letters: tuple(sorted(found, reverse=True)) for letters, found in lengths.items()}


def _may_end(key: str, text: str, end: int) -> bool:
    """Whether a name may end here: a Latin one not amid a Latin word."""
    after = text[end : end + 1]
    return not (key[-1].isascii() and after.isascii() and after.isalnum())


def _western(char: str) -> bool:
    return char.isascii() or "LATIN" in unicodedata.name(char, "")


def _letters(text: str) -> list[tuple[str, int]]:
    """The letters as names are compared by, each with its place in the text."""
    folded = text.casefold()
    if len(folded) == len(text) and unicodedata.is_normalized("NFKC", text):  # letter for letter, 3 x faster
        return [(letter, place) for place, letter in enumerate(folded) if not letter.isspace()]
    return [(letter, place) for place, char in enumerate(text) for letter in name_key(char)]


def _first_letters(text: str, lengths: tuple[int, ...]) -> tuple[str, list[int]]:
    """The letters that the longest of these names could have, and where each stands in the text."""
    count = lengths[0]
    pairs = _letters(text[: 2 * count])[:count]
    return "".join(letter for letter, _ in pairs), [place for _, place in pairs]


def _last_letters(text: str, lengths: tuple[int, ...]) -> tuple[str, list[int]]:
    count = lengths[0]
    start = max(0, len(text) - 2 * count)
    pairs = _letters(text[start:])[-count:]
    return "".join(letter for letter, _ in pairs), [start + place for _, place in pairs]
