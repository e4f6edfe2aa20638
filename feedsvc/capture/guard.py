"""An address on the network -> a connection to it, or a refusal: names are looked up once, every answer is
checked, and the address that was checked is the one that is dialled.

Checking first and fetching later is not enough: a name may answer 127.0.0.1 the second time it is asked.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterable, AsyncIterator, Awaitable, Callable, Iterable, Sequence
from contextlib import suppress
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from socket import AF_INET, SOCK_STREAM, getaddrinfo
from threading import Thread
from typing import cast

import httpcore2
import httpx2

IP = IPv4Address | IPv6Address
Resolve = Callable[[str, int], Awaitable[Sequence[str]]]
SocketOption = tuple[int, int, int] | tuple[int, int, bytes | bytearray] | tuple[int, int, None, int]

# What `is_global` of the ipaddress module lets through (3.11): 6to4 relays, protocol assignments, new
# documentation space. IPv6 is denied by default: only 2000::/3 has been given out.
_NEVER = tuple(
    ip_network(net) for net in ("192.88.99.0/24", "192.0.0.0/24", "2001::/23", "2001:db8::/32", "3fff::/20")
)
_GIVEN_OUT = IPv6Network("2000::/3")
_NAT64 = IPv6Network("64:ff9b::/96")
_SIX_TO_FOUR = IPv6Network("2002::/16")
_ISATAP = (0x0000_5EFE, 0x0200_5EFE)
_LOOKUPS = 32  # at once: a name that never answers must not keep the others waiting
_TRIES = 3  # addresses of one name that are dialled, one after the other


class AddressRefusedError(Exception):
    """The address of a host may not be dialled; the text says which and why."""


# -- the rules (pure) ---------------------------------------------------------------------------


def refusal(address: str) -> str | None:
    """Why this IP address may not be dialled; None when it may."""
    try:
        ip = ip_address(address.partition("%")[0])
    except ValueError:
        return f"{address!r} is not an IP address"
    return None if all(_is_public(each) for each in _layers(ip)) else f"{address} is not a public address"


def _layers(ip: IP) -> tuple[IP, ...]:
    """The address and what is wrapped in it: a packet to 64:ff9b::7f00:1 may end at 127.0.0.1."""
    if isinstance(ip, IPv4Address):
        return (ip,)
    if ip.ipv4_mapped is not None:
        return (ip.ipv4_mapped,)
    low = IPv4Address(int(ip) & 0xFFFF_FFFF)
    if ip in _NAT64:
        return (low,)
    if ip in _SIX_TO_FOUR:
        return (ip, IPv4Address((int(ip) >> 80) & 0xFFFF_FFFF))
    if (int(ip) >> 32) & 0xFFFF_FFFF in _ISATAP:
        return (ip, low)
    return (ip,)


def _is_public(ip: IP) -> bool:
    if any(ip in net for net in _NEVER if net.version == ip.version):
        return False
    if isinstance(ip, IPv6Address) and ip not in _GIVEN_OUT:
        return False
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_private)


def host_port(host: str, port: int) -> str:
    """As the allow-list has it; IPv6 addresses in brackets."""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def is_allowed(host: str, port: int, allow: Iterable[str]) -> bool:
    """Whether "host:port" stands in the allow-list."""
    return host_port(host, port).lower() in {entry.lower() for entry in allow}


def literal_refusal(host: str, port: int, allow: Iterable[str]) -> str | None:
    """As `refusal`, for a host written as an IP address; None for a name. (A proxy dials for us: this is
    all that can be checked then.)"""
    try:
        ip_address(host)
    except ValueError:
        return None
    return None if is_allowed(host, port, allow) else refusal(host)


def checked(host: str, port: int, addresses: Sequence[str], allow: Iterable[str]) -> list[str]:
    """The addresses that may be dialled, IPv4 first; AddressRefusedError when one of them may not."""
    if not addresses:
        raise AddressRefusedError(f"{host} has no address")
    if not is_allowed(host, port, allow):
        for address in addresses:
            reason = None if is_allowed(address, port, allow) else refusal(address)
            if reason is not None:
                raise AddressRefusedError(
                    f"{host} leads to {reason}; add {host_port(host, port)} to network.allow if this is meant"
                )
    return sorted(dict.fromkeys(addresses), key=lambda address: ":" in address)[:_TRIES]


# -- the connection -----------------------------------------------------------------------------


class SystemResolver:
    """Asks the system's resolver, each question in a daemon thread: a lookup cannot be interrupted, and the
    threads of an executor are waited for when the program ends, for as long as a name server is silent."""

    def __init__(self) -> None:
        self._turn = asyncio.Semaphore(_LOOKUPS)

    async def __call__(self, host: str, port: int) -> Sequence[str]:
        async with self._turn:
            loop = asyncio.get_running_loop()
            answer: asyncio.Future[list[tuple[str, bool]]] = loop.create_future()
            Thread(target=_answered, args=(loop, answer, host, port), name="lookup", daemon=True).start()
            return [address for address, _family in await answer]


def _answered(
    loop: asyncio.AbstractEventLoop, answer: asyncio.Future[list[tuple[str, bool]]], host: str, port: int
) -> None:
    try:
        found, problem = _look_up(host, port), None
    except Exception as error:  # noqa: BLE001 - handed to the one who asked
        found, problem = [], error
    with suppress(RuntimeError):  # the loop is closed: nobody waits for the answer any more
        loop.call_soon_threadsafe(_hand_over, answer, found, problem)


def _hand_over(
    answer: asyncio.Future[list[tuple[str, bool]]], found: list[tuple[str, bool]], problem: Exception | None
) -> None:
    if answer.done():  # given up meanwhile
        return
    if problem is None:
        answer.set_result(found)
    else:
        answer.set_exception(problem)


def _look_up(host: str, port: int) -> list[tuple[str, bool]]:
    answers = getaddrinfo(host, port, type=SOCK_STREAM)
    return [(str(sockaddr[0]), family == AF_INET) for family, _, _, _, sockaddr in answers]


class GuardedBackend(httpcore2.AsyncNetworkBackend):
    """Dials only what `checked` lets pass."""

    def __init__(self, allow: frozenset[str], resolve: Resolve) -> None:
        self._allow = allow
        self._resolve = resolve
        self._dial = httpcore2.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore's own signature
        local_address: str | None = None,
        socket_options: Iterable[SocketOption] | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        try:
            async with asyncio.timeout(timeout):
                addresses = checked(host, port, await self._resolve(host, port), self._allow)
                return await self._first(addresses, port, timeout, local_address, socket_options)
        except TimeoutError as error:
            raise httpcore2.ConnectTimeout(f"no connection to {host}:{port} within {timeout:g} s") from error

    async def _first(
        self,
        addresses: Sequence[str],
        port: int,
        seconds: float | None,
        local_address: str | None,
        socket_options: Iterable[SocketOption] | None,
    ) -> httpcore2.AsyncNetworkStream:
        share = None if seconds is None else seconds / len(addresses)
        for address in addresses[:-1]:
            try:
                return await self._dial.connect_tcp(address, port, share, local_address, socket_options)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout):
                continue
        return await self._dial.connect_tcp(addresses[-1], port, share, local_address, socket_options)

    async def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore's own signature
        socket_options: Iterable[SocketOption] | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        raise AddressRefusedError(f"unix socket {path} ({timeout}, {socket_options}): only TCP is dialled")

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


class _Body(httpx2.AsyncByteStream):
    def __init__(self, stream: AsyncIterable[bytes]) -> None:
        self._stream = stream

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for chunk in self._stream:
            yield chunk

    async def aclose(self) -> None:
        close = getattr(self._stream, "aclose", None)
        if close is not None:
            await close()


class GuardedTransport(httpx2.AsyncBaseTransport):
    """httpx2's door to the network, with our dialling inside. Exceptions of httpcore2 pass through: the
    caller translates them, while streaming too."""

    def __init__(
        self,
        *,
        allow: frozenset[str],
        resolve: Resolve,
        tls: ssl.SSLContext,
        proxy: str | None = None,
    ) -> None:
        self._pool = httpcore2.AsyncConnectionPool(
            ssl_context=tls,
            proxy=None if proxy is None else _proxy(proxy),
            max_connections=200,
            max_keepalive_connections=20,
            keepalive_expiry=15.0,
            network_backend=GuardedBackend(allow, resolve),
        )

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        answer = await self._pool.handle_async_request(
            httpcore2.Request(
                method=request.method,
                url=httpcore2.URL(
                    scheme=request.url.raw_scheme,
                    host=request.url.raw_host,
                    port=request.url.port,
                    target=request.url.raw_path,
                ),
                headers=request.headers.raw,
                content=request.content,
                extensions=request.extensions,
            )
        )
        return httpx2.Response(
            status_code=answer.status,
            headers=answer.headers,
            stream=_Body(cast("AsyncIterable[bytes]", answer.stream)),
            extensions=answer.extensions,
        )

    async def aclose(self) -> None:
        await self._pool.aclose()


def _proxy(address: str) -> httpcore2.Proxy:
    url = httpx2.URL(address)
    auth = (url.username, url.password) if url.username else None
    return httpcore2.Proxy(
        url=httpcore2.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=b"/"),
        auth=auth,
    )
