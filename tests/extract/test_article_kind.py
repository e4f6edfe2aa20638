"""A page that nobody described -> whether it is one article: by its data, its text, its headline with a time beside it."""

from __future__ import annotations

import json

import pytest

from feedsvc.extract.article_kind import is_article
from feedsvc.extract.page import parse
from feedsvc.outlets import Outlets

TITLE = "Harbour bridge opens in spring, ferries adjust"
TEXT = (
    "The works office said today that the main structure of the bridge stands and that tests begin in May. "
)
PARAGRAPHS = f"<p>{TEXT}</p>" * 8
TIME = "<div>29 October 2025 08:30</div>"
TEASERS = "".join(
    f"<article><h2><a href='/n/{at}'>Story {at} of the harbour and the bridge</a></h2><time>{at} hours ago</time><div>{TEXT}</div></article>"
    for at in range(2, 12)
)


def data(*headlines: str) -> str:
    scripts = (json.dumps({"@type": "NewsArticle", "headline": headline}) for headline in headlines)
    return "".join(f'<script type="application/ld+json">{script}</script>' for script in scripts)


def article(body: str, *, head: str = "", title: str = f"{TITLE} - Harbour Post") -> bool:
    html = f"<html><head><title>{title}</title>{head}</head><body>{body}</body></html>"
    return is_article(parse(html, "https://post.example/bridge"), Outlets(()))


OG = '<meta property="og:type" content="article">'
STAMP = '<meta property="article:published_time" content="2025-10-29T08:30:00Z">'


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ("", PARAGRAPHS),
        (OG, f"<p>{TEXT}</p>" * 4),
        (OG + STAMP, f"<p>{TEXT}</p>"),
        (OG + data("Anything"), f"<p>{TEXT}</p>"),
        (data(TITLE), f"<p>{TEXT}</p>"),
        # The page's own title, printed above a time and one text, however that is marked up.
        ("", f"<h1>{TITLE}</h1>{TIME}<p>{TEXT * 2}</p>"),
        ("", f"<h1>{TITLE}</h1>{TIME}<div>{TEXT}<br><br>{TEXT}<br>{TEXT}</div>"),
        ("", f"<h1>{TITLE}</h1>{TIME}<section><div>{TEXT}</div><div>{TEXT}</div></section>{TEASERS}"),
    ],
)
def test_a_page_of_one_text_is_an_article(head, body):
    assert article(body, head=head)


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        ("", f"<h1>Harbour</h1>{TEASERS}", "Harbour - Harbour Post"),
        # Sites give every page this type; data of several articles are a list.
        (OG, f"<h1>Harbour</h1>{TEASERS}", "Harbour - Harbour Post"),
        (data(TITLE, "Another story"), TEASERS, "Harbour - Harbour Post"),
        # The one article in the data is an item, not the page.
        (data(TITLE), TEASERS, "Harbour - Harbour Post"),
        # A long name of a list, and a time: but no text that is longer than the others.
        ("", f"<h1>{TITLE}</h1>{TIME}{TEASERS}", TITLE),
        # A headline with a text, but no time beside it.
        ("", f"<h1>{TITLE}</h1><p>{TEXT * 3}</p>{TEASERS}", TITLE),
        # The first post of a blog under the blog's own title.
        ("", f"<h1>{TITLE}</h1>{TIME}<p>{TEXT * 3}</p>{TEASERS}", "Harbour log"),
    ],
)
def test_a_page_of_many_texts_is_none(head, body, title):
    assert not article(body, head=head, title=title)
