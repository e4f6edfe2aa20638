"""One machine: a Config -> a running service.  The apscheduler door.

APScheduler only ticks; when a source is due stands in the store. A tick starts a task for each due source, so a
stuck source delays nobody; late runs are run once, because due-ness is a column and not a queue.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import random
import signal
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.base import BaseTrigger

from feedsvc import config as configuration
from feedsvc import pipeline, publishing, schedule
from feedsvc.capture.archive import Archive, Place
from feedsvc.capture.fetch import Fetcher, Network
from feedsvc.config import Config
from feedsvc.engine.workers import Workers
from feedsvc.errors import CaptureError, FeedsvcError, StoreError
from feedsvc.gather import FeedRules
from feedsvc.match import Matcher
from feedsvc.model import Capture, Source, SourceState
from feedsvc.pipeline import Refreshed, Rooms
from feedsvc.publish import hans
from feedsvc.publish.files import Folder
from feedsvc.publish.websub import pings
from feedsvc.publishing import Press, Printed
from feedsvc.store import Store, open_store

log = logging.getLogger("feedsvc")
TICK = timedelta(seconds=1)
STOP_SECONDS = 8.0  # a stop signal is obeyed within 15 s: tasks get this long to end, then are left
PUBLISH_AFTER = 1.0  # seconds to let neighbours of a change come in, so that all/ is written once for them
RELOAD_AFTER = 1.0  # seconds between two reloads: signals may come by the hundred
TRY_AGAIN_AFTER = 60.0  # seconds until what a full disk or a missing folder stopped is tried again
WHOLE_EVERY = timedelta(hours=1)  # how often every file of output/ is compared with what was written
Clock = Callable[[], datetime]
Report = Callable[[Refreshed], None]


def now() -> datetime:
    return datetime.now(UTC)


# -- wiring -------------------------------------------------------------------------------------


@contextlib.asynccontextmanager
async def rooms_of(config: Config, store: Store, clock: Clock) -> AsyncIterator[Rooms]:
    """The rooms of the walk, open; workers and connections are closed at the end."""
    async with (
        Fetcher(network_of(config), clock=clock) as fetcher,
        Workers(config.workers) as workers,
    ):
        yield wired(config, store, fetcher, workers)


def wired(config: Config, store: Store, fetcher: Fetcher, workers: Workers) -> Rooms:
    return Rooms(
        store=store,
        fetcher=fetcher,
        archive=Archive(config.archive_path, days=config.archive_days, size=config.archive_size),
        extract=workers.extract,
        outlets=config.outlets,
        matcher=Matcher(config.topics, hans.fold),
        feeds=feed_rules(config, store),
        jitter=random.random,
        owners=frozenset(source.id for source in config.sources),
    )


def network_of(config: Config) -> Network:
    part = config.network
    return Network(
        user_agent=part.user_agent,
        contact=part.contact,
        allow=frozenset(part.allow),
        spacing=part.spacing,
        robots=part.robots,
        deadline=part.deadline.total_seconds(),
    )


def feed_rules(config: Config, store: Store) -> FeedRules:
    """What feeds there are; ids that topics and outlets had before keep their paths alive."""
    part = config.feeds.outlets
    former = {f"topic:{topic.id}": tuple(f"topic:{old}" for old in topic.formerly) for topic in config.topics}
    for seen in store.outlets_seen():
        registered = None if seen.registered else config.outlets.named(seen.name)
        if registered and registered.id != seen.id:
            key = f"outlet:{registered.id}"
            former[key] = (*former.get(key, ()), f"outlet:{seen.id}")
    return FeedRules(
        outlets=part != "none",
        only=frozenset() if isinstance(part, str) else frozenset(part.only),
        exclude=frozenset() if isinstance(part, str) else frozenset(part.exclude),
        agencies=config.feeds.agencies,
        portals=config.feeds.portals,
        former=former,
    )


def press_of(config: Config, store: Store) -> Press:
    return Press(
        store=store,
        folder=Folder(config.output, compressed=config.feeds.gzip),
        site=config.site,
        zone=config.timezone,
        limits=config.limits,
        topics=config.topics,
        sources=config.sources,
        variants=config.variants,
        outlets=config.outlets,
        history=config.feeds.archive,
    )


# -- one cycle ----------------------------------------------------------------------------------


async def once(config: Config, *, force: bool, clock: Clock, report: Report) -> bool:
    """One cycle over what is due (`force`: everything), then publish. False where a fault of ours showed."""
    with open_store(config.store) as store:
        async with rooms_of(config, store, clock) as rooms:
            for _ in publishing.regather(rooms.store, rooms.matcher, rooms.feeds, config.topics):
                pass
            chosen = config.sources if force else due(config.sources, store.states(), clock())
            looks = (look(rooms, source, clock, report, force=force) for source in chosen)
            well = all(await asyncio.gather(*looks))
            tidy(config, rooms, clock())
            printed = publish_all(press_of(config, store), clock)
            await tell_hub(rooms.fetcher, printed)
    return well


def due(sources: Iterable[Source], states: Mapping[str, SourceState], at: datetime) -> list[Source]:
    """The sources whose time has come, by states that this clock can believe."""
    chosen = tuple(sources)
    believed = {
        source.id: pipeline.believed(source, states[source.id], at)
        for source in chosen
        if source.id in states
    }
    return schedule.due(chosen, believed, at)


def tidy(config: Config, rooms: Rooms, at: datetime) -> None:
    """Lets go of captures that are older or larger than config/ wants to keep. A disk that refuses (full,
    read-only) is a line in the log: publishing must not wait for it."""
    try:
        rooms.archive.prune(at)
        rooms.store.forget_captures(at - timedelta(days=config.archive_days))
    except (FeedsvcError, OSError) as error:
        log.warning("old captures are not let go yet: %s", error)


def publish_all(press: Press, clock: Clock) -> tuple[Printed, ...]:
    """Everything that is dirty or not whole on the disk."""
    return tuple(publishing.publish(press, clock(), whole=True))


async def tell_hub(fetcher: Fetcher, printed: Iterable[Printed]) -> None:
    """WebSub: the hub hears of feeds that changed. One that does not listen is a line in the log."""
    for ping in pings(feed for step in printed for feed in step.feeds):
        try:
            await fetcher.tell(ping.hub, ping.body)
        except CaptureError as error:
            log.warning("the hub was not told: %s", error)


async def look(rooms: Rooms, source: Source, clock: Clock, report: Report, *, force: bool) -> bool:
    """One source of a cycle; False for a fault that is not the source's. The other sources go on.

    Nothing bounds how many look at once: the fetcher asks one page of a host at a time, and a bound here
    would let the sources of one slow host take every place from the others.
    """
    try:
        looked = await pipeline.refresh(rooms, source, now=clock(), force=force)
    except FeedsvcError as error:
        log.error("%s: %s", source.id, error)  # noqa: TRY400 - a full disk needs no traceback
        return False
    except Exception:
        log.exception("%s: a fault of feedsvc; please report it with this traceback", source.id)
        return False
    # Rich ends the whole program with SystemExit where nobody reads its output any more.
    with contextlib.suppress(OSError, SystemExit):
        report(looked)
    return True


async def replay(
    config: Config, source_id: str | None, since: datetime | None, clock: Clock, report: Report
) -> int:
    """Reads archived captures again, oldest first, with today's rules and each capture's own clock."""
    count = 0
    with open_store(config.store) as store:
        async with rooms_of(config, store, clock) as rooms:
            for look in store.captures(source_id, since):
                source = config.source(look.source_id)
                if source is None or not look.place:
                    continue
                capture = _kept(rooms.archive, look.place)
                if capture is None:
                    continue
                report(await pipeline.read_capture(rooms, source, capture, place=look.place))
                count += 1
            await tell_hub(rooms.fetcher, publish_all(press_of(config, store), clock))
    return count


def _kept(archive: Archive, place: str) -> Capture | None:
    """A capture; None, and a line in the log, where it was let go for its size or deleted."""
    try:
        return archive.read(Place.parse(place))
    except StoreError as error:
        log.warning("not read again: %s", error)
        return None


# -- the service --------------------------------------------------------------------------------


@dataclass(slots=True)
class Service:
    """A Config that lives: ticks, looks, publishes, reloads, stops. Use `run`."""

    config: Config
    store: Store
    fetcher: Fetcher
    workers: Workers
    clock: Clock
    report: Report
    stop: asyncio.Event = field(default_factory=asyncio.Event)
    news: asyncio.Event = field(default_factory=asyncio.Event)
    ticked: asyncio.Event = field(default_factory=asyncio.Event)
    busy: dict[str, asyncio.Task[bool]] = field(default_factory=dict)
    states: dict[str, SourceState] = field(default_factory=dict)
    read_at: tuple[int, ...] = ()  # times of the files of config/ when they were last read
    whole_at: datetime | None = None  # when every file of output/ was last compared
    rooms: Rooms | None = None
    press: Press | None = None

    def take(self, config: Config) -> None:
        """Starts to work by `config`: rooms are wired anew; the publisher gathers history again first.

        All or nothing: what can fail comes first, so that the old configuration goes on where it does.
        """
        rooms = wired(config, self.store, self.fetcher, self.workers)
        press = press_of(config, self.store)
        states = self.store.states()
        if self.rooms is not None:
            self.rooms.follow(rooms)  # looks under way file what they find by the new rules
        self.fetcher.follow(network_of(config))
        self.rooms = self.rooms or rooms
        self.config, self.press, self.states = config, press, states
        self.read_at, self.whole_at = times_of(config), None
        self.news.set()

    async def tick(self) -> None:
        """Starts a task for each source that is due and not being looked at.

        A coroutine, because APScheduler runs a plain function in a thread, where no task can be started.
        """
        self.ticked.set()
        for source in due(self.config.sources, self.states, self.clock()):
            if source.id not in self.busy and self.rooms:
                self.busy[source.id] = asyncio.create_task(self._look(self.rooms, source))

    async def _look(self, rooms: Rooms, source: Source) -> bool:
        try:
            well = await look(rooms, source, self.clock, self.report, force=False)
            self.states[source.id] = self._after(source, well=well)
        finally:
            del self.busy[source.id]
        self.news.set()
        return well

    def _after(self, source: Source, *, well: bool) -> SourceState:
        """A fault of ours is not tried again each second: the source waits its usual time."""
        if well:
            with contextlib.suppress(FeedsvcError):  # a store that cannot even be read
                return self.store.state(source.id)
        state = self.states.get(source.id, SourceState(source_id=source.id))
        return replace(state, next_check_at=self.clock() + source.every)

    async def publishes(self) -> None:
        """Writes what changed, for ever. A disk that refuses is told once a minute and tried again."""
        while True:
            await self.news.wait()
            await asyncio.sleep(PUBLISH_AFTER)
            self.news.clear()
            if not await self._published():
                self.news.set()
                await asyncio.sleep(TRY_AGAIN_AFTER)

    async def _published(self) -> bool:
        began, whole = self.clock(), self.whole_at is None
        try:
            await self._publish(whole=whole)
        except FeedsvcError as error:
            log.error("not published, tried again in a minute: %s", error)  # noqa: TRY400
            return False
        except Exception:
            log.exception("not published: a fault of feedsvc; please report it with this traceback")
            return False
        self.whole_at = began if whole else self.whole_at
        return True

    async def keeps_whole(self) -> None:
        """Somebody may delete or damage files of output/ while the service runs; they are written again."""
        while True:
            await asyncio.sleep(2 * TRY_AGAIN_AFTER)
            old = self.whole_at is not None and abs(self.clock() - self.whole_at) > WHOLE_EVERY
            if old or not (self.config.output / "index.html").exists():
                self.whole_at = None
                self.news.set()

    async def _gather(self) -> None:
        """History by changed rules, before anything of it is published. Looks go on between two slices."""
        begun, rooms = self.config, self.rooms
        if rooms is None:
            return
        for _ in publishing.regather(self.store, rooms.matcher, rooms.feeds, begun.topics):
            await asyncio.sleep(0)
            if self.config is not begun:  # the rules changed again
                await self._gather()
                return

    async def _publish(self, *, whole: bool) -> None:
        await self._gather()
        printed: list[Printed] = []
        for step in publishing.publish(self.press, self.clock(), whole=whole) if self.press else ():
            printed.append(step)
            await asyncio.sleep(0)  # looks go on between two feeds
        if files := sum(step.files for step in printed):
            log.info("published: %d files", files)
        await tell_hub(self.fetcher, printed)

    async def reloads(self, again: asyncio.Event) -> None:
        """On SIGHUP or a changed file: the new config after it was checked, else the old one goes on."""
        while True:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(again.wait(), timeout=2)
            if again.is_set() or times_of(self.config) != self.read_at:
                again.clear()
                self._reload()
                await asyncio.sleep(RELOAD_AFTER)

    def _reload(self) -> None:
        self.read_at = times_of(self.config)
        try:
            config = configuration.load(self.config.folder)
            self._refuse_moves(config)
            self.take(config)
        except (FeedsvcError, OSError) as error:
            log.error("the new configuration is not used, the old one goes on:\n%s", error)  # noqa: TRY400
            return
        except Exception:
            log.exception("the new configuration is not used: a fault of feedsvc; please report it")
            return
        log.info("configuration read again: %d sources, %d topics", len(config.sources), len(config.topics))

    def _refuse_moves(self, config: Config) -> None:
        if config.store != self.config.store:
            raise FeedsvcError("the store cannot change while the service runs; stop it and start it again")

    async def tidies(self) -> None:
        while True:
            if self.rooms:
                tidy(self.config, self.rooms, self.clock())
            await asyncio.sleep(3600)

    async def keeps_ticking(self, scheduler: AsyncIOScheduler) -> None:
        """A wall clock set back would silence APScheduler until it has caught up: wake it."""
        while True:
            self.ticked.clear()
            await asyncio.sleep(5 * TICK.total_seconds())
            if not self.ticked.is_set():
                scheduler.get_job("tick").modify(next_run_time=self.clock())


class Steadily(BaseTrigger):  # type: ignore[misc]  # apscheduler has no types
    """One tick after the other, counted from now. APScheduler's own interval walks through every second that
    was missed: a clock that is set forward by years would stop the service for hours."""

    def get_next_fire_time(self, _previous: datetime | None, now: datetime) -> datetime:
        return now + TICK


async def run(
    config: Config,
    *,
    clock: Clock,
    report: Report,
    serve: Callable[[asyncio.Event], Coroutine[Any, Any, None]] | None = None,
) -> None:
    """The service until SIGINT or SIGTERM; `serve` serves output/ beside it until its event is set."""
    _hold_standard_files()
    stop, again = asyncio.Event(), asyncio.Event()
    _obey_signals(stop, again)  # before anything else: a SIGHUP during a long start must not end it
    with open_store(config.store) as store:
        async with Fetcher(network_of(config), clock=clock) as fetcher, Workers(config.workers) as workers:
            service = Service(config, store, fetcher, workers, clock, report, stop)
            await _live(service, again, serve)


async def _live(
    service: Service,
    again: asyncio.Event,
    serve: Callable[[asyncio.Event], Coroutine[Any, Any, None]] | None,
) -> None:
    service.take(service.config)
    scheduler = AsyncIOScheduler(timezone=UTC)
    scheduler.add_job(
        service.tick, Steadily(), id="tick", coalesce=True, max_instances=1, misfire_grace_time=None
    )
    scheduler.start()
    await service.tick()
    duties = [
        asyncio.create_task(duty)
        for duty in (
            service.publishes(),
            service.reloads(again),
            service.tidies(),
            service.keeps_whole(),
            service.keeps_ticking(scheduler),
        )
    ]
    server = asyncio.create_task(serve(service.stop)) if serve else None
    try:
        await _until_stopped(service.stop, [*duties, *([server] if server else [])])
    finally:
        scheduler.shutdown(wait=False)
        await _abandon([*duties, *service.busy.values(), *([server] if server else [])])


async def _until_stopped(stop: asyncio.Event, tasks: list[asyncio.Task[None]]) -> None:
    """Ends when `stop` is set; a duty that ends by itself has failed, and its error ends the service."""
    stopping = asyncio.create_task(stop.wait())
    done, _ = await asyncio.wait([stopping, *tasks], return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    for task in done:
        task.result()


async def _abandon(tasks: list[asyncio.Task[None] | asyncio.Task[bool]]) -> None:
    """What is half done is left: the store has all or nothing of a look, and feeds stay dirty."""
    for task in tasks:
        task.cancel()
    if tasks:
        await asyncio.wait(tasks, timeout=STOP_SECONDS)


def _hold_standard_files() -> None:
    """Where standard error was closed, the next file to be opened would get its number and its messages."""
    while (number := os.open(os.devnull, os.O_RDWR)) <= 2:  # stdin, stdout, stderr
        os.set_inheritable(number, True)
    os.close(number)


def _obey_signals(stop: asyncio.Event, again: asyncio.Event) -> None:
    loop = asyncio.get_running_loop()
    for name, event in (("SIGINT", stop), ("SIGTERM", stop), ("SIGHUP", again)):
        with contextlib.suppress(NotImplementedError, AttributeError):  # Windows has no signal handlers
            loop.add_signal_handler(getattr(signal, name), event.set)


def times_of(config: Config) -> tuple[int, ...]:
    """When the files of config/ last changed, in nanoseconds; 0 for one that is not there."""
    return tuple(_time_of(path) for path in config.files)


def _time_of(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0
