"""What `discover` proposes is a block that works: for each kind of page, with selectors only where they read as well."""

import asyncio
import json
from datetime import UTC, datetime, timedelta

import pytest

from feedsvc import config, discover, preview
from feedsvc.extract import extract

AT = datetime.fromisoformat("2026-11-20T09:00:00+08:00")
ROWS = "".join(
    f"<li class='story'><p class='when'>{hour} 小時前</p><h3><a href='/news/{hour}.html'>港區道路改善工程第 {hour} 期今天開工</a></h3>"
    f"<p class='lead'>工程單位說明，第 {hour} 期道路改善工程今天開工，預計下個月底以前完成。</p></li>"
    for hour in range(1, 9)
)
LIST = (
    "<!doctype html><html lang='zh-Hant'><meta charset='utf-8'><title>地方新聞</title>"
    "<link rel='alternate' type='application/rss+xml' href='/comments/feed.xml'>"
    "<link rel='alternate' type='application/rss+xml' href='/feed.xml'>"
    f"<main><ul class='stories'>{ROWS}</ul></main></html>"
)
FEED = (
    "<?xml version='1.0'?><rss version='2.0'><channel><title>晨報</title><link>https://dawn.example/</link>"
    "<item><title>老街雨棚拆除</title><link>https://dawn.example/1</link><pubDate>Fri, 20 Nov 2026 00:10:00 GMT</pubDate></item>"
    "<item><title>圖書館長夜開放</title><link>https://dawn.example/2</link><pubDate>Thu, 19 Nov 2026 22:10:00 GMT</pubDate></item>"
    "</channel></rss>"
)
JSON = json.dumps(
    {
        "items": [
            {
                "title": f"港區夜間演練第 {n} 場",
                "url": f"https://bay.example/{n}",
                "published": f"2026-11-19T1{n}:10:00Z",
            }
            for n in range(6)
        ]
    }
)
TEXT = " date 2026-11-19 港區夜間演練登場\n演練現場，醫護人員在除污站前列隊，等待下一個指令。\n其他人也在看\n登革熱社區動員\n雨後氣溫回升，人員逐戶清除積水容器。中央社 ・ 2 小時前\n"


async def reads(*arguments):
    return extract(*arguments)


def previewed(path, base="https://news.example.com.tw/local/list.aspx?page=2"):
    source = preview.source_for(str(path), base=base, at=AT, zone="UTC")
    outlets = config.shipped_outlets()

    async def found():
        taken = await preview.capture(source, None, AT)
        return await preview.preview(source, taken, reads, outlets, guess_zone=True)

    return asyncio.run(found()), outlets


def loaded(folder, block):
    (folder / "feedsvc.yaml").write_text("", encoding="utf-8")
    (folder / "sources.yaml").write_text(block, encoding="utf-8")
    return config.load(folder).sources[0]


def entries_of(source, outlets):
    async def found():
        taken = await preview.capture(source, None, AT)
        return await preview.preview(source, taken, reads, outlets, guess_zone=False)

    return [(it.entry.url, it.entry.title, it.entry.published) for it in asyncio.run(found()).items]


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("list.html", LIST, "list"),
        ("feed.xml", FEED, "feed"),
        ("api.json", JSON, "json"),
        ("page.txt", TEXT, "text"),
    ],
)
def test_the_block_is_valid_has_the_right_kind_and_gives_the_same_entries(tmp_path, name, content, kind):
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    found, outlets = previewed(path)
    source = loaded(tmp_path, discover.proposal(found, outlets).yaml)
    assert source.kind == kind
    shown = [(it.entry.url, it.entry.title, it.entry.published) for it in found.items]
    assert shown
    assert entries_of(source, outlets) == shown


def test_a_list_is_proposed_with_selectors_zone_language_and_pace(tmp_path):
    path = tmp_path / "list.html"
    path.write_text(LIST, encoding="utf-8")
    source = loaded(tmp_path, discover.proposal(*previewed(path)).yaml)
    assert source.id == "news-example-local-list"
    assert source.items.each.endswith("li.story") or source.items.each.endswith("li")
    assert (source.language, source.zone, source.every) == ("zh-Hant", "Asia/Taipei", timedelta(minutes=30))
    assert source.captured_at == AT


def test_the_feed_of_the_page_is_offered_before_that_of_its_comments(tmp_path):
    path = tmp_path / "list.html"
    path.write_text(LIST, encoding="utf-8")
    feeds = discover.proposal(*previewed(path)).feeds
    assert [feed.rpartition("tw/")[2] for feed in feeds] == ["feed.xml", "comments/feed.xml"]


def test_selectors_that_would_lose_something_are_only_a_remark(tmp_path):
    path = tmp_path / "list.html"
    path.write_text(LIST, encoding="utf-8")
    found, outlets = previewed(path)
    rules = next(discover.item_rules(found.capture, outlets))
    assert discover.losses(found, rules, outlets) == ""
    poorer = discover.ItemRules(each=rules.each, link=rules.link, title=rules.title)
    assert discover.losses(found, poorer, outlets) == "8 of 8 times, 8 of 8 summaries"


BARE = LIST.replace(" class='story'", "").replace(" class='stories'", "").replace(" class='when'", "")


def test_where_no_name_tells_the_fields_only_the_items_are_named_and_nothing_is_lost(tmp_path):
    path = tmp_path / "list.html"
    path.write_text(BARE.replace("h3>", "b>"), encoding="utf-8")
    found, outlets = previewed(path)
    block = discover.proposal(found, outlets).yaml
    assert block.splitlines()[-2:] == ["    items:", '      each: "main > ul > li"']
    assert entries_of(loaded(tmp_path, block), outlets) == [
        (it.entry.url, it.entry.title, it.entry.published) for it in found.items
    ]


def test_a_list_in_the_data_of_a_page_has_no_selectors_and_says_so(tmp_path):
    data = [
        {
            "@type": "NewsArticle",
            "headline": f"港區夜間演練第 {n} 場",
            "url": f"/{n}",
            "datePublished": f"2026-11-19T1{n}:10:00Z",
        }
        for n in range(6)
    ]
    path = tmp_path / "list.html"
    script = f"<script type='application/ld+json'>{json.dumps(data)}</script>"
    path.write_text(f"<!doctype html><html lang='zh-Hant'><body>{script}</body></html>", encoding="utf-8")
    assert "in the page's data, where no selector reaches" in discover.proposal(*previewed(path)).yaml


def test_lists_that_were_passed_over_are_told_with_reason_and_selector(tmp_path):
    rail = "".join(f"<li><a href='/hot/{n}'>老街雨棚拆除後第 {n} 天</a></li>" for n in range(5))
    path = tmp_path / "list.html"
    path.write_text(LIST.replace("</main>", f"</main><aside><ul>{rail}</ul></aside>"), encoding="utf-8")
    _, first, choice = discover.other_lists(previewed(path)[0])
    assert first == "  5 entries, in an aside and no times: 老街雨棚拆除後第 0 天 / 老街雨棚拆除後第 1 天"
    assert choice.startswith("      items: {each: ")


def test_a_zone_that_nothing_told_is_marked_as_a_guess(tmp_path):
    path = tmp_path / "feed.xml"
    path.write_text(
        FEED.replace("老街雨棚拆除", "One").replace("圖書館長夜開放", "Two").replace("晨報", "Dawn"),
        encoding="utf-8",
    )
    block = discover.proposal(*previewed(path, base=None)).yaml
    assert "please check" in next(line for line in block.splitlines() if "timezone:" in line)
    assert "# base:" in block


@pytest.mark.parametrize(
    ("gaps", "pause"),
    [
        ([], timedelta(minutes=30)),
        ([timedelta(minutes=1)] * 5, timedelta(minutes=5)),
        ([timedelta(hours=1)] * 5, timedelta(minutes=30)),
        ([timedelta(days=3)] * 5, timedelta(hours=6)),
    ],
)
def test_the_pace_is_about_half_the_usual_gap(gaps, pause):
    instants = [datetime(2026, 11, 1, tzinfo=UTC)]
    for gap in gaps:
        instants.append(instants[-1] + gap)
    assert discover.every(instants) == pause
