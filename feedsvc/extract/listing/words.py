"""Short texts of a page -> what kind of words they are: a time, an advertisement, "read more", a label."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from feedsvc.extract.dates.tongues import TONGUES, Tongue

_PROSE = 2_000  # characters of a text that are looked at: the words of a whole list are no time
# Beside those of dates/tongues.py.
_MONTH_NAMES = """
january jan jän jänner janvier janv enero ene января янв январь
february feb février fevr févr fév febrero февраля фев февраль
march mar märz mär mrz mars марта мар март
april apr avril avr апреля апр апрель
mayo мая май μαϊου μάιος μαι
june jun juin junio июня июн июнь
july jul juillet juil julio июля июл июль
august aug août aout августа авг август
september sept sep septembre septiembre сентября сен сент сентябрь
october oct octobre octubre октября окт октябрь
november nov noviembre ноября ноя нояб ноябрь
december dec dezember décembre déc diciembre декабря дек декабрь
"""
_WEEKDAY_NAMES = """
monday mon tuesday tue tues wednesday wed thursday thu thur thurs friday fri saturday sat sunday sun montag dienstag mittwoch donnerstag
freitag samstag sonntag mo di mi do fr sa so lundi mardi mercredi jeudi vendredi samedi dimanche lunes martes miércoles jueves viernes sábado
domingo lunedì martedì mercoledì giovedì venerdì sabato domenica понедельник вторник среда четверг пятница суббота воскресенье пн вт ср чт пт сб вс
segunda terça quarta quinta sexta maandag dinsdag woensdag donderdag vrijdag zaterdag zondag mandag tirsdag onsdag torsdag fredag lørdag søndag
"""


def _alternatives(*listed: str) -> str:
    """The words of a language's lists ("|" and spaces part them, "_" joins two), the longest first."""
    names = {name.replace("_", " ") for words in listed for name in re.split(r"[|\s]", words) if name}
    return "|".join(sorted(map(re.escape, names), key=lambda name: (-len(name), name)))


def _ages(tongue: Tongue) -> Iterator[str]:
    """ "منذ 3 أيام", "3 dni temu": how one language says an age."""
    many, single = _alternatives(tongue.units), _alternatives(tongue.single, *tongue.others) or "(?!)"
    span = rf"(?:\d+\s(?:{many}|{single})|(?:{single})(?:\s(?:{_alternatives(tongue.one)}))?)"
    if tongue.since:
        about = rf"(?:(?:{_alternatives(tongue.about)})\s)?" if tongue.about else ""
        yield rf"(?:{_alternatives(tongue.since)})\s{about}{span}(?![^\W\d_])"
    if tongue.ago:
        yield rf"{span}\s(?:{_alternatives(tongue.ago)})(?![^\W\d_])"


_MONTH = rf"(?<![^\W\d_])(?:{_alternatives(_MONTH_NAMES, *(tongue.months for tongue in TONGUES.values()))})(?![^\W\d_])\.?"
_WEEKDAY = (
    rf"(?<![^\W\d_])(?:{'|'.join(sorted(_WEEKDAY_NAMES.split(), key=len, reverse=True))})(?:-feira)?[.,]*\s+"
)
_CLOCK = (
    r"(?:[上下]午|凌晨|清晨|早上|中午|晚上|午前|午後|오전|오후)?\s*\d{1,2}\s?[:：]\s?\d{2}(?:[:：]\d{2})?(?:\.\d{1,6})?"
    r"(?:\s*[ap]\.?\s?m\b\.?)?(?:\s*uhr)?|\d{1,2}[hH時时]\d{2}分?|\d{1,2}\s?[ap]\.?m\b\.?"
)
_ZONE = r"(?:\s*(?:Z\b|UTC|GMT|[ECMP][SD]T|CES?T|BST|JST|KST|[+-]\d{2}:?\d{2}))?"
_LEAF = (  # a large day over a small month and year
    r"(?<![\d:/.-])\d{1,2}日?\s?/?\s20\d{2}\s?[-/.年]\s?\d{1,2}月?(?![\d:/.-])|"
    r"(?<![\d:/.-])20\d{2}\s?[-/.年]\s?\d{1,2}月?\s/?\s?\d{1,2}日?(?![\d:/.-])|"
    r"(?<![\d:/.-])\d{1,2}月\s?\d{1,2}日?[\s,]+20\d{2}(?![\d:/.-])|(?<![\d:/.-])\d{1,2}\s\d{1,2}月[\s,]+20\d{2}(?![\d:/.-])|"
    r"(?<![\d:/.-])\d{1,2}[-/.]\d{1,2}\s20\d{2}(?![\d:/.-])|(?<![\d:/.-])20\d{2}\s\d{1,2}[-/.]\d{1,2}(?![\d:/.-])|"
)
_DAY_IN_FIGURES = (
    r"(?:19|20)\d{2}\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}(?:\s?日)?(?:T\d{2}:\d{2}(?::\d{2})?(?:\.\d+)?)?"
    r"|(?:民國|民国|令和|平成)\s?\d{1,3}\s?年\s?\d{1,2}\s?月\s?\d{1,2}\s?日"
    r"|(?<![\d.])1\d{2}[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?!\d)"
    r"|(?:19|20)\d{2}\s?년\s?\d{1,2}\s?월\s?\d{1,2}\s?일"
    r"|(?<![\d.])\d{1,2}\s?[-/.]\s?\d{1,2}\s?[-/.]\s?(?:(?:19|20)\d{2}|\d{2})(?![\d.])"
    r"|\d{1,2}\s?[月월]\s?\d{1,2}\s?[日號号일]"
    r"|(?:19|20)\d{2}\s?年\s?\d{1,2}\s?月"
    r"|(?<![\d.:/-])(?:0?[1-9]|1[0-2])[-/](?:0?[1-9]|[12]\d|3[01])(?![\d/.-])"
)
_DAY_IN_MONTH = (
    rf"(?:{_WEEKDAY})?(?<!\d)\d{{1,2}}(?:st|nd|rd|th|er|º|\.)?[\s/-]+(?:de\s+|of\s+)?{_MONTH}(?:[\s,/-]+(?:de\s+|del\s+)?(?:19|20)\d{{2}})?"
    rf"|(?:{_WEEKDAY})?{_MONTH}[\s-]+\d{{1,2}}(?:st|nd|rd|th)?(?!\d)(?:\s*,?\s+(?:19|20)\d{{2}})?"
    rf"|{_MONTH}\s+(?:19|20)\d{{2}}"
)
_NAMED_DAY = (
    r"(?:今天|今日(?![\w])|今[晚早晨]|昨[天日晚早晨])|前天|大前天|一昨日|きのう|きょう|本日|오늘|어제|그저께|(?:上?[週周]|星期|禮拜)[一二三四五六日天]|"
    r"\b(?:today|yesterday|heute|gestern|vorgestern|hier|aujourd'hui|aujourd’hui|hoy|ayer|oggi|ieri|hoje|ontem|вчера|сегодня|"
    r"vandaag|gisteren|i dag|i går|dziś|wczoraj|bugün|dün|χθες|σήμερα)\b"
)
_UNIT = r"(?:s|sec|secs|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?|wks?|w|weeks?|mos?|months?|y|yrs?|years?)\b"
_COUNT = r"(?:\d+|[一二三四五六七八九十兩两半數数幾几]+|an?|one|half an)"
_GREATER = (
    rf"(?:{_COUNT}\s*(?:個|个)?(?:天|日|小時|小时|鐘頭|時間|시간|일)\s*(?:又|零)?\s*)?"  # 1 小時 5 分鐘前
)
_RELATIVE = (
    r"剛剛|剛才|刚刚|刚才|方才|たった今|방금|\bjust now\b|\bmoments? ago\b|"
    rf"{_GREATER}{_COUNT}\s*(?:多)?(?:個|个)?(?:半)?(?:秒鐘?|秒钟|分鐘?|分钟?|小時|小时|鐘頭|天|日|週|周|星期|禮拜|月|年)(?:之|以)?前|"
    rf"{_GREATER}\d+\s*(?:秒|分|時間|日|週間|か月|ヶ月|カ月|年)前|{_GREATER}\d+\s*(?:초|분|시간|일|주|개월|년)\s*전|"
    rf"\b(?:about\s+|over\s+|almost\s+)?{_COUNT}\s*{_UNIT}(?:,?\s+\d+\s*{_UNIT})?\s+ago\b|"
    r"\bvor\s+(?:\d+|einer?|einem)\s+[^\W\d]+|\bil y a\s+(?:\d+|une?)\s+[^\W\d]+|\bhace\s+(?:\d+|una?)\s+[^\W\d]+|"
    r"\bhá\s+(?:\d+|uma?)\s+[^\W\d]+|\b\d+\s+(?:secondi|minuti|or[ae]|giorn[oi]|settiman[ae]|mes[ei]|ann[oi])\s+fa\b|"
    r"\b\d+\s+(?:секунд|минут|час|дн|день|недел|месяц|год|лет)\w*\s+назад|\b\d+\s+[^\W\d]+\s+(?:geleden|siden|sedan|önce|temu)\b"
)
_AGE_IN_TONGUES = rf"(?<![^\W\d_])(?:{'|'.join(age for tongue in TONGUES.values() for age in _ages(tongue))})"
_JOIN = r"[\s,]*(?:[•·・\-–—|@]|at|um|a las|alle(?: ore)?|ore|à|às|om|kl\.?|в|δημοσιεύτηκε|\([一二三四五六日月火水木金土週周]{1,3}\))?[\s,]*"


# Where a time may begin: at a figure, at a word's first letter, at one of these Han, Kana and Hangul signs.
_BEGIN = (
    r"(?:(?=\d)|(?<![^\W\d_])(?=[^\W\d_])|"
    r"(?=[剛刚方今昨前大本たき一二三四五六七八九十兩两半數数幾几上下凌清早中晚午週周星禮民令平오어그방]))"
)


def _point(day: str, weekday: str, relative: str) -> re.Pattern[str]:
    clock = rf"{weekday}(?:{_CLOCK}){_ZONE}(?:{_JOIN}(?:{day}))?"
    return re.compile(
        rf"{_BEGIN}(?:{_LEAF}(?:{day}|{_NAMED_DAY})(?:{_JOIN}(?:{_CLOCK}){_ZONE})?|{clock}|{relative})",
        re.IGNORECASE,
    )


# The names of months, weekdays and ages in two dozen languages cost ten times what figures do: they are
# looked for only in a text that holds one of those words.
_IN_FIGURES = _point(_DAY_IN_FIGURES, "", _RELATIVE)
_IN_WORDS = _point(f"{_DAY_IN_FIGURES}|{_DAY_IN_MONTH}", f"(?:{_WEEKDAY})?", f"{_RELATIVE}|{_AGE_IN_TONGUES}")
_DATE_THEN_CLOCK = re.compile(r".*\d\D+\d{1,2}:\d{2}(?::\d{2})?")
_LETTERS = re.compile(r"[^\W\d_]+")
_TIME_WORDS = frozenset(
    _LETTERS.findall(
        " ".join(
            (
                _MONTH_NAMES,
                _WEEKDAY_NAMES,
                *(f"{it.months}|{it.since}|{it.ago}".replace("_", " ") for it in TONGUES.values()),
            )
        )
    )
)

# Nearly every time has a digit; the others begin with one of these.
_MAY_HOLD_TIME = re.compile(
    rf"\d|[剛刚方今昨前本たきの一二三四五六七八九十兩两半數数幾几上週周星禮오어그방]|{_NAMED_DAY}|ago|now|eine|une?\b|una?\b|"
    rf"\b(?:{_alternatives(*(tongue.single for tongue in TONGUES.values()), *TONGUES['ar'].others)})\b",
    re.IGNORECASE,
)
_ADS = frozenset(
    re.findall(
        r"\S+",
        "廣告 广告 贊助 赞助 贊助內容 赞助内容 廣編 廣編特輯 廣告贊助 推廣 推广 業配 ad ads adv advertisement advertorial "
        "sponsored sponsor promoted promotion pr 広告 スポンサー 広告記事 광고 협찬 anzeige werbung "
        "gesponsert publicité publi sponsorisé publicidad patrocinado anuncio pubblicità "
        "sponsorizzato реклама на-правах-рекламы",
    )
)
_BADGES = frozenset(
    ("new", "hot", "up", "neu", "nuovo", "nuevo", "nouveau", "新", "熱", "热", "最新", "置頂", "置顶", "新着")
)
_ADS_PHRASES = (
    "sponsored by ",
    "promoted by ",
    "ad by ",
    "ads by ",
    "presented by ",
    "提供：pr",
    "sponsored content",
    "paid content",
)
_MORE = re.compile(
    r"^[\W_]*(?:閱讀全文|阅读全文|繼續閱讀|继续阅读|詳全文|看全文|全文|更多|看更多|查看更多|了解更多|詳細內容|詳情|详情|"
    r"続きを読む|もっと見る|記事を読む|詳細|더보기|더 보기|자세히|"
    r"(?:continue|keep)\s+reading|read\s+(?:more|on|full|the|article|post|story|now|it)|more|learn more|find out more|view|details|full story|"
    r"weiterlesen|mehr|mehr lesen|zum artikel|lire (?:la suite|plus)|en savoir plus|leer más|seguir leyendo|ver más|más|"
    r"continua(?: a leggere)?|leggi (?:tutto|di più|altro)|les mer|läs mer|læs mere|lees (?:verder|meer)|"
    r"читать (?:далее|дальше|полностью)|далее|подробнее|ler mais|saiba mais|devamı|selengkapnya|περισσότερα|διαβάστε|czytaj)"
    r"(?:\W.*)?$",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"^[\W_]*\d[\d.,]*\s*[kKmM]?\s*[\W_]*(?:comments?|views?|likes?|shares?|repl(?:y|ies)|points?|votes?|次|則|則留言|留言|評論|评论|回應|回复|"
    r"人氣|觀看|commenti|comentarios?|kommentare?|commentaires?|комментари\w*|コメント|件|댓글)?[\W_]*$",
    re.IGNORECASE,
)
_CODE = re.compile(
    r"#?(?:[A-Za-z]{1,12}[-:_.]?)?(?=[\w./:#-]*\d)[A-Za-z\d]*(?:[-./:_#][A-Za-z\d]+)*", re.ASCII
)
_BRACKETED = re.compile(r"[(（\[].*?[)）\]]")
_TALK = re.compile(
    r"^(?:leave a (?:comment|reply)|no comments?|comments?(?: off)?|reply|share|tweet|print|email|edit|permalink|discuss|hide|flag|past|web|"
    r"留言|評論|评论|分享|回覆|回复|檢舉|收藏|共有|コメント|공유|댓글|kommentare?|kommentieren|teilen|comentarios?|commenti|"
    r"partager|compartir|condividi|комментарии|поделиться|add comment|add new comment)[\W\d]*$",
    re.IGNORECASE,
)
_BY = re.compile(
    r"^\W*(?:by|von|par|por|di|door|av|af|автор|posted by|written by|文|文／|撰文|記者|作者|編輯|記事)\b[\s:：／/]*",
    re.IGNORECASE,
)


@lru_cache(maxsize=8192)
def width(text: str) -> int:
    """How much room a text takes: a Chinese, Japanese or Korean character is two Latin ones wide."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


@lru_cache(maxsize=8192)
def time_words(text: str) -> tuple[str, ...]:
    """The pieces of a text that look like a time, in order. What they mean is for dates to say."""
    begin = text[:_PROSE]
    if not _MAY_HOLD_TIME.search(begin):
        return ()
    has_words = not _TIME_WORDS.isdisjoint(_LETTERS.findall(begin.lower()))
    pattern = _IN_WORDS if has_words else _IN_FIGURES
    return tuple(match.group().strip(" ,") for match in pattern.finditer(begin))


@lru_cache(maxsize=8192)
def time_share(text: str) -> float:
    """How much of a text its time words are: 1.0 for "13 分鐘前", near 0 for a sentence with a date in it."""
    letters = sum(char.isalnum() for char in text[:_PROSE])
    timed = sum(char.isalnum() for piece in time_words(text) for char in piece)
    return timed / letters if letters else 0.0


def is_one_time(text: str) -> bool:
    """Whether a text is one time and nothing else: "29 Oct", "Nov 09 2026 Mon 23:55"."""
    pieces = time_words(text)
    parted = len(pieces) == 2 and bool(_DATE_THEN_CLOCK.fullmatch(text))
    return len(text) < 40 and time_share(text) == 1.0 and (len(pieces) == 1 or parted)


def marks_ad(text: str) -> bool:
    """Whether a label says that the item is paid for."""
    folded = text.casefold().strip(" []()【】（）:：|｜·•")
    return folded in _ADS or (len(folded) < 60 and folded.startswith(_ADS_PHRASES))


def says_more(text: str) -> bool:
    """Whether link words only invite to read on."""
    return width(text) <= 60 and bool(_MORE.match(text))


def is_label(text: str) -> bool:
    """Whether a text can never be a title: a number, a count of comments, a sharing button."""
    return not any(char.isalpha() for char in text) or bool(_COUNTED.match(text) or _TALK.match(text))


def is_code(text: str) -> bool:
    """Whether a label is a number by which people cite something: CVE-2026-1234, arXiv:2603.09863, v3.1.4."""
    return bool(_CODE.fullmatch(text))


def stands_for_title(text: str) -> bool:
    """Whether the words of a link are none of a title: "read more", a number."""
    return says_more(text) or is_code(text)


def dated_share(text: str) -> float:
    """As `time_share`, what stands in brackets left out: "Thu, 12 Mar 2026 (4 entries)"."""
    return time_share(_BRACKETED.sub("", text))


def is_badge(text: str) -> bool:
    """Whether a label only says that an item is new or liked."""
    return text.casefold().strip("!！ []【】") in _BADGES


def is_byline(text: str) -> bool:
    return bool(_BY.match(text))


def after_by(text: str) -> str:
    """A byline without its "by"."""
    return _BY.sub("", text, count=1)


def split_tail(text: str) -> tuple[str, str] | None:
    """A long text and the time after its last separator; None where it does not end so."""
    before, mark, after = text.rpartition(max("・•·｜|", key=text.rfind))
    if not mark or len(after) > 40 or width(before) < 60 or time_share(after) < 1.0:
        return None
    return before.strip(), after.strip()
