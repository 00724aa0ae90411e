"""A document to read, as the engine hands it to a worker. Data only."""

from datetime import datetime

from reader.record import record


@record
class Job:
    """A document to read."""

    body: bytes
    url: str
    """Where it was fetched from in the end."""
    content_type: str = ""
    """The header, as sent."""
    now: datetime
    """UTC of the fetch."""
    language: str = ""
    """What the user says of this feed; the feed's own word is asked first."""
