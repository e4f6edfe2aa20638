"""What zone a newsroom keeps."""

import zoneinfo

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
