"""Back and out: what escape and q do, step by step."""

from reader.ui.actions.finding import Finding
from reader.ui.actions.moving import Moving
from reader.ui.actions.refreshing import Refreshing
from reader.ui.stage import Stage


class Leaving:
    """Closes what is open, outermost first."""

    def __init__(self, stage: Stage, moving: Moving, finding: Finding, refreshing: Refreshing) -> None:
        self._stage, self._moving, self._finding, self._refreshing = stage, moving, finding, refreshing

    def escape(self) -> None:
        """Leave the story, else the search, else stop the refresh."""
        if not self._inner() and not self._refreshing.stop():
            self._stage.stories.say(())

    def quit(self) -> None:
        """Leave the story, else the search, else the program; there is nothing to save."""
        if not self._inner():
            self._stage.screen.app.exit()

    def suspend(self) -> None:
        """Give the terminal to the shell until it gives it back."""
        self._stage.screen.app.action_suspend_process()

    def _inner(self) -> bool:
        if self._stage.in_story:
            self._moving.leave()
            return True
        return self._finding.cancel()
