"""Plain text captures: an article and its related entries, a list alone, a text browser's dump."""

import json
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedsvc.extract.text import read_text
from feedsvc.model import Interval, Outlet, instant
from feedsvc.outlets import Outlets

PLAIN = Path(__file__).parent / "plain"
SEED = Path(__file__).parents[2] / "../shared/seed"
SEEN = instant(datetime.fromisoformat("2025-10-30T23:50:00+08:00"))
NAMES = (
    "中央社",
    "自由時報",
    "自由時報電子報",
    "民視新聞網",
    "TVBS新聞網",
    "新华社",
    "Reuters",
    "The Straits Times",
    "共同通信",
    "朝日新聞デジタル",
)
OUTLETS = Outlets([Outlet(id=f"o{number}", name=name) for number, name in enumerate(NAMES)])


def read(name, outlets=OUTLETS, seen=SEEN):
    text = (PLAIN / f"{name}.txt").read_text(encoding="utf-8")
    return read_text(text, outlets=outlets, zone="Asia/Taipei", seen_at=seen, language="zh-Hant")


ENTRIES = {  # title, outlet, time
    "article-and-rail": [
        ("海港新制上路 業者盼延後", "", "2025-10-29"),
        ("港口新制引發討論 學者：宜有緩衝期", "中央社", "5 小時前"),
        ("漁會：小船無法負擔", "自由時報電子報", "1 天前"),
        ("無名小報的獨家", "", "2 天前"),
        ("影片看這裡", "海港頻道", "3 小時前"),
    ],
    "rail-without-heading": [
        ("海港新制上路 業者盼延後", "", "2025-10-29"),
        ("港口新制引發討論 學者：宜有緩衝期", "中央社", "5 小時前"),
        ("漁會：小船無法負擔", "自由時報", "1 天前"),
        ("第三則標題", "自由時報", "1 天前"),
    ],
    "list-only": [
        ("第一則新聞的標題在這裡", "中央社", "3 小時前"),
        ("第二則新聞的標題比較長一點 還有一個空格", "山城日報", "4 小時前"),
        ("第三則", "TVBS新聞網", "1 天前"),
    ],
    "ownline": [
        ("第一則新聞的標題在這裡", "山城日報", "13 小時前"),
        ("第二則新聞的標題在這裡", "中央社", "1 天前"),
    ],
    "oneline": [
        ("港口新制上路 業者盼延後", "中央社", "2 小時前"),
        ("漁會：小船無法負擔", "自由時報", "3 小時前"),
        ("學者：宜有緩衝期", "山城日報", "2025/10/29 17:02"),
    ],
    "time-ahead": [
        ("港口新制上路 業者盼延後", "", "2025-10-29 17:02"),
        ("漁會：小船無法負擔申報成本", "", "2025-10-29 16:40"),
        ("學者：宜有緩衝期 不必急", "", "2025-10-29 15:11"),
    ],
    "time-in-the-middle": [
        ("第一則新聞的標題在這裡", "中央社", "3 小時前"),
        ("第二則新聞的標題在這裡", "山城日報", "4 小時前"),
    ],
    "lynx": [
        ("港口新制上路 業者盼延後", "中央社", "2 小時前"),
        ("漁會：小船無法負擔申報成本", "自由時報", "3 小時前"),
    ],
    "lynx-wrapped": [
        (
            "港口新制上路 業者盼延後實施並增加補助 漁會也表示需要更多時間準備因應這項變革",
            "中央社",
            "2 小時前",
        ),
        ("漁會：小船無法負擔申報成本", "自由時報", "3 小時前"),
    ],
    "date-first": [
        ("海港新制上路 業者盼延後", "", "date 2025-10-29"),
        ("颱風動態一次看 10/29 17:00", "民視新聞網", "剛剛"),
        ("漁會：小船無法負擔", "自由時報", "2025/10/29"),
    ],
    "lynx-untimed": [
        ("港口新制上路 業者盼延後", "", None),
        ("漁會：小船無法負擔申報成本", "", None),
        ("學者：宜有緩衝期 不必急", "", None),
    ],
    "untimed-rail": [
        ("海港新制上路 業者盼延後", "中央社", "2025/10/29 17:02"),
        ("港口新制引發討論 學者：宜有緩衝期", "", None),
        ("漁會：小船無法負擔申報成本", "", None),
        ("漁會表示無法負擔", "", None),
    ],
    "article": [("海港新制上路 業者盼延後", "", "2025-10-29 17:02")],
    "english": [
        ("Harbour rules take effect", "", None),
        ("Owners ask for a delay", "Reuters", "3 hours ago"),
        ("Scholars call for patience", "The Straits Times", "1 day ago"),
    ],
    "japanese": [
        ("港の新制度が始まる", "共同通信", "10/29(水) 17:02"),
        ("業者は延期を求める", "朝日新聞デジタル", "10/29(水) 16:02"),
    ],
    "simplified": [
        ("港口新规上路 业者盼延后", "新华社", "2小时前"),
        ("渔会：小船无法负担", "山城日报", "昨天 17:02"),
        ("学者：应有缓冲期", "新华社", "10-28 09:10"),
    ],
}


@pytest.mark.parametrize("name", ENTRIES)
def test_entries_come_in_page_order_with_outlet_and_time(name):
    found = [(item.title, item.outlet, item.times[0] if item.times else None) for item in read(name).items]
    assert found == ENTRIES[name]


def test_an_article_keeps_its_byline_and_its_paragraphs():
    article = read("article-and-rail").items[0]
    assert article.author == "記者林一二／綜合報導"
    assert article.summary.startswith("港務公司29日公布新制")
    assert article.content_html.count("<p>") == 3
    assert article.full


def test_the_outlet_and_the_time_leave_the_summary():
    items = read("article-and-rail").items
    assert items[1].summary == "學者指出，制度立意良好，但宜有緩衝期[…]"
    assert items[4].summary == "完整版：https://video.example/abc"


def test_an_unknown_name_glued_to_a_sentence_is_no_outlet():
    item = read("article-and-rail").items[3]
    assert (item.outlet, item.summary[-4:]) == ("", "山城日報")


def test_links_of_a_text_browser_give_the_addresses():
    assert [item.url for item in read("lynx").items] == [
        "https://news.example/a/1.html",
        "https://news.example/a/2.html",
    ]
    assert read("lynx").dropped["page words"] == 3


def test_two_columns_on_one_line_are_title_and_summary():
    assert read("oneline").items[1].summary == "漁會表示，成本高"


HEADINGS = ("其他人也在看", "相關新聞", "延伸閱讀", "猜你喜歡", "【推薦閱讀】", "你可能也想看", "▌熱門新聞", "大家都在看", "相关阅读", "関連記事", "관련 기사", "Related stories", "You may also like")  # fmt: skip


@pytest.mark.parametrize("heading", HEADINGS)
def test_a_heading_parts_the_article_from_its_list(heading):
    text = f"海港新制上路\n記者林一二／綜合報導\n港務公司今天公布新制，明年起須先申報。\n{heading}\n漁會：小船無法負擔\n中央社 ・ 1 天前\n"
    items = read_text(text, outlets=OUTLETS, zone="Asia/Taipei", seen_at=SEEN).items
    assert [item.title for item in items] == ["海港新制上路", "漁會：小船無法負擔"]


@given(st.one_of(st.text(max_size=300), st.lists(st.sampled_from(["標題\n", "摘要。中央社 ・ 3 小時前\n", "[1]", "References\n 1. https://a.example/\n", "相關新聞\n", "\n", " | ", "2025-10-29 "]), max_size=14).map("".join)))  # fmt: skip
@settings(max_examples=150, deadline=None)
def test_any_text_is_read_and_every_item_has_a_title(text):
    found = read_text(text, outlets=OUTLETS, zone="Asia/Taipei", seen_at=SEEN)
    assert all(item.title for item in found.items)


def test_the_seed_is_read_whole():
    truth = SEED / "truth.json"
    if not truth.exists():
        pytest.skip("../shared/seed/truth.json is not here")
    known = json.loads(truth.read_text(encoding="utf-8"))
    seen = Interval(**{end: datetime.fromisoformat(known["capture"][end]) for end in ("earliest", "latest")})
    text = next(SEED.glob("*.txt")).read_text(encoding="utf-8")
    names = {entry["outlet_display"] for entry in known["entries"]} - {None}
    outlets = Outlets([Outlet(id=f"o{number}", name=name) for number, name in enumerate(sorted(names))])
    items = read_text(text, outlets=outlets, zone=known["tz"], seen_at=seen).items
    assert [item.title for item in items] == [entry["title"] for entry in known["entries"]]
    assert [item.outlet for item in items] == [entry["outlet_display"] or "" for entry in known["entries"]]
    assert [item.times[0] for item in items[1:]] == [entry["relative"] for entry in known["entries"][1:]]
    assert items[0].times == ("2025-10-29",)
    assert known["entries"][0]["reporters"][0] in items[0].author
