"""From inks to the theme's styles. Knows nothing of what is painted with them."""

from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from reader.ui.render.runs import INKS, Ink, Line

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
        """Styles without a background, so that the ground of a row is one `apply_style`."""
        if self._inks is None:
            self._ground = self.rich_style
            self._inks = {ink: _foreground(self.get_component_rich_style(f"ink--{ink}")) for ink in INKS}
        return self._inks

    @property
    def ground(self) -> Style:
        """The widget's own colours."""
        return self._ground if self.inks else GROUND

    def strip(self, line: Line, cells: int) -> Strip:
        """Return a line on the widget's ground, exactly `cells` wide."""
        inks = self.inks
        segments = [Segment(text, inks[ink]) for text, ink in line]
        return Strip(segments).adjust_cell_length(cells, self._ground).apply_style(self._ground)

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
        edge = Style(color=self.inks["key"].color, bgcolor=cursor.bgcolor, bold=True)
        return Strip([Segment(mark, edge), *rest])


def _foreground(style: Style) -> Style:
    return Style(color=style.color, bold=style.bold, italic=style.italic, underline=style.underline, dim=style.dim)
