"""Listing pages with truth -> a table of what is read from them with no selectors, and the means.

    python bench/extraction.py [CORPUS] [--listing] [--only WORD] [--misses]

`--listing` measures the DOM list alone, without the other tiers. CORPUS is the folder that holds
listing/ and index.jsonl (default: ../shared/corpus).
"""

from __future__ import annotations

import argparse
import json
import re
import resource
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from feedsvc import registry, text, urls
from feedsvc.extract import extract
from feedsvc.extract import page as door
from feedsvc.extract.charset import decode
from feedsvc.extract.listing import read_listing
from feedsvc.model import Capture, Interval, Source, SourceState

OUTLETS = registry.load()
ZONES = {"zh-Hant": "Asia/Taipei", "zh-Hans": "Asia/Shanghai", "ja": "Asia/Tokyo", "ko": "Asia/Seoul"}


@dataclass
class Item:
    """What is compared of one item, found or true."""

    title: str
    url: str | None
    times: list[str] = field(default_factory=list)
    outlet: str = ""


@dataclass
class Figures:
    """One page's row of the table; shares are None where the page has nothing to compare."""

    name: str
    truth: int
    found: int
    f1: float | None = None
    title: float | None = None
    time: float | None = None
    outlet: float | None = None
    invented: int | None = None
    seconds: float = 0.0
    megabytes: float = 0.0
    rule: str = ""
    misses: list[str] = field(default_factory=list)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "corpus", nargs="?", type=Path, default=Path(__file__).parents[1] / "../shared/corpus"
    )
    parser.add_argument("--listing", action="store_true")
    parser.add_argument("--only", default="")
    parser.add_argument("--misses", action="store_true")
    options = parser.parse_args()
    pages = [page for page in index(options.corpus) if options.only in page["path"]]
    rows = [measured(options.corpus, page, alone=options.listing) for page in pages]
    with_truth = [row for row in rows if row.f1 is not None]
    print_table(with_truth, options.misses)
    print_means(with_truth)
    print_table([row for row in rows if row.f1 is None], misses=False)
    print(f"peak memory of the whole run: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def index(corpus: Path) -> list[dict]:
    """The listing pages that the index names."""
    if not (corpus / "index.jsonl").exists():
        raise SystemExit(f"{corpus}: no index.jsonl here; give the folder of the corpus as first argument")
    records = map(json.loads, (corpus / "index.jsonl").read_text(encoding="utf-8").splitlines())
    return [record for record in records if record["kind"] == "listing"]


def measured(corpus: Path, record: dict, *, alone: bool) -> Figures:
    """One page read and compared."""
    path = corpus / record["path"]
    truth_path = path.with_suffix("").with_suffix(".truth.json")
    truth = json.loads(truth_path.read_text(encoding="utf-8")) if truth_path.exists() else None
    url = truth["base_url"] if truth else record["url"]
    body = path.read_bytes()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.process_time()
    found, rule = (listing_alone if alone else whole)(body, url, record, truth)
    figures = Figures(
        name=path.stem[:34], truth=len(truth["items"]) if truth else 0, found=len(found), rule=rule
    )
    figures.seconds = time.process_time() - start
    figures.megabytes = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    if truth:
        page = decode(body, "")[0]
        compare(figures, found, [true_item(item) for item in truth["items"]], page)
    return figures


def listing_alone(body: bytes, url: str, _record: dict, _truth: dict | None) -> tuple[list[Item], str]:
    """The DOM list without other tiers and without limits."""
    page = door.parse(decode(body, "")[0], url)
    found = read_listing(page, outlets=OUTLETS)
    items = [Item(item.title, item.url, [*item.times, *item.instants], item.outlet) for item in found.items]
    return items, found.rule


def whole(body: bytes, url: str, record: dict, truth: dict | None) -> tuple[list[Item], str]:
    """All tiers, as a source without selectors has them."""
    capture = capture_of(body, url, record, truth)
    source = Source(id="bench", url=url, zone=ZONES.get(record["lang"], "UTC"))
    extraction = extract(capture, source, OUTLETS, SourceState(source_id="bench"))
    items = [
        Item(
            sighting.title,
            sighting.url,
            [evidence.text for evidence in sighting.evidence if evidence.origin in {"shown", "data"}],
            sighting.attribution.text
            or (sighting.attribution.outlet.name if sighting.attribution.outlet else ""),
        )
        for sighting in extraction.sightings
    ]
    return items, f"{extraction.tier}: {extraction.rule}"


def capture_of(body: bytes, url: str, record: dict, truth: dict | None) -> Capture:
    """The page as if fetched at its reference time, else at the end of the day it was saved."""
    stated = ((truth or {}).get("reference_time") or {}).get("iso")
    day = re.search(r"\d{4}-\d{2}-\d{2}", record.get("capture_date") or "")
    saved = datetime.fromisoformat(day.group()).replace(tzinfo=UTC) if day else datetime.now(UTC)
    moment = (
        datetime.fromisoformat(stated)
        if stated
        else saved + timedelta(hours=16 if record["lang"].startswith("zh") else 24)
    )
    interval = Interval(earliest=moment - timedelta(minutes=10), latest=moment + timedelta(minutes=10))
    return Capture(
        id="c", source_id="bench", url=url, captured_at=moment, rendered=interval, body=body, clock="stated"
    )


def true_item(item: dict) -> Item:
    """An item of a truth file."""
    times = [item[key] for key in ("time_text", "time_attr") if item.get(key)]
    return Item(item["title"], item.get("link"), times, item.get("outlet_text") or "")


def compare(figures: Figures, found: list[Item], true: list[Item], page: str) -> None:
    """Fill in the shares: items meet by address, else by title."""
    pairs = met(found, true)
    figures.f1 = 2 * len(pairs) / (len(found) + len(true)) if found or true else 1.0
    if pairs:
        figures.title = sum(
            text.clean(mine.title) == text.clean(theirs.title) for mine, theirs in pairs
        ) / len(pairs)
    timed = [(mine, theirs) for mine, theirs in pairs if theirs.times]
    if any(item.times for item in true):
        figures.time = sum(has_time(mine, theirs) for mine, theirs in timed) / len(timed) if timed else 0.0
    figures.invented = sum(not printed(words, page) for item in found for words in item.times)
    told = [(mine, theirs) for mine, theirs in pairs if theirs.outlet]
    if told:
        figures.outlet = sum(same(mine.outlet, theirs.outlet) for mine, theirs in told) / len(told)
    figures.misses = misses(found, true, pairs)


def met(found: list[Item], true: list[Item]) -> list[tuple[Item, Item]]:
    """Pairs of found and true items; each is used once."""
    by_key: dict[str, Item] = {}
    for item in reversed(found):
        for key in keys(item):
            by_key[key] = item
    pairs, used = [], set()
    for item in true:
        mine = next(
            (by_key[key] for key in keys(item) if key in by_key and id(by_key[key]) not in used), None
        )
        if mine is not None:
            used.add(id(mine))
            pairs.append((mine, item))
    return pairs


def keys(item: Item) -> list[str]:
    """What two copies of an item share."""
    address = urls.canonical(item.url) if item.url else None
    return [key for key in (address, "title:" + text.squash(item.title)) if key]


def printed(words: str, page: str) -> bool:
    """Whether time words stand on the page at all; a time that does not is invented."""
    return words in page or text.squash(words) in text.squash(page)


def has_time(mine: Item, theirs: Item) -> bool:
    """Whether the true time words, or the machine-readable stamp, are among those found."""
    return any(
        same(one, other) or text.squash(other) in text.squash(one)
        for one in mine.times
        for other in theirs.times
    )


def same(one: str, other: str) -> bool:
    """Equal but for spaces, punctuation and width."""
    return text.squash(one) == text.squash(other)


def misses(found: list[Item], true: list[Item], pairs: list[tuple[Item, Item]]) -> list[str]:
    """A few lines that say what went wrong on a page."""
    met_true, met_found = {id(theirs) for _, theirs in pairs}, {id(mine) for mine, _ in pairs}
    lost = [f"lost: {item.title[:50]}" for item in true if id(item) not in met_true][:3]
    extra = [f"extra: {item.title[:50]} {item.url}" for item in found if id(item) not in met_found][:3]
    titles = [
        f"title: {a.title[:60]!r} for {b.title[:60]!r}"
        for a, b in pairs
        if text.clean(a.title) != text.clean(b.title)
    ][:3]
    times = [f"time: {a.times} for {b.times}" for a, b in pairs if b.times and not has_time(a, b)][:3]
    outlets = [
        f"outlet: {a.outlet!r} for {b.outlet!r}"
        for a, b in pairs
        if b.outlet and not same(a.outlet, b.outlet)
    ][:3]
    return [*lost, *extra, *titles, *times, *outlets]


def print_table(rows: list[Figures], misses: bool) -> None:
    """One line a page."""
    print(
        f"{'page':35}{'true':>5}{'found':>6}{'F1':>6}{'title':>6}{'time':>6}{'outlet':>7}{'inv.':>5}{'cpu s':>6}{'MB':>5}  rule"
    )
    for row in rows:
        shares = "".join(
            f"{share(value):>{size}}"
            for value, size in ((row.f1, 6), (row.title, 6), (row.time, 6), (row.outlet, 7))
        )
        invented = "" if row.invented is None else row.invented
        print(
            f"{row.name:35}{row.truth:5}{row.found:6}{shares}{invented:>5}{row.seconds:6.2f}{row.megabytes:5.0f}  {row.rule[:60]}"
        )
        for miss in row.misses if misses else []:
            print("      ", miss)


def share(value: float | None) -> str:
    """Two digits, or nothing."""
    return "" if value is None else f"{value:.2f}"


def print_means(rows: list[Figures]) -> None:
    """The means over pages, and the pages below the goals."""
    for name in ("f1", "title", "time", "outlet"):
        values = [value for row in rows if (value := getattr(row, name)) is not None]
        low = [row.name for row in rows if (value := getattr(row, name)) is not None and value < 0.8]
        print(
            f"mean {name:7} {sum(values) / max(1, len(values)):.3f} over {len(values)} pages; below 0.80: {', '.join(low) or 'none'}"
        )
    print(f"invented times (words that the page does not hold): {sum(row.invented or 0 for row in rows)}\n")


if __name__ == "__main__":
    main()
