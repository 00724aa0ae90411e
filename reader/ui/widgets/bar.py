"""One line of runs at the top or the bottom. Knows nothing of what they say."""

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

    def render_line(self, y: int) -> Strip:
        """Paint the line."""
        cells = self.size.width
        right = self._right if cells_of(self._right) < cells else ()
        room = cells - cells_of(right)
        left = clip(self._left, max(0, room - 1))
        gap = max(0, room - cells_of(left))
        return self.strip((*left, (" " * gap, "text"), *right), cells)
