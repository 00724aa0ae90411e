"""What titles say that a bag of words forgets: which one of a series, which way, who to whom. Knows no works.

Whoever asks must have seen that the rest of two titles agrees: so only texts are parted that words alone would join.
"""

import zlib
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from reader.cluster.actors import exchanged
from reader.cluster.opposites import ONE_SIDE, SHIFT, sides
from reader.text.tokens import words

SLOTS = 3
"""Members of series that are kept of a title."""


def tokens(title: str, language: str) -> str:
    """Return the words of a title as they are compared here, by spaces."""
    return " ".join(words(title, language))


class Titles:
    """What rows of works say in their titles, ready for comparing."""

    def __init__(self) -> None:
        self._members = np.zeros((0, SLOTS, 2), np.uint32)
        self._sides = np.zeros(0, np.int32)
        self._words: list[str] = []

    def extend(self, said: Iterable[tuple[str, str]]) -> None:
        """Append rows, given as `tokens` and `series.members` returned them."""
        rows = [*said]
        self._words += [title for title, _ in rows]
        self._sides = np.concatenate([self._sides, np.array([sides(title) for title, _ in rows], np.int32)])
        members = np.zeros((len(rows), SLOTS, 2), np.uint32)
        for row, (_, named) in enumerate(rows):
            for place, member in enumerate(named.split()[:SLOTS]):
                members[row, place] = [zlib.crc32(part.encode()) for part in member.rsplit("=", 1)]
        self._members = np.concatenate([self._members, members])

    def keep(self, rows: NDArray[np.int64]) -> None:
        """Keep only these rows, renumbered from 0."""
        self._members, self._sides = self._members[rows], self._sides[rows]
        self._words = [self._words[row] for row in rows.tolist()]

    def other_member(self, left: NDArray[np.int64], right: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Whether pairs of rows name different members of one series, and none in common."""
        one, other = self._members[left][:, :, None], self._members[right][:, None]
        series = (one[..., 0] == other[..., 0]) & (one[..., 0] > 0)
        number = one[..., 1] == other[..., 1]
        return np.asarray(series.any((1, 2)) & ~(series & number).any((1, 2)))

    def other_way(self, left: NDArray[np.int64], right: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Whether pairs of rows go opposite ways."""
        one, other = self._sides[left], self._sides[right]
        return np.asarray(((one & (other >> SHIFT)) | ((one >> SHIFT) & other)) & ONE_SIDE != 0)

    def exchanged(self, left: int, right: int) -> bool:
        """Whether two rows tell of the same two, the other way round: "A sues B", "B sues A"."""
        one, other = self._words[left], self._words[right]
        return one != other and exchanged(one.split(" "), other.split(" "))
