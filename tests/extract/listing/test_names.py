"""Names of outlets, of sections and of sites."""

from __future__ import annotations

import pytest

from feedsvc.extract.listing import names


@pytest.mark.parametrize(
    "name",
    [
        "晨曦日報",
        "山城晚報",
        "海灣通訊社",
        "島嶼新聞網",
        "綠野週刊",
        "江城晚报",
        "Bay Daily",
        "The Hill Times",
        "해안일보",
        "Küsten Zeitung",
    ],
)
def test_outlets_are_known_by_how_their_names_end(name):
    assert names.ends_as_outlet(name)


@pytest.mark.parametrize(
    "name",
    [
        "政治",
        "即時新聞",
        "財經快報",
        "World News",
        "Opinion",
        "Sports & Entertainment",
        "#纜車新聞",
        "Daily",
        "News",
        "林以晴",
    ],
)
def test_sections_and_people_are_no_outlets(name):
    assert not names.ends_as_outlet(name)


@pytest.mark.parametrize(
    ("shown", "name"),
    [
        ("來源：青山社", "青山社"),
        ("來源：青山社 時間：", "青山社"),
        ("Source: Bay Daily", "Bay Daily"),
        ("出典：湾岸社", "湾岸社"),
        ("資料來源：統計處", "資料來源：統計處"),
        ("青山社", "青山社"),
    ],
)
def test_a_name_behind_a_label_is_read_without_it(shown, name):
    assert names.after_label(shown) == name
