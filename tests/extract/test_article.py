"""Article pages -> one article: what a person would read from them, and nothing of their neighbours."""

from __future__ import annotations

import json

import pytest

from feedsvc.extract.article import read_article
from feedsvc.extract.page import parse

URL = "https://portal.example/news/coast-083000123.html"
BODY = (
    "<p>海岸公園管理處今天表示，新建的步道全長三公里，沿途設有觀景台與解說牌，預計下個月初對外開放。</p>"
    "<p>負責施工的單位說明，工程從去年春天動工，期間因為颱風停工兩次，經費約一億二千萬元，完工後將由地方政府接手維護。</p>"
    "<p>附近居民認為步道能帶來遊客，也希望停車場與公廁能同步增設，以免假日時道路壅塞。</p>"
)


def page(*, head: str = "", body: str = "", title: str = "海岸公園步道下月開放 - 玉山入口"):
    html = f"<!doctype html><html lang='zh-Hant-TW'><head><title>{title}</title>{head}</head><body>{body}</body></html>"
    return parse(html, URL), html


def article(**told):
    parsed, html = page(**told)
    (item,) = read_article(parsed, html=html, zone="Asia/Taipei").items
    return item


def data(**told) -> str:
    told = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": "海岸公園步道下月開放",
        **told,
    }
    return f'<script type="application/ld+json">{json.dumps(told, ensure_ascii=False)}</script>'


def test_linked_data_says_title_times_people_and_publisher():
    head = data(
        datePublished="2025-10-29T08:30:00+08:00",
        dateModified="2025-10-29T09:00:00+08:00",
        author=[{"@type": "Person", "name": "林小川"}, {"@type": "Person", "name": "周大山"}],
        publisher={"@type": "Organization", "name": "玉山日報"},
        articleSection="地方",
        image={"@type": "ImageObject", "url": "/big.jpg"},
    )
    found = article(
        head=head + '<link rel="canonical" href="/news/coast.html">',
        body=f"<h1>海岸公園步道下月開放</h1>{BODY}",
    )
    assert found.title == "海岸公園步道下月開放"
    assert found.url == "https://portal.example/news/coast.html"
    assert found.instants == ("2025-10-29T08:30:00+08:00",)
    assert found.modified == ("2025-10-29T09:00:00+08:00",)
    assert (found.author, found.outlet, found.categories) == ("林小川、周大山", "玉山日報", ("地方",))
    assert found.image == "https://portal.example/big.jpg"
    assert found.language == "zh-Hant-TW"
    assert found.full
    assert "觀景台" in found.content_html
    assert found.words == {"time": "json-ld"}


@pytest.mark.parametrize("heading", ["海岸公園步道下月開放", "海岸公園 <em>步道</em>下月開放"])
def test_content_begins_below_the_title(heading):
    found = article(head=data(), body=f"<article><h1>{heading}</h1>{BODY}</article>")
    assert found.content_html.startswith("<p>")


def test_another_main_heading_stays_a_heading():
    body = f"<h1>海岸公園步道下月開放</h1>{BODY}<h1>觀景台試辦三個月</h1>{BODY.replace('步道', '木棧道')}"
    found = article(head=data(), body=f"<article>{body}</article>")
    assert "<h2>觀景台試辦三個月</h2>" in found.content_html


def test_references_in_a_graph_are_resolved():
    graph = {
        "@context": "https://schema.org",
        "@graph": [
            {
                "@type": "Article",
                "headline": "海岸公園步道下月開放",
                "author": {"@id": "#p"},
                "publisher": {"@id": "#o"},
                "datePublished": "2025-10-29",
            },
            {"@type": "Person", "@id": "#p", "name": "林小川"},
            {"@type": "Organization", "@id": "#o", "name": "玉山日報"},
        ],
    }
    found = article(head=f'<script type="application/ld+json">{json.dumps(graph)}</script>', body=BODY)
    assert (found.author, found.outlet, found.instants) == ("林小川", "玉山日報", ("2025-10-29",))


def test_of_several_articles_in_the_data_it_is_the_one_of_this_page():
    other = data(
        headline="另一則完全無關的消息",
        datePublished="2020-01-01T00:00:00Z",
        url="https://portal.example/other",
    )
    ours = data(datePublished="2025-10-29T08:30:00+08:00", url=URL)
    assert (
        article(head=other + ours, body="<h1>海岸公園步道下月開放</h1>" + BODY).instants[0]
        == "2025-10-29T08:30:00+08:00"
    )


@pytest.mark.parametrize(
    ("head", "body", "instants"),
    [
        (
            '<meta property="article:published_time" content="2025-10-29T08:30:00+08:00">',
            "",
            ("2025-10-29T08:30:00+08:00",),
        ),
        ('<meta name="pubdate" content="2025-10-29">', "", ("2025-10-29",)),
        ("", '<time datetime="2025-10-29T08:30:00+08:00">上午 8:30</time>', ("2025-10-29T08:30:00+08:00",)),
        ("", '<aside class="related"><time datetime="2020-01-01">x</time></aside>', ()),
        ("", '<time datetime="2025-10-29T08:30" class="updated">更新</time>', ()),
        ("", "", ()),
    ],
)
def test_machine_stamps_are_read_where_they_speak_of_this_article(head, body, instants):
    assert (
        article(head=head, body=f"<h1>海岸公園步道下月開放</h1>{body}<div>{BODY}</div>").instants == instants
    )


def test_broken_linked_data_still_says_its_date():
    head = '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "海岸公園", "datePublished": "2025-10-29T08:30:00+08:00", "x": oops</script>'
    assert article(head=head, body=BODY).instants == ("2025-10-29T08:30:00+08:00",)


@pytest.mark.parametrize(
    ("line", "time"),
    [
        ("2025-10-29 08:30 來源：玉山日報", "2025-10-29 08:30"),
        ("發布時間：2025/10/29 08:30", "2025/10/29 08:30"),
        ("2025年10月29日 上午8:30", "2025年10月29日 上午8:30"),
        ("玉山日報 2025年10月29日 18:57", "2025年10月29日 18:57"),
        ("2025年10月29日（水） 08時30分 玉山通信", "2025年10月29日（水） 08時30分"),
        ("Published on 29/10/2025 - 13:55 GMT+1 • Updated 14:20", "29/10/2025 - 13:55 GMT+1"),
        ("29. Oktober 2025, 20.15 Uhr • Lesezeit 5 Min.", "29. Oktober 2025, 20.15 Uhr"),
        ("13 小時前 玉山日報", "13 小時前"),
        ("Ana Lee 5 hours ago", "5 hours ago"),
        ("更新於 10月30日12:30 • 發布於 10月29日09:15 • 玉山日報", "10月29日09:15"),
        ("Updated March 5, 2026 9:14 am / Published March 3, 2026 7:02 pm", "March 3, 2026 7:02 pm"),
        # What may say more than the time words that we know stays as it is.
        ("2025年10月29日週三 上午8:30", "2025年10月29日週三 上午8:30"),
        ("29 Ekim 2025 Cuma 18:28", "29 Ekim 2025 Cuma 18:28"),
        ("Published October 29, 20257:55 AM", "Published October 29, 20257:55 AM"),
        ("13 gusht 2025, 09:08", "13 gusht 2025, 09:08"),
    ],
)
def test_visible_words_near_the_title_are_the_time_alone(line, time):
    found = article(body=f"<h1>海岸公園步道下月開放</h1><div>{line}</div>{BODY}")
    assert found.times[0] == time
    assert found.instants == ()


def test_an_age_behind_the_full_date_is_a_comments_or_a_rails():
    lines = "<div>2025-10-29 08:30</div><div>海之聲 1 小時前</div><div>14:20</div>"
    assert article(body=f"<h1>海岸公園步道下月開放</h1>{lines}{BODY}").times == ("2025-10-29 08:30",)


def test_a_paragraph_that_begins_with_its_day_in_brackets_says_when():
    found = article(body=f"<h1>海岸公園步道下月開放</h1><p>(29.10.2025) 步道全長三公里。</p>{BODY}")
    assert found.times[0] == "29.10.2025"


@pytest.mark.parametrize(
    ("shown", "instants"),
    [
        ("Publié le 29 octobre 2025", ()),
        ("Publié le 2 novembre 2025", ("2025-11-02T10:18:46Z",)),
        ("Publié le 3 novembre 2025 à 0h18", ("2025-11-02T10:18:46Z",)),
        ("il y a 2 heures", ("2025-11-02T10:18:46Z",)),
    ],
)
def test_a_stamp_that_the_words_of_its_own_element_contradict_is_not_believed(shown, instants):
    time = f'<time datetime="2025-11-02T10:18:46Z">{shown}</time>'
    assert article(body=f"<h1>海岸公園步道下月開放</h1>{time}{BODY}").instants == instants


def test_a_page_that_shows_no_time_has_none():
    found = article(body=f"<h1>海岸公園步道下月開放</h1>{BODY}<footer>© 2025 玉山入口</footer>")
    assert (found.instants, found.times, found.modified) == ((), (), ())


def test_a_published_that_equals_the_last_change_yields_to_an_earlier_statement():
    head = data(datePublished="2025-11-02T10:00:00+08:00", dateModified="2025-11-02T10:00:00+08:00")
    head += '<meta property="article:published_time" content="2025-10-29T08:30:00+08:00">'
    assert article(head=head, body=BODY).instants[0] == "2025-10-29T08:30:00+08:00"


@pytest.mark.parametrize(
    ("title", "body", "expected"),
    [
        ("海岸公園步道下月開放 - 玉山入口", "", "海岸公園步道下月開放"),
        ("海岸公園步道下月開放_地方_玉山入口", "<h1>海岸公園步道下月開放</h1>", "海岸公園步道下月開放"),
        (
            "玉山入口",
            "<h1>玉山入口</h1><h1>海岸公園步道下月開放 首日免費</h1>",
            "海岸公園步道下月開放 首日免費",
        ),
        ("Coast path opens | The Portal", "<h1>The coast path opens</h1>", "The coast path opens"),
    ],
)
def test_the_title_is_the_heading_without_the_site(title, body, expected):
    head = '<meta property="og:site_name" content="玉山入口">'
    assert article(title=title, head=head, body=f"{body}{BODY}").title == expected


@pytest.mark.parametrize(
    ("printed", "author"),
    [
        ('<span class="byline">By Ana Lee and Bo Kim</span>', "Ana Lee, Bo Kim"),
        ('<p class="author">Von Ana Lee | 29. Oktober 2025</p>', "Ana Lee"),
        ('<span class="byline">October 29, 2025 by Ana Lee</span>', "Ana Lee"),
        ('<div class="byline"><a rel="author" href="/a">Ana Lee</a>Senior Writer</div>', "Ana Lee"),
        ("<p>By Ana Lee</p>", "Ana Lee"),
        ('<span class="author">玉山入口</span>', ""),
        ('<span class="byline">Wednesday January</span>', ""),
        ("", ""),
    ],
)
def test_a_byline_names_people_and_nothing_else(printed, author):
    head = '<meta property="og:site_name" content="玉山入口">'
    assert article(head=head, body=f"<h1>海岸公園步道下月開放</h1>{printed}{BODY}").author == author


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ("記者林小川／台北報導", "林小川"),
        ("（記者林小川、周大山／花蓮報導）", "林小川、周大山"),
        ("文／林小川", "林小川"),
        ("（責任編輯：林小川）", "林小川"),
        ("(责编：周大山、林小川)", "周大山、林小川"),
        ("김하늘 기자", "김하늘"),
        ("文化・藝術", ""),
        ("編輯：中心", ""),
    ],
)
def test_a_line_that_is_a_credit_names_the_writers(line, author):
    assert article(body=f"<h1>海岸公園步道下月開放</h1><div>{line}</div>{BODY}").author == author


@pytest.mark.parametrize(
    ("named", "author"),
    [
        (["林小川", "玉山媒體股份有限公司"], "林小川"),
        (["Ana Lee Ana Lee"], "Ana Lee"),
        (["red, Portal.example"], "Portal.example"),
        (["Lee, Ana"], "Lee, Ana"),
    ],
)
def test_of_companies_portraits_and_initials_only_the_person_is_left(named, author):
    assert article(head=data(author=[{"name": name} for name in named]), body=BODY).author == author


@pytest.mark.parametrize(
    ("graph", "headline", "heading", "expected"),
    [
        # Two that agree outweigh the third, whichever it is.
        ("海岸公園步道下月開放", "海岸公園步道下月開放", "全長三公里 步道下月見", "海岸公園步道下月開放"),
        (
            "三公里步道 親子好去處",
            "海岸公園步道下月開放",
            "海岸公園步道下月開放",
            "海岸公園步道下月開放",
        ),
        # How it is written is what most say: the colon behind the kicker, no space before a colon; quotes are the heading's.
        ("Coast: The path opens", "Coast: The path opens", "Coast The path opens", "Coast: The path opens"),
        ("It's open: a walk", "It's open: a walk", "It’s open : a walk", "It’s open: a walk"),
        # A kicker before a dash goes where another place says the title alone.
        (
            "The path along the coast opens",
            "Coast - The path along the coast opens",
            "Coast - The path along the coast opens",
            "The path along the coast opens",
        ),
    ],
)
def test_the_title_is_what_two_places_agree_on(graph, headline, heading, expected):
    head = f'<meta property="og:title" content="{graph}">' + data(headline=headline)
    assert article(title="入口", head=head, body=f"<h1>{heading}</h1>{BODY}").title == expected


def test_a_heading_that_links_to_the_front_page_is_the_sites_name():
    body = '<h1><a href="/">玉山入口</a></h1><h1>海岸公園步道下月開放 首日免費</h1>'
    assert article(title="玉山入口", body=body + BODY).title == "海岸公園步道下月開放 首日免費"


@pytest.mark.parametrize(
    "flood",
    [
        '<div class="date"><span class="time">2025-10-29 08:30</span></div>' * 20_000,
        "<p>步道全長三公里，沿途設有觀景台。</p>" * 60_000,
        "<div><h3>相關新聞</h3><a href='/x'>步道全長三公里沿途設有觀景台</a>" * 500,
        f"<p>{'步道 ' * 600_000}</p>",
    ],
    ids=["dates", "paragraphs", "nested rails", "one line"],
)
def test_an_endless_page_keeps_its_title_and_loses_at_most_its_full_text(flood):
    assert article(body=f"<h1>海岸公園步道下月開放</h1>{flood}").title == "海岸公園步道下月開放"


def test_endless_data_is_not_read_but_what_the_page_shows_is():
    found = article(
        head=data(author="林小川") * 300, body=f"<h1>海岸公園步道下月開放</h1><p>2025-10-29 08:30</p>{BODY}"
    )
    assert (found.title, found.author, found.times[0]) == ("海岸公園步道下月開放", "", "2025-10-29 08:30")


def test_a_rail_gives_at_most_a_bounded_number_of_items():
    rail = "".join(
        f"<div><a href='/n{at}'>步道全長三公里沿途設有觀景台 {at}</a> 5 小時前</div>" for at in range(3_000)
    )
    parsed, html = page(
        body=f"<main><h1>海岸公園步道下月開放</h1>{BODY}</main><section><h2>相關新聞</h2>{rail}</section>"
    )
    assert 1 < len(read_article(parsed, html=html, zone="Asia/Taipei", related=True).items) <= 501


RAIL = """<section class="mt-module-gap"><h2>其他人也在看</h2>
<div class="item"><div class="atoms"><h3><a href="/news/cat-1.html">流浪貓咖啡館週末舉辦送養活動</a></h3><div>晨星新聞 ・ 13 小時前</div>
<p>這是另一篇完整嵌入的文章，內容談流浪貓咖啡館，和海岸公園毫無關係，字數也不少，足以騙過只看段落長度的程式。</p>
<p>第二段繼續談貓咪的健康檢查與疫苗，志工表示每一隻都已經結紮，領養人需要簽署切結書並且接受定期家訪追蹤。</p></div></div>
<div class="item"><div class="atoms"><h3><a href="/news/tea-2.html">高山茶區春茶產量回升茶農鬆口氣</a></h3><div>玉山日報 ・ 1 天前</div>
<p>茶區今年雨水充足，春茶產量比去年多了兩成，茶農表示價格持平，盤商已經陸續上山收購，市況比預期中熱絡許多。</p></div></div></section>"""


def test_whole_articles_in_the_related_rail_are_not_swallowed():
    found = article(
        body=f'<main><section class="module-article-body"><h1>海岸公園步道下月開放</h1><div class="atoms">{BODY}</div></section>{RAIL}</main>'
    )
    assert "觀景台" in found.content_html
    assert "流浪貓" not in found.content_html
    assert "春茶" not in found.content_html


def test_the_related_rail_is_a_list_when_asked_for():
    parsed, html = page(body=f"<section><h1>海岸公園步道下月開放</h1>{BODY}</section>{RAIL}")
    items = read_article(parsed, html=html, zone="Asia/Taipei", related=True).items
    assert [item.title for item in items] == [
        "海岸公園步道下月開放",
        "流浪貓咖啡館週末舉辦送養活動",
        "高山茶區春茶產量回升茶農鬆口氣",
    ]
    assert [item.url for item in items[1:]] == [
        "https://portal.example/news/cat-1.html",
        "https://portal.example/news/tea-2.html",
    ]
    assert [(item.outlet, item.times) for item in items[1:]] == [
        ("晨星新聞", ("13 小時前",)),
        ("玉山日報", ("1 天前",)),
    ]


def test_full_text_is_safe_markup():
    found = article(
        body=f'<article><h1>海岸公園步道下月開放</h1>{BODY}<p onclick="x()">更多<a href="javascript:x()">連結</a><script>alert(1)</script></p></article>'
    )
    assert "script" not in found.content_html
    assert "onclick" not in found.content_html
    assert "javascript" not in found.content_html


def test_a_page_without_a_title_gives_nothing_and_says_why():
    parsed, html = page(title="", body="<p>x</p>")
    found = read_article(parsed, html=html, zone="UTC")
    assert (found.items, found.dropped) == ((), {"no_title": 1})
