"""A cluster's works as read sources, and which of them carry nearly the same text. Chooses nothing."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import NamedTuple

from reader.model.work import Work
from reader.record import record
from reader.summarise.candidates import Candidate, Reading, key_of, of_title

SAME = 0.8
"""Share of the shorter text's token pairs that the longer one holds, from which one is a copy of the other."""


class Groups:
    """Which texts are nearly the same; found as far as it is asked, for it takes the tokens of every text before."""

    def __init__(self, readings: Sequence[Reading]) -> None:
        self._readings = readings
        self._found: list[int] = []
        self._firsts: list[tuple[int, _Pairs]] = []
        """Texts that copy none before them."""

    def __getitem__(self, source: int) -> int:
        """Return the position of the first source that carries nearly the same text; its own if none does."""
        for later in range(len(self._found), source + 1):
            self._found.append(self._first(later))
        return self._found[source]

    def _first(self, later: int) -> int:
        if len(self._readings) == 1:
            return 0
        pairs = _Pairs.of(self._readings[later].pairs)
        for first, others in self._firsts:
            if pairs.same(others):
                return first
        self._firsts.append((later, pairs))
        return later


@record
class Sources:
    """What a text is made from; the sequences are parallel."""

    works: tuple[Work, ...]
    """In source order."""
    readings: tuple[Reading, ...]
    group_of: Groups
    story_of: tuple[int, ...]
    """Per source the number of its story; all different where nothing is known."""

    @classmethod
    def of(cls, works: Sequence[Work], stories: Mapping[int, int] | None = None) -> "Sources":
        """Take the works; `stories` gives their story by work id."""
        readings = tuple(Reading.of(source, work) for source, work in enumerate(works))
        known = stories or {}
        story_of = tuple(known.get(work.id, -1 - i) for i, work in enumerate(works))
        return cls(works=tuple(works), readings=readings, group_of=Groups(readings), story_of=story_of)

    def main_language(self, preferred: str = "") -> str:
        """Return the language of most works, among equals the preferred one, then the first's; "" if none is known."""
        counts = Counter(work.language for work in self.works if work.language)
        return max(counts, key=lambda language: (counts[language], language == preferred), default="")

    @property
    def candidates(self) -> list[Candidate]:
        """All candidates, in the order of works and text."""
        return [candidate for reading in self.readings for candidate in reading.candidates]

    @property
    def titles(self) -> list[Candidate]:
        """The works' titles."""
        return [of_title(source, work) for source, work in enumerate(self.works)]

    def repeating(self, said: Candidate) -> list[Candidate]:
        """Return what the other sources have in the same words, title for a title, in their order."""
        if said.span.field == "title":
            return [title for title in self.titles if title.source != said.source and title.key == said.key]
        texts = (reading for reading in self.readings if reading.source != said.source and said.key in reading.key)
        return [other for reading in texts for other in reading.candidates if other.key == said.key]

    def read_by_titles(self, but: str) -> "Sources":
        """Return the same works with their titles in place of their texts, and without the title that is shown."""
        shown = key_of(but)
        kept = [(title,) if title.key != shown else () for title in self.titles]
        readings = tuple(replace(r, instead=title) for r, title in zip(self.readings, kept, strict=True))
        return replace(self, readings=readings, group_of=Groups(readings))


class _Pairs(NamedTuple):
    """Token pairs of a text, and a part of them, from which most texts on other things are told already."""

    every: frozenset[tuple[str, str]]
    some: frozenset[tuple[str, str]]

    @classmethod
    def of(cls, pairs: frozenset[tuple[str, str]]) -> "_Pairs":
        """Return the pairs of a text; the part is twice what a copy may lack."""
        return cls(pairs, frozenset(islice(pairs, int(2 * (1 - SAME) * len(pairs)) + 1)))

    def same(self, other: "_Pairs") -> bool:
        """Return whether one is nearly held by the other."""
        smaller, larger = (self, other) if len(self.every) <= len(other.every) else (other, self)
        size = len(smaller.every)
        # One more than may be missing: the shares are no whole numbers.
        if not size or len(smaller.some) - len(smaller.some & larger.every) > (1 - SAME) * size + 1:
            return False
        return len(smaller.every & larger.every) / size >= SAME
