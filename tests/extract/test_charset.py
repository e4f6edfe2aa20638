"""Bytes and labels -> text, as browsers read them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.extract.charset import decode

HANT = "國防部今天上午說明，軍方將在下個月進行演習，地方政府也會派員參與。記者會後，發言人表示這是年度計畫的一部分，民眾不必擔心。"
HANS = "国防部今天上午说明，军方将在下个月进行演习，地方政府也会派员参与。记者会后，发言人表示这是年度计划的一部分，民众不必担心。"
JA = "国土交通省は今日、来年の春から新しい電車の運行を始めると発表しました。利用する人は前の年よりも多くなると見られています。"
KO = "국방부는 오늘 오전 다음 달에 훈련을 실시한다고 밝혔다. 지방 정부도 함께 참여할 예정이며 시민들의 안전에는 문제가 없다고 설명했다."
RU = "Министерство обороны сегодня утром сообщило, что учения пройдут в следующем месяце. Местные власти тоже примут участие."
FR = "L'été dernier, le gouvernement a décidé d'augmenter le prix de l'électricité; les élèves protestèrent."


def page(text: str, head: str = "") -> str:
    return (
        f"<html><head>{head}<title>a</title></head><body><ul class='list'><li>{text}</li></ul></body></html>"
    )


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        (HANT, "big5-hkscs"),
        (HANT, "gb18030"),
        (HANS, "gb18030"),
        (JA, "cp932"),
        (JA, "euc-jp"),
        (JA, "iso2022_jp_ext"),
        (KO, "cp949"),
        (RU, "cp1251"),
        (RU, "koi8-r"),
        (FR, "cp1252"),
        (HANT, "utf-8"),
    ],
)
def test_a_page_without_a_label_is_known_by_its_writing(text, codec):
    assert decode(page(text).encode(codec), "text/html") == (page(text), codec)


@pytest.mark.parametrize(
    ("label", "codec"),
    [
        ("gb2312", "gb18030"),
        ("GBK", "gb18030"),
        ("Big5", "big5-hkscs"),
        ("x-sjis", "cp932"),
        ("ISO-8859-1", "cp1252"),
        ("us-ascii", "cp1252"),
        ("ks_c_5601-1987", "cp949"),
        ("windows-1251", "cp1251"),
        ("utf8", "utf-8"),
    ],
)
def test_labels_mean_what_browsers_take_them_for(label, codec):
    assert decode(b"<p>plain</p>", f"text/html; charset={label}")[1] == codec
    assert decode(f'<meta charset="{label}"><p>plain</p>'.encode(), "text/html")[1] == codec


@pytest.mark.parametrize(
    "label", ["rot13", "zlib", "base64", "idna", "unicode_escape", "utf-7", "nonsense", ""]
)
def test_what_is_no_charset_is_no_label(label):
    assert decode(HANT.encode(), f"text/html; charset={label}") == (HANT, "utf-8")


def test_the_header_stands_above_the_page_and_the_mark_above_both():
    body = page(HANS, '<meta charset="big5">').encode("gb18030")
    assert decode(body, "text/html; charset=gb2312")[1] == "gb18030"
    assert decode(b"\xef\xbb\xbf" + HANT.encode(), "text/html; charset=big5") == (HANT, "utf-8")
    assert decode(b"\xff\xfe" + HANT.encode("utf-16-le"), "text/html; charset=utf-8") == (HANT, "utf-16-le")


def test_a_meta_in_a_comment_is_no_label():
    body = page(HANT, '<!-- <meta charset="euc-kr"> --><meta charset="big5">').encode("big5-hkscs")
    assert decode(body, "")[1] == "big5-hkscs"


@pytest.mark.parametrize(
    ("codec", "label"),
    [
        ("utf-8", "euc-kr"),
        ("utf-8", "big5"),
        ("utf-8", "iso-8859-1"),
        ("big5-hkscs", "utf-8"),
        ("gb18030", "big5"),
    ],
)
def test_a_label_that_the_bytes_contradict_is_not_believed(codec, label):
    text = page(HANS if codec == "gb18030" else HANT)
    assert decode(text.encode(codec), f"text/html; charset={label}") == (text, codec)


def test_an_xml_declaration_is_a_label():
    feed = f'<?xml version="1.0" encoding="Shift_JIS"?><rss><channel><title>{JA}</title></channel></rss>'
    assert decode(feed.encode("cp932"), "text/xml") == (feed, "cp932")


def test_utf_16_without_a_mark_is_seen_in_its_zeros_and_never_believed_of_a_meta():
    text = page(FR)
    assert decode(text.encode("utf-16-be"), "") == (text, "utf-16-be")
    assert decode(text.encode("utf-16-le"), "text/html; charset=utf-16") == (text, "utf-16-le")
    assert decode(page(HANT, '<meta charset="utf-16">').encode(), "")[1] == "utf-8"


def test_signs_that_only_windows_had_are_read():
    assert decode("①㈱髙橋".encode("cp932"), "text/html; charset=shift_jis")[0] == "①㈱髙橋"
    assert decode(b"\xad\xa1" + JA.encode("euc-jp"), "text/html; charset=euc-jp")[0] == "①" + JA
    assert decode("碁銹€".encode("cp950") + HANT.encode("big5"), "text/html; charset=big5")[0].startswith(
        "碁銹€"
    )


def test_a_few_broken_bytes_do_not_turn_a_page_into_another_writing():
    body = (HANT * 20).encode() + b"\xe5\x9c<p>" + HANT.encode()
    text, codec = decode(body, "text/html; charset=utf-8")
    assert codec == "utf-8"
    assert text.count("\ufffd") == 1
    assert decode(HANT.encode()[:-1], "")[1] == "utf-8"


@given(st.binary(max_size=300), st.text(max_size=30))
def test_no_bytes_make_it_raise(body, label):
    text, codec = decode(body, "text/html; charset=" + label)
    assert isinstance(text, str)
    assert codec
