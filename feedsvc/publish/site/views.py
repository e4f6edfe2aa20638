"""What the pages show: frozen nouns that the pipeline fills from the store.

Paths are folders below output/ without slashes at their ends ("topics/x/zh-Hans"; "" is output/ itself);
texts are already in the script of the page; instants are aware and come from entries and states.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from feedsvc.model import FeedKind, Sibling


@dataclass(frozen=True, slots=True, kw_only=True)
class PageLink:
    """The same page in another language: its tag and the folder its index.html stands in."""

    language: str
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedCard:
    """A feed as the index shows it. `count`: entries in the feed; `last_gained`: when the newest was
    first published; `days`: entries a day up to the index's `last_day`, oldest first (see `activity`).
    """

    title: str
    kind: FeedKind
    path: str
    language: str
    count: int
    last_gained: datetime | None = None
    days: tuple[int, ...] = ()
    description: str = ""
    siblings: tuple[Sibling, ...] = ()  # the same feed in other scripts


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexView:
    """The front page. `cards` in the order they are shown; `last_day` ends every plot."""

    title: str
    language: str
    cards: tuple[FeedCard, ...]
    last_day: date | None = None
    path: str = ""
    description: str = ""
    languages: tuple[PageLink, ...] = ()  # this page in other languages


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRow:
    """A source and the state it is in since `since`; `problem` in words where it is not well."""

    id: str
    title: str
    url: str
    state: str  # new, ok, failed, empty, redesigned
    since: datetime | None = None
    problem: str = ""
    moved_to: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OutletRow:
    """An outlet seen on a page that no registry names."""

    id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusView:
    """The page for the person who keeps the service."""

    title: str
    language: str
    sources: tuple[SourceRow, ...]
    unregistered: tuple[OutletRow, ...] = ()
    path: str = ""
