"""Printed and linked words -> who published, wrote and showed an article.  Unknown stays None."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

from feedsvc.extract.byline import (
    NOTHING,
    Byline,
    folded,
    lines_of,
    read_line,
    read_stamp,
    read_start,
    read_within,
)
from feedsvc.extract.people import author_names, names_in
from feedsvc.extract.places import is_place
from feedsvc.extract.wires import read_english, read_japanese, read_korean
from feedsvc.model import Attribution, Credit, Outlet
from feedsvc.outlets import Outlets
from feedsvc.text import clean

__all__ = ["attribute", "author_names", "read"]

_LEAD = 600  # a byline stands in the first lines; a whole article is not searched for one
_TAIL = 400


def read(text: str, outlets: Outlets) -> Attribution:
    """What a text says about itself: byline, dateline, tag, glued tail, closing credits, cited sources."""
    same = folded(text)
    tail = _glued_tail(same, outlets)
    body = same[: tail[1]] if tail else same
    byline = _byline(body, outlets) or _mention(body, outlets)
    helpers, reporters = _credits(body[-_TAIL:])
    if not (byline.reporters or reporters) and (signed := _last_line(body[-_TAIL:], outlets)):
        byline = byline.followed_by(replace(signed, end=0))
    outlet = tail[0] if tail else byline.outlet
    return Attribution(
        outlet=outlet,
        agency=byline.agency,
        reporters=byline.reporters or reporters,
        place=_as_printed(byline.place, same, text),
        cited=_cited(body, byline, outlets),
        credits=helpers,
        text=clean(text[tail[1] : tail[2]]) if tail else "",
    )


def _as_printed(words: str | None, same: str, text: str) -> str | None:
    """莫斯科／基輔 keeps its own slash: `same` is the folded text, letter for letter as long."""
    at = same.find(words) if words else -1
    return text[at : at + len(words)] if words and at >= 0 else words


def _read_end(text: str, outlets: Outlets) -> Attribution:
    """What the last words of a text say; they may begin amid a sentence, so no byline is sought."""
    same = folded(text)
    tail = _glued_tail(same, outlets)
    source = _mention(same, outlets)
    helpers, reporters = _credits(same[-_TAIL:])
    signed = _last_line(same[-_TAIL:], outlets)
    return Attribution(
        outlet=tail[0] if tail else source.outlet,
        agency=source.agency,
        reporters=reporters or signed.reporters,
        credits=helpers,
    )


# -- the byline -----------------------------------------------------------------------------------


def _byline(text: str, outlets: Outlets) -> Byline:
    """The first line that has one; else the one in a bracket further on in the lead."""
    lead = text[:_LEAD].strip()
    for begin in _line_starts(lead):
        rest = lead[begin:]
        line = rest.partition("\n")[0]
        found = _begun(rest, outlets) or read_line(line, outlets)
        if found:
            return _with_outlet_after(line, replace(found, end=begin + found.end), outlets)
    return read_within(lead, outlets)


def _last_line(tail: str, outlets: Outlets) -> Byline:
    """The byline that closes a report on a line of its own: 明報記者 王大明, 홍길동 기자 a@b.kr."""
    _, broken, line = tail.rstrip().rpartition("\n")
    if not broken or len(line) > _CLOSING_LINE:
        return NOTHING
    found = read_line(line, outlets) or read_korean(line, outlets)
    return found if found.reporters else NOTHING


_CLOSING_LINE = 60


def _line_starts(lead: str) -> list[int]:
    return [0, *(match.end() for match in re.finditer(r"\n\s*", lead))][:4]


def _begun(rest: str, outlets: Outlets) -> Byline:
    for reader in (read_korean, read_english, read_japanese, read_stamp):
        if found := reader(rest, outlets):
            return found
    found = read_start(rest, outlets)
    if found and not found.reporters and not found.agency:
        line = rest.partition("\n")[0]
        signed = read_line(line[found.end :], outlets) or read_within(line, outlets)
        return found.followed_by(replace(signed, end=0))
    return found


_OUTLET_AFTER = re.compile(r" *[|] *(?P<outlet>[^|()]{2,24}?) *(?:-|\||$)")


def _with_outlet_after(line: str, found: Byline, outlets: Outlets) -> Byline:
    """作者王小明／台北報導 | 民報 – 2016年12月6日."""
    match = _OUTLET_AFTER.search(line) if not found.outlet else None
    outlet = outlets.named(match["outlet"]) if match else None
    return found.followed_by(_whose(outlet)) if outlet else found


def _whose(outlet: Outlet) -> Byline:
    return Byline(agency=outlet.name) if outlet.agency else Byline(outlet=outlet)


# -- the outlet that a line names -----------------------------------------------------------------

_LINKED = re.compile(
    r"(?:原文|新聞|新闻|文章|本文|报道|報導|全文|來源|来源)(?:網址|网址|連結|链接|出處|出处|來源|来源|連接|轉自|转自)? ?:? ?(?P<url>https?://\S+)"
)
_SOURCE = re.compile(
    r"(?:^|[\s(。])(?:(?:文章|新聞|新闻|消息|稿件|本文|原文|內容|内容|资讯|資訊)?"
    r"(?:(?:轉載自|转载自|轉自|转自)(?: ?[:/|] ?| ?(?=[《「])|(?=[^\s:/|]))|(?:來源|来源|出處|出处|出典|引用元|転載元|출처) ?[:/|=] ?)"
    r"|(?:稿源|来自|Source|Via) ?[:/|] ?)[《「]?(?P<outlet>[^\s,。:;()|/《「][^\n,。:;()|/》」]{1,30})",
    re.IGNORECASE,
)
_MORE = re.compile(
    r"(?:更多|看更多|閱讀更多|阅读更多) *(?P<outlet>[^\n。,:]{2,24}?) *(?:的)?(?:報導|報道|报道|新聞|新闻|文章|內容|内容)"
)


_MORE_WHOLE = re.compile(r"更多 *(?P<outlet>[^\n。,:]{2,24}) *(?:的)?(?:報導|報道|报道|文章|內容|内容)")


def _mention(text: str, outlets: Outlets) -> Byline:
    """來源：中央社, 原文網址：https://…, 更多 TVBS 報導; in the first or the last line."""
    for line in dict.fromkeys((*lines_of(text[:_LEAD], 1), *lines_of(text[-_TAIL:], 40))):
        if match := _LINKED.search(line):
            outlet = outlets.at(match["url"])
            if outlet and not outlet.portal:
                return Byline(outlet=outlet)
        for outlet in _named_in(line, outlets):
            if not _picture(line):
                return _whose(outlet)
    return NOTHING


def _named_in(line: str, outlets: Outlets) -> Iterator[Outlet]:
    """A name may end in 新聞 too: 更多 NOWnews 今日新聞 報導."""
    if (told := _SOURCE.search(line)) and (source := _first_named(told["outlet"], outlets)):
        yield source
    for pattern in (_MORE, _MORE_WHOLE):
        match = pattern.search(line)
        outlet = outlets.named(match["outlet"]) if match else None
        if outlet:
            yield outlet


def _first_named(words: str, outlets: Outlets) -> Outlet | None:
    """The outlet that begins the words, up to a space or their end: 来源：澎湃新闻·澎湃号 names nobody."""
    begun = outlets.beginning(words)
    rest = words[begun[1] :] if begun else ""
    return begun[0] if begun and (not rest[:1].strip() or _EDITION.match(rest)) else None


def _picture(line: str) -> bool:
    return bool(re.search("圖|图|照片|攝|摄|影片|写真|사진|영상|Photo", line))


# -- glued tails ----------------------------------------------------------------------------------

_WHEN = (
    r"(?:(?:剛剛|刚刚|昨天|前天|今天|昨日|Yesterday|yesterday)|\d+ ?(?:秒|分鐘|分钟|分|小時|小时|時間|個小時|天|日|週|周|週間|個月|个月|か月|ヶ月|月|年)鐘?前"
    r"|\d+ ?(?:초|분|시간|일|주|개월|달|년) ?전"
    r"|\d+ ?(?:seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|weeks?|months?|years?|[smhdwy]) ago"
    r"|(?:\d{4}[-/.年])?\d{1,2}[-/.月]\d{1,2}日?(?:[(（].[)）])?(?: *\d{1,2}:\d{2})?|\d{1,2}:\d{2})"
)
_TAIL_MARK = re.compile(rf"(?: *[・·•|]| -) *{_WHEN}.{{0,12}}$")


def _glued_tail(text: str, outlets: Outlets) -> tuple[Outlet, int, int] | None:
    """…評青年日報 ・ 1 天前: the outlet, where its name begins and ends. An unknown name gives none."""
    stripped = text.rstrip()
    mark = _TAIL_MARK.search(stripped, max(0, len(stripped) - 40))
    if not mark:
        return None
    found = outlets.ending(stripped[: mark.start()])
    return (found[0], found[1], mark.start()) if found else None


# -- closing credits ------------------------------------------------------------------------------

Role = Literal["translator", "editor", "photographer", "reporter"]
_ROLES: dict[Role, str] = {
    "translator": "譯者|译者|編譯|编译|翻譯|翻译|中譯|譯",
    "editor": "責任編輯|责任编辑|責編|责编|編輯|编辑|核稿編輯|核稿|审校|審校|審稿|审稿|校對|校对|編審|主編|主编",
    "photographer": "攝影記者|摄影记者|攝影|摄影|攝",
    "reporter": "記者|记者|撰文|撰稿|採訪|采访|作者|文字|報道|报道|報導",
}
_ROLE_WORDS = "|".join(sorted("|".join(_ROLES.values()).split("|"), key=len, reverse=True))
_CREDIT = re.compile(
    rf"(?P<role>{_ROLE_WORDS})(?: *[:/|] *| +)(?P<names>[^():;|\n\d]{{2,40}}?) *(?=$|[();|\n\d]|/? *(?:{_ROLE_WORDS}) *[:/])"
)
_CLOSING = re.compile(
    rf"(?:^|[(\n。])\s*(?:實習|实习|值班|執行|执行|网络|網路)?(?:{_ROLE_WORDS})(?: *[:/|]| +(?=[^ \n]{{2,4}}\s*$))[^。\n]{{2,80}}?"
    r"(?:\)\s*(?:\d{6,7})?\s*$|\s*$)"
)
_ENGLISH_CREDIT = re.compile(
    r"(?:^|[(;,.\n–—-]\s*)(?P<role>(?:[Aa]dditional )?[Rr]eporting|[Ww]riting|(?:Compiled and )?[Ee]dit(?:ing|ed)|[Tt]ranslat(?:ion|ing|ed)|[Pp]hoto(?:graphy|s)?) by "
    r"(?P<names>[^;()\n]{3,300}?)(?=$|[;()\n]|[.,]? *(?:and )?(?:[Aa]dditional|[Rr]eporting|[Ww]riting|[Ee]diting|[Tt]ranslat))"
)
_ENGLISH_ROLES: dict[str, Role] = {
    "r": "reporter",
    "a": "reporter",
    "w": "reporter",
    "c": "editor",
    "e": "editor",
    "t": "translator",
    "p": "photographer",
}


def _credits(tail: str) -> tuple[tuple[Credit, ...], tuple[str, ...]]:
    """Translators, editors and photographers of the last lines; and reporters credited there."""
    told = [*_chinese_credits(tail), *_english_credits(tail)]
    helpers = (Credit(role=role, name=name) for role, name in told if role != "reporter")
    reporters = (name for role, name in told if role == "reporter")
    return tuple(dict.fromkeys(helpers)), tuple(dict.fromkeys(reporters))


def _chinese_credits(tail: str) -> Iterator[tuple[Role, str]]:
    closing = _CLOSING.search(tail)
    if not closing or re.match(r"[(\n。]?\s*(?:圖|图)", closing[0]):
        return
    for match in _CREDIT.finditer(closing[0]):
        role = next(role for role, words in _ROLES.items() if match["role"] in words.split("|"))
        for name in names_in(match["names"].strip(" /").replace("/", "、")):
            yield role, name


def _english_credits(tail: str) -> Iterator[tuple[Role, str]]:
    for match in _ENGLISH_CREDIT.finditer(tail):
        role = _ENGLISH_ROLES[match["role"][0].lower()]
        for words in re.split(r"\s*(?:,|\band\b|&)\s*", match["names"]):
            name = re.sub(r"\b[Ii]n [A-Z].*$", "", words).strip(" .")
            if names_in(name):
                yield role, name


# -- cited sources --------------------------------------------------------------------------------

_SAID = re.compile(
    r"(?:(?:今天|昨天|今日|昨日|日前|稍早|稍後|獨家|独家|率先|當地時間|\d{1,2}日|\([^()]{1,24}\)|[」』》”\"]) {0,2}){0,6}"
    "(?:報導|報道|报导|报道|引述|援引)"
)
_CITES = re.compile('^.*(?:根據|根据|依據|引述|援引|據|据|綜合|综合|[,。「『《“"(])')
_NEXT_QUOTED = re.compile("[》」』](?:[、與和及]|以及)[《「『]")  # 《路透社》、《法新社》
_PAREN = re.compile(r"\(([^()]{2,24})\)")


def _cited(text: str, byline: Byline, outlets: Outlets) -> tuple[str, ...]:
    """The media that a report leans on: 路透社報導, 據日本共同社報道, 「日本放送協會」（NHK）報導."""
    names: dict[str, None] = {}
    for said in _SAID.finditer(text, byline.end if byline else 0, byline.end + 5_000):
        names.update(dict.fromkeys(outlet.name for outlet in _speakers(text, said, outlets)))
    return tuple(names)


_EDGE = re.compile(r"(?<=[\u3400-\u9fff])(?=[A-Za-z])")  # 美國CNN
_PLACE_BEFORE = re.compile("^[\u3400-\u9fff]{2}(?=[\u3400-\u9fff]{2,})")  # 香港明報


def _cut_place(match: re.Match[str]) -> str:
    return "" if is_place(match[0]) else match[0]


def _speaking(words: str, outlets: Outlets) -> list[Outlet]:
    speakers: list[Outlet] = []
    while found := outlets.ending(words):
        speakers.insert(0, found[0])
        words = words[: found[1]].rstrip(" 、與和及跟")
    return speakers


def _speakers(text: str, said: re.Match[str], outlets: Outlets) -> list[Outlet]:
    """日本共同社和路透社 before 報導: each of them; else the one in brackets, 日媒（NHK）報導."""
    if _MORE.search(text[max(0, said.start() - 30) : said.end()]):
        return []
    window = text[max(0, said.start() - 30) : said.start()].replace("\n", "。")
    before = re.sub("[》」』]", "", _CITES.sub("", _NEXT_QUOTED.sub("、", window)))  # 《時代》雜誌
    spellings = (before, _EDGE.sub("|", before), _PLACE_BEFORE.sub(_cut_place, before))
    speakers = next(filter(None, (_speaking(words, outlets) for words in spellings)), [])
    inside = _PAREN.search(said[0])
    named = outlets.named(inside[1]) if inside and not speakers else None
    return [named] if named else speakers


# -- one item of a page ---------------------------------------------------------------------------


def attribute(
    *,
    outlet_text: str,
    outlet_url: str | None,
    author: str,
    lead: str,
    tail: str = "",
    body: str = "",
    original_url: str | None,
    page_url: str | None,
    source_outlet: Outlet | None,
    via: str | None,
    language: str | None,
    outlets: Outlets,
) -> Attribution:
    """Who published, wrote and showed one item of a page.

    The outlet by order of trust: the words in its place, the publisher's own address, the address of
    the item unless a portal's, the tag or byline of the lead, the words glued to the end, the source
    itself. Words in the outlet's place that nobody registered become an outlet of their own. `body` is
    the whole plain text where there is one: for a byline that the lead lacks, and all that is cited.
    """
    said = _both(read(lead, outlets), read(body[:_BODY], outlets)) if body else read(lead, outlets)
    closing = _read_end(tail, outlets) if tail else Attribution()
    signed = _signed(author, outlets)
    label, portal = _labelled(outlet_text, (outlet_url, original_url, page_url), language, outlets)
    linked = _linked((outlet_url, original_url, page_url), outlets)
    name = _label_name(outlet_text)
    own = outlets.unregistered(name) if _is_label(name) and not (label or linked or portal) else None
    told = said.outlet or closing.outlet or signed.outlet
    return Attribution(
        outlet=label or linked or own or told or source_outlet or portal,
        agency=said.agency or signed.agency or closing.agency,
        reporters=author_names(author, outlets) or said.reporters or closing.reporters,
        place=said.place or signed.place,
        cited=said.cited,
        via=via,
        credits=said.credits or closing.credits,
        text=clean(outlet_text) or said.text,
    )


def _signed(author: str, outlets: Outlets) -> Attribution:
    """What the author's place says; it may hold nothing but the name of an agency or an outlet."""
    outlet = outlets.named(author) if author else None
    if outlet and not outlet.portal:
        return Attribution(agency=outlet.name) if outlet.agency else Attribution(outlet=outlet)
    return read(author, outlets) if author else Attribution()


_BODY = 8_000  # cited sources stand in the first paragraphs


def _both(said: Attribution, opened: Attribution) -> Attribution:
    """What the lead says, and the body where the lead says nothing; both cite."""
    return replace(
        said,
        outlet=said.outlet or opened.outlet,
        agency=said.agency or opened.agency,
        reporters=said.reporters or opened.reporters,
        place=said.place or opened.place,
        cited=tuple(dict.fromkeys((*said.cited, *opened.cited))),
        credits=said.credits or opened.credits,
    )


def _labelled(
    words: str, urls: tuple[str | None, ...], language: str | None, outlets: Outlets
) -> tuple[Outlet | None, Outlet | None]:
    """The outlet of the words in its place; a portal's name apart, which only says who shows it."""
    name = _label_name(words)
    if not name:
        return None, None
    country = next((at.country for url in urls if url and (at := outlets.at(url)) and _local(at)), None)
    spellings = dict.fromkeys((name, _EDITION.sub("", name)))
    told = (
        outlets.named(spelling, url=url, country=country, language=language)
        for spelling in spellings
        for url in (*urls, None)
    )
    outlet = next(filter(None, told), None) or _told_twice(name, outlets)
    return (None, outlet) if outlet and outlet.portal else (outlet, None)


def _local(outlet: Outlet) -> bool:
    """Whether its country says where a name is from: Google News shows the 世界日報 of every country."""
    return not (outlet.portal and outlet.language == "mul")


def _label_name(words: str) -> str:
    """The name in the outlet's place without "來源：", brackets and the time that some pages add."""
    label = _PROVIDED.sub(r"\1", _unwrapped(clean(words)))
    name = _unwrapped(_LABEL.sub("", _LABEL_HEAD.sub("", label)).strip())
    opened = folded(name).count("(") - folded(name).count(")")
    return f"{name}）" if opened == 1 and "（" in name else name  # a cut-off Yahoo奇摩（即時新聞


def _unwrapped(name: str) -> str:
    while len(name) > 2 and f"{folded(name[0])}{folded(name[-1])}" in {"()", "《》", "「」"}:
        name = name[1:-1].strip()
    return name


_HOST = re.compile(r"[\w-]+(?:\.[\w-]+)+")


_BETWEEN_NAMES = (" +(?:[-–—|｜/／] +)?", "[ ()（）·・|｜/／–—－-]+")


def _told_twice(name: str, outlets: Outlets) -> Outlet | None:
    """udn.com, 聯合新聞網（udn.com）, 人民网－人民日报, 三立新聞網 | 即時新聞: parts that all mean the same."""
    for between in _BETWEEN_NAMES:
        parts = [part for part in re.split(between, name) if part and not _SECTION.fullmatch(part)]
        first = _part_meant(parts[0], None, outlets) if parts else None
        if first and all(_part_meant(part, first.country, outlets) == first for part in parts):
            return first
    return None


def _part_meant(part: str, country: str | None, outlets: Outlets) -> Outlet | None:
    return outlets.at(part) if _HOST.fullmatch(part) else outlets.named(part, country=country)


_SECTION_WORD = (
    "即時|即时|國際|国际|社會|社会|政治|財經|财经|娛樂|娱乐|體育|体育|生活|綜合|综合|焦點|地方|兩岸|运动|運動"
)
_SECTION = re.compile(f"(?:{_SECTION_WORD})(?:新聞|新闻)?")
_SOURCE_WORD = "來源|来源|源自|稿源|出處|出处|轉載|转载|出典|引用|引用元|転載元|転載|提供元|提供|配信|출처|자료출처|Source|From|By"
_LABEL_HEAD = re.compile(
    rf"^(?:(?:本文|文章|原文|新聞|新闻|信息|消息|資料|资料)?(?:(?:{_SOURCE_WORD}) ?[:：／/|｜=＝] ?|(?:轉載自|转载自|轉自|转自) ?[:：]? ?)"
    r"|(?:via|(?:Originally )?[Pp]ublished (?:by|on|in|at))(?: ?: ?| +)|출처 )(?=\S)",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r" *[・·•|｜] *\d+ ?(?:分鐘|分钟|小時|小时|天|[mhd])$|"
    rf"(?: *[・·•|｜] *| +(?:[-–—] *)?){_WHEN}.*$"
    "|(?: +| *[|｜] *)(?:作者|記者|记者|編輯|编辑|責任編輯|责任编辑|責編|责编|撰文)[^|｜]{0,2}[:：/／]? ?[^|｜:：]{2,20}$"
)
_PROVIDED = re.compile(r"^由 ?(\S.*?\S) ?提供$")
_EDITION = re.compile(
    " *(?:客户端|客戶端|APP|海外版|電子版|电子版|電子報|公众号|公眾號|官网|官網|編輯室|编辑室|編輯部|编辑部)$",
    re.IGNORECASE,
)


def _linked(urls: tuple[str | None, ...], outlets: Outlets) -> Outlet | None:
    for url in urls:
        outlet = outlets.at(url) if url else None
        if outlet and not outlet.portal:
            return outlet
    return None


def _is_label(words: str) -> bool:
    """Whether words in the outlet's place can be a name: not a time, a desk or a sentence."""
    name = clean(words)
    if _NO_LABEL.search(name):
        return False
    return (
        2 <= len(name) <= 60
        and any(char.isalpha() for char in name)
        and not re.search(f"[。！？]|^{_WHEN}$", name)
    )


_NO_LABEL = re.compile(
    "^(?:(?:.{0,6}(?:記者|记者|編輯|编辑|作者|攝影|摄影|特派員))|by )"
    rf"|^(?:{_SECTION_WORD})"
    "(?:新聞|新闻)?(?:中心|頻道|频道|組|组|部|報導|报道)$|https?://",
    re.IGNORECASE,
)
