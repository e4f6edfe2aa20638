"""Sightings -> the entries they are of, by their keys; ids are assigned once.  Pure."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import replace

from feedsvc.model import Entry, Sighting
from feedsvc.reconcile.look import Book, Look
from feedsvc.reconcile.renewed import WEAK, with_paths
from feedsvc.reconcile.times import statements
from feedsvc.reconcile.words import completed, described
from feedsvc.text import squash

NAMESPACE = uuid.UUID("6f0f5ee2-3f1b-5d0c-9a57-8b4d2c7e9a10")
_MOST_KEYS = 12  # of an entry whose address is another at each look: more addresses find nothing more
_TITLES_SHARING_A_KEY = 3  # more different titles under one key: the key names a page, not an article


def identifiable(sightings: Sequence[Sighting]) -> list[Sighting]:
    """Sightings with the keys that name one article: a link to the front page names none."""
    titles: dict[str, set[str]] = {}
    for sighting in sightings:
        for key in sighting.keys:
            titles.setdefault(key, set()).add(squash(sighting.title))
    shared = {key for key, under in titles.items() if len(under) > _TITLES_SHARING_A_KEY}
    return with_paths([_with_own_keys(sighting, shared) for sighting in sightings])


def _with_own_keys(sighting: Sighting, shared: set[str]) -> Sighting:
    own = tuple(key for key in sighting.keys if key not in shared)
    return replace(sighting, keys=own or (f"title:{sighting.source_id}:{squash(sighting.title)}",))


def place(book: Book, sighting: Sighting, look: Look) -> None:
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
        entry = described(entry, sighting, look)
    book.enter(_with_keys(entry, sighting, book))
    book.positions[entry.id] = None
    said = () if look.is_stale and entry.id in book.first else statements(sighting, entry, look)
    book.evidence[entry.id] = (*book.evidence.get(entry.id, ()), *said)


def _holders(book: Book, sighting: Sighting) -> list[str]:
    """Ids of the entries that this sighting's keys name, the most trusted key's first."""
    strong = [key for key in sighting.keys if not key.startswith(WEAK)]
    found = list(dict.fromkeys(book.holders[key] for key in strong if key in book.holders))
    if found:
        first = book.entries[found[0]]
        return found[:1] + [it for it in found[1:] if _same_article(first, book.entries[it])]
    titled = (book.holders[key] for key in sighting.keys if key.startswith("title:") and key in book.holders)
    # Two articles may bear one title ("今日天氣"): it names an entry only where a link is missing.
    found = [it for it in titled if sighting.url is None or book.entries[it].url is None][:1]
    return found or [book.renewed[key] for key in sighting.keys if key in book.renewed]


def _same_article(one: Entry, other: Entry) -> bool:
    """Two keys may disagree because a feed uses a guid twice: then titles and times differ."""
    if squash(one.title) == squash(other.title) or one.time is None or other.time is None:
        return True
    return one.time.intersection(other.time) is not None


def _new_entry(sighting: Sighting, look: Look) -> Entry:
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


def _with_keys(entry: Entry, sighting: Sighting, book: Book) -> Entry:
    if len(entry.keys) >= _MOST_KEYS and any(key in book.renewed for key in sighting.keys):
        return entry
    more = [key for key in sighting.keys if book.holders.get(key, entry.id) == entry.id]
    keys = tuple(dict.fromkeys((*entry.keys, *more)))
    return entry if keys == entry.keys else replace(entry, keys=keys)


def _join(book: Book, one: str, other: str) -> str:
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
    attribution = completed(older.attribution, younger.attribution)
    return replace(entry, url=older.url or younger.url, attribution=attribution)
