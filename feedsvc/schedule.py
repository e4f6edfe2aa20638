"""States and now -> which sources are due, and when each is asked again.  Pure; the clock only ticks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from feedsvc.errors import FeedsvcError, StatusError
from feedsvc.model import Capture, NotModified, Source, SourceState, Unread, Wait

Outcome = Capture | NotModified | Wait | FeedsvcError

LONGEST_PAUSE = timedelta(hours=24)
# An article that failed is asked again while its entry's time may still move (48 h), first at the next look.
ARTICLE_PAUSES = tuple(timedelta(minutes=minutes) for minutes in (5, 30, 120, 480, 1_440))
ARTICLES_PER_LOOK = 10  # a host gets at most this many requests for articles between two looks at its list
MOST_UNREAD = 200
_JITTER = 0.1
_MOST_DOUBLINGS = 20  # 2**20 times any `every` is beyond LONGEST_PAUSE; more would overflow


def due(sources: Iterable[Source], states: Mapping[str, SourceState], now: datetime) -> list[Source]:
    """The sources whose time has come, the one that waited longest first; never looked at comes first."""
    first = datetime.min.replace(tzinfo=now.tzinfo)
    waiting = [(_due_at(source, states.get(source.id), now) or first, source) for source in sources]
    return [source for at, source in sorted(waiting, key=lambda pair: pair[0]) if at <= now]


def _due_at(source: Source, state: SourceState | None, now: datetime) -> datetime | None:
    if state is None or state.next_check_at is None:
        return None
    # The machine's clock was wrong (2038 for a minute): a promise that nobody could have made is void.
    return None if state.next_check_at > now + _longest(source) else state.next_check_at


def _longest(source: Source) -> timedelta:
    return max(LONGEST_PAUSE, source.every, source.every_max or source.every) * (1 + _JITTER)


def next_check(
    source: Source, state: SourceState, outcome: Outcome, now: datetime, *, jitter: float = 0.5
) -> datetime:
    """When to look again. `state` already counts this outcome (`failures` is 1 after a first failure).

    `jitter` in [0, 1) spreads sources over ten percent to either side; 0.5 is none. A failure waits
    `every`, then twice that, and so on up to 24 h; never shorter than a host's Retry-After (up to 24 h).
    """
    spread = 1 + _JITTER * (2 * jitter - 1)
    every = state.interval or source.every
    if isinstance(outcome, Wait):
        return max(outcome.until, now)
    if isinstance(outcome, FeedsvcError):
        return _after_failure(outcome, now, every * _backoff(state.failures), spread)
    return now + every * spread


def _backoff(failures: int) -> int:
    return 1 << min(max(failures - 1, 0), _MOST_DOUBLINGS)


def _after_failure(error: FeedsvcError, now: datetime, pause: timedelta, spread: float) -> datetime:
    asked = error.retry_after if isinstance(error, StatusError) else None
    backed_off = now + min(pause, LONGEST_PAUSE) * spread
    return backed_off if asked is None else max(backed_off, min(asked, now + LONGEST_PAUSE))


def adapt(source: Source, state: SourceState, *, news: bool) -> timedelta | None:
    """The adaptive interval after a look: shorter with news, longer without; None where it is fixed."""
    if source.every_max is None or source.every_max <= source.every:
        return None
    pace = state.interval or source.every
    return min(max(pace / 2 if news else pace * 1.5, source.every), source.every_max)


# -- article pages ------------------------------------------------------------------------------


def unread(before: Iterable[Unread], held: Iterable[str], now: datetime) -> tuple[Unread, ...]:
    """The articles still to be read, after a look that left these entries held: the newest, at most 200."""
    known = {article.entry_id: article for article in before}
    fresh = {entry_id: Unread(entry_id=entry_id, ask_at=now) for entry_id in held if entry_id not in known}
    return tuple({**fresh, **known}.values())[:MOST_UNREAD]


def article_turns(waiting: Iterable[Unread], now: datetime) -> list[Unread]:
    """The articles to ask for in this look, those never asked for first: their entries are held back."""
    # As with sources: what a wrong clock promised beyond the longest pause is void.
    ready = [article for article in waiting if not now < article.ask_at <= now + LONGEST_PAUSE]
    return sorted(ready, key=lambda article: article.asks)[:ARTICLES_PER_LOOK]


def asked_in_vain(article: Unread, outcome: Outcome, now: datetime) -> Unread | None:
    """When to ask for an article again that could not be read; None: it was asked for often enough."""
    if article.asks >= len(ARTICLE_PAUSES):
        return None
    wished = outcome.until if isinstance(outcome, Wait) else getattr(outcome, "retry_after", None)
    again = max(now + ARTICLE_PAUSES[article.asks], min(wished or now, now + LONGEST_PAUSE))
    return replace(article, asks=article.asks + 1, ask_at=again)
