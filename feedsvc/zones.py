"""Country or language -> the Olson zone of its newsrooms, where there is only one.  Pure, bottom floor."""

from __future__ import annotations

from collections.abc import Mapping

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
