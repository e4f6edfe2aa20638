"""Entries, sites and feeds that the tests of this room share; everything in them is invented."""

from datetime import UTC, datetime, timedelta

from feedsvc.model import Attribution, Entry, Interval, Outlet, Sibling, Site
from feedsvc.publish.build import build

NOON = datetime(2026, 3, 1, 4, 0, 0, 250_000, tzinfo=UTC)
SITE = Site(title="我的訂閱", url="https://feeds.example.org/")
PAPER = Outlet(id="wind", name="風聲日報", homepage="https://wind.example/")
HANS = Sibling(variant="zh-Hans", language="zh-Hans", path="topics/parks/zh-Hans")


def an_entry(n=1, **changes):
    at = changes.pop("at", NOON - timedelta(minutes=n))
    given = {
        "id": f"urn:uuid:00000000-0000-5000-8000-{n:012d}",
        "title": f"園區第{n}期動工",
        "owner": "list",
        "first_seen": NOON,
        "updated": NOON,
        "url": f"https://wind.example/news/{n}",
        "summary": "市長說明擴建計畫。",
        "language": "zh-Hant",
        "published": at,
        "shown_time": at and Interval(earliest=at - timedelta(hours=1), latest=at),
        "time_unit": "hour",
        "attribution": Attribution(outlet=PAPER),
        "topics": ("parks",),
    }
    return Entry(**(given | changes))


def a_feed(*entries, **changes):
    given = {
        "key": "topic:parks",
        "path": "topics/parks",
        "title": "園區",
        "description": "園區的新聞",
        "language": "zh-Hant",
        "site": SITE,
        "entries": entries or (an_entry(1), an_entry(2)),
        "topics": {"parks": "園區"},
    }
    return build(**(given | changes))
