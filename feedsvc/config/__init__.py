"""The YAML files of config/ -> Config; every message says file:line: key: problem.

Read once at start and on reload; rooms get the nouns (Source, Topic, Site ...), never the config.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError

from feedsvc import registry, yamlfile
from feedsvc.config import faults
from feedsvc.config.faults import Fault
from feedsvc.config.parts import (
    FeedsPart,
    ItemsPart,
    NetworkPart,
    Part,
    ServicePart,
    SourcePart,
    SourcesPart,
    TopicPart,
    TopicsPart,
    VariantPart,
)
from feedsvc.errors import ConfigError, ConfigProblem
from feedsvc.model import FeedLimits, ItemRules, Site, Source, Topic, VariantRules
from feedsvc.outlets import Outlets
from feedsvc.yamlfile import Location, YamlFile

FILES = ("feedsvc.yaml", "sources.yaml", "topics.yaml", "outlets.yaml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """All of config/, checked and complete; `files` are those that a reload watches."""

    folder: Path
    site: Site
    timezone: str
    store: str  # a path or postgresql://…
    output: Path
    variants: tuple[VariantRules, ...]
    network: NetworkPart
    feeds: FeedsPart
    limits: FeedLimits
    archive_path: Path
    archive_days: int
    archive_size: int
    sources: tuple[Source, ...]
    topics: tuple[Topic, ...]
    outlets: Outlets
    workers: int
    files: tuple[Path, ...]

    def source(self, source_id: str) -> Source | None:
        return next((source for source in self.sources if source.id == source_id), None)


def load(folder: Path) -> Config:
    """The checked configuration; raises ConfigError with every problem of every file.

    `folder` must hold feedsvc.yaml and sources.yaml; topics.yaml and outlets.yaml are optional.
    """
    if not folder.is_dir():
        words = "there is no such folder; `--config DIR` names the one with feedsvc.yaml and sources.yaml"
        raise ConfigError([ConfigProblem(str(folder), words)])
    problems: list[ConfigProblem] = []
    service = _read(folder / "feedsvc.yaml", ServicePart, problems)
    sources = _read(folder / "sources.yaml", SourcesPart, problems)
    topics = _read(folder / "topics.yaml", TopicsPart, problems, optional=True)
    outlets = _outlets(folder / "outlets.yaml", problems)
    if service is None or sources is None or topics is None or outlets is None:
        raise ConfigError(problems)
    config = _config(folder, service, sources, topics, outlets, problems)
    if problems:
        raise ConfigError(problems)
    return config


def load_if_any(folder: Path) -> Config | None:
    """As `load`; None where the folder holds no configuration, for commands that can do without."""
    return load(folder) if any((folder / name).exists() for name in FILES[:2]) else None


def shipped_outlets() -> Outlets:
    """The registry alone."""
    return registry.load()


def topic_of(rule: str, config: Config) -> Topic:
    """A topic of the configuration by id, or one that is written out as YAML, for a try."""
    known = next((topic for topic in config.topics if topic.id == rule), None)
    if known:
        return known
    if ":" not in rule:
        ids = ", ".join(topic.id for topic in config.topics) or "none"
        problem = f"is no topic (there are: {ids}) and no rule; write 'any: [word, word]'"
        raise ConfigError([ConfigProblem(rule or "''", problem)])
    problems: list[ConfigProblem] = []
    file = yamlfile.load(f"topics: {{try: {{{rule}}}}}", "the rule")
    checked = _check(file, TopicsPart, problems)
    found = tuple(_topics(checked, SourcesPart(sources={}), problems)) if checked else ()
    if problems or not found:
        raise ConfigError(problems)
    return found[0]


def schema() -> dict[str, Any]:
    """JSON Schema of the three files, by file name."""
    parts: tuple[type[Part], ...] = (ServicePart, SourcesPart, TopicsPart)
    return {name: part.model_json_schema() for name, part in zip(FILES, parts, strict=False)}


# -- files --------------------------------------------------------------------------------------

Shape = TypeVar("Shape", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class _Checked(Generic[Shape]):
    part: Shape
    file: YamlFile


def _read(
    path: Path, shape: type[Shape], problems: list[ConfigProblem], *, optional: bool = False
) -> _Checked[Shape] | None:
    try:
        file = yamlfile.load(path.read_text(encoding="utf-8-sig"), str(path))
    except FileNotFoundError:
        if optional:
            return _Checked(shape.model_validate({}), YamlFile(str(path), {}, {}))
        problems.append(ConfigProblem(str(path), "is missing; `feedsvc check --config DIR` names the folder"))
        return None
    except (OSError, UnicodeDecodeError) as error:
        problems.append(ConfigProblem(str(path), f"cannot be read as UTF-8 text: {error}"))
        return None
    except ConfigError as error:
        problems.extend(error.problems)
        return None
    return _check(file, shape, problems)


def _check(file: YamlFile, shape: type[Shape], problems: list[ConfigProblem]) -> _Checked[Shape] | None:
    values = {} if file.values is None else file.values
    try:
        return _Checked(shape.model_validate(values), file)
    except ValidationError as error:
        problems.extend(_problems(error, file, shape))
        return None


def _outlets(path: Path, problems: list[ConfigProblem]) -> Outlets | None:
    try:
        return registry.load(path if path.exists() else None)
    except ConfigError as error:
        problems.extend(error.problems)
        return None


# -- messages -----------------------------------------------------------------------------------


def _told(file: YamlFile, at: Location, found: Iterable[Fault]) -> Iterator[ConfigProblem]:
    """With the line of each key."""
    for key, problem in found:
        location = (*at, *key.split("."))
        yield ConfigProblem(file.where(location), f"{'.'.join(map(str, location))}: {problem}")


def _problems(error: ValidationError, file: YamlFile, shape: type[BaseModel]) -> Iterator[ConfigProblem]:
    """Each once; where one of several shapes may stand, what the nearest shape says of the inside."""
    details = [(_in_file(detail, file), detail) for detail in error.errors(include_url=False)]
    inner = {location[:end] for location, _ in details for end in range(1, len(location))}
    seen: set[tuple[str, str]] = set()
    for location, detail in details:
        key = ".".join(str(part) for part in location) or "the file"
        where = file.where(location)
        message = f"{key}: {_message(detail, shape)}"
        if location not in inner and (where, message) not in seen:
            seen.add((where, message))
            yield ConfigProblem(where, message)


def _in_file(detail: Mapping[str, Any], file: YamlFile) -> Location:
    """The place without the parts that pydantic adds for unions and dictionary keys; a key that is
    missing stands at its end."""
    found: Location = ()
    for part in detail["loc"]:
        if (*found, part) in file.lines:
            found = (*found, part)
    return (*found, detail["loc"][-1]) if detail["type"] == "missing" else found


def _message(detail: Mapping[str, Any], shape: type[BaseModel]) -> str:
    given = detail.get("input")
    match detail["type"]:
        case "extra_forbidden":
            return _unknown_key(str(detail["loc"][-1]), shape)
        case "missing":
            return "is missing"
        case "value_error":
            return str(detail["ctx"]["error"])
        case "model_type" | "dict_type" | "model_attributes_type":
            return f"must hold keys and values, not {given!r:.60}"
        case "tuple_type" | "list_type":
            return f"must be a list such as [a, b], not {given!r:.60}"
        case _:
            return f"{detail['msg']}, not {given!r:.60}"


def _unknown_key(key: str, shape: type[BaseModel]) -> str:
    known = sorted(_all_keys(shape))
    near = difflib.get_close_matches(key, known, 1)
    return f"unknown key; did you mean {near[0]}?" if near else "unknown key; see docs/configuration.md"


def _all_keys(shape: type[BaseModel]) -> set[str]:
    definitions = shape.model_json_schema().get("$defs", {}).values()
    keys = {key for definition in definitions for key in definition.get("properties", {})}
    return keys | set(shape.model_fields)


# -- parts -> nouns -----------------------------------------------------------------------------


def _config(
    folder: Path,
    service: _Checked[ServicePart],
    sources: _Checked[SourcesPart],
    topics: _Checked[TopicsPart],
    outlets: Outlets,
    problems: list[ConfigProblem],
) -> Config:
    part = service.part
    problems.extend(_told(service.file, (), (*faults.of_service(part), *_misplaced(part, folder))))
    return Config(
        folder=folder,
        site=_site(part),
        timezone=part.timezone,
        store=_store(part.store, folder),
        output=_path(part.output, folder),
        variants=tuple(_variants(service, problems)),
        network=part.network,
        feeds=part.feeds,
        limits=FeedLimits(entries=part.feeds.entries, days=part.feeds.days),
        archive_path=_path(part.archive.path, folder),
        archive_days=part.archive.days,
        archive_size=part.archive.size,
        sources=tuple(_sources(sources, part, outlets, folder, problems)),
        topics=tuple(_topics(topics, sources.part, problems)),
        outlets=outlets,
        workers=part.workers,
        files=tuple(folder / name for name in FILES),
    )


def _path(value: str, folder: Path) -> Path:
    return (folder / value).resolve()


def _store(value: str, folder: Path) -> str:
    return value if "://" in value else str(_path(value, folder))


def _misplaced(part: ServicePart, folder: Path) -> Iterator[Fault]:
    held = {"config/": folder.resolve(), "the captures": _path(part.archive.path, folder)}
    if "://" not in part.store:
        held["the store"] = _path(part.store, folder)
    return faults.of_places(_path(part.output, folder), held)


def _site(service: ServicePart) -> Site:
    part = service.site
    address = part.url if part.url.endswith("/") else part.url + "/"
    return Site(title=part.title, url=address, language=part.language, hub=part.hub)


def _variants(service: _Checked[ServicePart], problems: list[ConfigProblem]) -> Iterator[VariantRules]:
    given = service.part.variants
    rules = given if isinstance(given, dict) else dict.fromkeys(given, VariantPart())
    problems.extend(_told(service.file, ("variants",), faults.of_variants(rules)))
    for name, part in rules.items():
        yield VariantRules(variant=name, base=part.base, glossary=part.glossary, quotes=part.quotes)


def _sources(
    checked: _Checked[SourcesPart],
    service: ServicePart,
    outlets: Outlets,
    folder: Path,
    problems: list[ConfigProblem],
) -> Iterator[Source]:
    for source_id, part in checked.part.sources.items():
        if not part.enabled:
            continue
        at: Location = ("sources", source_id)
        problems.extend(_told(checked.file, at, faults.of_source(part, outlets, folder)))
        yield _source(source_id, part, service, folder)


def _source(source_id: str, part: SourcePart, service: ServicePart, folder: Path) -> Source:
    return Source(
        id=source_id,
        url=_address(part.url, folder),
        title=part.title,
        kind=part.kind,
        items=_items(part.items),
        every=part.every,
        every_max=part.every_max,
        language=part.language,
        zone=part.timezone or service.timezone,
        via=part.via,
        outlet_id=part.outlet,
        article=part.article,
        related=part.related,
        base=part.base,
        captured_at=part.captured_at,
        headers=part.headers,
        cookies=part.cookies,
        proxy=part.proxy,
        user_agent=part.user_agent,
        ca_file=str(_path(part.ca_file, folder)) if part.ca_file else None,
        robots=service.network.robots if part.robots is None else part.robots,
        keep=part.keep,
        drop=part.drop,
    )


def _items(part: ItemsPart | None) -> ItemRules | None:
    return ItemRules(**part.model_dump()) if part else None


def _address(url: str, folder: Path) -> str:
    """A relative file: address is relative to the folder of the file that names it."""
    if not url.startswith("file:"):
        return url
    return f"file:{(folder.resolve() / url.removeprefix('file://').removeprefix('file:'))}"


def _topics(
    checked: _Checked[TopicsPart], sources: SourcesPart, problems: list[ConfigProblem]
) -> Iterator[Topic]:
    for topic_id, part in checked.part.topics.items():
        at: Location = ("topics", topic_id)
        words = _Entities(part.entities, checked.file, at, problems)
        problems.extend(_told(checked.file, at, faults.of_topic(topic_id, checked.part, sources.sources)))
        yield _topic(topic_id, part, words)


@dataclass(frozen=True, slots=True)
class _Entities:
    """Writes "@name" out to the words of that entity."""

    entities: Mapping[str, Sequence[str]]
    file: YamlFile
    at: Location
    problems: list[ConfigProblem]

    def written_out(self, words: Sequence[str], key: str) -> tuple[str, ...]:
        return tuple(word for given in words for word in self._words(given, key))

    def _words(self, word: str, key: str) -> Sequence[str]:
        if not word.startswith("@") or len(word) < 2:
            return (word,)
        if word[1:] in self.entities:
            return self.entities[word[1:]]
        near = difflib.get_close_matches(word[1:], self.entities, 1)
        hint = f"; did you mean @{near[0]}?" if near else "; name it under entities"
        where = self.file.where((*self.at, key))
        problem = f"{'.'.join(map(str, self.at))}.{key}: there is no entity {word}{hint}"
        self.problems.append(ConfigProblem(where, problem))
        return ()


def _topic(topic_id: str, part: TopicPart, entities: _Entities) -> Topic:
    return Topic(
        id=topic_id,
        title=part.title or topic_id,
        description=part.description,
        any=entities.written_out(part.any, "any"),
        all=tuple(entities.written_out(group, "all") for group in part.all),
        none=entities.written_out(part.none, "none"),
        regex=part.regex,
        where=part.where,
        outlets_include=part.outlets.include,
        outlets_exclude=part.outlets.exclude,
        agencies=part.outlets.agencies,
        languages=part.languages,
        sources=part.sources,
        stories=part.stories,
        formerly=part.formerly,
        entries=part.entries,
        days=part.days,
    )
