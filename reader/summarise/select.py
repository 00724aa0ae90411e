"""Which sentences stand for a story. Knows weights and lengths; writes nothing."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from reader.record import record
from reader.summarise.candidates import Candidate, is_quotable
from reader.summarise.copies import Sources
from reader.summarise.weights import Vector, cosine, relevance, vectors

BALANCE = 0.5
"""Share of relevance against likeness to what is chosen (maximal marginal relevance, Carbonell and Goldstein 1998).
From .6 on sentences repeat each other: -.1 to -.3 ROUGE-2 on both halves of 240 clusters; .4 is as good as .5."""
AGAIN = 0.01
"""What a sentence loses for each one that its source gives already: of two alike the one that covers a work more.
.05 would cover 84 % of the works instead of 75 %, for .15 ROUGE-2."""
REPEATED = 0.8
"""Likeness from which a sentence only says again what a chosen one says: room that is left stays empty."""
POOL = 20
"""Sentences among which is chosen, the weightiest: the work grows with their square, and 20, 30 and 60 choose alike on
the 240 clusters (15: -.05)."""


@record
class Room:
    """How much may be said."""

    sentences: int
    words: float


def story(sources: Sources, room: Room, language: str = "") -> list[Candidate]:
    """Return the sentences that say most of what the sources agree on, in the order of sources and text.

    One text alone is quoted from its beginning: nothing chosen from a single text beats its opening, and it reads
    as it was written.

    Args:
        sources: All of them.
        room: Sentences and words there are.
        language: The only one that is quoted if it can be, else that of most sources: two languages say the same
            twice, and no measure here would see it.
    """
    distinct = _distinct(_spoken(sources, language))
    if len({sources.group_of[c.source] for c in distinct}) <= 1:
        return _opening(distinct, room)
    choice = Choice(distinct, vectors(distinct), relevance(distinct, sources), room)
    return _in_order(choice.best())


class Choice:
    """A set of sentences that fits the room: filled greedily, then bettered by exchanges until none helps."""

    def __init__(
        self, found: Sequence[Candidate], every: Sequence[Vector], weights: Sequence[float], room: Room
    ) -> None:
        """Take candidates, their vectors and their weights, three parallel sequences."""
        self.found = found
        self.vectors = every
        self.weights = weights
        self.room = room
        self._alike: dict[int, dict[int, float]] = {}

    def best(self) -> list[Candidate]:
        """Return the set, in no particular order.

        What turns out to speak to no reader is left out and the choice made again.
        """
        ranked = sorted(range(len(self.found)), key=lambda i: -self.weights[i])
        while True:
            chosen = self._bettered(sorted(ranked[:POOL]))
            bad = {i for i in chosen if not is_quotable(self.found[i])}
            if not bad:
                return [self.found[i] for i in chosen]
            ranked = [i for i in ranked if i not in bad]

    def _bettered(self, pool: Sequence[int]) -> tuple[int, ...]:
        self._compare(pool)
        chosen = self._filled(pool)
        worth = self._worth(chosen)
        while True:
            better = max(self._exchanges(chosen, pool), default=(worth, ()))
            if better[0] <= worth + 1e-9:
                return chosen
            worth, chosen = better

    def _filled(self, pool: Sequence[int]) -> tuple[int, ...]:
        chosen: tuple[int, ...] = ()
        while fitting := [i for i in pool if i not in chosen and self._fits((*chosen, i)) and self._adds(i, chosen)]:
            chosen = (*chosen, max(fitting, key=lambda i: (self._marginal(i, chosen), -i)))
        return chosen

    def _exchanges(self, chosen: tuple[int, ...], pool: Sequence[int]) -> Iterator[tuple[float, tuple[int, ...]]]:
        """Yield every fitting set with one sentence more, or with one in place of another, and its worth."""
        for kept in (chosen, *(chosen[:k] + chosen[k + 1 :] for k in range(len(chosen)))):
            left = self.room.words - sum(self.found[i].size for i in kept)
            if len(kept) < self.room.sentences:
                alike = {i: max([self._alike[i][j] for j in kept if j != i], default=0.0) for i in kept}
                worth = self._worth(kept)
                for new in pool:
                    if self.found[new].size <= left and new not in chosen and self._adds(new, kept):
                        yield worth + self._gain(new, kept, alike), (*kept, new)

    def _gain(self, new: int, kept: tuple[int, ...], alike: Mapping[int, float]) -> float:
        """Return by how much `_worth` grows with a new sentence, given each kept one's likeness to the others."""
        row, source = self._alike[new], self.found[new].source
        gain = self.found[new].size * self._marginal(new, kept)
        for old in kept:
            other = self.found[old]
            lost = (1 - BALANCE) * max(0.0, row[old] - alike[old]) + AGAIN * (other.source == source)
            gain -= other.size * lost
        return gain

    def _fits(self, chosen: tuple[int, ...]) -> bool:
        return len(chosen) <= self.room.sentences and sum(self.found[i].size for i in chosen) <= self.room.words

    def _adds(self, new: int, chosen: tuple[int, ...]) -> bool:
        """Return whether a sentence says something that the chosen ones do not."""
        row = self._alike[new]
        return all(row[other] < REPEATED for other in chosen)

    def _worth(self, chosen: tuple[int, ...]) -> float:
        """Return the sum of what the chosen say, word by word: a room left empty is a loss."""
        return sum(self.found[i].size * self._marginal(i, chosen) for i in chosen)

    def _marginal(self, new: int, chosen: tuple[int, ...]) -> float:
        row, source = self._alike[new], self.found[new].source
        alike, again = 0.0, 0
        for other in chosen:
            if other != new:
                alike = max(alike, row[other])
                again += self.found[other].source == source
        return BALANCE * self.weights[new] - (1 - BALANCE) * alike - AGAIN * again

    def _compare(self, pool: Sequence[int]) -> None:
        """Make sure that the likeness of every two in the pool is known."""
        for left in pool:
            row = self._alike.setdefault(left, {})
            for right in pool:
                if right < left and right not in row:
                    row[right] = self._alike[right][left] = cosine(self.vectors[left], self.vectors[right])


def _in_order(chosen: Sequence[Candidate]) -> list[Candidate]:
    """Return sentences by source and place, but begin with a source of which the very beginning is quoted, if any.

    What follows in its own text ("The fire was put out…") is a poor first sentence.
    """
    first = min((c.source for c in chosen if c.place == 0), default=-1)
    return sorted(chosen, key=lambda c: (c.source != first, c.source, c.place))


def _spoken(sources: Sources, language: str) -> list[Candidate]:
    """Return the candidates in the language, or else in the one of most sources that have any; the first of equals."""
    found = [(sources.works[c.source].language, c) for c in sources.candidates]
    if not any(spoken in ("", language) for spoken, _ in found):
        counts = Counter({c.source: spoken for spoken, c in found}.values())
        language = max(counts, key=lambda spoken: counts[spoken], default="")
    return [c for spoken, c in found if spoken in ("", language)]


def _distinct(found: Sequence[Candidate]) -> list[Candidate]:
    first: dict[str, Candidate] = {}
    for candidate in found:
        first.setdefault(candidate.key, candidate)
    return list(first.values())


def _opening(found: Sequence[Candidate], room: Room) -> list[Candidate]:
    chosen: list[Candidate] = []
    left = room.words
    for candidate in filter(is_quotable, found):
        if candidate.size > left or len(chosen) == room.sentences:
            break
        chosen.append(candidate)
        left -= candidate.size
    return chosen
