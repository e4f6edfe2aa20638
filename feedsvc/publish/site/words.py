"""A language tag -> the few words the pages say by themselves."""

from __future__ import annotations

from collections.abc import Mapping

_TRADITIONAL: Mapping[str, str] = {
    "skip": "跳到內容",
    "index": "所有訂閱",
    "home": "首頁",
    "topics": "主題",
    "outlets": "媒體",
    "agencies": "通訊社",
    "portals": "入口網站",
    "everything": "全部",
    "entries": "則",
    "last": "最近新增",
    "none_yet": "尚無內容",
    "subscribe": "訂閱",
    "activity": "每日則數",
    "activity_text": "{first} 至 {last}，每日最多 {most} 則，共 {total} 則",
    "languages": "語言",
    "scripts": "字體",
    "status": "來源狀態",
    "opml": "全部訂閱清單（OPML）",
    "image": "圖片連結",
    "media": "影音檔",
    "also": "另見報導：",
    "unknown_time": "時間不詳",
    "before": "不晚於 {time}",
    "minutes": "分",
    "hours": "小時",
    "days": "天",
    "between": "{earliest} 至 {latest} 之間",
    "zone": "時間為 {zone}",
    "sources": "來源",
    "state": "狀態",
    "since": "自",
    "problem": "說明",
    "moved_to": "已移至",
    "unregistered": "尚未登錄的媒體",
    "unregistered_text": "這些名稱出現在媒體的位置，但登錄表中沒有。可加入 config/outlets.yaml：",
    "all_registered": "所有媒體都已登錄。",
    "state_new": "尚未讀取",
    "state_ok": "正常",
    "state_failed": "讀取失敗",
    "state_empty": "沒有內容",
    "state_redesigned": "版面已改",
    "missing": "找不到這一頁",
    "missing_text": "這個位址沒有內容。",
    "event_failed": "{name}：讀取失敗",
    "event_ok": "{name}：恢復正常",
    "event_empty": "{name}：頁面沒有內容",
    "event_redesigned": "{name}：版面已改，請檢查規則",
    "event_moved": "{name}：已移至新位址",
    "health": "來源健康狀態",
}
_SIMPLIFIED: Mapping[str, str] = {
    "skip": "跳到内容",
    "index": "所有订阅",
    "home": "首页",
    "topics": "主题",
    "outlets": "媒体",
    "agencies": "通讯社",
    "portals": "门户网站",
    "everything": "全部",
    "entries": "则",
    "last": "最近新增",
    "none_yet": "尚无内容",
    "subscribe": "订阅",
    "activity": "每日条数",
    "activity_text": "{first} 至 {last}，每日最多 {most} 则，共 {total} 则",
    "languages": "语言",
    "scripts": "字体",
    "status": "来源状态",
    "opml": "全部订阅清单（OPML）",
    "image": "图片链接",
    "media": "音视频文件",
    "also": "另见报道：",
    "unknown_time": "时间不详",
    "before": "不晚于 {time}",
    "minutes": "分",
    "hours": "小时",
    "days": "天",
    "between": "{earliest} 至 {latest} 之间",
    "zone": "时间为 {zone}",
    "sources": "来源",
    "state": "状态",
    "since": "自",
    "problem": "说明",
    "moved_to": "已移至",
    "unregistered": "尚未登记的媒体",
    "unregistered_text": "这些名称出现在媒体的位置，但登记表中没有。可加入 config/outlets.yaml：",
    "all_registered": "所有媒体都已登记。",
    "state_new": "尚未读取",
    "state_ok": "正常",
    "state_failed": "读取失败",
    "state_empty": "没有内容",
    "state_redesigned": "版面已改",
    "missing": "找不到这一页",
    "missing_text": "这个地址没有内容。",
    "event_failed": "{name}：读取失败",
    "event_ok": "{name}：恢复正常",
    "event_empty": "{name}：页面没有内容",
    "event_redesigned": "{name}：版面已改，请检查规则",
    "event_moved": "{name}：已移至新地址",
    "health": "来源健康状态",
}
_ENGLISH: Mapping[str, str] = {
    "skip": "Skip to content",
    "index": "All feeds",
    "home": "Home",
    "topics": "Topics",
    "outlets": "Outlets",
    "agencies": "News agencies",
    "portals": "Portals",
    "everything": "Everything",
    "entries": "entries",
    "last": "Last new entry",
    "none_yet": "Nothing yet",
    "subscribe": "Subscribe",
    "activity": "Entries a day",
    "activity_text": "{first} to {last}: at most {most} a day, {total} in all",
    "languages": "Languages",
    "scripts": "Scripts",
    "status": "State of the sources",
    "opml": "All feeds as OPML",
    "image": "Link to the image",
    "media": "Media file",
    "also": "Also reported by ",
    "unknown_time": "Time unknown",
    "before": "Not after {time}",
    "minutes": "min",
    "hours": "h",
    "days": "d",
    "between": "Between {earliest} and {latest}",
    "zone": "Times are {zone}",
    "sources": "Sources",
    "state": "State",
    "since": "Since",
    "problem": "What happened",
    "moved_to": "Moved to",
    "unregistered": "Outlets without a record",
    "unregistered_text": "These names stand in an outlet's place, but no registry knows them. Add them to config/outlets.yaml:",
    "all_registered": "Every outlet seen is registered.",
    "state_new": "Not read yet",
    "state_ok": "Well",
    "state_failed": "Failed",
    "state_empty": "Empty",
    "state_redesigned": "Redesigned",
    "missing": "No such page",
    "missing_text": "There is nothing at this address.",
    "event_failed": "{name}: cannot be read",
    "event_ok": "{name}: well again",
    "event_empty": "{name}: the page is empty",
    "event_redesigned": "{name}: the page was redesigned, look at its rules",
    "event_moved": "{name}: moved to a new address",
    "health": "Health of the sources",
}
# How a script or language names itself, in short and in full.
_OWN_NAMES: Mapping[str, tuple[str, str]] = {
    "zh-hant": ("繁", "繁體中文"),
    "zh-hans": ("简", "简体中文"),
    "zh-hant-hk": ("港", "繁體中文（香港）"),
    "en": ("EN", "English"),
    "ja": ("日", "日本語"),
    "ko": ("한", "한국어"),
}
_SIMPLIFIED_TAGS = ("zh-hans", "zh-cn", "zh-sg", "zh-my")


def words(language: str) -> Mapping[str, str]:
    """The table of a language; English where we have none."""
    tag = language.casefold()
    if tag.startswith(_SIMPLIFIED_TAGS):
        return _SIMPLIFIED
    return _TRADITIONAL if tag.split("-")[0] == "zh" else _ENGLISH


def own_name(language: str) -> str:
    """How a language names itself: 繁體中文, 简体中文, English; else its tag."""
    return _named(language)[1]


def short_name(language: str) -> str:
    """As `own_name`, in a character or two."""
    return _named(language)[0]


def _named(language: str) -> tuple[str, str]:
    tag = language.casefold()
    while tag and tag not in _OWN_NAMES:
        tag = tag.rpartition("-")[0]
    return _OWN_NAMES.get(tag, (language, language))
