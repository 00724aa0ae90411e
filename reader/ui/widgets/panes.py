"""A pane that scrolls painted lines without a layout pass. Knows nothing of lists or stories.

`virtual_size` is a reactive that asks for layout: on a key it would cost three more frames (65 ms against 4), so it
is set below the reactive and the scrollbar told directly; `overflow-y: scroll` keeps the bar's column from moving.
"""

from typing import ClassVar

from textual import events
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.scrollbar import ScrollBar
from textual.widget import Widget

from reader.ui.widgets.ink import Inked
from reader.ui.widgets.rail import Rail


class LinePane(ScrollView, Inked, can_focus=True, inherit_bindings=False):
    """A ScrollView of lines; keys are the screen's."""

    COMPONENT_CLASSES: ClassVar[set[str]] = Inked.COMPONENT_CLASSES

    _room: Size | None = None

    @property
    def vertical_scrollbar(self) -> ScrollBar:
        """The scrollbar, made when first asked for as Textual makes its own."""
        if self._vertical_scrollbar is None:
            self._vertical_scrollbar = Rail(name="vertical")
            self._vertical_scrollbar.display = False
            self.app._start_widget(self, self._vertical_scrollbar)
        return self._vertical_scrollbar

    @property
    def room(self) -> Size:
        """Cells of a line, and lines in sight; asked for on every line, so Textual computes it once a size."""
        if self._room is None:
            size = self.scrollable_content_region.size
            if not size:
                return size
            self._room = size
        return self._room

    @property
    def across(self) -> int:
        """Cells of a line."""
        return self.room.width

    @property
    def down(self) -> int:
        """Lines in sight."""
        return self.room.height

    @property
    def top(self) -> int:
        """First line in sight."""
        return self.scroll_offset.y

    def on_mount(self) -> None:
        """Let the scrollbar stand from the first frame on."""
        self._refresh_scrollbars()

    @property
    def active(self) -> bool:
        """Whether keys go here: in the frame of the key that brings them, while `has_focus` comes a frame later."""
        return self.screen.focused is self

    def watch_has_focus(self, _has_focus: bool) -> None:
        """Have no styles worked out anew: only the cursor's line looks otherwise."""

    def on_focus(self, event: events.Focus) -> None:
        """Note it; the screen that gave the focus was painted then, and Textual would paint the pane once more."""
        event.prevent_default()
        self.has_focus = True
        self.screen.post_message(events.DescendantFocus(self))

    def on_blur(self, event: events.Blur) -> None:
        """Note it, as above."""
        event.prevent_default()
        self.has_focus = False

    def on_resize(self) -> None:
        """Fit to another size. Textual calls a subclass's handler before this one, so that has a name of its own."""
        self._room = None
        self.refit()
        # What was painted before this came is of the former size, and kept.
        self.repaint()

    def refit(self) -> None:
        """Lay out for another size."""

    def span(self, lines: int) -> None:
        """Tell how many lines there are."""
        size = Size(self.across, lines)
        if size != self.virtual_size:
            self.set_reactive(Widget.virtual_size, size)
            self._scroll_update(size)

    def go(self, line: int) -> None:
        """Scroll so that a line is the first in sight, at once."""
        self.scroll_to(y=max(0, line), animate=False, force=True, immediate=True)

    def repaint(self) -> None:
        """Paint all lines in sight again."""
        self.refresh(self.size.region)
