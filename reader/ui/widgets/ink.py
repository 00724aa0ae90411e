"""From inks to the theme's styles, and from lines to strips. Knows nothing of what the lines say.

Of what Textual lays around a widget's lines (borders, padding, opacity, filters) only the filters concern ours: they
go into the styles, once a theme. Laid around each line on each frame they took two thirds of a key's CPU.
"""

from typing import ClassVar, Self

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from reader.record import record
from reader.ui.render.runs import INKS, Ink, Line, cells_of, joined

RAISED = ("cursor", "idle")
"""Grounds of a line under the cursor: with the focus, and without it."""


@record
class Raised:
    """Styles of a line under the cursor: one foreground, so that the contrast holds; weight stays."""

    full: Style
    bold: Style
    edge: Style
    """Of the mark in the first cell."""


@record
class Palette:
    """All styles of a widget in one theme, on the widget's own ground, as the terminal gets them."""

    ground: Style
    inks: dict[Ink, Style]
    raised: dict[str, Raised]


class Inked(Widget):
    """A widget that paints runs; one style per ink, resolved once per theme."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"ink--{name}" for name in (*INKS, *RAISED)}

    _palette: Palette | None = None
    _made_of: tuple[object, ...] = ()
    _asked = False
    _sheet: list[Strip] | None = None
    """The lines as they were last made; None when something changed."""
    _sheet_of: tuple[Region, bool, int] | None = None
    """The part of the widget they show, whether the widget had the focus, and the palette."""

    def notify_style_update(self) -> None:
        """Look at the theme again before the next painting; a mere change of focus comes here, too."""
        super().notify_style_update()
        self._asked = False

    def repainted(self) -> None:
        """Forget what was painted in another theme."""

    @property
    def palette(self) -> Palette:
        """Styles as they are now."""
        if self._palette is None or not self._asked:
            made_of = (self.app.theme, self.app.native_ansi_color, self.rich_style)
            if self._palette is None or made_of != self._made_of:
                self._palette, self._made_of = self._mixed(), made_of
                self.repainted()
            self._asked = True
        return self._palette

    def _mixed(self) -> Palette:
        ground = self.rich_style
        inks = {ink: ground + _plain(self.get_component_rich_style(f"ink--{ink}")) for ink in INKS}
        return Palette(
            ground=self.filtered(ground),
            inks={ink: self.filtered(style) for ink, style in inks.items()},
            raised={name: self._raised(name, inks["key"]) for name in RAISED},
        )

    def _raised(self, name: str, key: Style) -> Raised:
        style = self.get_component_rich_style(f"ink--{name}")
        colours = ((style.color, False), (style.color, True), (key.color, True))
        made = [self.filtered(Style(color=colour, bgcolor=style.bgcolor, bold=bold)) for colour, bold in colours]
        return Raised(full=made[0], bold=made[1], edge=made[2])

    def filtered(self, style: Style) -> Style:
        """Return a style as the terminal gets it: NO_COLOR and terminals of few colours change it."""
        segments = [Segment(" ", style)]
        for line_filter in self.get_line_filters():
            segments = line_filter.apply(segments, self.background_colors[1])
        return segments[0].style or style

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return the lines in sight; those without padding go as they are.

        Textual asks every widget for all its lines whatever changed on the screen, were it a second of the clock.
        """
        if self.styles.gutter or crop.column_span != (0, self.outer_size.width):
            return super().render_lines(crop)
        key = (crop, self.screen.focused is self, id(self.palette))
        if self._sheet is None or self._sheet_of != key:
            self._sheet, self._sheet_of = [self.render_line(y) for y in crop.line_range], key
        return self._sheet

    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Self:
        """Have the lines made anew."""
        self._sheet = None
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def strip(self, line: Line, cells: int) -> Strip:
        """Return a line on the widget's ground, exactly `cells` wide."""
        palette = self.palette
        missing = cells - cells_of(line)
        if missing > 0:
            line = (*line, (" " * missing, "text"))
        strip = Strip([Segment(text, palette.inks[ink]) for text, ink in joined(line)], max(cells, cells - missing))
        return strip.crop(0, cells) if missing < 0 else strip

    def raised(self, line: Line, cells: int, name: str, mark: str) -> Strip:
        """Return a line under the cursor: full foreground on the cursor's ground, `mark` in the first cell.

        Muted or coloured text would fall below a contrast of 4.5 on that ground; weight and marks stay.
        """
        palette = self.palette
        raised = palette.raised[name]
        segments = [Segment(text, raised.bold if palette.inks[ink].bold else raised.full) for text, ink in line]
        rest = Strip(segments).adjust_cell_length(cells, raised.full).crop(1)
        return Strip([Segment(mark, raised.edge), *rest], cells)


def _plain(style: Style) -> Style:
    """Return a style without its background."""
    return Style(color=style.color, bold=style.bold, italic=style.italic, underline=style.underline, dim=style.dim)
