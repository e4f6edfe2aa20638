"""A Source and what we remember of it -> Capture, NotModified or Wait, or a CaptureError.  The httpx door.

look -> may we? (robots.txt) -> our turn at the host -> ask, follow redirects -> decode within bounds -> judge
"""

from __future__ import annotations

import asyncio
import logging
import ssl
from base64 import b64encode
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from types import TracebackType
from typing import Self

import anyio
import httpcore2
import httpx2

from feedsvc.capture import politeness
from feedsvc.capture.answers import (
    GZIP_TYPES,
    Answer,
    capture,
    is_page_type,
    request_headers,
    status_error,
    validators,
)
from feedsvc.capture.decoding import Decoder, EncodingBrokenError, EncodingRefusedError
from feedsvc.capture.guard import (
    AddressRefusedError,
    GuardedTransport,
    Resolve,
    SystemResolver,
    host_port,
    literal_refusal,
)
from feedsvc.capture.lanes import Lane, Lanes, NotNowError
from feedsvc.errors import FetchError, RefusedError, StatusError
from feedsvc.model import Capture, NotModified, Source, SourceState, Wait

log = logging.getLogger("feedsvc.capture")

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PERMANENT = frozenset({301, 308})
_MANY_HOPS = 3  # within the deadline: the pauses between them, not a slow page, took the time
_URL_LENGTH = 8_192
_COOKIES = 50
_CHUNKS = 50_000  # a body of one-byte chunks costs us more than it costs the host
_FOREIGN = (
    httpx2.HTTPError,
    httpx2.InvalidURL,
    httpx2.StreamError,
    httpcore2.TimeoutException,
    httpcore2.NetworkError,
    httpcore2.ProtocolError,
    httpcore2.ProxyError,
    httpcore2.UnsupportedProtocol,
    httpcore2.ConnectionNotAvailable,
    anyio.BrokenResourceError,
    anyio.ClosedResourceError,
    anyio.EndOfStream,
    ImportError,  # a SOCKS proxy without socksio
    OSError,  # gaierror, SSLError, a missing CA file
    ValueError,  # UnicodeError of idna, values that no header can hold
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """How we behave on the network.

    `allow` holds "host:port" that may be dialled although private; `deadline`, `connect` and `read` are
    seconds; `wire` and `decoded` bytes; `patience` is how long a look waits for its turn at a host before
    it comes back as a Wait.
    """

    user_agent: str = "feedsvc/0.1"
    contact: str = ""
    allow: frozenset[str] = frozenset()
    spacing: timedelta = timedelta(seconds=2)
    robots: bool = True
    deadline: float = 30.0
    connect: float = 10.0
    read: float = 10.0
    wire: int = 5_000_000
    decoded: int = 10_000_000
    redirects: int = 10
    patience: timedelta = timedelta(seconds=60)

    @property
    def agent(self) -> str:
        """The User-Agent with the contact address, so that a host can complain to someone."""
        if not self.contact or self.contact in self.user_agent:
            return self.user_agent
        return f"{self.user_agent} (+{self.contact})"


@dataclass(slots=True)
class _Walk:
    """One look on its way through redirects. `cookies` by origin, for this look only."""

    source: Source
    url: httpx2.URL
    conditional: Mapping[str, str]
    robots: bool
    page: bool = True  # else robots.txt
    cookies: dict[str, dict[str, str]] = field(default_factory=dict)
    seen: set[tuple[str, str]] = field(default_factory=set)
    hops: int = 0
    permanent: bool = True
    moved_to: str | None = None


class Fetcher:
    """Asks hosts politely. An async context manager; one for the whole service.

    `clock` gives aware instants; `sleep` takes seconds; `transport` and `resolve` stand in for the network
    in tests.
    """

    def __init__(
        self,
        network: Network,
        *,
        clock: Callable[[], datetime],
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
        transport: httpx2.AsyncBaseTransport | None = None,
        resolve: Resolve | None = None,
    ) -> None:
        self._network = network
        self._clock = clock
        self._given = transport
        self._resolve: Resolve = resolve or SystemResolver()
        self._transports: dict[tuple[str | None, str | None], httpx2.AsyncBaseTransport] = {}
        self._former: list[httpx2.AsyncBaseTransport] = []
        self._lanes = Lanes(spacing=network.spacing, patience=network.patience, clock=clock, sleep=sleep)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for transport in (*self._transports.values(), *self._former):
            await transport.aclose()
        self._transports.clear()

    def follow(self, network: Network) -> None:
        """Behaves as `network` says from the next request on; what is under way ends as it began."""
        if network.allow != self._network.allow:
            self._former += self._transports.values()
            self._transports.clear()
        self._network = network
        self._lanes.follow(spacing=network.spacing, patience=network.patience)

    async def look(
        self, source: Source, state: SourceState, *, url: str | None = None
    ) -> Capture | NotModified | Wait:
        """One look at the source, or at `url` (an article page) with the source's manners and headers.

        Raises FetchError (no whole answer), StatusError (an answer that is no page) or RefusedError (we
        do not want it).
        """
        own = url is None or url == source.url
        conditional = validators(state, self._clock()) if own else {}
        try:
            answer = await self._answer(source, url or source.url, conditional)
        except NotNowError as not_now:
            return not_now.wait
        if answer.status == 304 and conditional:
            return NotModified(captured_at=answer.received_at, moved_to=answer.moved_to)
        if answer.status not in {200, 203, 204, 205}:
            raise status_error(source, answer)
        seen = capture(source, answer, state.lag)
        whole = bool(state.etag or state.last_modified) and not conditional
        # The daily whole answer is always handed on, so that its instant gets remembered.
        if own and seen.digest == state.digest and not whole:
            return NotModified(captured_at=answer.received_at, moved_to=answer.moved_to)
        return seen

    async def tell(self, hub: str, form: bytes) -> None:
        """POSTs a form to a WebSub hub; any answer of 2xx is well. CaptureError as for `look`."""
        source = Source(id="hub", url=hub)
        with _translated(source, hub, self._network.deadline):
            request = httpx2.Request(
                "POST", self._address(source, hub), content=form, headers=self._form_headers()
            )
            async with asyncio.timeout(self._network.deadline):
                response = await self._transport(source).handle_async_request(request)
                await response.aclose()
        if not response.is_success:
            raise StatusError(source.id, hub, response.status_code)

    def _form_headers(self) -> dict[str, str]:
        return {"user-agent": self._network.agent, "content-type": "application/x-www-form-urlencoded"}

    async def _answer(self, source: Source, address: str, conditional: Mapping[str, str]) -> Answer:
        with _translated(source, address, self._network.deadline):
            walk = _Walk(
                source=source,
                url=self._address(source, address),
                conditional=conditional,
                robots=self._network.robots and source.robots,
            )
            await self._may_ask(walk)
            return await self._walked(walk)

    # -- from the first request to the last byte ------------------------------------------------

    async def _walked(self, walk: _Walk) -> Answer:
        """Waiting for the first turn is outside the deadline, all else is inside."""
        try:
            async with asyncio.timeout(None) as limit:
                async with self._lanes.turn(_authority(walk.url), look=walk.page, page=walk.page):
                    limit.reschedule(asyncio.get_running_loop().time() + self._network.deadline)
                    answer = await self._exchange(walk)
                while _is_redirect(answer):
                    self._step(walk, answer)
                    await self._may_ask(walk)
                    async with self._lanes.turn(_authority(walk.url), page=walk.page):
                        answer = await self._exchange(walk)
        except TimeoutError as error:
            if walk.hops < _MANY_HOPS:
                raise
            problem = f"too many redirects: {walk.hops} and no page within {self._network.deadline:g} s"
            raise FetchError(walk.source.id, str(walk.url), problem) from error
        return replace(answer, moved_to=walk.moved_to)

    def _step(self, walk: _Walk, answer: Answer) -> None:
        """Makes the walk point at the target of a redirect."""
        source, here = walk.source, walk.url
        location = answer.headers.get("location", "")
        if not location.strip():
            raise FetchError(source.id, answer.url, f"redirect {answer.status} without a target")
        walk.url = self._address(source, str(here.join(location.strip())), frm=answer.url)
        walk.hops += 1
        if walk.hops > self._network.redirects:
            raise RefusedError(source.id, answer.url, f"more than {self._network.redirects} redirects")
        step = (str(walk.url), repr(walk.cookies))
        if step in walk.seen:
            raise RefusedError(source.id, answer.url, f"redirects go round in a circle ({walk.url})")
        walk.seen.add(step)
        walk.permanent = walk.permanent and answer.status in _PERMANENT
        walk.moved_to = str(walk.url) if walk.permanent else walk.moved_to

    def _address(self, source: Source, address: str, *, frm: str | None = None) -> httpx2.URL:
        """The address, ready to be asked; RefusedError for what we never ask."""
        where = address[:300] if frm is None else f"{address[:300]} (redirect from {frm[:300]})"
        if len(address) > _URL_LENGTH:
            raise RefusedError(source.id, where, f"the address is longer than {_URL_LENGTH} characters")
        url = httpx2.URL(address)
        if url.scheme not in {"http", "https"}:
            raise RefusedError(source.id, where, f"only http and https are asked, not {url.scheme or 'this'}")
        if not url.host:
            raise RefusedError(source.id, where, "the address names no host")
        problem = literal_refusal(url.host, _port(url), self._network.allow)
        if problem is not None:
            hint = "" if frm else f"; add {host_port(url.host, _port(url))} to network.allow if this is meant"
            raise RefusedError(source.id, where, problem + hint)
        return url.copy_with(username=None, password=None, fragment=None)

    async def _exchange(self, walk: _Walk) -> Answer:
        """One request and its whole, decoded answer."""
        source, network = walk.source, self._network
        request = httpx2.Request("GET", walk.url, headers=self._headers(walk))
        request.extensions = {
            "timeout": {
                "connect": network.connect,
                "read": network.read,
                "write": network.read,
                "pool": network.deadline,
            }
        }
        sent_at = self._clock()
        response = await self._transport(source).handle_async_request(request)
        try:
            received_at = self._clock()
            headers = _headers(response)
            _keep_cookies(walk, response)
            body = b"" if response.status_code != 200 else await self._body(walk, response)
        finally:
            await response.aclose()
        self._count_strike(walk.url, response.status_code)
        return Answer(
            url=str(walk.url),
            status=response.status_code,
            headers=headers,
            body=body,
            sent_at=sent_at,
            received_at=received_at,
        )

    async def _body(self, walk: _Walk, response: httpx2.Response) -> bytes:
        media_type = response.headers.get("content-type", "").partition(";")[0].strip().lower()
        if walk.page and not is_page_type(media_type):
            raise RefusedError(walk.source.id, str(walk.url), f"the answer is {media_type[:80]}, not a page")
        label = response.headers.get("content-encoding", "")
        if media_type in GZIP_TYPES and not label:
            label = "gzip"  # sitemap.xml.gz
        decoder = Decoder(label, wire=self._network.wire, decoded=self._network.decoded)
        parts: list[bytes] = []
        received = chunks = 0
        async for chunk in _stream(response):
            received, chunks = received + len(chunk), chunks + 1
            if chunks > _CHUNKS:
                raise EncodingRefusedError(f"the answer comes in more than {_CHUNKS} pieces")
            parts.append(decoder.feed(chunk))
        decoder.finish()
        _check_length(response, received)
        return b"".join(parts)

    # -- whose headers, whose connection --------------------------------------------------------

    def _headers(self, walk: _Walk) -> dict[str, str]:
        source = walk.source
        home = httpx2.URL(source.url)
        secrets = _secrets(source, home) if _is_home(walk.url, home) else {}
        headers = request_headers(source, self._network.agent, secrets)
        cookies = walk.cookies.get(_origin(walk.url))
        if cookies:
            ours = [headers["cookie"]] if "cookie" in headers else []
            headers["cookie"] = "; ".join([*ours, *(f"{name}={value}" for name, value in cookies.items())])
        return {**headers, **walk.conditional}

    def _transport(self, source: Source) -> httpx2.AsyncBaseTransport:
        if self._given is not None:
            return self._given
        key = (source.proxy, source.ca_file)
        if key not in self._transports:
            if source.proxy is not None:
                log.warning("%s: asked through a proxy: its address is checked, not the host's", source.id)
            self._transports[key] = GuardedTransport(
                allow=self._network.allow, resolve=self._resolve, tls=_tls(source), proxy=source.proxy
            )
        return self._transports[key]

    # -- manners --------------------------------------------------------------------------------

    def _lane(self, url: httpx2.URL) -> Lane:
        return self._lanes.at(_authority(url))

    def _count_strike(self, url: httpx2.URL, status: int) -> None:
        lane = self._lane(url)
        lane.strikes = lane.strikes + 1 if status == 429 else 0

    async def _may_ask(self, walk: _Walk) -> None:
        """Returns when robots.txt lets us ask; RefusedError when it does not, NotNowError when it is
        out of reach (RFC 9309: then nothing may be asked)."""
        if not walk.robots:
            return
        lane = self._lane(walk.url)
        async with lane.asking_robots:
            if lane.robots is None or self._clock() >= lane.robots.until:
                lane.robots = await self._robots(walk, lane)
        if not lane.robots.allows(str(walk.url), self._network.agent):
            reason = "robots.txt of the host asks robots to stay away from this address"
            raise RefusedError(walk.source.id, str(walk.url), reason)

    async def _robots(self, walk: _Walk, lane: Lane) -> politeness.Robots:
        source, url = walk.source, walk.url.copy_with(raw_path=b"/robots.txt")
        errand = _Walk(source=source, url=url, conditional={}, robots=False, page=False)
        try:
            with _translated(source, str(url), self._network.deadline):
                answer = await self._walked(errand)
        except RefusedError:  # too large, or redirected to where we do not go: the host has none for us
            return politeness.no_robots(self._clock())
        now, kind = self._clock(), politeness.robots_answer(answer.status)
        if kind == "unreachable":
            return self._without_robots(url, lane, answer.status, now)
        lane.robots_failures = 0
        if kind == "none":
            return politeness.no_robots(now)
        return politeness.robots(answer.body, self._network.agent, now)

    def _without_robots(self, url: httpx2.URL, lane: Lane, status: int, now: datetime) -> politeness.Robots:
        """The rules we had, for a while; without any, a Wait."""
        lane.robots_failures += 1
        pause = politeness.backoff(lane.robots_failures, 0.5, first=politeness.ROBOTS_RETRY)
        if lane.robots is not None:
            return replace(lane.robots, until=now + pause)
        raise NotNowError(f"{url} answers {status}: nothing is asked until it is readable", now + pause)


# -- translation --------------------------------------------------------------------------------


@contextmanager
def _translated(source: Source, address: str, deadline: float) -> Iterator[None]:
    """Foreign exceptions, while streaming too, become ours."""
    try:
        yield
    except (AddressRefusedError, EncodingRefusedError) as error:
        raise RefusedError(source.id, address, str(error)) from error
    except EncodingBrokenError as error:
        raise FetchError(source.id, address, str(error)) from error
    except TimeoutError as error:
        raise FetchError(source.id, address, f"no whole answer within {deadline:g} s") from error
    except _FOREIGN as error:
        raise FetchError(source.id, address, _words(error)) from error


def _words(error: BaseException) -> str:
    text = " ".join(str(error).split())[:300]
    return f"{_KINDS.get(type(error).__name__, type(error).__name__)}{': ' if text else ''}{text}"


_KINDS = {
    "ConnectTimeout": "no connection in time",
    "ReadTimeout": "the host fell silent",
    "ConnectError": "no connection",
    "ReadError": "the connection broke",
    "RemoteProtocolError": "the answer breaks the rules of HTTP",
    "LocalProtocolError": "the request cannot be written (look at headers and cookies of the source)",
    "InvalidURL": "the address cannot be read",
    "gaierror": "the name of the host cannot be found",
    "SSLCertVerificationError": "the certificate of the host cannot be trusted",
}


# -- small answers ------------------------------------------------------------------------------


def _is_redirect(answer: Answer) -> bool:
    return answer.status in _REDIRECTS


def _port(url: httpx2.URL) -> int:
    return url.port or (443 if url.scheme == "https" else 80)


def _origin(url: httpx2.URL) -> str:
    return f"{url.scheme}://{url.host}:{_port(url)}"


def _authority(url: httpx2.URL) -> str:
    """The host as one party: http and https of a name are the same one."""
    return url.host if url.port is None else f"{url.host}:{url.port}"


def _is_home(url: httpx2.URL, home: httpx2.URL) -> bool:
    """Whether `url` may have the secrets that were given for `home`: same host, never from https to http."""
    return _authority(url) == _authority(home) and url.scheme in {home.scheme, "https"}


def _secrets(source: Source, home: httpx2.URL) -> dict[str, str]:
    secrets = {name.lower(): value for name, value in source.headers.items()}
    if home.username:
        pair = b64encode(f"{home.username}:{home.password}".encode()).decode()
        secrets.setdefault("authorization", f"Basic {pair}")
    if source.cookies:
        secrets["cookie"] = "; ".join(f"{name}={value}" for name, value in source.cookies.items())
    return secrets


def _headers(response: httpx2.Response) -> dict[str, str]:
    """The true headers, lower-case. Cookies are left out: they are never given back, so never kept."""
    names = dict.fromkeys(name.lower() for name in response.headers)
    return {name: response.headers[name] for name in names if name != "set-cookie"}


def _keep_cookies(walk: _Walk, response: httpx2.Response) -> None:
    """Some hosts set a cookie and redirect to the same page: within one look it goes back to that host."""
    jar = walk.cookies.setdefault(_origin(walk.url), {})
    for line in response.headers.get_list("set-cookie")[:_COOKIES]:
        name, equals, value = line.partition(";")[0].partition("=")
        if equals and name.strip() and len(line) <= 4_096 and len(jar) < _COOKIES:
            jar[name.strip()] = value.strip()


async def _stream(response: httpx2.Response) -> AsyncIterator[bytes]:
    """The raw chunks: `aiter_raw` refuses the ready-made answers of a mock."""
    stream = response.stream
    if not isinstance(stream, httpx2.AsyncByteStream):
        raise httpx2.StreamError("the transport gave a stream that is not async")
    async for chunk in stream:
        yield chunk


def _check_length(response: httpx2.Response, received: int) -> None:
    said = response.headers.get("content-length", "")
    if said.isdigit() and "transfer-encoding" not in response.headers and int(said) != received:
        raise EncodingBrokenError(f"the answer is cut short: {received} of {said} bytes came")


def _tls(source: Source) -> ssl.SSLContext:
    context = httpx2.create_ssl_context(trust_env=False)
    if source.ca_file is not None:
        context.load_verify_locations(cafile=source.ca_file)
    return context
