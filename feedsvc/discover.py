"""A page that nobody configured -> the block of sources.yaml that would read it, and why."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise

from feedsvc import urls, zones
from feedsvc.extract import extract, listing, page
from feedsvc.extract.charset import decode
from feedsvc.model import Capture, ItemRules, Sighting, SourceState
from feedsvc.outlets import Outlets
from feedsvc.preview import Preview

# A portal shows many outlets; a page that names one or two is that outlet's own, with a guest.
MANY_OUTLETS = 3
MOST = 0.6  # of the items have a picture, then the picture is worth a selector
# example.co.uk is called example, not example-co.
_SECOND_LEVEL = frozenset(("ac", "co", "com", "edu", "go", "gob", "gov", "gr", "ne", "net", "or", "org"))
_NO_NAME = "neither a class, an id nor what stands in the items tells them from the rest of the page"
_TITLE = 60  # characters of a title in a line
_EVERY = (timedelta(minutes=5), timedelta(hours=6))
_STEPS = (5, 10, 15, 30, 60, 120, 360)  # minutes
_TIERS = {"feed": "feed", "json": "json", "sitemap": "sitemap", "article": "article", "text": "text"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What `discover` found: the YAML block, and feeds that the page offers itself, those of comments last."""

    yaml: str
    feeds: tuple[str, ...]


def proposal(found: Preview, outlets: Outlets) -> Proposal:
    """The block for the page that was previewed; nothing is guessed that the page does not show."""
    feeds = sorted(dict.fromkeys(found.extraction.feeds), key=lambda feed: "comment" in feed.lower())
    return Proposal(yaml="\n".join(_lines(found, outlets)), feeds=tuple(feeds))


def _lines(found: Preview, outlets: Outlets) -> Iterator[str]:
    yield "sources:"
    yield f"  {_id(found.capture.url or found.source.url)}:"
    yield f"    url: {_scalar(found.source.url)}"
    if found.source.url.startswith("file:"):
        yield from _saved(found)
    yield f"    kind: {_TIERS.get(found.extraction.tier, 'list')}"
    yield f"    every: {_minutes(every(_instants(found)))}"
    if found.extraction.language:
        yield f"    language: {_scalar(found.extraction.language)}"
    yield from _zone(found, outlets)
    yield from _who(found, outlets)
    if found.extraction.tier in {"listing", "structured"}:
        yield from _items(found, outlets)


def _saved(found: Preview) -> Iterator[str]:
    if found.capture.url:
        yield f"    base: {_scalar(found.capture.url)}"
    else:
        yield "    # base: https://…    the address the page came from; relative links have none without it"
    if found.source.captured_at:
        yield f"    captured_at: {found.source.captured_at.isoformat()}"


def _zone(found: Preview, outlets: Outlets) -> Iterator[str]:
    home, host = outlets.at(found.capture.url or ""), urls.host(found.capture.url or "")
    country, language = home.country if home else None, found.extraction.language
    known = zones.zone(country=country, host=host, language=language) == found.source.zone
    yield f"    timezone: {found.source.zone}" + (
        "" if known else "    # the page does not tell; please check"
    )


def _who(found: Preview, outlets: Outlets) -> Iterator[str]:
    """The portal that shows the articles of others, or the outlet whose own they are."""
    home = outlets.at(found.capture.url or "")
    if _is_portal(found) or (home and home.portal):
        yield f"    via: {_scalar(home.name if home else urls.host(found.capture.url or found.source.url))}"
    elif home:
        yield f"    outlet: {home.id}"


def _items(found: Preview, outlets: Outlets) -> Iterator[str]:
    """Selectors that give the same entries; those that give less only as a remark."""
    told: list[tuple[ItemRules, str]] = []
    for rules in item_rules(found.capture, outlets):
        told.append((_pictured(found, rules), losses(found, _pictured(found, rules), outlets)))
        if not told[-1][1]:
            break
    if not told:
        yield f"    # no selectors: {_unnamed(found)}; feedsvc finds the list by itself at every look"
        return
    rules, lost = told[-1]
    if lost:
        yield f"    # feedsvc reads more by itself; these selectors would lose {lost}"
    elif rules == ItemRules(each=rules.each):
        yield "    # only where the items are: title, link, time and the rest are found in each of them"
    mark = "# " if lost else ""
    yield f"    {mark}items:"
    yield from (f"    {mark}  {key}: {_scalar(css)}" for key, css in asdict(rules).items() if css)


def _unnamed(found: Preview) -> str:
    if found.extraction.tier == "structured":
        return "the list stands in the page's data, where no selector reaches"
    return _NO_NAME


def _pictured(found: Preview, rules: ItemRules) -> ItemRules:
    pictured = sum(bool(sighting.image) for sighting in found.extraction.sightings)
    whole = rules != ItemRules(each=rules.each)
    return replace(rules, image="img") if whole and pictured >= MOST * len(found.items) else rules


def losses(found: Preview, rules: ItemRules, outlets: Outlets) -> str:
    """What of the entries selectors would not read as well: "29 of 80 times"; empty where they do."""
    source = replace(found.source, items=rules)
    read = extract(found.capture, source, outlets, SourceState(source_id=source.id))
    again = {(one.url, one.title): one for one in read.sightings}
    known = {(one.url, one.title): one for one in found.extraction.sightings}
    if len(again) > len(known):
        return f"order: they find {len(again)} entries, {len(known)} are in the list"
    common = [(one, again[key]) for key, one in known.items() if key in again]
    told = {"entries": len(known) - len(common)} | {
        what: sum(of(one) != of(other) for one, other in common) for what, of in _FACTS.items()
    }
    return ", ".join(f"{lost} of {len(known)} {what}" for what, lost in told.items() if lost)


def _when(sighting: Sighting) -> list[tuple[datetime, datetime]]:
    return [(one.earliest, one.latest) for one in sighting.evidence if one.role == "published"][:1]


def _outlet(sighting: Sighting) -> str | None:
    return sighting.attribution.outlet.id if sighting.attribution.outlet else None


_FACTS: Mapping[str, Callable[[Sighting], object]] = {
    "times": _when,
    "outlets": _outlet,
    "summaries": lambda sighting: bool(sighting.summary),
    "pictures": lambda sighting: bool(sighting.image),
    "reporters": lambda sighting: sighting.attribution.reporters,
}


def item_rules(capture: Capture, outlets: Outlets) -> Iterator[ItemRules]:
    """Stable selectors for the list that was found, the fullest first; none where there are none to trust."""
    return listing.proposed_rules(_page(capture), outlets=outlets)


def _page(capture: Capture) -> page.Page:
    text, _ = decode(capture.body, capture.headers.get("content-type") or capture.media_type)
    return page.parse(text, capture.url)


def other_lists(found: Preview) -> Iterator[str]:
    """Lines for a person: the page's lists that were passed over, why, and how to choose one instead."""
    shows_lists = found.extraction.tier in {"listing", "structured"}
    lists = listing.other_lists(_page(found.capture)) if shows_lists else ()
    if lists:
        yield "other lists of the page, passed over (to read one instead, put its items: into the block):"
    for one in lists:
        yield f"  {one.count} entries, {one.reason}: " + " / ".join(_short(title) for title in one.titles)
        yield (
            f"      items: {{each: {json.dumps(one.each, ensure_ascii=False)}}}"
            if one.each
            else f"      {_NO_NAME}"
        )


def _short(title: str) -> str:
    return title if len(title) <= _TITLE else title[: _TITLE - 1] + "…"


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
    """An id of the host and the folders: news.example.com.tw/politics/list.aspx is news-example-politics-list."""
    host = urls.host(address).removeprefix("www.")
    path = re.sub(r"^https?://[^/]*/?", "", address).partition("?")[0].partition("#")[0]
    path = re.sub(r"(?:\.[A-Za-z]{2,5}){1,2}$", "", path)
    labels = host.split(".")[:-1]
    if len(labels) > 1 and labels[-1] in _SECOND_LEVEL:
        labels.pop()
    words = [*labels, *path.split("/")] if host else [path.rsplit("/", 1)[-1]]
    name = "-".join(re.sub(r"[^0-9a-z]+", "-", word.lower()).strip("-") for word in words if word)
    return re.sub("-{2,}", "-", name)[:60].strip("-") or "new-source"


def _scalar(text: str) -> str:
    """A YAML scalar; quoted (JSON strings are YAML) where it holds what YAML would read otherwise."""
    plain = re.fullmatch(r"[^\W\d_][\w./:-]*(?: [\w.]+)*", text)
    return (
        text
        if plain and not text.endswith(":") and ": " not in text
        else json.dumps(text, ensure_ascii=False)
    )
