"""A terminal's screen as runs of equal looks on a grid. Knows pyte; knows no picture format."""

from collections.abc import Iterator
from dataclasses import dataclass

import pyte

FOREGROUND = "#e6e6e6"
BACKGROUND = "#101014"
ANSI = {
    "black": "#000000", "red": "#cd3131", "green": "#0dbc79", "brown": "#c5a332",
    "blue": "#2472c8", "magenta": "#bc3fbc", "cyan": "#11a8cd", "white": "#cccccc",
    "brightblack": "#767676", "brightred": "#f14c4c", "brightgreen": "#23d18b", "brightbrown": "#f5f543",
    "brightblue": "#3b8eea", "brightmagenta": "#d670d6", "brightcyan": "#29b8db", "brightwhite": "#ffffff",
}  # fmt: skip
"""pyte's names of the 16 colours, as a common terminal shows them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One character where it stands."""

    x: int
    y: int
    width: int
    """1 or 2 columns."""
    text: str
    """A base character with its combining marks; may be a space."""
    ink: str
    """Colour as "#rrggbb"."""
    paper: str
    bold: bool
    italic: bool
    underline: bool


def colour(name: str, default: str) -> str:
    """Return pyte's colour name as "#rrggbb"."""
    if name == "default":
        return default
    return ANSI.get(name, f"#{name}")


def cells(screen: pyte.Screen) -> Iterator[Cell]:
    """Yield every cell, rows from the top; the second half of a wide character is skipped."""
    for y in range(screen.lines):
        row, x = screen.buffer[y], 0
        while x < screen.columns:
            char = row[x]
            wide = x + 1 < screen.columns and char.data != "" and row[x + 1].data == ""
            ink, paper = colour(char.fg, FOREGROUND), colour(char.bg, BACKGROUND)
            if char.reverse:
                ink, paper = paper, ink
            yield Cell(
                x=x, y=y, width=1 + wide, text=char.data or " ", ink=ink, paper=paper,
                bold=char.bold, italic=char.italics, underline=char.underscore,
            )  # fmt: skip
            x += 1 + wide
