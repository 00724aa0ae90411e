"""How closely two sentences run along each other, word by word. Knows no meaning."""

import re
from difflib import SequenceMatcher

_UNIT = re.compile(r"[\u3400-\u9fff]|[^\W\u3400-\u9fff]+")
_HAN = re.compile(r"[\u3400-\u9fff]")

HAN_NEAR_COPY = 0.7
"""Ratio of matching characters from which two Chinese sentences are compared word for word."""

TWO_WORDS = 4
"""Han characters of two words."""

HAN_A_WORD = 1.7
"""Han characters that count as one word in a run: a Chinese word has 1.7 on average."""


def units(text: str) -> list[str]:
    """Return casefolded words, each Han character by itself."""
    return _UNIT.findall(text.casefold())


def common_run(text: str, other: str) -> range:
    """Return where in `text` the longest run of words stands that both have."""
    ours = list(_UNIT.finditer(text))
    words = [unit[0].casefold() for unit in ours]
    match = SequenceMatcher(None, words, units(other), autojunk=False).find_longest_match()
    return range(ours[match.a].start(), ours[match.a + match.size - 1].end()) if match.size else range(0)


def longest_run(text: str, other: str) -> int:
    """Return the length, in words, of the longest run of words that both have."""
    ours, theirs = units(text), units(other)
    match = SequenceMatcher(None, ours, theirs, autojunk=False).find_longest_match()
    run = ours[match.a : match.a + match.size]
    han = sum(bool(_HAN.match(unit)) for unit in run)
    return round(len(run) - han + han / HAN_A_WORD)


def altered_han(text: str, other: str) -> str:
    """Return the first Han words that replace others in a near copy, or change places there; "" for none."""
    ours, theirs = "".join(_HAN.findall(text)), "".join(_HAN.findall(other))
    if not ours or not theirs:
        return ""
    matcher = SequenceMatcher(None, ours, theirs, autojunk=False)
    if matcher.ratio() < HAN_NEAR_COPY:
        return ""
    changes = matcher.get_opcodes()
    for operation, a, b, c, d in changes:
        if operation == "replace" and min(b - a, d - c) > 1:
            return ours[a:b]
    gone = [theirs[c:d] for operation, _, _, c, d in changes if operation == "insert"]
    moved = [ours[a:b] for operation, a, b, _, _ in changes if operation == "delete"]
    return next((one for one in moved for other in gone if _is_turned(one, other)), "")


def _is_turned(one: str, other: str) -> bool:
    """Return whether two words of one have changed places in the other: "甲起诉" and "起诉甲"."""
    return one != other and len(one) >= TWO_WORDS and sorted(one) == sorted(other)
