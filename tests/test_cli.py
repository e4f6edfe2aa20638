"""The command line: help, exit codes, what goes to which stream, and the shape of JSON."""

import io
import json
import os
import shutil
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from datetime import datetime
from pathlib import Path

import pytest

from feedsvc import cli

ROOT = Path(__file__).parents[1]
COMMANDS = [
    "once", "run", "serve", "publish", "replay", "republish", "backup", "check", "preview", "discover",
    "explain", "status", "schema", "topics",
]  # fmt: skip
AT = "2026-11-20T09:00:00+08:00"
KEYS = [
    "position", "id", "url", "title", "summary", "image", "language", "time", "outlet", "agency", "reporters",
    "place", "via",
]  # fmt: skip


def environment(**changes):
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "FORCE_"))}
    return {
        **kept,
        "PYTHONPATH": str(ROOT),
        "PYTHONUTF8": "0",
        "LC_ALL": "C.UTF-8",
        "COLUMNS": "100",
        **changes,
    }


def feedsvc(*arguments, cwd=None):
    """(exit code, stdout, stderr) of one command, run here: a process of its own would take a second more."""
    said, problem, before = io.StringIO(), io.StringIO(), Path.cwd()
    with redirect_stdout(said), redirect_stderr(problem):
        os.chdir(cwd or before)
        try:
            code = cli.run_command([*map(str, arguments)])
        finally:
            os.chdir(before)
    return code, said.getvalue(), problem.getvalue()


def process(*arguments, cwd, **changes):
    """The same in a process of its own, where signals, streams and the environment matter."""
    done = subprocess.run(
        [sys.executable, "-m", "feedsvc", *map(str, arguments)],
        cwd=cwd,
        env=environment(**changes),
        capture_output=True,
        timeout=60,
        check=False,
    )
    return done.returncode, done.stdout.decode(), done.stderr.decode()


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    """The shipped configuration with its invented portal only, after one cycle."""
    folder = tmp_path_factory.mktemp("sample")
    shutil.copytree(ROOT / "config", folder / "config")
    path = folder / "config/sources.yaml"
    path.write_text(path.read_text(encoding="utf-8").partition("  # Real pages")[0], encoding="utf-8")
    code, _, said = feedsvc("once", cwd=folder)
    assert code == 0, said
    return folder


def entry(sample, number=0):
    return json.loads((sample / "output/all/feed.json").read_text(encoding="utf-8"))["items"][number]


# -- help and exit codes --------------------------------------------------------------------------


def test_help_names_every_command():
    code, said, _ = feedsvc("--help")
    assert code == 0
    assert [name for name in COMMANDS if name not in said] == []


def test_the_version_is_told():
    assert feedsvc("--version") == (0, "0.1.0\n", "")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nosuch"], "No such command"),
        (["preview"], "Missing argument"),
        (["preview", "page.html", "--at", "yesterday"], "is not an instant"),
        (["preview", "page.html", "--at", "2026-11-20T09:00:00"], "has no offset"),
        (["preview", "page.html", "--at", "2136-11-20T09:00:00+08:00"], "is in the future"),
        (["preview", "page.html", "--zone", "Asia/Taipeh"], "did you mean"),
        (["preview", "page.html", "--kind", "page"], "is not one of auto, list, article"),
        (["preview", "page.html", "--url", "ftp://a.example/"], "is not an address"),
        (["serve", "--at", "8000"], "is not HOST:PORT"),
        (["check", "--config", "nowhere"], "nowhere: there is no such folder"),
        (["preview", "page.html", "--config", "nowhere"], "nowhere: there is no such folder"),
        (["once"], "config: there is no such folder"),
    ],
)
def test_a_wrong_command_line_or_configuration_exits_2_and_says_why_on_stderr(tmp_path, arguments, words):
    (tmp_path / "page.html").write_text("<p>x</p>", encoding="utf-8")
    code, said, problem = feedsvc(*arguments, cwd=tmp_path)
    assert (code, said) == (2, "")
    assert words in " ".join(problem.replace("│", " ").split())
    assert "Traceback" not in problem


@pytest.mark.parametrize(
    ("target", "words"),
    [
        ("gone.html", "no source of this id, no such file"),
        (".", "is a folder"),
        ("empty.html", "is empty"),
        ("picture.png", "holds no text"),
        ("http://127.0.0.1:9/", "refused: 127.0.0.1 is not a public address"),
        ("http://[::1/", "cannot be read"),
    ],
)
@pytest.mark.parametrize("command", ["preview", "discover"])
def test_what_cannot_be_read_exits_1_with_one_clear_line(tmp_path, command, target, words):
    (tmp_path / "empty.html").write_text("", encoding="utf-8")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9)
    code, said, problem = feedsvc(command, target, cwd=tmp_path)
    assert (code, said) == (1, "")
    assert words in problem
    assert len(problem.splitlines()) == 1


def test_every_problem_of_the_configuration_is_told_with_its_line(tmp_path):
    (tmp_path / "feedsvc.yaml").write_text("site: {titel: x}\ntimezone: Mars/Base\n", encoding="utf-8")
    (tmp_path / "sources.yaml").write_text("sources:\n  a:\n    every: soon\n", encoding="utf-8")
    code, _, problem = feedsvc("check", "-c", tmp_path)
    assert code == 2
    lines = [line.removeprefix(f"{tmp_path}/").split(": ")[:2] for line in problem.splitlines()[:-1]]
    assert lines == [
        ["feedsvc.yaml:1", "site.titel"],
        ["feedsvc.yaml:2", "timezone"],
        ["sources.yaml:2", "sources.a.url"],
        ["sources.yaml:3", "sources.a.every"],
    ]
    assert "4 to mend" in problem


# -- preview --------------------------------------------------------------------------------------


def test_preview_prints_one_json_object_a_line_in_page_order(tmp_path):
    page = ROOT / "config/sample/list.html"
    arguments = ("preview", page, "--at", AT, "--url", "https://portal.example/list/top", "--json")
    code, said, problem = feedsvc(*arguments, cwd=tmp_path)
    assert (code, problem) == (0, "")
    entries = [json.loads(line) for line in said.splitlines()]
    assert all(list(one) == KEYS for one in entries)
    assert [one["position"] for one in entries] == list(range(len(entries)))
    for one in entries:
        assert list(one["time"]) == ["text", "kind", "earliest", "latest", "published"]
        instants = [one["time"][name] for name in ("earliest", "published", "latest")]
        assert all(instant.endswith("Z") for instant in instants)
        assert sorted(map(datetime.fromisoformat, instants)) == list(map(datetime.fromisoformat, instants))
        assert one["url"].startswith("https://portal.example/news/")


def test_what_a_page_does_not_tell_is_null(tmp_path):
    (tmp_path / "page.txt").write_text(
        "港區夜間演練今天登場\n消防與醫護單位聯手設立除污站。\n", encoding="utf-8"
    )
    _, said, _ = feedsvc("preview", "page.txt", "--at", AT, "--json", cwd=tmp_path)
    one = json.loads(said.splitlines()[0])
    unknown = ("url", "image", "time", "outlet", "agency", "place", "via")
    assert [one[name] for name in unknown] == [None] * len(unknown)
    assert one["reporters"] == []


def test_options_go_before_what_the_configuration_says_of_a_source(sample):
    arguments = ("preview", "sample-list", "--json", "--at", "2026-11-21T09:00:00+08:00")
    _, said, _ = feedsvc(*arguments, cwd=sample)
    assert json.loads(said.splitlines()[0])["time"]["latest"].startswith("2026-11-21T00:")


def test_a_reader_of_the_pipe_may_leave_early(tmp_path):
    command = (
        f"{sys.executable} -m feedsvc preview {ROOT}/config/sample/list.html --at {AT} --json | head -c 20"
    )
    done = subprocess.run(
        ["bash", "-c", command], env=environment(), cwd=tmp_path, capture_output=True, timeout=60, check=False
    )
    assert len(done.stdout) == 20
    assert done.stderr == b""


def test_a_terminal_without_han_gets_escapes_and_json_stays_json(tmp_path):
    page = ROOT / "config/sample/list.html"
    ascii_only = {"PYTHONIOENCODING": "ascii", "LC_ALL": "C"}
    code, said, _ = process("preview", page, "--at", AT, "--json", cwd=tmp_path, **ascii_only)
    assert code == 0
    assert "美日" in json.loads(said.splitlines()[0])["title"]
    code, said, _ = process("preview", page, "--at", AT, cwd=tmp_path, **ascii_only)
    assert code == 0
    assert "\\u7f8e" in said


CLOCKED = "<h3><a href='/{0}.html'>老街雨棚拆除第 {0} 階段完工</a></h3><p>{0} 分鐘前</p>"


@pytest.mark.parametrize("command", ["preview", "discover"])
def test_the_last_line_tells_that_a_page_was_read_as_of_the_time_of_its_file(tmp_path, command):
    page = tmp_path / "page.html"
    listed = "".join(f"<li>{CLOCKED.format(n)}</li>" for n in range(11, 19))
    page.write_text(f"<html lang=zh-Hant><meta charset=utf-8><ul>{listed}</ul>", encoding="utf-8")
    moment = datetime.fromisoformat(AT).timestamp()
    os.utime(page, (moment, moment))
    arguments = (command, page, "--url", "https://portal.example/list", "--zone", "Asia/Taipei")
    _, said, _ = feedsvc(*arguments, cwd=tmp_path)
    assert said.splitlines()[-1].startswith("read as of 2026-11-20 09:00, the time of the file; --at says")
    _, said, _ = feedsvc(*arguments, "--at", AT, cwd=tmp_path)
    assert "read as of" not in said


def test_what_goes_wrong_is_told_of_what_was_named(tmp_path):
    (tmp_path / "empty.html").write_bytes(b"")
    for command in ("preview", "discover"):
        code, _, problem = feedsvc(command, "empty.html", cwd=tmp_path)
        assert (code, problem) == (1, "empty.html: the file is empty\n")
        code, _, problem = feedsvc(command, "http://127.0.0.1:9/", cwd=tmp_path)
        assert code == 1
        assert problem.startswith("http://127.0.0.1:9/: refused: ")


def test_ctrl_c_while_the_house_is_loaded_is_no_traceback(tmp_path):
    (tmp_path / "typer.py").write_text("raise KeyboardInterrupt\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "feedsvc", "check"],
        env=environment(PYTHONPATH=f"{tmp_path}{os.pathsep}{ROOT}"),
        cwd=tmp_path,
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (130, b"")


def test_what_became_no_entry_is_told_in_words():
    dropped = {"over_limit": 7, "links_not_looked_at": 2, "after the list": 1}
    assert cli.left_out(dropped) == (
        "1 after the list, 2 links further down than is looked, 7 beyond the most that are read of one page"
    )


def test_neither_home_nor_a_writable_folder_is_needed_to_look(tmp_path):
    tmp_path.chmod(0o555)
    page = ROOT / "config/sample/list.html"
    done = subprocess.run(
        [sys.executable, "-m", "feedsvc", "preview", page, "--at", AT],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        timeout=60,
        check=False,
    )
    tmp_path.chmod(0o755)
    assert (done.returncode, done.stderr) == (0, b"")


# -- what the store knows -------------------------------------------------------------------------


def test_a_discovered_block_is_a_configuration(tmp_path, sample):
    page = sample / "config/sample/list.html"
    _, said, _ = feedsvc("discover", page, "--at", AT, "--url", "https://portal.example/list", cwd=tmp_path)
    (tmp_path / "feedsvc.yaml").write_text("", encoding="utf-8")
    (tmp_path / "sources.yaml").write_text(said.partition("\n\n")[0] + "\n", encoding="utf-8")
    assert feedsvc("check", "-c", tmp_path)[0] == 0
    name = said.splitlines()[1].strip(" :")
    _, again, _ = feedsvc("preview", name, "--json", "-c", tmp_path)
    arguments = ("preview", page, "--at", AT, "--url", "https://portal.example/list", "--json")
    _, first, _ = feedsvc(*arguments, cwd=tmp_path)
    told = [[json.loads(line)[key] for key in ("url", "title", "time")] for line in first.splitlines()]
    assert told == [
        [json.loads(line)[key] for key in ("url", "title", "time")] for line in again.splitlines()
    ]


def test_explain_tells_tier_words_interval_and_topics(sample):
    shown = entry(sample)
    code, said, _ = feedsvc("explain", shown["id"], cwd=sample)
    assert code == 0
    for words in (shown["title"], "read by", "interval", "topic", "listed by", "seen 2026-11-20T01:00:00Z"):
        assert words in said
    code, _, problem = feedsvc("explain", "nobody", cwd=sample)
    assert code == 1
    assert "no entry has this id" in problem


def test_status_fits_80_columns_and_its_json_is_the_file(sample):
    _, said, _ = process("status", cwd=sample, COLUMNS="80")
    assert max(map(len, said.splitlines())) <= 80
    _, said, _ = feedsvc("status", "--json", cwd=sample)
    assert json.loads(said) == json.loads((sample / "output/status.json").read_text(encoding="utf-8"))


def test_a_topic_can_be_tried_before_it_is_written(sample):
    code, said, _ = feedsvc("topics", "try", "any: [圖書館]", "--days", "36500", cwd=sample)
    assert code == 0
    assert "圖書館長夜開放" in said
    assert feedsvc("topics", "try", "anny: [x]", cwd=sample)[0] == 2


def test_a_backup_is_a_store_that_gives_the_same_feeds(sample, tmp_path):
    assert feedsvc("backup", tmp_path / "copy.db", cwd=sample)[0] == 0
    shutil.copytree(sample / "config", tmp_path / "config")
    (tmp_path / "state").mkdir()
    shutil.move(tmp_path / "copy.db", tmp_path / "state/feedsvc.db")
    assert feedsvc("publish", cwd=tmp_path)[0] == 0
    for name in ("all/rss.xml", "topics/energy/feed.json"):
        assert (tmp_path / "output" / name).read_bytes() == (sample / "output" / name).read_bytes()


def test_publish_brings_a_deleted_file_back_and_otherwise_writes_nothing(sample):
    (sample / "output/all/rss.xml").unlink()
    assert feedsvc("publish", cwd=sample)[0] == 0
    assert (sample / "output/all/rss.xml").exists()
    assert "0 files written" in feedsvc("publish", cwd=sample)[1]


def test_republish_says_what_changed(sample):
    code, said, _ = feedsvc("republish", entry(sample)["id"], cwd=sample)
    assert code == 0
    assert said.strip().endswith("as it was")
    assert feedsvc("republish", "nobody", cwd=sample)[0] == 1


def test_replay_of_an_unknown_source_is_told(sample):
    code, _, problem = feedsvc("replay", "--source", "nobody", cwd=sample)
    assert code == 1
    assert "there is no source 'nobody'" in problem
    assert feedsvc("replay", cwd=sample)[0] == 0


def test_the_schema_fits_the_shipped_yaml():
    jsonschema = pytest.importorskip("jsonschema")
    ruamel = pytest.importorskip("ruamel.yaml")
    schemas = json.loads(feedsvc("schema")[1])
    for name, schema in schemas.items():
        values = ruamel.YAML(typ="safe", pure=True).load(ROOT / "config" / name)
        jsonschema.validate(json.loads(json.dumps(values, default=str)), schema)
