"""A real list with known instants through `extract` and `reconcile`: the words hold the truth, addresses tell it."""

import json
import re
from datetime import datetime
from pathlib import Path

import pytest

from feedsvc import registry
from feedsvc.extract import extract
from feedsvc.model import Capture, Source, SourceState, instant
from feedsvc.reconcile import reconcile

PAGE = Path(__file__).parents[2] / "../shared/corpus/listing/yahoo-tw-archive-20210713.html"
SEEN = datetime.fromisoformat("2021-07-13T14:48:30+00:00")
SOURCE = Source(id="list", url="https://tw.news.yahoo.com/politics/archive", zone="Asia/Taipei")
STATE = SourceState(source_id="list")
_EPOCH = re.compile(rb'"(?:published_at|ts_update|updated_at)":\s?"?\d+"?')
_CLOCK = re.compile(rb"-(\d{9})(?=\.html)")


@pytest.fixture(scope="module")
def page():
    """The page, and what is known of its items by address."""
    truth = PAGE.with_suffix(".truth.json")
    if not truth.exists():
        pytest.skip(f"../shared/corpus/listing/{PAGE.name} is not here")
    items = json.loads(truth.read_text(encoding="utf-8"))["items"]
    return PAGE.read_bytes(), {it["link"]: it for it in items if it.get("expected_utc")}


def sightings(body):
    capture = Capture(
        id="c", source_id="list", url=SOURCE.url, captured_at=SEEN, rendered=instant(SEEN),
        headers={"content-type": "text/html; charset=utf-8"}, body=body,
    )  # fmt: skip
    found = extract(capture, SOURCE, registry.load(), STATE)
    changes, _ = reconcile(found, capture=capture, source=SOURCE, state=STATE, known={})
    return found, changes.new


def true_instant(known):
    return datetime.fromisoformat(known["expected_utc"])


def test_words_of_age_hold_the_instants_that_are_known(page):
    body, known = page
    found, _ = sightings(_EPOCH.sub(b'"nothing":0', body))
    shown = {it.url: said for it in found.sightings for said in it.evidence if said.origin == "shown"}
    inside = [shown[link].interval.contains(true_instant(it)) for link, it in known.items()]
    assert len(inside) == 76
    assert sum(inside) >= 75  # one label was made two minutes and a half before the page


def test_addresses_tell_the_second_once_they_agree_with_the_words(page):
    body, known = page
    found, entries = sightings(_EPOCH.sub(b'"nothing":0', body))
    exact = [entry.published == true_instant(known[entry.url]) for entry in entries if entry.url in known]
    assert found.address_rule == "clock in UTC"
    assert len(entries) == 80
    assert sum(exact) >= 70


def test_without_hidden_times_the_words_alone_date_every_item(page):
    body, _ = page
    found, entries = sightings(_CLOCK.sub(b"-x", _EPOCH.sub(b'"nothing":0', body)))
    assert found.address_rule is None
    assert all(entry.published is not None and entry.published <= SEEN for entry in entries)
