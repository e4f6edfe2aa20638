"""Words for a near day (昨天 14:30, 今早 7:40, 上週五, 수요일, Today at 9:05 AM) or a clock alone -> Civil."""

from __future__ import annotations

import re
from datetime import tzinfo

from feedsvc.extract.dates import civil, clock, field, relative, weekdays
from feedsvc.extract.dates.civil import WHOLE_DAY, Civil, Days

_AGO: dict[str, int] = {}
for _count, _words in {
    0: "今天|今日|本日|今|きょう|오늘|금일|當天|today|heute|aujourd'hui|hoy|сегодня",
    1: "昨天|昨日|昨|きのう|어제|작일|yesterday|gestern|hier|ayer|вчера",
    2: "前天|前日|一昨日|おととい|그저께|그제|the day before yesterday|day before yesterday|vorgestern|avant-hier|anteayer|позавчера",
    3: "大前天|一昨々日|さきおととい|그끄저께",
}.items():
    _AGO.update(dict.fromkeys(_words.split("|"), _count))
_DAY = "|".join(sorted(_AGO, key=len, reverse=True))

_WEEKDAY = (
    r"(?P<back>上上|上個?|上个|本|這個?|这个?|今|last\s)?(?:週|周|星期|禮拜|礼拜)(?P<zh>[一二三四五六日天])(?![一-鿿]?[刊報报]|文[學学])"
    r"|(?P<ja_back>先週の?|今週の?|last\s)?(?P<ja>[月火水木金土日])曜日?"
    r"|[(\[]\s?(?P<paren>[月火水木金土日월화수목금토일])\s?[)\]]"
    r"|(?P<ko_back>지난\s?주|이번\s?주|지난|last)?\s?(?P<ko>[월화수목금토일])요일"
    rf"|(?<![\w-])(?P<last>last\s|this\s|letzte[nrs]?\s|el\s|в прошл\w\w\s)?(?P<latin>{weekdays.LATIN})(?!\.[^\W\d])\.?(?![\w'-])(?P<past>\s(?:dernier|pasado))?"
)
_GAP = r"(?:\s?[,，、・/|-]?\s?(?:at|um|à|a las?|в|の)?\s?)"
_PAREN = r"(?:\s?\(\s?(?:週|周|星期)?[一二三四五六日天月火水木金土월화수목금토일]\s?\))?"
_NEAR = re.compile(
    rf"(?:(?<![\w-])(?=[a-zа-я'])|(?<![一-鿿가-힣])(?=[^a-zа-я']))(?P<day>{_DAY}){_PAREN}(?:{_GAP}{clock.PATTERN}|(?P<stretch>{clock.PART}))?",
    re.IGNORECASE,
)
_NAMED = re.compile(
    rf"(?:{_WEEKDAY})(?:\s?[)\]])?(?:{_GAP}{clock.PATTERN}|(?P<stretch>{clock.PART}))?", re.IGNORECASE
)
_CLOCK = re.compile(rf"(?<![\d.:/\w$¥€£-]){clock.PATTERN}", re.IGNORECASE)
_DAY_BEFORE = re.compile(
    r"(?:\d[^\d・•·∙|]{0,30}|[^\W\d_]{3,}\.?,?\s(?:at|um|à|a las?|в|le|el)|[(\[][一二三四五六日天月火水木金土월화수목금토일][)\]])[\s,，(]*$",
    re.IGNORECASE,
)
_DATE_BEFORE = re.compile(r"\d\s?[日號号일.]?,?\s?[(\[]?\s?$")  # 10/1 (週三) 14:28: no near Wednesday
_ANY_FIGURE = re.compile(r"\d")
_AMBIGUOUS_NAMES = {"sun", "末"}  # The Sun, 週末


def read_day(text: str, site: tzinfo, language: str = "zh") -> tuple[Civil, str] | None:
    """昨天, 昨天 14:30, 今早, 昨晚8點."""
    for found in _NEAR.finditer(text):
        if found["day"] in {"今", "昨"} and not (found["part"] or found["stretch"] or found["h"]):
            continue  # 今周刊; 今 alone says nothing
        if found["day"] == "前日" and not language.startswith("zh"):
            continue  # in Japanese the day before another one
        if _stands_alone(text, found) and not _in_sentence(text, found):
            return _with_clock(found, civil.days_ago(_AGO[found["day"].lower()]), site)
    return None


def read_weekday(text: str, site: tzinfo) -> tuple[Civil, str] | None:
    """週三, 上週五 9:30, Wednesday."""
    for found in _NAMED.finditer(text):
        days = _weekday(found)
        if (
            days is not None
            and _stands_alone(text, found)
            and not _DATE_BEFORE.search(text, 0, found.start())
            and (_says_clock(found) or not _figures(text, found))
        ):
            return _with_clock(found, days, site)
    return None


def read_clock(text: str, site: tzinfo) -> tuple[Civil, str] | None:
    """17:02, 下午 3:20; "9:05" alone is a film's length as often, "3點" alone a count."""
    for found in _CLOCK.finditer(text):
        spoken = found["part"] or found["part2"] or found["zone"]
        if not spoken and not found["m2"] and len(found["h"] or found["h3"] or "") < 2:
            continue
        if found["h4"] and not found["part2"] and not found["part"]:
            continue
        if _stands_alone(text, found) and not _unread_day(text[: found.start()]):
            return _with_clock(found, civil.latest_day, site)
    return None


def _unread_day(before: str) -> bool:
    """Figures or "at" before a clock name its day in words we do not know: it is not today's."""
    return _DAY_BEFORE.search(before) is not None


def _figures(text: str, found: re.Match[str]) -> bool:
    """Figures beside a weekday without a clock: a date in words we do not know, and perhaps long ago."""
    return _ANY_FIGURE.search(text[: found.start()] + text[found.end() :]) is not None


def _in_sentence(text: str, found: re.Match[str]) -> bool:
    """ "The minister, today, said"; a day with a clock is a stamp."""
    return (
        len(text) > len(found[0]) + 1
        and not _says_clock(found)
        and (relative.prose(text[: found.start()]) or relative.prose(text[found.end() :]))
    )


def _stands_alone(text: str, found: re.Match[str]) -> bool:
    return field.left(text, found.start()) == 2 and field.right(text, found.end()) == 2


def _says_clock(found: re.Match[str]) -> bool:
    return any(found[name] for name in ("h", "h2", "h3", "h4", "h5"))


def _weekday(found: re.Match[str]) -> Days | None:
    words = found.groupdict()
    name = (next((words[key] for key in ("zh", "ja", "ko", "latin", "paren") if words[key]), "")).lower()
    if (name in _AMBIGUOUS_NAMES or words["paren"]) and not (words["h"] or words["h4"]):
        return None
    number = weekdays.NUMBERS[name]
    before = (
        (words["back"] or words["ja_back"] or words["ko_back"] or words["last"] or words["past"] or "")
        .strip()
        .lower()
    )
    if not before:
        return civil.weekday(number)
    if before[0].islower() and before != "this":  # last, letzten, dernier: the nearest one that is not today
        return lambda today: (today - civil.DAY * ((today.weekday() - number - 1) % 7 + 1),)
    weeks = 2 if before == "上上" else 1 if before[0] in "上先지" else 0
    return civil.weekday_of(number, weeks)


def _with_clock(found: re.Match[str], days: Days, site: tzinfo) -> tuple[Civil, str] | None:
    if found.groupdict().get("stretch"):
        stretch = clock.part_of_day(found["stretch"]) or WHOLE_DAY
        return Civil(days, stretch), found[0].strip()
    if not _says_clock(found):
        return Civil(days), found[0].strip()
    named = clock.read(found, site)
    return None if named is None else (Civil(days, *named), found[0].strip())
