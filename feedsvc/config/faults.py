"""A part of config/ that has the right shape -> the (key, problem) that only its sense shows."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from urllib.parse import urlsplit

from feedsvc import urls
from feedsvc.config.parts import NetworkPart, ServicePart, SourcePart, TopicsPart, VariantPart
from feedsvc.extract import selectors
from feedsvc.model import ItemRules
from feedsvc.outlets import Outlets
from feedsvc.publish import hans

Fault = tuple[str, str]  # (key, problem)
VARIANTS = ("zh-Hans", "zh-Hant", "zh-Hant-HK")
_PROXIES = ("http", "https", "socks5", "socks5h")
_HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_PRINTABLE = re.compile(r"[\t\x20-\x7e]*")
_HOST_PORT = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[^\s:/\[\]]+):\d{1,5}")
_DOTTED_PATH = re.compile(r"[\w.$-]*")  # of JSON; a plain word is a selector as well


# -- feedsvc.yaml -------------------------------------------------------------------------------


def of_service(part: ServicePart) -> Iterator[Fault]:
    if not (part.site.url.startswith(("http://", "https://")) and urls.is_web(part.site.url)):
        yield "site.url", f"{part.site.url!r} must begin with http:// or https:// and name a host"
    if "://" in part.output:
        yield "output", "only folders are written yet; sync one to the object store"
    if "://" in part.store and not part.store.startswith(
        ("postgresql://", "postgresql+psycopg://", "sqlite://")
    ):
        yield "store", "must be a path or begin with postgresql://"
    yield from _of_network(part.network)


def _of_network(part: NetworkPart) -> Iterator[Fault]:
    for key, words in (("user_agent", part.user_agent), ("contact", part.contact)):
        if not _PRINTABLE.fullmatch(words):
            yield f"network.{key}", "goes into an HTTP header: ASCII letters and signs only"
    for entry in part.allow:
        if not _HOST_PORT.fullmatch(entry):
            yield "network.allow", f"{entry!r} is not host:port; write 192.168.1.5:8080"


def of_variants(rules: Mapping[str, VariantPart]) -> Iterator[Fault]:
    for name, part in rules.items():
        if name not in VARIANTS:
            yield name, f"{name!r} is not known; choose of {', '.join(VARIANTS)}"
        if part.base != "auto" and part.base not in hans.configurations():
            known = ", ".join(hans.configurations())
            yield name, f"OpenCC has no configuration {part.base!r}; choose auto or of {known}"


def of_places(output: Path, held: Mapping[str, Path]) -> Iterator[Fault]:
    """What `output` must not hold, for all of it is served to the world."""
    for name, path in held.items():
        if path.is_relative_to(output):
            yield "output", f"holds {name} ({path}), and all that is in it is public; give it its own folder"


# -- sources.yaml -------------------------------------------------------------------------------


def of_source(part: SourcePart, outlets: Outlets, folder: Path) -> Iterator[Fault]:
    yield from _of_addresses(part)
    yield from _of_request(part, folder)
    if part.outlet and not outlets.by_id(part.outlet):
        near = difflib.get_close_matches(part.outlet, [outlet.id for outlet in outlets.all()], 1)
        hint = f"did you mean {near[0]}?" if near else "add it to outlets.yaml"
        yield "outlet", f"{part.outlet!r} is not in the registry; {hint}"
    if part.every_max and part.every_max < part.every:
        yield "every_max", "must not be shorter than every"
    yield from _of_items(part)


def _of_addresses(part: SourcePart) -> Iterator[Fault]:
    if not part.url.startswith(("http://", "https://", "file:")):
        yield "url", f"{part.url!r} must begin with http://, https:// or file:"
    elif not part.url.startswith("file:") and not urls.is_web(part.url):
        yield "url", f"{part.url!r} is not an address; look at its host and port"
    if part.base and not (part.base.startswith(("http://", "https://")) and urls.is_web(part.base)):
        yield "base", f"{part.base!r} must begin with http:// or https:// and name a host"
    if part.proxy and not _is_proxy(part.proxy):
        yield "proxy", "is not the address of a proxy; write http://host:port or socks5://host:port"


def _is_proxy(address: str) -> bool:
    try:
        parts = urlsplit(address)
        _ = parts.port  # raises where it is none
    except ValueError:
        return False
    return parts.scheme in _PROXIES and bool(parts.hostname)


def _of_request(part: SourcePart, folder: Path) -> Iterator[Fault]:
    """Values are not shown: they may be secrets."""
    for key, given in (("headers", part.headers), ("cookies", part.cookies)):
        for name, value in given.items():
            if not _HEADER_NAME.fullmatch(name):
                yield key, f"{name!r} cannot be a name: ASCII letters, digits and - only"
            elif not _PRINTABLE.fullmatch(value):
                yield key, f"the value of {name} has line breaks or signs that are not ASCII"
    if part.user_agent and not _PRINTABLE.fullmatch(part.user_agent):
        yield "user_agent", "goes into an HTTP header: ASCII letters and signs only"
    if part.ca_file and not (folder / part.ca_file).is_file():
        yield "ca_file", f"there is no file {folder / part.ca_file}"


def _of_items(part: SourcePart) -> Iterator[Fault]:
    """Selectors that nothing can read. For kind json, and perhaps for auto, they are dotted paths."""
    if part.items is None or part.kind not in {"auto", "list", "article"}:
        return
    rules = part.items.model_dump(exclude_none=True)
    if part.kind == "auto" and all(map(_DOTTED_PATH.fullmatch, rules.values())):
        return
    for name, problem in selectors.unreadable(ItemRules(**rules)):
        yield f"items.{name}", problem


# -- topics.yaml --------------------------------------------------------------------------------


def of_topic(topic_id: str, topics: TopicsPart, source_ids: Iterable[str]) -> Iterator[Fault]:
    part, known = topics.topics[topic_id], set(source_ids)
    for source_id in part.sources:
        if source_id not in known:
            yield "sources", f"there is no source {source_id!r}"
    for old in part.formerly:
        if old in topics.topics:
            yield "formerly", f"{old!r} is a topic of its own, whose feed would hold what it does not match"
