"""Time words of ../shared/data/timecases.jsonl -> share inside the true interval, overlap, false answers, speed.

Run: python bench/time_words.py [--wrong] [path]
"""

from __future__ import annotations

import json
import sys
import time
from collections import defaultdict
from datetime import datetime
from pathlib import Path

from feedsvc.extract.dates import read

CASES = Path(__file__).parents[1] / "../shared/data/timecases.jsonl"


def overlap(found, low, high):
    """Intersection over union of two closed intervals, 0 to 1."""
    both = (min(found.latest, high) - max(found.earliest, low)).total_seconds()
    either = (max(found.latest, high) - min(found.earliest, low)).total_seconds()
    return 1.0 if either == 0 else max(both, 0) / either


def judged(case):
    seen = datetime.fromisoformat(case["captured_at"])
    found = read(case["text"], seen_at=seen, zone=case["tz"], language=case["lang"])
    if case["kind"] == "none" or found is None:
        return found is None, found is None, found
    low, high = datetime.fromisoformat(case["earliest"]), datetime.fromisoformat(case["latest"])
    middle = found.earliest + (found.latest - found.earliest) / 2
    expected = case["kind"] != "none"
    return expected and low <= middle <= high, expected and overlap(found, low, high) >= 0.5, found


def table(cases, *, wrong):
    rows = defaultdict(lambda: [0, 0, 0])
    for case in cases:
        inside, covers, found = judged(case)
        if case["kind"] != "none" and found is None:
            inside = covers = False
        for key in (
            (case["lang"], case["kind"]),
            (case["lang"], "all"),
            ("all", "none" if case["kind"] == "none" else "dated"),
        ):
            rows[key][0] += 1
            rows[key][1] += inside
            rows[key][2] += covers
        if wrong and not (inside and covers):
            print(
                "in" if inside else "OUT",
                "iou" if covers else "LOW",
                case["id"],
                repr(case["text"]),
                case["captured_at"],
            )
            print("   true ", case.get("earliest"), case.get("latest"), case["provenance"])
            print(
                "   found",
                found and (found.earliest.isoformat(), found.latest.isoformat(), found.text, found.kind),
            )
    print(
        f"{'language':9} {'kind':10} {'cases':>5} {'inside':>7} {'IoU>=.5':>7}   (kind none: share without an answer)"
    )
    for (language, kind), (count, inside, covers) in sorted(rows.items()):
        print(f"{language:9} {kind:10} {count:5} {inside / count:7.3f} {covers / count:7.3f}")


def speed(cases):
    jobs = [
        (case["text"], datetime.fromisoformat(case["captured_at"]), case["tz"], case["lang"])
        for case in cases
    ]
    best = float("inf")
    for _ in range(5):
        start = time.process_time()
        for text, seen, zone, language in jobs:
            read(text, seen_at=seen, zone=zone, language=language)
        best = min(best, time.process_time() - start)
    print(
        f"mean {best / len(jobs) * 1e6:.1f} us of processor time per text ({len(jobs)} texts, best of 5 rounds)"
    )


def main():
    arguments = [word for word in sys.argv[1:] if word != "--wrong"]
    path = Path(arguments[0]) if arguments else CASES
    cases = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    table(cases, wrong="--wrong" in sys.argv)
    speed(cases)


if __name__ == "__main__":
    main()
