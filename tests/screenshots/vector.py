"""A screen as SVG: every run of text starts on its column and is as wide as its cells."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from xml.sax.saxutils import escape

import pyte

from tests.screenshots.grid import BACKGROUND, Cell, cells

WIDTH, HEIGHT, BASELINE, SIZE = 8.4, 18, 13.5, 14
"""Pixels: a cell's width and height, the baseline in it, the font's size."""

FONTS = "'JetBrains Mono','DejaVu Sans Mono','Noto Sans Mono CJK SC',Menlo,Consolas,monospace"


def _runs(line: Iterable[Cell]) -> Iterator[list[Cell]]:
    """Group neighbours of equal looks; what is not ASCII stands alone, since fonts disagree on its width."""
    for _, group in groupby(
        line, key=lambda c: (c.ink, c.paper, c.bold, c.italic, c.underline, c.text.isascii() or c.x)
    ):
        yield list(group)


def _paper(run: list[Cell]) -> str:
    first, width = run[0], sum(c.width for c in run)
    if first.paper == BACKGROUND:
        return ""
    return (
        f'<rect x="{first.x * WIDTH:.1f}" y="{first.y * HEIGHT}" width="{width * WIDTH + 0.2:.1f}"'
        f' height="{HEIGHT + 0.2}" fill="{first.paper}"/>'
    )


def _ink(run: list[Cell]) -> str:
    first, text = run[0], "".join(c.text for c in run)
    if not text.strip():
        return ""
    looks = ' font-weight="bold"' * first.bold + ' font-style="italic"' * first.italic
    looks += ' text-decoration="underline"' * first.underline
    width = sum(c.width for c in run) * WIDTH
    return (
        f'<text x="{first.x * WIDTH:.1f}" y="{first.y * HEIGHT + BASELINE}" fill="{first.ink}"{looks}'
        f' textLength="{width:.1f}" lengthAdjust="spacingAndGlyphs" xml:space="preserve">{escape(text)}</text>'
    )


def svg(screen: pyte.Screen) -> str:
    """Return the screen as a stand-alone SVG document."""
    width, height = screen.columns * WIDTH, screen.lines * HEIGHT
    runs = [run for _, line in groupby(cells(screen), key=lambda c: c.y) for run in _runs(line)]
    body = "\n".join(part for draw in (_paper, _ink) for part in map(draw, runs) if part)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.1f} {height}" width="{width:.0f}"'
        f' height="{height}" font-family="{FONTS}" font-size="{SIZE}">\n'
        f'<rect width="100%" height="100%" fill="{BACKGROUND}"/>\n{body}\n</svg>\n'
    )
