"""Which sources carry a sentence: pruned citations, or others when the given ones do not hold. Judges no truth."""

from collections.abc import Mapping, Sequence
from math import log

from reader.refine.claim import Claim
from reader.refine.evidence import Source

HOLDS = 0.6
"""A citation holds if it covers this share of what the best source of the cluster covers."""

ADDS = 0.12
"""Share of the sentence that a further citation must add; below it, it is over-citing."""

CARRIES = 0.2
"""Share below which no source carries the sentence."""

MOST = 4
"""Citations of one sentence at most."""


def _weights(claim: Claim, sources: Mapping[int, Source]) -> dict[str, float]:
    """Weigh the words that few sources share: those in all of them decide nothing."""
    total = len(sources)
    return {
        word: 0.2 + log(1 + total / (1 + sum(word in source.content for source in sources.values())))
        for word in claim.content
    }


def _greedy(weights: dict[str, float], among: Sequence[int], sources: Mapping[int, Source]) -> tuple[int, ...]:
    """Cover the sentence step by step, best gain first, earlier citation first among equals."""
    whole, left, chosen = sum(weights.values()), set(weights), list[int]()
    while left and len(chosen) < MOST:
        rest = [work for work in among if work not in chosen]
        gains = {work: sum(weights[word] for word in left & sources[work].content) / whole for work in rest}
        if not gains:
            break
        best = max(rest, key=lambda work: gains[work])
        if gains[best] < (ADDS if chosen else CARRIES):
            break
        chosen.append(best)
        left -= sources[best].content
    return tuple(chosen)


def attribute(claim: Claim, cited: Sequence[int], sources: Mapping[int, Source]) -> tuple[int, ...]:
    """Return the works that carry the sentence, best first; empty if none does.

    Citations that hold are kept and pruned; when they do not, the best sources of the cluster replace them.
    """
    weights = _weights(claim, sources)
    whole = sum(weights.values())
    if not whole:
        return ()
    share = {work: sum(weights[w] for w in claim.content & source.content) / whole for work, source in sources.items()}
    best = max(share.values(), default=0.0)
    good = [work for work in cited if share[work] >= HOLDS * best]
    return _greedy(weights, good, sources) or _greedy(weights, sorted(share), sources)
