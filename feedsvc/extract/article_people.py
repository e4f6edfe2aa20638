"""An article page -> the names of its authors, as printed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from feedsvc import text as words
from feedsvc import urls
from feedsvc.extract import records
from feedsvc.extract.article_lines import LONGEST, Lines, lines_of, words_of
from feedsvc.extract.article_meta import Metas, contents
from feedsvc.extract.article_title import site_names
from feedsvc.extract.feed import joined_names, person_name
from feedsvc.extract.listing.words import time_words
from feedsvc.extract.page import Node, Page, attribute, select
from feedsvc.extract.people import is_korean_name, names_in

_METAS = (
    *(
        "author",
        "article:author",
        "byl",
        "parsely-author",
        "sailthru.author",
        "dc.creator",
        "dc:creator",
        "authors",
    ),
    *(
        "dcterms.creator",
        "citation_author",
        "rnews:author",
        "cXenseParse:author",
        "article:author_name",
        "og:article:author",
    ),
)
_PLACES = (
    "[rel~='author'],[itemprop~='author'],.byline,.author,.p-author,.byline-name,.author-name,[class*='byline' i],"
    "[class*='author-name' i],[class*='authorname' i],[class*='author_name' i],[class*='article-author' i],[class*='writer' i],"
    "[class*='author__name' i],[title='author' i],.autor,.autores,.autore,.auteur,.firma"
)
_PROFILES = "a[rel~='author'][href],a[href*='/author/' i],a[href*='/authors/' i]"
_NO_PLACE = re.compile(r"bio|box|avatar|image|social|comment|related|share|date|time|follow", re.IGNORECASE)
_BY = re.compile(
    r"^(?:(?:text|words|story|written|geschrieben|texte|testo|texto)?\s*(?:by|von|par|por|di|door|av|af|oleh)\b\s*:?\s+|"
    r"(?:by|text|author|autor|autorin|auteur|autore|von|文|撰文|作者|記者|记者)\s*[:：／|]\s*|(?:文／|文/))",
    re.IGNORECASE,
)
_GLUED_BY = re.compile(r"^By(?=[A-Z][a-z])")
_BY_LINE = re.compile(r"^(?:by|von|par|por|di|door)\s+(?=[A-ZÀ-Þ])", re.IGNORECASE)
_LATE_BY = re.compile(r"^.*\d.*?\bby\s+(?=[A-Z])")
_DAYS = (
    "mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun|jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|"
    "aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
_ENDS = re.compile(
    rf"(?:Twitter|Facebook|Instagram)\w*.*$|\s*(?:[|•·/@].*|(?:\b(?:{_DAYS})(?:day)?\.?,?\s*)*\d.*|\b(?:updated|published|posted|updated on|follow)\b.*|\s(?:is|in|on|for|at)\s.*|"
    r"\s*\((?:avec|mit|with|con|com|med)\b.*|,\s[^,]{0,40}\b(?:editor|writer|reporter|correspondent|contributor|columnist|journalist)\b.*|"
    r",?\s+(?:(?:senior|chief|staff|political|politics|national|foreign|deputy|contributing|associate|managing|opinion|special)\s+)*"
    r"(?:editor|writer|reporter|correspondent|contributor|columnist|journalist)\b.*)$",
    re.IGNORECASE,
)
_ONLY_DAYS = re.compile(rf"(?:\W*\b(?:{_DAYS})(?:day)?\b\W*)+", re.IGNORECASE)
_NOBODY = frozenset(
    (
        *(
            "admin",
            "administrator",
            "editor",
            "staff",
            "red",
            "redaktion",
            "redaction",
            "facebook",
            "twitter",
        ),
        *("name", "email", "author", "unknown"),  # of templates that nobody filled in
    )
)
_HANDLE = re.compile(r"[\w.-]*[A-Za-z_]\d[\w.-]*")  # an account, "CC7567"
_COMPANY = re.compile(r"\b(?:Inc|Ltd|LLC|GmbH|Corp|Co)\.?$|株式会社|有限公司")
# Credits in Chinese and Japanese: who wrote it, else who edited it. "記者王小明／台北報導", "（責任編輯：王小明）".
_WRITTEN = re.compile(
    r"^\W*(?:[\w\s]{0,12}?(?:記者|记者)\s*[:：／/]?|(?:作者|文|撰文|採訪撰文|取材・文|署名)\s*[:：／/])\s*(?P<names>[^:：／/()（）]{2,40}?)\s*(?:[／/╱].{2,10}(?:報導|报道|報道|报导)\W*|[)）】]\W*)?$"
)
_EDITED = re.compile(
    r"^\W*(?:責任編輯|责任编辑|責編|责编|編輯|编辑|核稿編輯)\s*[:：／/]\s*(?P<names>[^:：／/()（）]{2,40}?)\W*$"
)
_KOREAN = re.compile(r"^\W*(?P<names>[가-힣]{2,4})\s*(?:기자|특파원|선임기자)(?:\s*[=(]?\s*\S+@\S+)?\W*$")
_COLLEAGUE = re.compile(r"\s*(?:通[讯訊][员員]|[实實][习習](?:生|[记記]者)|[记記]者)\s*")
_OTHERS_WORK = re.compile(r"\s*(?:[摄攝]影|[图圖]片?|[编編][辑輯]|校[对對]).*")
_LABELLED = re.compile(
    r"(?:^|[\s|｜])(?:作者|撰文|記者|记者|기자명)\s*[:：／/]?\s*(?P<names>[^:：／/|｜()（）]{2,30}?)"
    r"(?=\s*(?:$|[|｜／/()（）]|기자|(?:[浏瀏][览覽]|[来來]源|[编編][辑輯]|[责責]任|[时時][间間]|[点點][击擊]|字[号號]|[发發][布佈])))"
)
_AND = re.compile(r"\s*[;、]\s*|,\s+(?:and\s+)?|\s+(?:and|und|et|och|og|&)\s+")


def authors(page: Page, data: Mapping[str, Any], metas: Metas, title: str, lines: Lines) -> str:
    """The authors as printed: of the data, of <meta>, of the byline; "" where nobody is named.

    The site's own name stands only where its data gives it for the author and the page names no person.
    """
    sites = _sites(page, data, metas)
    nobody = {"", words.squash(title), *_NOBODY}
    stated = [_of_data(data), *_of_metas(metas)]
    bylines = [told for node in page.css(_PLACES)[:40] if (told := _of_byline(node))]
    near = _by_title(bylines, lines, title)
    for printed in (*stated, near, *bylines[:1], _of_links(page), _labelled(lines, title), _credited(lines)):
        people = [
            name for one in printed for name in _people(one) if words.squash(name) not in sites | nobody
        ]
        if people:
            return joined_names(_persons(people, sites))
    desks = [name for one in stated[0] for name in _AND.split(words.clean(one))]
    return joined_names(name for name in desks if words.squash(name) not in nobody)


def _persons(names: list[str], sites: set[str]) -> list[str]:
    """Without what stands beside persons: companies ("mediagene Inc." does not write), desks of the site ("CNN Travel")."""
    return [name for name in names if not _COMPANY.search(name) and not _is_desk_of(name, sites)] or names


def _is_desk_of(name: str, sites: set[str]) -> bool:
    first, _, rest = name.partition(" ")
    return bool(rest) and words.squash(first) in sites


def _sites(page: Page, data: Mapping[str, Any], metas: Metas) -> set[str]:
    """The names that the site goes by."""
    host = urls.host(page.url or page.canonical or "").removeprefix("www.")
    return {
        words.squash(name)
        for name in (*site_names(metas), records.name_of(data, ("publisher",)), host, host.rsplit(".", 1)[0])
    }


def _of_data(data: Mapping[str, Any]) -> list[str]:
    value = data.get("author") or data.get("creator")
    people = value if isinstance(value, list) else [value]
    return [name for person in people for name in _names_of(person)]


def _names_of(person: object) -> list[str]:
    if isinstance(person, dict) and isinstance(person.get("name"), list):
        return [str(name) for name in person["name"]]
    return [records.string(person)]


def _of_metas(metas: Metas) -> Iterator[list[str]]:
    for name in _METAS:
        yield [
            content for content in contents(metas, (name,)) if not urls.is_web(content) and len(content) < 200
        ]


def _by_title(bylines: list[list[str]], lines: Lines, title: str) -> list[str]:
    """The byline next to the title, an element or a line "By Ana Lee": those further off may be a rail's."""
    # A title stands in a menu of the latest too, and elsewhere with bylines of others below it: the nearest counts.
    for line in lines.nearest(title):
        if told := next((told for told in bylines if told[0] in line), []):
            return told
        if len(line) < 80 and _BY_LINE.match(line):
            return [line]
    return []


def _of_byline(node: Node) -> list[str]:
    """The words of one byline that name somebody: its only link, its line with "by", or all of it."""
    if _NO_PLACE.search(attribute(node, "class")):
        return []
    names = [shown for link in _links(node) if (shown := words_of(link)) and len(shown) < 60]
    shown = words_of(node)
    signed = [line for line in lines_of(node, LONGEST) if len(line) < 80 and _BY_LINE.match(line)]
    printed = names or signed[:1] or ([shown] if 1 < len(shown) < 120 else [])
    return printed if any(_people(one) for one in printed) else []


def _links(node: Node) -> list[Node]:
    links = select(
        node,
        "a[rel~='author'],[itemprop~='name'],a[href*='author' i],a[href*='/people/' i],a[href*='/profile' i]",
    )
    return [link for link in links if link.mem_id != node.mem_id][:1] if len(links) == 1 else []


def _of_links(page: Page) -> list[str]:
    """The first link to an author's own page that reads as a name and stands in no rail."""
    for link in page.css(_PROFILES)[:8]:
        shown = words_of(link, 60)
        if len(shown) < 60 and len(shown.split()) in {2, 3, 4} and _is_name(_clean(shown)):
            return [shown]
    return []


def _labelled(lines: Lines, title: str) -> list[str]:
    """The names behind "作者：" in a line of facts by the title, "2025-10-29 來源：… 作者：林小川 瀏覽：18"."""
    near = (line for line in lines.nearest(title) if len(line) < 160)
    found = (_credit_names(label["names"]) for line in near for label in _LABELLED.finditer(line))
    return list(next(filter(None, found), ()))


def _credited(lines: Lines) -> list[str]:
    """Names on a line that is a credit and nothing else but a time, where the page has one such line."""
    short = [_without_times(line) for line in lines.lines[:2_000] if len(line) < 60]
    for credit in (_WRITTEN, _KOREAN, _EDITED):
        named = {tuple(_credit_names(found["names"])) for line in short if (found := credit.match(line))}
        named.discard(())
        if len(named) == 1:
            return list(named.pop())
    return []


def _without_times(line: str) -> str:
    for piece in time_words(line):
        line = line.replace(piece, " ", 1)
    return line.strip()


def _credit_names(printed: str) -> tuple[str, ...]:
    printed = _COLLEAGUE.sub("、", _OTHERS_WORK.sub("", printed)).strip("、 ")
    return (printed,) if is_korean_name(printed) else names_in(printed)


def _people(printed: str) -> list[str]:
    """The names in one printed byline."""
    if _HANDLE.fullmatch(printed.strip()):
        return []
    bare = _clean(printed)
    pieces = [piece for piece in _AND.split(bare) if piece.strip()]
    initials = any(words.squash(piece) in _NOBODY for piece in pieces)
    if len(pieces) == 2 and "," in bare and not initials and all(" " not in piece for piece in pieces):
        pieces = [bare]  # "Lee, Ana" is one person
    return [name for name in map(_clean, pieces) if _is_name(name)]


def _clean(printed: str) -> str:
    line = words.clean(printed)
    bare = _GLUED_BY.sub("", _BY.sub("", _LATE_BY.sub("", line)))
    return _once(person_name(_ENDS.sub("", bare).strip(" ,|-–—:：／/")))


def _once(name: str) -> str:
    """ "Ana Lee Ana Lee", the name and the name of the portrait, is one name."""
    parts = name.split()
    half = len(parts) // 2
    return " ".join(parts[:half]) if half > 1 and parts[:half] == parts[half:] else name


def _is_name(name: str) -> bool:
    return 1 < len(name) < 80 and not _ONLY_DAYS.fullmatch(name)
