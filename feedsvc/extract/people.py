"""The words in an author's place -> names of persons.  Desks, outlets and roles are no persons."""

from __future__ import annotations

import re

from feedsvc.extract.places import is_place
from feedsvc.outlets import Outlets


def _words(table: str) -> frozenset[str]:
    return frozenset(table.split())


_SURNAMES = frozenset(
    """
趙錢孫李周吳鄭王馮陳褚衛蔣沈韓楊朱秦尤許何呂施張孔曹嚴華金魏陶姜戚謝鄒喻柏竇章雲蘇潘葛奚范彭郎魯韋昌
馬苗鳳花方俞任袁柳酆鮑史唐費廉岑薛雷賀倪湯滕殷羅畢郝鄔安常樂于時傅皮卞齊康伍余元卜顧孟平黃和穆蕭尹姚
邵湛汪祁毛禹狄米貝明臧計伏成戴談宋茅龐熊紀舒屈項祝董梁杜阮藍閔席季麻強賈路婁危江童顏郭梅盛林刁鍾徐邱
駱高夏蔡田樊胡凌霍虞萬支柯昝管盧莫經房裘繆干解應宗丁宣賁鄧郁單杭洪包諸左石崔吉鈕龔程嵇邢滑裴陸榮翁荀
羊於惠甄麴封芮羿儲靳汲邴糜松井段富巫烏焦巴弓牧隗山谷車侯宓蓬全郗班仰秋仲伊宮寧仇欒暴甘鈄厲戎祖武符劉
景詹束龍葉幸司韶郜黎薊薄印宿白懷蒲邰從鄂索咸籍賴卓藺屠蒙池喬陰鬱胥蒼雙聞莘黨翟譚貢勞逄姬申扶堵冉宰酈
雍郤璩桑桂濮牛壽邊扈燕冀郟浦尚農溫莊晏柴瞿閻充慕連茹習宦艾魚容向古易慎戈廖庾暨居衡步都耿滿弘匡國文寇
廣祿闕東歐殳沃利蔚越夔隆師鞏厙聶晁勾敖融冷訾辛闞那簡饒空曾毋沙乜養鞠須豐巢關蒯相查后荊紅游竺權逯蓋益
桓公涂凃佘佟冼區粘官楚帥買覃丘苟肖閆付仝仉佴蹇洗冠敬原植鹿皇展苑遲曲岳海佀藤詠漆楨渠候邸藏逢刑攸卿諶
柒塗母銀揭商牟伯賞南墨哈譙笪陽況後琴曠裔鄺閤代漢揚遊樓蕫盤洛蒔逸軒衣赵钱孙吴郑冯陈卫蒋韩杨许吕张严华
谢邹窦云苏鲁韦马凤鲍费贺汤罗毕邬乐时齐顾黄萧贝计谈庞纪项蓝闵强贾娄颜钟骆万卢经缪应贲邓单诸钮龚陆荣储
乌车宫宁栾钭厉刘龙叶蓟怀从赖蔺乔阴苍双闻党谭贡劳郦寿边郏农温庄阎连习鱼满国广禄阙东欧师巩厍聂阚简饶养
须丰关荆红权盖区帅买闫迟咏桢谌银赏谯阳况旷邝合汉扬楼盘莳轩
""".replace("\n", "")
)
_TWO_LETTER_SURNAMES = _words(
    """
歐陽 司馬 上官 諸葛 司徒 皇甫 尉遲 公孫 慕容 令狐 夏侯 東方 端木 張簡 范姜 張廖 周黃
郭李 陳李 陳林 葉劉 梁丘 宇文 長孫 鍾離 淳于 單于 百里 呼延 軒轅 獨孤 南宮 西門 東郭
欧阳 司马 诸葛 尉迟 公孙 东方 张简 张廖 周黄 陈李 陈林 叶刘 长孙 钟离 单于 轩辕 独孤
南宫 西门 东郭
"""
)
_JAPANESE_SURNAMES = _words(
    """
佐藤 鈴木 高橋 高桥 田中 伊藤 渡辺 渡邊 渡边 山本 中村 小林 加藤 吉田 山田 佐々 山口 松本 井上
木村 清水 山崎 池田 阿部 橋本 桥本 山下 石川 中島 中岛 前田 藤田 後藤 后藤 小川 岡田 冈田 村上
長谷 长谷 近藤 石井 斉藤 齋藤 斎藤 齐藤 坂本 遠藤 远藤 青木 藤井 西村 福田 太田 三浦 藤原 岡本
冈本 松田 中川 中野 原田 小野 田村 竹内 金子 和田 中山 石田 上田 森田 柴田 酒井 工藤 横山 橫山
宮崎 宫崎 宮本 宫本 内田 高木 安藤 谷口 大野 丸山 今井 高田 藤本 武田 村田 上野 杉山 増田 平野
大塚 千葉 千叶 久保 松井 小島 岩崎 桜井 櫻井 野口 松尾 野村 木下 菊地 菊池 佐野 大西 杉本 新井
浜田 濱田 古川 市川 水野 小松 島田 岛田 西田 北村 川口 五十 東條 平田 本田 福島 福岛 矢野 河野
"""
)
_KOREAN_SURNAMES = frozenset(
    "김이박최정강조윤장임한오서신권황안송류유홍전고문양손배백허남심노하곽성차주우구민진지엄채원천방공현함변염여추도소석선설마길연위표명기반왕금옥"
    "육인맹제모탁국어은편용예경봉사부가복태목형피두감음빈동온호범좌팽승간상갈나라시라련량려림리"
)
_LONG_KOREAN_SURNAMES = _words("남궁 황보 제갈 사공 선우 독고 동방 서문")
_KOREAN_OFFICE = re.compile(
    "(?:일보|신문|뉴스|경제|방송|투데이|데일리|타임스|타임즈|미디어|스포츠|닷컴|매일|저널|프레스|포스트|통신|위클리|조선)$"
)
_DOT = "．.·‧・•"
_HAN = r"[\u3400-\u9fff\uf900-\ufaff]"
_COMPOUND = re.compile(rf"{_HAN}{{1,8}}(?:[{_DOT}]{_HAN}{{1,8}})+")
_CHINESE = re.compile(rf"{_HAN}{{2,4}}")
_JAPANESE = re.compile(r"[\u3400-\u9fff\u3041-\u30ff々ー]{2,8}")
_KOREAN = re.compile(r"[\uac00-\ud7a3]{2,4}")
_WESTERN_WORD = r"(?:(?:d|D|O|L|l)['’])?[A-Z\u00c0-\u024f][A-Za-z\u00c0-\u024f'’.-]*"
_WESTERN = re.compile(
    rf"{_WESTERN_WORD}(?: (?:{_WESTERN_WORD}|de|la|van|von|der|den|del|di|da|dos|bin|al|el|le|y|ter)){{1,4}}"
)
_ONE_WESTERN = re.compile(r"[A-Z\u00c0-\u024f][a-z\u00df-\u024f]+(?:-[A-Z]?[a-z\u00df-\u024f]+)?")
# Who signs for an office: 即時新聞, 國際中心, 綜合報導, 財經頻道, 本報訊, 증권팀, Staff Writer.
_DESK = re.compile(
    "單位|单位|公園|公园|文章|最新|最近|更多|相關|相关|公众|公眾|中心|頻道|频道|新聞|新闻|編輯|编辑|小編|小编|報導|報道|报导|报道|綜合|综合|外電|外电|連線|连线|即時|即时|"
    "專題|专题|整理|本報|本报|本刊|本社|本台|小組|小组|團隊|团队|記者|记者|特派|採訪|采访|編譯|编译|來源|来源|作者|"
    "網站|网站|媒體|媒体|日報|日报|時報|时报|晚報|晚报|電視|电视|通訊|通讯|週刊|周刊|雜誌|杂志|網路|网络|攝影|摄影|"
    "圖片|图片|資料|资料|讀者|读者|投書|匿名|公司|委員|办公|辦公|政府|出版|提問|提问|會議|会议|回答|"
    "取材班|編集|支局|特集|온라인|뉴스|팀$|부$|기자단|편집|^(?:사진|취재|영상|그래픽|자료)$|[報报網网][．.·‧・•]"
)
_DESK_END = re.compile("[部組组室社網网台局處处署會会黨党院府館馆廳厅所課课隊队股版案]$|電$|电$")
_WESTERN_DESK = re.compile(
    r"\b(?:staff|desk|editors?|editorial|newsroom|reporters?|reporting|writers?|agency|agencies|admin|"
    r"administrator|news|press|team|correspondents?|contributors?|guest|author|unknown|anonymous|wire|"
    r"media|online|times|daily|magazine|group|inc|ltd|tv|com|user|test|webmaster|service|services|post|"
    r"photo|photographer|video|images|committee|popular|today|tomorrow|yesterday|tonight|noon|midnight|morning|evening|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|listings?|transfers?|position|bureau|board|department)\b",
    re.IGNORECASE,
)


def is_chinese_name(text: str) -> bool:
    """A name that stands alone: two to four letters with a known family name, or written with a dot."""
    return _fit(text) and (bool(_COMPOUND.fullmatch(text)) or _with_surname(text))


def is_signed_name(text: str) -> bool:
    """A name in a reporter's place, which may be Japanese (田中太郎) or Latin too."""
    if is_chinese_name(text):
        return True
    japanese = len(text) in {4, 5} and text[:2] in _JAPANESE_SURNAMES
    return _fit(text) and ((japanese and bool(_JAPANESE.fullmatch(text))) or is_western_name(text))


def is_western_name(text: str) -> bool:
    return bool(_WESTERN.fullmatch(text)) and not _WESTERN_DESK.search(text) and not text.startswith("The ")


def is_korean_name(text: str) -> bool:
    """Two or three letters with a known family name, or four with one of two letters."""
    if not _KOREAN.fullmatch(text) or _DESK.search(text) or is_korean_office(text):
        return False
    if len(text) == 4:
        return text[:2] in _LONG_KOREAN_SURNAMES
    return text[0] in _KOREAN_SURNAMES or text[:2] in _LONG_KOREAN_SURNAMES


def is_korean_office(text: str) -> bool:
    """서울신문, 제민일보: what ends like the name of a paper or a station."""
    return bool(_KOREAN_OFFICE.search(text))


def has_japanese_surname(text: str) -> bool:
    return text[:2] in _JAPANESE_SURNAMES


def is_japanese_name(text: str) -> bool:
    return bool(_JAPANESE.fullmatch(text)) and not _DESK.search(text) and not is_place(text)


def is_desk(text: str) -> bool:
    return bool(_DESK.search(text) or _WESTERN_DESK.search(text))


def _fit(text: str) -> bool:
    return not (_DESK.search(text) or _DESK_END.search(text) or is_place(text))


def _with_surname(text: str) -> bool:
    if not _CHINESE.fullmatch(text):
        return False
    if text[:2] in _TWO_LETTER_SURNAMES:
        return len(text) >= 3
    return text[0] in _SURNAMES and (len(text) <= 3 or text[1] in _SURNAMES)


_SEPARATORS = re.compile(r"\s*(?:[、,，;；&＆|｜/／╱\n]|\band\b|(?<=\w) [-·•] |與|及|暨)\s*")


def names_in(text: str) -> tuple[str, ...]:
    """All Chinese or Western names of a list (王心妤、葉冠吟); none when one of its members is no name."""
    parts = [_joined(part) for part in _LIST.split(_TWO_NAMES.sub(r"\1、", text.strip())) if part.strip()]
    if not parts and not text.strip():
        return ()
    if not all(map(is_signed_name, parts)):
        parts = [part for part in text.split() if part]  # 王作葵 刘恺
    return tuple(dict.fromkeys(parts)) if parts and all(map(is_signed_name, parts)) else ()


_TWO_NAMES = re.compile(  # 王大明·李小華, but 夏曼．藍波安
    rf"(?<!{_HAN})([{''.join(sorted(_SURNAMES))}]{_HAN}{{2}})[{_DOT}](?=[{''.join(sorted(_SURNAMES))}]{_HAN}{{2}}(?!{_HAN}))"
)
_LIST = re.compile(r"\s*(?:[、,，;；&＆]|\band\b|(?<=[\u3400-\u9fff]{2})[與及和](?=[\u3400-\u9fff]{2}))\s*")


def _joined(part: str) -> str:
    """郭 嘉 -> 郭嘉: the space that sets a name of two letters to the width of three."""
    letters = part.strip()
    return letters.replace(" ", "") if re.fullmatch(rf"{_HAN} +{_HAN}", letters) else letters


# -- the author field of a page or a feed ---------------------------------------------------------

_LONGEST = 2_000  # an author field; a page may put its whole text there
_MAIL = re.compile(r"\S+@\S+\s*\(([^()]*)\)|([^<>]*)<[^<>]*@[^<>]*>|\S+@\S+")
_LEAD_IN = re.compile(
    r"^(?:by|von|par|por|written by|reported by|文|撰文|作者|記者|记者|编译|編譯|特派員|採訪|圖文|text)\s*[:：/／|]?\s*"
    r"(?=\W|[A-Z\u3400-\u9fff])",
    re.IGNORECASE,
)
_ROLE_BEFORE = re.compile(
    r"^.{0,12}?(?:記者|记者|特派員|特派员|特約|编译|編譯|撰文|實習生|主筆|主笔)\s*[:：/／]?\s*(?=[\u3400-\u9fffA-Z])"
)
_ROLE_AFTER = re.compile(r"\s*(?:記者|记者|기자|특파원|特派員|編集委員|氏|さん|客員編集委員)\s*(?:\S+@\S+)?$")
_ENDING = re.compile(r"(?:[^\s/／]{0,8})(?:報導|報道|报导|报道)$")


def author_names(text: str, outlets: Outlets) -> tuple[str, ...]:
    """The persons of an author field: "By Jane Roe and John Doe", "王小明／台北報導", "x@y (Name)".

    Desks, outlets, places and addresses are left out; the order stays, no name comes twice.
    """
    spoken = _MAIL.sub(
        lambda mail: f" {mail[1] or mail[2] or ''} ", text[:_LONGEST].replace("\u00a0", " ")
    ).strip()
    parts = _SEPARATORS.split(_LEAD_IN.sub("", spoken, count=1))
    return tuple(dict.fromkeys(name for part in parts for name in _authors(part, outlets)))


def _authors(part: str, outlets: Outlets) -> tuple[str, ...]:
    name = _joined(_ROLE_AFTER.sub("", _ROLE_BEFORE.sub("", part.strip(" .。()（）[]【】"))))
    if not name or "http" in name or outlets.named(name):
        return ()
    return (name,) if _is_author(name) else names_in(name)


def _is_author(name: str) -> bool:
    if is_desk(name) or is_place(name) or _ENDING.search(name):
        return False
    if is_signed_name(name) or is_korean_name(name):
        return True
    return bool((_JAPANESE.fullmatch(name) and len(name) <= 6) or _ONE_WESTERN.fullmatch(name))
