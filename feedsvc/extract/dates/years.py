"""Years that are not counted from the birth of Christ (Thai ๒๕๖๘, Persian ۱۴۰۴) -> those that are."""

from __future__ import annotations

import re
from datetime import date, timedelta

_BUDDHIST = re.compile(r"(?<!\d)25[4-9]\d(?!\d)|(?<=\d [A-Z][a-z]{2} )[4-9]\d(?![\d:])")
_PERSIAN_MONTHS = (
    "فروردین",
    "اردیبهشت",
    "خرداد",
    "تیر",
    "مرداد",
    "شهریور",
    "مهر",
    "آبان",
    "آذر",
    "دی",
    "بهمن",
    "اسفند",
)
_PERSIAN = re.compile(
    rf"(?<!\d)(?:(?P<d>\d{{1,2}}) (?P<name>{'|'.join(_PERSIAN_MONTHS)}),? (?P<y>1[34]\d\d)|(?P<y2>1[34]\d\d)(?P<sep>[/-])(?P<mo>\d{{1,2}})(?P=sep)(?P<d2>\d{{1,2}}))(?!\d)"
)
_FIRST_DAY = date(2021, 3, 21)  # 1 Farvardin 1400
_LEAPS = (1, 5, 9, 13, 17, 22, 26, 30)  # of each 33 years; holds from 1178 to 1633


def christian(text: str, language: str) -> str:
    """The text with its Thai years, or its Persian dates, as the world writes them."""
    if language == "th":
        return _BUDDHIST.sub(_buddhist, text)
    return _PERSIAN.sub(_persian, text) if language == "fa" else text


def _buddhist(found: re.Match[str]) -> str:
    year = int(found[0])
    return str(year + 2500 - 543 if year < 100 else year - 543)


def _persian(found: re.Match[str]) -> str:
    month = _PERSIAN_MONTHS.index(found["name"]) + 1 if found["name"] else int(found["mo"])
    year, day = int(found["y"] or found["y2"]), int(found["d"] or found["d2"])
    if not 1 <= month <= 12 or not 1 <= day <= 31:
        return found[0]
    days = sum(31 if before < 7 else 30 for before in range(1, month)) + day - 1
    return f"{_FIRST_DAY + timedelta(days=_new_year(year) + days):%Y-%m-%d}"


def _new_year(year: int) -> int:
    """Days from 1 Farvardin 1400 to that of the year."""
    between = range(1400, year) if year >= 1400 else range(year, 1400)
    days = sum(366 if before % 33 in _LEAPS else 365 for before in between)
    return days if year >= 1400 else -days
