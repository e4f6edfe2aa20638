import gzip
import os
import stat
from hashlib import sha256
from pathlib import Path

import pytest

from feedsvc.errors import PublishError
from feedsvc.publish.files import Folder


@pytest.fixture
def folder(tmp_path):
    return Folder(tmp_path / "output")


def names(folder):
    return sorted(str(path.relative_to(folder.path)) for path in folder.path.rglob("*") if path.is_file())


def test_a_file_is_written_once(folder):
    assert folder.write("all/rss.xml", b"<rss/>")
    before = (folder.path / "all/rss.xml").stat()
    assert not folder.write("all/rss.xml", b"<rss/>")
    after = (folder.path / "all/rss.xml").stat()
    assert (before.st_mtime_ns, before.st_ino) == (after.st_mtime_ns, after.st_ino)
    assert names(folder) == ["all/rss.xml"]


@pytest.mark.parametrize("damage", [b"", b"<rsz/>", b"<rss/>\n"])
def test_the_disk_is_the_truth(folder, damage):
    folder.write("all/rss.xml", b"<rss/>")
    (folder.path / "all/rss.xml").write_bytes(damage)
    assert folder.write("all/rss.xml", b"<rss/>")
    assert folder.read("all/rss.xml") == b"<rss/>"


def test_a_deleted_file_is_written_again(folder):
    folder.write("all/rss.xml", b"<rss/>")
    (folder.path / "all/rss.xml").unlink()
    assert folder.read("all/rss.xml") is None
    assert folder.write("all/rss.xml", b"<rss/>")


def test_whole_compares_size_and_digest(folder):
    folder.write("a", b"abc")
    digest = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert folder.whole("a", size=3)
    assert folder.whole("a", size=3, digest=digest)
    assert not folder.whole("a", size=4)
    assert not folder.whole("a", size=3, digest="0" * 64)
    assert not folder.whole("absent", size=3)


@pytest.mark.parametrize("name", ["../x", "a/../../x", "/etc/x", "", ".", "a\0b"])
def test_nothing_is_written_outside(folder, name):
    with pytest.raises(PublishError):
        folder.write(name, b"x")
    assert names(folder) == []


def test_a_link_that_leads_outside_is_refused(folder, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (folder.path / "door").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(PublishError, match="outside"):
        folder.write("door/x", b"x")
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_a_file_that_is_a_link_is_not_written_through(folder, tmp_path):
    (tmp_path / "secret").write_bytes(b"secret")
    (folder.path / "rss.xml").symlink_to(tmp_path / "secret")
    with pytest.raises(PublishError, match="outside"):
        folder.write("rss.xml", b"<rss/>")
    assert (tmp_path / "secret").read_bytes() == b"secret"


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes anywhere")
def test_a_read_only_folder_is_an_error_with_the_path(folder):
    folder.write("a", b"old")
    folder.path.chmod(stat.S_IRUSR | stat.S_IXUSR)
    try:
        with pytest.raises(PublishError, match="output"):
            folder.write("a", b"new")
    finally:
        folder.path.chmod(stat.S_IRWXU)
    assert folder.read("a") == b"old"
    assert names(folder) == ["a"]


def test_where_a_folder_stands_the_error_names_it_and_leaves_no_rest(folder):
    folder.write("all/rss.xml", b"x")
    with pytest.raises(PublishError, match="all"):
        folder.write("all", b"x")
    with pytest.raises(PublishError, match=r"rss\.xml"):
        folder.write("all/rss.xml/deeper", b"x")
    assert names(folder) == ["all/rss.xml"]


def test_a_name_that_the_locale_cannot_spell_is_told(folder):
    with pytest.raises(PublishError, match="set PYTHONUTF8=1"):
        folder.write("\ud800/rss.xml", b"x")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_keeps_the_old_file_and_leaves_no_rest(folder):
    folder.write("a", b"old")
    part = next(iter(_temporary_name(folder, "a")))
    (folder.path / part).symlink_to("/dev/full")
    with pytest.raises(PublishError, match="space"):
        folder.write("a", b"new")
    assert folder.read("a") == b"old"
    assert names(folder) == ["a"]


def _temporary_name(folder, name):
    from hashlib import sha256

    yield f".feedsvc-{sha256(name.encode()).hexdigest()[:16]}.part"


def test_what_a_killed_process_left_is_cleared_at_the_next_start(folder):
    folder.write("all/rss.xml", b"x")
    (folder.path / "all/.feedsvc-0123.part").write_bytes(b"half")
    (folder.path / "all/.hidden").write_bytes(b"not ours")
    assert names(Folder(folder.path)) == ["all/.hidden", "all/rss.xml"]


def test_compressed_copies_hold_the_same_and_no_instant(tmp_path):
    folder = Folder(tmp_path, compressed=True)
    assert folder.write("a.xml", b"x" * 1000)
    first = (tmp_path / "a.xml.gz").read_bytes()
    assert gzip.decompress(first) == b"x" * 1000
    (tmp_path / "a.xml.gz").unlink()
    assert not folder.write("a.xml", b"x" * 1000)
    assert (tmp_path / "a.xml.gz").read_bytes() == first


def test_a_folder_that_cannot_be_made_is_an_error(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(PublishError, match="file"):
        Folder(tmp_path / "file" / "output")


def test_a_twin_that_is_gone_damaged_or_no_longer_asked_for_is_not_whole(tmp_path):
    Folder(tmp_path, compressed=True).write("a.xml", b"data")
    told = {"size": 4, "digest": sha256(b"data").hexdigest()}
    twin = tmp_path / "a.xml.gz"
    assert Folder(tmp_path, compressed=True).whole("a.xml", **told)
    twin.write_bytes(b"\x1f\x8b broken")
    assert not Folder(tmp_path, compressed=True).whole("a.xml", **told)
    assert not Folder(tmp_path).whole("a.xml", **told)
    Folder(tmp_path).write("a.xml", b"data")
    assert not twin.exists()
