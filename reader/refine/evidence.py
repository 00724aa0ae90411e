"""A cluster's sources as evidence: sentences with their places, words and numbers. Judges nothing."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from reader.model.summary import Span
from reader.model.work import Work
from reader.refine.facts import content, vocabulary
from reader.refine.quantities import Quantity, dates, quantities
from reader.text.sentences import sentences
from reader.text.suspect import is_instruction


@dataclass(frozen=True, kw_only=True)
class Passage:
    """One sentence, or the title, of a source."""

    text: str
    span: Span
    language: str

    @cached_property
    def content(self) -> frozenset[str]:
        """Stems that carry evidence."""
        return content(self.text, self.language)

    @cached_property
    def quantities(self) -> tuple[Quantity, ...]:
        """Its numbers."""
        return tuple(quantities(self.text, self.language))

    @cached_property
    def numbers(self) -> frozenset[str]:
        """Canonical numbers."""
        return frozenset(quantity.value for quantity in self.quantities)

    @cached_property
    def counts(self) -> tuple[str, ...]:
        """Canonical numbers written in digits, in order, without those of dates."""
        return tuple(quantity.value for quantity in self.quantities if quantity.digits and not quantity.dated)

    @cached_property
    def dates(self) -> frozenset[str]:
        """Weekdays and months."""
        return dates(self.text)


@dataclass(frozen=True, kw_only=True)
class Source:
    """A work as evidence."""

    work_id: int
    passages: tuple[Passage, ...]
    """Title first; instruction-like sentences are left out."""

    @property
    def text(self) -> str:
        """All passages, a line each."""
        return "\n".join(passage.text for passage in self.passages)

    @property
    def languages(self) -> frozenset[str]:
        """Languages of its passages; "" where one is unknown."""
        return frozenset(passage.language for passage in self.passages)

    @cached_property
    def content(self) -> frozenset[str]:
        """Stems of all passages."""
        return frozenset[str]().union(*(passage.content for passage in self.passages))

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Words of all passages."""
        return vocabulary(self.text)

    @cached_property
    def numbers(self) -> frozenset[str]:
        """Canonical numbers of all passages."""
        return frozenset[str]().union(*(passage.numbers for passage in self.passages))

    @cached_property
    def dates(self) -> frozenset[str]:
        """Weekdays and months of all passages."""
        return frozenset[str]().union(*(passage.dates for passage in self.passages))


def _passages(work: Work) -> Iterable[Passage]:
    for appearance in work.appearances:
        entry = appearance.entry
        whole = Span(entry_id=entry.id, start=0, end=len(entry.title), field="title")
        yield Passage(text=entry.title, span=whole, language=entry.language)
        for start, end in sentences(entry.excerpt, entry.language):
            span = Span(entry_id=entry.id, start=start, end=end)
            yield Passage(text=entry.excerpt[start:end], span=span, language=entry.language)


def source(work: Work) -> Source:
    """Return a work's passages, those that several appearances have once."""
    seen: dict[str, Passage] = {}
    for passage in _passages(work):
        if passage.text.strip() and not is_instruction(passage.text):
            seen.setdefault(passage.text, passage)
    return Source(work_id=work.id, passages=tuple(seen.values()))
