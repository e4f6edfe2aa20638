"""What publishing costs: 200 feeds written once, one entry more, nothing new, a full check of the disk, and
the same with archive pages (RFC 5005); the longest step is what a look may have to wait.

.venv/bin/python bench/publish.py
"""

import tempfile
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

from feedsvc import publishing
from feedsvc.model import (
    Attribution,
    Capture,
    Changes,
    Entry,
    FeedLimits,
    Interval,
    Outlet,
    Site,
    SourceState,
    VariantRules,
    instant,
)
from feedsvc.outlets import Outlets
from feedsvc.publish.files import Folder
from feedsvc.publishing import Press
from feedsvc.store import open_store

FEEDS, PER_FEED = 200, 20
START = datetime(2026, 11, 1, tzinfo=UTC)


def entry(number):
    outlet = Outlet(
        id=f"outlet-{number % FEEDS}", name=f"第{number % FEEDS}日報", country="TW", language="zh-Hant"
    )
    at = START + timedelta(minutes=number)
    box = Interval(earliest=at - timedelta(minutes=30), latest=at + timedelta(minutes=30))
    return Entry(
        id=f"urn:uuid:00000000-0000-5000-8000-{number:012d}", title=f"第 {number} 則：風場與港口的消息", owner="s",
        url=f"https://news.example/{number}", summary="說明碼頭分期交付的時間，並承諾公布監測結果。" * 4, first_seen=at, updated=at,
        published=at, time=box, shown_time=box, time_unit="hour", attribution=Attribution(outlet=outlet, via="入口網"),
        keys=(f"url:https://news.example/{number}",), language="zh-Hant",
    )  # fmt: skip


def record(store, entries, at):
    capture = Capture(id=at.isoformat(), source_id="s", url=None, captured_at=at, rendered=instant(at))
    store.record(
        capture=capture, place="", state=SourceState(source_id="s"), changes=Changes(new=tuple(entries)),
        feeds={one.id: frozenset({"all", f"outlet:{one.attribution.outlet.id}"}) for one in entries},
    )  # fmt: skip


def timed(label, press, now, *, whole=False):
    moments, files = [time.perf_counter()], 0
    for step in publishing.publish(press, now, whole=whole):
        files += step.files
        moments.append(time.perf_counter())
    took, longest = moments[-1] - moments[0], max(after - before for before, after in pairwise(moments))
    print(f"{label:<44} {1000 * took:9.1f} ms, longest step {1000 * longest:6.1f}  {files:5d} files written")


def main():
    with tempfile.TemporaryDirectory() as folder, open_store(str(Path(folder) / "s.db")) as store:
        press = Press(
            store=store, folder=Folder(Path(folder) / "out"), site=Site(title="訂閱", url="https://f.example/"),
            zone="Asia/Taipei", limits=FeedLimits(), topics=(), sources=(), variants=(VariantRules(variant="zh-Hans"),),
            outlets=Outlets(()),
        )  # fmt: skip
        record(store, [entry(number) for number in range(FEEDS * PER_FEED)], START)
        timed(f"{FEEDS + 1} feeds for the first time, two scripts", press, START)
        record(store, [entry(FEEDS * PER_FEED)], START + timedelta(days=9))
        timed("one entry more: two feeds and the index", press, START)
        for _ in range(3):
            timed("nothing new", press, START)
        timed("nothing new, every file looked at", press, START, whole=True)
        press = replace(press, history=True)
        store.mark_dirty(["all"])
        timed("40 archive pages of a feed for the first time", press, START)
        record(store, [entry(FEEDS * PER_FEED + 1)], START + timedelta(days=10))
        timed("one entry more, with archive pages", press, START)
        timed("nothing new, every file looked at", press, START, whole=True)


if __name__ == "__main__":
    main()
