"""What the text of an article says about its own time."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from feedsvc.extract.dates import read, read_prose
from feedsvc.model import Interval

TAIPEI = ZoneInfo("Asia/Taipei")
SEEN = datetime(2025, 10, 31, 12, 0, tzinfo=TAIPEI)


def told(text, seen=SEEN, zone="Asia/Taipei"):
    found = read_prose(text, seen_at=seen, zone=zone)
    assert all(item.origin == "prose" for item in found)
    return [
        (item.kind, *(f"{end.astimezone(TAIPEI):%m-%d %H:%M:%S}" for end in (item.earliest, item.latest)))
        for item in found
    ]


DAY = ("10-29 00:00:00", "10-29 23:59:59")
CASES = [
    ("（中央社記者甲倫敦29日專電）英國首相", [("dateline", "10-29 00:00:00", "10-30 07:59:59")]),
    ("（甲社記者王小明台北29日電）部長說", [("dateline", *DAY)]),
    ("新华社莫斯科10月29日电（记者乙）", [("dateline", "10-29 00:00:00", "10-30 04:59:59")]),
    ("（甲社東京29日綜合外電報導）", [("dateline", "10-28 23:00:00", "10-29 23:59:59")]),
    ("（甲社記者丙某某國29日專電）", [("dateline", "10-29 00:00:00", "10-30 17:59:59")]),
    ("【ロンドン29日共同】", [("dateline", "10-29 00:00:00", "10-30 07:59:59")]),
    ("LONDON, Oct 29 (Reuters) - The minister", [("dateline", "10-29 00:00:00", "10-30 07:59:59")]),
    ("市長今（29）日在議會指出", [("dateline", *DAY)]),
    ("部長今天(29日)表示", [("dateline", *DAY)]),
    ("他昨（29）日在東京會晤", [("dateline", "10-30 00:00:00", "10-30 23:59:59")]),
    ("將於明（30）日登場", [("dateline", *DAY)]),
    ("今（29）日下午於台北", [("dateline", "10-29 12:00:00", "10-29 23:59:59")]),
    ("甲財經新聞 2025-10-30 06:34:34 王小明 發佈央行", [("exact", "10-30 06:34:34", "10-30 06:34:34")]),
    ("運輸業者28日指出，測試後發現", [("dateline", "10-28 00:00:00", "10-31 12:00:00")]),
    ("全文完。（編輯：甲／乙）1141029", [("dateline", *DAY)]),
    ("2025-10-30 06:34:34 發生規模 5 地震", []),
    ("將於30日舉行，票價 29 元起", []),
    ("去年10月29日開幕的展覽", []),
    ("29日電視劇收視率", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_statements(text, expected):
    assert told(text) == expected


def test_the_shown_time_tells_which_29th_is_meant():
    shown = read("2 個月前", seen_at=datetime(2025, 12, 28, tzinfo=TAIPEI), zone="Asia/Taipei").interval
    assert told("（甲社記者王小明台北29日電）", seen=shown)[0][2].startswith("10-29")


def test_a_statement_is_cut_at_the_look():
    seen = Interval(earliest=SEEN.replace(day=29, hour=8), latest=SEEN.replace(day=29, hour=9))
    assert told("市長今（29）日指出", seen=seen)[0] == ("dateline", "10-29 00:00:00", "10-29 09:00:00")
