"""How many looks a second the walk takes behind the network and the reader, by the size of the store.

    python bench/looks.py [0 20000 200000]

Each row: a store with so many entries in 200 outlets; looks without news (the host says 304), looks with 40
news, and one publishing after such a look. Fetching and reading are stood in for by ready-made answers.
"""

import asyncio
import resource
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from feedsvc import pipeline, publishing  # noqa: E402 - the path above comes first
from feedsvc.capture.archive import Archive  # noqa: E402
from feedsvc.gather import FeedRules  # noqa: E402
from feedsvc.match import Matcher  # noqa: E402
from feedsvc.model import (  # noqa: E402
    Attribution,
    Capture,
    Changes,
    Entry,
    Extraction,
    FeedLimits,
    Interval,
    NotModified,
    Outlet,
    Sighting,
    Site,
    Source,
    SourceState,
    TimeEvidence,
    Topic,
)  # fmt: skip
from feedsvc.outlets import Outlets  # noqa: E402
from feedsvc.publish import hans  # noqa: E402
from feedsvc.publish.files import Folder  # noqa: E402
from feedsvc.store import open_store  # noqa: E402

START = datetime(2026, 11, 1, tzinfo=UTC)
NEWS = 40
OUTLETS = [
    Outlet(id=f"outlet-{n}", name=f"第{n}日報", language="zh-Hant", registered=n % 9 > 0) for n in range(200)
]
TOPICS = tuple(Topic(id=f"t{n}", title=f"題目{n}", any=(f"關鍵{n}",)) for n in range(20))
SOURCE = Source(id="list", url="https://portal.example/list")


class Answers:
    """Stands in for the fetcher: 304, or a capture of its own for each look."""

    def __init__(self):
        self.at, self.news, self.looks = START + timedelta(days=40), False, 0

    async def look(self, source, _state, url=None):
        self.at += timedelta(minutes=10)
        if not self.news:
            return NotModified(captured_at=self.at)
        self.looks += 1
        body = f"{self.looks}".encode() * 20_000
        return Capture(
            id=f"c{self.looks}", source_id=source.id, url=url or source.url, captured_at=self.at,
            rendered=Interval(earliest=self.at, latest=self.at), body=body, digest=f"{self.looks:064d}",
            media_type="text/html",
        )  # fmt: skip


async def extracted(capture, source, _outlets, _state):
    at = capture.captured_at - timedelta(minutes=5)
    sightings = tuple(_sighting(capture, source, at, n) for n in range(NEWS))
    return Extraction(sightings=sightings, tier="listing")


def _sighting(capture, source, at, n):
    number = int(capture.id[1:]) * NEWS + n
    url = f"https://portal.example/new/{number}.html"
    said = TimeEvidence(kind="exact", text="x", seen_at=at, earliest=at, latest=at, origin="data")
    return Sighting(
        keys=(f"url:{url}",), title=f"第{number}則有關鍵{n % 30}的標題", source_id=source.id, capture_id=capture.id,
        position=n, url=url, summary="說明" * 30, evidence=(said,),
        attribution=Attribution(outlet=OUTLETS[number % 200]), language="zh-Hant",
    )  # fmt: skip


def _entry(n, at):
    url = f"https://portal.example/old/{n}.html"
    said = TimeEvidence(kind="exact", text="x", seen_at=at, earliest=at, latest=at, origin="data")
    return Entry(
        id=f"urn:uuid:00000000-0000-4000-8000-{n:012d}", title=f"第{n}則舊標題", owner="list", first_seen=at, updated=at,
        url=url, summary="說明" * 30, published=at, time=Interval(earliest=at, latest=at),
        attribution=Attribution(outlet=OUTLETS[n % 200]), keys=(f"url:{url}",), evidence=(said,), language="zh-Hant",
        first_published_at=at,
    )  # fmt: skip


def filled(store, size):
    for first in range(0, size, 2_000):
        at = START + timedelta(days=40) * (first / max(size, 1))
        entries = tuple(
            _entry(n, at + timedelta(seconds=n - first)) for n in range(first, min(first + 2_000, size))
        )
        capture = Capture(
            id=f"f{first}",
            source_id="fill",
            url=None,
            captured_at=at,
            rendered=Interval(earliest=at, latest=at),
        )
        feeds = {entry.id: frozenset({"all", f"outlet:{entry.attribution.outlet.id}"}) for entry in entries}
        state = SourceState(source_id="fill")
        store.record(capture=capture, place="", state=state, changes=Changes(new=entries), feeds=feeds)


def rate(act, seconds=2.0):
    """Times a second, over about `seconds`."""
    began, count = time.perf_counter(), 0
    while count < 3 or time.perf_counter() - began < seconds:
        act()
        count += 1
    return count / (time.perf_counter() - began)


def measured(size, folder):
    with open_store(str(folder / "s.db")) as store:
        filled(store, size)
        answers, loop = Answers(), asyncio.new_event_loop()
        rooms = pipeline.Rooms(
            store=store, fetcher=answers, archive=Archive(folder / "c", days=9, size=10**9), extract=extracted,
            outlets=Outlets(OUTLETS), matcher=Matcher(TOPICS, hans.fold),
            feeds=FeedRules(outlets=True), jitter=lambda: 0.5,
        )  # fmt: skip
        press = publishing.Press(
            store=store, folder=Folder(folder / "out"), site=Site(title="t", url="https://f.example/"), zone="UTC",
            limits=FeedLimits(), topics=TOPICS, sources=(SOURCE,), variants=(), outlets=Outlets(OUTLETS),
        )  # fmt: skip

        def look():
            loop.run_until_complete(pipeline.refresh(rooms, SOURCE, now=answers.at))

        def printed():
            look()
            began = time.perf_counter()
            list(publishing.publish(press, answers.at))
            return time.perf_counter() - began

        quiet = rate(look)
        answers.news = True
        busy = rate(look)
        list(publishing.publish(press, answers.at))
        publishing_takes = min(printed() for _ in range(3))
        parts = {name: _milliseconds(act) for name, act in _questions(store).items()}
        loop.close()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_000
    told = " ".join(f"{name} {took:.0f}" for name, took in parts.items())
    print(
        f"{size:>8} entries: {quiet:6.0f} looks/s without news, {busy:5.1f} with {NEWS} news, "
        f"publishing {publishing_takes * 1000:.0f} ms ({told} ms); at most {memory:.0f} MB",
        flush=True,
    )


def _questions(store):
    return {
        "feeds": store.feeds,
        "dirty": lambda: (store.mark_dirty(["all"]), store.dirty()),
        "activity": lambda: store.activity([START + timedelta(days=day) for day in range(29)]),
        "newest": store.newest,
        "outlets": store.outlets_seen,
    }


def _milliseconds(act):
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1000


def main():
    for size in [int(word) for word in sys.argv[1:]] or (0, 20_000, 200_000):
        with tempfile.TemporaryDirectory() as folder:
            measured(size, Path(folder))


if __name__ == "__main__":
    main()
