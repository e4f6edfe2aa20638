"""Time fields: the words, and what they mean on the pages below (true local times, second precision)."""

import json
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from feedsvc.extract.dates import read
from feedsvc.model import Interval

CASES = Path(__file__).parents[3] / "../shared/data/timecases.jsonl"
# Where a page is from: zone, language, when it was looked at (a Thursday).
PAGES = {
    "tw": ("Asia/Taipei", "zh-Hant", "2025-10-30T23:50:00"),
    "cn": ("Asia/Shanghai", "zh-Hans", "2025-10-30T09:30:00"),
    "jp": ("Asia/Tokyo", "ja", "2025-10-30T12:34:56"),
    "kr": ("Asia/Seoul", "ko", "2025-10-30T12:34:56"),
    "us": ("America/New_York", "en", "2025-10-30T12:34:56"),
    "uk": ("Europe/London", "en-GB", "2025-10-30T12:34:56"),
    "de": ("Europe/Berlin", "de", "2025-10-30T12:34:56"),
    "fr": ("Europe/Paris", "fr", "2025-10-30T12:34:56"),
    "es": ("Europe/Madrid", "es", "2025-10-30T12:34:56"),
    "ru": ("Europe/Moscow", "ru", "2025-10-30T12:34:56"),
}


def seen(page, at=None):
    zone, _, usual = PAGES[page]
    return datetime.fromisoformat(at or usual).replace(tzinfo=ZoneInfo(zone))


def answer(page, text, at=None, style="any"):
    zone, language, _ = PAGES[page]
    return read(text, seen_at=seen(page, at), zone=zone, language=language, style=style)


def local(page, found):
    zone = ZoneInfo(PAGES[page][0])
    return tuple(end.astimezone(zone).strftime("%Y-%m-%d %H:%M:%S") for end in (found.earliest, found.latest))


def test_the_two_readings_of_an_age_are_kept_and_the_union_is_the_answer():
    found = answer("tw", "13 小時前")
    assert local("tw", found) == ("2025-10-30 09:50:00", "2025-10-30 11:20:00")
    assert local("tw", answer("tw", "13 小時前", style="floor")) == (
        "2025-10-30 09:50:00",
        "2025-10-30 10:50:00",
    )
    assert local("tw", answer("tw", "13 小時前", style="round")) == (
        "2025-10-30 10:20:00",
        "2025-10-30 11:20:00",
    )
    assert found.interval == found.floor.hull(found.round)
    assert (found.kind, found.unit, found.origin, found.role, found.text) == (
        "relative",
        "hour",
        "shown",
        "published",
        "13 小時前",
    )


AGES = [  # words, oldest and newest age of the union in minutes
    ("tw", "45 秒前", 46 / 60, 44.5 / 60),
    ("tw", "3分鐘前", 4, 2.5),
    ("tw", "1 分鐘前", 2, 0.5),
    ("tw", "1 小時前", 120, 44.5),
    ("tw", "1 天前", 2880, 21.5 * 60),
    ("tw", "2 天前", 4320, 2160),
    ("tw", "2 週前", 3 * 10080, 1.5 * 10080),
    ("tw", "3 個鐘頭前", 240, 150),
    ("tw", "三個小時前", 240, 150),
    ("tw", "廿三小時前", 24 * 60, 22.5 * 60),
    ("tw", "１３ 小時前", 840, 750),
    ("tw", "1 小時 5 分鐘前", 66, 64.5),
    ("tw", "2天3小時前", 52 * 60, 50.5 * 60),
    ("tw", "一個半小時前", 120, 75),
    ("tw", "兩個多小時前", 180, 120),
    ("tw", "20多分鐘前", 30, 20),
    ("tw", "十幾分鐘前", 20, 10),
    ("tw", "兩三天前", 4 * 1440, 2 * 1440),
    ("tw", "3~5 分鐘前", 6, 3),
    ("tw", "半小時前", 45, 15),
    ("tw", "半天前", 18 * 60, 6 * 60),
    ("tw", "幾分鐘前", 10, 1),
    ("tw", "數小時前", 600, 60),
    ("tw", "好幾天前", 14400, 1440),
    ("tw", "幾秒前", 0.75, 0),
    ("tw", "大約 20 小時前", 20.5 * 60, 19.5 * 60),
    ("tw", "少於 1 分鐘前", 0.998, 0),
    ("tw", "剛剛", 1, 0),
    ("tw", "剛才", 2, 0),
    ("tw", "13小時以前", 840, 750),
    ("cn", "刚刚", 1, 0),
    ("cn", "2小时15分前", 136, 134.5),
    ("cn", "13小时前 来源：甲网", 840, 750),
    ("jp", "たった今", 1, 0),
    ("jp", "約2時間前", 150, 90),
    ("jp", "10 分前", 11, 9.5),
    ("jp", "3日前", 5760, 3600),
    ("kr", "방금 전", 1, 0),
    ("kr", "한 시간 전", 120, 44.5),
    ("kr", "이틀 전", 4320, 2160),
    ("kr", "일주일 전", 2 * 10080, 6.5 * 1440),
    ("kr", "몇 분 전", 10, 1),
    ("us", "just now", 1, 0),
    ("us", "an hour ago", 120, 44.5),
    ("us", "about 3 hours ago", 210, 150),
    ("us", "2 hours, 15 minutes ago", 136, 134.5),
    ("us", "half an hour ago", 45, 15),
    ("us", "5m ago", 6, 4.5),
    ("us", "2d", 4320, 2160),
    ("de", "vor 3 Stunden", 240, 150),
    ("de", "vor einer Stunde", 120, 44.5),
    ("fr", "il y a 2 jours", 4320, 2160),
    ("es", "hace 5 minutos", 6, 4.5),
    ("ru", "5 минут назад", 6, 4.5),
    ("ru", "час назад", 120, 44.5),
]


@pytest.mark.parametrize(("page", "text", "oldest", "newest"), AGES)
def test_ages(page, text, oldest, newest):
    found = answer(page, text)
    assert found.kind == "relative"
    ages = [(seen(page) - end) / timedelta(minutes=1) for end in (found.earliest, found.latest)]
    assert ages == pytest.approx([oldest, newest], abs=1e-6)


def test_months_and_years_are_counted_in_the_calendar_with_room_for_libraries_of_thirty_days():
    found = answer("tw", "11 個月前", style="floor")
    assert local("tw", found) == ("2024-10-30 17:50:00", "2024-12-04 23:50:00")
    assert answer("tw", "1 年 2 個月前").unit == "month"
    assert (
        local("tw", answer("tw", "1 個月前", at="2025-03-31T12:00:00", style="floor"))[1]
        == "2025-03-01 12:00:00"
    )


def test_a_look_known_only_as_an_interval_widens_ages_and_days():
    look = Interval(earliest=seen("tw", "2025-10-30T23:50:00"), latest=seen("tw", "2025-10-31T00:10:00"))
    age = read("13 小時前", seen_at=look, zone="Asia/Taipei", style="floor")
    assert local("tw", age) == ("2025-10-30 09:50:00", "2025-10-30 11:10:00")
    day = read("昨天", seen_at=look, zone="Asia/Taipei")
    assert local("tw", day) == ("2025-10-29 00:00:00", "2025-10-30 23:59:59")


CIVIL = [
    # near days
    ("tw", "今天", "2025-10-30 00:00:00", "2025-10-30 23:50:00"),
    ("tw", "昨天", "2025-10-29 00:00:00", "2025-10-29 23:59:59"),
    ("tw", "前天 14:30", "2025-10-28 14:30:00", "2025-10-28 14:30:59"),
    ("tw", "大前天", "2025-10-27 00:00:00", "2025-10-27 23:59:59"),
    ("tw", "昨晚8點15分", "2025-10-29 20:15:00", "2025-10-29 20:15:59"),
    ("tw", "昨晚11點", "2025-10-29 23:00:00", "2025-10-29 23:59:59"),
    ("tw", "昨夜 1:20", "2025-10-30 01:20:00", "2025-10-30 01:20:59"),
    ("tw", "昨晚", "2025-10-29 18:00:00", "2025-10-29 23:59:59"),
    ("tw", "今早 7:40", "2025-10-30 07:40:00", "2025-10-30 07:40:59"),
    ("tw", "今天上午12:05", "2025-10-30 00:05:00", "2025-10-30 00:05:59"),
    ("tw", "下午12:05", "2025-10-30 12:05:00", "2025-10-30 12:05:59"),
    ("tw", "中午12:30", "2025-10-30 12:30:00", "2025-10-30 12:30:59"),
    ("tw", "中午1:10", "2025-10-30 13:10:00", "2025-10-30 13:10:59"),
    ("tw", "下午三點半", "2025-10-30 15:30:00", "2025-10-30 15:30:59"),
    ("tw", "PM 5:02", "2025-10-30 17:02:00", "2025-10-30 17:02:59"),
    ("tw", "17:02", "2025-10-30 17:02:00", "2025-10-30 17:02:59"),
    ("tw", "週三", "2025-10-29 00:00:00", "2025-10-29 23:59:59"),
    ("tw", "週四 23:59", "2025-10-23 23:59:00", "2025-10-23 23:59:59"),
    ("tw", "上週五", "2025-10-24 00:00:00", "2025-10-24 23:59:59"),
    ("tw", "上上週五", "2025-10-17 00:00:00", "2025-10-17 23:59:59"),
    ("tw", "本週二", "2025-10-28 00:00:00", "2025-10-28 23:59:59"),
    ("jp", "一昨日", "2025-10-28 00:00:00", "2025-10-28 23:59:59"),
    ("jp", "昨夜 11:20", "2025-10-29 23:20:00", "2025-10-29 23:20:59"),
    ("jp", "先週金曜日", "2025-10-24 00:00:00", "2025-10-24 23:59:59"),
    ("jp", "午後5時2分", "2025-10-29 17:02:00", "2025-10-29 17:02:59"),
    ("kr", "어제 오후 2:30", "2025-10-29 14:30:00", "2025-10-29 14:30:59"),
    ("kr", "그저께", "2025-10-28 00:00:00", "2025-10-28 23:59:59"),
    ("kr", "지난주 금요일", "2025-10-24 00:00:00", "2025-10-24 23:59:59"),
    ("us", "Yesterday at 5:02 PM", "2025-10-29 17:02:00", "2025-10-29 17:02:59"),
    ("us", "last Friday", "2025-10-24 00:00:00", "2025-10-24 23:59:59"),
    ("us", "Wed 5:02 PM", "2025-10-29 17:02:00", "2025-10-29 17:02:59"),
    # dates in figures
    ("tw", "2025-10-29", "2025-10-29 00:00:00", "2025-10-29 23:59:59"),
    ("tw", "2025/10/29 下午 05:02", "2025-10-29 17:02:00", "2025-10-29 17:02:59"),
    ("tw", "下午5:02 2025/10/29", "2025-10-29 17:02:00", "2025-10-29 17:02:59"),
    ("tw", "2025-10-29（三）17:02", "2025-10-29 17:02:00", "2025-10-29 17:02:59"),
    ("tw", "二〇二五年十月二十九日", "2025-10-29 00:00:00", "2025-10-29 23:59:59"),
    ("tw", "2025年10月29日下午5:02", "2025-10-29 17:02:00", "2025-10-29 17:02:59"),
    ("tw", "民國114年10月29日 下午5:02", "2025-10-29 17:02:00", "2025-10-29 17:02:59"),
    ("tw", "民國一一四年十月二十九日", "2025-10-29 00:00:00", "2025-10-29 23:59:59"),
    ("tw", "114.10.29", "2025-10-29 00:00:00", "2025-10-29 23:59:59"),
    ("tw", "1141029", "2025-10-29 00:00:00", "2025-10-29 23:59:59"),
    ("tw", "202510291702", "2025-10-29 17:02:00", "2025-10-29 17:02:59"),
    ("tw", "10/29(三) 17:02", "2025-10-29 17:02:00", "2025-10-29 17:02:59"),
    ("tw", "10月29日17點半", "2025-10-29 17:30:00", "2025-10-29 17:30:59"),
    ("tw", "29日 17:02", "2025-10-29 17:02:00", "2025-10-29 17:02:59"),
    ("tw", "1761728554", "2025-10-29 17:02:34", "2025-10-29 17:02:34"),
    ("tw", "2025-10-29T09:02:34.123Z", "2025-10-29 17:02:34", "2025-10-29 17:02:34"),
    ("jp", "令和7年10月29日（水）", "2025-10-29 00:00:00", "2025-10-29 23:59:59"),
    ("jp", "令和元年5月1日", "2019-05-01 00:00:00", "2019-05-01 23:59:59"),
    ("jp", "R7.10.29", "2025-10-29 00:00:00", "2025-10-29 23:59:59"),
    ("jp", "2016年3月20日(日) 21時40分", "2016-03-20 21:40:00", "2016-03-20 21:40:59"),
    ("kr", "2025. 10. 29. 오후 5:02", "2025-10-29 17:02:00", "2025-10-29 17:02:59"),
    ("kr", "2025년 10월 29일 오후 5시 2분", "2025-10-29 17:02:00", "2025-10-29 17:02:59"),
    ("kr", "'25.10.29", "2025-10-29 00:00:00", "2025-10-29 23:59:59"),
    # months by name
    ("us", "Oct 29", "2025-10-29 00:00:00", "2025-10-29 23:59:59"),
    ("us", "October 29th, 2025", "2025-10-29 00:00:00", "2025-10-29 23:59:59"),
    ("us", "October 29, 2025 / 5:02 PM PDT", "2025-10-29 20:02:00", "2025-10-29 20:02:59"),
    ("us", "5:02 p.m. ET, Oct. 29, 2025", "2025-10-29 17:02:00", "2025-10-29 17:02:59"),
    ("us", "Wed Oct 29 17:02:34 2025", "2025-10-29 17:02:34", "2025-10-29 17:02:34"),
    ("us", "10/29/2025 5:02 PM", "2025-10-29 17:02:00", "2025-10-29 17:02:59"),
    ("us", "May 2025", "2025-05-01 00:00:00", "2025-05-31 23:59:59"),
    ("uk", "05/10/2025", "2025-10-05 00:00:00", "2025-10-05 23:59:59"),
    ("uk", "Wed 29 Oct 2025 09.02 GMT", "2025-10-29 09:02:00", "2025-10-29 09:02:59"),
    ("de", "29. Oktober 2025, 17:02 Uhr", "2025-10-29 17:02:00", "2025-10-29 17:02:59"),
    ("de", "05.10. 17:02", "2025-10-05 17:02:00", "2025-10-05 17:02:59"),
    ("fr", "le 29/10/2025 à 17h02", "2025-10-29 17:02:00", "2025-10-29 17:02:59"),
    ("fr", "1er octobre 2025", "2025-10-01 00:00:00", "2025-10-01 23:59:59"),
    ("es", "miércoles, 29 de octubre de 2025 a las 17:02", "2025-10-29 17:02:00", "2025-10-29 17:02:59"),
    ("ru", "17:02, 29 октября 2025", "2025-10-29 17:02:00", "2025-10-29 17:02:59"),
    # words around a time
    ("tw", "甲新聞網 ・ 2025/10/29 17:02", "2025-10-29 17:02:00", "2025-10-29 17:02:59"),
    ("tw", "發佈時間：2025-10-29 17:02:34", "2025-10-29 17:02:34", "2025-10-29 17:02:34"),
    ("tw", "2025-10-29 17:02 甲報 記者王小明／台北即時報導", "2025-10-29 17:02:00", "2025-10-29 17:02:59"),
    ("tw", "2025-10-29 政治", "2025-10-29 00:00:00", "2025-10-29 23:59:59"),
    ("tw", "【甲時報2025年10月29日訊】", "2025-10-29 00:00:00", "2025-10-29 23:59:59"),
    ("tw", "3 小時前（2025-10-30 20:15）", "2025-10-30 20:15:00", "2025-10-30 20:15:59"),
    ("tw", "2025-10-29 17:02（甲社記者乙台北29日電）", "2025-10-29 17:02:00", "2025-10-29 17:02:59"),
    ("tw", "昨（28）日", "2025-10-29 00:00:00", "2025-10-29 23:59:59"),
    ("tw", "部長今(29)日在立法院指出", "2025-10-29 00:00:00", "2025-10-29 23:59:59"),
    ("tw", "今（29）日下午於台北", "2025-10-29 12:00:00", "2025-10-29 23:59:59"),
]  # fmt: skip


@pytest.mark.parametrize(("page", "text", "earliest", "latest"), CIVIL)
def test_days_and_clocks(page, text, earliest, latest):
    assert local(page, answer(page, text)) == (earliest, latest)


ROLLS = [
    ("12-31", "2026-01-02T09:00:00", "2025-12-31 00:00:00"),
    ("12月30日 17:02", "2026-01-02T09:00:00", "2025-12-30 17:02:00"),
    ("29日", "2026-01-02T09:00:00", "2025-12-29 00:00:00"),
    ("31日", "2025-12-02T09:00:00", "2025-10-31 00:00:00"),
    ("2月29日", "2025-12-02T09:00:00", "2024-02-29 00:00:00"),
    ("23:55", "2025-10-31T00:10:00", "2025-10-30 23:55:00"),
    ("昨天 23:40", "2025-11-01T00:10:00", "2025-10-31 23:40:00"),
]


@pytest.mark.parametrize(("text", "at", "earliest"), ROLLS)
def test_what_a_date_leaves_out_is_the_latest_that_is_past(text, at, earliest):
    assert local("tw", answer("tw", text, at=at))[0] == earliest


def test_a_date_of_tomorrow_means_that_the_zone_was_wrong_not_that_a_year_passed():
    found = answer("us", "10/31", at="2025-10-30T20:00:00")
    assert found.latest == seen("us", "2025-10-30T20:00:00")
    assert found.earliest.isoformat() == "2025-10-30T10:00:00+00:00"


def test_a_clock_change_keeps_both_sides_of_the_repeated_hour():
    found = answer("us", "2025-11-02 01:30", at="2025-11-03T12:00:00")
    assert found.latest - found.earliest == timedelta(hours=1, minutes=1, microseconds=-1)
    assert local("us", answer("us", "2025-11-02", at="2025-11-03T12:00:00")) == (
        "2025-11-02 00:00:00",
        "2025-11-02 23:59:59",
    )


ROLES = [
    ("tw", "2025/10/29 14:28（10/29 16:02 更新）", "published", "2025-10-29 14:28:00"),
    ("tw", "更新：2025/10/29 16:02 發布：2025/10/29 14:28", "published", "2025-10-29 14:28:00"),
    ("tw", "2025/10/29 14:28 發布 2025/10/29 16:02 更新", "published", "2025-10-29 14:28:00"),
    ("tw", "最後更新：2025/10/29 16:02", "updated", "2025-10-29 16:02:00"),
    ("tw", "16:02 更新", "updated", "2025-10-30 16:02:00"),
    ("jp", "2025年10月29日 17時02分 更新日時：2025年10月29日 18:00", "published", "2025-10-29 17:02:00"),
    (
        "kr",
        "기사입력 2025.10.29. 오후 5:02 최종수정 2025.10.29. 오후 6:00",
        "published",
        "2025-10-29 17:02:00",
    ),
    ("kr", "수정 2025.10.29 18:00", "updated", "2025-10-29 18:00:00"),
    ("us", "Updated Oct 30, 2025 | Published Oct 29, 2025", "published", "2025-10-29 00:00:00"),
    ("us", "Updated: Oct. 29, 2025, 5:02 p.m.", "updated", "2025-10-29 17:02:00"),
    (
        "fr",
        "Publié le 29 octobre 2025 à 17h02 - Mis à jour le 30 octobre 2025 à 8h00",
        "published",
        "2025-10-29 17:02:00",
    ),
]


@pytest.mark.parametrize(("page", "text", "role", "earliest"), ROLES)
def test_an_update_never_dates_what_shows_its_publication(page, text, role, earliest):
    found = answer(page, text)
    assert (found.role, local(page, found)[0]) == (role, earliest)


NO_TIME = {
    "tw": "3 天 2 夜|24 小時不打烊|24小時內|第 13 屆|第3天|歷時13小時|0800-029-999|02-2912-3456|v2.10.29|2.10.29|10:9|3:1|98:102|7-11|2-1|24/7|101大樓|1111人力銀行|228紀念|"
    "一分鐘看新聞|3分鐘看懂|5月報|10月號|2025|2025年|2026年度|114學年|10-29歲|30歲|9.11|10.29|$10.29|NT$1,029|100元|2%|1.2萬次觀看|iPhone 17|4:35|1:02:33|IP 10.29.1.1|"
    "今日新聞|今日頭條|今周刊|昨日世界|今天天氣|昨天的事|明日科學|前天王|前總統|日前|年前|週末|週刊|每週三|週三見|3年前今天|10 年前的今天|2天前行車紀錄|三分鐘前世今生|"
    "3小時後|10分鐘後|明天|後天|下週三|明天 10:00|2025-11-05|10/29~11/2|10/29-11/2|10:00-18:00|10:00～18:00|週一至週五 10:00-18:00|活動日期：2025-10-29|截止：2025/10/29|"
    "2個月內的第2次會談|較原計畫提早2年|3 個月大|2 小時車程|3天|13小時|5 分鐘|約13小時|廣告|贊助|甲新聞網|",
    "cn": "10分钟后|2小时车程|一周热点|三分钟读懂|两会|月刊|1分钟内",
    "jp": "5分でわかる|3分クッキング|24時間営業|10時間|1日3回|3日間|今日の運勢|昨日の敵|明日|来週|10日後|2025年度|第3回|5月号|水曜どうでしょう|日本経済新聞|2日以内",
    "kr": "오늘의 운세|오늘의 날씨|3시간|24시간 영업|3일 만에|10월호|내일|3시간 후|1일 3회|2025년형|어제 그리고 오늘",
    "us": "3 minute read|5 min read|5 min|13 hours|4K|3D|5G|1M|Sponsored|May|March|1984|Q3 2025|Sun|The Sun|USA TODAY|Sunday Times|Monday Night Football|Today show|Black Friday|"
    "10 years ago today|What happened 3 years ago|He died 3 years ago|in 3 hours|tomorrow|Nov 5, 2025|Oct 29 - Nov 2|October 28-30, 2025|$5.02|555-1029|1-800-555-1029|v1.10.29|16:9|24/7|B-52|Win 3-2",
    "de": "24 Stunden|morgen|3,50 €",
    "fr": "24 heures|demain",
    "ru": "завтра|24 часа",
}


@pytest.mark.parametrize(
    ("page", "text"), [(page, text) for page, texts in NO_TIME.items() for text in texts.split("|")]
)
def test_what_holds_no_time_gives_none(page, text):
    assert answer(page, text) is None


def test_long_text_is_read_only_behind_its_last_separator():
    prose = "部長在10月29日下午5:02抵達會場，現場約有三百人。" * 5
    assert answer("tw", prose) is None
    assert answer("tw", f"{prose} ・ 13 小時前").unit == "hour"


def test_the_shared_cases_hold():
    if not CASES.exists():
        pytest.skip("../shared/data/timecases.jsonl is not here")
    cases = [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines()]
    inside = 0
    for case in cases:
        found = read(
            case["text"],
            seen_at=datetime.fromisoformat(case["captured_at"]),
            zone=case["tz"],
            language=case["lang"],
        )
        if case["kind"] == "none":
            assert found is None, case["text"]
        elif found is not None:
            middle = found.earliest + (found.latest - found.earliest) / 2
            inside += (
                datetime.fromisoformat(case["earliest"]) <= middle <= datetime.fromisoformat(case["latest"])
            )
    assert inside >= 0.98 * sum(case["kind"] != "none" for case in cases)
