"""What readers have seen of a date stays, whatever pages say later: properties of reconcile over any looks."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as some

from feedsvc import timeline
from feedsvc.extract import dates
from feedsvc.model import Capture, Extraction, Interval, Sighting, Source, SourceState
from feedsvc.reconcile import reconcile

NOON = datetime(2026, 3, 1, 4, 0, tzinfo=UTC)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
LISTS = tuple(Source(id=name, url=f"https://{name}.example/", zone="Asia/Taipei") for name in ("one", "two"))

WORDS = some.one_of(
    some.builds("{} 分鐘前".format, some.integers(1, 59)),
    some.builds("{} 小時前".format, some.integers(1, 23)),
    some.builds("{} 天前".format, some.integers(1, 9)),
    some.sampled_from(("剛剛", "昨天", "昨天 14:30", "2026-03-02 09:05:07", "02/28", "週六", "3天2夜", "")),
    some.builds("2026-03-0{} {:02}:{:02}".format, some.integers(1, 4), some.integers(0, 23), some.integers(0, 59)),
)  # fmt: skip
ITEMS = some.lists(some.tuples(some.integers(0, 3), WORDS), max_size=4, unique_by=lambda it: it[0])
LOOKS = some.lists(
    some.tuples(some.integers(0, 96 * 60), some.integers(0, 1), ITEMS, some.integers(0, 20)),
    min_size=1,
    max_size=8,
)


class Shelf:
    """Entries and states as the store keeps them; each look is published at once."""

    def __init__(self):
        self.entries, self.keys, self.states = {}, {}, {}

    def look(self, at, source, items, cached=0, digest=""):
        made = Interval(earliest=at - cached * MINUTE, latest=at)
        capture = Capture(
            id=f"{source.id}{at}", source_id=source.id, url=source.url, captured_at=at, rendered=made, digest=digest
        )  # fmt: skip
        sightings = tuple(sighting(place, *item, source, made) for place, item in enumerate(items))
        known = {key: self.entries[self.keys[key]] for it in sightings for key in it.keys if key in self.keys}
        state = self.states.get(source.id, SourceState(source_id=source.id))
        changes, self.states[source.id] = reconcile(
            Extraction(sightings=sightings), capture=capture, source=source, state=state, known=known
        )
        for entry in (*changes.new, *changes.updated, *changes.narrowed):
            first = entry.first_published_at or at
            self.entries[entry.id] = replace(
                entry, first_published_at=first, shown_time=entry.shown_time or entry.time
            )
            self.keys.update(dict.fromkeys(entry.keys, entry.id))
        return changes


def sighting(place, number, words, source, made):
    said = dates.read(words, seen_at=made, zone="Asia/Taipei", language="zh-Hant")
    url = f"https://news.example/{number}"
    return Sighting(
        keys=(f"url:{url}",), url=url, title=f"標題 {number}", source_id=source.id, capture_id="c",
        position=place, evidence=() if said is None else (said,),
    )  # fmt: skip


def in_order(looks):
    return sorted(looks, key=lambda it: it[0])


def walked(looks):
    """Each look after the other: the shelf, and of each look the time, the entries before it and after it."""
    shelf = Shelf()
    for minutes, number, items, cached in looks:
        at, before = NOON + minutes * MINUTE, dict(shelf.entries)
        shelf.look(at, LISTS[number], items, cached)
        yield at, before, shelf.entries


@settings(deadline=None)
@given(LOOKS)
def test_a_date_moves_twice_at_most_and_never_after_two_days(looks):
    for at, before, after in walked(in_order(looks)):
        for entry in after.values():
            known = before.get(entry.id)
            assert entry.moves <= timeline.policy.MOST_MOVES
            if known is not None and known.published not in {None, entry.published}:
                assert entry.moves == known.moves + 1
                assert at <= known.first_published_at + timeline.policy.MOVES_END


@settings(deadline=None)
@given(LOOKS)
def test_no_date_is_later_than_the_look_that_first_saw_its_entry(looks):
    for at, _, after in walked(in_order(looks)):
        for entry in after.values():
            assert entry.first_seen <= at
            assert entry.published is None or entry.published <= entry.first_seen


@settings(deadline=None)
@given(LOOKS)
def test_no_date_moves_while_it_is_still_possible(looks):
    for _, before, after in walked(in_order(looks)):
        for entry in after.values():
            known = before.get(entry.id)
            if known is not None and known.published is not None and known.published != entry.published:
                assert not entry.time.contains(known.published)
                assert entry.time.contains(entry.published)


@settings(deadline=None)
@given(LOOKS)
def test_an_interval_never_widens_whatever_is_said(looks):
    for _, before, after in walked(in_order(looks)):
        for entry in after.values():
            known = before.get(entry.id)
            if known is not None and known.time is not None and entry.time.intersection(known.time):
                assert entry.time.width <= known.time.width


@settings(deadline=None)
@given(LOOKS)
def test_old_captures_read_again_change_no_date(looks):
    shelf, looks = Shelf(), in_order(looks)
    for minutes, number, items, cached in looks:
        shelf.look(NOON + minutes * MINUTE, LISTS[number], items, cached)
    published = {it.id: (it.published, it.moves) for it in shelf.entries.values()}
    for minutes, number, items, cached in looks:
        shelf.look(NOON + minutes * MINUTE, LISTS[number], items, cached)
    assert {it.id: (it.published, it.moves) for it in shelf.entries.values()} == published


@settings(deadline=None)
@given(LOOKS, some.integers(1, 600))
def test_the_same_bytes_later_change_no_entry(looks, later):
    shelf, looks = Shelf(), in_order(looks)
    for minutes, number, items, cached in looks:
        shelf.look(NOON + minutes * MINUTE, LISTS[number], items, cached)
    minutes, number, items, cached = looks[-1]
    shelf.look(NOON + (minutes + 1) * MINUTE, LISTS[number], items, cached, digest="same")
    before = dict(shelf.entries)
    shelf.look(NOON + (minutes + 1 + later) * MINUTE, LISTS[number], items, cached, digest="same")
    assert shelf.entries == before


@settings(deadline=None)
@given(some.integers(2, 40), some.integers(1, 23))
def test_equal_words_are_dated_in_the_order_of_the_page(count, hours):
    shelf = Shelf()
    shelf.look(NOON, LISTS[0], [(number, f"{hours} 小時前") for number in range(count)])
    shown = [it.published for it in sorted(shelf.entries.values(), key=lambda it: it.position)]
    assert shown == sorted(shown, reverse=True)
    assert len(set(shown)) == count


@settings(deadline=None)
@given(
    some.permutations([(0, ("5 小時前",)), (63, ("6 小時前",)), (121, ("7 小時前",)), (300, ("10 小時前",))])
)
def test_agreeing_captures_of_two_lists_come_to_one_interval_in_any_order(looks):
    shelf = Shelf()
    for minutes, (words,) in looks:
        shelf.look(NOON + minutes * MINUTE, LISTS[minutes % 2], [(1, words)])
    (entry,) = shelf.entries.values()
    true = NOON - 5 * HOUR - 5 * MINUTE
    assert entry.time.contains(true)
    assert entry.time == timeline.combine(entry.evidence, style="any", not_after=entry.first_seen)[0]


def test_a_page_that_jumps_between_two_claims_moves_the_date_twice_and_no_more():
    shelf = Shelf()
    moves = []
    for number, words in enumerate(["5 小時前", "2 天前", "5 小時前", "2 天前", "20 分鐘前", "5 天前"]):
        shelf.look(NOON + number * HOUR, LISTS[0], [(1, words)])
        moves += [it.moves for it in shelf.entries.values()]
    assert moves == sorted(moves)
    assert moves[-1] <= 2
