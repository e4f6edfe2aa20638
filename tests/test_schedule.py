"""When a source is looked at again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from feedsvc.errors import FetchError, StatusError
from feedsvc.model import NotModified, Source, SourceState, Unread, Wait
from feedsvc.schedule import (
    ARTICLE_PAUSES,
    LONGEST_PAUSE,
    MOST_UNREAD,
    adapt,
    article_turns,
    asked_in_vain,
    due,
    next_check,
    unread,
)

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
TEN = timedelta(minutes=10)
SOURCE = Source(id="list", url="https://news.example/list", every=TEN)
NOTHING = NotModified(captured_at=NOW)
BROKEN = FetchError("list", SOURCE.url, "no answer")


def state(**fields):
    return SourceState(source_id="list", **fields)


def test_a_source_never_looked_at_is_due_first_then_the_one_that_waited_longest():
    sources = [Source(id=name, url="https://news.example/") for name in ("late", "later", "new", "not yet")]
    states = {
        "late": SourceState(source_id="late", next_check_at=NOW),
        "later": SourceState(source_id="later", next_check_at=NOW - TEN),
        "not yet": SourceState(source_id="not yet", next_check_at=NOW + TEN),
    }
    assert [source.id for source in due(sources, states, NOW)] == ["new", "later", "late"]


def test_a_source_missed_while_the_machine_slept_is_due_once():
    states = {"list": state(next_check_at=NOW - timedelta(days=3))}
    assert due([SOURCE], states, NOW) == [SOURCE]


def test_a_promise_made_by_a_wrong_clock_is_void():
    states = {"list": state(next_check_at=NOW + timedelta(days=4_000))}
    assert due([SOURCE], states, NOW) == [SOURCE]


@pytest.mark.parametrize(("jitter", "minutes"), [(0.0, 9), (0.5, 10), (0.999999, 11)])
def test_looks_are_spread_by_ten_percent(jitter, minutes):
    at = next_check(SOURCE, state(), NOTHING, NOW, jitter=jitter)
    assert at - NOW == pytest.approx(timedelta(minutes=minutes), abs=timedelta(seconds=1))


@pytest.mark.parametrize(
    ("failures", "pause"),
    [(1, TEN), (2, 2 * TEN), (4, 8 * TEN), (9, LONGEST_PAUSE), (10_000, LONGEST_PAUSE)],
)
def test_failures_double_the_pause_up_to_a_day(failures, pause):
    assert next_check(SOURCE, state(failures=failures), BROKEN, NOW) == NOW + pause


@pytest.mark.parametrize(
    ("retry_after", "pause"),
    [
        (timedelta(seconds=5), TEN),
        (timedelta(hours=3), timedelta(hours=3)),
        (timedelta(days=90), LONGEST_PAUSE),
    ],
)
def test_the_host_may_ask_for_a_longer_pause_but_for_no_more_than_a_day(retry_after, pause):
    busy = StatusError("list", SOURCE.url, 429, NOW + retry_after)
    assert next_check(SOURCE, state(failures=1), busy, NOW) == NOW + pause


@pytest.mark.parametrize(("until", "at"), [(NOW + TEN, NOW + TEN), (NOW - TEN, NOW)])
def test_a_wait_lasts_until_its_instant(until, at):
    assert next_check(SOURCE, state(), Wait(reason="robots", until=until), NOW) == at


def test_the_pace_adapts_only_on_request_and_within_its_bounds():
    slow = Source(id="list", url=SOURCE.url, every=TEN, every_max=4 * TEN)
    assert adapt(SOURCE, state(), news=False) is None
    assert adapt(slow, state(), news=False) == 1.5 * TEN
    assert adapt(slow, state(interval=3 * TEN), news=False) == 4 * TEN
    assert adapt(slow, state(interval=3 * TEN), news=True) == 1.5 * TEN
    assert adapt(slow, state(interval=TEN), news=True) == TEN


def test_the_adapted_pace_is_the_one_that_counts():
    assert next_check(SOURCE, state(interval=3 * TEN), NOTHING, NOW) == NOW + 3 * TEN


# -- article pages ----------------------------------------------------------------------------------


def article(name, ask_at=NOW, asks=0):
    return Unread(entry_id=name, ask_at=ask_at, asks=asks)


def test_new_articles_are_noted_before_those_that_wait():
    waiting = (article("a", NOW + TEN, asks=1),)
    assert unread(waiting, ["b", "a"], NOW) == (article("b"), *waiting)
    assert len(unread(waiting, map(str, range(MOST_UNREAD + 9)), NOW)) == MOST_UNREAD


def test_articles_never_asked_for_have_the_first_turns():
    failed, new, early = article("a", NOW, asks=2), article("b"), article("c", NOW + TEN, asks=1)
    wrong_clock = article("d", NOW + timedelta(days=4_000), asks=3)
    assert article_turns([failed, new, early, wrong_clock], NOW) == [new, failed, wrong_clock]


@pytest.mark.parametrize(
    ("asks", "outcome", "pause"),
    [
        (0, BROKEN, ARTICLE_PAUSES[0]),
        (4, BROKEN, ARTICLE_PAUSES[4]),
        (0, StatusError("list", SOURCE.url, 503, NOW + timedelta(hours=3)), timedelta(hours=3)),
        (0, StatusError("list", SOURCE.url, 503, NOW + timedelta(days=9)), LONGEST_PAUSE),
        (0, Wait(reason="busy", until=NOW + timedelta(hours=1)), timedelta(hours=1)),
    ],
)
def test_an_article_that_failed_is_asked_for_after_a_growing_pause(asks, outcome, pause):
    assert asked_in_vain(article("a", asks=asks), outcome, NOW) == article("a", NOW + pause, asks + 1)


def test_an_article_is_given_up_after_the_last_pause():
    assert asked_in_vain(article("a", asks=len(ARTICLE_PAUSES)), BROKEN, NOW) is None
