from itertools import pairwise

import pytest

from feedsvc.publish.protected import spans


def kept(text):
    return [text[start:end] for start, end in spans(text)]


@pytest.mark.parametrize(
    ("text", "protected"),
    [
        ("請見https://wind.example/後/臺.html，謝謝", ["https://wind.example/後/臺.html"]),
        ("請上https://wind.example報名", ["https://wind.example"]),
        ("寄到info@wind.example後", ["info@wind.example"]),
        ("www.wind.example/臺 臺", ["www.wind.example/臺"]),
        ("http://例子.台灣/後 後", ["http://例子.台灣/後"]),
        ("/路/後/檔.html", ["/路/後/檔.html"]),
        ("C:\\使用者\\後製\\檔案.docx", ["C:\\使用者\\後製\\檔案.docx"]),
        ("~/臺灣/後", ["~/臺灣/後"]),
        ("開啟 圖/臺灣.jpg 檢視", ["圖/臺灣.jpg"]),
        ("用 `後端` 表示", ["`後端`"]),
        ("台北/新北/桃園", []),
        ("（圖/中央社）", []),
        ("使用Node.js開發軟體", []),
        ("台積電(2330.TW)漲1.5%", []),
        ("比數 3/4，時間 10:30", []),
    ],
)
def test_addresses_and_paths_stay(text, protected):
    assert kept(text) == protected


@pytest.mark.parametrize(
    ("text", "protected"),
    [
        ("大阪で会談、強化を確認", ["大阪で会談、強化を確認"]),
        ("한일 外交長官 회담", ["한일 外交長官 회담"]),
        ("她笑說「ありがとう」後離開，並強調", ["ありがとう"]),
        ("京都で「国防強化」会談", ["京都で「国防強化」会談"]),
        ("節目《夜ふかし》來台", ["夜ふかし"]),
        ("李在明（이재명）後來說明", ["이재명"]),
        ("大阪府の対応強化", ["大阪府の対応強化"]),
        (
            "選挙で大野氏が当選。開票結果発表。本日確定です",
            ["選挙で大野氏が当選。開票結果発表。本日確定です"],
        ),
        ("大阪府の強化", ["大阪府の強化"]),
        ("優の良品今天推出三種新口味冰淇淋", []),
        ("永豐の小舖開幕", []),
        ("太棒了ヽ(ﾟ∀ﾟ)ﾉ後", []),
        ("瑪麗・居禮與喬治ー個案", []),
        ("人ロ普查", []),
        ("日本首相今天說明國防強化", []),
    ],
)
def test_japanese_and_korean_stay_but_chinese_around_them_does_not(text, protected):
    assert kept(text) == protected


def test_spans_are_in_order_and_never_overlap():
    text = "見https://wind.example/後です、a@b.example と /路/後/檔.html"
    found = spans(text)
    assert found == sorted(found)
    assert all(end <= start for (_, end), (start, _) in pairwise(found))
