"""A rule gathers entries: which words count, where they count, and what never counts."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as some

from feedsvc.errors import ConfigError
from feedsvc.match import REGEX_TIMEOUTS, Match, Matcher, digest
from feedsvc.model import Attribution, Credit, Entry, Outlet, Topic
from feedsvc.publish import hans

_SIMPLE = str.maketrans(
    "臺灣聯經濟萬聖節電車晶圓廠積體國際軍艦衛會長東", "台湾联经济万圣节电车晶圆厂积体国际军舰卫会长东"
)
WHEN = datetime(2031, 3, 4, 5, 6, tzinfo=UTC)
WIRE = Outlet(id="qinghai-wire", name="晴海通訊社", aliases=("晴海社",), agency=True)
PAPER = Outlet(id="harbour-daily", name="港灣日報", aliases=("Harbour Daily",))


def fold(text: str) -> str:
    """What publish.hans does with OpenCC, for the few characters of these tests."""
    return unicodedata.normalize("NFKC", text).translate(_SIMPLE).casefold()


def entry(title="", **fields) -> Entry:
    return Entry(id="urn:uuid:1", title=title, owner="list", first_seen=WHEN, updated=WHEN, **fields)


def topic(**fields) -> Topic:
    return Topic(id="t", title="一個主題", **fields)


def gathers(rule: Topic, an_entry: Entry) -> bool:
    return bool(Matcher([rule], fold).match(an_entry))


@pytest.mark.parametrize(
    ("word", "title", "met"),
    [
        ("AI", "生成式AI詮釋消費新定義", True),
        ("AI", "He said so", False),
        ("AI", "ai晶片", True),
        ("AI", "ＡＩ晶片", True),
        ("AI", "AI2晶片", False),
        ("AI", "第3代AI。", True),
        ("5G", "15G", False),
        ("5G", "進入5G時代", True),
        ("Trump", "Trump's visit", True),
        ("Trump", "Trumpet concert", False),
        ("Café", "Cafés", False),
        ("Café", "在Café裡", True),
        ("C++", "C++入門", True),
        ("港灣", "新港灣區", True),
        ("臺灣", "台湾出口", True),
        ("台湾", "臺灣出口", True),
        ("Tokyo  Bay", "Tokyo Bay 開港", True),
        ("пар", "парк", False),
        ("서울", "서울에서", True),
        ("U.S.", "駐日U.S.基地", True),
        ("U.S.", "in the U.S.", True),
        ("US", "in the U.S.", False),
        ("3M", "3M大跌", True),
        ("cafe", "cafe\u0301 open", False),
        ("x", "x\u0302 = 1", False),
        ("カタカナ", "ｶﾀｶﾅ表", True),
    ],
)
def test_latin_words_stand_free_and_han_words_need_no_border(word, title, met):
    assert gathers(topic(any=(word,)), entry(title)) is met


@pytest.mark.parametrize(
    ("rule", "met"),
    [
        ({"any": ("軍艦", "火車")}, True),
        ({"any": ("火車",)}, False),
        ({"all": (("軍艦", "火車"), ("晴海", "南島"))}, True),
        ({"all": (("軍艦",), ("南島",))}, False),
        ({"any": ("軍艦",), "all": (("南島",),)}, False),
        ({"any": ("軍艦",), "none": ("晴海",)}, False),
        ({"any": ("軍艦",), "none": ("南島",)}, True),
        ({"regex": (r"軍艦.{1,3}晴海",)}, True),
        ({"regex": (r"晴海.*軍艦",)}, False),
        ({"any": ("火車",), "regex": (r"軍艦",)}, True),
        ({"all": (("晴海",),), "regex": (r"南島",)}, False),
        ({}, True),
        ({"none": ("軍艦",)}, False),
    ],
)
def test_any_or_regex_and_every_group_of_all_and_nothing_of_none(rule, met):
    assert gathers(topic(**rule), entry("兩艘軍艦抵達晴海")) is met


@pytest.mark.parametrize(
    ("field", "an_entry"),
    [
        ("title", entry("潮汐")),
        ("summary", entry(summary="談潮汐")),
        ("content", entry(content_html="<p>潮<b>汐</b>表</p>")),
        ("outlet", entry(attribution=Attribution(outlet=Outlet(id="x", name="潮汐週報")))),
        ("author", entry(attribution=Attribution(reporters=("潮汐",)))),
        ("author", entry(attribution=Attribution(credits=(Credit(role="editor", name="潮汐"),)))),
        ("categories", entry(categories=("海洋", "潮汐"))),
    ],
)
def test_a_word_counts_only_in_the_fields_of_where(field, an_entry):
    others = tuple(
        name for name in ("title", "summary", "content", "outlet", "author", "categories") if name != field
    )
    assert Matcher([topic(any=("潮汐",), where=(field,))], fold).match(an_entry) == (
        Match(topic="t", words=("潮汐",), where=(field,)),
    )
    assert not gathers(topic(any=("潮汐",), where=others), an_entry)


@pytest.mark.parametrize("title", ["潮\u200b汐", "潮\u00ad汐", "潮汐\x00尾", "\ud800潮汐"])
def test_characters_that_no_screen_shows_hide_no_word(title):
    assert gathers(topic(any=("潮汐",)), entry(title, summary="尾"))
    assert gathers(topic(any=("尾",)), entry(title, summary="尾"))


def test_words_of_two_blocks_or_two_fields_never_join():
    assert not gathers(topic(any=("潮汐",), where=("content",)), entry(content_html="<p>潮</p><p>汐</p>"))
    assert not gathers(topic(any=("潮汐",)), entry("潮", summary="汐"))


def test_a_match_tells_the_words_as_the_rule_spells_them_title_first():
    rule = topic(any=("臺灣", "晶圓"), all=(("出口", "Export"),))
    (match,) = Matcher([rule], fold).match(entry("台湾 export", summary="晶圆"))
    assert match == Match(topic="t", words=("Export", "臺灣", "晶圓"), where=("title", "title", "summary"))


@pytest.mark.parametrize(
    ("rule", "met"),
    [
        ({"outlets_include": ("harbour-daily",)}, True),
        ({"outlets_include": ("港湾日報",)}, True),
        ({"outlets_include": ("HARBOUR daily",)}, True),
        ({"outlets_include": ("晴海社",)}, False),
        ({"outlets_exclude": ("港灣日報",)}, False),
        ({"outlets_exclude": ("晴海社",)}, True),
        ({"agencies": ("晴海通訊社",)}, True),
        ({"agencies": ("港灣日報",)}, False),
        ({"languages": ("zh-Hant",)}, True),
        ({"languages": ("zh",)}, True),
        ({"languages": ("zh-Hans",)}, False),
        ({"languages": ("zh-Hant-TW",)}, True),
        ({"sources": ("list",)}, True),
        ({"sources": ("other",)}, False),
    ],
)
def test_outlet_agency_language_and_source_narrow_a_rule(rule, met):
    who = Attribution(outlet=PAPER, agency="晴海通訊社")
    assert gathers(topic(**rule), entry("x", attribution=who, language="zh-TW")) is met


def test_an_unknown_outlet_or_language_is_none_of_those_asked_for():
    assert not gathers(topic(outlets_include=("harbour-daily",)), entry("x"))
    assert not gathers(topic(languages=("zh",)), entry("x"))
    assert gathers(topic(outlets_exclude=("harbour-daily",)), entry("x"))


def test_a_wire_is_an_agency_also_where_it_is_the_outlet():
    assert gathers(topic(agencies=("晴海社",)), entry("x", attribution=Attribution(outlet=WIRE)))


def test_patterns_gather_both_scripts_and_keep_their_classes():
    assert gathers(topic(regex=(r"臺灣\S{2}經濟",)), entry("台湾海洋经济"))
    assert gathers(topic(regex=(r"（晴海）",)), entry("(晴海)"))
    assert gathers(topic(regex=(r"tokyo \d+",)), entry("TOKYO 2031"))


def test_a_pattern_that_runs_away_is_given_up_and_counted():
    matcher = Matcher([topic(regex=(r"^(a|aa)+$",))], fold)
    assert matcher.match(entry("a" * 200 + "!")) == ()
    assert matcher.timeouts == {"t": 1}


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ({"regex": ("(",)}, "no regular expression"),
        ({"regex": ("a" * 501,)}, "at most 500"),
        ({"any": (" ",)}, "is empty"),
        ({"all": ((),)}, "empty group"),
        ({"where": ("headline",)}, "use one of title"),
    ],
)
def test_a_rule_that_cannot_be_used_is_named_with_what_to_try(rule, words):
    with pytest.raises(ConfigError, match=words) as caught:
        Matcher([topic(**rule)], fold)
    assert "topic t" in str(caught.value)


def test_no_topics_gather_nothing():
    assert Matcher([], fold).match(entry("x")) == ()


def test_topics_come_in_the_order_of_the_rules():
    rules = [Topic(id=name, title=name, any=("晴海",)) for name in ("z", "a", "m")]
    assert [match.topic for match in Matcher(rules, fold).match(entry("晴海"))] == ["z", "a", "m"]


def test_a_digest_changes_with_what_is_gathered_and_with_nothing_else():
    rule = topic(any=("一", "二"))
    assert digest(rule) == digest(topic(any=("二", "一"), description="more", days=3, formerly=("old",)))
    others = [topic(any=("一",)), topic(any=("一", "二"), none=("三",)), topic(all=(("一", "二"),)), topic()]
    assert len({digest(rule), *map(digest, others)}) == 5


def test_a_long_history_does_not_wait_for_a_pattern_that_runs_away():
    matcher = Matcher([topic(regex=(r"^(a|aa)+$",))], fold)
    matcher.timeouts["t"] = REGEX_TIMEOUTS
    assert matcher.match(entry("aaaa")) == ()
    assert matcher.timeouts == {"t": REGEX_TIMEOUTS}


@pytest.mark.parametrize(
    ("word", "title"),
    [
        ("育昇", "吳育昇參選"),  # OpenCC keeps 昇 in the names that it knows
        ("育升", "吳育昇參選"),
        ("育昇", "吴育升参选"),
        ("著作", "看著作品"),
        ("乾安", "乾安縣鎮"),
        ("答覆", "正式答复"),
        ("臺積電", "台积电"),
    ],
)
def test_a_word_folds_alike_alone_and_in_a_sentence(word, title):
    assert Matcher([topic(any=(word,))], hans.fold).match(entry(title))


@pytest.mark.parametrize(
    ("pattern", "title"),
    [
        (r"美日(同盟|安保)條約", "美日安保条约"),
        (r"[東西]灣", "东湾"),
        (r"第\d+屆", "第１２届"),
        (r"（快訊）", "(快讯)地震"),
        (r"^AI晶片", "ＡＩ晶片"),
        (r"吳育昇|育昇", "育升"),
    ],
)
def test_a_pattern_in_one_script_meets_the_other(pattern, title):
    assert Matcher([topic(regex=(pattern,))], hans.fold).match(entry(title))


LETTERS = some.text("aiAI５5.+ 灣湾東东-é'＋", max_size=12)
WORDS = some.lists(some.text("aiA5.+灣湾東é", min_size=1, max_size=3), max_size=6)


def stands_free(word: str, text: str) -> bool:
    """The rule read literally: beside a letter or digit of the word stands no letter or digit."""
    letter = "[0-9a-zé]"
    before = f"(?<!{letter})" if re.match(letter, word) else ""
    after = f"(?!{letter})" if re.search(f"{letter}$", word) else ""
    return re.search(f"(?={before}{re.escape(word)}{after})", text) is not None


@given(title=LETTERS, any_=WORDS, none=WORDS, all_=some.lists(WORDS.filter(bool), max_size=2))
@example(title="saiAI", any_=["AI"], none=[], all_=[])
def test_a_matcher_gathers_what_its_rule_says_word_by_word(title, any_, none, all_):
    rule = topic(any=tuple(any_), none=tuple(none), all=tuple(map(tuple, all_)), where=("title",))
    folded = " ".join(hans.fold(title).split())

    def met(words: list[str]) -> bool:
        return any(stands_free(hans.fold(word), folded) for word in words)

    wanted = (not any_ or met(any_)) and all(map(met, all_)) and not met(none)
    assert bool(Matcher([rule], hans.fold).match(entry(title))) is wanted


@given(title=LETTERS, words=some.lists(WORDS.filter(bool), min_size=1, max_size=5))
def test_topics_do_not_know_each_other(title, words):
    rules = [Topic(id=f"t{n}", title="t", any=tuple(some_words)) for n, some_words in enumerate(words)]
    together = Matcher(rules, hans.fold).match(entry(title))
    alone = [match for rule in rules for match in Matcher([rule], hans.fold).match(entry(title))]
    assert list(together) == alone
