"""Sources that carry nearly the same text. Knows sentences as keys and pairs; chooses none."""

from collections.abc import Sequence

from reader.summarise.candidates import Candidate
from reader.summarise.weights import pairs

SAME = 0.6
"""Share of the shorter text's token pairs that the longer one holds, from which one is a copy of the other. Agency
copies keep .75 to 1; independent reports of one event share .05 to .25 (looked at in the story sets of the pairs)."""


def groups(found: Sequence[Candidate], sources: int) -> list[int]:
    """Return per source the number of its group, the first of a group giving its own; copies share one.

    Args:
        found: All candidates.
        sources: How many sources there are, those without a candidate included.
    """
    held: list[set[tuple[str, str]]] = [set() for _ in range(sources)]
    for candidate in found:
        held[candidate.source] |= pairs(candidate)
    group_of = list(range(sources))
    for later in range(sources):
        first = (i for i in range(later) if group_of[i] == i and _same(held[i], held[later]))
        group_of[later] = next(first, later)
    return group_of


def _same(left: set[tuple[str, str]], right: set[tuple[str, str]]) -> bool:
    smaller = min(len(left), len(right))
    return smaller > 0 and len(left & right) / smaller >= SAME
