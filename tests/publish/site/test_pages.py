"""Pages: whole, relative, escaped, clean for screen readers, and the same bytes for the same feeds."""

from __future__ import annotations

import posixpath
import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from urllib.parse import unquote, urlsplit

import pytest
import site_sample as sample

from feedsvc.model import Attribution, Outlet
from feedsvc.publish.site import feed_page, index_page, missing_page, status_page

VOID = {"meta", "link", "br", "img", "hr", "input", "rect"}
PAGES = {path: data.decode() for path, data in sample.files() if path.endswith(".html")}


class Page(HTMLParser):
    """What a page holds: tags with attributes, ids, and whether every tag is closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def all(self, name: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.tags if tag == name]


@pytest.fixture(params=sorted(PAGES))
def page(request) -> Page:
    return Page(PAGES[request.param])


def test_every_tag_is_closed_and_every_id_is_its_own(page):
    ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert page.open == []
    assert len(ids) == len(set(ids))


def test_a_page_names_its_language_landmarks_and_skip_link(page):
    assert page.all("html")[0]["lang"] in {"zh-Hant", "zh-Hans"}
    assert [len(page.all(name)) for name in ("main", "h1", "title")] == [1, 1, 1]
    assert page.all("a")[0] == {"class": "skip", "href": "#content"}
    assert page.all("main")[0]["id"] == "content"


def test_headings_never_skip_a_level(page):
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_labels_point_at_something(page):
    ids = {attributes.get("id") for _, attributes in page.tags}
    labels = [attributes["aria-labelledby"] for _, attributes in page.tags if "aria-labelledby" in attributes]
    assert set(labels) <= ids
    assert all(attributes.get("aria-label") for attributes in page.all("svg"))


def test_nothing_runs_and_nothing_is_loaded_but_the_style_sheet_and_the_icon(page):
    assert page.all("script") == page.all("img") == page.all("iframe") == page.all("style") == []
    assert not any(
        name.startswith("on") or name == "style" for _, attributes in page.tags for name in attributes
    )
    loaded = {link["rel"]: link["href"] for link in page.all("link") if link["rel"] != "alternate"}
    assert loaded.keys() == {"icon", "stylesheet"}
    assert loaded["icon"].endswith("icon.svg")  # liferea never ends a request for a data: address
    assert "default-src 'none'" in page.all("meta")[1]["content"]


@pytest.mark.parametrize("path", sorted(PAGES))
def test_every_own_link_is_relative_and_leads_to_a_file(path):
    written = {name for name, _ in sample.files()}
    for tag, attributes in Page(PAGES[path]).tags:
        href = attributes.get("href")
        if tag not in {"a", "link"} or not href or urlsplit(href).scheme or href.startswith("#"):
            continue
        assert not href.startswith("/")
        assert posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(href))) in written


def test_links_that_look_alike_have_names_of_their_own():
    named = [a["aria-label"] for a in Page(PAGES["index.html"]).all("a") if "aria-label" in a]
    assert len(named) == len(set(named))
    assert "訂閱 RSS: 海上防務 (简体中文)" in named


def test_a_feed_page_offers_its_feeds_and_its_sibling():
    links = [
        link
        for link in Page(PAGES["topics/sea-defence/index.html"]).all("link")
        if link["rel"] == "alternate"
    ]
    assert [link["href"] for link in links] == [
        "rss.xml",
        "atom.xml",
        "feed.json",
    ]
    (sibling,) = [
        link
        for link in Page(PAGES["topics/sea-defence/index.html"]).all("a")
        if link.get("rel") == "alternate"
    ]
    assert (sibling["href"], sibling["hreflang"]) == (
        "../../topics/sea-defence/zh-Hans/index.html",
        "zh-Hans",
    )


def test_a_feed_page_shows_source_time_with_precision_and_other_reports():
    html = PAGES["topics/sea-defence/index.html"]
    for words in (
        "港灣日報｜晴海通訊社｜林青禾 港灣",
        "晴海通訊社｜經 海風入口",
        '<time datetime="2031-03-18T15:20:00Z" title="">2031-03-18 23:20</time>',
        "2031-03-18 18:13 ±60 分",
        "±12 小時",
        "時間不詳",
        '<a href="https://news.example/also" rel="noopener noreferrer">山城晚報</a>、北岸電視',
    ):
        assert words in html


def test_what_pages_said_is_escaped():
    hostile = '"><script>alert(1)</script>'
    bad = sample.entry(
        0,
        title=hostile,
        summary=hostile,
        attribution=Attribution(outlet=Outlet(id="x", name=hostile), via=hostile),
    )
    html = feed_page(
        sample.feed(title=hostile, description=hostile, entries=(bad,)),
        site_title=hostile,
        zone=sample.TAIPEI,
    ).decode()
    view = replace(
        sample.index(), title=hostile, cards=(replace(sample.cards()[1], title=hostile, description=hostile),)
    )
    for text in (html, index_page(view, zone=sample.TAIPEI).decode()):
        assert "<script" not in text
        assert "&#34;&gt;&lt;script&gt;alert(1)" in text
        assert Page(text).all("script") == []


def test_a_lone_surrogate_does_not_stop_a_page():
    assert b"?" in feed_page(sample.feed(title="\ud800"), site_title="x", zone=sample.TAIPEI)


def test_the_same_feeds_give_the_same_bytes():
    assert dict(sample.files()) == dict(sample.files())


def test_pages_of_nothing_are_still_pages():
    empty = replace(sample.index(), cards=(), last_day=None, languages=(), description="")
    assert Page(index_page(empty, zone=sample.TAIPEI).decode()).open == []
    bare = feed_page(sample.feed(entries=(), siblings=()), site_title="x", zone=sample.TAIPEI).decode()
    assert "尚無內容" in bare
    nothing = replace(sample.status(), sources=(), unregistered=())
    assert "所有媒體都已登錄" in status_page(nothing, zone=sample.TAIPEI).decode()


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("zh-Hant", "所有訂閱"),
        ("zh-TW", "所有訂閱"),
        ("zh-Hans", "所有订阅"),
        ("zh-CN", "所有订阅"),
        ("en", "All feeds"),
        ("ja", "All feeds"),
    ],
)
def test_pages_speak_the_language_of_their_feed_or_english(language, words):
    assert words in feed_page(sample.feed(language=language), site_title="x", zone=sample.TAIPEI).decode()
    assert words in missing_page(language, "/").decode()


def test_an_entry_in_another_language_says_so():
    html = feed_page(
        sample.feed(entries=(sample.entry(0, language="ja"),)), site_title="x", zone=sample.TAIPEI
    )
    assert b'<article lang="ja">' in html
