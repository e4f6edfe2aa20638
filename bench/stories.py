"""Prints precision and recall of stories over pairs of the labelled items.  python bench/stories.py"""

from __future__ import annotations

import sys
import time
from datetime import UTC, datetime, timedelta
from itertools import combinations
from pathlib import Path

from ruamel.yaml import YAML

from feedsvc.model import Attribution, Entry, Outlet
from feedsvc.publish.hans import fold
from feedsvc.stories import group

LABELLED = Path(__file__).parents[1] / "tests/stories"
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


def main() -> None:
    told("all", labelled())
    told("unseen", labelled(LABELLED, "unseen.yaml"))


def told(name: str, items: list[tuple[Entry, str | None]]) -> None:
    begun = time.perf_counter()
    wanted, found = measured(items)
    spent = time.perf_counter() - begun
    stories = len({story for _, story in items if story})
    print(f"{name}: {len(items)} items, {stories} stories, {len(wanted)} pairs, in {spent:.2f} s")
    print(f"  precision {len(wanted & found) / max(1, len(found)):.3f} (at least 0.98)")
    print(f"  recall    {len(wanted & found) / len(wanted):.3f} (at least 0.85)")
    titles = {entry.id: entry.title for entry, _ in items}
    for sign, wrong in (("joined, but apart", found - wanted), ("apart, but one", wanted - found)):
        for one, other in sorted(wrong) if "-v" in sys.argv else ():
            print(f"  {sign}: {titles[one]} | {titles[other]}")


if __name__ == "__main__":
    main()
