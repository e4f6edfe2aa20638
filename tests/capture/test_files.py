"""Saved files, folders and WARCs -> captures with their instant."""

from __future__ import annotations

import gzip
import json
import os
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from feedsvc.capture.files import captures
from feedsvc.errors import CaptureError, RefusedError
from feedsvc.model import Source, instant

NOW = datetime(2025, 11, 1, 8, 0, tzinfo=UTC)
STATED = datetime(2025, 10, 30, 15, 50, tzinfo=UTC)
PAGE = "<h1>海岸公園</h1>".encode()


def source(path, **told):
    return Source(id="saved", url=f"file:{path}", **told)


def test_one_file_is_one_capture_of_its_time(tmp_path):
    path = tmp_path / "list.html"
    path.write_bytes(PAGE)
    os.utime(path, (STATED.timestamp(), STATED.timestamp()))
    (capture,) = captures(source(path, base="https://a.example/list"), NOW)
    assert (capture.body, capture.url, capture.media_type) == (PAGE, "https://a.example/list", "text/html")
    assert (capture.captured_at, capture.clock) == (STATED, "file")
    assert capture.rendered.earliest < STATED <= capture.rendered.latest
    assert captures(source(path, base="https://a.example/list"), NOW)[0].id == capture.id


def test_a_stated_instant_is_the_pages_own(tmp_path):
    path = tmp_path / "list.html"
    path.write_bytes(PAGE)
    (capture,) = captures(source(path, captured_at=STATED), NOW)
    assert (capture.clock, capture.captured_at, capture.rendered) == ("stated", STATED, instant(STATED))


DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("where", "ahead", "is_believed"),
    [
        ("sidecar", DAY, True),
        ("sidecar", DAY * 2, False),
        ("headers", DAY, True),
        ("headers", DAY * 2, False),
        ("config", DAY * 300, True),
        ("config", DAY * 3_650, False),
    ],
)
def test_an_instant_in_the_future_is_an_error(tmp_path, where, ahead, is_believed):
    path = tmp_path / "a.html"
    path.write_bytes(PAGE)
    at = NOW + ahead
    if where == "sidecar":
        (tmp_path / "a.html.meta.json").write_text(json.dumps({"captured_at": at.isoformat()}))
    if where == "headers":
        (tmp_path / "a.html.headers").write_text(
            f"HTTP/1.1 200 OK\nDate: {format_datetime(at, usegmt=True)}\n"
        )
    saved = source(path, captured_at=at if where == "config" else None)
    if is_believed:
        assert captures(saved, NOW)[0].captured_at == at
        return
    with pytest.raises(CaptureError, match=r"a\.html: captured_at .*in the future: 20"):
        captures(saved, NOW)


def test_a_packed_file_is_unpacked_and_keeps_its_type(tmp_path):
    path = tmp_path / "list.html.gz"
    path.write_bytes(gzip.compress(PAGE))
    (capture,) = captures(source(path), NOW)
    assert (capture.body, capture.media_type) == (PAGE, "text/html")


def test_a_sidecar_in_json_says_address_instant_and_headers(tmp_path):
    (tmp_path / "a.html").write_bytes(PAGE)
    told = {
        "url": "https://a.example/x",
        "captured_at": "2025-10-30T23:50:00+08:00",
        "headers": {"Content-Type": "text/html; charset=big5"},
    }
    (tmp_path / "a.html.meta.json").write_text(json.dumps(told))
    (capture,) = captures(source(tmp_path / "a.html"), NOW)
    assert (capture.url, capture.captured_at, capture.clock) == ("https://a.example/x", STATED, "stated")
    assert capture.headers["content-type"] == "text/html; charset=big5"


def test_headers_as_curl_writes_them_say_the_instant_of_the_last_answer(tmp_path):
    (tmp_path / "a.html").write_bytes(PAGE)
    (tmp_path / "a.html.headers").write_text(
        "HTTP/1.1 301 Moved\r\nLocation: /x\r\n\r\nHTTP/2 200\r\ndate: Thu, 30 Oct 2025 15:50:00 GMT\r\nage: 120\r\n"
        "content-type: text/html\r\ncontent-location: https://a.example/x\r\n\r\n"
    )
    (capture,) = captures(source(tmp_path / "a.html"), NOW)
    assert (capture.captured_at, capture.status, capture.url) == (STATED, 200, "https://a.example/x")
    assert (capture.rendered.earliest, capture.rendered.latest) == (STATED - timedelta(seconds=120), STATED)


def test_a_glob_gives_every_file_the_oldest_first_and_no_sidecars(tmp_path):
    for name, hours in (("b.html", 1), ("a.html", 2), ("c.html", 3)):
        (tmp_path / name).write_bytes(PAGE + name.encode())
        at = (STATED + timedelta(hours=hours)).timestamp()
        os.utime(tmp_path / name, (at, at))
    (tmp_path / "a.html.headers").write_text("HTTP/1.1 200 OK\nContent-Type: text/html\n")
    assert [c.body[-6:] for c in captures(source(tmp_path / "*.html"), NOW)] == [
        b"b.html",
        b"a.html",
        b"c.html",
    ]
    assert len(captures(source(tmp_path), NOW)) == 3


def warc(*records) -> bytes:
    return b"".join(gzip.compress(record(*told)) for told in records)


def record(url, status, media_type, body, extra) -> bytes:
    lines = [
        f"HTTP/1.1 {status}",
        f"Content-Type: {media_type}",
        *(f"{name}: {value}" for name, value in extra),
    ]
    block = "\r\n".join([*lines, "", ""]).encode() + body
    head = [
        "WARC/1.0",
        "WARC-Type: response",
        f"WARC-Target-URI: {url}",
        "WARC-Date: 2025-10-30T15:50:00Z",
        "WARC-Record-ID: <urn:uuid:0>",
        "Content-Type: application/http; msgtype=response",
        f"Content-Length: {len(block)}",
    ]
    return "\r\n".join([*head, "", ""]).encode() + block + b"\r\n\r\n"


def test_the_pages_of_a_warc_are_captures_of_their_date(tmp_path):
    path = tmp_path / "a.warc.gz"
    path.write_bytes(
        warc(
            ("https://a.example/x", "200 OK", "text/html", PAGE, []),
            ("https://a.example/x.png", "200 OK", "image/png", b"png", []),
            ("https://a.example/gone", "404 Not Found", "text/html", PAGE, []),
            (
                "https://a.example/gz",
                "200 OK",
                "text/html",
                gzip.compress(PAGE),
                [("Content-Encoding", "gzip")],
            ),
            (
                "https://a.example/ch",
                "200 OK",
                "text/html",
                b"2\r\n<h\r\n3\r\n1>a\r\n0\r\n\r\n",
                [("Transfer-Encoding", "chunked")],
            ),
        )
    )
    found = captures(source(path), NOW)
    assert [(c.url, c.body) for c in found] == [
        ("https://a.example/x", PAGE),
        ("https://a.example/gz", PAGE),
        ("https://a.example/ch", b"<h1>a"),
    ]
    assert {(c.captured_at, c.clock) for c in found} == {(STATED, "archive")}


def test_a_path_that_is_not_there_says_so(tmp_path):
    with pytest.raises(CaptureError, match=r"nothing\.html: no such file"):
        captures(source(tmp_path / "nothing.html"), NOW)
    with pytest.raises(CaptureError, match="check the path"):
        captures(source(tmp_path / "*.html"), NOW)


def test_a_device_is_no_page():
    with pytest.raises(CaptureError, match="is a device or a pipe"):
        captures(source(Path("/dev/null")), NOW)


def test_a_bomb_and_a_damaged_file_are_named(tmp_path):
    (tmp_path / "bomb.html.gz").write_bytes(gzip.compress(b"0" * 20_000_000))
    with pytest.raises(RefusedError, match="larger than 10 MB"):
        captures(source(tmp_path / "bomb.html.gz"), NOW)
    (tmp_path / "torn.html.gz").write_bytes(gzip.compress(os.urandom(900))[:-90])
    with pytest.raises(CaptureError, match="save it again"):
        captures(source(tmp_path / "torn.html.gz"), NOW)


def test_a_sidecar_that_cannot_be_read_is_named(tmp_path):
    (tmp_path / "a.html").write_bytes(PAGE)
    (tmp_path / "a.html.meta.json").write_text('{"captured_at": "2025-10-30T23:50:00"}')
    with pytest.raises(CaptureError, match="needs an offset"):
        captures(source(tmp_path / "a.html"), NOW)
