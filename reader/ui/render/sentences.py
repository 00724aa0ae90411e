"""What other processes of ours said in English, in the reader's language. Knows the table of our sentences.

The command line and the library keep English, so a sentence arrives filled in: its template is found again and its
values are taken out of it.
"""

import re
from collections.abc import Mapping
from functools import cache

from reader.ui.render.sayings import SAYINGS
from reader.ui.render.words import Words

LONGEST = 1000
"""Characters of the longest sentence that is looked at: as many as the command line lets out."""
DEEPEST = 3
"""Sentences within sentences, as in what a command says of an option of which another says what is wrong."""
SHAPES = {"n": r"[\d,]+", "clock": r"[\d:]+", "host": r"\S+", "seconds": r"\S+", "size": r"\S+"}
"""What a value looks like, by its name; others may be any text."""
CLAUSES = ("error",)
"""Values that are sentences of ours, else the whole is not: a stranger's text has colons and full stops, too."""
WORDS = ("cure", "holder", "place", "reason", "scheme", "time")
"""Values that may be words of ours."""
_PLACE = re.compile(r"{(\w+)}")


def told(text: str, words: Words) -> str:
    """Return a sentence of ours in the screen's language, its values as they stand; any other text as it is."""
    return _told(text, words, DEEPEST) or text


def _told(text: str, words: Words, depth: int) -> str:
    """Return the same; empty for a text that is none of our sentences."""
    if not depth or len(text) > LONGEST:
        return ""
    for landmark, saying in _landmarks():
        found = _pattern(saying).fullmatch(text) if landmark in text else None
        values = _values(found.groupdict(), words, depth - 1) if found else None
        if values is not None:
            return words.say(saying, **values)
    return ""


def _values(found: Mapping[str, str], words: Words, depth: int) -> dict[str, str] | None:
    """Return the values of a sentence, those that are words of ours translated; None if one ought to be and is not."""
    values = dict(found)
    for name, value in found.items():
        if name == "facts":
            facts = [_told(fact, words, depth) for fact in value.split(", ")]
            values[name] = "，".join(facts) if all(facts) else ""
        elif name in CLAUSES:
            values[name] = _told(value, words, depth)
        elif name in WORDS:
            values[name] = _told(value, words, depth) or value
    return values if all(values.values()) else None


@cache
def _landmarks() -> tuple[tuple[str, str], ...]:
    """Return the longest fixed part of each saying with it: looking for that first, few patterns are ever compiled."""
    return tuple((max(_PLACE.split(saying)[::2], key=len), saying) for saying in SAYINGS)


@cache
def _pattern(saying: str) -> re.Pattern[str]:
    """Return what a saying looks like with its values in it."""
    parts = enumerate(_PLACE.split(saying))
    return re.compile("".join(f"(?P<{p}>{SHAPES.get(p, '.+?')})" if n % 2 else re.escape(p) for n, p in parts))
