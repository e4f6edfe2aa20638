import json
from dataclasses import replace

import jsonschema

from feedsvc.model import Attribution, Enclosure
from feedsvc.publish.jsonfeed import json_feed
from tests.publish.samples import HANS, NOON, PAPER, SITE, a_feed, an_entry

WEB = {"type": "string", "pattern": r"^https?://[^\s/]+"}
DATE = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$"}
SCHEMA = {
    "type": "object",
    "required": ["version", "title", "items", "feed_url", "home_page_url"],
    "properties": {
        "version": {"const": "https://jsonfeed.org/version/1.1"},
        "feed_url": WEB,
        "home_page_url": WEB,
        "items": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["id", "content_html"],
                "properties": {
                    "id": {"type": "string"},
                    "url": WEB,
                    "image": WEB,
                    "date_published": DATE,
                    "date_modified": DATE,
                },
            },
        },
    },
}


def read(*entries, **changes):
    return json.loads(json_feed(a_feed(*entries, **changes)))


def test_it_is_json_feed_1_1():
    jsonschema.validate(read(an_entry(1), an_entry(2, url=None)), SCHEMA)


def test_an_item_says_who_when_and_how_exactly():
    attribution = Attribution(
        outlet=PAPER, agency="遠望社", reporters=("林一",), place="倫敦", via="某某入口"
    )
    (item,) = read(an_entry(1, at=NOON, attribution=attribution))["items"]
    assert item["authors"] == [{"name": "林一／風聲日報"}]
    assert item["language"] == "zh-Hant"
    assert item["tags"] == ["園區"]
    assert item["_feedsvc"] == {
        "time": {"precision": "hour", "earliest": "2026-03-01T03:00:00Z", "latest": "2026-03-01T04:00:00Z"},
        "outlet": {"id": "wind", "name": "風聲日報", "url": "https://wind.example/"},
        "agency": "遠望社",
        "reporters": ["林一"],
        "place": "倫敦",
        "via": "某某入口",
    }


def test_what_is_not_known_is_left_out():
    (item,) = read(an_entry(1, url=None, published=None, shown_time=None, attribution=Attribution()))["items"]
    assert not {"url", "date_published", "authors", "image", "attachments"} & item.keys()
    assert set(item["_feedsvc"]) == {"time"}
    assert set(item["_feedsvc"]["time"]) == {"precision", "latest"}


def test_files_are_attachments():
    files = (Enclosure(url="https://wind.example/a.mp3", media_type="audio/mpeg", length=9),)
    (item,) = read(an_entry(1, enclosures=files))["items"]
    assert item["attachments"] == [
        {"url": "https://wind.example/a.mp3", "mime_type": "audio/mpeg", "size_in_bytes": 9}
    ]


def test_the_feed_names_hub_siblings_and_older_pages():
    feed = a_feed(siblings=(HANS,), site=replace(SITE, hub="https://hub.example/"))
    said = json.loads(
        json_feed(replace(feed, archive_prev="https://feeds.example.org/topics/parks/archive/0001/"))
    )
    assert said["hubs"] == [{"type": "WebSub", "url": "https://hub.example/"}]
    assert said["next_url"] == "https://feeds.example.org/topics/parks/archive/0001/feed.json"
    assert said["_feedsvc"]["siblings"] == [
        {"language": "zh-Hans", "url": "https://feeds.example.org/topics/parks/zh-Hans/feed.json"}
    ]


def test_the_same_feed_gives_the_same_bytes_and_an_empty_one_is_valid():
    assert json_feed(a_feed()) == json_feed(a_feed())
    assert read(entries=())["items"] == []


def test_a_lone_surrogate_never_costs_the_feed():
    feed = a_feed()
    data = json_feed(replace(feed, entries=(replace(feed.entries[0], title="甲\ud800乙\0"),)))
    assert json.loads(data)["items"][0]["title"].startswith("甲乙")
