"""An article page and the titles that it states -> the heading that it prints above its text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, islice
from urllib.parse import urlsplit

from feedsvc import text as words
from feedsvc.extract.article_lines import lines_of, words_of
from feedsvc.extract.page import Node, Page, attribute, children, select

LEAST = 12  # letters from which words alone tell one title from another
_ALIKE = 0.35  # of an <h1> with a stated title
_MOST_PARTS = 8
_PORTAL = re.compile(r"[|｜_»·•‹«@＠]|::")
_LAST_PART = re.compile(r"\s*(?:\s[-–—]|[|｜_»])\s*[^-–—|｜_»]+$")
_MOST_LINES = 200
_DASH = re.compile(r"[-–—|｜]")


def printed_heading(page: Page, stated: Mapping[str, str], sites: Sequence[str]) -> str:
    """The <h1> that shares its words with the stated titles, or the lesser heading that is one of them.

    `stated` are the titles by place, `sites` the names of the site. An only <h1> is the title anyway.
    """
    titles = [title for title in stated.values() if title]
    main = _main_heading(page, titles, sites)
    if repeated := _repeated(page, main, stated.get("open graph", "")):
        return repeated
    if main and not _is_tail(main, titles):
        return main
    return _end_of_a_title(page, titles, sites) or main or _line_of_a_title(page, titles)


def _repeated(page: Page, main: str, title: str) -> str:
    """The <h2> that says what <meta> says and the <h1> does not: that <h1> is the last crumb of the page's path."""
    short = words.squash(title)
    if len(short) < LEAST or words.squash(main) == short:
        return ""
    return next((form for form in _lesser_forms(page) if words.squash(form) == short), "")


def plain_heading(page: Page) -> str:
    return next((shown for node in page.css("h1,h2")[:20] if (shown := words_of(node))), "")


def _main_heading(page: Page, titles: Sequence[str], sites: Sequence[str]) -> str:
    names = {words.squash(name) for name in sites}
    said = {words.squash(title) for title in titles}
    nodes = [node for node in page.css("h1")[:20] if not _is_logo(node, page)]
    shown = dict.fromkeys(_best_form(node, said) for node in nodes)
    headings = [one for one in shown if len(words.squash(one)) > 3 and words.squash(one) not in names]
    best = max(headings, key=lambda one: agreement(one, titles), default="")
    if best and agreement(best, titles) >= _ALIKE:
        return best
    return headings[0] if len(headings) == 1 and len(words.squash(headings[0])) > LEAST else ""


def _best_form(heading: Node, said: set[str]) -> str:
    """The heading without the kicker or label in it that has an element of its own, where a place says so."""
    forms, parts = list(_forms(heading)), _parts(heading)
    # "<span>Kicker</span><span hidden> - </span><span>Title</span>": the dash is drawn, nobody wrote it.
    dashes = [at for at, part in enumerate(parts[:-1]) if at and _DASH.fullmatch(part)]
    if dashes:
        return forms[dashes[0] + 1]
    return next((form for form in forms if words.squash(form) in said), forms[0])


def _forms(heading: Node) -> Iterator[str]:
    """All words of a heading, then those behind its first parts, then those before its last ones."""
    whole, parts = words_of(heading), _parts(heading)
    yield whole
    yield from islice(accumulate(parts, _without_begin, initial=whole), 1, len(parts))
    yield from islice(accumulate(reversed(parts), _without_end, initial=whole), 1, len(parts))


def _without_begin(shown: str, part: str) -> str:
    return shown.removeprefix(part).lstrip()


def _without_end(shown: str, part: str) -> str:
    return shown.removesuffix(part).rstrip()


def _parts(heading: Node) -> list[str]:
    """The words of the elements in a heading, and those between them."""
    parts = [shown for part in islice(children(heading), _MOST_PARTS) if (shown := words_of(part))]
    inner = [child for child in islice(children(heading), 2) if child.is_element_node]
    return _parts(inner[0]) if len(parts) == 1 and len(inner) == 1 and inner[0].tag != "a" else parts


def _lesser_forms(page: Page) -> Iterator[str]:
    for node in page.css("h2,h3")[:30]:
        yield from _forms(node)


def _end_of_a_title(page: Page, titles: Sequence[str], sites: Sequence[str]) -> str:
    """The lesser heading that a stated title begins or ends with: "Name of the blog - Title"."""
    names = {words.squash(name) for name in sites}
    said = [words.squash(title) for title in titles]
    ends = [
        form
        for form in _lesser_forms(page)
        if len(short := words.squash(form)) >= LEAST // 2
        and short not in names
        and any(title.startswith(short) or title.endswith(short) for title in said)
    ]
    return max(ends, key=len, default="")


def _line_of_a_title(page: Page, titles: Sequence[str]) -> str:
    """The line that begins as a stated title does before its last dash, on a page without headings."""
    heads = [words.squash(_LAST_PART.sub("", title)) for title in titles if _LAST_PART.search(title)]
    body = None if page.css("h1,h2,h3") else page.body
    lines = lines_of(body)[:_MOST_LINES] if body is not None and heads else ()
    return next((line for line in lines if any(_begins(words.squash(line), head) for head in heads)), "")


def _begins(line: str, head: str) -> bool:
    return len(head) >= LEAST // 2 and line.startswith(head) and len(line) <= 1.5 * len(head)


def _is_tail(heading: str, titles: Sequence[str]) -> bool:
    """Whether it is the name behind the titles, "Title @ Blog :: Portal", and much shorter than they are."""
    short = words.squash(heading)
    tails = [words.squash(title[at.end() :]) for title in titles for at in _PORTAL.finditer(title)]
    return short in tails and all(2 * len(short) < len(words.squash(title)) for title in titles)


def _is_logo(heading: Node, page: Page) -> bool:
    """Whether the heading is the site's name, which links to its front page."""
    links = [heading.parent, *select(heading, "a[href]")[:2]]
    return any(leads_home(link, page) for link in links if link is not None and link.tag == "a")


def leads_home(link: Node, page: Page) -> bool:
    address = page.absolute(attribute(link, "href"))
    return bool(address and not urlsplit(address).path.strip("/"))


def agreement(heading: str, stated: Sequence[str]) -> float:
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
