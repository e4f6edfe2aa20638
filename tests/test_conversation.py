"""What a host hears from us over several looks, and what a hub hears."""

import asyncio
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs

import pytest

from feedsvc.engine import local
from feedsvc.errors import FeedsvcError
from feedsvc.explain import explain
from feedsvc.republish import republish
from feedsvc.store import open_store
from tests.site import Site
from tests.test_article_full import ITEM, LIST

PAGE = LIST.format("".join(map(ITEM.format, range(1, 6)))).encode()
EMPTY = LIST.format("").encode()


@pytest.fixture
def site(walk):
    with Site() as site:
        site.pages["/list"] = (200, {"ETag": '"one"'}, PAGE)
        walk.allow(site)
        walk.write("sources.yaml", f"sources: {{a: {{url: '{site.url}/list', every: 10m, every_max: 2h}}}}")
        yield site


def conditions(site):
    return [headers.get("if-none-match") for _, path, headers, _ in site.asked if path == "/list"]


def test_a_second_look_is_conditional_and_a_look_a_day_is_not(site, walk):
    walk.once()
    walk.once()
    assert walk.looks[0].status == "unchanged"
    walk.once(later=timedelta(days=1, hours=1))
    walk.once()
    assert conditions(site) == [None, '"one"', None, '"one"']


def test_a_page_without_its_list_is_asked_whole_until_it_is_back(site, walk):
    walk.once()
    site.pages["/list"] = (200, {"ETag": '"two"'}, EMPTY)
    walk.once()
    walk.once()
    assert [look.status for look in walk.looks] == ["empty"]
    site.pages["/list"] = (200, {"ETag": '"one"'}, PAGE)
    walk.once()
    assert [look.status for look in walk.looks] == ["ok"]
    assert len(walk.titles("all")) == 5


def test_a_page_that_rarely_changes_is_asked_less_often_within_its_bounds(site, walk):
    pauses = []
    for _ in range(12):
        walk.once()
        pauses.append(walk.looks[0].next_check_at - walk.now)
    assert pauses[0] < timedelta(minutes=12)
    assert timedelta(minutes=100) < pauses[-1] < timedelta(minutes=133)


def test_a_moved_page_is_reported_to_the_owner(site, walk):
    site.pages["/old"] = (301, {"Location": "/list"}, b"")
    walk.write("sources.yaml", f"sources: {{a: {{url: '{site.url}/old'}}}}")
    walk.once()
    assert f"{site.url}/list" in (walk.folder / "out/status.json").read_text(encoding="utf-8")


def test_the_hub_hears_of_feeds_that_changed_and_of_no_others(site, walk):
    hub = f"site: {{url: 'https://feeds.example/', hub: '{site.url}/hub'}}\n"
    walk.write("feedsvc.yaml", (walk.folder / "feedsvc.yaml").read_text(encoding="utf-8") + hub)
    site.pages["/hub"] = (204, {}, b"")
    walk.once()
    walk.once()
    ((_, _, _, body),) = [asked for asked in site.asked if asked[1] == "/hub"]
    told = parse_qs(body.decode())
    assert told["hub.mode"] == ["publish"]
    assert "https://feeds.example/all/rss.xml" in told["hub.url"]


def test_a_hub_that_is_gone_costs_nothing_but_a_line(site, walk, caplog):
    hub = f"site: {{hub: '{site.url}/nowhere'}}\n"
    walk.write("feedsvc.yaml", (walk.folder / "feedsvc.yaml").read_text(encoding="utf-8") + hub)
    assert walk.once()
    assert "the hub was not told" in caplog.text


def test_a_clock_that_ran_ten_years_ahead_leaves_no_date_in_the_future(site, walk):
    walk.now = datetime.now(UTC)  # the site's own Date says so too
    walk.once()
    before = walk.dates()
    site.pages["/list"] = (200, {}, LIST.format("".join(map(ITEM.format, range(1, 8)))).encode())
    walk.once(later=timedelta(days=3650))
    assert max(walk.dates().values()) > "2030"
    site.pages["/list"] = (200, {}, LIST.format("".join(map(ITEM.format, range(1, 9)))).encode())
    walk.once(later=timedelta(days=-3650, minutes=1))
    assert len(walk.dates()) == 8
    assert {key: walk.dates()[key] for key in before} == before
    with open_store(walk.config().store, read_only=True) as store:
        assert all(entry.first_seen <= walk.now + timedelta(minutes=1) for entry in store.entries())
        assert store.state("a").last_capture_at <= walk.now + timedelta(minutes=1)


def test_captures_read_again_by_other_rules_keep_ids_and_dates(site, walk):
    walk.once()
    before = walk.dates()
    walk.write("topics.yaml", "topics: {one: {title: 一, any: [離岸風場]}}")
    count = asyncio.run(local.replay(walk.config(), "a", None, lambda: walk.now, walk.looks.append))
    assert count == 1
    assert walk.dates() == before


def test_an_archive_that_cannot_be_written_is_no_fault_of_the_source(site, walk):
    walk.write("captures", "a file where the folder should be")
    assert not walk.once()
    (walk.folder / "captures").unlink()
    assert walk.once(force=False)
    assert [look.status for look in walk.looks] == ["ok"]


def test_captures_that_were_let_go_for_their_size_or_deleted_stop_no_command(site, walk):
    walk.once()
    site.pages["/list"] = (200, {"ETag": '"two"'}, PAGE + b"<!-- again -->")
    walk.once(later=timedelta(days=1))
    first, second = sorted(walk.folder.glob("captures/*/*.warc.gz"))
    (name, *_) = walk.dates()
    loaded = walk.config()
    first.unlink()
    assert asyncio.run(local.replay(loaded, None, None, lambda: walk.now, walk.looks.append)) == 1
    second.unlink()
    with open_store(loaded.store) as store:
        assert "no kept capture shows it any more" in "\n".join(explain(name, loaded, store))
        with pytest.raises(FeedsvcError, match="no kept capture shows it any more"):
            republish(name, loaded, store, local.feed_rules(loaded, store), walk.now)
