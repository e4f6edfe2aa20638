"""Evidence x evidence -> an interval, the instant to publish, and whether that may move.  Pure."""

from __future__ import annotations

from feedsvc.timeline.evidence import SLOP, STYLES, Verdict, combine, essential, read_as, trust, weigh
from feedsvc.timeline.order import in_page_order, joined_at_head, unseen
from feedsvc.timeline.policy import Likely, estimate, may_move, published
from feedsvc.timeline.rounding import hidden_lag, learn_style, style_votes

__all__ = [
    "SLOP", "STYLES", "Likely", "Verdict", "combine", "essential", "estimate", "hidden_lag", "in_page_order",
    "joined_at_head", "learn_style", "may_move", "published", "read_as", "style_votes", "trust", "unseen", "weigh",
]  # fmt: skip
