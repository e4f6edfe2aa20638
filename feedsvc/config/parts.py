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
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{1,8})*")
_SECRET = re.compile(r"\$\{(\w+)\}")


# -- what stands in the files -------------------------------------------------------------------


def _duration(value: object) -> timedelta:
    found = _DURATION.fullmatch(str(value).strip())
    if not found:
        raise ValueError(f"{value!r} is not a duration; write a number and s, m, h or d, such as 10m")
    return timedelta(seconds=int(found[1]) * _SECONDS[found[2]])


def _lasting(value: timedelta) -> timedelta:
    if not value:
        raise ValueError("must be longer than nothing; write 10m")
    return value


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


def _language(value: str) -> str:
    if not _LANGUAGE.fullmatch(value):
        raise ValueError(f"{value!r} is not a language; write a tag such as zh-Hant, ja or en")
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
Size = Annotated[
    int, BeforeValidator(_size), Field(json_schema_extra={"type": ["integer", "string"]})  # 2GB
]
Pause = Annotated[Duration, AfterValidator(_lasting)]
Language = Annotated[str, AfterValidator(_language)]
Zone = Annotated[str, AfterValidator(_zone)]
Identifier = Annotated[str, AfterValidator(_identifier)]
Instant = Annotated[datetime, BeforeValidator(_instant)]
Secret = Annotated[str, BeforeValidator(_secret)]
Pattern = Annotated[str, AfterValidator(_pattern)]
Word = Annotated[str, BeforeValidator(_word), Field(min_length=1, max_length=200)]


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


class SitePart(Part):
    title: str = "My feeds"
    """Name of the site, shown on its pages and in the feed over everything."""
    url: str = "http://127.0.0.1:8000/"
    """Public address of output/; feeds carry it in their self links."""
    language: Literal["zh-Hant", "zh-Hans", "en"] = "zh-Hant"
    """Language of the pages and of feeds over many sources: zh-Hant, zh-Hans or en."""
    hub: str | None = None
    """WebSub hub that is told of changes; none without it."""


class NetworkPart(Part):
    user_agent: str = "feedsvc/0.1"
    """Name that hosts see."""
    contact: str = ""
    """Address where site owners reach you; part of the User-Agent."""
    allow: tuple[str, ...] = ()
    """host:port of private addresses that may be asked although they are refused by default."""
    spacing: Duration = timedelta(seconds=2)
    """At least this long between two requests to one host."""
    robots: bool = True
    """Whether robots.txt is obeyed."""
    deadline: Pause = timedelta(seconds=30)
    """At most this long for one look, redirects included."""


class OutletFeedsPart(Part):
    only: tuple[str, ...] = ()
    """Only these outlets, by id or name."""
    exclude: tuple[str, ...] = Field(default=(), alias="except")
    """All outlets but these, by id or name."""


class FeedsPart(Part):
    entries: int = Field(default=50, ge=1, le=100)
    """At most this many entries in a feed."""
    days: int = Field(default=30, ge=1, le=3650)
    """Entries older than this, counted back from the newest one of the feed, are left out."""
    outlets: Literal["all", "none"] | OutletFeedsPart = "all"
    """A feed for every outlet seen: all, none, {only: [...]} or {except: [...]}."""
    agencies: bool = False
    """Also a feed for every news agency."""
    portals: bool = False
    """Also a feed for every portal."""
    archive: bool = False
    """Also RFC 5005 archive pages with what newer entries pushed out."""
    gzip: bool = False
    """Also NAME.gz beside every file, for servers that send it as it is."""


class ArchivePart(Part):
    path: str = "../state/captures"
    """Folder of the WARC files with every capture."""
    days: int = Field(default=14, ge=1)
    """Captures older than this are let go."""
    size: Size = 2 * 10**9
    """The oldest captures are let go beyond this size."""


class VariantPart(Part):
    base: str = "auto"
    """auto (tw2s or hk2s by the country of the outlet) or the name of any OpenCC configuration."""
    glossary: Literal["none", "news", "names"] = "none"
    """none, news (words such as 飛彈 to 导弹), or names (persons too)."""
    quotes: Literal["keep", "mainland"] = "keep"
    """keep, or mainland quotation marks."""


class ServicePart(Part):
    """config/feedsvc.yaml."""

    site: SitePart = SitePart()
    """The public face."""
    timezone: Zone = "UTC"
    """Olson zone of sources that name none."""
    store: str = "../state/feedsvc.db"
    """SQLite file, or postgresql://user@host/database."""
    output: str = "../output/"
    """Folder that the feeds are written to."""
    variants: tuple[str, ...] | dict[str, VariantPart] = ()
    """Other scripts of every Chinese feed: zh-Hans, zh-Hant, zh-Hant-HK; a list, or a mapping with rules."""
    network: NetworkPart = NetworkPart()
    """How feedsvc behaves on the network."""
    feeds: FeedsPart = FeedsPart()
    """Which feeds there are and how much they hold."""
    archive: ArchivePart = ArchivePart()
    """What is kept of captured pages."""
    workers: int = Field(default=2, ge=1, le=64)
    """Processes that read pages side by side."""


class ItemsPart(Part):
    each: str
    """CSS selector of one item; alone, the fields are found in each item. For kind json the dotted path of the array."""
    link: str | None = None
    """The link; "a@href" reads an attribute."""
    title: str | None = None
    """The title."""
    summary: str | None = None
    """The summary."""
    content: str | None = None
    """The full text."""
    time: str | None = None
    """The words or the attribute that tell the time."""
    outlet: str | None = None
    """The words that name the outlet."""
    author: str | None = None
    """The byline."""
    image: str | None = None
    """The picture."""


class SourcePart(Part):
    url: str = Field(min_length=1, max_length=2048)
    """http(s) address, or file: with a path, a folder with a glob, or a WARC."""
    title: str = ""
    """Name on the status page."""
    kind: SourceKind = "auto"
    """auto, list, article, feed, json, sitemap or text."""
    items: ItemsPart | None = None
    """How to read the items; without it feedsvc finds the list by itself."""
    every: Pause = timedelta(minutes=10)
    """How often to look."""
    every_max: Duration | None = None
    """Pages that rarely change are asked less often, down to this."""
    language: Language | None = None
    """Language of its entries where the page does not tell."""
    timezone: Zone | None = None
    """Olson zone of times that state none."""
    via: str | None = None
    """Name of the portal, where the page shows articles of others."""
    outlet: str | None = None
    """Id of the outlet, where all articles are its own."""
    article: Literal["none", "full"] = "none"
    """full: follow each new entry to its article page; one that fails is asked again at later looks, for a day and a half."""
    related: bool = False
    """kind article: also read the list of related articles."""
    base: str | None = None
    """file: sources: the address the page came from."""
    captured_at: Instant | None = None
    """file: sources: when the page was captured; else its sidecar, else the time of the file."""
    headers: dict[str, Secret] = {}
    """HTTP headers for this host only; ${NAME} is read from the environment."""
    cookies: dict[str, Secret] = {}
    """Cookies for this host only; ${NAME} is read from the environment."""
    proxy: Secret | None = None
    """Address of a proxy; the address of the page is then not checked, the one of the proxy is."""
    user_agent: str | None = None
    """Name that this host sees."""
    ca_file: str | None = None
    """Certificate file to trust for this host."""
    robots: bool | None = None
    """Whether this host is asked as robots.txt wants."""
    keep: tuple[Word, ...] = ()
    """Only entries with one of these words."""
    drop: tuple[Word, ...] = ()
    """No entries with one of these words."""
    enabled: bool = True
    """false: not looked at; its entries stay."""


class SourcesPart(Part):
    """config/sources.yaml."""

    sources: dict[Identifier, SourcePart]
    """Sources by id."""


class TopicOutletsPart(Part):
    include: tuple[str, ...] = ()
    """Only these outlets, by id or name."""
    exclude: tuple[str, ...] = ()
    """Not these outlets."""
    agencies: tuple[str, ...] = ()
    """Only reports of these agencies."""


class TopicPart(Part):
    title: str | None = None
    """Name of the feed, and the category of its entries."""
    description: str = ""
    """Shown beside the name."""
    entities: dict[str, tuple[Word, ...]] = {}
    """Words for one thing; "@name" stands for them in the lists below."""
    any: tuple[Word, ...] = ()
    """One of these words or patterns must occur. A topic without any rule holds everything, as all/ does."""
    all: tuple[tuple[Word, ...], ...] = ()
    """Groups: of each group one word must occur."""
    none: tuple[Word, ...] = ()
    """None of these words may occur."""
    regex: tuple[Pattern, ...] = ()
    """Patterns, as good as a word of any."""
    where: tuple[Literal["title", "summary", "content", "outlet", "author", "categories"], ...] = (
        "title",
        "summary",
    )
    """Where to look: title, summary, content, outlet, author, categories."""
    outlets: TopicOutletsPart = TopicOutletsPart()
    """Limits on who published."""
    languages: tuple[Language, ...] = ()
    """Limits on the language."""
    sources: tuple[str, ...] = ()
    """Limits on where it was seen."""
    stories: Literal["all", "group"] = "all"
    """group: reports of one event are shown once, with links to the others."""
    formerly: tuple[Identifier, ...] = ()
    """Earlier ids of this topic; their feeds stay alive."""
    entries: int | None = Field(default=None, ge=1, le=100)
    """As feeds.entries, for this topic."""
    days: int | None = Field(default=None, ge=1)
    """As feeds.days, for this topic."""


class TopicsPart(Part):
    """config/topics.yaml."""

    topics: dict[Identifier, TopicPart] = {}
    """Topics by id."""
