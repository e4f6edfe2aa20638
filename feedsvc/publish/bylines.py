"""Attribution -> the words that readers see: the source line, the byline, "also reported by".  Pure."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from feedsvc.model import Attribution

_VIA = {"zh": "經 ", "zh-Hans": "经 ", "ja": "経由 ", "ko": "제공 ", "en": "via "}
_ALSO = {
    "zh": "其他報導：",
    "zh-Hans": "其他报道：",
    "ja": "他の報道：",
    "ko": "다른 보도: ",
    "en": "Also reported by: ",
}
_LISTED = {"zh": "、", "ja": "、"}
_SIMPLIFIED = ("zh-hans", "zh-cn", "zh-sg", "zh-my")


def source_line(attribution: Attribution, language: str) -> str:
    """ "中央社｜陳韻聿 倫敦｜經 Yahoo奇摩新聞": outlet, agency if another, reporters and place, portal; may be ""."""
    outlet = outlet_name(attribution)
    who = " ".join(
        part for part in (listed(attribution.reporters, language), attribution.place or "") if part
    )
    via = attribution.via if attribution.via not in {None, "", outlet} else ""
    agency = attribution.agency if attribution.agency != outlet else ""
    parts = (outlet, agency or "", who, f"{_worded(_VIA, language)}{via}" if via else "")
    return "｜".join(part for part in parts if part)


def byline(attribution: Attribution, language: str) -> str:
    """One string for dc:creator and atom:author: "陳韻聿／中央社", or the outlet alone; "" where both are unknown.

    Readers disagree about two authors (the first, the last, or an array as text), so it is always one.
    """
    names = (listed(attribution.reporters, language), outlet_name(attribution) or attribution.agency or "")
    return "／".join(name for name in names if name)


def outlet_name(attribution: Attribution) -> str:
    return attribution.outlet.name if attribution.outlet else ""


def listed(names: Sequence[str], language: str) -> str:
    return (_LISTED.get(language.split("-", maxsplit=1)[0].lower()) or ", ").join(names)


def source_paragraph(attribution: Attribution, language: str) -> str:
    line = source_line(attribution, language)
    return f"<p>{escape(line, quote=False)}</p>" if line else ""


def also_paragraph(also: Sequence[tuple[str, str]], language: str) -> str:
    """Links to the other reports of a story."""
    links = [f'<a href="{escape(url)}">{escape(name, quote=False)}</a>' for name, url in also]
    return f"<p>{_worded(_ALSO, language)}{listed(links, language)}</p>" if links else ""


def is_simplified(language: str) -> bool:
    return language.lower().startswith(_SIMPLIFIED)


def _worded(words: dict[str, str], language: str) -> str:
    if is_simplified(language):
        return words["zh-Hans"]
    return words.get(language.split("-", maxsplit=1)[0].lower(), words["en"])
