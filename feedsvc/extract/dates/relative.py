"""Relative words (剛剛, 13 小時前, 1 小時 5 分鐘前, 2日前, 3분 전, an hour ago, 2d) -> Ago."""

from __future__ import annotations

import re
from collections.abc import Callable

from feedsvc.extract.dates import ago, field
from feedsvc.extract.dates.ago import Ago
from feedsvc.model import Unit

_UNITS: dict[str, Unit] = {}
for _unit, _words in {
    "second": "秒 秒鐘 秒钟 초 s sec secs second seconds",
    "minute": "分 分鐘 分钟 分間 분 m min mins minute minutes",
    "hour": "小時 小时 時間 时间 鐘頭 钟头 鐘 钟 시간 h hr hrs hour hours",
    "day": "天 日 日間 일 d day days",
    "week": "週 周 星期 禮拜 礼拜 週間 周間 주 주일 주간 w wk wks week weeks",
    "month": "個月 个月 個月間 か月 ヶ月 ケ月 カ月 ヵ月 箇月 개월 달 mo mos mth mths month months",
    "year": "年 年間 년 y yr yrs year years",
}.items():
    _UNITS.update(dict.fromkeys(_words.split(), _unit))  # type: ignore[arg-type]  # keys of a literal table are units

_CJK_UNIT = "|".join(sorted((word for word in _UNITS if not word.isascii()), key=len, reverse=True))
_LATIN_UNIT = "|".join(sorted((word for word in _UNITS if word.isascii()), key=len, reverse=True))
_CJK = re.compile(
    r"(?:(?P<about>大約|大约|大概|約|约|약|差不多|およそ|ざっと)|(?P<below>少於|少于|不到|不足|未滿|未满)|(?P<over>超過|超过|逾)|(?P<almost>將近|将近|接近|거의|近))?\s?"
    r"(?:(?<![\d.:/年月⁄萬万千億亿-])(?<!\d,)(?P<n>\d{1,3})(?:\s?(?:[-~至到、]|,(?!\d{3}))\s?(?P<n2>\d{1,3})|(?P<point>\.5))?\s?(?P<more>多|幾|几|數|数|余|餘|来|여)?|(?<![\d十])(?P<few>好?幾|好?几|數|数|몇|若干)|(?P<half>[半반]))\s?"
    r"(?:個(?!月)|个(?!月))?(?P<many>多)?(?P<n_half>半)?(?:個(?!月)|个(?!月))?\s?"
    rf"(?P<unit>{_CJK_UNIT})(?P<half_after>半)?\s?(?P<qualifier>以上|近く|未満|ほど|程|くらい|ぐらい|이상|미만|정도|多|餘|남짓)?"
    rf"\s?(?:又|零|と|,)?\s?(?:(?P<n3>\d{{1,2}})\s?(?P<unit2>{_CJK_UNIT}))?\s?[以之]?(?P<end>前|전)(?![天日後后半往作身田]|年度)"
)
_ALONE = re.compile(rf"(\d{{1,3}})\s?[個个]?\s?(?:({_CJK_UNIT})\s?[前전]|({_LATIN_UNIT}) ago)", re.IGNORECASE)
_NUMBERS = {
    "a": 1,
    "an": 1,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
}
_NUMBER = "|".join(sorted(_NUMBERS, key=len, reverse=True))
_LATIN = re.compile(
    r"(?<![\w.:/⁄-])(?<!\d,)(?<!ty )(?<!dred )(?<!sand )(?<!and )(?:(?P<about>about|around|approximately|approx\.?|circa|~)|(?P<below>less than|under)|(?P<over>over|more than)|(?P<almost>almost|nearly))?\s?"
    rf"(?:(?P<half>half an?)|(?P<few>a few|several|few|some)|(?P<couple>a couple(?: of)?)|(?P<n>\d{{1,3}}|{_NUMBER})(?:\s?(?:-|to|or)\s?(?P<n2>\d{{1,3}}))?)"
    rf"(?P<n_half> and a half)?[\s-]?(?P<unit>{_LATIN_UNIT})\.?(?:(?:,\s?|\s)?(?:and )?(?P<n3>\d{{1,2}})\s?(?P<unit2>{_LATIN_UNIT})\.?)?(?:,? ago|\s(?P<earlier>earlier))(?!\w)",
    re.IGNORECASE,
)
_BARE = re.compile(r"(?P<n>\d{1,2})(?P<unit>s|m|h|d|w|mo|y)")
_BARE_LIMIT = {"s": 60, "m": 60, "h": 24, "d": 31, "w": 53, "mo": 12, "y": 100}  # "24h" is a shop's sign
_NOW: dict[str, float] = {
    "剛才": 120,
    "刚才": 120,
    "方才": 120,
    "先ほど": 600,
    "さっき": 600,
    "조금 전": 600,
    "좀 전": 600,
    "a moment ago": 60,
    "片刻前": 600,
    "不久前": 3_600,
}
_JUST = re.compile(
    r"剛剛|刚刚|剛才|刚才|方才|片刻前|たった今|たったいま|ただいま|今しがた|先ほど|さっき|すこし前|少し前|방금\s?전|방금|지금\s?막|조금 전|좀 전|"
    r"(?<![\w-])(?:justo ahora|just now|right now|moments ago|a moment ago|seconds ago|a second ago|just posted|now)(?![\w-])",
    re.IGNORECASE,
)
_JUST_ALONE = frozenset(
    (
        "今",
        "現在",
        "现在",
        "지금",
        "jetzt",
        "gerade eben",
        "maintenant",
        "à l'instant",
        "ahora",
        "ahora mismo",
        "сейчас",
        "только что",
    )
)
_SENTENCE = re.compile(r"[，。；！？,;!?、]|:(?!\d)|[a-z]{2,}\s[a-z]{2,}\s[a-z]{2,}")
_BEARABLE = re.compile(r"\s(?:[^\Wa-z]|by\b|in\b|on\b|from\b|at\b|via\b|to\b|for\b)")
_LOWER_WORD = re.compile(r"(?<![^\W\d_])(?:[a-zß-öø-ÿа-яёіїєґά-ώ][^\W\d_]+|[\u0600-\u06ff\u0e00-\u0e7f])")
_HARMLESS = re.compile(
    r"\b(?:by\s\S+|views?|answered|asked|replied|commented|shared|hide|posted|published|updated|by|from|on|in|of|the|and|for|at|via|about|submitted|com|net|org|points?|comments?|was|last|edited|created)\b",
    re.IGNORECASE,
)


_QUALIFIED: tuple[tuple[str, frozenset[str], Callable[[Unit, int], Ago]], ...] = (
    ("below", frozenset({"未満", "미만"}), ago.below),
    ("over", frozenset({"以上", "이상"}), ago.over),
    ("almost", frozenset({"近く"}), ago.almost),
    ("about", frozenset(), ago.about),
)


def read(text: str) -> tuple[Ago, str] | None:
    """The first age that stands in a time's place, and its words."""
    alone = _ALONE.fullmatch(text)
    if alone is not None:  # most ages: spared the long patterns
        return ago.plain(_UNITS[(alone[2] or alone[3]).lower()], int(alone[1])), text
    if "前" in text or "전" in text:
        for found in _CJK.finditer(text):
            if _in_place(text, found) and (reading := _cjk(found)) is not None:
                return reading, found[0].strip()
    if "ago" in text or "Ago" in text or "AGO" in text or "earlier" in text:
        for found in _LATIN.finditer(text):
            if _in_place_latin(text, found) and (reading := _latin(found)) is not None:
                return reading, found[0].strip()
    return _bare(text) or _just(text)


def _in_place(text: str, found: re.Match[str]) -> bool:
    """Nothing but a separator or a label may follow; before it a name is borne, a sentence is not."""
    if field.right(text, found.end()) < 1:
        return False
    if field.left(text, found.start()) == 2:
        return True
    before = text[: found.start()]
    return len(before) <= 24 and field.right(text, found.end()) == 2 and not _SENTENCE.search(before)


def _in_place_latin(text: str, found: re.Match[str]) -> bool:
    before, after = text[: found.start()], field.right(text, found.end())
    if after < 1 or prose(before) or (after == 1 and not _BEARABLE.match(text, found.end())):
        return False
    return field.left(text, found.start()) == 2 or (after == 2 and len(before) <= 40)


def prose(before: str) -> bool:
    """ "He died" has lower-case words of its own; "The Straits Times" and "Posted by" have none."""
    tail = re.split(r"[・•·∙|]", before)[-1]
    return bool(_LOWER_WORD.search(_HARMLESS.sub("", tail)))


def _cjk(found: re.Match[str]) -> Ago | None:
    words = found.groupdict()
    unit = _UNITS[words["unit"]]
    if words["few"]:
        return ago.few(unit)
    if words["half"]:
        return ago.half(unit)
    if words["n3"]:
        return _compound(unit, int(words["n"]), words)
    if words["n_half"] or words["half_after"] or words["point"]:
        return ago.between(unit, int(words["n"]) + 0.25, int(words["n"]) + 1)
    return _counted(unit, int(words["n"]), words)


def _counted(unit: Unit, count: int, words: dict[str, str | None]) -> Ago:
    qualifier = words.get("qualifier") or ""
    if words["n2"]:
        return ago.between(unit, count, int(words["n2"]) + 1)
    if words.get("more") or words.get("many") or qualifier in {"多", "餘", "남짓"}:
        return ago.between(unit, count, count + (10 if count % 10 == 0 and count else 1))
    for name, after, reading in _QUALIFIED:
        if words[name] or qualifier in after:
            return reading(unit, count)
    return ago.about(unit, count) if qualifier else ago.plain(unit, count)


def _compound(unit: Unit, count: int, words: dict[str, str | None]) -> Ago | None:
    smaller = _UNITS[(words["unit2"] or "").lower()]
    return ago.with_larger(ago.plain(smaller, int(words["n3"] or 0)), unit, count)


def _latin(found: re.Match[str]) -> Ago | None:
    words = found.groupdict()
    unit = _UNITS[words["unit"].lower()]
    if words["few"]:
        return ago.few(unit)
    if words["couple"]:
        return ago.between(unit, 1.5, 3)
    if words["half"]:
        return ago.half(unit)
    count = _NUMBERS.get(words["n"].lower()) or int(words["n"])
    if words["n3"]:
        return _compound(unit, count, words)
    if words["n_half"]:
        return ago.between(unit, count + 0.25, count + 1)
    return _counted(unit, count, words)


def _bare(text: str) -> tuple[Ago, str] | None:
    """ "2d" alone, as social pages write it; "4K", "3D" and "5 min" are something else."""
    if len(text) > 40 or not text[-1:].islower():
        return None
    last = re.split(r"[・•·∙|]\s?", text)[-1].strip()
    found = _BARE.fullmatch(last)
    if found is None or int(found["n"]) >= _BARE_LIMIT[found["unit"]]:
        return None
    return ago.plain(_UNITS[found["unit"]], int(found["n"])), last


def _just(text: str) -> tuple[Ago, str] | None:
    if text in _JUST_ALONE:
        return ago.between("second", 0, 60), text
    for found in _JUST.finditer(text):
        if field.left(text, found.start()) == 2 and field.right(text, found.end()) == 2:
            seconds = _NOW.get(found[0].lower(), 60)
            return ago.between("second", 0, seconds), found[0]
    return None
