"""An article page -> its full text as sanitised markup, and the items of its related rail.  The trafilatura door."""

from __future__ import annotations

import re

from feedsvc import text as words
from feedsvc.extract.found import Found
from feedsvc.extract.listing.words import time_words
from feedsvc.extract.markup import sanitised
from feedsvc.extract.page import Node, Page, attribute, parse, select, visible_text

# Headings of rails with other articles, which portals put below (and whole articles below them).
RAIL = re.compile(
    r"^\W*(?:其他人也在看|其他人也看了|更多.{0,8}(?:新聞|新闻|報導|报道|文章|相關|相关)|相關(?:新聞|報導|文章|閱讀)|相关(?:新闻|报道|文章|阅读|推荐)|延伸閱讀|延伸阅读|推薦(?:閱讀|新聞|文章)|"
    r"推荐(?:阅读|新闻|文章)|看更多|更多內容|你可能(?:也|還|感).{0,8}|猜你喜(?:歡|欢)|熱門(?:新聞|文章)|热门(?:新闻|文章|推荐)|最新(?:新聞|新闻|文章)|人氣.{0,6}|"
    r"関連(?:記事|ニュース|リンク)|おすすめ(?:記事)?|あわせて読みたい|관련\s?(?:기사|뉴스)|추천\s?(?:기사|뉴스)|많이 본.{0,6}|"
    r"related(?: (?:articles?|stories|news|posts?|content|topics|coverage|reading))?|more (?:from|on|in|stories|news|like this).{0,40}|you may (?:also )?like.{0,20}|recommended.{0,30}|read (?:next|more|also)|"
    r"most (?:read|popular|viewed).{0,20}|trending.{0,20}|up next|don.t miss|what to read next|also read|"
    r"mehr zum thema|mehr (?:aus|von|zu).{0,30}|lesen sie auch|das könnte (?:sie|dich).{0,30}|meistgelesen.{0,20}|ähnliche (?:artikel|beiträge)|weitere (?:artikel|meldungen|nachrichten).{0,20}|"
    r"à lire aussi|lire aussi|sur le même sujet|articles? (?:liés|similaires)|le[es] más|noticias relacionadas|te puede interesar|leggi anche|potrebbe interessarti.{0,10}|leia (?:também|mais))\W*$",
    re.IGNORECASE,
)
_GONE = "script,style,noscript,template,iframe,form,nav,aside,footer"


def article_body(html: str, page: Page) -> str:
    """The full text as safe markup; "" where the page holds no text of its own."""
    import trafilatura  # noqa: PLC0415  # 0.4 s and 30 MB: only sources that ask for full text pay

    kept = _without_rails(html, page.url)
    found = trafilatura.extract(
        kept,
        url=page.url,
        output_format="html",
        include_comments=False,
        include_links=True,
        include_images=True,
        favor_precision=True,
    )
    return sanitised(found or "", page.base)


def _without_rails(html: str, url: str | None) -> str:
    """The page without the rails of other articles; portals embed whole articles in them."""
    copy = parse(html, url)
    for rail in _rails(copy):
        rail.decompose()
    return copy.document.html or html


def _rails(page: Page) -> list[Node]:
    """The sections that stand under a rail's heading."""
    return [
        rail
        for heading in page.css("h2,h3,h4,h5,h6,strong,b,p,div,span")[:6_000]
        if _is_rail_heading(heading) and (rail := _section(heading)) is not None
    ]


def _is_rail_heading(node: Node) -> bool:
    if node.first_child is None:
        return False
    shown = node.text(deep=True) or ""
    return 2 < len(shown.strip()) < 60 and RAIL.match(words.clean(shown)) is not None


def _section(heading: Node) -> Node | None:
    """The largest element around a rail's heading that holds no main heading and begins with it."""
    rail, above = None, heading
    for _ in range(6):
        above_parent = above.parent
        if above_parent is None or above_parent.tag in {"body", "html", "main"} or select(above_parent, "h1"):
            break
        if not visible_text(above_parent).startswith(visible_text(heading)):
            break
        rail = above = above_parent
    return rail if rail is not None and len(select(rail, "a[href]")) > 0 else None


def related_items(page: Page) -> tuple[Found, ...]:
    """The items of the related rails: title, address, the words of outlet and time beside it."""
    items: dict[str, Found] = {}
    for rail in _rails(page):
        for link in select(rail, "a[href]"):
            item = _related(link, page)
            if item is not None and item.url:
                items.setdefault(item.url, item)
    return tuple(items.values())


def _related(link: Node, page: Page) -> Found | None:
    title = visible_text(link)
    address = page.absolute(attribute(link, "href"))
    if len(title) < 8 or address is None or not address.startswith("http"):
        return None
    return Found(title=title, url=address, times=time_words(title))
