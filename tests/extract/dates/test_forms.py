"""Forms that pages print and that were once misread, or not read at all, in many languages."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from feedsvc.extract.dates import read

ZONES = {
    "zh-Hant": "Asia/Taipei", "zh-Hans": "Asia/Shanghai", "ja": "Asia/Tokyo", "ko": "Asia/Seoul", "en": "America/New_York",
    "de": "Europe/Berlin", "fr": "Europe/Paris", "es": "Europe/Madrid", "pt-BR": "America/Sao_Paulo", "it": "Europe/Rome",
    "nl": "Europe/Amsterdam", "pl": "Europe/Warsaw", "tr": "Europe/Istanbul", "vi": "Asia/Ho_Chi_Minh", "id-ID": "Asia/Jakarta",
    "th": "Asia/Bangkok", "ar": "Asia/Riyadh", "fa": "Asia/Tehran", "ro": "Europe/Bucharest", "cs": "Europe/Prague",
    "el": "Europe/Athens", "uk": "Europe/Kyiv", "ru": "Europe/Moscow", "sv": "Europe/Stockholm", "nb": "Europe/Oslo", "da": "Europe/Copenhagen",
    "fi": "Europe/Helsinki", "hu": "Europe/Budapest",
}  # fmt: skip
SEEN = datetime(2025, 10, 30, 12, 34, 56)  # noqa: DTZ001 - a Thursday; the zone is that of each page


def answer(language, text):
    zone = ZONES[language]
    return read(text, seen_at=SEEN.replace(tzinfo=ZoneInfo(zone)), zone=zone, language=language)


# Each is the 29th of October 2025, or 14:28 on it where the words hold a clock.
ON_THE_29TH = {
    "zh-Hant": "最後更新時間：2025-10-30 02:00 ｜ 發布時間：2025-10-29 14:28|下午2:28 · 2025年10月29日 · 1.2萬次觀看|03:24 ・ 2025年10月29日|昨 14:28|二○二五年十月二十九日|(週三) 14:28|29 2025-10|2025.10 29|10-29 2025|2025 10/29|聽新聞 0:00 / 3:24 2025-10-29 14:28|發佈時間：14:28 2025-10-29 HKT|2025-10-29 HKT 14:28",
    "ja": "午後2:28 · 2025年10月29日|(水) 14:28|2025年10月29日付|2025年10月29日 JST 14:28",
    "ko": "오후 2:28 · 2025년 10월 29일|어젯밤|어제 14:28|2025년 10월 29일자|(수) 14:28|25. 10. 29.",
    "en": "Published 14:28 29 Oct 2025 EDT|03:24 · Oct 29, 2025|2:28 PM · Oct 29, 2025 · 1.2M Views|Oct 29, Wed 2:28 PM|29-Oct-25|29 Oct 25|29 Oct 25, 14:28|Oct-29-2025|2025 Oct 29|2025-Oct-29|29-Oct-2025 14:28",
    "de": "29.10.2025-14:28|29. 10. 2025|Aktualisiert am 29.10.2025-14:28",
    "es": "29 de octubre de 2025 a las 14:28",
    "pt-BR": "29 de outubro de 2025 às 14h28|29/10/2025 às 14:28|29 out. 2025|ontem às 14:28|quarta-feira, 29 de outubro de 2025|Atualizado em 29/10/2025 14h28",
    "it": "29 ott 2025|29 ottobre 2025 alle 14:28|mercoledì 29 ottobre 2025|ieri alle 14:28|29 ottobre 2025 alle ore 14.28",
    "nl": "29 oktober 2025 om 14:28|wo 29 oktober 2025|gisteren om 14:28",
    "pl": "29 października 2025, 14:28|29 paź 2025|środa, 29 października 2025|29 października 2025 r.|wczoraj, 14:28",
    "tr": "29 Ekim 2025 Çarşamba|29 Ekim 2025 Çarşamba 14:28|29 Ekim 2025 14:28|dün 14:28|29 Ekim 2025 - 14:28",
    "vi": "ngày 29 tháng 10 năm 2025|29 tháng 10, 2025|14:28 - 29/10/2025|hôm qua 14:28|Thứ Tư, ngày 29/10/2025 14:28 PM (GMT+7)",
    "id-ID": "Rabu, 29 Oktober 2025 | 14:28 WIB|29 Okt 2025|kemarin|Selasa, 29 Okt 2025 14:28 WIB",
    "th": "29 ตุลาคม 2568|29 ต.ค. 68|29 ต.ค. 2568 14:28 น.|29/10/2568|วันพุธที่ 29 ตุลาคม พ.ศ. 2568|29 ตุลาคม 2025",
    "ar": "٢٩ أكتوبر ٢٠٢٥|29 تشرين الأول 2025|الأربعاء 29 أكتوبر 2025|29 أكتوبر 2025 14:28",
    "fa": "۷ آبان ۱۴۰۴|۱۴۰۴/۰۸/۰۷|۲۹ اکتبر ۲۰۲۵",
    "ro": "29 octombrie 2025, 14:28|29 octombrie 2025",
    "cs": "29. října 2025 14:28|29. 10. 2025|29. 10. 2025 14:28|včera 14:28",
    "el": "29 Οκτωβρίου 2025, 14:28|29 Οκτ 2025|Τετάρτη, 29 Οκτωβρίου 2025",
    "uk": "29 жовтня 2025, 14:28|29 жовтня 2025 р.|вчора, 14:28",
    "sv": "29 oktober 2025 kl. 14.28|29 okt 2025 kl 14:28|i går 14:28",
    "nb": "29. oktober 2025 kl. 14:28|onsdag 29. oktober 2025",
    "da": "29. oktober 2025 kl. 14.28",
    "fi": "29.10.2025 klo 14.28|29.10. klo 14:28|29. lokakuuta 2025",
    "hu": "2025. október 29.|2025. október 29. 14:28",
}  # fmt: skip


def each(table):
    return [(language, text) for language, texts in table.items() for text in re.split(r"(?<! )\|", texts)]


@pytest.mark.parametrize(("language", "text"), each(ON_THE_29TH))
def test_the_day_and_its_clock(language, text):
    begins = datetime(2025, 10, 29, tzinfo=ZoneInfo(ZONES[language]))
    lasts = timedelta(days=1)
    if re.search(r"14[:.h]28|2:28", text):
        begins, lasts = begins.replace(hour=14, minute=28), timedelta(minutes=1)
    if text == "어젯밤":
        begins, lasts = begins.replace(hour=18), timedelta(hours=6)
    found = answer(language, text)
    assert (found.earliest, found.latest) == (begins, begins + lasts - timedelta(microseconds=1))


@pytest.mark.parametrize(
    ("language", "text"), [row for row in each(ON_THE_29TH) if re.search(r"29|٢٩|۲۹|۷|二十九", row[1])]
)
def test_a_date_reads_the_same_four_weeks_later(language, text):
    later = (SEEN + timedelta(days=28)).replace(tzinfo=ZoneInfo(ZONES[language]))
    found = read(text, seen_at=later, zone=ZONES[language], language=language)
    assert found.interval == answer(language, text).interval


THREE_HOURS_AGO = {
    "zh-Hant": "03:24 · 3 小時前|03:24 3小時前|12:05 · 觀看次數：8.9萬次 · 3 小時前",
    "ja": "12:34 · 3 時間前",
    "en": "2:05:11 • 3 hours ago|128 points by someone 3 hours ago | hide | 43 comments|1.2M views 3 hours ago|answered 3 hours ago",
    "fr": "il y a 3 h",
    "es": "Hace 3 h",
    "pt-BR": "há 3 horas|3 horas atrás|há 3 horas atrás",
    "it": "3 ore fa|Pubblicato 3 ore fa",
    "nl": "3 uur geleden",
    "pl": "3 godziny temu|około 3 godziny temu",
    "tr": "3 saat önce",
    "vi": "3 giờ trước",
    "id-ID": "3 jam yang lalu|3 jam lalu",
    "th": "3 ชั่วโมงที่แล้ว",
    "ar": "منذ 3 ساعات|قبل ٣ ساعات",
    "fa": "۳ ساعت پیش",
    "ro": "acum 3 ore",
    "cs": "před 3 hodinami",
    "el": "πριν από 3 ώρες",
    "uk": "3 години тому",
    "sv": "för 3 timmar sedan|3 timmar sedan",
    "nb": "for 3 timer siden",
    "fi": "3 tuntia sitten",
    "hu": "3 órája",
}


@pytest.mark.parametrize(("language", "text"), each(THREE_HOURS_AGO))
def test_ages_beside_a_film_s_length_and_in_other_tongues(language, text):
    found = answer(language, text)
    ages = [
        (SEEN.replace(tzinfo=ZoneInfo(ZONES[language])) - end) / timedelta(hours=1)
        for end in (found.earliest, found.latest)
    ]
    assert ages in ([4, 2.5], [3.5, 2.5])


@pytest.mark.parametrize(
    ("language", "text", "hours"),
    [
        ("it", "un'ora fa", 1), ("pl", "godzinę temu", 1), ("pt-BR", "Há uma hora", 1), ("ar", "منذ ساعة", 1), ("ar", "منذ ساعتين", 2),
        ("cs", "před hodinou", 1), ("id-ID", "sejam yang lalu", 1), ("sv", "för en timme sedan", 1), ("ko", "반나절 전", 12), ("ko", "며칠 전", 100),
    ],
)  # fmt: skip
def test_an_age_without_a_figure(language, text, hours):
    found = answer(language, text)
    ages = [
        (SEEN.replace(tzinfo=ZoneInfo(ZONES[language])) - end) / timedelta(hours=1)
        for end in (found.earliest, found.latest)
    ]
    assert ages[0] > hours > ages[1]


def test_of_a_clock_beside_an_age_that_agrees_the_clock_is_the_answer():
    assert answer("zh-Hant", "09:28 ・ 3 小時前").unit == "minute"


@pytest.mark.parametrize(
    ("language", "text", "day"),
    [("pt-BR", "03/04/2025", "2025-04-03"), ("fr", "03/04/2025", "2025-04-03"), ("en", "03/04/2025", "2025-03-04"), ("nl", "03-04-2025", "2025-04-03")],
)  # fmt: skip
def test_the_order_of_day_and_month_follows_the_language_before_the_zone(language, text, day):
    found = answer(language, text)
    assert f"{found.earliest.astimezone(ZoneInfo(ZONES[language])):%Y-%m-%d}" == day


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("zh-Hant", "10/1 (週三) 14:28"), ("zh-Hant", "10/1（三）14:28"), ("zh-Hant", "10月1日（週三）下午2:28"), ("ja", "10/1(水) 14:28"),
        ("ja", "1日(水) 14:28"), ("ko", "10월 1일 (수) 오후 2:28"), ("ko", "10.1(수) 14:28"), ("en", "10/1 Wed 2:28 PM"),
    ],
)  # fmt: skip
def test_a_weekday_beside_a_date_never_moves_it_to_the_nearest_such_day(language, text):
    found = answer(language, text)
    assert f"{found.earliest.astimezone(ZoneInfo(ZONES[language])):%m-%d %H:%M}" == "10-01 14:28"


# Of a number only its end was read: 2,5 hours as five, "twenty two" as two.
PART_OF_A_NUMBER = {
    "zh-Hant": "1,234 天前|10萬年前|二萬三年前",
    "ja": "1,000年前",
    "ko": "스물 세 시간 전",
    "en": "1,200 days ago|2½ hours ago|2,5 hours ago|Twenty two hours ago|A hundred and two years ago",
    "ru": "2,5 часа назад|1 200 дней назад|двадцать два часа назад|полтора часа назад|часов назад",
    "uk": "двадцять одну годину тому|2,5 години тому",
    "tr": "yirmi bir saat önce|2,5 saat önce",
    "pt-BR": "há 2,5 horas|há dois mil anos",
}


@pytest.mark.parametrize(("language", "text"), each(PART_OF_A_NUMBER))
def test_the_end_of_a_number_is_not_the_number(language, text):
    assert answer(language, text) is None


@pytest.mark.parametrize(
    ("language", "text", "oldest", "newest"),  # minutes
    [
        ("ja", "十数分前", 20, 10), ("ja", "10数分前", 20, 10), ("zh-Hant", "二、三分鐘前", 4, 2), ("ko", "30여 분 전", 40, 30), ("ko", "1시간 남짓 전", 120, 60),
        ("de", "vor zwei Stunden", 180, 90), ("fr", "il y a deux heures", 180, 90), ("ru", "два часа назад", 180, 90), ("pt-BR", "há cerca de 2 horas", 150, 90),
    ],
)  # fmt: skip
def test_counts_in_words(language, text, oldest, newest):
    found = answer(language, text)
    seen = SEEN.replace(tzinfo=ZoneInfo(ZONES[language]))
    assert [(seen - end) / timedelta(minutes=1) for end in (found.earliest, found.latest)] == pytest.approx(
        [oldest, newest]
    )


@pytest.mark.parametrize(
    ("language", "text", "day"),
    [
        ("nb", "mandag 5. august kl. 14:47", "2024-08-05"), ("en", "Monday, August 5", "2024-08-05"), ("zh-Hant", "8/5(一) 14:47", "2024-08-05"),
        ("zh-Hant", "8月5日 週二", "2025-08-05"), ("ja", "8月5日(火)", "2025-08-05"), ("ko", "8월 5일 (월)", "2024-08-05"), ("en", "Tue Aug 5", "2025-08-05"),
        ("zh-Hant", "8/5(五)", "2025-08-05"),  # no such day of late: a slip
        ("zh-Hant", "12/31(二)", "2024-12-31"),
    ],
)  # fmt: skip
def test_a_weekday_tells_the_year_that_a_date_leaves_out(language, text, day):
    found = answer(language, text)
    assert f"{found.earliest.astimezone(ZoneInfo(ZONES[language])):%Y-%m-%d}" == day


TOLD = {
    "zh-Hant": "2月26日，局長向全體同仁發出一份嘉獎的通知|今天，外交部發言人主持了最後一次例行記者會|十年前，他們已經不能穩定住那個地方了|圖為民眾在市政府廣場上排隊等待做篩檢 110年7月13日",
    "en": "Travelers wait in lines at the airport on November 26.|Today, we are rolling out the new version|Last week, we had never heard of the firm|that we have just released today.|Lit up the night sky over the town on Tuesday.|July 28-Aug. 12, 1984:|Today's weather",
    "fr": "Le journal d'aujourd'hui",
    "pt-BR": "O ministro convocou o embaixador nos Estados Unidos, hoje, para protestar",
}
SHOWN = [
    ("zh-Hant", "今天 · 王小明等人花了三年寫成的長篇專題"), ("zh-Hant", "市政府秘書處新聞科的最新消息公告 張貼日期：2025-10-29"),
    ("en", "Posted by someone on October 29"), ("pt-BR", "Carro novo capota na saída da loja - 29/10/2025"), ("en", "Oct 29, Reuters"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text"), each(TOLD))
def test_a_day_told_in_a_sentence_is_not_the_time_of_the_page(language, text):
    assert answer(language, text) is None


@pytest.mark.parametrize(("language", "text"), SHOWN)
def test_a_day_set_apart_or_labelled_is(language, text):
    assert answer(language, text).kind == "date"


NO_TIME = {
    "zh-Hant": "今 9點|昨 1029|聽新聞 0:00 / 3:24|03:24 / 12:05|10/29 19:30 開演|○ 日本新聞",
    "ja": "毎週(金) 21:00|(月) 休館|2025/10/29 発売予定|10/29 21:00 放送",
    "de": "Er starb vor 3 Jahren|ab 29.10.2025|bis 29.10.2025|vor Jahren",
    "fr": "Il est mort il y a 3 ans|jusqu'au 29/10/2025",
    "ru": "Он умер 3 года назад",
    "uk": "Він помер 3 роки тому",
    "ko": "매주 (수) 21:00|반 친구|반값|며칠|칠판 3일",
    "en": "Monday.com|29 Oct 12 comments soon|May-25|10h battery",
    "pt-BR": "3 min de leitura|amanhã|há horas|há vagas",
    "it": "3 minuti di lettura|domani|10 ore",
    "nl": "3 min leestijd|morgen|24 uur",
    "pl": "3 min czytania|jutro|10 lat|do 29 października 2025",
    "tr": "3 dk okuma|yarın|24 saat|saat 09:10'da başlıyor",
    "vi": "3 phút đọc|ngày mai|24 giờ|Ông mất 3 năm trước|từ 29/10/2025",
    "id-ID": "3 menit baca|besok|24 jam|jam 9",
    "th": "อ่าน 3 นาที|พรุ่งนี้",
    "ar": "3 دقائق قراءة|غدا",
    "fa": "۳ دقیقه",
    "sv": "3 min läsning|i morgon",
    "fi": "3 min lukuaika",
    "hu": "3 perc",
    "cs": "zítra|3 minuty čtení",
}


@pytest.mark.parametrize(("language", "text"), each(NO_TIME))
def test_words_that_hold_no_time_have_no_answer(language, text):
    assert answer(language, text) is None
