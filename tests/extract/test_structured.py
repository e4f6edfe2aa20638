"""Data inside pages -> the list of articles, and no menu, no ad, no list of pictures."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from feedsvc.extract.charset import decode
from feedsvc.extract.page import parse
from feedsvc.extract.structured import article_data, read_structured, structured_lists

URL = "https://portal.example/politics"
YAHOO = Path(__file__).parents[2] / ".." / "shared" / "corpus" / "listing" / "yahoo-tw-archive-20210713.html"
STORIES = [
    {
        "id": f"a{n}",
        "title": f"海岸公園第{n}期工程下月開放民眾參觀",
        "url": f"/news/coast-{n}.html",
        "summary": "市府今天宣布這項消息",
        "provider_name": "玉山日報",
        "published_at": 1761698000 + n,
    }
    for n in range(1, 6)
]
MENU = [
    {"title": name, "url": f"/{name}", "summary": ""}
    for name in ("政治", "財經", "生活", "運動", "娛樂", "國際", "科技")
]


def page(body: str = "", head: str = ""):
    return parse(f"<html><head><title>政治</title>{head}</head><body>{body}</body></html>", URL)


def dumped(value) -> str:
    return json.dumps(value, ensure_ascii=False)


NUXT = [["Reactive", 1], {"data": 2}, {"list": 3}, [4, 9, 14],
        {"title": 5, "url": 6, "publishedAt": 7, "summary": 8}, "海岸公園第一期工程下月開放", "/news/1", "2025-10-29T08:30:00+08:00", "市府今天宣布",
        {"title": 10, "url": 11, "publishedAt": 12, "summary": 8}, "海岸公園第二期工程下月開放", "/news/2", "2025-10-29T08:31:00+08:00", None,
        {"title": 15, "url": 16, "publishedAt": 17, "summary": 8}, "海岸公園第三期工程下月開放", "/news/3", "2025-10-29T08:32:00+08:00"]  # fmt: skip


@pytest.mark.parametrize(
    ("script", "rule"),
    [
        (f'<script id="__NEXT_DATA__" type="application/json">{dumped({"props": {"menu": MENU, "list": STORIES}})}</script>', "__NEXT_DATA__ props.list"),
        (f"<script>root.App.main = {dumped({'stores': {'menu': MENU, 'news': STORIES}})};</script>", "root.App.main stores.news"),
        (f"<script>window.__INITIAL_STATE__ = {dumped({'a': {'b': STORIES}})}; (function(){{}})()</script>", "window.__INITIAL_STATE__ a.b"),
        (f"<script>window.__STATE__ = JSON.parse({json.dumps(dumped(STORIES))})</script>", "window.__STATE__"),
        (f"<script>var state = {dumped({'list': STORIES, 'x': None}).replace('null', 'undefined')}</script>", "state list"),
        (f"<script>self.__next_f.push([1,{json.dumps('a:' + dumped(['$', 'div', None, {'items': STORIES}]))}])</script>", "self.__next_f 3.items"),
    ],
)  # fmt: skip
def test_state_of_an_application_holds_the_list(script, rule):
    found = read_structured(page(script))
    assert [item.url for item in found.items] == [
        f"https://portal.example/news/coast-{n}.html" for n in range(1, 6)
    ]
    assert found.items[0].instants == ("1761698001",)
    assert found.items[0].outlet == "玉山日報"
    assert found.rule == rule


def test_the_flat_array_of_nuxt_is_put_together():
    found = read_structured(
        page(f'<script type="application/json" id="__NUXT_DATA__">{dumped(NUXT)}</script>')
    )
    assert [item.title for item in found.items] == [f"海岸公園第{n}期工程下月開放" for n in "一二三"]
    assert found.items[1].instants == ("2025-10-29T08:31:00+08:00",)


def linked(value) -> str:
    return f'<script type="application/ld+json">{dumped(value)}</script>'


def test_an_item_list_of_linked_data_is_a_list_and_a_breadcrumb_is_none():
    entries = [
        {
            "@type": "ListItem",
            "position": n,
            "item": {
                "@type": "NewsArticle",
                "name": f"海岸公園第{n}期工程下月開放",
                "url": f"/{n}",
                "datePublished": "2025-10-29",
            },
        }
        for n in range(1, 5)
    ]
    crumbs = [
        {"@type": "ListItem", "position": n, "item": {"@id": f"/{n}", "name": f"很長很長的一個分類名稱{n}"}}
        for n in range(3)
    ]
    head = linked({"@type": "BreadcrumbList", "itemListElement": crumbs}) + linked(
        {"@type": "ItemList", "itemListElement": entries}
    )
    found = read_structured(page(head=head))
    assert [item.url for item in found.items] == [f"https://portal.example/{n}" for n in range(1, 5)]


def test_articles_in_scripts_of_their_own_make_a_list():
    head = "".join(
        linked(
            {"@type": "NewsArticle", "headline": s["title"], "url": s["url"], "datePublished": "2025-10-29"}
        )
        for s in STORIES
    )
    assert len(read_structured(page(head=head)).items) == 5


def test_microdata_and_hatom_are_lists():
    micro = "".join(
        f'<article itemscope itemtype="https://schema.org/NewsArticle"><h2 itemprop="headline"><a href="/{n}" itemprop="url">海岸公園第{n}期工程下月開放</a></h2>'
        f'<time itemprop="datePublished" datetime="2025-10-29T08:3{n}:00+08:00">上午</time>'
        f'<span itemprop="author" itemscope itemtype="https://schema.org/Person"><b itemprop="name">林小川</b></span></article>'
        for n in range(3)
    )
    found = read_structured(page(micro))
    assert found.rule == "microdata"
    assert [(item.url, item.author) for item in found.items] == [
        (f"https://portal.example/{n}", "林小川") for n in range(3)
    ]
    hatom = "".join(
        f'<div class="post hentry"><h2 class="entry-title"><a href="/{n}" rel="bookmark">A headline that is number {n}</a></h2>'
        f'<abbr class="published" title="2025-10-29T08:3{n}:00Z">then</abbr><time class="updated" datetime="2025-10-30">x</time></div>'
        for n in range(3)
    )
    found = read_structured(page(hatom))
    assert found.items[2].instants == ("2025-10-29T08:32:00Z",)
    assert found.items[2].modified == ("2025-10-30",)


def test_sponsored_objects_are_dropped_and_counted():
    listed = [*STORIES, {**STORIES[0], "url": "/ad", "title": "買一送一只到今天晚上", "sponsored": True}]
    found = read_structured(page(f"<script>window.__S__={dumped({'list': listed})}</script>"))
    assert len(found.items) == 5
    assert found.dropped["sponsored"] == 1


def test_what_another_list_knows_of_the_same_page_is_joined():
    shown = [{**story, "published_at": "13 分鐘前"} for story in STORIES]
    found = read_structured(
        page(f"<script>window.__S__={dumped({'shown': shown, 'data': STORIES[:2]})}</script>")
    )
    assert (found.items[0].times, found.items[0].instants) == (("13 分鐘前",), ("1761698001",))
    assert found.items[4].instants == ()


@pytest.mark.parametrize(
    "body",
    [
        "",
        f"<script>window.__S__={dumped({'menu': MENU * 3})}</script>",
        "<script>window.a = {{{{</script>",
        f"<script>window.a = {'[' * 5000}</script>",
        '<script type="application/ld+json">{"@type": "WebSite", "name": "x"}</script>',
        '<script type="application/ld+json">nonsense</script>',
    ],
)
def test_a_page_without_a_list_in_its_data_gives_none(body):
    assert read_structured(page(body)).items == ()


def test_article_data_is_none_where_nothing_describes_an_article():
    assert article_data(page()) is None
    assert article_data(page(head=linked({"@type": "Organization", "name": "x"}))) is None


@pytest.mark.skipif(not YAHOO.is_file(), reason="the corpus ../shared/corpus is not here")
def test_epochs_of_a_real_portal_are_found():
    text, _ = decode(YAHOO.read_bytes(), "text/html")
    parsed = parse(text, "https://tw.news.yahoo.com/politics/archive")
    found = read_structured(parsed)
    assert found.rule.endswith("indexData.politics")
    assert len(found.items) == 20
    assert all(item.outlet and item.times for item in found.items)
    assert found.items[0].instants == ("1626186909",)
    assert sum(len(rated.items) for _, rated in structured_lists(parsed)) > 36
