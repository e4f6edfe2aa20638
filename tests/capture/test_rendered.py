from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from feedsvc.capture.rendered import rendered

SENT = datetime(2025, 10, 30, 8, 0, tzinfo=UTC)
S = timedelta(seconds=1)
M = timedelta(minutes=1)
H = timedelta(hours=1)


def bounds(headers, *, delay=0 * S, lag=0 * S):
    """How long before the answer the page was made: (at most, at least)."""
    came = SENT + delay
    interval = rendered(sent_at=SENT, received_at=came, headers=headers, lag=lag)
    return came - interval.earliest, came - interval.latest


def date(before=0 * S):
    return format_datetime(SENT - before, usegmt=True)


@pytest.mark.parametrize(
    ("headers", "at_most", "at_least"),
    [
        ({}, 11 * M, -M),
        ({"date": date()}, 11 * M, -M),  # nginx writes this Date on a page from its cache
        ({"date": date(), "age": "0"}, M, -M),
        ({"date": date(), "age": "300"}, 6 * M, 4 * M),
        ({"date": date(5 * M), "age": "300"}, 6 * M, 4 * M),  # never 10: the age is not subtracted twice
        ({"date": date(5 * M), "age": "280"}, 6 * M, 280 * S - M),
        ({"date": date(5 * M)}, 6 * M, 4 * M),
        ({"age": "300"}, 6 * M, 4 * M),
        ({"date": date(5 * M), "age": "0"}, 6 * M, 4 * M),  # an inner cache hid its age
        ({"date": date(8 * H)}, 8 * H + M, -M),  # a cache, or a wrong clock: both stay possible
        ({"date": date(8 * H), "age": "60"}, 8 * H + M, 0 * S),
        ({"date": date(-8 * H)}, 11 * M, -M),  # a clock in the future says nothing
        ({"date": date(-8 * H), "age": "300"}, 6 * M, 4 * M),
        ({"date": "yesterday", "age": "young"}, 11 * M, -M),
        ({"age": "99999999999999999999"}, 11 * M, -M),
        ({"age": "300, 20"}, 6 * M, 4 * M),
        ({"cache-control": "no-store"}, M, -M),
        ({"cache-control": "private, max-age=0"}, M, -M),
        ({"cache-control": "public, max-age=120"}, 3 * M, -M),
        ({"cache-control": "s-maxage=60, max-age=600"}, 2 * M, -M),
        ({"cache-control": "max-age=60, stale-while-revalidate=60"}, 3 * M, -M),
        ({"cache-control": "max-age=86400"}, 11 * M, -M),
    ],
)
def test_the_page_was_made_between_these_ages(headers, at_most, at_least):
    assert bounds(headers) == (at_most, at_least)


def test_the_delay_of_the_answer_may_lie_before_or_after_the_making():
    assert bounds({"age": "0"}, delay=5 * S) == (M + 5 * S, -M)


def test_a_learnt_lag_widens_the_early_side_only():
    assert bounds({"age": "0"}, lag=4 * M) == (5 * M, -M)


@pytest.mark.parametrize("skew", range(-50, 51, 10))
@pytest.mark.parametrize("age", [0, 40, 300, 590])
@pytest.mark.parametrize("kept", [True, False])
def test_the_true_instant_is_inside_whatever_the_clocks_within_a_minute(skew, age, kept):
    """A page made `age` seconds ago by a host whose clock is off by `skew`; the cache keeps its Date or not."""
    made = SENT - age * S
    stamp = (made if kept else SENT) + skew * S
    headers = {"date": format_datetime(stamp, usegmt=True), "age": str(age)}
    assert rendered(sent_at=SENT, received_at=SENT, headers=headers).contains(made)
