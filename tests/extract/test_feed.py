"""Feeds of every family -> items."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from feedsvc.extract.charset import decode
from feedsvc.extract.feed import is_feed, read_feed
from feedsvc.model import Enclosure

FEEDS = Path(__file__).parents[2] / ".." / "shared" / "corpus" / "feeds"
URL = "https://portal.example/rss/politics"

RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:media="http://search.yahoo.com/mrss/" xmlns:atom="http://www.w3.org/2005/Atom">
<channel><title>玉山入口 政治</title><link>https://portal.example/politics</link><language>zh-TW</language>
<atom:link rel="self" href="https://portal.example/rss/politics"/>
<item>
 <title>海岸公園下月開放 &lt;b&gt;首日免費&lt;/b&gt;</title>
 <link>/news/coast-1.html?utm_source=rss</link>
 <guid isPermaLink="false">coast-1</guid>
 <description>&lt;p&gt;市府今天宣布&lt;/p&gt;&lt;img src="/a.jpg"&gt;</description>
 <content:encoded><![CDATA[<p onclick="x()">全文 <a href="/b">連結</a><script>alert(1)</script></p>]]></content:encoded>
 <pubDate>Wed, 29 Oct 2025 08:30:00 +0800</pubDate>
 <dc:creator>林小川</dc:creator><dc:creator>周大山</dc:creator>
 <category>地方</category><category>休閒</category>
 <source url="https://www.daily.example/">玉山日報</source>
 <media:thumbnail url="https://portal.example/t.jpg"/>
 <enclosure url="https://portal.example/a.mp3" type="audio/mpeg" length="1234"/>
</item></channel></rss>"""

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://blog.example/" xml:lang="en">
<title type="html">Notes &amp;amp; more</title>
<entry xml:lang="ja">
 <title type="text">a &lt;b> c</title>
 <link rel="self" href="x.atom"/><link href="2025/one.html"/><link rel="via" href="https://origin.example/1"/>
 <link rel="enclosure" href="one.mp3" type="audio/mpeg"/>
 <id>urn:x:1</id><published>2025-10-29T08:30:00Z</published><updated>2025-10-30T00:00:00Z</updated>
 <author><name>Ana Lee</name></author><author><name>Bo Kim</name></author>
 <category term="t1" label="Topic one"/>
 <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Body <img src="p.png"/></p></div></content>
 <source><title>Origin Times</title><link href="https://origin.example/"/></source>
</entry></feed>"""


def test_an_rss_item_keeps_all_that_it_says():
    found = read_feed(RSS, URL)
    (item,) = found.items
    assert (found.title, found.language, found.rule) == ("玉山入口 政治", "zh-TW", "rss")
    assert item.title == "海岸公園下月開放 首日免費"
    assert item.url == "https://portal.example/news/coast-1.html?utm_source=rss"
    assert item.guid == "coast-1"
    assert item.summary == "市府今天宣布"
    assert item.content_html == '<p>全文 <a href="https://portal.example/b">連結</a></p>'
    assert item.instants == ("Wed, 29 Oct 2025 08:30:00 +0800",)
    assert item.author == "林小川、周大山"
    assert item.categories == ("地方", "休閒")
    assert (item.outlet, item.outlet_url) == ("玉山日報", "https://www.daily.example/")
    assert item.image == "https://portal.example/t.jpg"
    assert item.enclosures == (
        Enclosure(url="https://portal.example/a.mp3", media_type="audio/mpeg", length=1234),
    )


def test_an_atom_entry_keeps_all_that_it_says():
    found = read_feed(ATOM, "https://other.example/feed")
    (item,) = found.items
    assert (found.title, found.language) == ("Notes & more", "en")
    assert item.title == "a <b> c"
    assert item.url == "https://blog.example/2025/one.html"
    assert item.original_url == "https://origin.example/1"
    assert (item.outlet, item.outlet_url) == ("Origin Times", "https://origin.example/")
    assert item.instants == ("2025-10-29T08:30:00Z",)
    assert item.modified == ("2025-10-30T00:00:00Z",)
    assert item.author == "Ana Lee, Bo Kim"
    assert item.language == "ja"
    assert item.categories == ("Topic one",)
    assert '<img src="https://blog.example/p.png">' in item.content_html
    assert item.enclosures[0].url == "https://blog.example/one.mp3"


def test_a_json_feed_is_read_too():
    item = {
        "id": "7",
        "url": "/a",
        "title": "標題",
        "content_html": "<p>文</p>",
        "date_published": "2025-10-29T08:30:00+08:00",
        "date_modified": "2025-10-30T08:30:00+08:00",
        "authors": [{"name": "林小川"}],
        "external_url": "https://origin.example/1",
        "tags": ["a"],
        "attachments": [{"url": "/a.mp3", "mime_type": "audio/mpeg", "size_in_bytes": 5}],
    }
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "x",
        "language": "zh-Hant",
        "items": [item, 5, {}],
    }
    found = read_feed(json.dumps(feed), "https://a.example/feed.json")
    assert found.dropped == {"empty_item": 1}
    (one,) = found.items
    assert (one.url, one.original_url) == ("https://a.example/a", "https://origin.example/1")
    assert (one.instants, one.modified) == (("2025-10-29T08:30:00+08:00",), ("2025-10-30T08:30:00+08:00",))
    assert (one.author, one.summary, one.guid) == ("林小川", "文", "7")
    assert one.enclosures[0].length == 5


def test_google_news_gives_the_title_without_the_outlet_and_no_empty_summary():
    feed = """<rss version="2.0"><channel><title>x</title><item>
    <title>海岸公園下月開放 - 玉山日報</title><link>https://news.google.com/rss/articles/abc</link>
    <guid isPermaLink="false">abc</guid><pubDate>Wed, 29 Oct 2025 00:30:00 GMT</pubDate>
    <description>&lt;a href="https://news.google.com/rss/articles/abc"&gt;海岸公園下月開放&lt;/a&gt;&amp;nbsp;&amp;nbsp;&lt;font&gt;玉山日報&lt;/font&gt;</description>
    <source url="https://www.daily.example">玉山日報</source></item></channel></rss>"""
    (item,) = read_feed(feed, "https://news.google.com/rss").items
    assert (item.title, item.outlet, item.summary) == ("海岸公園下月開放", "玉山日報", "")


def test_items_of_rss_1_stand_beside_the_channel():
    feed = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
    <channel rdf:about="https://a.example/"><title>チャンネル</title><dc:language>ja</dc:language></channel>
    <item rdf:about="https://a.example/1"><title>見出し</title><link>https://a.example/1</link><dc:date>2025-10-29T08:30+09:00</dc:date></item></rdf:RDF>"""
    found = read_feed(feed, None)
    assert (found.title, found.language) == ("チャンネル", "ja")
    assert found.items[0].instants == ("2025-10-29T08:30+09:00",)


@pytest.mark.parametrize(
    ("broken", "title"),
    [
        (
            "<rss><channel><item><title>AT&T &nbsp;and &copy; you</title></item></channel></rss>",
            "AT&T and © you",
        ),
        ("\n\n PHP Warning <rss><channel><item><title>x</title></item></channel></rss>", "x"),
        ("<rss><channel><item><title>x</title><link>http://a.example/?a=1&b=2</link></item>", "x"),
        (
            "<!DOCTYPE rss [<!ENTITY e 'big'>]><rss><channel><item><title>&e;x</title></item></channel></rss>",
            "&e;x",
        ),
        ("<rss><channel><item><title><![CDATA[a & b]]></title></item></channel></rss>", "a & b"),
        ("<rss><channel><item><title>a\x0b\x00b</title></item></channel></rss>", "ab"),
        ("<rss><channel><item><dc:title>x</dc:title></item></channel></rss>", "x"),
        ("<rss><channel><item><title>AT&amp;amp;T</title></item></channel></rss>", "AT&T"),
    ],
)
def test_a_broken_feed_is_read_as_far_as_it_goes(broken, title):
    assert read_feed(broken, None).items[0].title == title


def test_an_ampersand_in_a_link_survives():
    feed = "<rss><channel><item><title>x</title><link>http://a.example/?a=1&b=2</link></item></channel></rss>"
    assert read_feed(feed, None).items[0].url == "http://a.example/?a=1&b=2"


@pytest.mark.parametrize(
    "text", ["", "hello", "<html><body>x</body></html>", "{}", "{", "[" * 100_000, '{"items": 5}', "<"]
)
def test_what_is_no_feed_is_said_to_be_none(text):
    assert read_feed(text, None).dropped == {"not_a_feed": 1}


def test_a_feed_is_known_by_its_opening():
    assert is_feed(RSS)
    assert is_feed(ATOM)
    assert is_feed('{"version": "https://jsonfeed.org/version/1", "items": []}')
    assert not is_feed("<!doctype html><html><p>rss")
    assert not is_feed('{"items": []}')


def test_an_address_that_feedburner_hides_is_the_original_one():
    feed = """<rss xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0"><channel><item><title>x</title>
    <link>http://feedproxy.google.com/~r/a/1</link><feedburner:origLink>https://a.example/1</feedburner:origLink></item></channel></rss>"""
    assert read_feed(feed, None).items[0].url == "https://a.example/1"


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("a@b.example (Lin Wei)", "Lin Wei"),
        ("Lin Wei <a@b.example>", "Lin Wei"),
        ("a@b.example", ""),
        ("林小川", "林小川"),
    ],
)
def test_an_address_is_no_name(printed, name):
    feed = f"<rss><channel><item><title>x</title><author>{printed.replace('<', '&lt;')}</author></item></channel></rss>"
    assert read_feed(feed, None).items[0].author == name


def test_a_tree_of_a_thousand_levels_does_not_end_the_stack():
    deep = "<a>" * 5000 + "</a>" * 5000
    feed = f"<rss><channel><item><title>x</title><description>{deep}</description></item></channel></rss>"
    assert read_feed(feed, None).items[0].title == "x"


@pytest.mark.skipif(not FEEDS.is_dir(), reason="the corpus ../shared/corpus is not here")
def test_no_feed_of_the_corpus_makes_it_raise():
    for path in FEEDS.iterdir():
        text, _ = decode(path.read_bytes(), "")
        assert read_feed(text, URL) is not None


def test_of_a_feed_without_end_the_first_thousand_items_are_read_and_the_rest_is_counted():
    found = read_feed("<rss><channel>" + "<item><title>x</title></item>" * 1_200 + "</channel></rss>", None)
    assert len(found.items) == 1_000
    assert found.dropped == {"over_limit": 200}


@pytest.mark.parametrize("piece", ["<![CDATA[", "<!--", "<!DOCTYPE x [", "&", "<a b='", "<?xml "])
def test_openings_that_never_close_cost_no_more_than_their_length(piece):
    assert read_feed("<rss><channel><item><title>x</title></item>" + piece * 20_000, None) is not None
