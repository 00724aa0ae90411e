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
from reader.refine.facts import is_han
from reader.refine.polarity import is_left_open, negations, opposed
from reader.refine.quantities import Quantity

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


def _numbers(claim: Claim, rests: Sequence[Source], best: Passage) -> Iterator[Fault]:
    have = frozenset[str]().union(*(source.numbers for source in rests))
    near = [
        quantity
        for source in rests
        for passage in source.passages
        if passage is best or claim.overlap(passage) >= CONTEXT
        for quantity in passage.quantities
    ]
    for quantity in claim.quantities:
        if claim.counts_works(quantity, len(rests)):
            continue
        same = [other for other in near if other.value == quantity.value]
        if quantity.value not in have:
            yield Standing.UNSUPPORTED, f"the number {quantity.value} is in none of its sources"
        elif not same:
            yield Standing.UNSUPPORTED, f"the number {quantity.value} stands for something else in its source"
        else:
            yield from _around(quantity, same, rests)


def _around(quantity: Quantity, same: Sequence[Quantity], rests: Sequence[Source]) -> Iterator[Fault]:
    """Compare what stands before and behind a number with what stands there in the sources."""
    bounds = {other.bound for other in same}
    if quantity.bound and bounds.isdisjoint((quantity.bound, "")):
        yield Standing.UNSUPPORTED, f"its source bounds the number {quantity.value} on the other side"
    units, told = quantity.units, [other.units for other in same]
    if not units or not all(told) or any(_alike(units, theirs) for theirs in told):
        return
    if not any(_says(source, units[0]) for source in rests):
        yield Standing.WEAK, f"the number {quantity.value} counts something else in its source"


def _alike(ours: tuple[str, ...], theirs: tuple[str, ...]) -> bool:
    """Return whether two numbers count the same, maybe with an adjective before it: "40 weekly crossings"."""
    return ours[0] in theirs or theirs[0] in ours


def _says(source: Source, word: str) -> bool:
    return word in source.vocabulary or (is_han(word) and word in source.text)


def _dates(claim: Claim, rests: Sequence[Source]) -> Iterator[Fault]:
    strange = claim.dates.difference(*(source.dates for source in rests))
    if strange:
        yield Standing.UNSUPPORTED, f"the date {min(strange)} is in none of its sources"


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
    ours, theirs = negations(claim.text, claim.language), negations(best.text, best.language, claim.content)
    if bool(ours) != bool(theirs) or (overlap >= NEAR_COPY and ours != theirs):
        yield standing, "its source says the opposite, or says it without a negation"
    pair = opposed(claim.text, best.text)
    if pair:
        yield Standing.UNSUPPORTED, f"its source points the other way: {pair}"
    if overlap >= NEAR_COPY:
        yield from _orders(claim, best)
        expected = is_left_open(best.text, best.language, claim.content)
        if expected and not is_left_open(claim.text, claim.language, claim.content):
            yield Standing.WEAK, "its source only expects it"


def _orders(claim: Claim, best: Passage) -> Iterator[Fault]:
    if claim.swaps_names(best.text):
        yield Standing.UNSUPPORTED, "its names have changed places"
    stray = claim.strays(best)
    if stray:
        yield Standing.WEAK, f"the name {stray!r} stands elsewhere in its source"
    ours, theirs = list(claim.counts), list(best.counts)
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
    for quantity in claim.quantities:
        if quantity.value not in have and not claim.counts_works(quantity, len(rests)):
            yield Standing.UNSUPPORTED, f"the number {quantity.value} is in none of its sources"
    yield from _dates(claim, rests)
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
            *_numbers(claim, rests, best), *_dates(claim, rests), *_missing_names(claim, rests),
            *_disagreements(claim, best), *_thin(claim, rests, best),
        ]  # fmt: skip
        spans = tuple(passage.span for passage in passages)
        verdict = Verdict(standing=Standing.SUPPORTED, works=works, spans=spans, quote=_quoted(text, passages))
    if not faults:
        return verdict
    standing, why = min(faults, key=lambda fault: fault[0])
    return replace(verdict, standing=standing, why=why)
