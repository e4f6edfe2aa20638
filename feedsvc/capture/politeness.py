"""robots.txt, Retry-After and failures -> whether and when a host may be asked.  Pure: randomness is an argument."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from protego import Protego

DAY = timedelta(hours=24)
CRAWL_DELAY_MAX = timedelta(seconds=300)
ROBOTS_BYTES = 512_000  # RFC 9309: at least 500 KiB are read, the rest may be ignored
ROBOTS_AGE = DAY
ROBOTS_RETRY = timedelta(minutes=10)
_AGENT_LINE = re.compile(r"\s*user[- ]?agent\s*:?\s*(\S*)", re.IGNORECASE)
_FIRST_BACKOFF = timedelta(minutes=1)


# -- robots.txt ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Robots:
    """What a host's robots.txt says to us. `rules` None: everything is allowed. `until`: asked again then."""

    rules: Protego | None
    delay: timedelta
    until: datetime

    def allows(self, url: str, agent: str) -> bool:
        return self.rules is None or bool(self.rules.can_fetch(url, agent))


def robots(body: bytes, agent: str, now: datetime) -> Robots:
    """The rules in a robots.txt that was answered with 200."""
    rules = Protego.parse(_our_lines(body[:ROBOTS_BYTES].decode("utf-8-sig", "replace"), agent))
    return Robots(rules=rules, delay=_delay(rules.crawl_delay(agent)), until=now + ROBOTS_AGE)


def no_robots(now: datetime) -> Robots:
    """The host has none (4xx): everything is allowed."""
    return Robots(rules=None, delay=timedelta(0), until=now + ROBOTS_AGE)


def robots_answer(status: int) -> str:
    """How RFC 9309 reads the status of robots.txt: "rules", "none" or "unreachable" (ask nothing)."""
    if status == 200:
        return "rules"
    return "none" if 300 <= status < 500 and status != 429 else "unreachable"


def _our_lines(text: str, agent: str) -> str:
    """The text with every other robot under one name: Protego keeps the rules once per name, so that
    10,000 names above 10,000 rules would stop us for minutes."""
    lines: list[str] = []
    for line in text.splitlines():
        match = _AGENT_LINE.match(line)
        kept = line if match is None else f"User-agent: {_our_name(match[1], agent)}"
        if match is None or not lines or lines[-1] != kept:
            lines.append(kept)
    return "\n".join(lines)


def _our_name(name: str, agent: str) -> str:
    plain = name.lower().rstrip("*")
    return name if not plain or plain in agent.lower() else "another-robot"


def _delay(seconds: float | None) -> timedelta:
    if seconds is None or not seconds > 0:
        return timedelta(0)
    return min(timedelta(seconds=min(seconds, 1e6)), CRAWL_DELAY_MAX)


def spacing(polite: timedelta, crawl_delay: timedelta, strikes: int) -> timedelta:
    """The pause between two requests to one host: ours, the host's wish if longer, doubled for each
    "too many requests" in a row."""
    longest = max(CRAWL_DELAY_MAX, polite)
    return min(max(polite, crawl_delay) * (1 << min(strikes, 16)), longest)


# -- how long to stay away ----------------------------------------------------------------------


def retry_after(value: str | None, now: datetime) -> datetime | None:
    """The instant a Retry-After header asks for (seconds or a date), at most a day away; None: unreadable."""
    value = (value or "").strip()
    if value.isascii() and value.isdigit():
        return now + (timedelta(seconds=int(value)) if len(value) <= 6 and int(value) < 86_400 else DAY)
    moment = http_date(value)
    return None if moment is None else min(max(moment, now), now + DAY)


def http_date(value: str | None) -> datetime | None:
    """An HTTP date (RFC 9110 5.6.7) as an aware instant; None where there is none."""
    if not value or len(value) > 60:
        return None
    try:
        moment = parsedate_to_datetime(value)
        return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def backoff(failures: int, jitter: float, *, first: timedelta = _FIRST_BACKOFF) -> timedelta:
    """How long to wait after the n-th failure in a row: first * 2^(n-1), spread by `jitter` (0..1) over
    half of itself so that sources which failed together do not come back together; at most a day."""
    doubled = first * (1 << min(max(failures - 1, 0), 11))
    return min(min(doubled, DAY) * (0.75 + jitter / 2), DAY)
