"""The pages in Chromium: no console message, no request to another host, from file: and from a server."""

from __future__ import annotations

import asyncio
import json
import os
import queue
import shutil
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import site_sample as sample

from feedsvc.serve import serve

CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
)
ON_CI = os.environ.get("CI") == "true"
PAGES = ("index.html", "zh-Hans/index.html", "topics/sea-defence/index.html", "status.html")
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--enable-logging=stderr",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",  # the browser's own errands stay at home
)  # fmt: skip

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        CHROMIUM is None and not ON_CI, reason="needs Chromium: apt-get install chromium fonts-noto-cjk"
    ),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What the browser did with a page: its document, what it said, what the page asked for."""

    document: str
    console: list[str]
    requests: list[str]


def opened(address: str, place: Path) -> Seen:
    assert CHROMIUM is not None, "CI=true, but Chromium is not installed: see .ci/run"
    log = place / "net.json"
    asked = [
        CHROMIUM,
        *FLAGS,
        f"--user-data-dir={place / 'profile'}",
        f"--log-net-log={log}",
        "--dump-dom",
        address,
    ]
    done = subprocess.run(asked, capture_output=True, timeout=60, check=True)
    said = [line for line in done.stderr.decode("utf-8", "replace").splitlines() if ":CONSOLE" in line]
    return Seen(document=done.stdout.decode(), console=said, requests=_requests(log))


def _requests(log: Path) -> list[str]:
    """Requests that a page caused; those of the browser itself and of the address bar are "not an origin"."""
    events = json.loads(log.read_text("utf-8"))["events"]
    told = [event["params"] for event in events if "initiator" in event.get("params", {})]
    return [params["url"] for params in told if "url" in params and params["initiator"] != "not an origin"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    place = tmp_path_factory.mktemp("output")
    sample.write(place)
    return place


@pytest.fixture(scope="module")
def address(folder) -> Iterator[str]:
    addresses: queue.Queue[str] = queue.Queue()
    ending: list[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = []

    async def run() -> None:
        ending.append((asyncio.get_running_loop(), asyncio.Event()))
        await serve(folder, "127.0.0.1", 0, stop=ending[0][1], ready=addresses.put)

    thread = threading.Thread(target=lambda: asyncio.run(run()), daemon=True)
    thread.start()
    yield addresses.get(timeout=20)
    ending[0][0].call_soon_threadsafe(ending[0][1].set)
    thread.join(timeout=20)


@pytest.mark.parametrize("path", PAGES)
def test_a_served_page_says_nothing_on_the_console_and_asks_only_its_own_server(path, address, tmp_path):
    seen = opened(address + path, tmp_path)
    assert "</main>" in seen.document
    assert seen.console == []
    asked = set(seen.requests) - {f"{address}icon.svg"}  # a headless browser may end before it asks for it
    assert asked == {f"{address}style.css"}


@pytest.mark.parametrize("path", PAGES)
def test_a_page_from_file_says_nothing_on_the_console_and_asks_nobody(path, folder, tmp_path):
    seen = opened((folder / path).as_uri(), tmp_path)
    assert "</main>" in seen.document
    assert seen.console == []
    assert [request for request in seen.requests if not request.startswith("file:")] == []


def test_these_checks_see_a_page_that_talks_and_asks_elsewhere(tmp_path):
    (tmp_path / "bad.html").write_text(
        '<img src="http://127.0.0.1:9/x.png"><script>console.error("talk")</script>'
    )
    seen = opened((tmp_path / "bad.html").as_uri(), tmp_path)
    assert any("talk" in line for line in seen.console)
    assert seen.requests == ["http://127.0.0.1:9/x.png"]
