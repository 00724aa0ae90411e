"""How likely two works tell one event, from what they share. Knows no groups."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from reader.cluster.sketch import Floats
from reader.cluster.window import Window

TABLES = Path(__file__).with_name("score.npz")

OWN, MEANT, FOREIGN = "own", "meant", "foreign"
"""Models: by terms alone; with embeddings, in one language; with embeddings, in two languages."""


def likely(window: Window, rows: Sequence[int], others: Sequence[int], found: Floats) -> Floats:
    """Return the probability of one story, rows x others, for their measures; 0 for two different papers."""
    (own, have, paper), (theirs, has, mate) = _kinds(window, rows), _kinds(window, others)
    embedded, foreign = have[:, None] & has[None], own[:, None] != theirs[None]
    chance = scored(OWN, found)
    if embedded.any():
        chance = np.where(embedded & ~foreign, scored(MEANT, found), chance)
        chance = np.where(embedded & foreign, scored(FOREIGN, found), chance)
    chance[(paper[:, None] != mate[None]) & (paper != "")[:, None] & (mate != "")[None]] = 0
    return chance


def scored(model: str, found: Floats) -> Floats:
    """Return what a model says of measures (last axis)."""
    table = _tables()
    hidden = np.tanh(found @ table[f"{model}:in"] + table[f"{model}:bias"])
    z = hidden @ table[f"{model}:out"] + found @ table[f"{model}:line"] + table[f"{model}:offset"]
    chance: Floats = (1 / (1 + np.exp(-np.clip(z, -30, 30)))).astype(np.float32)
    return chance


def _kinds(window: Window, rows: Sequence[int]) -> tuple[NDArray[np.str_], NDArray[np.bool_], NDArray[np.str_]]:
    """Return language, presence of a vector, and paper of each row."""
    sketches = [window.rows[row] for row in rows]
    return (
        np.array([s.language for s in sketches]),
        np.array([s.vector is not None for s in sketches]),
        np.array([s.paper for s in sketches]),
    )


@cache
def _tables() -> dict[str, NDArray[np.float32]]:
    with np.load(TABLES, allow_pickle=False) as file:
        return {name: file[name].astype(np.float32) for name in file.files}
