"""An invented site: feeds, cards and states, written to a folder as the pipeline would."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from feedsvc.model import Attribution, Enclosure, Feed, FeedEntry, Interval, Outlet, Sibling
from feedsvc.publish.site import (
    FeedCard,
    IndexView,
    OutletRow,
    PageLink,
    SourceRow,
    StatusView,
    activity,
    feed_page,
    icon,
    index_page,
    newest_day,
    robots_txt,
    status_page,
    style_sheet,
)

TAIPEI = ZoneInfo("Asia/Taipei")
NEWEST = datetime(2031, 3, 18, 15, 20, tzinfo=UTC)
OUTLETS = ("港灣日報", "晴海通訊社", "南島新聞網", "山城晚報", "北岸電視", "潮汐週刊")
TOPICS = (
    ("sea-defence", "海上防務", "晴海與各國防務部門的會談、演訓與採購"),
    ("chips", "半導體", ""),
    ("energy", "能源", ""),
    ("health", "公共衛生", ""),
)
NEWS = (
    (
        "晴海港擴建案過關 首期明年動工",
        "市政府表示，工程將分三期進行，第一期預計明年春天完成，屆時每日可容納四十艘船舶。",
    ),
    (
        "雙城防長會談 同意共享海上情報",
        "兩國防務首長重申合作，並將擴大聯合巡邏範圍；會後聯合記者會未透露時程。",
    ),
    ("半導體材料新廠落成 帶動北岸就業", "新廠占地十二公頃，預計創造六百個職缺，業者說訂單已排到後年。"),
    ("離岸風場併網 供電七萬戶", "首批十二部機組今天併網發電，主管機關說第二期環評將於秋天送審。"),
    (
        "流感疫苗到貨 長者優先施打 專家：影響深遠，仍待觀察後續各方反應與財務規劃",
        "衛生局呼籲六十五歲以上民眾及早預約。",
    ),
)


def entry(place: int, **changes) -> FeedEntry:
    title, summary = NEWS[place % len(NEWS)]
    when = NEWEST - timedelta(hours=place * 5, minutes=place * 7)
    fields = {
        "id": f"urn:uuid:{place}",
        "title": title,
        "summary": summary,
        "updated": when,
        "published": when,
        "first_seen": when,
        "position": place,
        "time": _interval(place, when),
        "url": f"https://news.example/{place}" if place % 7 != 6 else None,
        "language": "zh-Hant",
        "attribution": _who(place),
        "image": "https://pictures.example/a.jpg" if place % 4 == 0 else None,
    }
    return FeedEntry(**(fields | changes))


def _interval(place: int, when: datetime) -> Interval:
    day = when.astimezone(TAIPEI).replace(hour=0, minute=0)
    off = (timedelta(0), timedelta(minutes=60), timedelta(hours=12))
    if place % 4 == 3:
        return Interval(earliest=day, latest=day + timedelta(hours=24, seconds=-1))
    return Interval(earliest=when - off[place % 4], latest=when + off[place % 4])


def _who(place: int) -> Attribution:
    name = OUTLETS[place % len(OUTLETS)]
    wired = place % 3 == 0
    return Attribution(
        outlet=Outlet(id=f"outlet-{place}", name=name),
        agency="晴海通訊社" if wired else None,
        reporters=("林青禾",) if wired else (),
        place="港灣" if wired else None,
        via="海風入口" if place % 2 else None,
    )


def feed(path: str = "topics/sea-defence", title: str = "海上防務", **changes) -> Feed:
    fields = {
        "id": "urn:uuid:feed",
        "kind": "topic",
        "key": path,
        "title": title,
        "language": "zh-Hant",
        "path": path,
        "feed_url": f"https://feeds.example/{path}/",
        "home_page_url": f"https://feeds.example/{path}/",
        "updated": NEWEST,
        "entries": (
            entry(0),
            entry(1, also=(("山城晚報", "https://news.example/also"), ("北岸電視", ""))),
            *(entry(place) for place in range(2, 12)),
            entry(
                12,
                published=None,
                time=None,
                enclosures=(Enclosure(url="https://a.example/b.mp3", media_type="audio/mpeg"),),
            ),
        ),
        "siblings": (Sibling(variant="zh-Hans", language="zh-Hans", path=f"{path}/zh-Hans"),),
    }
    return Feed(**(fields | changes))


def simplified(original: Feed) -> Feed:
    return feed(
        f"{original.path}/zh-Hans",
        original.title,
        language="zh-Hans",
        variant="zh-Hans",
        siblings=(Sibling(variant="", language="zh-Hant", path=original.path),),
    )


def card(place: int, title: str, kind: str, path: str, about: str = "") -> FeedCard:
    instants = [NEWEST - timedelta(hours=step * (place + 2) * 3) for step in range(40 - 3 * place)]
    return FeedCard(
        title=title,
        kind=kind,
        path=path,
        language="zh-Hant",
        count=len(instants),
        last_gained=instants[0],
        days=activity(instants, newest_day([NEWEST], TAIPEI), TAIPEI),
        description=about,
        siblings=(Sibling(variant="zh-Hans", language="zh-Hans", path=f"{path}/zh-Hans"),),
    )


def cards() -> tuple[FeedCard, ...]:
    topics = [
        card(place, title, "topic", f"topics/{key}", about)
        for place, (key, title, about) in enumerate(TOPICS)
    ]
    outlets = [card(place, name, "outlet", f"outlets/{name}-0a1b2c3d") for place, name in enumerate(OUTLETS)]
    return (card(0, "全部", "all", "all"), *topics, *outlets)


def index(language: str = "zh-Hant", path: str = "") -> IndexView:
    links = (PageLink(language="zh-Hant", path=""), PageLink(language="zh-Hans", path="zh-Hans"))
    return IndexView(
        title="晨間剪報",
        language=language,
        path=path,
        cards=cards(),
        last_day=newest_day([NEWEST], TAIPEI),
        description="沒有訂閱的新聞頁，也能好好訂閱。",
        languages=tuple(link for link in links if link.path != path),
    )


def status() -> StatusView:
    return StatusView(
        title="晨間剪報",
        language="zh-Hant",
        sources=(
            SourceRow(
                id="harbour", title="港灣日報", url="https://news.example/list", state="ok", since=NEWEST
            ),
            SourceRow(
                id="hill",
                title="山城晚報",
                url="https://hill.example/",
                state="failed",
                since=NEWEST,
                problem="HTTP status 503",
            ),
            SourceRow(id="tide", title="", url="https://tide.example/", state="new"),
        ),
        unregistered=(OutletRow(id="tide-0a1b2c3d", name="潮汐週刊"),),
    )


def files() -> Iterator[tuple[str, bytes]]:
    yield "style.css", style_sheet()
    yield "robots.txt", robots_txt()
    yield "icon.svg", icon()
    yield "index.html", index_page(index(), zone=TAIPEI)
    yield "zh-Hans/index.html", index_page(index("zh-Hans", "zh-Hans"), zone=TAIPEI)
    yield "status.html", status_page(status(), zone=TAIPEI)
    for name in ("feeds.opml", "status.json", "health.xml"):
        yield name, b"<x/>"
    for one in cards():
        original = feed(one.path, one.title)
        for edition, home in ((original, ""), (simplified(original), "zh-Hans")):
            yield (
                f"{edition.path}/index.html",
                feed_page(edition, site_title="晨間剪報", zone=TAIPEI, home=home),
            )
            for name in ("rss.xml", "atom.xml", "feed.json"):
                yield f"{edition.path}/{name}", b"<x/>"


def write(folder: Path) -> None:
    for path, data in files():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
