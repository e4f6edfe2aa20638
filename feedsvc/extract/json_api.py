"""JSON text of an API -> its items: by dotted paths that a person gave, or found by itself."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from statistics import median
from typing import Any

from feedsvc import text as words
from feedsvc import urls
from feedsvc.extract import records
from feedsvc.extract.found import Found, FoundList
from feedsvc.extract.markup import first_image, plain, sanitised
from feedsvc.model import ItemRules

_MOST_LOOKED_AT = 20_000  # values, to say why there is no list
_WORDS = 4  # of a title: fewer are the name of a section (as in records.py)


def read_json(text: str, rules: ItemRules | None, url: str | None) -> FoundList:
    """The items of a JSON document; `url` is the base of relative addresses.

    `rules` holds dotted paths: `each` to the list ("data.items"; "" or "." for the document itself),
    the others inside one item ("title", "images.0.url"). Items without a title are dropped["no_title"].
    A path that leads nowhere gives dropped["no_list_at_path"] and says in `rule` what there is instead;
    without a path, dropped["no_list"] says there why no list was taken; text that is no JSON gives
    dropped["not_json"].
    """
    document = parse_json(text)
    if document is None:
        return FoundList(dropped={"not_json": 1})
    if rules is None:
        return _by_itself(document, url)
    return _by_rules(document, rules, url)


def parse_json(text: str) -> object:
    """The value; None where it is none. A JSONP call and an anti-hijacking prefix are taken off."""
    bare = text.strip("\ufeff \t\r\n;")
    for candidate in (bare, _unwrapped(bare)):
        try:
            return json.loads(candidate, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _unwrapped(text: str) -> str:
    """callback({...}) -> {...}; ")]}'," before the value goes."""
    opens = min(
        (at for at in (text.find("{"), text.find("[", 1 if text.startswith(")]") else 0)) if at >= 0),
        default=0,
    )
    closes = max(text.rfind("}"), text.rfind("]"))
    return text[opens : closes + 1]


def _is_linked_data(document: object) -> bool:
    return isinstance(document, dict) and "@context" in document


# -- by itself ----------------------------------------------------------------------------------


def _by_itself(document: object, url: str | None) -> FoundList:
    named = _is_linked_data(document)
    found = records.as_list(records.lists_in(document, url, named=named), "list at")
    if found.items:
        return found
    return replace(found, dropped={**found.dropped, "no_list": 1}, rule=_refusal(document, url, named=named))


def _refusal(document: object, url: str | None, *, named: bool) -> str:
    """Why the largest list was not taken for the news, and what to write if it is."""
    path, members = max(_lists(document), key=lambda one: len(one[1]), default=("", []))
    if not members:
        return f"the JSON holds no list of objects; {_nearest(document, '')}"
    each = json.dumps(path, ensure_ascii=False)
    lack = _lack(members, url, named=named)
    return f"the list at {each} was not taken: {lack}; if it is the news, write items: {{each: {each}, title: …, link: …}}"


def _lists(document: object) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    for path, one in islice(records.walk(document), _MOST_LOOKED_AT):
        if isinstance(one, list):
            yield path, [member for member in one if isinstance(member, dict)]


def _lack(members: Sequence[Mapping[str, Any]], url: str | None, *, named: bool) -> str:
    items = [item for one in members if (item := records.article_of(one, url, named=named)) is not None]
    if len(items) * 2 < len(members):
        keys = ", ".join(dict.fromkeys(key for one in members[:3] for key in list(one)[:12]))
        return f"no title and address have names that are known; there are {keys}"
    if len(members) < 2:
        return "it holds one object only"
    if median(records.words_in(item.title) for item in items) < _WORDS:
        return "its titles are as short as those of a menu"
    return "it has neither times nor summaries, or one address for all"


# -- by rules -----------------------------------------------------------------------------------


def _by_rules(document: object, rules: ItemRules, url: str | None) -> FoundList:
    each = at_path(document, rules.each)
    listed = list(each.values()) if isinstance(each, dict) else each
    if not isinstance(listed, list):
        rule = f"path {rules.each!r} leads to no list: {_nearest(document, rules.each)}"
        return FoundList(dropped={"no_list_at_path": 1}, rule=rule)
    items, dropped = [], Counter[str]()
    for record in listed:
        item = _found(record, rules, url)
        if item.title:
            items.append(item)
        else:
            dropped["no_title"] += 1
    return FoundList(items=tuple(items), dropped=dict(dropped), rule=f"path {rules.each}")


def at_path(value: object, path: str) -> object:
    """What stands at a dotted path: keys of objects, numbers for places in lists; None where nothing does."""
    for step in (step for step in path.strip().removeprefix("$").split(".") if step):
        if isinstance(value, dict):
            value = value.get(step)
        elif (
            isinstance(value, list) and step.lstrip("-").isdecimal() and -len(value) <= int(step) < len(value)
        ):
            value = value[int(step)]
        else:
            return None
    return value


def _nearest(document: object, path: str) -> str:
    """What there is to choose from, for the message."""
    parent = at_path(document, path.rpartition(".")[0])
    if isinstance(parent, dict):
        return f"there are {', '.join(list(map(str, parent))[:12])}"
    return f"there is a {type(parent).__name__}"


def _found(record: object, rules: ItemRules, url: str | None) -> Found:
    fields = records.folded(record) if isinstance(record, dict) else {}
    title = plain(_text(record, rules.title)) if rules.title else records.title_of(fields, named=True)
    content = sanitised(_text(record, rules.content), url) if rules.content else ""
    stamps, shown = _times(record, fields, rules.time)
    return Found(
        title=title,
        url=urls.absolute(_text(record, rules.link), url)
        if rules.link
        else records.address(fields, records.LINK, url),
        summary=plain(_text(record, rules.summary)) if rules.summary else records.summary_of(fields, title),
        content_html=content,
        image=_image(record, fields, rules, url) or first_image(content, url),
        instants=stamps,
        times=shown,
        modified=records.times_of(fields, records.MODIFIED)[0],
        outlet=plain(_text(record, rules.outlet))
        if rules.outlet
        else records.name_of(fields, records.OUTLET),
        author=plain(_text(record, rules.author)) if rules.author else records.authors_of(fields),
        language=records.name_of(fields, records.LANGUAGE) or None,
        words=_words(rules),
    )


def _times(
    record: object, fields: Mapping[str, Any], path: str | None
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return (
        records.times_of({"time": at_path(record, path)}, ("time",))
        if path
        else records.times_of(fields, records.TIME)
    )


def _image(record: object, fields: Mapping[str, Any], rules: ItemRules, url: str | None) -> str | None:
    if rules.image:
        return urls.absolute(_text(record, rules.image), url)
    return records.address(fields, records.IMAGE, url)


def _text(record: object, path: str | None) -> str:
    value = at_path(record, path or "")
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return "、".join(words.clean(one) for one in value)
    return records.string(value)


def _words(rules: ItemRules) -> dict[str, str]:
    named = ("link", "title", "summary", "content", "time", "outlet", "author", "image")
    return {name: path for name in named if (path := getattr(rules, name))}
