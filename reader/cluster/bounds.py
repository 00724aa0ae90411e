"""The user's word as constraints: what must be together, what must stay apart. Knows no likeness."""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from reader.cluster.link import APART
from reader.cluster.places import Places
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

    def blocks(
        self, members: Sequence[Sequence[int]], ties: Sequence[tuple[int, int]], papers: Sequence[int] = ()
    ) -> list[int]:
        """Join rows by ties, in order, unless foes or two papers would meet.

        Args:
            members: Works of each row.
            ties: Pairs of rows.
            papers: A number a paper for each row, 0 for what is none; empty if papers may meet.

        Returns:
            The block of each row: the lowest row in it.
        """
        block = list(range(len(members)))
        if not ties:
            return block
        works = [set(row) for row in members]
        held = [{paper} - {0} for paper in papers] or [set[int]() for _ in members]
        for a, b in ties:
            low, high = sorted((block[a], block[b]))
            two = len(held[low] | held[high]) > 1
            if low == high or two or any(self.foes(work) & works[high] for work in works[low]):
                continue
            works[low] |= works[high]
            held[low] |= held[high]
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


def present(corrections: Corrections, live: Container[int], places: Places, led: Mapping[int, int]) -> Corrections:
    """Return the corrections, each work that left the window replaced by what is left of its cluster.

    Else two clusters that the user keeps apart would become one as soon as the works that he named are a week old.

    Args:
        corrections: As the store gives them.
        live: Works in the window.
        places: The present grouping.
        led: Ids that lost a merge since the store gave them -> the id that redirects them.
    """
    if all(work in live for work in corrections.homes):
        return corrections
    speaking = {
        work: {work} if work in live else _left_of(home, places, led) for work, home in corrections.homes.items()
    }
    pairs = {
        (one, other)
        for a, b in corrections.apart
        if speaking[a].isdisjoint(speaking[b])
        for one in speaking[a]
        for other in speaking[b]
    }
    return replace(corrections, apart=tuple(sorted(pairs)))


def _left_of(home: tuple[int, int], places: Places, led: Mapping[int, int]) -> set[int]:
    """Return the live works of a roundup, or of a story that is in none."""
    story, roundup = (_last(number, led) for number in home)
    stories = places.stories.get(roundup, {story})
    return {work for one in stories for work in places.works.get(one, ())}


def _last(number: int, led: Mapping[int, int]) -> int:
    while number in led:
        number = led[number]
    return number


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
