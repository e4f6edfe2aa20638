"""Ages in German, French, Spanish and Russian (vor 3 Stunden, il y a 2 jours, hace una hora, 5 минут назад) -> Ago."""

from __future__ import annotations

import re

from feedsvc.extract.dates import ago, field
from feedsvc.extract.dates.ago import Ago
from feedsvc.model import Unit

# The stem of each unit's word in the four languages: endings are inflection.
_STEMS: tuple[tuple[Unit, str], ...] = (
    ("second", "sekund|sek|second|segundo|секунд|сек"),
    ("minute", "minut|min|минут|мин"),
    ("hour", "stunde|std|heure|hora|час"),
    ("day", "tag|jour|día|dia|дн|день|дня"),
    ("week", "woche|semaine|semana|недел"),
    ("month", "monat|mois|mes|месяц"),
    ("year", "jahr|an|año|год|лет"),
)
_STEM = "|".join(sorted((stem for _, stems in _STEMS for stem in stems.split("|")), key=len, reverse=True))
_ONE = frozenset(("einer", "einem", "eine", "un", "une", "una", ""))
_AGO = re.compile(
    rf"(?<!\w)(?:(?:vor|il y a|hace)\s(?P<about>etwa |ca\. |environ |unos |unas )?(?P<n>\d{{1,3}}|einer|einem|une|una|un)\s(?P<stem>{_STEM})[a-zéñ]{{0,3}}\.?"
    rf"|(?P<ru_n>\d{{1,3}}\s)?(?P<ru_stem>{_STEM})[а-я]{{0,3}}\.?\sназад)(?!\w)",
    re.IGNORECASE,
)


def read(text: str) -> tuple[Ago, str] | None:
    for found in _AGO.finditer(text):
        if field.left(text, found.start()) >= 1 and field.right(text, found.end()) >= 1:
            return _age(found), found[0]
    return None


def _age(found: re.Match[str]) -> Ago:
    stem = (found["stem"] or found["ru_stem"]).lower()
    unit = next(unit for unit, stems in _STEMS if stem in stems.split("|"))
    words = (found["n"] or found["ru_n"] or "").strip().lower()
    count = 1 if words in _ONE else int(words)
    return ago.about(unit, count) if found["about"] else ago.plain(unit, count)
