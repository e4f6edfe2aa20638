"""Markup of a stranger -> plain words, or markup that is safe to publish.  The nh3 door."""

from __future__ import annotations

import html
import re

import nh3

from feedsvc import text, urls
from feedsvc.extract import page

TAGS = frozenset(
    re.findall(
        r"\w+",
        "a abbr b blockquote br caption cite code dd del dl dt em figcaption figure h2 h3 h4 h5 h6 hr i img ins kbd li mark ol "
        "p pre q rp rt ruby s small strong sub sup table tbody td tfoot th thead tr u ul wbr",
    )
)
_ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt", "title", "width", "height"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
}
_GONE = {
    "script",
    "style",
    "template",
    "noscript",
    "iframe",
    "object",
    "svg",
    "math",
    "form",
    "select",
    "button",
    "textarea",
}
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,2000}>|<!--")
_ENTITY = re.compile(r"&(?:#\d+|#[xX][0-9a-fA-F]+|\w+);")
_EMPTY = re.compile(r"<(p|h[2-6]|li|figure|blockquote|em|strong|b|i|a)>\s*</\1>")
_PIXEL = re.compile(r'<img(?=[^>]*\s(?:width|height)="[01]")[^>]*>')
_IMAGE = re.compile(r"<img\b[^>]*?\ssrc\s*=\s*[\"']?([^\"'\s>]+)", re.IGNORECASE)


def plain(markup: str) -> str:
    """The words of a fragment, one line."""
    if not is_markup(markup):
        return text.clean(html.unescape(markup) if "&" in markup else markup)
    try:
        return page.visible_text(page.parse(markup, None).body)
    except ValueError:  # too many tags to parse: the words without them
        return text.clean(html.unescape(_TAG.sub(" ", markup)))


def is_markup(markup: str) -> bool:
    """Whether there is a tag in it: "a < b" has none."""
    return _TAG.search(markup) is not None


def sanitised(markup: str, base: str | None) -> str:
    """What readers may be shown: known tags, absolute http(s) addresses, no scripts, no tracking pixels."""

    def attribute(_tag: str, name: str, value: str) -> str | None:
        return urls.absolute(value, base) if name in {"href", "src"} else value

    cleaned = nh3.clean(
        text.strip_unfit(markup),
        tags=set(TAGS),
        clean_content_tags=_GONE,
        attributes=_ATTRIBUTES,
        attribute_filter=attribute,
        url_schemes={"http", "https"},
        strip_comments=True,
        link_rel=None,
    )
    return _EMPTY.sub("", _PIXEL.sub("", cleaned)).strip()


def first_image(markup: str, base: str | None) -> str | None:
    """The address of the first picture in a fragment that was sanitised."""
    found = _IMAGE.search(markup)
    return urls.absolute(html.unescape(found[1]), base) if found else None
