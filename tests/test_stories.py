"""Reports of one event are one story; what only looks alike stays apart."""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from feedsvc.model import Attribution, Entry, Outlet
from feedsvc.publish.hans import fold
from feedsvc.stories import _figures, group

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "bench"))  # the labelled set has one reader, and it prints the figures too
from stories import DEVELOPED, HELD_OUT, figures, labelled  # noqa: E402  (the path has to be there first)

SEED = ROOT / "../shared/seed"
NOON = datetime(2031, 3, 18, 12, tzinfo=UTC)


def report(key: str, outlet: str | None, title: str, summary: str = "", *, hours: float = 0) -> Entry:
    when = NOON + timedelta(hours=hours)
    who = Attribution(outlet=Outlet(id=outlet, name=outlet)) if outlet else Attribution()
    return Entry(
        id=key,
        title=title,
        summary=summary,
        owner="list",
        first_seen=when,
        updated=when,
        published=when,
        attribution=who,
    )


QUAKE = (
    "花嶺外海規模6.1地震 最大震度5弱",
    "今天凌晨三時十二分花嶺外海發生規模6.1地震，深度18公里，最大震度花嶺5弱。",
)
OTHER = (
    "花嶺6.1地震 氣象署：防餘震",
    "花嶺外海凌晨發生規模6.1地震，深度十八公里，氣象署說三天內可能有餘震。",
)


def stories(*reports: Entry) -> list[set[str]]:
    return [{story.first, *story.others} for story in group(reports, fold)]


@pytest.mark.parametrize("files", [DEVELOPED, HELD_OUT])
def test_joined_pairs_are_right_and_most_are_found(files):
    items = labelled(files=files)
    assert len(items) >= 150
    assert len({story for _, story in items if story}) >= 45
    precision, recall = figures(items)
    assert precision >= 0.98
    assert recall >= 0.85


@pytest.mark.parametrize("files", [DEVELOPED, HELD_OUT])
def test_where_no_hour_is_told_joined_pairs_are_right_still(files):
    told = labelled(files=files)
    untold = [(replace(entry, published=None, first_seen=NOON), story) for entry, story in told]
    dated = [(replace(entry, published=day_of(entry), time_unit="day"), story) for entry, story in told]
    assert figures(untold)[0] >= 0.98
    assert figures(dated)[0] >= 0.98


def day_of(entry: Entry) -> datetime:
    return entry.first_seen.replace(hour=12, minute=0)


def test_two_outlets_with_one_event_are_one_story_and_the_earliest_stands():
    (story,) = group([report("b", "乙", *OTHER, hours=1), report("a", "甲", *QUAKE)], fold)
    assert (story.first, story.others) == ("a", ("b",))


def test_both_scripts_tell_one_story():
    simple = ("花岭外海规模6.1地震 最大震度5弱", "今天凌晨3时12分花岭外海发生规模6.1地震，深度18公里。")
    assert stories(report("a", "甲", *QUAKE), report("b", "乙", *simple)) == [{"a", "b"}]


def test_the_same_outlet_alone_makes_no_story():
    assert stories(report("a", "甲", *QUAKE), report("b", "甲", *OTHER)) == []
    assert stories(report("a", None, *QUAKE), report("b", None, *OTHER)) == []


def test_more_than_two_days_apart_are_two_events():
    assert stories(report("a", "甲", *QUAKE), report("b", "乙", *QUAKE, hours=49)) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("花嶺外海規模6.1地震 最大震度5弱", "花嶺外海規模4.8地震 最大震度3級"),
        ("晴幣收盤升5分 收30.125元", "晴幣收盤貶7分 收30.195元"),
        ("老街故事（上） 柳川布市的百年風華", "老街故事（下） 柳川布市的百年轉型"),
        ("今日星座運勢 獅子座財運佳", "今日星座運勢 雙魚座財運佳"),
        ("明日天氣 北部有雨南部多雲", "明日天氣 北部有雨南部放晴"),
        ("國道一號三車追撞 回堵五公里", "國道三號四車追撞 回堵七公里"),
    ],
)
def test_what_differs_in_numbers_parts_or_days_stays_apart(one, other):
    assert stories(report("a", "甲", one), report("b", "乙", other, hours=3)) == []


def test_numerals_and_digits_are_one():
    one = report(
        "a", "甲", "晶岳砸三百億在南港蓋新廠", "晶岳宣布投資三百億元在南港興建新廠，創造兩千個職缺。"
    )
    other = report(
        "b", "乙", "晶岳南港新廠拍板 投資300億", "晶岳將在南港興建新廠，總投資額300億元，2000個職缺。"
    )
    assert stories(one, other) == [{"a", "b"}]


def test_the_order_of_the_entries_does_not_matter():
    reports = [entry for entry, _ in labelled()]
    shuffled = random.Random(5).sample(reports, len(reports))
    assert group(reports, fold) == group(shuffled, fold)


def published_in_batches(entries: list[Entry], seed: int) -> Iterator[list[Entry]]:
    """The growing list of what readers were shown: each look brings a few, told late or early."""
    rng = random.Random(seed)
    waiting = sorted(entries, key=lambda entry: entry.first_seen + timedelta(hours=rng.uniform(0, 9)))
    shown: list[Entry] = []
    while waiting:
        now = NOON + timedelta(minutes=10 * len(shown))
        batch, waiting = waiting[: (size := rng.randint(1, 25))], waiting[size:]
        shown = [*shown, *(replace(entry, first_published_at=now) for entry in batch)]
        yield rng.sample(shown, len(shown))


@pytest.mark.parametrize("seed", range(4))
def test_what_comes_later_never_changes_what_was_shown_but_may_join_two_stories(seed):
    homes: dict[str, str] = {}  # report that readers know -> the first report of its story, or itself
    for shown in published_in_batches([entry for entry, _ in labelled()], seed):
        now = {entry.id: entry.id for entry in shown}
        for story in group(shown, fold):
            now.update(dict.fromkeys(story.others, story.first))
        assert all(now[key] == now[first] for key, first in homes.items())  # nobody jumps out
        assert {now[key] for key in homes} <= set(homes.values())  # no newcomer stands for what was shown
        homes = now


def test_what_falls_out_at_the_end_changes_no_story_of_the_others():
    shown = [entry for entry, _ in labelled()]
    before = {story.first: story for story in group(shown, fold)}
    old = {
        entry.id
        for entry in shown
        if entry.first_seen < min(e.first_seen for e in shown) + timedelta(hours=6)
    }
    after = {story.first: story for story in group([entry for entry in shown if entry.id not in old], fold)}
    kept = {key for key, story in before.items() if not old & {key, *story.others}}
    assert sum(before[key] == after.get(key) for key in kept) >= 0.97 * len(kept)


def test_a_report_that_tells_an_earlier_time_does_not_displace_the_one_we_published_first():
    shown = replace(report("a", "甲", *QUAKE, hours=2), first_published_at=NOON)
    late = replace(report("b", "乙", *OTHER, hours=1), first_published_at=NOON + timedelta(hours=3))
    (story,) = group([late, shown], fold)
    assert (story.first, story.others) == ("a", ("b",))


def test_of_reports_published_together_the_earliest_stands():
    one = replace(report("a", "甲", *QUAKE, hours=2), first_published_at=NOON)
    other = replace(report("b", "乙", *OTHER, hours=1), first_published_at=NOON)
    (story,) = group([one, other], fold)
    assert (story.first, story.others) == ("b", ("a",))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("撤離一萬二千人", "撤離1.2萬人"),
        ("撤離12,000人", "撤離1萬2000人"),
        ("月薪三萬零五百元", "月薪30500元"),
        ("蓄水率剩三成一", "蓄水率剩31%"),
        ("百分之八", "8%"),
        ("3比2險勝", "3:2險勝"),
        ("10月19日投票", "10/19投票"),
        ("第三季財報", "Q3財報"),
        ("八千公尺", "8000米"),
        ("9" * 400 + "萬", "9" * 400 + "万"),
    ],
)
def test_figures_have_one_spelling(one, other):
    assert _figures(fold(one)) == _figures(fold(other))


@pytest.mark.parametrize("text", ["一成為王", "萬" * 300, "十百千萬" * 300, "1/2/3/4", "²³٣萬"])
def test_what_is_no_figure_is_left_or_read_without_harm(text):
    assert stories(report("a", "甲", text, text), report("b", "乙", text, text)) in ([], [{"a", "b"}])


def test_an_entry_is_in_one_story_at_most():
    members = [
        key
        for story in group([entry for entry, _ in labelled()], fold)
        for key in (story.first, *story.others)
    ]
    assert len(members) == len(set(members))


def test_a_story_that_thirty_outlets_tell_is_one_story():
    reports = [
        report(f"r{n:02}", f"outlet-{n}", *(QUAKE if n % 2 else OTHER), hours=n / 10) for n in range(30)
    ]
    assert stories(*reports) == [{f"r{n:02}" for n in range(30)}]


@pytest.mark.parametrize(
    "entries", [[], [report("a", "甲", "")], [report("a", "甲", ""), report("b", "乙", "")]]
)
def test_nothing_to_compare_is_no_story(entries):
    assert group(entries, fold) == ()


@pytest.mark.skipif(not SEED.exists(), reason="the seed page stands beside the project, not in it")
def test_in_the_seed_only_items_on_the_tokyo_meeting_join():
    truth = json.loads((SEED / "truth.json").read_text("utf-8"))["entries"]
    (page,) = SEED.glob("*.txt")
    lines = page.read_text("utf-8").splitlines()
    reports = []
    for item in truth:
        at = next(place for place, line in enumerate(lines) if item["title"] in line)
        early, late = (datetime.fromisoformat(item[side]) for side in ("earliest", "latest"))
        hours = (early + (late - early) / 2 - NOON) / timedelta(hours=1)
        lead = lines[at + (1 if item["n"] else 2)]
        reports.append(report(str(item["n"]), item["outlet"], item["title"], lead, hours=hours))
    assert all(story <= {"0", "1", "4", "11"} for story in stories(*reports))


GROUPED = "topics: {quake: {title: 地震, any: [地震], stories: group}}\n"
FIRST_LOOK = [
    (1, "晨曦日報", "10 分鐘前", QUAKE[0], QUAKE[1]),
    (2, "山城晚報", "2 小時前", "地震保險費率明年調漲", "主管機關核定住宅地震保險費率。"),
]
AT = "2026-11-20T09:00:00+08:00"


def test_in_the_feed_the_first_report_stands_and_what_looks_bring_later_is_linked(walk):
    walk.write("topics.yaml", GROUPED)
    walk.page(FIRST_LOOK, AT)
    walk.once()
    before = walk.titles("topics/quake")
    # It says that it is older, and yet readers have seen the other one stand.
    walk.page([(3, "海灣快訊", "1 小時前", *OTHER), *FIRST_LOOK], "2026-11-20T09:10:00+08:00")
    walk.once()
    assert walk.titles("topics/quake") == before == [QUAKE[0], "地震保險費率明年調漲"]
    assert OTHER[0] in walk.titles("all")


@pytest.mark.skipif(not SEED.exists(), reason="the seed page stands beside the project, not in it")
def test_from_the_seed_page_only_items_on_the_tokyo_meeting_join(walk):
    (page,) = SEED.glob("*.txt")
    truth = json.loads((SEED / "truth.json").read_text("utf-8"))["entries"]
    tokyo = {item["title"] for item in truth if str(item["n"]) in {"0", "1", "4", "11"}}
    walk.write("topics.yaml", "topics: {everything: {title: 一切, stories: group}}\n")
    walk.write(
        "sources.yaml", f"sources: {{seed: {{url: 'file:{page}', captured_at: 2025-10-30T23:50:00+08:00}}}}"
    )
    walk.once()
    hidden = set(walk.titles("all")) - set(walk.titles("topics/everything"))
    assert len(walk.titles("all")) == len(truth)
    assert hidden < tokyo
