"""A time field -> its published part and its updated part; what may stand beside a time.

"2025/10/29 14:28 (10/29 16:02 更新)" says two times; only the first dates the article.
"""

from __future__ import annotations

import re
from typing import Literal

Role = Literal["published", "updated"]

_UPDATED = (
    r"(?:(?:最後|最后|最終|最近|最新)?(?:更新|修改|修訂|修订|修正|異動)(?:日期|時間|时间|日時|日(?![本報报])|於|于)?)|改稿|編輯於|编辑于|已編輯|已编辑|최종\s?수정|최종\s?업데이트|기사\s?수정|수정일|수정됨|수정|업데이트|갱신|"
    r"last\s+updated?|last\s+modified|last\s+edited|updated?|modified|edited|revised|aktualisiert|bearbeitet|mis(?:e)? à jour|modifié|"
    r"actualizado|actualización|обновлено|изменено"
)
_PUBLISHED = (
    r"首次發布|首次发布|發布日期|發佈日期|发布日期|發布時間|發佈時間|发布时间|發表時間|发表时间|發表日期|发表日期|刊登日期|刊登時間|上架日期|上架時間|上線時間|出版日期|"
    r"建立日期|建立時間|新聞日期|報導時間|公布日期|公告日期|張貼日期|發稿時間|發稿日期|发稿时间|北京時間|北京时间|台北時間|日期|(?<![\d半個个])時間|(?<![\d半個个])时间|日時|公開日時|公開日|掲載日時|掲載日|掲載|"
    r"配信日時|配信日|配信|投稿日時|投稿日|投稿|公開|發布於|發佈於|发布于|發表於|发表于|發布|發佈|发布|發表|发表|刊登於|刊登|刊出|上傳於|上傳|上传于|上传|張貼於|張貼|貼文|發文|发文|"
    r"發稿|发稿|公布|公告|上線|上线|上架|出稿|記事公開|기사\s?입력|최초\s?입력|입력\s?시간|입력|등록일|등록|승인|게재일|게재|게시됨|게시|작성일|작성|발행일|발행|송고|보도|"
    r"first\s+published|published|publish\s+date|publication\s+date|posted|submitted|uploaded|created|issued|released|release\s+date|date|dated|time|"
    r"veröffentlicht|erschienen|erstellt|stand|datum|publié|publiée|paru|publicado|publicada|fecha|опубликовано|дата|"
    r"[訊讯電电](?![一-鿿])|消息|專電|专电|綜合報導|即時報導"
)
_UPDATE = re.compile(rf"(?<![a-z])(?:{_UPDATED})(?![a-z])", re.IGNORECASE)
_ROLE = re.compile(
    rf"(?<![a-z])(?:(?P<updated>{_UPDATED})|(?P<published>{_PUBLISHED}))(?![a-z])", re.IGNORECASE
)
_BRACKETED = re.compile(
    rf"[(\[【〔]([^()\[\]【】〔〕]*?(?:{_UPDATED})[^()\[\]【】〔〕]*)[)\]】〕]", re.IGNORECASE
)
_BREAK = re.compile(r"[・•·∙|\n]|\s/\s")
_UPDATE_LETTERS = re.compile(
    r"[更修改編编수업갱]|[Pp][Dd][Aa][Tt]|[Oo][Dd][Ii][Ff]|[Dd][Ii][Tt][Ee][Dd]|[Ee]vis|ktualis|earbeit|[Mm]ise? |ctuali|бнов|змен"
)

_WORD = re.compile(r"\w")
_LABEL_BEFORE = re.compile(
    rf"(?:^|[\s・•·∙|/,，;;()（\[【<>-])(?:{_PUBLISHED}|on|at|le|am|el|по|於|于|在|約|대략|by|um)\s?[:：]?\s?$",
    re.IGNORECASE,
)
_CLEAN_LEFT = re.compile(
    r"(?:^|[・•·∙‣●|｜/()\[\]【】〔〕「」『』《》<>,，、。;；:!！?？~\"'@#*]|\s-|\.\.\.|…)\s?$"
)
_CLEAN_RIGHT = re.compile(
    r"\s?(?:$|[・•·∙‣●|｜()\[\]【】〔〕「」『』《》<>,，、。;；!！?？\"@#*]|'(?!\w)|/(?!\s?\d)|-\s?(?!\s?\d)|\.(?!\d)|…)"
)
_LABEL_AFTER = re.compile(
    rf"\s?に?(?:{_PUBLISHED}|{_UPDATED}|by|由|記者|记者|文|作者|來源|来源|撰文|編輯|编辑|來自|来自|stand|uhr|heure (?:d|normale)|hora (?:de|est)|москва|mitteleuropäische|에|に|付(?![近け属屬])|자(?![가-힣]))(?![a-z])",
    re.IGNORECASE,
)
_OTHER_EVENT = re.compile(
    r"(?:活動|營業|开放|開放|演出|展覽|展出|報名|上映|截止|期限|有效|出生|生日|開賽|開播|播出|首播|直播|開庭|出發|入住|退房|到期|預購|開賣|開幕|比賽|開獎|優惠|"
    r"期間|배송|마감|기간|행사|開催|締切|発売|deadline|due|expires?|until|valid|starts?|ends?|begins?|born|event|opens?|from|bis|since)"
    r"\S{0,4}\s?[:：]?\s?$",
    re.IGNORECASE,
)
_RANGE_AFTER = re.compile(
    r"\s?(?:[~至到起止迄]|-\s?\d|まで|から|부터|까지|to\s+\d|until|前(?!端)|后|後|以降|以前|以後|発売|予定|開演|開幕|開賣|上映|截止|放送|개봉|방송|"
    r"-\s?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))",
    re.IGNORECASE,
)
_RANGE_BEFORE = re.compile(
    r"(?:\d\s?[~至到-]|自|至|從|从|到|迄|~|(?<![^\W\d_])(?:ab|bis|od|do|dal|fino al|fino a|từ|đến|sampai|hingga|até|desde|hasta|jusqu'au))\s?$",
    re.IGNORECASE,
)


def parts(text: str) -> tuple[tuple[Role, str], ...]:
    """Pieces of a time field with their role, those that date the article first."""
    if not _UPDATE_LETTERS.search(text):
        return (("published", text),)
    updated: list[str] = _BRACKETED.findall(text)
    rest = _BRACKETED.sub(" ", text)
    published: list[str] = []
    for piece in _BREAK.split(rest):
        _sort_piece(piece, published, updated)
    first = " ・ ".join(piece for piece in published if piece.strip())
    return (("published", first.strip()), *(("updated", _without_label(piece)) for piece in updated))


def _sort_piece(piece: str, published: list[str], updated: list[str]) -> None:
    """Cut one piece at its role words: what follows a word is its time, or what stands before a last one."""
    marks = list(_ROLE.finditer(piece))
    if not any(mark["updated"] for mark in marks):
        published.append(piece)
        return
    ahead, behind = piece[: marks[-1].start()], piece[marks[-1].end() :]
    if marks[-1]["updated"] and not _WORD.search(behind) and ahead.strip():
        _sort_piece_before(ahead, published, updated)
        return
    published.append(piece[: marks[0].start()])
    for mark, end in zip(marks, [*(mark.start() for mark in marks[1:]), len(piece)], strict=True):
        (updated if mark["updated"] else published).append(piece[mark.end() : end].lstrip(" :："))


def _sort_piece_before(words: str, published: list[str], updated: list[str]) -> None:
    """ "14:28 發布 16:02 更新": the words after the last "published" belong to "updated"."""
    marks = [mark for mark in _ROLE.finditer(words) if mark["published"]]
    cut = marks[-1].end() if marks and marks[-1].start() > 0 else 0
    if cut:
        published.append(words[:cut])
    updated.append(words[cut:])


def _without_label(piece: str) -> str:
    return _UPDATE.sub(" ", piece).strip(" :：")


_LABELS = re.compile(
    rf"(?:{_PUBLISHED}|{_UPDATED}|[\s:：・•·|()\[\]【】,，。.於于由에は]|at|on)*", re.IGNORECASE
)


def is_label(words: str) -> bool:
    """Whether the words beside a time say nothing but that it is one."""
    return _LABELS.fullmatch(words) is not None


def left(text: str, start: int) -> int:
    """2 clean (start, separator, known label), 1 a space, 0 glued to a word, -1 something else's time."""
    if text[start : start + 1].isspace():
        start += 1
    if start == 0:
        return 2
    before = text[max(0, start - 24) : start]
    if _OTHER_EVENT.search(before) or _RANGE_BEFORE.search(before):
        return -1
    if _CLEAN_LEFT.search(before) or _LABEL_BEFORE.search(before):
        return 2
    return 1 if before[-1].isspace() else 0


def right(text: str, end: int) -> int:
    """2 clean (end, separator, known label), 1 a space, 0 glued to a word, -1 a range or a bound."""
    if text[end - 1 : end].isspace():
        end -= 1
    if end >= len(text):
        return 2
    after = text[end : end + 24]
    if _RANGE_AFTER.match(after):
        return -1
    if _CLEAN_RIGHT.match(after) or _LABEL_AFTER.match(after):
        return 2
    return 1 if after[0].isspace() else 0
