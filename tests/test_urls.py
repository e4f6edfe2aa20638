"""Addresses as printed -> the address to follow, to publish, to compare."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc import urls

BASE = "https://news.example/politics/list.html?page=2"


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        ("a.html", "https://news.example/politics/a.html"),
        ("/a.html", "https://news.example/a.html"),
        ("../b/./c", "https://news.example/b/c"),
        ("../../../x", "https://news.example/x"),
        ("?page=3", "https://news.example/politics/list.html?page=3"),
        ("//cdn.example/a", "https://cdn.example/a"),
        ("https://Other.Example:443/A", "https://other.example/A"),
        ("http://other.example:80", "http://other.example/"),
        ("http://other.example:8080/a", "http://other.example:8080/a"),
        ("\\news\\a.html", "https://news.example/news/a.html"),
        ("https:\\\\other.example\\a?b=\\", "https://other.example/a?b=%5C"),
        (" \n /a\tb.html \u3000", "https://news.example/ab.html"),
        ("http:/other.example/a", "http://other.example/a"),
        ("http:///other.example/a", "http://other.example/a"),
        ("/a b", "https://news.example/a%20b"),
        ("/新聞/一", "https://news.example/%E6%96%B0%E8%81%9E/%E4%B8%80"),
        ("https://新聞.example/", "https://xn--efvv70d.example/"),
        ("https://a。example/", "https://a.example/"),
        ("https://user:secret@a.example/", "https://a.example/"),
        ("https://[::1]:8080/", "https://[::1]:8080/"),
        ("#!/news/1", "https://news.example/politics/list.html?page=2#!/news/1"),
        ("/100%", "https://news.example/100%25"),
    ],
)
def test_an_address_is_followed_as_browsers_follow_it(href, expected):
    assert urls.absolute(href, BASE) == expected


@pytest.mark.parametrize(
    "href",
    [
        "",
        "   ",
        "#",
        "#top",
        "javascript:void(0)",
        "JavaScript:alert(1)",
        "java\nscript:alert(1)",
        "data:text/html,x",
        "mailto:a@news.example",
        "tel:123",
        "file:///etc/passwd",
        "ftp://a.example/",
        "http://",
        "http://a b.example/",
        "http://a.example:99999/",
        "http://[zz]/",
        "http://a..example/",
        "https://a.example/" + "x" * 2048,
    ],
)
def test_what_is_no_page_has_no_address(href):
    assert urls.absolute(href, BASE) is None


def test_a_relative_address_needs_a_base():
    assert urls.absolute("a.html", None) is None
    assert urls.absolute("/a.html", "not a base") is None
    assert urls.absolute("//a.example/b", None) == "https://a.example/b"
    assert urls.absolute("https://a.example/b", None) == "https://a.example/b"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("HTTPS://A.Example/x", "https://a.example/x"),
        ("https://a.example/x?utm_source=rss&utm_medium=feed", "https://a.example/x"),
        ("https://a.example/x?id=7&fbclid=abc", "https://a.example/x?id=7"),
        ("https://a.example/x?UTM_Source=a&id=7", "https://a.example/x?id=7"),
        ("https://a.example/t?t=7&sid=0123456789abcdef0123456789abcdef", "https://a.example/t?t=7"),
        ("https://a.example/t?s=0123456789ABCDEF0123456789abcdef&t=7", "https://a.example/t?t=7"),
        ("https://a.example/x?PHPSESSID=k3l9&id=7", "https://a.example/x?id=7"),
        ("https://a.example/x.jsp;jsessionid=A1.node2?id=7", "https://a.example/x.jsp?id=7"),
        ("https://a.example/x#comments", "https://a.example/x"),
        ("https://a.example/x?", "https://a.example/x"),
        ("https://a.example/新聞", "https://a.example/%e6%96%b0%e8%81%9e"),
        ("https://a.example/%7Euser/%2d", "https://a.example/~user/-"),
        ("https://a.example:443/x", "https://a.example/x"),
        ("https://a.example", "https://a.example/"),
    ],
)
def test_two_spellings_of_one_page_have_one_identity(one, other):
    assert urls.canonical(one) == urls.canonical(other) is not None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://a.example/x?id=1", "https://a.example/x?id=2"),
        ("https://a.example/x?a=1&b=2", "https://a.example/x?b=2&a=1"),
        ("https://a.example/#!/1", "https://a.example/#!/2"),
        ("https://a.example/a%2Fb", "https://a.example/a/b"),
        ("https://a.example/X", "https://a.example/x"),
        ("https://a.example/x?from=1", "https://a.example/x?from=2"),
        ("https://a.example/x?sid=1&a=1", "https://a.example/x?sid=2&a=1"),
        ("https://a.example/x?s=0123456789abcdef0123456789abcdef", "https://a.example/x?s=" + "0" * 32),
    ],
)
def test_two_pages_never_share_an_identity(one, other):
    assert urls.canonical(one) != urls.canonical(other)


def test_the_published_link_keeps_the_place_on_the_page_and_loses_the_trackers():
    assert urls.link("https://a.example/新聞?gclid=1&id=2#第一段") == (
        "https://a.example/%E6%96%B0%E8%81%9E?id=2#%E7%AC%AC%E4%B8%80%E6%AE%B5"
    )
    assert urls.link("https://a.example/x#utm_source=rss") == "https://a.example/x"
    assert urls.link("https://a.example/x#:~:text=abc") == "https://a.example/x"
    assert urls.link("mailto:a@a.example") is None


def test_the_host_is_lower_case_and_without_port():
    assert urls.host("https://News.Example:8080/x") == "news.example"
    assert urls.host("/x") == ""
    assert urls.is_web("http://a.example/") is True
    assert urls.is_web("a.example") is False


@given(st.text(max_size=80), st.one_of(st.none(), st.text(max_size=40)))
def test_no_text_makes_it_raise_and_every_answer_is_stable(href, base):
    found = urls.absolute(href, base)
    for text in (href, found or ""):
        identity = urls.canonical(text)
        assert identity is None or (identity.isascii() and urls.canonical(identity) == identity)
        assert urls.link(text) is None or urls.link(text).isascii()
        assert isinstance(urls.host(text), str)
    assert found is None or urls.absolute(found, None) == found


@given(st.text(alphabet="htps:/\\.[]@%?#&=x新 ", max_size=40))
def test_no_crooked_address_makes_it_raise(tail):
    found = urls.absolute("http://" + tail, "https://news.example/")
    assert found is None or urls.absolute(found, None) == found


@pytest.mark.parametrize(
    "text", ["\ud800", "http://\ud800/", "http://a.example/\udfff?\ud800", "\x00", "http://[", "//["]
)
def test_broken_characters_do_not_make_it_raise(text):
    for found in (urls.absolute(text, "http://a.example/"), urls.canonical(text), urls.link(text)):
        assert found is None or found.isascii()
