"""A time field's words -> TimeEvidence: the readers, tried in the order of this table."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo

from feedsvc.extract.dates import (
    calendar,
    civil,
    dateline,
    european,
    evidence,
    months,
    near,
    relative,
    sentence,
    since,
    stamps,
    tongues,
    vague,
    words,
)
from feedsvc.extract.dates.ago import Ago
from feedsvc.extract.dates.civil import Civil
from feedsvc.extract.dates.evidence import Look
from feedsvc.extract.dates.field import Role, parts
from feedsvc.model import Interval, Style, TimeEvidence

Reader = Callable[[str, tzinfo, str], tuple[Civil, str] | None]


@dataclass(frozen=True, slots=True)
class Row:
    """A reader, and the signs without which it need not look."""

    signs: re.Pattern[str]
    read: Reader


def _row(signs: str, reader: Reader) -> Row:
    return Row(re.compile(signs), reader)


def _near_day(text: str, site: tzinfo, language: str) -> tuple[Civil, str] | None:
    return near.read_day(text, site, language)


def _weekday(text: str, site: tzinfo, _language: str) -> tuple[Civil, str] | None:
    return near.read_weekday(text, site)


def _clock(text: str, site: tzinfo, _language: str) -> tuple[Civil, str] | None:
    return near.read_clock(text, site)


_LETTERS = r"[^\W\d_\u2e80-\uffff]{3}"  # three letters of an alphabet

# A date that says more comes first: "2025-10-29 17:02" holds 10-29 and 17:02 too.
FIGURES: tuple[Row, ...] = (
    _row(r"\d (?:/ )?\d", calendar.read_leaf),
    _row(r"\d:\d\d\D.*\d{4}", calendar.read_clock_first),
    _row(r"(?:19|20)\d\d\s?[-/.年년]", calendar.read_full),
    _row(r"[民令平昭]|[RH]\d|1\d\d[/.年 -]", calendar.read_era),
    _row(_LETTERS, months.read),
    _row(r"\d[./-]\s?\d{1,2}[./-]\s?\d", calendar.read_day_first),
    _row(r"\d{7}", calendar.read_compact),
    _row(r"\d\s?月.*\d{4}", calendar.read_year_last),
)
NEAR: tuple[Row, ...] = (
    _row(r"[今昨前當本きおさ오어그금작]|" + _LETTERS, _near_day),
    _row(r"[週周星禮礼曜요]|[(\[].[)\]]|" + _LETTERS, _weekday),
)
SHORT: tuple[Row, ...] = (
    _row(r"\d\s?[月월/.-]\s?\d", calendar.read_month_day),
    _row(r"\d\s?[日號号일]", calendar.read_day_only),
    _row(r"\d(?:[:h.]\d|\s?[點点時时시]|\s?[AaPp]\.?[Mm]|\s?[上下午uU])", _clock),
    _row(r"\d{4}\s?年", calendar.read_month_only),
    _row(_LETTERS, months.read_month),
)
READERS = (*FIGURES, *NEAR, *SHORT)
_WIRE = re.compile(r"\d日\s?[綜综合專专外電电訊讯報共時ロA-Z]|\((?:R|A|C|X|Y|K|U|B)|[A-Z]{4}")
_EUROPEAN = re.compile(r"[Vv]or |[Ii]l y a |[Hh]ace |назад")
_FIGURED = re.compile(r"\d\s?[-/.:年月]\s?\d")  # "3 hours ago (2025-10-29 17:02)" says more by its figures
_TELLABLE = frozenset(("date", "relative"))  # a clock is a stamp's, a dateline stands in prose
_FINE = frozenset(("second", "minute", "hour"))
_DIGIT = re.compile(r"\d")
_ONE_SECOND = timedelta(microseconds=999_999)
_LONGEST = 120  # of a field; of longer text only what follows the last separator is one
_SEPARATOR = re.compile(r"[・•·∙|]\s?")


def read(
    text: str,
    *,
    seen_at: datetime | Interval,
    zone: str | tzinfo,
    language: str | None = None,
    style: Style = "any",
) -> TimeEvidence | None:
    """What the words of a time field say; None where they name no time that is past.

    `seen_at` is when the page was made, an interval where that is not known better (aware); `zone` the
    site's, for words that name none; the result is in UTC. Never raises on any text.
    """
    field = _field(words.spelled(text[-4_000:]))
    if not field:
        return None
    seen = evidence.look(seen_at, zone, language)
    translated = tongues.english(field, seen.language)
    if translated is None:
        return _first(field, seen, style)
    found = _first(translated, seen, style)
    whole = found is not None and found.text == translated
    return replace(found, text=field) if found and whole else found


def _first(field: str, seen: Look, style: Style) -> TimeEvidence | None:
    for role, piece in parts(field):
        found = _read(piece, seen, role, style) if piece else None
        if found is not None and not (found.kind in _TELLABLE and sentence.told(piece, found.text)):
            return found
    return None


def _field(text: str) -> str:
    if len(text) <= _LONGEST:
        return text
    tail = _SEPARATOR.split(text)[-1]
    return tail if len(tail) <= _LONGEST // 2 and tail != text else ""


def _read(text: str, seen: Look, role: Role, style: Style) -> TimeEvidence | None:
    if not _DIGIT.search(text):
        return _wordy(text, seen, role, style)
    return _machine(text, seen, role) or _figured(text, seen, role, style)


def _figured(text: str, seen: Look, role: Role, style: Style) -> TimeEvidence | None:
    """A date with a clock, else an age, else a dateline, else a day."""
    aged = _aged(text)
    if aged is not None and not _FIGURED.search(text):
        return evidence.of_age(*aged, seen, role, style)
    reading = next(_readings(READERS, text, seen), None)
    if reading is not None and reading[0].clock.unit in _FINE:
        dated = evidence.of_civil((reading[0],), reading[1], seen, role=role)
        if aged is None or reading[0].days is not civil.latest_day:
            return dated
        age = evidence.of_age(*aged, seen, role, style)
        return dated if _agree(dated, age) else age
    if aged is not None:
        return evidence.of_age(*aged, seen, role, style)
    wired = _dateline(text, seen, role)
    if wired is not None or reading is None:
        return wired
    return evidence.of_civil((reading[0],), reading[1], seen, role=role)


def _agree(dated: TimeEvidence | None, age: TimeEvidence | None) -> bool:
    """Of "03:24 ・ 2 小時前" the clock is a film's length; of "09:28 ・ 3 小時前" at noon it says the same more finely."""
    return bool(dated and age and dated.latest >= age.earliest and age.latest >= dated.earliest)


def _aged(text: str) -> tuple[Ago, str] | None:
    found = relative.read(text)
    return european.read(text) if found is None and _EUROPEAN.search(text) else found


def _wordy(text: str, seen: Look, role: Role, style: Style) -> TimeEvidence | None:
    """No figure: 剛剛, 昨天, 週三, 幾分鐘前, 上週."""
    aged = _aged(text)
    if aged is not None:
        return evidence.of_age(*aged, seen, role, style)
    for reading in _readings(NEAR, text, seen):
        return evidence.of_civil((reading[0],), reading[1], seen, role=role)
    return vague.read(text, seen, role)


def _readings(rows: tuple[Row, ...], text: str, seen: Look) -> Iterator[tuple[Civil, str]]:
    for row in rows:
        if row.signs.search(text):
            reading = row.read(text, seen.site, seen.language)
            if reading is not None:
                yield reading


def _machine(text: str, seen: Look, role: Role) -> TimeEvidence | None:
    epoch = stamps.epoch(text, seen.seen.latest)
    if epoch is not None:
        second = epoch[0].replace(microsecond=0)
        return evidence.of_instant(second, epoch[1], seen, role=role, origin="shown", width=_ONE_SECOND)
    stamp = stamps.iso(text) if "T" in text or "Z" in text or "+" in text else None
    if stamp is None and "W" in text and (week := stamps.week(text)) is not None:
        return evidence.of_civil((week[0],), week[1], seen, role=role)
    return None if stamp is None else evidence.of_civil((stamp[0],), stamp[2], seen, role=role)


def _dateline(text: str, seen: Look, role: Role) -> TimeEvidence | None:
    for reading in dateline.wires(text) if _WIRE.search(text) else ():
        return evidence.of_civil(reading[0], reading[1], seen, role=role, kind="dateline")
    for today in dateline.said_today(text) if "(" in text else ():
        return evidence.of_civil((today[0],), today[1], seen, role=role, kind="dateline")
    return since.read(text, seen, role=role) if "日" in text or "일" in text else None
