"""Characters of a capture -> Reading: which reader they are for, by what the source says or by how they look."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Literal

from feedsvc.extract import page as door
from feedsvc.extract.article import read_article
from feedsvc.extract.article_kind import is_article
from feedsvc.extract.feed import is_feed, read_feed
from feedsvc.extract.json_api import read_json
from feedsvc.extract.listing import read_listing
from feedsvc.extract.sitemap import read_sitemap
from feedsvc.extract.text import read_text
from feedsvc.extract.tiers import Reading, joined, read_list_page
from feedsvc.model import Capture, Source
from feedsvc.outlets import Outlets

Kind = Literal["list", "article", "feed", "json", "sitemap", "text"]
_SITEMAP = re.compile(r"<(?:\w+:)?(?:urlset|sitemapindex)\b", re.IGNORECASE)
_TAGS = re.compile(
    r"<(?:!doctype|html|head|body|div|p|a|ul|ol|li|table|section|article|main|span|h[1-6]|script|meta)\b[^<]*>",
    re.IGNORECASE,
)


def read(characters: str, *, capture: Capture, source: Source, outlets: Outlets) -> Reading:
    """What the right reader finds. ValueError says what cannot be read."""
    kind = kind_of(characters, capture, source)
    if kind == "feed":
        return Reading(found=read_feed(characters, capture.url), tier=kind)
    if kind == "json":
        return Reading(found=read_json(characters, source.items, capture.url), tier=kind)
    if kind == "sitemap":
        return Reading(found=read_sitemap(characters, capture.url), tier=kind)
    if kind == "text":
        return _text(characters, capture, source, outlets)
    page = door.parse(characters, capture.url)
    if kind == "article" or (source.kind == "auto" and source.items is None and is_article(page, outlets)):
        return _article(page, characters, source, outlets)
    return read_list_page(page, source, outlets)


def kind_of(characters: str, capture: Capture, source: Source) -> Kind:
    """The kind that the source states; of a source that leaves it open, what the content looks like."""
    if source.kind != "auto":
        return source.kind
    head = characters[:4_000].lstrip("\ufeff \t\r\n")
    if is_feed(characters):
        return "feed"
    if _SITEMAP.search(head) and not head.lower().startswith("<!doctype html"):
        return "sitemap"
    if head[:1] in {"{", "["} and not _TAGS.search(head[:200]):
        return "json"
    return "list" if "html" in capture.media_type or _TAGS.search(characters[:20_000]) else "text"


def _article(page: door.Page, characters: str, source: Source, outlets: Outlets) -> Reading:
    found = read_article(page, html=characters, zone=source.zone, related=source.related)
    if len(found.items) < 2:
        return Reading(found=found, tier="article")
    # What stands around the rail's links (outlet, age, summary) is the list reader's to see.
    rail = joined(replace(found, items=found.items[1:]), read_listing(page, outlets=outlets))
    return Reading(found=replace(found, items=(found.items[0], *rail.items)), tier="article")


def _text(characters: str, capture: Capture, source: Source, outlets: Outlets) -> Reading:
    found = read_text(
        characters, outlets=outlets, zone=source.zone, seen_at=capture.rendered, language=source.language
    )
    return Reading(found=found, tier="text")
