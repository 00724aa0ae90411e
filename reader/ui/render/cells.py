"""Text in terminal cells: made safe, measured, cut. Knows nothing of what the text says."""

import re
import unicodedata

from rich.cells import cell_len, set_cell_size

from reader.text.clean import clean, clean_body

LONGEST = 4000
"""Characters of one run on screen; the door keeps longer texts out, this is the second lock."""
BODY = 262_144
"""Characters of a full text on screen; the door's own limit for a body."""
# Terminals and the width table disagree on these: U+FE0F and skin tones move every column that follows.
DISPUTED = re.compile("[\ufe0f\U0001f3fb-\U0001f3ff]")


def safe(text: str) -> str:
    """Return one line that may reach a terminal: no control, bidi or zero-width characters, widths undisputed."""
    if text.isascii() and text.isprintable():
        return text
    return DISPUTED.sub("", unicodedata.normalize("NFC", clean(text, LONGEST)))


def safe_body(text: str) -> str:
    """Return the same for text of many paragraphs, its newlines kept."""
    return DISPUTED.sub("", unicodedata.normalize("NFC", clean_body(text, BODY)))


def width(text: str) -> int:
    """Return the cells that safe text takes."""
    return len(text) if text.isascii() else cell_len(text)


def cut(text: str, cells: int, ellipsis: str = "…") -> str:
    """Return safe text in at most `cells` cells, with an ellipsis where something is missing."""
    if width(text) <= cells:
        return text
    if cells <= width(ellipsis):
        return set_cell_size(ellipsis, max(0, cells))
    return set_cell_size(text, cells - width(ellipsis)).rstrip() + ellipsis


def fit(text: str, cells: int, ellipsis: str = "…") -> str:
    """Return safe text in exactly `cells` cells."""
    short = cut(text, cells, ellipsis)
    return short + " " * (cells - width(short))
