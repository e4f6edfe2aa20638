"""The command line: words of a person -> one call of the house, and its answer in words."""

from __future__ import annotations

import asyncio
import difflib
import io
import json
import logging
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from importlib import metadata
from pathlib import Path
from typing import Annotated, cast, get_args
from zoneinfo import ZoneInfo, available_timezones

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from feedsvc import config as configuration
from feedsvc import explain as explaining
from feedsvc import preview as previewing
from feedsvc import serve as serving
from feedsvc import status as health
from feedsvc import urls, zones
from feedsvc.capture.fetch import Fetcher, Network
from feedsvc.capture.files import AHEAD
from feedsvc.config import Config, reference
from feedsvc.engine import local
from feedsvc.engine.workers import Workers
from feedsvc.errors import CaptureError, ConfigError, ExtractError, FeedsvcError
from feedsvc.model import Source, SourceKind
from feedsvc.outlets import Outlets
from feedsvc.pipeline import Refreshed
from feedsvc.preview import Preview
from feedsvc.store import open_store

app = typer.Typer(
    help="Turns news pages into RSS, Atom and JSON feeds with true times and true sources.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
topics_app = typer.Typer(help="Try topic rules.", no_args_is_help=True)
app.add_typer(topics_app, name="topics")

out = Console(highlight=False, soft_wrap=True, width=None if sys.stdout and sys.stdout.isatty() else 200)
err = Console(highlight=False, soft_wrap=True, stderr=True)
Folder = Annotated[Path, typer.Option("--config", "-c", help="Folder of feedsvc.yaml and its companions.")]
Base = Annotated[str, typer.Option("--url", help="Address that a file came from.")]
At = Annotated[str, typer.Option("--at", help="When a file was captured, ISO 8601 with offset.")]
Zone = Annotated[str, typer.Option("--zone", help="Olson zone of times that state none.")]
Kind = Annotated[str, typer.Option("--kind", help="What it is: " + ", ".join(get_args(SourceKind)) + ".")]
CONFIG = Path("config")
REASONS = {
    "address_too_long": "with an address that is too long",
    "advertisement": "marked as advertisements",
    "sponsored": "marked as sponsored",
    "duplicate": "that stand on the page twice",
    "empty_item": "without any words",
    "left_out_by_word": "with a word of drop",
    "links_not_looked_at": "links further down than is looked",
    "no_link": "without an address",
    "no_list": "document without a list of news",
    "no_list_at_path": "path that leads to no list",
    "no_title": "without a title",
    "not_a_feed": "answer that is no feed",
    "not_a_sitemap": "answer that is no sitemap",
    "not_json": "answer that is no JSON",
    "not_kept": "without a word of keep",
    "other_list": "in other lists of the page",
    "over_limit": "beyond the most that are read of one page",
}
FIRST = 12  # entries that `discover` shows: enough to see whether it is the right list


def main() -> None:
    for stream in (sys.stdout, sys.stderr):  # a terminal without 中 shows \\u4e2d, not a traceback
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    code = run_command(sys.argv[1:])
    try:
        if sys.stdout:  # None where the caller closed it
            sys.stdout.flush()
    except BrokenPipeError:  # `| head` has read enough; Python would complain once more while it ends
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(code)


def run_command(words: list[str]) -> int:
    """0: well; 1: something failed; 2: the configuration or the command line is wrong."""
    try:
        app(words)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    except ConfigError as error:
        err.print(Text(str(error), style="red"))
        err.print(Text(f"{len(error.problems)} to mend; nothing was changed"))
        return 2
    except FeedsvcError as error:
        err.print(Text(str(error), style="red"))
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def now() -> datetime:
    return datetime.now(UTC)


def tell_version(wanted: bool) -> None:
    if wanted:
        out.print(metadata.version("feedsvc"))
        raise typer.Exit


@app.callback()
def options(
    *,
    version: Annotated[
        bool,
        typer.Option("--version", help="Show the version and exit.", is_eager=True, callback=tell_version),
    ] = False,
) -> None:
    """What stands before a command."""


# -- the service --------------------------------------------------------------------------------


@app.command()
def once(
    config: Folder = CONFIG,
    *,
    force: Annotated[bool, typer.Option("--force", help="Look at every source, due or not.")] = False,
) -> None:
    """One cycle over the sources that are due, then publish."""
    log_to_stderr()
    loaded = configuration.load(config)
    with progress(len(loaded.sources)) as report:
        well = asyncio.run(local.once(loaded, force=force, clock=now, report=report))
    out.print(f"{loaded.output} is up to date")
    if not well:
        raise typer.Exit(1)


@app.command()
def run(
    config: Folder = CONFIG,
    serve: Annotated[str, typer.Option(help="Also serve output/ at HOST:PORT.")] = "",
) -> None:
    """The service: looks at every source on schedule and publishes, until Ctrl-C or SIGTERM."""
    log_to_stderr()
    loaded = configuration.load(config)
    out.print(
        f"feedsvc watches {len(loaded.sources)} sources for {len(loaded.topics)} topics; Ctrl-C stops it"
    )
    server = None
    if serve:
        host, port = host_and_port(serve, "--serve")
        server = partial(_serve, loaded, host, port)
    asyncio.run(local.run(loaded, clock=now, report=say, serve=server))
    out.print("stopped")


async def _serve(config: Config, host: str, port: int, stop: asyncio.Event) -> None:
    await serving.serve(config.output, host, port, stop=stop, ready=_is_served)


def _is_served(address: str) -> None:
    out.print(f"the feeds are at {address}")


@app.command()
def serve(
    config: Folder = CONFIG,
    at: Annotated[str, typer.Option("--at", help="HOST:PORT to listen on.")] = "127.0.0.1:8000",
) -> None:
    """Only serve output/, without looking at anything."""
    host, port = host_and_port(at, "--at")
    loaded = configuration.load(config)
    loaded.output.mkdir(parents=True, exist_ok=True)
    asyncio.run(_serve(loaded, host, port, asyncio.Event()))


@app.command()
def publish(config: Folder = CONFIG) -> None:
    """Write what changed, and every file of output/ that was deleted or damaged."""
    log_to_stderr()
    loaded = configuration.load(config)
    with open_store(loaded.store) as store:
        printed = local.publish_all(local.press_of(loaded, store), now)
    written = sum(step.files for step in printed)
    out.print(f"{written} files written below {loaded.output}")


@app.command()
def replay(
    config: Folder = CONFIG,
    source: Annotated[str, typer.Option(help="Only captures of this source.")] = "",
    since: Annotated[str, typer.Option(help="Only captures from this instant on, ISO 8601.")] = "",
) -> None:
    """Read archived captures again with today's rules; ids and published dates stay."""
    log_to_stderr()
    loaded = configuration.load(config)
    if source and not loaded.source(source):
        raise FeedsvcError(f"there is no source {source!r} in {config}/sources.yaml")
    count = asyncio.run(
        local.replay(loaded, source or None, instant(since, "--since") if since else None, now, say)
    )
    out.print(f"{count} captures read again")


@app.command()
def republish(
    entries: Annotated[list[str], typer.Argument(help="Ids (or beginnings), addresses, or keys of entries.")],
    config: Folder = CONFIG,
) -> None:
    """Let published entries take over today's attribution, topics and time; ids and links stay."""
    from feedsvc.republish import republish as revise  # noqa: PLC0415 - the readers take a third of every start

    log_to_stderr()
    loaded = configuration.load(config)
    with open_store(loaded.store) as store:
        rules = local.feed_rules(loaded, store)
        for name in entries:
            revision = revise(name, loaded, store, rules, now())
            same = revision.before == revision.after
            out.print(Text(f"{revision.after.title}: {'as it was' if same else 'changed'}"))
        local.publish_all(local.press_of(loaded, store), now)


@app.command()
def backup(target: Annotated[Path, typer.Argument(help="File to write.")], config: Folder = CONFIG) -> None:
    """A whole copy of the store, also while the service runs."""
    loaded = configuration.load(config)
    with open_store(loaded.store, read_only=True) as store:
        store.backup(target)
    out.print(f"the store is copied to {target}")


# -- looking at things --------------------------------------------------------------------------


@app.command()
def check(config: Folder = CONFIG) -> None:
    """Read the configuration and tell every problem with its line."""
    loaded = configuration.load(config)
    out.print(f"{config} is well: {len(loaded.sources)} sources, {len(loaded.topics)} topics")


@app.command()
def preview(
    target: Annotated[str, typer.Argument(help="A source id, a URL, or a file.")],
    config: Folder = CONFIG,
    *,
    url: Base = "",
    at: At = "",
    zone: Zone = "",
    kind: Kind = "",
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
) -> None:
    """Show what a source, a URL or a file would give; nothing is stored."""
    found = asyncio.run(_previewed(target, _if_any(config), url, at, zone, kind))
    if as_json:
        for line in previewing.json_lines(
            found, ascii_only="utf" not in (sys.stdout.encoding or "utf-8").lower()
        ):
            print(line)  # noqa: T201 - rich would wrap and colour it
        return
    _show(found)
    _show_clock(found)


async def _previewed(target: str, loaded: Config | None, url: str, at: str, zone: str, kind: str) -> Preview:
    source = _source_of(target, loaded, url, at, zone)
    if kind:
        source = replace(source, kind=source_kind(kind))
    guess = not (zone or (loaded and loaded.source(target)))
    network = local.network_of(loaded) if loaded else Network()
    with _told_of(target, source):
        async with Fetcher(network, clock=now) as fetcher, Workers(1) as workers:
            taken = await previewing.capture(source, fetcher, now())
            extract, outlets = workers.extract, outlets_of(loaded)
            return await previewing.preview(source, taken, extract, outlets, guess_zone=guess)


@contextmanager
def _told_of(target: str, source: Source) -> Iterator[None]:
    """What goes wrong is told of what a person named, not of the source that stands for it; nothing is kept."""
    try:
        yield
    except CaptureError as error:
        where = target if error.url == source.url else f"{target}: {error.url}"
        raise FeedsvcError(f"{where}: {error.problem}") from error
    except ExtractError as error:
        raise FeedsvcError(f"{target}: {error.problem}") from error


def _source_of(target: str, loaded: Config | None, url: str, at: str, zone: str) -> Source:
    """The configured source of this id, or one for an address or a file; what the options say goes first."""
    base, when = (web_address(url) if url else None), (instant_of_capture(at) if at else None)
    fallback = olson(zone) if zone else (loaded.timezone if loaded else "UTC")
    known = loaded.source(target) if loaded else None
    if known is None:
        return previewing.source_for(target, base=base, at=when, zone=fallback)
    return replace(
        known,
        base=base or known.base,
        captured_at=when or known.captured_at,
        zone=fallback if zone else known.zone,
    )


def _if_any(folder: Path) -> Config | None:
    """The configuration, for commands that can do without; a folder that was named must be there."""
    return configuration.load(folder) if folder != CONFIG else configuration.load_if_any(folder)


def outlets_of(config: Config | None) -> Outlets:
    return config.outlets if config else configuration.shipped_outlets()


def _show(found: Preview, most: int | None = None) -> None:
    zone = ZoneInfo(found.source.zone)
    table = Table("#", "published", "words", "outlet", "title", box=None, pad_edge=False)
    for shown in found.items[:most]:
        entry, evidence = shown.entry, shown.evidence
        outlet = entry.attribution.outlet
        table.add_row(
            str(entry.position),
            minute(entry.published, zone),
            Text(evidence.text if evidence else ""),
            Text(outlet.name if outlet else ""),
            Text(entry.title),
        )
    out.print(table)
    if most and len(found.items) > most:
        out.print(f"… and {len(found.items) - most} more")
    dropped = left_out(found.extraction.dropped)
    out.print(
        f"{len(found.items)} entries by {found.extraction.tier} ({shortened(found.extraction.rule) or 'no rule'}), "
        f"times in {zones.spoken(found.source.zone)}" + (f"; dropped: {dropped}" if dropped else "")
    )


def _show_clock(found: Preview) -> None:
    """A copy of a file is as old as the copying: "11 minutes ago" is then wrong by as much."""
    taken = found.capture
    if taken.clock != "file":
        return
    made = (found.extraction.rendered or taken.rendered).latest
    stated = made < taken.rendered.latest  # items with a stamp and an age: the page is older than its file
    whose = "as its own times tell" if stated else "the time of the file"
    at = minute(made if stated else taken.captured_at, ZoneInfo(found.source.zone))
    out.print(f"read as of {at}, {whose}; --at says when it was captured, if that was another time")


@app.command()
def discover(
    target: Annotated[str, typer.Argument(help="A URL or a saved file.")],
    config: Folder = CONFIG,
    *,
    url: Base = "",
    at: At = "",
    zone: Zone = "",
    kind: Kind = "",
) -> None:
    """Propose the YAML that reads a page, and show what it would give."""
    from feedsvc.discover import other_lists, proposal  # noqa: PLC0415 - the readers take a third of every start

    loaded = _if_any(config)
    found = asyncio.run(_previewed(target, loaded, url, at, zone, kind))
    if not found.items:
        for line in other_lists(found):
            out.print(Text(line))
        raise FeedsvcError(
            f"{target}: no list was found; {found.extraction.rule or 'the page shows no items'}"
        )
    offered = proposal(found, outlets_of(loaded))
    out.print(Text(offered.yaml))
    out.print()
    _show(found, FIRST)
    for line in other_lists(found):
        out.print(Text(line))
    for feed in offered.feeds:
        out.print(Text(f"the page offers a feed of its own: {feed} (use it as url, with kind: feed)"))
    _show_clock(found)


@app.command()
def explain(
    entry: Annotated[str, typer.Argument(help="Id (or its beginning), address, or key of an entry.")],
    config: Folder = CONFIG,
) -> None:
    """Every step for one entry: words seen, intervals, the rule that matched, what was set aside."""
    loaded = configuration.load(config)
    with open_store(loaded.store, read_only=True) as store:
        for line in explaining.explain(entry, loaded, store):
            out.print(Text(line))


@app.command()
def status(
    config: Folder = CONFIG,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="The same as output/status.json.")] = False,
) -> None:
    """How each source is, and which printed outlets are not registered."""
    loaded = configuration.load(config)
    with open_store(loaded.store, read_only=True) as store:
        current, states = explaining.current_status(loaded, store, now())
    if as_json:
        sys.stdout.write(health.status_json(current).decode())
        return
    out.print(health.table(current, states, ZoneInfo(loaded.timezone)))
    for outlet in current.unregistered:
        out.print(Text(f"not in the registry: {outlet.name} ({outlet.id}); add it to {config}/outlets.yaml"))


@app.command()
def schema(
    *, as_markdown: Annotated[bool, typer.Option("--markdown", help="As docs/configuration.md.")] = False
) -> None:
    """The JSON Schema of the YAML files, by file name."""
    if as_markdown:
        sys.stdout.write(reference.markdown())
        return
    print(json.dumps(configuration.schema(), ensure_ascii=False, indent=2))  # noqa: T201 - for a file


@topics_app.command("try")
def try_topic(
    rule: Annotated[str, typer.Argument(help="A topic id, or YAML: 'any: [半導體, TSMC]'.")],
    config: Folder = CONFIG,
    days: Annotated[int, typer.Option(help="How far back to look.", min=1, max=36_500)] = 7,
) -> None:
    """Show what a rule would have gathered in the last days."""
    loaded = configuration.load(config)
    topic = configuration.topic_of(rule, loaded)
    with open_store(loaded.store, read_only=True) as store:
        found = explaining.gathered(topic, store, now() - timedelta(days=days))
        table = Table("seen", "outlet", "title", "words", box=None, pad_edge=False)
        for one, words in found:
            outlet = one.attribution.outlet
            seen = minute(one.first_seen, ZoneInfo(loaded.timezone))
            table.add_row(seen, Text(outlet.name if outlet else ""), Text(one.title), Text("、".join(words)))
    out.print(table)
    out.print(f"{table.row_count} entries of the last {days} days")


# -- words --------------------------------------------------------------------------------------


@contextmanager
def progress(total: int) -> Iterator[Callable[[Refreshed], None]]:
    """Counts looks on a terminal's last line; elsewhere only the lines are printed."""
    if not err.is_terminal:
        yield say
        return
    with err.status(f"0 of {total} sources") as spinner:
        done: list[str] = []

        def report(look: Refreshed) -> None:
            done.append(look.source_id)
            say(look)
            spinner.update(f"{len(done)} of {total} sources")

        yield report


def say(look: Refreshed) -> None:
    """One line for one look."""
    line = f"{look.source_id}: {look.status}"
    if look.entries or look.status == "ok":
        line += f", {look.entries} entries, {look.new} new, {look.updated} changed"
    if look.dropped:
        line += f"; dropped: {left_out(look.dropped)}"
    if look.problem:
        line += f"; {look.problem.removeprefix(look.source_id + ': ')}; next look {look.next_check_at:%m-%d %H:%M}Z"
    out.print(Text(line, style="yellow" if look.problem else ""))


def left_out(dropped: Mapping[str, int]) -> str:
    """What became no entry, and why, in words; docs/operate.md says what to do about each."""
    told = (
        (count, REASONS.get(reason, reason.replace("_", " "))) for reason, count in sorted(dropped.items())
    )
    return ", ".join(f"{count} {words}" for count, words in told)


def minute(moment: datetime | None, zone: ZoneInfo) -> str:
    return moment.astimezone(zone).strftime("%Y-%m-%d %H:%M") if moment else "–"


def shortened(words: str) -> str:
    return words if len(words) <= 80 else words[:79] + "…"


def instant(words: str, option: str) -> datetime:
    try:
        read = datetime.fromisoformat(words)
    except ValueError as error:
        raise typer.BadParameter(
            f"{words!r} is not an instant; write 2025-10-30T23:50:00+08:00", param_hint=option
        ) from error
    if read.tzinfo is None:
        raise typer.BadParameter(
            f"{words!r} has no offset; write 2025-10-30T23:50:00+08:00", param_hint=option
        )
    return read


def instant_of_capture(words: str) -> datetime:
    read = instant(words, "--at")
    if read > now() + AHEAD:
        raise typer.BadParameter(f"{words!r} is in the future; write when it was captured", param_hint="--at")
    return read


def olson(words: str) -> str:
    if words in available_timezones():
        return words
    near = difflib.get_close_matches(words, available_timezones(), 1)
    hint = f"did you mean {near[0]}?" if near else "write one such as Asia/Taipei"
    raise typer.BadParameter(f"{words!r} is not a time zone; {hint}", param_hint="--zone")


def source_kind(word: str) -> SourceKind:
    if word not in get_args(SourceKind):
        raise typer.BadParameter(
            f"{word!r} is not one of {', '.join(get_args(SourceKind))}", param_hint="--kind"
        )
    return cast("SourceKind", word)


def web_address(words: str) -> str:
    if not urls.is_web(words):
        raise typer.BadParameter(
            f"{words!r} is not an address; write https://news.example/list", param_hint="--url"
        )
    return words


def host_and_port(words: str, option: str) -> tuple[str, int]:
    host, _, port = words.rpartition(":")
    if not host or not port.isdigit() or int(port) > 65_535:
        raise typer.BadParameter(f"{words!r} is not HOST:PORT; write 127.0.0.1:8000", param_hint=option)
    return host.strip("[]"), int(port)


def log_to_stderr() -> None:
    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stderr, force=True)
    for name in ("apscheduler", "uvicorn", "httpx2", "httpcore2", "trafilatura", "alembic"):
        logging.getLogger(name).setLevel(logging.WARNING)
