"""Which feeds hold an entry."""

from datetime import UTC, datetime

import pytest

from feedsvc.gather import FeedRules, feed_keys, path_of, title_of
from feedsvc.model import Attribution, Entry, Outlet

AT = datetime(2026, 11, 20, tzinfo=UTC)
YDN = Outlet(id="ydn", name="青年日報")
ENTRY = Entry(
    id="urn:uuid:1", title="題", owner="s", first_seen=AT, updated=AT,
    attribution=Attribution(outlet=YDN, agency="中央社", via="Yahoo奇摩新聞"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        (FeedRules(), {"all", "topic:t", "outlet:ydn"}),
        (FeedRules(outlets=False), {"all", "topic:t"}),
        (FeedRules(only=frozenset({"中央社"})), {"all", "topic:t"}),
        (FeedRules(only=frozenset({"青年日報"})), {"all", "topic:t", "outlet:ydn"}),
        (FeedRules(exclude=frozenset({"ydn"})), {"all", "topic:t"}),
        (
            FeedRules(former={"outlet:ydn": ("outlet:youth",)}),
            {"all", "topic:t", "outlet:ydn", "outlet:youth"},
        ),
        (FeedRules(former={"topic:t": ("topic:old",)}), {"all", "topic:t", "outlet:ydn", "topic:old"}),
    ],
)
def test_an_entry_stands_in_all_its_topics_and_its_outlet(rules, expected):
    assert feed_keys(ENTRY, ["t"], rules) == expected


def test_agencies_and_portals_have_feeds_on_request():
    keys = feed_keys(ENTRY, [], FeedRules(agencies=True, portals=True))
    assert {key.partition(":")[0] for key in keys} == {"all", "outlet", "agency", "portal"}


@pytest.mark.parametrize(
    ("key", "path"),
    [("all", "all"), ("topic:t", "topics/t"), ("outlet:ydn", "outlets/ydn"), ("agency:x", "agencies/x")],
)
def test_a_key_tells_its_folder(key, path):
    assert path_of(key) == path


def test_feeds_are_called_what_people_call_them():
    titles = {"t": "美日防務"}
    assert title_of("topic:t", ENTRY, titles, "全部") == "美日防務"
    assert title_of("outlet:ydn", ENTRY, titles, "全部") == "青年日報"
    assert title_of("all", None, titles, "全部") == "全部"
