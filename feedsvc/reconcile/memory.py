"""One look -> what is remembered of its source.  Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from feedsvc import timeline
from feedsvc.model import SourceState, Style
from feedsvc.reconcile.look import Book, Look
from feedsvc.reconcile.words import is_watched

_USUAL_WEIGHT = 0.2  # of the newest look in the usual count
_BY_CHOICE = ("not_kept", "left_out_by_word")  # the page lists something, but nothing that a person wants
_MAY_START_EMPTY = frozenset({"feed", "sitemap"})  # these say themselves that there is nothing yet
_LONGEST_LAG = timedelta(hours=6)


def state_after(look: Look, book: Book, votes: Mapping[str, int], style: Style) -> SourceState:
    """What to remember of this look. One article's page says nothing about the list that led to it."""
    state = look.state
    if look.is_late or (look.of_article and not is_watched(look.source, look.extraction.sightings[0])):
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


def _status_of_nothing(look: Look) -> str:
    if look.extraction.repair:
        return "redesigned"
    quiet = any(reason in look.extraction.dropped for reason in _BY_CHOICE)
    young = look.state.usual_count < 1 and look.extraction.tier in _MAY_START_EMPTY
    return "ok" if quiet or young else "empty"


def _lag(look: Look) -> timedelta:
    """How far the page lags behind its headers, once three items with a stamp and an age agree."""
    if look.capture.clock != "http":
        return look.state.lag
    more = timeline.hidden_lag(sighting.evidence for sighting in look.extraction.sightings)
    return min(look.state.lag + more, _LONGEST_LAG)


def _usual(before: float, count: int) -> float:
    if before == 0:
        return float(count)
    return round(before + _USUAL_WEIGHT * (count - before), 3)
