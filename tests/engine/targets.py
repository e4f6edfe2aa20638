"""Stand-ins for `extract` that do what a hostile page may make it do; the body says what."""

import ctypes
import os
import sys
import tempfile
from pathlib import Path

from feedsvc.model import Extraction


class Evil:
    def __reduce__(self):
        return os.system, ("true",)


def hang():
    while True:
        pass


def hoard():
    held = []
    while True:
        held.append(bytearray(10_000_000))


def fail():
    raise ValueError("odd page")


def recurse():
    return recurse()


def write():
    Path(tempfile.gettempdir(), "feedsvc-worker-wrote").write_text("x" * 10)


ACTS = {
    "hang": hang,
    "memory": hoard,
    "crash": lambda: ctypes.string_at(0),
    "exit": lambda: os._exit(3),
    "raise": fail,
    "recurse": recurse,
    "print": lambda: sys.stdout.write("noise\n" * 1_000) and None,
    "evil": Evil,
    "write": write,
    "environment": lambda: Extraction(sightings=(), title=" ".join(sorted(os.environ))),
}


def act(capture, source, outlets, state):
    made = ACTS.get(capture.body.decode(), lambda: None)()
    title = f"{os.getpid()} {len(outlets)} {source.id} {state.source_id}"
    return made or Extraction(sightings=(), title=title)
