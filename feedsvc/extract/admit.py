"""Found -> Sighting, or a named reason why not: cleaned, bounded, dated, attributed, with its identity."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from feedsvc import text, urls
from feedsvc.extract import markup
from feedsvc.extract.attribution import attribute
from feedsvc.extract.found import Found
from feedsvc.extract.witness import Look, announces, evidence, month_first
from feedsvc.model import Attribution, Capture, Interval, Sighting, Source, SourceState
from feedsvc.outlets import Outlets

_NAME = 200  # characters of an outlet's or author's words
_CATEGORIES = 20
_LEAD, _TAIL = 1_000, 400  # where an article names itself


def admit(
    found: Sequence[Found],
    *,
    capture: Capture,
    source: Source,
    outlets: Outlets,
    state: SourceState,
    rendered: Interval,
) -> tuple[tuple[Sighting, ...], Mapping[str, int]]:
    """The items that may become entries, in page order, and how many were left out by reason.

    An item met twice on one page is one sighting, with what either place says. An item that shows no
    time has no evidence.
    """
    kept, dropped = _kept(found, capture, source, outlets)
    look = Look(
        rendered=rendered,
        zone=source.zone,
        language=source.language,
        style=state.relative_style,
        month_first=month_first(found, rendered.latest),
    )
    if announces(kept, look):
        kept = [replace(item, times=(), instants=(), heading="") for item in kept]
    sightings = tuple(
        _sighting(item, position, capture=capture, source=source, outlets=outlets, look=look)
        for position, item in enumerate(kept)
    )
    return sightings, {reason: count for reason, count in dropped.items() if count}


def _kept(
    found: Sequence[Found], capture: Capture, source: Source, outlets: Outlets
) -> tuple[Sequence[Found], Counter[str]]:
    """The first items that may become entries, each once; what is beyond the limit is counted unread."""
    dropped: Counter[str] = Counter()
    kept: dict[str, Found] = {}
    for number, raw in enumerate(_without_shared_links(found)):
        if len(kept) >= source.limits.items:
            dropped["over_limit"] = len(found) - number
            break
        item = _tidied(raw, capture, source)
        reason = _refusal(item, raw, source)
        if reason:
            dropped[reason] += 1
            continue
        first_key = _identity(item, source, outlets)
        dropped["duplicate"] += first_key in kept
        kept[first_key] = _joined(kept[first_key], item) if first_key in kept else item
    return tuple(kept.values()), dropped


# -- one item made clean -----------------------------------------------------------------------------


def _tidied(item: Found, capture: Capture, source: Source) -> Found:
    base, limits = capture.url, source.limits
    url = _web(item.url, base)
    return replace(
        item,
        title=text.clip(text.clean(item.title), limits.title),
        url=None if url and not item.full and _is_page_itself(url, capture) else url,
        summary=text.clip(text.clean(item.summary), limits.summary),
        content_html=_content(item.content_html, base, limits.content),
        image=_bounded(_web(item.image, base), limits.url),
        outlet=text.clip(text.clean(item.outlet), _NAME),
        author=text.clip(text.clean(item.author), _NAME),
        original_url=_bounded(_web(item.original_url, base), limits.url),
        categories=_categories(item.categories),
    )


def _web(address: str | None, base: str | None) -> str | None:
    """An http(s) address as we publish it, or None."""
    absolute = urls.absolute(address, base) if address else None
    return urls.link(absolute) if absolute else None


def _is_page_itself(url: str, capture: Capture) -> bool:
    return bool(capture.url) and urls.canonical(url) == urls.canonical(capture.url or "")


def _bounded(url: str | None, limit: int) -> str | None:
    return url if url and len(url) <= limit else None


def _content(html: str, base: str | None, limit: int) -> str:
    """Sanitised markup; beyond the limit none, because half a tree of tags is no content."""
    cleaned = markup.sanitised(html, base) if html and len(html) <= 4 * limit else ""
    return cleaned if len(cleaned) <= limit else ""


def _categories(names: Sequence[str]) -> tuple[str, ...]:
    cleaned = (text.clip(text.clean(name), 100) for name in names)
    return tuple(dict.fromkeys(name for name in cleaned if name))[:_CATEGORIES]


def _without_shared_links(items: Sequence[Found]) -> list[Found]:
    """A link that several titles share ("all news") says nothing about any of them."""
    titles: defaultdict[str, set[str]] = defaultdict(set)
    for item in items:
        if item.url:
            titles[item.url].add(text.squash(item.title))
    shared = {url for url, said in titles.items() if len(said) > 2}
    return [replace(item, url=None) if item.url in shared else item for item in items]


def _refusal(item: Found, raw: Found, source: Source) -> str:
    """Why an item cannot become an entry, "" where it can."""
    if not text.squash(item.title):
        return "no_title"
    if max(map(len, filter(None, (item.url, raw.url))), default=0) > source.limits.url:
        return "address_too_long"
    words = f"{item.title}\n{item.summary}".casefold()
    if source.keep and not any(word.casefold() in words for word in source.keep):
        return "not_kept"
    return "left_out_by_word" if any(word.casefold() in words for word in source.drop) else ""


# -- identity ----------------------------------------------------------------------------------------


def _identity(item: Found, source: Source, outlets: Outlets) -> str:
    return _keys(item, source, outlets)[0]


def _keys(item: Found, source: Source, outlets: Outlets) -> tuple[str, ...]:
    """Most trusted first. A title is a key only where there is neither link nor guid."""
    canonical = [urls.canonical(url) for url in (item.url, item.original_url) if url]
    known = [f"url:{address}" for address in canonical if address]
    guid = text.clean(item.guid or "")
    if guid:
        known.insert(1 if item.url else 0, f"guid:{source.id}:{guid}")
    if known:
        return tuple(dict.fromkeys((*known, *map(_secured, known))))
    outlet = _attribution(item, source, outlets).outlet
    return (f"title:{outlet.id if outlet else source.id}|{text.squash(item.title)}",)


def _secured(key: str) -> str:
    """The same page over TLS. A site that moves there would else show all its articles anew."""
    return key.replace("url:http://", "url:https://", 1) if key.startswith("url:http://") else key


def _joined(first: Found, again: Found) -> Found:
    """The first place of an item, with what only the second place says."""
    times = bool(first.times or first.instants)
    return replace(
        first,
        summary=first.summary or again.summary,
        image=first.image or again.image,
        times=first.times if times else again.times,
        instants=first.instants if times else again.instants,
        heading=first.heading if times or first.heading else again.heading,
        outlet=first.outlet or again.outlet,
        author=first.author or again.author,
        content_html=first.content_html or again.content_html,
    )


# -- the finished noun -------------------------------------------------------------------------------


def _sighting(
    item: Found,
    position: int,
    *,
    capture: Capture,
    source: Source,
    outlets: Outlets,
    look: Look,
) -> Sighting:
    language = item.language or source.language
    return Sighting(
        keys=_keys(item, source, outlets),
        title=item.title,
        source_id=source.id,
        capture_id=capture.id,
        position=position,
        url=item.url,
        summary=item.summary,
        content_html=item.content_html,
        image=item.image,
        language=language,
        evidence=evidence(item, replace(look, language=language)),
        attribution=_attribution(item, source, outlets),
        enclosures=item.enclosures,
        categories=item.categories,
        authority="article" if item.full else "list",
        words=_words(item),
    )


def _attribution(item: Found, source: Source, outlets: Outlets) -> Attribution:
    body = markup.plain(item.content_html) if item.content_html else ""
    return attribute(
        outlet_text=item.outlet,
        outlet_url=item.outlet_url,
        author=item.author,
        lead=item.summary or body[:_LEAD],
        tail=body[-_TAIL:],
        body=body,
        original_url=item.original_url,
        page_url=item.url,
        source_outlet=outlets.by_id(source.outlet_id) if source.outlet_id else None,
        via=source.via,
        language=item.language or source.language,
        outlets=outlets,
    )


def _words(item: Found) -> Mapping[str, str]:
    """For `explain`: the rules that found each field, and the very words of the page."""
    said = {
        "title_words": item.title,
        "time_words": " / ".join((*item.times, *item.instants)),
        "heading_words": item.heading,
        "outlet_words": item.outlet,
        "author_words": item.author,
    }
    return {**item.words, **{name: words for name, words in said.items() if words}}
