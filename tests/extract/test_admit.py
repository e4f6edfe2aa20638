"""What may become an entry, under which keys, with which evidence, and why the rest is left out."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from feedsvc.errors import ExtractError
from feedsvc.extract import extract
from feedsvc.extract.admit import admit
from feedsvc.extract.found import Found
from feedsvc.model import Capture, ItemRules, Limits, Outlet, Source, SourceState, instant
from feedsvc.outlets import Outlets

SEEN = datetime(2025, 10, 30, 12, tzinfo=UTC)
SOURCE = Source(id="harbour", url="https://n.example/list", zone="Asia/Taipei", language="zh-Hant")
OUTLETS = Outlets([Outlet(id="harbour-radio", name="港都電台")])


def admitted(*found, source=SOURCE):
    capture = Capture(id="c", source_id=source.id, url=source.url, captured_at=SEEN, rendered=instant(SEEN))
    state = SourceState(source_id=source.id)
    return admit(found, capture=capture, source=source, outlets=OUTLETS, state=state, rendered=instant(SEEN))


@pytest.mark.parametrize(
    ("found", "keys"),
    [
        (Found(title="橋", url="https://n.example/a?utm_source=x"), ("url:https://n.example/a",)),
        (Found(title="橋", url="/a", guid="g1"), ("url:https://n.example/a", "guid:harbour:g1")),
        (Found(title="橋", guid="g1"), ("guid:harbour:g1",)),
        (
            Found(title="橋", url="/a", original_url="https://o.example/b"),
            ("url:https://n.example/a", "url:https://o.example/b"),
        ),
        (
            Found(title="橋", url="http://n.example/a", guid="g1"),
            ("url:http://n.example/a", "guid:harbour:g1", "url:https://n.example/a"),
        ),
        (Found(title="大 橋！"), ("title:harbour|大橋",)),
        (Found(title="大橋", outlet="港都電台"), ("title:harbour-radio|大橋",)),
        (Found(title="大橋", url="javascript:void(0)"), ("title:harbour|大橋",)),
    ],
)
def test_keys_are_the_address_then_the_guid_and_a_title_only_where_there_is_neither(found, keys):
    assert admitted(found)[0][0].keys == keys


@pytest.mark.parametrize(
    ("found", "source", "reason"),
    [
        (Found(title=" ！ ", url="/a"), SOURCE, "no_title"),
        (
            Found(title="橋", url="/" + "a" * 50),
            Source(id="s", url="https://n.example/", limits=Limits(url=40)),
            "address_too_long",
        ),
        (Found(title="橋", url="/a"), Source(id="s", url="https://n.example/", keep=("防衛",)), "not_kept"),
        (
            Found(title="星座運勢", url="/a"),
            Source(id="s", url="https://n.example/", drop=("星座",)),
            "left_out_by_word",
        ),
        (
            Found(title="橋", url="/a"),
            Source(id="s", url="https://n.example/", limits=Limits(items=0)),
            "over_limit",
        ),
    ],
)
def test_what_is_left_out_is_counted_by_a_named_reason(found, source, reason):
    assert admitted(found, source=source) == ((), {reason: 1})


def test_an_item_met_twice_is_one_sighting_with_what_either_place_says():
    (one,), dropped = admitted(
        Found(title="橋", url="/a"), Found(title="橋", url="/a?utm_medium=x", times=("1 小時前",))
    )
    assert [evidence.text for evidence in one.evidence] == ["1 小時前"]
    assert dropped == {"duplicate": 1}


def test_a_link_that_several_titles_share_names_none_of_them():
    sightings, _ = admitted(
        *(Found(title=title, url="/all") for title in ("甲案通過", "乙案退回", "丙案再審"))
    )
    assert {sighting.url for sighting in sightings} == {None}


def test_an_item_that_shows_no_time_has_none():
    (one,), _ = admitted(
        Found(title="說明會3月5日登場", url="/a", summary="主辦單位將於2026年3月5日舉行，名額300人。")
    )
    assert one.evidence == ()


def test_the_most_trusted_evidence_stands_first():
    found = Found(
        title="橋", url="/a", times=("1 天前", "2025/10/29 08:00"), instants=("2025-10-29T08:00:10+08:00",)
    )
    (one,), _ = admitted(found)
    assert [evidence.kind for evidence in one.evidence] == ["exact", "minute", "relative"]


def test_a_clock_under_a_date_is_read_with_it():
    (one,), _ = admitted(Found(title="橋", url="/a", times=("14:30",), heading="10月28日"))
    assert one.evidence[0].earliest == datetime(2025, 10, 28, 6, 30, tzinfo=UTC)


def test_content_is_sanitised_and_texts_are_bounded():
    source = Source(id="s", url="https://n.example/", limits=Limits(title=10, summary=20))
    found = Found(
        title="長" * 40, url="/a", summary="字" * 90, content_html="<p onclick=x>好</p><script>壞</script>"
    )
    (one,), _ = admitted(found, source=source)
    assert (len(one.title), len(one.summary), one.content_html) == (10, 20, "<p>好</p>")


def look(body, **source):
    capture = Capture(
        id="c", source_id="s", url="https://n.example/", captured_at=SEEN, rendered=instant(SEEN), body=body
    )
    return extract(
        capture, Source(id="s", url="https://n.example/", **source), OUTLETS, SourceState(source_id="s")
    )


def test_a_page_that_cannot_be_read_is_an_error_that_names_its_capture():
    with pytest.raises(ExtractError, match="kept as capture c"):
        look(b"<div>" * 300_001)
    with pytest.raises(ExtractError, match=r"items\.each"):
        look(b"<html><p>x</p></html>", items=ItemRules(each="p["))


@pytest.mark.parametrize(
    "body", [b"", b"\x00\xff\xfe", b"<html></html>", b"{}", b"[", b"<rss></rss>", b"\xef\xbb\xbf"]
)
def test_bytes_that_list_nothing_are_no_error(body):
    assert look(body).sightings == ()
