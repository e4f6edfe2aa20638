"""The one exception tree.

FeedsvcError
    ConfigError(where, problem)          a person edits config/: all problems at once, exit 2
    CaptureError(source_id, url)         network or host: counted, retried later with backoff
        FetchError                       no answer: name, connection, TLS, deadline, broken encoding
        StatusError(status, retry_after) an answer that is not a page
        RefusedError(reason)             we refuse: private address, size, robots.txt, unsafe redirect
    ExtractError(source_id, capture_id)  the page cannot be read: capture kept -> `feedsvc replay`
    StoreError                           the store is damaged, locked, full or of a newer schema
    PublishError(path)                   output/ cannot be written

What we expect is a value (NotModified, Wait, a dropped item); what a person must know is an exception.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime


class FeedsvcError(Exception):
    """Base of every error that feedsvc raises on purpose."""


class ConfigProblem:
    """One thing to mend in config/: where it stands, what is wrong, what to try."""

    __slots__ = ("problem", "where")

    def __init__(self, where: str, problem: str) -> None:
        self.where = where
        self.problem = problem

    def __str__(self) -> str:
        return f"{self.where}: {self.problem}"


class ConfigError(FeedsvcError):
    """config/ cannot be used; carries every problem found, in file order."""

    def __init__(self, problems: Sequence[ConfigProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class CaptureError(FeedsvcError):
    """One look at one source failed; the source is asked again later."""

    def __init__(self, source_id: str, url: str, problem: str) -> None:
        self.source_id = source_id
        self.url = url
        self.problem = problem
        super().__init__(f"{source_id}: {url}: {problem}")


class FetchError(CaptureError):
    """No complete answer came: name lookup, connection, TLS, deadline, broken encoding."""


class StatusError(CaptureError):
    """The host answered, but not with a page; `retry_after` is the instant it asked for, if any."""

    def __init__(self, source_id: str, url: str, status: int, retry_after: datetime | None = None) -> None:
        self.status = status
        self.retry_after = retry_after
        super().__init__(source_id, url, f"HTTP status {status}")


class RefusedError(CaptureError):
    """We refused the exchange ourselves: private address, size, robots.txt, unsafe redirect."""

    def __init__(self, source_id: str, url: str, reason: str) -> None:
        self.reason = reason
        super().__init__(source_id, url, f"refused: {reason}")


class ExtractError(FeedsvcError):
    """A capture could not be read; its bytes are archived, so `feedsvc replay` can read them again."""

    def __init__(self, source_id: str, capture_id: str, problem: str) -> None:
        self.source_id = source_id
        self.capture_id = capture_id
        self.problem = problem
        super().__init__(f"{source_id}: {problem} (kept as capture {capture_id})")


class StoreError(FeedsvcError):
    """The store cannot be used: damaged, locked by another process, full, or of a newer schema."""


class PublishError(FeedsvcError):
    """A file of output/ could not be written; the old one stands."""

    def __init__(self, path: str, problem: str) -> None:
        self.path = path
        self.problem = problem
        super().__init__(f"{path}: {problem}")
