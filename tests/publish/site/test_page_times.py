"""Times on pages: absolute, with their precision, and plots that depend on entries alone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from feedsvc.model import Interval
from feedsvc.publish.site.pages import bars
from feedsvc.publish.site.times import activity, bounds, machine, newest_day, shown, zone_name
from feedsvc.publish.site.words import own_name, short_name, words

TAIPEI = ZoneInfo("Asia/Taipei")
WHEN = datetime(2031, 10, 30, 2, 34, 34, tzinfo=UTC)
SAY = words("zh-Hant")


def around(before: timedelta, after: timedelta) -> Interval:
    return Interval(earliest=WHEN - before, latest=WHEN + after)


@pytest.mark.parametrize(
    ("before", "after", "text"),
    [
        ({}, {}, "2031-10-30 10:34"),
        ({}, {"seconds": 59}, "2031-10-30 10:34"),
        ({"minutes": 60}, {"minutes": 60}, "2031-10-30 10:34 ±60 分"),
        ({"minutes": 5}, {"minutes": 29, "seconds": 59}, "2031-10-30 10:34 ±30 分"),
        ({"hours": 12}, {"hours": 12}, "2031-10-30 10:34 ±12 小時"),
        ({"hours": 3, "minutes": 1}, {}, "2031-10-30 10:34 ±4 小時"),
        ({"days": 3}, {"days": 4}, "2031-10-30 10:34 ±4 天"),
        (
            {"hours": 10, "minutes": 34, "seconds": 34},
            {"hours": 13, "minutes": 25, "seconds": 25},
            "2031-10-30",
        ),
        (
            {"hours": 10, "minutes": 34, "seconds": 34},
            {"hours": 13, "minutes": 25, "seconds": 26},
            "2031-10-30",
        ),
    ],
)
def test_an_instant_is_shown_with_its_precision_never_with_more_than_is_known(before, after, text):
    assert shown(WHEN, around(timedelta(**before), timedelta(**after)), TAIPEI, SAY) == text


def test_an_unknown_time_is_said_to_be_unknown_and_a_bound_is_said_to_be_one():
    assert shown(None, None, TAIPEI, SAY) == "時間不詳"
    assert shown(None, around(timedelta(0), timedelta(0)), TAIPEI, SAY) == "不晚於 2031-10-30 10:34"
    assert shown(WHEN, None, TAIPEI, SAY) == "2031-10-30 10:34"


def test_bounds_are_told_where_they_are_wider_than_a_minute():
    assert (
        bounds(around(timedelta(hours=1), timedelta(0)), TAIPEI, SAY)
        == "2031-10-30 09:34 至 2031-10-30 10:34 之間"
    )
    assert bounds(around(timedelta(0), timedelta(0)), TAIPEI, SAY) == bounds(None, TAIPEI, SAY) == ""


@pytest.mark.parametrize(
    ("zone", "name"),
    [
        ("Asia/Taipei", "UTC+8"),
        ("UTC", "UTC"),
        ("Asia/Kolkata", "UTC+5:30"),
        ("America/St_Johns", "UTC-2:30"),
    ],
)
def test_a_zone_is_named_by_its_distance(zone, name):
    assert zone_name(WHEN, ZoneInfo(zone)) == name


def test_machines_get_utc_in_whole_seconds():
    assert machine(WHEN.astimezone(TAIPEI).replace(microsecond=5)) == "2031-10-30T02:34:34Z"


def test_a_plot_ends_on_the_day_of_the_newest_entry_in_the_zone_of_the_site():
    instants = [WHEN, WHEN - timedelta(hours=11), WHEN - timedelta(days=2), WHEN - timedelta(days=40)]
    assert newest_day(instants, TAIPEI) == date(2031, 10, 30)
    assert activity(instants, date(2031, 10, 30), TAIPEI, days=4) == (0, 1, 1, 1)
    assert newest_day([], TAIPEI) is None
    assert activity([], None, TAIPEI) == ()


def test_the_busiest_day_fills_the_plot_and_a_quiet_one_is_a_hair_line():
    assert bars((0, 1, 40)) == [(0, 1), (8, 3), (16, 32)]
    assert bars(()) == []


@pytest.mark.parametrize(
    ("tag", "full", "short"),
    [
        ("zh-Hant", "繁體中文", "繁"),
        ("zh-Hant-TW", "繁體中文", "繁"),
        ("zh-Hant-HK", "繁體中文（香港）", "港"),
        ("zh-Hans", "简体中文", "简"),
        ("fr", "fr", "fr"),
    ],
)
def test_a_language_names_itself(tag, full, short):
    assert (own_name(tag), short_name(tag)) == (full, short)
