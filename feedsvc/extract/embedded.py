"""Scripts of a page -> the JSON values in them: linked data, application state, streamed chunks."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from feedsvc.extract.page import Page, attribute

_ASSIGNED = re.compile(
    r"(?:(?:window|self|globalThis|root)(?:\.[\w$]+|\[[\"'][\w$.-]+[\"']\])+|(?:var|let|const)\s+[\w$]+|\b__[A-Z_]+__)\s*=\s*"
    r"(?:JSON\.parse\(\s*)?(?=[{\[\"'])"
)
_CHUNK = re.compile(r"self\.__next_f\.push\(\s*")
_CHUNK_LINE = re.compile(r"^[0-9a-f]+:(?:I|HL|T[0-9a-f]+,)?(?=[\[{])", re.MULTILINE)
_UNDEFINED = re.compile(r"(?<=[:\[,])\s*(?:undefined|void 0|NaN)(?=\s*[,}\]])")
_COMMENTED = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/|<!\[CDATA\[)|(?:-->|//\s*\]\]>|/\*\s*\]\]>\s*\*/|\]\]>)\s*$"
)
_DECODER = json.JSONDecoder(strict=False)
LONGEST = 4_000_000
MOST_SCRIPTS = 200
MOST_TRIED = 12  # assignments of one script that are no JSON: to say where it ends, Python counts all lines
SMALLEST = 200  # a state below 200 characters holds no list of articles


@dataclass(frozen=True, slots=True, kw_only=True)
class Data:
    """One JSON value of a page and the name it goes by there ("root.App.main", "application/json")."""

    name: str
    value: object


def linked_data(page: Page) -> tuple[object, ...]:
    """The JSON-LD values of a page, in page order; scripts that cannot be read are left out."""
    found = (_linked(script) for script in page.scripts("application/ld+json")[:MOST_SCRIPTS])
    return tuple(value for value in found if value is not None)


def _linked(script: str) -> object:
    """Line breaks inside strings, comments around it and escaped quotes are what real pages have."""
    bare = _COMMENTED.sub("", script).strip().rstrip(";")
    for candidate in (bare, html.unescape(bare) if "&quot;" in bare else "", _TRAILING.sub(r"\1", bare)):
        value = parsed(candidate)
        if value is not None:
            return value
    return _salvaged(bare)


def _salvaged(script: str) -> dict[str, object] | None:
    """Of data that is no sound JSON: the first of each field that an article is known by."""
    found = {name: parsed(value) for name, value in reversed(_FIELDS.findall(script))}
    kinds = _FIRST_TYPE.search(script)
    return {**found, "@type": kinds[1]} if found and kinds else None


_TRAILING = re.compile(r",(\s*[}\]])")
_FIELDS = re.compile(r'"(headline|datePublished|dateModified|url|description)"\s*:\s*("(?:[^"\\\n]|\\.)*")')
_FIRST_TYPE = re.compile(r'"@type"\s*:\s*"(\w+)"')


def states(page: Page) -> Iterator[Data]:
    """The application data of a page: typed JSON scripts, assigned objects, Next's chunks, Nuxt's flat array."""
    chunks: list[str] = []
    for node in page.css("script")[:MOST_SCRIPTS]:
        script = node.text(deep=True) or ""
        kind = attribute(node, "type").split(";")[0].strip().lower()
        if not SMALLEST <= len(script) <= LONGEST or kind == "application/ld+json":
            continue
        if kind.endswith("json"):
            yield from _typed(script, attribute(node, "id") or kind)
        elif "__next_f" in script:
            chunks.append(script)
        else:
            yield from _assigned(script)
    yield from _streamed(chunks)


def parsed(script: str) -> object:
    """The value of a JSON text; None where it is none."""
    try:
        return _DECODER.decode(script) if script else None
    except (ValueError, RecursionError):
        return None


def _typed(script: str, name: str) -> Iterator[Data]:
    value = parsed(html.unescape(script) if script.lstrip().startswith("{&quot;") else script)
    if value is not None:
        flat = value if isinstance(value, list) and _is_flat(value) else None
        yield Data(name=name, value=_unflattened(flat) if flat else value)


def _assigned(script: str) -> Iterator[Data]:
    """`root.App.main = {...}`, `window.__STATE__ = JSON.parse("...")`."""
    mended = _UNDEFINED.sub("null", script)
    end = tried = 0
    for found in _ASSIGNED.finditer(mended):
        if found.start() < end:
            continue
        if tried == MOST_TRIED:
            return
        value, end = _value_at(mended, found.end())
        tried += value is None
        if end - found.end() >= SMALLEST:
            yield Data(name=found[0].split("=")[0].split()[-1], value=value)


def _value_at(script: str, start: int) -> tuple[object, int]:
    """The value that begins there and where it ends; a string is read as the JSON it holds."""
    try:
        value, end = _DECODER.raw_decode(script, start)
    except (ValueError, RecursionError):
        return None, start
    return (parsed(value), end) if isinstance(value, str) else (value, end)


def _streamed(scripts: Sequence[str]) -> Iterator[Data]:
    """Next's chunks: strings that, put together, are lines "id:JSON"."""
    pieces: list[str] = []
    for script in scripts:
        for found in islice(_CHUNK.finditer(script), MOST_SCRIPTS):
            pushed, _ = _value_at(script, found.end())
            if isinstance(pushed, list) and len(pushed) > 1 and isinstance(pushed[1], str):
                pieces.append(pushed[1])
    stream = "".join(pieces)[:LONGEST]
    for line in islice(_CHUNK_LINE.finditer(stream), MOST_SCRIPTS):
        value, end = _value_at(stream, line.end())
        if end - line.end() >= SMALLEST:
            yield Data(name="self.__next_f", value=value)


# -- Nuxt's flat array: objects hold the places of their values ---------------------------------


def _is_flat(value: Sequence[Any]) -> bool:
    first = value[0] if len(value) > 3 else None
    places = first.values() if isinstance(first, dict) else first if isinstance(first, list) else ()
    return bool(places) and all(isinstance(place, int | str) for place in places)


def _unflattened(flat: Sequence[Any]) -> list[object]:
    """The objects of the array with their values put in, three levels deep: lists of articles need no more."""
    return [_at(flat, place, 3) for place, one in enumerate(flat[:20_000]) if _is_list_of_objects(flat, one)]


def _is_list_of_objects(flat: Sequence[Any], one: object) -> bool:
    if not isinstance(one, list) or len(one) < 2 or not all(isinstance(place, int) for place in one):
        return False
    return isinstance(_member(flat, one[0]), dict)


def _member(flat: Sequence[Any], place: object) -> object:
    return flat[place] if isinstance(place, int) and 0 <= place < len(flat) else None


def _at(flat: Sequence[Any], place: object, depth: int) -> object:
    one = _member(flat, place)
    if isinstance(one, dict):
        return {key: _at(flat, inner, depth - 1) for key, inner in one.items()} if depth else None
    if isinstance(one, list):
        if len(one) == 2 and isinstance(one[0], str):  # ["Date", "2025-…"], ["Ref", 7]
            return one[1] if isinstance(one[1], str) else _at(flat, one[1], depth)
        return [_at(flat, inner, depth - 1) for inner in one[:2_000]] if depth else None
    return one
