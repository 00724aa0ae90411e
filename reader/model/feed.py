"""A subscription and its health. Knows nothing of how a feed is fetched or stored."""

from datetime import datetime
from enum import IntEnum, StrEnum

from reader.record import record


class Tier(IntEnum):
    """How close to the origin a feed is; shown as number and word."""

    PRIMARY = 1
    """The paper, the lab's own blog, a standards body."""
    PRESS = 2
    """Professional press."""
    SPECIALIST = 3
    """Specialist blogs and newsletters."""
    AGGREGATOR = 4
    """Aggregators, forums, social; also what is unknown."""


class FeedState(StrEnum):
    """What the last fetch of a feed came to."""

    NEW = "new"
    """Never fetched."""
    OK = "ok"
    """Fetched and parsed."""
    UNCHANGED = "unchanged"
    """The server or the body's hash said that nothing is new."""
    ERROR = "error"
    """Failed; older entries are kept and the next try is later."""
    REFUSED = "refused"
    """We declined: scheme, private address, size, entity declarations."""
    BACKOFF = "backoff"
    """The server asked us to wait (429, 503)."""
    GONE = "gone"
    """410: no longer polled; entries are kept."""
    MOVED = "moved"
    """Parsed at a new permanent address, which is now the feed's own."""
    DISCOVER = "discover"
    """The address is a page that offers feeds."""


FAILING = (FeedState.ERROR, FeedState.REFUSED, FeedState.BACKOFF, FeedState.DISCOVER)
"""States of a feed that could not be had; what is gone for good is not asked again, so it does not fail."""


@record
class Feed:
    """One subscription: an RSS, Atom or JSON Feed URL."""

    id: int = 0
    """The store's number; 0 before it is stored."""
    url: str
    """Where it is polled: http(s), or `demo:NAME` in the demo library alone."""
    title: str = ""
    """Clean text; the user's title wins over the feed's."""
    site: str = ""
    """The page it belongs to; empty if the feed does not say."""
    publisher: str = ""
    """Who stands behind it: registered domain of the site, or the user's word ("arxiv.org")."""
    tier: Tier = Tier.AGGREGATOR
    """Closeness to the origin; unknown counts as 4."""
    language: str = ""
    """Primary BCP 47 subtag ("en", "zh") that the feed or the user states; empty if unknown."""
    folder: str = ""
    """Folder path from OPML, "/"-separated."""
    private: bool = False
    """Kept out of any prompt to a model."""
    allow_private: bool = False
    """The user agreed to an address that is not public."""
    paused: bool = False
    """Not polled until resumed."""


@record
class Health:
    """What is known of a feed's fetches; one row beside the feed."""

    state: FeedState = FeedState.NEW
    """Outcome of the last fetch."""
    status: int = 0
    """HTTP status of the last answer; 0 if there was none."""
    note: str = ""
    """The error or refusal in words, clean and without credentials; empty when fine."""
    fetched: datetime | None = None
    """UTC of the last try."""
    succeeded: datetime | None = None
    """UTC of the last success (ok, unchanged, moved)."""
    due: datetime | None = None
    """UTC before which it is not polled again; None = at once."""
    failures: int = 0
    """Failures in a row."""
    etag: str = ""
    """Validator, byte for byte as sent (latin-1)."""
    modified: str = ""
    """Last-Modified, byte for byte."""
    digest: str = ""
    """SHA-256 hex of the last parsed body."""
    moved_to: str = ""
    """Permanent redirect target seen lately."""
    moved_seen: int = 0
    """How often in a row that target parsed as a feed; stored as the URL at 3."""
