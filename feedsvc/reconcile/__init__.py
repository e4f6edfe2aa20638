"""Sightings x known entries -> Changes (new, updated, narrowed) and the source's next state.  Pure.

Ids are assigned once; keys find them. One source owns an entry and decides its words; every source may
narrow its time. What a reader has seen moves only where evidence excludes it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import fields

from feedsvc.model import Capture, Changes, Entry, Extraction, Sighting, Source, SourceState
from feedsvc.reconcile.identity import identifiable, place
from feedsvc.reconcile.look import Book, Look
from feedsvc.reconcile.memory import state_after
from feedsvc.reconcile.renewed import renewed
from feedsvc.reconcile.times import bound, bound_newcomers, date_entries, style_learnt

__all__ = ["keys_of", "reconcile"]


_SILENT = {"time", "evidence", "keys", "first_seen", "time_unit"}  # knowledge that no reader sees yet


def keys_of(sightings: Sequence[Sighting]) -> set[str]:
    """The keys whose entries `reconcile` wants to know."""
    return {key for sighting in identifiable(sightings) for key in sighting.keys}


def reconcile(
    extraction: Extraction,
    *,
    capture: Capture,
    source: Source,
    state: SourceState,
    known: Mapping[str, Entry],
    owners: Collection[str] | None = None,
) -> tuple[Changes, SourceState]:
    """What one look changes. `known` maps each of `keys_of` the sightings to its entry, where it has one;
    `owners` are the sources that are configured, where the caller knows them.

    The same capture twice changes nothing the second time. A look without sightings changes no entry and
    keeps the list as it was.
    """
    look = Look(capture=capture, source=source, state=state, extraction=extraction, owners=owners)
    book = Book.opened(known)
    sightings = identifiable(extraction.sightings)
    book.renewed = renewed(book, sightings, look)
    for sighting in sightings:
        place(book, sighting, look)
    votes, style = style_learnt(book, look)
    bound_newcomers(book, look)
    units = {entry_id: bound(book, entry_id, look, style) for entry_id in book.positions}
    date_entries(book, look, units)
    after = state_after(look, book, votes, style)
    # A replay, or the page of one article, is not the list as it stands now: nobody joined or left it.
    listing = tuple(book.positions) if after is not state else ()
    return _changes(book, listing), after


def _changes(book: Book, listing: tuple[str, ...]) -> Changes:
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
        listing=listing,
    )


def _is_noticeable(before: Entry, after: Entry) -> bool:
    names = (it.name for it in fields(Entry) if it.name not in _SILENT)
    return any(getattr(before, name) != getattr(after, name) for name in names)
