"""A folder -> HTTP: the files of output/ with the media types, validators and headers readers need."""

from __future__ import annotations

import asyncio
import contextlib
import mimetypes
import socket
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from email.utils import formatdate, parsedate_to_datetime
from pathlib import Path
from stat import S_ISREG
from urllib.parse import quote

import uvicorn
from anyio import to_thread
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from feedsvc.errors import FeedsvcError
from feedsvc.publish.site import missing_page

GRACE_SECONDS = 2
# Feeds as text/xml: a browser that gets application/rss+xml shows raw text (FEEDS, section 3), and
# without a charset text/xml means us-ascii to some readers.
MEDIA_TYPES: Mapping[str, str] = {
    ".xml": "text/xml; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".opml": "text/x-opml; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".gz": "application/gzip",
}
_NAMED_TYPES = {"feed.json": "application/feed+json"}
SECURITY: Mapping[str, str] = {
    "content-security-policy": "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _File:
    """A file that answers an address; `encoded` where its gzip sibling is sent."""

    path: Path
    name: str
    size: int
    modified: float
    tag: str
    encoded: bool
    varies: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Elsewhere:
    """A folder asked for without its slash: relative links would lead astray."""

    url: str


def application(folder: Path) -> Starlette:
    """The ASGI application that serves `folder` and answers 200 at /healthz. Only GET and HEAD."""
    root = folder.resolve()

    async def static(request: Request) -> Response:
        return await _answer(root, request)

    return Starlette(
        routes=[
            Route("/healthz", _alive, methods=["GET"]),
            Route("/{path:path}", static, methods=["GET"]),
        ]
    )


async def serve(
    folder: Path,
    host: str,
    port: int,
    *,
    stop: asyncio.Event,
    ready: Callable[[str], None] | None = None,
) -> None:
    """Serves `folder` until `stop` is set, then ends within seconds. Installs no signal handlers.

    `ready` is told the address once it is bound (port 0: any free one). Raises FeedsvcError where the
    address cannot be had.
    """
    with _bound(host, port) as bound:
        server = _Server(
            uvicorn.Config(
                application(folder),
                log_config=None,
                access_log=False,
                lifespan="off",
                server_header=False,
                timeout_graceful_shutdown=GRACE_SECONDS,
            )
        )
        if ready is not None:
            ready(_address(host, bound))
        stopping = asyncio.ensure_future(_stop(server, stop))
        try:
            await server.serve(sockets=[bound])
        finally:
            stopping.cancel()


class _Server(uvicorn.Server):
    """The service has its own signal handlers; uvicorn's would end the loop under it."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


async def _stop(server: uvicorn.Server, stop: asyncio.Event) -> None:
    await stop.wait()
    server.should_exit = True


def _bound(host: str, port: int) -> socket.socket:
    if not 0 <= port <= 65_535:
        raise _cannot_serve(host, port, "a port is a number from 0 to 65535")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=256)
    except OSError as error:
        raise _cannot_serve(host, port, error.strerror or str(error)) from error


def _cannot_serve(host: str, port: int, reason: str) -> FeedsvcError:
    return FeedsvcError(
        f"cannot serve on {host}:{port}: {reason}; stop the program that uses the address, or choose "
        f"another one with --serve HOST:PORT"
    )


def _address(host: str, bound: socket.socket) -> str:
    shown = f"[{host}]" if ":" in host else host
    return f"http://{shown}:{bound.getsockname()[1]}/"


# -- answers --------------------------------------------------------------------------------------


async def _alive(_: Request) -> Response:
    return PlainTextResponse("ok\n", headers={"cache-control": "no-store", **SECURITY})


async def _answer(root: Path, request: Request) -> Response:
    path, gzip = request.path_params["path"], _takes_gzip(request)
    found = await to_thread.run_sync(_found, root, path, gzip)
    base = request.scope.get("root_path", "")
    if found is None:
        page = missing_page(_language(request), f"{base}/")
        return Response(page, 404, {"content-type": MEDIA_TYPES[".html"], **SECURITY})
    if isinstance(found, _Elsewhere):
        return RedirectResponse(f"{base}/{found.url}", 308, SECURITY)
    headers = _headers(found)
    if _unchanged(request, found):
        return Response(status_code=304, headers={k: v for k, v in headers.items() if k != "content-type"})
    if request.method == "HEAD":
        return Response(headers={**headers, "content-length": str(found.size)})
    return Response(await to_thread.run_sync(found.path.read_bytes), headers=headers)


def _headers(found: _File) -> dict[str, str]:
    headers = {
        "content-type": _media_type(found.name),
        "etag": found.tag,
        "last-modified": formatdate(found.modified, usegmt=True),
        "cache-control": "no-cache",  # keep it, but ask each time: an unchanged feed answers 304
        **SECURITY,
    }
    if found.varies:
        headers["vary"] = "accept-encoding"
    if found.encoded:
        headers["content-encoding"] = "gzip"
    return headers


def _media_type(name: str) -> str:
    suffix = Path(name).suffix.casefold()
    guess = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return _NAMED_TYPES.get(name) or MEDIA_TYPES.get(suffix, guess)


def _unchanged(request: Request, found: _File) -> bool:
    """RFC 9110 13.2.2: the tag decides where one is sent; the date only where none is."""
    tags = request.headers.get("if-none-match")
    if tags is not None:
        given = {tag.strip().removeprefix("W/") for tag in tags.split(",")}
        return "*" in given or found.tag in given
    try:
        since = parsedate_to_datetime(request.headers.get("if-modified-since", ""))
        return int(found.modified) <= since.timestamp()
    except (ValueError, TypeError, OverflowError):
        return False


def _takes_gzip(request: Request) -> bool:
    for part in request.headers.get("accept-encoding", "").split(","):
        coding, _, weight = part.partition(";")
        if coding.strip().casefold() in {"gzip", "*"}:
            return weight.replace(" ", "") not in {"q=0", "q=0.0", "q=0.00", "q=0.000"}
    return False


def _language(request: Request) -> str:
    return request.headers.get("accept-language", "").split(",")[0].split(";")[0].strip() or "zh-Hant"


# -- files ----------------------------------------------------------------------------------------


def _found(root: Path, path: str, gzip: bool) -> _File | _Elsewhere | None:
    """The file behind an address; None for what is not there, is hidden, or lies outside `root`."""
    parts = path.split("/")
    names = parts[:-1] if parts[-1] == "" else parts
    if any(not _public(name) for name in names):
        return None
    target = root.joinpath(*names)
    if _is_folder(target):
        if parts[-1] != "":
            return _Elsewhere(url=quote(f"{path}/")) if _file(root, target / "index.html", False) else None
        return _file(root, target / "index.html", gzip)
    return _file(root, target, gzip) if parts[-1] != "" else None


def _is_folder(target: Path) -> bool:
    try:
        return target.is_dir()
    except OSError:  # a name longer than the disk allows, before Python 3.14
        return False


def _public(name: str) -> bool:
    """No way up, no hidden or half-written file, nothing that another system reads as a path."""
    return bool(name) and not name.startswith(".") and not set(name) & set("\\:\0")


def _file(root: Path, target: Path, gzip: bool) -> _File | None:
    try:
        real = target.resolve(strict=True)
        facts = real.stat()
    except (OSError, ValueError):
        return None
    if not real.is_relative_to(root) or not S_ISREG(facts.st_mode):
        return None
    sibling = _sibling(real, facts.st_mtime_ns)
    sent, encoded = (sibling, True) if sibling is not None and gzip else (real, False)
    return _File(
        path=sent,
        name=target.name,
        size=sent.stat().st_size,
        modified=facts.st_mtime,
        tag=f'"{facts.st_mtime_ns:x}-{facts.st_size:x}{"-gz" if encoded else ""}"',
        encoded=encoded,
        varies=sibling is not None,
    )


def _sibling(real: Path, modified: int) -> Path | None:
    """rss.xml.gz beside rss.xml; an older one may hold older entries."""
    sibling = real.with_name(f"{real.name}.gz")
    try:
        return sibling if sibling.stat().st_mtime_ns >= modified else None
    except OSError:
        return None
