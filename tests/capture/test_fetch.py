import asyncio
import gzip
import logging
from datetime import UTC, datetime, timedelta

import httpx2
import pytest

from feedsvc.capture.fetch import Fetcher, Network
from feedsvc.errors import FetchError, RefusedError, StatusError
from feedsvc.model import Capture, NotModified, Source, SourceState, Wait

START = datetime(2025, 10, 30, 8, 0, tzinfo=UTC)
S = timedelta(seconds=1)
PAGE = "<html><h1>山城新聞</h1></html>".encode()
HTML = {"content-type": "text/html; charset=utf-8"}


class World:
    """A network without a network: answers by path, a clock that sleeping moves, a diary of requests."""

    def __init__(self, *answers, **network):
        self.now = START
        self.diary = []
        self.answers = dict(answers)
        self.at_once = self.most_at_once = 0
        self.network = Network(**{"robots": False, "contact": "me@example.org", **network})

    async def answer(self, request):
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        await asyncio.sleep(0)
        self.diary.append((request.url.path, (self.now - START).total_seconds(), dict(request.headers)))
        self.at_once -= 1
        found = self.answers.get(f"{request.url.host}{request.url.path}", self.answers.get(request.url.path))
        if isinstance(found, Exception):
            raise found
        if callable(found):
            return found(request)
        return found or httpx2.Response(404)

    async def sleep(self, seconds):
        self.now += timedelta(seconds=seconds)
        await asyncio.sleep(0)

    def fetcher(self):
        return Fetcher(
            self.network,
            clock=lambda: self.now,
            sleep=self.sleep,
            transport=httpx2.MockTransport(self.answer),
        )

    @property
    def times(self):
        return [(path, at) for path, at, _ in self.diary]

    @property
    def last(self):
        return self.diary[-1][2]


def look(world, *urls, state=None, **source):
    async def all_of_them():
        async with world.fetcher() as fetcher:
            return [await caught(fetcher, url) for url in urls]

    async def caught(fetcher, url):
        try:
            return await fetcher.look(
                Source(id="s", **{"url": url, **source}), state or SourceState(source_id="s"), url=url
            )
        except (FetchError, StatusError, RefusedError) as error:
            return error

    return asyncio.run(all_of_them())


def ok(body=PAGE, **fields):
    return httpx2.Response(200, content=body, headers={**HTML, **fields})


def test_a_page_becomes_a_capture_with_its_instant_and_headers():
    world = World(("/list", ok(Age="30", ETag='"v1"')))
    [found] = look(world, "https://news.test/list")
    assert isinstance(found, Capture)
    assert (found.url, found.status, found.media_type, found.body) == (
        "https://news.test/list",
        200,
        "text/html",
        PAGE,
    )
    assert found.captured_at == START
    assert found.rendered.contains(START - 30 * S)
    assert found.headers["etag"] == '"v1"'
    assert len(found.digest) == 64
    assert found.id.startswith("s-20251030T080000")


def test_we_say_who_we_are_and_ask_only_for_what_we_can_bound():
    world = World(("/list", ok()), user_agent="feedsvc/9")
    look(world, "https://news.test/list")
    assert world.last["user-agent"] == "feedsvc/9 (+me@example.org)"
    assert world.last["accept-encoding"] == "gzip, deflate"
    assert "cookie" not in world.last


@pytest.mark.parametrize(
    ("age", "asked"),
    [(None, False), (1, True), (23.9, True), (24, False), (200, False), (-1, False)],
)
def test_repeat_looks_are_conditional_but_once_a_day(age, asked):
    since = None if age is None else START - timedelta(hours=age)
    state = SourceState(
        source_id="s", etag='W/"v1"', last_modified="Wed, 29 Oct 2025 08:00:00 GMT", unconditional_at=since
    )
    world = World(("/list", ok()))
    look(world, "https://news.test/list", state=state)
    assert (world.last.get("if-none-match") == 'W/"v1"') is asked
    assert ("if-modified-since" in world.last) is asked


def test_304_is_nothing_new_when_it_was_asked_for_and_an_error_when_not():
    state = SourceState(source_id="s", etag='"v1"', unconditional_at=START)
    assert isinstance(
        look(World(("/list", httpx2.Response(304))), "https://news.test/list", state=state)[0], NotModified
    )
    [found] = look(World(("/list", httpx2.Response(304))), "https://news.test/list")
    assert isinstance(found, StatusError)


def test_an_article_page_is_asked_with_the_manners_of_its_source_but_not_with_its_validators():
    state = SourceState(source_id="s", etag='"v1"', unconditional_at=START)
    world = World(("/story", ok()))
    [found] = look(
        world, "https://news.test/story", state=state, url="https://news.test/list", headers={"X-Key": "k"}
    )
    assert "if-none-match" not in world.last
    assert world.last["x-key"] == "k"
    assert found.url == "https://news.test/story"


@pytest.mark.parametrize(
    ("status", "fields", "after"),
    [
        (404, {}, None),
        (503, {"Retry-After": "120"}, 120 * S),
        (429, {"Retry-After": "Thu, 30 Oct 2025 09:00:00 GMT"}, 3_600 * S),
        (500, {"Retry-After": "never"}, None),
    ],
)
def test_an_answer_that_is_no_page_carries_its_status_and_when_to_come_back(status, fields, after):
    [found] = look(World(("/list", httpx2.Response(status, headers=fields))), "https://news.test/list")
    assert isinstance(found, StatusError)
    assert (found.status, found.retry_after) == (status, None if after is None else START + after)


def test_one_request_at_a_time_per_host_and_two_seconds_apart():
    world = World(("/a", ok()), ("/b", ok()), ("/c", ok()))

    async def together():
        async with world.fetcher() as fetcher:
            state = SourceState(source_id="s")
            urls = [f"https://news.test/{name}" for name in "abc"]
            await asyncio.gather(*(fetcher.look(Source(id="s", url=url), state) for url in urls))

    asyncio.run(together())
    assert world.times == [("/a", 0), ("/b", 2), ("/c", 4)]
    assert world.most_at_once == 1


def test_two_hosts_do_not_wait_for_each_other():
    world = World(("/list", ok()))
    look(world, "https://a.test/list", "https://b.test/list", "https://a.test/list")
    assert [at for _, at in world.times] == [0, 0, 2]


def test_robots_txt_is_asked_first_once_a_day_and_obeyed():
    robots = httpx2.Response(200, text="User-agent: *\nDisallow: /private")
    world = World(("/robots.txt", robots), ("/list", ok()), ("/private/x", ok()), robots=True)
    found = look(world, "https://news.test/list", "https://news.test/private/x", "https://news.test/list")
    assert [type(one) for one in found] == [Capture, RefusedError, Capture]
    assert world.times == [("/robots.txt", 0), ("/list", 2), ("/list", 4)]


def test_a_source_may_be_asked_without_robots_txt_when_its_owner_says_so():
    world = World(("/list", ok()), robots=True)
    look(world, "https://news.test/list", robots=False)
    assert world.times == [("/list", 0)]


def test_a_crawl_delay_keeps_looks_apart_but_not_the_first_page_from_robots_txt():
    robots = httpx2.Response(200, text="User-agent: *\nCrawl-delay: 30")
    world = World(("/robots.txt", robots), ("/list", ok()), robots=True)
    look(world, "https://news.test/list", "https://news.test/list")
    assert world.times == [("/robots.txt", 0), ("/list", 2), ("/list", 32)]


def test_a_long_crawl_delay_is_a_wait_and_not_a_sleep():
    robots = httpx2.Response(200, text="User-agent: *\nCrawl-delay: 300")
    world = World(("/robots.txt", robots), ("/list", ok()), robots=True)
    found = look(world, "https://news.test/list", "https://news.test/list")
    assert isinstance(found[0], Capture)
    assert isinstance(found[1], Wait)
    assert found[1].until == START + 302 * S


def test_an_unreachable_robots_txt_is_a_wait_that_grows_and_rules_once_read_stay():
    world = World(("/robots.txt", httpx2.Response(503)), ("/list", ok()), robots=True)
    first, second = look(world, "https://news.test/list", "https://news.test/list")
    assert isinstance(first, Wait)
    assert second.until - first.until > first.until - START
    assert ("/list", 0) not in world.times

    answers = iter([httpx2.Response(200, text="User-agent: *\nDisallow: /no"), httpx2.Response(503)])
    world = World(("/robots.txt", lambda _: next(answers)), ("/list", ok()), robots=True)

    async def a_day_later():
        async with world.fetcher() as fetcher:
            source, state = Source(id="s", url="https://news.test/list"), SourceState(source_id="s")
            await fetcher.look(source, state)
            world.now += timedelta(hours=25)
            return await fetcher.look(source, state)

    assert isinstance(asyncio.run(a_day_later()), Capture)


def test_a_redirect_obeys_the_robots_txt_of_the_host_it_leads_to():
    world = World(
        ("a.test/list", httpx2.Response(302, headers={"Location": "https://b.test/list"})),
        ("b.test/robots.txt", httpx2.Response(200, text="User-agent: *\nDisallow: /")),
        ("b.test/list", ok()),
        robots=True,
    )
    [found] = look(world, "https://a.test/list")
    assert isinstance(found, RefusedError)


class Endless(World):
    """Redirects from /0 to /1 and so on; `hangs` never answers."""

    async def answer(self, request):
        number = int(request.url.path[1:])
        if number == self.hangs:
            await asyncio.Event().wait()
        return httpx2.Response(302, headers={"Location": f"/{number + 1}"})


@pytest.mark.parametrize(
    ("hangs", "words"),
    [
        (99, "more than 10 redirects"),
        (5, "too many redirects: 5 and no page within 0.5 s"),
        (1, "no whole answer within 0.5 s"),
    ],
)
def test_redirects_without_end_are_told_as_such_also_where_the_deadline_ends_them(hangs, words):
    world = Endless(deadline=0.5)
    world.hangs = hangs
    [error] = look(world, "https://news.test/0")
    assert words in str(error)


def test_too_many_requests_double_the_pause_until_a_page_comes():
    answers = iter([httpx2.Response(429), httpx2.Response(429), ok(), ok()])
    world = World(("/list", lambda _: next(answers)))
    look(world, *["https://news.test/list"] * 4)
    assert [at for _, at in world.times] == [0, 4, 12, 14]


def test_a_clock_set_back_by_a_day_does_not_stop_the_looks():
    world = World(("/list", ok()))

    async def set_back():
        async with world.fetcher() as fetcher:
            source, state = Source(id="s", url="https://news.test/list"), SourceState(source_id="s")
            await fetcher.look(source, state)
            world.now -= timedelta(days=1)
            return await fetcher.look(source, state)

    assert isinstance(asyncio.run(set_back()), Capture)


@pytest.mark.parametrize(
    ("source", "target", "given"),
    [
        ("https://a.test/x", "https://a.test/y", True),
        ("https://a.test/x", "https://b.test/y", False),
        ("https://a.test/x", "http://a.test/y", False),
        ("http://a.test/x", "https://a.test/y", True),
        ("https://a.test/x", "https://a.test:8443/y", False),
        ("https://a.test/x", "https://www.a.test/y", False),
    ],
)
def test_headers_and_cookies_of_a_source_go_only_to_its_own_host(source, target, given):
    world = World(("/x", httpx2.Response(302, headers={"Location": target})), ("/y", ok()))
    look(world, source, headers={"Authorization": "Bearer t"}, cookies={"id": "7"})
    assert (world.last.get("authorization") == "Bearer t") is given
    assert (world.last.get("cookie") == "id=7") is given


def test_a_name_and_password_in_the_address_go_to_its_host_and_are_kept_nowhere():
    world = World(("/x", ok()))
    [found] = look(world, "https://me:secret@a.test/x")
    assert world.last["authorization"] == "Basic bWU6c2VjcmV0"
    assert found.url == "https://a.test/x"


def test_headers_that_guard_us_cannot_be_set_by_a_source():
    world = World(("/x", ok()))
    look(
        world, "https://a.test/x", headers={"Accept-Encoding": "br", "Host": "b.test", "Accept": "text/plain"}
    )
    assert world.last["accept-encoding"] == "gzip, deflate"
    assert world.last["host"] == "a.test"
    assert world.last["accept"] == "text/plain"


@pytest.mark.parametrize(
    "error",
    [
        httpx2.ConnectError("refused"),
        httpx2.ReadTimeout("slow"),
        httpx2.RemoteProtocolError("odd"),
        httpx2.InvalidURL("what"),
        OSError(28, "disk"),
        UnicodeError("label too long"),
        TimeoutError(),
    ],
)
def test_every_foreign_exception_becomes_a_fetch_error(error):
    [found] = look(World(("/x", error)), "https://a.test/x")
    assert isinstance(found, FetchError)
    assert found.source_id == "s"


@pytest.mark.parametrize("value", ["a\r\nInjected: yes", "漢字", "\x00"])
def test_a_header_that_cannot_be_sent_is_a_clear_error_and_injects_nothing(value):
    source = Source(id="s", url="http://127.0.0.1:9/x", headers={"X-Key": value})

    async def try_it():
        network = Network(robots=False, allow=frozenset({"127.0.0.1:9"}), connect=0.5)
        async with Fetcher(network, clock=lambda: START) as fetcher:
            await fetcher.look(source, SourceState(source_id="s"))

    with pytest.raises(FetchError):
        asyncio.run(try_it())


def test_the_same_bytes_are_nothing_new_except_when_the_whole_page_was_asked_for():
    [first] = look(World(("/x", ok())), "https://a.test/x")
    same = SourceState(source_id="s", digest=first.digest)
    assert isinstance(look(World(("/x", ok())), "https://a.test/x", state=same)[0], NotModified)
    daily = SourceState(
        source_id="s", digest=first.digest, etag='"v"', unconditional_at=START - timedelta(days=2)
    )
    assert isinstance(look(World(("/x", ok())), "https://a.test/x", state=daily)[0], Capture)


def test_a_gzipped_sitemap_is_opened():
    body = gzip.compress(b"<?xml version='1.0'?><urlset></urlset>")
    [found] = look(
        World(("/s.xml.gz", ok(body, **{"content-type": "application/x-gzip"}))), "https://a.test/s.xml.gz"
    )
    assert found.body.startswith(b"<?xml")
    assert found.media_type == ""


def test_a_proxy_is_the_address_that_is_checked_and_the_owner_is_told(caplog):
    source = Source(id="s", url="http://news.test/x", proxy="http://10.0.0.1:3128")

    async def try_it():
        async with Fetcher(Network(robots=False), clock=lambda: START) as fetcher:
            await fetcher.look(source, SourceState(source_id="s"))

    with caplog.at_level(logging.WARNING), pytest.raises(RefusedError, match=r"10\.0\.0\.1"):
        asyncio.run(try_it())
    assert "proxy" in caplog.text


def test_a_missing_ca_file_is_a_clear_error():
    source = Source(id="s", url="https://127.0.0.1:9/x", ca_file="/no/such/file.pem")

    async def try_it():
        network = Network(robots=False, allow=frozenset({"127.0.0.1:9"}))
        async with Fetcher(network, clock=lambda: START) as fetcher:
            await fetcher.look(source, SourceState(source_id="s"))

    with pytest.raises(FetchError, match="No such file"):
        asyncio.run(try_it())
