"""Archive pages: only what a change touched is written, and it is what writing everything would give."""

import random
from dataclasses import replace
from datetime import timedelta

import pytest

from feedsvc.model import Attribution, FeedLimits, Interval, Outlet, Site, Topic, VariantRules
from feedsvc.outlets import Outlets
from feedsvc.publish.files import Folder
from feedsvc.publishing import Press, publish
from feedsvc.store import Filing, open_store
from tests.store.nouns import HOUR, MINUTE, NOON, entry, record

DAY = timedelta(days=1)
PAPER = Attribution(outlet=Outlet(id="paper", name="晨曦日報", language="zh-Hant"))
QUAKES = Topic(id="quakes", title="地震", any=("地震",), stories="group")


@pytest.fixture
def store():
    with open_store(":memory:") as opened:
        yield opened


@pytest.fixture
def press(store, tmp_path):
    return Press(
        store=store, folder=Folder(tmp_path), site=Site(title="訂閱", url="https://f.example/"), zone="Asia/Taipei",
        limits=FeedLimits(entries=10), topics=(QUAKES,), sources=(), variants=(VariantRules(variant="zh-Hans"),),
        outlets=Outlets(()), history=True,
    )  # fmt: skip


def seen(*numbers):
    """One entry a minute, filed in `all`."""
    return [
        entry(n, first_seen=NOON + n * MINUTE, updated=NOON + n * MINUTE, attribution=PAPER) for n in numbers
    ]


def printed(press, **options):
    return sum(step.files for step in publish(press, NOON + DAY, **options))


def archive(press, feed="all"):
    """What stands on the disk, by the folder of the page."""
    pages = sorted((press.folder.path / feed / "archive").glob("*/*.*"))
    return {f"{path.parent.name}/{path.name}": path.read_bytes() for path in pages}


def changed(before, after):
    return sorted({path.split("/")[0] for path in after if before.get(path) != after[path]})


def damage(press, number):
    (press.folder.path / f"all/archive/{number:04d}/rss.xml").write_bytes(b"damaged")


def test_news_touch_no_page_that_is_full(store, press):
    record(store, *seen(*range(250)))
    printed(press)
    before = archive(press)
    damage(press, 1)  # tells whether the page is written
    record(store, *seen(250), number=2)
    printed(press)
    assert changed(before, archive(press)) == ["0001"]
    record(store, *seen(*range(251, 301)), number=3)
    printed(press)
    assert changed(before, archive(press)) == ["0001", "0003"]


def test_an_edit_writes_the_page_that_holds_the_entry(store, press):
    record(store, *seen(*range(350)))
    printed(press)
    before = archive(press)
    damage(press, 1)
    record(store, updated=(replace(seen(150)[0], title="改過"),), number=2)
    printed(press)
    assert changed(before, archive(press)) == ["0001", "0002"]
    assert "改過".encode() in archive(press)["0002/rss.xml"]


def test_a_page_that_is_gone_or_damaged_comes_back_when_every_file_is_looked_at(store, press):
    record(store, *seen(*range(350)))
    printed(press)
    before = archive(press)
    damage(press, 1)
    (press.folder.path / "all/archive/0003/feed.json").unlink()
    assert printed(press, whole=True) == 2
    assert archive(press) == before
    assert printed(press, whole=True) == 0


@pytest.mark.parametrize("steps", [1, 2, 3])
def test_a_process_that_is_killed_between_two_pages_is_gone_on_with(store, press, steps, tmp_path):
    record(store, *seen(*range(350)))
    killed = publish(press, NOON + DAY)
    for _ in range(steps):
        next(killed)
    killed.close()
    assert len(archive(press)) == 4 * steps
    printed(press)
    elsewhere = replace(press, folder=Folder(tmp_path / "elsewhere"))
    store.forget_pages("all", 1)
    printed(elsewhere, whole=True)
    assert archive(press) == archive(elsewhere)


def test_what_a_look_edits_between_two_pages_is_in_the_next_publication_at_the_latest(store, press):
    record(store, *seen(*range(350)))
    steps = publish(press, NOON + DAY)
    next(steps)
    edits = tuple(replace(it, title="改過") for it in seen(50, 250))
    record(store, updated=edits, number=2)
    list(steps)
    assert "改過".encode() in archive(press)["0003/rss.xml"]
    printed(press)
    assert "改過".encode() in archive(press)["0001/rss.xml"]


def comes_late(store):
    record(store, replace(seen(900)[0], first_seen=NOON + 50 * MINUTE), number=2)


def leaves(store):
    record(store, updated=seen(50), feeds={seen(50)[0].id: frozenset()}, number=2)


def becomes_another(store):
    record(store, merged={seen(50)[0].id: seen(340)[0].id}, number=2)


@pytest.mark.parametrize("act", [comes_late, leaves, becomes_another])
def test_behind_an_entry_that_comes_into_the_history_or_leaves_it_every_page_is_written_anew(
    store, press, act
):
    record(store, *seen(*range(350)))
    printed(press)
    before = archive(press)
    act(store)
    printed(press)
    after = archive(press)
    assert changed(before, after) == ["0001", "0002", "0003"]
    assert after["0003/rss.xml"].count(b"<item>") == 100
    store.forget_pages("all", 1)
    assert printed(press, whole=True) == 0


def test_an_entry_that_was_held_back_stands_in_the_history_where_it_was_seen(store, press):
    late = replace(seen(900)[0], first_seen=NOON + 50 * MINUTE, held_until=NOON + 2 * DAY)
    record(store, *seen(*range(350)), late)
    printed(press)
    before = archive(press)
    list(publish(press, NOON + 3 * DAY))
    assert changed(before, archive(press)) == ["0001", "0002", "0003"]
    assert late.title.encode() in archive(press)["0001/rss.xml"]


def test_a_first_publication_in_another_feed_shows_on_the_page_too(store, press):
    late = replace(seen(50)[0], time=Interval(earliest=NOON - HOUR, latest=NOON), time_unit="hour")
    record(store, *seen(*range(50)), late, *seen(*range(51, 250)))
    printed(press)
    before = archive(press)
    filed = Filing(topics=(), feeds=frozenset({"all", "topic:quakes"}))
    list(store.refile(lambda it: filed if it.id == late.id else replace(filed, feeds=frozenset({"all"}))))
    printed(press)
    store.mark_dirty(["all"])
    printed(press)
    assert changed(before, archive(press)) == ["0001"]


def test_a_title_of_the_house_is_on_every_page(store, press):
    record(store, *seen(*range(250)))
    printed(press)
    renamed = replace(press, site=Site(title="另一個名字", url="https://f.example/"))
    store.mark_dirty(["all"])
    printed(renamed)
    page = archive(press)
    assert all("另一個名字".encode() in page[f"000{n}/index.html"] for n in (1, 2))


# -- the same as if everything was written -------------------------------------------------------


def edits(chance, entries, at):
    return [replace(it, title=f"{it.title}，改過", updated=at) for it in entries]


def older(chance, entries, at):
    return [replace(it, first_seen=it.first_seen - chance.randrange(1, 90) * MINUTE) for it in entries]


def elsewhere(chance, entries, at):
    other = Attribution(outlet=Outlet(id="hill", name="山城晚報", language="zh-Hant"))
    return [replace(it, attribution=other) for it in entries]


def held(chance, entries, at):
    return [replace(it, held_until=at + HOUR) for it in entries]


def feeds(it):
    return frozenset({"all", f"outlet:{it.attribution.outlet.id}", "topic:quakes"})


def a_look(store, chance, number, act):
    """Ninety news, one seen late, and three known entries that the act changes."""
    at, first = NOON + number * HOUR, number * 91
    news = [
        entry(
            n, title=f"外海規模{n % 7}.1地震 第 {n // 3} 號觀測站", first_seen=at, updated=at, position=n - first,
            published=at - chance.randrange(7200) * timedelta(seconds=1), attribution=PAPER,
        )
        for n in range(first, first + 91)
    ]  # fmt: skip
    news[-1] = replace(news[-1], first_seen=at - chance.randrange(number + 1) * HOUR)
    known = sorted(store.entries(), key=lambda it: it.id)
    updated = tuple(act(chance, chance.sample(known, min(3, len(known))), at))
    of = {it.id: feeds(it) for it in (*news, *updated)}
    record(store, *news, number=number + 1, at=at, updated=updated, feeds=of)
    return at


@pytest.mark.parametrize("act", [edits, older, elsewhere, held])
def test_the_pages_are_what_writing_all_of_them_anew_gives(store, press, act, tmp_path):
    chance = random.Random(act.__name__)
    for number in range(4):
        at = a_look(store, chance, number, act)
        list(publish(press, at))
    fresh = replace(press, folder=Folder(tmp_path / "fresh"))
    for record_of in store.feeds():
        store.forget_pages(record_of.key, 1)
    store.mark_all_dirty()
    list(publish(fresh, at))
    told = {it.path: archive(fresh, it.path) for it in store.feeds()}
    assert len([path for path, pages in told.items() if pages]) >= 2
    for path, pages in told.items():
        assert {name: archive(press, path)[name] for name in pages} == pages
