"""Headings of an article page -> its title: what is printed large, without crumbs, kickers, labels and names of blogs."""

from __future__ import annotations

import pytest

from feedsvc.extract.article import read_article
from feedsvc.extract.page import parse

TITLE = "Harbour bridge opens in spring"
TEXT = (
    "<p>The works office said today that the main structure of the bridge stands and that tests begin in May.</p>"
    * 3
)


def title(*, body: str, tag: str = TITLE, graph: str = "", data: str = "") -> str:
    linked = (
        f'<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "{data}"}}</script>'
        if data
        else ""
    )
    meta = f'<meta property="og:title" content="{graph}">' if graph else ""
    html = f"<html><head><title>{tag}</title>{meta}{linked}</head><body>{body}<div>{TEXT}</div></body></html>"
    (item,) = read_article(parse(html, "https://paper.example/bridge.html"), html=html, zone="UTC").items
    return item.title


@pytest.mark.parametrize(
    "heading",
    [
        f"<span>Traffic</span> <span hidden-look> – </span> <span>{TITLE}</span>",
        f"<div><span>Traffic</span><span> - </span></div><span>{TITLE}</span>",
        f"<span class='kicker'>Wow, wow!</span>{TITLE}",
        f"{TITLE} <span class='label'>Subscribers</span>",
        f"<div><em>Traffic</em> {TITLE}</div>",
    ],
)
def test_a_kicker_or_label_that_is_an_element_of_its_own_is_no_part_of_the_title(heading):
    assert title(body=f"<h1>{heading}</h1>", graph=TITLE) == TITLE


def test_a_kicker_before_a_drawn_dash_goes_though_the_data_repeat_it():
    heading = f"<span>Traffic in the harbour</span><span aria-hidden='true'> - </span><span>{TITLE}</span>"
    glued = f"Traffic in the harbour - {TITLE}"
    assert (
        title(
            body=f"<h1>{heading}</h1>",
            tag="Ferries adjust: bridge",
            graph="Ferries adjust: bridge",
            data=glued,
        )
        == TITLE
    )


def test_a_kicker_that_every_place_repeats_stays():
    whole = f"Traffic: {TITLE}"
    assert (
        title(body=f"<h1><span>Traffic</span><i>:</i> <b>{TITLE}</b></h1>", tag=whole, graph=whole) == whole
    )


def test_an_h1_in_the_path_yields_to_the_h2_that_meta_repeats():
    crumbs = "<nav><a href='/a'>Home</a> | <a href='/a/b'>Traffic</a> | <h1>Bridge news: spring opening of the harbour bridge</h1></nav>"
    seo = "Bridge news: spring opening of the harbour bridge"
    assert title(body=f"{crumbs}<h2>{TITLE}</h2>", tag=seo, graph=TITLE, data=seo) == TITLE


@pytest.mark.parametrize(
    ("tag", "body"),
    [
        (f"The Pier Blog » {TITLE}", f"<h1><a href='/'>The Pier Blog</a></h1><h2>{TITLE}</h2>"),
        (f"Pier log - {TITLE}", f"<h1>Pier log</h1><h3>{TITLE}</h3>"),
        (f"{TITLE[:22]} - Pier log", f"<div class='t'>{TITLE}</div>"),
        (f"{TITLE} @ Pier days :: Blogs4U ::", f"<h1>Blogs4U</h1><h2>{TITLE}</h2>"),
    ],
)
def test_the_name_of_a_blog_is_no_title(tag, body):
    assert title(tag=tag, body=body) == TITLE


@pytest.mark.parametrize(
    ("stated", "heading"),
    [
        ("'Open': the bridge's first day", "‘Open’: the bridge’s first day"),
        ("&quot;Open&quot; says the harbour office", "“Open” says the harbour office"),
    ],
)
def test_quotes_are_those_that_the_page_prints(stated, heading):
    assert title(tag=stated, graph=stated, body=f"<h1>{heading}</h1>") == heading
