"""Machine stamps (ISO 8601, RFC 822, epochs in s, ms, us) -> the instant, or the day, month or year they name."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from email.utils import parsedate_to_datetime

from feedsvc.extract.dates import civil
from feedsvc.extract.dates.civil import Civil, Clock

_ISO = re.compile(
    r"(?P<y>[12]\d{3})-?(?P<mo>0[1-9]|1[0-2])-?(?P<d>0[1-9]|[12]\d|3[01])"
    r"(?:[T\s](?P<h>[01]\d|2[0-4])(?::?(?P<m>[0-5]\d)(?::?(?P<s>[0-5]\d|60)(?:[.,](?P<f>\d{1,9}))?)?)?"
    r"\s?(?P<zone>Z|z|UTC|GMT|[+-](?:0\d|1[0-4]):?(?:[0-5]\d)?)?(?:\[[\w/+-]+\])?)?"
)
_WEEK = re.compile(r"(?P<y>[12]\d{3})-?W(?P<w>[0-5]\d)(?:-?(?P<d>[1-7]))?")
_EPOCH = re.compile(r"(?<![\w.,/-])(?P<s>\d{10})(?P<fraction>\d{3}(?:\d{3})?|\.\d{1,9})?(?![\w/,-]|\.\d)")
_RFC = re.compile(r"(?:[A-Za-z]{3,9},?\s)?\d{1,2}\s[A-Za-z]{3,9}\s\d{2,4}\s\d{1,2}:\d{2}")
_FIRST_EPOCH = 946_684_800  # 2000: a smaller number is a count
_SECOND = timedelta(seconds=1)


def epoch(text: str, latest: datetime) -> tuple[datetime, str] | None:
    """10, 13 or 16 digits between 2000 and tomorrow, when nothing else stands in the field."""
    found = _EPOCH.fullmatch(text)
    if found is None or not _FIRST_EPOCH <= int(found["s"]) <= latest.timestamp() + 86_400:
        return None
    digits = (found["fraction"] or "").lstrip(".")[:6].ljust(6, "0")
    return datetime.fromtimestamp(int(found["s"]), UTC) + timedelta(microseconds=int(digits)), text


def iso(text: str) -> tuple[Civil, timedelta, str] | None:
    """An ISO date or instant with the fraction of its second; a stamp without offset is the site's."""
    found = _ISO.fullmatch(text)
    if found is None:
        return None
    days = civil.fixed(int(found["y"]), int(found["mo"]), int(found["d"]))
    if days is None:
        return None
    if not found["h"]:
        return Civil(days), timedelta(0), text
    fraction = timedelta(microseconds=int((found["f"] or "0")[:6].ljust(6, "0")))
    return Civil(days, _clock(found), _zone(found["zone"])), fraction, text


def week(text: str) -> tuple[Civil, str] | None:
    """2025-W44-3: a day; 2025-W44: Monday to Sunday."""
    found = _WEEK.fullmatch(text)
    if found is None:
        return None
    try:
        day = date.fromisocalendar(int(found["y"]), int(found["w"]), int(found["d"] or 1))
    except ValueError:
        return None
    clock = civil.WHOLE_DAY if found["d"] else Clock(timedelta(0), civil.DAY * 7, "week")
    return Civil(lambda _today: (day,), clock), text


def _clock(found: re.Match[str]) -> Clock:
    start = timedelta(
        hours=int(found["h"]), minutes=int(found["m"] or 0), seconds=min(int(found["s"] or 0), 59)
    )
    if found["s"]:
        return Clock(start, _SECOND, "second")
    return Clock(
        start, timedelta(minutes=1) if found["m"] else timedelta(hours=1), "minute" if found["m"] else "hour"
    )


def _zone(words: str | None) -> tzinfo | None:
    if not words:
        return None
    if words[0] not in "+-":
        return UTC
    minutes = int(words[1:3]) * 60 + int(words[3:].lstrip(":") or 0)
    return timezone(timedelta(minutes=-minutes if words[0] == "-" else minutes))


def rfc(text: str, site: tzinfo) -> datetime | None:
    """RFC 822 and its variants, aware; a stamp without a zone is the site's."""
    if not _RFC.match(text):
        return None
    try:
        parsed = parsedate_to_datetime(text)
        return (parsed if parsed.tzinfo else parsed.replace(tzinfo=site)).astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
