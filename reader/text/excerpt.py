"""A text cut to a number of characters, on words. Knows nothing of cells; the screen cuts by width."""

import re

SHORTEST_WORD_CUT = 0.6
"""Share of the limit below which going back to a space loses more than a broken word does."""

_MATH = re.compile(r"\$[^$\n]{1,400}\$")
_UNSPACED = (
    ("\u0e00", "\u0eff"),
    ("\u2e80", "\u9fff"),
    ("\uac00", "\ud7af"),
    ("\uf900", "\ufaff"),
    ("\uff00", "\uffef"),
    ("\U00020000", "\U0003ffff"),
)
"""First and last character of scripts without spaces. No pattern, which would take 3 ms to compile."""
_LOOSE_END = " \t\n,;:–—-([{“‘「『（，、；："


def excerpt(text: str, limit: int) -> str:
    """Return `text` if it has at most `limit` characters, else its beginning and "…", never more than `limit`.

    Words are not broken, except in scripts without spaces and in words longer than most of the limit; a cut
    never falls inside `$…$`.
    """
    if len(text) <= limit:
        return text
    if limit <= 1:
        return "…"[:limit]
    end = _outside_math(text, _word_end(text, limit - 1))
    return text[:end].rstrip(_LOOSE_END) + "…"


def _word_end(text: str, end: int) -> int:
    """Return the last place at or before `end` where a word ends."""
    if text[end].isspace() or _is_unspaced(text[end]) or _is_unspaced(text[end - 1]):
        return end
    space = max(text.rfind(" ", 0, end), text.rfind("\n", 0, end))
    return space if space >= end * SHORTEST_WORD_CUT else end


def _is_unspaced(character: str) -> bool:
    return any(first <= character <= last for first, last in _UNSPACED)


def _outside_math(text: str, end: int) -> int:
    for span in _MATH.finditer(text):
        if span.start() < end < span.end():
            return span.start()
        if span.start() >= end:
            break
    return end
