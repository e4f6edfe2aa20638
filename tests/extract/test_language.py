"""The language of entries: a person's word, the page's, or what the script shows."""

import pytest

from feedsvc.extract.found import Found
from feedsvc.extract.language import language

HANT = [Found(title="防長會談後將擴大聯合演訓", summary="雙方同意加快維修艦艇的計畫。")]
HANS = [Found(title="防长会谈后将扩大联合演训", summary="双方同意加快维修舰艇的计划。")]
ENGLISH = [Found(title="Ministers agree on drills")]


@pytest.mark.parametrize(
    ("configured", "declared", "items", "expected"),
    [
        ("ja", "en", HANT, "ja"),
        (None, "zh-Hant-TW", HANT, "zh-Hant-TW"),
        (None, "en-US", HANT, "zh-Hant"),
        (None, None, HANS, "zh-Hans"),
        (None, "zh-TW", HANS, "zh-Hans"),
        (None, "zh", HANT, "zh-Hant"),
        (None, "ja", HANT, "ja"),
        (None, "de", ENGLISH, "de"),
        (None, None, ENGLISH, None),
        (None, None, [], None),
        (None, "utf-8", HANS, "zh-Hans"),
        (None, "utf-8", ENGLISH, None),
    ],
)
def test_the_script_contradicts_a_template_but_not_a_person(configured, declared, items, expected):
    assert language(configured, declared, items) == expected
