"""Key, path and variant of a feed -> its id and its addresses.  Pure; nothing of site.url is in an id."""

from __future__ import annotations

from typing import cast, get_args
from urllib.parse import quote
from uuid import UUID, uuid5

from feedsvc.model import Feed, FeedEntry, FeedKind, ScriptVariant

# Fixed for ever: another value would give every subscribed feed and every variant's entry a new id.
NAMESPACE = UUID("5b1c2f0e-7d5a-5e57-9a55-5a6f0d3c8b11")
RSS, ATOM, JSON, PAGE = "rss.xml", "atom.xml", "feed.json", "index.html"
MEDIA_TYPES = {RSS: "application/rss+xml", ATOM: "application/atom+xml", JSON: "application/feed+json"}


def split_key(key: str) -> tuple[FeedKind, str]:
    """ "topic:x" is ("topic", "x"); "all" is ("all", "").  ValueError for a kind that does not exist."""
    kind, _, name = key.partition(":")
    if kind not in get_args(FeedKind) or (kind == "all") != (not name):
        raise ValueError(
            f'feed key {key!r}: expected "all" or one of topic:ID, outlet:ID, agency:ID, portal:ID'
        )
    return cast("FeedKind", kind), name


def feed_id(kind: FeedKind, name: str, variant: ScriptVariant = "") -> str:
    """The feed's urn:uuid; the same for one key and variant, wherever the site moves."""
    return uuid5(NAMESPACE, f"feed {kind}:{name} {variant}").urn


def entry_id(original: str, variant: ScriptVariant) -> str:
    """The id of an entry in a variant: newsboat keeps one row per id over all feeds, so each script needs its own."""
    return original if not variant else uuid5(NAMESPACE, f"entry {original} {variant}").urn


def folder_address(root: str, path: str) -> str:
    """The absolute ASCII address of the folder `path` below `root`, with a trailing slash; "" is `root` itself."""
    return f"{root}{quote(folder)}/" if (folder := path.strip("/")) else root


def entry_link(entry: FeedEntry, feed: Feed) -> str:
    """The article; of one whose page gave no address, the feed's own page, which shows it.

    Without any link elfeed takes the feed itself for the article, the same for all of them. A query tells
    them apart, for feed-extractor cuts fragments off.
    """
    return entry.url or f"{feed.feed_url}{PAGE}?e={entry.id.rpartition(':')[2]}"


def site_root(feed: Feed) -> str:
    """The site's address, read back from a feed of it."""
    folder = feed.path.strip("/")
    return feed.feed_url.removesuffix(f"{quote(folder)}/") if folder else feed.feed_url


def to_site_root(path: str) -> str:
    """ "../" once for each folder of `path`, "" at the top: works under any address and from file:."""
    folder = path.strip("/")
    return "../" * (folder.count("/") + 1) if folder else ""


def urn(kind: str, name: str) -> str:
    """A name for what has no address: urn:feedsvc:outlet:cna."""
    return f"urn:feedsvc:{kind}:{quote(name, safe='')}"
