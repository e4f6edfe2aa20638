"""Prints what each hostile page came to, after the tests."""

from collections import Counter

from tests.hostile.results import RESULTS


def pytest_terminal_summary(terminalreporter):
    if not RESULTS:
        return
    terminalreporter.section(f"hostile site: {len(RESULTS)} pages")
    for name, outcome, verdict in sorted(RESULTS):
        terminalreporter.write_line(f"{verdict:<6}{name:<34}{outcome}"[:150])
    outcomes = Counter(outcome for _, _, outcome in RESULTS)
    terminalreporter.write_line(", ".join(f"{count} {outcome}" for outcome, count in outcomes.most_common()))
