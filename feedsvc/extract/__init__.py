"""Capture -> Extraction: the readers in order, each tried only when the one before gave too little.

    selectors -> structured data and the DOM list, joined where they tell of the same items -> text

Pure: bytes and instants in, values out. Bytes that cannot be read are an ExtractError; a page that
lists nothing is an Extraction without sightings.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import partial

from feedsvc.errors import ExtractError
from feedsvc.extract import admit as admission
from feedsvc.extract import kinds
from feedsvc.extract.charset import decode
from feedsvc.extract.language import language
from feedsvc.extract.tiers import Reading
from feedsvc.extract.witness import render_bounds, with_addresses
from feedsvc.model import Capture, Extraction, Source, SourceState
from feedsvc.outlets import Outlets

__all__ = ["extract"]


def extract(capture: Capture, source: Source, outlets: Outlets, state: SourceState) -> Extraction:
    """All that one look says: sightings in page order, what was left out and why, and which tier read it."""
    characters, _ = decode(capture.body, capture.headers.get("content-type") or capture.media_type)
    try:
        reading = kinds.read(characters, capture=capture, source=source, outlets=outlets)
    except ValueError as error:
        raise ExtractError(source.id, capture.id, str(error)) from error
    return _admitted(reading, capture, source, outlets, state)


def _admitted(
    reading: Reading, capture: Capture, source: Source, outlets: Outlets, state: SourceState
) -> Extraction:
    found = reading.found
    known = replace(source, language=language(source.language, found.language, found.items))
    look = partial(admission.admit, found.items, capture=capture, source=known, outlets=outlets, state=state)
    sightings, dropped = look(rendered=capture.rendered)
    rendered = render_bounds(sightings, capture)
    if rendered != capture.rendered:
        sightings, dropped = look(rendered=rendered)
    rule, sightings = with_addresses(sightings, rendered, known.zone, state.address_rule)
    return Extraction(
        sightings=sightings,
        dropped=dict(Counter(found.dropped) + Counter(dropped)),
        tier=reading.tier,
        rule=found.rule,
        title=found.title,
        language=known.language,
        rendered=rendered,
        address_rule=rule,
        feeds=found.feeds,
        repair=reading.repair,
    )
