"""Sources, their states and the outlets seen -> Status: JSON, page, table and a feed of health.  Pure.

Status holds changes of state, not instants of looks: a look that changes nothing changes no byte. So it
is made from the one before (`previous`), which `read` gets back from status.json.
"""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, tzinfo
from html import escape
from typing import Any, Protocol
from urllib.parse import urlsplit

from rich.console import Group
from rich.table import Table
from rich.text import Text

from feedsvc.model import Feed, FeedEntry, Site, Source, SourceState
from feedsvc.outlets import Outlets
from feedsvc.publish.site import OutletRow, SourceRow, StatusView, status_page
from feedsvc.publish.site.words import words

EVENTS = 100
# unchanged is well; waiting (a busy host, robots.txt asking for patience) changes nothing.
_STATES = {"ok": "ok", "unchanged": "ok", "failed": "failed", "empty": "empty", "redesigned": "redesigned"}
_UNWELL = ("failed", "empty", "redesigned")
_FAMILY = uuid.UUID("5c0e3f0a-6d1b-5f43-9a52-0b7a6e2f9d11")
_VARYING = re.compile(r"[0-9a-f]{8,}|\d+")  # capture ids, seconds, sizes
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)  # of a feed of sources none of which was read yet
_STYLES = {"ok": "green", "new": "dim", "failed": "red", "empty": "yellow", "redesigned": "yellow"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A source came into another state: failed, empty, redesigned, moved, or ok again."""

    source_id: str
    title: str
    state: str
    at: datetime
    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """How the sources are. `events`: newest first, at most 100; `unregistered`: outlets to register."""

    sources: tuple[SourceRow, ...]
    events: tuple[Event, ...] = ()
    unregistered: tuple[OutletRow, ...] = ()


class Seen(Protocol):
    """An outlet, or what the store counts of one."""

    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def registered(self) -> bool: ...


def status(
    sources: Sequence[Source],
    states: Mapping[str, SourceState],
    outlets: Iterable[Seen] | None,
    *,
    previous: Status | None,
    now: datetime,
) -> Status:
    """The next Status: equal to `previous` when no source changed its state and no outlet is new.

    `outlets` None: they were not counted again, those of `previous` stand.
    """
    moment = now.astimezone(UTC).replace(microsecond=0)
    before = {row.id: row for row in previous.sources} if previous is not None else {}
    rows = [_row(source, states.get(source.id), before.get(source.id), moment) for source in sources]
    news = [event for row in rows for event in _events(row, before.get(row.id), moment)]
    past = previous.events if previous is not None else ()
    known = previous.unregistered if previous is not None else ()
    return Status(
        sources=tuple(rows),
        events=(*sorted(news, key=lambda event: event.source_id), *past)[:EVENTS],
        unregistered=_unregistered(outlets) if outlets is not None else known,
    )


def status_json(status: Status) -> bytes:
    """status.json: sorted keys, UTC instants with Z, one line a value."""
    text = json.dumps(asdict(status), ensure_ascii=False, indent=1, sort_keys=True, default=_stamp)
    return text.encode("utf-8", "replace") + b"\n"


def read(data: bytes) -> Status | None:
    """What `status_json` wrote; None for anything else: then the history begins anew."""
    try:
        raw = json.loads(data)
        return Status(
            sources=tuple(SourceRow(**_timed(row, "since")) for row in raw["sources"]),
            events=tuple(Event(**_timed(row, "at")) for row in raw["events"]),
            unregistered=tuple(OutletRow(**row) for row in raw["unregistered"]),
        )
    except (ValueError, TypeError, KeyError):
        return None


def page(status: Status, *, site: Site, zone: tzinfo) -> bytes:
    """status.html."""
    view = StatusView(
        title=site.title,
        language=site.language,
        sources=status.sources,
        unregistered=status.unregistered,
    )
    return status_page(view, zone=zone)


def health_feed(status: Status, *, site: Site) -> Feed:
    """The feed behind health.xml: an entry for each change of state; entries never change afterwards."""
    say = words(site.language)
    entries = tuple(_entry(event, place, site) for place, event in enumerate(status.events))
    times = [event.at for event in status.events] or [row.since for row in status.sources if row.since]
    return Feed(
        id=f"urn:uuid:{uuid.uuid5(_FAMILY, 'health')}",
        kind="all",
        key="health",
        title=f"{say['health']} · {site.title}",
        language=site.language,
        path="",
        feed_url=site.url,
        home_page_url=f"{site.url}status.html",
        updated=max((*times, _NEVER)),
        entries=entries,
        description=say["health"],
    )


def table(status: Status, states: Mapping[str, SourceState], zone: tzinfo) -> Group:
    """For the terminal; unlike the files it also shows what moves with every look.

    What is wrong stands below the table: addresses in a narrow column would fall into letters.
    """
    shown = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("source", "state", "since", "last well", "next look"):
        shown.add_column(heading, overflow="fold", no_wrap=heading != "source")
    for row in status.sources:
        state = states.get(row.id) or SourceState(source_id=row.id)
        name = f"{row.state} ×{state.failures}" if state.failures else row.state
        instants = (_minute(moment, zone) for moment in (row.since, state.last_ok_at, state.next_check_at))
        shown.add_row(Text(row.id), Text(name, style=_STYLES.get(row.state, "")), *instants)
    remarks = ((row, row.problem or (row.moved_to and f"moved to {row.moved_to}")) for row in status.sources)
    told = [Text(f"{row.id}: {words}", style=_STYLES.get(row.state, "")) for row, words in remarks if words]
    return Group(shown, *([Text("")] if told else []), *told)


# -- from states to rows --------------------------------------------------------------------------


def _row(source: Source, state: SourceState | None, before: SourceRow | None, now: datetime) -> SourceRow:
    """Where the state is the one before, so is its instant, and its words where only numbers and ids changed."""
    name = _state(state, before)
    row = SourceRow(
        id=source.id,
        title=source.title,
        url=_public(source.url),
        state=name,
        since=None if name == "new" else now,
        problem=_problem(source, state) if name in _UNWELL else "",
        moved_to=_public(state.moved_to) if state is not None and state.moved_to else None,
    )
    if before is None or before.state != name:
        return row
    same = _VARYING.sub("0", before.problem) == _VARYING.sub("0", row.problem)
    return replace(row, since=before.since, problem=before.problem if same else row.problem)


def _state(state: SourceState | None, before: SourceRow | None) -> str:
    known = _STATES.get(state.last_status) if state is not None else None
    return known or (before.state if before is not None else "new")


def _problem(source: Source, state: SourceState | None) -> str:
    """The words of the error without what the row says anyway, and without the secrets of an address."""
    text = (state.last_error if state is not None else None) or ""
    return (
        text.removeprefix(f"{source.id}: ")
        .removeprefix(f"{source.url}: ")
        .replace(source.url, _public(source.url))
    )


def _public(url: str) -> str:
    """An address without password, query and fragment; of a file of this machine only its name."""
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"}:
        return f"{parts.scheme}:{parts.path.rpartition('/')[2]}"
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"


def _events(row: SourceRow, before: SourceRow | None, now: datetime) -> list[Event]:
    """What a person should hear of: not that a new source works, but that a broken one works again."""
    was = before.state if before is not None else "new"
    events = []
    if row.state != was and (row.state in _UNWELL or was in _UNWELL):
        events.append(_event(row, row.state, now, row.problem))
    if row.moved_to and (before is None or before.moved_to != row.moved_to):
        events.append(_event(row, "moved", now, row.moved_to))
    return events


def _event(row: SourceRow, state: str, now: datetime, problem: str) -> Event:
    return Event(source_id=row.id, title=row.title or row.id, state=state, at=now, problem=problem)


def unknown(seen: Iterable[Seen], outlets: Outlets) -> tuple[Seen, ...]:
    """Those of them that only pages name; what was added to the registry meanwhile is known by its name."""
    return tuple(one for one in seen if not one.registered and outlets.named(one.name) is None)


def _unregistered(outlets: Iterable[Seen]) -> tuple[OutletRow, ...]:
    found = {outlet.id: outlet.name for outlet in outlets if not outlet.registered}
    return tuple(
        OutletRow(id=key, name=found[key]) for key in sorted(found, key=lambda key: (found[key], key))
    )


def _entry(event: Event, place: int, site: Site) -> FeedEntry:
    """Most readers show the content and not the summary: it must not be empty."""
    title = words(site.language)[f"event_{event.state}"].format(name=event.title)
    name = uuid.uuid5(_FAMILY, f"{event.source_id} {event.state} {event.at.isoformat()}")
    return FeedEntry(
        id=f"urn:uuid:{name}",
        title=title,
        updated=event.at,
        published=event.at,
        first_seen=event.at,
        position=place,
        url=f"{site.url}status.html",
        summary=event.problem,
        content_html=f"<p>{escape(event.problem or title, quote=False)}</p>",
        language=site.language,
    )


# -- spelling -------------------------------------------------------------------------------------


def _stamp(value: object) -> str:
    if not isinstance(value, datetime):
        raise TypeError(f"no JSON for {value!r}")
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _timed(row: Mapping[str, Any], key: str) -> dict[str, Any]:
    return {**row, key: datetime.fromisoformat(row[key]) if row[key] is not None else None}


def _minute(moment: datetime | None, zone: tzinfo) -> str:
    return moment.astimezone(zone).strftime("%m-%d %H:%M") if moment is not None else ""
