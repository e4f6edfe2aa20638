"""Status tells changes of state; looking again without news changes nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from rich.console import Console

from feedsvc.model import Outlet, Site, Source, SourceState
from feedsvc.status import health_feed, page, read, status, status_json, table

TEN = datetime(2031, 5, 6, 10, 0, 0, 123456, tzinfo=UTC)
ELEVEN = TEN + timedelta(hours=1)
NOON = TEN + timedelta(hours=2)
TIDE = Source(id="tide", url="https://user:pw@tide.example/list?key=secret", title="潮汐日報")
HILL = Source(id="hill", url="file:/private/hill.html")
SITE = Site(title="晨報", url="https://feeds.example/")
TAIPEI = ZoneInfo("Asia/Taipei")


def state(source: Source, last_status: str, **fields) -> SourceState:
    return SourceState(source_id=source.id, last_status=last_status, **fields)


def after(*looks: tuple[str, datetime], source: Source = TIDE, **fields):
    """The status after each look at one source in turn."""
    known = None
    for name, when in looks:
        known = status([source], {source.id: state(source, name, **fields)}, [], previous=known, now=when)
    return known


def test_a_source_that_was_never_read_is_new_since_no_instant():
    (row,) = status([TIDE], {}, [], previous=None, now=TEN).sources
    assert (row.state, row.since) == ("new", None)


def test_looking_again_without_news_changes_no_byte():
    once = after(("ok", TEN))
    again = after(("ok", TEN), ("unchanged", ELEVEN), ("ok", NOON), ("waiting", NOON))
    assert status_json(once) == status_json(again)
    assert once.sources[0].since == TEN.replace(microsecond=0)


def test_what_was_written_is_read_back_whole():
    known = after(("ok", TEN), ("failed", ELEVEN), last_error="no answer")
    known = replace(
        known,
        unregistered=status(
            [], {}, [Outlet(id="u", name="新報", registered=False)], previous=None, now=TEN
        ).unregistered,
    )
    assert read(status_json(known)) == known


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b"null", b'{"sources": [{"no": 1}]}', b"\xff"])
def test_a_damaged_file_begins_the_history_anew(data):
    assert read(data) is None


@pytest.mark.parametrize(
    ("looks", "events"),
    [
        (["ok"], []),
        (["ok", "failed"], ["failed"]),
        (["failed"], ["failed"]),
        (["ok", "failed", "failed"], ["failed"]),
        (["ok", "failed", "ok"], ["ok", "failed"]),
        (["failed", "waiting", "unchanged"], ["ok", "failed"]),
        (["ok", "empty", "redesigned", "ok"], ["ok", "redesigned", "empty"]),
        (["ok", "waiting", "unchanged", "ok"], []),
    ],
)
def test_each_change_for_the_worse_and_each_recovery_is_an_event_newest_first(looks, events):
    hours = range(len(looks))
    known = after(*((name, TEN + timedelta(hours=hour)) for name, hour in zip(looks, hours, strict=True)))
    assert [event.state for event in known.events] == events


def test_a_source_that_moved_is_told_once():
    known = after(("ok", TEN), ("ok", ELEVEN), moved_to="https://new.example/list")
    assert [(event.state, event.problem) for event in known.events] == [("moved", "https://new.example/list")]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("no answer in 10.1 s", "no answer in 9.8 s"),
        ("no list found (kept as capture 0d813bce15)", "no list found (kept as capture ffab6e0c77)"),
    ],
)
def test_words_of_an_error_that_differ_only_in_numbers_and_ids_stay(before, after):
    first = status([TIDE], {"tide": state(TIDE, "failed", last_error=before)}, [], previous=None, now=TEN)
    second = status([TIDE], {"tide": state(TIDE, "failed", last_error=after)}, [], previous=first, now=ELEVEN)
    assert status_json(second) == status_json(first)


def test_another_error_is_told_but_the_state_lasts_since_the_first():
    first = status(
        [TIDE], {"tide": state(TIDE, "failed", last_error="no answer")}, [], previous=None, now=TEN
    )
    other = status(
        [TIDE], {"tide": state(TIDE, "failed", last_error="refused")}, [], previous=first, now=NOON
    )
    assert (other.sources[0].problem, other.sources[0].since) == ("refused", first.sources[0].since)


def test_secrets_of_addresses_and_files_of_the_machine_are_not_published():
    error = f"tide: {TIDE.url}: HTTP status 503"
    known = status(
        [TIDE, HILL],
        {"tide": state(TIDE, "failed", last_error=error), "hill": state(HILL, "ok")},
        [],
        previous=None,
        now=TEN,
    )
    assert [row.url for row in known.sources] == ["https://tide.example/list", "file:hill.html"]
    assert known.sources[0].problem == "HTTP status 503"
    for data in (status_json(known), page(known, site=SITE, zone=TAIPEI)):
        assert not any(secret in data for secret in (b"secret", b"pw@", b"/private"))


def test_outlets_that_no_registry_names_are_listed_once_by_name():
    seen = [
        Outlet(id="b", name="乙報", registered=False),
        Outlet(id="a", name="丙報", registered=False),
        Outlet(id="b", name="乙報", registered=False),
        Outlet(id="r", name="甲報"),
    ]
    known = status([], {}, seen, previous=None, now=TEN)
    assert [(outlet.id, outlet.name) for outlet in known.unregistered] == [("a", "丙報"), ("b", "乙報")]


def test_entries_of_the_health_feed_never_change():
    before = after(("ok", TEN), ("failed", ELEVEN), last_error="no answer")
    later = status([TIDE], {"tide": state(TIDE, "ok")}, [], previous=before, now=NOON)
    (failed,) = health_feed(before, site=SITE).entries
    recovered, kept = health_feed(later, site=SITE).entries
    assert replace(kept, position=0) == failed
    assert (failed.title, recovered.title) == ("潮汐日報：讀取失敗", "潮汐日報：恢復正常")
    assert (failed.content_html, recovered.content_html) == ("<p>no answer</p>", "<p>潮汐日報：恢復正常</p>")
    assert recovered.id != failed.id
    assert health_feed(later, site=SITE).updated == NOON.replace(microsecond=0)


def test_a_health_feed_without_events_is_still_a_feed():
    assert health_feed(status([], {}, [], previous=None, now=TEN), site=SITE).entries == ()


def test_the_page_tells_states_in_its_language_and_escapes_what_pages_said():
    known = status(
        [TIDE], {"tide": state(TIDE, "failed", last_error="<script>x")}, [], previous=None, now=TEN
    )
    html = page(known, site=SITE, zone=TAIPEI).decode()
    assert "讀取失敗" in html
    assert "2031-05-06 18:00" in html
    assert "<script>" not in html
    assert "&lt;script&gt;x" in html


def test_the_table_shows_what_the_files_leave_out():
    failing = state(
        TIDE, "failed", last_error="no [red]answer", failures=3, next_check_at=NOON, last_ok_at=TEN
    )
    known = status([TIDE], {"tide": failing}, [], previous=None, now=ELEVEN)
    console = Console(width=200, record=True, file=None, quiet=False)
    with console.capture() as captured:
        console.print(table(known, {"tide": failing}, UTC))
    shown = captured.get()
    for words in ("tide", "failed", "05-06 11:00", "05-06 10:00", "05-06 12:00", "3", "no [red]answer"):
        assert words in shown
