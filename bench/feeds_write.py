"""Prints how long one feed takes from 50 entries to bytes on disk: built, RSS, Atom, JSON, a variant, written."""

import statistics
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from feedsvc.model import Attribution, Entry, Interval, Outlet, Site, VariantRules
from feedsvc.publish import feedxml, hans, jsonfeed
from feedsvc.publish.build import build
from feedsvc.publish.files import Folder

SITE = Site(title="Bench", url="https://feeds.example.org/")
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
PAPER = Outlet(id="paper", name="風聲日報", homepage="https://paper.example/")


def entry(n):
    at = NOW - timedelta(minutes=9 * n)
    return Entry(
        id=f"urn:uuid:00000000-0000-5000-8000-{n:012d}",
        title=f"市府公布第{n}期軟體園區擴建計畫",
        owner="bench",
        first_seen=at,
        updated=at,
        url=f"https://paper.example/news/{n}?page=1",
        summary="市長今天表示，園區將分三期擴建，首期預計後年完工，並強調會繼續與居民溝通。" * 3,
        image=f"https://paper.example/image/{n}.jpg",
        language="zh-Hant",
        published=at,
        shown_time=Interval(earliest=at - timedelta(hours=1), latest=at),
        time_unit="hour",
        attribution=Attribution(outlet=PAPER, reporters=("陳小舟",), place="台中", via="某某入口"),
        topics=("parks",),
    )


def timed(name, act, rounds=25):
    took = []
    for _ in range(rounds):
        begin = time.perf_counter()
        result = act()
        took.append((time.perf_counter() - begin) * 1000)
    print(f"{name:34} median {statistics.median(took):6.2f} ms   least {min(took):6.2f} ms")
    return result


def main():
    entries = [entry(n) for n in range(50)]
    folder = Folder(Path(tempfile.mkdtemp()))
    rules = VariantRules(variant="zh-Hans", glossary="news")

    def built():
        return build(
            key="all", path="all", title="All", description="", language="zh-Hant",
            site=SITE, entries=entries, topics={"parks": "園區"},
        )  # fmt: skip

    def everything(ending=b""):
        feed = built()
        folder.write("all/rss.xml", feedxml.rss(feed) + ending)
        folder.write("all/atom.xml", feedxml.atom(feed) + ending)
        folder.write("all/feed.json", jsonfeed.json_feed(feed) + ending)

    feed = timed("build", built)
    timed("RSS", lambda: feedxml.rss(feed))
    timed("Atom", lambda: feedxml.atom(feed))
    timed("JSON Feed", lambda: jsonfeed.json_feed(feed))
    timed("zh-Hans, texts seen before", lambda: hans.convert_feed(feed, rules))
    timed("build, three formats, unchanged", everything)
    endings = iter(b"\n" * n for n in range(1, 100))
    timed("build, three formats, written", lambda: everything(next(endings)))


if __name__ == "__main__":
    main()
