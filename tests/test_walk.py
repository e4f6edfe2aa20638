"""The main job, end to end: captured pages become feeds, and nothing moves because we looked again."""

import json
import shutil
from pathlib import Path

import feedparser
import pytest

from feedsvc.errors import StoreError
from feedsvc.store import open_store

ROOT = Path(__file__).parents[1]
FIRST = [
    (1, "晨曦日報", "10 分鐘前", "離岸風場選商規則公告", "業者關心併網時程。"),
    (2, "山城晚報", "2 小時前", "老街雨棚拆除滿月", "店家自組管理會輪流打掃。"),
    (3, "晨曦日報", "5 小時前", "先進封裝產能吃緊", "半導體設備交期拉長到十個月。"),
]
AT = "2026-11-20T09:00:00+08:00"


@pytest.fixture
def sample(walk):
    """The shipped configuration, with its invented portal only: no network in tests."""
    shutil.copytree(ROOT / "config", walk.folder, dirs_exist_ok=True)
    shipped = (walk.folder / "sources.yaml").read_text(encoding="utf-8")
    walk.write("sources.yaml", shipped.partition("  # Real pages")[0])
    service = (walk.folder / "feedsvc.yaml").read_text(encoding="utf-8")
    walk.write("feedsvc.yaml", service.replace("../state/", "state/").replace("../output/", "out/"))
    return walk


def test_the_shipped_sample_gives_feeds_of_every_topic_without_any_network(sample):
    assert sample.once()
    assert len(sample.titles("all")) >= 30
    for topic in ("us-japan-defence", "cross-strait", "semiconductors", "energy", "public-health"):
        assert len(sample.titles(f"topics/{topic}")) >= 3
    bay = feedparser.parse((sample.folder / "out/outlets/sample-bay-agency/rss.xml").read_bytes())
    assert not bay.bozo
    assert all(entry.source.title == "海灣通訊社" for entry in bay.entries)
    assert (sample.folder / "out/topics/energy/zh-Hans/atom.xml").exists()
    assert {"index.html", "feeds.opml", "status.json"} <= {
        path.name for path in (sample.folder / "out").iterdir()
    }


def test_looking_again_changes_no_byte(sample):
    sample.once()
    before = sample.snapshot()
    sample.once()
    assert sample.snapshot() == before


def test_links_whose_parameters_change_at_each_look_show_no_entry_twice(walk):
    hours, clocks = ("10 分鐘前", "2 小時前", "5 小時前"), ("09:00:00", "09:10:00", "09:20:00")
    for look, clock in enumerate(clocks):
        words = (f"{10 * look + 10} 分鐘前", *hours[1:])
        rows = [
            (f"{n}.html?pos={look}&n=", who, said, *told)
            for said, (n, who, _, *told) in zip(words, FIRST, strict=True)
        ]
        walk.page(rows, f"2026-11-20T{clock}+08:00")
        walk.once()
        assert len(walk.titles("all")) == 3


def test_a_file_that_was_deleted_or_damaged_comes_back_whole(sample):
    sample.once()
    before = {name: data for name, (_, data) in sample.snapshot().items()}
    (sample.folder / "out/topics/energy/rss.xml").unlink()
    (sample.folder / "out/all/feed.json").write_bytes(b"{")
    sample.once()
    assert {name: data for name, (_, data) in sample.snapshot().items()} == before


def test_a_later_look_adds_what_is_new_and_moves_no_date(walk):
    walk.page(FIRST, AT)
    walk.once()
    dates = walk.dates()
    later = [
        (4, "島嶼新聞網", "5 分鐘前", "小三通船班增開", "春節前每日加兩航次。"),
        (1, "晨曦日報", "3 小時前", "離岸風場選商規則公告", "業者關心併網時程。"),
        (2, "山城晚報", "5 小時前", "老街雨棚拆除滿月", "店家自組管理會輪流打掃。"),
        (3, "晨曦日報", "8 小時前", "先進封裝產能吃緊", "半導體設備交期拉長到十個月。"),
    ]
    walk.page(later, "2026-11-20T12:00:00+08:00")
    walk.once()
    assert len(walk.dates()) == 4
    assert {key: walk.dates()[key] for key in dates} == dates


def test_a_page_that_came_back_empty_shortens_no_feed(walk):
    walk.page(FIRST, AT)
    walk.once()
    before = walk.titles("all")
    walk.page([], "2026-11-20T10:00:00+08:00")
    walk.once()
    assert walk.titles("all") == before
    assert walk.looks[0].status == "empty"


def test_a_source_that_fails_is_a_status_and_delays_nobody(walk):
    walk.page(FIRST, AT)
    sources = (walk.folder / "sources.yaml").read_text(encoding="utf-8")
    walk.write(
        "sources.yaml",
        sources + "  gone:\n    url: file:gone.html\n  closed:\n    url: http://127.0.0.1:9/\n",
    )
    assert walk.once()
    assert {look.source_id: look.status for look in walk.looks} == {
        "list": "ok",
        "gone": "failed",
        "closed": "failed",
    }
    status = json.loads((walk.folder / "out/status.json").read_text(encoding="utf-8"))
    assert {source["id"]: source["state"] for source in status["sources"]}["closed"] == "failed"
    assert len(walk.titles("all")) == 3


def test_a_new_topic_gathers_history_and_a_renamed_one_keeps_its_old_path(walk):
    walk.page(FIRST, AT)
    walk.once()
    walk.write("topics.yaml", "topics: {chips: {title: 半導體, any: [半導體]}}")
    walk.once()
    assert walk.titles("topics/chips") == ["先進封裝產能吃緊"]
    walk.write("topics.yaml", "topics: {silicon: {title: 矽, any: [半導體], formerly: [chips]}}")
    walk.once()
    assert walk.titles("topics/silicon") == walk.titles("topics/chips") == ["先進封裝產能吃緊"]


def test_a_topic_that_is_removed_leaves_its_published_feed_as_it_is(walk):
    walk.page(FIRST, AT)
    walk.write("topics.yaml", "topics: {chips: {title: 半導體, any: [半導體]}}")
    walk.once()
    walk.write("topics.yaml", "topics: {}")
    walk.once()
    assert walk.titles("topics/chips") == ["先進封裝產能吃緊"]


def test_a_topic_with_another_title_is_renamed_in_its_entries_when_its_feed_is_written_next(walk):
    walk.page(FIRST, AT)
    walk.write("topics.yaml", "topics: {chips: {title: 半導體, any: [半導體]}}")
    walk.once()
    walk.write("topics.yaml", "topics: {chips: {title: 晶片, any: [半導體]}}")
    walk.page([(4, "晨曦日報", "1 分鐘前", "半導體學院招生", "名額加倍。"), *FIRST], AT)
    walk.once()
    assert [item["tags"] for item in walk.feed("topics/chips")["items"]] == [["晶片"], ["晶片"]]


def test_entries_keep_the_categories_of_topics_that_left_the_configuration(walk):
    walk.page(FIRST, AT)
    walk.write(
        "topics.yaml",
        "topics: {chips: {title: 半導體, any: [半導體, 封裝]}, wind: {title: 風電, any: [離岸]}}",
    )
    walk.once()
    before = {item["id"]: item.get("tags") for item in walk.feed("all")["items"]}
    walk.write("topics.yaml", "topics: {silicon: {title: 半導體, any: [封裝], formerly: [chips]}}")
    walk.once()
    assert {item["id"]: item.get("tags") for item in walk.feed("all")["items"]} == before
    assert {walk.feed(f"topics/{name}")["title"] for name in ("chips", "silicon")} == {"半導體"}


def test_only_feeds_of_today_are_offered_and_only_unknown_outlets_are_told(walk):
    walk.page(FIRST, AT)
    walk.write(
        "topics.yaml", "topics: {chips: {title: 半導體, any: [封裝]}, wind: {title: 風電, any: [離岸]}}"
    )
    walk.once()
    walk.write("topics.yaml", "topics: {silicon: {title: 半導體, any: [封裝], formerly: [chips]}}")
    walk.write(
        "outlets.yaml",
        "outlets: [{id: dawn, name: 晨曦日報, country: TW, language: zh-Hant, source: invented}]",
    )
    more = [(9, "晨曦日報", "1 分鐘前", "港務公司公布貨櫃量連三月成長", "內文。"), *FIRST]
    walk.page(more, "2026-11-20T09:30:00+08:00")
    walk.once()
    offered = (walk.folder / "out/feeds.opml").read_text(encoding="utf-8")
    assert [name for name in ("topics/chips/", "topics/wind/") if name in offered] == []
    assert "topics/silicon/" in offered
    assert offered.count('text="晨曦日報"') == 1
    status = json.loads((walk.folder / "out/status.json").read_text(encoding="utf-8"))
    assert "晨曦日報" not in [outlet["name"] for outlet in status["unregistered"]]


def test_outlet_feeds_can_be_chosen(walk):
    walk.page(FIRST, AT)
    walk.write(
        "feedsvc.yaml",
        "store: s.db\noutput: out/\narchive: {path: c}\nfeeds: {outlets: {only: [山城晚報]}}\n",
    )
    walk.once()
    assert [path.name.split("-")[0] for path in (walk.folder / "out/outlets").iterdir()] == ["山城晚報"]


def test_archive_pages_keep_what_newer_entries_push_out(walk):
    walk.page([(n, "晨曦日報", f"{n} 小時前", f"第 {n} 條快訊的標題", "內文。") for n in range(1, 21)], AT)
    walk.write(
        "feedsvc.yaml", "store: s.db\noutput: out/\narchive: {path: c}\nfeeds: {entries: 5, archive: true}\n"
    )
    walk.once()
    assert len(walk.titles("all")) == 20  # in no full page yet, so none of them is let go


def test_the_seed_becomes_the_feeds_that_it_should(walk, shared):
    shutil.copy(ROOT / "config/topics.yaml", walk.folder)
    seed = next(shared.glob("seed/*.txt"))
    walk.write(
        "sources.yaml", f"sources: {{seed: {{url: 'file:{seed}', captured_at: 2025-10-30T23:50:00+08:00}}}}"
    )
    walk.once()
    meeting = walk.titles("topics/us-japan-defence")
    assert len(meeting) == 4
    assert sum("防長" in title for title in meeting) == 4
    counts = {
        path.name: len(walk.titles(f"outlets/{path.name}"))
        for path in (walk.folder / "out/outlets").iterdir()
    }
    assert counts["cna-com-tw"] == 2
    assert counts["ydn-com-tw"] == 3
    assert counts["mirrormedia-mg"] == 2
    assert sum(counts.values()) == 20
    assert len(walk.titles("all")) == 21


def test_a_redesigned_page_is_a_named_state_with_a_repair_and_its_feeds_go_on(walk):
    walk.page(FIRST, AT, items="{each: 'li', title: 'h3', link: 'h3 a'}")
    walk.once()
    before = len(walk.titles("all"))
    later = [
        (n, "晨曦日報", f"{n} 小時前", f"改版之後的第 {n} 則完整標題", "改版後的摘要也在這裡說明清楚。")
        for n in range(11, 19)
    ]
    walk.page(later, "2026-11-20T12:00:00+08:00", items="{each: 'div.gone', title: 'h2', link: 'a'}")
    walk.once()
    assert walk.looks[0].status == "redesigned"
    assert "try items: {each:" in walk.looks[0].problem
    assert len(walk.titles("all")) == before + 8


# -- the same on a database server ----------------------------------------------------------------


@pytest.fixture
def served(walk, postgresql_url):
    walk.write(
        "feedsvc.yaml",
        f"timezone: Asia/Taipei\nstore: '{postgresql_url}'\noutput: out/\narchive: {{path: captures}}\n",
    )
    walk.page(FIRST, AT)
    return walk


def test_a_store_on_postgresql_gives_the_same_feeds_and_looking_again_changes_no_byte(served):
    assert served.once()
    assert len(served.titles("all")) == 3
    before = served.snapshot()
    served.once()
    assert served.snapshot() == before
    served.write("topics.yaml", "topics: {street: {title: 老街, any: [老街]}}")
    served.once()
    assert served.titles("topics/street") == ["老街雨棚拆除滿月"]


def test_a_second_service_on_one_postgresql_store_is_refused_and_a_backup_names_the_tool(served):
    served.once()
    url = served.config().store
    with open_store(url), pytest.raises(StoreError, match="in use"):
        served.once()
    with open_store(url, read_only=True) as store, pytest.raises(StoreError, match="pg_dump"):
        store.backup(served.folder / "copy.db")
