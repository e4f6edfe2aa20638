"""(page, what came of it in words, "ok" or "wrong") of each hostile page that was tried."""

RESULTS: list[tuple[str, str, str]] = []
