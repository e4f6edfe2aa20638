"""Sightings x known entries -> what changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from feedsvc.model import (
    Attribution,
    Capture,
    Enclosure,
    Extraction,
    Interval,
    ItemRules,
    Outlet,
    Sighting,
    Source,
    SourceState,
    TimeEvidence,
    instant,
)
from feedsvc.reconcile import keys_of, reconcile

NOON = datetime(2026, 3, 1, 4, 0, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
LIST = Source(id="list", url="https://news.example/list")
OTHER = Source(id="other", url="https://portal.example/list")


def hours_ago(count, at, unit="hour", size=HOUR):
    floor = Interval(earliest=at - (count + 1) * size, latest=at - count * size)
    nearest = Interval(earliest=at - (count + 0.5) * size, latest=at - (count - 0.5) * size)
    union = floor.hull(nearest)
    return TimeEvidence(
        kind="relative", text=f"{count} 小時前", seen_at=at, earliest=union.earliest, latest=union.latest,
        unit=unit, floor=floor, round=nearest,
    )  # fmt: skip


def stamp(at, seen_at, **fields):
    return TimeEvidence(
        kind="exact", text="stamp", seen_at=seen_at, earliest=at, latest=at, origin="data", **fields
    )


def item(number=1, *, evidence=(), position=0, **fields):
    url = f"https://news.example/{number}"
    given = {"keys": (f"url:{url}",), "url": url, "title": f"標題 {number}", "summary": "摘要", **fields}
    said = {"source_id": "list", "capture_id": "c", "position": position, "evidence": tuple(evidence)}
    return Sighting(**{**said, **given})


class House:
    """Entries by key and states by source, as the store would keep them; every look is published."""

    def __init__(self, *, publishing=True):
        self.entries, self.keys, self.states = {}, {}, {}
        self.publishing = publishing

    def look(self, at, *sightings, source=LIST, extraction=None, digest="", clock="http", owners=None):
        capture = Capture(
            id=f"c{at}", source_id=source.id, url=source.url, captured_at=at, rendered=instant(at),
            digest=digest, clock=clock,
        )  # fmt: skip
        found = extraction or Extraction(sightings=tuple(sightings))
        known = {key: self.entries[self.keys[key]] for key in keys_of(found.sightings) if key in self.keys}
        state = self.states.get(source.id, SourceState(source_id=source.id))
        changes, self.states[source.id] = reconcile(
            found, capture=capture, source=source, state=state, known=known, owners=owners
        )
        self._keep(changes, at)
        return changes

    def _keep(self, changes, at):
        for younger, older in changes.merged.items():
            self.entries.pop(younger)
            self.keys.update({key: older for key, holder in self.keys.items() if holder == younger})
        for entry in (*changes.new, *changes.updated, *changes.narrowed):
            if self.publishing and entry.first_published_at is None and entry.held_until is None:
                entry = replace(entry, first_published_at=at, shown_time=entry.time)  # noqa: PLW2901  # the publisher's note
            self.entries[entry.id] = entry
            self.keys.update({key: entry.id for key in entry.keys if key not in self.keys})

    @property
    def only(self):
        (entry,) = self.entries.values()
        return entry


# -- new entries ------------------------------------------------------------------------------------


def test_a_new_item_becomes_an_entry_with_an_id_for_ever():
    house = House()
    (entry,) = house.look(NOON, item(1, evidence=[hours_ago(2, NOON)], position=3)).new
    assert entry.id.startswith("urn:uuid:")
    assert (entry.url, entry.title, entry.owner) == ("https://news.example/1", "標題 1", "list")
    assert (entry.first_seen, entry.updated, entry.position) == (NOON, NOON, 3)
    assert entry.time == hours_ago(2, NOON).interval
    assert entry.time.contains(entry.published)
    assert entry.time_unit == "hour"


def test_the_same_article_elsewhere_has_the_same_id():
    ids = {House().look(NOON, item(1), source=source).new[0].id for source in (LIST, OTHER)}
    assert len(ids) == 1


def test_an_item_without_any_time_has_none():
    house = House()
    house.look(NOON, item(1))
    assert (house.only.published, house.only.time) == (None, None)


def test_an_item_without_a_link_is_found_again_by_its_title():
    house = House()
    linkless = item(1, url=None, keys=("title:cna:標題1",))
    house.look(NOON, linkless, replace(linkless, position=9))
    assert house.look(NOON + HOUR, linkless).unchanged == 1
    assert house.only.url is None


def test_two_articles_with_one_title_and_different_links_stay_two():
    house = House()
    shared = "title:cna:今日天氣"
    house.look(NOON, item(1, keys=("url:https://news.example/1", shared)))
    house.look(NOON + DAY, item(2, keys=("url:https://news.example/2", shared)))
    assert len(house.entries) == 2


def test_a_link_that_many_titles_share_names_none_of_them():
    house = House()
    front = "url:https://news.example/"
    house.look(NOON, *(item(n, keys=(front, f"title:list:{n}")) for n in range(9)))
    assert len(house.entries) == 9


# -- looking again ----------------------------------------------------------------------------------


def test_looking_again_narrows_the_time_but_never_moves_the_entry():
    house = House()
    house.look(NOON, item(1, evidence=[hours_ago(5, NOON)]))
    before = house.only
    changes = house.look(NOON + 20 * MINUTE, item(1, evidence=[hours_ago(5, NOON + 20 * MINUTE)]))
    assert [entry.id for entry in changes.narrowed] == [before.id]
    assert house.only.time.width < before.time.width
    assert (house.only.published, house.only.shown_time) == (before.published, before.shown_time)


def test_the_date_moves_when_the_evidence_excludes_it():
    house = House()
    house.look(NOON, item(1, evidence=[hours_ago(5, NOON)]))
    before = house.only
    true = before.time.latest - MINUTE
    changes = house.look(NOON + HOUR, item(1, evidence=[stamp(true, NOON + HOUR)]))
    assert len(changes.updated) == 1
    assert (house.only.published, house.only.moves) == (true, 1)
    assert house.only.shown_time == house.only.time
    assert house.only.updated == before.updated


def test_the_same_capture_twice_changes_nothing():
    house = House()
    page = [item(n, evidence=[hours_ago(n + 1, NOON)], position=n) for n in range(5)]
    house.look(NOON, *page)
    entries, state = dict(house.entries), house.states["list"]
    changes = house.look(NOON, *page)
    assert (changes.new, changes.updated, changes.narrowed, changes.unchanged) == ((), (), (), 5)
    assert (house.entries, house.states["list"]) == (entries, state)


def test_the_same_bytes_later_do_not_grow_older():
    house = House()
    house.look(NOON, item(1, evidence=[hours_ago(5, NOON)]), digest="d")
    later = NOON + 9 * HOUR
    assert house.look(later, item(1, evidence=[hours_ago(5, later)]), digest="d").unchanged == 1


def test_a_replay_moves_no_published_date():
    house = House()
    house.look(NOON, item(1, evidence=[hours_ago(5, NOON)]))
    house.look(NOON + HOUR, item(1, evidence=[hours_ago(6, NOON + HOUR)]))
    before = house.only
    house.look(NOON, item(1, evidence=[stamp(before.time.latest, NOON)]))
    assert (house.only.published, house.only.moves) == (before.published, 0)


def test_evidence_that_contradicts_is_logged_once_and_set_aside():
    house = House()
    house.look(NOON, item(1, evidence=[stamp(NOON - 3 * DAY, NOON)]))
    lure = hours_ago(1, NOON + HOUR)
    changes = house.look(NOON + HOUR, item(1, evidence=[lure]))
    assert [conflict.evidence for conflict in changes.conflicts] == [lure]
    assert house.only.published == NOON - 3 * DAY


def test_an_article_published_anew_is_an_update_not_a_new_date():
    house = House()
    house.look(NOON, item(1, evidence=[stamp(NOON - DAY, NOON)]))
    again = NOON + 3 * HOUR
    house.look(again, item(1, evidence=[stamp(again - MINUTE, again)]))
    assert (house.only.published, house.only.updated) == (NOON - DAY, again - MINUTE)
    house.look(again + HOUR, item(1, evidence=[stamp(again - MINUTE, again + HOUR)]))
    assert house.only.updated == again - MINUTE


def test_an_item_that_joined_the_head_of_a_list_appeared_since_the_last_look():
    house = House()
    old = [item(n, position=n) for n in range(1, 6)]
    house.look(NOON, *old)
    changes = house.look(NOON + HOUR, item(9), *old)
    assert changes.new[0].time == Interval(earliest=NOON, latest=NOON + HOUR)


def test_an_item_that_joined_a_rail_may_be_of_any_age():
    house = House()
    old = [item(n, position=n) for n in range(1, 6)]
    house.look(NOON, *old)
    changes = house.look(NOON + HOUR, item(9), *reversed(old))
    assert changes.new[0].time is None


# -- who may change what ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("owners", "worded", "title"),
    [
        ({"list", "other"}, "標題 1", "標題 1"),  # the owner is still there
        ({"other"}, "標題 1", "標題 1（更新）"),
        ({"other"}, "別的標題", "標題 1"),  # it words the entry in its own way
    ],
)
def test_an_entry_whose_source_is_gone_is_owned_by_the_next_that_words_it_alike(owners, worded, title):
    house = House()
    house.look(NOON, item())
    house.look(NOON + HOUR, item(title=worded), source=OTHER, owners=owners)
    house.look(NOON + 2 * HOUR, item(title="標題 1（更新）"), source=OTHER, owners=owners)
    (entry,) = house.entries.values()
    assert entry.title == title


def test_the_owner_may_word_it_anew():
    house = House()
    house.look(NOON, item(1))
    changes = house.look(NOON + HOUR, item(1, title="新標題"))
    assert [entry.title for entry in changes.updated] == ["新標題"]
    assert (house.only.updated, house.only.id) == (NOON + HOUR, changes.updated[0].id)


def test_another_list_with_another_headline_changes_nothing():
    house = House()
    house.look(NOON, item(1))
    changes = house.look(NOON + HOUR, item(1, title="聳動標題", summary="別的摘要"), source=OTHER)
    assert (changes.updated, changes.unchanged) == ((), 1)


def test_another_list_may_know_the_time_better():
    house = House()
    house.look(NOON, item(1, evidence=[hours_ago(5, NOON)]))
    exact = stamp(house.only.published, NOON + HOUR)
    assert len(house.look(NOON + HOUR, item(1, evidence=[exact]), source=OTHER).narrowed) == 1
    assert house.only.time == instant(house.only.published)


@pytest.mark.parametrize(
    ("shown", "kept"),
    [
        ("標題 1 很長很", "標題 1 很長很"),
        ("標題 1 很…", "標題 1 很長"),
        ("", "標題 1 很長"),
        ("標題 1...", "標題 1 很長"),
    ],
)
def test_words_cut_short_do_not_replace_whole_ones(shown, kept):
    house = House()
    house.look(NOON, item(1, title="標題 1 很長"))
    house.look(NOON + HOUR, item(1, title=shown))
    assert house.only.title == kept


def test_what_readers_have_seen_of_link_and_outlet_is_frozen():
    house = House()
    house.look(NOON, item(1, attribution=Attribution(agency="中央社")))
    named = Attribution(outlet=Outlet(id="cna", name="中央社"), reporters=("王小明",))
    moved = item(1, url="https://news.example/moved", attribution=named, categories=("政治",))
    assert house.look(NOON + HOUR, moved).unchanged == 1
    assert house.only.attribution == Attribution(agency="中央社")


def test_what_nobody_has_seen_is_completed():
    house = House(publishing=False)
    house.look(NOON, item(1, url=None, attribution=Attribution(agency="中央社")))
    named = Attribution(outlet=Outlet(id="cna", name="中央社"), agency="新華社", reporters=("王小明",))
    house.look(NOON + HOUR, item(1, attribution=named, image="https://news.example/1.jpg"), source=OTHER)
    assert house.only.attribution == replace(named, agency="中央社")
    assert (house.only.url, house.only.image) == ("https://news.example/1", "https://news.example/1.jpg")


def test_an_image_whose_address_changes_at_each_look_stays():
    house = House()
    house.look(NOON, item(1, image="https://img.example/a", enclosures=(Enclosure(url="u", media_type="m"),)))
    assert house.look(NOON + HOUR, item(1, image="https://img.example/b")).unchanged == 1


# -- article pages ----------------------------------------------------------------------------------

FULL = replace(LIST, article="full")


def article(number=1, **fields):
    return item(number, authority="article", **fields)


def test_a_new_entry_waits_for_its_article_page():
    house = House()
    house.look(NOON, item(1), item(2, url=None, keys=("title:list:2",)), source=FULL)
    assert [entry.held_until for entry in house.entries.values()] == [NOON + FULL.every, None]


def test_the_article_page_completes_the_entry_and_leaves_its_headline():
    house = House()
    house.look(NOON, item(1, title="清單標題", summary=""), source=FULL)
    page = article(1, title="內頁標題", summary="內頁摘要", content_html="<p>全文</p>")
    changes = house.look(NOON + MINUTE, page, source=replace(FULL, kind="article"))
    assert [entry.id for entry in changes.updated] == [house.only.id]
    assert (house.only.title, house.only.summary) == ("清單標題", "內頁摘要")
    assert (house.only.content_html, house.only.full, house.only.held_until) == ("<p>全文</p>", True, None)


@pytest.mark.parametrize(("published", "edited"), [(None, NOON), (NOON + MINUTE, NOON + MINUTE)])
def test_an_entry_that_nobody_has_seen_is_completed_and_not_edited(published, edited):
    house = House()
    house.look(NOON, item(1), source=FULL)
    house.entries = {it: replace(entry, first_published_at=published) for it, entry in house.entries.items()}
    house.look(NOON + MINUTE, article(1, content_html="<p>全文</p>"), source=replace(FULL, kind="article"))
    assert (house.only.content_html, house.only.updated) == ("<p>全文</p>", edited)


def test_the_article_page_says_nothing_about_the_list():
    house = House()
    house.look(NOON, item(1), item(2), source=FULL)
    state = house.states["list"]
    house.look(NOON + MINUTE, article(1), source=replace(FULL, kind="article"))
    assert house.states["list"] == state


def test_the_list_does_not_take_the_full_text_away():
    house = House()
    house.look(NOON, item(1), source=FULL)
    house.look(NOON + MINUTE, article(1, content_html="<p>全文</p>"), source=replace(FULL, kind="article"))
    house.look(NOON + HOUR, item(1, content_html="<p>開頭</p>"), source=FULL)
    assert house.only.content_html == "<p>全文</p>"


def test_a_headline_that_the_list_had_cut_is_completed():
    house = House()
    house.look(NOON, item(1, title="很長的標…"), source=FULL)
    house.look(NOON + MINUTE, article(1, title="很長的標題"), source=replace(FULL, kind="article"))
    assert house.only.title == "很長的標題"


def test_a_watched_article_may_change_its_own_headline():
    watched = Source(id="one", url="https://news.example/1", kind="article")
    house = House()
    house.look(NOON, article(1), source=watched)
    house.look(NOON + HOUR, article(1, title="改過的標題"), source=watched)
    assert (house.only.title, house.only.updated) == ("改過的標題", NOON + HOUR)


# -- one article, two entries -----------------------------------------------------------------------


def test_two_entries_that_turn_out_to_be_one_keep_the_older_id():
    house = House()
    portal, original = "url:https://portal.example/x", "url:https://news.example/1"
    (older,) = house.look(NOON, item(1)).new
    (younger,) = house.look(NOON + HOUR, item(1, keys=(portal,)), source=OTHER).new
    changes = house.look(NOON + 2 * HOUR, item(1, keys=(portal, original)), source=OTHER)
    assert changes.merged == {younger.id: older.id}
    assert (house.only.id, set(house.only.keys)) == (older.id, {portal, original})
    assert house.look(NOON + 3 * HOUR, item(1, keys=(portal,)), source=OTHER).unchanged == 1


@pytest.mark.parametrize("first", ["http", "https"])
def test_a_site_that_moves_to_https_shows_nothing_anew(first):
    house = House()
    keys = {
        "http": ("url:http://a.example/1", "url:https://a.example/1"),
        "https": ("url:https://a.example/1",),
    }
    other = "https" if first == "http" else "http"
    house.look(NOON, item(1, keys=keys[first]))
    changes = house.look(NOON + HOUR, item(1, keys=keys[other]))
    assert (len(house.entries), changes.new) == (1, ())


def test_a_guid_used_for_two_articles_joins_nothing():
    house = House()
    house.look(NOON, item(1, evidence=[stamp(NOON - DAY, NOON)], keys=("guid:list:7",)))
    house.look(NOON, item(2, evidence=[stamp(NOON - HOUR, NOON)]))
    both = item(2, title="標題 2", evidence=[], keys=("url:https://news.example/2", "guid:list:7"))
    house.look(NOON + HOUR, both)
    assert len(house.entries) == 2


# -- what the source is remembered by ---------------------------------------------------------------


def test_the_list_is_remembered_in_page_order():
    house = House()
    changes = house.look(NOON, item(2), item(1), item(3))
    state = house.states["list"]
    assert state.listing == changes.listing
    assert [house.entries[it].title for it in state.listing] == ["標題 2", "標題 1", "標題 3"]
    assert (state.usual_count, state.last_status, state.last_ok_at, state.last_look_at) == (
        3,
        "ok",
        NOON,
        NOON,
    )


@pytest.mark.parametrize(("repair", "status"), [(None, "empty"), (ItemRules(each="li"), "redesigned")])
def test_an_empty_page_clears_nothing(repair, status):
    house = House()
    house.look(NOON, item(1), item(2))
    before = house.states["list"]
    changes = house.look(NOON + HOUR, extraction=Extraction(sightings=(), repair=repair))
    assert (changes.new, changes.updated, changes.listing) == ((), (), ())
    assert house.states["list"] == replace(before, last_status=status)


@pytest.mark.parametrize(
    ("extraction", "status"),
    [
        (Extraction(sightings=(), tier="feed"), "ok"),
        (Extraction(sightings=(), tier="listing"), "empty"),
        (Extraction(sightings=(), tier="listing", dropped={"not_kept": 9}), "ok"),
    ],
    ids=["a feed may start empty", "a page where nothing was found", "nothing that a person wants"],
)
def test_a_source_that_never_had_items_is_at_fault_where_it_should_have(extraction, status):
    house = House()
    house.look(NOON, extraction=extraction)
    assert house.states["list"].last_status == status


def test_a_page_without_anything_that_a_person_wants_is_not_empty():
    house = House()
    house.look(NOON, item(1), item(2))
    house.look(NOON + HOUR, extraction=Extraction(sightings=(), dropped={"left_out_by_word": 2}))
    assert house.states["list"].last_status == "ok"


def test_the_usual_count_follows_slowly():
    house = House()
    house.look(NOON, *map(item, range(10)))
    house.look(NOON + HOUR, item(1))
    assert house.states["list"].usual_count == pytest.approx(8.2)


def test_the_hidden_lag_of_a_source_is_learnt():
    house = House()
    pages = [
        item(n, evidence=[stamp(NOON - 90 * MINUTE, NOON), hours_ago(20, NOON, "minute", MINUTE)])
        for n in range(3)
    ]
    house.look(NOON, *pages)
    assert house.states["list"].lag == 69 * MINUTE


def test_a_page_of_before_the_last_look_does_not_become_the_list():
    house = House()
    house.look(NOON, item(1), item(2))
    house.look(NOON - HOUR, item(3))
    assert len(house.states["list"].listing) == 2
    assert house.look(NOON, item(1)).listing == ()


def test_the_style_of_a_source_is_learnt_from_its_own_items():
    house = House()
    born = {n: NOON - n * MINUTE for n in (3, 5, 9)}
    house.look(NOON, *(item(n, evidence=[hours_ago(n, NOON, "minute", MINUTE)]) for n in born))
    later = NOON + 100 * MINUTE
    house.look(later, *(item(n, evidence=[hours_ago(2, later)]) for n in born))
    assert house.states["list"].relative_style == "round"


# -- properties -------------------------------------------------------------------------------------

TRUE = NOON - 40 * HOUR


def truthful_look(minutes, number):
    at = NOON + minutes * MINUTE
    return at, item(number, evidence=[hours_ago((at - TRUE) // HOUR - number, at)])


LOOKS = some.lists(
    some.tuples(some.integers(0, 600), some.integers(0, 2)),
    min_size=1,
    max_size=5,
    unique_by=lambda it: it[0],
)


@settings(deadline=None)
@given(LOOKS)
def test_the_order_of_captures_does_not_matter_where_they_agree(looks):
    outcomes = []
    for order in list(permutations(looks))[:12]:
        house = House(publishing=False)
        for minutes, number in order:
            house.look(*truthful_look(minutes, number))
        outcomes.append(
            {it.id: (it.title, it.url, it.time, it.first_seen, it.published) for it in house.entries.values()}
        )
    assert all(outcome == outcomes[0] for outcome in outcomes)


@settings(deadline=None)
@given(LOOKS)
def test_any_captures_again_change_nothing_and_nothing_is_lost(looks):
    house = House()
    for minutes, number in looks:
        house.look(*truthful_look(minutes, number))
    before = dict(house.entries)
    for minutes, number in looks:
        house.look(*truthful_look(minutes, number))
    assert house.entries == before
    assert len(before) == len({number for _, number in looks})


@settings(deadline=None)
@given(LOOKS)
def test_an_interval_never_widens_and_holds_the_truth(looks):
    house = House()
    for minutes, number in sorted(looks):
        before = dict(house.entries)
        house.look(*truthful_look(minutes, number))
        for entry in house.entries.values():
            known = before.get(entry.id)
            assert known is None or known.time.intersection(entry.time) == entry.time
            assert entry.moves <= 2
            assert entry.published <= entry.first_seen


# -- addresses that change their parameters ---------------------------------------------------------


def at_place(path, query, at, *, title="", said=2, **fields):
    """An item whose address carries a parameter."""
    url = f"https://news.example/{path}?{query}"
    evidence = [hours_ago(said, at)] if said is not None else []
    return item(url=url, keys=(f"url:{url}",), title=title or f"標題 {path}", evidence=evidence, **fields)


def shifted(count, step, at, *, said=2):
    return [at_place(str(n), f"pos={n + step}", at, said=said, position=n) for n in range(count)]


def test_a_list_whose_parameters_shift_keeps_its_entries():
    house = House()
    before = {it.id for it in house.look(NOON, *shifted(5, 0, NOON)).new}
    first = at_place("new", "pos=0", NOON + HOUR, said=0)
    changes = house.look(NOON + HOUR, first, *shifted(5, 1, NOON + HOUR, said=3))
    assert [entry.title for entry in changes.new] == ["標題 new"]
    assert before < set(house.states["list"].listing)
    assert {entry.url for entry in house.entries.values()} >= {"https://news.example/1?pos=1"}


def test_addresses_that_are_others_at_each_look_fill_no_store():
    house = House()
    for look in range(30):
        house.look(NOON + look * MINUTE, *shifted(4, 1_000 * look, NOON))
    assert len(house.entries) == 4
    assert max(len(entry.keys) for entry in house.entries.values()) <= 12


AFTER = NOON + HOUR


@pytest.mark.parametrize(
    "later",
    [
        shifted(2, 1, AFTER, said=3),  # too few tell the same
        shifted(5, 1, AFTER, said=0),  # younger than the entries are
        shifted(5, 1, AFTER, said=None),  # nothing tells when
        [at_place(f"other/{n}", f"pos={n}", AFTER, title=f"標題 {n}", said=3) for n in range(5)],
        [at_place(str(n), f"pos={n + 1}", AFTER, title=f"另一則 {n}", said=3) for n in range(5)],
        [at_place("0", f"id={n}", AFTER, title="標題 0", said=3) for n in range(5)],
    ],
    ids=["few", "younger", "timeless", "other paths", "other titles", "one path"],
)
def test_what_may_be_another_article_is_a_new_entry(later):
    house = House()
    house.look(NOON, *shifted(5, 0, NOON))
    assert len(house.look(AFTER, *later).new) == len(later)


def test_an_entry_that_still_stands_on_the_page_is_not_taken_for_another():
    house = House()
    house.look(NOON, *shifted(5, 0, NOON))
    both = [*shifted(5, 0, AFTER, said=3), *shifted(5, 10, AFTER, said=3)]
    assert len(house.look(AFTER, *both).new) == 5


def test_an_entry_that_left_the_list_earlier_is_not_taken_for_another():
    house = House()
    house.look(NOON, *shifted(5, 0, NOON))
    house.look(NOON + 30 * MINUTE, item(77))
    assert len(house.look(AFTER, *shifted(5, 1, AFTER, said=3)).new) == 5


@given(
    some.lists(
        some.lists(some.tuples(some.integers(0, 4), some.integers(0, 9), some.integers(0, 1)), max_size=9),
        min_size=2,
        max_size=4,
    )
)
@settings(max_examples=200, deadline=None)
def test_two_articles_of_one_page_are_never_one_entry_because_of_their_path(looks):
    house = House()
    for number, rows in enumerate(looks):
        at = NOON + number * MINUTE
        unique = dict.fromkeys(rows)
        page = [at_place(str(path), f"pos={pos}", at, title=f"標題 {title}") for path, pos, title in unique]
        house.look(at, *page)
        assert not page or len(house.states["list"].listing) == len({sighting.url for sighting in page})
