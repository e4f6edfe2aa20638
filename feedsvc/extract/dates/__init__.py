"""What a page says about time -> TimeEvidence.  No clock: the caller says when it looked."""

from __future__ import annotations

from feedsvc.extract.dates.machine import read_machine
from feedsvc.extract.dates.prose import read_prose
from feedsvc.extract.dates.shown import read

__all__ = ["read", "read_machine", "read_prose"]
