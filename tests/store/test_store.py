"""What the house remembers, in SQLite and in PostgreSQL alike."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from feedsvc.model import Entry, Outlet, SourceState
from feedsvc.store import Filing, OutletSeen
from feedsvc.store.codec import micros, moment, noun, plain
from feedsvc.store.store import REFILED_AT_ONCE
from tests.store.nouns import HOUR, MINUTE, NOON, WHOLE, capture, conflict, entry, record, state


def keys(records):
    return [it.key for it in records]


# -- nothing is lost on the way -----------------------------------------------------------------------


def test_an_entry_comes_back_as_it_was(store):
    record(store, WHOLE)
    assert store.entry(WHOLE.id) == WHOLE


def test_every_field_of_the_example_differs_from_its_default():
    assert not [it.name for it in fields(Entry) if getattr(WHOLE, it.name) == it.default]


def test_a_bare_entry_comes_back_as_it_was(store):
    bare = Entry(id="urn:uuid:0", title="", owner="list", first_seen=NOON, updated=NOON)
    record(store, bare)
    assert store.entry("urn:uuid:0") == bare


def test_a_state_comes_back_as_it_was(store):
    full = SourceState(
        source_id="list", etag='"x"', last_modified="Sun", unconditional_at=NOON, digest="d", next_check_at=NOON,
        failures=3, last_error="中文", last_status="failed", last_ok_at=NOON, last_look_at=NOON,
        relative_style="round", style_votes={"floor": 3}, address_rule="r", lag=timedelta(microseconds=7),
        usual_count=1.25, interval=HOUR, moved_to="https://x.example/", listing=("a", "b"),
    )  # fmt: skip
    store.save_state(full)
    assert store.state("list") == full
    assert store.states() == {"list": full}


def test_a_source_never_looked_at_has_a_fresh_state(store):
    assert store.state("new") == SourceState(source_id="new")


@given(some.datetimes(min_value=datetime(1900, 1, 1), max_value=datetime(2200, 1, 1)))  # noqa: DTZ001  # hypothesis wants naive bounds
def test_an_instant_is_kept_to_the_microsecond(naive):
    at = naive.replace(tzinfo=UTC)
    assert moment(micros(at)) == at


def test_a_field_of_a_newer_version_is_left_out():
    assert noun(SourceState, {**plain(state()), "of_tomorrow": 1}) == state()


# -- finding ------------------------------------------------------------------------------------------


def test_keys_find_their_entries(store):
    record(store, WHOLE, entry(2))
    found = store.known([*WHOLE.keys, "url:https://news.example/2", "url:https://nobody.example/"])
    assert {key: it.id for key, it in found.items()} == {
        **dict.fromkeys(WHOLE.keys, WHOLE.id),
        "url:https://news.example/2": entry(2).id,
    }


def test_a_thousand_keys_are_found_at_once(store):
    many = [entry(number) for number in range(1_200)]
    record(store, *many)
    assert len(store.known(key for it in many for key in it.keys)) == 1_200


@pytest.mark.parametrize(
    "name",
    [
        WHOLE.id,
        WHOLE.id.removeprefix("urn:uuid:"),
        "urn:uuid:1111",
        "11111111",
        "11111111-0000-5",
        WHOLE.url,
        "guid:list:1",
    ],
)
def test_an_entry_is_found_by_id_address_key_or_the_beginning_of_its_id(store, name):
    record(store, WHOLE, entry(2), entry(3))
    assert store.entry(name) == WHOLE


@pytest.mark.parametrize(
    "name", ["0000", "1", "", "%", "1111%", "urn:uuid:", "urn:uuid:1", "https://nobody.example/"]
)
def test_a_name_that_means_nobody_or_several_finds_none(store, name):
    record(store, WHOLE, entry(2), entry(3))
    assert store.entry(name) is None


def test_entries_are_read_in_the_order_they_were_first_seen(store):
    many = [entry(number, first_seen=NOON + (number % 7) * HOUR) for number in range(1_100)]
    record(store, *many, entry(9_999, owner="other"))
    read = list(store.entries(source_id="list"))
    assert sorted(it.id for it in read) == sorted(it.id for it in many)
    assert [it.first_seen for it in read] == sorted(it.first_seen for it in many)
    assert all(it.first_seen >= NOON + 3 * HOUR for it in store.entries(since=NOON + 3 * HOUR))
    assert len(list(store.entries())) == 1_101


# -- one look -----------------------------------------------------------------------------------------


def test_the_same_look_recorded_twice_is_one_look(store):
    record(store, entry(1))
    record(store, entry(1))
    assert len(store.captures()) == 1
    assert len(store.appearances(entry(1).id)) == 1
    assert len(store.feed_entries("all", limit=9)) == 1


def test_a_key_stays_with_the_entry_that_had_it_first(store):
    record(store, entry(1, keys=("title:x",)))
    record(store, entry(2, keys=("title:x", "url:2")), number=2)
    assert store.known(["title:x"])["title:x"].id == entry(1).id


def test_the_younger_of_two_entries_becomes_a_name_of_the_older(store):
    one, two = entry(1), entry(2)
    record(store, one, two, feeds={one.id: frozenset({"all"}), two.id: frozenset({"all", "outlet:b"})})
    united = replace(one, keys=(*one.keys, *two.keys))
    for feed in store.dirty():
        store.written(feed.key, feed.generation, "", NOON)
    record(store, number=2, updated=(united,), merged={two.id: one.id}, listing=(one.id,))
    assert store.entry(two.id) == united
    assert store.known(two.keys)[two.keys[0]] == united
    assert store.feed_entries("outlet:b", limit=9) == ()
    assert keys(store.dirty()) == ["all", "outlet:b"]


def test_the_name_of_a_name_is_known_for_ever(store):
    one, two, three = entry(1), entry(2), entry(3)
    record(store, one, two, three)
    record(store, number=2, updated=(two,), merged={three.id: two.id}, listing=(one.id, two.id))
    record(store, number=3, updated=(one,), merged={two.id: one.id}, listing=(one.id,))
    assert store.entry(three.id) == one


def test_contradictions_are_logged(store):
    record(store, entry(1), conflicts=(conflict(entry(1)),))
    assert store.conflicts(entry(1).id) == (conflict(entry(1)).evidence,)
    assert store.evidence(WHOLE.id) == ()


def test_a_list_tells_who_joined_and_who_left(store):
    one, two = entry(1), entry(2)
    record(store, one)
    record(store, two, number=2, at=NOON + HOUR)
    (gone,) = store.appearances(one.id)
    (here,) = store.appearances(two.id)
    assert (gone.source_id, gone.first_seen, gone.left_at, gone.owner) == ("list", NOON, NOON + HOUR, True)
    assert here.left_at is None
    record(store, number=3, at=NOON + 2 * HOUR, listing=(one.id, two.id))
    (back,) = store.appearances(one.id)
    assert (back.first_seen, back.left_at) == (NOON, None)


def test_looks_are_listed_with_their_place_in_the_archive(store):
    record(store, number=2, at=NOON + HOUR)
    record(store, number=1, at=NOON)
    assert [(look.id, look.place, look.captured_at) for look in store.captures()] == [
        ("c1", "archive:1", NOON),
        ("c2", "archive:2", NOON + HOUR),
    ]
    assert [look.id for look in store.captures(source_id="list", since=NOON + MINUTE)] == ["c2"]
    assert store.captures(source_id="other") == ()
    assert store.forget_captures(NOON + MINUTE) == 1
    assert [look.id for look in store.captures()] == ["c2"]


# -- feeds --------------------------------------------------------------------------------------------


def test_a_feed_is_read_newest_first_then_in_page_order(store):
    same = {"published": NOON - 5 * HOUR}
    shown = [entry(1), entry(2), entry(6, **same, position=1), entry(7, **same, position=2)]
    undated = entry(3, published=None, first_seen=NOON)
    record(store, *reversed(shown), undated)
    assert [it.title for it in store.feed_entries("all", limit=9)] == [it.title for it in (undated, *shown)]
    assert len(store.feed_entries("all", limit=2)) == 2
    assert len(store.feed_entries("all", limit=9, since=NOON - 3 * HOUR)) == 3


def test_reading_an_older_page_later_does_not_say_that_a_feed_last_gained_then(store):
    record(store, entry(1), at=NOON)
    record(store, entry(2), number=2, at=NOON - 6 * HOUR)
    assert [feed.last_gained_at for feed in store.feeds()] == [NOON]


def test_a_feed_gained_no_later_than_it_was_written_whatever_a_clock_said_before(store):
    """A clock that ran a year ahead noted the gain; the next one is told right."""
    record(store, entry(1), at=NOON + timedelta(days=365))
    record(store, entry(2), number=2, at=NOON + HOUR)
    clean(store)
    assert [feed.last_gained_at for feed in store.feeds()] == [NOON]
    record(store, entry(3), number=3, at=NOON + 2 * HOUR)
    assert [feed.last_gained_at for feed in store.feeds()] == [NOON + 2 * HOUR]


def test_the_first_entry_of_each_feed_and_its_activity_leave_out_what_is_held_back(store):
    held = entry(0, held_until=NOON + HOUR)
    both = frozenset({"all", "topic:x"})
    record(store, held, entry(1), entry(25), feeds={held.id: both, entry(1).id: both, entry(25).id: {"all"}})
    assert {key: it.id for key, it in store.newest().items()} == dict.fromkeys(both, entry(1).id)
    days = [NOON - 48 * HOUR, NOON - 24 * HOUR, NOON + HOUR]
    assert store.activity(days) == {"all": (1, 1), "topic:x": (0, 1)}
    assert {feed.key: feed.entries for feed in store.feeds()} == {"all": 2, "topic:x": 1}


def test_news_make_their_feeds_dirty_until_they_are_written(store):
    record(store, entry(1), feeds={entry(1).id: frozenset({"all", "topic:x"})})
    feeds = store.dirty()
    assert keys(feeds) == ["all", "topic:x"]
    assert (feeds[0].entries, feeds[0].last_gained_at) == (1, NOON)
    for feed in feeds:
        store.written(feed.key, feed.generation, "digest", NOON)
    assert store.dirty() == ()
    assert [it.digest for it in store.feeds()] == ["digest", "digest"]


def test_what_comes_while_a_feed_is_written_leaves_it_dirty(store):
    record(store, entry(1))
    (feed,) = store.dirty()
    record(store, entry(2), number=2)
    store.written("all", feed.generation, "", NOON)
    assert keys(store.dirty()) == ["all"]


def clean(store):
    for feed in store.dirty():
        store.written(feed.key, feed.generation, "", NOON)


def test_an_entry_that_changes_feeds_makes_the_old_ones_dirty_too(store):
    record(store, entry(1), feeds={entry(1).id: frozenset({"all", "topic:x"})})
    clean(store)
    record(store, number=2, updated=(entry(1),), feeds={entry(1).id: frozenset({"all", "topic:y"})})
    assert keys(store.dirty()) == ["all", "topic:x", "topic:y"]
    assert store.feed_entries("topic:x", limit=9) == ()


def test_an_entry_that_is_not_filed_anew_stays_where_it_was(store):
    record(store, entry(1))
    clean(store)
    record(store, number=2, updated=(replace(entry(1), title="新"),), feeds={})
    assert keys(store.dirty()) == ["all"]
    assert [it.title for it in store.feed_entries("all", limit=9)] == ["新"]


def test_a_moved_date_moves_the_entry_in_its_feed(store):
    record(store, entry(1), entry(2))
    record(store, number=2, updated=(entry(1, published=NOON - 9 * HOUR),), listing=())
    assert [it.title for it in store.feed_entries("all", limit=9)] == ["標題 2", "標題 1"]


def test_what_only_narrowed_makes_nothing_dirty(store):
    record(store, entry(1))
    clean(store)
    narrowed = replace(entry(1), evidence=WHOLE.evidence)
    record(store, number=2, narrowed=(narrowed,), listing=(narrowed.id,))
    assert store.dirty() == ()
    assert store.entry(narrowed.id) == narrowed


def test_an_entry_held_back_is_in_no_feed_until_it_is_released(store):
    held = entry(1, held_until=NOON + HOUR)
    record(store, held)
    assert (store.dirty(), store.feed_entries("all", limit=9)) == ((), ())
    assert store.awaiting_article("list", NOON) == (held,)
    assert store.awaiting_article("other", NOON) == ()
    assert store.release_held(NOON) == ()
    assert store.release_held(NOON + HOUR) == (held.id,)
    assert keys(store.dirty()) == ["all"]
    assert store.feed_entries("all", limit=9) == (replace(held, held_until=None),)
    assert store.awaiting_article("list", NOON) == ()


def test_the_first_publication_is_noted_once_with_the_interval_it_showed(store):
    fresh = replace(WHOLE, first_published_at=None, shown_time=None)
    record(store, fresh)
    assert store.commit_published([fresh.id], NOON) == (fresh.id,)
    assert store.commit_published([fresh.id, "urn:uuid:nobody"], NOON + HOUR) == ()
    assert store.entry(fresh.id) == replace(fresh, first_published_at=NOON, shown_time=fresh.time)


def test_a_path_is_assigned_once(store):
    assert store.assign_path("outlet:cna", "outlets/cna", "中央社") == "outlets/cna"
    assert store.assign_path("outlet:cna", "outlets/other", "中央通訊社") == "outlets/cna"
    (feed,) = store.feeds()
    assert (feed.path, feed.title, feed.entries, feed.last_gained_at) == (
        "outlets/cna",
        "中央通訊社",
        0,
        None,
    )


def test_a_changed_rule_files_every_entry_anew(store):
    record(store, entry(1), feeds={entry(1).id: frozenset({"all", "topic:x"})})
    clean(store)
    filing = Filing(topics=("y",), feeds=frozenset({"all", "topic:y"}))
    assert list(store.refile(lambda _: filing)) == [1]
    assert keys(store.dirty()) == ["topic:x", "topic:y"]
    assert store.entry(entry(1).id).topics == ("y",)
    clean(store)
    assert list(store.refile(lambda _: filing)) == [1]
    assert store.dirty() == ()


def test_what_a_look_edits_between_two_slices_of_a_history_stays(store):
    many = [entry(number, first_seen=NOON + number * MINUTE) for number in range(130)]
    record(store, *many)
    slices = store.refile(lambda it: Filing(topics=(), feeds=frozenset({"all", f"topic:{it.title}"})))
    next(slices)
    late, done = replace(many[120], title="新"), replace(many[0], title="舊")
    filed = {late.id: frozenset({"all", "topic:新"}), done.id: frozenset({"all", "topic:舊"})}
    record(store, number=2, updated=(late, done), feeds=filed)
    assert sum(slices) == 130 - REFILED_AT_ONCE
    assert store.memberships([late.id, done.id]) == filed
    assert store.entry(late.id).title == "新"


def test_feeds_can_be_marked_by_hand(store):
    record(store, entry(1))
    clean(store)
    store.mark_dirty(["topic:new"])
    assert keys(store.dirty()) == ["topic:new"]
    store.mark_all_dirty()
    assert keys(store.dirty()) == ["all", "topic:new"]


# -- small notes --------------------------------------------------------------------------------------


def test_rules_and_notes_are_kept(store):
    assert (store.rules(), store.meta("x")) == ({}, None)
    store.save_rules({"a": "1", "b": "2"})
    store.save_rules({"b": "3"})
    store.set_meta("x", "1")
    store.set_meta("x", "2")
    assert (store.rules(), store.meta("x")) == ({"b": "3"}, "2")


def test_outlets_are_listed_once_and_registered_once_they_were(store):
    printed = replace(WHOLE.attribution, outlet=Outlet(id="cna", name="中央社記者", registered=False))
    unknown = replace(WHOLE.attribution, outlet=Outlet(id="晚報", name="晚報", registered=False))
    others = [entry(1, attribution=printed), entry(2, attribution=unknown), entry(3)]
    assert store.outlets_seen() == ()
    record(store, WHOLE, *others)
    assert store.outlets_seen() == (
        OutletSeen(id="cna", name="中央社", registered=True),
        OutletSeen(id="晚報", name="晚報", registered=False),
    )


def test_a_look_without_news_writes_no_row_for_each_item(store):
    many = [entry(number) for number in range(40)]
    record(store, *many)
    with store.connection() as connection:
        before = connection.exec_driver_sql("SELECT count(*) FROM appearances").scalar()
    store.record(capture=capture(2), place="", state=state(*many), changes=unchanged(many), feeds={})
    with store.connection() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM appearances").scalar() == before
    assert keys(store.dirty()) == ["all"]


def unchanged(entries):
    from feedsvc.model import Changes

    return Changes(unchanged=len(entries), listing=tuple(it.id for it in entries))
