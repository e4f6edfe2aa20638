"""Bytes and a declared label -> text and the codec that read it, in the order browsers use."""

from __future__ import annotations

import codecs
import re
from collections import Counter

# WHATWG labels -> Python codecs: what browsers do when a page says gb2312, big5, latin1 or shift_jis.
# Only these are ever used: "rot13" and "zlib" are codecs to Python, but no charset.
_LABELS = {
    "utf-8": ("utf-8", "utf8", "unicode-1-1-utf-8", "unicode11utf8", "unicode20utf8", "x-unicode20utf8"),
    "utf-16-le": ("utf-16", "utf-16le", "ucs-2", "unicode", "unicodefeff", "iso-10646-ucs-2", "csunicode"),
    "utf-16-be": ("utf-16be", "unicodefffe"),
    "gb18030": (
        *("gb18030", "gbk", "gb2312", "gb_2312", "gb_2312-80", "x-gbk", "cp936", "ms936", "windows-936"),
        *("chinese", "csgb2312", "csiso58gb231280", "iso-ir-58"),
    ),
    "big5-hkscs": (
        "big5",
        "big5-hkscs",
        "big-5",
        "big5hkscs",
        "cn-big5",
        "csbig5",
        "x-x-big5",
        "cp950",
        "big5-eten",
    ),
    "cp932": (
        *(
            "shift_jis",
            "shift-jis",
            "sjis",
            "x-sjis",
            "ms_kanji",
            "ms932",
            "windows-31j",
            "csshiftjis",
            "cp932",
        ),
        "ms-kanji",
    ),
    "euc-jp": ("euc-jp", "x-euc-jp", "cseucpkdfmtjapanese", "eucjp"),
    "iso2022_jp_ext": ("iso-2022-jp", "csiso2022jp"),
    "cp949": (
        *(
            "euc-kr",
            "cseuckr",
            "ks_c_5601-1987",
            "ks_c_5601-1989",
            "ksc5601",
            "ksc_5601",
            "korean",
            "windows-949",
        ),
        *("csksc56011987", "iso-ir-149", "cp949", "uhc", "x-windows-949"),
    ),
    "cp1252": (
        *(
            "windows-1252",
            "cp1252",
            "x-cp1252",
            "iso-8859-1",
            "iso8859-1",
            "iso88591",
            "iso_8859-1",
            "latin1",
            "l1",
        ),
        *("us-ascii", "ascii", "ansi_x3.4-1968", "cp819", "ibm819", "iso-ir-100", "csisolatin1", "latin-1"),
    ),
    "cp1251": ("windows-1251", "cp1251", "x-cp1251", "win-1251"),
    "koi8-r": ("koi8-r", "koi8", "koi", "koi8_r", "cskoi8r"),
    "koi8-u": ("koi8-u", "koi8-ru"),
    "cp1250": ("windows-1250", "cp1250", "x-cp1250"),
    "cp1253": ("windows-1253", "cp1253", "x-cp1253"),
    "cp1254": ("windows-1254", "cp1254", "x-cp1254", "iso-8859-9", "iso8859-9", "latin5", "l5"),
    "cp1255": ("windows-1255", "cp1255", "x-cp1255"),
    "cp1256": ("windows-1256", "cp1256", "x-cp1256"),
    "cp1257": ("windows-1257", "cp1257", "x-cp1257"),
    "cp1258": ("windows-1258", "cp1258", "x-cp1258"),
    "cp874": ("windows-874", "tis-620", "iso-8859-11", "iso8859-11", "dos-874"),
    "cp866": ("ibm866", "866", "cp866", "csibm866"),
    "mac-roman": ("macintosh", "mac", "x-mac-roman", "csmacintosh"),
    "mac-cyrillic": ("x-mac-cyrillic", "x-mac-ukrainian"),
    "iso8859-8": ("iso-8859-8", "iso-8859-8-i", "visual", "logical", "hebrew"),
    **{
        f"iso8859-{part}": (f"iso-8859-{part}", f"iso8859-{part}", f"iso_8859-{part}", name)
        for part, name in (
            (2, "latin2"),
            (3, "latin3"),
            (4, "latin4"),
            (5, "cyrillic"),
            (6, "arabic"),
            (7, "greek"),
        )
    },
    **{f"iso8859-{part}": (f"iso-8859-{part}", f"iso8859-{part}") for part in (10, 13, 14, 15, 16)},
}
_CODECS = {label: codec for codec, labels in _LABELS.items() for label in labels}

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_HEADER = re.compile(r"charset\s*=\s*[\"']?\s*([^\s\"';,]+)", re.IGNORECASE)
_XML = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([^\"'<>]{1,40})[\"']", re.IGNORECASE)
_META = re.compile(rb"<meta\b[^>]{0,300}?charset\s*=\s*[\"']?\s*([^\s\"'/>;]{1,40})", re.IGNORECASE)
_COMMENT = re.compile(rb"<!--.*?-->", re.DOTALL)
_ESCAPES_JP = re.compile(rb"\x1b(?:\$[@B]|\([BJI])")
_HIGH = re.compile(rb"[\x80-\xff]")
PRESCAN = 4_096  # browsers look at 1,024 bytes; many real pages say it later
SAMPLE = 200_000


def decode(body: bytes, content_type: str) -> tuple[str, str]:
    """The text of `body` and the name of the Python codec that read it ("utf-8", "gb18030", "cp1252").

    `content_type` is the HTTP header, "" where there is none. Order: BOM, header, XML declaration or
    <meta>, detection. A label that the bytes contradict is not believed. Never raises.
    """
    for mark, codec in _BOMS:
        if body.startswith(mark):
            return _text(body[len(mark) :], codec), codec
    codec = _codec(body, content_type)
    return _text(body, codec), codec


def _codec(body: bytes, content_type: str) -> str:
    declared = declared_codec(body, content_type)
    if declared in {"utf-16-le", "utf-16-be"} or (declared is None and _is_wide(body)):
        return declared if declared and _is_wide(body) else _wide(body)
    if not _HIGH.search(body):
        return "iso2022_jp_ext" if _ESCAPES_JP.search(body) else declared or "utf-8"
    if _is_utf8(body, sure=declared in {None, "utf-8"}):
        return "utf-8"
    return _believed(declared, body)


def declared_codec(body: bytes, content_type: str) -> str | None:
    """The codec of the first label that names one: header, XML declaration, <meta>."""
    head = _COMMENT.sub(b"", body[:PRESCAN])
    found = (_HEADER.search(content_type), _XML.search(head), _META.search(head))
    for place, match in enumerate(found):
        label = _label(match[1]) if match else ""
        codec = _CODECS.get(label)
        if codec:
            # An ASCII-readable <meta> or declaration cannot stand in UTF-16: browsers take UTF-8.
            return "utf-8" if place and codec.startswith("utf-16") else codec
    return None


def _label(printed: str | bytes) -> str:
    label = printed.decode("ascii", "replace") if isinstance(printed, bytes) else printed
    return label.strip().lower()


def _text(body: bytes, codec: str) -> str:
    text = body.decode(codec, _ERRORS.get(codec, "replace"))
    return text.removeprefix("\ufeff")


# -- what the bytes are -------------------------------------------------------------------------


def _is_wide(body: bytes) -> bool:
    """UTF-16 without a mark: every other byte of markup is NUL."""
    head = body[:400]
    return len(head) >= 4 and max(head[0::2].count(0), head[1::2].count(0)) * 2 > len(head) * 0.7


def _wide(body: bytes) -> str:
    head = body[:400]
    if not _is_wide(body):
        return "utf-8"
    return "utf-16-be" if head[0::2].count(0) > head[1::2].count(0) else "utf-16-le"


def _is_utf8(body: bytes, *, sure: bool) -> bool:
    """Whether it is UTF-8 (a character cut off at the end is no fault).

    Against another label it must say so several times: a few words of Big5 or latin1 can be valid
    UTF-8 by chance, a page cannot.
    """
    try:
        text = codecs.getincrementaldecoder("utf-8")().decode(body)
    except UnicodeDecodeError:
        return sure and _is_nearly_utf8(body)
    wide = len(text.encode("utf-8")) - len(text)
    return sure or wide >= 4


def _is_nearly_utf8(body: bytes) -> bool:
    """A page of UTF-8 with a few broken characters: pasted latin1, a title cut between bytes."""
    text = body[:SAMPLE].decode("utf-8", "replace")
    high = sum(1 for char in text if char > "\x7f")
    return text.count("\ufffd") * 20 <= high


def _believed(declared: str | None, body: bytes) -> str:
    """The declared codec, unless the bytes plainly speak another one; windows-1252 where nothing speaks."""
    sample = body[:SAMPLE]
    scores = {codec: _score(sample, codec) for codec in _DETECTED}
    best = max(_DETECTED, key=lambda codec: scores[codec])
    if declared is None or declared == "utf-8":
        return best if scores[best] > 0.25 else "cp1252"
    stated = scores[declared] if declared in scores else _score(sample, declared)
    return best if scores[best] > max(0.5, stated + 0.25) else declared


# -- which writing it could be ------------------------------------------------------------------

_HAN = (
    "的一是不了在人有我他这這中大來来上國国個个到說说們们為为子和你地出道也時时年得就那要下以生會会自著着去之過过家學学對对可她里後后小麼么心多天而"
    "能好都然沒没日於于起還还發发成事只作當当想看文無无開开手十用主行方又如前所本見见經经頭头面公同三已老從从動动兩两長长知民樣样現现分將将外但身些"
    "與与高意進进把法此實实回二理美點点月明其種种聲声全工己話话者向情部正名定女問问力機机給给等幾几很業业最間间新什打便位因重被走電电四第門门相次東东"
    "政海口使教西再平真聽听世氣气信北少關关並并內内加化由却代軍军產产入先山五太水萬万市師师白原比更表員员總总立性感式路清完記记報报導导社區区警長選选"
    "黨党院統统委縣县台臺灣湾香港京華华聞闻網网資资訊讯際际經濟济運运體体首頁页論论評评登版權权所訂订閱阅讀读財财股期科技娛娱樂乐生活"
)
_KANJI = (
    "日本人大年会国事上者自社的中新出東京都地行場時間分今月見学生記手前後方内発表話気一二三十利用情報検索説明"
)
_HANGUL = (
    "이다는의에을가고하지한은로도사기리인어자서해대시정전있나아그라들일부제스주장수를과보여구원상동와었면국진경공성신트조우안유"
    "뉴오비미선만화문자요개연전계소방것들모개발"
)
_PUNCTUATION = frozenset("“”‘’…—–·「」『』、。，：；？！（）《》【】／・　～«»№©®°€£™•")
_OFTEN = {
    "gb18030": frozenset(_HAN),
    "big5-hkscs": frozenset(_HAN),
    "cp932": frozenset(_KANJI),
    "euc-jp": frozenset(_KANJI),
    "cp949": frozenset(_HANGUL),
    "cp1251": frozenset("оеаинтсрвлкмдпуя"),
    "koi8-r": frozenset("оеаинтсрвлкмдпуя"),
}
# The other letters of the writing that the codec is for: what a page in it is full of.
_OTHERS = {
    "gb18030": (("\u4e00", "\u9fff", 0.35),),
    "big5-hkscs": (("\u4e00", "\u9fff", 0.35),),
    "cp932": (("\u3041", "\u30fe", 0.9), ("\u4e00", "\u9fff", 0.35)),
    "euc-jp": (("\u3041", "\u30fe", 0.9), ("\u4e00", "\u9fff", 0.35)),
    "cp949": (("\uac00", "\ud7a3", 0.5),),
    "cp1251": (("а", "я", 0.8), ("ё", "ё", 0.5), ("А", "Я", 0.2)),
    "koi8-r": (("а", "я", 0.8), ("ё", "ё", 0.5), ("А", "Я", 0.2)),
}
_DETECTED = (*_OFTEN, "cp1252")
_CYRILLIC = frozenset(("cp1251", "koi8-r"))
_MIXED = re.compile("[A-Za-z][а-яА-ЯёЁ]|[а-яА-ЯёЁ][A-Za-z]")  # "йtй" is French read as Russian
_WESTERN = re.compile(r"(?<![^\x00-\x7f])[À-ÖØ-öø-ÿŒœŠšŽžŸß]{1,2}(?![^\x00-\x7f])")


def _score(sample: bytes, codec: str) -> float:
    """How much the decoded sample looks like writing: about 0.5 and more for the right codec, 1 at best."""
    text = sample.decode(codec, _ERRORS.get(codec, "replace"))
    counts = Counter(char for char in text if char > "\x7f")
    count = counts.total()
    if not count:
        return 0.0
    if codec not in _OFTEN:
        return _western_score(text, count)
    mixed = 2 * sum(1 for _ in _MIXED.finditer(text)) if codec in _CYRILLIC else 0
    return (sum(_weight(char, codec) * times for char, times in counts.items()) - mixed) / count


def _western_score(text: str, count: int) -> float:
    """Accented letters stand alone among plain ones; in another writing read as latin1 they stand in rows."""
    alone = sum(len(found) for found in _WESTERN.findall(text))
    marks = sum(1 for char in text if char in _PUNCTUATION)
    return (alone * 0.8 + marks * 0.4) / count


def _weight(char: str, codec: str) -> float:
    if char in _OFTEN[codec]:
        return 1.0
    if char in _PUNCTUATION:
        return 0.5
    if char == "\ufffd" or "\ue000" <= char <= "\uf8ff" or "\x80" <= char <= "\x9f":
        return -3.0
    return next((value for low, high, value in _OTHERS[codec] if low <= char <= high), -0.4)


# -- what Python's codecs do not know and browsers do -------------------------------------------


def _euc_jp_row(error: UnicodeError) -> tuple[str, int]:
    """①, ㈱, 髙: rows that Windows added; Python knows them in Shift_JIS only."""
    lead, trail = _pair(error)
    if lead < 0xA1 or trail < 0xA1:
        return _one_byte(error)
    row, cell = lead - 0xA1, trail - 0xA1
    first = (row >> 1) + (0x81 if row < 62 else 0xC1)
    second = cell + 0x9F if row & 1 else cell + 0x40 + (cell > 62)
    return _borrowed(error, bytes((first, second)), "cp932")


def _big5_extra(error: UnicodeError) -> tuple[str, int]:
    """Signs that Windows has in Big5 and the Hong Kong table lacks."""
    return _borrowed(error, bytes(_pair(error)), "cp950")


def _borrowed(error: UnicodeError, pair: bytes, codec: str) -> tuple[str, int]:
    if pair[0] < 0x80:
        return _one_byte(error)
    try:
        return pair.decode(codec), _start(error) + 2
    except UnicodeDecodeError:
        return _one_byte(error)


def _one_byte(error: UnicodeError) -> tuple[str, int]:
    return "\ufffd", _start(error) + 1


def _pair(error: UnicodeError) -> tuple[int, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    pair = error.object[error.start : error.start + 2]
    return (pair[0], pair[1]) if len(pair) == 2 else (0, 0)


def _start(error: UnicodeError) -> int:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.start


_ERRORS = {"euc-jp": "feedsvc.euc-jp", "big5-hkscs": "feedsvc.big5"}
codecs.register_error("feedsvc.euc-jp", _euc_jp_row)
codecs.register_error("feedsvc.big5", _big5_extra)
