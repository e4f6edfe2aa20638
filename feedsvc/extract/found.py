"""What a tier found on a page for one item, still raw -> `admit.py` makes a Sighting of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from feedsvc.model import Enclosure


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One raw item in page order. Texts are as on the page; addresses absolute or as printed.

    `times` are words shown with the item ("13 小時前"), best first; `instants` machine-readable stamps
    (a datetime attribute, JSON-LD, an epoch), best first; `modified` such stamps that say "updated";
    `heading` the words of the heading that the item stands under (今天, 10月29日). `outlet` are the
    words in the outlet's place, `original_url` the publisher's own page where the portal tells it.
    `words` says for `explain` which rule found each field.
    """

    title: str
    url: str | None = None
    summary: str = ""
    content_html: str = ""
    image: str | None = None
    times: tuple[str, ...] = ()
    instants: tuple[str, ...] = ()
    modified: tuple[str, ...] = ()
    heading: str = ""
    outlet: str = ""
    outlet_url: str | None = None
    author: str = ""
    guid: str | None = None
    original_url: str | None = None
    language: str | None = None
    enclosures: tuple[Enclosure, ...] = ()
    categories: tuple[str, ...] = ()
    full: bool = False
    words: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundList:
    """What one tier found: raw items in page order, and what it left out by named reason."""

    items: tuple[Found, ...] = ()
    dropped: Mapping[str, int] = field(default_factory=dict)
    rule: str = ""
    title: str = ""
    language: str | None = None
    feeds: tuple[str, ...] = ()
