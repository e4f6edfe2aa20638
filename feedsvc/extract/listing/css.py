"""Elements of one list -> the CSS selector that finds just them again, by the names that last longest."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, product

from feedsvc.extract.listing.anchors import target_of
from feedsvc.extract.listing.tree import HEADINGS, Element, Tree
from feedsvc.extract.page import Page

# What a build gives a name by is gone with the next release.
_BUILT_SHAPES = (
    r"\d{3}|\d[A-Za-z]|\d[^\d-]+\d",  # post-1234, x1i10hfl
    r"^(?:css|sc|jsx|svelte|emotion|dcr|chakra|astro|tw)-",  # css-1x2y3z
    r"_[A-Za-z]*\d[A-Za-z\d]{3,}$|__(?=[A-Za-z]*[a-z][A-Z])[A-Za-z]{5}$",  # title__3xY2a, Card_box__aBcDe
    r"(?:^|[-_])[b-df-hj-np-tv-xzB-DF-HJ-NP-TV-XZ\d]{5,}(?:[-_]|$)",  # without a vowel: ssrcss-qqhgh0-Meta
)
_BUILT = re.compile("|".join(_BUILT_SHAPES))
_NAME = re.compile(r"(?=.*[A-Za-z]{2})[A-Za-z][\w-]{1,40}")
_CASES = re.compile(r"[a-z](?=[A-Z])|[A-Z](?=[a-z])")  # hQkPqR has five changes of case, newsFeed two
# Names of how a thing looks, where it stands or what it is filed under: pages give and take them lightly.
_LOOKS_SHAPES = (
    r"-?[mp][trblxyse]?(?:-\S+|\d+)|(?:min-|max-)?[wh]-?\d\S*",  # mt-4, p3, w-50
    r"(?:cols?|row|span|grid|gap|order|offset|d?-?flex)(?:-\w+)*-?\d*",
    r"(?:text|font|bg|border|rounded|shadow|leading|tracking|justify|items|self|space|object)(?:-\w+)+",
    r"(?:align|float|is|js|ng|wow|fade|animated?|has|no|u|z)(?:-\w+)+",
    r"(?:category|tag|format|status|author|post)-\S+",
    r"block|inline(?:-\w+)?|hidden|relative|absolute|static|container(?:-\w+)?|wrap(?:per)?|inner|clearfix|clear|fix",
    r"left|right|center|top|bottom|first|last|(?:odd|even|line)\d?|alt|active|current|open|show|new|old|hot",
    r"box|dim|bold|small|big|large|undefined|\w{1,2}|\w{2,4}\d\d",
)
_LOOKS = re.compile("|".join(_LOOKS_SHAPES), re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]{3}")
_TELLING = frozenset(("article", "main", *HEADINGS, "time"))
_FOLDER = re.compile(r"(?:https?://)?[\w./-]*[A-Za-z]/")
_NEARLY = 0.8  # rows without a link (deleted posts) are found too, and left out when they are read
_COMMON = 0.9
_TRIES = 160  # selectors that are tried: each is a walk over the page
_PARTS = 4  # selectors in one: a list of more kinds of boxes has no name


def is_stable(name: str) -> bool:
    """Whether a person gave a class its name, so that it will still be there next month."""
    built = _BUILT.search(name) or (len(name) <= 8 and len(_CASES.findall(name)) > 2)
    return bool(_NAME.fullmatch(name)) and not built


def tells(name: str) -> bool:
    """Whether a class says what a thing is (news-item), not how it looks (mt-4, clearfix)."""
    return is_stable(name) and bool(_WORD.search(name)) and not _LOOKS.fullmatch(name)


def selector_of(page: Page, tree: Tree, boxes: Sequence[Element]) -> str | None:
    """The first selector that finds these elements and no others, else several joined, else one that nearly does."""
    wanted = frozenset(box.key for box in boxes)
    tried = {css: _found(page, css) for css in _first(_selectors(tree, boxes))}
    exact = next((css for css, found in tried.items() if found == wanted), None)
    if exact is not None:
        return exact
    fits = {css: 2 * len(found & wanted) / (len(found) + len(wanted)) for css, found in tried.items()}
    nearly = max(fits, key=lambda css: fits[css], default="")
    return _joined(page, tree, boxes) or (nearly if nearly and fits[nearly] >= _NEARLY else None)


def _first(selectors: Iterable[str]) -> Iterator[str]:
    return islice(dict.fromkeys(selectors), _TRIES)


def _found(page: Page, css: str) -> frozenset[int]:
    return frozenset(node.mem_id for node in page.css(css))


def _joined(page: Page, tree: Tree, boxes: Sequence[Element]) -> str | None:
    """Selectors that together find all: of the rows and of the lead story, of each of two lists."""
    wanted = frozenset(box.key for box in boxes)
    left, parts = list(boxes), list[str]()
    while left and len(parts) < _PARTS:
        alike = _most_alike(tree, left)
        found = ((css, _found(page, css)) for css in _first(_selectors(tree, alike)))
        css, keys = next(
            ((css, keys) for css, keys in found if keys <= wanted and keys >= {box.key for box in alike}),
            ("", frozenset()),
        )
        if not css:
            return None
        parts.append(css)
        left = [box for box in left if box.key not in keys]
    return None if left else ", ".join(parts)


def _most_alike(tree: Tree, boxes: Sequence[Element]) -> list[Element]:
    kinds = [_kind(tree, box) for box in boxes]
    most = Counter(kinds).most_common(1)[0][0]
    return [box for box, kind in zip(boxes, kinds, strict=True) if kind == most]


def _kind(tree: Tree, box: Element) -> tuple[object, ...]:
    above = tree.parent(box)
    around = (above.tag, above.get("id"), _lasting(above)) if above is not None else ()
    return (box.tag, *around)


def _lasting(element: Element) -> frozenset[str]:
    return frozenset(filter(is_stable, element.classes))


# -- the selectors to try, the most telling first -----------------------------------------------------


def _selectors(tree: Tree, boxes: Sequence[Element]) -> Iterator[str]:
    tag = boxes[0].tag
    own = [f"{tag}.{name}" for name in common_classes(boxes)]
    named = [f"{tag}.{name}" for name in common_classes(boxes) if tells(name)]
    scopes = list(_scopes(tree, boxes))
    inner = [f"{tag}:has({css})" for css in _inner(tree, boxes)]
    marks = [*named, *_by_address(boxes)]
    yield from marks
    yield from (f"{scope} {item}" for item in marks for scope in scopes)
    yield from (f"{around} > {item}" for around in _around(tree, boxes) for item in (*named, tag))
    yield from (f"{scope} {item}" for scope in scopes for item in (tag, *own))
    yield from inner
    yield from own
    yield from (f"{scope} {item}" for scope in scopes for item in inner)
    yield from _bare(tree, boxes, [*own, tag])


def common_classes(elements: Sequence[Element]) -> list[str]:
    """The lasting classes that nearly all elements have, those that say what they are first."""
    counts = Counter(name for element in elements for name in element.classes if is_stable(name))
    common = [name for name, count in counts.most_common() if count >= _COMMON * len(elements)]
    return sorted(common, key=lambda name: (not tells(name), -counts[name], name))


def _scopes(tree: Tree, boxes: Sequence[Element]) -> Iterator[str]:
    """The elements around all boxes that have a name: "#latest", "main", "div.news-list", the nearest first."""
    last = boxes[-1].index
    for element in tree.ancestors(boxes[0]):
        if all(element.holds(box.index) for box in boxes) and element.holds(last):
            yield from _names(element)


def _names(element: Element) -> Iterator[str]:
    name = element.get("id")
    if is_stable(name) and not any(map(str.isdigit, name)):
        yield f"#{name}"
    yield from (f"{element.tag}.{name}" for name in sorted(element.classes) if tells(name))
    if element.tag in {"main", "article"}:
        yield element.tag


def _around(tree: Tree, boxes: Sequence[Element]) -> Iterator[str]:
    """Names that the parents of all boxes share, or their parents."""
    parents = [above for box in boxes if (above := tree.parent(box)) is not None]
    upper = [outer for one in parents if (outer := tree.parent(one)) is not None]
    yield from _shared(parents)
    yield from (f"{outer} > {between.tag}" for outer in _shared(upper) for between in parents[:1])


def _shared(elements: Sequence[Element]) -> Iterator[str]:
    if not elements:
        return
    others = [set(_names(element)) for element in elements[1:]]
    yield from (name for name in _names(elements[0]) if all(name in names for names in others))


def _inner(tree: Tree, boxes: Sequence[Element]) -> Iterator[str]:
    """What every box has in it: a named part, a heading that is a link, a time."""
    parts = Counter(css for box in boxes for css in dict.fromkeys(_parts(tree, box)))
    common = [css for css, count in parts.items() if count == len(boxes)]
    yield from sorted(common, key=lambda css: "." not in css)[:8]


def _parts(tree: Tree, box: Element) -> Iterator[str]:
    for element in islice(tree.inside(box), 1, 60):
        yield from (f"{element.tag}.{name}" for name in sorted(element.classes) if tells(name))
        above = tree.elements[element.parent]
        if element.tag == "a" and above is not box:
            yield f"{above.tag} > a"
        elif element.tag in _TELLING or element.tag in {"a", "img"}:
            yield f"> {element.tag}" if above is box else element.tag


def _by_address(boxes: Sequence[Element]) -> Iterator[str]:
    """Boxes that are links to one folder: a[href^='/news/']."""
    folders = {target_of(box).rpartition("/")[0] + "/" for box in boxes}
    folder = min(folders, key=len)
    if boxes[0].tag == "a" and all(one.startswith(folder) for one in folders) and _FOLDER.fullmatch(folder):
        yield f"a[href^='{folder}']"


def _bare(tree: Tree, boxes: Sequence[Element], items: Sequence[str]) -> Iterator[str]:
    """By tags alone, and by the number among the siblings where nothing else tells: the first to break."""
    parents = [above for box in boxes if (above := tree.parent(box)) is not None]
    if not parents:
        return
    yield from (f"{parents[0].tag} > {item}" for item in items)
    upper = [above.tag for above in islice(tree.ancestors(parents[0]), 2)]
    yield from (
        " > ".join((*reversed(upper[:most]), parents[0].tag, item)) for most, item in product((1, 2), items)
    )
    if len({parent.index for parent in parents}) == 1:
        yield from (f"{step} > {item}" for step, item in product(_numbered(tree, parents[0]), items))


def _numbered(tree: Tree, element: Element) -> Iterator[str]:
    step = f"{element.tag}:nth-of-type({number(tree, element)})"
    above = tree.parent(element)
    if above is not None:
        yield from (f"{name} > {step}" for name in (*_names(above), above.tag))
        outer = tree.parent(above)
        numbered = f"{above.tag}:nth-of-type({number(tree, above)}) > {step}" if outer is not None else step
        yield from (f"{name} > {numbered}" for name in (*_names(outer or above), (outer or above).tag))


def number(tree: Tree, element: Element) -> int:
    """Which of its parent's children of its tag it is, hidden ones too; the first is 1."""
    above = tree.elements[element.parent]
    before = (tree.elements[piece] for piece in above.pieces if isinstance(piece, int))
    return sum(one.tag == element.tag and one.index <= element.index for one in before)
