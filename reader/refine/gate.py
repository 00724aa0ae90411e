"""The gate: whether a sentence rests on the sources it cites. Deterministic; knows no model and no language's grammar.

Every number and name must occur in the cited sources, enough of the content words must, and polarity, opposites and
the order of names and numbers must agree with the best evidence. The probes of `tests/data/gate.json` and
`python -m tests.bench.gate` print how much of what is wrong it flags, and how little of what is right.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from enum import IntEnum

from reader.model.summary import Said, Span
from reader.record import record
from reader.refine.alignment import altered_han, common_run, longest_run
from reader.refine.attribution import attribute
from reader.refine.claim import Claim
from reader.refine.evidence import Passage, Source
from reader.refine.facts import is_han
from reader.refine.polarity import is_left_open, negations, opposed, superlatives
from reader.refine.quantities import CALENDAR, SCALES, Quantity

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

NO_NUMBER = "the number {value} is in none of its sources"
COUNTS_ELSE = "the number {value} counts something else in its source"
FEW_WORDS = "only {value} of its words are in its sources"
FOREIGN = Said(message="written in another language than its sources: only numbers, dates and names could be compared")


NO_FAULT = Said()


class Standing(IntEnum):
    """How far the sources carry a sentence."""

    UNSUPPORTED = 0
    """Dropped."""
    WEAK = 1
    """Kept with "?"."""
    SUPPORTED = 2


@record
class Verdict:
    """What the gate says of one sentence."""

    standing: Standing
    why: Said = NO_FAULT
    """The first of the worst faults; empty when supported."""
    foreign: bool = False
    """In another language than its sources, and without any fault that shows in spite of it."""
    works: tuple[int, ...] = ()
    """The citations that hold, best first: pruned or re-attributed; empty if none does."""
    spans: tuple[Span, ...] = ()
    """The best passage of each of those works."""
    quote: range = range(0)
    """Where in the sentence the words of a source stand; empty if they are fewer than a quotation has."""


Fault = tuple[Standing, Said]


def _fault(standing: Standing, message: str, **values: str) -> Fault:
    return standing, Said(message=message, values=tuple(values.items()))


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
            yield _fault(Standing.UNSUPPORTED, NO_NUMBER, value=quantity.value)
        elif not same:
            told = "the number {value} stands for something else in its source"
            yield _fault(Standing.UNSUPPORTED, told, value=quantity.value)
        else:
            yield from _around(quantity, same, rests)


def _around(quantity: Quantity, same: Sequence[Quantity], rests: Sequence[Source]) -> Iterator[Fault]:
    """Compare what stands before and behind a number with what stands there in the sources."""
    bounds = {other.bound for other in same}
    if quantity.bound and bounds.isdisjoint((quantity.bound, "")):
        told = "its source bounds the number {value} on the other side"
        yield _fault(Standing.UNSUPPORTED, told, value=quantity.value)
    if quantity.currency and {other.currency for other in same}.isdisjoint((quantity.currency, "")):
        yield _fault(Standing.UNSUPPORTED, COUNTS_ELSE, value=quantity.value)
    elif all(other.negative != quantity.negative for other in same) or _counts_else(quantity, same, rests):
        yield _fault(Standing.WEAK, COUNTS_ELSE, value=quantity.value)


def _counts_else(quantity: Quantity, same: Sequence[Quantity], rests: Sequence[Source]) -> bool:
    """Return whether a number is money here and things there, or counts what no source speaks of."""
    units, others = quantity.units, [other.units for other in same]
    if quantity.currency and all(other.units and not other.currency for other in same):
        return True
    if not units or not all(others) or any(_alike(units, theirs) for theirs in others):
        return False
    return not any(_says(source, units[0]) for source in rests)


def _alike(ours: tuple[str, ...], theirs: tuple[str, ...]) -> bool:
    """Return whether two numbers count the same, maybe with an adjective before it: "40 weekly crossings"."""
    return ours[0] in theirs or theirs[0] in ours


def _says(source: Source, word: str) -> bool:
    return not source.vocabulary.isdisjoint((word, f"{word}s")) or (is_han(word) and word in source.text)


def _dates(claim: Claim, rests: Sequence[Source]) -> Iterator[Fault]:
    strange = claim.dates.difference(*(source.dates for source in rests))
    if strange:
        yield _fault(Standing.UNSUPPORTED, "the date {value} is in none of its sources", value=min(strange))


def _missing_names(claim: Claim, rests: Sequence[Source]) -> Iterator[Fault]:
    vocabulary = frozenset[str]().union(*(source.vocabulary for source in rests))
    stems = frozenset[str]().union(*(source.content for source in rests))
    for name in claim.names:
        parts = [part for part in name.split("-") if part]
        # "Prozent" and "Millionen", which German capitalises, were compared with their numbers.
        if name in vocabulary | SCALES or all(part in vocabulary or claim.stem(part) <= stems for part in parts):
            continue
        sure = claim.certain(name)
        standing = Standing.UNSUPPORTED if sure else Standing.WEAK
        yield _fault(standing, "the name “{value}” is in none of its sources", value=name)


def _boasts(claim: Claim, rests: Sequence[Source]) -> Iterator[Fault]:
    added = superlatives(claim.text).difference(*(superlatives(source.text) for source in rests))
    if added:
        yield _fault(Standing.WEAK, "none of its sources says “{value}”", value=min(added))


def _disagreements(claim: Claim, best: Passage) -> Iterator[Fault]:
    overlap = claim.overlap(best)
    if overlap < COMPARABLE:
        return
    standing = Standing.UNSUPPORTED if overlap >= NEAR_COPY else Standing.WEAK
    ours, theirs = negations(claim.text, claim.language), negations(best.text, best.language, claim.content)
    if bool(ours) != bool(theirs) or (overlap >= NEAR_COPY and ours != theirs):
        yield _fault(standing, "its source says the opposite, or says it without a negation")
    pair = opposed(claim.text, best.text)
    if pair:
        yield _fault(Standing.UNSUPPORTED, "its source points the other way: {value}", value=pair)
    if overlap >= NEAR_COPY:
        yield from _orders(claim, best)
        expected = is_left_open(best.text, best.language, claim.content)
        if expected and not is_left_open(claim.text, claim.language, claim.content):
            yield _fault(Standing.WEAK, "its source only expects it")


def _orders(claim: Claim, best: Passage) -> Iterator[Fault]:
    if claim.swaps_names(best.text):
        yield _fault(Standing.UNSUPPORTED, "its names have changed places")
    stray = claim.strays(best)
    if stray:
        yield _fault(Standing.WEAK, "the name “{value}” stands elsewhere in its source", value=stray)
    ours, theirs = list(claim.counts), list(best.counts)
    # In digits here, it may stand in letters there.
    if Counter(ours) - Counter(quantity.value for quantity in best.quantities):
        yield _fault(Standing.UNSUPPORTED, "a number differs from the sentence it retells")
    elif [value for value in theirs if value in ours] != [value for value in ours if value in theirs]:
        yield _fault(Standing.WEAK, "its numbers stand in another order than in its source")
    if altered_han(claim.text, best.text):
        yield _fault(Standing.WEAK, "words differ from the sentence it retells")


def _thin(claim: Claim, rests: Sequence[Source], best: Passage) -> Iterator[Fault]:
    stems = frozenset[str]().union(*(source.content for source in rests))
    # Each script by itself: the many character pairs of a copied Chinese clause must not carry English words with it.
    covered = min(len(words & stems) / len(words) for words in claim.scripts)
    evident = claim.overlap(best)
    if covered < BARELY_COVERED or evident < BARELY_EVIDENT:
        yield _fault(Standing.UNSUPPORTED, FEW_WORDS, value=f"{covered:.0%}")
    elif covered < COVERED or evident < EVIDENT:
        yield _fault(Standing.WEAK, FEW_WORDS, value=f"{covered:.0%}")


def _foreign(claim: Claim, rests: Sequence[Source]) -> Iterator[Fault]:
    """Judge a sentence in another language than its sources: only numbers, dates and names can be compared."""
    vocabulary = frozenset[str]().union(*(source.vocabulary for source in rests))
    have = frozenset[str]().union(*(source.numbers for source in rests))
    for quantity in claim.quantities:
        if quantity.value not in have and not claim.counts_works(quantity, len(rests)):
            yield _fault(Standing.UNSUPPORTED, NO_NUMBER, value=quantity.value)
    yield from _dates(claim, rests)
    for name in claim.names:
        if name not in vocabulary | CALENDAR:
            yield _fault(Standing.UNSUPPORTED, "the name “{value}” is in none of its sources", value=name)


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
        verdict = Verdict(standing=Standing.WEAK, why=FOREIGN, works=tuple(known), foreign=not faults)
    else:
        works = attribute(claim, known, sources)
        if not works:
            return Verdict(standing=Standing.UNSUPPORTED, why=Said(message="no source carries it"))
        rests = [sources[work] for work in works]
        passages = [_best(claim, source) for source in rests]
        best = max(passages, key=claim.overlap)
        faults = [
            *_numbers(claim, rests, best), *_dates(claim, rests), *_missing_names(claim, rests),
            *_boasts(claim, rests), *_disagreements(claim, best), *_thin(claim, rests, best),
        ]  # fmt: skip
        spans = tuple(passage.span for passage in passages)
        verdict = Verdict(standing=Standing.SUPPORTED, works=works, spans=spans, quote=_quoted(text, passages))
    if not faults:
        return verdict
    standing, why = min(faults, key=lambda fault: fault[0])
    return replace(verdict, standing=standing, why=why)
