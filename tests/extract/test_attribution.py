"""Printed words -> who published, wrote and showed.  All persons are invented."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc import registry
from feedsvc.extract import attribution
from feedsvc.extract.attribution import attribute
from feedsvc.extract.people import author_names
from feedsvc.model import Credit

OUTLETS = registry.load()


def told(text):
    """The fields that a text fills, without the empty ones."""
    found = attribution.read(text, OUTLETS)
    fields = {
        "outlet": found.outlet.name if found.outlet else None,
        "agency": found.agency,
        "reporters": found.reporters,
        "place": found.place,
        "cited": found.cited,
    }
    for credit in found.credits:
        fields[credit.role] = (*fields.get(credit.role, ()), credit.name)
    return {name: value for name, value in fields.items() if value}


BYLINES = [
    ("〔駐美特派記者王大明／華盛頓十日報導〕", {"reporters": ("王大明",), "place": "華盛頓"}),
    ("【聯合報╱記者王大明／台北報導】", {"outlet": "聯合新聞網", "reporters": ("王大明",), "place": "台北"}),
    (
        "鉅亨網記者王大明 台北 2025-10-29 10:30",
        {"outlet": "鉅亨網", "reporters": ("王大明",), "place": "台北"},
    ),
    ("文/記者王大明 攝影/李大同", {"reporters": ("王大明",)}),
    ("記者王大明、李大同/整理報導", {"reporters": ("王大明", "李大同")}),
    ("王大明 報導", {"reporters": ("王大明",)}),
    ("记者王大明／台北报导", {"reporters": ("王大明",), "place": "台北"}),
    ("記者王大明╱新竹縣竹北市報導", {"reporters": ("王大明",), "place": "新竹縣竹北市"}),
    ("(民進黨王大明台北報導)民眾黨", {"reporters": ("王大明",), "place": "台北"}),
    ("（立法院王大明台北報導）", {"reporters": ("王大明",), "place": "台北"}),
    (
        "民視新聞／王大明、李大同 台北報導",
        {"outlet": "民視新聞網", "reporters": ("王大明", "李大同"), "place": "台北"},
    ),
    ("【大成報記者王大明/花蓮報導】", {"outlet": "大成報", "reporters": ("王大明",), "place": "花蓮"}),
    ("【台灣好新聞記者王大明台南報導】", {"outlet": "台灣好新聞", "reporters": ("王大明",), "place": "台南"}),
    (
        "【亞太新聞網／記者王大明／嘉義報導】",
        {"outlet": "亞太新聞網", "reporters": ("王大明",), "place": "嘉義"},
    ),
    ("文 刘大英", {"reporters": ("刘大英",)}),
    ("文/图 刘大英", {"reporters": ("刘大英",)}),
    ("文／圖 王大明", {"reporters": ("王大明",)}),
    ("圖文／王大明", {"reporters": ("王大明",)}),
    ("圖、文／王大明", {"reporters": ("王大明",)}),
    ("人民網北京10月6日電 （記者王大明）", {"outlet": "人民日报", "reporters": ("王大明",), "place": "北京"}),
    ("記者／王大明", {"reporters": ("王大明",)}),
    ("[記者／王大明／台北報導]", {"reporters": ("王大明",), "place": "台北"}),
    ("本報記者王大明台北報導", {"reporters": ("王大明",), "place": "台北"}),
    ("【本報記者王大明台北報導】", {"reporters": ("王大明",), "place": "台北"}),
    ("台中市／記者王大明", {"reporters": ("王大明",), "place": "台中市"}),
    ("台灣電報─王大明／台中市", {"outlet": "台灣電報", "reporters": ("王大明",), "place": "台中市"}),
    ("（記者王大明綜合報導）", {"reporters": ("王大明",)}),
    ("（特派記者王大明／東京29日電）", {"reporters": ("王大明",), "place": "東京"}),
    ("〔本報記者王大明／高雄報導〕", {"reporters": ("王大明",), "place": "高雄"}),
    ("（記者王大明、李大同、林小華／連線報導）", {"reporters": ("王大明", "李大同", "林小華")}),
    ("CTWANT 記者王大明／台北報導", {"outlet": "CTWANT", "reporters": ("王大明",), "place": "台北"}),
    ("[周刊王CTWANT]記者王大明／台北報導", {"outlet": "CTWANT", "reporters": ("王大明",), "place": "台北"}),
    ("王大明｜Yahoo奇摩新聞", {"outlet": "Yahoo奇摩新聞", "reporters": ("王大明",)}),
    ("國際中心／張大文報導", {"reporters": ("張大文",)}),
    ("娛樂中心／王大明綜合報導", {"reporters": ("王大明",)}),
    ("財經中心／張大文、李大同報導", {"reporters": ("張大文", "李大同")}),
    ("中時新聞網 王大明", {"outlet": "中時新聞網", "reporters": ("王大明",)}),
    ("中國時報【王大明╱台北報導】", {"outlet": "中時新聞網", "reporters": ("王大明",), "place": "台北"}),
    ("財訊快報/記者王大明報導", {"outlet": "財訊快報", "reporters": ("王大明",)}),
    ("MoneyDJ新聞 2025-10-30 06:34:34 王大明 發佈", {"outlet": "MoneyDJ理財網", "reporters": ("王大明",)}),
    (
        "MoneyDJ新聞 2025-10-30 06:34:34 記者 王大明 報導",
        {"outlet": "MoneyDJ理財網", "reporters": ("王大明",)},
    ),
    ("中央廣播電台 王大明", {"outlet": "央廣", "reporters": ("王大明",)}),
    ("東森新聞 記者王大明／台北報導", {"outlet": "東森新聞", "reporters": ("王大明",), "place": "台北"}),
    ("EBC東森新聞 記者王大明", {"outlet": "東森新聞", "reporters": ("王大明",)}),
    ("【今周刊／王大明】", {"outlet": "今周刊", "reporters": ("王大明",)}),
    ("文／王大明（今周刊）", {"reporters": ("王大明",)}),
    ("撰文：王大明、李大同", {"reporters": ("王大明", "李大同")}),
    ("作者 王大明", {"reporters": ("王大明",)}),
    ("环球网记者 王大明", {"outlet": "环球时报", "reporters": ("王大明",)}),
    ("【環球時報記者 王大明】", {"outlet": "环球时报", "reporters": ("王大明",)}),
    ("澎湃新闻记者 王大明", {"outlet": "澎湃新闻", "reporters": ("王大明",)}),
    ("南方周末记者 王大明", {"outlet": "南方周末", "reporters": ("王大明",)}),
    ("（記者王大明／新北報導）新北市", {"reporters": ("王大明",), "place": "新北"}),
    ("(記者林小華/台北報導)", {"reporters": ("林小華",), "place": "台北"}),
    ("〔記者鄭大同／桃園報導〕警方", {"reporters": ("鄭大同",), "place": "桃園"}),
    ("〔記者鄭大同、李小明／連線報導〕", {"reporters": ("鄭大同", "李小明")}),
    ("聯合報 記者王大明／台北即時報導", {"outlet": "聯合新聞網", "reporters": ("王大明",), "place": "台北"}),
    (
        "2025-10-29 08:00 聯合報／ 記者王大明／台北即時報導",
        {"outlet": "聯合新聞網", "reporters": ("王大明",), "place": "台北"},
    ),
    ("聯合報記者王大明／台北報導", {"outlet": "聯合新聞網", "reporters": ("王大明",), "place": "台北"}),
    ("經濟日報 記者王大明／台北報導", {"reporters": ("王大明",), "place": "台北"}),
    ("【財訊快報／記者巫大明報導】", {"outlet": "財訊快報", "reporters": ("巫大明",)}),
    ("【時報-台北電】", {"outlet": "時報資訊", "place": "台北"}),
    ("鉅亨網記者王大明 台北", {"outlet": "鉅亨網", "reporters": ("王大明",), "place": "台北"}),
    ("鉅亨網編譯陳大嘉 綜合報導", {"outlet": "鉅亨網", "reporters": ("陳大嘉",)}),
    ("旺報【記者王大明╱台北報導】", {"outlet": "旺報", "reporters": ("王大明",), "place": "台北"}),
    (
        "人民网东京10月29日电（记者张大三）日本",
        {"outlet": "人民日报", "reporters": ("张大三",), "place": "东京"},
    ),
    ("记者：张大三", {"reporters": ("张大三",)}),
    ("本报记者 张大三", {"reporters": ("张大三",)}),
    ("本报北京10月29日电（记者张大三）", {"reporters": ("张大三",), "place": "北京"}),
    ("記者　王小明／台北報導", {"reporters": ("王小明",), "place": "台北"}),
    ("特派記者王大明／東京報導", {"reporters": ("王大明",), "place": "東京"}),
    ("實習記者王大明／台北報導", {"reporters": ("王大明",), "place": "台北"}),
    ("文／王大明", {"reporters": ("王大明",)}),
    ("文／記者王大明", {"reporters": ("王大明",)}),
    ("文：王大明 圖：李小華", {"reporters": ("王大明",)}),
    ("撰文／王大明", {"reporters": ("王大明",)}),
    ("採訪撰文／王大明", {"reporters": ("王大明",)}),
    ("社會中心／王大明報導", {"reporters": ("王大明",)}),
    ("國際中心／李大同報導", {"reporters": ("李大同",)}),
    ("記者王大明報導，市府", {"reporters": ("王大明",)}),
    (
        "【大紀元2025年10月29日訊】（大紀元記者王大明綜合報導）",
        {"outlet": "大紀元", "reporters": ("王大明",)},
    ),
    ("（大紀元記者王大明台灣台中報導）", {"outlet": "大紀元", "reporters": ("王大明",), "place": "台灣台中"}),
    ("記者王大明、李小華／台中報導", {"reporters": ("王大明", "李小華"), "place": "台中"}),
    ("記者王大明 李小華／台中報導", {"reporters": ("王大明", "李小華"), "place": "台中"}),
    ("【記者王大明／綜合報導】", {"reporters": ("王大明",)}),
    ("［記者王大明台南報導］", {"reporters": ("王大明",), "place": "台南"}),
    (
        "[NOWnews今日新聞]記者王大明／台北報導",
        {"outlet": "NOWnews今日新聞", "reporters": ("王大明",), "place": "台北"},
    ),
    (
        "ETtoday新聞雲 記者王大明／台北報導",
        {"outlet": "ETtoday新聞雲", "reporters": ("王大明",), "place": "台北"},
    ),
    ("鏡週刊記者王大明／台北報導", {"outlet": "鏡週刊", "reporters": ("王大明",), "place": "台北"}),
    ("王大明／台北報導", {"reporters": ("王大明",), "place": "台北"}),
    ("記者王大明／特稿", {"reporters": ("王大明",)}),
    ("【記者王大明屏東縣報導】", {"reporters": ("王大明",), "place": "屏東縣"}),
    ("【記者王大明／竹北報導】", {"reporters": ("王大明",), "place": "竹北"}),
    ("記者王大明／美國洛杉磯報導", {"reporters": ("王大明",), "place": "美國洛杉磯"}),
    ("駐美特派員王大明／華盛頓報導", {"reporters": ("王大明",), "place": "華盛頓"}),
    ("編譯王大明／綜合報導", {"reporters": ("王大明",)}),
    ("作者：王大明", {"reporters": ("王大明",)}),
    ("作者／王大明", {"reporters": ("王大明",)}),
    ("整理／王大明", {"reporters": ("王大明",)}),
    (
        "華視新聞 王大明 李大同 報導 / 台北市",
        {"outlet": "華視新聞網", "reporters": ("王大明", "李大同"), "place": "台北市"},
    ),
    ("記者 王大明 李大同 / 攝影 林小華 台北報導", {"reporters": ("王大明", "李大同"), "place": "台北"}),
    ("（央廣記者王大明台北報導）", {"outlet": "央廣", "reporters": ("王大明",), "place": "台北"}),
    ("TVBS新聞網 記者王大明 報導", {"outlet": "TVBS新聞網", "reporters": ("王大明",)}),
    ("環球時報駐日本特約記者王大明", {"outlet": "环球时报", "reporters": ("王大明",)}),
]


@pytest.mark.parametrize(("text", "fields"), BYLINES)
def test_a_byline_names_reporters_place_and_the_outlet_before_them(text, fields):
    assert told(text) == fields


DATELINES = [
    ("（中央社台北十日電）", {"agency": "中央社", "place": "台北"}),
    ("（中央社記者王大明台北二十九日電）", {"agency": "中央社", "reporters": ("王大明",), "place": "台北"}),
    ("中央社/ 台北 6日電", {"agency": "中央社", "place": "台北"}),
    ("新華社記者 王大明", {"agency": "新华社", "reporters": ("王大明",)}),
    (
        "新华社联合国10月6日电（记者王大明）",
        {"agency": "新华社", "reporters": ("王大明",), "place": "联合国"},
    ),
    ("新华社华盛顿10月6日电 综述：", {"agency": "新华社", "place": "华盛顿"}),
    ("中新社记者 王大明", {"agency": "中新社", "reporters": ("王大明",)}),
    ("（新华社北京10月6日电）", {"agency": "新华社", "place": "北京"}),
    ("中央社記者王大明東京29日專電", {"agency": "中央社", "reporters": ("王大明",), "place": "東京"}),
    ("中央社／王大明", {"agency": "中央社", "reporters": ("王大明",)}),
    ("王大明／中央社", {"agency": "中央社", "reporters": ("王大明",)}),
    ("（中央社倫敦29日綜合外電報導）", {"agency": "中央社", "place": "倫敦"}),
    ("（中央社舊金山29日綜合外電報導）", {"agency": "中央社", "place": "舊金山"}),
    ("（中央社記者王大明舊金山29日專電）", {"agency": "中央社", "reporters": ("王大明",), "place": "舊金山"}),
    ("（中央社記者王大明首爾29日專電）", {"agency": "中央社", "reporters": ("王大明",), "place": "首爾"}),
    ("（中央社記者王大明新德里29日專電）", {"agency": "中央社", "reporters": ("王大明",), "place": "新德里"}),
    ("（中央社東京29日電）", {"agency": "中央社", "place": "東京"}),
    ("（中央社東京29日綜合報導）", {"agency": "中央社", "place": "東京"}),
    ("（中央社記者王大明華府29日專電）", {"agency": "中央社", "reporters": ("王大明",), "place": "華府"}),
    ("（中央社台北2025年10月29日電）", {"agency": "中央社", "place": "台北"}),
    ("（德新社柏林29日電）", {"agency": "dpa", "place": "柏林"}),
    ("（路透倫敦29日電）", {"agency": "Reuters", "place": "倫敦"}),
    ("中央社／東京29日專電", {"agency": "中央社", "place": "東京"}),
    ("中央社／台北29日電", {"agency": "中央社", "place": "台北"}),
    ("路透社東京29日電", {"agency": "Reuters", "place": "東京"}),
    ("（路透社華盛頓29日電）", {"agency": "Reuters", "place": "華盛頓"}),
    ("（美聯社紐約29日電）", {"agency": "Associated Press", "place": "紐約"}),
    ("中新社东京10月29日电 (记者 张大三)", {"agency": "中新社", "reporters": ("张大三",), "place": "东京"}),
    (
        "中新网北京10月29日电(记者 张三 李四新)",
        {"agency": "中新社", "reporters": ("张三", "李四新"), "place": "北京"},
    ),
    (
        "（中央社記者王大明、李小華華盛頓29日專電）",
        {"agency": "中央社", "reporters": ("王大明", "李小華"), "place": "華盛頓"},
    ),
    ("（中央社記者何美玲台北29日電）", {"agency": "中央社", "reporters": ("何美玲",), "place": "台北"}),
    ("（中央社東京29日綜合外電報導）美國", {"agency": "中央社", "place": "東京"}),
    ("（中央社台北29日電）", {"agency": "中央社", "place": "台北"}),
    ("(中央社記者林大同新北市29日電)", {"agency": "中央社", "reporters": ("林大同",), "place": "新北市"}),
    ("（中央社記者林大同洛杉磯29日專電）", {"agency": "中央社", "reporters": ("林大同",), "place": "洛杉磯"}),
    ("（中央社記者歐陽大明台南29日電）", {"agency": "中央社", "reporters": ("歐陽大明",), "place": "台南"}),
    (
        "（中央社記者尤瑪．達陸花蓮29日電）",
        {"agency": "中央社", "reporters": ("尤瑪．達陸",), "place": "花蓮"},
    ),
    ("（中央社特派員王大明東京29日專電）", {"agency": "中央社", "reporters": ("王大明",), "place": "東京"}),
    (
        "新华社东京10月29日电（记者 钟大明 李小华）日本",
        {"agency": "新华社", "reporters": ("钟大明", "李小华"), "place": "东京"},
    ),
]


@pytest.mark.parametrize(("text", "fields"), DATELINES)
def test_a_dateline_names_the_agency_not_the_outlet(text, fields):
    assert told(text) == fields


TAGS = [
    ("【2025-10-29/聯合報/A4版/要聞】", {"outlet": "聯合新聞網"}),
    ("【上報】市府", {"outlet": "上報"}),
    ("自立晚報 ・ 22 小時前", {"outlet": "自立晚報"}),
    ("三立新聞網／綜合報導", {"outlet": "三立新聞網"}),
    ("（美聯社）", {"agency": "Associated Press"}),
    ("更多 鏡週刊 報導", {"outlet": "鏡週刊"}),
    ("更多ETtoday新聞雲報導", {"outlet": "ETtoday新聞雲"}),
    ("看更多 Newtalk 新聞 報導", {"outlet": "新頭殼"}),
    ("原文網址：https://www.setn.com/News.aspx?NewsID=1", {"outlet": "三立新聞網"}),
    ("原文出處：https://newtalk.tw/news/view/1", {"outlet": "新頭殼"}),
    ("本文來源：https://www.storm.mg/article/1", {"outlet": "風傳媒"}),
    ("來源：自由時報", {"outlet": "自由時報"}),
    ("文章來源：鏡週刊", {"outlet": "鏡週刊"}),
    ("〔中央社〕日本首相", {"agency": "中央社"}),
    ("（民視新聞／綜合報導）", {"outlet": "民視新聞網"}),
    ("[周刊王CTWANT] 藝人", {"outlet": "CTWANT"}),
    ("【緯來新聞網】張大容", {"outlet": "緯來新聞網"}),
    ("来源：新华社", {"agency": "新华社"}),
    ("来源：央视新闻客户端", {"outlet": "央视新闻"}),
    ("短新聞SHOTNEWS ・ 13 小時前", {"outlet": "短新聞"}),
    ("昨天市府公布中央社 ・ 1 天前", {"outlet": "中央社"}),
    ("摘要寫到這裡鏡週刊Mirror Media ・ 1 天前", {"outlet": "鏡週刊"}),
    ("本文轉載自：今周刊", {"outlet": "今周刊"}),
    ("新聞來源：公視新聞網", {"outlet": "公視新聞網"}),
    ("更多三立新聞網報導", {"outlet": "三立新聞網"}),
    ("原文連結：https://www.nownews.com/news/123", {"outlet": "NOWnews今日新聞"}),
    ("（路透）", {"agency": "Reuters"}),
    ("(法新社)", {"agency": "AFP"}),
    ("【新唐人北京時間2025年10月29日訊】", {"outlet": "新唐人"}),
]


@pytest.mark.parametrize(("text", "fields"), TAGS)
def test_a_tag_or_a_source_line_names_the_outlet_or_the_agency(text, fields):
    assert told(text) == fields


ENGLISH = [
    (
        (
            "Reporting by Ann Ford; Additional reporting by Bob Ray in Washington, Sue Fox in San Francisco and "
            "Joe Day and Kim Lee in New York and in the northern suburbs; Editing by Max Orr"
        ),
        {"reporters": ("Ann Ford", "Bob Ray", "Sue Fox", "Joe Day", "Kim Lee"), "editor": ("Max Orr",)},
    ),
    (
        "By Ann Ford, a deputy editor and author of a letter about the things that happen in the small hours of each and every week of the long year",
        {"reporters": ("Ann Ford",)},
    ),
    (
        "By ANN FORD and BOB RAY Associated Press",
        {"agency": "Associated Press", "reporters": ("Ann Ford", "Bob Ray")},
    ),
    (
        "By Ann Ford TOKYO (Reuters) - Japan",
        {"agency": "Reuters", "reporters": ("Ann Ford",), "place": "TOKYO"},
    ),
    ("LA CROSSE, Wis. (AP) — After a summer", {"agency": "Associated Press", "place": "LA CROSSE, Wis."}),
    (
        "By Ann A. Ford , Bob S.A. Ray, and Sue Fox, CNN",
        {"outlet": "CNN", "reporters": ("Ann A. Ford", "Bob S.A. Ray", "Sue Fox")},
    ),
    (
        "Reporting by Ann Ford in Paris, Bob Ray in The Hague and Sue Fox",
        {"reporters": ("Ann Ford", "Bob Ray", "Sue Fox")},
    ),
    ("Reporting by Ann Ford, additional reporting by Bob Ray", {"reporters": ("Ann Ford", "Bob Ray")}),
    (
        "By Wang Da-ming and Lee Hsiao-hua / Staff reporter, with staff writer",
        {"reporters": ("Wang Da-ming", "Lee Hsiao-hua")},
    ),
    ("By Jane Roe | Reuters", {"agency": "Reuters", "reporters": ("Jane Roe",)}),
    ("By Jane Roe, Reuters", {"agency": "Reuters", "reporters": ("Jane Roe",)}),
    (
        "By Jane Roe and John Doe, The Associated Press",
        {"agency": "Associated Press", "reporters": ("Jane Roe", "John Doe")},
    ),
    ("By AFP", {"agency": "AFP"}),
    ("TOKYO, Oct 29 (Kyodo) - Japan", {"agency": "共同通信", "place": "TOKYO"}),
    ("TOKYO (Jiji Press) — Japan", {"agency": "時事通信", "place": "TOKYO"}),
    ("SEOUL (AFP) -", {"agency": "AFP", "place": "SEOUL"}),
    ("WASHINGTON, Oct 29, 2025 (AFP) -", {"agency": "AFP", "place": "WASHINGTON"}),
    ("Oct 29 (Reuters) - Apple", {"agency": "Reuters"}),
    ("(Reuters) - Apple", {"agency": "Reuters"}),
    ("NEW YORK (AP) — The mayor", {"agency": "Associated Press", "place": "NEW YORK"}),
    ("LONDON (Reuters) - Britain", {"agency": "Reuters", "place": "LONDON"}),
    ("BEIJING, Oct. 29 (Xinhua) -- China", {"agency": "新华社", "place": "BEIJING"}),
    ("SEOUL, Oct. 29 (Yonhap) -- South", {"agency": "연합뉴스", "place": "SEOUL"}),
    ("WASHINGTON/TOKYO, Oct 29 (Reuters) - The", {"agency": "Reuters", "place": "WASHINGTON/TOKYO"}),
    ("By John Doe and Jane Roe", {"reporters": ("John Doe", "Jane Roe")}),
    ("By John Doe, Jane Roe and Ann Lee", {"reporters": ("John Doe", "Jane Roe", "Ann Lee")}),
    ("By JOHN DOE, Associated Press", {"agency": "Associated Press", "reporters": ("John Doe",)}),
    ("By The Associated Press", {"agency": "Associated Press"}),
    ("By Jane Roe / Staff reporter", {"reporters": ("Jane Roe",)}),
    ("By Kim Min-su, Staff Writer", {"reporters": ("Kim Min-su",)}),
    ("By Reuters", {"agency": "Reuters"}),
    (
        "By ANN LEE\nTOKYO (AP) — Japan",
        {"agency": "Associated Press", "reporters": ("Ann Lee",), "place": "TOKYO"},
    ),
]


@pytest.mark.parametrize(("text", "fields"), ENGLISH)
def test_english_bylines_and_datelines(text, fields):
    assert told(text) == fields


ASIAN = [
    ("홍길동기자", {"reporters": ("홍길동",)}),
    ("정치부 홍길동 기자", {"reporters": ("홍길동",)}),
    ("（ワシントン＝山田太郎）", {"reporters": ("山田太郎",), "place": "ワシントン"}),
    ("【ロンドン・田中花子】", {"reporters": ("田中花子",), "place": "ロンドン"}),
    (
        "(도쿄=연합뉴스) 홍길동 특파원 = 일본",
        {"agency": "연합뉴스", "reporters": ("홍길동",), "place": "도쿄"},
    ),
    ("(서울=연합뉴스) 홍길동 기자 = 정부", {"agency": "연합뉴스", "reporters": ("홍길동",), "place": "서울"}),
    (
        "(세종=연합뉴스) 홍길동·김철수 기자 = 정부",
        {"agency": "연합뉴스", "reporters": ("홍길동", "김철수"), "place": "세종"},
    ),
    ("【ニューヨーク=田中花子】", {"reporters": ("田中花子",), "place": "ニューヨーク"}),
    ("【ワシントン共同】", {"agency": "共同通信", "place": "ワシントン"}),
    ("【ソウル時事】", {"agency": "時事通信", "place": "ソウル"}),
    ("【共同】", {"agency": "共同通信"}),
    ("（ロイター）", {"agency": "Reuters"}),
    ("（時事）", {"agency": "時事通信"}),
    ("（東京＝共同）", {"agency": "共同通信", "place": "東京"}),
    ("（共同）", {"agency": "共同通信"}),
    ("【東京共同】首相は", {"agency": "共同通信", "place": "東京"}),
    ("【ロンドン時事】英国", {"agency": "時事通信", "place": "ロンドン"}),
    ("【東京＝山田太郎】首相", {"reporters": ("山田太郎",), "place": "東京"}),
    ("【北京・山田太郎】", {"reporters": ("山田太郎",), "place": "北京"}),
    ("［東京 29日 ロイター］ -", {"agency": "Reuters", "place": "東京"}),
    ("【10月29日 AFP】", {"agency": "AFP"}),
    ("【AFP＝時事】", {"agency": "AFP"}),
    ("(서울=뉴시스) 홍길동 기자 = 정부", {"agency": "뉴시스", "reporters": ("홍길동",), "place": "서울"}),
    ("[서울=뉴시스]홍길동 기자 = 정부", {"agency": "뉴시스", "reporters": ("홍길동",), "place": "서울"}),
    (
        "(서울=뉴스1) 홍길동 김철수 기자 = 정부",
        {"agency": "뉴스1", "reporters": ("홍길동", "김철수"), "place": "서울"},
    ),
    ("(서울=연합뉴스) 정부는", {"agency": "연합뉴스", "place": "서울"}),
    ("홍길동 기자", {"reporters": ("홍길동",)}),
]


@pytest.mark.parametrize(("text", "fields"), ASIAN)
def test_japanese_and_korean_datelines(text, fields):
    assert told(text) == fields


CREDITS = [
    ("责任编辑 张大三", {"editor": ("张大三",)}),
    ("新聞內文。（實習編輯：王大明）", {"editor": ("王大明",)}),
    ("（核稿編輯：王大明）", {"editor": ("王大明",)}),
    ("核稿編輯：王大明", {"editor": ("王大明",)}),
    ("記者／王大明 攝影／李大同", {"reporters": ("王大明",), "photographer": ("李大同",)}),
    ("责编：王大明", {"editor": ("王大明",)}),
    ("編輯：王大明、李大同", {"editor": ("王大明", "李大同")}),
    ("Editing by Bob Ray", {"editor": ("Bob Ray",)}),
    ("(Writing by John Doe; editing by Bob Ray)", {"reporters": ("John Doe",), "editor": ("Bob Ray",)}),
    (
        "(Reporting by John Doe, Jane Roe and Ann Lee; Editing by Bob Ray)",
        {"reporters": ("John Doe", "Jane Roe", "Ann Lee"), "editor": ("Bob Ray",)},
    ),
    (
        "(Additional reporting by John Doe; Translation by Ann Lee)",
        {"reporters": ("John Doe",), "translator": ("Ann Lee",)},
    ),
    ("责任编辑：张大三", {"editor": ("张大三",)}),
    ("新聞內文。（責任編輯：王大明）1141029", {"editor": ("王大明",)}),
    ("新聞內文。（編輯：王大明）1141029", {"editor": ("王大明",)}),
    ("新聞內文。（譯者：王大明/核稿：李小華）1141029", {"translator": ("王大明",), "editor": ("李小華",)}),
    (
        "(Reporting by John Doe and Jane Roe in Tokyo; Writing by Ann Lee; Editing by Bob Ray and Sue Fox)",
        {"reporters": ("John Doe", "Jane Roe", "Ann Lee"), "editor": ("Bob Ray", "Sue Fox")},
    ),
    ("攝影／王大明", {"photographer": ("王大明",)}),
    ("攝影：王大明", {"photographer": ("王大明",)}),
    ("編輯／王大明", {"editor": ("王大明",)}),
    ("编译：张大三", {"translator": ("张大三",)}),
    ("（編譯：王大明/核稿：李大同）1141029", {"translator": ("王大明",), "editor": ("李大同",)}),
]


@pytest.mark.parametrize(("text", "fields"), CREDITS)
def test_closing_credits_keep_their_roles(text, fields):
    assert told(text) == fields


CITED = [
    ("《紐約時報》報導，", {"cited": ("The New York Times",)}),
    ("美國有線電視新聞網（CNN）報導，", {"cited": ("CNN",)}),
    ("法新社報導，", {"cited": ("AFP",)}),
    ("據《日經新聞》報導", {"cited": ("日本経済新聞",)}),
    ("根據韓聯社報導", {"cited": ("연합뉴스",)}),
    ("「共同社」報導", {"cited": ("共同通信",)}),
    ("据路透社报道", {"cited": ("Reuters",)}),
    ("NHK報導，", {"cited": ("日本放送協會",)}),
    ("綜合中央社、路透社報導", {"cited": ("中央社", "Reuters")}),
    ("據路透社報導，美國", {"cited": ("Reuters",)}),
    ("根據法新社報導，法國", {"cited": ("AFP",)}),
    ("根據《紐約時報》報導，", {"cited": ("The New York Times",)}),
    ("韓聯社29日報導，", {"cited": ("연합뉴스",)}),
    ("據日本共同社和路透社報導，", {"cited": ("共同通信", "Reuters")}),
    ("德國之聲（DW）報導", {"cited": ("Deutsche Welle",)}),
]


@pytest.mark.parametrize(("text", "fields"), CITED)
def test_a_source_that_is_cited_published_nothing(text, fields):
    assert told(text) == fields


@pytest.mark.parametrize(
    "text",
    [
        "記者王大明今天表示，事件仍待調查。",
        "作者最新文章",
        "【連線】三地",
        "【天下】人人",
        "自立自強／台北報導",
        "（充電器・ケーブル）",
        "【重要・追記あり】確定申告",
        "(Los Angeles Times)",
        "He launched a school edited by Bard College",
        "記者提問／市長回答",
        "文字大小",
        "引述新华社北京10月7日电（记者张大三）的消息。",
        "小編整理",
        "編輯王大明／綜合報導",
        "（本報訊）市府",
        "今天／昨天",
        "關於我們／聯絡我們",
        "加入好友／追蹤",
        "10/29（三）上午",
        "(BUSINESS WIRE)",
        "By 2030, Taiwan and Japan",
        "By the river / park",
        "（綜合報導）",
        "分享／列印",
        "王大明／李大同當選",
        "陳先生／台北",
        "娛樂中心／綜合報導",
        "生活中心／台北報導",
        "體育中心／綜合報導 大谷翔平",
        "記者會上表示，市府今天公布",
        "記者在現場發現，／台北報導",
        "據了解，記者王大明昨天報導此事",
        "圖／記者王大明攝",
        "（圖／記者王大明攝）",
        "（示意圖／翻攝自Pixabay）",
        "（取自市長臉書）",
        "▲市長王大明（中）出席活動。（記者李大同攝）",
        "照片來源：中央社",
        "（資料照，記者王大明攝）",
        "（取自國防部長「X」帳號）",
        "記者王大明攝",
        "（記者王大明翻攝）",
        "記者節快樂",
        "記者會今天／台北登場",
        "（台北29日電）",
        "Yahoo奇摩新聞編輯室",
        "體育中心/綜合報導",
        "央视网消息（新闻联播）：",
        "据新华社电，",
        "Taipei, Oct. 29 (CNA) The",
        "PARIS — The French",
        "（東京 中央社）",
        "（中央社網站）",
        "圖片來源：鏡週刊",
        "（圖片來源：鏡週刊）",
        "（圖／三立新聞網）",
        "▲示意圖。（圖／翻攝自三立新聞網）",
        "（資料照／中央社）",
        "市長表示，中央社記者提問時他沒有回答。",
        "【本報訊】",
        "很長的摘要被截斷了某某報 ・ 1 天前",
        "摘要寫到年代 ・ 1 天前",
        "國際新聞中心／綜合報導",
        "財經中心／台北報導",
        "即時新聞／綜合報導",
        "【即時新聞中心／綜合報導】",
        "焦點新聞／王大明",
        "王大明：我會參選",
        "台北／綜合報導",
        "（中央社記者王大明攝 114年10月29日）",
        "Rti 央廣新聞",
        "据新华社北京10月29日电",
        "新华社记者张大三摄",
        "央视网消息：",
    ],
)
def test_words_that_are_no_byline_name_nobody(text):
    found = told(text)
    assert "reporters" not in found
    assert "outlet" not in found


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ("By Jane Roe, John Doe and Ann Lee", ("Jane Roe", "John Doe", "Ann Lee")),
        ("by Jane Roe", ("Jane Roe",)),
        ("記者 王小明", ("王小明",)),
        ("王小明／台北報導", ("王小明",)),
        ("記者王小明、李大同", ("王小明", "李大同")),
        ("文／王小明", ("王小明",)),
        ("王小明／中央社", ("王小明",)),
        ("特派員 林 文", ("林文",)),
        ("即時新聞中心", ()),
        ("國際中心", ()),
        ("自由時報", ()),
        ("Yahoo奇摩新聞", ()),
        ("小編", ()),
        ("noreply@paper.example (王小明)", ("王小明",)),
        ("Jane Roe <jane@paper.example>", ("Jane Roe",)),
        ("jane@paper.example", ()),
        ("홍길동 기자", ("홍길동",)),
        ("홍길동 기자 hong@paper.example", ("홍길동",)),
        ("John Doe, Reuters", ("John Doe",)),
        ("John Doe | Staff Writer", ("John Doe",)),
        ("田中太郎", ("田中太郎",)),
        ("Tomaž", ("Tomaž",)),
        ("admin", ()),
        ("taiwan", ()),
        ("Staff", ()),
        ("https://paper.example/jane", ()),
        ("王小明 王小明", ("王小明",)),
        ("", ()),
    ],
)
def test_an_author_field_gives_persons_only(author, names):
    assert author_names(author, OUTLETS) == names


def item(**words):
    given = {
        "outlet_text": "",
        "outlet_url": None,
        "author": "",
        "lead": "",
        "original_url": None,
        "page_url": "https://tw.news.yahoo.com/a-1.html",
        "source_outlet": None,
        "via": "Yahoo奇摩新聞",
        "language": "zh-Hant",
        "outlets": OUTLETS,
    }
    return attribute(**{**given, **words})


YDN = OUTLETS.by_id("ydn-com-tw")


@pytest.mark.parametrize(
    ("words", "outlet"),
    [
        ({"outlet_text": "青年日報", "original_url": "https://www.cna.com.tw/1"}, "青年日報"),
        ({"outlet_text": "青年日報 ・ 3 小時前"}, "青年日報"),
        ({"outlet_text": "經濟日報"}, "經濟日報"),
        ({"outlet_text": "CNA", "outlet_url": "https://www.channelnewsasia.com/"}, "CNA (Singapore)"),
        ({"outlet_url": "https://www.ydn.com.tw/"}, "青年日報"),
        ({"original_url": "https://www.ydn.com.tw/news/1", "lead": "[Newtalk新聞] 市府"}, "青年日報"),
        ({"page_url": "https://www.ydn.com.tw/news/1"}, "青年日報"),
        ({"lead": "[Newtalk新聞] 市府", "source_outlet": YDN}, "新頭殼"),
        ({"lead": "旺報【記者王大明╱台北報導】市府"}, "旺報"),
        ({"lead": "市府昨天公布", "tail": "市府昨天公布青年日報 ・ 1 天前"}, "青年日報"),
        ({"lead": "（中央社台北29日電）市府", "source_outlet": YDN}, "青年日報"),
        ({"outlet_text": "Yahoo奇摩新聞", "lead": "[Newtalk新聞] 市府"}, "新頭殼"),
        ({"outlet_text": "Yahoo奇摩新聞"}, "Yahoo奇摩新聞"),
        ({"outlet_text": "港灣日報社"}, "港灣日報社"),
        ({"outlet_text": "港灣日報社 ・ 3 小時前"}, "港灣日報社"),
        ({"outlet_text": "(ydn.com.tw)"}, "青年日報"),
        ({"outlet_text": "harbour.example"}, "harbour.example"),
        ({"outlet_text": "聯合線上", "page_url": "https://udn.com/news/1"}, "聯合新聞網"),
        ({"lead": "市府", "tail": "裁決即將作出，全文請見青年日報"}, None),
        ({"lead": "市府", "tail": "裁決即將作出。來源：青年日報"}, "青年日報"),
        ({"outlet_text": "13 小時前"}, None),
        ({"outlet_text": "記者王大明"}, None),
        ({"outlet_text": "國際中心"}, None),
        ({"lead": "（中央社台北29日電）市府"}, None),
        ({}, None),
    ],
)
def test_the_outlet_is_the_most_trusted_of_what_is_printed_or_linked(words, outlet):
    found = item(**words).outlet
    assert (found.name if found else None) == outlet


def test_a_name_that_nobody_registered_is_an_outlet_of_its_own():
    outlet = item(outlet_text="港灣日報社").outlet
    assert not outlet.registered
    assert outlet == OUTLETS.unregistered("港灣日報社")


def test_agency_reporters_place_credits_and_portal_stay_apart():
    found = item(
        outlet_text="自由時報",
        lead="（中央社記者王大明倫敦29日專電）英國",
        tail="裁決即將作出。（編輯：李大同）1141029",
    )
    assert (found.outlet.name, found.agency, found.reporters) == ("自由時報", "中央社", ("王大明",))
    assert (found.place, found.via, found.text) == ("倫敦", "Yahoo奇摩新聞", "自由時報")
    assert found.credits == (Credit(role="editor", name="李大同"),)


def test_persons_of_the_author_field_come_before_those_of_the_lead():
    assert item(author="李大同／中央社", lead="記者王大明／台北報導").reporters == ("李大同",)
    assert item(author="中央社", lead="記者王大明／台北報導").reporters == ("王大明",)


def test_a_glued_tail_keeps_its_words():
    found = attribution.read("記者王大明／綜合報導 挪威首都已開始評青年日報 ・ 1 天前", OUTLETS)
    assert (found.outlet.name, found.text, found.reporters) == ("青年日報", "青年日報", ("王大明",))


WORDS = [
    "記者",
    "王小明",
    "李大同",
    "、",
    "／",
    "台北",
    "東京",
    "29日",
    "報導",
    "電",
    "專電",
    "中央社",
    "（",
    "）",
    "【",
    "】",
    "[",
    "]",
    "編輯",
    "：",
    "攝",
    "圖",
    "By",
    "Jane",
    "Roe",
    "(AP)",
    "-",
    "・",
    "1天前",
    "\n",
    "據",
    "綜合",
    "서울=연합뉴스",
    "기자",
]


@given(st.lists(st.sampled_from(WORDS), max_size=12).map("".join))
def test_only_printed_names_are_claimed(text):
    found = attribution.read(text, OUTLETS)
    letters = text.replace(" ", "").casefold()
    for name in (*found.reporters, *(credit.name for credit in found.credits), found.place or ""):
        assert name.replace(" ", "").casefold() in letters


@pytest.mark.parametrize(
    "run",
    ["1日" * 9_000, " " * 20_000, "(" * 20_000, "記者" * 9_000, "王" * 20_000, "A " * 9_000, "報導" * 9_000],
)
def test_a_hostile_run_of_letters_is_read_and_names_nobody(run):
    assert attribution.read(run, OUTLETS).reporters == ()
    assert author_names(run, OUTLETS) == ()


@pytest.mark.parametrize(
    ("words", "outlet"),
    [
        ({"outlet_text": "Yahoo奇摩（即時新聞）"}, "Yahoo奇摩新聞"),
        ({"outlet_text": "Yahoo奇摩（即時新聞"}, "Yahoo奇摩新聞"),
        ({"outlet_text": "【青年日報】"}, "青年日報"),
        ({"outlet_text": "聯合新聞網 - udn.com"}, "聯合新聞網"),
        ({"outlet_text": "聯合新聞網 - 青年日報"}, "聯合新聞網 - 青年日報"),
        ({"author": "青年日報"}, "青年日報"),
        ({"author": "青年日報", "lead": "[Newtalk新聞] 市府"}, "新頭殼"),
        ({"author": "Yahoo奇摩新聞"}, None),
    ],
)
def test_a_label_keeps_its_own_brackets_and_an_author_may_be_an_outlet(words, outlet):
    found = item(**words).outlet
    assert (found.name if found else None) == outlet


@pytest.mark.parametrize(
    ("name", "witness", "country"),
    [
        ("世界日報", {"page_url": "https://news.google.com/articles/1"}, None),
        ("經濟日報", {"page_url": "https://news.google.com/articles/1"}, None),
        ("經濟日報", {"outlet_url": "https://money.udn.com/"}, "TW"),
        ("經濟日報", {"outlet_url": "https://www.hket.com/"}, "HK"),
        ("經濟日報", {"page_url": "https://hk.news.yahoo.com/1"}, "HK"),
        ("ABC", {"page_url": "https://news.google.com/articles/1", "language": "en"}, None),
        ("ABC", {"outlet_url": "https://www.abc.net.au/news"}, "AU"),
        ("CNA", {"page_url": "https://tw.news.yahoo.com/1"}, "TW"),
        ("CNA", {"outlet_url": "https://www.channelnewsasia.com"}, "SG"),
        ("東方日報", {"page_url": "https://hk.news.yahoo.com/1"}, "HK"),
        ("東方日報", {"outlet_url": "https://www.orientaldaily.com.my"}, "MY"),
        ("中央日報", {"page_url": "https://tw.news.yahoo.com/1"}, "TW"),
    ],
)
def test_a_name_of_several_outlets_goes_by_domain_or_by_a_portal_of_one_country(name, witness, country):
    outlet = item(outlet_text=name, **{"page_url": None, **witness}).outlet
    assert outlet.country == country
    assert outlet.registered == bool(country)


def test_the_body_tells_what_the_summary_leaves_out():
    body = "（中央社記者王大明台北29日電）市府今天公布。\n根據路透社報導，鄰國也會。\n法新社引述官員說法報導，還沒有。"
    found = item(lead="市府今天公布。據韓聯社報導，已有前例。", body=body)
    assert (found.agency, found.reporters, found.place) == ("中央社", ("王大明",), "台北")
    assert found.cited == ("연합뉴스", "Reuters", "AFP")
    assert item(lead="記者李大同／高雄報導 市府", body=body).reporters == ("李大同",)


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("聯合新聞網 | 記者王大明", "聯合新聞網"),
        ("ETtoday新聞雲 2 小時前", "ETtoday新聞雲"),
        ("鏡週刊 2026/11/29", "鏡週刊"),
        ("信報財經新聞 - 10 分鐘前", "信報"),
        ("聯合新聞網 · 3小時", "聯合新聞網"),
        ("The Guardian · 3h ago", "The Guardian"),
        ("연합뉴스 · 3시간 전", "연합뉴스"),
        ("読売新聞オンライン 11/29(日) 10:20", "読売新聞"),
        ("毎日新聞 11/29(日) 10:20配信", "毎日新聞"),
        ("來源:人民日報 作者:王大明", "人民日报"),
        ("来源：极目新闻 编辑：王大明", "极目新闻"),
        ("來源／路透社", "Reuters"),
        ("新聞來源：中央廣播電台", "央廣"),
        ("（本文轉載自關鍵評論網）", "關鍵評論網"),
        ("轉載自《風傳媒》", "風傳媒"),
        ("由 中央社 提供", "中央社"),
        ("via TechCrunch", "TechCrunch"),
        ("Originally published on Wired", "Wired"),
        ("転載元：ロイター", "Reuters"),
        ("출처=동아일보", "동아일보"),
        ("来源：北京日报客户端", "北京日报"),
        ("香港經濟日報 HKET", "香港經濟日報"),
        ("聯合新聞網（udn.com）", "聯合新聞網"),
        ("中央社（CNA）", "中央社"),
        ("人民网－人民日报", "人民日报"),
        ("三立新聞網 | 即時新聞", "三立新聞網"),
        ("港灣日報社 - 10 分鐘前", "港灣日報社"),
        ("聯合新聞網 / 港灣日報社", "聯合新聞網 / 港灣日報社"),
    ],
)
def test_the_words_around_an_outlets_name_are_no_part_of_it(label, name):
    assert item(outlet_text=label).outlet.name == name
