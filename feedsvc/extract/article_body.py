"""An article page -> the page without the rails of other articles, and the items of those rails."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from feedsvc import text as words
from feedsvc import urls
from feedsvc.extract import records
from feedsvc.extract.article_lines import lines_of, words_of
from feedsvc.extract.found import Found
from feedsvc.extract.listing.words import time_share, time_words
from feedsvc.extract.page import Node, Page, attribute, children, parse, select

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
LITTLE = 120
MOST_RAILS = 20
MOST_TITLES = 60
MOST_LINKS = 2_000
MOST_ITEMS = 500
_HEADINGS = frozenset(("h2", "h3", "h4", "h5", "h6"))
_ASIDE = re.compile(
    r"(?:^|[\s_-])(?:comments?|disqus|related|sidebar|footer|recommend\w*|most-?read|popular|widget|copyright|teaser|rail|promo|latest|trending)(?:$|[\s_-])",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(r"\s*[・•·|｜]\s*")


def without_rails(page: Page, html: str) -> Page:
    """The page without the rails of other articles; portals embed whole articles in them."""
    if not _rails(page):
        return page
    copy = parse(html, page.url)
    for rail in _rails(copy):
        rail.decompose()
    # "最新新聞" may be the label above the article itself: a page of which little is left keeps all.
    return copy if len(words_of(copy.body, LITTLE)) >= LITTLE else page


def around_headings(page: Page) -> frozenset[int]:
    """The elements that hold an <h1>, by their identity."""
    return frozenset(above.mem_id for heading in page.css("h1")[:20] for above in _above(heading))


def from_heading(nodes: Sequence[Node], title: str) -> list[Node]:
    """Nodes in the order of their nearness to the title: those below it, then those above from it upwards."""
    short = words.squash(title)
    headings = [
        at
        for at, node in enumerate(nodes)
        if node.tag in {"h1", "h2"} and words.squash(words_of(node)) == short
    ]
    at = headings[0] if headings else 0
    return [node for node in (*nodes[at:], *reversed(nodes[:at])) if node.tag not in {"h1", "h2"}]


def is_aside(node: Node, around: frozenset[int]) -> bool:
    """Whether it stands in a rail, a comment or the footer; what also holds the heading is no such thing."""
    above = node.parent
    for _ in range(8):
        if above is None or above.tag in {"body", "html", "main"} or above.mem_id in around:
            return False
        if above.tag in {"aside", "footer", "nav"} or _ASIDE.search(
            f"{attribute(above, 'class')} {attribute(above, 'id')}"
        ):
            return True
        above = above.parent
    return False


def _above(node: Node) -> Iterator[Node]:
    above = node.parent
    while above is not None:
        yield above
        above = above.parent


def _rails(page: Page) -> list[Node]:
    """The sections that stand under a rail's heading, each once; a rail inside another is part of it."""
    around = around_headings(page)
    headings = islice(
        filter(_is_rail_heading, page.css("h2,h3,h4,h5,h6,strong,b,p,div,span,a")[:20_000]), MOST_RAILS
    )
    found = {rail.mem_id: rail for heading in headings if (rail := _section(heading, around)) is not None}
    return [rail for rail in found.values() if not any(above.mem_id in found for above in _above(rail))]


def _is_rail_heading(node: Node) -> bool:
    """Whether the element's own words, without those of the elements in it, are a rail's heading."""
    own = "".join(child.text_content or "" for child in islice(children(node), 12) if child.is_text_node)
    return 1 < len(own.strip()) < 60 and RAIL.match(words.clean(own)) is not None


def _section(heading: Node, around: frozenset[int]) -> Node | None:
    """The largest element around a rail's heading that holds no main heading and begins with it."""
    rail, name = None, words_of(heading)
    for above in islice(_above(heading), 6):
        if (
            above.tag in {"body", "html", "main"}
            or above.mem_id in around
            or not words_of(above, len(name) + 20).startswith(name)
        ):
            break
        rail = above
    return rail if rail is not None and select(rail, "a[href]") else None


# -- the rail as a list -------------------------------------------------------------------------


def related_items(page: Page) -> tuple[Found, ...]:
    """The items of the related rails: title, address, and the words of outlet and time beside it."""
    items: dict[str, Found] = {}
    for rail in _rails(page):
        titles = list(islice(filter(_is_title, select(rail, "a[href]")[:MOST_LINKS]), MOST_TITLES))
        for link in titles:
            item = _related(link, titles, rail, page)
            if item is not None and item.url:
                items.setdefault(item.url, item)
    return tuple(items.values())[:MOST_ITEMS]


def _is_title(link: Node) -> bool:
    """A link inside a sentence is no item; neither is "more"."""
    shown = words_of(link)
    if records.words_in(shown) < 3 or link.parent is None:
        return False
    if link.parent.tag in _HEADINGS or any(child.tag in _HEADINGS for child in islice(children(link), 9)):
        return True
    beside = list(islice(children(link.parent), 9))
    return len(beside) > 8 or len(words_of(link.parent, 2 * len(shown) + 20)) < 2 * len(shown) + 10


def _related(link: Node, titles: Sequence[Node], rail: Node, page: Page) -> Found | None:
    address = page.absolute(attribute(link, "href"))
    if address is None or not urls.is_web(address):
        return None
    title = words_of(link)
    lines = [line for line in lines_of(_block(link, titles, rail)) if line != title]
    told = next((line for line in lines[:6] if len(line) < 80 and time_share(line) > 0.3), "")
    times = time_words(told)
    outlet = _SEPARATOR.split(told)[0] if len(_SEPARATOR.split(told)) > 1 else ""
    return Found(
        title=title, url=address, times=times, outlet="" if time_words(outlet) else words.clean(outlet)
    )


def _block(link: Node, titles: Sequence[Node], rail: Node) -> Node:
    """The largest element around the link that holds no other item's title."""
    others = {one.mem_id for one in titles if attribute(one, "href") != attribute(link, "href")}
    block = link
    for above in islice(_above(link), 6):
        if above.mem_id == rail.mem_id or any(inner.mem_id in others for inner in select(above, "a[href]")):
            break
        block = above
    return block
