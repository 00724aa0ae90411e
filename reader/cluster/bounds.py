"""The user's word as constraints: what must be together, what must stay apart. Knows no likeness."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from reader.cluster.link import APART
from reader.model.cluster import Corrections


class Bounds:
    """Corrections as a partition of works into blocks, and the pairs of blocks that stay apart.

    "Apart" is the stronger word: a chain of merges that would join what must stay apart stops before it.
    """

    def __init__(self, corrections: Corrections) -> None:
        self.pinned = corrections.pinned
        self.together = corrections.together
        self._foes: dict[int, set[int]] = {}
        for a, b in corrections.apart:
            self._foes.setdefault(a, set()).add(b)
            self._foes.setdefault(b, set()).add(a)

    def linked(self, works: Iterable[int]) -> set[int]:
        """Return these works and whatever merges tie to them."""
        found = set(works)
        size = -1
        while size != len(found):
            size = len(found)
            for a, b in self.together:
                if a in found or b in found:
                    found |= {a, b}
        return found

    def foes(self, work: int) -> set[int]:
        """Return the works that must stay apart from this one."""
        return self._foes.get(work, set())

    def blocks(self, members: Sequence[Sequence[int]], ties: Sequence[tuple[int, int]]) -> list[int]:
        """Join rows by ties, in order, unless foes would meet.

        Args:
            members: Works of each row.
            ties: Pairs of rows.

        Returns:
            The block of each row: the lowest row in it.
        """
        block = list(range(len(members)))
        if not ties:
            return block
        works = [set(row) for row in members]
        for a, b in ties:
            low, high = sorted((block[a], block[b]))
            if low == high or any(self.foes(work) & works[high] for work in works[low]):
                continue
            works[low] |= works[high]
            block = [low if at == high else at for at in block]
        return block

    def separate(self, likeness: NDArray[np.float32], members: Sequence[Sequence[int]]) -> None:
        """Write APART between rows whose works must stay apart."""
        if not self._foes:
            return
        row_of = {work: row for row, works in enumerate(members) for work in works}
        for work, row in row_of.items():
            for foe in self.foes(work) & row_of.keys():
                if row_of[foe] != row:
                    likeness[row, row_of[foe]] = likeness[row_of[foe], row] = APART


def contract(
    likeness: NDArray[np.float32], block: Sequence[int], sizes: Sequence[int]
) -> tuple[NDArray[np.float32], list[int], Mapping[int, int]]:
    """Shrink a matrix to one row a block, by weighted means.

    Returns:
        The smaller matrix, the weight of each row, and block -> row.
    """
    rows = {at: row for row, at in enumerate(sorted(set(block)))}
    if len(rows) == len(block):
        return likeness, [*sizes], rows
    fold = np.zeros((len(rows), len(block)), np.float32)
    for place, at in enumerate(block):
        fold[rows[at], place] = sizes[place]
    weight = fold.sum(1)
    np.fill_diagonal(likeness, 0)
    small = (fold @ likeness @ fold.T) / np.outer(weight, weight)
    return small.astype(np.float32), weight.astype(int).tolist(), rows
