"""What a file would give: its own zone where nobody names one, and a clear no where it holds no text."""

import asyncio
import json
from datetime import datetime

import pytest

from feedsvc import config, preview
from feedsvc.errors import FeedsvcError
from feedsvc.extract import extract


async def reads(*arguments):
    return extract(*arguments)


def found(path, *, at="2026-11-20T09:00:00+08:00", base=None, zone="UTC", guess=True):
    source = preview.source_for(str(path), base=base, at=datetime.fromisoformat(at), zone=zone)

    async def one():
        taken = await preview.capture(source, None, source.captured_at)
        return await preview.preview(source, taken, reads, config.shipped_outlets(), guess_zone=guess)

    return asyncio.run(one())


def page(language, link="/news/{}.html"):
    rows = "".join(
        f"<li><time>2026-11-19 1{n}:30</time><h3><a href='{link.format(n)}'>Harbour works, part {n}, begin at night</a></h3></li>"
        for n in range(8)
    )
    return f"<!doctype html><html lang='{language}'><meta charset='utf-8'><title>News</title><main><ul>{rows}</ul></main></html>"


@pytest.mark.parametrize(
    ("language", "base", "at", "usual", "zone"),
    [
        ("en", "https://news.example.jp/list", "2026-11-20T09:00:00+01:00", "UTC", "Asia/Tokyo"),
        ("zh-Hant", None, "2026-11-20T09:00:00+01:00", "UTC", "Asia/Taipei"),
        ("en", None, "2026-11-20T09:00:00+08:00", "UTC", "Etc/GMT-8"),
        ("en", None, "2026-11-20T09:00:00+08:00", "Asia/Singapore", "Asia/Singapore"),
        ("en", None, "2026-11-20T09:00:00Z", "America/New_York", "America/New_York"),
    ],
)
def test_the_zone_is_told_by_the_host_then_the_language_then_the_offset_of_the_capture(
    tmp_path, language, base, at, usual, zone
):
    path = tmp_path / "page.html"
    path.write_text(page(language), encoding="utf-8")
    assert found(path, at=at, base=base, zone=usual).source.zone == zone
    assert found(path, at=at, base=base, zone=usual, guess=False).source.zone == usual


def test_links_that_all_lead_to_one_site_tell_the_zone_of_a_page_without_address(tmp_path):
    path = tmp_path / "page.html"
    path.write_text(page("en", link="https://news.example.kr/{}.html"), encoding="utf-8")
    assert found(path).source.zone == "Asia/Seoul"


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "is empty"),
        (b" \n\n", "is empty"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9, "holds no text"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "holds no text"),
    ],
)
def test_a_file_without_text_is_refused(tmp_path, body, words):
    path = tmp_path / "file"
    path.write_bytes(body)
    with pytest.raises(FeedsvcError, match=words):
        found(path)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "big5", "gb18030", "iso2022_jp"])
def test_text_of_any_encoding_is_no_binary(tmp_path, encoding):
    path = tmp_path / "page.html"
    path.write_bytes(page("ja").replace("Harbour", "東京").replace("utf-8", encoding).encode(encoding))
    assert found(path).items


def test_a_folder_is_told_from_a_file_that_is_not_there(tmp_path):
    with pytest.raises(FeedsvcError, match="is a folder"):
        found(tmp_path)
    with pytest.raises(FeedsvcError, match="no such file"):
        found(tmp_path / "gone.html")


def test_lines_for_terminals_without_han_are_still_json(tmp_path):
    path = tmp_path / "page.html"
    path.write_text(page("en").replace("Harbour", "港區 😀"), encoding="utf-8")
    lines = list(preview.json_lines(found(path), ascii_only=True))
    assert all(line.isascii() for line in lines)
    assert "港區 😀" in json.loads(lines[0])["title"]
