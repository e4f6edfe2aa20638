"""The first and last words of reports, house by house: bylines.tsv.  All persons are invented.

A line of the table: the text, a tab, and the fields that it fills ("-" for none): `outlet`, `agency`,
`reporters`, `place`, `cited` and the roles of credits. Names are parted by 、 and fields by ";".
"""

from __future__ import annotations

from pathlib import Path

import pytest

from feedsvc import registry
from feedsvc.extract import attribution

OUTLETS = registry.load()
LINES = Path(__file__).with_name("bylines.tsv").read_text(encoding="utf-8").splitlines()
TABLE = [line.split("\t") for line in LINES if not line.startswith("# ")]


def told(text):
    found = attribution.read(text, OUTLETS)
    fields = {
        "outlet": found.outlet.name if found.outlet else "",
        "agency": found.agency,
        "reporters": "、".join(found.reporters),
        "place": found.place,
        "cited": "、".join(found.cited),
    }
    for role in dict.fromkeys(credit.role for credit in found.credits):
        fields[role] = "、".join(credit.name for credit in found.credits if credit.role == role)
    return {field: value for field, value in fields.items() if value}


@pytest.mark.parametrize(("text", "fields"), TABLE, ids=range(len(TABLE)))
def test_each_field_is_what_a_careful_reader_writes_down(text, fields):
    wanted = {} if fields == "-" else dict(field.split(" ", 1) for field in fields.split("; "))
    assert told(text.replace("\\n", "\n")) == wanted
