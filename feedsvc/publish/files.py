"""Bytes -> files below output/: whole or not at all, and only when they differ."""

from __future__ import annotations

import gzip
import os
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path

from feedsvc.errors import PublishError

# Ours and nobody else's: what a killed process left is found by it and removed at the next start.
_TEMPORARY = ".feedsvc-"
_SUFFIX = ".part"


class Folder:
    """output/: a reader of it (a static server, rsync) sees the old file or the new one, never a half.

    `compressed` also keeps NAME.gz beside each file, for servers that send it as it is.
    """

    def __init__(self, path: Path, *, compressed: bool = False) -> None:
        """Makes the folder where it is missing and clears what a killed process left. PublishError."""
        self.path = Path(path)
        self.compressed = compressed
        with _reported(self.path):
            self.path.mkdir(parents=True, exist_ok=True)
            self._root = self.path.resolve()
            self._clear_leftovers()

    def write(self, relative: str, data: bytes) -> bool:
        """True when bytes were written, False when the file already holds them.

        The disk is the truth: a file that is missing, damaged or shorter is written again. PublishError
        with the path when the name leads outside, or the disk refuses; the old file then stands.
        """
        target = self._inside(relative)
        written = self._write_one(target, data)
        twin = _twin(target)
        if self.compressed:
            self._write_one(twin, _compressed(data))
        else:
            with _reported(twin):  # from when twins were asked for: a server would send it as it was then
                twin.unlink(missing_ok=True)
        return written

    def whole(self, relative: str, *, size: int, digest: str | None = None) -> bool:
        """Whether the file stands there with this size and, where given, this SHA-256 (hex); so its twin."""
        target = self._inside(relative)
        with _reported(target):
            if not target.is_file() or target.stat().st_size != size:
                return False
            if _twin(target).exists() != self.compressed:
                return False
            if digest is None:
                return True
            data = target.read_bytes()
            return sha256(data).hexdigest() == digest and (not self.compressed or _unpacks(target, data))

    def read(self, relative: str) -> bytes | None:
        """The bytes of a file, None where there is none."""
        target = self._inside(relative)
        with _reported(target):
            return target.read_bytes() if target.is_file() else None

    def _inside(self, relative: str) -> Path:
        """The file's path; a link on the way that leads outside is refused too."""
        target = self._root / relative
        with _reported(target):
            if "\0" in relative or not relative or not target.resolve().is_relative_to(self._root):
                raise PublishError(
                    relative, f"leads outside {self.path}; a feed's path holds only names below it"
                )
        if target == self._root:
            raise PublishError(relative, "is the folder itself; name a file in it")
        return target

    def _write_one(self, target: Path, data: bytes) -> bool:
        with _reported(target):
            if _holds(target, data):
                return False
            target.parent.mkdir(parents=True, exist_ok=True)
            _replace(target, data)
        return True

    def _clear_leftovers(self) -> None:
        for folder, _, names in os.walk(self._root):
            for name in names:
                if name.startswith(_TEMPORARY) and name.endswith(_SUFFIX):
                    (Path(folder) / name).unlink(missing_ok=True)


def _holds(target: Path, data: bytes) -> bool:
    """Size first: it tells most changes without reading. A symbolic link is replaced by a file."""
    if target.is_symlink() or not target.is_file() or target.stat().st_size != len(data):
        return False
    return target.read_bytes() == data


def _replace(target: Path, data: bytes) -> None:
    """Written beside, forced to the disk, then renamed over: power may fail between any two steps.

    The rename itself is not forced, which would cost as much again: where it is lost the old file stands
    whole, and the next start, which looks at every file, writes it anew.
    """
    beside = target.with_name(f"{_TEMPORARY}{sha256(target.name.encode()).hexdigest()[:16]}{_SUFFIX}")
    try:
        with beside.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(target)
    except BaseException:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        raise


def _twin(target: Path) -> Path:
    return target.with_name(f"{target.name}.gz")


def _unpacks(target: Path, data: bytes) -> bool:
    """Unpacked, not packed again: another zlib packs the same bytes otherwise."""
    try:
        return gzip.decompress(_twin(target).read_bytes()) == data
    except (gzip.BadGzipFile, EOFError, zlib.error):
        return False


def _compressed(data: bytes) -> bytes:
    return gzip.compress(data, compresslevel=9, mtime=0)  # no instant inside: same bytes, same file


@contextmanager
def _reported(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        hint = "check the space, the owner and the rights of output/"
        raise PublishError(str(path), f"{error.strerror or error}; {hint}") from error
    except UnicodeEncodeError as error:
        hint = "set PYTHONUTF8=1 or a locale such as C.UTF-8"
        raise PublishError(ascii(str(path)), f"this locale cannot write such a name; {hint}") from error
