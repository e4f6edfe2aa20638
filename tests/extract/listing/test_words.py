"""What kind of words a short text is made of."""

from __future__ import annotations

import pytest

from feedsvc.extract.listing import words


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("港都電台 • 13 分鐘前", ("13 分鐘前",)),
        ("2025/10/30 09:05", ("2025/10/30 09:05",)),
        ("2025 年 10 月 29 日 下午 3:05", ("2025 年 10 月 29 日 下午 3:05",)),
        ("114-10-29", ("114-10-29",)),
        ("10/29", ("10/29",)),
        ("昨天 18:30", ("昨天 18:30",)),
        ("2時間前", ("2時間前",)),
        ("어제 14:20", ("어제 14:20",)),
        ("by ida 4 hours ago | hide", ("4 hours ago",)),
        ("Thursday, September 5, 2019", ("Thursday, September 5, 2019",)),
        ("May 5, 2024 • 9:46 AM EDT", ("May 5, 2024 • 9:46 AM EDT",)),
        ("heute, 18:00 Uhr", ("heute, 18:00 Uhr",)),
        ("18 marzo, 2016 | Lorena", ("18 marzo, 2016",)),
        ("Mozilla August 21, 2019", ("August 21, 2019",)),
        ("今日新聞NOWnews", ()),
        ("iPhone 11 mini", ()),
        ("版本 1.2.3", ()),
        ("Marvel 12", ()),
        ("march madness", ()),
    ],
)
def test_time_words_are_found_and_nothing_else(text, times):
    assert words.time_words(text) == times


@pytest.mark.parametrize(("text", "width"), [("abc", 3), ("港都", 4), ("港 a", 4)])
def test_a_chinese_character_is_two_latin_ones_wide(text, width):
    assert words.width(text) == width


@pytest.mark.parametrize("text", ["廣告", "[Sponsored]", "贊助", "Sponsored by Rivets Ltd", "PR", "広告"])
def test_marks_of_advertisement(text):
    assert words.marks_ad(text)


@pytest.mark.parametrize(
    "text", ["廣告業者公會改選", "Ads of the year, and why they worked", "Promotion to the first league"]
)
def test_news_about_advertisement_is_no_advertisement(text):
    assert not words.marks_ad(text)


@pytest.mark.parametrize(
    "text", ["閱讀全文", "Read more »", "続きを読む", "더보기", "Continue reading The north lock"]
)
def test_words_that_only_invite_to_read_on(text):
    assert words.says_more(text)


@pytest.mark.parametrize("text", ["12", "3 則留言", "45 comments", "Share", "hide", "跟贴"])
def test_labels_are_no_titles(text):
    assert words.is_label(text) or text == "跟贴"


@pytest.mark.parametrize("text", ["Share prices fall", "Print media survives", "颱風來了"])
def test_titles_are_no_labels(text):
    assert not words.is_label(text)


def test_a_time_at_the_end_of_a_long_text_stands_by_itself():
    told = "市府工務局今天說明，檢測報告需要再六週才能完成，完工前不會開放任何車輛通行。中央社"
    assert words.split_tail(f"{told} ・ 3 小時前") == (told, "3 小時前")
    assert words.split_tail("中央社 ・ 3 小時前") is None
