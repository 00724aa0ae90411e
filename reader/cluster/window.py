"""The live works: their statistics, and who may be near whom. Knows no stories.

Rows are numbered as they come; `settle` renumbers, so nobody outside keeps a row across a batch.
"""

import heapq
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from reader.cluster.affixes import Affixes
from reader.cluster.flat import BODY, FULL, IDF, TITLE, Flat, Floats, Ints, weighed
from reader.cluster.sketch import Halves, Sketch
from reader.cluster.space import Space, group_of
from reader.cluster.titles import Titles

PRIOR = 500
"""Documents assumed before the first: keeps idf from jumping while a library is young."""

TAIL = 1024
"""Rows in the new part of the inverted index before they go into the old one (80 ms at 20,000 rows)."""

TOTALS = 6
TINY = 1e-6


class Window:
    """Sketches within the window of time, searchable by shared terms and by meaning."""

    def __init__(self) -> None:
        self.rows: list[Sketch] = []
        self.row_of: dict[int, int] = {}
        self.flat = Flat()
        self.space = Space()
        self.titles = Titles()
        self.affixes = Affixes()
        self.places = 0
        """Places given so far; a place in the stream is never given twice."""
        self.alive = np.zeros(0, bool)
        self.when = np.zeros(0)
        self.totals = np.zeros((TOTALS, 0), np.float32)
        """Of each row: norms of its three tf-idf vectors, idf of its terms and of its title's, number of terms."""
        self.languages = np.zeros(0, np.int32)
        self.papers = np.zeros(0, np.int32)
        """A number a paper; 0 for what is none."""
        self.embedded = np.zeros(0, bool)
        self._vectors = np.zeros((0, 0), np.float32)
        self._frequency = np.zeros(1024, np.int32)
        self._columns: dict[int, int] = {}
        self._names: dict[str, int] = {"": 0}
        self._oldest: list[tuple[float, int]] = []
        self._waiting: list[Ints] = []
        """Columns of the rows that the arrays do not hold yet."""

    def __len__(self) -> int:
        return len(self.row_of)

    @property
    def columns(self) -> int:
        """Length of an array that any term's column fits in."""
        return len(self._frequency)

    def load(self, sketches: Sequence[Sketch]) -> None:
        """Fill an empty window with restored sketches, in order of their places."""
        hashes = np.concatenate([np.zeros(0, np.uint32), *(s.terms["hash"] for s in sketches)])
        found, columns = np.unique(hashes, return_inverse=True)
        self._columns = dict(zip(found.tolist(), range(len(found)), strict=True))
        self._frequency = np.bincount(columns, minlength=max(1024, 2 * len(found))).astype(np.int32)
        for sketch in sketches:
            self._enter(sketch)
        self._waiting.append(columns.astype(np.int32))
        self.fill()
        self.flat.index(len(self._columns))

    def idf(self, hashes: NDArray[np.uint32]) -> tuple[Ints, NDArray[np.float16]]:
        """Return columns of terms and their idf at this moment."""
        columns = np.array([self._columns.setdefault(h, len(self._columns)) for h in hashes.tolist()], np.int32)
        while len(self._columns) > len(self._frequency):
            self._frequency = np.concatenate([self._frequency, np.zeros_like(self._frequency)])
        idf = np.log((len(self) + PRIOR + 1) / (self._frequency[columns] + 1.0))
        return columns, idf.astype(np.float16)

    def append(self, sketch: Sketch, columns: Ints) -> None:
        """Add a sketch, with the columns of its terms, as the newest row; `fill` makes it ready for comparing."""
        self._enter(sketch)
        self._frequency[columns] += 1
        self._waiting.append(columns)

    def fill(self) -> None:
        """Bring the arrays up to date with the rows; all at once, for a row alone takes as long as a hundred."""
        sketches = self.rows[self.flat.count :]
        if not sketches:
            return
        terms = np.concatenate([s.terms for s in sketches])
        weights = weighed(terms["title"], terms["body"], terms["idf"])
        self.flat.extend([len(s.terms) for s in sketches], np.concatenate(self._waiting), weights)
        self._waiting.clear()
        self.titles.extend((sketch.title, sketch.members) for sketch in sketches)
        self._append_facts(sketches, weights)
        for row, sketch in enumerate(sketches, len(self.rows) - len(sketches)):
            if sketch.plain is not None and sketch.vector is not None:
                self.space.enter(sketch.model, group_of(sketch.language, sketch.paper), sketch.plain)
                self._hold(row, sketch.vector)

    def drop(self, work_ids: Iterable[int]) -> None:
        """Take works out."""
        for work_id in work_ids:
            row = self.row_of.pop(work_id, None)
            if row is not None:
                self.fill()
                self.alive[row] = self.embedded[row] = False
                self._leave_space(self.rows[row])
                self.affixes.leave(self.rows[row].affixes)
                self._frequency[self.flat.ids[self.flat.row(row)]] -= 1

    def expire(self, before: float) -> list[int]:
        """Return the works that arrived before a time; they are still in."""
        gone = []
        while self._oldest and self._oldest[0][0] < before:
            _, work_id = heapq.heappop(self._oldest)
            row = self.row_of.get(work_id)
            if row is not None and self.rows[row].arrived < before:
                gone.append(work_id)
        return gone

    def settle(self) -> None:
        """Bring the inverted index up to date when it pays; renumbers rows."""
        if self.flat.count - self.flat.indexed <= TAIL and len(self.rows) <= 1.25 * len(self) + TAIL:
            return
        keep = self.alive.nonzero()[0]
        if len(self._vectors):
            self._reserve(self._vectors.shape[1])
            self._vectors = self._vectors[keep]
        self.rows = [self.rows[row] for row in keep.tolist()]
        self.row_of = {sketch.work_id: row for row, sketch in enumerate(self.rows)}
        self.flat.keep(keep)
        self.titles.keep(keep)
        self.flat.index(len(self._columns))
        self.totals, self.when, self.alive = self.totals[:, keep], self.when[keep], self.alive[keep]
        self.languages, self.papers, self.embedded = self.languages[keep], self.papers[keep], self.embedded[keep]

    def lexical(self, rows: Sequence[int]) -> Floats:
        """Return the tf-idf cosines of rows with every row, over the terms rare enough to propose neighbours."""
        those = np.asarray(rows, np.int64)
        found = self.flat.products(those, len(self._columns))
        found /= self.totals[FULL] * self.totals[FULL, those, None]
        return found

    def place_vector(self, row: int, plain: Floats, model: str) -> None:
        """Give a row its vector: centred by the mean of its group as it is now, itself included."""
        sketch = self.rows[row]
        self._leave_space(sketch)
        group = group_of(sketch.language, sketch.paper)
        self.space.enter(model, group, plain)
        vector = self.space.centred(model, group, plain)
        sketch.plain, sketch.vector, sketch.model = plain.astype(np.float16), vector.astype(np.float16), model
        self._hold(row, sketch.vector)

    def cosines(self, rows: Sequence[int] | NDArray[np.int64], others: NDArray[np.int64] | None = None) -> Floats:
        """Return the cosine of the vectors of rows with others', or with every row's; 0 where one is missing."""
        count = len(self.rows)
        if not len(self._vectors):
            return np.zeros((len(rows), count if others is None else len(others)), np.float32)
        self._reserve(self._vectors.shape[1])
        theirs = self._vectors[:count] if others is None else self._vectors[others]
        return np.asarray(self._vectors[rows] @ theirs.T)

    def paired_cosines(self, left: NDArray[np.int64], right: NDArray[np.int64]) -> Floats:
        """Return the cosine of the vectors of pairs of rows; 0 where one is missing."""
        if not len(self._vectors):
            return np.zeros(len(left), np.float32)
        self._reserve(self._vectors.shape[1])
        return np.asarray(np.einsum("ij,ij->i", self._vectors[left], self._vectors[right]))

    def centroids(self, rows: NDArray[np.int64], group: NDArray[np.int64], groups: int) -> Floats:
        """Return the mean vector of each group of rows, at unit length; zeros where no row has one."""
        if not len(self._vectors):
            return np.zeros((groups, 1), np.float32)
        self._reserve(self._vectors.shape[1])
        sums = np.zeros((groups, self._vectors.shape[1]), np.float32)
        np.add.at(sums, group, self._vectors[rows])
        return np.asarray(sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), TINY))

    def _enter(self, sketch: Sketch) -> None:
        self.row_of[sketch.work_id] = len(self.rows)
        self.rows.append(sketch)
        heapq.heappush(self._oldest, (sketch.arrived, sketch.work_id))
        self.places = max(self.places, sketch.place)
        self.affixes.enter(sketch.affixes)

    def _append_facts(self, sketches: Sequence[Sketch], weights: Floats) -> None:
        owner = np.repeat(np.arange(len(sketches)), [len(s.terms) for s in sketches])
        sums = [np.square(weights[FULL]), np.square(weights[TITLE]), np.square(weights[BODY])]
        sums += [weights[IDF], weights[IDF] * (weights[TITLE] > 0), np.ones(len(owner))]
        totals = np.array([np.bincount(owner, each, len(sketches)) for each in sums], np.float32)
        totals[: BODY + 1] = np.sqrt(totals[: BODY + 1])
        totals = np.maximum(totals, TINY)
        number = [[self._names.setdefault(s, len(self._names)) for s in (one.language, one.paper)] for one in sketches]
        names = np.array(number, np.int32).reshape(-1, 2)
        self.totals = np.concatenate([self.totals, totals], 1)
        self.alive = np.concatenate([self.alive, np.ones(len(sketches), bool)])
        self.embedded = np.concatenate([self.embedded, np.zeros(len(sketches), bool)])
        self.when = np.concatenate([self.when, [s.when for s in sketches]])
        self.languages = np.concatenate([self.languages, names[:, 0]])
        self.papers = np.concatenate([self.papers, names[:, 1]])

    def _hold(self, row: int, vector: Halves) -> None:
        self._reserve(len(vector))
        self._vectors[row] = vector
        self.embedded[row] = True

    def _reserve(self, dimensions: int) -> None:
        """Make room for a vector a row; vectors of another length belong to another model and go."""
        held, rows = self._vectors, len(self.rows)
        if len(held) < rows or held.shape[1] != dimensions:
            self._vectors = np.zeros((rows + rows // 4 + 256, dimensions), np.float32)
            if held.shape[1] == dimensions:
                self._vectors[: len(held)] = held
            else:
                self.embedded[:] = False

    def _leave_space(self, sketch: Sketch) -> None:
        if sketch.plain is not None:
            self.space.leave(sketch.model, group_of(sketch.language, sketch.paper), sketch.plain)
            sketch.plain = sketch.vector = None
