"""What the engine does when its surroundings fail: disks, clocks, terminals, name servers."""

import asyncio
import contextlib
import os
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from apscheduler.schedulers.background import BackgroundScheduler

from feedsvc import pipeline
from feedsvc.capture.fetch import Fetcher
from feedsvc.engine import local
from feedsvc.engine.workers import Workers
from feedsvc.errors import ExtractError, PublishError
from feedsvc.extract import extract
from feedsvc.match import Matcher
from feedsvc.model import SourceState
from feedsvc.publish import hans
from feedsvc.store import open_store
from tests.engine.test_workers import ACT, NOON, OUTLETS, SOURCE, capture
from tests.store.nouns import entry, record
from tests.test_walk import AT, FIRST

ROOT = Path(__file__).parents[2]
DAY = timedelta(days=1)
STREET = "topics: {street: {title: 老街, any: [老街]}}"


# -- clocks -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "ahead", "is_due"),
    [
        ("ok", timedelta(minutes=9), False),
        ("ok", DAY, True),  # the clock was set back by a day
        ("empty", 3650 * DAY, True),
        ("failed", DAY, False),  # backoff and Retry-After reach that far
        ("waiting", 23 * timedelta(hours=1), False),
        ("failed", 3650 * DAY, True),
    ],
)
def test_a_source_does_not_wait_for_an_instant_of_a_clock_that_was_wrong(status, ahead, is_due):
    source = replace(SOURCE, every=timedelta(minutes=10))
    state = SourceState(source_id="s", last_status=status, next_check_at=NOON + ahead)
    assert bool(local.due([source], {"s": state}, NOON)) == is_due


def test_a_clock_that_leaps_years_ahead_makes_one_tick_of_them():
    scheduler = BackgroundScheduler(timezone=UTC)
    scheduler.start(paused=True)
    job = scheduler.add_job(print, local.Steadily(), coalesce=True)
    assert len(job._get_run_times(datetime.now(UTC) + 3650 * DAY)) == 1
    scheduler.shutdown()


# -- configuration ------------------------------------------------------------------------------


def test_a_look_under_way_files_what_it_finds_by_the_rules_of_a_reload(walk):
    walk.page(FIRST, AT)

    async def looked(store):
        config = walk.config()
        async with local.rooms_of(config, store, lambda: walk.now) as rooms:
            read = rooms.extract

            async def reloaded(*page):
                walk.write("topics.yaml", STREET)
                rules = Matcher(walk.config().topics, hans.fold)
                rooms.follow(replace(rooms, matcher=rules))
                return await read(*page)

            rooms.extract = reloaded
            await pipeline.refresh(rooms, config.sources[0], now=walk.now)

    with open_store(walk.config().store) as store:
        asyncio.run(looked(store))
        assert [entry.title for entry in store.feed_entries("topic:street", limit=9)] == ["老街雨棚拆除滿月"]


def test_looks_go_on_while_a_long_history_is_filed_by_a_changed_rule(walk):
    """Nothing waits for a clock or for another process here, so the order of the steps is always the same."""
    walk.page(FIRST, AT)
    walk.write("topics.yaml", "topics: {tide: {title: 大潮, any: [大潮]}}")
    config, filed = walk.config(), []

    async def worked(store):
        fetcher = Fetcher(local.network_of(config), clock=lambda: walk.now)
        service = local.Service(config, store, fetcher, Workers(1), lambda: walk.now, report=None)
        service.report = lambda _look: filed.append(in_feed(store, "topic:tide"))
        service.take(config)
        service.rooms.extract = read_here
        gathering = asyncio.create_task(service._gather())
        await service.tick()
        await asyncio.gather(gathering, *service.busy.values())

    with open_store(config.store) as store:
        record(store, *(entry(n, title=f"第 {n} 次大潮") for n in range(500)))
        asyncio.run(worked(store))
        assert len(filed) == 1
        assert 0 < filed[0] < 500
        assert (in_feed(store, "topic:tide"), in_feed(store, "all")) == (500, 503)


async def read_here(*page):
    return extract(*page)


def in_feed(store, key):
    return len(store.feed_entries(key, limit=1_000))


def test_a_configuration_that_cannot_be_worked_by_leaves_the_old_one_whole(walk):
    walk.page(FIRST, AT)
    config = walk.config()

    async def taken(store):
        fetcher = Fetcher(local.network_of(config), clock=lambda: walk.now)
        service = local.Service(config, store, fetcher, Workers(1), lambda: walk.now, print)
        service.take(config)
        press = service.press
        walk.write("topics.yaml", STREET)
        with pytest.raises(PublishError):
            service.take(replace(walk.config(), output=walk.folder / "list.html"))
        return service.config is config and service.press is press

    with open_store(config.store) as store:
        assert asyncio.run(taken(store))


def test_a_source_under_another_id_doubles_no_entry(walk):
    walk.page(FIRST, AT)
    walk.once()
    ids = set(walk.dates())
    sources = (walk.folder / "sources.yaml").read_text(encoding="utf-8")
    walk.write("sources.yaml", sources.replace("  list:", "  front-page:"))
    walk.once()
    assert walk.looks[0].source_id == "front-page"
    assert set(walk.dates()) == ids


# -- disks --------------------------------------------------------------------------------------


def test_captures_that_cannot_be_let_go_keep_nobody_from_publishing(walk, caplog):
    walk.page(FIRST, AT)
    walk.once()
    walk.write("captures/list/2020-01-01.warc.gz/inside", "a folder where a file should be")
    assert walk.once()
    assert "not let go yet" in caplog.text


# -- terminals and name servers -----------------------------------------------------------------


@pytest.mark.parametrize("error", [BrokenPipeError(), SystemExit(1)])
def test_a_terminal_that_was_closed_ends_no_look(walk, error):
    walk.page(FIRST, AT)

    def report(_look):
        raise error

    assert asyncio.run(local.once(walk.config(), force=True, clock=lambda: walk.now, report=report))
    assert len(walk.titles("all")) == 3


def ran(script, **changes):
    return subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        timeout=30,
        check=False,
        capture_output=True,
        text=True,
        **changes,
    )


def test_a_service_without_standard_error_reads_pages_all_the_same():
    script = (
        "import asyncio, os; os.close(2); from tests.engine.test_workers import *; from feedsvc.engine import local\n"
        "local._hold_standard_files(); print(len(run('x')))\n"
        "os.close(2); print(len(run('x')))"
    )
    assert ran(script).stdout.split() == ["1", "1"]


def test_a_name_server_that_is_silent_does_not_hold_the_end_of_the_program():
    script = (
        "import asyncio, time; from feedsvc.capture import guard\n"
        "guard.getaddrinfo = lambda *a, **k: time.sleep(600)\n"
        "async def asked():\n"
        "    async with asyncio.timeout(0.2):\n"
        "        await guard.SystemResolver()('slow.test', 80)\n"
        "asyncio.run(asked())"
    )
    assert "TimeoutError" in ran(script).stderr


# -- workers ------------------------------------------------------------------------------------


def test_sources_that_were_read_well_go_before_those_that_never_were():
    async def order():
        done = []

        async def read(name, body, state):
            with contextlib.suppress(ExtractError):
                await workers.extract(capture(body), SOURCE, OUTLETS, state)
            done.append(name)

        async with Workers(1, seconds=0.5, target=ACT) as workers:
            bad = [asyncio.create_task(read("bad", "hang", SourceState(source_id="s"))) for _ in range(3)]
            await asyncio.sleep(0)
            await read("good", "x", SourceState(source_id="s", last_ok_at=NOON))
            await asyncio.gather(*bad)
        return done

    assert asyncio.run(order()) == ["bad", "good", "bad", "bad"]


def test_a_place_given_to_a_look_that_gave_up_is_given_on():
    async def places():
        async with Workers(1, seconds=5.0, target=ACT) as workers:
            state = SourceState(source_id="s")
            looks = [
                asyncio.create_task(workers.extract(capture("x"), SOURCE, OUTLETS, state)) for _ in range(4)
            ]
            await asyncio.sleep(0)
            looks[0].cancel()
            looks[1].cancel()
            await asyncio.gather(*looks, return_exceptions=True)
            return await workers.extract(capture("x"), SOURCE, OUTLETS, state)

    assert asyncio.run(places())


def test_no_number_of_a_standard_file_is_left_to_others():
    script = (
        "import os; from feedsvc.engine import local; os.close(0); local._hold_standard_files(); os.fstat(0)"
    )
    assert ran(script).returncode == 0
    assert os.fstat(0)
