"""Capture -> a WARC record on disk, and back again.  The warcio door.

One folder per source, one file per UTC day, one gzip member per record: any WARC tool reads them. A body is
kept as it was read, decoded: Content-Encoding, Transfer-Encoding and Content-Length no longer hold, so they
move to `X-Archive-Orig-…` (the custom of web archives), and come back when it is read. What
HTTP cannot say (capture id, source, render interval, clock) stands in `X-Feedsvc-…` fields of the record.
"""

from __future__ import annotations

import fcntl
import hashlib
import heapq
import os
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from http import HTTPStatus
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, Self, cast
from urllib.parse import quote, unquote

from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from feedsvc.errors import StoreError
from feedsvc.model import Capture, Clock, Interval
from feedsvc.text import slug

_SUFFIX = ".warc.gz"
_GZIP = 31  # zlib's number for gzip
_MEMBER = b"\x1f\x8b\x08"
_TAIL = (256_000, 16_000_000)  # bytes looked through for the last record; the second holds any record
_CHUNK = 262_144
_ORIGINAL = "x-archive-orig-"
_REWRITTEN = ("content-encoding", "transfer-encoding", "content-length")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a record stands: file below the archive's folder, offset and length in bytes."""

    file: str
    offset: int
    length: int

    def __str__(self) -> str:
        return f"{self.file}:{self.offset}:{self.length}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """The place that `str` wrote; ValueError for anything else."""
        file, offset, length = text.rsplit(":", 2)
        return cls(file=file, offset=int(offset), length=int(length))


class Archive:
    """Captures on disk below `path`: kept for `days`, and while all files together stay below `size` bytes."""

    def __init__(self, path: Path, *, days: int, size: int) -> None:
        self._path = path
        self._days = days
        self._size = size

    def keep(self, capture: Capture) -> Place:
        """Writes the capture, whole and on the disk when this returns; StoreError when it cannot be
        written, and then no part of it stays. (It is no fault of the source, which must not be asked
        less often for it.)"""
        name = f"{slug(capture.source_id)}/{capture.captured_at.astimezone(UTC):%Y-%m-%d}{_SUFFIX}"
        try:
            offset, length = _append(self._path / name, _member(_record(capture)), capture.captured_at)
        except OSError as error:
            where = self._path / name
            problem = f"the capture cannot be archived in {where}: {error.strerror}; make room or give rights"
            raise StoreError(f"{problem}, the page is asked again then") from error
        return Place(file=name, offset=offset, length=length)

    def read(self, place: Place | str) -> Capture:
        """The capture at a place; StoreError when it is no longer there."""
        place = Place.parse(place) if isinstance(place, str) else place
        path = self._path / place.file
        if not path.resolve().is_relative_to(self._path.resolve()):
            raise StoreError(f"archive {self._path}: {place} lies outside")
        try:
            with path.open("rb") as file:
                file.seek(place.offset)
                return _capture(zlib.decompress(file.read(place.length), _GZIP))
        except (OSError, ValueError, zlib.error) as error:
            raise StoreError(f"archive {self._path}: nothing readable at {place} ({error})") from error

    def captures(self, source_id: str | None = None, since: datetime | None = None) -> Iterator[Capture]:
        """Every capture kept, oldest first; of one source, and from an instant on, if given."""
        return (capture for _place, capture in self.places(source_id, since))

    def places(
        self, source_id: str | None = None, since: datetime | None = None
    ) -> Iterator[tuple[Place, Capture]]:
        """As `captures`, with the place of each."""
        folder = "*" if source_id is None else slug(source_id)
        folders = sorted(path for path in self._path.glob(folder) if path.is_dir())
        found = heapq.merge(
            *(self._of(path, since) for path in folders), key=lambda pair: pair[1].captured_at
        )
        return (pair for pair in found if source_id is None or pair[1].source_id == source_id)

    def _of(self, folder: Path, since: datetime | None) -> Iterator[tuple[Place, Capture]]:
        for path in sorted(folder.glob(f"*{_SUFFIX}")):
            day = _day(path)
            if day is None or (since is not None and day < since.astimezone(UTC).date()):
                continue
            for offset, length, record in _members(path):
                if b"\r\nWARC-Type: response\r\n" not in record[:4_096]:
                    continue
                capture = _capture(record)
                if since is None or capture.captured_at >= since:
                    name = path.relative_to(self._path).as_posix()
                    yield Place(file=name, offset=offset, length=length), capture

    def prune(self, now: datetime) -> int:
        """Removes files that are too old, then the oldest until the rest fits; returns how many went."""
        files = sorted(
            (
                (day, path, path.stat().st_size)
                for path in self._path.glob(f"*/*{_SUFFIX}")
                if (day := _day(path))
            ),
            key=lambda file: (file[0], str(file[1])),
        )
        oldest = (now.astimezone(UTC) - timedelta(days=self._days)).date()
        total = sum(size for _, _, size in files)
        removed = 0
        for day, path, size in files:
            if day >= oldest and total <= self._size:
                break
            path.unlink(missing_ok=True)
            total, removed = total - size, removed + 1
        return removed


# -- a capture as a record ----------------------------------------------------------------------


def _record(capture: Capture) -> bytes:
    buffer = BytesIO()
    writer = WARCWriter(buffer, gzip=False, warc_version="WARC/1.1")
    writer.write_record(
        writer.create_warc_record(
            _target(capture),
            "response",
            payload=BytesIO(capture.body),
            length=len(capture.body),
            warc_headers_dict=_own_fields(capture),
            http_headers=StatusAndHeaders(
                f"{capture.status} {_phrase(capture.status)}", _http_fields(capture), protocol="HTTP/1.1"
            ),
        )
    )
    return buffer.getvalue()


def _target(capture: Capture) -> str:
    """The address as WARC tools read it; a saved file without one gets a name that leads nowhere."""
    if capture.url is None or not capture.url.startswith(("http://", "https://")):
        return f"http://source.invalid/{quote(capture.source_id, safe='')}"
    return quote(capture.url, safe="%/:?#[]@!$&'()*+,;=~")


def _own_fields(capture: Capture) -> dict[str, str]:
    digest = hashlib.sha256(capture.id.encode("utf-8", "replace")).hexdigest()
    return {
        "WARC-Record-ID": f"<urn:uuid:{digest[:8]}-{digest[8:12]}-8{digest[13:16]}-8{digest[17:20]}-{digest[20:32]}>",
        "WARC-Date": _stamp(capture.captured_at),
        "X-Feedsvc-Capture-ID": quote(capture.id),
        "X-Feedsvc-Source-ID": quote(capture.source_id),
        "X-Feedsvc-Rendered": f"{_stamp(capture.rendered.earliest)}/{_stamp(capture.rendered.latest)}",
        "X-Feedsvc-Clock": capture.clock,
        "X-Feedsvc-Media-Type": quote(capture.media_type),
        "X-Feedsvc-Digest": quote(capture.digest),
        "X-Feedsvc-Address": quote(capture.url or ""),
        "X-Feedsvc-Moved-To": quote(capture.moved_to or ""),
    }


def _http_fields(capture: Capture) -> list[tuple[str, str]]:
    said = {name: " ".join(value.split()) for name, value in capture.headers.items()}
    fields = [(_ORIGINAL + name if name in _REWRITTEN else name, value) for name, value in said.items()]
    return [*fields, ("content-length", str(len(capture.body)))]


def _phrase(status: int) -> str:
    return HTTPStatus(status).phrase if status in HTTPStatus._value2member_map_ else "Unknown"


def _stamp(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%fZ}"


# -- a record as a capture ----------------------------------------------------------------------


def _capture(record: bytes) -> Capture:
    """Raises ValueError when the record is not one of ours."""
    warc = next(iter(ArchiveIterator(BytesIO(record))), None)
    if warc is None or warc.rec_type != "response" or warc.http_headers is None:
        raise ValueError("no response record")
    fields = {name.lower(): value for name, value in warc.rec_headers.headers}
    earliest, _, latest = fields["x-feedsvc-rendered"].partition("/")
    return Capture(
        id=unquote(fields["x-feedsvc-capture-id"]),
        source_id=unquote(fields["x-feedsvc-source-id"]),
        url=unquote(fields["x-feedsvc-address"]) or None,
        captured_at=datetime.fromisoformat(fields["warc-date"]),
        rendered=Interval(earliest=datetime.fromisoformat(earliest), latest=datetime.fromisoformat(latest)),
        clock=cast("Clock", fields["x-feedsvc-clock"]),
        status=int(warc.http_headers.get_statuscode()),
        headers=_said(warc.http_headers.headers),
        media_type=unquote(fields["x-feedsvc-media-type"]),
        body=warc.raw_stream.read(),
        digest=unquote(fields["x-feedsvc-digest"]),
        moved_to=unquote(fields["x-feedsvc-moved-to"]) or None,
    )


def _said(fields: list[tuple[str, str]]) -> Mapping[str, str]:
    """The headers as the host sent them: those of _REWRITTEN without a prefix are ours."""
    return {name.removeprefix(_ORIGINAL): value for name, value in fields if name not in _REWRITTEN}


# -- a file of records --------------------------------------------------------------------------


def _append(path: Path, member: bytes, moment: datetime) -> tuple[int, int]:
    """Offset and length of the record in the file; OSError leaves the file as it was."""
    path.parent.mkdir(parents=True, exist_ok=True)
    is_new = not path.exists()
    with path.open("a+b", buffering=0) as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        end = _sound_end(file, path)
        os.ftruncate(file.fileno(), end)
        head = _member(_info(path.name, moment)) if end == 0 else b""
        try:
            _write_all(file.fileno(), head + member)
            os.fsync(file.fileno())
        except OSError:
            os.ftruncate(file.fileno(), end)
            raise
    if is_new:
        _sync_folder(path.parent)
    return end + len(head), len(member)


def _info(name: str, moment: datetime) -> bytes:
    buffer = BytesIO()
    writer = WARCWriter(buffer, gzip=False, warc_version="WARC/1.1")
    record = writer.create_warcinfo_record(name, {"software": "feedsvc", "format": "WARC File Format 1.1"})
    record.rec_headers.replace_header("WARC-Date", _stamp(moment))
    writer.write_record(record)
    return buffer.getvalue()


def _member(record: bytes) -> bytes:
    packer = zlib.compressobj(6, zlib.DEFLATED, _GZIP)
    return packer.compress(record) + packer.flush()


def _write_all(descriptor: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _sound_end(file: BinaryIO, path: Path) -> int:
    """Where the last whole record ends: a process that was killed may have left a torn one behind it."""
    size = file.seek(0, os.SEEK_END)
    if size == 0 or any(_ends_whole(file, size, window) for window in _TAIL):
        return size
    return max((offset + length for offset, length, _ in _members(path)), default=0)


def _ends_whole(file: BinaryIO, size: int, window: int) -> bool:
    """Whether some record within the window ends exactly at the end of the file. No false yes: a member
    carries a checksum, and one inside another is followed by the outer one's."""
    file.seek(max(size - window, 0))
    tail = file.read(window)
    start = tail.rfind(_MEMBER)
    while start >= 0:
        if _is_whole(tail[start:]):
            return True
        start = tail.rfind(_MEMBER, 0, start)
    return False


def _is_whole(data: bytes) -> bool:
    opener = zlib.decompressobj(_GZIP)
    try:
        while data and not opener.eof:
            opener.decompress(data, _CHUNK)
            data = opener.unconsumed_tail
    except zlib.error:
        return False
    return opener.eof and not opener.unused_data


def _members(path: Path) -> Iterator[tuple[int, int, bytes]]:
    """Offset, length and content of each whole member, up to the first that is torn."""
    offset = 0
    with path.open("rb") as file:
        data = file.read(_CHUNK)
        while data:
            opener, content, length = zlib.decompressobj(_GZIP), [], 0
            try:
                while data and not opener.eof:
                    content.append(opener.decompress(data))
                    length += len(data) - len(opener.unused_data)
                    data = opener.unused_data or file.read(_CHUNK)
            except zlib.error:
                return
            if not opener.eof:
                return
            yield offset, length, b"".join(content)
            offset += length


def _day(path: Path) -> date | None:
    try:
        return date.fromisoformat(path.name.removesuffix(_SUFFIX))
    except ValueError:
        return None
