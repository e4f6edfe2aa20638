"""The first words of an English, Japanese or Korean report -> outlet, agency, reporters and place."""

from __future__ import annotations

import re
from dataclasses import replace

from feedsvc.extract.byline import NOTHING, Byline
from feedsvc.extract.people import (
    has_japanese_surname,
    is_japanese_name,
    is_korean_name,
    is_korean_office,
    is_western_name,
)
from feedsvc.extract.places import is_place
from feedsvc.model import Outlet
from feedsvc.outlets import Outlets

# -- English: By A and B | AP; TOKYO, Oct 29 (Reuters) - --------------------------------------------

_BY = re.compile(
    r"\s*(?:By:?|BY|Author:|(?:Written|Words|Story|Text|Reported) by|by(?= [A-Z][a-z]\S*(?: [A-Z][a-z]\S*){1,2}\s*(?:\n|$))) (?P<names>[^\n]{3,120})"
)
_OFFICE_FIRST = re.compile(
    r"\s*(?P<agency>[A-Z][A-Za-z ]{1,20}), (?P<place>[A-Z][A-Z .'-]{2,30})(?=\s*(?:\n|$))"
)
_INTO_DATELINE = re.compile(r" +[A-Z]{3,}[A-Z .,/]*(?:, [^()]{3,20})? ?\(")
_AND = re.compile(r"\s*(?:,|;|&|\band\b|\bAND\b|\bwith\b)\s*")
_TITLE = re.compile(
    r"(?i)\b(?:published|updated|posted|staff|reporters?|writers?|correspondents?|editors?|contribut\w+|twitter|follow|in [A-Z]\w+)\b.*$"
)
_CITY = re.compile(
    r"\s*(?:(?P<place>[A-Z][A-Z.'’]+(?:[ /-][A-Z][A-Z.'’]+)*(?:, (?:[A-Z][A-Za-z.]+ ?){1,3}?)??"
    r"|(?P<cased>[A-Z][a-z'’]+(?:[ /-][A-Z][a-z'’]+){0,2}))(?:, )?)?(?:(?:[A-Z][a-z]{2,8}\.? \d{1,2}|\d{1,2} [A-Z][a-z]{2,8}\.?)(?:, \d{4})?)?"
    r"[.]? *(?:\((?P<agency>[^()]{2,30})\) *(?P<dash>-+|:|_)?|(?<=[.] )/(?P<slashed>[A-Z]{3,9})/[.])"
)


def read_english(text: str, outlets: Outlets) -> Byline:
    """Of the text as folded by `byline.folded`."""
    found = NOTHING
    if match := _BY.match(text):
        names = _INTO_DATELINE.split(match["names"], maxsplit=1)[0]
        found = replace(_by(names, outlets), end=match.start("names") + len(names))
    if match := _CITY.match(text, found.end):
        outlet = outlets.named(match["agency"] or match["slashed"])
        if outlet and _is_dateline(match, text):
            found = found.followed_by(
                replace(_whose(outlet), place=(match["place"] or "").strip() or None, end=match.end())
            )
    return found or _office_first(text, outlets)


def _office_first(text: str, outlets: Outlets) -> Byline:
    """AFP, TOKYO: a line of its own."""
    match = _OFFICE_FIRST.match(text)
    outlet = outlets.named(match["agency"]) if match else None
    if not match or not outlet or not outlet.agency:
        return NOTHING
    return Byline(agency=outlet.name, place=match["place"].strip(), end=match.end())


def _is_dateline(match: re.Match[str], text: str) -> bool:
    """A dash ends it (Paris (AFP) - ...); a place in capitals may do without: PARIS (AFP) The ..."""
    if match["dash"] or match["slashed"]:
        return True
    return bool(match["place"] and not match["cased"] and not re.match(r"\s*[a-z]", text[match.end() :]))


_FOR = re.compile(r" (?:for|of) (?=(?:[Tt]he )?[A-Z])")
_GLUED_JOB = re.compile(r"(?<=[a-z])(?=(?:Staff|Twitter|Follow|Contributor|Reporter)\b)")
_HONOUR = re.compile(r"^(?:Dr|Prof|Mr|Mrs|Ms|Sir)\.? ")
_AT_WORK = re.compile(
    r"(?P<outlet>[A-Z][\w ]*?) (?:(?:[A-Z][a-z]+ ){0,2}(?:[Ww]riters?|[Rr]eporters?|[Cc]orrespondents?|[Ee]ditors?)|[Ss]taff)$"
)


def _by(words: str, outlets: Outlets) -> Byline:
    named, *others = re.split(r" *[|/•·] *", _FOR.sub(", ", _GLUED_JOB.sub(" ", words)))
    pieces = [piece.strip(" .-") for piece in _AND.split(named) if piece.strip(" .-")]
    tails = [*(other.strip() for other in others), *pieces]
    outlet = next((known for tail in tails if tail and (known := _office(tail, outlets))), None)
    names: list[str] = []
    for piece in pieces:
        signed = outlets.ending(piece)
        outlet = outlet or (signed[0] if signed else None)
        name = _TITLE.sub("", piece[: signed[1]] if signed and signed[1] else piece).strip(" ,")
        name = _HONOUR.sub("", name)
        if not is_western_name(name) or _office(piece, outlets):
            break  # what follows the names is an office or the report itself
        names.append(_cased(name))
    return replace(_whose(outlet) if outlet else NOTHING, reporters=tuple(dict.fromkeys(names)))


def _office(words: str, outlets: Outlets) -> Outlet | None:
    """Reuters, AP Business Writer, Reuters Staff."""
    match = _AT_WORK.fullmatch(words)
    return outlets.named(words) or (outlets.named(match["outlet"]) if match else None)


def _cased(name: str) -> str:
    return name.title() if name.isupper() else name


def _whose(outlet: Outlet) -> Byline:
    return Byline(agency=outlet.name) if outlet.agency else Byline(outlet=outlet)


# -- Japanese: 【東京＝山田太郎】, （ワシントン共同）, ［東京 29日 ロイター］, 【10月29日 AFP】 -----------------

_JAPANESE = re.compile(r"\s*\((?P<inside>[^()\n]{2,40})\)")
_JAPANESE_DAY = re.compile(r"\s*(?:\d{1,2}月)?\d{1,2}日\s*")
_JAPANESE_WIRES = {
    "共同": "共同通信",
    "共同通信": "共同通信",
    "時事": "時事通信",
    "時事通信": "時事通信",
    "ロイター": "Reuters",
    "AFP": "AFP",
    "AP": "AP",
    "CNN": "CNN",
    "AFP時事": "AFP",
    "AFP=時事": "AFP",
    "ブルームバーグ": "Bloomberg",
    "新華社": "新華社",
    "聯合ニュース": "연합뉴스",
    "中央社": "中央社",
    "タス": "TASS",
}
_WIRE_AT_END = re.compile(
    rf"(?P<place>.*?)[ =・]*(?P<wire>{'|'.join(sorted(_JAPANESE_WIRES, key=len, reverse=True))})$"
)
_SIGNED = re.compile(r"(?P<place>[^=・()/]{1,12})[=・](?P<names>[^=()/]{2,30})$")
_JAPANESE_CITIES = frozenset(
    re.findall(
        r"\S+",
        "ワシントン ニューヨーク ロサンゼルス サンフランシスコ ロンドン パリ ベルリン モスクワ ソウル ジュネーブ "
        "ローマ ウィーン ブリュッセル バンコク シンガポール ジャカルタ マニラ ハノイ デリー ニューデリー カイロ "
        "エルサレム テヘラン イスタンブール シドニー キーウ キエフ ワルシャワ マドリード ブラジリア サンパウロ "
        "ヨハネスブルク ドバイ カブール ヤンゴン クアラルンプール プノンペン ストックホルム ヘルシンキ",
    )
)
_WORD = re.compile(r"[\u3041-\u30ffー\u3400-\u9fff々・、]{2,14}")


_WRITTEN = re.compile(
    r"\s*(?P<head>取材・(?:文|構成|執筆)|写真・文|文・(?:写真|構成)|取材|執筆者?|著者|ライター|文)[/:=・] ?(?P<names>[^/:=・\n]{2,24}?)"
    r"(?P<rest> +(?:写真|撮影|編集|構成|聞き手)[/:=・][^\n]*)?(?=\n|$)"
)


def _written(text: str) -> Byline:
    """取材・文＝山田太郎 写真＝鈴木花子.  文 heads Chinese lines too: there a Japanese family name is needed."""
    match = _WRITTEN.match(text)
    names = re.split("[、,]", match["names"]) if match else []
    if not match or not all(is_japanese_name(name) and re.search("[\u3400-\u9fff]", name) for name in names):
        return NOTHING
    if match["head"] == "文" and not all(map(has_japanese_surname, names)):
        return NOTHING
    return Byline(reporters=tuple(names), end=match.end())


def read_japanese(text: str, outlets: Outlets) -> Byline:
    match = _JAPANESE.match(text)
    if not match:
        return _written(text)
    inside = _JAPANESE_DAY.sub(" ", match["inside"]).strip()
    found = _wired(inside, outlets) or _signed(inside)
    return replace(found, end=match.end()) if found else NOTHING


def _wired(inside: str, outlets: Outlets) -> Byline:
    match = _WIRE_AT_END.fullmatch(inside)
    outlet = outlets.named(_JAPANESE_WIRES[match["wire"]]) if match else None
    place = match["place"].strip(" =・") if match else ""
    if not outlet or (place and not _WORD.fullmatch(place)):
        return NOTHING
    return replace(_whose(outlet), place=place or None)


def _signed(inside: str) -> Byline:
    match = _SIGNED.fullmatch(inside)
    if not match or not _WORD.fullmatch(match["place"].strip()):
        return NOTHING
    names = [name.strip().replace(" ", "") for name in re.split("[、,]", match["names"])]
    known = is_place(match["place"].strip()) or match["place"].strip() in _JAPANESE_CITIES
    if not all(map(is_japanese_name, names)) or not (known or "=" in inside):
        return NOTHING  # （充電器・ケーブル）
    return Byline(reporters=tuple(names), place=match["place"].strip())


# -- Korean: (서울=연합뉴스) 홍길동 기자 = --------------------------------------------------------------

_KOREAN = re.compile(r"\s*\((?P<place>[^()=]{1,20})=(?P<outlet>[^()=]{2,20})\)\s*")
_PICTURE = re.compile("사진|그래픽|영상|자료|출처|제공|이미지|캡처")
_JOB = "(?:인턴|선임|수습|전문)?(?:기자|특파원)"
_KOREAN_NAMES = re.compile(
    rf"[·,]?\s*\(?(?P<names>(?:[가-힣]{{2,4}}[ ·,]*){{1,6}}?)\s*{_JOB}(?![가-힣])\)?\s*=?"
)
_KOREAN_OFFICE = re.compile(
    rf"\s*\((?P<outlet>[^()= |]{{2,16}})[ =|]+(?P<names>[가-힣]{{2,4}}(?:[ ·,]+[가-힣]{{2,4}}){{0,3}})\s*{_JOB}\)"
)
_KOREAN_LINE = re.compile(
    rf"\s*/?(?P<first>[가-힣]{{2,6}})=(?P<names>[가-힣]{{2,4}}(?:[ ·,]+[가-힣]{{2,4}}){{0,3}})\s*{_JOB}\s*(?=\n|$)"
)
_KOREAN_LEAD_IN = re.compile(r"\s*(?:글·사진|사진·글|글|취재) (?=[가-힣]{2,4} )")
_ON_AIR = re.compile(r"\s*(?P<outlet>[A-Za-z가-힣]{2,8}?) ?(?:뉴스)? (?P<name>[가-힣]{2,4})입니다\.?(?=\s*$)")


def read_korean(text: str, outlets: Outlets) -> Byline:
    if not re.search("[가-힣]", text[:60]) or _PICTURE.match(text.lstrip()):
        return NOTHING
    for reader in (_korean_office, _korean_line, _on_air):
        if found := reader(text, outlets):
            return found
    dateline, found = _KOREAN.match(text), NOTHING
    if dateline:
        found = _korean_dateline(dateline["place"].strip(), dateline["outlet"].strip(), outlets)
        if not found:
            return NOTHING
        found = replace(found, end=dateline.end())
    end, words = _korean_signature(text, found.end if dateline else _korean_start(text), bool(dateline))
    office = outlets.named(words[0]) if words and not dateline else None
    people = tuple(name for name in words if is_korean_name(name) and not outlets.named(name))
    signed = replace(_whose(office) if office and people else NOTHING, reporters=people, end=end)
    return found.followed_by(signed) if people else found


def _korean_signature(text: str, begin: int, dated: bool) -> tuple[int, tuple[str, ...]]:
    """홍길동 기자·김철수 인턴기자: where it ends, and its words; nothing amid a sentence without a dateline."""
    words: tuple[str, ...] = ()
    end, match = begin, _KOREAN_NAMES.match(text, begin)
    while match and not _PICTURE.search(match[0]) and (dated or len(match["names"].split()) <= 3):
        words += tuple(re.split("[ ·,]+", match["names"].strip(" ·,")))
        end = match.end()
        goes_on = text[end : end + 1] in {"·", ","} or not (dated or match[0].endswith("="))
        match = _KOREAN_NAMES.match(text, end) if goes_on else None
    return (end, words) if dated or _KOREAN_END.match(text, end) else (begin, ())


_KOREAN_END = re.compile(r"(?<==)|\s*(?:$|\n|[·,()|/=]|\S*@|사진 )")


def _korean_start(text: str) -> int:
    match = _KOREAN_LEAD_IN.match(text)
    return match.end() if match else 0


def _korean_people(words: str) -> tuple[str, ...]:
    return tuple(name for name in re.split("[ ·,]+", words.strip()) if is_korean_name(name))


def _korean_office(text: str, outlets: Outlets) -> Byline:
    """[이데일리 홍길동 기자]: the first word is the office, unless it is a name that nobody registered."""
    match = _KOREAN_OFFICE.match(text)
    if not match:
        return NOTHING
    outlet = outlets.named(match["outlet"])
    first = () if outlet else _korean_people(match["outlet"])
    people = first + _korean_people(match["names"])
    if not people:
        return NOTHING
    return replace(_whose(outlet) if outlet else NOTHING, reporters=people, end=match.end())


def _korean_line(text: str, outlets: Outlets) -> Byline:
    """대구=홍길동 기자, 헤럴드경제=홍길동 기자: a line of its own; an unknown office is no place."""
    match = _KOREAN_LINE.match(text)
    people = _korean_people(match["names"]) if match else ()
    if not match or not people:
        return NOTHING
    outlet = outlets.named(match["first"])
    place = None if outlet or is_korean_office(match["first"]) else match["first"]
    return replace(_whose(outlet) if outlet else NOTHING, reporters=people, place=place, end=match.end())


def _on_air(text: str, outlets: Outlets) -> Byline:
    """KBS 뉴스 홍길동입니다: how a broadcast report ends."""
    match = _ON_AIR.match(text)
    if not match or not is_korean_name(match["name"]):
        return NOTHING
    outlet = outlets.named(match["outlet"]) or outlets.named(f"{match['outlet']} 뉴스")
    return replace(_whose(outlet), reporters=(match["name"],), end=match.end()) if outlet else NOTHING


def _korean_dateline(place: str, words: str, outlets: Outlets) -> Byline:
    """서울=연합뉴스, but also 헤럴드경제=홍길동 기자, where the outlet stands first."""
    if _PICTURE.search(place):
        return NOTHING
    if outlet := outlets.named(words):
        return replace(_whose(outlet), place=place)
    signed = re.fullmatch(rf"([가-힣]{{2,4}})\s*{_JOB}", words)
    if signed and is_korean_name(signed[1]):
        outlet = outlets.named(place)
        return replace(_whose(outlet) if outlet else NOTHING, reporters=(signed[1],))
    return NOTHING
