"""Sitemaps -> items that say their title, and nothing made up."""

from __future__ import annotations

from feedsvc.extract.sitemap import is_sitemap, read_sitemap

URL = "https://a.example/sitemap.xml"
NEWS = """<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"
 xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><loc> https://a.example/1.html </loc><lastmod>2025-10-30T01:00:00+08:00</lastmod>
<news:news><news:publication><news:name>玉山日報</news:name><news:language>zh-tw</news:language></news:publication>
<news:publication_date>2025-10-29T08:30:00+08:00</news:publication_date><news:title>海岸公園下月開放</news:title>
<news:keywords>公園, 休閒</news:keywords></news:news><image:image><image:loc>https://a.example/1.jpg</image:loc></image:image></url>
<url><loc>https://a.example/a-slug-is-no-title.html</loc><lastmod>2025-10-30</lastmod></url>
<url><lastmod>2025-10-30</lastmod></url>
</urlset>"""


def test_a_news_sitemap_says_title_outlet_time_and_language():
    found = read_sitemap(NEWS, URL)
    (item,) = found.items
    assert (item.title, item.url) == ("海岸公園下月開放", "https://a.example/1.html")
    assert (item.outlet, item.language) == ("玉山日報", "zh-tw")
    assert item.instants == ("2025-10-29T08:30:00+08:00",)
    assert item.modified == ("2025-10-30T01:00:00+08:00",)
    assert item.categories == ("公園", "休閒")
    assert item.image == "https://a.example/1.jpg"


def test_no_title_is_made_up_from_an_address():
    assert read_sitemap(NEWS, URL).dropped == {"no_title": 1, "no_link": 1}


def test_an_index_gives_its_sitemaps():
    index = "<sitemapindex><sitemap><loc>/s1.xml</loc></sitemap><sitemap><loc>/s2.xml.gz</loc></sitemap></sitemapindex>"
    found = read_sitemap(index, URL)
    assert found.items == ()
    assert found.feeds == ("https://a.example/s1.xml", "https://a.example/s2.xml.gz")


def test_what_is_no_sitemap_is_said_to_be_none():
    assert read_sitemap("<html></html>", URL).dropped == {"not_a_sitemap": 1}
    assert read_sitemap("", URL).dropped == {"not_a_sitemap": 1}
    assert is_sitemap(NEWS)
    assert not is_sitemap("<html></html>")
