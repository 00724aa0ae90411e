"""Terminal notifications: one for a story, rarely, and only if the user asked for them. Writes nothing itself."""

from datetime import datetime, timedelta

from reader.model.view import Row
from reader.ui.render.cells import safe

COOL_DOWN = timedelta(minutes=30)
"""Time between two notices, whatever happens."""
TOP = 10
"""Only stories that rank so high are worth a notice."""
LONGEST = 200
"""Characters of a notice."""


class Noticing:
    """Decides whether a story is told: once each, with a cool-down and a daily cap."""

    def __init__(self, *, per_day: int) -> None:
        self._per_day = per_day
        self._told: set[tuple[int, int]] = set()
        self._times: list[datetime] = []

    def worth(self, row: Row, rank: int, now: datetime) -> bool:
        """Return whether a story is told now; if so it counts as told.

        Args:
            row: A story; its number of works stands for its revision.
            rank: 1-based.
            now: UTC.
        """
        self._times = [at for at in self._times if now - at < timedelta(days=1)]
        early = bool(self._times) and now - self._times[-1] < COOL_DOWN
        known = (row.id, row.works) in self._told
        if rank > TOP or not row.unread or known or early or len(self._times) >= self._per_day:
            return False
        self._told.add((row.id, row.works))
        self._times.append(now)
        return True

    def know(self, row: Row) -> None:
        """Take a story as told: it was there when the screen opened."""
        self._told.add((row.id, row.works))


def sequence(text: str) -> str:
    """Return OSC 9, which terminals show as a notification; nothing of `text` can leave the sequence."""
    return f"\x1b]9;{safe(text)[:LONGEST]}\x07"
