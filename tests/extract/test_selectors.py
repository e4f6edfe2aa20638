"""Items by a person's CSS selectors."""

from __future__ import annotations

import pytest

from feedsvc.extract import page as door
from feedsvc.extract.selectors import read_selectors
from feedsvc.model import ItemRules

HTML = """<div class="e" data-id="7"><h3>大橋延後通車</h3><a href="/a">看全文</a><time datetime="2025-10-30T09:00:00+08:00">今天 09:00</time>
<span class="o">港都電台 • 13 分鐘前</span><p>摘要</p><img data-src="/i.jpg"></div>
<div class="e"><h3>廣告商品</h3><small>廣告</small><a href="/ad">買</a></div>"""


def read(**rules):
    return read_selectors(door.parse(HTML, "https://n.example/"), ItemRules(each="div.e", **rules))


def test_a_rule_that_is_not_given_falls_back_on_the_item_itself():
    (item,) = read().items
    assert (item.title, item.url, item.image) == (
        "大橋延後通車",
        "https://n.example/a",
        "https://n.example/i.jpg",
    )
    assert (item.times, item.instants) == (("今天 09:00",), ("2025-10-30T09:00:00+08:00",))


def test_an_item_that_is_marked_as_advertisement_is_left_out_and_counted():
    assert read().dropped == {"advertisement": 1}


def test_a_rule_may_name_an_attribute():
    assert read(time="time@datetime").items[0].instants == ("2025-10-30T09:00:00+08:00",)
    assert read(title="@data-id").items[0].title == "7"


def test_only_the_time_words_of_a_time_rule_count():
    assert read(time=".o").items[0].times == ("13 分鐘前",)


@pytest.mark.parametrize(
    ("rules", "named"), [({"title": "h3["}, r"items\.title"), ({"link": "a[["}, r"items\.link")]
)
def test_a_bad_selector_is_an_error_that_names_the_rule(rules, named):
    with pytest.raises(ValueError, match=named):
        read(**rules)


def test_a_bad_each_is_an_error_too():
    with pytest.raises(ValueError, match=r"items\.each"):
        read_selectors(door.parse(HTML, None), ItemRules(each="div["))
