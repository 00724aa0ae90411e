"""How likely the works of a part are one event, pair by pair; what is known is kept. Knows no groups."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reader.cluster.flat import Floats
from reader.cluster.pairs import all_measures, measures
from reader.cluster.score import likely
from reader.cluster.window import Window

FEW = 300
"""Pairs to score of a part up to which they are scored together with those of other parts."""

AT_ONCE = 4096
"""Pairs that are scored together, about: what they share is found in a table of their rows by all their terms."""

KEPT_FROM = 24
"""Works from which a part's matrix is kept: smaller ones are scored as fast as they are found."""

KEPT = 1_000_000
"""Cells of the matrices that are kept, 4 MB; with twice as many a stream of 20,000 is no faster."""


@dataclass(slots=True, kw_only=True)
class _Part:
    """A part while its matrix is being filled."""

    rows: NDArray[np.int64]
    matrix: Floats
    fresh: NDArray[np.int64]
    """Places whose pairs are to be scored."""
    known: NDArray[np.int64]
    """The other places."""

    def pairs(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return the places of the pairs to be scored."""
        among, later = np.triu_indices(len(self.fresh), 1)
        left = np.concatenate([self.fresh[among], np.repeat(self.fresh, len(self.known))])
        return left, np.concatenate([self.fresh[later], np.tile(self.known, len(self.fresh))])

    def fill(self, left: NDArray[np.int64], right: NDArray[np.int64], chance: Floats) -> None:
        """Write probabilities, in both directions."""
        self.matrix[left, right] = chance
        self.matrix[right, left] = chance


class Chances:
    """Probabilities of one story. What two works share never changes while both are in the window as they are."""

    def __init__(self) -> None:
        self._kept: dict[int, tuple[Sequence[int], Floats]] = {}
        """Number of a part -> its works and their matrix; the one made last comes last."""
        self._part_of: dict[int, int] = {}
        self._cells = 0
        self._parts = 0

    def between(self, parts: Sequence[Sequence[int]], window: Window) -> list[Floats]:
        """Return the probability of one story for each pair of works, for each part; nobody else has these."""
        found = [self._recalled(part, window) for part in parts]
        few: list[_Part] = []
        for part in found:
            if len(part.fresh) * (len(part.fresh) - 1) // 2 + len(part.fresh) * len(part.known) <= FEW:
                few.append(part)
            else:
                _score_many(part, window)
        for together in _bunches(few):
            _score_few(together, window)
        for works, part in zip(parts, found, strict=True):
            if len(works) > KEPT_FROM:
                self._keep(works, part.matrix.copy())
        return [part.matrix for part in found]

    def forget(self, works: Iterable[int]) -> None:
        """Score works anew the next time."""
        for work in works:
            self._part_of.pop(work, None)

    def _recalled(self, works: Sequence[int], window: Window) -> _Part:
        matrix = np.zeros((len(works), len(works)), np.float32)
        known = np.zeros(0, np.int64)
        most = Counter(self._part_of[work] for work in works if work in self._part_of).most_common(1)
        if most:
            (number, _), *_ = most
            kept, chances = self._kept[number]
            place = {work: at for at, work in enumerate(kept)}
            known = np.array([at for at, work in enumerate(works) if self._part_of.get(work) == number])
            there = [place[works[at]] for at in known.tolist()]
            matrix[np.ix_(known, known)] = chances[np.ix_(there, there)]
        rows = np.array([window.row_of[work] for work in works])
        fresh = np.setdiff1d(np.arange(len(works)), known, assume_unique=True)
        return _Part(rows=rows, matrix=matrix, fresh=fresh, known=known)

    def _keep(self, works: Sequence[int], matrix: Floats) -> None:
        self._parts += 1
        self._kept[self._parts] = (works, matrix)
        self._part_of.update(dict.fromkeys(works, self._parts))
        self._cells += matrix.size
        while self._cells > KEPT:
            oldest = next(iter(self._kept))
            gone, cells = self._kept.pop(oldest)
            self._cells -= cells.size
            self.forget([work for work in gone if self._part_of.get(work) == oldest])


def _bunches(parts: Sequence[_Part]) -> Iterator[list[_Part]]:
    """Give parts together until their pairs are enough for one go."""
    bunch: list[_Part] = []
    pairs = 0
    for part in parts:
        bunch.append(part)
        pairs += len(part.fresh) * len(part.rows)
        if pairs >= AT_ONCE:
            yield bunch
            bunch, pairs = [], 0
    if bunch:
        yield bunch


def _score_few(parts: Sequence[_Part], window: Window) -> None:
    places = [part.pairs() for part in parts]
    left = np.concatenate([part.rows[one] for part, (one, _) in zip(parts, places, strict=True)])
    right = np.concatenate([part.rows[other] for part, (_, other) in zip(parts, places, strict=True)])
    chance = likely(window, left, right, measures(window, left, right))
    ends = np.cumsum([len(one) for one, _ in places])
    for part, (one, other), end in zip(parts, places, ends.tolist(), strict=True):
        part.fill(one, other, chance[end - len(one) : end])


def _score_many(part: _Part, window: Window) -> None:
    order = np.concatenate([part.fresh, part.known])
    rows = part.rows[order]
    for left, right, found in all_measures(window, rows, len(part.fresh)):
        chance = likely(window, rows[left, None], rows[None, right], found)
        part.fill(order[left, None], order[None, right], chance)
