"""28日指出 -> a bound from below: published on that day or later, up to the look itself."""

from __future__ import annotations

from feedsvc.extract.dates import dateline, evidence
from feedsvc.extract.dates.evidence import Look
from feedsvc.extract.dates.field import Role
from feedsvc.model import EvidenceOrigin, TimeEvidence


def read(
    text: str, seen: Look, *, role: Role = "published", origin: EvidenceOrigin = "shown"
) -> TimeEvidence | None:
    """The latest day on which the text says that somebody spoke."""
    found = [
        (box, said)
        for day, said in dateline.said_on(text)
        if (box := evidence.union(evidence.boxes(day, seen)))
    ]
    if not found:
        return None
    box, said = max(found, key=lambda one: one[0].earliest)
    return TimeEvidence(
        kind="dateline",
        text=said,
        seen_at=seen.seen.latest,
        earliest=box.earliest,
        latest=seen.seen.latest,
        unit="day",
        origin=origin,
        role=role,
    )
