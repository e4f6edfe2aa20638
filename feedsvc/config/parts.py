"""What may stand in the files of config/: the shapes that pydantic checks and the JSON Schema shows."""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cache
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, available_timezones

import regex
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from feedsvc.model import SourceKind

_ID = re.compile(r"[^\W_][\w-]{0,63}")
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d|zh-hans|zh-hant|zh-hant-hk|index)", re.IGNORECASE)
_DURATION = re.compile(r"(\d{1,6})\s*(s|m|h|d)")
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
_SIZE = re.compile(r"(\d{1,6}(?:\.\d+)?)\s*(B|KB|MB|GB|TB)", re.IGNORECASE)
_BYTES = {"B": 1, "KB": 10**3, "MB": 10**6, "GB": 10**9, "TB": 10**12}
_SECRET = re.compile(r"\$\{(\w+)\}")


# -- what stands in the files -------------------------------------------------------------------


def _duration(value: object) -> timedelta:
    found = _DURATION.fullmatch(str(value).strip())
    if not found:
        raise ValueError(f"{value!r} is not a duration; write a number and s, m, h or d, such as 10m")
    return timedelta(seconds=int(found[1]) * _SECONDS[found[2]])


def _size(value: object) -> int:
    found = _SIZE.fullmatch(str(value).strip())
    if not found:
        raise ValueError(f"{value!r} is not a size; write a number and MB or GB, such as 2GB")
    return int(float(found[1]) * _BYTES[found[2].upper()])


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError) as error:
        near = difflib.get_close_matches(value, _zones(), 1)
        hint = f"; did you mean {near[0]}?" if near else "; write an Olson name such as Asia/Taipei"
        raise ValueError(f"{value!r} is not a time zone{hint}") from error
    return value


def _identifier(value: str) -> str:
    if not _ID.fullmatch(value) or _RESERVED.fullmatch(value):
        raise ValueError(
            f"{value!r} cannot be an id: letters, digits, - and _, at most 64, and no reserved name"
        )
    return value


def _instant(value: object) -> datetime:
    try:
        read = datetime.fromisoformat(str(value).strip())
    except ValueError as error:
        raise ValueError(f"{value!r} is not an instant; write 2025-10-30T23:50:00+08:00") from error
    if read.tzinfo is None:
        raise ValueError(f"{value!r} has no offset; write 2025-10-30T23:50:00+08:00")
    return read


def _secret(value: object) -> object:
    def of_environment(found: re.Match[str]) -> str:
        if found[1] not in os.environ:
            raise ValueError(f"the environment variable {found[1]} is not set")
        return os.environ[found[1]]

    return _SECRET.sub(of_environment, value) if isinstance(value, str) else value


def _pattern(value: str) -> str:
    if len(value) > 500:
        raise ValueError("a pattern has at most 500 characters; split it")
    try:
        regex.compile(value)
    except regex.error as error:
        raise ValueError(f"not a regular expression: {error}") from error
    return value


def _word(value: object) -> object:
    """`{word: star}` is the long form of the literal word "star"."""
    if isinstance(value, Mapping) and set(value) == {"word"}:
        return value["word"]
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


Duration = Annotated[timedelta, BeforeValidator(_duration), Field(json_schema_extra={"type": "string"})]
Size = Annotated[int, BeforeValidator(_size)]
Zone = Annotated[str, AfterValidator(_zone)]
Identifier = Annotated[str, AfterValidator(_identifier)]
Instant = Annotated[datetime, BeforeValidator(_instant)]
Secret = Annotated[str, BeforeValidator(_secret)]
Pattern = Annotated[str, AfterValidator(_pattern)]
Word = Annotated[str, BeforeValidator(_word), Field(min_length=1, max_length=200)]


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SitePart(Part):
    title: str = "My feeds"
    url: str = "http://127.0.0.1:8000/"
    language: str = "zh-Hant"
    hub: str | None = None


class NetworkPart(Part):
    user_agent: str = "feedsvc/0.1"
    contact: str = ""
    allow: tuple[str, ...] = ()
    spacing: Duration = timedelta(seconds=2)
    robots: bool = True
    deadline: Duration = timedelta(seconds=30)


class OutletFeedsPart(Part):
    only: tuple[str, ...] = ()
    exclude: tuple[str, ...] = Field(default=(), alias="except")


class FeedsPart(Part):
    entries: int = Field(default=50, ge=1, le=100)
    days: int = Field(default=30, ge=1, le=3650)
    outlets: Literal["all", "none"] | OutletFeedsPart = "all"
    agencies: bool = False
    portals: bool = False
    archive: bool = False
    gzip: bool = False


class ArchivePart(Part):
    path: str = "../state/captures"
    days: int = Field(default=14, ge=1)
    size: Size = 2 * 10**9


class VariantPart(Part):
    base: str = "auto"
    glossary: Literal["none", "news", "names"] = "none"
    quotes: Literal["keep", "mainland"] = "keep"


class ServicePart(Part):
    """config/feedsvc.yaml."""

    site: SitePart = SitePart()
    timezone: Zone = "UTC"
    store: str = "../state/feedsvc.db"
    output: str = "../output/"
    variants: tuple[str, ...] | dict[str, VariantPart] = ()
    network: NetworkPart = NetworkPart()
    feeds: FeedsPart = FeedsPart()
    archive: ArchivePart = ArchivePart()
    workers: int = Field(default=2, ge=1, le=64)


class ItemsPart(Part):
    each: str
    link: str | None = None
    title: str | None = None
    summary: str | None = None
    content: str | None = None
    time: str | None = None
    outlet: str | None = None
    author: str | None = None
    image: str | None = None


class SourcePart(Part):
    url: str = Field(min_length=1, max_length=2048)
    title: str = ""
    kind: SourceKind = "auto"
    items: ItemsPart | None = None
    every: Duration = timedelta(minutes=10)
    every_max: Duration | None = None
    language: str | None = None
    timezone: Zone | None = None
    via: str | None = None
    outlet: str | None = None
    article: Literal["none", "full"] = "none"
    related: bool = False
    base: str | None = None
    captured_at: Instant | None = None
    headers: dict[str, Secret] = {}
    cookies: dict[str, Secret] = {}
    proxy: Secret | None = None
    user_agent: str | None = None
    ca_file: str | None = None
    robots: bool | None = None
    keep: tuple[Word, ...] = ()
    drop: tuple[Word, ...] = ()
    enabled: bool = True


class SourcesPart(Part):
    """config/sources.yaml."""

    sources: dict[Identifier, SourcePart]


class TopicOutletsPart(Part):
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()


class TopicPart(Part):
    title: str | None = None
    description: str = ""
    entities: dict[str, tuple[Word, ...]] = {}
    any: tuple[Word, ...] = ()
    all: tuple[tuple[Word, ...], ...] = ()
    none: tuple[Word, ...] = ()
    regex: tuple[Pattern, ...] = ()
    where: tuple[Literal["title", "summary", "content", "outlet", "author", "categories"], ...] = (
        "title",
        "summary",
    )
    outlets: TopicOutletsPart = TopicOutletsPart()
    languages: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    stories: Literal["all", "group"] = "all"
    formerly: tuple[Identifier, ...] = ()
    entries: int | None = Field(default=None, ge=1, le=100)
    days: int | None = Field(default=None, ge=1)


class TopicsPart(Part):
    """config/topics.yaml."""

    topics: dict[Identifier, TopicPart] = {}
