"""Terminal notifications: one for a story, rarely, and only if the user asked for them. Writes nothing itself."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from reader.model.view import Row
from reader.ui.render.cells import safe

COOL_DOWN = timedelta(minutes=30)
"""Time between two notices, whatever happens."""
DAY = timedelta(days=1)
TOP = 10
"""Only stories that rank so high are worth a notice."""
LONGEST = 200
"""Characters of a headline in a notice."""
NAME = "PulseAugur"
SEQUENCES = {"osc9": "\x1b]9;{name}: {text}\x07", "osc777": "\x1b]777;notify;{name};{text}\x07"}
"""How a terminal is asked to notify. The name stands before the headline in OSC 9 because some terminals take a number
there for another command: "9;4;3" shows a progress bar."""


class Noticing:
    """Decides which story is told: each once after a change of its works, with a cool-down and a daily cap."""

    def __init__(self, *, per_day: int, since: datetime) -> None:
        """Begin at a time (UTC): what changed before it is no news."""
        self._per_day, self._since = per_day, since
        self._told: set[tuple[int, datetime]] = set()
        self._times: list[datetime] = []

    def news(self, rows: Iterable[Row], now: datetime) -> Row | None:
        """Return the story that is told now, which counts as told; None if none is.

        Args:
            rows: The list's first stories, best first.
            now: UTC.
        """
        self._times = [at for at in self._times if now - at < DAY]
        if len(self._times) >= self._per_day or (self._times and now - self._times[-1] < COOL_DOWN):
            return None
        row = next((row for row in rows if self._is_news(row)), None)
        if row is not None:
            self._told.add((row.id, row.updated))
            self._times.append(now)
        return row

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
