"""A text -> the spans in it that no script conversion may touch: addresses, paths, Japanese, Korean.  Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

Span = tuple[int, int]

# -- addresses and paths --------------------------------------------------------------------------
_STOP = r"\s<>\"'`「」『』（）【】〔〕《》〈〉“”‘’，。、；：！？…｜"
_REST = rf"[^{_STOP}]*"
_HAN = r"\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_STEP = r"[\w.%~+@=&-]{1,80}"
_FILE_TYPES = (
    "x?html?|php|aspx?|jsp|pdf|docx?|xlsx?|pptx?|od[tsp]|csv|tsv|txt|md|rtf|jpe?g|png|gif|webp|avif|svg|bmp|tiff?"
    "|mp[34]|m4[av]|mov|avi|mkv|wav|ogg|webm|zip|rar|7z|tar|gz|exe|apk|dmg|iso|json|ya?ml|xml|css|js|ts|py|sh|sql|log"
)
_ADDRESS = re.compile(
    "|".join(
        (
            # a host may be of any script behind a scheme; its path goes on to the next space or mark
            rf"(?:https?|ftp|wss?)://(?:[\w.%+-]*(?::[^{_STOP}@/]*)?@)?(?:[\w-]+\.)*[A-Za-z0-9\[\]:-]+(?:[/?#]{_REST})?",
            rf"(?:https?|ftp|wss?)://{_REST}",
            rf"(?<![A-Za-z0-9+.-])[A-Za-z][A-Za-z0-9+.-]{{0,30}}://{_REST}",
            rf"(?:mailto|tel|magnet|data|urn|tag|doi|javascript):[^{_STOP}]+",
            rf"(?<![\w@.-])(?:[A-Za-z0-9-]{{1,63}}\.){{1,10}}[A-Za-z]{{2,24}}(?::\d{{1,5}})?[/?#]{_REST}",
            rf"(?:[A-Za-z0-9._%+-]{{1,64}}|[{_HAN}]{{1,20}})@(?:[\w-]{{1,63}}\.){{1,10}}(?:[A-Za-z]{{2,24}}|[{_HAN}]{{2,3}})",
            # /a/b and ~/a, but not "台北/新北": a path does not begin behind a letter
            rf"(?<![\w/.<])(?:~|\.{{1,2}}|[A-Za-z]:)?[/\\](?:{_STEP}[/\\]){{1,40}}(?:{_STEP})?",
            rf"(?<![\w/.<])(?:~|\.{{1,2}}|[A-Za-z]:)[/\\]{_STEP}",
            rf"(?<![\w/.<])/{_STEP}\.(?:{_FILE_TYPES})(?![A-Za-z0-9])",
            rf"(?<![\w/.])(?:{_STEP}[/\\]){{1,40}}{_STEP}\.(?:{_FILE_TYPES})(?![A-Za-z0-9])",
            rf"[\w%+-]{{0,40}}[{_HAN}]\.(?:{_FILE_TYPES})(?![A-Za-z0-9])",
        )
    ),
    re.IGNORECASE,
)
_CODE = re.compile(r"`[^`\n]{1,200}`")
_UNBROKEN = re.compile(rf"[^{_STOP}]+")
_MAY_BE_ADDRESS = re.compile(r"[/\\@]|[A-Za-z]:|\.[A-Za-z]")

# -- Japanese and Korean ----------------------------------------------------------------------------
# Kana without ・ and ー, which Chinese text uses too.
_HIRAGANA = r"\u3041-\u3096\u309d\u309e"
_KATAKANA = r"\u30a1-\u30fa\u31f0-\u31ff\uff66-\uff6f\uff71-\uff9d"
_KANA = re.compile(f"[{_HIRAGANA}{_KATAKANA}]")
_KATAKANA_WORD = re.compile(f"[{_KATAKANA}]ー*[{_KATAKANA}]")
_HIRAGANA_BUT_NO = re.compile(f"(?!の)[{_HIRAGANA}]")
_HANGUL = re.compile(r"[\u1100-\u11ff\u3131-\u318e\ua960-\ua97f\uac00-\ud7ff]")
_FOREIGN = re.compile(f"{_KANA.pattern}|{_HANGUL.pattern}")
# Forms of Japan only: neither Traditional nor Simplified Chinese writes them.
_SHINJITAI = re.compile(
    "[圧囲壱隠栄営駅円応桜奥価壊懐絵拡覚楽巻陥勧関歓気帰犠亀戯拠挙暁駆恵渓経軽継鶏芸撃欠県倹剣険圏検権顕験厳広鉱"
    "済砕斎剤雑賛残糸児歯辞実写釈従渋獣縦粛処叙奨焼証乗剰浄縄譲醸触嘱図粋酔穂随髄枢数瀬斉静摂銭潜繊践禅双壮捜挿巣"
    "装総騒増臓蔵属続堕対帯滞滝択沢単団弾恥痴遅昼鋳庁聴鎮逓鉄転点伝党盗灯当闘徳独読届弐悩脳覇拝廃売麦発髪抜蛮秘浜"
    "瓶払仏並辺変弁歩豊翻毎満黙訳薬与予余誉揺様謡頼乱覧竜猟塁涙隷霊齢暦歴恋労楼録戸亜悪為逸壱仮会掲]"
)
# Forms and words of Chinese only: Japan writes 国, 会, 学, and has no 們.
_CHINESE_ONLY = re.compile(
    "[國會學體發對來區實變點關讀賣縣黨戰權經濟當圖廣應總價氣灣臺與說內爲亞惡壓圍醫隱榮營驛圓鹽緣艷歐毆櫻擴覺樂勸歡觀"
    "歸龜戲據擧曉徑惠輕雞繼藝顯驗嚴險圈檢碎劑雜絲齒辭釋從縱處獎燒證乘淨繩讓釀囑觸寢盡隨髓樞數聲齊靜攝竊專淺踐纖潛"
    "錢雙壯插騷裝藏臟屬續墮帶滯擇澤單擔團彈恥蟲鑄廳聽鐵遞轉傳燈盜獨屆腦霸拜廢麥髮拔蠻祕濱拂並邊辨辯寶豐每滿默彌"
    "藥譯譽搖樣謠賴亂覽龍壘淚靈齡歷曆戀爐勞樓錄們這那嗎吧呢啦您妳她很也都把跟哪怎啊喔還舖鋪個麼為]"
)
_SHORT = 12  # one kana in ten
_PAIRS = dict(zip("「『（(《〈【［[“‘", "」』）)》〉】］]”’", strict=True))
_SEAM = re.compile(r"[「『（(《〈【［\[“‘」』）)》〉】］\]”’。！？!?；;，\n]")


def spans(text: str) -> list[Span]:
    """Where `text` must stay as it is, in order, without overlaps."""
    found = [*_addresses(text), *_foreign(text)]
    return _merged(sorted(found)) if found else []


def _addresses(text: str) -> Iterator[Span]:
    """No address goes on over a space or a mark, so only runs that may hold one are read closely."""
    if "`" in text:
        yield from (match.span() for match in _CODE.finditer(text))
    if not _MAY_BE_ADDRESS.search(text):
        return
    for run in _UNBROKEN.finditer(text):
        if _MAY_BE_ADDRESS.search(text, *run.span()):
            yield from (match.span() for match in _ADDRESS.finditer(text, *run.span()) if match[0])


def _merged(ordered: list[Span]) -> list[Span]:
    merged = [ordered[0]]
    for start, end in ordered[1:]:
        if start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


# -- clauses ----------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Clause:
    """A clause without what stands in brackets inside it; that is a clause of its own, `around` by this one."""

    around: _Clause | None
    spans: list[Span] = field(default_factory=list)
    foreign: bool = False

    @property
    def size(self) -> int:
        return sum(end - start for start, end in self.spans)


def _foreign(text: str) -> Iterator[Span]:
    if not _FOREIGN.search(text):
        return
    clauses = _clauses(text)
    for clause in clauses:  # an outer clause stands before what it holds
        words = "".join(text[start:end] for start, end in clause.spans)
        clause.foreign = _is_foreign(words) or (clause.around is not None and clause.around.foreign)
    if _is_widely_foreign(clauses):
        yield (0, len(text))
        return
    for clause in clauses:
        if clause.foreign:
            yield from clause.spans


def _is_widely_foreign(clauses: list[_Clause]) -> bool:
    """Most of the text outside brackets is foreign: then a clause of Han characters alone is foreign too."""
    outside = [clause for clause in clauses if clause.around is None]
    return sum(clause.size for clause in outside if clause.foreign) * 2 > sum(
        clause.size for clause in outside
    )


def _clauses(text: str) -> list[_Clause]:
    current = _Clause(around=None)
    clauses, closing, begin = [current], [""], 0
    for seam in _SEAM.finditer(text):
        current.spans.append((begin, seam.start()))
        begin, mark = seam.end(), seam[0]
        if mark in _PAIRS:
            closing.append(_PAIRS[mark])
            current = _Clause(around=current)
        elif current.around is not None and mark == closing[-1]:
            closing.pop()
            current = current.around
            continue
        elif mark in _PAIRS.values():
            continue  # closes nothing that was opened
        else:
            current = _Clause(around=current.around)
        clauses.append(current)
    current.spans.append((begin, len(text)))
    return clauses


def _is_foreign(words: str) -> bool:
    """Whether a clause is Korean or Japanese: any Hangul, any hiragana, a word in katakana.

    But a lone の is common in Taiwan's shop names (永豐の小舖), and a lone katakana is often a wrong form of
    a Chinese character (ロ for 口) or part of a face.
    """
    if _HANGUL.search(words) or _HIRAGANA_BUT_NO.search(words) or _KATAKANA_WORD.search(words):
        return True
    lone = words.count("の")
    return lone > 1 or (lone == 1 and _may_be_japanese(words))


def _may_be_japanese(words: str) -> bool:
    """A short clause around one の in which nothing is written as only Chinese writes it."""
    return bool(_SHINJITAI.search(words)) or (
        len(words) < _SHORT and not _CHINESE_ONLY.search(words) and len(words.strip("の")) == len(words)
    )
