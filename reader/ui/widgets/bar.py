"""One line of runs at the top or the bottom. Knows nothing of what they say."""

from rich.control import Control
from textual.strip import Strip

from reader.ui.render.runs import Line, cells_of, clip
from reader.ui.widgets.ink import Inked


class Bar(Inked):
    """A line with a left and a right part; the left one is cut when both do not fit. No layout, no children."""

    _left: Line = ()
    _right: Line = ()

    def put(self, left: Line, right: Line = ()) -> None:
        """Show a line; painted only if it differs."""
        if (left, right) != (self._left, self._right):
            self._left, self._right = left, right
            self.refresh()

    def overwrite(self, left: Line, right: Line) -> None:
        """Show a line of which a second of the clock changed the right part: that alone is written, in one go.

        By way of the compositor it costs three times as much: two turns of the loop, the lines of every widget, and
        three writes to a thread. That way it goes when more changed, and while another screen dims this one.
        """
        cells, wide = self.size.width, cells_of(right)
        alone = left == self._left and wide == cells_of(self._right) and wide < cells
        if not alone or not self.screen.is_active:
            self.put(left, right)
        elif right != self._right:
            self._right, self._sheet = right, None
            self._write(self.strip(right, wide), cells - wide)

    def _write(self, strip: Strip, x: int) -> None:
        """Write a part of the line from cell `x` on, and leave the terminal's cursor where it was put."""
        driver, app = self.app._driver, self.app
        if driver is not None and not app.is_headless:
            there, back = Control.move_to(self.region.x + x, self.region.y), Control.move_to(*app.cursor_position)
            driver.write(f"{there}{strip.render(app.console)}{back}")

    def render_line(self, y: int) -> Strip:
        """Paint the line."""
        cells = self.size.width
        right = self._right if cells_of(self._right) < cells else ()
        room = cells - cells_of(right)
        left = clip(self._left, max(0, room - 1))
        gap = max(0, room - cells_of(left))
        return self.strip((*left, (" " * gap, "text"), *right), cells)
