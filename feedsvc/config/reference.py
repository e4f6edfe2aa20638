"""The shapes of the YAML files -> docs/configuration.md.  Run by `feedsvc schema --markdown`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from feedsvc.config.parts import ServicePart, SourcesPart, TopicsPart

_HEAD = """# Configuration

This page is written by `feedsvc schema --markdown`; change the descriptions in `feedsvc/config/parts.py`.

A folder (`--config DIR`, by default `config`) with `feedsvc.yaml` and `sources.yaml`; `topics.yaml` and `outlets.yaml`
are optional. A relative path is relative to the file that names it. Durations are written `30s`, `10m`, `2h`, `1d`; sizes
`500MB`, `2GB`. Unknown keys, aliases, merge keys and duplicate keys are errors. `feedsvc check` tells every problem with its line.
"""
_OUTLETS = """## outlets.yaml

`outlets:` is a list of records that are added to the registry; a record with an id that is known there overrides it field by
field: `id`, `name`, `names` (by language), `aliases`, `domains`, `homepage`, `country`, `language`, `agency`, `source` (where the facts
come from). `feedsvc status` lists names that were printed on pages and are not registered.
"""


def markdown() -> str:
    """The whole page."""
    files: tuple[tuple[str, type[BaseModel]], ...] = (
        ("feedsvc.yaml", ServicePart),
        ("sources.yaml", SourcesPart),
        ("topics.yaml", TopicsPart),
    )
    sections = [f"## {name}\n\n{''.join(_tables(shape))}" for name, shape in files]
    return "\n".join([_HEAD, *sections, _OUTLETS])


def _tables(shape: type[BaseModel]) -> Iterator[str]:
    schema = shape.model_json_schema(by_alias=True)
    yield _table("", schema["properties"])
    for name, part in schema.get("$defs", {}).items():
        yield f"\n### {_NAMES.get(name, name)}\n\n{_table('', part['properties'])}"


def _table(prefix: str, properties: dict[str, Any]) -> str:
    rows = [
        f"| `{prefix}{key}` | {_default(field)} | {field.get('description', '')} |"
        for key, field in properties.items()
    ]
    return "\n".join(["| key | default | meaning |", "|---|---|---|", *rows]) + "\n"


def _default(field: dict[str, Any]) -> str:
    if "default" not in field:
        return "required" if "$ref" not in field else ""
    value = field["default"]
    return "" if value in (None, "", [], {}) or isinstance(value, dict) else f"`{_written(value)}`"


def _written(value: Any) -> str:
    """A default as a person writes it: pydantic gives durations in ISO 8601 (PT10M)."""
    if isinstance(value, str) and value.startswith("PT"):
        return value.removeprefix("PT").lower()
    return str(value).lower() if isinstance(value, bool) else str(value)


_NAMES = {
    "SitePart": "site", "NetworkPart": "network", "FeedsPart": "feeds", "ArchivePart": "archive",
    "OutletFeedsPart": "feeds.outlets", "VariantPart": "variants", "SourcePart": "sources: ID",
    "ItemsPart": "sources: ID: items", "TopicPart": "topics: ID", "TopicOutletsPart": "topics: ID: outlets",
}  # fmt: skip
