"""An article page -> the words near its title that say when it was published, the best first."""

from __future__ import annotations

import re
from collections.abc import Iterator

from feedsvc.extract.article_body import around_headings, from_heading, is_aside
from feedsvc.extract.article_lines import Lines, words_of
from feedsvc.extract.listing.words import time_share, time_words, width
from feedsvc.extract.page import Page

UPDATED = re.compile(
    r"updat|modif|revis|更新|修改|수정|aktualisiert|aktualisierung|mis à jour|mise à jour|actualizad|aggiornat|oppdatert|uppdaterad|opdateret|geändert|atualizad|güncelle|обновлен",
    re.IGNORECASE,
)
_SAYS_WHEN = re.compile(
    r"publi|posted|veröffentlicht|erschienen|發[布表佈]|发[布表]|刊登|時間|时间|日期|公開|掲載|投稿|입력|등록|опубликован|\bvom\b|\bam\b|\bdate\b|\ble\b|来源|來源",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(
    r"(?:publi(?:sh|c|é|kat)|posted|veröffentlicht|erschienen|[發发][布佈表]|刊登|出版|公開|掲載|입력|등록)\w*",
    re.IGNORECASE,
)
_BEGIN = 20  # letters of a line in which it says that it tells of a change
_LONGEST = 160  # letters of a line that tells facts of an article, and no text
YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)|(?<!\d)\d{1,2}[./]\d{1,2}[./]\d{2}(?!\d)")
# "(18.01.2018) Deutschlands Landwirte ...": a report that begins with its day in brackets.
_DATELINE = re.compile(r"[(（\[【](?P<day>[^()（）\[\]【】]{6,24})[)）\]】]")
_PARTS = re.compile(r"\d+|[^\W\d]{3,}")  # year, month and day
_DAY = re.compile(r"\d\D{1,12}\d")  # a month and a year alone name an archive
_RIGHTS = re.compile("©|copyright|all rights|版權|版权", re.IGNORECASE)
# What a time goes on with that is no time by itself: ", 20.15 Uhr", "（火） 08時15分", "MEZ", "GMT+1".
_GOES_ON = re.compile(
    r"(?:[\s,./|·•–—:-]{0,4}(?:[(（]\w{1,3}[)）]\s*)?\d{1,2}[.:：時时h]\s?\d{2}(?:[.:：分]\d{2})?[分秒]?(?i:\s*[ap]\.?\s?m\b\.?)?(?:\s*Uhr\b)?)?"
    r"(?:\s*[(（]?(?:UTC|GMT|MES?Z|WIB|[A-Z]{1,3}T)\b[)）]?)?(?:[+-]\d{1,2}(?::?\d{2})?)?"
)
_GLUED = re.compile(r"\d{5}")  # "March 7, 20247:55 AM"
_MONTH = re.compile(r"[月월]|[^\W\d]{3,}")
_AGO = re.compile(
    r"(?:[前전]|ago|fa|назад|geleden|siden|sedan|temu)$|^(?:vor|il y a|hace|há) ", re.IGNORECASE
)
_DIGIT = re.compile(r"\d")
_MOST = 4
_NAMES = 30  # columns beside a time that names take; a sentence may tell of another day
_UNREAD_CLOCK = re.compile(r"\d|\D{0,14}\d{1,2}[:：.h時时]\d{2}")  # "30 Ekim 2020 Cuma 18:28"
_OTHER_LABEL = re.compile(r"\w\W{0,2}[:：]\s*$")


def shown_times(page: Page, title: str, lines: Lines) -> tuple[str, ...]:
    """At most four, each the time alone where what stands beside it (an outlet, an author) is surely none of it."""
    return tuple(dict.fromkeys(map(_alone, list(dict.fromkeys(_shown(page, title, lines)))[:_MOST])))


def _alone(line: str) -> str:
    """ "2019年11月25日 18:57 參考消息" says "2019年11月25日 18:57"; a line that may say more stays as it is."""
    pieces = time_words(line)
    lead, _, tail = line.partition(pieces[0]) if pieces else ("", "", "")
    if not pieces or not (_is_day(pieces[0], lead) or _AGO.search(pieces[0])):
        return line
    goes_on = _GOES_ON.match(tail)
    more = goes_on.group().rstrip() if goes_on else ""
    rest = tail[len(more) :]
    unread = _UNREAD_CLOCK.match(rest) and not UPDATED.search(rest)
    labelled = _OTHER_LABEL.search(lead) and not _SAYS_WHEN.search(lead)
    if unread or labelled or _DIGIT.search(lead) or UPDATED.search(lead):
        return line
    return pieces[0] + more if width(lead + rest.partition(pieces[-1])[0]) <= _NAMES else line


def _is_day(piece: str, lead: str) -> bool:
    """A day of a year, or one without its year where nothing but a label stands before it."""
    said = not lead.strip() or _SAYS_WHEN.search(lead)
    if _GLUED.search(piece):
        return False
    parts = len(_PARTS.findall(piece))
    return parts > 2 if YEAR.search(piece) else bool(said and parts > 1 and _MONTH.search(piece))


def _shown(page: Page, title: str, lines: Lines) -> list[str]:
    """Words that say when, the best first: with a year, near the title, in an element named for it."""
    found = [*_lines_by_title(lines, title), *_named_elements(page, title)]
    found.sort(key=lambda shown: not _DAY.search(shown))
    first = [shown for shown in found if YEAR.search(shown)]
    # "2 小時前" behind a full date is a comment's or a rail's; before it, it is the article's own.
    until = found.index(first[0]) if first else len(found)
    rest = [shown for shown in found[:until] if not YEAR.search(shown)]
    return [*first, *(() if first else _labelled_lines(lines) or _only_date(lines)), *rest]


def _lines_by_title(lines: Lines, title: str) -> list[str]:
    """Short lines of time up to fifteen below the title, then up to four above it."""
    near = [_dateline(_since_published(line)) for at in lines.at(title)[:3] for line in lines.around(at)]
    return [line for line in near if _is_time_line(line)]


def _since_published(line: str) -> str:
    """ "Updated 5 March, published 3 March" from where it says when it was published."""
    said = _PUBLISHED.search(line) if UPDATED.search(line[:_BEGIN]) and len(line) < _LONGEST else None
    return line[said.start() :] if said else line


def _dateline(line: str) -> str:
    """The day in brackets that a paragraph begins with, or the line as it is."""
    begun = _DATELINE.match(line)
    day = begun["day"] if begun else ""
    return day if len(_PARTS.findall(day)) > 2 and YEAR.search(day) and time_share(day) > 0.6 else line


def _is_time_line(line: str) -> bool:
    if len(line) > _LONGEST or not time_words(line) or UPDATED.search(line[:_BEGIN]):
        return False
    return time_share(line) > 0.25 or bool(_SAYS_WHEN.search(line) and len(line) < 120)


def _named_elements(page: Page, title: str) -> Iterator[str]:
    nodes = page.css(
        "h1,h2,time,[class*='date' i],[class*='time' i],[class*='publi' i],[class*='posted' i],[class*='meta' i],[class*='byline' i],[class*='info' i],[id*='date' i],[id*='time' i],[class*='datum' i]"
    )
    around = around_headings(page)
    for node in from_heading(nodes[:400], title)[:200]:
        shown = words_of(node)
        if (
            3 < len(shown) < 120
            and time_words(shown)
            and not UPDATED.search(shown[:_BEGIN])
            and not is_aside(node, around)
        ):
            yield shown


def _labelled_lines(lines: Lines) -> list[str]:
    """Anywhere on the page a short line that says that it tells when."""
    return [line for line in _dated_lines(lines) if _SAYS_WHEN.search(line) and not UPDATED.search(line)][:2]


def _only_date(lines: Lines) -> list[str]:
    """A line that is a date and nothing else, where the page shows no other day."""
    dates = [line for line in _dated_lines(lines) if time_share(line) > 0.6]
    return dates[:1] if len(set(dates)) == 1 else []


def _dated_lines(lines: Lines) -> list[str]:
    dated = (
        line for line in lines.lines[:2_000] if len(line) < 120 and YEAR.search(line) and time_words(line)
    )
    return [line for line in dated if not _RIGHTS.search(line)]
