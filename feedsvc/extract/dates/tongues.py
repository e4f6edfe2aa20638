"""A time field in one of two dozen smaller languages -> the same field in English words, which the readers know.

One entry per language: its months, day words, units of an age and the words around them. A new language is a new entry.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from feedsvc.extract.dates import years

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_UNITS = ("second", "minute", "hour", "day", "week", "month", "year")
_DAYS = ("today", "yesterday")


@dataclass(frozen=True, slots=True)
class Tongue:
    """The words of one language: items are parted by "|", the forms of one by a space (_ joins two words)."""

    months: str
    units: str = ""  # second to year: the forms that stand behind a number
    single: str = ""  # and those that need none
    one: str = ""
    since: str = ""  # before an age
    ago: str = ""  # behind an age
    days: str = ""  # today, yesterday
    weekdays: str = ""  # Monday to Sunday
    about: str = ""  # before a number
    at: str = ""  # before a clock
    updated: str = ""
    published: str = ""
    others: dict[str, str] = field(default_factory=dict)
    dropped: str = "(?!)"  # a pattern: what says nothing


TONGUES: dict[str, Tongue] = {
    "ar": Tongue(
        months="يناير كانون_الثاني|فبراير شباط|مارس آذار|أبريل ابريل إبريل نيسان|مايو أيار|يونيو حزيران|يوليو تموز|أغسطس اغسطس آب|سبتمبر أيلول|أكتوبر اكتوبر تشرين_الأول|نوفمبر تشرين_الثاني|ديسمبر كانون_الأول",
        units="ثواني ثوان|دقائق|ساعات|أيام|أسابيع|أشهر شهور|سنوات",
        single="ثانية|دقيقة|ساعة|يوم|أسبوع|شهر|سنة عام",
        since="منذ قبل",
        days="اليوم|أمس",
        weekdays="الاثنين الإثنين|الثلاثاء|الأربعاء|الخميس|الجمعة|السبت|الأحد",
        at="الساعة",
        updated="آخر_تحديث تحديث",
        published="نشر نُشر",
        others={"دقيقتين": "2 minutes", "ساعتين": "2 hours", "يومين": "2 days", "أسبوعين": "2 weeks", "شهرين": "2 months", "ص": "am", "م": "pm"},
    ),
    "cs": Tongue(
        months="ledna|února|března|dubna|května|června|července|srpna|září|října|listopadu|prosince",
        units="sekundami|minutami|hodinami|dny|týdny|měsíci|lety",
        single="sekundou|minutou|hodinou|dnem|týdnem|měsícem|rokem",
        since="před",
        days="dnes|včera",
        weekdays="pondělí|úterý|středa|čtvrtek|pátek|sobota|neděle",
        at="v ve",
        updated="aktualizováno",
        published="publikováno vydáno",
    ),
    "da": Tongue(
        months="januar|februar|marts|april|maj|juni|juli|august|september|oktober okt|november|december",
        units="sekunder|minutter min|timer|dage|uger|måneder|år",
        single="sekund|minut|time|dag|uge|måned|",
        one="en et",
        ago="siden",
        days="i_dag|i_går",
        weekdays="mandag|tirsdag|onsdag|torsdag|fredag|lørdag|søndag",
        at="kl. kl",
        updated="opdateret",
        published="publiceret offentliggjort",
    ),
    "el": Tongue(
        months="ιανουαρίου ιαν|φεβρουαρίου φεβ|μαρτίου μαρ|απριλίου απρ|μαΐου μαϊ|ιουνίου ιουν|ιουλίου ιουλ|αυγούστου αυγ|σεπτεμβρίου σεπ|οκτωβρίου οκτ|νοεμβρίου νοε|δεκεμβρίου δεκ",
        units="δευτερόλεπτα|λεπτά|ώρες|ημέρες μέρες|εβδομάδες|μήνες|χρόνια",
        single="|λεπτό|ώρα|ημέρα μέρα|εβδομάδα|μήνα|χρόνο",
        one="ένα μία",
        since="πριν_από πριν",
        days="σήμερα|χθες",
        weekdays="δευτέρα|τρίτη|τετάρτη|πέμπτη|παρασκευή|σάββατο|κυριακή",
        at="στις",
        updated="ενημερώθηκε τελευταία_ενημέρωση",
        published="δημοσιεύθηκε δημοσίευση",
    ),
    "fa": Tongue(
        months="ژانویه|فوریه|مارس|آوریل|مه مهٔ|ژوئن|ژوئیه|اوت|سپتامبر|اکتبر|نوامبر|دسامبر",
        units="ثانیه|دقیقه|ساعت|روز|هفته|ماه|سال",
        one="یک",
        ago="پیش قبل",
        days="امروز|دیروز",
        updated="به‌روزرسانی به_روز_رسانی",
        published="انتشار",
    ),
    "fi": Tongue(
        months="tammikuuta|helmikuuta|maaliskuuta|huhtikuuta|toukokuuta|kesäkuuta|heinäkuuta|elokuuta|syyskuuta|lokakuuta|marraskuuta|joulukuuta",
        units="sekuntia|minuuttia min|tuntia|päivää|viikkoa|kuukautta|vuotta",
        single="sekunti|minuutti|tunti|päivä|viikko|kuukausi|vuosi",
        ago="sitten",
        days="tänään|eilen",
        weekdays="maanantai|tiistai|keskiviikko|torstai|perjantai|lauantai|sunnuntai",
        at="klo",
        updated="päivitetty",
        published="julkaistu",
    ),
    "hu": Tongue(
        months="január jan|február febr|március márc|április ápr|május máj|június jún|július júl|augusztus aug|szeptember szept|október okt|november nov|december dec",
        days="ma|tegnap",
        updated="frissítve",
        published="megjelent",
        others={"másodperce": "seconds ago", "perce": "minutes ago", "órája": "hours ago", "napja": "days ago", "hete": "weeks ago", "hónapja": "months ago", "éve": "years ago"},
    ),
    "id": Tongue(
        months="januari jan|februari feb|maret mar|april apr|mei|juni jun|juli jul|agustus agu ags agt|september sep|oktober okt|november nov|desember des",
        units="detik|menit mnt|jam|hari|minggu pekan|bulan|tahun",
        about="sekitar",
        ago="yang_lalu lalu",
        days="hari_ini|kemarin",
        at="pukul jam",
        updated="diperbarui",
        published="terbit diterbitkan dipublikasikan",
        others={"wib": "GMT+7", "wita": "GMT+8", "wit": "GMT+9", "sejam": "1 hours", "semenit": "1 minutes", "sehari": "1 days", "seminggu": "1 weeks"},
    ),
    "it": Tongue(
        months="gennaio gen|febbraio feb|marzo mar|aprile apr|maggio mag|giugno giu|luglio lug|agosto ago|settembre set sett|ottobre ott|novembre nov|dicembre dic",
        units="secondi|minuti|ore|giorni|settimane|mesi|anni",
        single="secondo|minuto|ora|giorno|settimana|mese|anno",
        one="un una",
        about="circa",
        ago="fa",
        others={"un'ora": "1 hour"},
        days="oggi|ieri",
        weekdays="lunedì|martedì|mercoledì|giovedì|venerdì|sabato|domenica",
        at="alle_ore alle ore",
        updated="aggiornato aggiornamento ultimo_aggiornamento modificato",
        published="pubblicato pubblicata",
    ),
    "nl": Tongue(
        months="januari jan|februari feb|maart mrt|april apr|mei|juni jun|juli jul|augustus aug|september sep sept|oktober okt|november nov|december dec",
        units="seconden sec|minuten min|uren uur|dagen|weken|maanden|jaar",
        single="seconde|minuut||dag|week|maand|",
        one="een",
        about="ongeveer",
        ago="geleden",
        days="vandaag|gisteren",
        weekdays="maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag",
        at="om",
        updated="bijgewerkt laatst_bijgewerkt gewijzigd",
        published="gepubliceerd geplaatst",
    ),
    "no": Tongue(
        months="januar|februar|mars|april|mai|juni|juli|august|september|oktober okt|november|desember des",
        units="sekunder|minutter min|timer|dager døgn|uker|måneder|år",
        single="sekund|minutt|time|dag|uke|måned|",
        one="en et ett",
        ago="siden",
        days="i_dag|i_går",
        weekdays="mandag|tirsdag|onsdag|torsdag|fredag|lørdag|søndag",
        at="kl. kl",
        updated="oppdatert sist_oppdatert",
        published="publisert",
    ),
    "pl": Tongue(
        months="stycznia sty|lutego lut|marca mar|kwietnia kwi|maja maj|czerwca cze|lipca lip|sierpnia sie|września wrz|października paź|listopada lis|grudnia gru",
        units="sekund sekundy|minut minuty min|godzin godziny godz|dni|tygodni tygodnie|miesięcy miesiące|lat lata",
        single="sekundę|minutę|godzinę|dzień|tydzień|miesiąc|rok",
        about="około ok.",
        ago="temu",
        days="dziś dzisiaj|wczoraj",
        weekdays="poniedziałek|wtorek|środa|czwartek|piątek|sobota|niedziela",
        at="o godz. o_godz.",
        updated="aktualizacja zaktualizowano",
        published="opublikowano data_publikacji publikacja",
        others={"do": "until"},
        dropped=r"(?<=\d{4})\sr(?:oku|\.)",
    ),
    "pt": Tongue(
        months="janeiro jan|fevereiro fev|março mar|abril abr|maio mai|junho jun|julho jul|agosto ago|setembro set|outubro out|novembro nov|dezembro dez",
        units="segundos|minutos min|horas h|dias|semanas|meses|anos",
        single="segundo|minuto|hora|dia|semana|mês|ano",
        one="um uma",
        about="cerca_de",
        since="há",
        ago="atrás",
        days="hoje|ontem",
        weekdays="segunda-feira|terça-feira|quarta-feira|quinta-feira|sexta-feira|sábado|domingo",
        at="às as",
        updated="atualizado atualizada atualizado_em modificado",
        published="publicado publicada publicado_em",
        dropped=r"(?<=\d)o(?=\sde\s)",  # 1º de março
    ),
    "ro": Tongue(
        months="ianuarie ian|februarie feb|martie mar|aprilie apr|mai|iunie iun|iulie iul|august aug|septembrie sep sept|octombrie oct|noiembrie noi nov|decembrie dec",
        units="secunde|minute|ore|zile|săptămâni|luni|ani",
        single="secundă|minut|oră|zi|săptămână|lună|an",
        one="o un",
        since="acum",
        days="azi astăzi|ieri",
        at="ora la_ora la",
        updated="actualizat",
        published="publicat",
        dropped=r"(?<=\d)\sde(?=\s)",  # acum 20 de ore
    ),
    "sv": Tongue(
        months="januari|februari|mars|april|maj|juni|juli|augusti|september|oktober okt|november|december",
        units="sekunder sek|minuter min|timmar tim|dagar|veckor|månader|år",
        single="sekund|minut|timme|dag|vecka|månad|",
        one="en ett",
        ago="sedan",
        days="i_dag idag|i_går igår",
        weekdays="måndag|tisdag|onsdag|torsdag|fredag|lördag|söndag",
        at="kl. kl",
        updated="uppdaterad senast_uppdaterad",
        published="publicerad",
        dropped=r"\bför(?=\s(?:\d|en?\s|ett\s))",
    ),
    "th": Tongue(
        months="มกราคม ม.ค.|กุมภาพันธ์ ก.พ.|มีนาคม มี.ค.|เมษายน เม.ย.|พฤษภาคม พ.ค.|มิถุนายน มิ.ย.|กรกฎาคม ก.ค.|สิงหาคม ส.ค.|กันยายน ก.ย.|ตุลาคม ต.ค.|พฤศจิกายน พ.ย.|ธันวาคม ธ.ค.",
        units="วินาที|นาที|ชั่วโมง ชม.|วัน|สัปดาห์|เดือน|ปี",
        ago="ที่แล้ว ที่ผ่านมา",
        days="วันนี้|เมื่อวานนี้ เมื่อวาน",
        at="เวลา",
        updated="อัปเดต แก้ไขล่าสุด",
        published="เผยแพร่",
        dropped=r"วัน[\u0e00-\u0e7f]+ที่|พ\.ศ\.|(?<=\d)\s?น\.",
    ),
    "tr": Tongue(
        months="ocak oca|şubat şub|mart mar|nisan nis|mayıs may|haziran haz|temmuz tem|ağustos ağu|eylül eyl|ekim eki|kasım kas|aralık ara",
        units="saniye|dakika dk|saat|gün|hafta|ay|yıl",
        one="bir",
        about="yaklaşık",
        ago="önce",
        days="bugün|dün",
        weekdays="pazartesi|salı|çarşamba|perşembe|cuma|cumartesi|pazar",
        at="saat",
        updated="güncelleme güncellenme güncellendi son_güncelleme",
        published="giriş yayınlanma yayın",
    ),
    "uk": Tongue(
        months="січня|лютого|березня|квітня|травня|червня|липня|серпня|вересня|жовтня|листопада|грудня",
        units="секунд секунди|хвилин хвилини хв|годин години|днів дні|тижнів тижні|місяців місяці|років роки",
        single="секунду|хвилину|годину|день|тиждень|місяць|рік",
        ago="тому",
        days="сьогодні|вчора",
        weekdays="понеділок|вівторок|середа|четвер|п'ятниця|субота|неділя",
        at="о об",
        updated="оновлено",
        published="опубліковано",
        dropped=r"(?<=\d{4})\sр(?:оку|\.)",
    ),
    "vi": Tongue(
        months="|".join(f"tháng_{number} tháng_{number:02}" for number in range(1, 13)),
        units="giây|phút|giờ tiếng|ngày|tuần|tháng|năm",
        ago="trước",
        days="hôm_nay|hôm_qua",
        at="lúc",
        updated="cập_nhật",
        published="đăng",
        dropped=r"(?<!\d )\bngày(?=\s\d)|\bnăm(?=\s(?:19|20)\d\d)",
    ),
}  # fmt: skip
_SAME = {"nb": "no", "nn": "no", "ms": "id"}
_DIGITS = {
    ord(digit): str(value)
    for row in ("٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", "๐๑๒๓๔๕๖๗๘๙")
    for value, digit in enumerate(row)
} | {ord("،"): ","}
_DOTTED = re.compile(r"\bat (\d{1,2})[.h](\d\d)(?!\d)")
_SINCE = re.compile(
    rf"\bsince (about )?(?:(\d{{1,3}}) ({'|'.join(_UNITS)})s?|({'|'.join(_UNITS)}))\b(?: ago)?"
)
_TWICE = re.compile(r"\b([A-Z][a-z]{2}) ?/ ?\1\b")  # آب/أغسطس: August in both Arabic calendars
_LONE = re.compile(rf"(?:(?<=^)|(?<=[・•·|,:(] )|(?<=about ))({'|'.join(_UNITS)}) ago")


def english(text: str, language: str) -> str | None:
    """The field in English; None where its language is none of these."""
    code = language.partition("-")[0]
    code = _SAME.get(code, code)
    if code not in TONGUES:
        return None
    words, pattern, dropped = _lexicon(code)
    text = dropped.sub(" ", text.translate(_DIGITS))
    text = pattern.sub(lambda found: f" {_word(found, words)} ", text)
    text = years.christian(" ".join(text.split()).replace(" ,", ",").replace(" .", "."), code)
    text = _SINCE.sub(
        lambda found: f"{found[1] or ''}{found[2] or 1} {found[3] or found[4]}s ago",
        _DOTTED.sub(r"at \1:\2", text),
    )
    text = _TWICE.sub(r"\1", text)
    return _LONE.sub(r"1 \1 ago", text)


def _word(found: re.Match[str], words: dict[str, str]) -> str:
    """ "jam 14:28" is a clock, "3 jam" an age."""
    name = found[0].lower()
    if f"{name} 0" in words and found.string[found.end() : found.end() + 2].strip()[:1].isdigit():
        return "at"
    return words.get(name, found[0])


@cache
def _lexicon(code: str) -> tuple[dict[str, str], re.Pattern[str], re.Pattern[str]]:
    """The words of a language, those before a clock with a figure behind them; and the pattern that finds them."""
    tongue = TONGUES[code]
    words = dict(_pairs(tongue))
    names = sorted({name.removesuffix(" 0") for name in words}, key=len, reverse=True)
    alternatives = "|".join(map(re.escape, names))
    edged = alternatives if code == "th" else rf"(?<![^\W\d_])(?:{alternatives})(?![^\W_])"
    return words, re.compile(edged, re.IGNORECASE), re.compile(tongue.dropped)


def _pairs(tongue: Tongue) -> Iterator[tuple[str, str]]:
    rows = (
        (tongue.months, _MONTHS),
        (tongue.weekdays, _WEEKDAYS),
        (tongue.days, _DAYS),
        (tongue.units, tuple(f"{unit}s" for unit in _UNITS)),
        (tongue.single, _UNITS),
        (tongue.one, ("1",)),
        (tongue.about, ("about",)),
        (tongue.since, ("since",)),
        (tongue.ago, ("ago",)),
        (tongue.updated, ("updated",)),
        (tongue.published, ("published",)),
    )
    for items, names in rows:
        for forms, name in zip(items.split("|"), names, strict=False):
            yield from ((form.replace("_", " "), name) for form in forms.split())
    yield from ((form.replace("_", " ") + " 0", "at") for form in tongue.at.split())
    yield from tongue.others.items()
