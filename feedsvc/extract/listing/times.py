"""Rows -> the time words of each item, its machine-readable stamps, and the date it stands under."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from statistics import fmean, median

from feedsvc.extract.listing import words
from feedsvc.extract.listing.atoms import Atom
from feedsvc.extract.listing.rows import Row
from feedsvc.extract.listing.tree import HEADINGS, Element, Tree

_STAMP_NAMES = (
    "datetime",
    "data-datetime",
    "data-time",
    "data-timestamp",
    "data-date",
    "data-published",
    "data-utime",
)
_STAMP = re.compile(r"^\s*(?:(?:19|20)\d{2}-?\d{2}-?\d{2}(?:[T ]\d{2}:?\d{2}.*)?|1\d{9}(?:\d{3})?)\s*$")
_CHANGED = re.compile(
    r"更新|修改|수정|updated?|modified|edited|aktualisiert|mis à jour|actualizad|aggiornat|обновлен",
    re.IGNORECASE,
)
_TALKED = re.compile(
    r"last (?:post|reply|comment|activity)|最[後后](?:[發发]表|[發发]文|回[覆复應应]|留言)|最終(?:投稿|レス)|최근 ?(?:댓글|글)|"
    r"letzter? (?:beitrag|antwort)|derni(?:er message|ère réponse)|[úu]ltim[oa] (?:mensaje|respuesta)|последн",
    re.IGNORECASE,
)
_TALKED_NAMES = re.compile(r"(?:^|[\s>._-])last-?(?:post|reply|comment|activity)", re.IGNORECASE)
_BARE_CLOCK = re.compile(r"\d{1,3}[:：]\d{2}(?:[:：]\d{2})?")
_LENGTH_NAMES = re.compile(r"duration|length|runtime|play-?time|time-?code", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d{2}\s?年?")
_NAMED_YEAR = re.compile(r"(?<![\d.:/-])(?:19|20)\d{2}(?![\d.:/-])")
_LONGEST = 160
_LEAST = 0.1  # of a text's letters: less is a sentence with a day in it


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What one item says about when. `atom` is where it was read, None where it says nothing."""

    times: tuple[str, ...] = ()
    instants: tuple[str, ...] = ()
    modified: tuple[str, ...] = ()
    atom: Atom | None = None


def shown_times(tree: Tree, items: Sequence[Row]) -> tuple[Shown, ...]:
    """For each item its own time: from the column that holds times in most items."""
    columns = time_columns(tree, items)
    return tuple(_shown(tree, item, columns) for item in items)


def time_columns(tree: Tree, items: Sequence[Row]) -> tuple[str, ...]:
    """Columns that hold times, the surest first; a clock alone after any that tells a day or an age."""
    best: defaultdict[str, dict[int, Atom]] = defaultdict(dict)
    for number, item in enumerate(items):
        for atom in item.rest:
            # Of three <li> in one place (27 January 2021 · 3783 words · 19 minutes) the first that tells a time counts.
            if number not in best[atom.column] or _share(atom) > _share(best[atom.column][number]):
                best[atom.column][number] = atom
    columns = {column: tuple(atoms.values()) for column, atoms in best.items()}
    worth = {column: _worth(tree, atoms, len(items)) for column, atoms in columns.items()}
    timed = [column for column in worth if worth[column] > 0]
    clocks = {column for column in timed if _is_clocks(columns[column])}
    # Not after one that only some items have: such a day stands in their words.
    days = max((len(columns[column]) for column in timed if column not in clocks), default=0)
    later = {column for column in clocks if 2 * days >= len(columns[column])}
    return tuple(sorted(timed, key=lambda column: (column in later, -worth[column])))


def _is_clocks(atoms: Sequence[Atom]) -> bool:
    return sum(_is_clock(atom.text) for atom in atoms) >= 0.5 * len(atoms)


def _tells_lengths(atoms: Sequence[Atom]) -> bool:
    """Whether a column says how long films are (12:34, 47:05, 2:41:10), not when they came."""
    if not _is_clocks(atoms):
        return False
    clocks = [re.split("[:：]", atom.text) for atom in atoms if _is_clock(atom.text)]
    named = _LENGTH_NAMES.search(atoms[0].column.rsplit(">", 1)[-1])
    return bool(named) or len(set(map(len, clocks))) > 1 or any(int(clock[0]) > 23 for clock in clocks)


def _share(atom: Atom) -> float:
    return words.time_share(atom.text) if len(atom.text) <= _LONGEST else 0.0


def _worth(tree: Tree, atoms: Sequence[Atom], items: int) -> float:
    texts = [atom.text for atom in atoms]
    if median(map(words.width, texts)) > _LONGEST or _tells_lengths(atoms):
        return 0.0
    share = fmean(map(_share, atoms))
    timed = sum(bool(words.time_words(one)) for one in texts) / len(texts)
    if share < _LEAST or timed < 0.5:
        return 0.0
    talked = sum(_is_of_talk(tree, atom) for atom in atoms) / len(texts)
    return (
        len(texts) / items * (share + (0.5 if atoms[0].element.tag == "time" else 0.0)) * (1 - 0.8 * talked)
    )


def _is_of_talk(tree: Tree, atom: Atom) -> bool:
    """Whether a time is that of the last reply: its words, its name on the page or the head of its column say so."""
    return bool(
        _TALKED.search(atom.text)
        or _TALKED_NAMES.search(atom.column)
        or _TALKED.search(_column_head(tree, atom.element))
    )


def _column_head(tree: Tree, element: Element) -> str:
    """The head of the table's column in which an element stands; "" where there is none."""
    around = (element, *tree.ancestors(element))
    cell = next((part for part in around if part.tag == "td"), None)
    row = tree.parent(cell) if cell is not None else None
    table = next((part for part in around if part.tag == "table"), None)
    if cell is None or row is None or table is None:
        return ""
    first = next((part for part in tree.inside(table) if part.tag == "tr"), row)
    heads = [part for part in tree.children(first) if part.tag in {"th", "td"}]
    place = [part.index for part in tree.children(row)].index(cell.index) if not cell.hidden else len(heads)
    return tree.text(heads[place]) if place < len(heads) and first is not row else ""


def _shown(tree: Tree, item: Row, columns: Sequence[str]) -> Shown:
    stamps = tuple(dict.fromkeys(_stamps(tree, item)))
    atom = next((atom for column in columns if (atom := _clearest(item, column)) is not None), None)
    if atom is None:
        hovers = (time for part in item.region.parts for time in _hover(tree.inside(part)))
        return Shown(times=tuple(islice(hovers, 1)), instants=stamps)
    pieces = words.time_words(atom.text)
    if len(pieces) > 1 and words.is_one_time(atom.text):
        pieces = (atom.text,)
    if _is_of_talk(tree, atom):
        return Shown(instants=stamps, modified=pieces[:1], atom=atom)
    changed = tuple(piece for piece in pieces if _is_change(atom.text, piece))
    # Of "03:24 · 2 天前" the clock is how long a film is.
    first = sorted((piece for piece in pieces if piece not in changed), key=_is_clock)
    return Shown(
        times=(*first[:1], *_hover(tree.inside(atom.element)[:4])),
        modified=changed,
        instants=stamps,
        atom=atom,
    )


def _is_clock(piece: str) -> bool:
    return bool(_BARE_CLOCK.fullmatch(piece))


def _clearest(item: Row, column: str) -> Atom | None:
    """Of the item's atoms in a column the one that is a time most of all, none where no one is."""
    atoms = [atom for atom in item.rest if atom.column == column and _share(atom) > _LEAST]
    return max(atoms, key=_share, default=None)


def _is_change(shown: str, piece: str) -> bool:
    """Whether words beside a time say that it is the last edit (10/29 16:02 更新)."""
    at = shown.find(piece)
    before = shown[max(0, at - 16) : at]
    after = shown[at + len(piece) : at + len(piece) + 4]
    return bool(
        _CHANGED.search(re.split(r"[，,。;；|｜]", before)[-1]) or re.match(r"\s*(?:更新|修改|수정)", after)
    )


def _stamps(tree: Tree, item: Row) -> Iterator[str]:
    for part in item.region.parts:
        for element in tree.inside(part):
            if _is_in_talk(tree, element, part):
                continue
            for name in _STAMP_NAMES:
                if _STAMP.match(element.get(name)):
                    yield element.get(name).strip()
            if element.get("itemprop") == "datePublished" and element.get("content"):
                yield element.get("content").strip()


def _is_in_talk(tree: Tree, element: Element, part: Element) -> bool:
    """Whether the page's names say that what stands there is of the last reply."""
    around = (above for above in (element, *tree.ancestors(element)) if part.holds(above.index))
    return any(_TALKED_NAMES.search(above.get("class")) for above in around)


def _hover(elements: Iterable[Element]) -> Iterator[str]:
    """The full time in a title attribute. It comes after the shown words: on sites that show a story
    again the shown age starts anew, and the attribute is days older."""
    for element in elements:
        said = element.get("title")
        if said and len(said) < 60 and words.time_share(said) > 0.6:
            yield said.strip()
            return


# -- headings --------------------------------------------------------------------------------------


def headings(tree: Tree, items: Sequence[Row]) -> tuple[str, ...]:
    """For each item the date that stands above it, "" where none does.

    A date at the top of the page is the day of the visit, not of the items: one that is no heading
    counts only where several dates part the list.
    """
    taken = sorted((part.index, part.end) for item in items for part in item.region.parts)
    memory: dict[int, Mapping[int, Element | None]] = {}
    spanned = _spanned(tree, items)
    found = [spanned.get(item.region.parts[0].index) or _above(tree, item, taken, memory) for item in items]
    texts = {tree.text(element) for element in found if element is not None}
    years = {_year_in(said) for said in texts} - {""}
    return tuple(_worded(tree, element, several=len(texts) > 1, years=len(years)) for element in found)


def _year_in(heading: str) -> str:
    """The one year that a heading names: "Säsong 1 (2024)"."""
    named = set(_NAMED_YEAR.findall(heading)) if len(heading) < 40 else set()
    return named.pop() if len(named) == 1 else ""


def _worded(tree: Tree, element: Element | None, *, several: bool, years: int) -> str:
    if element is not None and not _is_date(tree.text(element)):
        # One heading may be of anything ("The best of 2024"); several years part an archive.
        return _year_in(tree.text(element)) if years > 1 else ""
    if element is None or not (
        several or any(part.tag in {*HEADINGS, "dt", "td"} for part in tree.inside(element))
    ):
        return ""
    return tree.text(element)


def _spanned(tree: Tree, items: Sequence[Row]) -> Mapping[int, Element]:
    """For each row of a table the date in a cell above that reaches down to it (rowspan)."""
    tops = (item.region.parts[0] for item in items)
    tables = {top.parent for top in tops if top.tag == "tr" and top.parent >= 0}
    reached: dict[int, Element] = {}
    for table in tables:
        cell, left = None, 0
        for row in tree.children(tree.elements[table]):
            opened = next((part for part in tree.children(row) if _reaches_down(tree, part)), None)
            if opened is not None:
                cell, left = opened, int(opened.get("rowspan")) - 1
            elif cell is not None and left > 0:
                reached[row.index], left = cell, left - 1
    return reached


def _reaches_down(tree: Tree, cell: Element) -> bool:
    return cell.get("rowspan").isdecimal() and int(cell.get("rowspan")) > 1 and _is_date(tree.text(cell))


def _above(
    tree: Tree, item: Row, taken: Sequence[tuple[int, int]], memory: dict[int, Mapping[int, Element | None]]
) -> Element | None:
    place = item.region.parts[0]
    for _ in range(4):
        above = tree.parent(place)
        if above is None:
            return None
        if above.index not in memory:
            memory[above.index] = _carried(tree, above, taken)
        heading = memory[above.index].get(place.index)
        if heading is not None:
            peer = _heading_tag(tree, heading) == _own_heading_tag(tree, item)
            said = tree.text(heading)
            return heading if not peer and (_is_date(said) or _year_in(said)) else None
        place = above
    return None


def _heading_tag(tree: Tree, element: Element) -> str:
    return next((part.tag for part in tree.inside(element) if part.tag in HEADINGS), "no heading")


def _own_heading_tag(tree: Tree, item: Row) -> str:
    """The tag of the heading that is the item's title: another of that tag is the item before it."""
    title = item.region.member.anchor.element
    around = (title, *tree.ancestors(title))
    return next((part.tag for part in around if part.tag in HEADINGS), "")


def _carried(tree: Tree, parent: Element, taken: Sequence[tuple[int, int]]) -> Mapping[int, Element | None]:
    """For each child the last heading or date before it among its siblings."""
    current: Element | None = None
    carried: dict[int, Element | None] = {}
    starts = {first for first, _ in taken}
    for child in tree.children(parent):
        if child.index > taken[-1][0]:
            break
        carried[child.index] = current
        if child.index not in starts and _heads(tree, child, starts):
            current = child
    return carried


def _heads(tree: Tree, element: Element, starts: set[int]) -> bool:
    if element.end - element.index > 12 or any(
        index in starts for index in range(element.index, element.end)
    ):
        return False
    return any(part.tag in HEADINGS for part in tree.inside(element)) or _is_date(tree.text(element))


def _is_date(shown: str) -> bool:
    return bool(_YEAR.fullmatch(shown)) or (
        0 < len(shown) < 50 and words.dated_share(shown) >= 0.6 and ":" not in shown
    )
