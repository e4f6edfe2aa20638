"""The bytes of a body as they arrive -> its decoded bytes, never more than the bounds allow.  Pure.

httpx's own decoders cannot be bounded (827 bytes of br become 2 GB of memory): the body is read raw and
decoded here. Only gzip and deflate are asked for, so only these are decoded.
"""

from __future__ import annotations

import zlib

_GZIP = 31  # zlib's number for "gzip header and trailer"
_ZLIB = 15
_RAW = -15
_MEMBERS = 1_000  # parts of one gzip body: an empty part costs 20 bytes to send and 40 KB to open
_OURS = {"gzip": "gzip", "x-gzip": "gzip", "deflate": "deflate"}
_PLAIN = {"", "identity", "none", "utf-8", "binary"}  # the last three: seen from badly set-up hosts


class EncodingRefusedError(Exception):
    """The body is too large, or in an encoding we did not ask for."""


class EncodingBrokenError(Exception):
    """The body is cut short, or is not what its Content-Encoding says."""


class Decoder:
    """Feed it the chunks of one body; it gives the decoded ones and counts both.

    `wire` and `decoded` are bounds in bytes; `finish` says whether the body was whole.
    """

    def __init__(self, content_encoding: str, *, wire: int, decoded: int) -> None:
        self._encoding = encoding(content_encoding)
        self._wire_left = wire
        self._wire = wire
        self._left = decoded
        self._decoded = decoded
        self._members = 0
        self._head = b""
        self._inflate: zlib._Decompress | None = None

    def feed(self, chunk: bytes) -> bytes:
        self._wire_left -= len(chunk)
        if self._wire_left < 0:
            raise EncodingRefusedError(f"the answer is larger than {_megabytes(self._wire)} on the wire")
        out = self._inflated(chunk) if self._encoding else chunk
        self._left -= len(out)
        if self._left < 0:
            raise EncodingRefusedError(f"the answer is larger than {_megabytes(self._decoded)} decoded")
        return out

    def finish(self) -> None:
        if self._head or (self._inflate is not None and not self._inflate.eof):
            raise EncodingBrokenError(f"the {self._encoding} body is cut short")

    def _inflated(self, chunk: bytes) -> bytes:
        if self._inflate is None:
            chunk, self._head = self._head + chunk, b""
            if len(chunk) < 2:
                self._head = chunk
                return b""
            self._inflate = self._opened(chunk)
        out: list[bytes] = []
        room = self._left
        while chunk:
            part, chunk = self._part(chunk, room)
            out.append(part)
            room -= len(part)
            if room < 0:
                break
        return b"".join(out)

    def _opened(self, chunk: bytes) -> zlib._Decompress:
        self._members += 1
        if self._encoding == "deflate":
            return zlib.decompressobj(_ZLIB if _is_zlib(chunk) else _RAW)
        return zlib.decompressobj(_GZIP)

    def _part(self, chunk: bytes, room: int) -> tuple[bytes, bytes]:
        """What one compressed member gives, and what follows it. One byte over the bound is enough to know."""
        inflate = self._inflate
        if inflate is None or inflate.eof:
            return self._next_member(chunk, room)
        try:
            part = inflate.decompress(chunk, room + 1)
        except zlib.error as error:
            raise EncodingBrokenError(f"the body is not the {self._encoding} it says it is") from error
        return part, inflate.unused_data if inflate.eof else inflate.unconsumed_tail

    def _next_member(self, chunk: bytes, room: int) -> tuple[bytes, bytes]:
        # RFC 1952: members may follow each other; what is no member is padding, as browsers have it.
        if self._encoding == "deflate" or not chunk.startswith(b"\x1f"):
            return b"", b""
        if self._members >= _MEMBERS:
            raise EncodingRefusedError(f"the gzip body has more than {_MEMBERS} members")
        self._inflate = self._opened(chunk)
        return self._part(chunk, room)


def _is_zlib(head: bytes) -> bool:
    """RFC 1950: "deflate" means this header, but many hosts send the bare stream."""
    return head[0] & 0x0F == 8 and (head[0] << 8 | head[1]) % 31 == 0


def encoding(content_encoding: str) -> str:
    """ "", "gzip" or "deflate"; EncodingRefusedError for all else, stacked ones too."""
    names = [name.strip().lower() for name in content_encoding.split(",")]
    names = [name for name in names if name not in _PLAIN]
    if len(names) > 1:
        raise EncodingRefusedError(f"the body is encoded more than once ({content_encoding[:80]})")
    if names and names[0] not in _OURS:
        raise EncodingRefusedError(f"the body is encoded as {names[0][:40]}, which was not asked for")
    return _OURS[names[0]] if names else ""


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:g} MB"
