"""The gate: whether a sentence rests on the sources it cites. Deterministic; knows no model and no language's grammar.

Every number and name must occur in the cited sources, enough of the content words must, and polarity, opposites and
the order of names and numbers must agree with the best evidence. The probes of `tests/data/gate.json` and
`python -m tests.bench.gate` print how much of what is wrong it flags, and how little of what is right.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum

from reader.model.summary import Span
from reader.refine.alignment import altered_han, common_run, longest_run
from reader.refine.attribution import attribute
from reader.refine.claim import Claim
from reader.refine.evidence import Passage, Source
from reader.refine.facts import opposed

QUOTED_RUN = 12
"""Words in a row shared with a source that make a sentence a quotation."""

COVERED, BARELY_COVERED = 0.55, 0.35
"""Share of content words found in the cited sources: below the first weak, below the second unsupported."""

EVIDENT, BARELY_EVIDENT = 0.25, 0.15
"""The same for the single best passage: words scattered over a source are no evidence."""

COMPARABLE, NEAR_COPY = 0.5, 0.75
"""Overlap with the best passage from which polarity is compared, and from which order is."""

CONTEXT = 0.2
"""Overlap that a passage needs to lend a number that the best passage lacks."""


class Standing(IntEnum):
    """How far the sources carry a sentence."""

    UNSUPPORTED = 0
    """Dropped."""
    WEAK = 1
    """Kept with "?"."""
    SUPPORTED = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the gate says of one sentence."""

    standing: Standing
    why: str = ""
    """The first fault in words; empty when supported."""
    works: tuple[int, ...] = ()
    """The citations that hold, best first: pruned or re-attributed; empty if none does."""
    spans: tuple[Span, ...] = ()
    """The best passage of each of those works."""
    quote: range = range(0)
    """Where in the sentence the words of a source stand; empty if they are fewer than a quotation has."""


Fault = tuple[Standing, str]


def _quoted(text: str, passages: Sequence[Passage]) -> range:
    run, passage = max((longest_run(text, passage.text), passage.text) for passage in passages)
    return common_run(text, passage) if run >= QUOTED_RUN else range(0)


def _missing_numbers(claim: Claim, rests: Sequence[Source], best: Passage) -> Iterator[Fault]:
    have = frozenset[str]().union(*(source.numbers for source in rests))
    near = {
        value
        for source in rests
        for passage in source.passages
        if passage is best or claim.overlap(passage) >= CONTEXT
        for value in passage.numbers
    }
    for value in claim.numbers:
        if claim.counts_works(value, len(rests)):
            continue
        if value not in have:
            yield Standing.UNSUPPORTED, f"the number {value} is in none of its sources"
        elif value not in near:
            yield Standing.UNSUPPORTED, f"the number {value} stands for something else in its source"


def _missing_names(claim: Claim, rests: Sequence[Source]) -> Iterator[Fault]:
    vocabulary = frozenset[str]().union(*(source.vocabulary for source in rests))
    stems = frozenset[str]().union(*(source.content for source in rests))
    for name in claim.names:
        parts = [part for part in name.split("-") if part]
        if name in vocabulary or all(part in vocabulary or claim.stem(part) <= stems for part in parts):
            continue
        sure = claim.certain(name)
        yield (Standing.UNSUPPORTED if sure else Standing.WEAK), f"the name {name!r} is in none of its sources"


def _disagreements(claim: Claim, best: Passage) -> Iterator[Fault]:
    overlap = claim.overlap(best)
    if overlap < COMPARABLE:
        return
    standing = Standing.UNSUPPORTED if overlap >= NEAR_COPY else Standing.WEAK
    if bool(claim.negations) != bool(best.negations) or (overlap >= NEAR_COPY and claim.negations != best.negations):
        yield standing, "its source says the opposite, or says it without a negation"
    pair = opposed(claim.text, best.text)
    if pair:
        yield Standing.UNSUPPORTED, f"its source points the other way: {pair}"
    if overlap >= NEAR_COPY:
        yield from _orders(claim, best)


def _orders(claim: Claim, best: Passage) -> Iterator[Fault]:
    if claim.swaps_names(best.text):
        # German capitalises every noun, and its sentences turn them around freely.
        yield (Standing.WEAK if claim.language == "de" else Standing.UNSUPPORTED), "its names have changed places"
    stray = claim.strays(best)
    if stray:
        yield Standing.WEAK, f"the name {stray!r} stands elsewhere in its source"
    ours, theirs = list(claim.digits), list(best.digits)
    if Counter(ours) - Counter(theirs):
        yield Standing.UNSUPPORTED, "a number differs from the sentence it retells"
    elif [value for value in theirs if value in ours] != ours:
        yield Standing.WEAK, "its numbers stand in another order than in its source"
    if altered_han(claim.text, best.text):
        yield Standing.WEAK, "words differ from the sentence it retells"


def _thin(claim: Claim, rests: Sequence[Source], best: Passage) -> Iterator[Fault]:
    stems = frozenset[str]().union(*(source.content for source in rests))
    # Each script by itself: the many character pairs of a copied Chinese clause must not carry English words with it.
    covered = min(len(words & stems) / len(words) for words in claim.scripts)
    evident = claim.overlap(best)
    if covered < BARELY_COVERED or evident < BARELY_EVIDENT:
        yield Standing.UNSUPPORTED, f"only {covered:.0%} of its words are in its sources"
    elif covered < COVERED or evident < EVIDENT:
        yield Standing.WEAK, f"only {covered:.0%} of its words are in its sources"


def _foreign(claim: Claim, rests: Sequence[Source]) -> Iterator[Fault]:
    """Judge a sentence in another script than its sources: only numbers and Latin names can be compared."""
    vocabulary = frozenset[str]().union(*(source.vocabulary for source in rests))
    have = frozenset[str]().union(*(source.numbers for source in rests))
    for value in claim.numbers:
        if value not in have and not claim.counts_works(value, len(rests)):
            yield Standing.UNSUPPORTED, f"the number {value} is in none of its sources"
    if any(name not in vocabulary for name in claim.names):
        yield Standing.UNSUPPORTED, "a name is in none of its sources"
    yield Standing.WEAK, "written in another language than its sources: only numbers and names were compared"


def _best(claim: Claim, source: Source) -> Passage:
    return max(source.passages, key=claim.overlap)


def judge(text: str, cited: Sequence[int], sources: Mapping[int, Source], *, language: str = "") -> Verdict:
    """Return how far the cited sources carry the sentence, and which of them.

    Args:
        text: One sentence, without citation marks.
        cited: Work ids; unknown ones are ignored.
        sources: Every source of the cluster by work id.
        language: Primary BCP 47 subtag of the sentence.
    """
    claim = Claim(text=text, language=language)
    known = [work for work in dict.fromkeys(cited) if work in sources and sources[work].passages]
    if known and claim.is_foreign_to([sources[work] for work in known]):
        faults = list(_foreign(claim, [sources[work] for work in known]))
        verdict = Verdict(standing=Standing.WEAK, works=tuple(known))
    else:
        works = attribute(claim, known, sources)
        if not works:
            return Verdict(standing=Standing.UNSUPPORTED, why="no source carries it")
        rests = [sources[work] for work in works]
        passages = [_best(claim, source) for source in rests]
        best = max(passages, key=claim.overlap)
        faults = [
            *_missing_numbers(claim, rests, best), *_missing_names(claim, rests),
            *_disagreements(claim, best), *_thin(claim, rests, best),
        ]  # fmt: skip
        spans = tuple(passage.span for passage in passages)
        verdict = Verdict(standing=Standing.SUPPORTED, works=works, spans=spans, quote=_quoted(text, passages))
    if not faults:
        return verdict
    standing, why = min(faults, key=lambda fault: fault[0])
    return replace(verdict, standing=standing, why=why)
