"""When an answer came and what its headers say -> the interval in which the page was made.  Pure (TIME.md).

RFC 9111 4.2.3: T = response time - max(response time - Date, Age + delay). Never Date minus Age: a cache
that keeps the origin's Date would have its age subtracted twice.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta

from feedsvc.capture.politeness import http_date
from feedsvc.model import Interval

CLOCKS = timedelta(seconds=60)  # how far two honest clocks are apart
HIDDEN_CACHE = timedelta(minutes=10)  # of a cache that no header shows
_ODD = timedelta(hours=1)  # a Date this much older than Age admits may as well be a wrong clock
_AGE_MAX = timedelta(days=7)
_ZERO = timedelta(0)
_SECONDS = re.compile(r"(s-maxage|max-age|stale-while-revalidate)\s*=\s*\"?(\d{1,9})")


def rendered(
    *,
    sent_at: datetime,
    received_at: datetime,
    headers: Mapping[str, str],
    lag: timedelta = _ZERO,
) -> Interval:
    """The instants at which the page may have been made.

    `received_at` is when the head of the answer came; `headers` have lower-case names; `lag` is the learnt
    age of a cache that no header shows: it widens the early side only.
    """
    delay = max(received_at - sent_at, _ZERO)
    youngest, oldest = _ages(headers, received_at, delay)
    return Interval(
        earliest=received_at - max(oldest, youngest) - max(lag, _ZERO) - CLOCKS,
        latest=received_at - youngest + CLOCKS,
    )


def _ages(headers: Mapping[str, str], received_at: datetime, delay: timedelta) -> tuple[timedelta, timedelta]:
    """How old the page is at least and at most, as far as the headers tell."""
    age = _age(headers.get("age"))
    known = _ZERO if age is None else age
    apparent = _apparent_age(headers.get("date"), received_at)
    if apparent > known + delay + CLOCKS:
        # The Date is older than Age admits. A cache kept the origin's Date, or the host's clock is wrong.
        return (apparent, apparent) if apparent - known <= _ODD else (known, apparent)
    if age is not None:
        return age, max(age + delay, apparent)
    return _ZERO, delay + _hidden_cache(headers.get("cache-control", ""))


def _age(value: str | None) -> timedelta | None:
    digits = (value or "").split(",")[0].strip()
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 9):
        return None
    age = timedelta(seconds=int(digits))
    return age if age <= _AGE_MAX else None


def _apparent_age(date: str | None, received_at: datetime) -> timedelta:
    """Our clock minus the host's Date; zero where there is none, or where it lies in the future."""
    moment = http_date(date)
    apparent = _ZERO if moment is None else received_at - moment
    return apparent if _ZERO < apparent <= _AGE_MAX else _ZERO


def _hidden_cache(cache_control: str) -> timedelta:
    """How old a page may be of whose age nothing speaks: a Date of just now is also what a cache writes
    that says no Age (nginx). Only its own limits bound it."""
    directives = cache_control.lower()
    if "no-store" in directives or "private" in directives:
        return _ZERO
    limits = {name: int(seconds) for name, seconds in _SECONDS.findall(directives)}
    longest = limits.get("s-maxage", limits.get("max-age"))
    if longest is None:
        return HIDDEN_CACHE
    return min(timedelta(seconds=longest + limits.get("stale-while-revalidate", 0)), HIDDEN_CACHE)
