"""The rules of the house that no linter knows: how long functions are, and who knows which dependency."""

import ast
import re
import statistics
from pathlib import Path

ROOT = Path(__file__).parents[1]
CODE = sorted((ROOT / "feedsvc").rglob("*.py"))

DOORS = {
    "httpx2": {"capture/fetch.py", "capture/guard.py", "capture/decoding.py", "publish/websub.py"},
    "selectolax": {"extract/page.py"},
    "feedgen": {"publish/feedxml.py", "publish/feedgen_mended.py"},
    "bs4": {"publish/fragment.py", "extract/charset.py"},
    "opencc": {"publish/hans.py"},
    "apscheduler": {"engine/local.py"},
    "warcio": {"capture/archive.py", "capture/files.py"},
    "ruamel": {"yamlfile.py"},
    "sqlalchemy": {"store/"},
    "trafilatura": {"extract/article.py"},
}


def function_lengths():
    for path in CODE:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield node.end_lineno - node.lineno + 1, f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"


def test_functions_fit_in_the_eye():
    lengths = sorted(function_lengths())
    sizes = [size for size, _ in lengths]
    assert [place for size, place in lengths if size > 60] == []
    assert statistics.median(sizes) <= 8
    assert statistics.quantiles(sizes, n=10)[-1] <= 25


def test_each_dependency_has_one_door():
    strangers = []
    for path in CODE:
        name = str(path.relative_to(ROOT / "feedsvc"))
        text = path.read_text(encoding="utf-8")
        for package, doors in DOORS.items():
            uses = re.search(rf"^\s*(from|import) {package}\b", text, re.MULTILINE)
            if uses and not any(name.startswith(door) for door in doors):
                strangers.append(f"{name} imports {package}")
    assert strangers == []


def test_the_clock_is_read_only_in_the_shell():
    readers = {"cli.py", "serve.py", "locks.py"}  # a lock waits for another process
    reading = re.compile(r"datetime\.(now|utcnow|today)\(|\btime\.(time|monotonic)\(")
    found = [
        str(path.relative_to(ROOT))
        for path in CODE
        if path.name not in readers
        and "engine" not in path.parts
        and reading.search(path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_nothing_names_a_registry_host():
    hosts = re.compile(
        "|".join(("py" + "pi\\.org", "python" + "hosted", "registry\\.np" + "mjs", "deb\\.deb" + "ian"))
    )
    files = [
        ROOT / name
        for name in ("constraints.txt", "constraints-dev.txt", "pyproject.toml", "README.md", "Makefile")
    ]
    assert [path.name for path in files if hosts.search(path.read_text(encoding="utf-8"))] == []
