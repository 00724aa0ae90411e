"""How likely two works tell one event, from what they share. Knows no groups."""

from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from reader.cluster.flat import Floats
from reader.cluster.pairs import TITLE_COSINE, TITLE_HELD, Rows
from reader.cluster.window import Window

TABLES = Path(__file__).with_name("score.npz")
"""Small networks over the measures, as numbers: 10 tanh units beside a straight line; `tests/bench/fit.py` makes them.

Fitted by log loss on candidate pairs of labelled streams of news, titles and papers, of which nothing else is in the
program. News comes with and without bodies and with and without dates, and every stream weighs about the same: fitted
on the sets as they are, the score knew titles without bodies from large loose stories alone and joined those of small
ones (B-cubed F1 .50 instead of .70). The command gives the figures for sets that were left out of the fit, too.

The model for two languages is fitted on two small sets and takes a lower offset: a wrong pair there joins two whole
stories.
"""

OWN, MEANT, FOREIGN = "own", "meant", "foreign"
"""The three: by terms alone; with embeddings, in one language; with embeddings, in two languages."""

HARMLESS = 0.1
"""Probability below which it does not matter what else parts a pair."""

AGREEING = 0.5
"""Share of the poorer title that two titles have in common, by idf, from which a difference in number or direction
is one between events and not between two ways of telling one."""

ALIKE = 0.7
"""Cosine of two titles from which the order of their words is looked at."""

STEEPEST = 30.0
"""Logit at which a probability is 0 or 1 for good; keeps exp() from overflowing."""


def likely(window: Window, left: Rows, right: Rows, found: Floats) -> Floats:
    """Return the probability of one story for measures of rows `left` with rows `right`; 0 for different papers.

    `left` and `right` are parallel, or a column and a row: they are broadcast to the shape of `found`.
    """
    rows, others = np.asarray(left), np.asarray(right)
    embedded = window.embedded[rows] & window.embedded[others]
    foreign = window.languages[rows] != window.languages[others]
    chance = scored(OWN, found)
    if embedded.any():
        chance = np.where(embedded & ~foreign, scored(MEANT, found), chance)
        chance = np.where(embedded & foreign, scored(FOREIGN, found), chance)
    paper, other = window.papers[rows], window.papers[others]
    chance[(paper != other) & (paper > 0) & (other > 0)] = 0
    chance[parted(window, rows, others, found, chance >= HARMLESS)] = 0
    return chance


def parted(
    window: Window, rows: NDArray[np.int64], others: NDArray[np.int64], found: Floats, ask: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Return which of the pairs that are asked for cannot be one event, though their titles agree in the rest."""
    apart = np.zeros(ask.shape, bool)
    at = (ask & (found[..., TITLE_HELD] >= AGREEING)).nonzero()
    left, right = (np.broadcast_to(each, ask.shape)[at] for each in (rows, others))
    titles = window.titles
    no = titles.other_member(left, right) | titles.other_way(left, right)
    alike = (~no & (found[..., TITLE_COSINE][at] >= ALIKE)).nonzero()[0]
    pairs = zip(left[alike].tolist(), right[alike].tolist(), strict=True)
    no[alike] = [titles.exchanged(one, other) for one, other in pairs]
    apart[at] = no
    return apart


def scored(model: str, found: Floats) -> Floats:
    """Return what a model says of measures (last axis)."""
    table = _tables()
    hidden = np.tanh(found @ table[f"{model}:in"] + table[f"{model}:bias"])
    logit = hidden @ table[f"{model}:out"] + found @ table[f"{model}:line"] + table[f"{model}:offset"]
    return np.asarray(1 / (1 + np.exp(-np.clip(logit, -STEEPEST, STEEPEST))), np.float32)


@cache
def _tables() -> dict[str, NDArray[np.float32]]:
    with np.load(TABLES, allow_pickle=False) as file:
        return {name: file[name].astype(np.float32) for name in file.files}
