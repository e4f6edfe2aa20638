"""An entry and a sighting of it -> the entry as its owner, or its article page, words it now.  Pure."""

from __future__ import annotations

from dataclasses import fields, replace

from feedsvc import urls
from feedsvc.model import Attribution, Entry, Sighting, Source
from feedsvc.reconcile.look import Look


def described(entry: Entry, sighting: Sighting, look: Look) -> Entry:
    """The entry with what this sighting may say about it."""
    entry = _first_seen(_owned(entry, sighting, look), sighting, look)
    worded = (
        _of_article(entry, sighting, look)
        if sighting.authority == "article"
        else _edited(entry, sighting, look)
    )
    if (worded.title, worded.summary, worded.content_html) != (
        entry.title,
        entry.summary,
        entry.content_html,
    ) and not _is_completed(entry, sighting):
        worded = replace(worded, updated=look.at)
    return _with_facts(worded, sighting)


def _is_completed(entry: Entry, sighting: Sighting) -> bool:
    """Its article page is read before anyone has seen the entry: nobody has edited it."""
    return sighting.authority == "article" and not entry.full and entry.first_published_at is None


def _owned(entry: Entry, sighting: Sighting, look: Look) -> Entry:
    """A source that is configured no more, or under another id, owns nothing: the next source that words
    the entry alike does. One that words it otherwise would edit it just because another is gone."""
    if look.owners is None or entry.owner in look.owners or sighting.title != entry.title:
        return entry
    return replace(entry, owner=look.source.id)


def _first_seen(entry: Entry, sighting: Sighting, look: Look) -> Entry:
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


def _edited(entry: Entry, sighting: Sighting, look: Look) -> Entry:
    """Title and summary as the owner words them now. Another list, or an older look, edits nothing."""
    if entry.owner != look.source.id or look.at < entry.updated:
        return entry
    return replace(
        entry,
        title=entry.title if _is_clipped(sighting.title, entry.title) else sighting.title,
        summary=entry.summary if _is_clipped(sighting.summary, entry.summary) else sighting.summary,
        content_html=entry.content_html if entry.full else sighting.content_html or entry.content_html,
    )


def _of_article(entry: Entry, sighting: Sighting, look: Look) -> Entry:
    """Completed by its article page: content, and words that the list had cut; the headline is the list's."""
    entry = replace(entry, full=True, held_until=None)
    if look.at < entry.updated and entry.content_html:
        return entry
    watched = entry.owner == look.source.id and is_watched(look.source, sighting)
    cut = _is_clipped(entry.title, sighting.title)
    return replace(
        entry,
        title=sighting.title if watched or cut else entry.title,
        summary=(sighting.summary if watched else "") or entry.summary or sighting.summary,
        content_html=sighting.content_html or entry.content_html,
    )


def is_watched(source: Source, sighting: Sighting) -> bool:
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
        attribution=completed(entry.attribution, sighting.attribution),
    )


def completed(one: Attribution, other: Attribution) -> Attribution:
    missing = {it.name: getattr(other, it.name) for it in fields(Attribution) if not getattr(one, it.name)}
    return replace(one, **missing)
