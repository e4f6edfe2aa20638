"""Times in addresses count only after they have agreed with what the page shows."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from feedsvc.extract.dates import read
from feedsvc.extract.dates.address import address_evidence
from feedsvc.model import Interval

LISTING = Path(__file__).parents[3] / "../shared/corpus/listing"
SEEN = datetime(2025, 10, 30, 15, 50, tzinfo=UTC)  # 23:50 in Taipei
TIMES = [SEEN - timedelta(minutes=7 + 41 * number, seconds=13 * number) for number in range(12)]


def ages(times, unit=timedelta(hours=1)):
    """What a page of rounded hours shows for them."""
    return [Interval(earliest=moment - unit / 2, latest=moment + unit / 2) for moment in times]


def asked(urls, shown, known_rule=None):
    return address_evidence(urls, shown, seen_at=SEEN, zone="Asia/Taipei", known_rule=known_rule)


RULES = [
    ("epoch", lambda moment: f"https://a.example/bbs/M.{int(moment.timestamp())}.A.1B2.html"),
    ("epoch", lambda moment: f"https://a.example/n/{int(moment.timestamp() * 1000)}"),
    (
        "stamp in the site's zone",
        lambda moment: f"https://a.example/{moment + timedelta(hours=8):%Y%m%d%H%M%S}.html",
    ),
    (
        "stamp in the site's zone",
        lambda moment: f"https://a.example/news/{moment + timedelta(hours=8):%Y%m%d%H%M}",
    ),
    ("stamp in UTC", lambda moment: f"https://a.example/{moment:%Y%m%d%H%M%S}-x"),
    ("clock in UTC", lambda moment: f"https://a.example/標題-{moment:%H%M%S}416.html"),
    (
        "clock in the site's zone",
        lambda moment: f"https://a.example/t-{moment + timedelta(hours=8):%H%M%S}.html",
    ),
]


@pytest.mark.parametrize(("rule", "address"), RULES)
def test_a_rule_is_learnt_from_agreement_and_gives_the_instant(rule, address):
    name, found = asked([address(moment) for moment in TIMES], ages(TIMES))
    assert name == rule
    for moment, item in zip(TIMES, found, strict=True):
        assert item.origin == "address"
        assert item.earliest <= moment <= item.latest + timedelta(seconds=1)


def test_a_day_in_the_path_is_a_day_of_the_site():
    urls = [
        f"https://a.example/{moment + timedelta(hours=8):%Y/%m/%d}/x{number}.html"
        for number, moment in enumerate(TIMES)
    ]
    name, found = asked(urls, ages(TIMES))
    assert (name, {item.kind for item in found}) == ("date", {"date"})
    assert found[0].latest == SEEN


def test_ids_that_mean_nothing_are_not_believed():
    urls = [f"https://a.example/news-{101500 + 7 * number}.html" for number in range(12)]
    assert asked(urls, ages(TIMES)) == (None, (None,) * 12)


def test_a_clock_that_any_day_box_would_hold_proves_nothing():
    days = [
        Interval(earliest=moment - timedelta(hours=13), latest=moment + timedelta(hours=13))
        for moment in TIMES
    ]
    assert asked([f"https://a.example/t-{moment:%H%M%S}.html" for moment in TIMES], days)[0] is None


def test_fewer_than_five_items_teach_nothing():
    assert asked([RULES[0][1](moment) for moment in TIMES[:4]], ages(TIMES[:4]))[0] is None


def test_an_item_that_contradicts_the_page_gets_nothing():
    moments = [*TIMES[:11], TIMES[11] - timedelta(hours=9)]
    name, found = asked([RULES[5][1](moment) for moment in moments], ages(TIMES))
    assert name == "clock in UTC"
    assert found[11] is None
    assert all(found[:11])


def test_a_known_rule_serves_items_without_a_shown_time_and_is_given_up_when_it_fails():
    urls = [RULES[0][1](moment) for moment in TIMES]
    assert asked(urls, [None] * 12, "epoch")[1][3].earliest == TIMES[3].replace(microsecond=0)
    assert asked(urls, [None] * 12)[0] is None
    assert asked(urls, ages([moment - timedelta(days=9) for moment in TIMES]), "epoch")[0] is None


def test_a_rule_nobody_knows_is_not_followed():
    assert asked(["https://a.example/1"], [None], "tea leaves") == (None, (None,))


def expected(name):
    path = LISTING / f"{name}.truth.json"
    if not path.exists():
        pytest.skip(f"../shared/corpus/listing/{name}.truth.json is not here")
    return json.loads(path.read_text(encoding="utf-8"))["items"]


@pytest.mark.parametrize(
    ("name", "at", "least"),
    [
        ("yahoo-tw-archive-20210713", "2021-07-13T14:48:30+00:00", 70),
        ("ptt-stock", "2021-05-12T16:00:00+00:00", 17),
    ],
)
def test_real_lists_give_exact_seconds(name, at, least):
    items = expected(name)
    seen = datetime.fromisoformat(at)
    shown = [
        read(item["time_text"] or "", seen_at=seen, zone="Asia/Taipei", language="zh-Hant") for item in items
    ]
    _, found = address_evidence(
        [item["link"] for item in items],
        [item and item.interval for item in shown],
        seen_at=seen,
        zone="Asia/Taipei",
        known_rule=None,
    )
    told = [
        item.earliest == item.latest == datetime.fromisoformat(true["expected_utc"])
        for true, item in zip(items, found, strict=True)
        if item is not None and true["expected_utc"]
    ]
    assert sum(told) >= least
    assert all(told)
