"""The registry that feedsvc brings, and what a person's outlets.yaml changes in it."""

from __future__ import annotations

import json
import re
from collections import Counter
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc import registry, yamlfile
from feedsvc.errors import ConfigError
from feedsvc.model import Outlet
from feedsvc.outlets import Outlets

SHIPPED = files("feedsvc").joinpath("data/outlets.yaml").read_text(encoding="utf-8")
KNOWN = Outlets((Outlet(id="kite", name="KiteTV", aliases=("風箏台",), domains=("kite.example",)),))


def written(text, known=KNOWN):
    return registry.with_text(known, text, "outlets.yaml")


def problems(text):
    with pytest.raises(ConfigError) as caught:
        written(text)
    return str(caught.value)


def test_every_name_means_one_outlet_or_is_declared_ambiguous():
    assert not registry.load().clashes()


def test_every_domain_belongs_to_one_outlet():
    counts = Counter(domain for outlet in registry.load().all() for domain in outlet.domains)
    assert [domain for domain, count in counts.items() if count > 1] == []


def test_every_record_has_its_source_a_safe_id_a_country_and_a_language():
    for record in yamlfile.load(SHIPPED, "outlets.yaml").values["outlets"]:
        assert record["source"], record["id"]
        assert all(record["source"]), record["id"]
        assert re.fullmatch("[a-z0-9][a-z0-9-]*", record["id"])
        assert re.fullmatch("[A-Z]{2}", record["country"]), record["id"]
        assert record["language"], record["id"]


def test_the_shipped_file_is_what_a_person_may_write_too():
    read = registry.with_text(Outlets(), SHIPPED, "outlets.yaml")
    assert {outlet.id: outlet for outlet in read.all()} == {o.id: o for o in registry.load().all()}


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("中央社", "中央社"),
        ("路透", "Reuters"),
        ("路透社", "Reuters"),
        ("法新社", "AFP"),
        ("美联社", "Associated Press"),
        ("共同社", "共同通信"),
        ("時事", "時事通信"),
        ("韓聯社", "연합뉴스"),
        ("新華社", "新华社"),
        ("中新网", "中新社"),
        ("中时新闻网", "中時新聞網"),
        ("CNA", None),
        ("ABC", None),
        ("經濟日報", None),
        ("世界日報", None),
        ("東方日報", None),
        ("中央日報", None),
    ],
)
def test_names_as_portals_print_them(name, found):
    outlet = registry.load().named(name)
    assert (outlet.name if outlet else None) == found


@pytest.mark.parametrize(
    ("name", "witness", "outlet_id"),
    [
        ("CNA", {"country": "TW"}, "cna-com-tw"),
        ("CNA", {"country": "SG"}, "channelnewsasia-com"),
        ("CNA", {"url": "https://www.channelnewsasia.com/asia/1"}, "channelnewsasia-com"),
        ("ABC", {"country": "AU"}, "abc-net-au"),
        ("ABC", {"language": "es"}, "abc-es"),
        ("經濟日報", {"country": "TW"}, "money-udn-com"),
        ("經濟日報", {"country": "HK"}, "hket-com"),
        ("经济日报", {"language": "zh-Hans"}, "ce-cn"),
        ("世界日報", {"country": "US"}, "worldjournal-com"),
        ("世界日報", {"language": "zh-Hant"}, None),
        ("中央日報", {"country": "KR"}, "joongang-co-kr"),
    ],
)
def test_ambiguous_names_follow_their_witness(name, witness, outlet_id):
    outlet = registry.load().named(name, **witness)
    assert (outlet.id if outlet else None) == outlet_id


def test_a_new_id_adds_and_a_known_id_overrides_field_by_field():
    outlets = written(
        "outlets:\n"
        "  - id: kite\n"
        "    country: TW\n"
        "  - {id: creek, name: 小溪報, aliases: [Creek], domains: [Creek.example], source: me}\n"
    )
    kite, creek = outlets.by_id("kite"), outlets.by_id("creek")
    assert (kite.name, kite.country, kite.domains) == ("KiteTV", "TW", ("kite.example",))
    assert outlets.named("creek") == creek
    assert outlets.at("https://www.creek.example/1") == creek
    assert outlets.ending("昨天晚上小溪報")[0] == creek


def test_a_name_or_domain_that_a_person_claims_means_their_outlet():
    outlets = written("outlets:\n  - {id: mine, name: 我的台, aliases: [風箏台], domains: [kite.example]}")
    assert outlets.named("風箏台").id == "mine"
    assert outlets.at("https://kite.example/").id == "mine"
    assert outlets.named("KiteTV").id == "kite"


def test_a_person_may_declare_names_ambiguous():
    assert written("ambiguous: [KiteTV]").named("KiteTV") is None


def test_an_empty_file_changes_nothing():
    assert written("").all() == KNOWN.all()
    assert written("outlets:").all() == KNOWN.all()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("outlets:\n- id: a\n  nam: x", "outlets.yaml:3: nam: unknown key; did you mean name?"),
        ("outlet: []", "outlets.yaml:1: outlet: unknown key; did you mean outlets?"),
        ("outlets:\n- name: x", "outlets.yaml:2: an outlet needs an id"),
        ("outlets:\n- id: a", "outlets.yaml:2: a: a new outlet needs a name"),
        ("outlets:\n- id: ../../x\n  name: x", "outlets.yaml:2: id: ../../x: an id holds only"),
        ("outlets:\n- id: con\n  name: x", "outlets.yaml:2: id: con: no folder may be called so"),
        ("outlets:\n- {id: a, name: x}\n- {id: a, name: y}", "outlets.yaml:3: a: stands twice"),
        ("outlets:\n- id: kite\n  id: kite", "outlets.yaml:3: id: stands twice here"),
        ("outlets:\n- id: kite\n  domains: [https://kite.example/]", "not a domain; write example.org"),
        ("outlets:\n- id: kite\n  aliases: Kite", "outlets.yaml:3: expected a list of names, found text"),
        ("outlets:\n- id: kite\n  aliases: [163]", "expected a name, found the number 163"),
        ("outlets:\n- id: kite\n  agency: maybe", "agency: expected true or false, found text"),
        ("outlets:\n- id: kite\n  country: Taiwan", "country: Taiwan: not a country; write two letters"),
        ("outlets:\n- id: kite\n  language: '?'", "language: ?: not a language tag"),
        ("outlets:\n- id: kite\n  homepage: kite", "homepage: kite: not an address"),
        ("outlets:\n- id: kite\n  names: [x]", "names: expected language: name, found a list"),
        ("outlets: 3", "expected a list of outlets, found the number 3"),
        ("- 1", "expected keys (outlets, ambiguous, generic), found a list"),
        ("outlets: &a\n- id: b\n  name: *a", "aliases (*a) are not allowed"),
        ("outlets:\n- id: [", "not valid YAML"),
    ],
)
def test_a_mistake_is_told_with_its_place_and_what_to_try(text, told):
    assert told in problems(text)


def test_all_problems_are_told_at_once():
    text = "outlets:\n- id: kite\n  agency: 1\n  country: tw\n- name: x\n"
    assert len(problems(text).splitlines()) == 3


def test_a_file_that_cannot_be_read_is_told_by_name(tmp_path):
    with pytest.raises(ConfigError, match=r"none\.yaml: cannot be read"):
        registry.load(tmp_path / "none.yaml")
    broken = tmp_path / "broken.yaml"
    broken.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ConfigError, match="cannot be read"):
        registry.load(broken)


def test_a_file_on_disk_is_added_to_the_registry(tmp_path):
    path = tmp_path / "outlets.yaml"
    path.write_text("outlets:\n- {id: creek, name: 小溪報}\n", encoding="utf-8")
    outlets = registry.load(path)
    assert outlets.named("小溪報").id == "creek"
    assert outlets.named("中央社") is not None


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("鏡週刊Mirror Media", "鏡週刊"),
        ("鏡週刊 Mirror Media", "鏡週刊"),
        ("今日新聞NOWnews", "NOWnews今日新聞"),
        ("今日新闻NOWnews", "NOWnews今日新聞"),
        ("CTWANT", "CTWANT"),
        ("周刊王CTWANT", "CTWANT"),
        ("Yahoo奇摩新聞", "Yahoo奇摩新聞"),
        ("EBC東森新聞", "東森新聞"),
        ("三立新聞網 setn.com", "三立新聞網"),
        ("世界日報World Journal", "世界日報"),
        ("關鍵評論網 The News Lens", "關鍵評論網"),
        ("Korea Herald", "The Korea Herald"),
        ("Google 新聞", "Google News"),
        ("民眾新聞", "民眾新聞網"),
        ("香港中通社", "中通社"),
    ],
)
def test_labels_as_portals_show_them_have_an_outlet(label, name):
    assert registry.load().named(label).name == name


@pytest.mark.parametrize(
    "sentence",
    [
        "Best travel songs of all time",
        "we check it in real-time",
        "retrouve sa place dans la nature",
        "avant tout le monde",
        "Posted in News",
        "the biggest tech news",
        "How to Be an Angel Investor",
        "這份報告刊於自然期刊",
        "他第一次登上富比士",
        "關稅影響亞洲經濟",
        "基層同仁已經層層上報",
        "公司公布第三季財訊",
    ],
)
def test_the_end_of_a_sentence_is_no_outlet(sentence):
    assert registry.load().ending(sentence) is None


def taken(text):
    """The outlets of a person's file, or what was told about it."""
    try:
        return written(text), ""
    except ConfigError as error:
        return None, str(error)


@given(st.text(max_size=300))
def test_a_persons_file_is_read_or_refused_by_name(text):
    outlets, told = taken(text)
    assert ("outlets.yaml" in told) if outlets is None else len(outlets) >= len(KNOWN)


KEYS = ["id", "name", "names", "aliases", "domains", "country", "language", "agency", "oddity"]
WORDS = st.text(max_size=8)
RECORDS = st.dictionaries(
    st.sampled_from(KEYS),
    st.none() | st.booleans() | st.integers() | WORDS | st.lists(WORDS, max_size=2),
)


@given(st.lists(RECORDS, max_size=3))
def test_any_record_is_taken_or_refused_with_its_line(records):
    outlets, told = taken(json.dumps({"outlets": records}))
    if outlets is None:
        assert "outlets.yaml:" in told
    else:
        assert all(re.fullmatch("[a-z0-9][a-z0-9-]*", outlet.id) for outlet in outlets.all())
