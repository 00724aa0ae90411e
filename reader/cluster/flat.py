"""The terms of all rows in flat arrays, and an inverted index over them. Knows no works."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from reader.record import record

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


@record
class Postings:
    """An inverted index over some consecutive rows: a column's rows stand together."""

    first: int
    """The first of the rows."""
    count: int
    """How many rows."""
    starts: NDArray[np.int64]
    """Of each column: where its postings begin; one more than there are columns."""
    rows: Ints
    """Counted from `first`."""
    weights: Floats
    """Of the kind `FULL`."""

    def products(self, owner: NDArray[np.int64], columns: Ints, weights: Floats, queries: int) -> Floats:
        """Return the products of some queries with the rows: queries x rows.

        Args:
            owner: The query that each term belongs to.
            columns: Of each term.
            weights: Of each term.
            queries: How many there are.
        """
        known = columns < len(self.starts) - 1
        owner, columns, weights = owner[known], columns[known], weights[known]
        lengths = self.starts[columns + 1] - self.starts[columns]
        shift = self.starts[columns] - (np.cumsum(lengths) - lengths)
        at = np.arange(int(lengths.sum())) + np.repeat(shift, lengths)
        cells = np.repeat(owner * self.count, lengths) + self.rows[at]
        found = np.bincount(cells, self.weights[at] * np.repeat(weights, lengths), queries * self.count)
        return found.astype(np.float32).reshape(queries, self.count)


class Flat:
    """Rows of weighted terms, appended one after the other, and the inverted index over them, in an old and a new part.

    The old part is large and made seldom (80 ms at 20,000 rows), the new one small and made before each search.
    """

    def __init__(self) -> None:
        self.count = 0
        self._starts = np.zeros(1024, np.int64)
        self._ids = np.zeros(1024, np.int32)
        self._weights = np.zeros((4, 1024), np.float32)
        self._old = self._new = self._postings(0, 0)

    @property
    def indexed(self) -> int:
        """Rows in the old part of the index."""
        return self._old.count

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
        """Make the old part of the index anew, of all rows."""
        self._old = self._postings(0, columns)
        self._new = self._postings(self.count, columns)

    def products(self, rows: NDArray[np.int64], columns: int) -> Floats:
        """Return the product of some rows with every row, over the terms that propose neighbours.

        Args:
            rows: To search for.
            columns: Length of an array that any term's column fits in.
        """
        if self._new.first + self._new.count < self.count:
            self._new = self._postings(self.indexed, columns)
        where, owner = self.spans(rows)
        rare = self._weights[IDF, where] >= PROPOSING_IDF
        where, owner = where[rare], owner[rare]
        terms, weights = self._ids[where], self._weights[FULL, where]
        parts = [part.products(owner, terms, weights, len(rows)) for part in (self._old, self._new)]
        return np.concatenate(parts, 1)

    def _postings(self, first: int, columns: int) -> Postings:
        """Sort the terms of the rows from `first` on by column."""
        span = slice(int(self._starts[first]), int(self._starts[self.count]))
        order = np.argsort(self._ids[span], kind="stable")
        owner = np.repeat(np.arange(self.count - first, dtype=np.int32), np.diff(self._starts[first : self.count + 1]))
        return Postings(
            first=first,
            count=self.count - first,
            starts=np.concatenate([[0], np.cumsum(np.bincount(self._ids[span], minlength=columns))]),
            rows=owner[order],
            weights=self._weights[FULL, span][order],
        )

    def _grow(self, rows: int, terms: int) -> None:
        if rows > len(self._starts):
            self._starts = np.resize(self._starts, int(SPARE * rows))
        if terms > len(self._ids):
            size = int(SPARE * terms)
            self._ids = np.resize(self._ids, size)
            wider = np.zeros((4, size), np.float32)
            wider[:, : self._weights.shape[1]] = self._weights
            self._weights = wider
