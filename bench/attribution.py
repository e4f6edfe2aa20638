"""How often each field of a byline is right, on the shared bylines and the seed; microseconds a name.

python bench/attribution.py [--all]
"""

from __future__ import annotations

import json
import re
import sys
import time
from pathlib import Path

from feedsvc import registry
from feedsvc.extract import attribution

SHARED = Path(__file__).parents[1] / "../shared"
FIELDS = ("outlet", "agency", "reporters", "place", "roles")


def said(found) -> dict:
    roles: dict[str, list[str]] = {"cited": list(found.cited)} if found.cited else {}
    for credit in found.credits:
        roles.setdefault(credit.role, []).append(credit.name)
    return {
        "outlet": found.outlet.name if found.outlet else None,
        "agency": found.agency,
        "reporters": list(found.reporters),
        "place": found.place,
        "roles": roles,
    }


def bylines(outlets, *, tell: bool) -> None:
    cases = [json.loads(line) for line in (SHARED / "data/bylines.jsonl").open(encoding="utf-8")]
    right = dict.fromkeys(FIELDS, 0)
    invented = 0
    for case in cases:
        got = said(attribution.read(case["text"], outlets))
        want = {field: case.get(field) or ({} if field == "roles" else case.get(field)) for field in FIELDS}
        invented += case["kind"] == "negative" and bool(set(got["reporters"]) - set(want["reporters"]))
        for field in FIELDS:
            right[field] += got[field] == want[field]
            if tell and got[field] != want[field]:
                print(f"  {case['id']} {field}: {got[field]!r} wanted {want[field]!r} | {case['text'][:70]}")
    for field in FIELDS:
        print(f"{field:10} {right[field] / len(cases):.3f}  ({right[field]} of {len(cases)})")
    print(f"names invented on negatives: {invented}")


def seed(outlets, *, tell: bool) -> None:
    truth = {entry["n"]: entry for entry in json.loads((SHARED / "seed/truth.json").read_text())["entries"]}
    text = next((SHARED / "seed").glob("*.txt")).read_text(encoding="utf-8")
    lines = text.splitlines()
    items = [line for line in lines if re.search(r" ・ \d+ \S+前$", line)]
    right = dict.fromkeys(("outlet", "agency", "reporters", "place"), 0)
    for number, line in enumerate(items, 1):
        got = said(attribution.read(line, outlets))
        for field in right:
            right[field] += got[field] == truth[number][field]
            if tell and got[field] != truth[number][field]:
                print(f"  seed {number} {field}: {got[field]!r} wanted {truth[number][field]!r}")
    print(f"seed, {len(items)} items:", ", ".join(f"{field} {count}" for field, count in right.items()))
    print("seed, the article:", said(attribution.read("\n".join(lines[1:6]), outlets)))


def speed(outlets) -> None:
    names = [name for outlet in outlets.all() for name in (outlet.name, *outlet.aliases)]
    for what, resolve, words in (
        ("named", outlets.named, names),
        ("ending", outlets.ending, [f"昨天公布調查結果{name}" for name in names]),
        ("at", outlets.at, [f"https://www.{domain}/a/1" for o in outlets.all() for domain in o.domains]),
    ):
        begun = time.process_time()
        for word in words:
            resolve(word)
        print(f"{what:8} {(time.process_time() - begun) / len(words) * 1e6:.1f} us")
    line = "（中央社記者王大明倫敦29日專電）英國政府宣布，將依循適當方式作出裁決。中央社 ・ 1 天前"
    begun = time.process_time()
    for _ in range(500):
        attribution.read(line, outlets)
    print(f"read     {(time.process_time() - begun) / 500 * 1e6:.0f} us")


def main() -> None:
    begun = time.process_time()
    outlets = registry.load()
    print(f"{len(outlets)} outlets loaded in {(time.process_time() - begun) * 1e3:.0f} ms")
    speed(outlets)
    if not SHARED.is_dir():
        print("no ../shared beside the repository: bylines and seed not measured")
        return
    tell = "--all" in sys.argv
    bylines(outlets, tell=tell)
    seed(outlets, tell=tell)


if __name__ == "__main__":
    main()
