from dataclasses import replace
from datetime import UTC, datetime, timedelta

import feedparser
import pytest
from lxml import etree

from feedsvc.model import Attribution, Enclosure, Outlet, Site
from feedsvc.publish.feedxml import TIME_NAMESPACE, atom, rss, style_sheet
from tests.publish.samples import HANS, NOON, PAPER, SITE, a_feed, an_entry

NAMES = {
    "a": "http://www.w3.org/2005/Atom",
    "c": "http://purl.org/rss/1.0/modules/content/",
    "d": "http://purl.org/dc/elements/1.1/",
    "m": "http://search.yahoo.com/mrss/",
    "t": TIME_NAMESPACE,
}
FULL = an_entry(
    1,
    attribution=Attribution(
        outlet=PAPER, agency="遠望社", reporters=("林一", "陳二"), place="倫敦", via="某某入口"
    ),
    image="https://wind.example/a.jpg",
    enclosures=(
        Enclosure(url="https://wind.example/a.mp3", media_type="audio/mpeg", length=123),
        Enclosure(url="https://wind.example/b.mp4", media_type="video/mp4"),
    ),
)


def found(data, path):
    return etree.fromstring(data).xpath(path, namespaces=NAMES)


def test_the_channel_link_is_the_page_and_self_hub_and_siblings_are_atom_links():
    data = rss(a_feed(siblings=(HANS,), site=replace(SITE, hub="https://hub.example/")))
    assert found(data, "string(channel/link)") == "https://feeds.example.org/topics/parks/index.html"
    links = [dict(link.attrib) for link in found(data, "channel/a:link")]
    assert {
        "rel": "self",
        "type": "application/rss+xml",
        "href": "https://feeds.example.org/topics/parks/rss.xml",
    } in links
    assert {"rel": "hub", "href": "https://hub.example/"} in links
    assert {
        "rel": "alternate",
        "type": "application/rss+xml",
        "hreflang": "zh-Hans",
        "href": "https://feeds.example.org/topics/parks/zh-Hans/rss.xml",
    } in links


def test_an_item_has_one_creator_its_source_and_a_guid_that_is_no_link():
    data = rss(a_feed(FULL))
    assert found(data, "//item/d:creator/text()") == ["林一、陳二／風聲日報"]
    assert found(data, "//item/author") == []
    (source,) = found(data, "//item/source")
    assert (source.text, source.get("url")) == ("風聲日報", "https://wind.example/")
    (guid,) = found(data, "//item/guid")
    assert (guid.text, guid.get("isPermaLink")) == (FULL.id, "false")
    assert found(data, "//item/category[@domain='urn:feedsvc:agency']/text()") == ["遠望社"]
    assert found(data, "//item/d:language/text()") == ["zh-Hant"]


def test_the_description_is_short_escaped_twice_and_before_the_content():
    data = rss(a_feed(an_entry(1, summary="甲 < 乙 & 丙")))
    assert found(data, "string(//item/description)") == "甲 &lt; 乙 &amp; 丙"
    order = [child.tag for child in found(data, "//item/*")]
    assert order.index("description") < order.index(f"{{{NAMES['c']}}}encoded")


def test_without_a_summary_the_description_says_who_published_it():
    data = rss(a_feed(an_entry(1, summary="")))
    assert found(data, "string(//item/description)") == "風聲日報"


def test_pictures_and_files_stand_where_readers_look():
    data = rss(a_feed(FULL))
    (enclosure,) = found(data, "//item/enclosure")
    assert dict(enclosure.attrib) == {
        "url": "https://wind.example/a.mp3",
        "length": "123",
        "type": "audio/mpeg",
    }
    assert found(data, "//item/m:content/@url") == [
        "https://wind.example/a.jpg",
        "https://wind.example/b.mp4",
    ]
    assert found(data, "//item/m:thumbnail/@url") == ["https://wind.example/a.jpg"]
    assert '<img src="https://wind.example/a.jpg"' in found(data, "string(//item/c:encoded)")


@pytest.mark.parametrize("write", [rss, atom])
def test_the_precision_of_a_time_is_machine_readable(write):
    (time,) = found(write(a_feed(an_entry(1, at=NOON))), "//t:time")
    assert dict(time.attrib) == {
        "precision": "hour",
        "earliest": "2026-03-01T03:00:00Z",
        "latest": "2026-03-01T04:00:00Z",
    }


@pytest.mark.parametrize("write", [rss, atom])
def test_an_entry_without_a_time_says_when_it_was_seen_and_never_when_it_was_published(write):
    data = write(a_feed(an_entry(1, published=None, shown_time=None, first_seen=NOON, updated=NOON)))
    assert found(data, "//pubDate | //a:published") == []
    (time,) = found(data, "//t:time")
    assert dict(time.attrib) == {"precision": "seen", "latest": "2026-03-01T04:00:00Z"}
    (entry,) = feedparser.parse(data).entries
    assert entry.updated_parsed[:5] == (2026, 3, 1, 4, 0)


@pytest.mark.parametrize("write", [rss, atom])
def test_an_entry_without_an_address_links_to_the_page_of_the_feed(write):
    one, other = feedparser.parse(write(a_feed(an_entry(1, url=None), an_entry(2, url=None)))).entries
    page = "https://feeds.example.org/topics/parks/index.html"
    assert one.link == f"{page}?e={one.id.rpartition(':')[2]}"
    assert one.link != other.link


@pytest.mark.parametrize("write", [rss, atom])
def test_a_feed_without_entries_is_ascii_and_says_the_same(write):
    data = write(a_feed(title="空無一物", entries=()))
    assert data.isascii()
    assert feedparser.parse(data).feed.title == "空無一物"


def test_a_feed_in_a_file_of_its_own_at_the_top_names_that_file():
    health = replace(a_feed(FULL), path="", feed_url=SITE.url, home_page_url=f"{SITE.url}status.html")
    data = rss(health, file="health.xml")
    (own,) = found(data, "channel/a:link[@rel='self']")
    assert (own.get("href"), own.get("type")) == (f"{SITE.url}health.xml", "application/rss+xml")
    assert b'href="feed.css"' in data


def test_dates_are_those_of_the_entries():
    taipei = datetime.fromisoformat("2026-02-28T20:15:00+08:00")
    feed = a_feed(an_entry(1, at=taipei, updated=NOON + timedelta(days=1)))
    assert found(rss(feed), "string(//pubDate)") == "Sat, 28 Feb 2026 12:15:00 +0000"
    assert found(rss(feed), "string(//lastBuildDate)") == "Mon, 02 Mar 2026 04:00:00 +0000"
    assert set(found(atom(feed), "//a:updated/text()")) == {"2026-03-02T04:00:00Z"}
    assert found(atom(feed), "//a:published/text()") == ["2026-02-28T12:15:00Z"]


def test_an_atom_entry_has_one_alternate_link_and_the_others_say_what_they_are():
    links = [dict(link.attrib) for link in found(atom(a_feed(FULL)), "//a:entry/a:link")]
    assert [link["href"] for link in links if link["rel"] == "alternate"] == [FULL.url]
    assert {"rel": "via", "type": "text/html", "href": FULL.url, "title": "某某入口"} in links
    assert {
        "rel": "enclosure",
        "type": "audio/mpeg",
        "href": "https://wind.example/a.mp3",
        "length": "123",
    } in links


def test_an_atom_entry_carries_author_source_categories_and_language():
    data = atom(a_feed(FULL))
    assert found(data, "//a:entry/a:author/a:name/text()") == ["林一、陳二／風聲日報"]
    (source,) = found(data, "//a:entry/a:source")
    assert [child.text for child in source][:3] == [
        "urn:feedsvc:outlet:wind",
        "風聲日報",
        "2026-03-01T03:59:00Z",
    ]
    (topic, agency) = found(data, "//a:entry/a:category")
    assert (topic.get("term"), topic.get("label")) == ("園區", "園區")
    assert agency.get("scheme") == "urn:feedsvc:agency"
    assert found(data, "//a:entry/@xml:lang") == ["zh-Hant"]
    assert found(data, "//a:entry/a:content/@type") == ["html"]
    assert b"ns0:" not in data
    assert b"ns1:" not in data


def test_entries_updated_in_one_second_are_told_apart_the_same_way_in_every_feed():
    look = NOON + timedelta(hours=1)
    entries = [an_entry(n, updated=look) for n in range(60)]
    updates = dict(
        zip(
            *(
                found(atom(a_feed(*entries, limits=None)), f"//a:entry/a:{name}/text()")
                for name in ("id", "updated")
            ),
            strict=True,
        )
    )
    assert len(set(updates.values())) == 60
    assert all(update.startswith("2026-03-01T05:00:00") for update in updates.values())
    fewer = found(atom(a_feed(*entries[:2])), "//a:entry/a:updated/text()")
    assert set(fewer) <= set(updates.values())
    assert found(atom(a_feed(entries[0])), "//a:entry/a:updated/text()") == ["2026-03-01T05:00:00Z"]


def test_an_atom_feed_names_an_author_only_where_an_entry_has_none():
    assert found(atom(a_feed(FULL)), "/a:feed/a:author") == []
    unknown = an_entry(1, attribution=Attribution())
    assert found(atom(a_feed(unknown)), "/a:feed/a:author/a:name/text()") == ["園區"]


@pytest.mark.parametrize(
    ("outlet", "address"),
    [
        (Outlet(id="a", name="甲", homepage="https://a.example/"), "https://a.example/"),
        (Outlet(id="a", name="甲", domains=("a.example",)), "https://a.example/"),
        (Outlet(id="海-1", name="甲"), "urn:feedsvc:outlet:%E6%B5%B7-1"),
    ],
)
def test_an_outlet_whose_site_is_unknown_is_named_not_guessed(outlet, address):
    data = rss(a_feed(an_entry(1, attribution=Attribution(outlet=outlet))))
    assert found(data, "//source/@url") == [address]
    links = found(
        atom(a_feed(an_entry(1, attribution=Attribution(outlet=outlet)))), "//a:source/a:link/@href"
    )
    assert links == [address] * address.startswith("https:")


@pytest.mark.parametrize("write", [rss, atom])
@pytest.mark.parametrize("bad", ["\0", "\x0b", "\x1b", "\ufffe", "\uffff", "\ud800"])
def test_a_character_that_xml_forbids_never_costs_the_feed(write, bad):
    feed = a_feed(FULL, an_entry(2))
    outlet = replace(PAPER, name=f"風{bad}聲")
    broken = replace(
        feed.entries[0],
        title=f"甲{bad}乙",
        content_html=f"<p>{bad}</p>",
        attribution=Attribution(outlet=outlet, reporters=(f"林{bad}",)),
    )
    data = write(replace(feed, title=f"題{bad}", entries=(broken, feed.entries[1])))
    assert "甲乙".encode() in data
    assert len(found(data, "//item | //a:entry")) == 2


@pytest.mark.parametrize("write", [rss, atom])
def test_the_same_feed_gives_the_same_bytes(write):
    assert write(a_feed(FULL)) == write(a_feed(FULL))


@pytest.mark.parametrize("write", [rss, atom])
def test_titles_are_plain_text_escaped_once(write):
    data = write(a_feed(an_entry(1, title="A & B <快訊> &amp;")))
    assert "A &amp; B &lt;快訊&gt; &amp;amp;".encode() in data


@pytest.mark.parametrize("write", [rss, atom])
@pytest.mark.parametrize(
    ("path", "href"), [("all", "../feed.css"), ("topics/x/zh-Hans", "../../../feed.css")]
)
def test_a_browser_finds_the_style_sheet_from_any_folder(write, path, href):
    lines = write(a_feed(path=path)).decode().splitlines()
    assert lines[1] == f'<?xml-stylesheet type="text/css" href="{href}"?>'


def test_the_style_sheet_asks_no_other_host():
    assert b"@import" not in style_sheet()
    assert b'url("//' not in style_sheet()


@pytest.mark.parametrize("write", [rss, atom])
def test_an_empty_feed_is_a_feed(write):
    parsed = feedparser.parse(write(a_feed(entries=())))
    assert not parsed.bozo
    assert parsed.feed.title == "園區"


@pytest.mark.parametrize("write", [rss, atom])
def test_a_reader_that_is_not_ours_reads_it_back(write):
    parsed = feedparser.parse(write(a_feed(FULL, an_entry(2, url=None))))
    assert not parsed.bozo
    first = parsed.entries[0]
    assert (first.id, first.title, first.link) == (FULL.id, FULL.title, FULL.url)
    assert first.author == "林一、陳二／風聲日報"
    assert first.source.title == "風聲日報"
    assert datetime(*first.published_parsed[:6], tzinfo=UTC) == FULL.published.replace(microsecond=0)


def test_the_site_may_stand_under_any_path():
    data = rss(a_feed(site=Site(title="x", url="https://example.org/sub/feeds/")))
    assert found(data, "//a:link[@rel='self']/@href") == [
        "https://example.org/sub/feeds/topics/parks/rss.xml"
    ]
