"""TLS over the guarded door: verified always, the name on the wire stays the name of the address."""

import asyncio
import shutil
import ssl
import subprocess
from datetime import UTC, datetime

import pytest

from feedsvc.capture.fetch import Fetcher, Network
from feedsvc.errors import FetchError
from feedsvc.model import Source, SourceState

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl makes the certificate")
BODY = b"<html>\xe5\xb1\xb1\xe5\x9f\x8e</html>"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate of news.test that nobody has signed but itself."""
    folder = tmp_path_factory.mktemp("tls")
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"),
            *("-nodes", "-days", "2", "-subj", "/CN=news.test", "-addext", "subjectAltName=DNS:news.test"),
            *("-keyout", folder / "key.pem", "-out", folder / "cert.pem"),
        ],
        check=True,
        capture_output=True,
    )
    return folder


async def looked(certificate, name, *, trusted):
    """The capture, the names the server was asked for, and the Host headers it saw."""
    names, hosts = [], []

    async def answer(reader, writer):
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        hosts.append(next(line for line in head.split("\r\n") if line.lower().startswith("host:")))
        writer.write(
            b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n" % len(BODY) + BODY
        )
        await writer.drain()
        writer.close()

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate / "cert.pem", certificate / "key.pem")
    context.sni_callback = lambda _socket, name, _context: names.append(name)
    server = await asyncio.start_server(answer, "127.0.0.1", 0, ssl=context)
    port = server.sockets[0].getsockname()[1]

    async def resolve(host, port):
        return ["127.0.0.1"]

    network = Network(robots=False, allow=frozenset({f"127.0.0.1:{port}"}))
    source = Source(
        id="s", url=f"https://{name}:{port}/", ca_file=str(certificate / "cert.pem") if trusted else None
    )
    async with server, Fetcher(network, clock=lambda: datetime.now(UTC), resolve=resolve) as fetcher:
        return await fetcher.look(source, SourceState(source_id="s")), names, hosts


def test_a_source_with_its_own_ca_file_is_trusted_and_asked_by_its_name(certificate):
    capture, names, hosts = asyncio.run(looked(certificate, "news.test", trusted=True))
    assert capture.body == BODY
    assert names == ["news.test"]
    assert hosts[0].split(":")[1].strip() == "news.test"


def test_a_certificate_that_nobody_signed_is_not_trusted(certificate):
    with pytest.raises(FetchError, match="certificate"):
        asyncio.run(looked(certificate, "news.test", trusted=False))


def test_a_certificate_of_another_name_is_not_trusted(certificate):
    with pytest.raises(FetchError, match="certificate"):
        asyncio.run(looked(certificate, "other.test", trusted=True))
