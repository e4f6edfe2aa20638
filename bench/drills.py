"""Faults on purpose -> what they cost: feeds that do not parse, entries lost or doubled, dates moved.

    python bench/drills.py [--times N] [kill term four readonly full damaged slow clock deleted signals hostile]

Each drill runs the real command line on a folder of its own, beside a living list on loopback: one more item
with every look, 40 on the page, each with the absolute time of its publication, so that no date has a reason
to move. After each fault the feeds must be whole as they are; then one `once --force` must make all good.
Drills that need a mount (full, readonly) say so when they cannot be run.
"""

import argparse
import itertools
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import xml.etree.ElementTree as ET
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from feedsvc.store import open_store  # noqa: E402 - the path above comes first

BOUND = {"seconds": 1_800.0}  # of the faults of one drill; --seconds changes it
DEADLINE = 8  # seconds of a slow host; a good list that has to wait for it is late by as much
LATE = 7
WINDOW, KEPT = 40, 80
WORDS = ("市府公布公車路線", "老街修復完工開放", "漁港鮪魚上岸登場", "水庫清淤時程出爐", "藝術節週末在廣場")
CONFIG = """site: {{title: Drill, url: "https://feeds.example.org/"}}
timezone: Asia/Taipei
store: ../state/feedsvc.db
output: ../output/
network: {{user_agent: drill/1, contact: me@example.org, allow: ["127.0.0.1:{port}", "127.0.0.1:{slow}"], spacing: 0s, robots: false, deadline: {deadline}s}}
feeds: {{entries: 100, days: 30}}
archive: {{path: ../state/captures, days: 14, size: 500MB}}
"""
# The clock is an argument everywhere; the command line reads it in one place.
SHIFTED = """
from datetime import UTC, datetime, timedelta
from feedsvc import cli
cli.now = lambda: datetime.now(UTC) + timedelta(seconds={seconds})
cli.main()
"""
YEAR = 365 * 86_400
SOURCE = "  {name}:\n    url: http://127.0.0.1:{port}/{path}\n    every: 1s\n"


# -- the living list ----------------------------------------------------------------------------


class Living:
    """A list page that grows by one item with every look, and a slow host beside it."""

    def __init__(self):
        self.items, self.asked_at, self.lock = [], [], threading.Lock()
        self.servers = [self._server(), self._server()]
        self.port, self.slow = (server.server_address[1] for server in self.servers)
        self.address = f"http://127.0.0.1:{self.port}"
        for _ in range(12):
            self.grow()

    def _server(self):
        living = self

        class Answer(BaseHTTPRequestHandler):
            def do_GET(self):
                living.answer(self)

            def log_message(self, *_):
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return server

    def answer(self, call):
        body = self.page() if call.path == "/list" else b"<html>"
        call.send_response(200)
        call.send_header("Content-Type", "text/html; charset=utf-8")
        if call.path == "/list":
            call.send_header("Content-Length", str(len(body)))
        call.end_headers()
        try:
            call.wfile.write(body)
            for _ in range(0 if call.path == "/list" else 100):
                call.wfile.write(b" ")
                call.wfile.flush()
                time.sleep(0.3)
        except OSError:
            pass

    def grow(self):
        number = len(self.items) + 1
        published = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=3)
        self.items.append((f"{self.address}/story/{number}.html", number, published))

    def page(self):
        with self.lock:
            self.grow()
            self.asked_at.append(time.monotonic())
            newest = self.items[-1 : -WINDOW - 1 : -1]
        rows = "".join(
            f'<li class="item"><h3><a href="{url}">{WORDS[n % 5]}第{n}批名單與後續處理方式</a></h3>'
            f'<time datetime="{at.isoformat()}">{at:%Y-%m-%d %H:%M}</time><p>編號{n}的說明文字在此。</p></li>'
            for url, n, at in newest
        )
        return f'<!doctype html><html lang="zh-Hant"><meta charset="utf-8"><ul>{rows}</ul></html>'.encode()

    def close(self):
        for server in self.servers:
            server.shutdown()
            server.server_close()


# -- what a fault cost --------------------------------------------------------------------------


@dataclass
class Ledger:
    """All that was ever published, and what happened to it."""

    living: Living
    output: Path
    known: dict = field(default_factory=dict)
    faults: dict = field(default_factory=lambda: dict.fromkeys(("unparsed", "lost", "doubled", "moved"), 0))
    notes: list = field(default_factory=list)

    def count(self, kind, note):
        self.faults[kind] += 1
        if len(self.notes) < 5:
            self.notes.append(f"{kind}: {note}")

    def check_whole(self):
        """Every feed parses, and says of each entry what was said before."""
        for path in sorted(self.output.rglob("*.xml")) + sorted(self.output.rglob("*.opml")):
            try:
                ET.parse(path)
            except (ET.ParseError, OSError) as error:
                self.count("unparsed", f"{path.name} {error}")
        for path in sorted(self.output.rglob("*.json")):
            try:
                feed = json.loads(path.read_text())
            except (ValueError, OSError) as error:
                self.count("unparsed", f"{path.name} {error}")
                continue
            if path == self.output / "all" / "feed.json":
                self.compare(feed["items"])

    def compare(self, items):
        items = [item for item in items if item.get("url", "").startswith(self.living.address)]
        urls = [item["url"] for item in items]
        for url in {url for url in urls if urls.count(url) > 1}:
            self.count("doubled", url)
        for item in items:
            said = (item["id"], item.get("date_published"))
            before = self.known.setdefault(item["url"], said)
            if before[0] != said[0]:
                self.count("doubled", f"{item['url']} has a second id")
            elif before[1] != said[1]:
                self.count("moved", f"{item['url']} {before[1]} -> {said[1]}")
                self.known[item["url"]] = said

    def check_complete(self):
        """Every item that the list showed is in the feed (of the newest that a feed holds)."""
        self.check_whole()
        path = self.output / "all" / "feed.json"
        found = (
            {item.get("url") for item in json.loads(path.read_text())["items"]} if path.exists() else set()
        )
        for url, _, _ in self.living.items[-KEPT:]:
            if url not in found:
                self.count("lost", url)


class Stand:
    """A folder with config, state and output, and the command line on it."""

    def __init__(self, living, *, slow=False):
        self.living = living
        self.folder = Path(tempfile.mkdtemp(prefix="drill-"))
        self.output, self.state = self.folder / "output", self.folder / "state"
        for path in (self.folder / "config", self.output, self.state):
            path.mkdir()
        sources = SOURCE.format(name="living", port=living.port, path="list")
        sources += SOURCE.format(name="slow", port=living.slow, path="slow") if slow else ""
        text = CONFIG.format(port=living.port, slow=living.slow, deadline=DEADLINE)
        (self.folder / "config" / "feedsvc.yaml").write_text(text)
        (self.folder / "config" / "sources.yaml").write_text("sources:\n" + sources)
        self.ledger = Ledger(living, self.output)

    def start(self, *words, shifted=0, **changes):
        """The command line in a process of its own, its clock `shifted` by seconds."""
        program = ["-c", SHIFTED.format(seconds=shifted)] if shifted else ["-m", "feedsvc"]
        command = [sys.executable, *program, *words, "--config", str(self.folder / "config")]
        kinds = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE, "text": True, **changes}
        return subprocess.Popen(command, cwd=ROOT, **kinds)

    def wait_for_look(self, *, at_most):
        """Until the service asks for the list: from then on there is something to interrupt."""
        looks, until = len(self.living.asked_at), time.monotonic() + at_most
        while len(self.living.asked_at) == looks and time.monotonic() < until:
            time.sleep(0.01)

    def wait_for_file(self, *, at_most):
        """Until a list of feeds stands in output/."""
        until = time.monotonic() + at_most
        while not (self.output / "all" / "feed.json").exists() and time.monotonic() < until:
            time.sleep(0.05)

    def in_the_future(self):
        """How many published dates, and how many next looks, lie where no true clock can have put them."""
        now = datetime.now(UTC)
        dates = [said[1] for said in self.ledger.known.values() if said[1]]
        with open_store(str(self.state / "feedsvc.db"), read_only=True) as store:
            looks = [state.next_check_at for state in store.states().values() if state.next_check_at]
            entries = [entry for entry in store.entries() if entry.first_seen > now]
        return (
            sum(datetime.fromisoformat(date) > now for date in dates) + len(entries),
            sum(at > now + timedelta(minutes=5) for at in looks),
        )

    def once(self, *, force=True, **changes):
        process = self.start("once", *(["--force"] if force else []), **changes)
        _, errors = process.communicate(timeout=120)
        return process.returncode, errors

    def heal(self):
        code, errors = self.once()
        if code != 0:
            self.ledger.notes.append(f"not healed (exit {code}): {errors[-300:]}")
            self.ledger.faults["lost"] += 1
        self.ledger.check_complete()

    def row(self, name, runs, extra=""):
        faults = " ".join(f"{kind} {count}" for kind, count in self.ledger.faults.items())
        good = not any(self.ledger.faults.values())
        print(f"{name:<10} {runs:>4} faults  {len(self.ledger.known):>4} entries  {faults}  {extra}")
        for note in self.ledger.notes:
            print(f"           {note}")
        return good

    def close(self):
        shutil.rmtree(self.folder, ignore_errors=True)


# -- the drills ---------------------------------------------------------------------------------


def within(times):
    """1, 2, ... up to `times`, or until the seconds of a drill are over."""
    until = time.monotonic() + BOUND["seconds"]
    for number in range(1, times + 1):
        yield number
        if time.monotonic() > until:
            return


def kill(living, times):
    """SIGKILL at a random instant of the service's life."""
    stand = Stand(living)
    runs = 0
    for number in within(times):
        runs = number
        service = stand.start("run", stderr=subprocess.DEVNULL)
        stand.wait_for_look(at_most=random.choice((1.0, 20.0, 20.0, 20.0)))
        time.sleep(random.uniform(0.0, 3.0))
        service.send_signal(signal.SIGKILL)
        service.wait()
        stand.ledger.check_whole()
    stand.heal()
    return stand.row("kill -9", runs), stand


def term(living, times):
    """SIGTERM: ends by itself, with 0, within 15 s."""
    stand = Stand(living)
    slowest, codes = 0.0, set()
    runs = 0
    for number in within(times):
        runs = number
        service = stand.start("run", stderr=subprocess.DEVNULL)
        stand.wait_for_look(at_most=20.0)
        time.sleep(random.uniform(0.0, 2.0))
        began = time.monotonic()
        service.send_signal(signal.SIGTERM)
        try:
            codes.add(service.wait(timeout=20))
        except subprocess.TimeoutExpired:
            service.kill()
            codes.add("stuck")
        slowest = max(slowest, time.monotonic() - began)
        stand.ledger.check_whole()
    stand.heal()
    good = stand.row("SIGTERM", runs, f"ended within {slowest:.1f} s, exit codes {sorted(map(str, codes))}")
    return good and slowest <= 15 and codes == {0}, stand


def four(living, times):
    """Four processes on one store: each waits or says why it does not run."""
    stand = Stand(living)
    codes, silent = [], 0
    for _ in range(max(times // 4, 1)):
        processes = [stand.start("once", "--force") for _ in range(4)]
        for process in processes:
            _, errors = process.communicate(timeout=120)
            codes.append(process.returncode)
            silent += process.returncode != 0 and not errors.strip()
        stand.ledger.check_whole()
    stand.heal()
    good = stand.row("four", len(codes), f"exit codes {sorted(set(codes))}, {silent} without a message")
    return good and not silent, stand


def mounted(path, size, *, readonly=False):
    kind = "remount,ro" if readonly else f"size={size}"
    result = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", kind, "tmpfs", path], check=False, capture_output=True
    )
    return result.returncode == 0


def unmount(path):
    subprocess.run(["umount", "-l", path], check=False, capture_output=True)


def readonly(living, times):
    """output/ cannot be written: what stands there stays, and what was found appears when it can."""
    stand = Stand(living)
    if not mounted(stand.output, "50m"):
        return skipped("readonly", "no right to mount"), stand
    try:
        stand.once()
        for _ in range(max(times // 10, 1)):
            mounted(stand.output, "50m", readonly=True)
            code, errors = stand.once()
            told = code != 0 and errors.strip() != ""
            stand.ledger.check_whole()
            subprocess.run(["mount", "-o", "remount,rw", stand.output], check=False)
            stand.heal()
        return stand.row("readonly", max(times // 10, 1), f"told: {told}") and told, stand
    finally:
        unmount(stand.output)


def full(living, times):
    """A disk that fills up at some byte: old feeds whole, and all heals when there is room again."""
    stand = Stand(living)
    disk = stand.folder / "disk"
    disk.mkdir()
    if not mounted(disk, "3m"):
        return skipped("full", "no right to mount"), stand
    try:
        for name in ("state", "output"):
            shutil.move(stand.folder / name, disk / name)
            (stand.folder / name).symlink_to(disk / name)
        stand.once()
        runs = max(times // 4, 1)
        for _ in range(runs):
            ballast = disk / "ballast"
            room = shutil.disk_usage(disk).free
            ballast.write_bytes(b"x" * max(room - random.choice((0, 4_096, 20_000, 60_000, 150_000)), 0))
            stand.once()
            stand.ledger.check_whole()
            ballast.unlink()
            subprocess.run(["mount", "-o", "remount,size=30m", disk], check=False)
            stand.heal()
            subprocess.run(["mount", "-o", "remount,size=3m", disk], check=False, capture_output=True)
        return stand.row("full disk", runs), stand
    finally:
        unmount(disk)


def damaged(living, times):
    """A damaged store stops with a message; it is never silently begun anew."""
    stand = Stand(living)
    stand.once()
    stand.once()
    store = stand.state / "feedsvc.db"
    sound = store.read_bytes()
    told = runs = 0
    spoils = (middle, lambda _: b"", lambda b: b[: len(b) // 2], zeroed, lambda _: b"no store" * 99)
    for spoil in spoils[: max(times, 2)]:
        for name in ("feedsvc.db-wal", "feedsvc.db-shm"):
            (stand.state / name).unlink(missing_ok=True)
        store.write_bytes(spoil(sound))
        code, errors = stand.once()
        runs += 1
        if code != 0 and "store" in errors:
            told += 1
        else:
            stand.ledger.notes.append(f"spoilt store, fault {runs}: exit {code} {errors[-200:]!r}")
        stand.ledger.check_whole()
    for name in ("feedsvc.db-wal", "feedsvc.db-shm"):
        (stand.state / name).unlink(missing_ok=True)
    store.write_bytes(sound)
    stand.heal()
    return stand.row("damaged", runs, f"told {told} of {runs}") and told == runs, stand


def zeroed(data):
    return b"\0" * 4_096 + data[4_096:]


def middle(data):
    """Overwrites pages in the middle, where the tables are."""
    page = 4_096
    pages = list(range(2, len(data) // page))
    spoilt = bytearray(data)
    for number in random.sample(pages, min(len(pages), max(len(pages) // 3, 1))):
        spoilt[number * page : number * page + 512] = os.urandom(512)
    return bytes(spoilt)


def slow(living, times):
    """A host that drips beside a good one: the good one is never late by more than one interval."""
    stand = Stand(living, slow=True)
    began = len(living.asked_at)
    service = stand.start("run", stderr=subprocess.DEVNULL)
    time.sleep(max(times, 6))
    service.send_signal(signal.SIGTERM)
    service.wait(20)
    looks = living.asked_at[began:]
    gaps = [later - sooner for sooner, later in itertools.pairwise(looks)]
    stand.heal()
    worst = max(gaps, default=99)
    return stand.row(
        "slow host", 1, f"{len(looks)} looks, longest gap {worst:.1f} s at every: 1s"
    ) and worst < LATE, stand


def clock(living, times):
    """The wall clock jumps by hours, a day and ten years, and back: no date moves, none stays in the future."""
    stand = Stand(living)
    stand.once()
    jumps = [90_000, -90_000, 3600, -3600, 0] * max(times // 10, 1) if times > 1 else [90_000, -90_000]
    for jump in jumps:
        code, errors = stand.once(shifted=jump)
        if code != 0:
            stand.ledger.notes.append(f"{jump} s: exit {code} {errors[-200:]!r}")
        stand.ledger.check_whole()
    stand.once(shifted=10 * YEAR)
    stand.heal()
    future, waiting = stand.in_the_future()
    extra = f"ten years on and back; in the future {future} dates, {waiting} looks"
    return stand.row("clock", len(jumps) + 1, extra) and not (future or waiting), stand


def deleted(living, times):
    """output/ or config/ vanishes under a running service: it goes on, and publishes again."""
    stand = Stand(living)
    runs = max(times // 10, 1)
    for _ in range(runs):
        service = stand.start("run", stderr=subprocess.DEVNULL)
        stand.wait_for_file(at_most=30.0)
        gone = stand.output.rename(stand.folder / "gone")  # at once: the service is writing into it
        shutil.rmtree(gone)
        hidden = (stand.folder / "config").rename(stand.folder / "hidden")
        stand.wait_for_file(at_most=30.0)
        hidden.rename(stand.folder / "config")
        alive = service.poll() is None
        service.send_signal(signal.SIGTERM)
        if service.wait(20) != 0 or not alive:
            stand.ledger.count("lost", "the service ended")
        stand.ledger.check_whole()
    stand.heal()
    return stand.row("deleted", runs), stand


def signals(living, times):
    """SIGHUP by the hundred, then SIGTERM twice, with nobody reading what the service says."""
    stand = Stand(living)
    runs, codes = max(times // 10, 1), set()
    for _ in range(runs):
        service = stand.start("run", stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        stand.wait_for_look(at_most=20.0)
        service.stdout.close()
        service.stderr.close()
        for _ in range(200):
            service.send_signal(signal.SIGHUP)
        stand.wait_for_look(at_most=20.0)
        stand.wait_for_look(at_most=20.0)
        alive = service.poll() is None
        service.send_signal(signal.SIGTERM)
        service.send_signal(signal.SIGTERM)
        codes.add((alive, service.wait(20)))
        stand.ledger.check_whole()
    stand.heal()
    well = all(alive for alive, _ in codes)
    return stand.row("signals", runs, f"went on: {well}, exit codes {sorted(codes)}") and well, stand


def hostile(living, times):
    """Every page of tests/hostile at once, beside the good list: memory of the service, lateness of the list."""
    from tests.hostile import content  # noqa: PLC0415 - builds its bombs when it is imported
    from tests.hostile.site import PAGES, Site  # noqa: PLC0415

    with Site() as site:
        stand = Stand(living)
        paths = [
            path for path in [*PAGES, *(f"/content/{name}" for name in content.CONTENT)] if "@" not in path
        ]
        rows = "".join(
            SOURCE.format(name=f"h{number}", port=site.port, path=path.lstrip("/").replace("*", "3"))
            for number, path in enumerate(dict.fromkeys(paths))
        )
        config = stand.folder / "config" / "feedsvc.yaml"
        config.write_text(config.read_text().replace("allow: [", f'allow: ["127.0.0.1:{site.port}", '))
        with (stand.folder / "config" / "sources.yaml").open("a") as file:
            file.write(rows.replace("every: 1s", "every: 30s"))
        service = stand.start("run", stderr=subprocess.DEVNULL)
        stand.wait_for_look(at_most=30.0)
        began, most = len(living.asked_at), 0
        for _ in range(max(times * 3, 60)):
            time.sleep(1)
            most = max(most, resident(service.pid))
        service.send_signal(signal.SIGTERM)
        service.wait(20)
        gaps = [later - sooner for sooner, later in itertools.pairwise(living.asked_at[began:])]
        stand.ledger.check_whole()
        worst, looked = max(gaps, default=99), len(site.seen)
        extra = f"{looked} pages asked, service {most / 1e6:.0f} MB, good list: longest gap {worst:.1f} s, canary {site.hits}"
        return stand.row("hostile", looked, extra) and most < 300e6 and worst < LATE and not site.hits, stand


def resident(pid):
    """Bytes in memory of the process, its workers not counted."""
    try:
        line = next(
            line for line in Path(f"/proc/{pid}/status").read_text().splitlines() if line.startswith("VmRSS")
        )
    except (OSError, StopIteration):
        return 0
    return int(line.split()[1]) * 1024


def skipped(name, why):
    print(f"{name:<10} not run: {why}")
    return True


DRILLS = {
    drill.__name__: drill
    for drill in (kill, term, four, readonly, full, damaged, slow, clock, deleted, signals, hostile)
}


def main():
    words = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    words.add_argument("names", nargs="*", choices=[[], *DRILLS], help="drills to run (all)")
    words.add_argument("--times", type=int, default=20, help="faults per drill (200 is the full exercise)")
    words.add_argument("--keep", action="store_true", help="keep the folders and print where they are")
    words.add_argument("--seconds", type=float, default=1_800.0, help="no new fault after so long")
    chosen = words.parse_args()
    BOUND["seconds"] = chosen.seconds
    good = True
    for name in chosen.names or DRILLS:
        living = Living()
        began = time.monotonic()
        fine, stand = DRILLS[name](living, chosen.times)
        print(f"           {'good' if fine else 'BAD'}, {time.monotonic() - began:.0f} s", flush=True)
        living.close()
        good = good and fine
        if chosen.keep:
            print(f"           {stand.folder}")
        else:
            stand.close()
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
