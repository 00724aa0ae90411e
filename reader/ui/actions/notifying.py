"""Notices of the terminal: asks the store whether one is left, and has it told. Presses no key."""

from collections.abc import Callable
from datetime import timedelta

from reader.model.view import Row
from reader.ui.noticing import TOP, News
from reader.ui.stage import Stage

COOL_DOWN = timedelta(minutes=30)
"""Time between two notices, whatever happens."""


class Notifying:
    """Tells of a new story near the top, rarely, and only if the user wants that."""

    def __init__(self, stage: Stage, notify: Callable[[str], None]) -> None:
        self._stage, self._notify = stage, notify
        self._news = News(stage.manner.now())

    def look(self) -> None:
        """Look for news in the list as it is by now, shown or waiting."""
        listing = self._stage.listing
        if self._stage.manner.settings.screen.notify == "off":
            return
        ids = listing.ids if listing.waiting is None else listing.waiting
        row = self._news.first(filter(None, map(listing.row, ids[:TOP])))
        if row is not None:
            self._stage.start(self._tell(row), "notice")

    async def _tell(self, row: Row) -> None:
        """Tell it if a notice is left: the store counts those of all screens, and of those that were closed."""
        now, most = self._stage.manner.now(), self._stage.manner.settings.screen.notify_per_day
        if await self._stage.library.marking.run(lambda marks: marks.notice(now, per_day=most, apart=COOL_DOWN)):
            self._news.told(row)
            self._notify(row.headline)
