"""Numbers about the same thing that differ between sources. None rather than a doubtful one.

Only what a closed table of phrases counts is compared (the killed, the injured, money raised, …), only numbers
without a hedge, only one number a source, and only in sentences that speak of the same thing.
"""

from collections import Counter
from collections.abc import Iterator
from itertools import chain

from reader.model.summary import Differing
from reader.record import record
from reader.summarise.candidates import Candidate, Reading, is_quotable
from reader.summarise.copies import Sources
from reader.summarise.countable import found_in, labels_in, number_of
from reader.text.tokens import words

SAME_CONTEXT = 2
"""Content tokens that two sentences must share, beside the count itself and `TRADE`. Of 1,510 pairs of reports on
different events that count the same thing, 4 would be said to differ, 58 without `TRADE` (tests.bench.differing)."""
TRADE = frozenset(
    words(
        "people person man woman men women child children victims victim dead death deaths died die killed kills kill"
        " killing injured injuring wounded wounding hurt missing arrested others more attack attacks attacked attacker"
        " shooting shot shooter gunman gunmen suspect suspected explosion blast crash fire bombing bomb terror"
        " terrorist police officers officer official officials authorities authority government security president"
        " country city state states national news reported reports report told announced according sunday monday"
        " tuesday wednesday thursday friday saturday january february march april may june july august september"
        " october november december morning afternoon evening night day days week weekend month year years hour hours"
        " minutes today yesterday early late left including took place area near million billion raised company"
        " funding round led investors dollar",
        "en",
        stem=True,
    )
)
"""Words that reports of any two events share, stemmed."""
FURTHEST = 5.0
"""Ratio from which two numbers are about different things (killed in the blast, killed in the war)."""


@record
class Count:
    """A number that a source gives of something."""

    label: str
    unit: str
    value: float
    written: str
    source: int
    context: frozenset[str]
    """Content tokens of its sentence."""


def differing(sources: Sources, *, one_story: bool = True) -> tuple[Differing, ...]:
    """Return what the sources of a story count differently, in the order of sources; values ascending.

    Args:
        sources: All of them.
        one_story: Whether all are on one event; else only those of one story are compared.
    """
    by_thing: dict[tuple[int, str, str], list[Count]] = {}
    for reading, story in _compared(sources, one_story=one_story):
        for count in chain.from_iterable(map(_counts, reading.candidates)):
            by_thing.setdefault((story, count.label, count.unit), []).append(count)
    found = (_differing(counts, sources) for counts in by_thing.values())
    return tuple(one for one in found if one is not None)


def _compared(sources: Sources, *, one_story: bool) -> list[tuple[Reading, int]]:
    """Return the readings that may count what another one of their story counts, too, with the story's number."""
    stories: dict[int, list[Reading]] = {}
    for reading, story in zip(sources.readings, sources.story_of, strict=True):
        stories.setdefault(0 if one_story else story, []).append(reading)
    found = [(reading, story) for story, readings in stories.items() for reading in _counting(readings)]
    return sorted(found, key=lambda pair: pair[0].source)


def _counting(readings: list[Reading]) -> Iterator[Reading]:
    """Yield those of a story's readings that may count what another one does."""
    # All at once first: most stories count nothing.
    if len(readings) > 1 and labels_in("\n".join(reading.key for reading in readings)):
        counted = [labels_in(reading.key) for reading in readings]
        shared = {label for label, n in Counter(chain.from_iterable(counted)).items() if n > 1}
        yield from (one for one, labels in zip(readings, counted, strict=True) if not shared.isdisjoint(labels))


def _differing(counts: list[Count], sources: Sources) -> Differing | None:
    """Return the differing values of one label and unit; None if they agree or may be of different things."""
    if len({count.value for count in counts}) == 1:
        return None
    by_source: dict[int, set[float]] = {}
    for count in counts:
        by_source.setdefault(sources.group_of[count.source], set()).add(count.value)
    # A source that gives two numbers speaks of two things, or of then and now: it says nothing certain.
    certain = [c for c in counts if len(by_source[sources.group_of[c.source]]) == 1]
    values = sorted({count.value for count in certain})
    if len(values) < 2 or values[-1] > FURTHEST * values[0] or not _one_context(certain):  # noqa: PLR2004
        return None
    return Differing(label=certain[0].label, values=tuple(_value(v, certain, sources) for v in values))


def _one_context(counts: list[Count]) -> bool:
    return all(len(a.context & b.context) >= SAME_CONTEXT for a in counts for b in counts if a.value < b.value)


def _value(value: float, counts: list[Count], sources: Sources) -> tuple[str, tuple[int, ...]]:
    same = [count for count in counts if count.value == value]
    return same[0].written, tuple(dict.fromkeys(sources.works[count.source].id for count in same))


def _counts(candidate: Candidate) -> Iterator[Count]:
    for label, groups in found_in(candidate.text.casefold()):
        if is_quotable(candidate):
            # Chinese counts with a classifier: "三人 · 5人", not "三 · 5".
            classifier = "人" if not label.isascii() and label >= "一" else ""
            yield Count(
                label=label,
                unit=groups.get("unit", "") + groups.get("scale", "").strip()[:1],
                value=number_of(groups["n"]),
                written=f"{groups.get('unit', '')}{groups['n']}{groups.get('scale', '')}{classifier}",
                source=candidate.source,
                context=_context(candidate, groups["said"]),
            )


def _context(candidate: Candidate, said: str) -> frozenset[str]:
    """Return the tokens of a sentence that tell its event from others: not the count's own, not those of the trade."""
    own = words(said, candidate.language, stem=True)
    return frozenset(token for token in candidate.content if not token[0].isdigit()) - TRADE - frozenset(own)
