"""The drills of bench/drills.py, a few faults each: whatever happens, feeds stay whole and nothing is lost."""

import pytest

from bench import drills

FAULTS = {"kill": 1, "term": 1, "four": 4, "damaged": 1, "slow": 6, "clock": 1, "deleted": 1, "signals": 1}
MOUNTED = {"readonly": 1, "full": 1}


@pytest.fixture
def living():
    page = drills.Living()
    yield page
    page.close()


def drilled(name, living, times, capsys):
    good, stand = drills.DRILLS[name](living, times)
    said = capsys.readouterr().out
    stand.close()
    return good, said


@pytest.mark.slow
@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_costs_no_entry_no_date_and_no_feed(name, living, capsys):
    good, said = drilled(name, living, FAULTS[name], capsys)
    assert good, said


@pytest.mark.slow
@pytest.mark.parametrize("name", MOUNTED)
def test_a_disk_that_refuses_costs_no_entry_no_date_and_no_feed(name, living, capsys):
    good, said = drilled(name, living, MOUNTED[name], capsys)
    if "no right to mount" in said:
        pytest.skip("a full and a read-only disk are small file systems; only root may mount them")
    assert good, said
