from dataclasses import replace

from lxml import etree

from feedsvc.model import VariantRules
from feedsvc.publish.hans import convert_feed
from feedsvc.publish.opml import opml
from tests.publish.samples import a_feed


def groups(data):
    root = etree.fromstring(data)
    return {
        group.get("text"): [feed.get("xmlUrl") for feed in group] for group in root.findall("body/outline")
    }


def test_topics_and_outlets_stand_in_groups_in_every_script():
    topic = a_feed(title='A & "B" <c>')
    outlet = a_feed(key="outlet:wind", path="outlets/wind", title="風聲日報")
    simplified = convert_feed(outlet, VariantRules(variant="zh-Hans"))
    found = groups(opml([topic, outlet, simplified], title="我的訂閱"))
    assert found == {
        "主題": ["https://feeds.example.org/topics/parks/rss.xml"],
        "媒體": [
            "https://feeds.example.org/outlets/wind/rss.xml",
            "https://feeds.example.org/outlets/wind/zh-Hans/rss.xml",
        ],
    }


def test_every_outline_has_text_type_and_language():
    root = etree.fromstring(opml([a_feed(title="A & B")], title="x"))
    (feed,) = root.findall("body/outline/outline")
    assert (feed.get("text"), feed.get("type"), feed.get("language")) == ("A & B", "rss", "zh-Hant")


def test_archive_pages_are_nothing_to_subscribe_to():
    assert groups(opml([replace(a_feed(), archive=True)], title="x")) == {}


def test_it_speaks_the_language_of_the_site():
    assert list(groups(opml([a_feed()], title="x", language="zh-Hans"))) == ["主题"]
    assert list(groups(opml([a_feed()], title="x", language="de"))) == ["Topics"]


def test_the_same_feeds_give_the_same_bytes():
    assert opml([a_feed()], title="x") == opml([a_feed()], title="x")
