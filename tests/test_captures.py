"""Every folder of tests/captures/ is a page that must be read as its expected.json says: a new site is a new folder.

page.html | page.xml | page.json | page.txt     the bytes
meta.yaml      url, at (when it was looked at); zone, language, via, kind, items, related, clock where they matter
expected.json  tier; items with the fields that matter (title, url, time, earliest, latest, outlet, reporters); dropped; repair
"""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from feedsvc import registry
from feedsvc.extract import extract
from feedsvc.model import Capture, Extraction, ItemRules, Sighting, Source, SourceState, instant

CASES = Path(__file__).parent / "captures"
FOLDERS = sorted(path.parent for path in CASES.glob("*/meta.yaml"))


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_each_captured_page_is_read_as_expected(folder: Path) -> None:
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    told = summary(read(folder))
    assert told["tier"] == expected["tier"]
    assert [item["title"] for item in told["items"]] == [item["title"] for item in expected["items"]]
    for item, wanted in zip(told["items"], expected["items"], strict=True):
        assert {name: item[name] for name in wanted} == wanted
    assert told["dropped"] == expected.get("dropped", {})
    assert told["repair"] == expected.get("repair")


def test_there_are_at_least_25_captured_pages() -> None:
    assert len(FOLDERS) >= 25


def read(folder: Path) -> Extraction:
    meta = YAML(typ="safe").load((folder / "meta.yaml").read_text(encoding="utf-8"))
    page = next(path for path in sorted(folder.iterdir()) if path.stem == "page")
    moment = meta["at"] if isinstance(meta["at"], datetime) else datetime.fromisoformat(meta["at"])
    capture = Capture(
        id="capture",
        source_id="case",
        url=meta["url"],
        captured_at=moment,
        rendered=instant(moment),
        clock=meta.get("clock", "stated"),
        body=page.read_bytes(),
    )
    return extract(capture, source(meta), registry.load(), SourceState(source_id="case"))


def source(meta: dict[str, Any]) -> Source:
    named = ("kind", "language", "zone", "via", "related", "outlet_id")
    rules = ItemRules(**meta["items"]) if "items" in meta else None
    return Source(
        id="case", url=meta["url"], items=rules, **{name: meta[name] for name in named if name in meta}
    )


def summary(extraction: Extraction) -> dict[str, Any]:
    repair = extraction.repair and {name: rule for name, rule in asdict(extraction.repair).items() if rule}
    return {
        "tier": extraction.tier,
        "items": [item(sighting) for sighting in extraction.sightings],
        "dropped": dict(extraction.dropped),
        "repair": repair,
    }


def item(sighting: Sighting) -> dict[str, Any]:
    own = next((one for one in sighting.evidence if one.role == "published"), None)
    outlet = sighting.attribution.outlet
    return {
        "title": sighting.title,
        "url": sighting.url,
        "key": sighting.keys[0],
        "time": own and own.text,
        "earliest": own and own.earliest.isoformat(),
        "latest": own and own.latest.isoformat(),
        "updated": next((one.text for one in sighting.evidence if one.role == "updated"), None),
        "outlet": outlet and outlet.name,
        "reporters": list(sighting.attribution.reporters),
        "summary": sighting.summary,
        "authority": sighting.authority,
    }
