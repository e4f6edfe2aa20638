"""A portal's article page whose rail embeds whole articles of others: the article is its own, the rail is a list."""

from __future__ import annotations

import json

from feedsvc.extract.article import read_article
from feedsvc.extract.page import parse

URL = "https://portal.example/harbour-bridge-083000123.html"
TITLE = "港口大橋明年通車 輪渡航線將調整"
OTHERS = (
    ("山城纜車歲檢停駛兩週", "山城時報", "2 小時前", "纜車公司說明，歲檢期間將更換鋼索與車廂門。"),
    (
        "溪口稻田彩繪登場 遊客搶拍",
        "田園電子報",
        "5 小時前",
        "今年的稻田彩繪以白鷺鷥為主題，由三十位農友共同完成。",
    ),
    ("夜市新增資源回收站 攤商叫好", "燈塔新聞網", "1 天前", "回收站由學生志工輪班，週末延長服務到深夜。"),
)


def embedded(at: int, told: tuple[str, str, str, str]) -> str:
    title, outlet, age, text = told
    return (
        f'<div class="q{at}"><a href="/other-{at}.html"><h3>{title}</h3></a><div>{outlet} ・ {age}</div>'
        f'<div class="atoms">{f"<p>{text}{text}</p>" * 4}</div></div>'
    )


def portal_page() -> str:
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": TITLE,
        "datePublished": "2025-10-29T08:30:00+08:00",
        "author": {"@type": "Person", "name": "林小川"},
        "publisher": {"@type": "Organization", "name": "海灣日報"},
    }
    own = "".join(
        f"<p>{text}</p>"
        for text in (
            "工務局今天表示，港口大橋主體結構已經完成，預計明年三月通車，屆時渡輪班次將減為每小時一班。",
            "負責監造的單位說明，橋面鋪設與照明測試將在年底以前完成，通車初期只開放小型車輛通行。",
            "碼頭附近的店家擔心遊客減少，希望市府保留假日的輪渡航線，並且在舊碼頭設置觀景平台。",
        )
    )
    rail = "".join(embedded(at, told) for at, told in enumerate(OTHERS))
    return (
        f"<!doctype html><html lang='zh-Hant-TW'><head><title>{TITLE} - 玉山入口</title>"
        f'<meta property="og:title" content="{TITLE}"><meta property="og:site_name" content="玉山入口">'
        f'<script type="application/ld+json">{json.dumps(data, ensure_ascii=False)}</script></head><body><main>'
        f'<div class="article-wrapper"><section class="body"><h1>{TITLE}</h1>'
        f'<div><time datetime="2025-10-29T00:30:00Z">2025年10月29日 上午8:30</time></div><div class="atoms">{own}</div></section>'
        f'<section class="gap"><h2>其他人也在看</h2>{rail}</section></div></main></body></html>'
    )


def read(*, related: bool):
    html = portal_page()
    return read_article(parse(html, URL), html=html, zone="Asia/Taipei", related=related).items


def test_title_time_outlet_and_author_are_the_articles_own():
    (item,) = read(related=False)
    assert (item.title, item.outlet, item.author) == (TITLE, "海灣日報", "林小川")
    assert item.instants[0] == "2025-10-29T08:30:00+08:00"
    assert all("小時前" not in shown for shown in item.times)


def test_the_body_holds_nothing_of_the_articles_in_the_rail():
    (item,) = read(related=False)
    assert "渡輪班次" in item.content_html
    assert "觀景平台" in item.content_html
    for title, _, _, text in OTHERS:
        assert title not in item.content_html
        assert text[:10] not in item.content_html


def test_the_rail_is_a_list_with_outlet_and_time_each_when_asked():
    own, *rail = read(related=True)
    assert own.title == TITLE
    assert [(item.title, item.outlet, item.times[0]) for item in rail] == [told[:3] for told in OTHERS]
    assert [item.url for item in rail] == [f"https://portal.example/other-{at}.html" for at in range(3)]
