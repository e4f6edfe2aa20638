"""Feeds -> one OPML 2.0 document for import into a reader: topics and outlets in groups, each in every script.  Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from xml.sax.saxutils import quoteattr

from feedsvc.model import Feed, FeedKind
from feedsvc.publish import addresses
from feedsvc.text import clean

_GROUPS: dict[str, dict[FeedKind, str]] = {
    "zh": {"all": "全部", "topic": "主題", "outlet": "媒體", "agency": "通訊社", "portal": "入口網站"},
    "zh-Hans": {"all": "全部", "topic": "主题", "outlet": "媒体", "agency": "通讯社", "portal": "门户网站"},
    "en": {
        "all": "Everything",
        "topic": "Topics",
        "outlet": "Outlets",
        "agency": "Agencies",
        "portal": "Portals",
    },
}


def opml(feeds: Iterable[Feed], *, title: str, language: str = "zh-Hant") -> bytes:
    """`feeds` in every variant, in the order wanted within a group; archive pages are left out.

    Groups: everything, topics, outlets, agencies, portals; a group without feeds is not written. No
    date is in it, so the same feeds give the same bytes.
    """
    listed = [feed for feed in feeds if not feed.archive]
    names = _GROUPS.get(language) or _GROUPS.get(language.split("-", maxsplit=1)[0]) or _GROUPS["en"]
    groups = [_group(name, [feed for feed in listed if feed.kind == kind]) for kind, name in names.items()]
    body = "\n".join(group for group in groups if group)
    head = f"<head>\n<title>{_text(title)}</title>\n</head>"
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<opml version="2.0">\n{head}\n<body>\n{body}\n</body>\n</opml>\n'.encode()


def _group(name: str, feeds: Sequence[Feed]) -> str:
    if not feeds:
        return ""
    outlines = "\n".join(_outline(feed) for feed in feeds)
    return f"<outline text={_attribute(name)} title={_attribute(name)}>\n{outlines}\n</outline>"


def _outline(feed: Feed) -> str:
    title = _attribute(feed.title)
    facts = {
        "description": feed.description if feed.description != feed.title else "",
        "language": feed.language,
        "htmlUrl": feed.home_page_url,
        "xmlUrl": feed.feed_url + addresses.RSS,
    }
    attributes = " ".join(f"{name}={_attribute(fact)}" for name, fact in facts.items() if fact)
    return f'<outline type="rss" version="RSS2" text={title} title={title} {attributes}/>'


def _attribute(text: str) -> str:
    return quoteattr(clean(text))


def _text(text: str) -> str:
    return clean(text).replace("&", "&amp;").replace("<", "&lt;")
