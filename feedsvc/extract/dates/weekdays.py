"""The names of the days of the week -> Monday 0 to Sunday 6; and the one that stands beside a date."""

from __future__ import annotations

import re

NUMBERS: dict[str, int] = {}
for _number, _words in enumerate(
    (
        "一|月|월|monday|mon|montag|lundi|lunes|понедельник",
        "二|火|화|tuesday|tues|tue|dienstag|mardi|martes|вторник",
        "三|水|수|wednesday|wed|mittwoch|mercredi|miércoles|среда|среду",
        "四|木|목|thursday|thurs|thur|thu|donnerstag|jeudi|jueves|четверг",
        "五|金|금|friday|fri|freitag|vendredi|viernes|пятница|пятницу",
        "六|土|토|saturday|sat|samstag|samedi|sábado|суббота|субботу",
        "日|天|末|일|sunday|sun|sonntag|dimanche|domingo|воскресенье",
    )
):
    NUMBERS.update(dict.fromkeys(_words.split("|"), _number))
LATIN = "|".join(sorted((word for word in NUMBERS if len(word) > 1), key=len, reverse=True))
_NAME = (
    r"(?:(?:週|周|星期|禮拜|礼拜)([一二三四五六日天])|[(\[]\s?([一二三四五六日天月火水木金土월화수목금토일])\s?[)\]]"
    rf"|([月火水木金土日])曜|([월화수목금토일])요일|(?<![^\W\d_])({LATIN})(?![^\W\d_]))"
)
_IN = re.compile(_NAME, re.IGNORECASE)
_BEFORE = re.compile(rf"{_NAME}日?[)\].,]*\s?$", re.IGNORECASE)
_ANY = re.compile(r"[週周期拜曜요()\[\]]|[^\W\d_\u2e80-\uffff]{3}")


def beside(found: re.Match[str]) -> int | None:
    """The weekday in a date's words or right before them: 10/29(三) 14:28, Wed, Oct 29."""
    text, start = found.string, found.start()
    if not _ANY.search(text, max(0, start - 16), found.end()):
        return None
    name = _IN.search(found[0]) or _BEFORE.search(text[max(0, start - 16) : start])
    return None if name is None else NUMBERS[name[name.lastindex or 1].lower()]
