"""What a feed repeats at the ends of its titles: "Saturday Morning: ", " | Tech", "【早报】". Knows no likeness.

Such words say where a text stands, not what it tells. A feed shows its habits by its live titles alone, in the order
they came, so the outcome depends neither on batches nor on restarts.
"""

import re
import zlib
from collections import Counter
from collections.abc import Iterator

HABIT = 3
"""Titles of one feed with the same end, the present one among them, that make it a habit."""

LONGEST = 40
"""Characters of an end; what is longer is a sentence."""

PREFIX = re.compile(r"(?:【[^】]+】|\[[^\]]+\]|\([^)]+\)|.*?(?:: | \| | - | – | — | · |：|｜))\s*")
SUFFIX = re.compile(
    r"(?: \| | - | – | — | · |｜)(?:(?! \| | - | – | — | · |｜).)+$|\s*(?:【[^】]+】|\[[^\]]+\]|\([^)]+\))$"
)
DIGITS = re.compile(r"\d+")


class Affixes:
    """Counts of the ends of live titles, by feed."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()

    def enter(self, marks: str) -> None:
        """Count a title's ends in, as `marked` returned them."""
        self._counts.update(mark.rstrip("!") for mark in marks.split())

    def leave(self, marks: str) -> None:
        """Count them out."""
        for mark in marks.split():
            self._counts[mark.rstrip("!")] -= 1
            if not self._counts[mark.rstrip("!")]:
                del self._counts[mark.rstrip("!")]

    def marked(self, title: str, feed: int) -> str:
        """Return the ends of a new title as marks by spaces; those that are a habit carry an exclamation mark."""
        marks = []
        for mark, _ in _ends(title, feed):
            marks.append(mark + "!" * (self._counts[mark] + 1 >= HABIT))
        return " ".join(marks)


def without(title: str, feed: int, marks: str) -> str:
    """Return a title without the ends that are marked as habits; the title itself if nothing would be left."""
    habits = {mark[:-1] for mark in marks.split() if mark.endswith("!")}
    if not habits:
        return title
    spans = [span for mark, span in _ends(title, feed) if mark in habits]
    start = max((end for begin, end in spans if begin == 0), default=0)
    stop = min((begin for begin, _ in spans if begin), default=len(title))
    return title[start:stop].strip() or title


def _ends(title: str, feed: int) -> Iterator[tuple[str, tuple[int, int]]]:
    """Give the ends of a title with where they are; numbers in them are alike ("No. 12: ")."""
    prefix, suffix = PREFIX.match(title), SUFFIX.search(title)
    for side, found in (("<", prefix), (">", suffix)):
        if found and found.end() - found.start() <= LONGEST and found.end() - found.start() < len(title):
            said = DIGITS.sub("#", found[0].strip().casefold())
            yield f"{side}{zlib.crc32(f'{feed} {said}'.encode()):x}", found.span()
