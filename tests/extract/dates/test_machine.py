"""Stamps that machines write."""

from datetime import UTC, datetime

import pytest

from feedsvc.extract.dates import read_machine

SEEN = datetime(2025, 10, 30, 12, 0, tzinfo=UTC)
INSTANTS = [
    ("2025-10-29T17:02:34+08:00", "2025-10-29T09:02:34+00:00"),
    ("2025-10-29T09:02:34Z", "2025-10-29T09:02:34+00:00"),
    ("2025-10-29T09:02:34.250Z", "2025-10-29T09:02:34.250000+00:00"),
    ("2025-10-29 17:02:34", "2025-10-29T09:02:34+00:00"),
    ("20251029T170234+0800", "2025-10-29T09:02:34+00:00"),
    ("2025-10-29T17:02:34+08:00[Asia/Taipei]", "2025-10-29T09:02:34+00:00"),
    ("Wed, 29 Oct 2025 17:02:34 +0800", "2025-10-29T09:02:34+00:00"),
    ("Wed, 29 Oct 2025 09:02:34 GMT", "2025-10-29T09:02:34+00:00"),
    ("29 Oct 2025 17:02:34", "2025-10-29T09:02:34+00:00"),
    ("1761728554", "2025-10-29T09:02:34+00:00"),
    ("1761728554123", "2025-10-29T09:02:34.123000+00:00"),
    ("1761728554123456", "2025-10-29T09:02:34.123456+00:00"),
]


@pytest.mark.parametrize(("text", "instant"), INSTANTS)
def test_a_stamp_to_the_second_is_one_instant(text, instant):
    found = read_machine(text, seen_at=SEEN, zone="Asia/Taipei")
    assert (found.earliest.isoformat(), found.latest, found.kind, found.origin) == (
        instant,
        found.earliest,
        "exact",
        "data",
    )


BOXES = [
    ("2025-10-29", "2025-10-28T16:00:00+00:00", "2025-10-29T15:59:59.999999+00:00", "date"),
    ("20251029", "2025-10-28T16:00:00+00:00", "2025-10-29T15:59:59.999999+00:00", "date"),
    ("2025-10-30", "2025-10-29T16:00:00+00:00", "2025-10-30T12:00:00+00:00", "date"),
    ("2025-10-29T17:02", "2025-10-29T09:02:00+00:00", "2025-10-29T09:02:59.999999+00:00", "minute"),
    ("2025/10/29 17:02", "2025-10-29T09:02:00+00:00", "2025-10-29T09:02:59.999999+00:00", "minute"),
    ("October 29, 2025", "2025-10-28T16:00:00+00:00", "2025-10-29T15:59:59.999999+00:00", "date"),
]


@pytest.mark.parametrize(("text", "earliest", "latest", "kind"), BOXES)
def test_a_coarser_stamp_is_a_box_and_never_midnight(text, earliest, latest, kind):
    found = read_machine(text, seen_at=SEEN, zone="Asia/Taipei")
    assert (found.earliest.isoformat(), found.latest.isoformat(), found.kind) == (earliest, latest, kind)


@pytest.mark.parametrize(
    "text",
    ["", "0", "1", "123456789", "9999999999", "0001-01-01T00:00:00Z", "2025-13-01", "2025-02-30", "3 小時前", "true", "null", "PT3M", "2025-10-31T09:00:00Z", "2099-01-01"],
)  # fmt: skip
def test_no_stamp_or_a_stamp_of_the_future_is_none(text):
    found = read_machine(text, seen_at=SEEN, zone="Asia/Taipei")
    assert found is None or found.earliest.year == 1
