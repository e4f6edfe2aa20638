"""The text of a YAML file -> plain values that remember their lines.  The ruamel.yaml door; bottom floor.

A stricter YAML than the standard's: no aliases and no merge keys (a 1.7 KB merge-key bomb hangs a plain
loader), no tags, no duplicate keys, at most 1 MB and 50 levels.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import AliasEvent, CollectionEndEvent, CollectionStartEvent
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from feedsvc.errors import ConfigError, ConfigProblem

MAX_CHARACTERS = 1_000_000
MAX_DEPTH = 50
_TAG = "tag:yaml.org,2002:"
Location = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class YamlFile:
    """`values` as plain dicts, lists, strings, numbers; `lines` finds the line of each location in it."""

    name: str
    values: Any
    lines: Mapping[Location, int]

    def where(self, location: Location) -> str:
        """file:line of the deepest part of `location` that stands in the file."""
        for end in range(len(location), -1, -1):
            if location[:end] in self.lines:
                return f"{self.name}:{self.lines[location[:end]]}"
        return self.name


def load(text: str, name: str) -> YamlFile:
    """Raises ConfigError with file:line for anything that is not our YAML."""
    if len(text) > MAX_CHARACTERS:
        raise _error(
            name, f"larger than {MAX_CHARACTERS:,} characters; split it or remove what is not needed"
        )
    try:
        _refuse_bombs(text, name)
        root = _yaml().compose(text)
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise _error(f"{name}:{line}", f"not valid YAML: {error.problem or error.context}") from error
    except (YAMLError, ValueError) as error:
        raise _error(name, f"not valid YAML: {error}") from error
    lines: dict[Location, int] = {}
    values = None if root is None else _value(root, (), name, lines)
    return YamlFile(name, values, lines)


def _yaml() -> YAML:
    return YAML(typ="safe", pure=True)


def _error(where: str, problem: str) -> ConfigError:
    return ConfigError([ConfigProblem(where, problem)])


def _refuse_bombs(text: str, name: str) -> None:
    depth = 0
    for event in _yaml().parse(text):
        if isinstance(event, AliasEvent):
            line = event.start_mark.line + 1
            raise _error(f"{name}:{line}", f"aliases (*{event.anchor}) are not allowed; write the value out")
        depth += isinstance(event, CollectionStartEvent) - isinstance(event, CollectionEndEvent)
        if depth > MAX_DEPTH:
            raise _error(f"{name}:{event.start_mark.line + 1}", f"nested deeper than {MAX_DEPTH} levels")


def _value(node: Node, at: Location, name: str, lines: dict[Location, int]) -> Any:
    lines.setdefault(at, node.start_mark.line + 1)
    if isinstance(node, MappingNode):
        return dict(_pairs(node, at, name, lines))
    if isinstance(node, SequenceNode):
        return [_value(child, (*at, index), name, lines) for index, child in enumerate(node.value)]
    if not isinstance(node, ScalarNode):  # compose() gives only these three
        raise TypeError(f"unknown node {node!r}")
    return _scalar(node, name)


def _pairs(
    node: MappingNode, at: Location, name: str, lines: dict[Location, int]
) -> Iterator[tuple[str, Any]]:
    seen: set[str] = set()
    for key_node, value_node in node.value:
        where = f"{name}:{key_node.start_mark.line + 1}"
        if not isinstance(key_node, ScalarNode):
            raise _error(where, "a key must be a plain word")
        key = str(key_node.value)
        if key == "<<":
            raise _error(where, "merge keys (<<) are not allowed; write the values out")
        if key in seen:
            raise _error(where, f"{key}: stands twice here; keep one")
        seen.add(key)
        lines[(*at, key)] = key_node.start_mark.line + 1
        yield key, _value(value_node, (*at, key), name, lines)


def _scalar(node: ScalarNode, name: str) -> Any:
    where = f"{name}:{node.start_mark.line + 1}"
    text = str(node.value)
    match str(node.tag).removeprefix(_TAG):
        case "null":
            return None
        case "bool":
            return text.lower() == "true"
        case "int":
            return _number(text, where)
        case "float":
            return float(text.replace("_", ""))
        case "str" | "timestamp":
            return text
        case tag:
            raise _error(where, f"tag {tag} is not allowed; write a plain value")


def _number(text: str, where: str) -> int:
    try:
        return int(text.replace("_", ""), 0)
    except ValueError:
        pass
    try:
        return int(text)  # 007: YAML 1.2 reads it as seven
    except ValueError as error:
        raise _error(where, f"{text[:20]}: not a number; put it between quotes if it is text") from error
