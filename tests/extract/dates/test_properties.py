"""What holds for every text and every look."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from feedsvc.extract.dates import read, read_machine, read_prose
from feedsvc.model import Interval

ZONES = ("Asia/Taipei", "Asia/Tokyo", "America/New_York", "Europe/London", "Pacific/Kiritimati", "UTC")
LANGUAGES = (None, "zh-Hant", "zh-Hans", "ja", "ko", "en", "de", "fr", "es", "ru")
_WORDS = (
    "2025 10 29 31 13 1 0 114 99 7 24 00 17:02 17:02:34 25:61 / - . : ： 年 月 日 號 前 天 小時 分鐘 秒 週 個 半 多 幾 約 兩 十二 三 上 下午 晚上 昨 今 昨天 "
    "今（29）日 週三 上週五 更新 發布 ・ | （ ） 民國 令和 時間 分 か月 시간 전 분 어제 오후 약 ago hours an hour about Oct October Wed PM T Z +08:00 GMT "
    "倫敦29日專電 （編輯：甲）1141029 28日指出 1761728554 1761728554000 ~ 至 Ⅻ ½ ٣ 🕒 \x00 \u202e"
)
_ATOMS = tuple(_WORDS.split(" "))
texts = st.one_of(st.text(max_size=60), st.lists(st.sampled_from([*_ATOMS, " "]), max_size=9).map("".join))
moments = st.integers(978_307_200, 4_102_444_800).map(
    lambda second: datetime.fromtimestamp(second, UTC)
)  # 2001 to 2100
spans = st.timedeltas(timedelta(0), timedelta(days=40))


@given(
    texts,
    moments,
    st.sampled_from(ZONES),
    st.sampled_from(LANGUAGES),
    st.sampled_from(["any", "floor", "round"]),
)
@settings(max_examples=400, deadline=None)
def test_any_text_is_read_and_nothing_lies_in_the_future(text, moment, zone, language, style):
    found = read(text, seen_at=moment, zone=zone, language=language, style=style)
    if found is not None:
        assert found.earliest <= found.latest <= moment
        assert found.earliest.utcoffset() == timedelta(0)


@given(texts, moments, spans, spans, spans, st.sampled_from(ZONES))
@settings(max_examples=400, deadline=None)
def test_a_narrower_look_never_widens_the_answer(text, start, before, width, after, zone):
    wide = Interval(earliest=start, latest=start + before + width + after)
    narrow = Interval(earliest=start + before, latest=start + before + width)
    first = read(text, seen_at=wide, zone=zone)
    then = read(text, seen_at=narrow, zone=zone)
    if then is None:
        return
    assert first is not None
    assert first.earliest <= then.earliest
    assert then.latest <= first.latest


@given(texts, moments, st.sampled_from(ZONES))
@settings(max_examples=200, deadline=None)
def test_the_union_holds_both_styles(text, moment, zone):
    union, floor, rounded = (
        read(text, seen_at=moment, zone=zone, style=style) for style in ("any", "floor", "round")
    )
    assert (union is None) == (floor is None) == (rounded is None)
    if union is not None:
        assert union.interval == floor.interval.hull(rounded.interval)


@given(texts, moments, st.sampled_from(ZONES))
@settings(max_examples=300, deadline=None)
def test_prose_and_stamps_are_read_whatever_they_hold(text, moment, zone):
    found = [*read_prose(text, seen_at=moment, zone=zone), read_machine(text, seen_at=moment, zone=zone)]
    assert all(item.earliest <= item.latest <= moment for item in found if item is not None)
