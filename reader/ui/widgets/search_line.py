"""The search line at the foot of the screen. Knows nothing of what is searched."""

from dataclasses import dataclass
from typing import Self

from textual import events
from textual.geometry import Region
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Input

from reader.ui.widgets.typing_line import TypingLine

AFTER = 0.06
"""Seconds without a key until what was typed is searched for: below that a fast typist is still in the word."""


class SearchLine(TypingLine):
    """An input that appears over the hint bar; tells what was typed once the typing rests."""

    @dataclass
    class Typed(Message):
        """The typing rests."""

        text: str

    @dataclass
    class Earlier(Message):
        """An earlier search is wanted (+1), or a later one (-1)."""

        by: int

    @dataclass
    class Closed(Message):
        """The user is done."""

        kept: bool
        """Whether what was found stays."""

    _resting: Timer | None = None
    _quiet = False

    def open(self, text: str = "") -> None:
        """Appear, with a text to begin with."""
        # What stays the same is told by no event; the first letter would be taken for it.
        self._quiet = text != self.value
        self.value = text
        self.cursor_position = len(text)
        # At once, not by a class and a call for later: the letters typed behind the key must land here.
        self._appear(True)
        self.screen.set_focus(self)

    def close(self) -> None:
        """Disappear."""
        self._rest()
        self._appear(False)

    @property
    def left(self) -> bool:
        """Whether it is there and another widget has the focus: the mouse put it elsewhere."""
        return self.display and self.screen.focused is not self

    def _appear(self, shown: bool) -> None:
        self.display = shown
        super().refresh(layout=True)

    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Self:
        """Paint without a layout pass, which `Input` asks for on each letter: the line stays where it is."""
        return super().refresh(*regions, repaint=repaint, recompose=recompose)

    def _rest(self) -> bool:
        """Wait no longer; return whether something typed waited to be told."""
        waited, self._resting = self._resting, None
        if waited is not None:
            waited.stop()
        return waited is not None

    def on_input_changed(self, event: Input.Changed) -> None:
        """Wait for the typing to rest."""
        event.stop()
        if self._quiet:
            self._quiet = False
            return
        self._rest()
        if self.display:
            self._resting = self.set_timer(AFTER, self._tell)

    def _tell(self) -> None:
        self._resting = None
        self.post_message(self.Typed(self.value))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Stay with what was found; enter may come before the typing rests."""
        event.stop()
        if self._rest():
            self._tell()
        self.post_message(self.Closed(kept=True))

    def on_key(self, event: events.Key) -> None:
        """Leave with escape; earlier searches with the arrows."""
        if event.key == "escape":
            event.stop()
            self.post_message(self.Closed(kept=False))
        elif event.key in ("up", "down"):
            event.stop()
            self.post_message(self.Earlier(1 if event.key == "up" else -1))
