"""The words after `feedsvc`, or after `python -m feedsvc` -> the command line."""

import sys


def main() -> None:
    """Loads the house before it calls it: Ctrl-C in that first second is no fault either."""
    try:
        from feedsvc.cli import main as command  # noqa: PLC0415 - it takes the second
    except KeyboardInterrupt:
        sys.exit(130)
    command()


if __name__ == "__main__":
    main()
