"""What two works share, as a few measures. Knows no model and no groups."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from reader.cluster.flat import BODY, FULL, IDF, TITLE, Floats
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
    "nearness",
)
"""tf-idf cosine of all; of the titles; the better of title with body; of the bodies; cosine of embeddings; log of the
shared tf-idf mass; log of the number of shared terms; 4-norm of the shared idf, which the rarest terms rule; share of
the poorer work's idf, and of both works', that is shared; idf that the titles share; share of the poorer title's idf;
logs of the numbers of terms; nearness in time by their own dates."""

COSINE, TITLE_COSINE, TITLE_HELD, MEANING, NEARNESS = map(
    MEASURES.index, ("cosine", "title", "title_held", "meaning", "nearness")
)

FADING = timedelta(days=2)
"""Time in which nearness falls by e. What is close in words and in time is one event; in words alone it may be the
same matter years later."""

PRODUCTS = 9
"""Sums over shared terms that the measures are made of; see `_products`."""

BLOCK = 96
"""Rows whose pairs are measured at once."""

COLUMNS = 256
"""Terms that are multiplied at once."""

TINY = 1e-6

Rows = Sequence[int] | NDArray[np.int64]


def measures(window: Window, left: Rows, right: Rows) -> Floats:
    """Return the measures of pairs of rows, parallel to `left` and `right`; the meaning is 0 without both vectors."""
    one, other = np.asarray(left, np.int64), np.asarray(right, np.int64)
    pair, own, theirs = _shared(window, one, other)
    products = [np.bincount(pair, product, len(one)) for product in _products(window, own, theirs)]
    found = _measured(np.array(products), window.totals[:, one], window.totals[:, other])
    found[:, MEANING] = window.paired_cosines(one, other)
    found[:, NEARNESS] = _nearness(window.when[one], window.when[other])
    return found


def cosine(window: Window, row: int, other: int) -> float:
    """Return the first measure of two rows: for one pair alone plain sums are quicker than arrays."""
    flat = window.flat
    own, theirs = flat.row(row), flat.row(other)
    weights = dict(zip(flat.ids[own].tolist(), flat.weights[FULL, own].tolist(), strict=True))
    pairs = zip(flat.ids[theirs].tolist(), flat.weights[FULL, theirs].tolist(), strict=True)
    product = sum(weights.get(term, 0.0) * weight for term, weight in pairs)
    return float(product / (window.totals[FULL, row] * window.totals[FULL, other]))


def cosines(window: Window, row: int, others: Rows) -> Floats:
    """Return the first measure of a row with others, in a fraction of the time that all measures take."""
    flat, those = window.flat, np.asarray(others, np.int64)
    weights = np.zeros(window.columns, np.float32)
    weights[flat.ids[flat.row(row)]] = flat.weights[FULL, flat.row(row)]
    where, owner = flat.spans(those)
    products = np.bincount(owner, weights[flat.ids[where]] * flat.weights[FULL, where], len(those))
    return np.asarray(products / (window.totals[FULL, row] * window.totals[FULL, those]), np.float32)


def all_measures(window: Window, rows: Rows, first: int) -> Iterator[tuple[slice, slice, Floats]]:
    """Give the measures of the `first` rows with all rows, in blocks of rows with themselves and all later ones.

    Each block comes with the places of its two sides in `rows`: block x later rows x measures. At 800 rows of much
    alike text all pairs at once took 140 MB.
    """
    those = np.asarray(rows, np.int64)
    totals = window.totals[:, those]
    for start in range(0, first, BLOCK):
        left, right = slice(start, min(start + BLOCK, first)), slice(start, len(those))
        products = _dense_products(*_common_terms(window, those[right], left.stop - start), left.stop - start)
        found = _measured(products, totals[:, left, None], totals[:, None, right])
        found[..., MEANING] = window.cosines(those[left], those[right])
        found[..., NEARNESS] = _nearness(window.when[those[left], None], window.when[None, those[right]])
        yield left, right, found


def _common_terms(
    window: Window, rows: NDArray[np.int64], first: int
) -> tuple[Floats, NDArray[np.int64], NDArray[np.int64], int]:
    """Return channels, rows and columns (from 0) of the terms that one of the `first` rows shares, and all rows."""
    flat = window.flat
    where, owner = flat.spans(rows)
    _, local, counts = np.unique(flat.ids[where], return_inverse=True, return_counts=True)
    # A term of one row alone, or of none of the first, adds nothing to a product: it would only widen the matrices.
    shared = (counts > 1) & (np.bincount(local[owner < first], minlength=len(counts)) > 0)
    use = shared[local]
    return _channels(flat.weights[:, where[use]]), owner[use], (np.cumsum(shared) - 1)[local[use]], len(rows)


def _dense_products(
    weights: Floats, owner: NDArray[np.int64], column: NDArray[np.int64], rows: int, first: int
) -> Floats:
    """Return what `_products` sums for the `first` rows with all: products x first x rows."""
    products = np.zeros((PRODUCTS, first, rows), np.float32)
    columns = int(column.max(initial=-1)) + 1
    for start in range(0, columns, COLUMNS):
        some = (column >= start) & (column < start + COLUMNS)
        dense = np.zeros((len(weights), rows, min(COLUMNS, columns - start)), np.float32)
        dense[:, owner[some], column[some] - start] = weights[:, some]
        full, title, body, root, square, one, title_root = dense
        pairs = [(full, full), (title, title), (title, body), (body, title), (body, body)]
        pairs += [(root, root), (square, square), (one, one), (title_root, title_root)]
        for product, (a, b) in zip(products, pairs, strict=True):
            product += a[:first] @ b.T
    return products


def _shared(
    window: Window, left: NDArray[np.int64], right: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Return each term that a pair shares: the pair, and where the term is in the one row and in the other."""
    flat = window.flat
    rows, side = np.unique(left, return_inverse=True)
    where, owner = flat.spans(rows)
    local = np.full(window.columns, -1, np.int32)
    used = np.unique(flat.ids[where])
    local[used] = np.arange(len(used))
    place = np.full((len(rows), len(used)), -1, np.int64)
    place[owner, local[flat.ids[where]]] = where
    theirs, pair = flat.spans(right)
    column = local[flat.ids[theirs]]
    known = column >= 0
    own = place[side[pair[known]], column[known]]
    both = own >= 0
    return pair[known][both], own[both], theirs[known][both]


def _products(window: Window, own: NDArray[np.int64], theirs: NDArray[np.int64]) -> Floats:
    """Return what each shared term adds to each of the products."""
    one, other = window.flat.weights[:, own], window.flat.weights[:, theirs]
    full, titles, bodies, idf = one * other
    root = np.sqrt(idf)
    shares = [full, titles, one[TITLE] * other[BODY], one[BODY] * other[TITLE], bodies]
    shares += [root, idf * idf, np.ones_like(idf), root * (titles > 0)]
    return np.stack(shares)


def _channels(weights: Floats) -> Floats:
    """Return what terms weigh in each kind of product, so that dense products sum what `_products` lists."""
    root = np.sqrt(weights[IDF])
    channels = [weights[FULL], weights[TITLE], weights[BODY], root, np.square(weights[IDF])]
    return np.stack([*channels, np.ones_like(root), root * (weights[TITLE] > 0)])


def _measured(products: NDArray[np.floating], own: Floats, theirs: Floats) -> Floats:
    mass, titles, forth, back, bodies, idf, fourth, count, title_idf = products
    norm, title_norm, body_norm, wealth, title_wealth, length = own
    norm_, title_norm_, body_norm_, wealth_, title_wealth_, length_ = theirs
    found = np.zeros((*mass.shape, len(MEASURES)), np.float32)
    columns = [
        mass / (norm * norm_),
        titles / (title_norm * title_norm_),
        np.maximum(forth / (title_norm * body_norm_), back / (body_norm * title_norm_)),
        bodies / (body_norm * body_norm_),
        0.0,
        np.log1p(np.maximum(mass, 0)),
        np.log1p(count),
        np.sqrt(np.sqrt(np.maximum(fourth, 0))),
        idf / np.minimum(wealth, wealth_),
        idf / np.maximum(wealth + wealth_ - idf, TINY),
        title_idf,
        title_idf / np.minimum(title_wealth, title_wealth_),
        np.log1p(np.minimum(length, length_)),
        np.log1p(np.maximum(length, length_)),
        0.0,
    ]
    for place, column in enumerate(columns):
        found[..., place] = column
    return found


def _nearness(one: NDArray[np.float64], other: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return 1 for what was published together, less for what was not, 0 where a date is missing."""
    return np.nan_to_num(np.exp(-np.abs(one - other) / FADING.total_seconds()))
