"""How likely two works tell one event, and how alike their themes are. Knows no groups.

A logistic model over a few measures of two texts. Its numbers were fitted on pairs of labelled sets; the sets are not
part of the program.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reader.cluster.sketch import Floats
from reader.cluster.window import Window

MEASURES = ("cosine", "title", "cross", "meaning", "mass", "length")
"""tf-idf cosine; of the titles; the better of title with body; of embeddings; log of shared idf mass; log of terms."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """A logistic model over `MEASURES`."""

    factors: tuple[float, ...]
    offset: float


PLAIN = Weights(factors=(11.4, -1.29, -0.79, 0.0, 2.34, -1.86), offset=-9.0)
"""Without embeddings."""


def measures(window: Window, row: int, others: Sequence[int]) -> Floats:
    """Return the measures of a row with other rows, one row a pair; the meaning is 0 where a vector is missing."""
    sketch = window.rows[row]
    dense = np.zeros((3, len(window.frequency)), np.float32)
    dense[:, sketch.ids] = sketch.weights[:3]
    rows = [window.rows[other] for other in others]
    ids = np.concatenate([r.ids for r in rows])
    weights = np.concatenate([r.weights[:3] for r in rows], 1)
    starts = np.concatenate([[0], np.cumsum([len(r.ids) for r in rows])])
    full, title, body = dense[:, ids]
    products = np.stack([full * weights[0], title * weights[1], title * weights[2], body * weights[1]])
    sums = np.concatenate([np.zeros((4, 1)), np.cumsum(products, 1, dtype=float)], 1)
    mass, titles, forth, back = sums[:, starts[1:]] - sums[:, starts[:-1]]
    own, theirs = window.norms[:, row], window.norms[:, list(others)]
    found = np.zeros((len(rows), len(MEASURES)), np.float32)
    found[:, 0] = mass / (own[0] * theirs[0])
    found[:, 1] = titles / (own[1] * theirs[1])
    found[:, 2] = np.maximum(forth / (own[1] * theirs[2]), back / (own[2] * theirs[1]))
    found[:, 4] = np.log1p(mass)
    found[:, 5] = np.log1p([min(len(r.ids), len(sketch.ids)) for r in rows])
    return found


def probability(found: Floats, weights: Weights = PLAIN) -> NDArray[np.float32]:
    """Return the probability of one story for each row of measures."""
    z = found @ np.array(weights.factors, np.float32) + weights.offset
    likely: NDArray[np.float32] = (1 / (1 + np.exp(-z))).astype(np.float32)
    return likely


def all_measures(window: Window, rows: Sequence[int]) -> Floats:
    """Return the measures of every pair of some rows: rows x rows x measures."""
    sketches = [window.rows[row] for row in rows]
    owners = np.repeat(np.arange(len(rows)), [len(s.ids) for s in sketches])
    _, local, counts = np.unique(np.concatenate([s.ids for s in sketches]), return_inverse=True, return_counts=True)
    # A term of one row alone adds nothing to a product; leaving it out keeps the matrices small.
    shared = counts > 1
    place = np.cumsum(shared) - 1
    use = shared[local]
    dense = np.zeros((3, len(rows), int(shared.sum()) + 1), np.float32)
    weights = np.concatenate([s.weights[:3] for s in sketches], 1)
    dense[:, owners[use], place[local[use]]] = weights[:, use]
    full, title, body = dense
    norms = window.norms[:, list(rows)]
    lengths = np.array([len(s.ids) for s in sketches])
    mass, cross = full @ full.T, (title @ body.T) / np.outer(norms[1], norms[2])
    found = np.zeros((len(rows), len(rows), len(MEASURES)), np.float32)
    found[..., 0] = mass / np.outer(norms[0], norms[0])
    found[..., 1] = (title @ title.T) / np.outer(norms[1], norms[1])
    found[..., 2] = np.maximum(cross, cross.T)
    found[..., 4] = np.log1p(mass)
    found[..., 5] = np.log1p(np.minimum.outer(lengths, lengths))
    return found
