"""Words as the full-text index wants them. Pure."""

import unicodedata

from reader.text.tokens import searchable


def phrase(text: str, *, prefix: bool = False) -> str:
    """Return an FTS5 phrase for a word or a run of words; empty when nothing in it can be found.

    Args:
        text: As typed.
        prefix: Whether the last word may go on.
    """
    plain = "".join(c if c.isalnum() or c.isspace() or _is_mark(c) else " " for c in searchable(text))
    words = plain.split()
    return f'"{" ".join(words)}"' + ("*" if prefix else "") if words else ""


def _is_mark(character: str) -> bool:
    """Vowel signs and accents belong to their word."""
    return unicodedata.category(character).startswith("M")
