import json
from dataclasses import replace
from pathlib import Path

import pytest

from feedsvc.model import Attribution, Enclosure, Outlet, VariantRules
from feedsvc.publish.feedxml import atom, rss
from feedsvc.publish.hans import convert_feed, convert_name, convert_text, fold, simplify_html, simplify_text
from tests.publish.samples import HANS, a_feed, an_entry

SIMPLIFIED = VariantRules(variant="zh-Hans")
PAIRS = Path(__file__).parents[2] / "../shared/data/zh_pairs.jsonl"


@pytest.mark.parametrize(
    ("text", "base", "converted"),
    [
        ("他看著樹幹發呆", "tw2s", "他看着树干发呆"),
        ("颱風後臺北停電", "tw2s", "台风后台北停电"),
        ("這套軟體很好用", "tw2s", "这套软体很好用"),
        ("這套軟體很好用", "tw2sp", "这套软件很好用"),
        ("这套软件", "s2tw", "這套軟件"),
        ("简体字不变", "tw2s", "简体字不变"),
        ("", "tw2s", ""),
        ("甲\0乙\ud800丙後", "tw2s", "甲乙丙后"),
        (
            "詳見 https://wind.example/後/臺 或寄 info@wind.example 後續",
            "tw2s",
            "详见 https://wind.example/後/臺 或寄 info@wind.example 后续",
        ),
        ("他說「大阪で強化」後離開", "tw2s", "他说「大阪で強化」后离开"),
    ],
)
def test_text_is_converted_around_what_must_not_change(text, base, converted):
    assert simplify_text(text, base) == converted


@pytest.mark.parametrize(
    ("html", "converted"),
    [
        ('<a href="/後" title="後">後</a>', '<a href="/後" title="后">后</a>'),
        ('<img src="/臺.jpg" alt="臺灣">', '<img src="/臺.jpg" alt="台湾">'),
        ("<code>後</code><pre>後</pre>後", "<code>後</code><pre>後</pre>后"),
        (
            '<p lang="ja">東京都強化</p><p lang="zh-Hant">強化</p>',
            '<p lang="ja">東京都強化</p><p lang="zh-Hant">强化</p>',
        ),
        ('<div lang="ko"><p title="國防">國防</p></div>', '<div lang="ko"><p title="國防">國防</p></div>'),
        ('<b translate="no">臺灣大</b>哥大後', '<b translate="no">臺灣大</b>哥大后'),
        ("<p>大阪<b>都構想強化</b>で会談</p>", "<p>大阪<b>都構想強化</b>で会談</p>"),
        ("<p>https://wind.example/後</p>", "<p>https://wind.example/後</p>"),
        ("甲 &amp; 後 &lt;b&gt;", "甲 &amp; 后 &lt;b&gt;"),
        ("<!-- 後 -->後", "<!-- 後 -->后"),
        ("<p>頭<b>髮</b>", "<p>头<b>发</b></p>"),
    ],
)
def test_html_is_converted_in_what_people_read(html, converted):
    assert simplify_html(html) == converted


def test_an_unknown_configuration_is_an_error_that_names_the_known_ones():
    with pytest.raises(ValueError, match=r"'tw2x'.*tw2s"):
        simplify_text("後", "tw2x")


@pytest.mark.parametrize(
    "words",
    [("台積電", "臺積電", "台积电"), ("ＡＩ晶片", "AI晶片", "ai晶片"), ("防衛", "防卫")],
)
def test_fold_makes_one_word_of_two_spellings(words):
    assert len({fold(word) for word in words}) == 1


def test_a_variant_has_ids_titles_and_addresses_of_its_own():
    feed = a_feed(title="園區發展", siblings=(HANS,))
    variant = convert_feed(feed, SIMPLIFIED)
    assert (variant.title, variant.language, variant.variant) == ("园区发展", "zh-Hans", "zh-Hans")
    assert variant.path == "topics/parks/zh-Hans"
    assert variant.feed_url == "https://feeds.example.org/topics/parks/zh-Hans/"
    assert variant.id != feed.id
    assert not {entry.id for entry in variant.entries} & {entry.id for entry in feed.entries}
    assert convert_feed(feed, SIMPLIFIED) == variant


def test_the_siblings_point_at_each_other():
    feed = a_feed(
        siblings=(HANS, replace(HANS, variant="zh-Hant-HK", language="zh-Hant-HK", path="topics/parks/hk"))
    )
    variant = convert_feed(feed, SIMPLIFIED)
    assert [sibling.path for sibling in variant.siblings] == ["topics/parks", "topics/parks/hk"]
    assert b'hreflang="zh-Hant" href="https://feeds.example.org/topics/parks/rss.xml"' in rss(variant)


def test_only_words_change_never_addresses_terms_or_times():
    entry = an_entry(
        1,
        url="https://wind.example/後",
        image="https://wind.example/臺.jpg",
        categories=("後製",),
        enclosures=(Enclosure(url="https://wind.example/後.mp3", media_type="audio/mpeg"),),
    )
    (before,) = a_feed(entry, topics={"parks": "園區"}).entries
    (after,) = convert_feed(a_feed(entry, topics={"parks": "園區"}), SIMPLIFIED).entries
    same = (
        "url",
        "image",
        "enclosures",
        "published",
        "updated",
        "time",
        "time_unit",
        "position",
        "first_seen",
    )
    assert [getattr(before, name) for name in same] == [getattr(after, name) for name in same]
    assert after.categories == (("園區", "园区"), ("後製", "后制"))
    assert b'term="\xe5\x9c\x92\xe5\x8d\x80"' in atom(replace(a_feed(), entries=(after,)))
    assert after.language == "zh-Hans"


def test_outlets_carry_their_registered_names_and_others_change_script_only():
    registered = Outlet(id="a", name="中時財經即時", names={"zh-Hans": "中时财经网"})
    entries = (
        an_entry(1, attribution=Attribution(outlet=registered, via="某某入口網站")),
        an_entry(2, attribution=Attribution(outlet=Outlet(id="b", name="聯合軟體報"), agency="遠望社")),
    )
    rules = VariantRules(variant="zh-Hans", base="tw2sp", glossary="news")
    first, second = convert_feed(a_feed(*entries), rules, {"某某入口網站": "某某门户"}).entries
    assert first.content_html.startswith("<p>中时财经网｜经 某某门户</p>")
    assert second.content_html.startswith("<p>联合软体报｜远望社</p>")
    assert second.attribution.outlet is not None
    assert second.attribution.outlet.name == "联合软体报"


def test_the_feed_of_an_outlet_is_titled_by_its_name_never_by_phrases():
    rules = VariantRules(variant="zh-Hans", base="tw2sp", glossary="news")
    feed = a_feed(key="outlet:now", path="outlets/now", title="軟體即時", description="")
    assert convert_feed(feed, rules).title == "软体即时"
    assert convert_feed(feed, rules).description == "软体即时"
    assert convert_feed(feed, rules, {"軟體即時": "软即网"}).title == "软即网"
    assert convert_name("軟體即時", rules) == "软体即时"
    assert convert_feed(a_feed(title="軟體即時"), rules).title == "软件实时"


def test_links_to_other_reports_are_worded_in_the_script():
    others = [an_entry(2, attribution=Attribution(outlet=Outlet(id="h", name="海港時報")))]
    feed = a_feed(an_entry(1), *others, stories={an_entry(1).id: others})
    (entry,) = convert_feed(feed, SIMPLIFIED).entries
    assert entry.content_html.endswith('<p>其他报道：<a href="https://wind.example/news/2">海港时报</a></p>')


def test_the_configuration_follows_the_outlet_s_country():
    harbour = Attribution(outlet=Outlet(id="h", name="海港", country="HK"))
    taiwan, hong_kong = convert_feed(
        a_feed(an_entry(1, title="着眼於著作裏"), an_entry(2, title="着眼於著作裏", attribution=harbour)),
        SIMPLIFIED,
    ).entries
    assert hong_kong.title == simplify_text("着眼於著作裏", "hk2s")
    assert taiwan.title == simplify_text("着眼於著作裏", "tw2s")


def test_another_language_and_the_script_itself_keep_their_text():
    entries = (
        an_entry(1, title="東京都強化", language="ja"),
        an_entry(2, title="乾隆皇帝干预", language="zh-Hans"),
        an_entry(3, title="臺灣", language=None),
    )
    variant = convert_feed(a_feed(*entries), SIMPLIFIED)
    assert [entry.title for entry in variant.entries] == ["東京都強化", "乾隆皇帝干预", "台湾"]
    assert [entry.language for entry in variant.entries] == ["ja", "zh-Hans", "zh-Hans"]


@pytest.mark.parametrize(
    ("variant", "language", "converted"),
    [
        ("zh-Hant", "zh-Hans", "軟件裡面"),
        ("zh-Hant-HK", "zh-CN", "軟件裏面"),
        ("zh-Hans", "zh-CN", "软件里面"),
    ],
)
def test_traditional_variants_are_made_of_simplified_sources(variant, language, converted):
    feed = a_feed(an_entry(1, title="软件里面", language=language), language=language)
    assert convert_feed(feed, VariantRules(variant=variant)).entries[0].title == converted


def test_quotation_marks_change_only_when_asked():
    asked = VariantRules(variant="zh-Hans", quotes="mainland")
    assert convert_text("「甲『乙』」", asked) == "“甲‘乙’”"
    assert convert_text("「甲『乙』」", SIMPLIFIED) == "「甲『乙』」"
    assert convert_text("她說「大阪で会談」後", asked) == "她说“大阪で会談”后"


def test_a_feed_in_another_language_keeps_its_own_words():
    feed = a_feed(title="Parks", language="en", topics={"parks": "Parks"})
    assert convert_feed(feed, SIMPLIFIED).title == "Parks"


def _pairs(kind):
    if not PAIRS.exists():
        return [pytest.param(None, marks=pytest.mark.skip(reason="../shared/data is not here"))]
    rows = [json.loads(line) for line in PAIRS.read_text("utf-8").splitlines() if line]
    return [pytest.param(row, id=row["input"][:20]) for row in rows if row["kind"] == kind]


@pytest.mark.parametrize("pair", _pairs("official"))
def test_the_official_cases_of_opencc_hold_through_our_protection(pair):
    assert simplify_text(pair["input"], pair["config"]) == pair["expected"]


@pytest.mark.parametrize("pair", [*_pairs("protected"), *_pairs("script")])
def test_news_converts_and_what_is_protected_stays(pair):
    assert simplify_html(pair["input"]) == pair["expected"]
