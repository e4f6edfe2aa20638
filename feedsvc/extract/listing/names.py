"""Short words of a page -> whether they are the name of an outlet, of a section, or a site's address."""

from __future__ import annotations

import re

_SITE = re.compile(r"^\(?((?:[\w-]+\.)+[a-z]{2,}(?:/[\w.~-]*)?)\)?$", re.IGNORECASE)
_LABELLED = re.compile(
    r"^(?:(?:新聞|新闻|文章|稿件|消息)?(?:來源|来源|出處|出处)|媒體|媒体|出典|配信元?|提供元?|출처|매체|source|quelle|fonte|fuente|источник)"
    r"\s*[:：/／]\s*(.*?)(?:\s+\S{1,6}[:：].*)?$",
    re.IGNORECASE,
)
_ENDING = re.compile(
    r"(?:[日晚早時时週周晨快導导商夜]報|[日晚早时周晨快导商夜]报|青年報|青年报|人民報|新報|新报|通訊社|通讯社|通信社?|"
    r"新聞[網网台臺社]|新闻[网台社]|電視[台臺]?|电视台?|衛視|卫视|電[台臺]|电台|[廣广]播(?:公司|[電电][台臺])?|[週周]刊|月刊|"
    r"[雜杂][誌志]|在線|在线|傳媒|传媒|[^\W\d]{2,}[網网]|[^\W\d]{2,}新聞社|放送|テレビ|ニュース|オンライン|타임[스즈]|일보|신문|뉴스|방송|통신)$"
)
_LATIN_ENDING = re.compile(
    r"^(?:the\s+)?(?:[\w.'’&-]+\s+)+(?:news|times|daily|post|herald|tribune|journal|gazette|chronicle|observer|telegraph|"
    r"standard|mirror|press|weekly|magazine|radio|tv|television|broadcasting|examiner|independent|courier|monitor|"
    r"inquirer|sentinel|dispatch|zeitung|tagblatt|tageblatt|kurier|rundschau|nachrichten|anzeiger|presse)$|"
    r"^the\s+(?:[\w.'’&-]+\s+)*(?:guardian|sun|star|globe|mail|age|register|bulletin|review)$",
    re.IGNORECASE,
)
_COMPANY = re.compile(
    r"^(?:株式会社|有限会社|合同会社|一般(?:社団|財団)法人).|.(?:株式会社|有限会社|合同会社)$"
)
_SECTION_WORDS = """
即時 最新 今日 政治 國際 国际 國內 国内 兩岸 两岸 大陸 大陆 中國 中国 財經 财经 產經 产经 經濟 经济 金融 股市 社會 社会 地方 生活 體育
体育 運動 运动 娛樂 娱乐 影視 影视 影音 科技 健康 醫療 教育 頭條 头条 焦點 焦点 要聞 要闻 熱門 热门 全球 世界 評論 评论 社論 觀點 觀光 軍事
军事 汽車 汽车 房產 房产 旅遊 旅游 文化 藝文 時尚 美食 專題 专题 綜合 综合 本地 港聞 民生 司法 環境 活動 公告 新聞 新闻 快訊 突發 動態
政策 招標 徵才 影片 圖輯 直播 専題 社会 スポーツ エンタメ 経済 地域 国内 정치 경제 사회 국제 문화 스포츠 연예
"""
_LATIN_SECTIONS = """
news latest breaking local world national international uk us usa politics business economy finance markets tech technology science health sport
sports entertainment culture arts opinion editorial lifestyle life travel food video videos photos podcast weather education environment
climate features analysis community top more all general company industry product press city state regional crime media daily weekly
"""
SECTIONS = frozenset((*_SECTION_WORDS.split(), *_LATIN_SECTIONS.split()))
_LAST = re.compile(
    r"(?:新聞|新闻|ニュース|뉴스|快報|快报|週報|電視|網|网|\s+(?:news|daily|weekly|press|tv|radio|post))$",
    re.IGNORECASE,
)


def after_label(shown: str) -> str:
    """The name behind "來源：" or "Source:"; the words as they are where no label stands before them."""
    told = _LABELLED.match(shown)
    return told.group(1).strip() if told else shown


def is_site(name: str) -> bool:
    return bool(_SITE.match(name))


def bare(name: str) -> str:
    """A site's address without the brackets around it."""
    site = _SITE.match(name)
    return site.group(1) if site else name


def ends_as_outlet(name: str) -> bool:
    """Whether a name is built as outlets' are (晨曦日報, Bay Times), and not as sections' (政治新聞, World News)."""
    if name.startswith("#") or is_section(name):
        return False
    return bool(_ENDING.search(name) or _LATIN_ENDING.match(name) or _COMPANY.search(name))


def is_section(name: str) -> bool:
    """Whether a label names a part of the site (政治, 即時新聞, World News)."""
    return _are_sections(name) or _are_sections(_LAST.sub("", name))


def _are_sections(name: str) -> bool:
    folded = name.casefold()
    return not folded or all(word in SECTIONS for word in re.split(r"[\s&/、,]+", folded))
