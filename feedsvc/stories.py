"""Entries -> stories: reports of several outlets about one event within 48 hours.  Pure: `fold` is given.

Two reports are compared by what they share of rare pairs of characters (or words), of longer runs such as
names, and of numbers with their units: headlines of one event differ in verbs, not in names and numbers,
while dailies and series differ in nothing but their numbers. Reports in two languages are never compared
well enough to be joined; both Chinese scripts are one.

Reports are taken in the order in which we published them, and each is judged by what came before it only:
what later looks bring never changes what readers were shown, except that a report may join two stories.
Candidates come from an index of rare shingles, so the cost grows with the entries, not with their pairs.
"""

from __future__ import annotations

import math
import operator
import re
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import chain, product

from feedsvc.model import Attribution, Entry, Story

Fold = Callable[[str], str]
Numbers = Mapping[str, frozenset[str]]  # unit, or measure and "=" -> values: {"级": {"5"}, "规模=": {"6.1"}}

WINDOW = timedelta(hours=48)
UNTOLD = timedelta(hours=12)
LEAD_CHARS = 120
JOIN = 0.5  # score from which two reports are one story, on the side of leaving apart; see bench/stories.py
RAREST = 5.5
SUPPOSED = 100  # reports that we suppose to have read before the first one
SUPPOSED_SEEN = 6  # and how many of them hold a word of _ORDINARY
TELLING = 24  # the rarest shingles of a report, by which its neighbours are looked up
NEIGHBOURS = 12  # reports before it that a report is compared with for each of these shingles
SHARED_SHINGLES = 4
SAMPLE = 3
FIT = 0.0

_NUMERAL = re.compile(r"[零〇一二三四五六七八九十百千两廿][零〇一二三四五六七八九十百千两廿万]{0,20}")
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
_DAYS_AND_MORE = frozenset({"day", "week", "month", "year"})
_UNPUBLISHED = datetime.max.replace(tzinfo=UTC)
_REPORTING = frozenset(
    re.findall(
        r"\S+",
        "宣布 表示 今天 指出 记者 报导 报道 公司 政府 上午 下午 晚间 明天 昨天 凌晨 今晨 清晨 中午 傍晚 今日 昨日 "
        "新闻 综合 快讯 影片 said that with from",
    )
)
# Ordinary words of news: in a list of twenty reports they are not rare because they stand there once.
_ORDINARY = frozenset(
    re.findall(
        r"\S+",
        "中央 国家 总统 总理 部长 院长 市长 县长 主席 委员 员会 议员 立委 立法 法院 行政 政院 国会 议会 内阁 外交 国防 防部 "
        "经济 财政 教育 交通 卫生 环境 环保 农业 文化 科技 警方 检方 地检 检署 调查 侦办 起诉 法官 判决 有期 徒刑 期徒 移送 "
        "民众 居民 学生 老师 员工 男子 女子 家属 业者 专家 学者 网友 旅客 消费 市场 市民 国际 全球 世界 地区 当地 全国 各地 "
        "今年 明年 去年 本月 下月 上月 本周 下周 周三 周四 周五 月起 日起 即日 目前 未来 预计 预估 可能 因为 由于 因应 进行 "
        "举行 召开 会议 记者 发言 言人 声明 公布 公告 发布 发现 发生 造成 影响 导致 出现 成为 包括 相关 以及 其中 仍有 已经 "
        "没有 不会 应该 希望 要求 呼吁 强调 认为 坦言 透露 证实 回应 批评 质疑 指控 同意 支持 反对 尊重 决定 决议 通过 核定 "
        "计划 方案 政策 补助 预算 经费 总额 金额 元以 亿元 千元 百元 成长 年增 月增 年减 上涨 下跌 收盘 股价 营收 获利 "
        "投资 产业 企业 集团 银行 系统 服务 平台 网路 数位 技术 产品 工程 启用 开放 实施 上路 开始 结束 完成 恢复 取消 "
        "安全 事件 事故 车祸 火警 大火 地震 台风 气象 象署 死亡 受伤 轻伤 送医 抢救 消防 失踪 获救 救援 "
        "比赛 冠军 决赛 四强 球队 胜利 击败 演员 歌手 粉丝 首度 首次 首例 史上 新高 新低 最大 最高 最低 第一 第二 第三 "
        "三读 初审 拍板 出炉 揭晓 登场 定案 曝光 今晚 昨晚 今早 日前 近日 时许 小时 分钟 两名 三名 多名 超过 至少 增加 减少 提升 下降 扩大 调整 合作 协议 双方 "
        "minist presid govern police people after over will have were year first years officia report monday tuesda "
        "wednes thursd friday also been more than into their about against between during".strip(),
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


# Of the signs in the order of _signs: negative where they speak for two events.
COEFFICIENTS = (2.7, 1.4, 3.2, 1.5, 3.7, 0.8, -1.2, -1.2, -3.0, 1.0)
BIAS = -8.8


@dataclass(frozen=True, slots=True, kw_only=True)
class _Report:
    """An entry taken apart once. Shingles: pairs of Han characters, words, numbers; runs: threes, word pairs.

    `place` is its rank in the order of publishing; `when` the time it tells itself.
    """

    place: int
    when: datetime
    timed: bool  # to the hour
    outlet: str
    wire: tuple[str, ...]
    regular: bool
    part: str
    headline: tuple[tuple[str, ...], ...]
    title: frozenset[str]
    text: frozenset[str]
    title_numbers: Numbers
    numbers: Numbers
    weights: Mapping[str, float]  # of the shingles of its text, by what had been read when it came
    title_weight: float


def group(entries: Sequence[Entry], fold: Fold) -> tuple[Story, ...]:
    """Stories of at least two reports, each entry in at most one, whatever the input order.

    `first` is the report that we published first, of those published together the earliest; entries that
    were never published (`first_published_at`) stand behind those that were.
    """
    ordered = sorted(entries, key=_turn)
    desk = _Desk()
    for entry in ordered:
        desk.take(entry, fold)
    return tuple(_story(members, ordered) for members in desk.stories())


def _turn(entry: Entry) -> tuple[datetime, datetime, str]:
    return entry.first_published_at or _UNPUBLISHED, _when(entry), entry.id


def _when(entry: Entry) -> datetime:
    return entry.published or entry.first_seen


def _story(members: Sequence[int], ordered: Sequence[Entry]) -> Story:
    first, *others = (ordered[place].id for place in members)
    return Story(id=f"story:{first}", first=first, others=tuple(others))


# -- one report -----------------------------------------------------------------------------------


def _report(
    place: int, entry: Entry, fold: Fold, read: Callable[[AbstractSet[str]], Mapping[str, float]]
) -> _Report:
    title, lead = _news(entry, fold)
    headline = tuple(map(_pairs, _TOKEN.findall(title)))
    told = frozenset(chain.from_iterable(headline)) - _REPORTING
    shingles = told.union(*map(_pairs, _TOKEN.findall(lead))) - _REPORTING
    weights = read(shingles)
    part = _PART.search(title)
    return _Report(
        place=place,
        # Lists that name no outlet are one: a site reports on an event as often as it likes.
        outlet=entry.attribution.outlet.id if entry.attribution.outlet is not None else f"?{entry.owner}",
        when=_when(entry),
        timed=entry.published is not None and entry.time_unit not in _DAYS_AND_MORE,
        wire=_wire(entry.attribution),
        regular=bool(_REGULAR.search(title)),
        part="".join(filter(None, part.groups())) if part else "",
        headline=headline,
        title=told,
        text=shingles,
        title_numbers=_numbers(title),
        numbers=_numbers(f"{title}\n{lead}"),
        weights=weights,
        title_weight=math.fsum(map(weights.__getitem__, told)),
    )


def _wire(who: Attribution) -> tuple[str, ...]:
    """Who wrote it, where a wire did: several outlets print one report of one agency."""
    signed = (*who.reporters, who.place or "")
    return (who.agency, *signed) if who.agency and any(signed) else ()


def _news(entry: Entry, fold: Fold) -> tuple[str, str]:
    """Title and lead, folded, without dateline and byline, figures in one spelling."""
    folded = fold(f"{entry.title}\n{entry.summary[:LEAD_CHARS]}").partition("\n")
    title, _, lead = _figures("\n".join(_HEAD.sub("", part) for part in folded[::2])).partition("\n")
    return title, lead


def _figures(text: str) -> str:
    """三百億 and 300億, 1萬2千 and 12,000, 兩成一 and 21%, 2比1 and 2:1, 10/19 and 10月19日 are the same."""
    for pattern, spelt in _SPELT:
        text = pattern.sub(spelt, text)
    return text


def _value(numeral: re.Match[str]) -> str:
    text = numeral[0].replace("廿", "二十")
    if not _POWERS.keys() & set(text):
        return "".join(str(_DIGITS.get(char, char)) for char in text)
    total = part = digit = 0
    for char in text:
        if char == "万":
            total, part, digit = (total + part + digit) * 10_000, 0, 0
        elif char in _POWERS:
            part, digit = part + (digit or 1) * _POWERS[char], 0
        else:
            digit = _DIGITS[char]
    return str(total + part + digit)


def _myriads(figure: re.Match[str]) -> str:
    return str(round(float(figure[1]) * 10_000) + int(figure[2] or 0))


_SPELT: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    (re.compile(r"(?<=\d),(?=\d{3}(?!\d))"), ""),
    (_NUMERAL, _value),
    (re.compile(r"(?<![\d.])(\d{1,9}(?:\.\d{1,4})?)万(\d{1,4}(?!\d))?"), _myriads),
    (re.compile(r"100分之(\d+)"), r"\1%"),
    (re.compile(r"(?<![\d.])(\d)成(\d)?(?![为立功长员本果交])"), lambda share: f"{share[1]}{share[2] or 0}%"),
    (re.compile(r"(?<=\d)比(?=\d)"), ":"),
    (re.compile(r"(?<![\d/])(\d{1,2})/(\d{1,2})(?![\d/])"), r"\1月\2日"),
    (re.compile(r"\bq([1-4])(?!\d)"), r"第\1季"),
    (re.compile("公尺"), "米"),
)


def _pairs(token: str) -> tuple[str, ...]:
    if token[0].isdigit():
        return (f"#{token}",)
    if token[0] < "\u0530":
        return (token[:6],)  # strike, strikes, striking
    return tuple(token[place : place + 2] for place in range(max(1, len(token) - 1)))


def _numbers(text: str) -> Numbers:
    found: dict[str, set[str]] = defaultdict(set)
    for measure, value, unit in _NUMBER.findall(_DAY.sub(" ", text)):
        found[unit].add(value.rstrip("."))
        if measure and measure not in _REPORTING:
            found[f"{measure}="].add(value.rstrip("."))
    return {unit: frozenset(values) for unit, values in found.items()}


# -- two reports ----------------------------------------------------------------------------------


def _score(early: _Report, late: _Report) -> float:
    """How surely two reports tell one event: the logarithm of the odds, fitted on the labelled items."""
    return math.fsum((BIAS, *map(operator.mul, COEFFICIENTS, _signs(early, late))))


def _signs(early: _Report, late: _Report) -> tuple[float, ...]:
    """All weights are those of the time when the later report came; fsum, because sets have no order."""

    def weight(shingles: Iterable[str]) -> float:
        return math.fsum(map(late.weights.__getitem__, shingles))

    told = min(1.0, weight(early.title & late.text) / (early.title_weight or math.inf))
    retold = min(1.0, weight(late.title & early.text) / (late.title_weight or math.inf))
    covers = _cover(early.headline, late.text), _cover(late.headline, early.text)
    return (
        told + retold,
        sum(covers),
        max(covers),
        math.log1p(weight(early.text & late.text)),
        _agreement(early, late),
        float(early.wire != () and early.wire == late.wire),
        min(3, _conflicts(early.numbers, late.numbers, _TIME_UNITS)),
        min(2, _conflicts(early.title_numbers, late.title_numbers, frozenset("日"))),
        _apart(early, late) / timedelta(days=1),
        # A list without leads gives less to share with one that has them; two such lists say too little.
        float((early.title == early.text) != (late.title == late.text)),
    )


def _apart(early: _Report, late: _Report) -> timedelta:
    """Items of one look whose hour nobody told are not of one hour."""
    return max(abs(early.when - late.when), timedelta(0) if early.timed and late.timed else UNTOLD)


def _cover(headline: Sequence[Sequence[str]], text: AbstractSet[str]) -> float:
    """The share of a headline's characters that the other report tells: 0 to 1.

    Beside the weights, because pairs that two words make (安宣 in 羅紹安宣布) are the rarest of all.
    """
    return sum(_told(token, text) for token in headline) / (sum(len(token) + 1 for token in headline) or 1)


def _told(token: Sequence[str], text: AbstractSet[str]) -> int:
    """Of n pairs in a row, how many of the n + 1 characters stand in a pair that the text has."""
    told, before = 0, False
    for shingle in token:
        known = shingle in text
        told += (2 - before) * known
        before = known
    return told


def _agreement(early: _Report, late: _Report) -> float:
    """Shared values of one unit, at most 2: 912點 says much, 3人 says little."""
    one, other = early.numbers, late.numbers
    units = (unit for unit in one.keys() & other.keys() - _TIME_UNITS if not unit.endswith("="))
    shared = (value for unit in units for value in one[unit] & other[unit])
    return min(2.0, math.fsum(late.weights.get(f"#{value}", 0.0) for value in shared) / RAREST)


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


@dataclass(slots=True)
class _Desk:
    """Takes one report after the other; knows nothing of those to come."""

    reports: list[_Report] = field(default_factory=list)
    seen: Counter[str] = field(default_factory=Counter)
    postings: dict[str, deque[int]] = field(default_factory=dict)
    homes: dict[int, list[int]] = field(default_factory=dict)

    def take(self, entry: Entry, fold: Fold) -> None:
        report = _report(len(self.reports), entry, fold, self._read)
        self.reports.append(report)
        for _, early in sorted(self._edges(report)):
            self._join(early, report.place)
        for shingle in report.text:
            self.postings.setdefault(shingle, deque(maxlen=NEIGHBOURS)).append(report.place)

    def stories(self) -> list[list[int]]:
        return sorted({id(members): members for members in self.homes.values()}.values())

    def _read(self, shingles: AbstractSet[str]) -> Mapping[str, float]:
        self.seen.update(shingles)
        rarity = _rarities(_coarse(len(self.reports) + SUPPOSED))
        return {shingle: rarity(self._count(shingle)) for shingle in shingles}

    def _count(self, shingle: str) -> int:
        return self.seen[shingle] + (SUPPOSED_SEEN if shingle in _ORDINARY else 0)

    def _edges(self, report: _Report) -> Iterator[tuple[float, int]]:
        """(score, place) of each earlier report that tells the same event; scores negative, to sort best first."""
        shared = Counter(chain.from_iterable(map(self.postings.__getitem__, self._telling(report))))
        for place, count in shared.items():
            early = self.reports[place]
            if count >= SHARED_SHINGLES and _comparable(early, report):
                score = _score(early, report)
                if score >= JOIN:
                    yield -score, place

    def _telling(self, report: _Report) -> list[str]:
        """Its rarest shingles that stood in earlier reports; what every tenth report says tells nothing."""
        common = max(60, len(self.reports) // 10)
        known = [shingle for shingle in report.text & self.postings.keys() if self.seen[shingle] <= common]
        return sorted(known, key=lambda shingle: (-report.weights[shingle], shingle))[:TELLING]

    def _join(self, early: int, late: int) -> None:
        """Two groups join where their first members fit each other on average too."""
        one, other = self.homes.get(early, [early]), self.homes.get(late, [late])
        if one is not other and self._fit(one, other):
            joined = sorted((*one, *other))
            self.homes.update(dict.fromkeys(joined, joined))

    def _fit(self, one: Sequence[int], other: Sequence[int]) -> bool:
        whens = [self.reports[place].when for place in (*one, *other)]
        if max(whens) - min(whens) > WINDOW:
            return False
        pairs = [sorted(pair) for pair in product(one[:SAMPLE], other[:SAMPLE])]
        scores = (_score(self.reports[early], self.reports[late]) for early, late in pairs)
        return math.fsum(scores) / len(pairs) >= FIT


def _comparable(one: _Report, other: _Report) -> bool:
    """Reports of different outlets within the window; neither a daily nor another part of a series."""
    return (
        one.outlet != other.outlet
        and abs(one.when - other.when) <= WINDOW
        and one.part == other.part
        and not (one.regular or other.regular)
    )


def _coarse(total: int) -> int:
    """In steps of a sixteenth, so that few tables of rarities are made."""
    step = max(1, 1 << max(0, total.bit_length() - 5))
    return total // step * step


@lru_cache(maxsize=64)
def _rarities(total: int) -> Callable[[int], float]:
    """Rare shingles weigh more, up to RAREST about."""

    @lru_cache(maxsize=1024)
    def rarity(count: int) -> float:
        return RAREST * (math.log(1 + total / count) / math.log(1 + total)) ** 2

    return rarity
