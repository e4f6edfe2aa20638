"""A page that nobody configured -> the block of sources.yaml that would read it, and why."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from feedsvc import urls
from feedsvc.extract import listing, page
from feedsvc.extract.charset import decode
from feedsvc.model import Capture, ItemRules
from feedsvc.outlets import Outlets
from feedsvc.preview import Preview

# A portal shows many outlets; a page that names one or two is that outlet's own, with a guest.
MANY_OUTLETS = 3
_EVERY = (timedelta(minutes=5), timedelta(hours=6))
_STEPS = (5, 10, 15, 30, 60, 120, 360)  # minutes
_TIERS = {"feed": "feed", "json": "json", "sitemap": "sitemap", "article": "article", "text": "text"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What `discover` found: the YAML block, and feeds that the page offers itself."""

    yaml: str
    feeds: tuple[str, ...]


def proposal(found: Preview, outlets: Outlets) -> Proposal:
    """The block for the page that was previewed; nothing is guessed that the page does not show."""
    return Proposal(yaml="\n".join(_lines(found, outlets)), feeds=found.extraction.feeds)


def _lines(found: Preview, outlets: Outlets) -> Iterator[str]:
    address = found.capture.url or found.source.url
    home = outlets.at(address)
    yield "sources:"
    yield f"  {_id(address)}:"
    yield f"    url: {_scalar(found.source.url)}"
    if found.source.url.startswith("file:") and found.capture.url:
        yield f"    base: {_scalar(found.capture.url)}"
    yield f"    kind: {_TIERS.get(found.extraction.tier, 'list')}"
    yield f"    every: {_minutes(every(_instants(found)))}"
    if found.extraction.language:
        yield f"    language: {_scalar(found.extraction.language)}"
    yield f"    timezone: {found.source.zone}"
    if _is_portal(found):
        yield f"    via: {_scalar(home.name if home else urls.host(address))}"
    elif home:
        yield f"    outlet: {home.id}"
    rules = item_rules(found.capture, outlets) if found.extraction.tier in {"listing", "structured"} else None
    if rules:
        yield "    items:"
        yield from (f"      {key}: {_scalar(css)}" for key, css in asdict(rules).items() if css)


def item_rules(capture: Capture, outlets: Outlets) -> ItemRules | None:
    """Stable selectors for the list that was found; None where there are none to trust."""
    text, _ = decode(capture.body, capture.headers.get("content-type") or capture.media_type)
    return listing.propose_rules(page.parse(text, capture.url), outlets=outlets)


def _is_portal(found: Preview) -> bool:
    shown = (item.entry.attribution.outlet for item in found.items)
    return len({outlet.id for outlet in shown if outlet}) >= MANY_OUTLETS


def _instants(found: Preview) -> list[datetime]:
    return sorted(item.entry.published for item in found.items if item.entry.published)


def every(instants: Sequence[datetime]) -> timedelta:
    """How often to look: about half the usual gap between entries, 5 minutes to 6 hours; 30 minutes unknown."""
    gaps = sorted(later - earlier for earlier, later in pairwise(instants))
    gaps = [gap for gap in gaps if gap > timedelta(0)]
    if not gaps:
        return timedelta(minutes=30)
    half = min(max(gaps[len(gaps) // 2] / 2, _EVERY[0]), _EVERY[1])
    fitting = (step for step in reversed(_STEPS) if timedelta(minutes=step) <= half)
    return timedelta(minutes=next(fitting, _STEPS[0]))


def _minutes(pause: timedelta) -> str:
    minutes = int(pause.total_seconds() // 60)
    return f"{minutes // 60}h" if minutes % 60 == 0 else f"{minutes}m"


def _id(address: str) -> str:
    """An id of the host and the last folder: news.example.com/politics/list is example-politics-list."""
    host = urls.host(address).removeprefix("www.")
    path = re.sub(r"^https?://[^/]*/?", "", address).partition("?")[0]
    words = [*host.split(".")[:-1], *path.rsplit(".", 1)[0].split("/")] if host else [path.rsplit("/", 1)[-1]]
    name = "-".join(re.sub(r"[^0-9a-z]+", "-", word.lower()).strip("-") for word in words if word)
    return name.strip("-")[:60] or "new-source"


def _scalar(text: str) -> str:
    """A YAML scalar; quoted (JSON strings are YAML) where it holds what YAML would read otherwise."""
    plain = re.fullmatch(r"[^\W\d_][\w./:-]*(?: [\w.]+)*", text)
    return (
        text
        if plain and not text.endswith(":") and ": " not in text
        else json.dumps(text, ensure_ascii=False)
    )
