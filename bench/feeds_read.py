"""Agreement of our feed reader with feedparser over the feeds of ../shared/corpus/feeds: counts, titles, links, dates."""

from __future__ import annotations

import json
import sys
from collections import Counter
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path

import feedparser

from feedsvc import text as words
from feedsvc.extract.charset import decode
from feedsvc.extract.feed import read_feed
from feedsvc.extract.markup import plain

FEEDS = Path(__file__).parents[1] / ".." / "shared" / "corpus" / "feeds"


def instant(stamp: str) -> datetime | None:
    for reader in (parsedate_to_datetime, datetime.fromisoformat):
        try:
            found = reader(stamp)
        except (ValueError, TypeError):
            continue
        return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    return None


def json_items(text: str) -> int:
    try:
        return len(json.loads(text, strict=False).get("items", []))
    except ValueError:  # a feed that was cut off in the middle
        return 0


def compare(path: Path, verbose: bool) -> Counter[str]:
    body = path.read_bytes()
    text, _ = decode(body, "")
    ours = read_feed(text, "http://feed.example/feed")
    theirs = feedparser.parse(body, response_headers={"content-location": "http://feed.example/feed"})
    empty = ours.dropped.get("empty_item", 0)
    if body.lstrip().startswith(b"{"):  # feedparser reads no JSON Feed
        return Counter(json=1, json_count=int(len(ours.items) + empty == json_items(text)))
    score = Counter(feeds=1, count=int(len(ours.items) + empty == len(theirs.entries)))
    if len(ours.items) != len(theirs.entries):
        if verbose:
            print(
                f"{path.name}: {len(ours.items)} items, feedparser {len(theirs.entries)} {dict(ours.dropped)}"
            )
        return score
    for mine, other in zip(ours.items, theirs.entries, strict=True):
        title = plain(other.get("title", ""))
        link = other.get("feedburner_origlink") or other.get("link", "")
        pairs = {"link": (mine.url or "", link)}
        if title:  # for a post without one we show how it begins
            pairs["title"] = (words.squash(mine.title), words.squash(title))
        if other.get("published_parsed") and mine.instants:
            pairs["date"] = (
                str(instant(mine.instants[0]))[:19],
                str(datetime(*other.published_parsed[:6], tzinfo=UTC))[:19],
            )
        elif other.get("published") or mine.instants:
            pairs["date"] = (" ".join(mine.instants), other.get("published", ""))
        for name, (we, they) in pairs.items():
            score[name + "_all"] += 1
            same = we == they or (name == "link" and we.rstrip("/") == they.rstrip("/"))
            score[name] += same
            if not same and verbose:
                print(f"{path.name}: {name}: {we!r} / {they!r}")
    return score


def main() -> None:
    verbose = "-v" in sys.argv
    total: Counter[str] = Counter()
    for path in sorted(FEEDS.iterdir()):
        total += compare(path, verbose)
    print(
        f"{total['feeds']} XML feeds; item counts equal in {total['count']} (items without any words counted)"
    )
    print(f"{total['json']} JSON feeds; every item read in {total['json_count']}")
    for name in ("title", "link", "date"):
        print(f"{name}: {total[name]} of {total[name + '_all']} equal")


if __name__ == "__main__":
    main()
