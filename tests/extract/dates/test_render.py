"""A stamp and an age of one item date the page that shows both."""

from datetime import datetime
from zoneinfo import ZoneInfo

from feedsvc.extract.dates import read, read_prose
from feedsvc.extract.dates.render import render_instant

TAIPEI = ZoneInfo("Asia/Taipei")
LATER = datetime(2025, 11, 5, 9, 0, tzinfo=TAIPEI)  # when the file was found


def stamp(text):
    return read_prose(f"甲財經新聞 {text} 發佈", seen_at=LATER, zone="Asia/Taipei")[0]


def age(text, style="any"):
    return read(text, seen_at=LATER, zone="Asia/Taipei", style=style)


def local(found):
    return tuple(end.astimezone(TAIPEI).strftime("%m-%d %H:%M:%S") for end in (found.earliest, found.latest))


def test_an_age_of_unknown_style_bounds_the_page_by_both_readings():
    made = render_instant([(stamp("2025-10-30 06:34:34"), age("17 小時前"))])
    assert local(made) == ("10-30 23:04:34", "10-31 00:34:34")


def test_a_known_style_halves_the_bounds():
    made = render_instant([(stamp("2025-10-30 06:34:34"), age("17 小時前", "floor"))])
    assert local(made) == ("10-30 23:34:34", "10-31 00:34:34")


def test_several_items_narrow_and_a_portal_that_lags_does_not_move_the_page_back():
    pairs = [
        (stamp("2025-10-30 06:34:34"), age("17 小時前")),
        (stamp("2025-10-30 23:50:00"), age("20 分鐘前")),
        (stamp("2025-10-30 20:00:00"), age("1 小時前")),  # taken over about three hours late
    ]
    assert local(render_instant(pairs)) == ("10-31 00:09:30", "10-31 00:11:00")


def test_no_pair_tells_nothing():
    assert render_instant([]) is None
    assert render_instant([(stamp("2025-10-30 06:34:34"), stamp("2025-10-30 06:34:34"))]) is None
