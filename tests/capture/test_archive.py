import json
import os
import resource
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest
from warcio.archiveiterator import ArchiveIterator

from feedsvc.capture.archive import Archive, Place
from feedsvc.errors import StoreError
from feedsvc.model import Capture, Interval

NOON = datetime(2025, 10, 30, 12, 0, 0, 123456, tzinfo=UTC)
DAY = timedelta(days=1)


def capture(number=0, *, source_id="山城", at=NOON, **changes):
    fields = {
        "id": f"{source_id}-{number}",
        "source_id": source_id,
        "url": f"https://news.test/list?page={number}",
        "captured_at": at,
        "rendered": Interval(earliest=at - 5 * DAY, latest=at),
        "headers": {"date": "Thu, 30 Oct 2025 12:00:00 GMT", "content-type": "text/html", "age": "7"},
        "media_type": "text/html",
        "body": f"<h1>頁{number}</h1>\r\n\r\n".encode(),
        "digest": "0" * 64,
        **changes,
    }
    return Capture(**fields)


@pytest.fixture
def archive(tmp_path):
    return Archive(tmp_path / "captures", days=14, size=10**9)


def files(archive):
    return sorted(archive._path.rglob("*.warc.gz"))


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"url": None, "clock": "file"},
        {"headers": {}},
        {"headers": {"content-encoding": "gzip", "content-length": "12"}},
        {"headers": {"transfer-encoding": "chunked", "etag": 'W/"x"'}},
        {"headers": {"content-length": "999"}},
        {"body": b""},
        {"body": bytes(range(256)) * 100},
        {"body": b"WARC/1.1\r\nWARC-Type: response\r\n\r\n" * 9},
        {"status": 203, "moved_to": "https://news.test/new", "clock": "archive"},
        {"url": "https://news.test/新聞?q=山 城"},
        {"source_id": "../../etc/passwd", "id": "a\r\nb"},
        {"captured_at": NOON.astimezone(UTC)},
    ],
)
def test_a_capture_comes_back_as_it_was(archive, changes):
    kept = capture(**changes)
    place = archive.keep(kept)
    assert archive.read(place) == kept
    assert archive.read(str(place)) == kept
    assert list(archive.captures()) == [kept]


def test_other_tools_find_standard_records_with_the_true_headers(archive):
    archive.keep(capture(headers={"etag": '"v1"', "content-encoding": "gzip"}))
    with files(archive)[0].open("rb") as file:
        records = [
            (
                record.rec_type,
                record.http_headers and record.http_headers.get_header("etag"),
                record.content_stream().read(),
            )
            for record in ArchiveIterator(file, check_digests="raise")
        ]
    assert records[1] == ("response", '"v1"', capture().body)
    assert [kind for kind, _, _ in records] == ["warcinfo", "response"]


def test_each_record_is_a_gzip_member_of_its_own_as_indexers_need_it(archive):
    places = [archive.keep(capture(n)) for n in range(3)]
    with files(archive)[0].open("rb") as file:
        records = ArchiveIterator(file, check_digests="raise")
        offsets = []
        for record in records:
            record.content_stream().read()
            records.read_to_end()
            offsets.append((record.rec_type, records.get_record_offset(), records.get_record_length()))
    assert offsets[1:] == [("response", place.offset, place.length) for place in places]


def test_the_tools_of_warcio_find_no_fault_and_can_index(archive):
    for number in range(2):
        archive.keep(capture(number))
    path = str(files(archive)[0])
    checked = tool("check", "-v", path)
    assert checked.returncode == 0
    assert "digest pass" in checked.stdout
    assert "digest failed" not in checked.stdout
    indexed = tool("index", "-f", "offset,warc-type,warc-target-uri", path).stdout.splitlines()
    assert [json.loads(line)["warc-type"] for line in indexed] == ["warcinfo", "response", "response"]
    assert json.loads(indexed[1])["warc-target-uri"] == capture(0).url


def tool(*words):
    command = [sys.executable, "-c", "from warcio.cli import main; main()", *words]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.parametrize("source_id", ["../../x", "/etc/cron.d/x", "a\x00b", "CON", "..", "長" * 300, ""])
def test_no_source_id_leaves_the_folder(archive, source_id):
    place = archive.keep(capture(source_id=source_id))
    assert [path.parent.parent for path in files(archive)] == [archive._path]
    assert archive.read(place).source_id == source_id


def test_a_place_outside_is_not_read(archive, tmp_path):
    (tmp_path / "secret").write_bytes(b"x")
    with pytest.raises(StoreError, match="outside"):
        archive.read(Place(file="../secret", offset=0, length=1))


def test_captures_come_in_the_order_they_were_made_over_all_sources(archive):
    kept = [capture(n, source_id="ab"[n % 2], at=NOON + n * DAY / 3) for n in range(12)]
    for one in kept:
        archive.keep(one)
    assert list(archive.captures()) == kept
    assert list(archive.captures("a")) == kept[0::2]
    assert list(archive.captures(since=kept[5].captured_at)) == kept[5:]
    assert [archive.read(place) for place, _ in archive.places("b")] == kept[1::2]


@pytest.mark.parametrize("torn", [1, 20, 200, -1])
def test_a_torn_tail_is_cut_before_the_next_record(archive, torn):
    places = [archive.keep(capture(n)) for n in range(3)]
    path = files(archive)[0]
    whole = path.read_bytes()
    path.write_bytes(whole + whole[places[2].offset :][:torn])
    assert len(list(archive.captures())) == 3
    archive.keep(capture(3))
    assert [one.id for one in archive.captures()] == [capture(n).id for n in range(4)]
    assert path.read_bytes()[: len(whole)] == whole


def test_a_page_that_holds_a_whole_archive_cannot_make_us_cut_its_record(archive):
    inner = archive.keep(capture())
    data = files(archive)[0].read_bytes()[inner.offset :]
    archive.keep(capture(1, body=os.urandom(70_000) + data + data[:50]))
    archive.keep(capture(2))
    assert len(list(archive.captures())) == 3


def test_a_full_disk_is_no_fault_of_the_source_and_leaves_no_half_record(archive):
    archive.keep(capture())
    before = files(archive)[0].read_bytes()
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(before) + 1_000, limits[1]))
    try:
        with pytest.raises(StoreError, match="cannot be archived"):
            archive.keep(capture(1, body=os.urandom(50_000)))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert files(archive)[0].read_bytes() == before
    archive.keep(capture(2))
    assert [one.id for one in archive.captures()] == [capture(0).id, capture(2).id]


def test_a_folder_that_cannot_be_made_is_no_fault_of_the_source(tmp_path):
    (tmp_path / "captures").write_text("a file")
    with pytest.raises(StoreError, match="asked again then"):
        Archive(tmp_path / "captures", days=1, size=1).keep(capture())


def test_old_files_go_first_then_the_oldest_until_the_rest_fits(tmp_path):
    archive = Archive(tmp_path, days=14, size=10**9)
    for n in range(20):
        archive.keep(capture(n, at=NOON - n * DAY))
    assert archive.prune(NOON) == 5
    assert archive.prune(NOON) == 0
    room = sum(path.stat().st_size for path in files(archive)[-3:])
    assert Archive(tmp_path, days=14, size=room).prune(NOON) == 12
    assert [one.id for one in archive.captures()] == [capture(n).id for n in (2, 1, 0)]


def test_what_was_pruned_is_a_clear_error(archive):
    place = archive.keep(capture())
    archive.prune(NOON + 30 * DAY)
    with pytest.raises(StoreError, match="nothing readable"):
        archive.read(place)
    archive.keep(capture(1))
