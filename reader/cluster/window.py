"""The live works: their statistics, and who may be near whom. Knows no stories.

Rows are numbered as they come; `compact` renumbers, so nobody outside keeps a row across a batch.
"""

import heapq
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from reader.cluster.sketch import Floats, Ints, Sketch
from reader.cluster.space import Space, group_of

PRIOR = 500
"""Documents assumed before the first: keeps idf from jumping while a library is young."""

COMMON = 0.02
"""Share of the window from which a term no longer proposes neighbours (it still counts in scores)."""
COMMON_LEAST = 60
"""Documents below which no term is common."""

TAIL = 512
"""Rows that are searched one by one before the inverted index is built again."""


class Window:
    """Sketches within the window of time, searchable by shared terms."""

    def __init__(self) -> None:
        self.rows: list[Sketch] = []
        self.row_of: dict[int, int] = {}
        self.alive = np.zeros(0, bool)
        self.when = np.zeros(0)
        self.totals = np.zeros((6, 0), np.float32)
        """Of each row: norms of its three tf-idf vectors, idf of its terms and of its title's, number of terms."""
        self.places = 0
        """Places given so far; a place in the stream is never given twice."""
        self.frequency = np.zeros(1024, np.int32)
        self.space = Space()
        self.vectors = np.zeros((0, 0), np.float32)
        """Of each row, zeros where there is none; may have spare rows at its end."""
        self.model = ""
        """Name of the model whose vectors are held; those of another are dropped."""
        self._columns: dict[int, int] = {}
        self._index = Postings([], 0)
        self._tail = Postings([], 0)
        self._oldest: list[tuple[float, int]] = []

    def __len__(self) -> int:
        return len(self.row_of)

    def load(self, sketches: Sequence[Sketch]) -> None:
        """Fill an empty window with restored sketches, in order of their places."""
        hashes = [s.terms["hash"] for s in sketches]
        found, columns = np.unique(np.concatenate([*hashes, np.zeros(0, np.uint32)]), return_inverse=True)
        self._columns = dict(zip(found.tolist(), range(len(found)), strict=True))
        self.frequency = np.zeros(max(1024, 2 * len(found)), np.int32)
        start = 0
        for sketch in sketches:
            sketch.ids = columns[start : start + len(sketch.terms)].astype(np.int32)
            start += len(sketch.terms)
        self._append(sketches)
        self._reindex()

    def idf(self, hashes: NDArray[np.uint32]) -> tuple[Ints, NDArray[np.float16]]:
        """Return columns of terms and their idf at this moment."""
        columns = np.array([self._columns.setdefault(h, len(self._columns)) for h in hashes.tolist()], np.int32)
        while len(self._columns) > len(self.frequency):
            self.frequency = np.concatenate([self.frequency, np.zeros_like(self.frequency)])
        idf = np.log((len(self) + PRIOR + 1) / (self.frequency[columns] + 1.0))
        return columns, idf.astype(np.float16)

    def append(self, sketch: Sketch) -> int:
        """Add a sketch as the newest row; return the row."""
        self._append([sketch])
        return len(self.rows) - 1

    def drop(self, work_ids: Iterable[int]) -> None:
        """Take works out."""
        for work_id in work_ids:
            row = self.row_of.pop(work_id, None)
            if row is not None:
                self.alive[row] = False
                self._leave_space(self.rows[row])
                np.subtract.at(self.frequency, self.rows[row].ids, 1)

    def expire(self, before: float) -> list[int]:
        """Take out the works that arrived before a time; return their ids."""
        gone = []
        while self._oldest and self._oldest[0][0] < before:
            _, work_id = heapq.heappop(self._oldest)
            row = self.row_of.get(work_id)
            if row is not None and self.rows[row].arrived < before:
                gone.append(work_id)
        self.drop(gone)
        return gone

    def settle(self) -> None:
        """Bring the inverted index up to date when it pays; renumbers rows."""
        if len(self.rows) - self._tail.first > TAIL or len(self.rows) > 1.25 * len(self) + TAIL:
            self._compact()

    def lexical(self, row: int) -> Floats:
        """Return the tf-idf cosine of a row with every row, common terms left out of the search."""
        sketch = self.rows[row]
        limit = max(COMMON_LEAST, COMMON * len(self))
        rare = self.frequency[sketch.ids] <= limit
        query = np.zeros(len(self.frequency), np.float32)
        query[sketch.ids[rare]] = sketch.weights[0][rare]
        found = np.zeros(len(self.rows), np.float32)
        found[: self._tail.first] = self._index.products(sketch.ids[rare], query)
        self._tail.extend(self.rows)
        found[self._tail.first :] = self._tail.all_products(query)
        found /= self.totals[0] * self.totals[0, row]
        return found

    def place_vector(self, row: int, plain: Floats, model: str) -> None:
        """Give a row its vector: centred by the mean of its group as it is now, itself included."""
        sketch = self.rows[row]
        self._leave_space(sketch)
        group = group_of(sketch.language, sketch.paper)
        self.space.enter(model, group, plain)
        sketch.plain, sketch.vector, sketch.model = plain, self.space.centred(model, group, plain), model
        self._hold(row, sketch.vector)

    def cosines(self, rows: Sequence[int], others: Sequence[int] | None = None) -> Floats:
        """Return the cosine of the vectors of rows with others', or with every row's; 0 where one is missing."""
        count = len(self.rows)
        if not len(self.vectors):
            return np.zeros((len(rows), count if others is None else len(others)), np.float32)
        self._reserve(count, self.vectors.shape[1])
        theirs = self.vectors[:count] if others is None else self.vectors[list(others)]
        found: Floats = self.vectors[list(rows)] @ theirs.T
        return found

    def _hold(self, row: int, vector: Floats) -> None:
        self._reserve(len(self.rows), len(vector))
        self.vectors[row] = vector

    def _reserve(self, rows: int, dimensions: int) -> None:
        held = self.vectors
        if len(held) < rows or held.shape[1] != dimensions:
            self.vectors = np.zeros((rows + rows // 4 + 256, dimensions), np.float32)
            if held.shape[1] == dimensions:
                self.vectors[: len(held)] = held

    def _leave_space(self, sketch: Sketch) -> None:
        if sketch.plain is not None:
            self.space.leave(sketch.model, group_of(sketch.language, sketch.paper), sketch.plain)
            sketch.plain = sketch.vector = None

    def _append(self, sketches: Sequence[Sketch]) -> None:
        start = len(self.rows)
        for row, sketch in enumerate(sketches, start):
            sketch.weigh()
            self.row_of[sketch.work_id] = row
            heapq.heappush(self._oldest, (sketch.arrived, sketch.work_id))
            self.places = max(self.places, sketch.place)
            self.frequency[sketch.ids] += 1
        self.rows.extend(sketches)
        for row, sketch in enumerate(sketches, start):
            if sketch.plain is not None and sketch.vector is not None:
                self.space.enter(sketch.model, group_of(sketch.language, sketch.paper), sketch.plain)
                self._hold(row, sketch.vector)
        totals = np.array([_totals(s) for s in sketches], np.float32).reshape(-1, 6).T
        self.totals = np.concatenate([self.totals, totals], 1)
        self.alive = np.concatenate([self.alive, np.ones(len(sketches), bool)])
        self.when = np.concatenate([self.when, [s.when for s in sketches]])

    def _compact(self) -> None:
        keep = self.alive.nonzero()[0]
        if len(self.vectors):
            self._reserve(len(self.rows), self.vectors.shape[1])
            self.vectors = self.vectors[keep]
        self.rows = [self.rows[row] for row in keep.tolist()]
        self.row_of = {sketch.work_id: row for row, sketch in enumerate(self.rows)}
        self.totals, self.when, self.alive = self.totals[:, keep], self.when[keep], np.ones(len(keep), bool)
        self._reindex()

    def _reindex(self) -> None:
        self._index = Postings(self.rows, 0)
        self._index.build(len(self._columns))
        self._tail = Postings([], len(self.rows))


def _totals(sketch: Sketch) -> list[float]:
    full, title, body, idf = sketch.weights
    norms = [float(np.sqrt(np.square(weights).sum())) for weights in (full, title, body)]
    sums = [*norms, float(idf.sum()), float(idf[title > 0].sum())]
    return [*(max(value, 1e-6) for value in sums), float(len(idf))]


class Postings:
    """Terms of some rows in flat arrays: by row for the tail, by term for the rest."""

    def __init__(self, rows: Sequence[Sketch], first: int) -> None:
        self.first = first
        self._count = len(rows)
        self._terms, self._owners, self._weights = self._flat(rows, 0)
        self._starts = np.zeros(1, np.int64)

    @staticmethod
    def _flat(rows: Sequence[Sketch], start: int) -> tuple[Ints, Ints, Floats]:
        lengths = [len(s.ids) for s in rows]
        owners = np.repeat(np.arange(start, start + len(rows), dtype=np.int32), lengths)
        terms = np.concatenate([np.zeros(0, np.int32), *(s.ids for s in rows)])
        return terms, owners, np.concatenate([np.zeros(0, np.float32), *(s.weights[0] for s in rows)])

    def extend(self, rows: Sequence[Sketch]) -> None:
        """Take in the rows that came since."""
        new = rows[self.first + self._count :]
        if new:
            terms, owners, weights = self._flat(new, self._count)
            self._terms = np.concatenate([self._terms, terms])
            self._owners = np.concatenate([self._owners, owners])
            self._weights = np.concatenate([self._weights, weights])
            self._count += len(new)

    def build(self, columns: int) -> None:
        """Sort by term, so that a term's rows stand together."""
        order = np.argsort(self._terms, kind="stable")
        self._starts = np.searchsorted(self._terms[order], np.arange(columns + 1))
        self._owners, self._weights = self._owners[order], self._weights[order]

    def products(self, terms: Ints, query: Floats) -> Floats:
        """Return the product of a query with each row, by the postings of its terms alone."""
        known = terms[terms < len(self._starts) - 1]
        spans = [(self._starts[t], self._starts[t + 1], query[t]) for t in known.tolist()]
        if not spans:
            return np.zeros(self._count, np.float32)
        owners = np.concatenate([self._owners[a:b] for a, b, _ in spans])
        weights = np.concatenate([self._weights[a:b] * w for a, b, w in spans])
        return np.bincount(owners, weights, self._count).astype(np.float32)

    def all_products(self, query: Floats) -> Floats:
        """Return the product of a query with each row, by going through all of them."""
        return np.bincount(self._owners, query[self._terms] * self._weights, self._count).astype(np.float32)
