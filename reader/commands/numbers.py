"""Numbers and durations as the command line takes them. Knows no command."""

import argparse
from collections.abc import Callable
from datetime import timedelta

from reader.config import duration

LARGEST = 2**63 - 1
"""What SQLite can look for."""


def between(low: int, high: int) -> Callable[[str], int]:
    """Return a reader of whole numbers from `low` to `high`.

    It raises ArgumentTypeError, which names the bounds, for anything else.
    """

    def number(text: str) -> int:
        found = _whole(text)
        if found is None or not low <= found <= high:
            raise argparse.ArgumentTypeError(f"it must be between {low} and {high}, not {text[:20]!r}")
        return found

    return number


def listed(text: str) -> int:
    """Return the number of a feed, a story or a source.

    Raises:
        ArgumentTypeError: It can be no such number.
    """
    found = _whole(text)
    if found is None or not 0 < found <= LARGEST:
        raise argparse.ArgumentTypeError(f"it must be a number from a list, such as 42, not {text[:20]!r}")
    return found


def _whole(text: str) -> int | None:
    """Return the number that ASCII digits write, None if there are others, or more than the largest number has."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= len(str(LARGEST)) else None


def back(text: str) -> timedelta:
    """Return how far back to look.

    Raises:
        ArgumentTypeError: It is no duration.
    """
    try:
        return duration(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f'it must be a duration such as "24h" or "7d", not {text[:20]!r}') from None
