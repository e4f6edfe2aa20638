"""JSON of an API -> items, by dotted paths or found by itself."""

from __future__ import annotations

import json

import pytest

from feedsvc.extract.json_api import at_path, read_json
from feedsvc.model import ItemRules

URL = "https://api.example/list"
NEWS = {
    "status": "ok",
    "menu": [
        {"name": "首頁", "url": "/"},
        {"name": "政治", "url": "/politics"},
        {"name": "財經", "url": "/money"},
    ],
    "data": {
        "items": [
            {
                "HeadLine": f"海岸公園第{n}期工程下月開放民眾參觀",
                "PageUrl": f"/news/{n}.html",
                "CreateTime": "2025/10/29 08:30",
                "images": [{"url": f"/{n}.jpg"}],
                "provider": {"displayName": "玉山日報"},
                "authors": [{"name": "林小川"}, {"name": "周大山"}],
            }
            for n in range(1, 5)
        ]
    },
}


def test_dotted_paths_lead_to_each_field():
    rules = ItemRules(
        each="data.items",
        link="PageUrl",
        title="HeadLine",
        time="CreateTime",
        image="images.0.url",
        outlet="provider.displayName",
    )
    found = read_json(json.dumps(NEWS), rules, URL)
    assert len(found.items) == 4
    first = found.items[0]
    assert (first.title, first.url) == (
        "海岸公園第1期工程下月開放民眾參觀",
        "https://api.example/news/1.html",
    )
    assert (first.image, first.outlet, first.times) == (
        "https://api.example/1.jpg",
        "玉山日報",
        ("2025/10/29 08:30",),
    )
    assert first.words["time"] == "CreateTime"


def test_the_list_of_articles_is_found_and_the_menu_is_not():
    found = read_json(json.dumps(NEWS), None, URL)
    assert [item.url for item in found.items] == [f"https://api.example/news/{n}.html" for n in range(1, 5)]
    assert found.items[0].outlet == "玉山日報"
    assert found.items[0].author == "林小川、周大山"
    assert found.rule == "list at data.items"


def test_epochs_and_iso_times_are_stamps_and_words_are_shown_times():
    items = [
        {
            "title": f"A long enough headline number {n}",
            "url": f"/{n}",
            "published_at": at,
            "updated_at": 1761698000,
        }
        for n, at in enumerate([1761697800, 1761697800000, "2025-10-29T08:30:00+08:00", "13 分鐘前", None])
    ]
    found = read_json(json.dumps(items), None, URL).items
    assert [item.instants for item in found] == [
        ("1761697800",),
        ("1761697800000",),
        ("2025-10-29T08:30:00+08:00",),
        (),
        (),
    ]
    assert [item.times for item in found] == [(), (), (), ("13 分鐘前",), ()]
    assert found[0].modified == ("1761698000",)


def test_wrapped_objects_and_objects_by_key_are_lists_too():
    edges = [
        {"node": {"headline": f"A long enough headline number {n}", "link": f"/{n}", "summary": "words"}}
        for n in range(3)
    ]
    assert len(read_json(json.dumps({"edges": edges}), None, URL).items) == 3
    by_key = {f"Article:{n}": edge["node"] for n, edge in enumerate(edges)}
    assert len(read_json(json.dumps(by_key), None, URL).items) == 3


@pytest.mark.parametrize("wrapping", ["callback({});", ")]}}',\n{}", "\ufeff{}"])
def test_wrappings_of_json_are_taken_off(wrapping):
    assert len(read_json(wrapping.format(json.dumps(NEWS)), None, URL).items) == 4


def test_an_item_without_a_title_is_dropped_by_name_and_a_wrong_path_says_what_there_is():
    rules = ItemRules(each="items", title="t")
    found = read_json('{"items": [{"t": "海岸公園"}, {"t": ""}, 5]}', rules, URL)
    assert len(found.items) == 1
    assert found.dropped == {"no_title": 2}
    wrong = read_json('{"data": {"posts": []}}', ItemRules(each="data.items"), URL)
    assert wrong.dropped == {"no_list_at_path": 1}
    assert "there are posts" in wrong.rule


@pytest.mark.parametrize("text", ["", "hello", "{", "[" * 100_000, "<html>"])
def test_what_is_no_json_is_said_to_be_none(text):
    assert read_json(text, None, URL).dropped == {"not_json": 1}


@pytest.mark.parametrize("text", ["5", "null", "[]", '{"a": []}', '[{"title": 5}]', "true"])
def test_json_without_articles_gives_nothing(text):
    assert read_json(text, None, URL).items == ()


def test_a_path_walks_objects_and_lists():
    value = {"a": [{"b": 1}, {"b": 2}]}
    assert at_path(value, "a.1.b") == at_path(value, "$.a.-1.b") == 2
    assert at_path(value, "a.x.b") is None
    assert at_path(value, "a.7") is None
    assert at_path(value, "") == value


TWO = ("離岸風場選商規則公告", "老街雨棚拆除滿月")


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        ({"data": {"news": []}}, "no list of objects; there are data"),
        ({"data": [{"title": TWO[0], "url": "/1"}]}, 'at "data" was not taken: it holds one object only'),
        (
            {"data": [{"title": word, "url": f"/{word}", "date": "2025-10-29"} for word in "晴雨"]},
            "as short as",
        ),
        ({"data": [{"title": title, "url": f"/{title}"} for title in TWO]}, "neither times nor summaries"),
        ({"data": [{"ttl": title, "u": "/1"} for title in TWO]}, "names that are known; there are ttl, u"),
    ],
)
def test_a_list_that_is_not_taken_tells_why(document, reason):
    found = read_json(json.dumps(document), None, URL)
    assert (found.items, found.dropped) == ((), {"no_list": 1})
    assert reason in found.rule
    assert ("write items: {each:" in found.rule) == ("no list of objects" not in found.rule)
