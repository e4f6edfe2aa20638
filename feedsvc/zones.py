"""Country, language or offset -> the Olson zone of its newsrooms, where there is only one.  Pure, bottom floor."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

# Only countries that keep one time: a page of the United States says nothing about its zone.
BY_COUNTRY: Mapping[str, str] = {
    "TW": "Asia/Taipei", "HK": "Asia/Hong_Kong", "MO": "Asia/Macau", "CN": "Asia/Shanghai",
    "SG": "Asia/Singapore", "MY": "Asia/Kuala_Lumpur", "JP": "Asia/Tokyo", "KR": "Asia/Seoul",
    "KP": "Asia/Pyongyang", "VN": "Asia/Ho_Chi_Minh", "TH": "Asia/Bangkok", "PH": "Asia/Manila",
    "IN": "Asia/Kolkata", "PK": "Asia/Karachi", "IR": "Asia/Tehran", "IL": "Asia/Jerusalem",
    "TR": "Europe/Istanbul", "AE": "Asia/Dubai", "QA": "Asia/Qatar", "SA": "Asia/Riyadh",
    "LB": "Asia/Beirut", "EG": "Africa/Cairo", "ZA": "Africa/Johannesburg", "NG": "Africa/Lagos",
    "KE": "Africa/Nairobi", "TZ": "Africa/Dar_es_Salaam", "NA": "Africa/Windhoek",
    "GB": "Europe/London", "UK": "Europe/London", "IE": "Europe/Dublin", "FR": "Europe/Paris",
    "DE": "Europe/Berlin", "AT": "Europe/Vienna", "CH": "Europe/Zurich", "LI": "Europe/Vaduz",
    "IT": "Europe/Rome", "ES": "Europe/Madrid", "NL": "Europe/Amsterdam", "BE": "Europe/Brussels",
    "LU": "Europe/Luxembourg", "DK": "Europe/Copenhagen", "SE": "Europe/Stockholm",
    "NO": "Europe/Oslo", "FI": "Europe/Helsinki", "IS": "Atlantic/Reykjavik", "PL": "Europe/Warsaw",
    "CZ": "Europe/Prague", "UA": "Europe/Kyiv", "GR": "Europe/Athens", "NZ": "Pacific/Auckland",
}  # fmt: skip
BY_LANGUAGE: Mapping[str, str] = {
    "zh-hant": "Asia/Taipei", "zh-tw": "Asia/Taipei", "zh-hk": "Asia/Hong_Kong",
    "zh-hans": "Asia/Shanghai", "zh-cn": "Asia/Shanghai", "zh-sg": "Asia/Singapore",
    "ja": "Asia/Tokyo", "ko": "Asia/Seoul", "de": "Europe/Berlin", "fr": "Europe/Paris",
    "it": "Europe/Rome", "nl": "Europe/Amsterdam", "pl": "Europe/Warsaw", "cs": "Europe/Prague",
    "da": "Europe/Copenhagen", "sv": "Europe/Stockholm", "no": "Europe/Oslo", "nb": "Europe/Oslo",
    "fi": "Europe/Helsinki", "is": "Atlantic/Reykjavik", "tr": "Europe/Istanbul",
    "uk": "Europe/Kyiv", "el": "Europe/Athens", "he": "Asia/Jerusalem", "vi": "Asia/Ho_Chi_Minh",
    "th": "Asia/Bangkok",
}  # fmt: skip
BY_DOMAIN_END: Mapping[str, str] = {"uk": "GB", **{code.lower(): code for code in BY_COUNTRY if code != "UK"}}


def zone(*, country: str | None = None, host: str = "", language: str | None = None) -> str | None:
    """The zone that the outlet's country, else the host's country code, else the language tells."""
    if country and country.upper() in BY_COUNTRY:
        return BY_COUNTRY[country.upper()]
    ending = BY_DOMAIN_END.get(host.rpartition(".")[2].lower())
    if ending:
        return BY_COUNTRY[ending]
    tag = (language or "").lower()
    return BY_LANGUAGE.get(tag) or BY_LANGUAGE.get(tag.partition("-")[0])


def of_offset(moment: datetime | None, usual: str) -> str | None:
    """The zone that an instant was written in, as +08:00 tells it: `usual` where that fits, else Etc/GMT-8.

    An instant in UTC tells nothing, for programs write all of theirs so; Olson has no name for half hours.
    """
    offset = moment.utcoffset() if moment else None
    if moment is None or not offset:
        return None
    if moment.astimezone(ZoneInfo(usual)).utcoffset() == offset:
        return usual
    hours, rest = divmod(offset, timedelta(hours=1))
    return None if rest or not -12 <= hours <= 14 else f"Etc/GMT{-hours:+d}"


def spoken(zone: str) -> str:
    """A zone in words: Olson's Etc/GMT-8 lies east of Greenwich, which people write UTC+8."""
    hours = zone.removeprefix("Etc/GMT")
    return f"UTC{-int(hours):+d}" if hours != zone and hours[:1] in {"+", "-"} else zone
