"""Dates with a month's name (Oct 29, 29 October 2025 17:02 GMT, 29. Oktober, 29 октября 2025) -> Civil."""

from __future__ import annotations

import re
from datetime import tzinfo

from feedsvc.extract.dates import civil, clock, field, weekdays
from feedsvc.extract.dates.civil import Civil

_MONTHS: dict[str, int] = {}
for _number, _words in enumerate(
    (
        "january jan januar jän jänner janvier janv enero ene января янв gennaio janeiro",
        "february feb februar février févr fév febrero февраля фев февр febbraio fevereiro",
        "march mar märz mär mrz mars marzo марта мар março",
        "april apr avril avr abril abr апреля апр aprile",
        "may mai mayo мая maggio maio",
        "june jun juni juin junio июня июн giugno junho",
        "july jul juli juillet juil julio июля июл luglio julho",
        "august aug août aout agosto ago августа авг",
        "september sept sep septembre septiembre setiembre set сентября сен сент settembre setembro",
        "october oct oktober okt octobre octubre октября окт ottobre outubro",
        "november nov novembre noviembre ноября ноя нояб novembro",
        "december dec dezember dez décembre déc diciembre dic декабря дек dicembre dezembro",
    ),
    1,
):
    _MONTHS.update(dict.fromkeys(_words.split(), _number))
_NAME = "|".join(sorted(_MONTHS, key=len, reverse=True))
_WORD = re.compile(r"[^\W\d_]{3,}")
_YEAR = r"(?:19|20)\d\d"
# "29 Oct 25" ends there or goes on with a clock; of "29 Oct 12 comments" the 12 is no year.
_SHORT_YEAR = r"(?P=sep)'?(?P<y2>\d\d)(?=$|\s?[,|•·・)\]]|\s\d?\d:\d\d)(?!,\d)"
_GAP = r"(?:\s?[,•·・/|@-]?\s?(?:at|um|à|a las?|в|,)?\s?)"
_WEEK = r"(?:,?\s\(?(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\)?(?![^\W\d_]))?"
_TAIL = rf"(?:\s?г(?:ода|\.)?)?{_WEEK}(?:{_GAP}{clock.PATTERN}(?:\s(?P<late>{_YEAR})(?!\d))?)?"
_MONTH_FIRST = re.compile(
    rf"(?<![\w.])(?P<mon>{_NAME})(?:\.?\s?|-(?=\d\d?-\d{{4}}))(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?![\d:])(?:(?:,?\s|-)(?P<y>{_YEAR})(?!\d))?{_TAIL}",
    re.IGNORECASE,
)
_DAY_FIRST = re.compile(
    rf"(?<![\w./:-])(?P<d>\d{{1,2}})(?:\.|st|nd|rd|th|er|º|ª)?(?P<sep>[\s/-])?(?:of |de )?(?P<mon>{_NAME})(?![^\W\d_])(?:{_SHORT_YEAR}|\.?,?(?:[\s/-](?:de |del )?(?P<y>{_YEAR})(?!\d))?){_TAIL}",
    re.IGNORECASE,
)
_YEAR_BEFORE = re.compile(
    rf"(?<![\w./:-])(?P<y>{_YEAR})(?:\.\s|[\s/-])(?P<mon>{_NAME})(?:\.\s|[\s/-])(?P<d>\d{{1,2}})(?!\d)\.?{_TAIL}",
    re.IGNORECASE,
)
_CLOCK_FIRST = re.compile(
    rf"(?<![\w.:]){clock.PATTERN}\s?(?:[,/-]|(?P<apart>[•·・|]))?\s?(?:on )?(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,?\s)?"
    rf"(?:(?P<mon>{_NAME})\.?\s(?P<d>\d{{1,2}})(?:st|nd|rd|th)?|(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\s(?P<mon2>{_NAME}))\.?(?:,?\s(?P<y>{_YEAR}))?(?![\w])(?:\s(?P<zone_last>{clock.ZONE}))?",
    re.IGNORECASE,
)
_CLOCK_LIKE = re.compile(r"\d(?:[:.h]\d\d|\s?[AaPp]\.?[Mm]|\s?[uU]hr|[點点時时시])")
_FOUR_FIGURES = re.compile(r"\d{4}")
_YEAR_BEHIND = re.compile(rf"[^・•·|©]{{0,12}}?(?<!\d){_YEAR}(?!\d)")
_ONLY_MONTH = re.compile(rf"(?P<mon>{_NAME})\.?,? (?P<y>{_YEAR})", re.IGNORECASE)
_WEEKDAY_BEFORE = re.compile(
    r"(?<![^\W\d_])(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?[.,]*\s?$|"
    r"(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|mo|di|mi|do|fr|sa|so|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|"
    r"lunes|martes|miércoles|jueves|viernes|sábado|domingo|lun|mar|mer|jeu|ven|sam|dim|mié|jue|vie|sáb|dom|"
    r"понедельник|вторник|среда|четверг|пятница|суббота|воскресенье|пн|вт|ср|чт|пт|сб|вс)[.,]*\s?$)",
    re.IGNORECASE,
)
_LOWER_WORD = re.compile(
    r"(?<![^\W\d_])(?!(?:posted|published|updated|by|from|on|in|of|the|and|le|am|el|at)\b)[a-zа-яà-ÿ]{3,}"
)


def read(text: str, site: tzinfo, _language: str) -> tuple[Civil, str] | None:
    name = next((word for word in _WORD.finditer(text) if word[0].lower() in _MONTHS), None)
    if name is None:
        return None
    clock_first = (_CLOCK_FIRST,) if _CLOCK_LIKE.search(text, 0, name.start()) else ()
    year_before = (_YEAR_BEFORE,) if _FOUR_FIGURES.search(text, 0, name.start()) else ()
    for pattern in (*clock_first, *year_before, _MONTH_FIRST, _DAY_FIRST):
        for found in pattern.finditer(text):
            if pattern is _CLOCK_FIRST and found["apart"] and not clock.spoken(found):
                continue
            if _in_place(text, found) and (reading := _dated(found, site)) is not None:
                return reading
    return None


def read_month(text: str, _site: tzinfo, _language: str) -> tuple[Civil, str] | None:
    """October 2025: a month, when nothing else stands in the field."""
    found = _ONLY_MONTH.fullmatch(text)
    month = None if found is None else civil.whole_month(int(found["y"]), _MONTHS[found["mon"].lower()])
    return None if month is None else (month, text)


def _in_place(text: str, found: re.Match[str]) -> bool:
    """A weekday, a label or a name may stand before it; a sentence ("on Oct 29 he said") may not surround it."""
    after = field.right(text, found.end())
    before = _WEEKDAY_BEFORE.sub("", text[: found.start()])
    state = field.left(before, len(before))
    if after < 1 or state < 1 or (_year(found) is None and _YEAR_BEHIND.match(text, found.end())):
        return False
    if state == 2 and after == 2:
        return True
    return (
        _year(found) is not None
        and not _LOWER_WORD.search(before)
        and not (after == 1 and _LOWER_WORD.match(text[found.end() :].lstrip()))
    )


def _dated(found: re.Match[str], site: tzinfo) -> tuple[Civil, str] | None:
    words = found.groupdict()
    name, day = words["mon"] or words["mon2"], words["d"] or words["d2"]
    month, year = _MONTHS[name.lower()], _year(found)
    days = (
        civil.yearless(month, int(day), weekdays.beside(found))
        if year is None
        else civil.fixed(year, month, int(day))
    )
    if days is None:
        return None
    if not any(words[key] for key in ("h", "h2", "h3", "h4", "h5")):
        return Civil(days), found[0].strip()
    named = clock.read(found, site)
    return None if named is None else (Civil(days, *named), found[0].strip())


def _year(found: re.Match[str]) -> int | None:
    words = found.groupdict()
    year = words.get("y") or words.get("late")
    if words.get("y2"):
        return 2000 + int(words["y2"] or 0)
    return int(year) if year else None


def month_named(name: str) -> int | None:
    return _MONTHS.get(name.lower().rstrip("."))
