"""A config folder in tmp_path and one call for a whole cycle, for tests of the walk."""

import asyncio
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

from feedsvc import config
from feedsvc.engine import local

SERVICE = "timezone: Asia/Taipei\nstore: s.db\noutput: out/\narchive: {path: captures}\nvariants: [zh-Hans]\n"


class Walk:
    """`write` files of config/ and pages; `once` walks; `feed` and `snapshot` look at output/."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.now = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
        self.looks = []
        self.write("feedsvc.yaml", SERVICE)

    def write(self, name, text):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def page(self, rows, at, name="list.html", **source):
        """A list page of (outlet, words of time, title, summary), and the source that reads it."""
        listed = "".join(
            f"<li><p class=meta>{outlet} ・ {words}</p><h3><a href='/news/{number}.html'>{title}</a></h3><p>{summary}</p></li>"
            for number, outlet, words, title, summary in rows
        )
        self.write(
            name,
            f"<!doctype html><html lang=zh-Hant><meta charset=utf-8><title>要聞</title><main><ul>{listed}</ul></main>",
        )
        extra = "".join(f"\n    {key}: {value}" for key, value in source.items())
        self.write(
            "sources.yaml",
            f"sources:\n  list:\n    url: file:{name}\n    base: https://portal.example/list\n    captured_at: {at}{extra}\n",
        )

    def allow(self, site):
        """Lets the walk ask a site on this machine, without manners that would make tests slow."""
        network = f"network: {{allow: ['127.0.0.1:{site.port}'], spacing: 0s, robots: false}}\n"
        self.write("feedsvc.yaml", SERVICE + network)

    def config(self):
        return config.load(self.folder)

    def once(self, *, force=True, later=timedelta(minutes=10)):
        self.now += later
        self.looks = []
        return asyncio.run(
            local.once(self.config(), force=force, clock=lambda: self.now, report=self.looks.append)
        )

    def feed(self, path):
        return json.loads((self.folder / "out" / path / "feed.json").read_text(encoding="utf-8"))

    def titles(self, path):
        return [item["title"] for item in self.feed(path)["items"]]

    def dates(self, path="all"):
        return {item["id"]: item.get("date_published") for item in self.feed(path)["items"]}

    def snapshot(self):
        out = self.folder / "out"
        return {
            str(path.relative_to(out)): (path.stat().st_mtime_ns, path.read_bytes())
            for path in sorted(out.rglob("*"))
            if path.is_file()
        }
