"""Requests on a pipe -> extractions on a pipe: the child process of `workers.py`, which may be killed at any time.

It reads pages that nobody vouches for, so it has little: bounded memory, no files to write, no terminal, and
an alarm of its own, since a parent that was killed cannot stop it any more.
"""

from __future__ import annotations

import importlib
import os
import pickle
import resource
import signal
import struct
import sys
import traceback
from collections.abc import Callable
from typing import Any, BinaryIO

from feedsvc.errors import ExtractError

HEADER = struct.Struct("!Q")
READY, DONE, FAILED, BUG, MEMORY = "ready", "done", "failed", "bug", "memory"
_STDOUT, _STDERR = 1, 2
_NICE = 5  # reading pages yields to the service that fetches them


def main() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's business
    answers = os.fdopen(os.dup(_STDOUT), "wb", buffering=0)
    _silence_if_closed()
    os.dup2(_STDERR, _STDOUT)
    requests = sys.stdin.buffer
    target, seconds, memory = _received(requests)
    act = _named(target)
    _silence()
    _bound(memory)
    _sent(answers, (READY, None))
    _serve(requests, answers, act, seconds)


def _serve(requests: BinaryIO, answers: Any, act: Callable[..., Any], seconds: float) -> None:
    outlets: Any = None
    while True:
        try:
            kind, payload = _received(requests)
        except EOFError:  # the parent is gone, or wants us gone
            return
        if kind == "outlets":
            outlets = payload
            continue
        signal.setitimer(signal.ITIMER_REAL, seconds)  # SIGALRM is left to its default: it kills
        answer = _answer(act, payload, outlets)
        signal.setitimer(signal.ITIMER_REAL, 0)
        _sent(answers, answer)


def _answer(act: Callable[..., Any], payload: Any, outlets: Any) -> tuple[str, Any]:
    capture, source, state = payload
    try:
        return DONE, act(capture, source, outlets, state)
    except MemoryError:
        return MEMORY, None
    except ExtractError as error:
        return FAILED, error.problem
    except Exception as error:  # noqa: BLE001 - whatever a page provokes is told to the parent, which logs it
        return BUG, (f"{type(error).__name__}: {error}"[:500], traceback.format_exc(limit=-10)[:10_000])


def _silence_if_closed() -> None:
    """A service started without standard error has no sys.stderr: its number may be anybody's."""
    if sys.stderr is None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), _STDERR)


def _silence() -> None:
    """What a library prints must not end up between two answers, nor meet the bound on files."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, _STDOUT)
    os.dup2(nowhere, _STDERR)


def _bound(memory: int) -> None:
    """Bytes of address space, what Python itself takes included; no core dumps, no files."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    os.nice(_NICE)


def _named(target: str) -> Callable[..., Any]:
    module, _, name = target.rpartition(".")
    act: Callable[..., Any] = getattr(importlib.import_module(module), name)
    return act


def _received(requests: BinaryIO) -> Any:
    head = requests.read(HEADER.size)
    if len(head) < HEADER.size:
        raise EOFError
    body = requests.read(HEADER.unpack(head)[0])
    return pickle.loads(body)  # noqa: S301 - from our parent only


def _sent(answers: Any, answer: tuple[str, Any]) -> None:
    body = pickle.dumps(answer, protocol=5)
    view = memoryview(HEADER.pack(len(body)) + body)
    while view:
        view = view[answers.write(view) :]


if __name__ == "__main__":
    main()
