from dataclasses import replace
from urllib.parse import parse_qsl

from feedsvc.publish.websub import pings
from tests.publish.samples import a_feed

HUB = "https://hub.example/"


def test_each_hub_hears_of_every_file_that_changed():
    feed = replace(a_feed(), hub=HUB)
    (ping,) = pings([feed, feed])
    assert ping.hub == HUB
    assert ping.topics == tuple(
        f"https://feeds.example.org/topics/parks/{file}" for file in ("rss.xml", "atom.xml", "feed.json")
    )
    said = parse_qsl(ping.body.decode())
    assert said[0] == ("hub.mode", "publish")
    assert ("hub.url", ping.topics[0]) in said
    assert ("hub.topic", ping.topics[0]) in said


def test_without_a_hub_nobody_is_told():
    assert pings([a_feed(), replace(a_feed(), hub=HUB, archive=True)]) == ()


def test_many_feeds_are_told_in_parts():
    feeds = [replace(a_feed(path=f"topics/t{n}"), hub=HUB) for n in range(40)]
    told = pings(feeds)
    assert [len(ping.topics) for ping in told] == [50, 50, 20]
