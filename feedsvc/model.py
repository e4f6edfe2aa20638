"""The nouns of the house: frozen, slots, keyword-only; words of RFC 4287; every datetime is aware.

Source -> Capture -> Sighting (with TimeEvidence and Attribution) -> Entry -> Feed
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

EvidenceKind = Literal["exact", "minute", "relative", "date", "dateline", "unseen"]
EvidenceOrigin = Literal["data", "shown", "prose", "address", "list"]
EvidenceRole = Literal["published", "updated"]
Unit = Literal["second", "minute", "hour", "day", "week", "month", "year"]
Style = Literal["any", "floor", "round"]
Clock = Literal["http", "stated", "archive", "file"]
SourceKind = Literal["auto", "list", "article", "feed", "json", "sitemap", "text"]
FeedKind = Literal["all", "topic", "outlet", "agency", "portal"]
ScriptVariant = str  # "" (as captured), "zh-Hans", "zh-Hant", "zh-Hant-HK"


# -- time ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """Instants from `earliest` to `latest`, both included, both aware."""

    earliest: datetime
    latest: datetime

    def __post_init__(self) -> None:
        if self.earliest.tzinfo is None or self.latest.tzinfo is None:
            raise ValueError("an interval needs aware datetimes")
        if self.earliest > self.latest:
            raise ValueError(f"an interval cannot end before it begins: {self}")

    @property
    def width(self) -> timedelta:
        return self.latest - self.earliest

    def contains(self, instant: datetime) -> bool:
        return self.earliest <= instant <= self.latest

    def intersection(self, other: Interval) -> Interval | None:
        earliest, latest = max(self.earliest, other.earliest), min(self.latest, other.latest)
        return Interval(earliest=earliest, latest=latest) if earliest <= latest else None

    def hull(self, other: Interval) -> Interval:
        return Interval(earliest=min(self.earliest, other.earliest), latest=max(self.latest, other.latest))


def instant(moment: datetime) -> Interval:
    """The interval that holds one instant only."""
    return Interval(earliest=moment, latest=moment)


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeEvidence:
    """What one look says about when: an interval, its kind, and the words it came from.

    `unit` is the precision of the words. For relative words `earliest..latest` is the union of both
    readings, and `floor` / `round` hold the interval of each reading, so that a style learnt later
    narrows evidence that was read before. `role` "updated" never dates an entry.
    """

    kind: EvidenceKind
    text: str
    seen_at: datetime
    earliest: datetime
    latest: datetime
    unit: Unit = "second"
    origin: EvidenceOrigin = "shown"
    role: EvidenceRole = "published"
    floor: Interval | None = None
    round: Interval | None = None

    @property
    def interval(self) -> Interval:
        return Interval(earliest=self.earliest, latest=self.latest)


# -- who ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """Who publishes. `name` is in the outlet's own script; `names` by language tag where known."""

    id: str
    name: str
    names: Mapping[str, str] = field(default_factory=dict)
    aliases: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    homepage: str | None = None
    country: str | None = None
    language: str | None = None
    agency: bool = False
    portal: bool = False  # shows the articles of others: its address never names the outlet
    registered: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Credit:
    """A named person who is not a reporter: translator, editor, photographer."""

    role: Literal["translator", "editor", "photographer"]
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """Who published, wrote and showed an article. Only printed or linked names; unknown is None.

    `agency` is the wire's name as registered (中央社); `text` the words printed in the outlet's place;
    `via` the portal that showed it.
    """

    outlet: Outlet | None = None
    agency: str | None = None
    reporters: tuple[str, ...] = ()
    place: str | None = None
    cited: tuple[str, ...] = ()
    via: str | None = None
    credits: tuple[Credit, ...] = ()
    text: str = ""


# -- where we look ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemRules:
    """How to read items: CSS selectors for a page, dotted paths for a JSON API. None: not given.

    A selector may end in "@name" to read an attribute ("time@datetime").
    """

    each: str
    link: str | None = None
    title: str | None = None
    summary: str | None = None
    content: str | None = None
    time: str | None = None
    outlet: str | None = None
    author: str | None = None
    image: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Bounds on what one capture may give; characters, counts. Defaults are those of SAFETY."""

    items: int = 500
    title: int = 300
    summary: int = 5_000
    content: int = 200_000
    url: int = 2_048
    tags: int = 300_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where we look. `every` bounds how often; `zone` is an Olson name for times that state none."""

    id: str
    url: str
    title: str = ""
    kind: SourceKind = "auto"
    items: ItemRules | None = None
    every: timedelta = timedelta(minutes=10)
    every_max: timedelta | None = None  # adaptive `every` up to this bound; None: fixed
    language: str | None = None
    zone: str = "UTC"
    via: str | None = None
    outlet_id: str | None = None
    article: Literal["none", "full"] = "none"
    related: bool = False  # kind article: the related rail is read as a list too
    base: str | None = None
    captured_at: datetime | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    cookies: Mapping[str, str] = field(default_factory=dict)
    proxy: str | None = None
    user_agent: str | None = None
    ca_file: str | None = None
    robots: bool = True
    limits: Limits = Limits()
    keep: tuple[str, ...] = ()  # kind feed: words, one of which an item must hold
    drop: tuple[str, ...] = ()  # words that drop an item


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """An entry whose article page was not read yet; `asks`: how often it was asked for in vain."""

    entry_id: str
    ask_at: datetime
    asks: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceState:
    """What we remember of a source between looks; one row of the store."""

    source_id: str
    etag: str | None = None
    last_modified: str | None = None
    unconditional_at: datetime | None = None  # when the whole page was last asked for
    digest: str | None = None  # of the last body that was read
    next_check_at: datetime | None = None
    failures: int = 0
    last_error: str | None = None
    last_status: str = "new"  # ok, unchanged, failed, empty, redesigned, waiting
    last_ok_at: datetime | None = None
    last_look_at: datetime | None = None  # last look that listed items; bounds "not seen before"
    last_capture_at: datetime | None = None  # newest capture of the list that was read; others are replays
    relative_style: Style = "any"
    style_votes: Mapping[str, int] = field(default_factory=dict)
    address_rule: str | None = None  # how this source's addresses tell the time, once learnt
    lag: timedelta = timedelta(0)  # hidden cache between origin and us, learnt
    usual_count: float = 0.0
    interval: timedelta | None = None  # adaptive `every` in force
    moved_to: str | None = None  # target of a permanent redirect, reported to the owner
    listing: tuple[str, ...] = ()  # ids of the current list, in page order
    unread: tuple[Unread, ...] = ()  # with `article: full`: whose article pages are still to be read


# -- what a look brings -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """The bytes of one look. `rendered` bounds the instant the page was made (RFC 9111 4.2.3).

    `clock` tells how we know: http (headers), stated (a person or a sidecar), archive (WARC), file
    (modification time: weak, the page's own words may correct it). `url` is the final address, or
    the base of a saved file; None where none is known. `headers` have lower-case names.
    """

    id: str
    source_id: str
    url: str | None
    captured_at: datetime
    rendered: Interval
    clock: Clock = "http"
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    media_type: str = ""
    body: bytes = b""
    digest: str = ""
    moved_to: str | None = None  # where permanent redirects alone have led


@dataclass(frozen=True, slots=True, kw_only=True)
class Enclosure:
    """A media file of an entry (RSS enclosure); `length` in bytes, 0 where unknown."""

    url: str
    media_type: str
    length: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """What one look says about one article: finished and clean, no id yet.

    `keys` find the entry, most trusted first: "url:…", "guid:SOURCE:…", "title:OUTLET:…".
    `title` is plain text; `summary` plain text; `content_html` sanitised. `url` is None where the
    page gives no link. `evidence` holds every statement about time, most trusted first.
    """

    keys: tuple[str, ...]
    title: str
    source_id: str
    capture_id: str
    position: int
    url: str | None = None
    summary: str = ""
    content_html: str = ""
    image: str | None = None
    language: str | None = None
    evidence: tuple[TimeEvidence, ...] = ()
    attribution: Attribution = Attribution()
    enclosures: tuple[Enclosure, ...] = ()
    categories: tuple[str, ...] = ()
    authority: Literal["list", "article"] = "list"
    words: Mapping[str, str] = field(default_factory=dict)  # for `explain`: field -> rule or words


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """All that one capture says. `dropped` counts rejected items by named reason.

    `tier` names the reader that found the list: selectors, structured, listing, text, article, feed,
    json, sitemap; `rule` says more (a selector, "json-ld"). `rendered` is the capture's instant after
    the page's own words narrowed it. `repair` proposes selectors when the given ones found nothing.
    """

    sightings: tuple[Sighting, ...]
    dropped: Mapping[str, int] = field(default_factory=dict)
    tier: str = ""
    rule: str = ""
    title: str = ""
    language: str | None = None
    rendered: Interval | None = None
    address_rule: str | None = None
    feeds: tuple[str, ...] = ()  # feeds that the page advertises
    repair: ItemRules | None = None


# -- what we know -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One article as we know it from all its sightings; `id` (urn:uuid:) stays for ever.

    `published` is the instant in the feeds: None where no page ever bounded it from below.
    `time` is the interval as of the last look; `shown_time` as of the last publish or move, which is
    what feeds carry. `moves` counts changes of `published` since `first_published_at`. `owner` is the
    source that decides title and summary. `held_until`: waits for its article page until then.
    """

    id: str
    title: str
    owner: str
    first_seen: datetime
    updated: datetime
    url: str | None = None
    summary: str = ""
    content_html: str = ""
    image: str | None = None
    language: str | None = None
    published: datetime | None = None
    time: Interval | None = None
    shown_time: Interval | None = None
    time_unit: Unit | None = None
    moves: int = 0
    first_published_at: datetime | None = None
    attribution: Attribution = Attribution()
    topics: tuple[str, ...] = ()
    story: str | None = None
    position: int = 0
    enclosures: tuple[Enclosure, ...] = ()
    categories: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    evidence: tuple[TimeEvidence, ...] = ()  # only what narrowed or contradicted
    held_until: datetime | None = None
    full: bool = False  # its article page has been read


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Evidence that would empty an entry's interval: kept in the log, never averaged in."""

    entry_id: str
    evidence: TimeEvidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What one look changes. `merged` maps a younger id to the older one that stays."""

    new: tuple[Entry, ...] = ()
    updated: tuple[Entry, ...] = ()  # readers can notice: text, content, a moved date
    narrowed: tuple[Entry, ...] = ()  # only our knowledge of the time grew, or a new key is known
    unchanged: int = 0
    merged: Mapping[str, str] = field(default_factory=dict)
    conflicts: tuple[Conflict, ...] = ()
    listing: tuple[str, ...] = ()


# -- what we publish ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A rule that gathers entries: `any` or `regex` met (or both empty), all of `all`, none of `none`.

    Entities are already written out: each member of `any`, `none` and of a group of `all` is a word.
    """

    id: str
    title: str
    any: tuple[str, ...] = ()
    all: tuple[tuple[str, ...], ...] = ()
    none: tuple[str, ...] = ()
    regex: tuple[str, ...] = ()
    where: tuple[str, ...] = ("title", "summary")
    outlets_include: tuple[str, ...] = ()
    outlets_exclude: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    stories: Literal["all", "group"] = "all"
    formerly: tuple[str, ...] = ()
    description: str = ""
    entries: int | None = None  # overrides of FeedLimits
    days: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedLimits:
    """How much of the past a feed carries; an age limit applies only when it is written anyway."""

    entries: int = 50
    days: int = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class VariantRules:
    """How a script variant is made: OpenCC configuration by name, our glossary, quotation marks."""

    variant: ScriptVariant
    base: str = "auto"  # auto: tw2s or hk2s by the outlet's country; else any OpenCC name
    glossary: Literal["none", "news", "names"] = "none"
    quotes: Literal["keep", "mainland"] = "keep"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sibling:
    """The same feed in another script."""

    variant: ScriptVariant
    language: str
    path: str  # folder of the feed below output/, "topics/x/zh-Hans"


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """Entries of several outlets about one event; `first` is the earliest report."""

    id: str
    first: str
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedEntry:
    """An entry as one feed shows it: its own id per variant, text in that variant's script."""

    id: str
    title: str
    updated: datetime
    position: int
    first_seen: datetime
    url: str | None = None
    summary: str = ""
    content_html: str = ""
    image: str | None = None
    language: str | None = None
    published: datetime | None = None
    time: Interval | None = None
    time_unit: Unit | None = None
    attribution: Attribution = Attribution()
    categories: tuple[tuple[str, str], ...] = ()  # (term, label): topics first, sorted
    enclosures: tuple[Enclosure, ...] = ()
    also: tuple[tuple[str, str], ...] = ()  # (outlet name, url): "also reported by"


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """What we publish, finished: the writers only spell it out.

    `path` is the folder below output/ ("topics/us-japan-defence", ".../zh-Hans"); `feed_url` the
    absolute address of that folder with a trailing slash; `home_page_url` the feed's HTML page.
    `updated` comes from the entries. `siblings` are the same feed in other scripts (hreflang).
    """

    id: str
    kind: FeedKind
    key: str  # topic id or outlet id; "" for all
    title: str
    language: str
    path: str
    feed_url: str
    home_page_url: str
    updated: datetime
    entries: tuple[FeedEntry, ...]
    description: str = ""
    variant: ScriptVariant = ""
    siblings: tuple[Sibling, ...] = ()
    hub: str | None = None
    archive_prev: str | None = None  # RFC 5005: folder address of the next older page
    archive_current: str | None = None  # on an archive page: folder address of the feed people subscribe to
    archive: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """The public face: title, absolute address with a trailing slash, language of the pages."""

    title: str
    url: str
    language: str = "zh-Hant"
    hub: str | None = None


# -- outcomes of a look -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class NotModified:
    """The host says that nothing changed (304), or the bytes are those we read last time."""

    captured_at: datetime
    moved_to: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """Not now: robots.txt asks for it, or the host is busy with another source of ours."""

    reason: str
    until: datetime
