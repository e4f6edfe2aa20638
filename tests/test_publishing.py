"""What the publisher makes of a rule in config/: which files there are, and what readers find in them."""

import gzip

import pytest
from lxml import etree

from feedsvc.gather import FeedRules
from feedsvc.match import Matcher
from feedsvc.model import Topic
from feedsvc.publish import hans
from feedsvc.publishing import regather
from feedsvc.store import open_store
from tests.store.nouns import MINUTE, NOON, entry, record

AT = "2026-11-20T09:00:00+08:00"
NAMES = {"a": "http://www.w3.org/2005/Atom", "d": "http://purl.org/dc/elements/1.1/"}
ROWS = [
    (
        1,
        "晨曦日報",
        "10 分鐘前",
        "離岸風場選商規則公告 業者關心時程",
        "業者關心併網時程，主管機關說月底定案。",
    ),
    (2, "山城晚報", "2 小時前", "老街雨棚拆除滿月 店家輪流打掃", "店家自組管理會輪流打掃街面。"),
    (3, "晨曦日報", "5 小時前", "南部水庫蓄水過半 一期稻作供水無虞", "水利單位說供水到明年五月都足夠。"),
]
QUAKE = "花嶺外海規模6.1地震 最大震度5弱"
SERVICE = "timezone: Asia/Taipei\nstore: s.db\noutput: out/\narchive: {path: c}\n"


def aged(count):
    """One report a day, the newest first."""
    return [
        (n, "晨曦日報", f"{n} 天前", f"第 {n} 號觀測站公布當日水位紀錄", f"第 {n} 號站的內文。")
        for n in range(1, count + 1)
    ]


def serve(walk, **keys):
    walk.write("feedsvc.yaml", SERVICE + "".join(f"{key}: {value}\n" for key, value in keys.items()))


def found(walk, path, expression):
    return etree.parse(walk.folder / "out" / path).xpath(expression, namespaces=NAMES)


def names(walk, folder):
    return sorted(path.name for path in (walk.folder / "out" / folder).iterdir())


@pytest.mark.parametrize(
    ("limits", "kept"), [("{entries: 3}", 3), ("{days: 4}", 5), ("{days: 4, entries: 2}", 2)]
)
def test_a_feed_holds_the_newest_entries_by_count_and_by_age_from_its_newest(walk, limits, kept):
    serve(walk, feeds=limits)
    walk.page(aged(8), AT)
    walk.once()
    titles = walk.titles("all")
    assert titles == [f"第 {n} 號觀測站公布當日水位紀錄" for n in range(1, kept + 1)]


def test_a_topic_may_have_limits_of_its_own(walk):
    serve(walk, feeds="{entries: 3}")
    walk.write("topics.yaml", "topics: {water: {title: 水位, any: [水位], entries: 6, days: 300}}")
    walk.page(aged(8), AT)
    walk.once()
    assert (len(walk.titles("all")), len(walk.titles("topics/water"))) == (3, 6)


def test_a_grouped_topic_shows_the_earliest_report_with_links_to_the_others(walk):
    walk.write(
        "topics.yaml",
        "topics:\n  one: {title: 地震, any: [地震], stories: group}\n  each: {title: 地震, any: [地震]}\n",
    )
    said = "今天凌晨三時十二分花嶺外海發生規模6.1地震，深度18公里，最大震度花嶺5弱。"
    walk.page([(1, "山城晚報", "20 分鐘前", QUAKE, said), (2, "晨曦日報", "50 分鐘前", QUAKE, said)], AT)
    walk.once()
    assert len(walk.titles("topics/each")) == 2
    (item,) = walk.feed("topics/one")["items"]
    assert item["url"] == "https://portal.example/news/2.html"
    assert item["_feedsvc"]["also"] == [{"outlet": "山城晚報", "url": "https://portal.example/news/1.html"}]
    assert 'href="https://portal.example/news/1.html"' in item["content_html"]
    (link,) = found(walk, "topics/one/atom.xml", "//a:entry/a:link[@rel='related']/@href")
    assert link == "https://portal.example/news/1.html"


def test_a_report_that_was_linked_is_no_news_when_the_first_one_is_pushed_out(walk):
    walk.write("topics.yaml", "topics: {one: {title: 地震, any: [地震], stories: group, entries: 2}}")
    said = "今天凌晨三時十二分花嶺外海發生規模6.1地震，深度18公里，最大震度花嶺5弱。"
    report = (1, "山城晚報", "20 分鐘前", QUAKE, said)
    other = (3, "晨曦日報", "10 分鐘前", "地震防災演練下週登場 學校先做避難路線", "教育單位說演練下週登場。")
    newest = (
        4,
        "島嶼新聞網",
        "5 分鐘前",
        "老屋耐震補強經費加碼 地震保險同步調整",
        "工務單位說補強經費加碼。",
    )
    walk.page([newest, other, report, (2, "晨曦日報", "50 分鐘前", QUAKE, said)], AT)
    walk.once()
    assert walk.titles("topics/one") == [newest[3], other[3]]


def test_a_variant_has_words_marks_and_ids_of_its_own_and_the_same_addresses(walk):
    serve(walk, variants="{zh-Hans: {glossary: news, quotes: mainland}}")
    walk.page(
        [(9, "晨曦日報", "5 分鐘前", "北韓試射「飛彈」 南北韓對話中斷", "軍方說飛彈落在外海。"), *ROWS], AT
    )
    walk.once()
    original, variant = walk.feed("all")["items"][0], walk.feed("all/zh-Hans")["items"][0]
    assert variant["title"] == "朝鲜试射“导弹” 南北韩对话中断"
    assert variant["url"] == original["url"]
    assert variant["id"] != original["id"]
    assert variant["language"] == "zh-Hans"


def test_a_simplified_source_gets_a_traditional_twin(walk):
    serve(walk, site="{language: zh-Hans}", variants="[zh-Hant]")
    rows = [
        (1, "晨曦日报", "10 分钟前", "台风逼近沿海 渔船全部进港", "气象部门说今晚风力最大。"),
        (2, "山城晚报", "2 小时前", "老街雨棚拆除满月 店家轮流打扫", "店家自组管理会轮流打扫街面。"),
    ]
    walk.page(rows, AT, language="zh-Hans")
    walk.once()
    assert walk.titles("all/zh-Hant") == ["颱風逼近沿海 漁船全部進港", "老街雨棚拆除滿月 店家輪流打掃"]
    (own,) = found(walk, "all/zh-Hant/rss.xml", "channel/a:link[@rel='self']/@href")
    assert own.endswith("/all/zh-Hant/rss.xml")


def test_an_outlet_that_is_registered_later_keeps_its_old_path_and_gets_a_new_one(walk):
    walk.page(ROWS, AT)
    walk.once()
    (old,) = (name for name in names(walk, "outlets") if name.startswith("山城晚報"))
    walk.write(
        "outlets.yaml",
        "outlets: [{id: hill-evening, name: 山城晚報, country: TW, language: zh-Hant, source: invented}]",
    )
    later = (4, "山城晚報", "5 分鐘前", "纜車停駛檢修三天 遊客改搭接駁車", "業者說週末恢復行駛。")
    walk.page([later, *ROWS], "2026-11-20T12:00:00+08:00")
    walk.once()
    both = ["纜車停駛檢修三天 遊客改搭接駁車", "老街雨棚拆除滿月 店家輪流打掃"]
    assert walk.titles(f"outlets/{old}") == both
    assert walk.titles("outlets/hill-evening")[0] == both[0]


def test_agencies_and_portals_have_feeds_on_request(walk):
    serve(walk, feeds="{agencies: true, portals: true}")
    said = "（中央社記者林一台中20日電）市府說明分期交付的時間。"
    walk.page([(9, "晨曦日報", "5 分鐘前", "碼頭改建分三期 首期後年完工", said), *ROWS], AT, via="某某入口")
    walk.once()
    assert len(walk.titles(f"portals/{names(walk, 'portals')[0]}")) == 4
    assert walk.titles(f"agencies/{names(walk, 'agencies')[0]}") == ["碼頭改建分三期 首期後年完工"]


def test_archive_pages_and_the_feed_together_are_complete_and_linked(walk):
    serve(walk, feeds="{entries: 10, days: 3650, archive: true}")
    walk.page(aged(350), AT)
    walk.once()
    feed, *older = (
        walk.feed(f"all{name}") for name in ("", "/archive/0003", "/archive/0002", "/archive/0001")
    )
    assert [one.get("next_url") for one in (feed, *older)] == [*(page["feed_url"] for page in older), None]
    assert [len(page["items"]) for page in older] == [100, 100, 100]
    assert len({item["id"] for one in (feed, *older) for item in one["items"]}) == 350
    (current,) = found(walk, "all/archive/0001/atom.xml", "a:link[@rel='current']/@href")
    assert current.endswith("/all/atom.xml")


def test_compressed_twins_hold_the_same_bytes_and_come_back_when_they_are_gone(walk):
    serve(walk, feeds="{gzip: true}")
    walk.page(ROWS, AT)
    walk.once()
    before = walk.snapshot()
    plain = {name for name in before if not name.endswith(".gz")}
    assert {f"{name}.gz" for name in plain} == before.keys() - plain
    assert all(gzip.decompress(before[f"{name}.gz"][1]) == before[name][1] for name in plain)
    (walk.folder / "out/all/rss.xml.gz").unlink()
    walk.once()
    assert {name: data for name, (_, data) in walk.snapshot().items()} == {
        name: data for name, (_, data) in before.items()
    }


def test_an_entry_without_a_time_is_dated_as_seen_and_not_as_published(walk):
    walk.page([(n, "晨曦日報", "", title, summary) for n, _, _, title, summary in ROWS], AT)
    walk.once()
    assert set(walk.dates().values()) == {None}
    assert found(walk, "all/rss.xml", "//item/pubDate") == []
    assert {date.text for date in found(walk, "all/rss.xml", "//item/d:date")} == {"2026-11-20T01:00:00Z"}


def test_the_feed_of_health_names_its_own_file(walk):
    walk.page(ROWS, AT)
    walk.once()
    (own,) = found(walk, "health.xml", "channel/a:link[@rel='self']/@href")
    assert own.endswith("/health.xml")
    data = (walk.folder / "out/health.xml").read_bytes()
    assert b'href="feed.css"' in data


# -- rules that change ----------------------------------------------------------------------------


TIDE, PORT = (Topic(id=name, title=name, any=(name,)) for name in ("潮", "港"))


def gathering(store, *topics):
    return regather(store, Matcher(topics, hans.fold), FeedRules(outlets=False), topics)


def history(count):
    """A store of so many entries about tides, filed by no topic yet."""
    store = open_store(":memory:")
    record(store, *(entry(n, title=f"第 {n} 次大潮", first_seen=NOON + n * MINUTE) for n in range(count)))
    return store


def in_feed(store, key):
    return len(store.feed_entries(key, limit=1_000))


def test_history_is_filed_by_a_changed_rule_in_slices_and_then_not_again():
    with history(120) as store:
        assert list(gathering(store, TIDE)) == [25, 25, 25, 25, 20]
        assert in_feed(store, "topic:潮") == 120
        assert list(gathering(store, TIDE)) == []


@pytest.mark.parametrize("rules", [(TIDE, PORT), (TIDE,), (PORT,), ()])
def test_gathering_that_was_killed_begins_again_also_where_the_change_was_taken_back(rules):
    with history(120) as store:
        list(gathering(store, *rules))
        killed = gathering(store, *({TIDE, PORT} - set(rules)))
        assert next(killed) == 25
        list(gathering(store, *rules))
        assert in_feed(store, "topic:潮") == (120 if TIDE in rules else 0)
        assert in_feed(store, "all") == 120


def test_a_source_under_a_new_id_goes_on_to_edit_its_entries_and_to_fill_its_topics(walk):
    walk.write("topics.yaml", "topics: {own: {title: 本站, sources: [list]}}")
    walk.page(ROWS, AT)
    walk.once()
    before = walk.feed("topics/own")["items"]
    edited = [(*ROWS[0][:3], "離岸風場選商規則公告 業者要求延後", ROWS[0][4]), *ROWS[1:]]
    for rows, at in ((ROWS, "2026-11-20T09:10:00+08:00"), (edited, "2026-11-20T09:20:00+08:00")):
        walk.page(rows, at)
        named = (walk.folder / "sources.yaml").read_text().replace("  list:", "  paper:")
        walk.write("sources.yaml", named)
        walk.write("topics.yaml", "topics: {own: {title: 本站, sources: [paper]}}")
        walk.once()
    after = walk.feed("topics/own")["items"]
    assert [it["title"] for it in after] == [title for _, _, _, title, _ in edited]
    assert [it["id"] for it in after] == [it["id"] for it in before]
    assert after[1:] == before[1:]


def test_a_feed_that_gained_in_the_future_gained_when_its_newest_entry_was_seen(walk):
    """A clock that ran a year ahead noted when the feeds gained: no page may show an instant to come."""
    walk.page(ROWS, AT)
    walk.once()
    with open_store(walk.config().store) as store, store.connection() as connection:
        connection.exec_driver_sql("UPDATE feeds SET last_gained_at = last_gained_at + 31536000000000")
    (walk.folder / "out/index.html").unlink()
    walk.once()
    page = (walk.folder / "out/index.html").read_text()
    assert 'datetime="2027' not in page
    assert 'datetime="2026-11-20T01:00:00Z"' in page
