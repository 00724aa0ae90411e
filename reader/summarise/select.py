"""Which sentences stand for a story, and which for a roundup. Knows weights and lengths; writes nothing."""

from collections.abc import Sequence
from dataclasses import dataclass

from reader.summarise.candidates import Candidate
from reader.summarise.weights import cosine, relevance, vectors

BALANCE = 0.5
"""Maximal marginal relevance (Carbonell and Goldstein 1998): share of relevance against likeness to what is chosen.
.3 to .5 differ by less than .1 ROUGE-2; from .6 on sentences repeat each other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """How much may be said."""

    sentences: int
    words: float


def story(found: Sequence[Candidate], group_of: Sequence[int], room: Room) -> list[Candidate]:
    """Return the sentences that say most of what the sources agree on, in the order of sources and text.

    One text alone is quoted from its beginning: nothing chosen from a single text beats its opening, and it reads
    as it was written.
    """
    distinct = _distinct(found)
    if len({group_of[c.source] for c in distinct}) <= 1:
        return _opening(distinct, room)
    chosen = _marginal(distinct, relevance(distinct, group_of), room)
    return sorted(chosen, key=lambda c: (c.source, c.place))


def _distinct(found: Sequence[Candidate]) -> list[Candidate]:
    first: dict[str, Candidate] = {}
    for candidate in found:
        first.setdefault(candidate.key, candidate)
    return list(first.values())


def _opening(found: Sequence[Candidate], room: Room) -> list[Candidate]:
    chosen: list[Candidate] = []
    left = room.words
    for candidate in found[: room.sentences]:
        if candidate.size > left:
            break
        chosen.append(candidate)
        left -= candidate.size
    return chosen


def _marginal(found: Sequence[Candidate], weights: Sequence[float], room: Room) -> list[Candidate]:
    every = vectors(found)
    alike = [0.0] * len(found)
    chosen: list[int] = []
    left = room.words
    while len(chosen) < room.sentences:
        open_ = [i for i, c in enumerate(found) if c.size <= left and i not in chosen]
        if not open_:
            break
        best = max(open_, key=lambda i: (BALANCE * weights[i] - (1 - BALANCE) * alike[i], -i))
        chosen.append(best)
        left -= found[best].size
        alike = [max(a, cosine(vector, every[best])) for a, vector in zip(alike, every, strict=True)]
    return [found[i] for i in chosen]
