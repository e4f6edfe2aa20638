"""Rows of one group -> how much they look like the list that the page was made for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from statistics import median

from feedsvc.extract.listing import words
from feedsvc.extract.listing.anchors import is_download
from feedsvc.extract.listing.rows import Row
from feedsvc.extract.listing.tree import HEADINGS, Element, Tree

_BESIDE_TAGS = frozenset(("nav", "aside", "footer", "menu"))
_BESIDE_ROLES = frozenset(
    ("navigation", "complementary", "contentinfo", "menu", "menubar", "tablist", "search", "banner")
)
# Class names only weaken a candidate: a page that calls its main list "widget" must still be read.
_BESIDE_NAMES = re.compile(
    r"(?:^|[-_\s])(?:side-?bar|side|aside|nav|navi|navbar|menu|sub-?menu|footer|foot|breadcrumbs?|pag(?:er|ination|enavi)|tags?|tag-?cloud|"
    r"comments?|comment-?list|related|recommend\w*|most-?(?:read|viewed|popular)|popular|hot|rank\w*|trending|widgets?|"
    r"share|social|toc|langs?|categories|archives?-?list|blogroll|sponsor\w*|ads?|advert\w*|carousel|ticker|marquee|right|toolbar)"
    r"(?:$|[-_\s\d])",
    re.IGNORECASE,
)


_BESIDE_HEADINGS = re.compile(
    r"排行|人氣|人气|點閱|点击榜|最多人|大家都在|熱門|热门|熱搜|热搜|延伸閱讀|延伸阅读|相關|相关|推薦|推荐|猜你|你可能|"
    r"ランキング|人気|おすすめ|関連|많이 본|인기|추천|관련|"
    r"\bmost (?:read|viewed|popular|commented|shared)|\bpopular\b|\btrending\b|\brelated\b|\brecommended\b|\byou (?:may|might)\b|"
    r"meistgelesen|beliebt|les plus lus|más leíd|più lett|mais lid|популярн|читаем|recent comments",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """`each` is what one item is worth, `total` what the list is worth, `beside` how far from the middle it stands."""

    total: float
    each: float
    count: int
    width: float
    timed: float
    prose: float
    headed: float
    beside: float


def score(tree: Tree, parent: Element, items: Sequence[Row], crowding: float) -> Score:
    distinct = len({item.target or item.title for item in items})
    width = median(words.width(item.title) for item in items)
    timed = sum(map(is_timed, items)) / len(items)
    prose = median(_prose(item) for item in items)
    headed = sum(map(_is_headed, items)) / len(items)
    files = sum(is_download(item.target) for item in items) / len(items)
    dates = sum(words.time_share(item.title) >= 0.75 for item in items) / len(items)
    beside = besideness(tree, parent)
    unique = len({item.title for item in items}) / len(items)
    linked = sum(bool(item.target) for item in items) / len(items)
    direct = sum(map(_directness, items)) / len(items)
    kinds = Counter(item.region.member.anchor.styled for item in items)
    pure = kinds.most_common(1)[0][1] / len(items)
    each = (
        (_title_worth(width) + 3.0 * timed + 2.5 * headed + min(prose, 200) / 60)
        * unique**2
        * (0.8 + 0.2 * linked)
    )
    each *= 0.9 + 0.1 * direct  # a link that says the title, before one that says "website"
    each *= 0.6 + 0.4 * pure  # and titles of one kind, before the publisher and the summary by turns
    each *= (0.3 if width < 6 else 1.0) * (1 - 0.7 * crowding) * (1 - 0.7 * max(files, dates))
    few = min(1.0, (distinct + 1) / 5)
    total = each * few * min(distinct, 60) ** 0.6 * beside * (1 + 0.4 * timed * (1 - crowding))
    return Score(
        total=total,
        each=each,
        count=distinct,
        width=width,
        timed=timed,
        prose=prose,
        headed=headed,
        beside=beside,
    )


def _directness(item: Row) -> float:
    said = item.region.member.anchor.text
    return 1.0 if item.title in said else 0.5 if words.stands_for_title(said) else 0.0


def _is_headed(item: Row) -> bool:
    """Whether the title is a heading, and not words beside one that says the same in each item."""
    anchor = item.region.member.anchor
    return anchor.headed and (item.title in anchor.text or item.title_element.tag in HEADINGS)


def _title_worth(width: float) -> float:
    """Most for the width of a headline; a label is narrower, a summary that is a link wider."""
    too_wide = max(0.0, min(width, 220) - 100) / 60
    return max(0.0, min(width, 36) - 8) / 7 - too_wide


def is_timed(item: Row) -> bool:
    """Whether one of the item's short texts is a time, or what a pointer shows on its title."""
    hover = item.region.member.anchor.element.get("title")
    return any(_timed(atom.text) for atom in item.rest) or words.time_share(hover) > 0.6


def _timed(shown: str) -> bool:
    return len(shown) < 160 and words.time_share(shown) > 0.15


def _prose(item: Row) -> int:
    return sum(words.width(atom.text) for atom in item.rest if words.width(atom.text) >= 40)


def besideness(tree: Tree, parent: Element) -> float:
    """1.0 in the middle of the page, less for each sign that the element stands beside it."""
    factor = 1.0
    named = False
    for element in (parent, *tree.ancestors(parent)):
        if element.tag in _BESIDE_TAGS or element.get("role") in _BESIDE_ROLES:
            factor *= 0.35
        named = named or (
            element.tag != "body" and any(_BESIDE_NAMES.search(name) for name in _names(element))
        )
    announced = _announced_beside(tree, parent)
    return max(factor, 0.1) * (1.0, 0.6, 0.3)[named + announced]


def _announced_beside(tree: Tree, parent: Element) -> bool:
    """Whether the heading just above says that the list is of the most read, or of what is related."""
    place = parent
    for above in islice(tree.ancestors(parent), 3):
        before = [child for child in tree.children(above) if child.index < place.index]
        headings = (child for child in reversed(before[-2:]) if child.end - child.index <= 8)
        told = next((said for child in headings if (said := tree.text(child))), "")
        if told:
            return words.width(told) <= 30 and bool(_BESIDE_HEADINGS.search(told))
        place = above
    return False


def _names(element: Element) -> Iterator[str]:
    yield element.get("id")
    yield from element.classes
