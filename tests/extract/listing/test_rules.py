"""Proposed selectors give what detection gives, by names that last."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from pathlib import Path

import pytest

from feedsvc.extract import page as door
from feedsvc.extract.charset import decode
from feedsvc.extract.listing import propose_rules, read_boxes, read_listing
from feedsvc.extract.listing.css import is_stable, tells
from feedsvc.extract.selectors import read_selectors
from feedsvc.model import ItemRules

ROOT = Path(__file__).parents[3]
CAPTURES = sorted((ROOT / "tests/captures").glob("*/page.html"))
CORPUS = ROOT / "../shared/corpus"


@pytest.mark.parametrize("path", CAPTURES, ids=lambda path: path.parent.name)
def test_rules_give_the_items_of_detection_or_are_not_proposed(path):
    holds(path.read_bytes())


def test_rules_of_real_pages_do_so_too():
    if not CORPUS.exists():
        pytest.skip("the corpus of saved pages is not beside the repository")
    records = map(json.loads, (CORPUS / "index.jsonl").read_text(encoding="utf-8").splitlines())
    for record in [record for record in records if record["kind"] == "listing"][::3]:
        holds((CORPUS / record["path"]).read_bytes())


def holds(body):
    page = door.parse(decode(body, "")[0], "https://n.example/list/")
    rules = propose_rules(page)
    if rules is None:
        return
    detected = {(item.title, item.url) for item in read_listing(page).items}
    alone = rules == ItemRules(each=rules.each)
    read = read_boxes(page, rules.each) if alone else read_selectors(page, rules)
    given = {(item.title, item.url) for item in read.items}
    assert 2 * len(detected & given) >= 0.75 * (len(detected) + len(given))
    for rule in filter(None, asdict(rules).values()):
        assert all(map(is_stable, re.findall(r"\.([\w-]+)", re.sub(r"'[^']*'", "", rule))))


@pytest.mark.parametrize(
    "name",
    [
        *(
            "css-1x2y3z",
            "sc-abc",
            "jsx-123",
            "hQkPqR",
            "post-1234",
            "title__3xY2a",
            "x1i10hfl",
            "svelte-abc1",
        ),
        *("dcr-uyefka", "Card_box__aBcDe", "ssrcss-qqhgh0-Meta", "x_2v"),
    ],
)
def test_a_name_that_a_build_made_is_not_used(name):
    assert not is_stable(name)


@pytest.mark.parametrize(
    "name", ["news-item", "newsFeed_item", "entry-title", "c_tit", "list-titles", "Bold"]
)
def test_a_name_that_a_person_gave_is(name):
    assert is_stable(name)


@pytest.mark.parametrize(
    "name", ["mt-4", "clearfix", "col-md-4", "even", "category-sport", "w-50", "js-item"]
)
def test_a_name_of_looks_or_of_a_category_is_no_item(name):
    assert not tells(name)


def page_of(rows, around="{}"):
    return door.parse(
        f"<body><nav><ul><li><a href='/x'>Home</a></ul></nav>{around.format(rows)}", "https://n.example/"
    )


TITLES = (
    "港灣大橋延後通車",
    "老屋補助條例通過",
    "山區鐵路停駛檢查",
    "跨港纜車載客破十萬",
    "捷運環狀線提前完工",
)


@pytest.mark.parametrize(
    ("row", "around", "each"),
    [
        ("<li class='news-item mt-4'><a href='/n/{n}'>{title}</a>", "<ul>{}</ul>", "li.news-item"),
        ("<li class='css-1x2y3z'><a href='/n/{n}'>{title}</a>", "<ul id='latest'>{}</ul>", "#latest > li"),
        ("<li class='mt-4'><a href='/n/{n}'>{title}</a>", "<main><ul>{}</ul></main>", "main > ul > li"),
        ("<a href='/n/{n}'>{title}</a>", "<div>{}</div>", "a[href^='/n/']"),
        ("<div class='x1a2b3'><h3><a href='/n/{n}'>{title}</a></h3></div>", "<div>{}</div>", "div:has(> h3)"),
    ],
)
def test_items_are_named_by_what_lasts(row, around, each):
    rows = "".join(row.format(n=n, title=title) for n, title in enumerate(TITLES))
    assert propose_rules(page_of(rows, around)).each == each


def test_where_only_positions_tell_the_fields_the_items_alone_are_named():
    rows = "".join(
        f"<tr><td>{n}</td><td><a href='/n/{n}'>{title}</a></td><td>114-10-{n + 10}</td></tr>"
        for n, title in enumerate(TITLES)
    )
    page = page_of(rows, "<table>{}</table>")
    rules = propose_rules(page)
    assert rules == ItemRules(each=rules.each)
    assert read_boxes(page, rules.each).items == read_listing(page).items


def test_of_named_items_without_fields_each_is_read_as_in_a_list_that_was_found():
    row = "<div><b><a href='/n/{n}'>{title}</a></b><i>114-10-{n}8</i></div>"
    rows = "".join(row.format(n=n, title=title) for n, title in enumerate(TITLES, 1))
    read = read_boxes(page_of(rows, "<section>{}</section>"), "section > div")
    assert [(item.title, item.times) for item in read.items] == [
        (title, (f"114-10-{n}8",)) for n, title in enumerate(TITLES, 1)
    ]


def test_a_named_box_without_a_title_is_counted_and_a_box_around_the_items_is_none():
    rows = "".join(f"<div><h3><a href='/n/{n}'>{title}</a></h3></div>" for n, title in enumerate(TITLES))
    read = read_boxes(page_of(rows, "<div>{}<div><img></div></div>"), "div")
    assert (len(read.items), dict(read.dropped)) == (5, {"no_title": 1})
