"""A text as printed -> one spelling of it: NFKC, folded white space, Arabic digits before units."""

from __future__ import annotations

import re
import unicodedata

_DIGIT = {
    char: value
    for value, chars in enumerate(["零〇", "一", "二兩两", "三", "四", "五", "六", "七", "八", "九"])
    for char in chars
}
_TENS = {"廿": 20, "卅": 30}
_CHINESE = re.compile(
    r"(?<![零〇一二兩两三四五六七八九十百廿卅])[零〇一二兩两三四五六七八九十百廿卅]{1,7}(?=\s?[多幾几數数余餘]?\s?(?:[個个か][多幾几]?\s?)?[年月日號号天週周星禮礼小時时分秒點点鐘钟半刻])"
)
_LISTED = re.compile(
    r"(?<=[一二三四五六七八])、(?=[二三四五六七八九]\s?[個个天日小時时分週周月年])"
)  # 二、三天前
_ROUND_ZERO = re.compile(
    r"(?<=[一二三四五六七八九])[○◯]{1,2}(?=[一二三四五六七八九年])"
)  # 二○○五年; else a bullet
_ANY_CHINESE = re.compile(r"[零〇一二兩两三四五六七八九十百廿卅]")
_BEFORE_NUMERAL = frozenset("週周期拜曜第每初數数幾几")  # 週三, 第三, 每一: no count of units
_KOREAN = re.compile(
    r"(?<![가-힣])(?<!스물 )(?<!서른 )(?<!열 )(?:(한두|두세|서너|한|두|세|네|다섯|여섯|일곱|여덟|아홉|열|일|이|삼)\s?(?=시간|시\s?\d|달|주|분|년|개월)|(하루|이틀|사흘|나흘|닷새|엿새|이레|열흘|보름)(?=\s?전)|(일주일)(?=\s?전))"
)
_KOREAN_COUNT = {
    "한두": "1-2", "두세": "2-3", "서너": "3-4", "한": "1", "두": "2", "세": "3", "네": "4", "다섯": "5", "여섯": "6",
    "일곱": "7", "여덟": "8", "아홉": "9", "열": "10", "일": "1", "이": "2", "삼": "3",
    "하루": "1일", "이틀": "2일", "사흘": "3일", "나흘": "4일", "닷새": "5일", "엿새": "6일", "이레": "7일", "열흘": "10일", "보름": "15일",
    "일주일": "1주",
}  # fmt: skip
_KOREAN_SPELLING = {"어젯밤": "어제밤", "며칠": "몇일", "반나절": "반일"}
_SPELT_OTHERWISE = re.compile("|".join(_KOREAN_SPELLING))
_UNSEEN = (0xAD, 0xFE0F, 0xFEFF, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A))
_ONE_SIGN: dict[int, str | None] = {
    **dict.fromkeys(_UNSEEN),
    **dict.fromkeys(map(ord, "‧･"), "・"),
    **dict.fromkeys(map(ord, "〜～"), "~"),
    **dict.fromkeys(map(ord, "′’‘"), "'"),
    **dict.fromkeys(map(ord, "–—‐‑−"), "-"),
}
_ANY_SIGN = re.compile(f"[{''.join(map(chr, _ONE_SIGN))}]")


def spelled(text: str) -> str:
    """The text in the one spelling that all readers of this room expect."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
        if _ANY_SIGN.search(text):
            text = text.translate(_ONE_SIGN)
        if "○" in text or "◯" in text:
            text = _ROUND_ZERO.sub(lambda found: "〇" * len(found[0]), text)
        if "、" in text:
            text = _LISTED.sub("", text)
        if _ANY_CHINESE.search(text):
            text = _CHINESE.sub(_arabic, text)
        if "젯" in text or "칠" in text or "반" in text:
            text = _SPELT_OTHERWISE.sub(lambda found: _KOREAN_SPELLING[found[0]], text)
        if "전" in text or "시" in text:
            text = _KOREAN.sub(lambda found: _KOREAN_COUNT[found[found.lastindex or 0]], text)
    return " ".join(text.split())


def _arabic(found: re.Match[str]) -> str:
    words = found[0]
    before = found.string[found.start() - 1 : found.start()]
    if before in _BEFORE_NUMERAL and before:
        return words
    if len(words) == 2 and all(char in _DIGIT for char in words) and _DIGIT[words[1]] == _DIGIT[words[0]] + 1:
        return f"{_DIGIT[words[0]]}-{_DIGIT[words[1]]}"  # 兩三天 is two to three days, not 23
    if all(char in _DIGIT for char in words):
        return "".join(str(_DIGIT[char]) for char in words)
    return str(number(words))


def number(words: str) -> int:
    """三 -> 3, 十二 -> 12, 二十三 -> 23, 廿九 -> 29, 一百 -> 100; digits stay."""
    if words.isdigit() and words.isascii():
        return int(words)
    total, last = 0, 0
    for char in words:
        if char in _DIGIT:
            last = _DIGIT[char]
        elif char in _TENS:
            total, last = total + _TENS[char], 0
        else:
            total, last = total + max(last, 1) * (10 if char == "十" else 100), 0
    return total + last
