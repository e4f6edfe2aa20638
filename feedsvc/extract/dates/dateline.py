"""Datelines and day words of news prose (倫敦29日專電, 今（29）日, 昨（29）日, LONDON, Oct 29 (Reuters)) -> Civil days."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from feedsvc.extract.dates import civil, places
from feedsvc.extract.dates.civil import Civil, Clock, Days
from feedsvc.extract.dates.clock import PART, part_of_day
from feedsvc.extract.dates.months import month_named

_WIRE = re.compile(
    r"(?<![\d./-])(?:(?:(?P<y>20\d\d)年)?(?P<mo>\d{1,2})月)?(?P<d>\d{1,2})日\s?"
    r"(?P<wire>綜合外電|综合外电|綜合電|合電|專電|专电|外電|外电|電|电|訊|讯|綜合報導|報導|ロイター|共同|時事|AFP|CNN|AP|CNS)(?![一-鿿]*[子視话話影腦脑器台車车])"
)
_ENGLISH = re.compile(
    r"(?:^|[\s\])])(?P<place>[A-Z][A-Za-z.' /-]{2,30}?),? (?P<mon>[A-Z][a-z]{2,8})\.? (?P<d>\d{1,2})(?:, (?P<y>20\d\d))? ?(?:\((?:Reuters|AP|AFP|CNA|Xinhua|Yonhap|Kyodo|UPI|Bloomberg)[^)]*\)|[-:] )"
)
_TODAY = re.compile(
    rf"(?P<word>今|昨|明|前|오늘|어제|내일|그제)(?:天|日)?\s?\(\s?(?:(?P<y>20\d\d)[/年.-])?(?:(?P<mo>\d{{1,2}})\s?[/月.]\s?)?(?P<d>\d{{1,2}})\s?[日號号일]?\s?(?:[,，]?\s?(?:週|周|星期)?[一二三四五六日])?\)\s?[日天]?\s?(?P<part>{PART})?"
)
_SHIFT = {"今": 0, "昨": 1, "明": -1, "前": 2, "오늘": 0, "어제": 1, "내일": -1, "그제": 2}
_SAID = re.compile(
    r"(?<![\d月/.~至到-])(?P<d>\d{1,2})(?:日|일)(?!\s?[綜综外專专電电訊讯])(?:(?:上午|下午|晚間|晚间|晚|清晨|凌晨|中午|傍晚|稍早)?(?:在|於|于|向|對|对|透過|通过|抵達|抵达)?[一-鿿「」《》A-Za-z]{0,12}?)"
    r"(?:指出|表示|宣布|宣佈|透露|強調|强调|證實|证实|公布|公佈|發布|发布|發表|发表|報導|报道|聲明|声明|警告|呼籲|呼吁|說(?!明)|说(?!明)|稱(?!霸)|称(?!霸)|抵達|抵达|坦言|直言|發出|通報|通报|会见|會見|밝혔|말했)"
)
_CLOSING = re.compile(r"[)\]】]\s?(?P<y>1[01]\d)(?P<mo>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])\s*$")
_ABROAD = {"專電", "专电", "外電", "外电", "綜合外電", "综合外电"}
_LAST_TO_END = ZoneInfo("Pacific/Honolulu")


def wires(text: str) -> Iterator[tuple[tuple[Civil, ...], str]]:
    """Each dateline as its readings: the day at the place, and the day at the desk."""
    for found in _WIRE.finditer(text):
        days = _named_day(found["y"], found["mo"], found["d"])
        if days is not None:
            yield _at_both(days, text[: found.start()], abroad=found["wire"] in _ABROAD), found[0]
    for found in _ENGLISH.finditer(text):
        month = month_named(found["mon"])
        days = None if month is None else _named_day(found["y"], str(month), found["d"])
        if days is not None:
            yield _at_both(days, found["place"], abroad=False), found[0].strip()


def _at_both(days: Days, before: str, *, abroad: bool) -> tuple[Civil, ...]:
    """An unknown place abroad may still have that day when it is long over at the desk."""
    name = places.zone_at_end(before[-32:])
    if name is not None:
        return Civil(days), Civil(days, zone=ZoneInfo(name))
    return (Civil(days), Civil(days, zone=_LAST_TO_END)) if abroad else (Civil(days),)


def said_today(text: str) -> Iterator[tuple[Civil, str]]:
    """今（29）日: written that day; 昨（29）日: the day after; 明（31）日: the day before."""
    for found in _TODAY.finditer(text):
        days = _named_day(found["y"], found["mo"], found["d"])
        if days is not None:
            shift = _SHIFT[found["word"]]
            yield Civil(_shifted(days, shift), _from_part(found["part"], shift)), found[0].strip()


def said_on(text: str) -> Iterator[tuple[Civil, str]]:
    """28日指出: not before that day; the day itself is no upper bound."""
    for found in _SAID.finditer(text):
        days = civil.monthless(int(found["d"]))
        if days is not None:
            yield Civil(days), found[0]


def closing(text: str) -> tuple[Civil, str] | None:
    """(編輯:王小明)1141029, as the Central News Agency ends a story."""
    found = _CLOSING.search(text)
    if found is None:
        return None
    days = civil.fixed(1911 + int(found["y"]), int(found["mo"]), int(found["d"]))
    return None if days is None else (Civil(days), found[0][1:].strip())


def _named_day(year: str | None, month: str | None, day: str) -> Days | None:
    if year and month:
        return civil.fixed(int(year), int(month), int(day))
    return civil.yearless(int(month), int(day)) if month else civil.monthless(int(day))


def _shifted(days: Days, shift: int) -> Days:
    """The day written is `shift` days before the day of writing."""
    moved = timedelta(days=shift)

    def written(today: date) -> Iterable[date]:
        return (day + moved for day in days(today - moved))

    return written


def _from_part(part: str | None, shift: int) -> Clock:
    """今（3）日下午: not before noon; of 昨（2）日下午 the writer's own day says nothing."""
    stretch = part_of_day(part) if part and shift == 0 else None
    if stretch is None:
        return civil.WHOLE_DAY
    return Clock(stretch.start, civil.DAY - stretch.start, "day")
