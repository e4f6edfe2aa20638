import asyncio
import os
import select
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from feedsvc.engine.workers import Workers
from feedsvc.errors import ExtractError
from feedsvc.model import Capture, Extraction, Interval, Limits, Outlet, Source, SourceState
from feedsvc.outlets import Outlets

NOON = datetime(2025, 10, 30, 12, 0, tzinfo=UTC)
ACT = "tests.engine.targets.act"
OUTLETS = Outlets([Outlet(id="a", name="山城日報")])
SOURCE = Source(id="s", url="https://news.test/")


def capture(body):
    return Capture(
        id="s-1",
        source_id="s",
        url="https://news.test/",
        captured_at=NOON,
        rendered=Interval(earliest=NOON, latest=NOON),
        media_type="text/html",
        body=body if isinstance(body, bytes) else body.encode(),
    )


async def extracted(workers, body, outlets=OUTLETS, source=SOURCE):
    """The title that came back, or the problem."""
    try:
        extraction = await workers.extract(capture(body), source, outlets, SourceState(source_id="s"))
    except ExtractError as error:
        return error
    return extraction.title


def run(*bodies, count=1, seconds=1.0, **changes):
    async def all_of_them():
        async with Workers(count, **{"seconds": seconds, "target": ACT, **changes}) as workers:
            return [await extracted(workers, body) for body in bodies]

    return asyncio.run(all_of_them())


def test_one_worker_reads_page_after_page():
    first, second = run("one", "two")
    assert first == second
    assert first.split()[1:] == ["1", "s", "s"]


@pytest.mark.parametrize(
    ("what", "words"),
    [
        ("hang", "not read within 1 s"),
        ("memory", "more than 300 MB"),
        ("crash", "SIGSEGV"),
        ("exit", "exit 3"),
        ("raise", "odd page"),
        ("recurse", "RecursionError"),
        ("evil", "ended by the page"),
        ("write", ""),
    ],
)
def test_whatever_a_page_does_it_is_an_extract_error_and_the_next_page_is_read(what, words):
    problem, after = run(what, "good")
    assert isinstance(problem, ExtractError)
    assert words in problem.problem
    assert problem.capture_id == "s-1"
    assert after.endswith("1 s s")


def test_what_a_library_prints_does_not_end_up_in_the_answer():
    assert run("print")[0].endswith("1 s s")


def test_a_worker_knows_no_secrets(monkeypatch):
    monkeypatch.setenv("FEEDSVC_PASSWORD", "sesame")
    assert "FEEDSVC_PASSWORD" not in run("environment")[0]


def test_a_page_of_too_many_tags_is_refused_before_it_reaches_a_worker():
    async def refused():
        workers = Workers(1, target=ACT)  # never started
        return await extracted(workers, "<" * 11, source=Source(id="s", url="x", limits=Limits(tags=10)))

    assert "11 tags" in asyncio.run(refused()).problem


def test_other_outlets_reach_a_worker_that_has_some():
    async def both():
        async with Workers(1, target=ACT) as workers:
            return [await extracted(workers, "x", outlets) for outlets in (OUTLETS, Outlets(), OUTLETS)]

    assert [title.split()[1] for title in asyncio.run(both())] == ["1", "0", "1"]


def test_pages_are_read_side_by_side_and_a_stuck_one_delays_nobody():
    async def together():
        async with Workers(2, seconds=2.0, target=ACT) as workers:
            stuck = asyncio.create_task(extracted(workers, "hang"))
            good = [await extracted(workers, "x") for _ in range(5)]
            still_stuck = not stuck.done()
            return good, still_stuck, await stuck

    good, still_stuck, problem = asyncio.run(together())
    assert still_stuck
    assert len(set(good)) == 1
    assert isinstance(problem, ExtractError)


def test_a_look_that_is_given_up_kills_the_page_it_was_reading():
    async def given_up():
        async with Workers(1, seconds=60.0, target=ACT) as workers:
            await extracted(workers, "x")
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.2):
                    await extracted(workers, "hang")
            return await extracted(workers, "x")

    assert asyncio.run(given_up()).endswith("1 s s")


def test_a_target_that_cannot_be_imported_is_a_clear_error():
    [problem] = run("x", target="tests.engine.no_such.act")
    assert "does not start" in problem.problem


def test_a_real_page_is_read_within_the_bounds():
    async def real():
        async with Workers(1) as workers:
            state = SourceState(source_id="s")
            return await workers.extract(capture("<h1>山城</h1>"), SOURCE, OUTLETS, state)

    assert isinstance(asyncio.run(real()), Extraction)


PARENT = """
import asyncio, sys
from tests.engine.test_workers import ACT, OUTLETS, Workers, extracted
async def main():
    async with Workers(2, seconds=1.0, target=ACT) as workers:
        print((await extracted(workers, "x")).split()[0], (await extracted(workers, "x")).split()[0], flush=True)
        await extracted(workers, "hang")
asyncio.run(main())
"""


def test_no_worker_outlives_a_parent_that_was_killed():
    root = Path(__file__).parents[2]
    parent = subprocess.Popen([sys.executable, "-c", PARENT], cwd=root, stdout=subprocess.PIPE, text=True)
    workers = [int(pid) for pid in parent.stdout.readline().split()]
    ends = [os.pidfd_open(pid) for pid in workers]  # readable once the process has ended
    os.kill(parent.pid, signal.SIGKILL)
    parent.wait(10)
    parent.stdout.close()
    outlived = [
        pid for pid, end in zip(workers, ends, strict=True) if not select.select([end], [], [], 10)[0]
    ]
    for end in ends:
        os.close(end)
    assert outlived == []
