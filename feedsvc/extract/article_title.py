"""An article page -> its title, without the name of the site that many pages append."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from feedsvc import text as words
from feedsvc import urls
from feedsvc.extract import records
from feedsvc.extract.article_headings import LEAST, plain_heading, printed_heading
from feedsvc.extract.article_lines import LONGEST
from feedsvc.extract.article_meta import Metas, contents
from feedsvc.extract.markup import plain
from feedsvc.extract.page import Page

_SITES = ("og:site_name", "application-name", "al:android:app_name")
_OPEN_GRAPH = ("og:title",)
_TWITTER = ("twitter:title",)
_OTHERS = ("dc.title", "parsely-title", "sailthru.title", "headline", "title")
_BREAK = re.compile(r"\s*(?:[|｜»·•_]|\s[-–—\uff0d]|--+|－|::|[:：](?!\s))\s*")
# Which statement is the title, and how it is written (quotes, the colon behind a kicker, spaces). Learnt on half of the
# corpus's publishers and measured on the other half: a heading against any one other statement, two against one.
_VOTES = (("heading", 2.05), ("open graph", 1.5), ("data", 1.5), ("twitter", 0.3), ("title", 0.2))
_SPELLING = (("open graph", 1.5), ("data", 1.0), ("heading", 0.6), ("twitter", 0.3), ("title", 0.2))
_KICKER = re.compile(r"\s+[-–—|]\s+")
_QUOTES = re.compile("[\"'‘’‚‛“”„‟«»‹›「」『』]")


def article_title(page: Page, data: Mapping[str, Any], metas: Metas) -> str:
    """The title that most of the page's own statements agree on, in the spelling that most of them share."""
    stated = _stated(page, data, metas)
    heading = printed_heading(page, stated, site_names(metas))
    candidates = _without_kickers({"heading": heading, **stated})
    best = _most({place: words.squash(title) for place, title in candidates.items()}, _VOTES)
    if not best:
        return plain_heading(page) or next(map(plain, contents(metas, _OTHERS)), "")
    alike = {place: title for place, title in candidates.items() if words.squash(title) == best}
    return _quoted_as(heading, _most(alike, _SPELLING))


def _quoted_as(heading: str, title: str) -> str:
    """The title with the quotation marks that the heading prints, where data and <meta> tell only straight ones."""
    printed = _QUOTES.findall(heading)
    if words.squash(heading) != words.squash(title) or len(printed) != len(_QUOTES.findall(title)):
        return title
    marks = iter(printed)
    return _QUOTES.sub(lambda _: next(marks), title)


def _most(candidates: Mapping[str, str], weights: Sequence[tuple[str, float]]) -> str:
    votes: dict[str, float] = {}
    for place, weight in weights:
        if said := candidates.get(place):
            votes[said] = votes.get(said, 0.0) + weight
    return max(votes, key=lambda said: votes[said], default="")


def _without_kickers(candidates: Mapping[str, str]) -> dict[str, str]:
    """ "Kicker - Title" is Title where another place says Title alone and none says "Kicker: Title"."""
    whole = {short for title in candidates.values() if len(short := words.squash(title)) >= LEAST}
    kept = {words.squash(title) for title in candidates.values() if not _KICKER.search(title)}
    return {
        place: title if words.squash(title) in kept else _without_kicker(title, whole)
        for place, title in candidates.items()
    }


def _without_kicker(title: str, whole: set[str]) -> str:
    tails = (title[at.end() :] for at in _KICKER.finditer(title))
    return next((tail for tail in tails if words.squash(tail) in whole), title)


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
    return {place: _without_site(title[:LONGEST], names, host) for place, title in found.items()}


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
