"""`feedsvc run` as a process: it publishes, reloads a changed configuration, keeps a good one, and stops."""

import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tests.test_walk import AT, FIRST

PATIENCE = 40  # seconds; a hung service must not hang the tests


class Process:
    """A service whose lines can be awaited."""

    def __init__(self, folder, *arguments):
        command = [sys.executable, "-u", "-m", "feedsvc", *arguments, "--config", str(folder)]
        self.lines = []
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self.deadline = threading.Timer(PATIENCE, self.process.kill)
        self.deadline.start()

    def until(self, words):
        for line in self.process.stdout:
            self.lines.append(line)
            if words in line:
                return line
        pytest.fail(f"{words!r} was never said:\n{''.join(self.lines)}")

    def end(self):
        self.process.send_signal(signal.SIGTERM)
        self.lines += self.process.stdout
        code = self.process.wait(15)
        self.deadline.cancel()
        return code


@pytest.fixture
def service(walk):
    started = []

    def start(*arguments):
        started.append(Process(walk.folder, *arguments))
        return started[-1]

    yield start
    for process in started:
        process.deadline.cancel()
        process.process.kill()
        process.process.wait(10)
        process.process.stdout.close()


def test_the_service_publishes_serves_and_ends_on_a_signal(walk, service):
    walk.page(FIRST, AT)
    running = service("run", "--serve", "127.0.0.1:0")
    address = running.until("the feeds are at").split()[-1]
    running.until("3 new")
    running.until("published")
    assert address.startswith("http://127.0.0.1:")
    assert len(walk.titles("all")) == 3
    assert running.end() == 0


def test_a_changed_configuration_is_read_again_and_a_faulty_one_is_not_used(walk, service):
    walk.page(FIRST, AT)
    running = service("run")
    running.until("published")
    walk.write("topics.yaml", "topics: {street: {title: 老街, anny: [老街]}}")
    running.until("did you mean any?")
    walk.write("topics.yaml", "topics: {street: {title: 老街, any: [老街]}}")
    running.until("configuration read again")
    running.until("published")
    assert walk.titles("topics/street") == ["老街雨棚拆除滿月"]
    assert running.end() == 0


def test_a_source_is_looked_at_again_when_it_is_due(walk, service):
    walk.page(FIRST, AT, every="1s")
    running = service("run")
    running.until("3 new")
    running.until("list: unchanged")
    running.until("list: unchanged")
    assert running.end() == 0


def test_a_second_process_on_the_same_store_is_told_so(walk, service):
    walk.page(FIRST, AT)
    running = service("run")
    running.until("published")
    second = service("once")
    second.until("in use")
    assert second.process.wait(15) == 1
    assert running.end() == 0


def test_the_house_is_found_by_its_name():
    shown = subprocess.run(
        [str(Path(sys.executable).with_name("feedsvc")), "--help"],
        capture_output=True,
        text=True,
        timeout=30,
        check=True,
    )
    commands = (
        "once",
        "run",
        "preview",
        "discover",
        "explain",
        "check",
        "publish",
        "status",
        "replay",
        "serve",
    )
    assert [name for name in commands if name not in shown.stdout] == []
