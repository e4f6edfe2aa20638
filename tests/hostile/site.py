"""A loopback site of hostile and odd pages: raw bytes on a socket, one function per page.

`PAGES` maps a path to the function that answers it; `Canary` is a private service that nobody may reach.
"""

import asyncio
import gzip
import json
import struct
import threading
import zlib

LIST = """<!doctype html><html lang="zh-Hant"><head><meta charset="utf-8"><title>山城新聞</title></head><body>
<h1>最新</h1><ul class="news">{}</ul></body></html>"""
ITEM = (
    '<li class="item"><h3><a href="/story/{n}.html">{title}</a></h3>'
    '<span class="outlet">山城日報</span> <span class="time">{n} 分鐘前</span><p>{summary}</p></li>'
)
HEADLINES = (
    "市府公布新年度公車路線調整方案",
    "山城老街修復工程完工開放民眾參觀",
    "漁港今年首批鮪魚上岸價格創新高",
    "學者呼籲盡早規劃水庫清淤時程表",
    "地方藝術節週末登場預計吸引萬人",
    "高山茶比賽結果揭曉新人奪得首獎",
    "鐵路支線復駛一年載客量成長三成",
    "醫院啟用新大樓急診空間擴增一倍",
    "國中生團隊研發濾水器獲國際獎項",
    "颱風過後菜價回穩農民恢復供貨量",
)


def item(number, title=None, summary="這是一段摘要文字，說明事情的經過與後續。"):
    return ITEM.format(n=number, title=title or HEADLINES[number % len(HEADLINES)], summary=summary)


def page(*extra, count=10):
    return LIST.format("".join([*(item(number + 1) for number in range(count)), *extra]))


PAGES = {}


def at(path):
    def keep(act):
        PAGES[path] = act
        return act

    return keep


def head(status="200 OK", **fields):
    """A head that says nothing about length: the body ends with the connection."""
    fields = {"content_type": "text/html; charset=utf-8", "connection": "close", **fields}
    lines = [f"{name.replace('_', '-')}: {value}" for name, value in fields.items() if value is not None]
    return ("\r\n".join([f"HTTP/1.1 {status}", *lines]) + "\r\n\r\n").encode()


def answer(body=b"", status="200 OK", **fields):
    body = body.encode() if isinstance(body, str) else body
    return head(status, content_length=len(body), **fields) + body


def fixed(path, data):
    """A page that always answers the same bytes."""

    async def act(call):
        call.send(data)

    PAGES[path] = act


def moved(path, to, status="302 Found"):
    async def act(call):
        call.send(answer(b"", status, location=to.format(port=call.port, canary=call.canary)))

    PAGES[path] = act


class Call:
    """One request, and the connection to answer it on."""

    def __init__(self, path, fields, writer, site):
        self.path, self.fields, self.writer = path, fields, writer
        self.port, self.canary, self.site = site.port, site.canary_port, site

    def send(self, data):
        self.writer.write(data)

    async def flood(self, chunk, times=100_000):
        for _ in range(times):
            self.writer.write(chunk)
            await self.writer.drain()

    async def drip(self, data, pause=0.05):
        for byte in data:
            self.writer.write(bytes([byte]))
            await self.writer.drain()
            await asyncio.sleep(pause)

    def reset(self):
        sock = self.writer.get_extra_info("socket")
        sock.setsockopt(1, 13, struct.pack("ii", 1, 0))  # SO_LINGER 0: close sends RST
        self.writer.transport.abort()


class Site:
    """The site and its canary in a thread of their own. `seen` counts requests by path, `hits` the canary's."""

    def __init__(self):
        self.port = self.canary_port = 0
        self.hits, self.seen, self.fields = 0, {}, {}
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self):
        self._thread.start()
        assert self._ready.wait(10)
        return self

    def __exit__(self, *_):
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(10)

    def _run(self):
        asyncio.run(self._serve())

    async def _serve(self):
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        self._calls = set()
        site = await asyncio.start_server(self._accept, "127.0.0.1", 0)
        canary = await asyncio.start_server(self._bite, "127.0.0.1", 0)
        self.port = site.sockets[0].getsockname()[1]
        self.canary_port = canary.sockets[0].getsockname()[1]
        self._ready.set()
        await self._stop.wait()
        for call in self._calls:
            call.cancel()
        await asyncio.gather(*self._calls, return_exceptions=True)
        site.close()
        canary.close()

    async def _bite(self, reader, writer):
        self.hits += 1
        writer.write(answer("<h1>secret of the private network</h1>"))
        writer.close()

    def _accept(self, reader, writer):
        task = asyncio.get_running_loop().create_task(self._call(reader, writer))
        self._calls.add(task)
        task.add_done_callback(self._calls.discard)

    async def _call(self, reader, writer):
        try:
            lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
            path = lines[0].split()[1]
            fields = {k.strip().lower(): v.strip() for k, _, v in (line.partition(":") for line in lines[1:])}
            key = path if path != "/robots.txt" else "/robots.txt@" + fields.get("host", "").partition(":")[0]
            self.seen[key] = self.seen.get(key, 0) + 1
            self.fields[key] = fields
            act = PAGES.get(key) or PAGES.get(path.rpartition("/")[0] + "/*") or PAGES["/missing"]
            await act(Call(path, fields, writer, self))
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()


# -- bombs and encodings ------------------------------------------------------------------------

GOOD = page()
PACKED = gzip.compress(GOOD.encode())
_packer = zlib.compressobj(9, zlib.DEFLATED, 31)
_BOMB_HEAD = _packer.compress(b"<html>") + _packer.flush(zlib.Z_FULL_FLUSH)
_BOMB_PART = _packer.compress(b"<p>" * 3_500_000) + _packer.flush(zlib.Z_FULL_FLUSH)  # 10.5 MB in 10 KB


@at("/bomb/gzip")
async def gzip_bomb(call):
    call.send(head(content_encoding="gzip") + _BOMB_HEAD)
    await call.flood(_BOMB_PART, 100)  # 1 GB


@at("/bomb/members")
async def members_bomb(call):
    call.send(head(content_encoding="gzip"))
    await call.flood(gzip.compress(b"") * 500, 100)


fixed("/bomb/deflate", answer(zlib.compress(b" " * 11_000_000, 1), content_encoding="deflate"))
fixed("/bomb/br", answer(bytes.fromhex("cbff3f0000") * 165, content_encoding="br"))
fixed("/bomb/zstd", answer(b"\x28\xb5\x2f\xfd" + bytes(32_000), content_encoding="zstd"))
fixed("/bomb/stacked", answer(gzip.compress(PACKED), content_encoding="gzip, gzip"))
fixed("/bomb/unlabelled-zstd", answer(b"\x28\xb5\x2f\xfd" + bytes(64)))
fixed("/bomb/length", head(content_length=99_999_999_999) + b"<p>soon more")
fixed("/encoding/gzip", answer(PACKED, content_encoding="gzip"))
fixed("/encoding/x-gzip", answer(PACKED, content_encoding="X-GZip"))
fixed("/encoding/zlib", answer(zlib.compress(GOOD.encode()), content_encoding="deflate"))
fixed("/encoding/raw", answer(zlib.compress(GOOD.encode(), wbits=-15), content_encoding="deflate"))
fixed(
    "/encoding/two",
    answer(gzip.compress(GOOD[:500].encode()) + gzip.compress(GOOD[500:].encode()), content_encoding="gzip"),
)
fixed("/encoding/padded", answer(PACKED + bytes(512), content_encoding="gzip"))
fixed("/encoding/cut", answer(PACKED[: len(PACKED) // 2], content_encoding="gzip"))
fixed("/encoding/checksum", answer(PACKED[:-8] + b"\1\2\3\4" + PACKED[-4:], content_encoding="gzip"))
fixed("/encoding/plain", answer(GOOD, content_encoding="gzip"))
fixed("/encoding/named-utf-8", answer(GOOD, content_encoding="utf-8"))
fixed("/encoding/unknown", answer(GOOD, content_encoding="rot13"))
fixed(
    "/sitemap.xml.gz",
    answer(gzip.compress(b"<?xml version='1.0'?><urlset/>"), content_type="application/gzip"),
)


@at("/bomb/wide")
async def too_much(call):
    call.send(head())
    await call.flood(b"<p>x</p>" * 10_000, 200)


@at("/bomb/pieces")
async def tiny_chunks(call):
    call.send(head(transfer_encoding="chunked"))
    await call.flood(b"1\r\nx\r\n" * 5_000, 100)


@at("/bomb/endless")
async def endless(call):
    call.send(head(transfer_encoding="chunked"))
    await call.flood(b"1000\r\n" + b"y" * 4096 + b"\r\n")


# -- slowness -----------------------------------------------------------------------------------


@at("/slow/body")
async def drip_body(call):
    call.send(head())
    await call.drip(b"<p>" * 10_000)


@at("/slow/head")
async def drip_head(call):
    await call.drip(b"HTTP/1.1 200 OK\r\n" + b"X-A: b\r\n" * 1_000)


@at("/slow/length")
async def drip_length(call):
    call.send(head(content_length=1_000_000))
    await call.drip(b"z" * 10_000)


@at("/slow/silence")
async def silence(call):
    await asyncio.sleep(60)


@at("/slow/half")
async def half_then_silence(call):
    call.send(head(content_length=10_000) + b"<html><p>first half")
    await asyncio.sleep(60)


@at("/slow/continue")
async def endless_continue(call):
    for _ in range(10_000):
        call.send(b"HTTP/1.1 100 Continue\r\n\r\n")
        await call.writer.drain()
        await asyncio.sleep(0.01)


# -- redirects ----------------------------------------------------------------------------------

moved("/redirect/self", "/redirect/self")
moved("/redirect/ping", "/redirect/pong")
moved("/redirect/pong", "/redirect/ping")
moved("/redirect/nowhere", "")
moved("/redirect/relative", "../good")
moved("/redirect/fragment", "/good#top")
moved("/redirect/permanent", "/good", "301 Moved Permanently")
moved("/redirect/permanent-308", "/redirect/permanent", "308 Permanent Redirect")
moved("/redirect/temporary-first", "/redirect/permanent", "302 Found")
moved("/redirect/long", "/" + "a" * 9_000)
moved("/redirect/userinfo", "http://127.0.0.1:{port}@127.0.0.1:{canary}/")
moved("/redirect/other-host", "http://other.test:{port}/echo")
fixed("/redirect/no-location", answer(b"", "302 Found"))
for _name, _to in {
    "file": "file:///etc/passwd",
    "gopher": "gopher://127.0.0.1:{canary}/_GET",
    "ftp": "ftp://127.0.0.1:{canary}/x",
    "data": "data:text/html,<h1>x</h1>",
    "javascript": "javascript:alert(1)",
    "private": "http://127.0.0.1:{canary}/",
    "protocol-relative": "//127.0.0.1:{canary}/",
    "localhost": "http://localhost:{canary}/",
    "metadata": "http://169.254.169.254/latest/meta-data/",
    "decimal": "http://2130706433:{canary}/",
    "octal": "http://0177.0.0.1:{canary}/",
    "hex": "http://0x7f000001:{canary}/",
    "short": "http://127.1:{canary}/",
    "zero": "http://0.0.0.0:{canary}/",
    "ipv6": "http://[::1]:{canary}/",
    "mapped": "http://[::ffff:127.0.0.1]:{canary}/",
    "nat64": "http://[64:ff9b::7f00:1]:{canary}/",
    "6to4": "http://[2002:7f00:1::]:{canary}/",
    "full-width": "http://１２７.0.0.1:{canary}/",
    "full-dot": "http://127。0。0。1:{canary}/",
    "backslash": "http://127.0.0.1:{canary}\\@good.test/",
    "private-10": "http://10.0.0.7/",
    "private-192": "http://192.168.1.1/",
    "multicast": "http://224.0.0.1/",
    "carrier": "http://100.64.0.1/",
}.items():
    moved(f"/away/{_name}", _to)


@at("/chain/*")
async def chain(call):
    number = int(call.path.rpartition("/")[2])
    call.send(answer(GOOD) if number == 0 else answer(b"", "302 Found", location=f"/chain/{number - 1}"))


@at("/cookie-wall")
async def cookie_wall(call):
    if "seen=yes" in call.fields.get("cookie", ""):
        call.send(answer(GOOD))
        return
    call.send(answer(b"", "302 Found", location="/cookie-wall", set_cookie="seen=yes; Path=/; HttpOnly"))


@at("/cookie-leak")
async def cookie_leak(call):
    call.send(
        answer(
            b"", "302 Found", location=f"http://other.test:{call.port}/echo", set_cookie="sid=1; Domain=test"
        )
    )


@at("/echo")
async def echo(call):
    call.send(answer("<html><pre>" + json.dumps(call.fields) + "</pre>"))


# -- statuses and broken HTTP -------------------------------------------------------------------

fixed("/good", answer(GOOD, etag='"v1"', last_modified="Wed, 29 Oct 2025 08:00:00 GMT"))
fixed("/missing", answer("<h1>404</h1>", "404 Not Found"))
fixed("/status/403", answer("<h1>Are you a robot?</h1>", "403 Forbidden"))
fixed("/status/410", answer("", "410 Gone"))
fixed("/status/500", answer(GOOD, "500 Internal Server Error"))
fixed("/status/503", answer("", "503 Service Unavailable", retry_after="120"))
fixed("/status/429", answer("", "429 Too Many Requests", retry_after="Fri, 31 Dec 2100 23:59:59 GMT"))
fixed("/status/429-nonsense", answer("", "429 Too Many Requests", retry_after="-5 parsecs"))
fixed("/status/204", head("204 No Content"))
fixed("/status/206", answer(GOOD, "206 Partial Content", content_range="bytes 0-9/99999"))
fixed("/status/304", head("304 Not Modified"))
fixed("/status/999", answer(GOOD, "999 Request Denied"))
fixed("/status/100-then-end", b"HTTP/1.1 100 Continue\r\n\r\n")
fixed("/empty", answer(b""))
fixed("/blank", answer(b" \r\n\t \n" * 100))


@at("/flapping")
async def flapping(call):
    odd = call.site.seen["/flapping"] % 2
    call.send(answer("", "503 Service Unavailable") if odd else answer(GOOD))


@at("/etag/always-304")
async def stuck_304(call):
    asked = "if-none-match" in call.fields or "if-modified-since" in call.fields
    call.send(head("304 Not Modified") if asked else answer(GOOD, etag='"for ever"'))


@at("/etag/new-each-time")
async def restless_etag(call):
    call.send(answer(GOOD, etag=f'"{call.site.seen["/etag/new-each-time"]}"'))


fixed("/http/garbage", b"\x00\xff\x13 this is no HTTP at all\r\n\r\n" * 20)
fixed("/http/nothing", b"")
fixed("/http/0.9", GOOD.encode())
fixed("/http/h2", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + bytes(64))
fixed("/http/short", head(content_length=len(GOOD.encode()) + 5_000) + GOOD.encode())
fixed("/http/long", head(content_length=len(GOOD.encode())) + GOOD.encode() + b"<p>more than was said")
fixed(
    "/http/two-lengths",
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5\r\nContent-Length: 50\r\n\r\nhello",
)
fixed("/http/negative", head(content_length=-1) + GOOD.encode())
fixed("/http/chunk-garbage", head(transfer_encoding="chunked") + b"zz\r\nhello\r\n")
fixed("/http/chunk-cut", head(transfer_encoding="chunked") + b"ffff\r\n<p>half a chunk")
fixed("/http/chunk-huge", head(transfer_encoding="chunked") + b"f" * 40 + b"\r\nx")
fixed("/http/smuggle", head(transfer_encoding="chunked", content_length=3) + b"5\r\nhello\r\n0\r\n\r\n")
fixed("/http/nul-header", b"HTTP/1.1 200 OK\r\nX-A: a\x00b\r\n\r\n<p>x")
fixed(
    "/http/folded-header",
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nX-A: a\r\n  b\r\nContent-Length: 5\r\n\r\n<p>x ",
)
fixed(
    "/http/latin-header",
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nX-A: \xe9\xff\r\nContent-Length: 5\r\n\r\n<p>x ",
)
fixed("/http/big-header", b"HTTP/1.1 200 OK\r\nX-Big: " + b"a" * 300_000 + b"\r\n\r\n<p>x")
fixed(
    "/http/many-headers",
    b"HTTP/1.1 200 OK\r\n" + b"".join(b"X-%d: y\r\n" % n for n in range(30_000)) + b"\r\n<p>x",
)


@at("/http/endless-headers")
async def endless_headers(call):
    call.send(b"HTTP/1.1 200 OK\r\n")
    await call.flood(b"X-A: " + b"b" * 1_000 + b"\r\n")


@at("/http/reset-head")
async def reset_head(call):
    call.reset()


@at("/http/reset-body")
async def reset_body(call):
    call.send(head(content_length=100_000) + b"<p>" * 100)
    await call.writer.drain()
    await asyncio.sleep(0.05)
    call.reset()


# -- types --------------------------------------------------------------------------------------

PNG = b"\x89PNG\r\n\x1a\n" + bytes(200)
fixed("/type/png", answer(PNG, content_type="image/png"))
fixed("/type/png-as-html", answer(PNG))
fixed("/type/pdf-as-html", answer(b"%PDF-1.7\n" + bytes(200)))
fixed("/type/zip-as-html", answer(b"PK\x03\x04" + bytes(200)))
fixed("/type/program", answer(b"\x7fELF" + bytes(200), content_type="application/octet-stream"))
fixed("/type/binary", answer(bytes(range(256)) * 4))
fixed("/type/video", answer(b"x" * 100, content_type="video/mp4"))
fixed("/type/svg", answer("<svg onload=alert(1)></svg>", content_type="image/svg+xml"))
fixed("/type/css", answer("a{}", content_type="text/css"))
fixed("/type/stream", answer("data: x\n\n", content_type="text/event-stream"))
fixed("/type/none", answer(GOOD, content_type=None))
fixed("/type/octets", answer(GOOD, content_type="application/octet-stream"))
fixed("/type/nonsense", answer(GOOD, content_type='text/html; charset="; boundary=;;;=,'))

# -- robots.txt, by host ------------------------------------------------------------------------

fixed("/robots.txt@closed.test", answer("User-agent: *\nDisallow: /\n", content_type="text/plain"))
fixed("/robots.txt@broken.test", answer("", "503 Service Unavailable"))
fixed("/robots.txt@html.test", answer("<html><h1>Welcome</h1>"))
fixed("/robots.txt@none.test", answer("", "404 Not Found"))
fixed(
    "/robots.txt@names.test",
    answer(
        "".join(f"User-agent: bot{n}\n" for n in range(9_000)) + "Disallow: /\n" * 9_000,
        content_type="text/plain",
    ),
)
fixed(
    "/robots.txt@stars.test",
    answer("User-agent: *\nDisallow: /" + "*a" * 2_000 + "$\n", content_type="text/plain"),
)
fixed("/robots.txt@slowly.test", answer("User-agent: *\nCrawl-delay: 1e308\n", content_type="text/plain"))
moved("/robots.txt@away.test", "http://127.0.0.1:{canary}/robots.txt")


@at("/robots.txt@silent.test")
async def silent_robots(call):
    await asyncio.sleep(60)
