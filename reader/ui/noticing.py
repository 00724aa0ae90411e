"""Terminal notifications: one for a story, rarely, and only if the user asked for them. Writes nothing itself."""

from collections.abc import Iterable
from datetime import datetime

from reader.model.view import Row
from reader.ui.render.cells import safe

TOP = 10
"""Only stories that rank so high are worth a notice."""
LONGEST = 200
"""Characters of a headline in a notice."""
NAME = "PulseAugur"
SEQUENCES = {"osc9": "\x1b]9;{name}: {text}\x07", "osc777": "\x1b]777;notify;{name};{text}\x07"}
"""How a terminal is asked to notify. The name stands before the headline in OSC 9 because some terminals take a number
there for another command: "9;4;3" shows a progress bar."""


class News:
    """Decides which story is worth a notice: each once after a change of its works."""

    def __init__(self, since: datetime) -> None:
        """Begin at a time (UTC): what changed before it is no news."""
        self._since = since
        self._told: set[tuple[int, datetime]] = set()

    def first(self, rows: Iterable[Row]) -> Row | None:
        """Return the first of the list's best stories that is news; None if none is."""
        return next((row for row in rows if self._is_news(row)), None)

    def told(self, row: Row) -> None:
        """Take a story as told."""
        self._told.add((row.id, row.updated))

    def _is_news(self, row: Row) -> bool:
        """Return whether a story changed while the screen is open, has its text for that, and was not told yet."""
        return (
            bool(row.unread) and not row.stale and row.updated > self._since and (row.id, row.updated) not in self._told
        )


def sequence(kind: str, headline: str) -> str:
    """Return what makes a terminal notify; nothing of a headline can leave the sequence.

    Args:
        kind: A key of SEQUENCES.
        headline: Outside text.
    """
    return SEQUENCES[kind].format(name=NAME, text=safe(headline)[:LONGEST])
