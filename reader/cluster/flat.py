"""The terms of all rows in flat arrays, and an inverted index over them. Knows no works."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]

FULL, TITLE, BODY, IDF = range(4)
"""Rows of the weights: tf-idf of title and body together, of the title, of the body; and the idf itself."""

TITLE_WEIGHT = 2.0
"""A word in the title counts as two in the text: +1.0 point of B-cubed F1 over equal weights."""

PROPOSING_IDF = 3.5
"""idf from which a shared term proposes neighbours: in about 3 % of the works or fewer. It still counts in scores."""

SPARE = 1.25
"""Growth of the arrays when they are full."""


def weighed(title: NDArray[np.uint8], body: NDArray[np.uint8], idf: NDArray[np.float16]) -> Floats:
    """Return the weights of terms from their counts and idf: 4 x terms.

    Sub-linear in the counts, since a second mention says less than the first: +1.6 points.
    """
    titles, bodies, rarity = (array.astype(np.float32) for array in (title, body, idf))
    counts = np.stack([TITLE_WEIGHT * titles + bodies, titles, bodies])
    return np.concatenate([np.where(counts > 0, 1 + np.log(np.maximum(counts, 1)), 0) * rarity, rarity[None]])


class Flat:
    """Rows of weighted terms, appended one after the other, and the inverted index of the older ones."""

    def __init__(self) -> None:
        self.count = 0
        self.indexed = 0
        """Rows that the inverted index covers; the later ones are searched one by one."""
        self._starts = np.zeros(1024, np.int64)
        self._ids = np.zeros(1024, np.int32)
        self._owners = np.zeros(1024, np.int32)
        self._weights = np.zeros((4, 1024), np.float32)
        self._posts = (np.zeros(1, np.int64), np.zeros(0, np.int32), np.zeros(0, np.float32))

    @property
    def ids(self) -> Ints:
        """Columns of all terms, row after row."""
        return self._ids

    @property
    def weights(self) -> Floats:
        """Weights of all terms, row after row: 4 x terms."""
        return self._weights

    def extend(self, lengths: Sequence[int], ids: Ints, weights: Floats) -> None:
        """Append rows, given their lengths and their terms one after the other."""
        start, rows = int(self._starts[self.count]), len(lengths)
        end = start + len(ids)
        self._grow(self.count + rows + 1, end)
        self._ids[start:end], self._weights[:, start:end] = ids, weights
        self._owners[start:end] = np.repeat(np.arange(self.count, self.count + rows, dtype=np.int32), lengths)
        self._starts[self.count + 1 : self.count + rows + 1] = start + np.cumsum(lengths)
        self.count += rows

    def row(self, row: int) -> slice:
        """Return where a row's terms are."""
        return slice(int(self._starts[row]), int(self._starts[row + 1]))

    def spans(self, rows: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return where the terms of several rows are, and for each the place in `rows` it belongs to."""
        starts, ends = self._starts[rows], self._starts[rows + 1]
        lengths = ends - starts
        owner = np.repeat(np.arange(len(rows)), lengths)
        shift = starts - np.concatenate([[0], np.cumsum(lengths)[:-1]])
        return np.arange(len(owner)) + shift[owner], owner

    def keep(self, rows: NDArray[np.int64]) -> None:
        """Keep only these rows, renumbered from 0."""
        where, owner = self.spans(rows)
        ids, weights = self._ids[where], self._weights[:, where]
        lengths = np.bincount(owner, minlength=len(rows))
        self.count = 0
        self.extend(lengths.tolist(), ids, weights)

    def index(self, columns: int) -> None:
        """Sort the terms of all rows by column, so that a column's rows stand together."""
        end = int(self._starts[self.count])
        order = np.argsort(self._ids[:end], kind="stable")
        starts = np.searchsorted(self._ids[:end][order], np.arange(columns + 1))
        self._posts = (starts, self._owners[order], self._weights[FULL, order])
        self.indexed = self.count

    def products(self, row: int, columns: int) -> Floats:
        """Return the product of a row with every row, over the terms that propose neighbours."""
        at = self.row(row)
        rare = self._weights[IDF, at] >= PROPOSING_IDF
        terms, weights = self._ids[at][rare], self._weights[FULL, at][rare]
        found = np.zeros(self.count, np.float32)
        found[: self.indexed] = self._posted(terms, weights)
        tail = slice(int(self._starts[self.indexed]), int(self._starts[self.count]))
        query = np.zeros(columns, np.float32)
        query[terms] = weights
        shares = query[self._ids[tail]] * self._weights[FULL, tail]
        owners = self._owners[tail] - self.indexed
        found[self.indexed :] = np.bincount(owners, shares, self.count - self.indexed)
        return found

    def _posted(self, terms: Ints, weights: Floats) -> NDArray[np.float64] | float:
        starts, owners, full = self._posts
        spans = [
            (starts[term], starts[term + 1], weight)
            for term, weight in zip(terms.tolist(), weights.tolist(), strict=True)
            if term < len(starts) - 1 and starts[term] < starts[term + 1]
        ]
        if not spans:
            return 0.0
        rows = np.concatenate([owners[a:b] for a, b, _ in spans])
        return np.asarray(np.bincount(rows, np.concatenate([full[a:b] * w for a, b, w in spans]), self.indexed), float)

    def _grow(self, rows: int, terms: int) -> None:
        if rows > len(self._starts):
            self._starts = np.resize(self._starts, int(SPARE * rows))
        if terms > len(self._ids):
            size = int(SPARE * terms)
            self._ids, self._owners = np.resize(self._ids, size), np.resize(self._owners, size)
            wider = np.zeros((4, size), np.float32)
            wider[:, : self._weights.shape[1]] = self._weights
            self._weights = wider
