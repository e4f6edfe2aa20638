"""Evidence x evidence -> an interval, and the instant to publish."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from feedsvc import timeline
from feedsvc.model import Entry, Interval, TimeEvidence, instant

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
SIZES = {"minute": MINUTE, "hour": HOUR, "day": DAY}


def box(earliest, latest):
    return Interval(earliest=earliest, latest=latest)


def ago(count, unit, at=NOW):
    """ "N units ago" as seen at an instant, in both readings."""
    size = SIZES[unit]
    floor = box(at - (count + 1) * size, at - count * size)
    nearest = box(at - (count + 0.5) * size, at - (count - 0.5) * size)
    union = floor.hull(nearest)
    return TimeEvidence(
        kind="relative", text=f"{count} {unit} ago", seen_at=at, earliest=union.earliest, latest=union.latest,
        unit=unit, floor=floor, round=nearest,
    )  # fmt: skip


def stamp(at, *, kind="exact", origin="data", seen_at=NOW, width=timedelta(0), unit="second"):
    return TimeEvidence(
        kind=kind, text="stamp", seen_at=seen_at, earliest=at, latest=at + width, unit=unit, origin=origin
    )


def day(at, seen_at=NOW):
    return stamp(at, kind="date", origin="shown", width=DAY, unit="day", seen_at=seen_at)


def entry(**fields):
    given = {"id": "urn:uuid:1", "title": "t", "owner": "list", "first_seen": NOW, "updated": NOW}
    return Entry(**{**given, **fields})


# -- combination ------------------------------------------------------------------------------------


def test_two_looks_narrow_each_other():
    looks = [ago(5, "hour", NOW), ago(5, "hour", NOW + 40 * MINUTE)]
    assert timeline.combine(looks, style="floor") == (box(NOW - 6 * HOUR + 40 * MINUTE, NOW - 5 * HOUR), ())


def test_nothing_said_is_no_interval():
    assert timeline.combine((), style="any") == (None, ())


def test_words_that_say_updated_never_date_an_entry():
    updated = TimeEvidence(kind="exact", text="更新", seen_at=NOW, earliest=NOW, latest=NOW, role="updated")
    assert timeline.combine([updated], style="any") == (None, ())


TRUSTED_FIRST = [
    stamp(NOW - 3 * HOUR),
    stamp(NOW - 4 * HOUR, origin="shown"),
    stamp(NOW - 5 * HOUR, kind="minute", origin="shown", width=MINUTE, unit="minute"),
    ago(10, "minute"),
    ago(8, "hour"),
    day(NOW - 3 * DAY),
    ago(6, "day"),
]


@pytest.mark.parametrize("less", range(1, len(TRUSTED_FIRST)))
def test_what_contradicts_something_more_trusted_is_set_aside(less):
    more = TRUSTED_FIRST[less - 1]
    found, aside = timeline.combine([TRUSTED_FIRST[less], more], style="any")
    assert (found, aside) == (more.interval, (TRUSTED_FIRST[less],))


def test_clocks_that_differ_by_a_minute_are_no_contradiction():
    seen = stamp(NOW - 10 * MINUTE)
    assert timeline.combine([seen, ago(9, "minute", NOW - 30 * timedelta(seconds=1))], style="round") == (
        seen.interval,
        (),
    )


def test_a_portals_stamp_yields_to_the_seconds_that_the_outlet_printed_before_it():
    portal, printed = stamp(NOW - HOUR), stamp(NOW - 3 * HOUR, origin="prose")
    assert timeline.combine([portal, printed], style="any") == (printed.interval, (portal,))


def test_a_portals_stamp_stands_against_a_text_of_long_ago():
    portal, quoted = stamp(NOW - HOUR), stamp(NOW - 30 * DAY, origin="prose")
    assert timeline.combine([portal, quoted], style="any") == (portal.interval, (quoted,))


def test_nothing_is_later_than_the_look_that_first_saw_it():
    tomorrow = stamp(NOW + DAY)
    assert timeline.combine([tomorrow], style="any", not_after=NOW) == (None, (tomorrow,))
    assert timeline.combine([ago(0, "hour")], style="any", not_after=NOW)[0] == box(NOW - HOUR, NOW)


def test_a_stamp_within_the_clocks_difference_is_cut_at_the_look():
    assert timeline.combine([stamp(NOW + 30 * timedelta(seconds=1))], style="any", not_after=NOW) == (
        instant(NOW),
        (),
    )


def test_a_place_on_the_list_bounds_what_has_no_words_of_time():
    bound = timeline.unseen(last_look=NOW - 10 * MINUTE, seen_at=NOW, latest=NOW)
    assert timeline.combine([bound], style="any")[0] == box(NOW - 10 * MINUTE, NOW)
    assert timeline.combine([bound, day(NOW - HOUR)], style="any")[0] == box(NOW - 10 * MINUTE, NOW)


def test_a_place_on_the_list_contradicts_nothing():
    bound = timeline.unseen(last_look=NOW - 10 * MINUTE, seen_at=NOW, latest=NOW)
    words = ago(3, "day")
    assert timeline.combine([bound, words], style="any") == (words.interval, ())
    assert timeline.combine([bound, ago(1, "hour")], style="any")[0] == ago(1, "hour").interval


def test_a_look_before_the_last_one_bounds_nothing():
    assert timeline.unseen(last_look=NOW, seen_at=NOW, latest=NOW) is None


MOMENTS = some.integers(0, 60 * 48).map(lambda minutes: NOW - minutes * MINUTE)
WORDS = some.builds(ago, some.integers(1, 9), some.sampled_from(sorted(SIZES)), MOMENTS)
ANY_EVIDENCE = some.lists(WORDS | some.builds(stamp, MOMENTS) | some.builds(day, MOMENTS), max_size=6)


@settings(deadline=None)
@given(ANY_EVIDENCE, ANY_EVIDENCE)
def test_evidence_of_no_more_trust_never_widens(first, more):
    before, _ = timeline.combine(first, style="any")
    lowest = max(map(timeline.trust, first), default=0)
    after, _ = timeline.combine([*first, *(it for it in more if timeline.trust(it) > lowest)], style="any")
    if before is not None:
        assert after is not None
        assert before.earliest <= after.earliest <= after.latest <= before.latest


@settings(deadline=None)
@given(ANY_EVIDENCE, some.randoms())
def test_the_order_in_which_evidence_came_does_not_matter(evidence, chance):
    shuffled = list(evidence)
    chance.shuffle(shuffled)
    assert timeline.combine(shuffled, style="any") == timeline.combine(evidence, style="any")


@settings(deadline=None)
@given(ANY_EVIDENCE, some.sampled_from(timeline.STYLES))
def test_what_is_kept_says_as_much_as_everything_that_was_said(evidence, style):
    kept = timeline.essential(evidence, not_after=NOW)
    assert (
        timeline.combine(kept, style=style, not_after=NOW)[0]
        == (timeline.combine(evidence, style=style, not_after=NOW)[0])
    )
    assert timeline.essential((*kept, *evidence), not_after=NOW) == kept


def test_a_label_seen_a_hundred_times_is_not_kept_a_hundred_times():
    looks = [ago(5, "hour", NOW + step * timedelta(seconds=30)) for step in range(100)]
    assert len(timeline.essential(looks, not_after=NOW)) <= 6


# -- the published instant --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("width", "share"), [(MINUTE, 0.5), (HOUR, 0.5), (2 * HOUR, 0.5), (DAY, 0.65), (7 * DAY, 0.65)]
)
def test_the_middle_of_hours_and_the_younger_part_of_days(width, share):
    assert timeline.estimate(box(NOW - width, NOW), "hour") == NOW - width * (1 - share)


def test_what_has_no_lower_bound_has_no_published_instant():
    assert timeline.estimate(box(datetime(1970, 1, 1, tzinfo=UTC), NOW)) is None


def test_equal_words_are_published_in_page_order():
    words = ago(1, "day").interval
    instants = [timeline.published(entry(position=at), words, unit="day", now=NOW) for at in range(5)]
    assert instants == sorted(instants, reverse=True)
    assert len(set(instants)) == 5


LATER = NOW + HOUR
OUT = NOW - 5 * HOUR


@pytest.mark.parametrize(
    ("fields", "interval", "now", "moves"),
    [
        ({}, box(OUT - HOUR, OUT + HOUR), LATER, False),
        ({}, box(OUT + MINUTE, OUT + HOUR), LATER, True),
        ({"moves": 1}, box(OUT + MINUTE, OUT + HOUR), LATER, True),
        ({"moves": 2}, box(OUT + MINUTE, OUT + HOUR), LATER, False),
        ({}, box(OUT + MINUTE, OUT + HOUR), NOW + 48 * HOUR, True),
        ({}, box(OUT + MINUTE, OUT + HOUR), NOW + 48 * HOUR + MINUTE, False),
        ({}, None, LATER, False),
    ],
    ids=["still possible", "excluded", "second move", "third move", "in time", "too late", "nothing known"],
)
def test_a_published_date_moves_only_when_excluded_twice_at_most_within_two_days(
    fields, interval, now, moves
):
    known = entry(published=OUT, first_published_at=NOW, **fields)
    assert (timeline.published(known, interval, unit="hour", now=now) != OUT) is moves


@pytest.mark.parametrize(
    ("interval", "moves"),
    [
        (box(OUT + 25 * timedelta(seconds=1), OUT + HOUR), False),
        (box(OUT + 35 * timedelta(seconds=1), OUT + HOUR), True),
        (box(OUT + 25 * timedelta(seconds=1), OUT + MINUTE), True),
        (instant(OUT + timedelta(seconds=1)), True),
    ],
    ids=["clocks", "more than clocks", "a narrow box", "a stamp"],
)
def test_half_a_minute_that_clocks_may_differ_by_is_worth_no_move(interval, moves):
    known = entry(published=OUT, first_published_at=NOW)
    assert (timeline.published(known, interval, unit="hour", now=LATER) != OUT) is moves


def test_nothing_is_published_later_than_it_was_seen():
    late = box(NOW - MINUTE, NOW + HOUR)
    assert timeline.published(entry(), late, unit="minute", now=NOW) == NOW


# -- how a source rounds ----------------------------------------------------------------------------


def test_a_minute_seen_earlier_tells_how_hours_are_rounded():
    born = NOW - 3 * HOUR
    minutes = ago(5, "minute", born + 5 * MINUTE)
    rounded = ago(2, "hour", born + 100 * MINUTE)
    votes = timeline.style_votes([minutes], [minutes, rounded], not_after=born + 5 * MINUTE)
    assert votes == {"floor": 1, "floor_items": 1}


def test_an_hour_that_fits_both_readings_tells_nothing():
    words = ago(2, "hour")
    assert timeline.style_votes([], [words, stamp(NOW - 2.25 * HOUR)], not_after=NOW) == {}


def test_words_that_fit_neither_reading_tell_nothing():
    assert timeline.style_votes([], [ago(2, "hour"), stamp(NOW - 9 * HOUR)], not_after=NOW) == {}


def test_one_item_with_a_stamp_and_words_tells_the_style():
    votes = timeline.style_votes([], [ago(2, "hour"), stamp(NOW - 2.75 * HOUR)], not_after=NOW)
    assert timeline.learn_style({}, votes)[1] == "floor"


@pytest.mark.parametrize(
    ("votes", "style"),
    [
        ({}, "any"),
        ({"floor": 2, "floor_items": 2}, "any"),
        ({"floor": 9, "floor_items": 1}, "any"),
        ({"floor": 3, "floor_items": 2}, "round"),
        ({"round": 3, "round_items": 2}, "floor"),
        ({"round": 9, "round_items": 5, "floor": 1}, "floor"),
        ({"round": 9, "round_items": 5, "floor": 6, "floor_items": 4}, "any"),
    ],
)
def test_a_style_is_dropped_after_three_contradictions_of_two_items(votes, style):
    assert timeline.learn_style(votes) == (votes, style)


@pytest.mark.parametrize(
    ("ages", "lag"),
    [([40, 41, 42], 35), ([40, 41], 0), ([5, 5, 5, 40], 0), ([60 * 24, 5, 5, 5], 0), ([], 0)],
    ids=["all older than they say", "too few", "most fit", "a re-promoted story", "none"],
)
def test_a_page_older_than_its_headers_is_told_by_its_own_stamps(ages, lag):
    items = [[stamp(NOW - age * MINUTE), ago(5, "minute")] for age in ages]
    assert timeline.hidden_lag(items) == lag * MINUTE


# -- what order tells -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "page", "joined"),
    [
        ("abcde", "xyabc", "xy"),
        ("abcde", "pxyabc", "pxy"),
        ("abcde", "abxcde", "x"),
        ("abcde", "abcdex", ""),
        ("abcde", "xebad", ""),
        ("abcde", "xyzab", ""),
        ("", "abc", ""),
    ],
    ids=["head", "three", "pinned", "foot", "rail", "too little stayed", "first look"],
)
def test_only_the_head_of_a_chronological_list_tells_what_is_new(before, page, joined):
    assert timeline.joined_at_head(tuple(before), tuple(page)) == frozenset(joined)


def hours(count):
    return ago(count, "hour").interval


def test_a_page_in_order_of_time_bounds_a_vague_item_by_its_neighbours():
    vague = box(NOW - DAY, NOW)
    page = [hours(1), hours(3), hours(5), vague, hours(7), hours(9)]
    ordered = timeline.in_page_order(page)
    assert ordered[3] == box(hours(7).earliest, hours(5).latest)
    assert [*ordered[:3], *ordered[4:]] == [*page[:3], *page[4:]]


@pytest.mark.parametrize(
    "page",
    [[hours(1), hours(3), hours(5), hours(2), hours(7), hours(9)], [hours(1)] * 9, [hours(1), hours(3)], []],
    ids=["a rail", "one label", "too few", "nothing"],
)
def test_a_page_without_a_clear_order_bounds_nothing(page):
    assert timeline.in_page_order(page) is None


@pytest.mark.parametrize(
    ("above", "below", "left"),
    [
        (None, None, box(NOW - HOUR, NOW)),
        (NOW - 40 * MINUTE, None, box(NOW - HOUR, NOW - 40 * MINUTE)),
        (None, NOW - 20 * MINUTE, box(NOW - 20 * MINUTE, NOW)),
        (NOW - 2 * HOUR, None, box(NOW - HOUR, NOW)),
        (NOW, NOW + HOUR, box(NOW - HOUR, NOW)),
        (NOW - 40 * MINUTE, NOW - 20 * MINUTE, box(NOW - HOUR, NOW)),
    ],
    ids=["none", "above", "below", "too early above", "too late below", "crossed"],
)
def test_an_entry_is_dated_between_what_its_neighbours_keep(above, below, left):
    part = box(NOW - HOUR, NOW)
    _, found, _, _ = timeline.between_settled([part] * 4, [above, None, None, below])
    assert found == left


def test_the_order_of_the_page_chooses_within_the_interval():
    late = box(NOW - 10 * MINUTE, NOW)
    assert timeline.published(entry(), hours(0), unit="hour", now=NOW, likely=late) == NOW - 5 * MINUTE
