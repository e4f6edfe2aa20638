"""What to ask of a host, and what its answer is worth -> headers, a Capture, or a CaptureError.  Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from feedsvc.capture.politeness import DAY, retry_after
from feedsvc.capture.rendered import rendered
from feedsvc.errors import FetchError, RefusedError, StatusError
from feedsvc.model import Capture, Source, SourceState

_ACCEPT = (
    "text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, application/json, */*;q=0.5"
)
_OURS = frozenset({"accept-encoding", "host", "connection", "content-length", "transfer-encoding", "te"})
_NO_PAGE = frozenset({"text/css", "text/calendar", "text/vcard", "text/event-stream"})
_PAGE = frozenset(
    f"application/{name}"
    for name in (
        "json",
        "xml",
        "javascript",
        "x-javascript",
        "octet-stream",
        "gzip",
        "x-gzip",
        "x-rss",
        "x-json",
    )
)
GZIP_TYPES = frozenset({"application/gzip", "application/x-gzip"})
# The first bytes tell what a label of text/html hides.
_MAGIC = {
    b"\x89PNG": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"GIF8": "a GIF image",
    b"RIFF": "a RIFF file",
    b"%PDF": "a PDF",
    b"PK\x03\x04": "a ZIP archive",
    b"\x1f\x8b": "gzip data without a label",
    b"\x28\xb5\x2f\xfd": "zstd data without a label",
    b"\x7fELF": "a program",
    b"MZ\x90": "a program",
    b"wOF": "a font",
    b"ID3": "audio",
    b"OggS": "audio",
}
_UTF16 = (b"\xff\xfe", b"\xfe\xff", b"\x00<", b"<\x00")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One whole answer, decoded. `moved_to`: where permanent redirects alone have led."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    sent_at: datetime
    received_at: datetime
    moved_to: str | None = None

    @property
    def media_type(self) -> str:
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


# -- what we ask --------------------------------------------------------------------------------


def validators(state: SourceState, now: datetime) -> dict[str, str]:
    """If-None-Match and If-Modified-Since; none once a day, since some hosts answer 304 for ever.

    So a validator is never older than a day, but for hosts that could not be asked in between: after
    8 days it would be dropped here too.
    """
    since = state.unconditional_at
    if since is None or not timedelta(0) <= now - since < DAY:
        return {}
    pairs = {"If-None-Match": state.etag, "If-Modified-Since": state.last_modified}
    return {name: value for name, value in pairs.items() if value}


def request_headers(source: Source, agent: str, secrets: Mapping[str, str]) -> dict[str, str]:
    """Headers of one request; `secrets` are the source's own ones, given only to its own host."""
    theirs = {name.lower(): value for name, value in secrets.items() if name.lower() not in _OURS}
    return {
        "user-agent": source.user_agent or agent,
        "accept": _ACCEPT,
        "accept-encoding": "gzip, deflate",
        **theirs,
    }


# -- what came back -----------------------------------------------------------------------------


def page_problem(answer: Answer) -> str | None:
    """Why an answer of 200 is no page; None when it may be one."""
    media_type = answer.media_type
    if not is_page_type(media_type):
        return f"the answer is {media_type[:80]}, not a page"
    head = answer.body[:512].lstrip()
    for magic, name in _MAGIC.items():
        if head.startswith(magic):
            return f"the answer is {name}, not a page (labelled {media_type or 'nothing'})"
    if b"\x00" in head and not head.startswith(_UTF16):
        return f"the answer is binary, not a page (labelled {media_type or 'nothing'})"
    return None


def is_page_type(media_type: str) -> bool:
    if not media_type or media_type in _PAGE:
        return True
    if media_type.startswith("text/"):
        return media_type not in _NO_PAGE
    return media_type.startswith("application/") and media_type.endswith(("+xml", "+json"))


def status_error(source: Source, answer: Answer) -> StatusError:
    asked = retry_after(answer.headers.get("retry-after"), answer.received_at)
    return StatusError(source.id, answer.url, answer.status, asked)


def capture(source: Source, answer: Answer, lag: timedelta) -> Capture:
    """The answer as a Capture; FetchError or RefusedError where it is no page."""
    if not answer.body.strip():
        raise FetchError(
            source.id, answer.url, f"empty answer (status {answer.status}); the feed stays as it was"
        )
    problem = page_problem(answer)
    if problem is not None:
        raise RefusedError(source.id, answer.url, problem)
    digest = hashlib.sha256(answer.body).hexdigest()
    return Capture(
        id=f"{source.id}-{answer.received_at:%Y%m%dT%H%M%S%f}-{_short(answer.url, digest)}",
        source_id=source.id,
        url=answer.url,
        captured_at=answer.received_at,
        rendered=rendered(
            sent_at=answer.sent_at, received_at=answer.received_at, headers=answer.headers, lag=lag
        ),
        status=answer.status,
        headers=answer.headers,
        media_type="" if answer.media_type in GZIP_TYPES else answer.media_type,
        body=answer.body,
        digest=digest,
        moved_to=answer.moved_to,
    )


def _short(url: str, digest: str) -> str:
    return hashlib.sha256(f"{url} {digest}".encode("utf-8", "replace")).hexdigest()[:8]
