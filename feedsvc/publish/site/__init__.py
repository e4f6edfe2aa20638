"""Feeds and states -> the pages of output/: bytes of HTML, CSS and robots.txt.  Pure; no clock."""

from feedsvc.publish.site.pages import (
    feed_page,
    icon,
    index_page,
    missing_page,
    robots_txt,
    status_page,
    style_sheet,
)
from feedsvc.publish.site.times import activity, newest_day
from feedsvc.publish.site.views import (
    FeedCard,
    IndexView,
    OutletRow,
    PageLink,
    SourceRow,
    StatusView,
)

__all__ = [
    "FeedCard",
    "IndexView",
    "OutletRow",
    "PageLink",
    "SourceRow",
    "StatusView",
    "activity",
    "feed_page",
    "icon",
    "index_page",
    "missing_page",
    "newest_day",
    "robots_txt",
    "status_page",
    "style_sheet",
]
