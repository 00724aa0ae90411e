"""From inks to the theme's styles. Knows nothing of what is painted with them."""

from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from reader.ui.render.runs import INKS, Ink, Line, cells_of, joined

GROUND = Style()


class Inked(Widget):
    """A widget that paints runs; one style per ink, resolved once per theme."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"ink--{ink}" for ink in INKS} | {"ink--cursor", "ink--idle"}

    _inks: dict[Ink, Style] | None = None
    _ground: Style = GROUND

    def notify_style_update(self) -> None:
        """Forget the styles of the former theme."""
        super().notify_style_update()
        self._inks = None

    @property
    def inks(self) -> dict[Ink, Style]:
        """Styles on the widget's own ground: a line is painted without a second pass over its segments."""
        if self._inks is None:
            self._ground = self.rich_style
            self._inks = {ink: self._ground + _plain(self.get_component_rich_style(f"ink--{ink}")) for ink in INKS}
        return self._inks

    @property
    def ground(self) -> Style:
        """The widget's own colours."""
        return self._ground if self.inks else GROUND

    def strip(self, line: Line, cells: int) -> Strip:
        """Return a line on the widget's ground, exactly `cells` wide."""
        inks = self.inks
        segments = [Segment(text, inks[ink]) for text, ink in joined(line)]
        missing = cells - cells_of(line)
        if missing < 0:
            return Strip(segments).crop(0, cells)
        if missing:
            segments.append(Segment(" " * missing, self._ground))
        return Strip(segments, cells)

    def raised(self, line: Line, cells: int, name: str, mark: str) -> Strip:
        """Return a line under the cursor: full foreground on the cursor's ground, `mark` in the first cell.

        Muted or coloured text would fall below a contrast of 4.5 on that ground; weight and marks stay.
        """
        cursor = self.get_component_rich_style(name)
        full = Style(color=cursor.color, bgcolor=cursor.bgcolor)
        bold = Style(color=cursor.color, bgcolor=cursor.bgcolor, bold=True)
        inks = self.inks
        segments = [Segment(text, bold if inks[ink].bold else full) for text, ink in line]
        rest = Strip(segments).adjust_cell_length(cells, full).crop(1)
        edge = Style(color=inks["key"].color, bgcolor=cursor.bgcolor, bold=True)
        return Strip([Segment(mark, edge), *rest], cells)


def _plain(style: Style) -> Style:
    """Return a style without its background."""
    return Style(color=style.color, bold=style.bold, italic=style.italic, underline=style.underline, dim=style.dim)
