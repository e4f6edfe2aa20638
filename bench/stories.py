"""Prints precision and recall of stories over pairs of the labelled items, and what 6,000 reports cost.  python bench/stories.py"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import combinations
from pathlib import Path

from ruamel.yaml import YAML

from feedsvc.model import Attribution, Entry, Outlet
from feedsvc.publish.hans import fold
from feedsvc.stories import group

LABELLED = Path(__file__).parents[1] / "tests/stories"
HELD_OUT = "heldout.yaml"  # never looked at when the score is changed
DEVELOPED = "[!h]*.yaml"
BEGIN = datetime(2031, 3, 18, tzinfo=UTC)


def labelled(folder: Path = LABELLED, files: str = "*.yaml") -> list[tuple[Entry, str | None]]:
    """(entry, name of its story or None) of every item in the folder's files."""
    groups = [group for file in sorted(folder.glob(files)) for group in YAML(typ="safe").load(file)]
    rows = [(row, group["story"]) for group in groups for row in group["items"]]
    return [
        (_entry(row, place), None if story == "none" else story) for place, (row, story) in enumerate(rows)
    ]


def _entry(row: str, place: int) -> Entry:
    who, hour, title, lead = (part.strip() for part in row.split(" | "))
    outlet, _, agency = (part.strip() for part in who.partition("@"))
    when = BEGIN + timedelta(hours=float(hour))
    return Entry(
        id=f"item-{place:03}",
        title=title,
        summary=lead,
        owner="labelled",
        first_seen=when,
        updated=when,
        published=when,
        attribution=Attribution(outlet=Outlet(id=outlet, name=outlet), agency=agency or None),
    )


def pairs(groups) -> set[tuple[str, str]]:
    return {pair for members in groups for pair in combinations(sorted(members), 2)}


def measured(items: list[tuple[Entry, str | None]]) -> tuple[set, set]:
    """(pairs that belong together, pairs that were joined)."""
    wanted: dict[str, list[str]] = {}
    for entry, story in items:
        if story is not None:
            wanted.setdefault(story, []).append(entry.id)
    found = group([entry for entry, _ in items], fold)
    return pairs(wanted.values()), pairs((story.first, *story.others) for story in found)


def figures(items: list[tuple[Entry, str | None]]) -> tuple[float, float]:
    """(precision, recall) over pairs."""
    wanted, found = measured(items)
    return len(wanted & found) / max(1, len(found)), len(wanted & found) / len(wanted)


def main() -> None:
    told("developed on", labelled(files=DEVELOPED))
    told("held out", labelled(files=HELD_OUT))
    told("all in one", labelled())
    grown()


def told(name: str, items: list[tuple[Entry, str | None]]) -> None:
    wanted, found = measured(items)
    precision, recall = figures(items)
    stories = len({story for _, story in items if story})
    print(f"{name}: {len(items)} items, {stories} stories, {len(wanted)} pairs")
    print(f"  precision {precision:.3f} (at least 0.98)")
    print(f"  recall    {recall:.3f} (at least 0.85)")
    titles = {entry.id: entry.title for entry, _ in items}
    for sign, wrong in (("joined, but apart", found - wanted), ("apart, but one", wanted - found)):
        for one, other in sorted(wrong) if "-v" in sys.argv else ():
            print(f"  {sign}: {titles[one]} | {titles[other]}")


def grown(reports: int = 6_000) -> None:
    """What it costs: rounds of the labelled items, half a day apart, each in other characters."""
    items = [entry for entry, _ in labelled()]
    letters = sorted({char for entry in items for char in entry.title if char.isalpha()})
    entries = [entry for n in range(-(-reports // len(items))) for entry in _again(items, n, letters)][
        :reports
    ]
    begun = time.process_time()
    found = group(entries, fold)
    spent = time.process_time() - begun
    print(f"{reports} reports, {len(found)} stories: {spent:.2f} s of processor time (under 3)")


def _again(items: list[Entry], turn: int, letters: list[str]) -> Iterator[Entry]:
    rng = random.Random(turn)
    written = str.maketrans({char: rng.choice(letters) for char in rng.sample(letters, len(letters) // 2)})
    later = timedelta(hours=12 * turn)
    for entry in items:
        yield replace(
            entry,
            id=f"{entry.id}-{turn}",
            title=entry.title.translate(written),
            summary=entry.summary.translate(written),
            first_seen=entry.first_seen + later,
            published=entry.first_seen + later,
        )


if __name__ == "__main__":
    main()
