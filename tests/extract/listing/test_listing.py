"""The main list of a page, found by its structure."""

from __future__ import annotations

import pytest

from feedsvc.extract import page as door
from feedsvc.extract.listing import propose_rules, read_listing
from feedsvc.extract.selectors import read_selectors

TITLES = (
    "港灣大橋延後通車",
    "東部三縣市防大雨",
    "離島醫療條例三讀",
    "環狀線北段提前通車",
    "央行宣布利率連六凍",
    "會考作文題出爐",
)


def read(body, outlets=None):
    return read_listing(door.parse(f"<body>{body}</body>", "https://n.example/"), outlets=outlets)


def titles(body):
    return [item.title for item in read(body).items]


@pytest.mark.parametrize(
    "item",
    [
        "<li><a href='/{n}'>{t}</a></li>",
        "<p><a href='/{n}'>{t}</a></p>",
        "<tr><td><a href='/{n}'>{t}</a></td></tr>",
        "<section><h2><a href='/{n}'>{t}</a></h2><p>說明</p></section>",
        "<div><a href='/{n}'><img src='/{n}.png'></a><div><a href='/{n}'>{t}</a></div></div>",
        "<dt><a href='/{n}'>{t}</a></dt><dd>說明</dd>",
        "<div onclick=\"location='/n/{n}.html'\"><b>{t}</b></div>",
        "<h3>{t}</h3><p>說明的文字寫在這裡</p><a href='/{n}'>閱讀全文</a>",
    ],
)
def test_titles_are_found_whatever_the_markup(item):
    rows = "".join(item.format(n=number, t=title) for number, title in enumerate(TITLES))
    wrapped = f"<table>{rows}</table>" if item.startswith("<tr") else f"<div>{rows}</div>"
    assert titles(wrapped) == list(TITLES)


def test_class_names_do_not_matter_and_numbered_ones_do_not_disturb():
    rows = "".join(
        f"<div class='x{n} post-{n * 37}'><a class='q{n}' href='/{n}'>{t}</a></div>"
        for n, t in enumerate(TITLES)
    )
    assert titles(f"<div>{rows}</div>") == list(TITLES)


def test_short_chinese_titles_are_titles():
    rows = "".join(
        f"<li><h3><a href='/{n}'>{t}</a></h3><i>{n + 1} 小時前</i></li>"
        for n, t in enumerate(("停電", "地震", "選舉", "罷工"))
    )
    assert titles(f"<ul>{rows}</ul>") == ["停電", "地震", "選舉", "罷工"]


def test_a_page_without_repetition_has_no_list():
    assert read("<h1>只有一篇</h1><p>內文。</p>").items == ()
    assert read("").items == ()


def test_words_of_outlet_and_time_are_split_and_named():
    rows = "".join(
        f"<li><small>n{n}.example • {n + 1} 分鐘前</small><h3><a href='/{n}'>{t}</a></h3></li>"
        for n, t in enumerate(TITLES)
    )
    found = read(f"<ul>{rows}</ul>").items
    assert [(item.outlet, item.times) for item in found[:2]] == [
        ("n0.example", ("1 分鐘前",)),
        ("n1.example", ("2 分鐘前",)),
    ]


def test_the_day_of_the_visit_at_the_top_dates_nothing():
    rows = "".join(f"<li><a href='/{n}'>{t}</a></li>" for n, t in enumerate(TITLES))
    assert all(not item.heading for item in read(f"<div>2025年10月30日 星期四</div><ul>{rows}</ul>").items)


def test_the_full_time_in_a_title_attribute_comes_after_the_words_shown():
    rows = "".join(
        f"<li><a href='/{n}'>{t}</a><i title='2025-10-2{n} 08:00'>{n + 1} 天前</i></li>"
        for n, t in enumerate(TITLES)
    )
    assert read(f"<ul>{rows}</ul>").items[1].times == ("2 天前", "2025-10-21 08:00")


def test_authors_are_read_where_the_page_says_so():
    rows = "".join(
        f"<li><a href='/{n}'>{t}</a><a rel='author' href='/u'>Ida Holm</a></li>" for n, t in enumerate(TITLES)
    )
    assert {item.author for item in read(f"<ul>{rows}</ul>").items} == {"Ida Holm"}


def test_proposed_rules_find_the_same_items_again():
    rows = "".join(
        f"<article class='card c{n}'><h3 class='h'><a href='/{n}'>{t}</a></h3><time class='w'>{n + 1} 小時前</time></article>"
        for n, t in enumerate(TITLES)
    )
    page = door.parse(f"<nav><a href='/x'>政治</a></nav><main>{rows}</main>", "https://n.example/")
    rules = propose_rules(page)
    assert rules is not None
    assert rules.each == "article.card"
    again = read_selectors(page, rules).items
    assert [(item.title, item.url, item.times) for item in again] == [
        (title, f"https://n.example/{number}", (f"{number + 1} 小時前",))
        for number, title in enumerate(TITLES)
    ]


def test_no_list_no_rules():
    assert propose_rules(door.parse("<p>無</p>", None)) is None
