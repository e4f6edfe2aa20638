"""Article pages of ../shared/corpus/article against their truth: title, day, author, publisher; precision, per language.

"title" is exact: equal after NFKC, without white space or soft hyphens that nobody sees, nothing else (a truth that keeps
the name of the site behind the title counts as missed). "printed" is the same on the pages where the true title is a line
that a reader sees: elsewhere the truth is the title for search engines, or one with the site's name. "letters" is lenient:
letters and digits alone are compared, and such a name may stand in the truth; "alike" counts titles that share four fifths
of their pairs of letters (a page has several). "day" counts every page that has a true day, "day told" only those of them
on which any date of a year is printed, as text or in the markup's data. `-v FIELD` prints the misses of a field; `-v kind` counts instead the pages that are taken for articles unasked.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
import time
import unicodedata
from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from feedsvc import text as words
from feedsvc.extract import dates
from feedsvc.extract import page as door
from feedsvc.extract.article import read_article
from feedsvc.extract.article_kind import is_article
from feedsvc.extract.article_lines import page_lines
from feedsvc.extract.charset import decode
from feedsvc.extract.found import Found
from feedsvc.extract.page import Page, attribute, visible_text
from feedsvc.outlets import Outlets

CORPUS = Path(__file__).parents[1] / ".." / "shared" / "corpus"
FIELDS = ("title", "printed", "letters", "alike", "day", "day told", "author", "publisher")
_DATE = re.compile(
    r"(?<!\d)(?:19|20)\d\d[-/.年 ]{1,2}\d{1,2}[-/.月 ]{1,2}\d{1,2}(?!\d)|(?<!\d)\d{1,2}[-./ ]{1,2}(?:\d{1,2}|\w{3,12})[-./, ]{1,2}(?:19|20)\d\d(?!\d)|"
    r"[A-Za-z]{3,9}\.? \d{1,2}(?:st|nd|rd|th)?,? (?:19|20)\d\d(?!\d)|(?<!\d)\d{1,2}\.\d{1,2}\.\d\d(?!\d)"
)


def truth_of(told: dict[str, Any]) -> dict[str, Any]:
    authors = told.get("authors") or [told.get("author") or told.get("byline") or ""]
    return {
        "title": told.get("title") or told.get("h1") or told.get("title_tag") or "",
        "day": told.get("publishing_date") or told.get("date") or told.get("date_published") or told.get("publishedTime")
        or told.get("publish_date") or told.get("local_time") or "",
        "author": [name for name in authors if name],
        "publisher": told.get("publisher") or told.get("siteName") or "",
        "tz": told.get("tz"),
    }  # fmt: skip


def seen(row: dict[str, Any]) -> datetime:
    try:
        return datetime.fromisoformat(row["capture_date"]).replace(tzinfo=UTC) + timedelta(days=1)
    except (ValueError, TypeError, KeyError):
        return datetime(2026, 11, 20, tzinfo=UTC)


def our_days(item: Found, row: dict[str, Any], truth: dict[str, Any]) -> set[str]:
    """The days that our first statement about the time may mean, in the zone of the truth."""
    zone = ZoneInfo(truth["tz"]) if truth["tz"] else UTC
    readings = [(dates.read_machine, stamp) for stamp in item.instants] + [
        (dates.read, shown) for shown in item.times
    ]
    for read, stamp in readings:
        told = read(stamp, seen_at=seen(row), zone=str(zone))
        if told is None:
            continue
        if printed := re.match(r"(\d{4})-?(\d\d)-?(\d\d)(?!\d)", stamp):
            own = "-".join(printed.groups())
        else:
            own = told.earliest.astimezone(zone).date().isoformat()
        offset = re.search(r"([+-]\d\d:?\d\d|Z)$", str(truth["day"]))
        if offset and re.search(r"\d\d:\d\d", stamp) and re.search(r"[+-]\d\d:?\d\d$|Z$|GMT$", stamp):
            there = datetime.fromisoformat(str(truth["day"]).replace(" ", "T", 1)).tzinfo
            return {told.earliest.astimezone(there).date().isoformat()}
        # A truth in UTC of a page that prints Japanese days: the day in Tokyo is what the page says.
        if offset and "ja" in {row["lang"], words.language_of(item.title)}:
            there = datetime.fromisoformat(str(truth["day"])).astimezone(ZoneInfo("Asia/Tokyo"))
            return {str(truth["day"])[:10]} if there.date().isoformat() == own else {own}
        return {own}
    return set()


def exact(title: str) -> str:
    return words.clean(unicodedata.normalize("NFKC", title))


def prints_a_date(page: Page, item: Found | None) -> bool:
    """Whether the page tells any day, in visible text, in <meta>, <time> or JSON-LD; addresses do not count."""
    if item is not None and (item.instants or item.times or item.modified):
        return True
    stated = [attribute(node, "content") for node in page.css("meta")]
    stated += [attribute(node, "datetime") for node in page.css("[datetime]")]
    texts = (visible_text(page.body), *page.scripts("application/ld+json"), *stated)
    return any(_DATE.search(told) for told in texts if "://" not in told[:8])


def name_set(names: list[str]) -> set[str]:
    parts = (part for name in names for part in re.split(r",| and |、|;|/| und | & ", name))
    return {words.squash(re.sub(r"^\s*(by|von)\s", "", part, flags=re.IGNORECASE)) for part in parts} - {""}


def shared(one: str, other: str) -> float:
    pairs, others = ({text[at : at + 2] for at in range(len(text) - 1)} for text in (one, other))
    return len(pairs & others) / max(1, min(len(pairs), len(others)))


def verdicts(item: Found | None, row: dict[str, Any], page: Page) -> dict[str, tuple[bool, bool, str]]:
    """For each field that the truth tells: (answered, right, both as words)."""
    truth = truth_of(row["ground_truth"])
    item = item or Found(title="")
    out: dict[str, tuple[bool, bool, str]] = {}
    if truth["title"]:
        ours, true = words.squash(item.title), words.squash(truth["title"])
        # Some truths keep the name of the site behind the title.
        tailed = (
            true.startswith(ours)
            and len(ours) > 9
            and re.search(r"[|｜_»·–-]|--", truth["title"][len(item.title) - 2 :])
        )
        both = f"{item.title!r} / {truth['title']!r}"
        out["title"] = (bool(ours), exact(item.title) == exact(truth["title"]), both)
        if exact(truth["title"]) in map(exact, page_lines(page).lines):
            out["printed"] = out["title"]
        out["letters"] = (bool(ours), ours == true or bool(ours and tailed), both)
        out["alike"] = (bool(ours), shared(ours, true) >= 0.8, out["title"][2])
    if truth["day"]:
        days = our_days(item, row, truth)
        out["day"] = (
            bool(days),
            str(truth["day"])[:10] in days,
            f"{item.instants[:2]} {item.times[:2]} / {truth['day']}",
        )
        if prints_a_date(page, item):
            out["day told"] = out["day"]
    if truth["author"]:
        ours, true = name_set([item.author]), name_set(truth["author"])
        same = ours == true or "".join(sorted(ours)) in {
            "".join(sorted(true)),
            words.squash("".join(truth["author"])),
        }
        inside = (
            "byline" in row["ground_truth"]
            and bool(ours)
            and all(name in words.squash(truth["author"][0]) for name in ours)
        )
        out["author"] = (bool(ours), same or inside, f"{item.author!r} / {truth['author']}")
    if truth["publisher"]:
        ours, true = words.squash(item.outlet), words.squash(truth["publisher"])
        out["publisher"] = (
            bool(ours),
            bool(ours) and (ours in true or true in ours),
            f"{item.outlet!r} / {truth['publisher']!r}",
        )
    return out


def recognised() -> None:
    """How many article pages and how many lists are taken for an article where the source does not say."""
    told: Counter[tuple[str, bool]] = Counter()
    for line in (CORPUS / "index.jsonl").read_text().splitlines():
        row = json.loads(line)
        if row["kind"] not in {"article", "listing"}:
            continue
        raw = (CORPUS / row["path"]).read_bytes()
        html, _ = decode(gzip.decompress(raw) if row["path"].endswith(".gz") else raw, "")
        taken = is_article(door.parse(html, row.get("url")), Outlets(()))
        told[row["kind"], taken] += 1
        if taken != (row["kind"] == "article"):
            print(row["kind"], row["path"])
    print({f"{kind} taken for {'an article' if taken else 'a list'}": n for (kind, taken), n in told.items()})


def main() -> None:
    verbose = sys.argv[2] if len(sys.argv) > 2 else ""
    score: dict[str, Counter[str]] = defaultdict(Counter)
    slowest = 0.0
    for line in (CORPUS / "index.jsonl").read_text().splitlines():
        row = json.loads(line)
        if row["kind"] != "article" or not row.get("ground_truth"):
            continue
        html, _ = decode(gzip.decompress((CORPUS / row["path"]).read_bytes()), "")
        began = time.perf_counter()
        page = door.parse(html, row["url"])
        found = read_article(page, html=html, zone="UTC")
        slowest = max(slowest, time.perf_counter() - began)
        item = found.items[0] if found.items else None
        for field, (answered, right, both) in verdicts(item, row, page).items():
            for group in ("all", (row["lang"] or "?")[:2].lower(), row["path"].split("/")[1].split("-")[0]):
                score[group][field] += 1
                score[group][field + " answered"] += answered
                score[group][field + " right"] += right
            if field == verbose and not right:
                print(f"{row['path'].split('/')[1][:44]}: {both}"[:330])
    print(f"{'':12}" + "".join(f"{field + ' r p (n)':>22}" for field in FIELDS))
    for group, told in sorted(score.items(), key=lambda pair: -pair[1]["title"] - pair[1]["day"]):
        cells = [
            f"{told[f + ' right'] / max(told[f], 1):.3f}  {told[f + ' right'] / max(told[f + ' answered'], 1):.3f}  ({told[f]})"
            for f in FIELDS
        ]
        print(f"{group:12}" + "".join(f"{cell:>22}" for cell in cells))
    print(f"slowest page {slowest:.1f} s")


if __name__ == "__main__":
    (recognised if sys.argv[2:] == ["kind"] else main)()
