"""JSON of any shape -> the lists of article-like objects in it, rated, as raw items."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from statistics import median
from typing import Any

from feedsvc import text as words
from feedsvc import urls
from feedsvc.extract.found import Found, FoundList
from feedsvc.extract.markup import plain

Record = Mapping[str, Any]

# Names of one field in other people's data, the surest first; "_", "-", "@" and case do not count.
TITLE = (
    "headline",
    "title",
    "newstitle",
    "articletitle",
    "contenttitle",
    "titletext",
    "displaytitle",
    "heading",
    "subject",
    "longtitle",
)
LINK = (
    *(
        "url",
        "link",
        "href",
        "permalink",
        "canonicalurl",
        "weburl",
        "websiteurl",
        "pageurl",
        "titlelink",
        "articleurl",
    ),
    *(
        "newsurl",
        "storyurl",
        "contenturl",
        "shareurl",
        "linkurl",
        "fullurl",
        "detailurl",
        "docurl",
        "path",
        "uri",
    ),
)
TIME = (
    *(
        "datepublished",
        "publishedat",
        "publisheddate",
        "publishedtime",
        "publishdate",
        "publishtime",
        "publishat",
    ),
    *(
        "pubdate",
        "pubtime",
        "published",
        "firstpublished",
        "firstpublishdate",
        "firstpublishedat",
        "displaytime",
    ),
    *(
        "displaydate",
        "publicationdate",
        "postdate",
        "posttime",
        "newstime",
        "showtime",
        "releasetime",
        "releasedate",
    ),
    *(
        "createtime",
        "createdat",
        "datecreated",
        "createdate",
        "created",
        "ptime",
        "ctime",
        "timestamp",
        "datetime",
    ),
    *("date", "time", "dategmt"),
)
MODIFIED = (
    *(
        "datemodified",
        "updatedat",
        "modifiedat",
        "updatedtime",
        "updatetime",
        "modifieddate",
        "lastmodified",
        "lastupdated",
    ),
    *("modified", "updated", "lastupdate", "tsupdate", "updatedate", "mtime"),
)
SUMMARY = (
    "summary",
    "description",
    "excerpt",
    "abstract",
    "intro",
    "dek",
    "teaser",
    "lead",
    "brief",
    "digest",
    "snippet",
    "standfirst",
    "desc",
    "contenttext",
)
OUTLET = (
    "providername",
    "publisher",
    "provider",
    "sourcename",
    "medianame",
    "source",
    "media",
    "sitename",
    "publishername",
    "outlet",
    "brand",
)
AUTHOR = ("author", "authors", "byline", "authordisplayname", "authorname", "creator", "reporter", "writer")
IMAGE = (
    "image",
    "thumbnail",
    "thumbnailurl",
    "imageurl",
    "cover",
    "coverimage",
    "coverurl",
    "thumb",
    "img",
    "picture",
    "images",
    "leadimage",
    "photo",
    "mainimage",
)
LANGUAGE = ("inlanguage", "language", "lang", "locale")
SECTION = ("articlesection", "category", "categoryname", "section", "sectionname", "channel")
_NAMES = ("displayname", "name", "title", "fullname", "text", "rendered", "value", "label")
_ADDRESSES = ("url", "contenturl", "href", "src", "id", "link", "originalurl")
_WRAPPERS = (
    "item",
    "node",
    "content",
    "data",
    "source",
    "article",
    "story",
    "fields",
    "attributes",
    "post",
    "mainentity",
    "mainentityofpage",
)

_SEPARATORS = re.compile(r"[_\-@$ ]")
_MACHINE = re.compile(
    r"\d{9,10}(?:\.\d+)?|\d{12,13}|\d{4}-\d\d-\d\d(?:[T ]\d\d:?\d\d.*)?|\d{8}T\d{6}.*|\w{3}, +\d{1,2} \w{3} \d{4} .+"
)
_DATED = re.compile(r"\d")
_CJK = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
# Things of schema.org that have a name and an address and are no article.
_NO_ARTICLE = re.compile(
    r"Breadcrumb|Organization|Navigation|Person|ImageObject|SearchAction|WebSite|Place|Offer|Product|Rating|Comment|Question|Corporation"
)
_OWN_LINK = re.compile(r"(?:url|link|href)$")
_OTHER_LINK = re.compile(
    r"image|img|thumb|icon|avatar|cover|logo|photo|picture|eyecatch|api|amp|video|audio|author|user|share|embed"
)
_ADVERTISING = frozenset(("ad", "ads", "advert", "advertisement", "sponsored", "advertiser-content"))
MOST_VALUES = 300_000
MOST_LISTS = 4_000
MOST_RECORDS = 10_000  # about two seconds
DEEPEST = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Rated:
    """A list of article-like objects: where it stood, its items, how much it looks like the page's news."""

    path: str
    items: tuple[Found, ...]
    score: float
    sponsored: int = 0


def lists_in(value: object, base: str | None, *, named: bool = False) -> list[Rated]:
    """Every list of at least two article-like objects, in the order of the data.

    `named`: a "name" may be the title (schema.org says so).
    """
    found = []
    left = MOST_RECORDS
    for path, members in islice(_lists(value), MOST_LISTS):
        if left > 0 and any(article_of(record, base, named=named) for record in members[:8]):
            found.append(_rated(path, members[:left], base, named=named))
            left -= len(members)
    return [one for one in found if one.score > 0]


def _lists(value: object) -> Iterator[tuple[str, Sequence[Record]]]:
    """Lists of objects, and objects whose members are alike ("Article:1": {...}, "Article:2": {...})."""
    for path, one in walk(value):
        if isinstance(one, list):
            members = [member for member in one if isinstance(member, dict)]
        elif isinstance(one, dict) and len(one) > 2:
            members = [member for member in one.values() if isinstance(member, dict)]
        else:
            continue
        if len(members) > 1:
            yield path, members[:2_000]


def walk(value: object) -> Iterator[tuple[str, object]]:
    """Every value inside with its dotted path, in order; ends after 300,000 values, 40 levels deep."""
    stack: list[tuple[str, object, int]] = [("", value, 0)]
    left = MOST_VALUES
    while stack and left:
        left -= 1
        path, one, depth = stack.pop()
        yield path, one
        if depth < DEEPEST:
            stack.extend((f"{path}.{key}" if path else key, inner, depth + 1) for key, inner in _members(one))


def _members(value: object) -> Sequence[tuple[str, object]]:
    if isinstance(value, dict):
        return [(str(key), inner) for key, inner in value.items() if isinstance(inner, dict | list)][::-1]
    if isinstance(value, list):
        return [(str(at), inner) for at, inner in enumerate(value) if isinstance(inner, dict | list)][::-1]
    return []


# -- one list -----------------------------------------------------------------------------------


def _rated(path: str, records: Sequence[Record], base: str | None, *, named: bool) -> Rated:
    ours = [record for record in records if not _is_sponsored(record)]
    found = [item for record in ours if (item := article_of(record, base, named=named)) is not None]
    return replace(rated(path, found, len(ours)), sponsored=len(records) - len(ours))


def rated(path: str, found: Sequence[Found], members: int) -> Rated:
    """A list of items with its score: 0 for what is no news; `members` counts the objects it came from."""
    items = tuple({(item.url, item.title): item for item in found}.values())
    return Rated(path=path, items=items, score=_score(items, members))


def _is_sponsored(record: Record) -> bool:
    """An object that says of itself that it is an advertisement."""
    fields = folded(record)
    marked = any(
        fields.get(name) is True for name in ("sponsored", "issponsored", "isad", "advertisement", "promoted")
    )
    return marked or str(fields.get("type") or fields.get("contenttype")).lower() in _ADVERTISING


def _score(items: Sequence[Found], members: int) -> float:
    """0 for a list that is no news: menus have short names and no times, pictures no titles."""
    if len(items) < 2 or len(items) * 2 < members:
        return 0.0
    timed = _share(items, lambda item: bool(item.instants or item.times))
    told = _share(items, lambda item: bool(item.summary))
    long = median(words_in(item.title) for item in items) >= 4
    if not long or len({item.url for item in items}) * 2 < len(items):
        return 0.0
    known = timed + 0.5 * told + 0.25 * _share(items, lambda item: bool(item.outlet or item.author))
    return len(items) * known if timed >= 0.5 or told >= 0.5 else 0.0


def _share(items: Sequence[Found], met: Any) -> float:
    return sum(1 for item in items if met(item)) / len(items)


def words_in(title: str) -> float:
    """Words of a title, in scripts without spaces too: two signs of Chinese are about one word."""
    signs = len(_CJK.findall(title))
    return signs / 2 + len(_CJK.sub(" ", title).split())


# -- one object ---------------------------------------------------------------------------------


def article_of(record: Record, base: str | None, *, named: bool = False) -> Found | None:
    """The raw item of an article-like object or of what it wraps; None where it has no title or no address."""
    fields = folded(record)
    kind = str(fields.get("type", ""))
    inner = _wrapped(fields)
    published = _says_published(fields)
    title = title_of(fields, named=(named or published) and not _NO_ARTICLE.search(kind))
    link = (
        address(fields, LINK, base)
        or (address(fields, ("mainentityofpage", "id"), base) if named else None)
        or (address(fields, _own_links(fields), base) if published else None)
    )
    if title and link and not (named and _NO_ARTICLE.search(kind)):
        return _found(fields, title, link, base)
    found = (article_of(one, base, named=named) for one in inner) if _shallow(record) else ()
    return next((item for item in found if item is not None), None)


def _says_published(fields: Record) -> bool:
    """Whether the object says when it was published: then its "name" is a title, its noteUrl its address."""
    return any("publish" in name and _MACHINE.fullmatch(string(fields[name])) for name in _in(fields, TIME))


def _own_links(fields: Record) -> tuple[str, ...]:
    """The fields that may hold the object's own address under a name of the site's (noteUrl, storyLink)."""
    return tuple(name for name in fields if _OWN_LINK.search(name) and not _OTHER_LINK.search(name))


def unlinked(record: Record) -> Found | None:
    """The title and the stamps of an object that states no address; None where it has not both."""
    fields = folded(record)
    if any(isinstance(fields.get(name), str) for name in LINK):
        return None
    title, stamps = title_of(fields, named=True), times_of(fields, TIME)[0]
    return Found(title=title, instants=stamps) if title and stamps else None


def _shallow(record: Record) -> bool:
    """Whether the object may be a wrapper; what holds fifty keys is a page of its own."""
    return len(record) <= 50


def _wrapped(fields: Record) -> list[Record]:
    inner = (fields.get(name) for name in _WRAPPERS)
    return [_limited(one) for one in inner if isinstance(one, dict)]


def _limited(record: Record) -> Record:
    """A wrapped object without its own wrappers: a chain of them ends after one step."""
    return {
        key: value
        for key, value in record.items()
        if not (isinstance(value, dict) and _fold(key) in _WRAPPERS)
    }


def _found(fields: Record, title: str, link: str, base: str | None) -> Found:
    stamps, shown = times_of(fields, TIME)
    return Found(
        title=title,
        url=link,
        summary=summary_of(fields, title),
        image=address(fields, IMAGE, base),
        instants=stamps,
        times=shown,
        modified=times_of(fields, MODIFIED)[0],
        outlet=name_of(fields, OUTLET),
        author=authors_of(fields),
        language=name_of(fields, LANGUAGE) or None,
        categories=tuple(filter(None, (name_of(fields, SECTION),))),
    )


def folded(record: Record) -> dict[str, Any]:
    """The object with its keys folded: published_at, publishedAt and PublishedAt are one."""
    return {_fold(key): value for key, value in reversed(list(record.items()))}


def _fold(key: str) -> str:
    return _SEPARATORS.sub("", str(key)).casefold()


def _in(fields: Record, names: tuple[str, ...]) -> list[str]:
    return [name for name in names if name in fields]


def title_of(fields: Record, *, named: bool) -> str:
    found = (plain(string(fields[name])) for name in _in(fields, (*TITLE, *(("name",) if named else ()))))
    return next((title for title in found if title), "")


def summary_of(fields: Record, title: str) -> str:
    found = (plain(string(fields[name])) for name in _in(fields, SUMMARY))
    return next(
        (summary for summary in found if summary and words.squash(summary) != words.squash(title)), ""
    )


def name_of(fields: Record, names: tuple[str, ...]) -> str:
    found = (plain(string(fields[name])) for name in _in(fields, names))
    return next((name for name in found if name and not urls.is_web(name)), "")


def authors_of(fields: Record) -> str:
    for name in _in(fields, AUTHOR):
        value = fields[name]
        printed = [plain(string(one)) for one in (value if isinstance(value, list) else [value])]
        people = list(dict.fromkeys(one for one in printed if one and not urls.is_web(one)))
        if people:
            return ("、" if any(map(_CJK.search, people)) else ", ").join(people)
    return ""


def times_of(fields: Record, names: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Machine stamps and shown words, best first."""
    found = [
        words.clean(string(fields[name], inside=("date", "time", *_NAMES))) for name in _in(fields, names)
    ]
    kept = list(dict.fromkeys(one for one in found if one and len(one) < 80 and one != "0"))
    stamps = tuple(one for one in kept if _MACHINE.fullmatch(one))
    return stamps, tuple(one for one in kept if one not in stamps and not one.isdigit())


def address(fields: Record, names: tuple[str, ...], base: str | None) -> str | None:
    """The first of these fields that holds an address, as it is or one level deeper."""
    for name in _in(fields, names):
        printed = string(fields[name], inside=_ADDRESSES)
        if _is_address(printed) and (found := urls.absolute(printed, base)):
            return found
    return None


def _is_address(printed: str) -> bool:
    return printed.startswith(("http://", "https://", "/", "./", "?")) or (
        ".htm" in printed and " " not in printed
    )


def string(value: object, inside: tuple[str, ...] = _NAMES) -> str:
    """A text or number as printed; of an object its name, of a list its first member."""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        fields = folded(value)
        value = next(
            (fields[name] for name in inside if isinstance(fields.get(name), str | int | float)), None
        )
    if isinstance(value, bool) or (isinstance(value, int) and abs(value) >= 10**18):
        return ""
    return str(value).strip() if isinstance(value, str | int | float) else ""


def merged(best: Rated, others: Sequence[Rated]) -> tuple[Found, ...]:
    """The items of the best list; what another list knows of the same page about time is added."""
    known: dict[str | None, list[Found]] = {}
    for other in others:
        for item in other.items:
            known.setdefault(item.url and urls.canonical(item.url), []).append(item)
    return tuple(_joined(item, known.get(item.url and urls.canonical(item.url), [])) for item in best.items)


def _joined(item: Found, twins: Sequence[Found]) -> Found:
    fields = {name: getattr(item, name) for name in Found.__slots__}
    for name in ("instants", "times", "modified"):
        fields[name] = tuple(dict.fromkeys(one for twin in (item, *twins) for one in getattr(twin, name)))
    for name in ("outlet", "author", "summary", "image"):
        fields[name] = next(
            (getattr(twin, name) for twin in (item, *twins) if getattr(twin, name)), fields[name]
        )
    return Found(**fields)


def as_list(rated: Sequence[Rated], rule: str) -> FoundList:
    """The best of these lists; how many items of other lists were left out."""
    if not rated:
        return FoundList()
    best = max(rated, key=lambda one: one.score)
    others = [one for one in rated if one is not best]
    shown = {item.url for item in best.items}
    left = Counter(item.url for one in others for item in one.items if item.url not in shown)
    counts = {"other_list": len(left), "sponsored": best.sponsored}
    dropped = {reason: count for reason, count in counts.items() if count}
    return FoundList(items=merged(best, others), dropped=dropped, rule=f"{rule} {best.path}".strip())
