"""Views and feeds -> HTML bytes.  Relative links only, no script, nothing from another host."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from functools import cache
from importlib.resources import files
from itertools import groupby
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined

from feedsvc.model import Attribution, Feed, FeedEntry
from feedsvc.publish.bylines import source_line
from feedsvc.publish.site.times import activity, bounds, machine, minute, newest_day, shown, zone_name
from feedsvc.publish.site.views import FeedCard, IndexView, PageLink, StatusView
from feedsvc.publish.site.words import own_name, short_name, words
from feedsvc.text import clip

# What a page of ours may load: its own style sheet and icon. No script, no frame,
# no picture of another host: opening a page tells nobody but its own server.
POLICY = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'"
SUMMARY_CHARS = 220
FORMATS = (
    ("RSS", "rss.xml", "application/rss+xml"),
    ("Atom", "atom.xml", "application/atom+xml"),
    ("JSON", "feed.json", "application/feed+json"),
)
_SECTIONS = (("topic", "topics"), ("outlet", "outlets"), ("agency", "agencies"), ("portal", "portals"))
_BAR, _GAP, _HEIGHT = 6, 2, 32


def index_page(view: IndexView, *, zone: tzinfo) -> bytes:
    """output/index.html, or that of another language (`view.path`)."""
    say = words(view.language)
    everything = next((card for card in view.cards if card.kind == "all"), None)
    sections = [
        (say[word], [card for card in view.cards if card.kind == kind])
        for kind, word in _SECTIONS
        if any(card.kind == kind for card in view.cards)
    ]
    page = _Page(path=view.path, language=view.language, zone=zone)
    return page.rendered(
        "index.html",
        view=view,
        everything=everything,
        sections=sections,
        languages=view.languages,
        last=_newest_gain(view.cards),
    )


def feed_page(feed: Feed, *, site_title: str, zone: tzinfo, home: str = "") -> bytes:
    """index.html of one feed. `home` is the folder of the front page in the feed's language."""
    page = _Page(path=feed.path, language=feed.language, zone=zone)
    instants = [entry.published for entry in feed.entries if entry.published is not None]
    last_day = newest_day(instants, zone)
    return page.rendered(
        "feed.html",
        feed=feed,
        site_title=site_title,
        home=home,
        days=activity(instants, last_day, zone),
        last_day=last_day,
        last=max((entry.first_seen for entry in feed.entries), default=None),
        groups=list(_by_day(feed.entries, zone)),
        languages=tuple(PageLink(language=other.language, path=other.path) for other in feed.siblings),
    )


def status_page(view: StatusView, *, zone: tzinfo) -> bytes:
    """status.html: the state of each source, and the outlets that nobody registered."""
    page = _Page(path=view.path, language=view.language, zone=zone)
    instants = [source.since for source in view.sources if source.since is not None]
    return page.rendered("status.html", view=view, languages=(), last=max(instants, default=None))


def missing_page(language: str, root: str) -> bytes:
    """The answer to an address that holds nothing; `root` is the path of output/ on the server ("/")."""
    say = words(language)
    template = _templates().get_template("missing.html")
    return template.render(say=say, lang=language, root=root, policy=POLICY).encode()


def robots_txt() -> bytes:
    """Everything may be read: it is made for readers."""
    return b"User-agent: *\nAllow: /\n"


@cache
def icon() -> bytes:
    """icon.svg of output/. A file, not a data: address in the pages: liferea asks for the icon of a feed's
    page and never ends such a request, so that its other feeds wait for ever.
    """
    return files("feedsvc.publish.site").joinpath("icon.svg").read_bytes()


@cache
def style_sheet() -> bytes:
    """style.css of output/, shared by all pages."""
    return files("feedsvc.publish.site").joinpath("style.css").read_bytes()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    """Where a page stands and how it speaks: what every link and every time on it depends on."""

    path: str
    language: str
    zone: tzinfo

    def rendered(self, name: str, **values: Any) -> bytes:
        template = _templates().get_template(name)
        html = template.render(
            page=self,
            say=words(self.language),
            lang=self.language,
            policy=POLICY,
            formats=FORMATS,
            **values,
        )
        return html.encode("utf-8", "replace")

    def file(self, path: str, name: str = "index.html") -> str:
        """A relative address that works on any server path and from file: (so it names the file)."""
        up = "../" * (self.path.count("/") + 1) if self.path else ""
        return quote(f"{up}{path}/{name}" if path else f"{up}{name}", safe="/.-_~")

    def when(self, instant: datetime) -> str:
        return minute(instant, self.zone)

    def shown(self, entry: FeedEntry) -> str:
        return shown(entry.published, entry.time, self.zone, words(self.language))

    def bounds(self, entry: FeedEntry) -> str:
        return bounds(entry.time, self.zone, words(self.language))

    def zone_name(self, instant: datetime) -> str:
        return zone_name(instant, self.zone)

    def byline(self, who: Attribution) -> str:
        return source_line(who, self.language)

    def scripts(self, card: FeedCard | Feed) -> list[PageLink]:
        """The feed itself and its siblings, always in the same order."""
        own = PageLink(language=card.language, path=card.path)
        others = (PageLink(language=sibling.language, path=sibling.path) for sibling in card.siblings)
        return sorted((own, *others), key=lambda link: (link.path.count("/"), link.path))

    def differs(self, language: str | None) -> bool:
        return language is not None and language.casefold() != self.language.casefold()


def bars(days: Sequence[int]) -> list[tuple[int, int]]:
    """(x, height) of each day's bar; a day with an entry shows at least 3 of 32 units, one without 1."""
    most = max(days, default=0) or 1
    heights = [1 if not count else max(3, round(_HEIGHT * count / most)) for count in days]
    return [(place * (_BAR + _GAP), height) for place, height in enumerate(heights)]


def _path(drawn: Sequence[tuple[int, int]]) -> str:
    """All bars as one path: a page with fifty plots stays light."""
    return "".join(f"M{x} {_HEIGHT}v-{height}h{_BAR}v{height}z" for x, height in drawn)


def _by_day(entries: Sequence[FeedEntry], zone: tzinfo) -> Iterator[tuple[date | None, list[FeedEntry]]]:
    """Neighbours of one day together, in feed order."""

    def day(entry: FeedEntry) -> date | None:
        return entry.published.astimezone(zone).date() if entry.published is not None else None

    return ((key, list(group)) for key, group in groupby(entries, day))


def _newest_gain(cards: Sequence[FeedCard]) -> datetime | None:
    return max((card.last_gained for card in cards if card.last_gained is not None), default=None)


def _plot(days: Sequence[int], last_day: date | None, say: Mapping[str, str]) -> Mapping[str, object]:
    """What the plot macro draws, and the sentence that says the same to those who cannot see it."""
    first = date.fromordinal(last_day.toordinal() - len(days) + 1) if last_day is not None and days else None
    drawn = bars(days)
    return {
        "busy": _path([bar for bar, count in zip(drawn, days, strict=True) if count]),
        "quiet": _path([bar for bar, count in zip(drawn, days, strict=True) if not count]),
        "width": max(1, len(days) * (_BAR + _GAP) - _GAP),
        "height": _HEIGHT,
        "first": first,
        "last": last_day,
        "most": max(days, default=0),
        "text": say["activity_text"].format(
            first=first, last=last_day, most=max(days, default=0), total=sum(days)
        ),
    }


@cache
def _templates() -> Environment:
    environment = Environment(
        loader=PackageLoader("feedsvc.publish.site"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals.update(plot=_plot, own_name=own_name, short_name=short_name)
    environment.filters.update(machine=machine, clip=lambda text: clip(text, SUMMARY_CHARS))
    return environment
