"""What the engine tells while it works, and its form as JSON lines. Knows neither engine nor screen.

One event is one line: `{"event": "feed-done", ...fields}`, in ASCII, so that no encoding comes between.
"""

import json
from dataclasses import asdict, fields
from typing import Any, ClassVar, Self

from reader.record import record


@record
class Event:
    """Something the engine tells."""

    name: ClassVar[str] = ""

    def to_json(self) -> str:
        """Return the event as one line of JSON, without the newline."""
        return json.dumps({"event": self.name, **asdict(self)})

    @classmethod
    def from_fields(cls, data: dict[str, Any]) -> Self:
        """Build the event from decoded JSON, ignoring fields of a newer version."""
        return cls(**{f.name: data[f.name] for f in fields(cls) if f.name in data})


@record
class Started(Event):
    """A refresh begins."""

    name: ClassVar[str] = "started"
    feeds: int
    """How many feeds are due."""


@record
class FeedDone(Event):
    """One feed is through, well or not."""

    name: ClassVar[str] = "feed-done"
    feed_id: int
    title: str
    state: str
    """A `FeedState` value."""
    new: int = 0
    """Entries that were not there before."""
    note: str = ""
    """The error in words."""
    done: int = 0
    """Feeds through so far, this one included."""
    feeds: int = 0


@record
class Stage(Event):
    """A later step works: "grouping", "writing", "refining"."""

    name: ClassVar[str] = "stage"
    stage: str
    done: int = 0
    of: int = 0


@record
class ClustersChanged(Event):
    """The store has new or changed clusters; whoever shows them reads again."""

    name: ClassVar[str] = "clusters-changed"
    clusters: int = 0
    """How many changed."""


@record
class Finished(Event):
    """A refresh ended."""

    name: ClassVar[str] = "finished"
    new: int
    failing: int
    """Feeds that are failing now."""
    unchanged: int = 0
    offline: bool = False
    """Whether no server could be reached, of more than one."""
    seconds: float = 0.0
    stopped: bool = False
    """Whether the user stopped it."""


@record
class Busy(Event):
    """Another process is refreshing; nothing was done."""

    name: ClassVar[str] = "busy"
    holder: str
    """Who holds the library, in words."""


@record
class Failed(Event):
    """The command ended in an error."""

    name: ClassVar[str] = "failed"
    message: str


KINDS: dict[str, type[Event]] = {
    kind.name: kind for kind in (Started, FeedDone, Stage, ClustersChanged, Finished, Busy, Failed)
}


def parse(line: str) -> Event | None:
    """Return the event a line tells, or None when it is no event this version knows."""
    try:
        data = json.loads(line)
        return KINDS[data["event"]].from_fields(data)
    except (ValueError, KeyError, TypeError):
        return None
