"""Photographs pages of an output folder for the docs.  python bench/screenshots.py output/ docs/screenshots/"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--hide-scrollbars",
)
DARK = "--blink-settings=preferredColorScheme=0"
LIGHT = "--blink-settings=preferredColorScheme=1"
SHOTS = (  # name, page, width, height, scheme
    ("index-light", "index.html", 1180, 900, LIGHT),
    ("index-dark", "index.html", 1180, 900, DARK),
    ("index-phone", "index.html", 500, 1000, LIGHT),
    ("topic-light", "topics", 1180, 900, LIGHT),
    ("topic-dark", "topics", 1180, 900, DARK),
    ("topic-phone", "topics", 500, 1000, LIGHT),
    ("status-light", "status.html", 1180, 900, LIGHT),
)
LIMIT = 300_000


def page(folder: Path, name: str) -> Path:
    """The page itself, or the topic with the longest page."""
    if name != "topics":
        return folder / name
    return max(folder.glob("topics/*/index.html"), key=lambda file: (file.stat().st_size, file.parts))


def photographed(browser: str, address: str, target: Path, size: tuple[int, int], scheme: str) -> int:
    with tempfile.TemporaryDirectory() as profile:
        window = f"--window-size={size[0]},{size[1]}"
        asked = [
            browser,
            *FLAGS,
            f"--user-data-dir={profile}",
            scheme,
            window,
            f"--screenshot={target}",
            address,
        ]
        subprocess.run(asked, check=True, timeout=60, capture_output=True)
    return target.stat().st_size


def main(folder: Path, place: Path) -> None:
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if browser is None:
        sys.exit("needs Chromium: apt-get install chromium fonts-noto-cjk")
    place.mkdir(parents=True, exist_ok=True)
    for name, path, width, height, scheme in SHOTS:
        target = (place / f"{name}.png").resolve()
        size = photographed(browser, page(folder, path).resolve().as_uri(), target, (width, height), scheme)
        print(f"{target.name}: {size:,} bytes{' (more than 300 KB)' if size > LIMIT else ''}")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(Path(sys.argv[1]), Path(sys.argv[2]))
