"""The lexbor door: addresses, names and visible words of a page."""

from __future__ import annotations

import pytest

from feedsvc.extract import page as door

HTML = """<!doctype html><html lang="zh-Hant"><head><title> 港都 新聞 </title><base href="/today/">
<link rel="canonical" href="https://news.example/x?id=1"><link rel="alternate" type="application/rss+xml" href="feed.xml">
<link rel="alternate" hreflang="en" href="/en"><meta property="og:site_name" content="港都新聞網"><meta name="author" content="">
<script type="application/ld+json">{"a": 1}</script></head><body><p>一<b>二</b></p><p hidden>不見</p><div>三<br>四</div>
<p style="display: none">不見</p><script>var no = 1</script><template><i>不見</i></template></body></html>"""


@pytest.fixture
def page() -> door.Page:
    return door.parse(HTML, "https://news.example/list")


def test_the_words_are_those_a_person_sees_with_a_space_at_each_border(page):
    assert door.visible_text(page.body) == "一二 三 四"
    assert door.visible_lines(page.body) == ("一二", "三", "四")


def test_relative_addresses_stand_on_the_base_that_the_page_states(page):
    assert page.base == "https://news.example/today/"
    assert page.absolute("a.html") == "https://news.example/today/a.html"
    assert page.absolute("http://[broken") is None
    assert page.absolute(" ") is None


def test_a_page_tells_its_names_and_its_feeds(page):
    assert (page.title, page.language) == ("港都 新聞", "zh-Hant")
    assert page.canonical == "https://news.example/x?id=1"
    assert page.feeds == ("https://news.example/today/feed.xml",)
    assert page.meta("og:site_name") == "港都新聞網"
    assert page.meta("author") is None
    assert page.scripts("application/ld+json") == ('{"a": 1}',)


@pytest.mark.parametrize(
    ("html", "reason"),
    [("<i>" * 300_001, "tags"), ("<p " + " ".join(f"a{n}=1" for n in range(9_000)) + ">", "attributes")],
)
def test_a_page_that_would_cost_the_parser_minutes_is_refused(html, reason):
    with pytest.raises(ValueError, match=reason):
        door.parse(html, None)


def test_a_selector_that_cannot_be_read_is_named(page):
    with pytest.raises(ValueError, match=r"'div\['"):
        page.css("div[")


def test_a_page_of_nothing_is_a_page():
    empty = door.parse("", None)
    assert (empty.title, empty.language, empty.canonical, empty.feeds) == ("", None, None, ())
    assert door.visible_text(empty.body) == ""


def test_deep_nesting_costs_no_recursion():
    assert door.visible_text(door.parse("<div>" * 5_000 + "底", None).body) == "底"
