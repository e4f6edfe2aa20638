"""Ages in German, French, Spanish and Russian (vor 3 Stunden, il y a 2 jours, hace una hora, 5 минут назад) -> Ago."""

from __future__ import annotations

import re
from collections.abc import Callable

from feedsvc.extract.dates import ago, field, relative
from feedsvc.extract.dates.ago import Ago
from feedsvc.model import Unit

# The stem of each unit's word in the four languages: endings are inflection.
_STEMS: tuple[tuple[Unit, str], ...] = (
    ("second", "sekund|sek|second|segundo|секунд|сек"),
    ("minute", "minut|min|минут|мин"),
    ("hour", "stunde|std|heure|hora|h|час"),
    ("day", "tag|jour|día|dia|дн|день|дня"),
    ("week", "woche|semaine|semana|недел"),
    ("month", "monat|mois|mes|месяц"),
    ("year", "jahr|an|año|год|лет"),
)
_STEM = "|".join(sorted((stem for _, stems in _STEMS for stem in stems.split("|")), key=len, reverse=True))
_NUMBERS: dict[str, int] = {}
for _count, _words in enumerate(
    (
        "einer einem eine un une una один одну",
        "zwei deux dos два две",
        "drei trois tres три",
        "vier quatre cuatro четыре",
        "fünf cinq cinco пять",
        "sechs six seis шесть",
        "sieben sept siete семь",
        "acht huit ocho восемь",
        "neun neuf nueve девять",
        "zehn dix diez десять",
    ),
    1,
):
    _NUMBERS.update(dict.fromkeys(_words.split(), _count))
_NUMBER = rf"\d{{1,3}}|{'|'.join(sorted(_NUMBERS, key=len, reverse=True))}"
_LONE = re.compile(r"(?:секунду|минуту|час|день|неделю|месяц|год)\sназад", re.IGNORECASE)  # "час назад"
_FEW = r"ein paar|einigen|wenigen|quelques|unos|unas|algunos|algunas|несколько"
_ABOUT = r"etwa |ungefähr |ca\. |rund |environ |alrededor de |unos |unas |около |примерно "
_OVER = r"mehr als |über |plus de |más de |больше |более "
_BELOW = r"weniger als |moins de |moins d'|menos de |меньше |менее "
_ALMOST = r"fast |presque |casi |почти "
_HOW = (
    rf"(?:(?P<few>{_FEW})\s|(?P<about>{_ABOUT})|(?P<over>{_OVER})|(?P<below>{_BELOW})|(?P<almost>{_ALMOST}))?"
)
_AGO = re.compile(
    rf"(?<!\w)(?:vor|il y a|hace)\s{_HOW}(?:(?P<n>{_NUMBER})\s)?(?P<stem>{_STEM})[a-zéñ]{{0,3}}\.?(?!\w)",
    re.IGNORECASE,
)
_AGO_AFTER = re.compile(
    rf"(?<!\w)(?<!\d[,.\s]){_HOW}(?:(?P<n>{_NUMBER})\s)?(?P<stem>{_STEM})[а-я]{{0,3}}\.?\sназад(?!\w)",
    re.IGNORECASE,
)
_QUALIFIED: tuple[tuple[str, Callable[[Unit, int], Ago]], ...] = (
    ("about", ago.about),
    ("over", ago.over),
    ("below", ago.below),
    ("almost", ago.almost),
)


def read(text: str) -> tuple[Ago, str] | None:
    pattern = _AGO_AFTER if "назад" in text.lower() else _AGO
    for found in pattern.finditer(text):
        worded = pattern is _AGO_AFTER and (found["n"] or "").isalpha()  # of двадцать два only the end
        before, after = field.left(text, found.start()), field.right(text, found.end())
        if before < 1 + worded or after < 1 or (after == 1 and text[found.end() :].lstrip()[:1].islower()):
            continue
        if before == 2 or not relative.prose(text[: found.start()]):
            reading = _age(found)
            if reading is not None:
                return reading, found[0]
    return None


def _age(found: re.Match[str]) -> Ago | None:
    unit = next(unit for unit, stems in _STEMS if found["stem"].lower() in stems.split("|"))
    words = (found["n"] or "").lower()
    if not words and (found["few"] or (found["about"] or "").lower() in {"unos ", "unas "}):
        return ago.few(unit)
    reading = next((reading for name, reading in _QUALIFIED if found[name]), None)
    if not words and (found.re is _AGO or not (reading or _LONE.match(found[0]))):
        return None  # vor Jahren, лет назад; only Russian says час назад for one hour
    return (reading or ago.plain)(unit, _NUMBERS.get(words) or int(words or 1))
