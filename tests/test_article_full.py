"""`article: full`: a new entry waits for its article page, at most one cycle; the page completes, it does not move."""

import http.server
import threading
from datetime import timedelta

import pytest

LIST = """<!doctype html><html lang=zh-Hant><meta charset=utf-8><title>要聞</title><main><ul>
{}</ul></main>"""
ITEM = "<li><p>晨曦日報 ・ {0} 小時前</p><h3><a href='/news/{0}.html'>離岸風場第 {0} 期選商規則公告</a></h3><p>業者最關心併網時程，第 {0} 期另有碼頭規定。</p></li>"
ARTICLE = """<!doctype html><html lang=zh-Hant><meta charset=utf-8>
<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "另一個標題 {0}", "datePublished": "2026-11-20T0{0}:15:30+08:00",
"author": {{"name": "周以晴"}}, "publisher": {{"name": "晨曦日報"}}}}</script>
<article><h1>離岸風場第 {0} 期選商規則公告</h1>{1}</article>"""
BODY = "".join(
    f"<p>第 {n} 段：開發單位說明碼頭分期交付的時間，並承諾施工期間每月公布水下噪音的監測結果，供漁會與居民查閱。</p>"
    for n in range(1, 6)
)


class Site(http.server.BaseHTTPRequestHandler):
    broken = frozenset()
    asked = []  # noqa: RUF012 - the handler is made anew for each request

    def do_GET(self):
        self.asked.append(self.path)
        if self.path in self.broken:
            self.send_error(500)
            return
        number = self.path.removeprefix("/news/").removesuffix(".html")
        page = (
            ARTICLE.format(number, BODY)
            if number.isdigit()
            else LIST.format("".join(map(ITEM.format, range(1, 6))))
        )
        data = page.encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *arguments):
        pass


@pytest.fixture
def site(walk):
    handler = type("OwnSite", (Site,), {"asked": [], "broken": set()})
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    port = server.server_address[1]
    walk.write(
        "feedsvc.yaml",
        "timezone: Asia/Taipei\nstore: s.db\noutput: out/\narchive: {path: c}\n"
        f"network: {{allow: ['127.0.0.1:{port}'], spacing: 0s, robots: false}}\n",
    )
    walk.write(
        "sources.yaml", f"sources: {{a: {{url: 'http://127.0.0.1:{port}/list', article: full, every: 10m}}}}"
    )
    yield handler
    server.shutdown()
    server.server_close()
    thread.join(5)


def items(walk):
    return {item["url"].rpartition("/")[2]: item for item in walk.feed("all")["items"]}


def test_the_article_completes_the_entry_and_leaves_its_title_and_link(site, walk):
    walk.once()
    found = items(walk)
    assert len(found) == 5
    assert all(item["title"].startswith("離岸風場第") for item in found.values())
    assert all("水下噪音" in item["content_html"] for item in found.values())
    assert {path for path in site.asked if path.startswith("/news/")} == {
        f"/news/{n}.html" for n in range(1, 6)
    }


def test_an_article_is_asked_once(site, walk):
    walk.once()
    walk.once()
    assert len([path for path in site.asked if path.startswith("/news/")]) == 5


def test_an_article_that_fails_is_published_from_the_list_after_one_cycle(site, walk):
    site.broken.add("/news/3.html")
    walk.once()
    assert "3.html" not in items(walk)
    walk.once(later=timedelta(minutes=25))
    assert "水下噪音" not in items(walk)["3.html"]["content_html"]
