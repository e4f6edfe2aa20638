"""Text, HTML and feeds in one Chinese script -> the other.  The opencc door.

Converts what people read; never addresses, paths, code, ids, nor Japanese and Korean runs.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from types import MappingProxyType

from opencc import CONFIGS, OpenCC

from feedsvc.model import Attribution, Feed, FeedEntry, Outlet, Sibling, VariantRules
from feedsvc.publish import addresses, bylines, fragment, glossary, protected

_UNSAFE = re.compile("[\x00\ud800-\udfff]")  # opencc cuts at NUL in silence and raises on lone surrogates
_MAINLAND_QUOTES = str.maketrans("「」『』", "“”‘’")
_HONG_KONG = frozenset({"HK", "MO"})
_NO_NAMES: Mapping[str, str] = MappingProxyType({})
Convert = Callable[[str], str]


# -- text ---------------------------------------------------------------------------------------


def simplify_text(text: str, base: str = "tw2s") -> str:
    """Plain text by the OpenCC configuration `base`; what must not change stays.

    ValueError where OpenCC has no configuration of this name. Stable API.
    """
    return _converter(base)([text])[0]


def simplify_html(html: str, base: str = "tw2s") -> str:
    """An HTML fragment: text, alt and title; not in code, pre, script, style, nor where lang or translate forbids.

    ValueError where OpenCC has no configuration of this name. Stable API.
    """
    return _html(html, _Style(base=base))


def fold(text: str) -> str:
    """What two spellings of a topic word share: NFKC, Traditional made Simplified, no case (台積電, 臺積電, 台积电)."""
    simplified: str = _opencc("t2s").convert(_UNSAFE.sub("", unicodedata.normalize("NFKC", text)))
    return simplified.casefold()


@dataclass(frozen=True, slots=True)
class _Style:
    """How text is converted: configuration, part of the glossary, quotation marks."""

    base: str
    glossary: str = "none"
    quotes: str = "keep"


def configurations() -> tuple[str, ...]:
    """What `base` may name besides auto."""
    return tuple(sorted(name.removesuffix(".json") for name in CONFIGS))


@lru_cache(maxsize=32)
def _opencc(configuration: str) -> OpenCC:
    if configuration not in configurations():
        known = ", ".join(configurations())
        raise ValueError(f"OpenCC has no configuration {configuration!r}; it has {known}")
    return OpenCC(configuration)


def _converter(base: str) -> fragment.TextMap:
    return _text_map(_Style(base=base))


@lru_cache(maxsize=64)
def _text_map(style: _Style) -> fragment.TextMap:
    convert = _plain(style)
    return lambda texts: _around_protected(texts, convert)


def _plain(style: _Style) -> Convert:
    """Text without protected spans: our terms first, then the characters, then the marks."""
    steps: list[Convert] = [lambda text: _UNSAFE.sub("", text)]
    if style.glossary != "none":
        steps.append(glossary.replacement(names=style.glossary == "names"))
    steps.append(_opencc(style.base).convert)
    if style.quotes == "mainland":
        steps.append(lambda text: text.translate(_MAINLAND_QUOTES))

    def convert(text: str) -> str:
        for step in steps:
            text = step(text)
        return text

    return convert


def _around_protected(texts: Sequence[str], convert: Convert) -> Sequence[str]:
    """The texts of one block; whether a run is Japanese is judged over all of it."""
    spans = protected.spans("".join(texts))
    if not spans:
        return [convert(text) for text in texts]
    converted, begin = [], 0
    for text in texts:
        here = [(max(start - begin, 0), min(end - begin, len(text))) for start, end in spans]
        converted.append(_pieces(text, [(start, end) for start, end in here if start < end], convert))
        begin += len(text)
    return converted


def _pieces(text: str, kept: Sequence[protected.Span], convert: Convert) -> str:
    done, begin = [], 0
    for start, end in kept:
        done += [convert(text[begin:start]), text[start:end]]
        begin = end
    return "".join((*done, convert(text[begin:])))


# -- HTML ---------------------------------------------------------------------------------------


def _html(html: str, style: _Style) -> str:
    # One article stands in all/, in its outlet's feed and in its topics: converted once.
    return _cached_html(html, style) if len(html) <= fragment.CACHED_LENGTH else _fresh_html(html, style)


def _fresh_html(html: str, style: _Style) -> str:
    return fragment.map_blocks(_UNSAFE.sub("", html), _text_map(style), skip=_is_not_ours)


_cached_html = lru_cache(maxsize=1024)(_fresh_html)


def _is_not_ours(attributes: Mapping[str, object]) -> bool:
    """Another language, or text that its author asks not to translate."""
    language = str(attributes.get("lang") or attributes.get("xml:lang") or "zh").lower()
    return not language.startswith("zh") or attributes.get("translate") == "no"


# -- feeds --------------------------------------------------------------------------------------


def convert_feed(feed: Feed, rules: VariantRules, names: Mapping[str, str] = _NO_NAMES) -> Feed:
    """`feed` in another script, with ids of its own, beside the original by its siblings.

    `names` maps an outlet's, agency's or portal's name to the one registered for the variant; a name
    that is not in it is converted by script alone, never by phrases. Entries in another language or
    already in the script keep their text. ValueError for an unknown OpenCC configuration.
    """
    mine = _own_sibling(feed, rules)
    address = addresses.folder_address(addresses.site_root(feed), mine.path)
    style = _style(rules, feed.language, None)
    text = _text(style)
    title = text(feed.title) if feed.kind in {"all", "topic"} else _named(style, feed.title, names)
    variant = replace(
        feed,
        id=addresses.feed_id(feed.kind, feed.key, rules.variant),
        title=title,
        description=title if feed.description == feed.title else text(feed.description),
        language=mine.language,
        variant=rules.variant,
        path=mine.path,
        feed_url=address,
        home_page_url=address + addresses.PAGE,
        entries=tuple(_convert_entry(entry, feed.language, rules, names) for entry in feed.entries),
        siblings=_siblings_of(mine, feed),
    )
    return _with_own_archive(variant, feed, rules)


def _with_own_archive(variant: Feed, feed: Feed, rules: VariantRules) -> Feed:
    """The older pages of a variant are in its script too; a page's home is that of the feed."""
    if not feed.archive_prev and not feed.archive:
        return variant
    origin = feed.archive_current or feed.feed_url
    target = f"{origin}{rules.variant}/" if feed.archive else variant.feed_url
    return replace(
        variant,
        archive_prev=feed.archive_prev and feed.archive_prev.replace(origin, target, 1),
        archive_current=feed.archive_current and target,
        home_page_url=target + addresses.PAGE,
    )


def convert_text(text: str, rules: VariantRules, language: str = "zh-Hant") -> str:
    """A title or a description outside a feed, by the rules of a variant."""
    return _text(_style(rules, language, None))(text)


def convert_name(
    name: str, rules: VariantRules, names: Mapping[str, str] = _NO_NAMES, language: str = "zh-Hant"
) -> str:
    """The name of an outlet, agency or portal in the variant: as registered in `names`, else by script alone."""
    return _named(_style(rules, language, None), name, names)


def variant_path(path: str, rules: VariantRules) -> str:
    """The folder of a feed's variant: "topics/x" and zh-Hans give "topics/x/zh-Hans"."""
    return f"{path}/{rules.variant}"


def _own_sibling(feed: Feed, rules: VariantRules) -> Sibling:
    for sibling in feed.siblings:
        if sibling.variant == rules.variant:
            return sibling
    return Sibling(variant=rules.variant, language=rules.variant, path=variant_path(feed.path, rules))


def _siblings_of(mine: Sibling, feed: Feed) -> tuple[Sibling, ...]:
    original = Sibling(variant=feed.variant, language=feed.language, path=feed.path)
    return (original, *(sibling for sibling in feed.siblings if sibling.variant != mine.variant))


def _convert_entry(
    entry: FeedEntry, feed_language: str, rules: VariantRules, names: Mapping[str, str]
) -> FeedEntry:
    language = entry.language or feed_language
    labelled = _text(_style(rules, feed_language, None))
    converted = replace(
        entry,
        id=addresses.entry_id(entry.id, rules.variant),
        categories=tuple((term, labelled(label)) for term, label in entry.categories),
    )
    style = _style(rules, language, entry.attribution.outlet)
    if style.base == _AS_IT_IS:
        return converted
    attribution = _attribution(entry.attribution, rules, style, names)
    also = tuple((_named(style, name, names), url) for name, url in entry.also)
    text = _text(style)
    return replace(
        converted,
        title=text(entry.title),
        summary=text(entry.summary),
        content_html=_content(
            entry, replace(entry, attribution=attribution, also=also), language, rules, style
        ),
        language=rules.variant,
        attribution=attribution,
        also=also,
    )


def _content(entry: FeedEntry, named: FeedEntry, language: str, rules: VariantRules, style: _Style) -> str:
    """The source line and the other reports are worded anew, so that outlets carry their registered names."""
    before = bylines.source_paragraph(entry.attribution, language)
    after = bylines.also_paragraph(entry.also, language)
    html = entry.content_html
    if not html.startswith(before) or not html.endswith(after):
        return _html(html, style)
    body = html[len(before) : len(html) - len(after)]
    source = bylines.source_paragraph(named.attribution, rules.variant)
    return f"{source}{_html(body, style)}{bylines.also_paragraph(named.also, rules.variant)}"


def _attribution(
    attribution: Attribution, rules: VariantRules, style: _Style, names: Mapping[str, str]
) -> Attribution:
    def named(name: str) -> str:
        return _named(style, name, names)

    outlet = attribution.outlet
    return replace(
        attribution,
        outlet=outlet and replace(outlet, name=outlet.names.get(rules.variant) or named(outlet.name)),
        agency=attribution.agency and named(attribution.agency),
        reporters=tuple(_name(style, reporter) for reporter in attribution.reporters),
        place=attribution.place and _text(style)(attribution.place),
        cited=tuple(named(cited) for cited in attribution.cited),
        via=attribution.via and named(attribution.via),
        credits=tuple(replace(credit, name=_name(style, credit.name)) for credit in attribution.credits),
    )


def _named(style: _Style, name: str, names: Mapping[str, str]) -> str:
    return names.get(name) or _name(style, name)


def _name(style: _Style, name: str) -> str:
    """Script only: tw2sp would make 中時財經即時 中时财经实时."""
    if style.base == _AS_IT_IS:
        return name
    return simplify_text(
        name, style.base.removesuffix("p") if f"{style.base[:-1]}.json" in CONFIGS else style.base
    )


def _text(style: _Style) -> Convert:
    if style.base == _AS_IT_IS:
        return str
    convert = _text_map(style)
    return lambda text: convert([text])[0]


# -- which configuration --------------------------------------------------------------------------

_AS_IT_IS = ""


def _style(rules: VariantRules, language: str, outlet: Outlet | None) -> _Style:
    """The style for a text; base "" where it is to stay as it is."""
    base = _configuration(rules, language, bool(outlet and outlet.country in _HONG_KONG))
    if base == _AS_IT_IS:
        return _Style(base=_AS_IT_IS)
    to_simplified = bylines.is_simplified(rules.variant)
    terms = rules.glossary if to_simplified else "none"
    return _Style(base=base, glossary=terms, quotes=rules.quotes if to_simplified else "keep")


def _configuration(rules: VariantRules, language: str, from_hong_kong: bool) -> str:
    have, want = _script(language), _script(rules.variant)
    if have in {"", want}:
        return _AS_IT_IS
    if rules.base != "auto":
        return rules.base
    if want == "hans":
        return "hk2s" if have == "hk" or from_hong_kong else "tw2s"
    if have == "hans":
        return "s2hk" if want == "hk" else "s2tw"
    return "t2hk" if want == "hk" else _AS_IT_IS


def _script(language: str) -> str:
    """hans, hk or hant of a language tag; "" for a language that is not Chinese."""
    tag = language.lower().replace("_", "-")
    if not tag.startswith("zh"):
        return ""
    if bylines.is_simplified(tag):
        return "hans"
    return "hk" if tag.endswith(("-hk", "-mo")) else "hant"
