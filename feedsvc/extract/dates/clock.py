"""Words for a time of day (下午 5:02, 昨晚8點, 5 PM EDT) -> Clock and zone.  Also the pattern others end with."""

from __future__ import annotations

import re
from datetime import UTC, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from feedsvc.extract.dates.civil import Clock

_MORNING = "上午|清晨|早上|早晨|今早|早|晨|午前|早朝|朝|오전|아침|a\\.?m\\.?"
_NIGHT = "凌晨|半夜|未明|새벽"
_NOON = "中午|正午|昼|낮"
_AFTERNOON = "下午|午後|午后|傍晚|夕方|오후|저녁|p\\.?m\\.?"
_EVENING = "晚上|晚間|晚间|夜間|夜间|夜裡|夜里|深夜|入夜|晚|晩|夜|밤"
PART = f"{_MORNING}|{_NIGHT}|{_NOON}|{_AFTERNOON}|{_EVENING}"
_PART_OF = re.compile(
    f"(?P<morning>{_MORNING})|(?P<night>{_NIGHT})|(?P<noon>{_NOON})|(?P<afternoon>{_AFTERNOON})|(?P<evening>{_EVENING})",
    re.IGNORECASE,
)

_NAMED: dict[str, float] = {
    "z": 0, "utc": 0, "gmt": 0, "ut": 0, "wet": 0, "bst": 1, "west": 1, "cet": 1, "cest": 2, "mez": 1, "mesz": 2, "eet": 2, "eest": 3, "msk": 3, "мск": 3,
    "jst": 9, "kst": 9, "hkt": 8, "sgt": 8, "myt": 8, "pht": 8, "awst": 8, "aest": 10, "aedt": 11, "nzst": 12, "nzdt": 13,
    "est": -5, "edt": -4, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7, "akst": -9, "akdt": -8, "hst": -10,
}  # fmt: skip
_PLACED = {
    "et": "America/New_York", "ct": "America/Chicago", "mt": "America/Denver", "pt": "America/Los_Angeles", "eastern": "America/New_York",
    "pacific": "America/Los_Angeles", "central": "America/Chicago", "台北時間": "Asia/Taipei", "臺北時間": "Asia/Taipei", "台灣時間": "Asia/Taipei",
    "北京時間": "Asia/Shanghai", "北京时间": "Asia/Shanghai", "香港時間": "Asia/Hong_Kong", "日本時間": "Asia/Tokyo", "한국시간": "Asia/Seoul",
    "中国标准时间": "Asia/Shanghai", "台北标准时间": "Asia/Taipei", "台北標準時間": "Asia/Taipei", "香港標準時間": "Asia/Hong_Kong", "香港標準時": "Asia/Hong_Kong",
    "日本標準時": "Asia/Tokyo", "대한민국 표준시": "Asia/Seoul", "美東時間": "America/New_York", "london time": "Europe/London", "taipei time": "Asia/Taipei", "beijing time": "Asia/Shanghai",
}  # fmt: skip
_LONG_ZONES = "中国标准时间|台北标准时间|台北標準時間|香港標準時間|香港標準時|日本標準時|대한민국 표준시|北京時間|北京时间|台北時間|臺北時間|台灣時間|日本時間|한국시간"
_ZONE_NAMES = "|".join(sorted((*_NAMED, "cst", *_PLACED), key=len, reverse=True))
# "10:00-12:00" is a stretch of time, no offset: without GMT only +0800, -0500 and +08:00 are offsets.
ZONE = (
    r"(?:\(?(?:gmt|utc)\s?[+-]\d{1,2}(?::?\d{2})?(?!\d)\)?|[+-][01]\d[0-5]\d(?!\d)|\+[01]\d:[0-5]\d(?!\d)"
    r"|(?:(?<=:\d\d:\d\d)|(?<=:\d\d:\d\d )|(?<=\.\d{3} ))-[01]\d:[0-5]\d(?!\d)"
    rf"|\(?(?:{_ZONE_NAMES})\)?(?![a-zа-я\d+-]))"
)

PATTERN = (
    rf"(?:(?P<zone1>gmt[+-]\d{{1,2}}|hkt|jst|kst|sgt|{_LONG_ZONES})\s)?(?P<part>{PART})?\s?(?:"
    r"(?P<h>[01]?\d|2[0-4]):(?P<m>[0-5]\d)(?::(?P<s>[0-5]\d|60)(?:[.,](?P<frac>\d{1,9}))?)?"
    r"|(?P<h2>[01]?\d|2[0-4])\s?(?:[點点]|時(?!間)|时(?!间)|시(?!간))(?:(?P<half>半)|(?P<quarter>[13一三])刻|\s?(?P<m2>[0-5]?\d)\s?[分분]?(?:\s?(?P<s2>[0-5]?\d)\s?[秒초])?|[整鐘钟]|정각)?"
    r"|(?P<h3>[01]?\d|2[0-3])(?:h|\.(?=\d\d\s?(?:a\.?m|p\.?m|gmt|bst|uhr|est|edt|cet|cest|h\b)))(?P<m3>[0-5]\d)"
    r"|(?P<h4>1[0-2]|0?[1-9])(?=\s?(?:a\.?m\b|p\.?m\b|上午|下午))"
    r"|(?P<h5>[01]?\d|2[0-3])(?=\s?(?:uhr|h)\b)"
    rf")(?![\d:])(?:\s?(?P<part2>a\.m\.|p\.m\.|am\b|pm\b|上午|下午|午前|午後|오전|오후|凌晨|早上|中午|晚上))?(?:\s?(?:uhr|h)\b)?(?:\s?(?P<zone>{ZONE}))?"
)


def read(found: re.Match[str], zone: tzinfo) -> tuple[Clock, tzinfo | None] | None:
    """The clock that a match of PATTERN names; None when no such time exists (25:00)."""
    groups = found.groupdict()
    hour = next((int(groups[name]) for name in ("h", "h2", "h3", "h4", "h5") if groups[name]), None)
    if hour is None:
        return None
    start = _start(_hour(hour, groups["part2"] or groups["part"] or ""), groups)
    return (
        None
        if start > timedelta(days=1, hours=6)
        else (
            _clock(start, groups),
            zone_named(groups["zone"] or groups["zone1"] or groups.get("zone_last"), zone),
        )
    )


def _start(hour: int, groups: dict[str, str | None]) -> timedelta:
    minute = 30 if groups["half"] else {"1": 15, "一": 15, "3": 45, "三": 45}.get(groups["quarter"] or "", 0)
    minute = next((int(groups[name] or 0) for name in ("m", "m2", "m3") if groups[name]), minute)
    return timedelta(hours=hour, minutes=minute, seconds=min(int(groups["s"] or groups["s2"] or 0), 59))


def _clock(start: timedelta, groups: dict[str, str | None]) -> Clock:
    if groups["s"] or groups["s2"]:
        return Clock(start, timedelta(seconds=1), "second")
    if any(groups[name] for name in ("m", "m2", "m3", "half", "quarter")):
        return Clock(start, timedelta(minutes=1), "minute")
    return Clock(start, timedelta(hours=1), "hour")


def _hour(hour: int, part: str) -> int:
    """上午12 is 0, 下午12 is 12, 中午1 is 13, 晚上12 is the midnight that ends the day."""
    found = _PART_OF.fullmatch(part)
    if found is None:
        return hour
    match found.lastgroup:
        case "morning" | "night":
            return 0 if hour == 12 else hour
        case "noon":
            return hour + 12 if hour < 5 else hour
        case "afternoon":
            return hour + 12 if hour < 12 else hour
        case _:
            return hour + 12 if 5 <= hour < 12 else hour + 24 if hour < 5 else 24 if hour == 12 else hour


def spoken(found: re.Match[str]) -> bool:
    """下午6:00, 6:00 PM, 18:00 CET: no film is so long. "03:24 ・ 2025-10-29" may be one."""
    return any(found[name] for name in ("part", "part2", "zone", "zone1"))


def zone_named(words: str | None, site: tzinfo) -> tzinfo | None:
    """EDT, GMT+8, +08:00, ET, 台北時間 -> a zone; None: the words name none."""
    if not words:
        return None
    name = words.strip(" ()").lower()
    if name in _PLACED:
        return ZoneInfo(_PLACED[name])
    if name == "cst":  # China or Central: the site tells
        return site if str(site).startswith(("Asia/", "America/")) else None
    if name in _NAMED:
        return UTC if _NAMED[name] == 0 else timezone(timedelta(hours=_NAMED[name]))
    return offset(name)


def offset(words: str) -> tzinfo | None:
    """+8, +0800, gmt+08:00 -> a zone; None where no place on Earth has that offset."""
    found = re.search(r"([+-])(\d{1,2}):?(\d{2})?$", words)
    if found is None:
        return None
    minutes = int(found[2]) * 60 + int(found[3] or 0)
    if minutes > 14 * 60:
        return None
    return timezone(timedelta(minutes=-minutes if found[1] == "-" else minutes))


def part_of_day(words: str) -> Clock | None:
    """昨晚, 今早 without a clock: a stretch of the day; 下午 only says "not before noon"."""
    found = _PART_OF.fullmatch(words)
    if found is None:
        return None
    start, end = {
        "morning": (0, 12),
        "night": (0, 6),
        "noon": (11, 14),
        "afternoon": (12, 24),
        "evening": (18, 24),
    }[found.lastgroup or "morning"]
    return Clock(timedelta(hours=start), timedelta(hours=end - start), "day")
