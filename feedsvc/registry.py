"""The registry of data/ and a person's outlets.yaml -> Outlets.  Reads files; raises ConfigError."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from feedsvc import yamlfile
from feedsvc.errors import ConfigError, ConfigProblem
from feedsvc.model import Outlet
from feedsvc.outlets import Outlets
from feedsvc.yamlfile import Location, YamlFile

_SECTIONS = ("outlets", "ambiguous", "generic")
_DOMAIN = re.compile(r"(?!-)[^\s/:@?#.]+(\.[^\s/:@?#.]+)+")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,79}")
_RESERVED = re.compile(r"con|prn|aux|nul|com\d|lpt\d")  # no folder of output/ may be called so on Windows


def load(path: str | Path | None = None) -> Outlets:
    """The outlets that feedsvc knows, and those of the file at `path`.

    A record with a known id overrides it field by field, one with a new id is added; its names and
    domains then mean the new record. ConfigError holds every problem of the file as file:line.
    """
    known = _shipped()
    return known if path is None else with_file(known, Path(path))


def with_file(known: Outlets, path: Path) -> Outlets:
    """`known`, and what the file at `path` adds and overrides; ConfigError when it cannot be used."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        problem = f"cannot be read: {error}; name a readable UTF-8 file or leave the setting out"
        raise ConfigError([ConfigProblem(str(path), problem)]) from error
    return with_text(known, text, path.name)


def with_text(known: Outlets, text: str, name: str) -> Outlets:
    """As `with_file`, for the text of a file called `name`."""
    sheet = _Sheet(yamlfile.load(text, name))
    values = sheet.mapping(sheet.file.values if sheet.file.values is not None else {}, (), _SECTIONS)
    records = [record for record in _records(values.get("outlets"), known, sheet) if record]
    ambiguous = sheet.words(values.get("ambiguous", []), ("ambiguous",))
    generic = sheet.words(values.get("generic", []), ("generic",))
    if sheet.problems:
        raise ConfigError(sheet.problems)
    return known.with_more(records, ambiguous=ambiguous, generic=generic)


# -- the registry that feedsvc brings -------------------------------------------------------------


@cache
def _shipped() -> Outlets:
    text = files("feedsvc").joinpath("data/outlets.yaml").read_text(encoding="utf-8")
    values = _by_lines(text) or yamlfile.load(text, "data/outlets.yaml").values
    return Outlets(
        (_outlet(record) for record in values["outlets"]),
        ambiguous=values["ambiguous"],
        generic=values["generic"],
    )


def _by_lines(text: str) -> dict[str, list[Any]] | None:
    """The values of a file whose every record is JSON on one line; None for any other YAML.

    A YAML parser in Python needs 0.4 s for our records, too long before each command: JSON on a line is
    YAML too, and takes 5 ms.
    """
    values: dict[str, list[Any]] = {}
    section: list[Any] = []
    for line in text.splitlines():
        if line.startswith("- "):
            section.append(json.loads(line[2:]))
        elif line and not line.startswith(("#", " ")) and line.endswith(":"):
            section = values.setdefault(line[:-1], [])
        elif line and not line.startswith("#"):
            return None
    return values


def _outlet(record: Mapping[str, Any]) -> Outlet:
    return Outlet(**{key: _frozen(value) for key, value in record.items() if key not in _REMARKS})


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


# -- a person's file ------------------------------------------------------------------------------


@dataclass(slots=True)
class _Sheet:
    """A file being read, and the problems found in it so far."""

    file: YamlFile
    problems: list[ConfigProblem] = field(default_factory=list)

    def problem(self, at: Location, words: str) -> None:
        self.problems.append(ConfigProblem(self.file.where(at), words))

    def mapping(self, value: Any, at: Location, allowed: Iterable[str]) -> dict[str, Any]:
        if not isinstance(value, dict):
            self.problem(at, f"expected keys ({', '.join(allowed)}), found {_kind(value)}")
            return {}
        for key in value:
            if key not in allowed:
                self.problem((*at, key), f"{key}: unknown key{_suggestion(key, allowed)}")
        return {key: value[key] for key in value if key in allowed}

    def words(self, value: Any, at: Location) -> tuple[str, ...]:
        if not isinstance(value, list):
            self.problem(at, f"expected a list of names, found {_kind(value)}; write [one, two]")
            return ()
        for index, word in enumerate(value):
            if not isinstance(word, str) or not word.strip():
                self.problem((*at, index), f"expected a name, found {_kind(word)}; put it between quotes")
        return tuple(word for word in value if isinstance(word, str) and word.strip())


def _records(value: Any, known: Outlets, sheet: _Sheet) -> Iterable[Outlet | None]:
    if value is None:
        return
    if not isinstance(value, list):
        sheet.problem(("outlets",), f"expected a list of outlets, found {_kind(value)}; write - id: …")
        return
    first: dict[str, str] = {}
    for index, item in enumerate(value):
        at: Location = ("outlets", index)
        record = sheet.mapping(item, at, _FIELDS)
        outlet_id = record.get("id")
        if isinstance(outlet_id, str) and outlet_id in first:
            sheet.problem((*at, "id"), f"{outlet_id}: stands twice, first at {first[outlet_id]}; keep one")
            continue
        if isinstance(outlet_id, str):
            first[outlet_id] = sheet.file.where((*at, "id"))
        yield _record(record, at, known, sheet)


def _record(record: dict[str, Any], at: Location, known: Outlets, sheet: _Sheet) -> Outlet | None:
    if "id" not in record:
        sheet.problem(at, "an outlet needs an id; write id: and a short name of a-z, 0-9 and -")
        return None
    changes = {key: _FIELDS[key](value, (*at, key), sheet) for key, value in record.items()}
    base = known.by_id(str(changes["id"]))
    if base is None and not record.get("name"):
        sheet.problem(at, f"{changes['id']}: a new outlet needs a name")
        return None
    told = {key: value for key, value in changes.items() if key not in _REMARKS}
    if base is None and any(told[key] is None for key in ("id", "name")):
        return None  # its problem has been told already
    return replace(base, **told) if base else Outlet(**told)


def _text(value: Any, at: Location, sheet: _Sheet) -> str | None:
    if isinstance(value, str) and value.strip():
        return value.strip()
    sheet.problem(at, f"{at[-1]}: expected text, found {_kind(value)}")
    return None


def _matching(pattern: re.Pattern[str], hint: str) -> Callable[[Any, Location, _Sheet], str | None]:
    def read(value: Any, at: Location, sheet: _Sheet) -> str | None:
        text = _text(value, at, sheet)
        if text is None or pattern.fullmatch(text):
            return text
        sheet.problem(at, f"{at[-1]}: {text[:60]}: {hint}")
        return None

    return read


def _id(value: Any, at: Location, sheet: _Sheet) -> str | None:
    text = _matching(_ID, "an id holds only a-z, 0-9 and -, at most 80; write harbour-daily")(
        value, at, sheet
    )
    if text and _RESERVED.fullmatch(text):
        sheet.problem(at, f"id: {text}: no folder may be called so on Windows; write {text}-news")
        return None
    return text


def _words(value: Any, at: Location, sheet: _Sheet) -> tuple[str, ...]:
    return sheet.words(value, at)


def _domains(value: Any, at: Location, sheet: _Sheet) -> tuple[str, ...]:
    domains = sheet.words(value, at)
    for domain in domains:
        if not _DOMAIN.fullmatch(domain):
            sheet.problem(
                at, f"domains: {domain[:60]}: not a domain; write example.org, without https:// and /"
            )
    return tuple(domain.casefold() for domain in domains)


def _names(value: Any, at: Location, sheet: _Sheet) -> dict[str, str]:
    if isinstance(value, dict) and all(isinstance(name, str) for name in value.values()):
        return value
    sheet.problem(at, f"names: expected language: name, found {_kind(value)}; write {{en: Harbour Daily}}")
    return {}


def _flag(value: Any, at: Location, sheet: _Sheet) -> bool:
    if not isinstance(value, bool):
        sheet.problem(at, f"{at[-1]}: expected true or false, found {_kind(value)}")
    return value is True


def _anything(_value: Any, _at: Location, _sheet: _Sheet) -> None:
    """A remark for people (where a fact was found): kept in the file only."""


_REMARKS = ("source",)
_FIELDS: dict[str, Callable[[Any, Location, _Sheet], Any]] = {
    "id": _id,
    "name": _text,
    "names": _names,
    "aliases": _words,
    "domains": _domains,
    "homepage": _matching(re.compile(r"https?://\S+"), "not an address; write https://example.org/"),
    "country": _matching(re.compile("[A-Z]{2}"), "not a country; write two letters, TW"),
    "language": _matching(_LANGUAGE, "not a language tag; write zh-Hant"),
    "agency": _flag,
    "portal": _flag,
    "source": _anything,
}


def _kind(value: Any) -> str:
    names = {dict: "keys", list: "a list", str: "text", bool: "true or false", type(None): "nothing"}
    return names.get(type(value), f"the number {value}")


def _suggestion(key: str, allowed: Iterable[str]) -> str:
    close = difflib.get_close_matches(key, list(allowed), n=1)
    return f"; did you mean {close[0]}?" if close else f"; known are {', '.join(allowed)}"
