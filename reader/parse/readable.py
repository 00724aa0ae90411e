"""Raw strings of a feed made readable: HTML, LaTeX, hard line breaks, control characters. Knows no fields."""

import re

from reader.parse import limits
from reader.text.clean import clean, clean_body
from reader.text.html import html_to_text
from reader.text.latex import latex_to_text

WRAPPED_AT = 60
"""Columns a plain text's lines must reach to count as hard-wrapped (arXiv's API, mailing lists)."""

_BREAK = re.compile(r"(?<=\S)[^\S\n]*\n[^\S\n]*(?=[^\s•*\-])")


def line(raw: str, *, plain: bool = False, limit: int = limits.TITLE) -> str:
    """Return one clean line; LaTeX is left to the caller."""
    return clean(raw if plain else html_to_text(raw[: limits.BODY]), limit)


def typeset(text: str, limit: int = limits.TITLE) -> str:
    """Return one clean line with its LaTeX made readable; unchanged if that would leave nothing."""
    return clean(latex_to_text(text), limit) or text


def paragraphs(raw: str, *, plain: bool = False) -> str:
    """Return clean paragraphs, one a line, at most `limits.BODY` characters, LaTeX not yet read."""
    raw = raw[: limits.BODY]
    text = raw if plain else html_to_text(raw)
    if text.strip() == raw.strip() and "\n" in text:
        text = _unwrapped(text)
    return clean_body(text, limits.BODY)


def _unwrapped(text: str) -> str:
    """Join the lines of a hard-wrapped text; blank lines and list items stay."""
    lines = text.splitlines()
    return _BREAK.sub(" ", text) if sum(len(one) >= WRAPPED_AT for one in lines) * 2 >= len(lines) - 1 else text
