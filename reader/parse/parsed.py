"""What a document says. Knows no parser, so that the engine imports nothing heavy."""

from datetime import timedelta

from reader.model.work import Entry
from reader.record import record


@record
class Parsed:
    """A feed as one document gives it."""

    title: str
    """Clean, one line; empty if the feed has none."""
    site: str = ""
    """http(s) URL of the page it belongs to; empty if the feed does not say."""
    language: str = ""
    """Primary BCP 47 subtag that the feed states; empty if it states none."""
    ttl: timedelta | None = None
    """How long the feed asks not to be fetched again; None if it does not say."""
    entries: tuple[Entry, ...] = ()
    """In the document's order, at most 2,000, distinct keys; ids are 0."""
    kind: str
    """"rss", "atom", "rdf" or "json"."""
