"""Texts without all that copies of them differ in: case, marks, white space, widths. For comparing, never for show."""

import re
import unicodedata

_NOT_WORD = re.compile(r"[\W_]+")
_ASCII = {code: chr(code).lower() if chr(code).isalnum() else " " for code in range(128)}
"""The same for ASCII, four times as fast."""
_READ = 4
"""Characters read for each one wanted; where they hold too little, all of the text is read."""


def plain(text: str) -> str:
    """Return letters and digits casefolded, single spaces between them."""
    if text.isascii():
        return " ".join(text.translate(_ASCII).split())
    return _NOT_WORD.sub(" ", unicodedata.normalize("NFKC", text).casefold()).strip()


def beginning(text: str, length: int) -> str:
    """Return the first characters of `plain(text)`; of a long text only its beginning is read."""
    found = plain(text[: _READ * length])
    # Twice as much as is wanted: a letter may change with the one behind it, at the cut.
    return (found if len(found) > 2 * length else plain(text))[:length]
