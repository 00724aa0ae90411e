"""What two works share, as a few measures. Knows no model and no groups."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from reader.cluster.sketch import Floats, Sketch
from reader.cluster.window import Window

MEASURES = (
    "cosine",
    "title",
    "cross",
    "body",
    "meaning",
    "mass",
    "shared",
    "rarest",
    "held",
    "common",
    "title_mass",
    "title_held",
    "shorter",
    "longer",
)
"""tf-idf cosine of all; of the titles; the better of title with body; of the bodies; cosine of embeddings; log of the
shared tf-idf mass; log of the number of shared terms; 4-norm of the shared idf, which the rarest terms rule; share of
the poorer work's idf, and of both works', that is shared; idf that the titles share; share of the poorer title's idf;
logs of the numbers of terms."""

ALL, TITLE, BODY, ROOT, SQUARE, ONE, TITLE_ROOT = range(7)
"""Channels: what a term weighs in each kind of product."""

PRODUCTS = (
    (ALL, ALL), (TITLE, TITLE), (TITLE, BODY), (BODY, TITLE), (BODY, BODY),
    (ROOT, ROOT), (SQUARE, SQUARE), (ONE, ONE), (TITLE_ROOT, TITLE_ROOT),
)  # fmt: skip
"""Products of channels of the one work with those of the other, in the order that `_measured` takes them."""

TINY = 1e-6


def measures(window: Window, row: int, others: Sequence[int]) -> Floats:
    """Return the measures of a row with other rows: others x measures; the meaning is 0 where a vector is missing."""
    sketch, mates = window.rows[row], [window.rows[other] for other in others]
    ids = np.concatenate([mate.ids for mate in mates])
    theirs = np.concatenate([channels(mate) for mate in mates], 1)
    dense = np.zeros((len(theirs), len(window.frequency)), np.float32)
    dense[:, sketch.ids] = channels(sketch)
    own = dense[:, ids]
    products = np.stack([own[a] * theirs[b] for a, b in PRODUCTS])
    starts = np.cumsum([0] + [len(mate.ids) for mate in mates])
    sums = np.concatenate([np.zeros((len(PRODUCTS), 1)), np.cumsum(products, 1, dtype=float)], 1)
    found = _measured(
        sums[:, None, starts[1:]] - sums[:, None, starts[:-1]], window.totals[:, [row]], window.totals[:, list(others)]
    )
    found[..., MEASURES.index("meaning")] = window.cosines([row], others)
    return found[0]


def all_measures(window: Window, rows: Sequence[int]) -> Floats:
    """Return the measures of every pair of some rows: rows x rows x measures."""
    sketches = [window.rows[row] for row in rows]
    owners = np.repeat(np.arange(len(rows)), [len(s.ids) for s in sketches])
    _, local, counts = np.unique(np.concatenate([s.ids for s in sketches]), return_inverse=True, return_counts=True)
    # A term of one row alone adds nothing to a product; leaving it out keeps the matrices small.
    shared = counts > 1
    place = np.cumsum(shared) - 1
    use = shared[local]
    weights = np.concatenate([channels(s) for s in sketches], 1)[:, use]
    dense = np.zeros((len(weights), len(rows), int(shared.sum())), np.float32)
    dense[:, owners[use], place[local[use]]] = weights
    totals = window.totals[:, list(rows)]
    found = _measured(np.stack([dense[a] @ dense[b].T for a, b in PRODUCTS]), totals, totals)
    found[..., MEASURES.index("meaning")] = window.cosines(rows, rows)
    return found


def channels(sketch: Sketch) -> Floats:
    """Return the weights of a work's terms: channels x terms."""
    full, title, body, idf = sketch.weights
    root = np.sqrt(idf)
    return np.stack([full, title, body, root, idf * idf, np.ones_like(idf), root * (title > 0)])


def _measured(products: NDArray[np.float64], own: Floats, theirs: Floats) -> Floats:
    mass, titles, forth, back, bodies, idf, fourth, count, title_idf = products
    sides = [(a[:, None], b[None]) for a, b in zip(own, theirs, strict=True)]
    norms, title_norms, body_norms, wealth, title_wealth, lengths = sides
    poorer = np.minimum(*wealth)
    found = [
        mass / (norms[0] * norms[1]),
        titles / (title_norms[0] * title_norms[1]),
        np.maximum(forth / (title_norms[0] * body_norms[1]), back / (body_norms[0] * title_norms[1])),
        bodies / (body_norms[0] * body_norms[1]),
        np.zeros_like(mass),
        np.log1p(np.maximum(mass, 0)),
        np.log1p(count),
        np.sqrt(np.sqrt(np.maximum(fourth, 0))),
        idf / poorer,
        idf / np.maximum(wealth[0] + wealth[1] - idf, TINY),
        title_idf,
        title_idf / np.minimum(*title_wealth),
        np.log1p(np.minimum(*lengths)),
        np.log1p(np.maximum(*lengths)),
    ]
    return np.stack(np.broadcast_arrays(*found), -1).astype(np.float32)
