"""`article: full`: a new entry waits for its article page, at most one cycle; the page completes, it does not move."""

from datetime import timedelta

import pytest

from feedsvc.store import open_store
from tests.site import Site

LIST = """<!doctype html><html lang=zh-Hant><meta charset=utf-8><title>要聞</title><main><ul>{}</ul></main>"""
ITEM = """<li><p>晨曦日報 ・ {0} 小時前</p><h3><a href='/news/{0}.html'>離岸風場第 {0} 期選商規則公告</a></h3>
<p>業者最關心併網時程，第 {0} 期另有碼頭規定。</p></li>"""
ARTICLE = """<!doctype html><html lang=zh-Hant><meta charset=utf-8>
<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "另一個標題 {0}",
"datePublished": "2026-11-20T0{0}:15:30+08:00", "author": {{"name": "周以晴"}}, "publisher": {{"name": "晨曦日報"}}}}</script>
<article><h1>離岸風場第 {0} 期選商規則公告</h1>{1}</article>"""
BODY = "".join(
    f"<p>第 {n} 段：開發單位說明碼頭分期交付的時間，並承諾施工期間每月公布水下噪音的監測結果，供漁會與居民查閱。</p>"
    for n in range(1, 6)
)
NUMBERS = range(1, 6)


@pytest.fixture
def site(walk):
    with Site() as site:
        site.pages["/list"] = LIST.format("".join(map(ITEM.format, NUMBERS))).encode()
        site.pages |= {f"/news/{n}.html": ARTICLE.format(n, BODY).encode() for n in NUMBERS}
        walk.allow(site)
        walk.write("sources.yaml", f"sources: {{a: {{url: '{site.url}/list', article: full, every: 10m}}}}")
        yield site


def items(walk):
    return {item["url"].rpartition("/")[2]: item for item in walk.feed("all")["items"]}


def articles(site):
    return sorted(path for path in site.paths() if path.startswith("/news/"))


def test_the_article_completes_the_entry_and_leaves_its_title_and_link(site, walk):
    walk.once()
    found = items(walk)
    assert len(found) == 5
    assert all(item["title"].startswith("離岸風場第") for item in found.values())
    assert all("水下噪音" in item["content_html"] for item in found.values())
    assert articles(site) == [f"/news/{n}.html" for n in NUMBERS]


def test_an_article_is_asked_once(site, walk):
    walk.once()
    walk.once()
    assert articles(site) == [f"/news/{n}.html" for n in NUMBERS]


def test_an_article_that_fails_is_published_from_the_list_after_one_cycle(site, walk):
    site.pages["/news/3.html"] = 500
    walk.once()
    assert "3.html" not in items(walk)
    walk.once(later=timedelta(minutes=25))
    assert "水下噪音" not in items(walk)["3.html"]["content_html"]


@pytest.mark.parametrize("failing", [500, (200, {}, b""), (200, {"Content-Length": "9"}, b"<p>")])
def test_an_article_that_failed_is_asked_again_and_completes_what_was_published(site, walk, failing):
    site.pages["/list"] = site.pages["/list"].replace("規則公告".encode(), "…".encode())
    whole, site.pages["/news/3.html"] = site.pages["/news/3.html"], failing
    walk.once()
    walk.once(later=timedelta(minutes=25))
    before = items(walk)["3.html"]
    site.pages["/news/3.html"] = whole
    walk.once(later=timedelta(hours=1))
    after = items(walk)["3.html"]
    assert "水下噪音" in after["content_html"]
    assert [after[key] for key in ("id", "url", "title")] == [before[key] for key in ("id", "url", "title")]


def test_an_article_that_recovers_by_the_next_look_is_published_whole(site, walk):
    whole, site.pages["/news/3.html"] = site.pages["/news/3.html"], 500
    walk.once()
    site.pages["/news/3.html"] = whole
    walk.once(later=timedelta(minutes=10))
    assert "水下噪音" in items(walk)["3.html"]["content_html"]


def test_an_article_that_never_answers_is_asked_six_times_in_all(site, walk):
    site.pages["/news/3.html"] = 500
    for _ in range(12):
        walk.once(later=timedelta(hours=6))
    assert site.paths().count("/news/3.html") == 6
    assert unread(walk) == ()


def test_more_articles_than_one_look_asks_for_are_asked_for_later(site, walk):
    many = range(1, 26)
    site.pages["/list"] = LIST.format("".join(map(ITEM.format, many))).encode()
    site.pages |= {f"/news/{n}.html": ARTICLE.format(n, BODY).encode() for n in many}
    for expected in (10, 20, 25, 25):
        walk.once(later=timedelta(minutes=25))
        assert len(articles(site)) == expected
    assert all("水下噪音" in item["content_html"] for item in items(walk).values())


def unread(walk):
    with open_store(walk.config().store) as store:
        return store.state("a").unread
