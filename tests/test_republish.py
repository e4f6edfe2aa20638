"""At a person's wish a published entry takes over what today's rules say; its id, link and words stay."""

from datetime import UTC, datetime

import pytest

from feedsvc.engine import local
from feedsvc.errors import FeedsvcError
from feedsvc.republish import republish
from feedsvc.store import open_store

AT = "2026-11-20T09:00:00+08:00"
ROWS = [
    (n, "晨曦日報", f"{n} 小時前", f"離岸風場第 {n} 區的選商規則今天公告", f"業者最關心第 {n} 區的併網時程。")
    for n in range(1, 7)
]
OUTLETS = "outlets: [{id: dawn, name: 晨曦日報, domains: [dawn.example], country: TW}]"
LATER = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)


@pytest.fixture
def published(walk):
    """A walk whose entries were published before the outlet was registered and before the topic was there."""
    walk.page(ROWS, AT)
    walk.once()
    walk.write("outlets.yaml", OUTLETS)
    walk.write("topics.yaml", "topics: {wind: {title: 風電, any: [離岸風場]}}")
    walk.once()
    return walk


def revise(walk, name):
    loaded = walk.config()
    with open_store(loaded.store) as store:
        revision = republish(name, loaded, store, local.feed_rules(loaded, store), LATER)
        local.publish_all(local.press_of(loaded, store), lambda: LATER)
    return revision


def item(walk, name):
    return next(item for item in walk.feed("all")["items"] if item["url"].endswith(name))


def test_it_takes_over_outlet_and_topics_and_keeps_id_link_and_words(published):
    before = item(published, "/3.html")
    other = item(published, "/4.html")
    revise(published, before["url"])
    after = item(published, "/3.html")
    assert after["_feedsvc"]["outlet"]["id"] == "dawn"
    assert "風電" in after["tags"]
    for same in ("id", "url", "title", "date_published"):
        assert after[same] == before[same]
    assert item(published, "/4.html") == other
    assert [one["id"] for one in published.feed("outlets/dawn")["items"]].count(after["id"]) == 1


def test_a_second_wish_changes_nothing(published):
    name = item(published, "/3.html")["id"]
    revise(published, name)
    before = published.snapshot()
    revision = revise(published, name)
    assert revision.before == revision.after
    assert published.snapshot() == before


def test_a_time_that_was_read_in_a_wrong_zone_is_read_again(walk):
    rows = [(n, outlet, f"2026-11-19 0{n}:30", title, said) for n, outlet, _, title, said in ROWS]
    walk.page(rows, AT, timezone="UTC")
    walk.once()
    before = item(walk, "/2.html")
    walk.page(rows, AT, timezone="Asia/Taipei")
    revise(walk, before["id"])
    after = item(walk, "/2.html")
    assert before["date_published"].startswith("2026-11-19T02:30")
    assert after["date_published"].startswith("2026-11-18T18:30")
    assert after["date_modified"].startswith("2026-11-21T08:00")


def test_an_entry_that_nothing_kept_shows_is_told(published):
    with pytest.raises(FeedsvcError, match="no entry has this id"):
        revise(published, "nobody")
    name = item(published, "/3.html")["id"]
    published.page(ROWS[4:], AT)
    with pytest.raises(FeedsvcError, match="no kept capture shows it"):
        revise(published, name)
