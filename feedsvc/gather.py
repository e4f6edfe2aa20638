"""Entry and what it matched -> the keys of the feeds that hold it; key -> folder of output/.  Pure.

Keys: "all", "topic:ID", "outlet:ID", "agency:ID", "portal:ID".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from feedsvc.model import Entry, FeedKind, Outlet
from feedsvc.text import slug

FOLDERS: Mapping[str, str] = {
    "topic": "topics",
    "outlet": "outlets",
    "agency": "agencies",
    "portal": "portals",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedRules:
    """Which feeds there are besides all/ and the topics.

    `only` and `exclude` name outlets by id or name; `former` gives the earlier ids of a topic or an
    outlet ("topic:new" -> "topic:old"), whose paths stay alive.
    """

    outlets: bool = True
    only: frozenset[str] = frozenset()
    exclude: frozenset[str] = frozenset()
    agencies: bool = False
    portals: bool = False
    former: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def feed_keys(entry: Entry, topics: Iterable[str], rules: FeedRules) -> frozenset[str]:
    keys = {"all", *(f"topic:{topic}" for topic in topics), *_attribution_keys(entry, rules)}
    return frozenset(keys.union(*(rules.former.get(key, ()) for key in keys)))


def _attribution_keys(entry: Entry, rules: FeedRules) -> Iterator[str]:
    attribution = entry.attribution
    if attribution.outlet and _has_feed(attribution.outlet, rules):
        yield f"outlet:{attribution.outlet.id}"
    if attribution.agency and rules.agencies:
        yield f"agency:{slug(attribution.agency)}"
    if attribution.via and rules.portals:
        yield f"portal:{slug(attribution.via)}"


def _has_feed(outlet: Outlet, rules: FeedRules) -> bool:
    names = {outlet.id, outlet.name}
    return rules.outlets and (not rules.only or bool(names & rules.only)) and not names & rules.exclude


def kind_of(key: str) -> FeedKind:
    match key.partition(":")[0]:
        case "topic":
            return "topic"
        case "outlet":
            return "outlet"
        case "agency":
            return "agency"
        case "portal":
            return "portal"
        case _:
            return "all"


def path_of(key: str) -> str:
    """The folder below output/ that a new feed gets; the store then keeps it for ever."""
    kind, _, name = key.partition(":")
    return f"{FOLDERS[kind]}/{name}" if name else "all"


def title_of(key: str, entry: Entry | None, topics: Mapping[str, str], everything: str) -> str:
    """What people call the feed; `entry` is one that it holds."""
    kind, _, name = key.partition(":")
    attribution = entry.attribution if entry else None
    match kind:
        case "topic":
            return topics.get(name, name)
        case "outlet" if attribution and attribution.outlet:
            return attribution.outlet.name
        case "agency" if attribution and attribution.agency:
            return attribution.agency
        case "portal" if attribution and attribution.via:
            return attribution.via
        case "all":
            return everything
        case _:
            return name
