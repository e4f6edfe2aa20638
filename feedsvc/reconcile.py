"""Sightings x known entries -> Changes (new, updated, narrowed) and the source's next state.  Pure.

Ids are assigned once; keys find them. One source owns an entry and decides its words; every source may
narrow its time. What a reader has seen moves only where evidence excludes it.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import datetime, timedelta

from feedsvc import timeline, urls
from feedsvc.model import (
    Attribution,
    Capture,
    Changes,
    Conflict,
    Entry,
    Extraction,
    Interval,
    Sighting,
    Source,
    SourceState,
    Style,
    TimeEvidence,
    Unit,
)
from feedsvc.text import squash

NAMESPACE = uuid.UUID("6f0f5ee2-3f1b-5d0c-9a57-8b4d2c7e9a10")
_USUAL_WEIGHT = 0.2  # of the newest look in the usual count
_TITLES_SHARING_A_KEY = 3  # more different titles under one key: the key names a page, not an article
_LONGEST_LAG = timedelta(hours=6)
_REPUBLISHED = (0, 1, 2)  # trust of stamps that can tell a republication


def reconcile(
    extraction: Extraction,
    *,
    capture: Capture,
    source: Source,
    state: SourceState,
    known: Mapping[str, Entry],
) -> tuple[Changes, SourceState]:
    """What one look changes. `known` maps each key of the sightings to its entry, where it has one.

    The same capture twice changes nothing the second time. A look without sightings changes no entry and
    keeps the list as it was.
    """
    look = _Look(capture=capture, source=source, state=state, extraction=extraction)
    book = _Book.opened(known)
    for sighting in _identifiable(extraction.sightings):
        _place(book, sighting, look)
    votes, style = _style_learnt(book, look)
    _bound_newcomers(book, look)
    units = {entry_id: _bound(book, entry_id, look, style) for entry_id in book.positions}
    _date(book, look, units)
    return _changes(book), _state_after(look, book, votes, style)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Look:
    """The circumstances of one look."""

    capture: Capture
    source: Source
    state: SourceState
    extraction: Extraction

    @property
    def at(self) -> datetime:
        return self.capture.captured_at

    @property
    def rendered(self) -> Interval:
        return self.extraction.rendered or self.capture.rendered

    @property
    def is_late(self) -> bool:
        """A page no younger than one that was read already: a replay, or a cache that lags behind."""
        read, made = self.state.last_capture_at, self.state.last_look_at
        return (read is not None and self.at <= read) or (made is not None and self.rendered.latest < made)

    @property
    def is_stale(self) -> bool:
        """The bytes of the last look again: their relative words grew no older, though the clock did."""
        return bool(self.capture.digest) and self.capture.digest == self.state.digest and not self.is_late

    @property
    def of_article(self) -> bool:
        """The page of one article, not the list that this source watches."""
        sightings = self.extraction.sightings
        return bool(sightings) and all(it.authority == "article" for it in sightings) and len(sightings) == 1


@dataclass(slots=True)
class _Book:
    """Entries as they stand while one look is being entered; `first` is how they stood before it."""

    entries: dict[str, Entry]
    first: dict[str, Entry]
    holders: dict[str, str]
    evidence: dict[str, tuple[TimeEvidence, ...]] = field(default_factory=dict)
    positions: dict[str, None] = field(default_factory=dict)
    before: dict[str, Interval | None] = field(default_factory=dict)  # intervals as of the last look
    merged: dict[str, str] = field(default_factory=dict)
    conflicts: list[Conflict] = field(default_factory=list)

    @classmethod
    def opened(cls, known: Mapping[str, Entry]) -> _Book:
        entries = {entry.id: entry for entry in known.values()}
        return cls(entries, dict(entries), {key: entry.id for key, entry in known.items()})

    def enter(self, entry: Entry) -> None:
        self.entries[entry.id] = entry
        for key in entry.keys:
            self.holders.setdefault(key, entry.id)


# -- identity -------------------------------------------------------------------------------------


def _identifiable(sightings: Sequence[Sighting]) -> list[Sighting]:
    """Sightings with the keys that name one article: a link to the front page names none."""
    titles: dict[str, set[str]] = {}
    for sighting in sightings:
        for key in sighting.keys:
            titles.setdefault(key, set()).add(squash(sighting.title))
    shared = {key for key, under in titles.items() if len(under) > _TITLES_SHARING_A_KEY}
    return [_with_own_keys(sighting, shared) for sighting in sightings]


def _with_own_keys(sighting: Sighting, shared: set[str]) -> Sighting:
    own = tuple(key for key in sighting.keys if key not in shared)
    return replace(sighting, keys=own or (f"title:{sighting.source_id}:{squash(sighting.title)}",))


def _place(book: _Book, sighting: Sighting, look: _Look) -> None:
    """Finds the entry of a sighting, or makes it, and enters what the sighting says but for its time."""
    holders = _holders(book, sighting)
    if not holders:
        entry = _new_entry(sighting, look)
        holders = [entry.id]
        book.entries.setdefault(entry.id, entry)
    for other in holders[1:]:
        holders[0] = _join(book, holders[0], other)
    entry = book.entries[holders[0]]
    if entry.id not in book.positions:  # the first place on the page speaks; a second one adds evidence only
        entry = _described(entry, sighting, look)
    book.enter(_with_keys(entry, sighting, book))
    book.positions[entry.id] = None
    said = () if look.is_stale and entry.id in book.first else _statements(sighting, entry, look)
    book.evidence[entry.id] = (*book.evidence.get(entry.id, ()), *said)


def _holders(book: _Book, sighting: Sighting) -> list[str]:
    """Ids of the entries that this sighting's keys name, the most trusted key's first."""
    strong = [key for key in sighting.keys if not key.startswith("title:")]
    found = list(dict.fromkeys(book.holders[key] for key in strong if key in book.holders))
    if found:
        first = book.entries[found[0]]
        return found[:1] + [it for it in found[1:] if _same_article(first, book.entries[it])]
    titled = (book.holders[key] for key in sighting.keys if key.startswith("title:") and key in book.holders)
    # Two articles may bear one title ("今日天氣"): it names an entry only where a link is missing.
    return [it for it in titled if sighting.url is None or book.entries[it].url is None][:1]


def _same_article(one: Entry, other: Entry) -> bool:
    """Two keys may disagree because a feed uses a guid twice: then titles and times differ."""
    if squash(one.title) == squash(other.title) or one.time is None or other.time is None:
        return True
    return one.time.intersection(other.time) is not None


def _new_entry(sighting: Sighting, look: _Look) -> Entry:
    article = sighting.authority == "article"
    waits = look.source.article == "full" and sighting.url is not None and not article
    return Entry(
        id=f"urn:uuid:{uuid.uuid5(NAMESPACE, sighting.keys[0])}",
        title=sighting.title,
        owner=look.source.id,
        first_seen=look.at,
        updated=look.at,
        url=sighting.url,
        summary=sighting.summary,
        content_html=sighting.content_html,
        position=sighting.position,
        full=article,
        held_until=look.at + look.source.every if waits else None,
    )


def _with_keys(entry: Entry, sighting: Sighting, book: _Book) -> Entry:
    more = [key for key in sighting.keys if book.holders.get(key, entry.id) == entry.id]
    keys = tuple(dict.fromkeys((*entry.keys, *more)))
    return entry if keys == entry.keys else replace(entry, keys=keys)


def _join(book: _Book, one: str, other: str) -> str:
    """Two entries turned out to be one: the older id stays."""
    older, younger = sorted((book.entries[one], book.entries[other]), key=lambda it: (it.first_seen, it.id))
    del book.entries[younger.id]
    book.merged = {alias: older.id if to == younger.id else to for alias, to in book.merged.items()}
    if younger.id in book.first:
        book.merged[younger.id] = older.id
    book.holders = {key: older.id if to == younger.id else to for key, to in book.holders.items()}
    book.positions = {older.id if it == younger.id else it: None for it in book.positions}
    said = (*younger.evidence, *book.evidence.pop(younger.id, ()))
    book.evidence[older.id] = (*book.evidence.get(older.id, ()), *said)
    book.enter(_united(older, younger))
    return older.id


def _united(older: Entry, younger: Entry) -> Entry:
    entry = replace(
        older,
        keys=tuple(dict.fromkeys((*older.keys, *younger.keys))),
        summary=older.summary or younger.summary,
        content_html=older.content_html or younger.content_html,
        image=older.image or younger.image,
        full=older.full or younger.full,
        held_until=None if younger.held_until is None else older.held_until,
    )
    if older.first_published_at is not None:
        return entry
    attribution = _completed(older.attribution, younger.attribution)
    return replace(entry, url=older.url or younger.url, attribution=attribution)


# -- words ----------------------------------------------------------------------------------------


def _described(entry: Entry, sighting: Sighting, look: _Look) -> Entry:
    """The entry with what this sighting may say about it."""
    entry = _first_seen(entry, sighting, look)
    worded = (
        _of_article(entry, sighting, look)
        if sighting.authority == "article"
        else _edited(entry, sighting, look)
    )
    if (worded.title, worded.summary, worded.content_html) != (
        entry.title,
        entry.summary,
        entry.content_html,
    ):
        worded = replace(worded, updated=look.at)
    return _with_facts(worded, sighting)


def _first_seen(entry: Entry, sighting: Sighting, look: _Look) -> Entry:
    """An older capture, read late, saw it first: before publication it owns the entry."""
    if look.at >= entry.first_seen:
        return entry
    if entry.first_published_at is not None:
        return replace(entry, first_seen=look.at)
    earlier = replace(entry, first_seen=look.at, position=sighting.position)
    if entry.owner == look.source.id:
        unchanged = entry.updated == entry.first_seen and entry.title == sighting.title
        return replace(earlier, updated=look.at) if unchanged else earlier
    summary = sighting.summary or entry.summary
    return replace(earlier, owner=look.source.id, updated=look.at, title=sighting.title, summary=summary)


def _edited(entry: Entry, sighting: Sighting, look: _Look) -> Entry:
    """Title and summary as the owner words them now. Another list, or an older look, edits nothing."""
    if entry.owner != look.source.id or look.at < entry.updated:
        return entry
    return replace(
        entry,
        title=entry.title if _is_clipped(sighting.title, entry.title) else sighting.title,
        summary=entry.summary if _is_clipped(sighting.summary, entry.summary) else sighting.summary,
        content_html=entry.content_html if entry.full else sighting.content_html or entry.content_html,
    )


def _of_article(entry: Entry, sighting: Sighting, look: _Look) -> Entry:
    """Completed by its article page: content, and words that the list had cut; the headline is the list's."""
    entry = replace(entry, full=True, held_until=None)
    if look.at < entry.updated and entry.content_html:
        return entry
    watched = entry.owner == look.source.id and _is_watched(look.source, sighting)
    cut = _is_clipped(entry.title, sighting.title)
    return replace(
        entry,
        title=sighting.title if watched or cut else entry.title,
        summary=(sighting.summary if watched else "") or entry.summary or sighting.summary,
        content_html=sighting.content_html or entry.content_html,
    )


def _is_watched(source: Source, sighting: Sighting) -> bool:
    """The source is this very article, not a list that led to it."""
    return source.url.startswith("file:") or f"url:{urls.canonical(source.url)}" in sighting.keys


def _is_clipped(text: str, whole: str) -> bool:
    """`text` is `whole` cut short, or nothing: it must not replace it."""
    stem = text.rstrip("….").rstrip()
    return not text or (stem != text and len(whole) > len(stem) and whole.startswith(stem))


def _with_facts(entry: Entry, sighting: Sighting) -> Entry:
    """Facts that were missing; what readers have seen stays as it is."""
    entry = replace(
        entry,
        image=entry.image or sighting.image,
        language=entry.language or sighting.language,
        enclosures=entry.enclosures or sighting.enclosures,
    )
    if entry.first_published_at is not None:
        return entry
    return replace(
        entry,
        url=entry.url or sighting.url,
        categories=entry.categories or sighting.categories,
        attribution=_completed(entry.attribution, sighting.attribution),
    )


def _completed(one: Attribution, other: Attribution) -> Attribution:
    missing = {it.name: getattr(other, it.name) for it in fields(Attribution) if not getattr(one, it.name)}
    return replace(one, **missing)


# -- time -----------------------------------------------------------------------------------------


def _statements(sighting: Sighting, entry: Entry, look: _Look) -> tuple[TimeEvidence, ...]:
    """What a sighting says about when; another source's words are read in that source's own style."""
    if entry.owner == look.source.id or look.state.relative_style == "any":
        return sighting.evidence
    return tuple(_pinned(statement, look.state.relative_style) for statement in sighting.evidence)


def _pinned(statement: TimeEvidence, style: Style) -> TimeEvidence:
    box = timeline.read_as(statement, style)
    return replace(statement, earliest=box.earliest, latest=box.latest, floor=None, round=None)


def _style_learnt(book: _Book, look: _Look) -> tuple[dict[str, int], Style]:
    """The votes on how this source rounds, after this look; a replay and another's entries have none."""
    if look.is_late or look.is_stale:
        return dict(look.state.style_votes), look.state.relative_style
    own = (book.entries[it] for it in book.evidence if book.entries[it].owner == look.source.id)
    votes = (
        timeline.style_votes(
            entry.evidence, (*entry.evidence, *book.evidence[entry.id]), not_after=entry.first_seen
        )
        for entry in own
    )
    return timeline.learn_style(look.state.style_votes, *votes)


def _bound(book: _Book, entry_id: str, look: _Look, style: Style) -> Unit | None:
    """Enters the entry's interval after all evidence of this look; gives the unit of its words."""
    entry = book.entries[entry_id]
    style = style if entry.owner == look.source.id else "any"
    kept = timeline.essential((*entry.evidence, *book.evidence[entry_id]), not_after=entry.first_seen)
    verdict = timeline.weigh(kept, style=style, not_after=entry.first_seen)
    fresh = set(kept) - set(entry.evidence)
    aside = [statement for statement in verdict.conflicts if statement in fresh]
    book.conflicts += [Conflict(entry_id=entry_id, evidence=statement) for statement in aside]
    entry = _republished(replace(entry, evidence=kept), aside, look)
    box = _never_wider(verdict.interval, entry.time)
    book.before[entry_id] = entry.time
    book.entries[entry_id] = replace(entry, time=box)
    return verdict.unit or entry.time_unit


def _bound_newcomers(book: _Book, look: _Look) -> None:
    """New entries at the head of a chronological list were not on the page last time."""
    last = look.state.last_look_at
    if last is None or look.is_late:
        return
    bound = timeline.unseen(last_look=last, seen_at=look.at, latest=look.rendered.latest)
    if bound is None:
        return
    for entry_id in timeline.joined_at_head(look.state.listing, tuple(book.positions)) - book.first.keys():
        book.evidence[entry_id] = (*book.evidence[entry_id], bound)


def _republished(entry: Entry, aside: Iterable[TimeEvidence], look: _Look) -> Entry:
    """A stamp later than the entry itself: the article was published anew, which is an update."""
    later = [
        min(it.earliest, look.at)
        for it in aside
        if timeline.trust(it) in _REPUBLISHED and it.earliest > entry.first_seen + timeline.SLOP
    ]
    return replace(entry, updated=max(entry.updated, *later)) if later else entry


def _date(book: _Book, look: _Look, units: Mapping[str, Unit | None]) -> None:
    """Enters the published instants, from the top of the page down."""
    page = [entry for entry in map(book.entries.__getitem__, book.positions) if entry.time is not None]
    ordered = timeline.in_page_order([entry.time for entry in page if entry.time is not None])
    for place, entry in enumerate(page):
        part = None if ordered is None else _between(ordered[place], book, page, place)
        book.entries[entry.id] = _dated(entry, book, look, units[entry.id], part)


def _between(part: Interval, book: _Book, page: Sequence[Entry], place: int) -> timeline.Likely:
    """What the order of the page leaves to an entry, and what was published of its neighbours."""
    above = [book.entries[entry.id].published for entry in page[max(place - 1, 0) : place]]
    below = [entry.published for entry in page[place + 1 : place + 2]]
    return timeline.Likely(part=part, above=next(iter(above), None), below=next(iter(below), None))


def _dated(
    entry: Entry, book: _Book, look: _Look, unit: Unit | None, likely: timeline.Likely | None
) -> Entry:
    seen = entry.first_published_at is not None
    if seen and look.is_late:  # a replay moves nothing that readers have seen
        return entry
    if not seen and entry.published is not None and book.before[entry.id] == entry.time:
        return replace(entry, time_unit=unit)
    instant = timeline.published(entry, entry.time, unit=unit, now=look.at, likely=likely)
    if not seen:
        return replace(entry, time_unit=unit, published=instant)
    if instant == entry.published:
        return entry
    return replace(entry, time_unit=unit, published=instant, shown_time=entry.time, moves=entry.moves + 1)


def _never_wider(box: Interval | None, before: Interval | None) -> Interval | None:
    if box is None or before is None:
        return box or before
    return box.intersection(before) or box


# -- the outcome ----------------------------------------------------------------------------------

_SILENT = {"time", "evidence", "keys", "first_seen", "time_unit"}  # knowledge that no reader sees yet


def _changes(book: _Book) -> Changes:
    sighted = [book.entries[entry_id] for entry_id in book.positions]
    old = [(book.first[entry.id], entry) for entry in sighted if entry.id in book.first]
    changed = [(before, after) for before, after in old if before != after]
    return Changes(
        new=tuple(entry for entry in sighted if entry.id not in book.first),
        updated=tuple(after for before, after in changed if _is_noticeable(before, after)),
        narrowed=tuple(after for before, after in changed if not _is_noticeable(before, after)),
        unchanged=len(old) - len(changed),
        merged=book.merged,
        conflicts=tuple(book.conflicts),
        listing=tuple(book.positions),
    )


def _is_noticeable(before: Entry, after: Entry) -> bool:
    names = (it.name for it in fields(Entry) if it.name not in _SILENT)
    return any(getattr(before, name) != getattr(after, name) for name in names)


def _state_after(look: _Look, book: _Book, votes: Mapping[str, int], style: Style) -> SourceState:
    """What to remember of this look. One article's page says nothing about the list that led to it."""
    state = look.state
    if look.is_late or (look.of_article and not _is_watched(look.source, look.extraction.sightings[0])):
        return state
    if not book.positions:
        return replace(state, last_status=_status_of_nothing(look), failures=0, last_error=None)
    return replace(
        state,
        listing=tuple(book.positions),
        usual_count=_usual(state.usual_count, len(book.positions)),
        last_look_at=state.last_look_at if look.is_stale else look.rendered.earliest,
        last_capture_at=look.at,
        last_ok_at=look.at,
        last_status="redesigned" if look.extraction.repair else "ok",
        failures=0,
        last_error=None,
        digest=look.capture.digest or state.digest,
        relative_style=style,
        style_votes=votes,
        lag=_lag(look),
        address_rule=look.extraction.address_rule or state.address_rule,
    )


def _status_of_nothing(look: _Look) -> str:
    if look.extraction.repair:
        return "redesigned"
    return "empty" if look.state.usual_count >= 1 else "ok"


def _lag(look: _Look) -> timedelta:
    """How far the page lags behind its headers, once three items with a stamp and an age agree."""
    if look.capture.clock != "http":
        return look.state.lag
    more = timeline.hidden_lag(sighting.evidence for sighting in look.extraction.sightings)
    return min(look.state.lag + more, _LONGEST_LAG)


def _usual(before: float, count: int) -> float:
    if before == 0:
        return float(count)
    return round(before + _USUAL_WEIGHT * (count - before), 3)
