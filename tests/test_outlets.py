"""Names and addresses -> outlets."""

from __future__ import annotations

import pickle
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.model import Outlet
from feedsvc.outlets import Outlets

HARBOUR = Outlet(
    id="harbour",
    name="港灣日報",
    names={"en": "Harbour Daily", "zh-Hans": "港湾日报"},
    aliases=("港灣", "Harbour Daily News"),
    domains=("harbour.example",),
    country="TW",
    language="zh-Hant",
)
LIVE = Outlet(id="harbour-live", name="港灣即時", domains=("live.harbour.example",), country="TW")
UNION = Outlet(
    id="union-tw", name="聯邦日報", domains=("union.example.tw",), country="TW", language="zh-Hant"
)
UNION_MY = Outlet(
    id="union-my", name="聯邦日報", domains=("union.example.my",), country="MY", language="zh-Hans"
)
WIRE = Outlet(id="wire", name="港通社", aliases=("HWA",), agency=True)
KITE = Outlet(id="kite", name="KiteTV", aliases=("風箏", "The Kite"), domains=("kite.example",))
SAIL = Outlet(id="sail", name="Sail", aliases=("帆船雜誌",))
ALL = Outlets(
    (HARBOUR, LIVE, UNION, UNION_MY, WIRE, KITE, SAIL), ambiguous=["聯邦日報", "HWA"], generic=["Sail"]
)


@pytest.mark.parametrize(
    ("name", "outlet_id"),
    [
        ("港灣日報", "harbour"),
        ("港湾日报", "harbour"),
        (" harbour  DAILY ", "harbour"),
        ("Ｈａｒｂｏｕｒ Daily News", "harbour"),
        ("Kite TV", "kite"),
        ("港灣日報社", None),
        ("", None),
    ],
)
def test_a_name_is_found_whatever_its_width_case_and_spaces(name, outlet_id):
    outlet = ALL.named(name)
    assert (outlet.id if outlet else None) == outlet_id


@pytest.mark.parametrize(
    ("witness", "outlet_id"),
    [
        ({}, None),
        ({"country": "MY"}, "union-my"),
        ({"language": "zh-Hant"}, "union-tw"),
        ({"language": "zh-Hans-MY"}, "union-my"),
        ({"language": "zh"}, None),
        ({"country": "JP"}, None),
        ({"url": "https://www.union.example.tw/a/1", "country": "MY"}, "union-tw"),
        ({"url": "https://portal.example/a/1"}, None),
    ],
)
def test_an_ambiguous_name_needs_a_witness(witness, outlet_id):
    outlet = ALL.named("聯邦日報", **witness)
    assert (outlet.id if outlet else None) == outlet_id


def test_a_name_declared_ambiguous_names_nobody_even_if_one_outlet_bears_it():
    assert ALL.named("HWA") is None


@pytest.mark.parametrize(
    ("url", "outlet_id"),
    [
        ("https://harbour.example/news/1", "harbour"),
        ("https://www.harbour.example/", "harbour"),
        ("https://live.harbour.example/1", "harbour-live"),
        ("http://a.b.live.harbour.example:8080/", "harbour-live"),
        ("harbour.example", "harbour"),
        ("https://notharbour.example/", None),
        ("https://example/", None),
        ("http://[", None),
        ("", None),
    ],
)
def test_an_address_belongs_to_the_most_specific_domain(url, outlet_id):
    outlet = ALL.at(url)
    assert (outlet.id if outlet else None) == outlet_id


@pytest.mark.parametrize(
    ("text", "outlet_id", "rest"),
    [
        ("市府昨天公布港灣日報", "harbour", "市府昨天公布"),
        ("派對在夜裡Festiva港灣日報", "harbour", "派對在夜裡Festiva"),
        ("已經通過。Harbour Daily News ", "harbour", "已經通過。"),
        ("他在記者會KiteTV", "kite", "他在記者會"),
        ("他在記者會kite tv", "kite", "他在記者會"),
        ("a big MagicKiteTV", None, ""),
        ("孩子們放風箏", None, ""),
        ("孩子們回家了。風箏", "kite", "孩子們回家了。"),
        ("他們喜歡Sail", None, ""),
        ("他們走了 Sail", "sail", "他們走了 "),
        ("路邊有人在賣聯邦日報", None, ""),
        ("沒有名字", None, ""),
        ("", None, ""),
    ],
)
def test_the_longest_name_that_ends_a_text_is_its_outlet(text, outlet_id, rest):
    found = ALL.ending(text)
    assert (found[0].id if found else None) == outlet_id
    assert (text[: found[1]] if found else "") == rest


def test_the_longest_name_that_begins_a_text_is_found_too():
    outlet, end = ALL.beginning("港灣日報記者王大明")
    assert (outlet.id, end) == ("harbour", 4)
    assert ALL.beginning("KiteTVs are here") is None
    assert ALL.beginning("聯邦日報記者") is None


def test_a_generic_name_is_known_as_such():
    assert ALL.is_generic("sail")
    assert not ALL.is_generic("港灣")


def test_a_name_that_nobody_registered_becomes_an_outlet_with_a_stable_id():
    once, again = ALL.unregistered("../../小河 報"), ALL.unregistered("../../小河  報")
    assert once == again
    assert not once.registered
    assert once.name == "../../小河 報"
    assert "/" not in once.id


def test_more_records_add_and_replace_but_leave_the_old_index_alone():
    renamed = Outlet(id="kite", name="風箏台")
    more = ALL.with_more([renamed, Outlet(id="new", name="新來報")])
    assert more.named("風箏台") == renamed
    assert more.named("新來報") is not None
    assert more.named("KiteTV") is None
    assert ALL.named("KiteTV") == KITE
    assert more.named("聯邦日報") is None


def test_outlets_travel_between_processes():
    copy = pickle.loads(pickle.dumps(ALL))
    assert copy.all() == ALL.all()
    assert copy.named("HWA") is None
    assert copy.ending("他們喜歡Sail") is None


def test_agencies_are_the_wires_among_the_outlets():
    assert ALL.agencies == (WIRE,)
    assert ALL.by_id("wire") == WIRE
    assert ALL.by_id("none") is None


def test_names_that_two_outlets_bear_undeclared_are_told():
    twin = Outlet(id="twin", name="港灣日報")
    assert list(Outlets((HARBOUR, twin)).clashes()) == ["港灣日報"]
    assert not ALL.clashes()


# -- whatever is printed ----------------------------------------------------------------------------

PRINTED = st.text(
    st.characters(codec="utf-8") | st.sampled_from(list("港灣日報KiteTV風箏聯邦 　／【】・.-")), max_size=40
)
SAFE = re.compile(r"[^\W_][^\s./\\:*?\"<>|]{0,89}")


@given(PRINTED, st.sampled_from([None, "TW", "xx", ""]), st.sampled_from([None, "zh-Hant", "zz", ""]))
def test_any_words_name_an_outlet_or_nobody(words, country, language):
    for found in (ALL.named(words, country=country, language=language, url=words), ALL.at(words)):
        assert found is None or found in ALL.all()
    for spot in (ALL.ending(words, country=country), ALL.beginning(words, language=language)):
        assert spot is None or (spot[0] in ALL.all() and 0 <= spot[1] <= len(words))


@given(PRINTED, st.sampled_from(["港灣日報", "港湾日报", "KITETV", "harbour daily news"]))
def test_a_name_behind_a_full_stop_ends_the_text_there(words, name):
    text = f"{words}。{name}"
    assert ALL.ending(text) == (ALL.named(name), len(words) + 1)


@given(PRINTED)
def test_an_unregistered_id_is_a_safe_file_name_and_the_same_whatever_the_width_and_spaces(words):
    outlet = ALL.unregistered(words)
    assert SAFE.fullmatch(outlet.id)
    assert len(outlet.id.encode()) <= 90
    assert outlet == ALL.unregistered(f" {words} ")
    assert ALL.unregistered(outlet.name).id == outlet.id


@given(
    st.lists(st.sampled_from([HARBOUR, LIVE, UNION, UNION_MY, WIRE, KITE, SAIL]), unique_by=lambda o: o.id)
)
def test_more_records_never_lose_the_others(records):
    more = ALL.with_more(records)
    assert {outlet.id for outlet in more.all()} == {outlet.id for outlet in ALL.all()}
    assert all(more.by_id(record.id) == record for record in records)
