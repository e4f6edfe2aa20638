"""Captures -> Extractions, in child processes that can be killed: a timeout that cannot kill is none.

A page may take minutes in a C library that no signal handler and no thread interrupts (80,000 attributes:
11 s), or all the memory there is. The child is bounded, killed when late, and replaced.
"""

from __future__ import annotations

import asyncio
import contextlib
import heapq
import io
import itertools
import logging
import os
import pickle
import signal
import sys
from asyncio.subprocess import PIPE, Process
from types import TracebackType
from typing import Any, Self

from feedsvc import model
from feedsvc.engine.worker import BUG, DONE, HEADER, MEMORY, READY
from feedsvc.errors import ExtractError
from feedsvc.model import Capture, Extraction, Source, SourceState
from feedsvc.outlets import Outlets

log = logging.getLogger("feedsvc.workers")

MEGABYTE = 1_000_000
_Page = tuple[Capture, Source, SourceState]
_EXTRACT = "feedsvc.extract.extract"
_START_SECONDS = 60.0  # to begin and to import the readers, on a busy machine
_ANSWER_BYTES = 100 * MEGABYTE
_CALLS = 500  # pages after which a worker is replaced: what libraries leak must not add up
_ENVIRONMENT = ("PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "TZ", "PYTHONTZPATH", "TMPDIR")


class Workers:
    """`count` children. `seconds` and `memory` (bytes of address space, Python's own included) bound one page.

    An async context manager; `target` names the function that is called as `extract` is.
    """

    def __init__(
        self,
        count: int,
        *,
        seconds: float = 5.0,
        memory: int = 300 * MEGABYTE,
        target: str = _EXTRACT,
    ) -> None:
        self._order = (target, seconds + 1.0, memory)
        self._seconds = seconds
        self._memory = memory
        self._idle = _Idle()
        self._slots = tuple(_Slot() for _ in range(max(count, 1)))

    async def __aenter__(self) -> Self:
        for slot in self._slots:
            slot.child = await _Child.started(self._order)
            self._idle.give_back(slot)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await asyncio.gather(*(slot.child.stop() for slot in self._slots if slot.child is not None))

    async def extract(
        self, capture: Capture, source: Source, outlets: Outlets, state: SourceState
    ) -> Extraction:
        """What the capture says; ExtractError when it cannot be read within the bounds."""
        tags = capture.body.count(b"<")
        if tags > source.limits.tags:
            problem = f"the page has {tags} tags, more than {source.limits.tags}: refused before it is read"
            raise ExtractError(source.id, capture.id, problem)
        slot = await self._idle.taken(rank=0 if state.last_ok_at and not state.failures else 1)
        try:
            return await self._read(slot, (capture, source, state), outlets)
        finally:
            self._idle.give_back(slot)

    async def _read(self, slot: _Slot, page: _Page, outlets: Outlets) -> Extraction:
        capture, source, _ = page
        child = await self._ready(slot, page, outlets)
        used = child.calls > 0
        kind, answer = await self._asked(slot, child, page)
        if kind == MEMORY and used:
            # What earlier pages left behind may have taken the room: a fresh child decides.
            kind, answer = await self._asked(slot, await self._ready(slot, page, outlets), page)
        if kind == MEMORY:
            answer = f"reading the page takes more than {self._memory // MEGABYTE} MB"
        if kind == DONE and isinstance(answer, Extraction):
            return answer
        if kind == BUG:
            answer, trace = answer
            log.error("%s: reading capture %s met a fault of ours\n%s", source.id, capture.id, trace)
        raise ExtractError(source.id, capture.id, str(answer))

    async def _ready(self, slot: _Slot, page: _Page, outlets: Outlets) -> _Child:
        """The child of the slot, alive and with these outlets."""
        capture, source, _ = page
        if slot.child is None or slot.child.is_gone or slot.child.calls >= _CALLS:
            await self._replaced(slot)
        child = slot.child
        if child is None:
            raise RuntimeError("a slot without a child")
        try:
            async with asyncio.timeout(_START_SECONDS):
                await child.prepare(outlets)
        except (EOFError, OSError) as error:  # TimeoutError too
            await child.stop()
            await self._replaced(slot)
            problem = f"the worker that reads pages does not start ({child.end}); its own message says why"
            raise ExtractError(source.id, capture.id, problem) from error
        except BaseException:
            await self._replaced(slot)
            raise
        return child

    async def _asked(self, slot: _Slot, child: _Child, page: _Page) -> tuple[str, Any]:
        """The child's answer; a child that is late, out of memory or gone is killed and replaced."""
        try:
            async with asyncio.timeout(self._seconds):
                kind, answer = await child.ask(("page", page))
        except TimeoutError:
            await self._replaced(slot)
            return "late", f"the page was not read within {self._seconds:g} s"
        except (EOFError, OSError, pickle.UnpicklingError):
            await child.stop()
            await self._replaced(slot)
            return "gone", f"the worker was ended by the page ({child.end})"
        except BaseException:  # cancelled: the child may be in the middle of the page
            await self._replaced(slot)
            raise
        if kind == MEMORY:
            await self._replaced(slot)
        return kind, answer

    async def _replaced(self, slot: _Slot) -> None:
        if slot.child is not None and not slot.child.is_gone:
            await slot.child.kill()
        slot.child = await _Child.started(self._order)


class _Slot:
    __slots__ = ("child",)

    def __init__(self) -> None:
        self.child: _Child | None = None


class _Idle:
    """The slots that are free. Sources that were read well go first: a hundred pages that take five seconds
    each must not stand before one that takes none."""

    def __init__(self) -> None:
        self._free: list[_Slot] = []
        self._waiting: list[tuple[int, int, asyncio.Future[_Slot]]] = []
        self._arrivals = itertools.count()

    async def taken(self, *, rank: int) -> _Slot:
        if self._free:
            return self._free.pop()
        turn: asyncio.Future[_Slot] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._waiting, (rank, next(self._arrivals), turn))
        try:
            return await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():  # given to us in the very moment we gave up
                self.give_back(turn.result())
            raise

    def give_back(self, slot: _Slot) -> None:
        while self._waiting:
            turn = heapq.heappop(self._waiting)[2]
            if not turn.done():
                turn.set_result(slot)
                return
        self._free.append(slot)


class _Child:
    """One worker process and what it has been told."""

    def __init__(self, process: Process) -> None:
        self._process = process
        self._outlets: Outlets | None = None
        self._is_ready = False
        self.calls = 0

    @classmethod
    async def started(cls, order: tuple[str, float, int]) -> Self:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-P",  # a json.py in the working folder is not ours
            "-m",
            "feedsvc.engine.worker",
            stdin=PIPE,
            stdout=PIPE,
            stderr=None,
            env=_environment(),
            start_new_session=True,  # Ctrl-C goes to a whole group of processes
        )
        child = cls(process)
        child._write(order)
        return child

    @property
    def is_gone(self) -> bool:
        return self._process.returncode is not None

    @property
    def end(self) -> str:
        code = self._process.returncode or 0
        return signal.Signals(-code).name if code < 0 else f"exit {code}"

    async def prepare(self, outlets: Outlets) -> None:
        if not self._is_ready:
            kind, _ = await self._answer()
            self._is_ready = kind == READY
        if self._outlets is not outlets:
            self._write(("outlets", outlets))
            await self._drain()
            self._outlets = outlets

    async def ask(self, request: tuple[str, Any]) -> tuple[str, Any]:
        self.calls += 1
        self._write(request)
        await self._drain()
        return await self._answer()

    def _write(self, message: Any) -> None:
        body = pickle.dumps(message, protocol=5)
        pipe = self._process.stdin
        if pipe is None or pipe.is_closing():
            raise EOFError
        pipe.write(HEADER.pack(len(body)))
        pipe.write(body)

    async def _drain(self) -> None:
        if self._process.stdin is not None:
            await self._process.stdin.drain()

    async def _answer(self) -> tuple[str, Any]:
        pipe = self._process.stdout
        if pipe is None:
            raise EOFError
        length = HEADER.unpack(await pipe.readexactly(HEADER.size))[0]
        if length > _ANSWER_BYTES:
            raise EOFError
        kind, answer = _Answers(io.BytesIO(await pipe.readexactly(length))).load()
        return str(kind), answer

    async def stop(self) -> None:
        """Lets a child end by itself: an idle one sees that its pipe is closed. (To kill one that has just
        ended makes asyncio lose its exit code.)"""
        if self._process.stdin is not None:
            self._process.stdin.close()
        try:
            async with asyncio.timeout(1.0):
                await self._process.communicate()
        except TimeoutError:
            await self.kill()

    async def kill(self) -> None:
        if self._process.stdin is not None:
            self._process.stdin.close()
        if self._process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                self._process.kill()
        await self._process.communicate()


class _Answers(pickle.Unpickler):
    """Reads only our own nouns: a page that took over the child must not reach the parent."""

    def find_class(self, module: str, name: str) -> Any:
        known = {
            "feedsvc.model": name in vars(model),
            "datetime": name in {"datetime", "timedelta", "timezone", "date", "time"},
            "zoneinfo": name == "ZoneInfo._unpickle",
            "builtins": name in {"set", "frozenset"},
        }
        if not known.get(module, False):
            raise pickle.UnpicklingError(f"{module}.{name} is no part of an extraction")
        return super().find_class(module, name)


def _environment() -> dict[str, str]:
    """Nothing secret: only what Python needs to start and to find us."""
    kept = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
    return {
        **kept,
        "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
        "PYTHONIOENCODING": "utf-8",
    }
