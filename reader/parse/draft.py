"""An entry as a format gives it, before it is cleaned and settled. Data only."""

from datetime import datetime

from reader.record import record


@record
class Draft:
    """Raw strings of one entry; what is missing is empty."""

    guid: str = ""
    link: str = ""
    """Absolute or relative to the feed."""
    title: str = ""
    title_plain: bool = False
    """Whether the format says that the title is no HTML."""
    summary: str = ""
    summary_plain: bool = False
    content: str = ""
    """The whole text, where the format keeps it apart from the summary."""
    content_plain: bool = False
    authors: tuple[str, ...] = ()
    published: datetime | None = None
    updated: datetime | None = None
    language: str = ""
    tags: tuple[str, ...] = ()
    comments: str = ""
    doi: str = ""
    announce: str = ""
    """arXiv's own element, where the feed has it."""
    rest: str = ""
    """Anything else that tells this entry from others: what an entry without text is known by."""


@record
class Source:
    """What holds for all entries of a document."""

    url: str
    """Where it was fetched, for relative links; may be no http URL (demo)."""
    language: str = ""
    """What the feed states, or the user; empty if nobody does."""
    detected: str = ""
    """Language of the entries taken together, for those too short to tell; empty if unclear."""
    confidence: float = 0.0
    now: datetime
    """UTC of the fetch."""
