"""What zone a newsroom keeps."""

import zoneinfo
from datetime import datetime

import pytest

from feedsvc import zones


@pytest.mark.parametrize(
    ("facts", "zone"),
    [
        ({"country": "TW"}, "Asia/Taipei"),
        ({"host": "www.cna.com.tw"}, "Asia/Taipei"),
        ({"country": "HK", "language": "zh-Hant"}, "Asia/Hong_Kong"),
        ({"language": "ja"}, "Asia/Tokyo"),
        ({"language": "de-AT", "host": "orf.at"}, "Europe/Vienna"),
        ({"country": "US"}, None),
        ({"language": "en", "host": "news.example"}, None),
    ],
)
def test_only_a_country_with_one_time_tells_a_zone(facts, zone):
    assert zones.zone(**facts) == zone


def test_every_zone_exists():
    assert set(zones.BY_COUNTRY.values()) | set(zones.BY_LANGUAGE.values()) <= zoneinfo.available_timezones()


@pytest.mark.parametrize(
    ("stated", "usual", "zone"),
    [
        ("2026-11-20T09:00:00+08:00", "UTC", "Etc/GMT-8"),
        ("2026-11-20T09:00:00-05:00", "UTC", "Etc/GMT+5"),
        ("2026-11-20T09:00:00-05:00", "America/New_York", "America/New_York"),
        ("2026-07-20T09:00:00-05:00", "America/New_York", "Etc/GMT+5"),
        ("2026-11-20T09:00:00+05:30", "UTC", None),
        ("2026-11-20T09:00:00+00:00", "Asia/Taipei", None),
    ],
)
def test_an_offset_tells_a_zone_where_olson_has_a_name_for_it(stated, usual, zone):
    assert zones.of_offset(datetime.fromisoformat(stated), usual) == zone
    assert zone is None or zone in zoneinfo.available_timezones()


def test_a_zone_of_an_offset_is_spoken_as_people_write_it():
    assert [zones.spoken(zone) for zone in ("Etc/GMT-8", "Etc/GMT+5", "Asia/Taipei", "Etc/GMT")] == [
        "UTC+8",
        "UTC-5",
        "Asia/Taipei",
        "Etc/GMT",
    ]
