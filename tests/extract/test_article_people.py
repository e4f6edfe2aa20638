"""Bylines, accounts and printed sources of an article page -> who wrote it and who published it."""

from __future__ import annotations

import pytest

from feedsvc.extract.article import read_article
from feedsvc.extract.page import parse

TITLE = "港口大橋明年通車輪渡調整"
TEXT = "<p>工務局今天表示，港口大橋主體結構已經完成，預計明年三月通車，屆時渡輪班次將減為每小時一班。</p>" * 3


def article(body: str, *, head: str = "", title: str = TITLE):
    html = f"<html><head><title>{title}</title>{head}</head><body>{body}{TEXT}</body></html>"
    (item,) = read_article(parse(html, "https://portal.example/bridge.html"), html=html, zone="UTC").items
    return item


RAIL = "<div class='latest'><h3><a href='/x'>稻田彩繪登場遊客搶拍</a></h3><a class='byline' href='/u/2'>Bo Kim</a></div>"


@pytest.mark.parametrize(
    ("body", "author"),
    [
        # The nearest to the title signs it, be it a line or an element.
        (f"{RAIL}<h1>{TITLE}</h1><div>By <a href='/u/1'>Ana Lee</a> Published in Town</div>", "Ana Lee"),
        (f"<ul><li>{TITLE}</li></ul>{RAIL}<h1>{TITLE}</h1><div class='author'>Ana Lee</div>", "Ana Lee"),
        # Its line alone, not the paper in the next one.
        (
            f"<h1>{TITLE}</h1><div class='byline'><div>By Ana Lee</div><div>Harbour Post</div></div>",
            "Ana Lee",
        ),
        # A desk of the site beside a person is not a second author.
        (f"<h1>{TITLE}</h1><div class='byline'>By Ana Lee, Pier Travel</div>", "Ana Lee"),
        (f"<h1>{TITLE}</h1><div class='byline'>By Pier Travel</div>", "Pier Travel"),
    ],
)
def test_the_byline_next_to_the_title_names_the_author(body, author):
    assert article(body, head='<meta property="og:site_name" content="Pier">').author == author


def test_an_account_is_no_name_where_the_page_prints_one():
    head = '<script type="application/ld+json">{"@type": "NewsArticle", "author": "KP7731", "headline": "x"}</script>'
    assert article(f"<h1>{TITLE}</h1><span class='author'>Ana Lee</span>", head=head).author == "Ana Lee"


def test_an_author_that_nobody_filled_in_is_no_author():
    head = '<meta name="author" content="name, email@post.example">'
    assert article(f"<h1>{TITLE}</h1>", head=head).author == ""


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ("2026/03/04 05:30 記者林佩珊／嘉義報導", "林佩珊"),
        ("发布时间：2026-03-04 10:20　来源：水务周刊　作者：何丽　浏览次数：318", "何丽"),
        ("本报记者 邓志强 通讯员 罗莉 摄影 周敏", "邓志强、罗莉"),
        ("기자명 박서연 기자", "박서연"),
        ("By Megan Frost, Transport Correspondent", "Megan Frost"),
        ("Par Camille Rossi (avec AFP)", "Camille Rossi"),
        ("2026-03-04 10:20　来源：水务周刊　作者：水务局", ""),
    ],
)
def test_a_line_of_facts_names_the_author_among_others(line, author):
    assert article(f"<h1>{TITLE}</h1><div>{line}</div>").author == author


def test_a_byline_is_found_below_a_title_that_stands_behind_a_kicker():
    heading = f"<h1><span>工程</span><span> – </span><span>{TITLE}第一期</span></h1>"
    found = article(f"{heading}<div>By Ana Lee</div><div>2026-03-04 10:20</div>", title=f"{TITLE}第一期")
    assert (found.title, found.author, found.times[0]) == (f"{TITLE}第一期", "Ana Lee", "2026-03-04 10:20")


@pytest.mark.parametrize(
    ("line", "outlet"),
    [
        ("2025-10-29 08:30 來源：玉山日報", "玉山日報"),
        ("2025-10-29 08:30来源：玉山网作者：林小川", "玉山网"),
        ("2025年10月29日 | 文章来源： 海湾社", "海湾社"),
        ("稿源：Harbour Post 编辑：林小川", "Harbour Post"),
        ("配信：玉山通信社", "玉山通信社"),
        ("2025-10-29 08:30 来源：本站原创", "玉山入口"),
        ("資料來源：玉山氣象站", "玉山入口"),
        ("圖片來源：林小川", "玉山入口"),
        ("", "玉山入口"),
    ],
)
def test_the_source_beside_the_time_is_the_publisher_before_the_portal(line, outlet):
    head = '<meta property="og:site_name" content="玉山入口">'
    assert article(f"<h1>{TITLE}</h1><div>{line}</div>", head=head).outlet == outlet


@pytest.mark.parametrize(
    ("head", "outlet"),
    [
        ('<meta name="mediaid" content="玉山日報">', "玉山日報"),
        ('<meta name="source" content="来源：玉山日報">', "玉山日報"),
        ('<meta property="article:publisher" content="https://social.example/pier">', "玉山入口"),
    ],
)
def test_a_source_in_meta_is_the_publisher_too(head, outlet):
    assert (
        article(f"<h1>{TITLE}</h1>", head=head + '<meta property="og:site_name" content="玉山入口">').outlet
        == outlet
    )


@pytest.mark.parametrize(
    ("title", "outlet"),
    [
        (f"{TITLE}（みなと新聞） - ポータルニュース", "みなと新聞"),
        (f"{TITLE}（写真） 第二報", "ポータルニュース"),
    ],
)
def test_the_outlet_in_brackets_behind_a_portals_title_is_the_publisher(title, outlet):
    head = '<meta property="og:site_name" content="ポータルニュース">'
    assert article(f"<h1>{TITLE}</h1>", head=head, title=title).outlet == outlet


def test_the_provider_of_the_data_goes_before_the_portal_itself():
    data = '{"@type": "NewsArticle", "headline": "x", "publisher": {"name": "大同入口"}, "provider": {"name": "雲嘉日報"}}'
    head = (
        f'<meta property="og:site_name" content="大同入口"><script type="application/ld+json">{data}</script>'
    )
    assert article(f"<h1>{TITLE}</h1>", head=head).outlet == "雲嘉日報"


@pytest.mark.parametrize(("logo", "outlet"), [("Tidepool Notes", "Tidepool Notes"), ("Home", "")])
def test_a_site_without_data_is_called_what_its_front_page_link_and_its_titles_say(logo, outlet):
    body = f"<a href='/'>{logo}</a><h1>{TITLE}</h1>"
    assert article(body, title=f"{TITLE} – Tidepool Notes").outlet == outlet
