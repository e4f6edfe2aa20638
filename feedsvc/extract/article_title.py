"""An article page -> its title, without the name of the site that many pages append."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from feedsvc import text as words
from feedsvc import urls
from feedsvc.extract import records
from feedsvc.extract.article_meta import Metas, contents
from feedsvc.extract.markup import plain
from feedsvc.extract.page import Page, visible_text

_SITES = ("og:site_name", "application-name", "al:android:app_name")
_OPEN_GRAPH = ("og:title",)
_TWITTER = ("twitter:title",)
_OTHERS = ("dc.title", "parsely-title", "sailthru.title", "headline", "title")
_BREAK = re.compile(r"\s*(?:[|｜»·•_]|\s[-–—\uff0d]|--+|－|::)\s*")
# What a reader sees as the heading outweighs any one of the page's data, not both of them and a third.
_WEIGHTS = (("heading", 2.05), ("open graph", 1.0), ("data", 1.0), ("twitter", 0.3), ("title", 0.2))


def article_title(page: Page, data: Mapping[str, Any], metas: Metas) -> str:
    """The title that most of the page's own statements agree on, the visible heading counting double."""
    stated = _stated(page, data, metas)
    candidates = {"heading": _heading(page, list(stated.values()), site_names(metas)), **stated}
    votes: dict[str, float] = {}
    for place, weight in _WEIGHTS:
        short = words.squash(candidates.get(place, ""))
        if short:
            votes[short] = votes.get(short, 0.0) + weight
    if not votes:
        return _plain_heading(page) or next(map(plain, contents(metas, _OTHERS)), "")
    best = max(votes, key=lambda short: votes[short])
    return next(candidates[place] for place, _ in _WEIGHTS if words.squash(candidates.get(place, "")) == best)


def site_names(metas: Metas) -> tuple[str, ...]:
    """What the site calls itself."""
    return tuple(dict.fromkeys(name for name in map(plain, contents(metas, _SITES)) if name))


def _stated(page: Page, data: Mapping[str, Any], metas: Metas) -> dict[str, str]:
    names = {
        words.squash(name) for name in (*site_names(metas), records.name_of(data, ("publisher",))) if name
    }
    host = urls.host(page.url or page.canonical or "").removeprefix("www.")
    found = {
        "open graph": next(map(plain, contents(metas, _OPEN_GRAPH)), ""),
        "data": records.title_of(data, named=True),
        "twitter": next(map(plain, contents(metas, _TWITTER)), ""),
        "title": page.title,
    }
    return {place: _without_site(title, names, host) for place, title in found.items()}


def _plain_heading(page: Page) -> str:
    return next((shown for node in page.css("h1,h2")[:20] if (shown := visible_text(node))), "")


def _heading(page: Page, stated: Sequence[str], sites: Sequence[str]) -> str:
    """The <h1> that shares its words with the stated titles; an only one is the title anyway."""
    names = {words.squash(name) for name in sites}
    shown = dict.fromkeys(visible_text(node) for node in page.css("h1")[:20])
    headings = [one for one in shown if len(words.squash(one)) > 3 and words.squash(one) not in names]
    best = max(headings, key=lambda one: _agreement(one, stated), default="")
    if best and _agreement(best, stated) >= 0.35:
        return best
    return headings[0] if len(headings) == 1 and len(words.squash(headings[0])) > 12 else ""


def _agreement(heading: str, stated: Sequence[str]) -> float:
    """How much of the shorter text stands in the other, from 0 to 1; less for a short heading."""
    return max(
        (_shared(words.squash(heading), words.squash(title)) for title in stated if title), default=0.0
    )


def _shared(one: str, other: str) -> float:
    pairs, others = _pairs(one), _pairs(other)
    shorter = min(len(pairs), len(others))
    return len(pairs & others) / shorter * min(1.0, 1.5 * len(one) / len(other)) if shorter else 0.0


def _pairs(text: str) -> set[str]:
    return {text[at : at + 2] for at in range(len(text) - 1)}


def _without_site(title: str, names: set[str], host: str) -> str:
    """ "Title - Section - Site" is Title where the last part names the site."""
    for at in _BREAK.finditer(title):
        tail = words.squash(title[at.end() :])
        last = words.squash(_BREAK.split(title)[-1])
        if (
            tail
            and at.start() > 3
            and (_names_site(tail, names, host) or (_names_site(last, names, host) and len(tail) < 24))
        ):
            return title[: at.start()]
    return title


def _names_site(tail: str, names: set[str], host: str) -> bool:
    """ "CNN Politics" where the site is CNN; "heise online" of heise.de, "CNN.com" of cnn.com."""
    name = words.squash(host.rsplit(".", 1)[0]) if host else ""
    if tail in names or tail in {name, words.squash(host)} - {""}:
        return True
    return len(name) > 2 and tail.startswith(name) and len(tail) < len(name) + 9
