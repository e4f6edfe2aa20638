"""One table: each hostile page, and what a correct client does with it."""

import asyncio
import re
import unicodedata
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from feedsvc.capture.fetch import Fetcher, Network
from feedsvc.engine.workers import Workers
from feedsvc.errors import ExtractError, FeedsvcError, FetchError, RefusedError, StatusError
from feedsvc.model import Capture, NotModified, Source, SourceState, Wait
from feedsvc.outlets import Outlets
from tests.hostile.content import CONTENT
from tests.hostile.results import RESULTS
from tests.hostile.site import GOOD, Site

NAMES = ("closed", "broken", "html", "none", "names", "stars", "slowly", "away", "silent", "other", "good")
PAGE = "page"  # a Capture with the whole good page
REFUSED = {  # path -> words of the refusal
    "/bomb/gzip": "decoded",
    "/bomb/deflate": "decoded",
    "/bomb/members": "members",
    "/bomb/br": "br",
    "/bomb/zstd": "zstd",
    "/bomb/stacked": "more than once",
    "/bomb/unlabelled-zstd": "zstd",
    "/bomb/wide": "on the wire",
    "/bomb/pieces": "pieces",
    "/bomb/endless": "on the wire",
    "/encoding/unknown": "rot13",
    "/redirect/self": "circle",
    "/redirect/ping": "circle",
    "/redirect/long": "longer",
    "/redirect/userinfo": "not a public address",
    "/chain/11": "more than 10 redirects",
    "/away/file": "file",
    "/away/gopher": "gopher",
    "/away/ftp": "ftp",
    "/away/data": "data",
    "/away/javascript": "javascript",
    "/type/png": "image/png",
    "/type/png-as-html": "PNG",
    "/type/pdf-as-html": "PDF",
    "/type/zip-as-html": "ZIP",
    "/type/program": "program",
    "/type/binary": "binary",
    "/type/video": "video",
    "/type/svg": "svg",
    "/type/css": "css",
    "/type/stream": "event-stream",
    "robots:closed": "robots.txt",
}
NEVER = [
    "protocol-relative",
    "private",
    "localhost",
    "metadata",
    "decimal",
    "octal",
    "hex",
    "short",
    "zero",
    "ipv6",
    "mapped",
    "nat64",
    "6to4",
    "full-width",
    "full-dot",
    "backslash",
    "private-10",
    "private-192",
    "multicast",
    "carrier",
]
BROKEN = {  # path -> words of the FetchError
    "/encoding/cut": "cut short",
    "/encoding/checksum": "not the gzip",
    "/encoding/plain": "not the gzip",
    "/bomb/length": "",
    "/slow/body": "within",
    "/slow/head": "within",
    "/slow/length": "within",
    "/slow/silence": "",
    "/slow/half": "",
    "/slow/continue": "within",
    "/redirect/no-location": "without a target",
    "/redirect/nowhere": "without a target",
    "/status/204": "empty",
    "/empty": "empty",
    "/blank": "empty",
    "/status/100-then-end": "",
    "/http/garbage": "rules of HTTP",
    "/http/nothing": "",
    "/http/0.9": "rules of HTTP",
    "/http/h2": "rules of HTTP",
    "/http/short": "",
    "/http/two-lengths": "rules of HTTP",
    "/http/negative": "rules of HTTP",
    "/http/chunk-garbage": "rules of HTTP",
    "/http/chunk-cut": "",
    "/http/chunk-huge": "rules of HTTP",
    "/http/nul-header": "rules of HTTP",
    "/http/big-header": "rules of HTTP",
    "/http/many-headers": "rules of HTTP",
    "/http/endless-headers": "rules of HTTP",
    "/http/reset-head": "",
    "/http/reset-body": "",
    "robots:silent": "",
}
STATUSES = {
    "/missing": 404,
    "/status/403": 403,
    "/status/410": 410,
    "/status/500": 500,
    "/status/503": 503,
    "/status/429": 429,
    "/status/429-nonsense": 429,
    "/status/206": 206,
    "/status/304": 304,
    "/status/999": 999,
}
FINE = [
    "/good",
    "/encoding/gzip",
    "/encoding/x-gzip",
    "/encoding/zlib",
    "/encoding/raw",
    "/encoding/two",
    "/encoding/padded",
    "/encoding/named-utf-8",
    "/chain/9",
    "/cookie-wall",
    "/redirect/relative",
    "/redirect/fragment",
    "/redirect/permanent",
    "/http/long",
    "/type/none",
    "/type/octets",
    "/type/nonsense",
    "robots:html",
    "robots:none",
    "robots:names",
    "robots:stars",
    "robots:away",
]
ODD = ("/http/folded-header", "/http/latin-header", "/http/smuggle", "/sitemap.xml.gz")  # harmless: a capture
TABLE = [
    *((path, RefusedError, words) for path, words in REFUSED.items()),
    *((f"/away/{name}", (RefusedError, FetchError), "") for name in NEVER),
    *((path, FetchError, words) for path, words in BROKEN.items()),
    *((path, StatusError, str(status)) for path, status in STATUSES.items()),
    *((path, PAGE, "") for path in FINE),
    *((path, Capture, "") for path in ODD),
    ("robots:broken", Wait, "503"),
]


@pytest.fixture(scope="module")
def site():
    with Site() as site:
        yield site


async def resolve_locally(host, port):
    return ["127.0.0.1"]


def network(site, **changes):
    names = ["127.0.0.1", *(f"{name}.test" for name in NAMES)]
    base = Network(
        allow=frozenset(f"{name}:{site.port}" for name in names),
        spacing=timedelta(0),
        robots=False,
        deadline=20.0,
        connect=5.0,
        read=10.0,
    )
    return replace(base, **changes)


async def no_sleep(seconds):
    await asyncio.sleep(0)


async def looked(site, url, *, state=None, source=None, resolve=resolve_locally, **changes):
    """What one look came to; an expected exception is a value here."""
    source = source or Source(id="hostile", url=url)
    async with Fetcher(
        network(site, **changes), clock=lambda: datetime.now(UTC), sleep=no_sleep, resolve=resolve
    ) as fetcher:
        try:
            return await fetcher.look(source, state or SourceState(source_id=source.id))
        except FeedsvcError as error:
            return error


def address(site, place):
    if place.startswith("robots:"):
        return f"http://{place.removeprefix('robots:')}.test:{site.port}/good"
    return f"http://127.0.0.1:{site.port}{place}"


@contextmanager
def noted(name):
    """Writes the row of the table, wrong or not."""
    row = {"came": "no answer"}
    try:
        yield row
    except BaseException:
        RESULTS.append((name, str(row["came"]), "wrong"))
        raise
    RESULTS.append((name, str(row["came"]), "ok"))


def in_words(outcome):
    if isinstance(outcome, Capture):
        return f"Capture of {len(outcome.body)} bytes"
    if isinstance(outcome, Exception):
        return f"{type(outcome).__name__}: {getattr(outcome, 'problem', outcome)}"
    return type(outcome).__name__


@pytest.mark.parametrize(("place", "expected", "words"), TABLE, ids=[row[0] for row in TABLE])
def test_each_answer_is_met_as_a_correct_client_does(site, place, expected, words):
    with noted(place) as row:
        hits = site.hits
        short = (
            {"deadline": 0.8, "read": 0.6} if place.startswith("/slow") or place == "robots:silent" else {}
        )
        changes = {"robots": place.startswith("robots:"), **short}
        outcome = asyncio.run(looked(site, address(site, place), **changes))
        row["came"] = in_words(outcome)
        assert isinstance(outcome, Capture if expected == PAGE else expected)
        assert words in (outcome.reason if isinstance(outcome, Wait) else str(outcome) if words else "")
        assert expected != PAGE or outcome.body == GOOD.encode()
        assert site.hits == hits, "the canary was reached"


# -- more than one look, more than one host -----------------------------------------------------


def test_a_name_that_leads_to_a_private_address_is_refused_whatever_else_it_leads_to(site):
    for addresses in (
        ["93.184.216.34", "127.0.0.1"],
        ["127.0.0.1"],
        ["::ffff:127.0.0.1"],
        ["fe80::1%eth0"],
        [],
    ):
        with noted(f"dns {' '.join(addresses) or 'nothing'}") as row:

            async def resolve(host, port, addresses=addresses):
                return addresses

            hits = site.hits
            url = f"http://evil.test:{site.canary_port}/"
            outcome = asyncio.run(looked(site, url, resolve=resolve))
            row["came"] = in_words(outcome)
            assert isinstance(outcome, RefusedError)
            assert site.hits == hits


def test_a_name_is_looked_up_once_so_that_a_second_answer_cannot_matter(site):
    with noted("dns that changes its answer") as row:
        answers = [["127.0.0.1"], ["10.0.0.1"]]

        async def resolve(host, port):
            return answers.pop(0)

        outcome = asyncio.run(looked(site, f"http://good.test:{site.port}/good", resolve=resolve))
        row["came"] = in_words(outcome)
        assert outcome.body == GOOD.encode()
        assert len(answers) == 1


def test_a_name_that_rebinds_between_hops_is_checked_again(site):
    with noted("dns that rebinds between hops") as row:
        url = f"http://good.test:{site.port}/redirect/other-host"
        outcome = asyncio.run(looked(site, url, allow=frozenset({f"good.test:{site.port}"})))
        row["came"] = in_words(outcome)
        assert isinstance(outcome, RefusedError)


def test_secrets_and_cookies_stay_with_their_own_host(site):
    source = Source(
        id="own",
        url=address(site, "/redirect/other-host"),
        headers={"Authorization": "Bearer sesame", "X-Key": "k"},
        cookies={"login": "me"},
    )
    with noted("secrets across hosts") as row:
        outcome = asyncio.run(looked(site, source.url, source=source))
        row["came"] = in_words(outcome)
        assert "sesame" not in outcome.body.decode()
        assert "x-key" not in outcome.body.decode()
        assert "login" not in outcome.body.decode()
        assert site.fields["/redirect/other-host"]["authorization"] == "Bearer sesame"
    with noted("a host's cookies across hosts") as row:
        outcome = asyncio.run(looked(site, address(site, "/cookie-leak")))
        row["came"] = in_words(outcome)
        assert "sid" not in outcome.body.decode()


def test_a_host_that_flaps_gives_its_page_at_the_next_look(site):
    with noted("flapping 503") as row:
        outcomes = [asyncio.run(looked(site, address(site, "/flapping"))) for _ in range(4)]
        row["came"] = " ".join(type(outcome).__name__ for outcome in outcomes)
        assert [type(outcome) for outcome in outcomes] == [StatusError, Capture, StatusError, Capture]


@pytest.mark.parametrize(("hours", "expected"), [(1, NotModified), (23, NotModified), (25, Capture)])
def test_a_host_that_answers_304_for_ever_is_asked_for_the_whole_page_once_a_day(site, hours, expected):
    with noted(f"304 for ever, {hours} h on") as row:
        whole_at = datetime.now(UTC) - timedelta(hours=hours)
        state = SourceState(source_id="hostile", etag='"for ever"', unconditional_at=whole_at)
        outcome = asyncio.run(looked(site, address(site, "/etag/always-304"), state=state))
        row["came"] = in_words(outcome)
        assert isinstance(outcome, expected)


def test_new_validators_for_the_same_bytes_are_nothing_new(site):
    with noted("etag that changes each time") as row:
        url = address(site, "/etag/new-each-time")
        first = asyncio.run(looked(site, url))
        state = SourceState(
            source_id="hostile",
            etag=first.headers["etag"],
            digest=first.digest,
            unconditional_at=datetime.now(UTC),
        )
        outcome = asyncio.run(looked(site, url, state=state))
        row["came"] = in_words(outcome)
        assert isinstance(outcome, NotModified)


@pytest.mark.parametrize(
    ("place", "moved"),
    [("/redirect/permanent", True), ("/redirect/permanent-308", True), ("/redirect/temporary-first", False)],
)
def test_only_permanent_redirects_from_the_start_are_reported(site, place, moved):
    with noted(f"{place} reported") as row:
        outcome = asyncio.run(looked(site, address(site, place)))
        row["came"] = f"moved to {outcome.moved_to}"
        assert outcome.moved_to == (address(site, "/good") if moved else None)


def test_a_good_source_is_not_late_because_of_hostile_ones_beside_it(site):
    """All bombs and drips at once: the good page still comes within its own second."""
    names = [path for path in (*REFUSED, *BROKEN) if path.startswith(("/bomb", "/slow"))]

    async def together():
        loop = asyncio.get_running_loop()
        hostile = [loop.create_task(looked(site, address(site, name), deadline=3.0)) for name in names]
        await asyncio.sleep(0.05)
        good = await looked(site, f"http://good.test:{site.port}/good")
        still = sum(not task.done() for task in hostile)
        await asyncio.gather(*hostile)
        return good, still

    with noted("a good source beside all of them") as row:
        good, still = asyncio.run(together())
        row["came"] = f"page, while {still} hostile looks were still going on"
        assert good.body == GOOD.encode()
        assert still > 0


# -- what is inside -----------------------------------------------------------------------------

UNSAFE = re.compile(r"<\s*script|\son\w+\s*=|javascript:|<\s*(?:svg|iframe|object|embed)", re.IGNORECASE)
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff\u202a-\u202e]")


def assert_sound(extraction):
    """The promises of SAFETY about anything that comes out of a page."""
    assert len(extraction.sightings) <= 500
    for sighting in extraction.sightings:
        assert 0 < len(sighting.title) <= 300
        assert len(sighting.summary) <= 5_000
        assert sighting.url is None or (
            sighting.url.startswith(("http://", "https://")) and len(sighting.url) <= 2_048
        )
        assert sighting.image is None or sighting.image.startswith(("http://", "https://"))
        assert not UNSAFE.search(sighting.content_html)
        assert not FORBIDDEN.search(sighting.title + sighting.summary + sighting.content_html)
        assert "root:" not in sighting.title + sighting.summary
        assert not any(unicodedata.category(char) == "Cs" for char in sighting.title)
        for evidence in sighting.evidence:
            assert evidence.earliest <= evidence.latest
        outlet = sighting.attribution.outlet
        assert outlet is None or (len(outlet.name) <= 300 and re.fullmatch(r"[^/\\.]{1,120}", outlet.id))


@pytest.fixture(scope="module")
def runner():
    with asyncio.Runner() as runner:
        yield runner


@pytest.fixture(scope="module")
def workers(runner):
    pool = Workers(1)
    runner.run(pool.__aenter__())
    yield pool
    runner.run(pool.__aexit__(None, None, None))


async def read(workers, capture, source, state):
    try:
        return await workers.extract(capture, source, Outlets(), state), ""
    except ExtractError as error:
        return None, error.problem


@pytest.mark.parametrize("name", CONTENT)
def test_each_hostile_page_is_read_safely_and_costs_the_good_items_nothing(site, runner, workers, name):
    expected = CONTENT[name][1]
    source = Source(
        id="hostile", url=address(site, f"/content/{name}"), zone="Asia/Taipei", language="zh-Hant"
    )
    state = SourceState(source_id=source.id)
    with noted(f"content {name}") as row:
        capture = runner.run(looked(site, source.url, source=source))
        row["came"] = in_words(capture)
        assert isinstance(capture, Capture)
        extraction, problem = runner.run(read(workers, capture, source, state))
        if extraction is None:
            row["came"] = problem
            assert not re.match(r"[A-Z]\w*(Error|Exception):", problem), "a bug, not a refusal"
            assert expected == 0 or (isinstance(expected, str) and re.search(expected, problem))
            return
        row["came"] = (
            f"{len(extraction.sightings)} items ({extraction.tier}), dropped {dict(extraction.dropped)}"
        )
        assert_sound(extraction)
        assert isinstance(expected, str) or len(extraction.sightings) >= expected
