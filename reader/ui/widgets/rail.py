"""A scrollbar painted only where it changed. Knows nothing of what scrolls.

Textual's own renders itself through Rich, all of it, each time the position or the length of what scrolls changes:
beside two panes that was a quarter of a key's CPU. This one moves by whole cells, so on most keys nothing differs.
"""

from functools import lru_cache
from typing import Self

from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region
from textual.scrollbar import ScrollBar
from textual.strip import Strip
from textual.widget import Widget


class Rail(ScrollBar):
    """Textual's vertical scrollbar, mouse and all, one cell wide."""

    _shown: tuple[Strip, ...] = ()

    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Self:
        """Have those cells painted that differ from what is on screen."""
        if not regions and not layout and self._shown:
            cells = self._cells()
            if len(cells) == len(self._shown):
                pairs = enumerate(zip(cells, self._shown, strict=True))
                regions = tuple(Region(0, y, 1, 1) for y, (new, old) in pairs if new is not old)
                if not regions:
                    return self
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def render_lines(self, crop: Region) -> list[Strip]:
        """Paint the cells."""
        self._shown = self._cells()
        return list(self._shown[crop.y : crop.bottom])

    def _cells(self) -> tuple[Strip, ...]:
        """Return a strip for each cell; equal ones are the same object. Where all is in sight there is no thumb."""
        height, lines, window = self.size.height, self.window_virtual_size, self.window_size
        above, thumb = height, 0
        if window < lines:
            thumb = max(1, round(height * window / lines))
            above = round((height - thumb) * min(1.0, self.position / (lines - window)))
        upper, grip, lower = (self._cell(action) for action in ("scroll_up", "grab", "scroll_down"))
        return (*[upper] * above, *[grip] * thumb, *[lower] * (height - above - thumb))

    def _cell(self, action: str) -> Strip:
        """Return one cell that does `action` when the mouse goes down on it."""
        assert isinstance(self.parent, Widget)
        styles = self.parent.styles
        held = self.grabbed or self.mouse_over
        colour = styles.scrollbar_color_active if held else styles.scrollbar_color
        ground = styles.scrollbar_background.rich_color
        strip = _painted(colour.rich_color, ground, action)
        for line_filter in self.get_line_filters():
            strip = strip.apply_filter(line_filter, styles.scrollbar_background)
        return strip


@lru_cache(64)
def _painted(colour: Color, ground: Color, action: str) -> Strip:
    # Reversed, so that a screen without colours shows where the thumb is.
    style = Style(color=colour, bgcolor=ground, reverse=action == "grab", meta={"@mouse.down": action})
    return Strip([Segment(" ", style)], 1)
