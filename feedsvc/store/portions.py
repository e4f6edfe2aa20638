"""Many values -> few enough at a time for one statement."""

from __future__ import annotations

from collections.abc import Collection, Iterator

PORTION = 500


def portions(values: Collection[str]) -> Iterator[list[str]]:
    """Each value once, in the order given."""
    members = list(dict.fromkeys(values))
    for start in range(0, len(members), PORTION):
        yield members[start : start + PORTION]
