"""Evidence x evidence -> an interval, the instant to publish, and whether that may move.  Pure."""

from __future__ import annotations

from feedsvc.timeline.evidence import SLOP, STYLES, Verdict, combine, essential, read_as, trust, weigh
from feedsvc.timeline.order import between_settled, in_page_order, joined_at_head, unseen
from feedsvc.timeline.policy import estimate, may_move, published, rests
from feedsvc.timeline.rounding import hidden_lag, learn_style, style_votes

__all__ = [
    "SLOP", "STYLES", "Verdict", "between_settled", "combine", "essential", "estimate", "hidden_lag",
    "in_page_order", "joined_at_head", "learn_style", "may_move", "published", "read_as", "rests", "style_votes",
    "trust", "unseen", "weigh",
]  # fmt: skip
