"""What the screen and the command line read from the store. Knows nothing of SQL or widgets."""

from datetime import datetime
from enum import StrEnum
from typing import Self

from reader.model.cluster import Counts, Kind, Reason
from reader.model.feed import Feed, Health
from reader.model.ledger import Ledger
from reader.model.summary import Summary
from reader.model.work import Work
from reader.record import record


class Sort(StrEnum):
    """Orders of the list."""

    TOP = "top"
    """By score, best first; ties by lowest id."""
    LATEST = "latest"
    """By newest work."""
    COVERED = "covered"
    """By publishers, then works."""
    GROWING = "growing"
    """By works that joined in the last 24 h."""


SORT = "sort:"
"""Begins the word that names a saved view's order."""


@record
class View:
    """A question to the list: which clusters, in which order."""

    name: str = "top"
    """Name on screen: "top", "unread", "starred", or a saved view's."""
    query: str = ""
    """Query language: words, "phrases", -word, tier: lang: feed: publisher: is: since: kind: src>."""
    sort: Sort = Sort.TOP
    hidden: bool = False
    """Whether hidden and muted clusters are shown too."""

    @classmethod
    def saved(cls, name: str, line: str) -> Self:
        """Return the view that a line of the configuration keeps: a query, its order as `sort:latest` among its words.

        A `sort:` that names no order is part of the query.
        """
        sorts = {f"{SORT}{sort}": sort for sort in Sort}
        words = line.split(" ")
        sort = next((sorts[word] for word in words if word in sorts), Sort.TOP)
        return cls(name=name, query=" ".join(word for word in words if word not in sorts), sort=sort)

    @property
    def line(self) -> str:
        """The line that keeps this view."""
        return self.query if self.sort is Sort.TOP else f"{self.query} {SORT}{self.sort}".strip()


@record
class Row:
    """One line of the list."""

    id: int
    kind: Kind
    headline: str
    language: str
    works: int
    entries: int
    unread: int
    """Works not yet read."""
    grew: int
    """Unread works in a cluster some of whose works were read: the "+N new"; 0 when none was read."""
    new_publisher: bool
    """Whether an unread work brings a publisher that the read ones did not."""
    starred: bool
    hidden: bool
    newest: datetime
    """UTC of the newest work that is no revision (else of the newest)."""
    score: float
    updated: datetime
    """UTC of the last change of its works."""
    stale: bool = False
    """Whether its text was written before its latest change of works."""


@record
class Source:
    """One numbered row under a story: a work, its appearances folded."""

    number: int
    """1-based; the citation."""
    work: Work
    read: bool
    new: bool
    """Joined after the user last read this cluster."""
    story_id: int
    reason: Reason
    """Why it is in its story."""
    theme: Reason | None = None


@record
class Story:
    """Everything the story pane shows of one cluster; kind may be a roundup."""

    id: int
    kind: Kind
    counts: Counts
    summary: Summary
    ledger: Ledger
    sources: tuple[Source, ...]
    """In source order; `number` is the position from 1."""
    starred: bool
    hidden: bool
    rank: int
    """1-based position by score among clusters that are not hidden."""
    first_seen: datetime
    updated: datetime
    """UTC of the last change of works."""
    written: datetime
    """UTC of the current text."""
    revision: int
    """1-based number of the current revision."""
    ranked: datetime
    """UTC for which the ledger was computed."""
    stale: int = 0
    """Works that joined since the text was written."""


@record
class Revision:
    """A cluster's state after a change of its works."""

    number: int
    at: datetime
    summary: Summary
    works: tuple[tuple[int, str], ...]
    """(work id, title) of its members then, in source order."""


@record
class FeedRow:
    """One line of the feeds screen."""

    feed: Feed
    health: Health
    entries: int
    daily: tuple[int, ...]
    """Entries dated on each of the last 14 days, oldest first."""
    recent: tuple[str, ...] = ()
    """Titles of its newest entries, <= 5."""


@record
class Totals:
    """The numbers of the top bar."""

    clusters: int
    """Not hidden."""
    unread: int
    """Clusters with an unread work, not hidden."""
    hidden: int
    entries: int
    works: int
    """Of feeds that are not removed."""
    feeds: int
    failing: int
    paused: int
    updated: datetime | None
    """UTC of the last finished refresh; None before the first."""
    due: datetime | None
    """UTC when the next feed is due."""
