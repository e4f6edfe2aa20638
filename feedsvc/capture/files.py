"""A `file:` source -> its Captures: one file, a folder or a glob, a WARC; gzip'd or not.

What a file cannot say of itself stands beside it, in NAME.meta.json or NAME.headers:

    list.html.meta.json   {"url": "https://…", "captured_at": "2025-10-30T23:50:00+08:00", "status": 200, "headers": {…}}
    list.html.headers     what `curl -D` writes: status line and header lines; "Content-Location" may say the address

The instant of a capture: the source's `captured_at`, the sidecar, the WARC record's date, else the file's time.
One in the future is an error: entries would be dated there (2036, typed for 2026).
"""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import unquote

from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import ChunkedDataReader
from warcio.exceptions import ArchiveLoadFailed

from feedsvc import urls
from feedsvc.capture.answers import is_page_type
from feedsvc.capture.decoding import Decoder, EncodingBrokenError, EncodingRefusedError
from feedsvc.capture.politeness import http_date
from feedsvc.capture.rendered import rendered
from feedsvc.errors import CaptureError, RefusedError
from feedsvc.model import Capture, Clock, Interval, Source, instant

MOST_BYTES = 10_000_000
MOST_FILES = 2_000
AHEAD = timedelta(days=1)  # of our clock; more is no clock that runs wrong but a slip of the pen
# config/ has longer: the sample that ships with feedsvc has a fixed day and works where the clock is behind.
_AHEAD_IN_CONFIG = timedelta(days=366)
_SIDECARS = (".meta.json", ".headers")
_WARCS = (".warc", ".warc.gz")
_NAMESPACE = uuid.UUID("5d0c0f0e-8c1f-5d7e-9f5a-2b1f6f0f7c11")
_TYPES = {
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "application/xhtml+xml",
    ".json": "application/json",
    ".xml": "application/xml",
    ".rss": "application/rss+xml",
    ".atom": "application/atom+xml",
    ".txt": "text/plain",
    ".text": "text/plain",
    ".md": "text/plain",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Beside:
    """What a sidecar says of its file."""

    url: str | None = None
    captured_at: datetime | None = None
    rendered: Interval | None = None
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


def captures(source: Source, now: datetime) -> tuple[Capture, ...]:
    """The captures of a `file:` source, the oldest first; each body at most 10 MB once unpacked.

    CaptureError says which file cannot be read and what to try; RefusedError which one is too large.
    """
    found = [capture for path in _paths(source) for capture in _captures_of(path, source, now)]
    different = {(capture.url, capture.digest, capture.captured_at): capture for capture in found}
    return tuple(sorted(different.values(), key=lambda capture: capture.captured_at))


# -- which files --------------------------------------------------------------------------------


def _paths(source: Source) -> list[Path]:
    printed = source.url.removeprefix("file:")
    printed = "/" + printed.lstrip("/") if printed.startswith("//") else printed
    path = next((path for path in (Path(printed), Path(unquote(printed))) if path.exists()), None)
    if path is not None and path.is_file():
        return [path]
    if path is not None and not path.is_dir():
        raise _error(source, printed, "is a device or a pipe; name a file or a folder")
    found = sorted(path.iterdir()) if path is not None else _matching(Path(printed))
    pages = [
        one
        for one in found
        if one.is_file() and not one.name.startswith(".") and not one.name.endswith(_SIDECARS)
    ]
    if not pages:
        raise _error(
            source,
            printed,
            "no such file; check the path (it is relative to the file that names it) or the glob",
        )
    if len(pages) > MOST_FILES:
        raise _error(source, printed, f"{len(pages)} files, more than {MOST_FILES}; give a narrower glob")
    return pages


def _matching(pattern: Path) -> list[Path]:
    try:
        return sorted(Path(pattern.anchor or ".").glob(str(pattern.relative_to(pattern.anchor))))
    except (ValueError, NotImplementedError):  # "**.html", an empty pattern
        return []


def _captures_of(path: Path, source: Source, now: datetime) -> Iterator[Capture]:
    try:
        if path.name.endswith(_WARCS):
            yield from _of_warc(path, source)
        else:
            yield _of_file(path, source, now)
    except OSError as error:
        raise _error(source, str(path), f"cannot be read: {error.strerror or error}") from error
    except EncodingRefusedError as error:
        raise RefusedError(source.id, source.url, f"{path}: {error}") from error
    except (EncodingBrokenError, ArchiveLoadFailed) as error:
        raise _error(source, str(path), f"is damaged: {error}; save it again") from error


def _error(source: Source, path: str, problem: str) -> CaptureError:
    return CaptureError(source.id, source.url, f"{path}: {problem}")


# -- one saved page -----------------------------------------------------------------------------


def _of_file(path: Path, source: Source, now: datetime) -> Capture:
    body = _unpacked(path)
    beside = _beside(path, source)
    captured_at, clock = _instant(path, source, beside, now)
    media_type = beside.headers.get("content-type", "").partition(";")[0].strip().lower()
    return _capture(
        source,
        url=beside.url or source.base,
        captured_at=captured_at,
        rendered=_rendered(captured_at, clock, beside, source),
        clock=clock,
        status=beside.status,
        headers=beside.headers,
        media_type=media_type or _TYPES.get(Path(path.name.removesuffix(".gz")).suffix.lower(), ""),
        body=body,
    )


def _unpacked(path: Path) -> bytes:
    with path.open("rb") as file:
        packed = file.peek(2)[:2] == b"\x1f\x8b"
        return _bounded(file, "gzip" if packed else "")


def _bounded(file: Any, encoding: str) -> bytes:
    decoder = Decoder(encoding, wire=MOST_BYTES, decoded=MOST_BYTES)
    body = b"".join(decoder.feed(chunk) for chunk in iter(lambda: file.read(65_536), b""))
    decoder.finish()
    return body


def _instant(path: Path, source: Source, beside: _Beside, now: datetime) -> tuple[datetime, Clock]:
    stated = source.captured_at or beside.captured_at
    ahead = _AHEAD_IN_CONFIG if source.captured_at else AHEAD
    if stated is not None and stated - now > ahead:
        where = "captured_at of the source" if source.captured_at else "captured_at (or Date) beside it"
        raise _error(source, str(path), f"{where} is in the future: {stated.isoformat()}; please mend it")
    if stated is not None:
        return stated, "stated"
    return min(datetime.fromtimestamp(path.stat().st_mtime, tz=UTC), now), "file"


def _rendered(captured_at: datetime, clock: Clock, beside: _Beside, source: Source) -> Interval:
    """A stated instant is the page's own; a file's time is as good as an answer without headers."""
    if clock == "stated" and (source.captured_at is not None or not beside.headers):
        return instant(captured_at)
    return beside.rendered or rendered(sent_at=captured_at, received_at=captured_at, headers=beside.headers)


def _capture(source: Source, *, body: bytes, captured_at: datetime, url: str | None, **told: Any) -> Capture:
    digest = hashlib.sha256(body).hexdigest()
    name = f"{source.id} {url} {digest} {captured_at.astimezone(UTC).isoformat()}"
    return Capture(
        id=uuid.uuid5(_NAMESPACE, name).hex,
        source_id=source.id,
        url=url,
        captured_at=captured_at,
        body=body,
        digest=digest,
        **told,
    )


# -- sidecars -----------------------------------------------------------------------------------


def _beside(path: Path, source: Source) -> _Beside:
    """NAME.meta.json, else NAME.headers; of a packed NAME.gz also those of NAME."""
    names = dict.fromkeys((path.name, path.name.removesuffix(".gz")))
    for name in names:
        if (meta := path.with_name(name + ".meta.json")).is_file():
            return _meta(meta, source)
    for name in names:
        if (headers := path.with_name(name + ".headers")).is_file():
            return _answered(headers)
    return _Beside()


def _meta(path: Path, source: Source) -> _Beside:
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        return _told(told)
    except (ValueError, TypeError, AttributeError) as error:
        raise _error(
            source, str(path), f"cannot be read: {error}; write it as the example in capture/files.py"
        ) from error


def _told(told: Mapping[str, Any]) -> _Beside:
    headers = {str(name).lower(): str(value) for name, value in (told.get("headers") or {}).items()}
    stated = told.get("captured_at")
    captured_at = datetime.fromisoformat(stated) if stated else http_date(headers.get("date"))
    if captured_at is not None and captured_at.tzinfo is None:
        raise ValueError(f"captured_at {stated!r} needs an offset from UTC, as in 2025-10-30T23:50:00+08:00")
    url = told.get("url")
    return _Beside(
        url=url if isinstance(url, str) and urls.is_web(url) else None,
        captured_at=captured_at,
        rendered=None if stated else _between(headers),
        status=int(told.get("status") or 200),
        headers=headers,
    )


def _answered(path: Path) -> _Beside:
    """The last answer of what curl wrote: redirects come before it."""
    text = path.read_bytes()[:200_000].decode("utf-8", "replace").replace("\r\n", "\n")
    lines = text.strip().split("\n\n")[-1].split("\n")
    pairs = [line.partition(":") for line in lines if ":" in line and not line.startswith("HTTP/")]
    headers = {name.strip().lower(): value.strip() for name, _, value in pairs}
    status = lines[0].split()[1:2] if lines[0].startswith("HTTP/") else []
    address = headers.get("content-location", "")
    return _Beside(
        url=address if urls.is_web(address) else None,
        captured_at=http_date(headers.get("date")),
        rendered=_between(headers),
        status=int(status[0]) if status and status[0].isdecimal() else 200,
        headers=headers,
    )


def _between(headers: Mapping[str, str]) -> Interval | None:
    """Only Date is known, not when the answer came: a cache may have kept the origin's Date or written its own."""
    date = http_date(headers.get("date"))
    if date is None:
        return None
    age = headers.get("age", "")
    seconds = int(age) if age.isascii() and age.isdigit() and len(age) < 7 else 0
    return Interval(earliest=date - timedelta(seconds=seconds), latest=date)


# -- WARC ---------------------------------------------------------------------------------------


def _of_warc(path: Path, source: Source) -> Iterator[Capture]:
    """The pages among a WARC's responses; images, scripts, redirects and errors are left out."""
    with path.open("rb") as file:
        for record in ArchiveIterator(file):
            if record.rec_type == "response" and record.http_headers is not None:
                capture = _of_record(record, source)
                if capture is not None:
                    yield capture


def _of_record(record: Any, source: Source) -> Capture | None:
    headers = {name.lower(): value for name, value in record.http_headers.headers}
    media_type = headers.get("content-type", "").partition(";")[0].strip().lower()
    if record.http_headers.get_statuscode() != "200" or not is_page_type(media_type):
        return None
    captured_at = datetime.fromisoformat(record.rec_headers.get_header("WARC-Date"))
    answered = source.captured_at or captured_at
    return _capture(
        source,
        url=record.rec_headers.get_header("WARC-Target-URI") or source.base,
        captured_at=answered,
        rendered=instant(answered)
        if source.captured_at
        else rendered(sent_at=answered, received_at=answered, headers=headers),
        clock="stated" if source.captured_at else "archive",
        headers=headers,
        media_type=media_type,
        body=_bounded(_stream(record, headers), headers.get("content-encoding", "")),
    )


def _stream(record: Any, headers: Mapping[str, str]) -> BinaryIO:
    chunked = "chunked" in headers.get("transfer-encoding", "").lower()
    stream: BinaryIO = (
        ChunkedDataReader(record.raw_stream, decomp_type=None) if chunked else record.raw_stream
    )
    return stream
