"""Entry x Topics -> the topics that gather it, with the words that matched.  Pure: `fold` is given.

Words of a rule and text of an entry are folded by the same function (NFKC, traditional to simplified,
casefold), so one rule gathers both scripts. One Aho-Corasick pass finds the words of all topics.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import unescape

import ahocorasick_rs
import regex

from feedsvc.errors import ConfigError, ConfigProblem
from feedsvc.model import Entry, Outlet, Topic
from feedsvc.text import clean

Fold = Callable[[str], str]

FIELDS = ("title", "summary", "content", "outlet", "author", "categories")
PATTERN_CHARS = 500
REGEX_INPUT_CHARS = 5_000
REGEX_SECONDS = 0.5
REGEX_TIMEOUTS = (
    20  # of one topic; then its patterns are left alone, or a history of 10,000 would take an hour
)
_SEMANTICS = 2  # part of every digest: raise it when the same rule would gather other entries
_SCRIPT_OF_REGION = {"tw": "hant", "hk": "hant", "mo": "hant", "cn": "hans", "sg": "hans", "my": "hans"}
_BLOCK_TAG = re.compile(
    r"</?(?:p|div|br|li|ul|ol|h[1-6]|tr|td|th|table|blockquote|figure|figcaption|hr)\b[^>]*>", re.IGNORECASE
)
_TAG = re.compile(r"<[^>]*>")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")
# Letters that make one word with their neighbours: Latin, Greek, Cyrillic, their accents and digits. Han is not here:
# "AI" stands free in 生成式AI詮釋, though regular expressions see no \b there.
_LETTER = re.compile(
    r"[0-9A-Za-z\u00aa\u00b5\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02af\u0300-\u052f\u1e00-\u1fff]"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A topic that gathers an entry. `words[i]`, as the rule spells it, stands in the field `where[i]`."""

    topic: str
    words: tuple[str, ...]
    where: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rule:
    """A topic whose words have become numbers in the one table that all topics share."""

    topic: Topic
    order: int
    where: tuple[int, ...]  # indexes into FIELDS
    mask: int
    spelling: Mapping[int, str]
    any: frozenset[int]
    all: tuple[frozenset[int], ...]
    none: frozenset[int]
    patterns: tuple[tuple[str, regex.Pattern[str]], ...]
    include: frozenset[str]
    exclude: frozenset[str]
    agencies: frozenset[str]
    languages: tuple[str, ...]

    @property
    def free(self) -> bool:
        """Whether neither `any` nor `regex` asks for something."""
        return not self.any and not self.patterns

    def triggers(self) -> frozenset[int] | None:
        """Words one of which must be there; None where the rule has to be tried on every entry."""
        if self.any and not self.patterns:
            return self.any
        return self.all[0] if self.all else None


class Matcher:
    """All topics, compiled once. Raises ConfigError naming every rule that cannot be used.

    `timeouts` counts, by topic id, patterns that were given up after 0.5 s: they count as no match, and
    after 20 of them the topic's patterns are not tried again.
    """

    def __init__(self, topics: Sequence[Topic], fold: Fold) -> None:
        fold = steady(fold)
        _refuse_faulty(topics, fold)
        self.timeouts: Counter[str] = Counter()
        self._fold = fold
        self._numbers: dict[str, int] = {}
        self._folded_names: dict[tuple[str, ...], frozenset[str]] = {}
        self._rules = tuple(self._compiled(topic, order) for order, topic in enumerate(topics))
        self._fields = tuple(sorted({field for rule in self._rules for field in rule.where}))
        self._automaton = ahocorasick_rs.AhoCorasick(list(self._numbers))
        self._bounds = tuple(_bounds(word) for word in self._numbers)
        self._triggered: dict[int, list[_Rule]] = defaultdict(list)
        self._always: list[_Rule] = []
        for rule in self._rules:
            self._file(rule)

    def match(self, entry: Entry) -> tuple[Match, ...]:
        """The topics that gather `entry`, in the order of the rules."""
        if not self._fields:
            return ()
        texts = self._texts(entry)
        found = self._found(texts)
        rules = {rule.order: rule for number in found for rule in self._triggered.get(number, ())}
        rules.update((rule.order, rule) for rule in self._always)
        matches = (self._gathers(rules[order], entry, texts, found) for order in sorted(rules))
        return tuple(match for match in matches if match is not None)

    # -- compiling ------------------------------------------------------------------------------

    def _compiled(self, topic: Topic, order: int) -> _Rule:
        where = tuple(FIELDS.index(name) for name in topic.where)
        words = (*topic.any, *topic.none, *(word for group in topic.all for word in group))
        return _Rule(
            topic=topic,
            order=order,
            where=where,
            mask=sum(1 << field for field in where),
            spelling={self._number(word): word for word in reversed(words)},
            any=frozenset(map(self._number, topic.any)),
            all=tuple(frozenset(map(self._number, group)) for group in topic.all),
            none=frozenset(map(self._number, topic.none)),
            patterns=tuple((pattern, _pattern(pattern, self._fold)) for pattern in topic.regex),
            include=self._names(topic.outlets_include),
            exclude=self._names(topic.outlets_exclude),
            agencies=self._names(topic.agencies),
            languages=tuple(map(_language, topic.languages)),
        )

    def _number(self, word: str) -> int:
        return self._numbers.setdefault(clean(self._fold(word)), len(self._numbers))

    def _names(self, names: tuple[str, ...]) -> frozenset[str]:
        """Names as they compare; kept, because a thousand rules may ask for the same outlet's."""
        if names not in self._folded_names:
            self._folded_names[names] = frozenset(clean(self._fold(name)) for name in names)
        return self._folded_names[names]

    def _file(self, rule: _Rule) -> None:
        triggers = rule.triggers()
        if triggers is None:
            self._always.append(rule)
            return
        for number in triggers:
            self._triggered[number].append(rule)

    # -- matching -------------------------------------------------------------------------------

    def _texts(self, entry: Entry) -> dict[int, str]:
        """The folded text of each field that some rule reads: one call of `fold` for all."""
        raw = "\n".join(clean(_FIELD_TEXT[field](entry)) for field in self._fields)
        return dict(zip(self._fields, self._fold(raw).split("\n"), strict=True))

    def _found(self, texts: Mapping[int, str]) -> dict[int, int]:
        """Word number -> bits of the fields that hold it."""
        found: dict[int, int] = {}
        for field, text in texts.items():
            bit = 1 << field
            for number, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True):
                left, right = self._bounds[number]
                if left and start and _LETTER.match(text, start - 1):
                    continue
                if right and _LETTER.match(text, end):
                    continue
                found[number] = found.get(number, 0) | bit
        return found

    def _gathers(
        self, rule: _Rule, entry: Entry, texts: Mapping[int, str], found: Mapping[int, int]
    ) -> Match | None:
        if not self._admits(rule, entry) or _met(rule.none, rule, found):
            return None
        groups = [_met(group, rule, found) for group in rule.all]
        if not all(groups):
            return None
        wanted = _met(rule.any, rule, found) or self._pattern_hits(rule, texts)
        if not wanted and not rule.free:
            return None
        return _match(rule.topic.id, [*wanted, *(hit for group in groups for hit in group)])

    def _pattern_hits(self, rule: _Rule, texts: Mapping[int, str]) -> list[tuple[int, str]]:
        """The first pattern that is met, in the first field that meets it; patterns cost most, so last."""
        for field in rule.where:
            for written, pattern in rule.patterns:
                if self._searches(rule.topic.id, pattern, texts[field][:REGEX_INPUT_CHARS]):
                    return [(field, written)]
        return []

    def _searches(self, topic_id: str, pattern: regex.Pattern[str], text: str) -> bool:
        if self.timeouts[topic_id] >= REGEX_TIMEOUTS:
            return False
        try:
            return pattern.search(text, timeout=REGEX_SECONDS) is not None
        except TimeoutError:
            self.timeouts[topic_id] += 1
            return False

    def _admits(self, rule: _Rule, entry: Entry) -> bool:
        """Whether outlet, agency, language and source of the entry are those the rule asks for."""
        topic = rule.topic
        if topic.sources and entry.owner not in topic.sources:
            return False
        if rule.languages and not _speaks(entry.language, rule.languages):
            return False
        if not (rule.include or rule.exclude or rule.agencies):
            return True
        outlet = self._names(_outlet_names(entry.attribution.outlet))
        if outlet & rule.exclude or (rule.include and not outlet & rule.include):
            return False
        return not rule.agencies or bool(rule.agencies & self._names(_agency_names(entry)))


def digest(topic: Topic) -> str:
    """16 hex digits of what decides which entries a rule gathers: another digest means gather again.

    Title, description, former names, limits and the treatment of stories are not part of it.
    """
    rule = [
        _SEMANTICS,
        sorted(topic.any),
        sorted(sorted(group) for group in topic.all),
        sorted(topic.none),
        sorted(topic.regex),
        sorted(topic.where),
        sorted(topic.outlets_include),
        sorted(topic.outlets_exclude),
        sorted(topic.agencies),
        sorted(topic.languages),
        sorted(topic.sources),
    ]
    return hashlib.sha256(json.dumps(rule, ensure_ascii=False).encode()).hexdigest()[:16]


# -- rules that cannot be used --------------------------------------------------------------------


def _refuse_faulty(topics: Sequence[Topic], fold: Fold) -> None:
    problems = [problem for topic in topics for problem in _faults(topic, fold)]
    if problems:
        raise ConfigError(problems)


def _faults(topic: Topic, fold: Fold) -> Iterator[ConfigProblem]:
    where = f"topic {topic.id}"
    for name in topic.where:
        if name not in FIELDS:
            yield ConfigProblem(f"{where}: where", f"unknown field {name!r}; use one of {', '.join(FIELDS)}")
    for word in (*topic.any, *topic.none, *(word for group in topic.all for word in group)):
        if not clean(fold(word)):
            yield ConfigProblem(f"{where}: words", f"{word!r} is empty; remove it")
    if any(not group for group in topic.all):
        yield ConfigProblem(f"{where}: all", "an empty group can never be met; remove it or give it words")
    for pattern in topic.regex:
        fault = pattern_fault(pattern, fold)
        if fault:
            yield ConfigProblem(f"{where}: regex", fault)


def pattern_fault(pattern: str, fold: Fold) -> str | None:
    """What is wrong with a pattern, and what to try; None where it can be used."""
    if len(pattern) > PATTERN_CHARS:
        return f"{len(pattern)} characters; at most {PATTERN_CHARS}: split it, or use `any`"
    try:
        _pattern(pattern, fold)
    except regex.error as error:
        return f"{pattern!r} is no regular expression: {error}"
    return None


def _pattern(pattern: str, fold: Fold) -> regex.Pattern[str]:
    r"""Only its Han and full-width runs are folded: casefold would turn \S into \s."""
    folded = _NOT_ASCII.sub(lambda run: regex.escape(fold(run[0]), special_only=True), pattern)
    return regex.compile(folded, regex.IGNORECASE | regex.VERSION0)


class _Letters(dict[int, str]):
    """Code point -> what `fold` makes of this character alone; filled as characters come."""

    def __init__(self, fold: Fold) -> None:
        self._fold = fold

    def __missing__(self, code: int) -> str:
        alone = self[code] = self._fold(chr(code)) if code > 0x7F else chr(code)
        return alone


def steady(fold: Fold) -> Fold:
    """`fold`, then each character alone, so that a word folds alike alone and in any sentence.

    OpenCC reads phrases: it keeps the last character of 吳育昇 and simplifies that of 育昇.
    """
    letters = _Letters(fold)
    return lambda text: fold(text).translate(letters)


# -- words, names, languages ----------------------------------------------------------------------


def _bounds(word: str) -> tuple[bool, bool]:
    """Whether a word needs a border on its left and on its right."""
    return bool(_LETTER.match(word)), bool(_LETTER.match(word, len(word) - 1))


def _met(words: frozenset[int], rule: _Rule, found: Mapping[int, int]) -> list[tuple[int, str]]:
    """(field, word as spelled) of each of `words` that stands in a field the rule reads."""
    met = []
    for number in words & found.keys():
        bits = found[number] & rule.mask
        if bits:
            met.append(((bits & -bits).bit_length() - 1, rule.spelling[number]))
    return met


def _match(topic_id: str, hits: Iterable[tuple[int, str]]) -> Match:
    """Title first, then by field and word, so that the same entry always tells the same."""
    ordered = sorted(set(hits))
    return Match(
        topic=topic_id,
        words=tuple(word for _, word in ordered),
        where=tuple(FIELDS[field] for field, _ in ordered),
    )


def _outlet_names(outlet: Outlet | None) -> tuple[str, ...]:
    return () if outlet is None else (outlet.id, outlet.name, *outlet.names.values(), *outlet.aliases)


def _agency_names(entry: Entry) -> tuple[str, ...]:
    """The wire named in the dateline, and the outlet where it is a wire itself."""
    who = entry.attribution
    outlet = _outlet_names(who.outlet) if who.outlet is not None and who.outlet.agency else ()
    return (*outlet, who.agency) if who.agency else outlet


def _language(tag: str) -> str:
    """A lower-case tag that tells its script: zh-TW and zh-Hant-TW are both "zh-hant-tw"."""
    parts = tag.casefold().replace("_", "-").split("-")
    if len(parts) == 2 and parts[0] == "zh" and parts[1] in _SCRIPT_OF_REGION:
        parts.insert(1, _SCRIPT_OF_REGION[parts[1]])
    return "-".join(parts)


def _speaks(language: str | None, wanted: tuple[str, ...]) -> bool:
    """An unknown language is none of those asked for."""
    if language is None:
        return False
    spoken = _language(language)
    return any(spoken == tag or spoken.startswith(f"{tag}-") for tag in wanted)


def _plain(html: str) -> str:
    """The words of markup: an inline tag may stand inside a word, a block ends it."""
    return unescape(_TAG.sub("", _BLOCK_TAG.sub(" ", html))) if html else ""


def _author(entry: Entry) -> str:
    who = entry.attribution
    return "、".join((*who.reporters, *(credit.name for credit in who.credits)))


_FIELD_TEXT: Mapping[int, Callable[[Entry], str]] = {
    0: lambda entry: entry.title,
    1: lambda entry: entry.summary,
    2: lambda entry: _plain(entry.content_html),
    3: lambda entry: " · ".join(_outlet_names(entry.attribution.outlet)[1:]),
    4: _author,
    5: lambda entry: " · ".join(entry.categories),
}
