"""A plain text capture (a copied page, a text browser's dump) -> its article and the related entries, in page order."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Protocol

from feedsvc.extract.found import Found, FoundList
from feedsvc.extract.text_lines import WIDE, Line, Times, lines
from feedsvc.model import Interval, Outlet
from feedsvc.text import clean, strip_unfit


class Endings(Protocol):
    """What this room asks of the registry: the outlet whose longest name ends a text, and where it begins."""

    def ending(self, text: str) -> tuple[Outlet, int] | None: ...


_HEADING = re.compile(
    r"\W{0,6}(?:其他人也(?:在|都)看|其他人.{0,4}看|相關(?:新聞|文章|報導|閱讀|內容|影音|主題|連結)|相关(?:新闻|文章|报道|阅读|内容|推荐)|"
    r"延伸(?:閱讀|新聞|阅读)|推薦(?:閱讀|新聞|文章|給您|給你)?|推荐(?:阅读|新闻|文章)?|猜你(?:喜歡|喜欢|還想看)|你可能(?:也|還|还)?(?:會|会|想)?(?:喜歡|喜欢|看|感興趣|有興趣|感兴趣).{0,4}|"
    r"(?:為|为)您?你?推[薦荐]|(?:熱門|热门|最新|即時|焦點|精選|更多|今日|相關)(?:新聞|新闻|文章|報導|消息|頭條|話題|排行|快訊|内容|內容)?|更多.{0,8}(?:新聞|報導|文章)|.{0,4}(?:排行榜?|人氣榜)|"
    r"大家都在看|編輯(?:精選|推薦)|同場加映|看了.{0,6}也看|下一(?:則|篇).{0,4}|延伸看|"
    r"関連(?:記事|ニュース|リンク)|おすすめ(?:記事|の記事)?|あわせて読みたい|人気(?:記事|ランキング)|アクセスランキング|新着(?:記事|ニュース)|"
    r"관련\s?(?:기사|뉴스)|많이 본 (?:기사|뉴스)|추천 (?:기사|뉴스)|최신 (?:기사|뉴스)|"
    r"related(?: (?:articles|stories|news|posts|coverage|content))?|more (?:from|on|in|stories|news|like)\b.{0,30}|recommended(?: (?:for you|stories|reading))?|"
    r"you (?:may|might) (?:also )?(?:like|be interested in)|read (?:more|next)|most (?:read|popular|viewed)|trending(?: now)?|latest(?: (?:news|stories))?|what to read next)"
    r"\W{0,6}",
    re.IGNORECASE,
)
_ADVERT = re.compile(
    r"[\[【(（]?\s*(?:廣告|广告|贊助(?:內容)?|赞助|sponsored|advertisements?|ad|promoted|PR|広告|광고)\s*[\]】)）]?|(?:查看|看|閱讀|显示|顯示|載入|加载)?更多\s*[>》»]*|"
    r"(?:留言|分享|收藏|按讚|訂閱|追蹤|轉發|列印|複製連結|回首頁|首頁|登入|註冊|加入會員|關閉|share|comments?|subscribe|sign in|log ?in|load more|see more|show more|back to top)\s*\d*",
    re.IGNORECASE,
)
_BYLINE = re.compile(
    r"[（(【\[]?\s*(?:(?:本報|本刊|本網|實習|駐\S{1,6}|[一-鿿]{2,6}社)?(?:記者(?![會節們說問])|记者(?![会节们说问])|特派員|編譯|编译|採訪|采访|撰文|撰稿|作者)\s*[／/:：]?\s*|"
    r"(?:責任編輯|編輯|文|圖／文|文／圖|圖文)\s*[／/:：]\s*)[^\s，。！？][^，。！？]{0,36}|By\s+[A-Z].{1,50}",
)
_SENTENCE = re.compile(r"[。！？；!?;，,…]|\.{3}")
_WORD = re.compile(r"\w")
_PART = re.compile(r"\s*[・•·|｜]\s*")
_EDGES = " ・•·|｜-／/"
_SECTION = re.compile(
    r"政治|財經|财经|社會|社会|國際|国际|生活|娛樂|娱乐|體育|体育|運動|科技|健康|地方|兩岸|两岸|焦點|要聞|即時|新聞|影音|旅遊|美食|汽車|房產|股市|"
    r"政治|経済|社会|国際|スポーツ|エンタメ|정치|경제|사회|국제|스포츠|politics|business|world|sports?|tech(?:nology)?|health|culture|opinion|news",
    re.IGNORECASE,
)
_EXCERPT_END = re.compile(r"(?:\[(?:…|\.{3})\]|https?://[!-~]+)\s*(?=[^\s!-~])")
_OUTLET_LENGTH = 20
_PARAGRAPH = 40


@dataclass(slots=True)
class _Reading:
    """What is known while a text is read: the outlets, and what was left out so far."""

    outlets: Endings
    dropped: Counter[str] = field(default_factory=Counter)


def read_text(
    text: str, *, outlets: Endings, zone: str, seen_at: Interval, language: str | None = None
) -> FoundList:
    """The article (where the text begins with one) and its related entries.

    `zone` is an Olson name; `seen_at` bounds when the text was copied. Never raises on any text.
    """
    reading = _Reading(outlets)
    found = lines(strip_unfit(text), Times(seen_at, zone, language))
    article, rail = _cut(found, reading)
    items = [*_article(article, reading), *_items(rail, reading)]
    return FoundList(items=tuple(items), dropped=dict(+reading.dropped), rule="text", language=language)


def _cut(found: Sequence[Line], reading: _Reading) -> tuple[Sequence[Line], Sequence[Line]]:
    """The article's lines and the list's: at the rail's heading, else where the first entry begins."""
    for index, line in enumerate(found):
        if _HEADING.fullmatch(line.text):
            return _article_or_none(found[:index], found[index:], reading)
    if _is_middle(found):
        return (), found
    head = _head(found, reading)
    blocks = _blocks(found[head:])
    if not blocks:
        return (found, ()) if head or any(_is_paragraph(line.text) for line in found[1:]) else ((), found)
    before = head + len(blocks[0]) - min(_usual(blocks), len(blocks[0]))
    return _article_or_none(found[:before], found[before:], reading)


def _head(found: Sequence[Line], reading: _Reading) -> int:
    """How many lines of date, title and small print an article begins with; 0 where no paragraph follows."""
    title = 1 if found and found[0].time and found[0].time == found[0].text else 0
    end = title + 1
    while end < min(len(found), title + 6) and _is_small(found[end], reading):
        end += 1
    dated = title == 1 or (bool(found) and bool(found[0].time and found[0].after))
    follows = end < len(found) and _is_paragraph(found[end].text) and not found[end].time
    return end if follows and (dated or end > 1) else 0


def _article_or_none(
    head: Sequence[Line], rail: Sequence[Line], reading: _Reading
) -> tuple[Sequence[Line], Sequence[Line]]:
    """What stands before the list is an article when it has a paragraph or a byline; else a list, or a page's words."""
    if any(_is_paragraph(line.text) or _BYLINE.fullmatch(line.text) for line in head[1:]) or (
        head and head[0].time and head[0].after
    ):
        return head, rail
    if any(line.time for line in head):
        return (), (*head, *rail)
    reading.dropped["page words"] += len(head)
    return (), rail


def _is_paragraph(text: str) -> bool:
    if len(text) >= _PARAGRAPH:
        return bool(_SENTENCE.search(text))
    return len(text) >= 15 and text[-1] in "。！？」" and "，" in text


# -- the article ----------------------------------------------------------------------------------


def _article(found: Sequence[Line], reading: _Reading) -> Iterator[Found]:
    """Title, then lines of small print (time, byline, outlet), then paragraphs."""
    found = found[next((index for index, line in enumerate(found) if _WORD.search(line.text)), len(found)) :]
    times = [found[0].time] if len(found) > 1 and found[0].time == found[0].text else []
    found = found[len(times) :]
    if not found:
        return
    first, rest = found[0], found[1:]
    small = next(
        (index for index, line in enumerate(rest[:5]) if not _is_small(line, reading)), len(rest[:5])
    )
    print_ = [
        words for line in rest[:small] for words in ((line.before, line.after) if line.time else (line.text,))
    ]
    bylines = [words for words in print_ if _BYLINE.fullmatch(words)]
    names = [name for words in print_ if (name := _registered(words, reading))]
    body = [clean(line.text) for line in rest[small:] if not _ADVERT.fullmatch(line.text)]
    yield Found(
        title=clean(first.after or first.before if first.time else first.text),
        url=first.url,
        summary=body[0] if body else "",
        content_html="".join(f"<p>{html.escape(words, quote=False)}</p>" for words in body),
        times=(*times, *(line.time for line in (first, *rest[:small]) if line.time)),
        author=bylines[0] if bylines else "",
        outlet=names[0] if names else "",
        full=True,
        words={"title": "first line of the text"},
    )


def _is_small(line: Line, reading: _Reading) -> bool:
    if _is_paragraph(line.text) and not _BYLINE.fullmatch(line.text):
        return False
    return bool(line.time or _BYLINE.fullmatch(line.text) or _registered(line.text, reading))


# -- the list -------------------------------------------------------------------------------------


def _items(rail: Sequence[Line], reading: _Reading) -> Iterator[Found]:
    blocks = _blocks(rail)
    if not blocks:
        yield from _untimed(rail, reading)
        return
    for block in blocks:
        kept = _from_heading(block, reading)
        item = _item(kept, reading) if kept else None
        if item is None:
            reading.dropped["no title"] += 1
        else:
            yield item
    reading.dropped["after the list"] += len(rail) - sum(map(len, blocks))


def _blocks(found: Sequence[Line]) -> list[list[Line]]:
    """The lines of each entry, the one with its time last."""
    if _is_middle(found):
        return _middle_blocks(found)
    blocks: list[list[Line]] = []
    block: list[Line] = []
    for line in found:
        block.append(line)
        if line.time:
            blocks.append(block)
            block = []
    return blocks


def _is_middle(found: Sequence[Line]) -> bool:
    """Title, outlet and time, then the summary: a paragraph follows most lines of time, a title stands above."""
    times = [index for index, line in enumerate(found) if line.time and index > 0]
    middle = [
        index
        for index in times
        if not _is_paragraph(found[index].text)
        and not found[index - 1].time
        and not _is_paragraph(found[index - 1].text)
        and index + 1 < len(found)
        and not found[index + 1].time
        and _is_paragraph(found[index + 1].text)
    ]
    return len(middle) >= 2 and 5 * len(middle) >= 3 * len(times)


def _middle_blocks(found: Sequence[Line]) -> list[list[Line]]:
    times = [index for index, line in enumerate(found) if line.time and index > 0]
    starts = [*(index - 1 for index in times), len(found)]
    return [
        [found[start], *found[start + 2 : end], found[start + 1]]
        for start, end in pairwise(starts)
        if end > start + 1
    ]


def _usual(blocks: Sequence[Sequence[Line]]) -> int:
    """How many lines an entry has: the commonest number after the first, two for a single entry."""
    counts = Counter(len(block) for block in blocks[1:])
    return counts.most_common(1)[0][0] if counts else 2


def _from_heading(block: Sequence[Line], reading: _Reading) -> list[Line]:
    """The block below its last heading, without adverts and buttons."""
    starts = [index for index, line in enumerate(block) if _HEADING.fullmatch(line.text)]
    kept = block[starts[-1] + 1 :] if starts else block
    real = [line for line in kept if not _ADVERT.fullmatch(line.text)]
    reading.dropped["headings and page words"] += len(block) - len(real)
    return real


def _item(block: Sequence[Line], reading: _Reading) -> Found | None:
    last = block[-1]
    if len(block) == 1:
        return _single(last, reading)
    if not _WORD.search(block[0].text):
        return None
    summary, outlet = _last_words(block, reading)
    body = [clean(line.text) for line in block[1:-1]]
    if outlet == "" and not last.before and body and _is_name(body[-1], reading):
        outlet = body.pop()
    return Found(
        title=clean(block[0].text),
        url=next((line.url for line in block if line.url), None),
        summary=clean(" ".join((*body, summary))),
        times=(last.time,),
        outlet=outlet,
        words={"time": "end of the entry", "outlet": "before the time" if outlet else ""},
    )


def _last_words(block: Sequence[Line], reading: _Reading) -> tuple[str, str]:
    """The summary and the outlet on the line of the time."""
    last = block[-1]
    if not last.before:
        return ("", last.after) if len(last.after) <= _OUTLET_LENGTH else (last.after, "")
    summary, outlet = _cut_outlet(last.before, reading)
    if outlet or not _looks_like_name(last.before):
        return summary, outlet
    return "", last.before


def _single(line: Line, reading: _Reading) -> Found | None:
    """Title, perhaps summary and outlet, on the very line of the time."""
    words, outlet = _cut_outlet(line.before, reading) if line.before else (line.after, "")
    if not outlet and line.before:
        words, outlet = _cut_last_part(words, line.after)
    title, *rest = WIDE.split(words)
    if not _WORD.search(title):
        return None
    return Found(
        title=title.strip(_EDGES),
        url=line.url,
        summary=" ".join(rest).strip(_EDGES),
        times=(line.time,),
        outlet=outlet,
        words={"title": "line of the time"},
    )


def _cut_last_part(words: str, after: str) -> tuple[str, str]:
    """標題 | 山城日報 | 2 小時前: a name between separators, unless it names a section of the paper."""
    if _looks_like_name(after):
        return words, after
    parts = _PART.split(words)
    if len(parts) > 1 and _looks_like_name(parts[-1]) and len(parts[-1]) < len(parts[0]):
        return words[: words.rfind(parts[-1])].rstrip(_EDGES), parts[-1]
    return words, ""


def _cut_outlet(words: str, reading: _Reading) -> tuple[str, str]:
    """A registered name at the end, however glued; any name after an address or an excerpt's "[…]"."""
    found = reading.outlets.ending(words)
    if found is not None:
        return words[: found[1]].rstrip(_EDGES), words[found[1] :].strip()
    ends = list(_EXCERPT_END.finditer(words))
    if ends and _looks_like_name(words[ends[-1].end() :]):
        return words[: ends[-1].end()].rstrip(), words[ends[-1].end() :]
    return words, ""


def _registered(words: str, reading: _Reading) -> str:
    """The words, where a registered outlet's name is all they are."""
    found = reading.outlets.ending(words) if 0 < len(words) <= 40 else None
    return words if found is not None and found[1] == 0 else ""


def _is_name(words: str, reading: _Reading) -> bool:
    return bool(_registered(words, reading)) or _looks_like_name(words)


def _looks_like_name(words: str) -> bool:
    plain = 1 < len(words) <= _OUTLET_LENGTH and not words.startswith(("http", "["))
    if not plain or _SENTENCE.search(words) or words[0].isdigit():
        return False
    return not _SECTION.fullmatch(words) and not _BYLINE.fullmatch(words)


def _untimed(rail: Sequence[Line], reading: _Reading) -> Iterator[Found]:
    """A list without times: each line a title, a registered name below it its outlet."""
    pending: Found | None = None
    linked = any(line.url for line in rail)
    for line in rail:
        name = _registered(line.text, reading)
        if (
            _HEADING.fullmatch(line.text)
            or _ADVERT.fullmatch(line.text)
            or (linked and not line.url and not name)
        ):
            reading.dropped["headings and page words"] += 1
        elif name and pending is not None:
            pending = Found(title=pending.title, url=pending.url, outlet=name, words=pending.words)
        elif _is_headline(line.text):
            if pending is not None:
                yield pending
            pending = Found(title=clean(line.text), url=line.url, words={"title": "line of the list"})
        else:
            reading.dropped["too short for a title"] += 1
    if pending is not None:
        yield pending


def _is_headline(text: str) -> bool:
    return len(text) >= 8 if not text.isascii() else len(text.split()) >= 4
