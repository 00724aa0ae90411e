"""Which one of a series a title names: the 12th package, Q3, version 4.1. Knows no works."""

import re
from collections.abc import Iterator

from reader.cluster.opposites import SIDES

SERIES = frozenset(
    """act book chapter class day edition episode ep game generation issue lesson level mark match no number part
    phase quarter release round season series session stage step tier update version vol volume week year
    ausgabe band etappe folge kapitel nummer phase runde spieltag staffel stufe tag teil woche
    capítulo capitulo edición edicion episodio etapa fase jornada número numero parte ronda semana temporada versión
    version tomo""".split()
)
"""Nouns whose number names a member of a series, not a count."""

COUNTED = frozenset(
    "magnitude age aged at to of by for in over under about top first last percent per least most around".split()
)
"""Words before a number that is a measure, an age or a count, and differs between reports of one event."""

ORDINALS = {
    word: number
    for number, word in enumerate(
        """first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth
        fifteenth sixteenth seventeenth eighteenth nineteenth twentieth""".split(),
        1,
    )
}
HAN = {digit: value for value, digit in enumerate("〇一二三四五六七八九十")}

ROMAN = {numeral: value for value, numeral in enumerate("i ii iii iv v vi vii viii ix x xi xii".split(), 1)}

SPELT = re.compile(r"[a-z]+th\b|first|second|third")
ORDINAL = re.compile(r"(?<![\w.])(\d{1,4})(?:st|nd|rd|th|º|ª|\.[ºª])(?!\w)", re.IGNORECASE)
GERMAN_ORDINAL = re.compile(r"(?<![\w.,])(\d{1,3})\. (?=[A-ZÄÖÜ])")
HAN_ORDINAL = re.compile(r"第\s*(\d+|[〇一二三四五六七八九十]+)")
NAMED = re.compile(r"(?<![\w-])([^\W\d_]{1,12})-?(\d{1,4}(?:\.\d+)*)(?![\w%.,]*\d|\w)")
"""A name with its number in one word: Q2, GPT-4, v4.1."""
NUMBERED = re.compile(r"(?<!\w)([^\W\d_]+)\.? #?(\d{1,4}(?:\.\d+)*|[IVX]+)(?![\w%,]|\.\d)(?: (\w+))?")
"""A word, the number after it, and the word that follows."""


def members(title: str, language: str) -> str:
    """Return which members of series a title names, as "series=number" by spaces: "th=12", "episode=117", "gpt=4"."""
    found = dict.fromkeys(f"{name.casefold()}={number.casefold()}" for name, number in _members(title, language))
    return " ".join([*found])


def _members(title: str, language: str) -> Iterator[tuple[str, str]]:
    yield from (("th", number) for number in _ordinals(title, language))
    if any(map(str.isdigit, title)) or "I" in title or "V" in title or "X" in title:
        yield from NAMED.findall(title)
        for name, number, after in NUMBERED.findall(title):
            if _names_a_member(name, number, after):
                yield name, str(ROMAN.get(number.casefold(), number))


def _ordinals(title: str, language: str) -> Iterator[str]:
    yield from ORDINAL.findall(title)
    if language == "de":
        yield from GERMAN_ORDINAL.findall(title)
    for number in HAN_ORDINAL.findall(title):
        yield number if number.isdigit() else _han(number)
    for word in SPELT.findall(title.casefold()):
        if word in ORDINALS:
            yield str(ORDINALS[word])


def _names_a_member(name: str, number: str, after: str) -> bool:
    plain = name.casefold()
    if plain in SERIES:
        return True
    # "Python 3.12 Released", "Windows 11 brings", "May 12"; not "Kills 12 People", "magnitude 6.1", "Henry V".
    counts = after[:1].isupper() and "." not in number
    return number[0].isdigit() and name[0].isupper() and plain not in COUNTED and plain not in SIDES and not counts


def _han(numeral: str) -> str:
    tens, ten, ones = numeral.rpartition("十")
    if not ten:
        return "".join(str(HAN[digit]) for digit in numeral)
    return str(10 * HAN.get(tens, 1) + HAN.get(ones, 0))
