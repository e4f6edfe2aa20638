"""A plain text capture (a copied page, a text browser's dump) -> its article and the related entries, in page order."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from feedsvc.extract.found import Found, FoundList
from feedsvc.extract.text_lines import Line, Times, lines
from feedsvc.model import Interval, Outlet
from feedsvc.text import strip_unfit


class Endings(Protocol):
    """What this room asks of the registry: the outlet whose longest name ends a text, and where it begins."""

    def ending(self, text: str) -> tuple[Outlet, int] | None: ...


_HEADING = re.compile(
    r"[\s【\[《「#▌▍■◆●★☆>*=~-]*(?:其他人也(?:在|都)看|其他人.{0,4}看|相關(?:新聞|文章|報導|閱讀|內容|影音|主題|連結)|相关(?:新闻|文章|报道|阅读|内容|推荐)|"
    r"延伸(?:閱讀|新聞|阅读)|推薦(?:閱讀|新聞|文章|給您|給你)?|推荐(?:阅读|新闻|文章)?|猜你(?:喜歡|喜欢|還想看)|你可能(?:也|還|还)?(?:會|会|想)?(?:喜歡|喜欢|看|感興趣|有興趣|感兴趣).{0,4}|"
    r"(?:為|为)您?你?推[薦荐]|(?:熱門|热门|最新|即時|焦點|精選|更多|今日|相關)(?:新聞|新闻|文章|報導|消息|頭條|話題|排行|快訊|内容|內容)?|更多.{0,8}(?:新聞|報導|文章)|.{0,4}(?:排行榜?|人氣榜)|"
    r"大家都在看|編輯(?:精選|推薦)|同場加映|看了.{0,6}也看|下一(?:則|篇).{0,4}|延伸看|"
    r"関連(?:記事|ニュース|リンク)|おすすめ(?:記事|の記事)?|あわせて読みたい|人気(?:記事|ランキング)|アクセスランキング|新着(?:記事|ニュース)|"
    r"관련\s?(?:기사|뉴스)|많이 본 (?:기사|뉴스)|추천 (?:기사|뉴스)|최신 (?:기사|뉴스)|"
    r"related(?: (?:articles|stories|news|posts|coverage|content))?|more (?:from|on|in|stories|news|like)\b.{0,30}|recommended(?: (?:for you|stories|reading))?|"
    r"you (?:may|might) (?:also )?(?:like|be interested in)|read (?:more|next)|most (?:read|popular|viewed)|trending(?: now)?|latest(?: (?:news|stories))?|what to read next)"
    r"[\s】\]》」：:＞>…*=~-]*",
    re.IGNORECASE,
)
_ADVERT = re.compile(
    r"[\[【(（]?\s*(?:廣告|广告|贊助(?:內容)?|赞助|sponsored|advertisements?|ad|promoted|PR|広告|광고)\s*[\]】)）]?|(?:查看|看|閱讀|显示|顯示|載入|加载)?更多\s*[>》»]*|"
    r"(?:留言|分享|收藏|按讚|訂閱|追蹤|轉發|列印|複製連結|回首頁|首頁|登入|註冊|加入會員|關閉|share|comments?|subscribe|sign in|log ?in|load more|see more|show more|back to top)\s*\d*",
    re.IGNORECASE,
)
_BYLINE = re.compile(
    r"[（(【\[]?\s*(?:(?:本報|本刊|本網|實習|駐\S{1,6}|[一-鿿]{2,6}社)?(?:記者|记者|特派員|編譯|编译|採訪|采访|撰文|撰稿|作者|編輯|責任編輯|文|圖／文|文／圖)(?:\s*[／/:：]\s*|\s+)?\S.{0,36}|By\s+[A-Z].{1,50})",
)
_SENTENCE = re.compile(r"[。！？；!?;，,…]|\.{3}")
_SPLIT = re.compile(r"\t+|\s{2,}|\u3000+")
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
    return FoundList(items=tuple(items), dropped=dict(reading.dropped), rule="text", language=language)


def _cut(found: Sequence[Line], reading: _Reading) -> tuple[Sequence[Line], Sequence[Line]]:
    """The article's lines and the list's: at the rail's heading, else where the first entry begins."""
    for index, line in enumerate(found):
        if _HEADING.fullmatch(line.text):
            return _article_or_none(found[:index], found[index:], reading)
    blocks = _blocks(found)
    if not blocks:
        return found, ()
    entry = min(_usual(blocks), len(blocks[0]))
    before = len(blocks[0]) - entry
    return _article_or_none(found[:before], found[before:], reading)


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
    return len(text) >= _PARAGRAPH and bool(_SENTENCE.search(text))


# -- the article ----------------------------------------------------------------------------------


def _article(found: Sequence[Line], reading: _Reading) -> Iterator[Found]:
    """Title, then lines of small print (time, byline, outlet), then paragraphs."""
    if not found:
        return
    first, rest = found[0], found[1:]
    small = 0
    while small < min(len(rest), 5) and _is_small(rest[small], reading):
        small += 1
    times = [line.time for line in (first, *rest[:small]) if line.time]
    bylines = [line.text for line in rest[:small] if _BYLINE.fullmatch(line.text)]
    names = [
        name
        for line in rest[:small]
        if (name := _registered(line.before or line.after or line.text, reading))
    ]
    body = [line.text for line in rest[small:] if not _ADVERT.fullmatch(line.text)]
    yield Found(
        title=(first.after or first.before or first.text) if first.time else first.text,
        url=first.url,
        summary=body[0] if body else "",
        content_html="".join(f"<p>{html.escape(words, quote=False)}</p>" for words in body),
        times=tuple(times),
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
    """Lines up to and with each one that shows a time; a line "time title" begins its block instead."""
    blocks: list[list[Line]] = []
    block: list[Line] = []
    for line in found:
        block.append(line)
        if line.time:
            blocks.append(block)
            block = []
    return blocks


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
    summary, outlet = _last_words(block, reading)
    body = [line.text for line in block[1:-1]]
    if outlet == "" and not last.before and body and _is_name(body[-1], reading):
        outlet = body.pop()
    return Found(
        title=block[0].text,
        url=next((line.url for line in block if line.url), None),
        summary=" ".join((*body, summary)).strip(),
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
    if not words:
        return None
    if not outlet and line.before and line.after and _looks_like_name(line.after):
        outlet = line.after
    title, *rest = _SPLIT.split(words)
    return Found(
        title=title.strip(" ・•·|｜-／/"),
        url=line.url,
        summary=" ".join(rest),
        times=(line.time,),
        outlet=outlet,
        words={"title": "line of the time"},
    )


def _cut_outlet(words: str, reading: _Reading) -> tuple[str, str]:
    """A registered name at the end, however glued; any name after an address or an excerpt's "[…]"."""
    found = reading.outlets.ending(words)
    if found is not None:
        return words[: found[1]].rstrip(" ・•·|｜-／/"), words[found[1] :].strip()
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
    return (
        1 < len(words) <= _OUTLET_LENGTH
        and not _SENTENCE.search(words)
        and not words.startswith(("http", "["))
    )


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
            pending = Found(title=line.text, url=line.url, words={"title": "line of the list"})
        else:
            reading.dropped["too short for a title"] += 1
    if pending is not None:
        yield pending


def _is_headline(text: str) -> bool:
    return len(text) >= 8 if not text.isascii() else len(text.split()) >= 4
