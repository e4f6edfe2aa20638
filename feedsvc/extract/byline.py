"""The first words of a Chinese report -> outlet, agency, reporters and place.  Both scripts, any brackets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from feedsvc.extract.people import is_chinese_name, is_desk, names_in
from feedsvc.extract.places import is_place, longest_place, name_and_place
from feedsvc.model import Outlet
from feedsvc.outlets import Outlets


@dataclass(frozen=True, slots=True, kw_only=True)
class Byline:
    """What the words before a report say; `end` is where the report itself begins."""

    outlet: Outlet | None = None
    agency: str | None = None
    reporters: tuple[str, ...] = ()
    place: str | None = None
    end: int = 0

    def __bool__(self) -> bool:
        return bool(self.outlet or self.agency or self.reporters or self.place)

    def followed_by(self, other: Byline) -> Byline:
        """Both, where the words that came first win: [outlet](記者王小明／台北報導)."""
        return Byline(
            outlet=self.outlet or other.outlet,
            agency=self.agency or other.agency,
            reporters=self.reporters or other.reporters,
            place=self.place or other.place,
            end=max(self.end, other.end),
        )


NOTHING = Byline()

# -- one alphabet for brackets, slashes and digits: real pages mix them, "（觀傳媒桃竹苗新聞)" ----------

_WIDE = {
    code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))
}
_FOLD = str.maketrans(
    "（〔［【〖〈﹝[）〕］】〗〉﹞]／╱∕⁄｜︱│∣¦丨ㅣ－─–—―：＝；，\u3000\u00a0",
    "((((((((" + "))))))))" + "////" + "|||||||" + "-----" + ":=;," + "  ",
)


def folded(text: str) -> str:
    """The text with one kind of bracket, slash, bar, dash and digit; letter for letter as long as before."""
    return _quoted_brackets(text.translate(_FOLD).translate(_WIDE))


_QUOTED_BYLINE = re.compile(
    "^(\\s*)[《「『]((?:記者|记者|編譯|编译)[^《》「」『』\n]{2,30}(?:報導|報道|报导|报道))[》」』]"
)


_QUOTED_OUTLET = re.compile(
    "^(\\s*)《([^《》\\n]{2,16})》(?=(?:特約|特约|特派|[駐驻].{1,5})?(?:記者|记者)|[\u3400-\u9fff]{2,8}\\d{1,2}日[電电])"
)


def _quoted_brackets(text: str) -> str:
    """「記者王小明／台北報導」: marks that hold a byline are its brackets; 《環球時報》記者 needs none."""
    return _QUOTED_OUTLET.sub(r"\1 \2 ", _QUOTED_BYLINE.sub(r"\1(\2)", text))


# -- the parts of a byline ------------------------------------------------------------------------

_REPORT = "報導|報道|报导|报道"
_MANNER = (
    "(?:綜合|综合|即時|即时|連線|连线|外電|外电|專題|专题|深度|現場|现场|獨家|独家|採訪|采访|專訪|专访|特別|特别|聯合|联合"
    "|編譯|编译|撰文|整理|直擊|攝影|摄影|撮影|視訊|電話|今日|今天|昨日|昨天| |/)*"
)
_WIRE = "(?:法新|路透|美聯|美联|德新|歐新|欧新|共同|時事|时事|韓聯|韩联|新華|新华|中新|俄新|塔斯|彭博)"
_ENDING = re.compile(
    rf"(?:{_MANNER}|{_WIRE}(?=電|电))(?:{_REPORT}|專電|专电|外電|外电|電訊|电讯|電|电|特稿|專欄|專訪|专访)$"
)
_WIRED = re.compile(r"(?:專電|专电|外電|外电|電訊|电讯|電|电)$|外電")
_NUMBER = r"(?:\d{1,2}|[一二三四五六七八九十廿卅]{1,3})"
_DAY = re.compile(rf"(?:\d{{4}}年)?(?:{_NUMBER}月)?(?:{_NUMBER}日|\d{{1,2}})$")
_ROLE = re.compile(
    "(?:(?:本報|本报|本刊|本台|本社)?(?:[駐驻].{1,4}?)?(?:全媒體|全媒体|融媒體|融媒体|首席|高級|高级|本報|本报|本刊|本台|总台|總台|总台央视|總台央視|特約|特约|實習|实习|特派|駐地|驻地|資深|文字|見習|见习|即時|地方|攝影|摄影)*(?:記者|记者)"
    "|(?:(?:本報|本报|本台|本社)?[駐驻].{1,5}?|.{0,4}?)(?:特派員|特派员|通訊員|通讯员)|編譯|编译|作者|撰文|主筆|主笔|撰稿|文字)(?:組|组)?[:/| ]*"
)
_ANOTHER = re.compile(
    "(?<=[^ 、,;&])[ 、,;&]+(?:實習|实习|特約|特约|特派|本報|本报)?(?:記者|记者|通訊員|通讯员|編譯|编译)[: ]*"
)
_ORGANISATION = re.compile("^.{1,5}?[黨党院府部局會会署團团軍军警檢检]")
_NO_PLACE = re.compile(
    f"^(?:{_REPORT}|綜合|综合|連線|连线|即時|即时|專題|专题|外電|外电|特稿|整理|編譯|编译|.*[0-9]).*$|.*[組组]$"
)
_OPEN_END = re.compile(
    rf"(?:{_REPORT}|專電|专电|電(?![動視腦力信影話商子競玩池車梯路線郵網台])|电(?![动视脑力信影话商子竞玩池车梯路线邮网台])|特稿"
    r"|(?:專訪|专访)(?= |$))"
)
_STOP = re.compile("[。,!?！？、]?[。,!?！？「」『』《》\n]")
_LONGEST = 60


def read_start(text: str, outlets: Outlets) -> Byline:
    """The byline that the (folded) text begins with; tags and brackets may follow each other."""
    found, at = NOTHING, _skip(text, 0)
    for _ in range(4):
        steps = (read(text, at, outlets, found) for read in _STEPS)
        step = next((step for step in steps if step is not None), None)
        if step is None:
            break
        found = replace(found.followed_by(step), end=step.end if step else found.end)
        at = _skip(text, step.end)
    return found


def read_within(text: str, outlets: Outlets) -> Byline:
    """The byline in a bracket further on: after a headline, a caption or a time."""
    for match in re.finditer(r"\(([^()]{4,40})\)", text):
        if _CITING.search(text[max(0, match.start() - 4) : match.start()]):
            continue
        content = match[1].strip()
        if _ENDING.search(content) and (_ROLE.search(content) or _DAY.search(_ENDING.sub("", content))):
            found = read_head(content, outlets)
            if found.reporters or found.agency:
                return replace(found, end=match.end())
    return NOTHING


_CITING = re.compile("[據据引述援]")
_LEAD_IN = re.compile(
    r"[\s▲▼■◆●★△▽☆※◎○□◇*>|]+|(?:文|圖文|撰文|採訪|报道|報導) ?: ?(?=\S)"
    r"|(?:(?:發布|发布|發佈|更新|出版|發表)(?:時間|时间|日期)? ?:? ?)?(?:民國)?\d{2,4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?: +\d{1,2}:\d{2}(?::\d{2})?)? +"
)


def _skip(text: str, at: int) -> int:
    while match := _LEAD_IN.match(text, at):
        at = match.end()
    return at


_NEWS = re.compile(
    r"(?P<place>[\u3400-\u9fff]{2,6}(?=\d))?(?P<day>(?: ?\d{4} ?年)?(?: ?\d{1,2} ?月)? ?\d{1,2} ?日)? ?(?:專|专|綜合|综合|快)?(?P<word>訊|讯|消息)(?![息號号問问])"
)


def _told_news(text: str, at: int, outlets: Outlets, before: Byline) -> Byline | None:
    """新京报讯（记者…）, 财联社10月29日讯, 本报讯: who tells the news, and a bracket may name the reporters."""
    if before:
        return None
    rest = text[at : at + _LONGEST]
    begun = outlets.beginning(rest)
    own = None if begun else re.match("本報|本报|本刊|本台", rest)
    end = begun[1] if begun else (own.end() if own else 0)
    match = _NEWS.match(rest, end) if end else None
    place = match["place"] if match else None
    if not match or (match["word"] == "消息" and not match["day"]) or (place and not is_place(place)):
        return None
    return replace(_from(begun[0]) if begun else NOTHING, place=place, end=at + match.end())


_NAMES_AFTER = re.compile(r"(?:記者|记者)[ :]*(?P<names>[^。,:()\d]{2,30}?) *(?=$|\n| {2}|[。:])")


def _named_after(text: str, at: int, _outlets: Outlets, before: Byline) -> Byline | None:
    """新华社北京10月29日电 记者张大三: the reporters behind the dateline, alone on the rest of its line."""
    match = _NAMES_AFTER.match(text, at) if before.agency and not before.reporters else None
    names = names_in(match["names"]) if match else ()
    return Byline(reporters=names, end=match.end()) if match and names else None


def _bracketed(text: str, at: int, outlets: Outlets, before: Byline) -> Byline | None:
    """One bracket: an outlet's tag, a byline, the reporters behind a dateline, or words to step over."""
    if not text.startswith("(", at):
        return None
    close = text.find(")", at, at + _LONGEST)
    if close < 0:
        return None
    content = text[at + 1 : close].strip()
    tag = _tag(content, outlets)
    if tag and (tag.agency or not content.isascii() or text[close + 1 :].strip()):
        return replace(_from(tag), end=close + 1)
    found = next(filter(None, (read(content, outlets) for read in _IN_BRACKET)), NOTHING)
    after_news = bool(before) or text[:at].rstrip()[-1:] in {"訊", "讯"}
    if not found and after_news and (_ROLE.match(content) or before.place):
        role = _ROLE.search(content)
        found = Byline(reporters=names_in(_ANOTHER.sub("、", content[role.end() if role else 0 :])))
    return replace(found, end=close + 1)


_TOLD_FROM = re.compile(
    rf"(?:本報|本报|本刊)?(?P<place>[\u3400-\u9fff/、]{{2,12}}?) ?(?:(?:{_NUMBER}月)?{_NUMBER}日)? ?(?:專|专|綜合|综合|(?P<wire>{_WIRE}))?(?:[訊讯]|(?<=日)[電电]|(?<=[專专合新透聯联同事華华斯博])[電电])"
)


def _told_from(content: str, outlets: Outlets) -> Byline:
    """（吉隆坡29日訊）, （東京29日法新電）, （北京综合讯）: a dateline that names no outlet."""
    match = _TOLD_FROM.fullmatch(content)
    if not match or not is_place(match["place"]):
        return NOTHING
    wire = outlets.named(match["wire"]) if match["wire"] else None
    return replace(_from(wire) if wire else NOTHING, place=match["place"])


def _credit_only(content: str, _outlets: Outlets) -> Byline:
    """（总台记者 王大明 李小华）: nothing but a role and names, which a space or three letters set apart."""
    role = _ROLE.match(content)
    if not role or re.search("[攝摄]$", content):
        return NOTHING
    names = names_in(content[role.end() :])
    apart = role[0][-1] in " :/" or all(len(name) > 2 for name in names)
    return Byline(reporters=names) if apart and all(map(is_chinese_name, names)) else NOTHING


def _news_tag(content: str, outlets: Outlets) -> Byline:
    """【大公報訊】, 【環球網報道 記者 王大明】: the whole bracket."""
    begun = outlets.beginning(content)
    match = _NEWS_TAG.fullmatch(content, begun[1]) if begun else None
    if not begun or not match:
        return NOTHING
    return replace(_from(begun[0]), reporters=names_in(match["names"] or ""))


_NEWS_TAG = re.compile(
    rf"(?:專|专|綜合|综合)?(?:[訊讯]|消息|{_REPORT}) *(?:(?:特約|特约|[駐驻].{{1,5}})?(?:記者|记者)[ :/]*(?P<names>.+))?"
)


def _stamp_of_day(content: str, outlets: Outlets) -> Byline:
    """【新唐人北京時間2025年10月29日訊】, 【2025-10-29/聯合報/A4版/要聞】."""
    page = re.match(r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}[ /,]+(?P<outlet>[^ /,]{2,20})", content)
    outlet = outlets.named(page["outlet"]) if page else None
    begun = _beginning(outlets, content) if re.search("日[訊讯]$", content) else None
    outlet = outlet or (begun[0] if begun else None)
    return _from(outlet) if outlet else NOTHING


def _open(text: str, at: int, outlets: Outlets, before: Byline) -> Byline | None:
    """A byline without brackets: as far as 報導 or 電, before any sentence mark."""
    if before.reporters:
        return None
    rest = text[at : at + _LONGEST]
    stop = _STOP.search(rest)
    line = rest[: stop.start()] if stop else rest
    found = (
        _named_before_bracket(rest, outlets)
        or _dated(line, outlets)
        or _told(line.partition("(")[0], outlets)
    )
    return replace(found, end=at + found.end) if found else None


def _told(line: str, outlets: Outlets) -> Byline | None:
    for end in _OPEN_END.finditer(line):
        head = line[: end.end()]
        if not (_signs(head) or _wired_from(head, outlets) or _alone(head, line)):
            continue
        found = read_head(head, outlets)
        if found.agency and not found.reporters and not _WIRED.search(head):
            return None  # 韓聯社29日報導: the report leans on it, nobody signs
        if found:
            return _with_place_after(replace(found, end=end.end()), line)
        if "/" in head:
            return None
    return None


def _signs(head: str) -> bool:
    return bool(
        _ROLE.search(head) or "/" in head or _DAY.search(_ENDING.sub("", head)) or " " in head.strip()
    )


def _wired_from(head: str, outlets: Outlets) -> bool:
    """法新社華盛頓電."""
    begun = outlets.beginning(head)
    return bool(begun and begun[0].agency and _WIRED.search(head) and is_place(head[begun[1] : -1]))


def _alone(head: str, line: str) -> bool:
    """王大明報導, with nothing else on the line."""
    return head == line.strip() and len(head) == 5 and bool(_sure_names(head[:3]))


def _with_place_after(found: Byline, line: str) -> Byline:
    """華視新聞 王大明 報導 / 台北市."""
    match = re.match(r" */ *([^ /,:]{2,8})", line[found.end :])
    if found.place or not match or not is_place(match[1]):
        return found
    return replace(found, place=match[1], end=found.end + match.end())


_DATELINE = re.compile(
    rf"(?P<place>[^\d()/,:]{{0,12}}?(?:/[^\d()/,:]{{1,10}}?)?) ?(?:\d{{4}}年)?(?:{_NUMBER}月)?{_NUMBER}日 ?(?P<wire>專電|专电|電|电)?"
)


_APP = re.compile("^(?:客戶端|客户端)?[ /|:-]*")


def _dated(line: str, outlets: Outlets) -> Byline | None:
    """新华社北京10月22日电, 本报北京10月29日电; 電 may be missing where the reporters follow."""
    begun = _beginning(outlets, line)
    own = re.match("本報|本报|本刊|本社|本台", line)
    if not begun and not own:
        return None
    start = begun[1] if begun else (own.end() if own else 0)
    start += len(line[start:]) - len(_APP.sub("", line[start:]))
    match = _DATELINE.match(line, start)
    if not match or not (match["wire"] or line[match.end() : match.end() + 1] == "("):
        return None
    place = match["place"].strip()
    if place and not (is_place(place) or match["wire"]):
        return None
    if _ROLE.search(place):
        return None
    return replace(_from(begun[0]) if begun else NOTHING, place=place or None, end=match.end())


def _named_before_bracket(rest: str, outlets: Outlets) -> Byline | None:
    """工商時報【蕭博文╱台北報導】: the outlet stands before the bracket that holds the byline."""
    begun = _beginning(outlets, rest)
    if not begun:
        return None
    match = re.match(r" *\(([^()]{2,40})\)", rest[begun[1] :])
    if not match or not _ENDING.search(match[1].strip()):
        return None
    return replace(_from(begun[0]), end=begun[1])


_NEWSROOM = re.compile("[報报社視视網网聞闻刊台電电]$")


def _beginning(outlets: Outlets, text: str) -> tuple[Outlet, int] | None:
    """The outlet that begins the text; an ordinary word (自立, 天下) only before a boundary or a role."""
    begun = outlets.beginning(text)
    if not begun or begun[0].agency or not outlets.is_generic(text[: begun[1]]):
        return begun
    rest = text[begun[1] :]
    return begun if not rest[:1].isalnum() or _ROLE.match(rest) else None


def _tag(content: str, outlets: Outlets) -> Outlet | None:
    """The outlet of a bracket: 【連線】 and 【天下】 head columns, 【上報】 and 【時事】 sign."""
    outlet = outlets.named(content)
    if outlet and not outlet.agency and outlets.is_generic(content) and not _NEWSROOM.search(content):
        return None
    return outlet


def _from(outlet: Outlet) -> Byline:
    return Byline(agency=outlet.name) if outlet.agency else Byline(outlet=outlet)


# -- what stands before 報導 -----------------------------------------------------------------------


_BARS = re.compile(r" *[|] *|(?<=[\u3400-\u9fff]) *-+ *(?=[\u3400-\u9fff ]*(?:報導|報道|报导|报道)$)")


def read_head(head: str, outlets: Outlets) -> Byline:
    """中央社記者陳韻聿倫敦29日專電, 李志展、林丞偉/台北報導, 大紀元記者常學西雅圖綜合報導."""
    head = head if "/" in head else _BARS.sub("/", head)
    ending = _ENDING.search(head)
    if not ending:
        return NOTHING
    body = _DAY.sub("", head[: ending.start()].rstrip(" /")).rstrip(" /")
    dated = body != head[: ending.start()].rstrip(" /")
    publisher, body = _publisher(body, outlets)
    named = _Words.of(_one_role(body), outlets, published=bool(publisher))
    if (
        not named.reporters
        and publisher.agency
        and (dated or named.place or not body or (_WIRED.search(head) and is_place(body)))
    ):
        place = body.strip(" /") or None
        wired = bool(_WIRED.search(head)) or dated
        return (
            replace(publisher, place=place if place and _may_be_place(place) else None)
            if wired or place
            else NOTHING
        )
    if not named.reporters and publisher.outlet and _WIRED.search(head) and is_place(body):
        return replace(publisher, place=body)
    if not named.reporters:
        return publisher if publisher.outlet and (not body or is_desk(body) or _manner(head)) else NOTHING
    return replace(publisher, reporters=named.reporters, place=named.place)


def _one_role(body: str) -> str:
    """記者王大明、記者李小華 -> 記者王大明、李小華."""
    first = _ROLE.search(body)
    if not first:
        return body
    rest = re.sub(r"[、 /]*(?:攝影|摄影)(?:記者|记者) ?[^ /]{2,4}(?=/|$)", "", body[first.end() :])
    return body[: first.end()] + _ANOTHER.sub("、", _AMID.sub("", rest))


_AMID = re.compile(r"(?<=[\u3400-\u9fff])(?:\d{1,2}月)?\d{1,2}日(?=[\u3400-\u9fff])")  # 王大明29日台北


def _manner(head: str) -> bool:
    return "/" in head or " " in head


def _may_be_place(words: str) -> bool:
    return len(words) <= 14 and not is_desk(words) and not re.search(r"[\d,:]", words)


def _publisher(body: str, outlets: Outlets) -> tuple[Byline, str]:
    """The outlets at the beginning (賴傳媒、記者爆料網), and the words after them."""
    found = NOTHING
    while begun := _beginning(outlets, body):
        rest = body[begun[1] :]
        if is_chinese_name(body.split("/", maxsplit=1)[0].strip()) and not _ROLE.match(rest):
            break  # a name of a person may begin like an outlet's
        found = found.followed_by(_from(begun[0]))
        body = rest.lstrip(" 、/|-:")
        if rest[:1] and rest[:1] not in " 、/|-:" and not _ROLE.match(body):
            break
    return found, body


@dataclass(frozen=True, slots=True)
class _Words:
    """The reporters and the place in the words between the outlet and 報導."""

    reporters: tuple[str, ...] = ()
    place: str | None = None

    @staticmethod
    def of(body: str, outlets: Outlets, *, published: bool) -> _Words:
        role = _last_role(body)
        if role and not _editor_before(body, role):
            return _by_role(body[: role.start()], body[role.end() :])
        found = _without_role(body)
        if not published and max(map(len, found.reporters), default=0) < 3:
            return _Words()  # 房市／台北報導: two letters that nothing marks as a name
        return _Words() if any(map(outlets.named, found.reporters)) else found  # 國際中心／路透報導


def _last_role(body: str) -> re.Match[str] | None:
    matches = list(_ROLE.finditer(body))
    return matches[-1] if matches else None


def _editor_before(body: str, role: re.Match[str]) -> bool:
    return bool(re.search("編輯|编辑|圖/?$|图/?$", body[: role.start()]))


def _by_role(before: str, after: str) -> _Words:
    """記者 X／台北, 記者X台北, 台北／記者X."""
    first, _, last = after.partition("/")
    split = _split_last(first) if not last or (is_place(last) and not names_in(first)) else None
    if split:
        return _Words(split[0], f"{split[1]}/{last}" if last else split[1])  # 王大明華盛頓／紐約
    last = _PHOTOGRAPHER.sub("", last)
    return _Words(names_in(first), _place(last) or _place(before)) if names_in(first) else _Words()


_PHOTOGRAPHER = re.compile(r"(?:攝影|摄影)(?:記者|记者)?[ :]*[^ ]{2,4}")


def _split_last(words: str) -> tuple[tuple[str, ...], str] | None:
    """王心妤、葉冠吟台北 -> the names, and the place glued to the last of them."""
    head, comma, last = _rpartition(words.strip())
    spaced = last.rsplit(" ", 1)
    if len(spaced) == 2 and is_place(spaced[1]):
        split: tuple[str, str] | None = (spaced[0], spaced[1])
    else:
        split = name_and_place(last) or _long_name_and_place(last)
    if not split:
        return None
    names = names_in(head + comma + split[0])
    return (names, split[1]) if names else None


def _rpartition(words: str) -> tuple[str, str, str]:
    at = max(words.rfind(mark) for mark in "、,;&")
    return (words[:at], words[at], words[at + 1 :]) if at >= 0 else ("", "", words)


def _long_name_and_place(words: str) -> tuple[str, str] | None:
    begin = longest_place(words)
    return (words[:begin], words[begin:]) if 2 <= begin < len(words) else None


def _without_role(body: str) -> _Words:
    """陳靜文／綜合, 李志展、林丞偉／台北, 生活中心／王小明, 民進黨黃啟明台北: family names must be known."""
    parts = [part.strip() for part in body.split("/") if part.strip()]
    for index, part in enumerate(parts):
        if re.match("編輯|编辑|圖|图|攝影|摄影", part):
            return _Words()
        names = _sure_names(part)
        if names:
            others = parts[index + 1 :] + parts[:index]
            return _Words(names, next((place for place in map(_place, others) if place), None))
    behind = _behind_unknown(parts)
    if behind.reporters:
        return behind
    glued = next((part for part in parts if not is_desk(part)), "") if len(parts) <= 2 else ""
    if len(parts) == 1 or (glued and is_desk(parts[0])):
        return _glued(glued or parts[0])
    return _Words()


def _behind_unknown(parts: list[str]) -> _Words:
    """港灣健康 王大明／台北: the reporters behind an outlet that nobody registered, before a known place."""
    _, space, last = parts[0].rpartition(" ") if parts else ("", "", "")
    names = _sure_names(last) if space else ()
    known = len(parts) == 2 and (is_place(parts[1]) or is_desk(parts[1]))
    return _Words(names, _place(parts[1])) if names and known else _Words()


def _glued(words: str) -> _Words:
    split = _split_last(_ORGANISATION.sub("", words, count=1) if len(words) > 6 else words)
    split = split if split and all(map(is_chinese_name, split[0])) else _split_last(words)
    if split and all(map(is_chinese_name, split[0])):
        return _Words(split[0], split[1])
    return _Words()


def _sure_names(words: str) -> tuple[str, ...]:
    names = names_in(words)
    return names if all(map(is_chinese_name, names)) else ()


def _place(words: str) -> str | None:
    """The words of the place: known, or short and in the place's place (王小明／蘆竹報導)."""
    place = re.sub("^特派", "", words.strip(" /-"))
    if not place or _NO_PLACE.match(place) or is_desk(place):
        return None
    if is_place(place) or re.fullmatch(r"[\u3400-\u9fff/、-]{2,6}", place):
        return place
    return None


# -- a byline that is a line of its own -----------------------------------------------------------

_PICTURED = "(?:圖|图|攝影?|摄影?|照片)"
_WRITTEN = re.compile(
    rf"^(?:口述[/:|][^ /:|]{{2,10}} +(?=整理))?(?:[文圖图][、/・][文圖图]|(?:文字?|撰文)[、/・．.·]{_PICTURED}|{_PICTURED}[、/・．.·](?:文字?|撰文)|文字?|[圖图]文"
    r"|(?:採訪|采访)[、/・及和]?(?:撰文|撰稿|整理)|撰文者?|採訪|采访|(?:本文|文章)?作者|記者|记者|特約記者|整理"
    rf"|(?:{_REPORT}|采写|採寫|执笔|執筆|撰稿|撰写|撰寫)(?= ?[:/|]))(?: ?[/:|、=・]+ ?| +)(?P<who>[^/:|=]{{2,30}}?)"
    r"(?: *[ /|、;]? *(?:圖|图|攝影|摄影|照片|編輯|编辑|設計|出版|更新|發布|发布|發佈|日期|來源|来源|責編|责编|責任編輯|责任编辑)[ /:|].*"
    r"| *\([^()]*\))?$"
)
_ANY_NEWSROOM = re.compile("^[\u3400-\u9fff]{2,6}(?=(?:記者|记者)[ :])")  # 采写：南都记者 王大明
_SENT_FROM = re.compile(" *(?:發自|发自) *(?P<place>[\u3400-\u9fff]{2,10})$")
_ON_THE_DESK = re.compile(" +[^ :/|]{0,4}(?:編輯|编辑|責編|责编|核稿|校對|校对|網編|网编)[:/| ].*$")


def read_line(line: str, outlets: Outlets) -> Byline:
    """A whole line that is a byline: 文／王小明, 台北／記者王小明, 波新聞─范曉龍／台北市."""
    whole = line.strip(" ◎□■◇○●▲▼◆★☆※")
    if not 0 < len(whole) <= _LONGEST:
        return NOTHING
    sent = _SENT_FROM.search(whole)
    line = _ON_THE_DESK.sub("", whole[: sent.start()] if sent else whole)
    for read in _WHOLE_LINES:
        if found := read(line, outlets):
            return replace(found, place=found.place or (sent["place"] if sent else None), end=len(whole))
    return NOTHING


def _written(line: str, outlets: Outlets) -> Byline:
    match = _WRITTEN.match(line)
    if not match:
        return NOTHING
    publisher, rest = _publisher(match["who"].strip(), outlets)
    rest = rest if publisher else _ANY_NEWSROOM.sub("", rest)
    people = _ROLE.sub("", _ANOTHER.sub("、", rest), count=1)
    return replace(publisher, reporters=names_in(people)) if rest else publisher


def _published_written(line: str, outlets: Outlets) -> Byline:
    """工商時報 文／王大明."""
    publisher, body = _publisher(line, outlets)
    found = _written(body, outlets) if publisher and re.match("文|撰文|採訪|圖文", body) else NOTHING
    return publisher.followed_by(found) if found else NOTHING


_CREW = re.compile(
    r"(?P<names>[^/:]{2,20}?) (?:採訪|采访|撰稿|撰文)(?:[/、 ](?:採訪|采访|撰稿|撰文))*"
    r"(?: +[^/:]{2,20}? (?:攝影|摄影|剪輯|剪辑)(?:[/、 ](?:攝影|摄影|剪輯|剪辑))*)? */ *"
    rf"(?P<place>[^/ ]{{2,8}}?) ?(?:{_MANNER})(?:{_REPORT})"
)


def _crew(line: str, _outlets: Outlets) -> Byline:
    """王大明 採訪/撰稿 李小華 攝影/剪輯 / 台北報導."""
    match = _CREW.fullmatch(line)
    names = _sure_names(match["names"]) if match else ()
    return Byline(reporters=names, place=_place(match["place"])) if match and names else NOTHING


def _compiled(line: str, _outlets: Outlets) -> Byline:
    """國際中心／王大明編譯."""
    desk, slash, rest = line.partition("/")
    match = re.fullmatch("(.{2,12}?) ?(?:編譯|编译|整理|採訪|采访)", rest.strip()) if slash else None
    return Byline(reporters=_sure_names(match[1])) if match and is_desk(desk) else NOTHING


def _placed(line: str, outlets: Outlets) -> Byline:
    first, slash, second = (part.strip() for part in line.partition("/"))
    if not slash:
        return NOTHING
    role = _ROLE.match(second)
    if role and is_place(first := re.sub("(?<=..)[訊讯]$", "", first)):  # 嘉義訊／記者王大明
        return Byline(reporters=names_in(second[role.end() :]), place=first)
    publisher, rest = _publisher(first, outlets)
    names = names_in(_ROLE.sub("", rest, count=1)) if publisher or _ROLE.match(rest) else ()
    return replace(publisher, reporters=names, place=second) if names and is_place(second) else NOTHING


def _signed(line: str, outlets: Outlets) -> Byline:
    """許如鎧｜Yahoo財經特派記者, 王小明／中央社."""
    match = re.fullmatch(r"(?P<who>[^|/]{2,20}?) *[|/] *(?P<outlet>[^|/]{2,24})", line)
    if not match:
        return NOTHING
    outlet = outlets.named(match["outlet"]) or outlets.named(_ROLE.sub("", match["outlet"]))
    names = _sure_names(_ROLE.sub("", match["who"], count=1))
    return replace(_from(outlet), reporters=names) if outlet and names else NOTHING


_STAMP = re.compile(
    r" *\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日? *(?:\d{1,2}:\d{2}(?::\d{2})?)? *(?:記者|编辑|編輯)? *(?P<who>[^\d ]{2,12}) *(?:發佈|發布|发布|撰)"
)


def _publisher_first(line: str, outlets: Outlets) -> Byline:
    """中央社／王大明, 【環球時報記者 王大明】: nothing but the outlet and known family names."""
    publisher, body = _publisher(line, outlets)
    if not publisher or re.search("[攝摄]$", body):
        return NOTHING
    names = _sure_names(_ROLE.sub("", body, count=1))
    return replace(publisher, reporters=names) if names else NOTHING


_CLOCK = re.compile(r" *\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?: *\d{1,2}:\d{2}(?::\d{2})?)?$")


_UNKNOWN_NEWSROOM = re.compile(
    "^[\u3400-\u9fffA-Za-z0-9]{1,8}?(?:新聞|新闻|日報|日报|晚報|晚报|時報|时报|週刊|周刊|財經|财经)(?=(?:記者|记者)[ :])"
)


def _credited(line: str, outlets: Outlets) -> Byline:
    """鉅亨網記者王大明 台北, 本报记者 张大三."""
    publisher, body = _publisher(_CLOCK.sub("", line), outlets)
    body = _APP.sub("", body) if publisher else _UNKNOWN_NEWSROOM.sub("", body)
    role = _ROLE.match(body)
    if not role or len(body) > 30 or re.search("/|[攝摄]$|^(?:編譯|编译) ?:", body):
        return NOTHING
    named = _by_role("", _ANOTHER.sub("、", body[role.end() :]))
    return replace(publisher, reporters=named.reporters, place=named.place) if named.reporters else NOTHING


def read_stamp(text: str, outlets: Outlets) -> Byline:
    """MoneyDJ新聞 2025-10-30 06:34:34 王小明 發佈."""
    begun = _beginning(outlets, text)
    match = _STAMP.match(text, begun[1]) if begun else None
    if not begun or not match:
        return NOTHING
    return replace(_from(begun[0]), reporters=names_in(match["who"]), end=match.end())


def lines_of(text: str, limit: int) -> Iterator[str]:
    for line in text.splitlines()[:limit]:
        if line.strip():
            yield line


_IN_BRACKET = (
    read_head,
    _news_tag,
    _stamp_of_day,
    _told_from,
    _written,
    _placed,
    _signed,
    _publisher_first,
    _credit_only,
)
_WHOLE_LINES = (
    _written,
    _published_written,
    _placed,
    _signed,
    _credited,
    _crew,
    _compiled,
    _publisher_first,
)
_STEPS = (_bracketed, _told_news, _open, _named_after)
