"""A list whose addresses change their parameters between looks (?pos=3) -> the entries its items are of.  Pure.

A path key is a weak one: source, address without parameters, title. It counts only for an item that no other
key finds, and for an entry that stood on the source's last list and left it in this very look, where the times
agree, and where three items at once tell the same: one alone may be today's "今日匯率" in yesterday's place.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from feedsvc import timeline
from feedsvc.model import Entry, Interval, Sighting
from feedsvc.reconcile.look import Book, Look
from feedsvc.text import squash

WEAK = ("title:", "path:")
_TELL_THE_SAME = 3


def with_paths(sightings: Sequence[Sighting]) -> list[Sighting]:
    """Sightings with their path keys; those of one path have none: there the parameters name the article."""
    paths = [(sighting.url or "").partition("?")[0] for sighting in sightings]
    alone = {path for path, count in Counter(paths).items() if count == 1}
    return [
        _with_path(sighting, path) if path in alone else sighting
        for sighting, path in zip(sightings, paths, strict=True)
    ]


def _with_path(sighting: Sighting, path: str) -> Sighting:
    if "?" not in (sighting.url or "") or sighting.authority == "article":
        return sighting
    key = f"path:{sighting.source_id}:{path}|{squash(sighting.title)}"
    return replace(sighting, keys=(*sighting.keys, key))


def renewed(book: Book, sightings: Iterable[Sighting], look: Look) -> dict[str, str]:
    """Path keys, and the entries that they name in this look."""
    if look.is_late:
        return {}
    held = [(sighting, [key for key in sighting.keys if key in book.holders]) for sighting in sightings]
    seen = {book.holders[key] for _, keys in held for key in keys if not key.startswith(WEAK)}
    gone = {it for it in look.state.listing if it not in seen and it in book.entries}
    found: dict[str, str] = {}
    for sighting, keys in held:
        weak = [key for key in keys if key.startswith("path:") and book.holders[key] in gone]
        if len(weak) == len(keys) == 1 and _may_be(book.entries[book.holders[weak[0]]], sighting, look):
            gone.remove(book.holders[weak[0]])
            found[weak[0]] = book.holders[weak[0]]
    return found if len(found) >= _TELL_THE_SAME else {}


def _may_be(entry: Entry, sighting: Sighting, look: Look) -> bool:
    """The entry is this source's own, and both have a time that may be one."""
    if entry.owner != look.source.id or entry.time is None:
        return False
    told = (it for it in sighting.evidence if it.role == "published")
    return any(_nearly(it.interval).intersection(entry.time) for it in told)


def _nearly(box: Interval) -> Interval:
    return Interval(earliest=box.earliest - timeline.SLOP, latest=box.latest + timeline.SLOP)
