from datetime import timedelta

import feedparser
from lxml import etree

from feedsvc.model import FeedLimits, VariantRules
from feedsvc.publish.feedxml import atom, rss
from feedsvc.publish.hans import convert_feed
from feedsvc.publish.history import with_archive
from tests.publish.samples import HANS, NOON, a_feed, an_entry

ROOT = "https://feeds.example.org/topics/parks/"


def entries(count):
    return [
        an_entry(n, at=NOON + timedelta(hours=n), first_seen=NOON + timedelta(hours=n)) for n in range(count)
    ]


def whole(count, **changes):
    return a_feed(*entries(count), limits=None, **changes)


def ids(*feeds):
    return {entry.id for feed in feeds for entry in feed.entries}


def test_the_feed_and_its_pages_together_hold_everything():
    feed = whole(25)
    current, pages = with_archive(feed, FeedLimits(entries=5), size=10)
    assert [len(page.entries) for page in pages] == [10, 10]
    assert ids(current, *pages) == ids(feed)
    assert len(current.entries) == 5


def test_what_is_in_no_full_page_stays_in_the_feed():
    current, pages = with_archive(whole(18), FeedLimits(entries=3), size=10)
    assert len(pages) == 1
    assert len(current.entries) == 8


def test_pages_never_change_when_entries_come():
    _, before = with_archive(whole(25), FeedLimits(entries=5), size=10)
    _, after = with_archive(whole(39), FeedLimits(entries=5), size=10)
    assert [rss(page) for page in after[:2]] == [rss(page) for page in before]
    assert len(after) == 3


def test_pages_are_linked_backwards_and_to_the_feed():
    current, (first, second) = with_archive(whole(25), FeedLimits(entries=5), size=10)
    assert current.archive_prev == ROOT + "archive/0002/"
    assert (second.archive_prev, first.archive_prev) == (ROOT + "archive/0001/", None)
    links = {
        link.rel: link.href for link in feedparser.parse(atom(second)).feed.links if link.rel != "alternate"
    }
    assert links == {
        "self": ROOT + "archive/0002/atom.xml",
        "current": ROOT + "atom.xml",
        "prev-archive": ROOT + "archive/0001/atom.xml",
    }
    assert (
        etree.fromstring(rss(second)).find("channel/{http://purl.org/syndication/history/1.0}archive")
        is not None
    )


def test_a_young_feed_has_no_pages():
    current, pages = with_archive(whole(4), FeedLimits(entries=5), size=10)
    assert pages == ()
    assert current.archive_prev is None


def test_a_variant_has_pages_of_its_own_whichever_comes_first():
    feed, rules, limits = whole(25, siblings=(HANS,)), VariantRules(variant="zh-Hans"), FeedLimits(entries=5)
    current, pages = with_archive(convert_feed(feed, rules), limits, size=10)
    assert current.archive_prev == ROOT + "zh-Hans/archive/0002/"
    assert [page.path for page in pages] == [f"topics/parks/zh-Hans/archive/000{n}" for n in (1, 2)]
    assert [sibling.path for sibling in pages[0].siblings] == ["topics/parks/archive/0001"]
    archived, archived_pages = with_archive(feed, limits, size=10)
    assert convert_feed(archived, rules) == current
    assert tuple(convert_feed(page, rules) for page in archived_pages) == pages
