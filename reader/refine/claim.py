"""A sentence to be judged, taken apart once. Knows nothing of verdicts."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from reader.refine.evidence import Passage, Source
from reader.refine.facts import content, is_han, names, neighbours, passive, tokens, vocabulary
from reader.refine.quantities import CALENDAR, SCALES, Quantity, dates, quantities
from reader.text.language import detect

JUDGED_ALONE = 3
"""Content words of a script that are judged by themselves: fewer are names and units."""

HAN_SHARE = 0.2
"""Share of Han characters from which a text counts as Chinese or Japanese; names and figures stay Latin in both."""


def _script(text: str) -> bool:
    letters = [char for char in text if char.isalpha()]
    return sum(map(is_han, letters)) > HAN_SHARE * len(letters)


@dataclass(frozen=True, kw_only=True)
class Claim:
    """One sentence and what it says that can be compared."""

    text: str
    language: str = ""

    @cached_property
    def content(self) -> frozenset[str]:
        """Stems that carry evidence."""
        return content(self.text, self.language)

    @cached_property
    def scripts(self) -> tuple[frozenset[str], ...]:
        """The content of each script that has enough of it to be judged; all of it if none has. Never empty sets."""
        han = frozenset(word for word in self.content if is_han(word[0]))
        parts = tuple(part for part in (han, self.content - han) if len(part) >= JUDGED_ALONE)
        return parts or (self.content or frozenset((self.text,)),)

    @cached_property
    def quantities(self) -> tuple[Quantity, ...]:
        """Its numbers, number words included."""
        return tuple(quantities(self.text, self.language))

    @cached_property
    def counts(self) -> tuple[str, ...]:
        """Canonical numbers written in digits, in order, without those of dates."""
        return tuple(quantity.value for quantity in self.quantities if quantity.digits and not quantity.dated)

    @cached_property
    def dates(self) -> frozenset[str]:
        """Weekdays and months."""
        return dates(self.text)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Names, casefolded, in order."""
        return names(self.text)

    def stem(self, word: str) -> frozenset[str]:
        """Return the word as evidence would hold it; itself when it carries none."""
        return content(word, self.language) or frozenset((word,))

    def certain(self, name: str) -> bool:
        """Whether a capitalised word is surely a name: not the sentence's first, and not in German."""
        first = next(iter(tokens(self.text)), "").casefold()
        return self.language != "de" and not first.startswith(name)

    def overlap(self, passage: Passage) -> float:
        """Return the share of this sentence's content that the passage holds, 0..1."""
        return len(self.content & passage.content) / max(1, len(self.content))

    def counts_works(self, quantity: Quantity, works: int) -> bool:
        """Whether a number word may count the works cited ("two papers")."""
        return not quantity.digits and quantity.value == str(works)

    def swaps_names(self, evidence: str) -> bool:
        """Whether two names have changed places: in another order, and each among the other's words."""
        if passive(self.text) != passive(evidence):
            return False
        ours, theirs = neighbours(self.text), neighbours(evidence)
        shared = [name for name in self.names if name in ours and name in theirs]
        order = list(theirs)
        # German capitalises every noun and turns its sentences around freely: there, both must be among the other's.
        enough = all if self.language == "de" else any
        return any(
            enough(len(ours[a] & theirs[b]) > len(ours[a] & theirs[a]) for a, b in ((one, other), (other, one)))
            for at, one in enumerate(shared)
            for other in shared[at + 1 :]
            if order.index(one) > order.index(other)
        )

    def strays(self, passage: Passage) -> str:
        """Return a name that stands where the passage it retells has another one, or ""."""
        known = vocabulary(passage.text)
        ours, theirs = set(self.names) - CALENDAR - SCALES, set(names(passage.text))
        # "Speicher" retells "Wärmespeicher".
        parts = known if self.language == "de" else frozenset[str]()
        mine = sorted(name for name in ours - known if not any(word.endswith(name) for word in parts))
        return mine[0] if mine and theirs - ours else ""

    def is_foreign_to(self, sources: Sequence[Source]) -> bool:
        """Whether it is written in another script, or surely in another language, than all of the sources."""
        return all(_script(source.text) != _script(self.text) or self._speaks_other_than(source) for source in sources)

    def _speaks_other_than(self, source: Source) -> bool:
        spoken = source.languages
        if not self.language or "" in spoken or self.language in spoken:
            return False
        # A model may stay in the language of its sources, whatever it was asked for.
        return detect(self.text)[0] not in spoken
