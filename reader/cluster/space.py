"""Vectors made comparable: a fixed rotation, and the mean of each language taken off. Knows no models but by name.

Sentence encoders give each language, and each kind of text, a direction of its own, which hides what two texts share.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from reader.cluster.flat import Floats

TRUST = 20.0
"""Documents that a shipped mean counts for, beside the live ones of its group."""

TABLES = Path(__file__).with_name("space.npz")


class Space:
    """Running means of the live vectors, by group: a language, and papers apart from the rest of it."""

    def __init__(self) -> None:
        self._sums: dict[tuple[str, str], NDArray[np.float64]] = {}
        self._counts: dict[tuple[str, str], int] = {}

    def enter(self, model: str, group: str, plain: NDArray[np.floating]) -> None:
        """Count a vector in."""
        key = (model, group)
        if key not in self._sums:
            self._sums[key] = np.zeros(len(plain))
        self._sums[key] += plain
        self._counts[key] = self._counts.get(key, 0) + 1

    def leave(self, model: str, group: str, plain: NDArray[np.floating]) -> None:
        """Count a vector out."""
        self._sums[model, group] -= plain
        self._counts[model, group] -= 1

    def centred(self, model: str, group: str, plain: Floats) -> Floats:
        """Return the vector without its group's present mean, at unit length and at the precision it is kept in."""
        prior = means(model)
        base, trust = prior.get(group, prior.get("", None)), TRUST
        if base is None:
            base, trust = np.zeros(len(plain), np.float32), 0.0
        count = self._counts.get((model, group), 0)
        mean = (trust * base + self._sums.get((model, group), 0.0)) / max(1.0, trust + count)
        off = plain - mean
        return np.asarray((off / max(float(np.linalg.norm(off)), 1e-6)).astype(np.float16), np.float32)


def group_of(language: str, paper: str) -> str:
    """Return the group whose mean a text is compared to: its language, and papers apart."""
    return f"{language}#" if paper else language


def projected(model: str, vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return unit vectors, rotated and shortened where a table for the model ships; at the precision they are kept in.

    The rotation is the principal axes of text in several languages and kinds, the lesser half dropped, each axis
    divided by its deviation to the power 0.5: half the memory, and +.01 to +.03 of average precision in every set over
    vectors that are centred alone. Full whitening costs .03 to .2; fixed means instead of running ones cost .03 to .06.
    """
    unit = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-6)
    axes = _tables(model).get("axes")
    turned = unit if axes is None else unit @ axes
    return np.asarray(turned.astype(np.float16), np.float32)


def means(model: str) -> Mapping[str, NDArray[np.float32]]:
    """Return the shipped means of a model by group; "" stands for the rest. Empty for models without a table."""
    return {name[5:]: row for name, row in _tables(model).items() if name.startswith("mean:")}


@cache
def _tables(model: str) -> dict[str, NDArray[np.float32]]:
    if not TABLES.is_file():
        return {}
    with np.load(TABLES, allow_pickle=False) as file:
        if str(file["model"]) != model:
            return {}
        return {name: file[name].astype(np.float32) for name in file.files if name != "model"}
