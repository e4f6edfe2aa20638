"""Feeds that changed -> what to tell which hub.  Pure; the POST is made elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from feedsvc.model import Feed
from feedsvc.publish import addresses

_MOST = 50  # topics in one ping; hubs bound the size of a form


@dataclass(frozen=True, slots=True, kw_only=True)
class Ping:
    """One POST to `hub`: "hub.mode=publish" with the addresses that changed.

    The address is given as hub.url and hub.topic: hubs of PubSubHubbub 0.3 and 0.4 read the one or the other.
    """

    hub: str
    topics: tuple[str, ...]

    @property
    def body(self) -> bytes:
        """application/x-www-form-urlencoded"""
        named = [(name, topic) for topic in self.topics for name in ("hub.url", "hub.topic")]
        return urlencode([("hub.mode", "publish"), *named]).encode()


def pings(changed: Iterable[Feed]) -> tuple[Ping, ...]:
    """For the feeds whose files were written: one ping a hub and 50 addresses; archive pages are not announced."""
    by_hub: dict[str, list[str]] = {}
    for feed in changed:
        if feed.hub and not feed.archive:
            by_hub.setdefault(feed.hub, []).extend(_topics(feed))
    return tuple(ping for hub, topics in by_hub.items() for ping in _in_parts(hub, topics))


def _topics(feed: Feed) -> Iterator[str]:
    for file in (addresses.RSS, addresses.ATOM, addresses.JSON):
        yield feed.feed_url + file


def _in_parts(hub: str, topics: list[str]) -> Iterator[Ping]:
    distinct = tuple(dict.fromkeys(topics))
    for begin in range(0, len(distinct), _MOST):
        yield Ping(hub=hub, topics=distinct[begin : begin + _MOST])
