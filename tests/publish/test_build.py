from datetime import UTC, datetime, timedelta

import pytest

from feedsvc.model import Attribution, Enclosure, FeedLimits, Outlet, Site
from feedsvc.publish.build import NEVER
from tests.publish.samples import NOON, PAPER, a_feed, an_entry


def titles(feed):
    return [entry.title for entry in feed.entries]


def test_the_newest_entry_stands_first_and_equal_seconds_follow_the_page():
    same = {"at": NOON}
    feed = a_feed(
        an_entry(1, title="舊", at=NOON - timedelta(hours=1)),
        an_entry(2, title="頁上第三", position=3, **same),
        an_entry(3, title="頁上第一", position=1, at=NOON + timedelta(microseconds=9)),
        an_entry(4, title="頁上第二", position=2, **same),
    )
    assert titles(feed) == ["頁上第一", "頁上第二", "頁上第三", "舊"]


def test_the_order_of_the_given_entries_does_not_matter():
    entries = [an_entry(n) for n in range(9)]
    assert a_feed(*entries) == a_feed(*reversed(entries))


def test_an_entry_without_a_time_keeps_none_and_is_ordered_by_first_sight():
    feed = a_feed(
        an_entry(1, title="早", at=NOON - timedelta(hours=2)),
        an_entry(2, title="無時間", published=None, shown_time=None, first_seen=NOON - timedelta(hours=1)),
        an_entry(3, title="晚", at=NOON),
    )
    assert titles(feed) == ["晚", "無時間", "早"]
    assert feed.entries[1].published is None
    assert feed.entries[1].time is None


def test_count_and_age_limits_push_out_the_oldest():
    entries = [an_entry(n, at=NOON - timedelta(days=n)) for n in range(10)]
    assert len(a_feed(*entries, limits=FeedLimits(entries=4, days=30)).entries) == 4
    assert len(a_feed(*entries, limits=FeedLimits(entries=50, days=3)).entries) == 4
    assert len(a_feed(*entries, limits=None).entries) == 10


def test_age_counts_from_the_newest_entry_so_a_quiet_feed_keeps_what_it_holds():
    long_ago = datetime(2011, 1, 1, tzinfo=UTC)
    assert len(a_feed(an_entry(1, at=long_ago), limits=FeedLimits(days=1)).entries) == 1


def test_one_id_stands_once():
    assert len(a_feed(an_entry(1), an_entry(1)).entries) == 1


def test_the_date_of_a_feed_comes_from_its_entries():
    later = NOON + timedelta(days=2)
    assert a_feed(an_entry(1), an_entry(2, updated=later)).updated == later
    assert a_feed(entries=()).updated == NEVER


def test_an_article_that_was_never_edited_was_updated_when_it_was_published():
    edited = NOON + timedelta(hours=3)
    fresh, changed = a_feed(an_entry(1, at=NOON - timedelta(hours=1)), an_entry(2, updated=edited)).entries[
        ::-1
    ]
    assert fresh.updated == fresh.published
    assert changed.updated == edited


@pytest.mark.parametrize(
    ("attribution", "line"),
    [
        (Attribution(outlet=PAPER), "風聲日報"),
        (
            Attribution(
                outlet=PAPER, agency="遠望社", reporters=("林一", "陳二"), place="倫敦", via="某某入口"
            ),
            "風聲日報｜遠望社｜林一、陳二 倫敦｜經 某某入口",
        ),
        (Attribution(outlet=PAPER, agency="風聲日報", via="風聲日報"), "風聲日報"),
        (Attribution(reporters=("林一",)), "林一"),
        (Attribution(outlet=Outlet(id="x", name="A&B 報"), place="台中"), "A&amp;B 報｜台中"),
    ],
)
def test_the_content_begins_with_who_published_wrote_and_showed_it(attribution, line):
    (entry,) = a_feed(an_entry(1, attribution=attribution)).entries
    assert entry.content_html.startswith(f"<p>{line}</p>")


def test_unknown_attribution_leaves_no_empty_line():
    (entry,) = a_feed(an_entry(1, attribution=Attribution())).entries
    assert entry.content_html == "<p>市長說明擴建計畫。</p>"


def test_the_picture_follows_the_source_line_and_is_not_shown_twice():
    image = "https://wind.example/a.jpg?w=1&h=2"
    (alone,) = a_feed(an_entry(1, image=image)).entries
    assert (
        alone.content_html.split("</p>")[1] == '<p><img src="https://wind.example/a.jpg?w=1&amp;h=2" alt="">'
    )
    body = '<p><img src="https://wind.example/a.jpg?w=1&amp;h=2">文</p>'
    (within,) = a_feed(an_entry(1, image=image, content_html=body)).entries
    assert within.content_html.count("<img") == 1


def test_full_text_stands_for_the_summary_and_its_links_are_absolute():
    (entry,) = a_feed(an_entry(1, content_html='<p><a href="/more">全文</a></p>')).entries
    assert '<a href="https://wind.example/more">全文</a>' in entry.content_html
    assert "市長說明" not in entry.content_html
    assert entry.summary == "市長說明擴建計畫。"


def test_a_summary_is_text_never_markup():
    (entry,) = a_feed(an_entry(1, summary="甲 < 乙 & <b>丙</b>\n第二段")).entries
    assert entry.content_html.endswith("<p>甲 &lt; 乙 &amp; &lt;b&gt;丙&lt;/b&gt;</p><p>第二段</p>")


def test_an_entry_with_nothing_but_a_title_has_content_all_the_same():
    (entry,) = a_feed(an_entry(1, summary="", attribution=Attribution())).entries
    assert entry.content_html == "<p>園區第1期動工</p>"


def test_topics_stand_before_the_source_s_words_sorted_and_without_commas():
    entry = an_entry(1, topics=("b", "a", "gone"), categories=("市政, 建設", "交通", "甲題"))
    (shown,) = a_feed(entry, topics={"a": "乙題", "b": "甲題"}).entries
    assert [label for _, label in shown.categories] == ["乙題", "甲題", "交通", "市政，建設"]


def test_addresses_are_ascii_and_on_the_web():
    entry = an_entry(
        1,
        url="https://wind.example/新聞/1?標=甲",
        image="javascript:alert(1)",
        enclosures=(
            Enclosure(url="https://wind.example/聲.mp3", media_type="audio/mpeg"),
            Enclosure(url="file:/x", media_type="a/b"),
        ),
    )
    (shown,) = a_feed(entry).entries
    assert shown.url is not None
    assert shown.url.isascii()
    assert shown.image is None
    assert [file.url.isascii() for file in shown.enclosures] == [True]


def test_a_grouped_story_shows_the_first_report_with_links_to_the_others():
    first, second, third = (
        an_entry(1),
        an_entry(2, attribution=Attribution(outlet=Outlet(id="h", name="海港時報"))),
        an_entry(3),
    )
    feed = a_feed(first, second, third, stories={first.id: [second]})
    assert titles(feed) == ["園區第1期動工", "園區第3期動工"]
    assert feed.entries[0].also == (("海港時報", "https://wind.example/news/2"),)
    assert '其他報導：<a href="https://wind.example/news/2">海港時報</a>' in feed.entries[0].content_html


def test_a_report_stays_where_the_first_one_is_not_in_the_feed():
    second = an_entry(2)
    assert len(a_feed(second, stories={"urn:uuid:elsewhere": [second]}).entries) == 1


def test_feed_ids_hang_on_the_key_alone():
    here = a_feed()
    elsewhere = a_feed(
        site=Site(title="別處", url="https://other.example/sub/"), path="topics/new-path", title="改名"
    )
    assert here.id == elsewhere.id
    assert here.id.startswith("urn:uuid:")
    assert here.id != a_feed(key="outlet:parks").id


def test_a_path_in_chinese_gives_an_ascii_address():
    feed = a_feed(path="outlets/風聲-1a2b3c4d")
    assert feed.feed_url == "https://feeds.example.org/outlets/%E9%A2%A8%E8%81%B2-1a2b3c4d/"
    assert feed.home_page_url == feed.feed_url + "index.html"


@pytest.mark.parametrize("key", ["", "topic", "all:x", "folder:x"])
def test_a_key_of_no_known_kind_is_an_error_that_says_what_is_expected(key):
    with pytest.raises(ValueError, match="expected"):
        a_feed(key=key)


@pytest.mark.parametrize(
    ("said", "shown"),
    [("zh-Hant", "zh-Hant"), ("zh_TW", "zh-TW"), ("", None), (None, None), ("Chinese (Taiwan)", None)],
)
def test_a_language_is_a_tag_or_nothing(said, shown):
    assert a_feed(an_entry(1, language=said)).entries[0].language == shown


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("audio/mpeg", "audio/mpeg"),
        ("Video/MP4 ", "video/mp4"),
        ("", "application/octet-stream"),
        ("mp3", "application/octet-stream"),
    ],
)
def test_a_file_always_has_a_media_type(said, shown):
    file = Enclosure(url="https://wind.example/a", media_type=said, length=-1)
    assert a_feed(an_entry(1, enclosures=(file,))).entries[0].enclosures == (
        Enclosure(url="https://wind.example/a", media_type=shown, length=0),
    )
