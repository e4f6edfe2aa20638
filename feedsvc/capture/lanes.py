"""Hosts -> turns at them: one request at a time, a pause between two, and what their robots.txt said."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from feedsvc.capture import politeness
from feedsvc.model import Wait

_ZERO = timedelta(0)


class NotNowError(Exception):
    """The host cannot be asked yet; becomes a Wait at the door."""

    def __init__(self, reason: str, until: datetime) -> None:
        super().__init__(reason)
        self.wait = Wait(reason=reason, until=until)


@dataclass(slots=True)
class Lane:
    """One host. `strikes` counts "429 too many requests" in a row."""

    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    asking_robots: asyncio.Lock = field(default_factory=asyncio.Lock)
    asked_at: datetime | None = None
    page_asked_at: datetime | None = None
    strikes: int = 0
    robots: politeness.Robots | None = None
    robots_failures: int = 0

    def due(self, spacing: timedelta, now: datetime, *, look: bool) -> timedelta:
        """How long until the next request. A Crawl-delay keeps looks apart; robots.txt and the steps of a
        redirect belong to a look and keep the common spacing only."""
        polite = politeness.spacing(spacing, _ZERO, self.strikes)
        wish = self.robots.delay if look and self.robots is not None else _ZERO
        return max(_left(self.asked_at, polite, now), _left(self.page_asked_at, wish, now))

    def took_turn(self, now: datetime, *, page: bool) -> None:
        self.asked_at = now
        self.page_asked_at = now if page else self.page_asked_at


def _left(since: datetime | None, pause: timedelta, now: datetime) -> timedelta:
    """What is left of a pause; never longer than itself, should the clock have been set back."""
    return _ZERO if since is None else min(max(since + pause - now, _ZERO), pause)


class Lanes:
    """The lanes of all hosts; `patience` is how long a turn is waited for."""

    def __init__(
        self,
        *,
        spacing: timedelta,
        patience: timedelta,
        clock: Callable[[], datetime],
        sleep: Callable[[float], Awaitable[object]],
    ) -> None:
        self._spacing = spacing
        self._patience = patience
        self._clock = clock
        self._sleep = sleep
        self._lanes: dict[str, Lane] = {}

    def follow(self, *, spacing: timedelta, patience: timedelta) -> None:
        self._spacing, self._patience = spacing, patience

    def at(self, host: str) -> Lane:
        return self._lanes.setdefault(host, Lane())

    @asynccontextmanager
    async def turn(self, host: str, *, look: bool = False, page: bool = True) -> AsyncIterator[None]:
        """Our turn at the host, after the pause it is due; NotNowError when that would take too long.

        `look`: the first request of a look; `page`: not robots.txt.
        """
        lane = self.at(host)
        self._refuse_long_waits(lane, host, look=look)
        await lane.turn.acquire()
        try:
            due = self._refuse_long_waits(lane, host, look=look)
            if due > _ZERO:
                await self._sleep(due.total_seconds())
            lane.took_turn(self._clock(), page=page)
            try:
                yield
            finally:
                lane.took_turn(self._clock(), page=page)
        finally:
            lane.turn.release()

    def _refuse_long_waits(self, lane: Lane, host: str, *, look: bool) -> timedelta:
        now = self._clock()
        due = lane.due(self._spacing, now, look=look)
        if due > self._patience:
            raise NotNowError(f"{host} is asked again in {due.total_seconds():.0f} s", now + due)
        return due
