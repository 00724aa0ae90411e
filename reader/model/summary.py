"""A cluster's text and who wrote it. Knows nothing of how it is written."""

from datetime import datetime
from enum import StrEnum

from reader.record import record


class Author(StrEnum):
    """Who wrote a field."""

    EXTRACT = "extract"
    """Verbatim from the sources, or composed of their terms; no AI."""
    MODEL = "model"
    MIXED = "mixed"


@record
class Span:
    """Where a sentence stands in an entry's text."""

    entry_id: int
    start: int
    end: int
    """Half-open character range in `field`."""
    field: str = "excerpt"
    """"excerpt", "full_text" or "title"."""


@record
class Sentence:
    """One cited sentence."""

    text: str
    works: tuple[int, ...]
    """Ids of the works it rests on, best first; never empty. The screen shows their numbers."""
    spans: tuple[Span, ...] = ()
    """Evidence: verbatim place of an extract, best evidence of a model's sentence."""
    weak: bool = False
    """Kept with "?": part of it could not be found in its sources."""
    foreign: bool = False
    """Written in another language than its sources: only its numbers, dates and names could be compared."""
    quote: bool = False
    """A model's sentence that shares a run of >= 12 words with a source: they stand between quotation marks."""


@record
class Said:
    """Something the program says, kept so that it can be said in the reader's language."""

    message: str = ""
    """In English, with `{name}` for each value; empty for nothing."""
    values: tuple[tuple[str, str], ...] = ()
    """(name, value)."""

    def __str__(self) -> str:
        """Return it in English."""
        return self.message.format(**dict(self.values)) if self.values else self.message


@record
class Dropped:
    """A model's sentence that the gate did not let through."""

    text: str
    why: Said


@record
class Provenance:
    """Who wrote a field, from what, when."""

    author: Author = Author.EXTRACT
    model: str = ""
    """Model id as configured; empty for extracts."""
    endpoint: str = ""
    """Host the text was sent to; empty when nothing left the machine."""
    prompt_version: str = ""
    at: datetime | None = None
    """UTC of writing."""
    inputs: tuple[int, ...] = ()
    """Ids of the entries that were read."""
    full_text: bool = False
    """Whether whole articles were read, not only excerpts."""
    checked: int = 0
    """Model sentences that passed the gate."""
    written: int = 0
    """Model sentences before the gate."""
    dropped: tuple[Dropped, ...] = ()
    tokens_in: int = 0
    tokens_out: int = 0
    seconds: float = 0.0
    note: str = ""
    """Why extracts stand in for a configured model: "model not reachable", …"""
    details: Said = Said()
    """More on the note: "the model answered with HTTP 500"."""
    asked: str = ""
    """Hash of the question that a model answered, well or not; the same one is not put again."""


@record
class Differing:
    """Numbers about the same thing that differ between sources."""

    label: str
    """What is counted, in the sources' words: "killed"."""
    values: tuple[tuple[str, tuple[int, ...]], ...]
    """(value as written, ids of the works that say so), at least two."""


@record
class Summary:
    """Headline, cited sentences and impact of one cluster at one time."""

    headline: str
    sentences: tuple[Sentence, ...]
    """In reading order; empty when no source has text."""
    impact: Sentence | None = None
    """Absent unless a source or a vetted model says it."""
    language: str = ""
    """Language of the sentences; "mul" when they differ."""
    uncovered: tuple[int, ...] = ()
    """Ids of works that no sentence cites, in source order."""
    covered: int = 0
    """How many works were there when it was written, covered by a citation."""
    of_works: int = 0
    """How many works it was written from."""
    differing: tuple[Differing, ...] = ()
    headline_by: Provenance = Provenance()
    summary_by: Provenance = Provenance()
    impact_by: Provenance | None = None
