"""The served folder: media types, validators, and nothing from outside it."""

from __future__ import annotations

import asyncio
import gzip
import http.client
import os
import queue
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from feedsvc.errors import FeedsvcError
from feedsvc.serve import serve

FILES = {
    "index.html": "<p>首頁",
    "style.css": "p{}",
    "feeds.opml": "<opml/>",
    "robots.txt": "User-agent: *",
    "status.json": "{}",
    "topics/tide/rss.xml": "<rss/>",
    "topics/tide/feed.json": "{}",
    "topics/tide/index.html": "<p>潮汐",
    "outlets/港灣-1a2b3c4d/index.html": "<p>港灣",
    "bare/atom.xml": "<feed/>",
    ".hidden": "secret",
    "topics/tide/.rss.xml.part": "half",
}


class Served:
    """A server in a thread; ends when told to."""

    def __init__(self, folder: Path) -> None:
        self._addresses: queue.Queue[str] = queue.Queue()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._run(folder)), daemon=True)
        self._thread.start()
        self.address = self._addresses.get(timeout=20)

    async def _run(self, folder: Path) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        await serve(folder, "127.0.0.1", 0, stop=self._stop, ready=self._addresses.put)

    def ask(self, path: str, method: str = "GET", **headers: str) -> tuple[http.client.HTTPResponse, bytes]:
        connection = http.client.HTTPConnection(urlsplit(self.address).netloc, timeout=20)
        try:
            connection.putrequest(method, path, skip_accept_encoding=True)
            for name, value in headers.items():
                connection.putheader(name.replace("_", "-"), value)
            connection.endheaders()
            response = connection.getresponse()
            return response, response.read()
        finally:
            connection.close()

    def end(self) -> bool:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(timeout=20)
        return not self._thread.is_alive()


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    outside = tmp_path_factory.mktemp("place")
    root = outside / "output"
    for name, text in FILES.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, "utf-8")
    (outside / "secret.txt").write_text("secret", "utf-8")
    (root / "way-out.txt").symlink_to(outside / "secret.txt")
    return root


@pytest.fixture(scope="module")
def served(folder) -> Iterator[Served]:
    server = Served(folder)
    yield server
    assert server.end()


@pytest.mark.parametrize(
    ("path", "media_type"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/topics/tide/", "text/html; charset=utf-8"),
        ("/topics/tide/rss.xml", "text/xml; charset=utf-8"),
        ("/topics/tide/feed.json", "application/feed+json"),
        ("/status.json", "application/json"),
        ("/style.css", "text/css; charset=utf-8"),
        ("/feeds.opml", "text/x-opml; charset=utf-8"),
        ("/robots.txt", "text/plain; charset=utf-8"),
        ("/outlets/%E6%B8%AF%E7%81%A3-1a2b3c4d/", "text/html; charset=utf-8"),
        ("/healthz", "text/plain; charset=utf-8"),
    ],
)
def test_each_file_has_the_media_type_that_readers_and_browsers_need(served, path, media_type):
    response, body = served.ask(path)
    assert (response.status, response.getheader("content-type")) == (200, media_type)
    assert body
    assert "default-src 'none'" in response.getheader("content-security-policy")
    assert response.getheader("x-content-type-options") == "nosniff"


@pytest.mark.parametrize(
    "path",
    [
        "/no",
        "/bare/",
        "/bare",
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/topics/%2e%2e/%2e%2e/secret.txt",
        "/topics/..%2f..%2f../secret.txt",
        "//secret.txt",
        "/..%5csecret.txt",
        "/way-out.txt",
        "/.hidden",
        "/topics/tide/.rss.xml.part",
        "/a%00b",
        "/" + "x" * 3000,
        "/style.css/",
    ],
)
def test_nothing_hidden_unlisted_or_outside_is_served(served, path):
    response, body = served.ask(path)
    assert response.status == 404
    assert b"secret" not in body
    assert response.getheader("content-type") == "text/html; charset=utf-8"


def test_a_folder_without_its_slash_leads_to_the_one_with_it(served):
    response, _ = served.ask("/topics/tide")
    assert (response.status, response.getheader("location")) == (308, "/topics/tide/")


def test_an_unchanged_file_is_answered_with_304(served):
    first, _ = served.ask("/topics/tide/rss.xml")
    tag, date = first.getheader("etag"), first.getheader("last-modified")
    for headers in (
        {"If_None_Match": tag},
        {"If_None_Match": f'"other", W/{tag}'},
        {"If_None_Match": "*"},
        {"If_Modified_Since": date},
    ):
        response, body = served.ask("/topics/tide/rss.xml", **headers)
        assert (response.status, body, response.getheader("etag")) == (304, b"", tag)


def test_a_changed_file_is_sent_again(served):
    for headers in (
        {"If_None_Match": '"other"'},
        {"If_Modified_Since": "Mon, 01 Jan 2001 00:00:00 GMT"},
        {"If_Modified_Since": "yesterday"},
        {"If_None_Match": '"other"', "If_Modified_Since": "Fri, 01 Jan 2100 00:00:00 GMT"},
    ):
        response, body = served.ask("/topics/tide/rss.xml", **headers)
        assert (response.status, body) == (200, b"<rss/>")


def test_head_tells_everything_but_the_body(served):
    response, body = served.ask("/topics/tide/rss.xml", method="HEAD")
    assert (response.status, body, response.getheader("content-length")) == (200, b"", "6")
    assert response.getheader("etag")


def test_other_methods_are_refused(served):
    assert served.ask("/index.html", method="DELETE")[0].status == 405


def test_a_gzip_sibling_is_sent_to_those_who_take_it_unless_it_is_older(folder, served):
    plain = folder / "bare/atom.xml"
    sibling = folder / "bare/atom.xml.gz"
    sibling.write_bytes(gzip.compress(b"<feed/>"))
    os.utime(sibling, ns=(plain.stat().st_mtime_ns, plain.stat().st_mtime_ns))
    response, body = served.ask("/bare/atom.xml", Accept_Encoding="br, gzip")
    assert (response.getheader("content-encoding"), gzip.decompress(body)) == ("gzip", b"<feed/>")
    assert response.getheader("content-type") == "text/xml; charset=utf-8"
    unpacked, body = served.ask("/bare/atom.xml", Accept_Encoding="gzip;q=0")
    assert (unpacked.getheader("content-encoding"), body) == (None, b"<feed/>")
    assert unpacked.getheader("vary") == response.getheader("vary") == "accept-encoding"
    assert unpacked.getheader("etag") != response.getheader("etag")
    os.utime(sibling, ns=(0, 0))
    assert served.ask("/bare/atom.xml", Accept_Encoding="gzip")[0].getheader("content-encoding") is None


def test_a_missing_page_speaks_the_language_that_was_asked_for(served):
    assert "找不到" in served.ask("/no", Accept_Language="zh-TW,en;q=0.5")[1].decode()
    assert "No such page" in served.ask("/no", Accept_Language="en-GB")[1].decode()


def test_a_taken_port_is_a_clear_error_with_what_to_try(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(FeedsvcError, match=rf"127\.0\.0\.1:{port}.*--serve HOST:PORT"):
            asyncio.run(serve(tmp_path, "127.0.0.1", port, stop=asyncio.Event()))


def test_a_port_that_cannot_be_is_a_clear_error(tmp_path):
    with pytest.raises(FeedsvcError, match="from 0 to 65535"):
        asyncio.run(serve(tmp_path, "127.0.0.1", 99999, stop=asyncio.Event()))


def test_it_ends_when_told_to_though_a_reader_holds_its_connection(tmp_path):
    server = Served(tmp_path)
    with socket.create_connection(
        (urlsplit(server.address).hostname, urlsplit(server.address).port)
    ) as reader:
        reader.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n")
        assert server.end()
