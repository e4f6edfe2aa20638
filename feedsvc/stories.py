"""Entries -> stories: reports of several outlets about one event within 48 hours.  Pure: `fold` is given.

Two reports are compared by what they share of rare pairs of characters (or words), of longer runs such as
names, and of numbers with their units: headlines of one event differ in verbs, not in names and numbers,
while dailies and series differ in nothing but their numbers. Candidates come from an index of shingles, so
the cost grows with the entries, not with their pairs. Reports in two languages are never compared well
enough to be joined; both Chinese scripts are one.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice, pairwise, product

from feedsvc.model import Attribution, Entry, Story

Fold = Callable[[str], str]
Numbers = Mapping[str, frozenset[str]]  # unit, or measure and "=" -> values: {"级": {"5"}, "规模=": {"6.1"}}

WINDOW = timedelta(hours=48)
LEAD_CHARS = 120
JOIN = 0.6  # score from which two reports are one story, on the side of leaving apart; see bench/stories.py
RAREST = 5.5
NEIGHBOURS = 12  # reports after it, in time, that a report is compared with for each shared shingle
SHARED_SHINGLES = 3
SAMPLE = 3

_NUMERAL = re.compile(r"[零〇一二三四五六七八九十百千两廿]+")
_DIGITS = {char: place for place, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_POWERS = {"十": 10, "百": 100, "千": 1000}
# What stands before the news: (wire, place, day), [outlet], "快讯/", "记者某某/综合报导".
_HEAD = re.compile(
    r"^\s*(?:[(\[【〔][^)\]】〕]{0,60}[)\]】〕]\s*|[^\s/]{2,5}/\s*|记者\S{2,20}?报[导道]\s*)+",
)
_HAN = r"\u3400-\u9fff\uf900-\ufaff\u3005\u3041-\u3096\u30a1-\u30fa\u30fc\uac00-\ud7a3"
_TOKEN = re.compile(rf"\d[\d.,:]*\d|\d|[a-z\u00c0-\u024f\u0370-\u052f]{{3,}}|[{_HAN}]+")
_NUMBER = re.compile(rf"([{_HAN}]{{2}})?(\d[\d.]*)\s*([a-z%{_HAN}]?)")
_DAY = re.compile(r"\d{1,4}/\d{1,2}(?:/\d{1,2})?")  # 7/26 says when, not how many
_TIME_UNITS = frozenset("年月日号时点分秒周岁")  # two reports of one event may tell other days and hours
_REPORTING = frozenset(
    re.findall(
        r"\S+",
        "宣布 表示 今天 指出 记者 报导 报道 公司 政府 上午 下午 晚间 明天 昨天 凌晨 今晨 清晨 中午 傍晚 今日 昨日 "
        "新闻 综合 快讯 影片 said that with from",
    )
)
# Columns that return each day tell no event, and parts of a series are not one report.
_REGULAR = re.compile(
    r"星座运|运势|(?:今|明|本|每)日?(?:天气|气象|停水|停电|行情|汇率|油价|头条)|一周(?:天气|气象|大事|星座)|"
    r"乐透|威力彩|发票(?:开奖|中奖)|懒人包|早报|晨报头条|daily briefing|horoscope|crossword"
)
_PART = re.compile(
    r"[(\[【]\s*([上中下终完]|\d{1,2})\s*[)\]】]|(?:之|part\s*)(\d{1,2})(?=[\s:)\]】]|$)|第(\d{1,3})[集回话篇季章]"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Report:
    """An entry taken apart once. Shingles: pairs of Han characters, words, numbers; runs: threes, word pairs."""

    id: str
    outlet: str
    when: datetime
    wire: tuple[str, ...]
    regular: bool
    part: str
    title: frozenset[str]
    text: frozenset[str]
    title_runs: frozenset[str]
    text_runs: frozenset[str]
    title_numbers: Numbers
    numbers: Numbers


def group(entries: Sequence[Entry], fold: Fold) -> tuple[Story, ...]:
    """Stories of at least two reports, each entry in at most one; earliest first, whatever the input order."""
    reports = sorted((_report(entry, fold) for entry in entries), key=lambda report: (report.when, report.id))
    weights = _weights(reports)
    edges = sorted(_edges(reports, weights), key=lambda edge: (-edge[0], edge[1], edge[2]))
    return tuple(_story(members, reports) for members in _clusters(edges, reports, weights))


def _story(members: Sequence[int], reports: Sequence[_Report]) -> Story:
    first, *others = (reports[place].id for place in sorted(members))
    return Story(id=f"story:{first}", first=first, others=tuple(others))


# -- one report -----------------------------------------------------------------------------------


def _report(entry: Entry, fold: Fold) -> _Report:
    title = _news(entry.title, fold)
    text = f"{title}\n{_news(entry.summary[:LEAD_CHARS], fold)}"
    return _Report(
        id=entry.id,
        # Lists that name no outlet are one: a site reports on an event as often as it likes.
        outlet=entry.attribution.outlet.id if entry.attribution.outlet is not None else f"?{entry.owner}",
        when=entry.published or entry.first_seen,
        wire=_wire(entry.attribution),
        regular=bool(_REGULAR.search(title)),
        part="".join(filter(None, _PART.findall(title)[0])) if _PART.search(title) else "",
        title=_shingles(title),
        text=_shingles(text),
        title_runs=_runs(title),
        text_runs=_runs(text),
        title_numbers=_numbers(title),
        numbers=_numbers(text),
    )


def _wire(who: Attribution) -> tuple[str, ...]:
    """Who wrote it, where a wire did: several outlets print one report of one agency."""
    signed = (*who.reporters, who.place or "")
    return (who.agency, *signed) if who.agency and any(signed) else ()


def _news(text: str, fold: Fold) -> str:
    """Folded, without dateline and byline, numerals as digits: 三百億 and 300億 are the same."""
    return _NUMERAL.sub(_value, _HEAD.sub("", fold(text)))


def _value(numeral: re.Match[str]) -> str:
    text = numeral[0].replace("廿", "二十")
    if not _POWERS.keys() & set(text):
        return "".join(str(_DIGITS[char]) for char in text)
    total = digit = 0
    for char in text:
        if char in _POWERS:
            total, digit = total + (digit or 1) * _POWERS[char], 0
        else:
            digit = _DIGITS[char]
    return str(total + digit)


def _shingles(text: str) -> frozenset[str]:
    return frozenset(shingle for token in _TOKEN.findall(text) for shingle in _pairs(token))


def _pairs(token: str) -> Iterable[str]:
    if token[0].isdigit():
        return (f"#{token}",)
    if token[0] < "\u0530":
        return (token[:6],)  # strike, strikes, striking
    return (token[place : place + 2] for place in range(max(1, len(token) - 1)))


def _runs(text: str) -> frozenset[str]:
    """Three Han characters, or two words in a row: most names and terms hold one."""
    tokens = _TOKEN.findall(text)
    han = (token for token in tokens if token[0] >= "\u0530")
    runs = {token[place : place + 3] for token in han for place in range(len(token) - 2)}
    runs.update(f"{a[:6]} {b[:6]}" for a, b in pairwise(tokens) if a[0] < "\u0530" and b[0] < "\u0530")
    return frozenset(runs)


def _numbers(text: str) -> Numbers:
    found: dict[str, set[str]] = defaultdict(set)
    for measure, value, unit in _NUMBER.findall(_DAY.sub(" ", text)):
        found[unit].add(value.rstrip("."))
        if measure and measure not in _REPORTING:
            found[f"{measure}="].add(value.rstrip("."))
    return {unit: frozenset(values) for unit, values in found.items()}


# -- two reports ----------------------------------------------------------------------------------


def _weights(reports: Sequence[_Report]) -> Mapping[str, float]:
    """Rare shingles weigh more, up to RAREST about; words of reporting weigh next to nothing."""
    seen = Counter(shingle for report in reports for shingle in report.text)
    # As if there were a hundred more: in a small set a word is not rare because it stands there once.
    total = len(reports) + 100
    return {
        shingle: (0.2 if shingle in _REPORTING else 1.0) * _rarity(count, total)
        for shingle, count in seen.items()
    }


def _rarity(count: int, total: int) -> float:
    return RAREST * (math.log(1 + total / count) / math.log(1 + total)) ** 2


def _score(one: _Report, other: _Report, weights: Mapping[str, float]) -> float:
    """How surely two reports tell one event: the logarithm of the odds, fitted on the labelled items."""

    def weight(shingles: Iterable[str]) -> float:
        return sum(map(weights.__getitem__, shingles)) or 1e-9

    told = weight(one.title & other.text) / weight(one.title)
    retold = weight(other.title & one.text) / weight(other.title)
    return (
        1.15 * (told + retold)
        # Meetings at one summit share persons and place; only one event's headlines are both retold.
        + 1.45 * min(told, retold)
        + 0.5 * math.log1p(weight(one.title & other.title))
        + 1.8 * math.log1p(weight(one.text & other.text))
        + 0.85 * math.log1p(_terms((one.title_runs & other.text_runs) | (other.title_runs & one.text_runs)))
        + 2.6 * _agreement(one.numbers, other.numbers)
        + 0.8 * (one.wire != () and one.wire == other.wire)
        - 1.2 * min(3, _conflicts(one.numbers, other.numbers, _TIME_UNITS))
        - 1.1 * min(2, _conflicts(one.title_numbers, other.title_numbers, frozenset("日")))
        - 2.5 * (abs(one.when - other.when) / timedelta(days=1))
        - 8.7
    )


def _terms(runs: AbstractSet[str]) -> float:
    """How many terms the runs spell: a long name holds many runs and is still one name."""
    continued = {run[:-1] for run in runs if len(run) == 3}
    begun = sum(1 for run in runs if run[1:] not in continued)
    return begun + 0.3 * (len(runs) - begun)


def _agreement(one: Numbers, other: Numbers) -> float:
    """Shared values of one unit, at most 2: 912點 says much, 3人 says little."""
    units = (unit for unit in one.keys() & other.keys() - _TIME_UNITS if not unit.endswith("="))
    shared = (value for unit in units for value in one[unit] & other[unit])
    return min(2.0, sum(1.0 if len(value) > 1 else 0.4 for value in shared))


def _conflicts(one: Numbers, other: Numbers, free: frozenset[str]) -> int:
    """Units of which both tell values and share none, not even rounded: 900點 may be 912點."""
    units = one.keys() & other.keys() - free
    return sum(1 for unit in units if not any(_alike(a, b) for a, b in product(one[unit], other[unit])))


def _alike(one: str, other: str) -> bool:
    if len(one) != len(other):
        return False
    return (
        one == other or other.startswith(one.rstrip("0") or "0") or one.startswith(other.rstrip("0") or "0")
    )


# -- many reports ---------------------------------------------------------------------------------


def _edges(reports: Sequence[_Report], weights: Mapping[str, float]) -> Iterator[tuple[float, int, int]]:
    for early, late in _candidates(reports):
        score = _score(reports[early], reports[late], weights)
        if score >= JOIN:
            yield score, early, late


def _candidates(reports: Sequence[_Report]) -> Iterator[tuple[int, int]]:
    """Pairs (earlier, later) of different outlets within the window that share a few shingles."""
    shared: Counter[tuple[int, int]] = Counter()
    for places in _postings(reports).values():
        for at, early in enumerate(places):
            for late in islice(places, at + 1, at + 1 + NEIGHBOURS):
                if reports[late].when - reports[early].when > WINDOW:
                    break
                shared[early, late] += 1
    for (early, late), count in shared.items():
        if count >= SHARED_SHINGLES and _comparable(reports[early], reports[late]):
            yield early, late


def _comparable(one: _Report, other: _Report) -> bool:
    return one.outlet != other.outlet and one.part == other.part and not (one.regular or other.regular)


def _postings(reports: Sequence[_Report]) -> Mapping[str, Sequence[int]]:
    """Shingle -> places of its reports in time; what every tenth report says tells nothing."""
    postings: dict[str, list[int]] = defaultdict(list)
    for place, report in enumerate(reports):
        for shingle in report.text - _REPORTING:
            postings[shingle].append(place)
    common = max(60, len(reports) // 10)
    return {shingle: places for shingle, places in postings.items() if 1 < len(places) <= common}


def _clusters(
    edges: Iterable[tuple[float, int, int]], reports: Sequence[_Report], weights: Mapping[str, float]
) -> list[list[int]]:
    """Best pairs first; two groups join where their earliest members fit each other on average too."""
    home: dict[int, list[int]] = {}
    for _, early, late in edges:
        one, other = home.get(early, [early]), home.get(late, [late])
        if one is other or not _fit(one, other, reports, weights):
            continue
        joined = sorted((*one, *other))
        home.update(dict.fromkeys(joined, joined))
    return sorted({id(members): members for members in home.values()}.values())


def _fit(
    one: Sequence[int], other: Sequence[int], reports: Sequence[_Report], weights: Mapping[str, float]
) -> bool:
    places = sorted((*one, *other))
    if reports[places[-1]].when - reports[places[0]].when > WINDOW:
        return False
    pairs = list(product(one[:SAMPLE], other[:SAMPLE]))
    return sum(_score(reports[a], reports[b], weights) for a, b in pairs) / len(pairs) >= 0.0
