"""A screen as PNG, every cell on the grid. Needs Pillow and fonts that hold what the demo shows."""

from functools import cache
from pathlib import Path

import pyte
from PIL import Image, ImageDraw, ImageFont

from tests.screenshots.grid import BACKGROUND, Cell, cells

SIZE = 18
"""Font size in pixels; a cell is 11 x 24."""
CELL = (11, 24)
EMOJI_SIZE = 109
"""The one size in which Noto Color Emoji holds its bitmaps."""
EMOJI = range(0x1F000, 0x1FB00)
BLOCKS = {"█": (0, 0, 1, 1), "▌": (0, 0, 0.5, 1), "▐": (0.5, 0, 1, 1), "▀": (0, 0, 1, 0.5), "▄": (0, 0.5, 1, 1)}
"""Drawn as rectangles, so that they join: left, top, right, bottom in parts of a cell."""
HOME = Path("/usr/share/fonts")
CANDIDATES = {
    False: ("truetype/jetbrains-mono/JetBrainsMono-Regular.ttf", "truetype/dejavu/DejaVuSansMono.ttf",
            "opentype/noto/NotoSansCJK-Regular.ttc"),
    True: ("truetype/jetbrains-mono/JetBrainsMono-Bold.ttf", "truetype/dejavu/DejaVuSansMono-Bold.ttf",
           "opentype/noto/NotoSansCJK-Bold.ttc"),
}  # fmt: skip
PACKAGES = "fonts-jetbrains-mono fonts-dejavu-core fonts-noto-cjk fonts-noto-color-emoji"


@cache
def _font(path: str) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(HOME / path), SIZE)


@cache
def _missing(path: str) -> bytes:
    """What the font draws for a character that no font has."""
    return bytes(_font(path).getmask("\U0010ffff"))


@cache
def _face(character: str, bold: bool) -> ImageFont.FreeTypeFont:
    """Return the first font that holds the character."""
    for path in CANDIDATES[bold]:
        if bytes(_font(path).getmask(character)) != _missing(path):
            return _font(path)
    return _font(CANDIDATES[bold][0])


@cache
def _emoji(character: str) -> Image.Image:
    font = ImageFont.truetype(str(HOME / "truetype/noto/NotoColorEmoji.ttf"), EMOJI_SIZE)
    image = Image.new("RGBA", (136, 128), (0, 0, 0, 0))
    ImageDraw.Draw(image).text((0, 0), character, font=font, embedded_color=True)
    return image.resize((2 * CELL[0], 2 * CELL[0]))


def _draw(image: Image.Image, draw: ImageDraw.ImageDraw, cell: Cell) -> None:
    left, top = cell.x * CELL[0], cell.y * CELL[1]
    if cell.text in BLOCKS:
        a, b, c, d = BLOCKS[cell.text]
        box = (left + a * CELL[0], top + b * CELL[1], left + c * CELL[0] - 1, top + d * CELL[1] - 1)
        draw.rectangle(box, fill=cell.ink)
    elif ord(cell.text[0]) in EMOJI:
        image.paste(_emoji(cell.text[0]), (left, top + 1), _emoji(cell.text[0]))
    elif cell.text.strip():
        face = _face(cell.text[0], cell.bold)
        draw.text((left, top + CELL[1] - 6), cell.text, font=face, fill=cell.ink, anchor="ls")
    if cell.underline:
        draw.line((left, top + CELL[1] - 3, left + cell.width * CELL[0] - 1, top + CELL[1] - 3), fill=cell.ink)


def png(screen: pyte.Screen, path: Path) -> None:
    """Write the screen as a PNG file.

    Raises:
        SystemExit: A font is missing; names the packages that hold the fonts.
    """
    if any(not (HOME / font).exists() for fonts in CANDIDATES.values() for font in fonts):
        raise SystemExit(f"pictures need fonts: install {PACKAGES}")
    image = Image.new("RGB", (screen.columns * CELL[0], screen.lines * CELL[1]), BACKGROUND)
    draw = ImageDraw.Draw(image)
    grid = list(cells(screen))
    for cell in grid:
        left, top = cell.x * CELL[0], cell.y * CELL[1]
        draw.rectangle((left, top, left + cell.width * CELL[0] - 1, top + CELL[1] - 1), fill=cell.paper)
    for cell in grid:
        _draw(image, draw, cell)
    image.quantize(256).save(path, optimize=True)
