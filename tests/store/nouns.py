"""Entries, looks and changes for the tests of the store."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from feedsvc.model import (
    Attribution,
    Capture,
    Changes,
    Conflict,
    Credit,
    Enclosure,
    Entry,
    Interval,
    Outlet,
    SourceState,
    TimeEvidence,
    instant,
)

NOON = datetime(2026, 3, 1, 12, 0, 0, 123456, tzinfo=UTC)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)

EVIDENCE = TimeEvidence(
    kind="relative",
    text="2 小時前",
    seen_at=NOON,
    earliest=NOON - 3 * HOUR,
    latest=NOON - HOUR,
    unit="hour",
    floor=Interval(earliest=NOON - 3 * HOUR, latest=NOON - 2 * HOUR),
    round=Interval(earliest=NOON - 2.5 * HOUR, latest=NOON - 1.5 * HOUR),
)
CNA = Outlet(id="cna", name="中央社", names={"en": "CNA"}, aliases=("中央通訊社",), agency=True)
WHOLE = Entry(
    id="urn:uuid:11111111-0000-5000-8000-000000000000",
    title="標題「一」 & <b>",
    owner="list",
    first_seen=NOON,
    updated=NOON + MINUTE,
    url="https://news.example/1",
    summary="摘要\n第二行",
    content_html="<p>全文</p>",
    image="https://img.example/1.jpg",
    language="zh-Hant",
    published=NOON - 2 * HOUR,
    time=EVIDENCE.interval,
    shown_time=Interval(earliest=NOON - 3 * HOUR, latest=NOON),
    time_unit="hour",
    moves=1,
    first_published_at=NOON + MINUTE,
    attribution=Attribution(
        outlet=CNA,
        agency="中央社",
        reporters=("王小明", "陳大文"),
        place="台北",
        cited=("路透社",),
        via="Yahoo奇摩新聞",
        credits=(Credit(role="editor", name="林編"),),
        text="中央社",
    ),
    topics=("defence", "chips"),
    story="s1",
    position=7,
    enclosures=(Enclosure(url="https://a.example/1.mp3", media_type="audio/mpeg", length=9),),
    categories=("政治",),
    keys=("url:https://news.example/1", "guid:list:1"),
    evidence=(EVIDENCE,),
    held_until=NOON + HOUR,
    full=True,
)


def entry(number: int, **fields) -> Entry:
    url = f"https://news.example/{number}"
    given = {
        "id": f"urn:uuid:{number:08d}-0000-5000-8000-000000000000",
        "title": f"標題 {number}",
        "owner": "list",
        "first_seen": NOON,
        "updated": NOON,
        "url": url,
        "keys": (f"url:{url}",),
        "published": NOON - number * HOUR,
    }
    return Entry(**{**given, **fields})


def capture(number: int = 1, source_id: str = "list", at: datetime = NOON) -> Capture:
    return Capture(
        id=f"c{number}", source_id=source_id, url="https://news.example/list", captured_at=at, rendered=instant(at),
        media_type="text/html", digest=f"d{number}",
    )  # fmt: skip


def state(*listing: Entry, **fields) -> SourceState:
    return SourceState(source_id="list", listing=tuple(it.id for it in listing), **fields)


def record(store, *new: Entry, number: int = 1, at: datetime = NOON, feeds=None, **fields) -> None:
    """One look that brought these entries, filed in `all` unless said otherwise."""
    listing = fields.pop("listing", tuple(it.id for it in new))
    changed = (*new, *fields.get("updated", ()))
    store.record(
        capture=capture(number, at=at),
        place=f"archive:{number}",
        state=SourceState(source_id="list", listing=listing),
        changes=Changes(new=new, listing=listing, **fields),
        feeds={it.id: frozenset({"all"}) for it in changed} if feeds is None else feeds,
    )


def conflict(of: Entry) -> Conflict:
    return Conflict(entry_id=of.id, evidence=EVIDENCE)
