"""Dates in figures (2025-10-29 17:02, 2025年10月29日 下午5:02, 10/29, 29日, 20251029, 民國114年, 令和7年) -> Civil."""

from __future__ import annotations

import re
from datetime import timedelta, tzinfo

from feedsvc.extract.dates import civil, clock, field, weekdays
from feedsvc.extract.dates.civil import Civil, Days
from feedsvc.model import Unit

_WEEK = r"(?:\s?,?\s?[(\[]?\s?(?:(?:週|周|星期|禮拜|礼拜)[一二三四五六日天]|(?<=[(\[])[一二三四五六日天月火水木金土월화수목금토일]|[月火水木金土日]曜日?|[월화수목금토일]요일|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?)\s?[)\]]?)?"
_GAP = r"(?:\s?[,，、・/|T_-]?\s?(?:at|um|à|a las|в)?\s?)"
_CLOCKED = rf"(?:{_WEEK}{_GAP}{clock.PATTERN})"
_TAIL = rf"(?:{_CLOCKED}|(?P<stretch>\s?(?:{clock.PART})(?![一-鿿])|){_WEEK})"
_NO_FIGURE = r"(?<![\d./$¥€£+~-])(?<!\d:)"

_ERA = re.compile(
    rf"(?:(?P<era>中華民國|民國|民国|令和|平成|昭和|R(?=\d)|H(?=\d))\s?)(?P<y>\d{{1,3}}|元)\s?[年./-]\s?(?P<mo>\d{{1,2}})\s?[月./-]\s?(?P<d>\d{{1,2}})(?!\d)\s?[日號号]?{_TAIL}"
)
_ROC = re.compile(
    rf"{_NO_FIGURE}(?P<y>1\d\d)(?P<sep>[/.-]|\s?年\s?)(?P<mo>\d{{1,2}})(?:(?P=sep)|\s?月\s?)(?P<d>\d{{1,2}})(?![\d])\s?[日號号]?{_TAIL}"
)
_FULL = re.compile(
    rf"{_NO_FIGURE}(?P<y>(?:19|20)\d\d)\s?(?P<sep>[-/.]|年|년)\s?(?P<mo>\d{{1,2}})\s?(?:(?P=sep)|月|월)\s?(?P<d>\d{{1,2}})(?!\d)\s?(?:[日號号일]|\.(?!\d))?{_TAIL}",
    re.IGNORECASE,
)
_DAY_FIRST = re.compile(
    rf"{_NO_FIGURE}(?P<a>\d{{1,2}})(?P<sep>\.\s|[./-])(?P<b>\d{{1,2}})(?P=sep)(?P<y>(?:19|20)\d\d|\d\d)(?!\d)(?![./]\d|-\d(?!\d?:)){_TAIL}",
    re.IGNORECASE,
)
_COMPACT = re.compile(
    r"(?<![\d.A-Za-z/_-])(?P<y>20\d\d)(?P<mo>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])(?:[ _T-]?(?P<hh>[01]\d|2[0-3]):?(?P<mm>[0-5]\d):?(?P<ss>[0-5]\d)?)?(?![\d.])"
)
_ROC_COMPACT = re.compile(
    r"(?<![\d.A-Za-z/_-])(?P<y>1[01]\d)(?P<mo>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])(?![\d.])"
)
_MONTH_DAY = re.compile(
    rf"{_NO_FIGURE}(?<!年)(?P<mo>\d{{1,2}})(?P<sep>\s?月\s?|\s?월\s?|[/.-])(?P<d>\d{{1,2}})(?![\d%])(?![./-]\d)\s?(?:[日號号일]|\.(?=\s))?{_TAIL}",
    re.IGNORECASE,
)
_YEAR_LAST = re.compile(
    rf"{_NO_FIGURE}(?:(?P<d>\d{{1,2}}) (?P<mo>\d{{1,2}})\s?月|(?P<mo2>\d{{1,2}})\s?月 (?P<d2>\d{{1,2}})日?),? (?P<y>(?:19|20)\d\d)(?!\d){_TAIL}",
    re.IGNORECASE,
)
_A_YEAR = re.compile(r"\s?,?\s?(?:19|20)\d\d(?![\d:])")
_DAY_ONLY = re.compile(rf"{_NO_FIGURE}(?<![月第])(?P<d>\d{{1,2}})\s?(?:日|號|号|일){_TAIL}", re.IGNORECASE)
_CLOCK_FIRST = re.compile(
    rf"(?<![\d./-])(?<!\d:){clock.PATTERN}\s?(?:[,，/-]|(?P<apart>[・·•|]))?\s?(?:on )?(?:(?P<y>(?:19|20)\d\d)\s?[-/.年년]\s?(?P<mo>\d{{1,2}})\s?[-/.月월]\s?(?P<d>\d{{1,2}})(?!\d)[日일]?|(?P<a>\d{{1,2}})(?P<sep>[./-])(?P<b>\d{{1,2}})(?P=sep)(?P<y2>(?:19|20)\d\d))(?!\d|\s?\d?\d:\d\d)(?:\s(?P<zone_last>{clock.ZONE}))?",
    re.IGNORECASE,
)
_MONTH_ONLY = re.compile(rf"{_NO_FIGURE}(?P<y>(?:19|20)\d\d)\s?年\s?(?P<mo>\d{{1,2}})\s?月(?![\d一-鿿])")
# A calendar leaf, as Chinese sites draw it: a large day and a small month with its year, or a day over its year.
_LEAF = re.compile(
    r"(?P<d>\d{1,2})日?\s?/?\s(?P<y>20\d\d)\s?[-/.年]\s?(?P<mo>\d{1,2})月?|(?P<y2>20\d\d)\s?[-/.年]\s?(?P<mo2>\d{1,2})月?\s/?\s?(?P<d2>\d{1,2})日?|"
    r"(?P<mo3>\d{1,2})[-/.](?P<d3>\d{1,2})\s(?P<y3>20\d\d)年?|(?P<y4>20\d\d)年?\s(?P<mo4>\d{1,2})[-/.](?P<d4>\d{1,2})"
)
# Round the clock and parts of a whole, more often than days of the year: wrong is worse than missing.
_FRACTIONS = frozenset(("24/7", "1/2", "1/3", "2/3", "1/4", "3/4"))
_ERAS = {
    "中華民國": 1911,
    "民國": 1911,
    "民国": 1911,
    "令和": 2018,
    "R": 2018,
    "平成": 1988,
    "H": 1988,
    "昭和": 1925,
}
_UNSETTLED = {"", "zh", "ja", "ko"}  # languages in which the zone tells how 3/4/2025 is read
_YEAR_FIRST = {*_UNSETTLED, "hu", "lt", "fa", "sv"}
_US = ("America/", "US/", "Pacific/Honolulu")


def read_era(text: str, site: tzinfo, _language: str) -> tuple[Civil, str] | None:
    """民國114年10月29日, 令和7年10月29日(水), R7.10.29, 114/10/29, 114年10月29日 下午5:02."""
    for found in _ERA.finditer(text):
        year = _ERAS[found["era"]] + (1 if found["y"] == "元" else int(found["y"]))
        if (
            reading := _dated(text, found, civil.fixed(year, int(found["mo"]), int(found["d"])), site, 1)
        ) is not None:
            return reading
    for found in _ROC.finditer(text):
        days = civil.fixed(1911 + int(found["y"]), int(found["mo"]), int(found["d"]))
        if (reading := _dated(text, found, days, site, 1)) is not None:
            return reading
    return None


def read_full(text: str, site: tzinfo, _language: str) -> tuple[Civil, str] | None:
    """2025-10-29 17:02, 2025.10.29., 2025年10月29日下午5:02."""
    for found in _FULL.finditer(text):
        days = civil.fixed(int(found["y"]), int(found["mo"]), int(found["d"]))
        if (reading := _dated(text, found, days, site, 1)) is not None:
            return reading
    return None


def read_leaf(text: str, _site: tzinfo, _language: str) -> tuple[Civil, str] | None:
    """18 2025-11, 2025.11 18, 11-18 2025, 2025 11/18: only where nothing else stands in the field."""
    found = _LEAF.fullmatch(text)
    if found is None:
        return None
    year, month, day = (
        next(int(said) for name, said in found.groupdict().items() if said and name.rstrip("234") == part)
        for part in ("y", "mo", "d")
    )
    days = civil.fixed(year, month, day)
    return None if days is None else (Civil(days), text)


def read_compact(text: str, _site: tzinfo, _language: str) -> tuple[Civil, str] | None:
    """20251029, 202510291702, 20251029170234, 1141029: only where nothing else stands in the field."""
    found = _COMPACT.search(text)
    if found is not None and _alone(text, found):
        days = civil.fixed(int(found["y"]), int(found["mo"]), int(found["d"]))
        return None if days is None else (Civil(days, _compact_clock(found)), found[0])
    found = _ROC_COMPACT.search(text)
    if found is not None and _alone(text, found):
        days = civil.fixed(1911 + int(found["y"]), int(found["mo"]), int(found["d"]))
        return None if days is None else (Civil(days), found[0])
    return None


def read_day_first(text: str, site: tzinfo, language: str) -> tuple[Civil, str] | None:
    """29.10.2025, 29/10/2025 17:02, 10/29/2025, 25/10/29: the order by language, zone and what is possible."""
    for found in _DAY_FIRST.finditer(text):
        days = _ordered(found["a"], found["b"], found["y"], found["sep"][0], site, language)
        if (reading := _dated(text, found, days, site, 1)) is not None:
            return reading
    return None


def read_clock_first(text: str, site: tzinfo, language: str) -> tuple[Civil, str] | None:
    """17:02 29/10/2025, 5:02 PM, 2025-10-29."""
    for found in _CLOCK_FIRST.finditer(text):
        if found["apart"] and not clock.spoken(found):
            continue
        if found["y"]:
            days = civil.fixed(int(found["y"]), int(found["mo"]), int(found["d"]))
        else:
            days = _ordered(found["a"], found["b"], found["y2"], found["sep"], site, language)
        named = clock.read(found, site)
        if days is not None and named is not None and field.right(text, found.end()) >= 1:
            return Civil(days, *named), found[0]
    return None


def read_year_last(text: str, site: tzinfo, _language: str) -> tuple[Civil, str] | None:
    """29 十月 2025 17:02, 十月 29, 2025: translated themes keep the English order."""
    for found in _YEAR_LAST.finditer(text):
        days = civil.fixed(int(found["y"]), int(found["mo"] or found["mo2"]), int(found["d"] or found["d2"]))
        if (reading := _dated(text, found, days, site, 1)) is not None:
            return reading
    return None


def read_month_day(text: str, site: tzinfo, language: str) -> tuple[Civil, str] | None:
    """10/29, 10-29 17:02, 10月29日: the latest such day; 10.29 alone is a price or a version."""
    for found in _MONTH_DAY.finditer(text):
        clocked = _clocked(found)
        if (found["sep"] == "." and not clocked) or _A_YEAR.match(text, found.end()):
            continue
        month, day = int(found["mo"]), int(found["d"])
        if _day_leads(found["sep"], month, site, language):
            month, day = day, month
        if found["sep"] == "-" and not clocked and len(found[0].strip()) < 5:
            continue  # 7-11, 2-1: a shop, a score
        if found[0].strip() in _FRACTIONS:
            continue
        if (
            reading := _dated(
                text, found, civil.yearless(month, day, weekdays.beside(found)), site, 1 if clocked else 2
            )
        ) is not None:
            return reading
    return None


def read_day_only(text: str, site: tzinfo, _language: str) -> tuple[Civil, str] | None:
    """29日, 29日 17:02: the latest month that has such a day."""
    for found in _DAY_ONLY.finditer(text):
        reading = _dated(text, found, civil.monthless(int(found["d"])), site, 1 if _clocked(found) else 2)
        if reading is not None:
            return reading
    return None


def read_month_only(text: str, _site: tzinfo, _language: str) -> tuple[Civil, str] | None:
    """2025年10月: a month, when nothing else stands in the field."""
    found = _MONTH_ONLY.search(text)
    if found is None or not _alone(text, found):
        return None
    month = civil.whole_month(int(found["y"]), int(found["mo"]))
    return None if month is None else (month, found[0])


def _dated(
    text: str, found: re.Match[str], days: Days | None, site: tzinfo, space: int
) -> tuple[Civil, str] | None:
    """The reading, if the words around it leave it a time: `space` 1 bears a word after a space, 2 none."""
    clocked = _clocked(found)
    before, after = field.left(text, found.start()), field.right(text, found.end())
    if days is None or min(before, after) < (0 if clocked and max(before, after) == 2 else space):
        return None
    if not clocked:
        stretch = clock.part_of_day((found["stretch"] or "").strip())
        return (Civil(days, stretch) if stretch else Civil(days)), found[0].strip()
    named = clock.read(found, site)
    return None if named is None else (Civil(days, *named), found[0].strip())


def _clocked(found: re.Match[str]) -> bool:
    return any(found[name] for name in ("h", "h2", "h3", "h4", "h5"))


def _alone(text: str, found: re.Match[str]) -> bool:
    return field.left(text, found.start()) == 2 and field.right(text, found.end()) == 2


def _compact_clock(found: re.Match[str]) -> civil.Clock:
    if not found["hh"]:
        return civil.WHOLE_DAY
    start = timedelta(hours=int(found["hh"]), minutes=int(found["mm"]), seconds=int(found["ss"] or 0))
    unit: Unit = "second" if found["ss"] else "minute"
    return civil.Clock(start, timedelta(seconds=1 if found["ss"] else 60), unit)


def _ordered(first: str, second: str, year: str, separator: str, site: tzinfo, language: str) -> Days | None:
    a, b, y = int(first), int(second), int(year)
    if len(year) == 2 and separator == "-" and len(first + second) < 4:
        return None  # 1-10-29
    if len(year) == 2:
        return _two_digit_year(a, b, y, separator, site, language)
    if a > 12 or b > 12:
        return civil.fixed(y, b, a) if a > 12 else civil.fixed(y, a, b)
    if separator == "." or not _month_first(site, language):
        return civil.fixed(y, b, a)
    return civil.fixed(y, a, b)


def _two_digit_year(a: int, b: int, y: int, separator: str, site: tzinfo, language: str) -> Days | None:
    """25/10/29 in East Asia, 29.10.25 in Europe, 10/29/25 in America; 1-10-29 is a score or a phone number."""
    if separator == "-" and language[:2] not in {"zh", "ja", "ko"}:
        return None
    if language[:2] in {"zh", "ja", "ko"}:
        return civil.fixed(2000 + a, b, y) if 10 <= a <= 60 else None
    if _month_first(site, language) and separator == "/":
        return civil.fixed(2000 + y, a, b)
    return civil.fixed(2000 + y, b, a) if language[:2] not in _YEAR_FIRST else None


def _day_leads(separator: str, first: int, site: tzinfo, language: str) -> bool:
    """29.10. and 29/10 outside East Asia and America; a first figure over 12 is a day anywhere else too."""
    if separator not in "/.-" or language.startswith(("zh", "ja", "ko")) or not language:
        return False
    return first > 12 or separator == "." or not _month_first(site, language)


def _month_first(site: tzinfo, language: str) -> bool:
    if language.lower() in {"en-us", "en"} and not str(site).startswith(
        ("Europe/", "Australia/", "Asia/", "Africa/")
    ):
        return True
    return language[:2] in {"en", *_UNSETTLED} and str(site).startswith(_US)
