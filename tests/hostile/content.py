"""Pages that arrive well and are hostile inside: what is on them, and what may come out of reading them."""

import gzip
import json

from tests.hostile.site import HEADLINES, LIST, answer, fixed, item, page

FEED = """<?xml version="1.0" encoding="utf-8"?>{doctype}<rss version="2.0"><channel><title>山城</title>
<link>http://news.test/</link>{items}</channel></rss>"""
FEED_ITEM = "<item><title>{title}</title><link>{link}</link><description>{text}</description></item>"


def feed(*items, doctype=""):
    good = [
        FEED_ITEM.format(title=title, link=f"http://news.test/{number}", text="摘要")
        for number, title in enumerate(HEADLINES)
    ]
    return FEED.format(doctype=doctype, items="".join([*good, *items]))


def packed(text):
    """Small on the wire, large inside."""
    return answer(gzip.compress(text.encode()), content_encoding="gzip")


LAUGHS = (
    "<!DOCTYPE x [<!ENTITY a 'ha'>"
    + "".join(f"<!ENTITY {chr(98 + n)} '{f'&{chr(97 + n)};' * 10}'>" for n in range(12))
    + "]>"
)
SECRET = "<!DOCTYPE x [<!ENTITY s SYSTEM 'file:///etc/passwd'>]>"
XML = {"content_type": "application/rss+xml"}
JSON = {"content_type": "application/json"}

# name -> (bytes of the answer, at least this many items, or the words of the refusal)
CONTENT = {
    # characters
    "nul-in-title": (answer(page(item(90, "港務\x00公司公布本季營運\x0b報告\x1b內容"))), 10),
    "xml-forbidden-characters": (answer(page(item(91, "縣府宣布\ufffe下月起\uffff調整停車費率"))), 10),
    "surrogate-reference": (answer(page(item(92, "消防局&#xD800;提醒民眾注意用電安全"))), 10),
    "direction-override": (answer(page(item(93, "警方查獲\u202egnp.exe\u202c相關詐騙集團據點"))), 10),
    "zero-width-title": (answer(page(item(94, "\u200b\u200b\u200b"))), 10),
    "combining-tower": (answer(page(item(95, "山" + "\u0301" * 50_000))), 10),
    # markup in the wrong place
    "script-in-title": (answer(page(item(20, "<script>alert(1)</script>圖書館延長開放時間至晚間十點"))), 10),
    "escaped-script-in-title": (
        answer(page(item(21, "&lt;script&gt;alert(1)&lt;/script&gt;圖書館今起延長開放"))),
        10,
    ),
    "event-handler-in-summary": (
        answer(page(item(22, summary="<img src=x onerror=alert(1)>摘要內容在此"))),
        10,
    ),
    "javascript-link": (answer(page(item(23).replace("/story/23.html", "javascript:alert(1)"))), 10),
    "data-link": (answer(page(item(24).replace("/story/24.html", "data:text/html,<script>x</script>"))), 10),
    "file-link": (answer(page(item(25).replace("/story/25.html", "file:///etc/passwd"))), 10),
    "hidden-javascript-link": (answer(page(item(26).replace("/story/26.html", "java\tscript:alert(1)"))), 10),
    "base-is-javascript": (answer(page().replace("<head>", "<head><base href='javascript:alert(1)//'>")), 0),
    "quote-breaks-out": (answer(page(item(27, '"><svg onload=alert(1)>山區道路搶通時程公布'))), 10),
    "outlet-climbs-folders": (answer(page().replace("山城日報", "../../x")), 10),
    "outlet-is-a-device": (answer(page().replace("山城日報", "CON")), 10),
    "outlet-is-huge": (answer(page().replace("山城日報", "報" * 20_000)), 10),
    # sizes
    "title-of-a-megabyte": (answer(page(item(30, "長" * 300_000))), 10),
    "link-of-a-megabyte": (answer(page(item(31).replace("/story/31.html", "/" + "a" * 1_000_000))), 10),
    "deep-nesting": (answer(page("<div>" * 100_000)), 0),
    "deep-formatting": (answer(page("<b><i><u>" * 20_000)), 0),
    "many-attributes": (
        answer(page("<p " + " ".join(f"a{n}=1" for n in range(80_000)) + ">")),
        "within|worker|MB|attributes",
    ),
    "too-many-tags": (answer(page("<i>" * 300_001)), "tags"),
    "ten-megabytes-of-tags": (packed(page("<i>" * 3_000_000)), "tags"),
    "200000-items": (packed(LIST.format("".join(item(n) for n in range(20_000)) + "<li>" * 180_000)), "tags"),
    "20000-items": (
        answer(LIST.format("".join(item(n, f"第{n}則消息公布今日各地重要建設進度") for n in range(14_000)))),
        0,
    ),
    "same-item-500-times": (answer(LIST.format(item(1) * 500)), 0),
    "one-text-of-9-megabytes": (packed(page("字" * 2_900_000)), 0),
    "unclosed-comment": (answer(page() + "<!-- " + "x" * 500_000), 10),
    "unclosed-attribute": (answer(page('<a href="' + "x" * 500_000)), 0),
    "table-soup": (answer(page("<table><tr><table><td>" * 20_000)), 0),
    "entities": (answer(page("<p>" + "&amp" * 400_000)), 0),
    # numbers and times
    "ages-of-5000-digits": (answer(page(item(40).replace("40 分鐘前", "9" * 5_000 + " 小時前"))), 10),
    "year-99999": (answer(page(item(41).replace("41 分鐘前", "99999-12-31 23:59"))), 10),
    "time-is-a-regex-trap": (answer(page(item(42).replace("42 分鐘前", "1" + " 1" * 20_000 + "前"))), 10),
    "february-30": (answer(page(item(43).replace("43 分鐘前", "2025-02-30 25:61"))), 10),
    # charsets
    "charset-rot13": (answer(page(), content_type="text/html; charset=rot13"), 10),
    "charset-unknown": (answer(page(), content_type="text/html; charset=klingon-8"), 10),
    "charset-utf7": (answer(page("+ADw-script+AD4-"), content_type="text/html; charset=utf-7"), 10),
    "charset-says-big5": (answer(page(), content_type="text/html; charset=big5"), 0),
    "charset-big5": (
        answer(
            page().replace("utf-8", "big5").encode("big5", "replace"), content_type="text/html; charset=big5"
        ),
        10,
    ),
    "charset-gb18030": (
        answer(page().replace("utf-8", "gb2312").encode("gb18030"), content_type="text/html"),
        10,
    ),
    "charset-utf16": (answer(page().encode("utf-16"), content_type="text/html"), 10),
    "broken-utf8": (answer(page().encode()[:-40] + b"\xff\xfe\x80\xc3" * 50), 9),
    # the list is not what it was
    "no-list": (answer("<html><h1>系統維護中</h1><p>請稍後再試。</p></html>"), 0),
    "only-script": (answer("<html><body><script>render()</script><noscript>請開啟</noscript>"), 0),
    "robot-check": (answer("<html><title>Just a moment...</title><h1>Checking your browser</h1>"), 0),
    "emptied-list": (answer(LIST.format("")), 0),
    "redesigned-list": (answer(page().replace("<li", "<article").replace("</li>", "</article>")), 10),
    # feeds and JSON
    "feed-entity-bomb": (
        answer(
            feed(FEED_ITEM.format(title="&l;", link="http://news.test/b", text=""), doctype=LAUGHS), **XML
        ),
        0,
    ),
    "feed-reads-a-file": (
        answer(
            feed(FEED_ITEM.format(title="&s;", link="http://news.test/s", text="&s;"), doctype=SECRET), **XML
        ),
        0,
    ),
    "feed-with-script": (
        answer(
            feed(
                FEED_ITEM.format(
                    title="&lt;script&gt;x", link="javascript:x", text="&lt;img src=x onerror=x&gt;"
                )
            ),
            **XML,
        ),
        10,
    ),
    "feed-with-forbidden-characters": (
        answer(feed(FEED_ITEM.format(title="壞\x0b字", link="http://news.test/c", text="\x00")), **XML),
        10,
    ),
    "feed-cut": (answer(feed()[:-300], **XML), 0),
    "feed-deep": (answer("<rss>" + "<a>" * 100_000, **XML), 0),
    "json-deep": (answer("[" * 200_000, **JSON), 0),
    "json-huge-number": (answer('{"items": [{"id": 1' + "0" * 100_000 + "}]}", **JSON), 0),
    "json-nan": (answer('{"items": [{"title": NaN, "url": Infinity}]}', **JSON), 0),
    "json-bad-strings": (
        answer(
            json.dumps(
                {
                    "version": "https://jsonfeed.org/version/1.1",
                    "title": "山城",
                    "items": [
                        {
                            "id": "1",
                            "url": "javascript:x",
                            "title": "\ud800\x00壞標題與控制字元",
                            "content_html": "<script>x</script>",
                        }
                    ],
                }
            ),
            content_type="application/feed+json",
        ),
        0,
    ),
}
for _name, (_bytes, _) in CONTENT.items():
    fixed(f"/content/{_name}", _bytes)
