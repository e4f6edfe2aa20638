"""Text that is safe to keep, compare and name files with."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc import text


@pytest.mark.parametrize(
    ("given_text", "cleaned"),
    [
        ("  兩 行\n 字 ", "兩 行 字"),
        ("a\x00b\x0bc\ufffe", "abc"),
        ("\ud800題", "題"),
        ("名\u202e報\u200b", "名報"),
        ("全\u3000形\u00a0空白", "全 形 空白"),
    ],
)
def test_what_xml_and_screens_cannot_bear_is_gone(given_text, cleaned):
    assert text.clean(given_text) == cleaned


@given(st.text(alphabet=st.characters(codec=None)))
def test_cleaning_is_total_and_settles(anything):
    once = text.clean(anything)
    assert text.clean(once) == once
    once.encode("utf-8")


def test_a_cut_is_shown():
    assert text.clip("一二三四五", 4) == "一二三…"
    assert text.clip("一二三", 4) == "一二三"


def test_spellings_of_one_title_share_their_letters():
    assert text.squash("「美日」防長 會談！") == text.squash("美日防長會談") != text.squash("美日防長")


@pytest.mark.parametrize(
    "name", ["../../x", "CON", "a/b", "..", "", "報" * 200, "a\x00b", "name.", "COM1.txt"]
)
def test_a_slug_cannot_leave_its_folder(name):
    slug = text.slug(name)
    assert "/" not in slug
    assert "." not in slug
    assert len(slug.encode()) <= text.SLUG_BYTES + 9
    assert slug.upper() not in {"CON", "COM1"}


def test_names_that_differ_have_slugs_that_differ():
    assert text.slug("A報") == text.slug("Ａ報")
    assert text.slug("A報!") != text.slug("A報")


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("防長會談後將擴大聯合演訓", "zh-Hant"),
        ("防长会谈后将扩大联合演训", "zh-Hans"),
        ("防衛相が会談し、訓練を広げることを確認した", "ja"),
        ("국방장관 회담에서 훈련 확대 합의", "ko"),
        ("Defence ministers agree on drills", None),
        ("台北の小店開張", "zh-Hant"),
        ("", None),
    ],
)
def test_the_script_tells_the_language_of_east_asian_text(words, language):
    assert text.language_of(words) == language
