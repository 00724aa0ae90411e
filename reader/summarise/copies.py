"""A cluster's works as read sources, and which of them carry nearly the same text. Chooses nothing."""

from collections.abc import Sequence
from dataclasses import dataclass

from reader.model.work import Work
from reader.summarise.candidates import Candidate, Reading, read

SAME = 0.8
"""Share of the shorter text's token pairs that the longer one holds, from which one is a copy of the other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """What a text is made from; the three sequences are parallel."""

    works: tuple[Work, ...]
    """In source order."""
    readings: tuple[Reading, ...]
    group_of: tuple[int, ...]
    """Per source the position of the first one that carries nearly the same text; its own if none does."""

    @classmethod
    def of(cls, works: Sequence[Work]) -> "Sources":
        """Read the works."""
        readings = tuple(read(works))
        return cls(works=tuple(works), readings=readings, group_of=_groups(readings))

    @property
    def candidates(self) -> list[Candidate]:
        """All candidates, in the order of works and text."""
        return [candidate for reading in self.readings for candidate in reading.candidates]


def _groups(readings: Sequence[Reading]) -> tuple[int, ...]:
    group_of = list(range(len(readings)))
    for later, reading in enumerate(readings):
        first = (i for i in range(later) if group_of[i] == i and _same(readings[i].pairs, reading.pairs))
        group_of[later] = next(first, later)
    return tuple(group_of)


def _same(left: frozenset[tuple[str, str]], right: frozenset[tuple[str, str]]) -> bool:
    smaller = min(len(left), len(right))
    return smaller > 0 and len(left & right) / smaller >= SAME
