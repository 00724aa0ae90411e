"""What only the user can say: marks, rules and corrections. Knows neither how they are kept nor how they are shown."""

from datetime import datetime
from enum import StrEnum

from reader.record import record


class Want(StrEnum):
    """What a rule does to the clusters it meets."""

    MUTE = "mute"
    """Hides them until the rule ends."""
    FOLLOW = "follow"
    """Lifts them in the ledger."""


class Field(StrEnum):
    """What a rule looks at."""

    WORD = "word"
    """A word or phrase: a mute looks at titles and excerpts, a follow at titles."""
    ENTITY = "entity"
    """A name; found like a phrase."""
    FEED = "feed"
    """A feed's URL."""
    PUBLISHER = "publisher"


@record
class UserRule:
    """A mute or a follow."""

    id: int = 0
    """The store's number; 0 before it is stored."""
    want: Want
    field: Field
    value: str
    """As the user typed it; for a feed its URL."""
    until: datetime | None = None
    """UTC at which it ends; None = never."""


@record
class Correction:
    """One constraint on clusters, over the identities of works, so that it outlives their numbers."""

    id: int
    together: bool
    """Whether both belong together; else they are kept apart."""
    a: str
    """Strongest identity of one work."""
    b: str
    made: datetime


class Action(StrEnum):
    """What can be undone."""

    READ = "marked read"
    UNREAD = "marked unread"
    STAR = "starred"
    UNSTAR = "unstarred"
    HIDE = "hidden"
    UNHIDE = "shown again"
    MUTE = "muted"
    FOLLOW = "followed"
    DROP = "rule dropped"
    EJECT = "taken out"
    MERGE = "merged"
    APART = "kept apart"


CORRECTIONS = frozenset((Action.EJECT, Action.MERGE, Action.APART))
"""What changes which works a story has."""


@record
class Undone:
    """What an undo took back."""

    action: Action
    count: int = 1
    """How many works, for READ and UNREAD."""
    cluster_id: int = 0
    """The cluster to look at; 0 if there were several."""

    def __str__(self) -> str:
        """Return it in English words."""
        return f"{self.action} ({self.count})" if self.count > 1 else str(self.action)
