"""Proposed selectors give what detection gives, by names that last."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import pytest

from feedsvc.extract import page as door
from feedsvc.extract.charset import decode
from feedsvc.extract.listing import propose_rules, read_listing
from feedsvc.extract.listing.rules import is_stable
from feedsvc.extract.selectors import read_selectors

ROOT = Path(__file__).parents[3]
CAPTURES = sorted((ROOT / "tests/captures").glob("*/page.html"))
CORPUS = ROOT / "../shared/corpus"


@pytest.mark.parametrize("path", CAPTURES, ids=lambda path: path.parent.name)
def test_rules_give_the_items_of_detection_or_are_not_proposed(path):
    holds(path.read_bytes())


def test_rules_of_real_pages_do_so_too():
    if not CORPUS.exists():
        pytest.skip("the corpus of saved pages is not beside the repository")
    records = map(json.loads, (CORPUS / "index.jsonl").read_text(encoding="utf-8").splitlines())
    for record in [record for record in records if record["kind"] == "listing"][::3]:
        holds((CORPUS / record["path"]).read_bytes())


def holds(body):
    page = door.parse(decode(body, "")[0], "https://n.example/list/")
    rules = propose_rules(page)
    if rules is None:
        return
    detected = {(item.title, item.url) for item in read_listing(page).items}
    given = {(item.title, item.url) for item in read_selectors(page, rules).items}
    assert 2 * len(detected & given) >= 0.75 * (len(detected) + len(given))
    for rule in filter(None, asdict(rules).values()):
        assert all(is_stable(name) for step in rule.split() for name in step.split(".")[1:])


@pytest.mark.parametrize(
    "name",
    ["css-1x2y3z", "sc-abc", "jsx-123", "hQkPqR", "post-1234", "title__3xY2a", "x1i10hfl", "svelte-abc1"],
)
def test_a_name_that_a_build_made_is_not_used(name):
    assert not is_stable(name)


@pytest.mark.parametrize(
    "name", ["news-item", "newsFeed_item", "entry-title", "c_tit", "list-titles", "Bold"]
)
def test_a_name_that_a_person_gave_is(name):
    assert is_stable(name)


def test_columns_without_classes_are_told_by_their_number():
    rows = "".join(
        f"<tr><td>{n}</td><td><a href='/n/{n}'>港灣大橋第{n}階段工程延後通車</a></td><td>114-10-{n + 10}</td></tr>"
        for n in range(6)
    )
    rules = propose_rules(door.parse(f"<table>{rows}</table>", "https://n.example/"))
    assert rules.time == "td:nth-of-type(3)"
