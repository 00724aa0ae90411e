"""Average link over a dense matrix of likeness, with the user's bounds. Knows no works."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

APART = -1e9
"""Likeness of what must never be together: no average that holds it reaches any cut."""


def average_link(likeness: NDArray[np.float32], cut: float, sizes: Sequence[int] | None = None) -> list[int]:
    """Group rows by average link (UPGMA), merging while the mean likeness is at least `cut`.

    The nearest-neighbour chain of Benzécri (1982): average link is reducible, so two rows that are each other's
    nearest may be merged at once. O(n²) with numpy rows instead of O(n³); equal values go to the lowest row.

    Args:
        likeness: Square and symmetric; the diagonal is not read. It is overwritten.
        cut: Least mean likeness of two groups that merge.
        sizes: Weight of each row; 1 each by default.

    Returns:
        A label for each row: the lowest row of its group.
    """
    n = len(likeness)
    np.fill_diagonal(likeness, -np.inf)
    weight = np.ones(n) if sizes is None else np.array(sizes, float)
    group = list(range(n))
    # What is near nothing stays alone, and most rows are: averages of what is below the cut stay below it.
    gone = likeness.max(1, initial=-np.inf) < cut
    likeness[gone], likeness[:, gone] = -np.inf, -np.inf
    waiting = (~gone).nonzero()[0][::-1].tolist()
    chain: list[int] = []
    while chain or waiting:
        if not chain:
            chain.append(waiting.pop())
            if gone[chain[-1]]:
                chain.pop()
                continue
        _step(likeness, cut, weight, gone, chain, group)
    return [_root(group, row) for row in range(n)]


def _step(
    likeness: NDArray[np.float32],
    cut: float,
    weight: NDArray[np.float64],
    gone: NDArray[np.bool_],
    chain: list[int],
    group: list[int],
) -> None:
    top = chain[-1]
    near = int(likeness[top].argmax())
    best = likeness[top, near]
    if len(chain) > 1 and likeness[top, chain[-2]] == best:
        near = chain[-2]
    if best < cut:
        # Nothing can reach it any more: averages of what is below the cut stay below it.
        _retire(likeness, gone, chain.pop())
    elif len(chain) > 1 and near == chain[-2]:
        del chain[-2:]
        keep, lose = min(top, near), max(top, near)
        share = weight[keep] / (weight[keep] + weight[lose])
        merged = share * likeness[keep] + (1 - share) * likeness[lose]
        merged[keep] = -np.inf
        likeness[keep], likeness[:, keep] = merged, merged
        weight[keep] += weight[lose]
        group[lose] = keep
        _retire(likeness, gone, lose)
        chain.append(keep)
    else:
        chain.append(near)


def _retire(likeness: NDArray[np.float32], gone: NDArray[np.bool_], row: int) -> None:
    gone[row] = True
    likeness[row], likeness[:, row] = -np.inf, -np.inf


def _root(group: list[int], row: int) -> int:
    while group[row] != row:
        row = group[row]
    return row
