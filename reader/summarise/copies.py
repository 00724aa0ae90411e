"""A cluster's works as read sources, and which of them carry nearly the same text. Chooses nothing."""

from collections import Counter
from collections.abc import Mapping, Sequence
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

    story_of: tuple[int, ...]
    """Per source the number of its story; all different where nothing is known."""

    @classmethod
    def of(cls, works: Sequence[Work], stories: Mapping[int, int] | None = None) -> "Sources":
        """Read the works; `stories` gives their story by work id."""
        readings = tuple(read(works))
        known = stories or {}
        story_of = tuple(known.get(work.id, -1 - i) for i, work in enumerate(works))
        return cls(works=tuple(works), readings=readings, group_of=_groups(readings), story_of=story_of)

    def main_language(self, preferred: str = "") -> str:
        """Return the language of most works, among equals the preferred one, then the first's; "" if none is known."""
        counts = Counter(work.language for work in self.works if work.language)
        return max(counts, key=lambda language: (counts[language], language == preferred), default="")

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
