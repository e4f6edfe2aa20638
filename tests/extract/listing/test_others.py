"""Of a list that was passed over the reason is told, and the selector that reads it all the same."""

from __future__ import annotations

import pytest

from feedsvc.extract import page as door
from feedsvc.extract.listing import other_lists, read_boxes

TITLES = (
    "港灣大橋延後通車工期再延",
    "老屋補助條例今三讀通過",
    "山區鐵路停駛檢查兩小時",
    "跨港纜車載客今破十萬人次",
)
MORE = (
    "夜市燈會登場人潮比往年多",
    "圖書館長夜開放至凌晨一點",
    "演練登場醫護人員列隊待命",
    "老街雨棚拆除換上新招牌了",
)
NEWS = "<ul class='news'>{}</ul>".format(
    "".join(
        f"<li><a href='/n/{n}'>{title}第{n}期</a><time>11/2{n % 9} 10:00</time>"
        for n, title in enumerate(TITLES * 3)
    )
)


def links(titles, around):
    return around.format(
        "".join(f"<li><a href='/{title[0]}/{n}'>{title}</a>" for n, title in enumerate(titles))
    )


@pytest.mark.parametrize(
    ("titles", "around", "reason", "each"),
    [
        (MORE, "<aside><ul>{}</ul></aside>", "in an aside and no times", "aside"),
        (MORE, "<nav><ul>{}</ul></nav>", "inside a menu and no times", "nav"),
        (
            MORE,
            "<div><h3>熱門新聞</h3><ul class='top-news'>{}</ul></div>",
            "stands beside the list and no times",
            "top-news",
        ),
        (
            MORE,
            "<section><ul class='more-news'>{}</ul></section>",
            "no times and fewer items than the list",
            "more-news",
        ),
        (
            ("關於我們", "聯絡方式", "隱私權政策"),
            "<ul class='about'>{}</ul>",
            "titles too short and no times",
            "about",
        ),
    ],
)
def test_the_reason_is_what_lowered_the_worth_of_the_list(titles, around, reason, each):
    page = door.parse(f"<body>{NEWS}{links(titles, around)}</body>", "https://n.example/")
    (other,) = other_lists(page)
    assert (other.titles, other.count, other.reason) == (titles[:2], len(titles), reason)
    assert each in other.each
    assert [item.title for item in read_boxes(page, other.each).items] == list(titles)


def test_the_other_words_of_an_item_are_no_list_of_their_own():
    rows = "".join(
        f"<li><h3><a href='/n/{n}'>{title}</a></h3><p><a href='/n/{n}'>{title}，詳情請看全文報導</a></p>"
        for n, title in enumerate(TITLES)
    )
    assert other_lists(door.parse(f"<ul>{rows}</ul>", None)) == ()
