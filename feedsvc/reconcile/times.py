"""What one look says about when -> the intervals and published instants of its entries.  Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from feedsvc import timeline
from feedsvc.model import Conflict, Entry, Interval, Sighting, Style, TimeEvidence, Unit
from feedsvc.reconcile.look import Book, Look

_REPUBLISHED = (0, 1, 2)  # trust of stamps that can tell a republication


def statements(sighting: Sighting, entry: Entry, look: Look) -> tuple[TimeEvidence, ...]:
    """What a sighting says about when; another source's words are read in that source's own style."""
    if entry.owner == look.source.id or look.state.relative_style == "any":
        return sighting.evidence
    return tuple(_pinned(statement, look.state.relative_style) for statement in sighting.evidence)


def _pinned(statement: TimeEvidence, style: Style) -> TimeEvidence:
    box = timeline.read_as(statement, style)
    return replace(statement, earliest=box.earliest, latest=box.latest, floor=None, round=None)


def style_learnt(book: Book, look: Look) -> tuple[dict[str, int], Style]:
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


def bound_newcomers(book: Book, look: Look) -> None:
    """New entries at the head of a chronological list were not on the page last time."""
    last = look.state.last_look_at
    if last is None or look.is_late:
        return
    since = timeline.unseen(last_look=last, seen_at=look.at, latest=look.rendered.latest)
    if since is None:
        return
    for entry_id in timeline.joined_at_head(look.state.listing, tuple(book.positions)) - book.first.keys():
        book.evidence[entry_id] = (*book.evidence[entry_id], since)


def bound(book: Book, entry_id: str, look: Look, style: Style) -> Unit | None:
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


def _republished(entry: Entry, aside: Iterable[TimeEvidence], look: Look) -> Entry:
    """A stamp later than the entry itself: the article was published anew, which is an update."""
    later = [
        min(it.earliest, look.at)
        for it in aside
        if timeline.trust(it) in _REPUBLISHED and it.earliest > entry.first_seen + timeline.SLOP
    ]
    return replace(entry, updated=max(entry.updated, *later)) if later else entry


def _never_wider(box: Interval | None, before: Interval | None) -> Interval | None:
    if box is None or before is None:
        return box or before
    return box.intersection(before) or box


def date_entries(book: Book, look: Look, units: Mapping[str, Unit | None]) -> None:
    """Enters the published instants, those of a page in order of time between what its neighbours keep."""
    page = [entry for entry in map(book.entries.__getitem__, book.positions) if entry.time is not None]
    ordered = timeline.in_page_order([entry.time for entry in page if entry.time is not None])
    parts: Sequence[Interval | None] = [None] * len(page)
    if ordered is not None:
        settled = [entry.published if _is_settled(entry, book, look) else None for entry in page]
        parts = timeline.between_settled(ordered, settled)
    for entry, part in zip(page, parts, strict=True):
        book.entries[entry.id] = _dated(entry, book, look, units[entry.id], part)


def _is_settled(entry: Entry, book: Book, look: Look) -> bool:
    """Whether its instant stays: a replay moves nothing that readers have seen."""
    if entry.first_published_at is None:
        return entry.published is not None and book.before[entry.id] == entry.time
    return look.is_late or timeline.rests(entry, entry.time, look.at)


def _dated(entry: Entry, book: Book, look: Look, unit: Unit | None, likely: Interval | None) -> Entry:
    seen = entry.first_published_at is not None
    if _is_settled(entry, book, look):
        return entry if seen else replace(entry, time_unit=unit)
    instant = timeline.published(entry, entry.time, unit=unit, now=look.at, likely=likely)
    if not seen:
        return replace(entry, time_unit=unit, published=instant)
    if instant == entry.published:
        return entry
    return replace(entry, time_unit=unit, published=instant, shown_time=entry.time, moves=entry.moves + 1)
