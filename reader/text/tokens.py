"""Text to tokens, for comparing and for searching. Knows scripts; knows no stop words and no weights."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from functools import cache, lru_cache
from itertools import pairwise

_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"  # Thai, Lao, Burmese, Khmer
    "\u3005\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f"  # kana, Han
    "\uac00-\ud7af\U00020000-\U0003ffff"  # Hangul: spaced, but particles stick to its words; rarer Han
)
# Vowel signs are no \w in Python: without these blocks Hindi or pointed Hebrew falls apart into consonants.
_SIGNS = "\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0963\u0966-\u0dff"
_LETTERS = rf"(?:[^\W_{_UNSPACED}]|[{_SIGNS}])"
# Runs of unspaced characters, numbers, words. Without groups: `findall` makes no match objects, which halves the time.
_TOKEN = (
    rf"[{_UNSPACED}]+"
    r"|\d+(?:[.,]\d+)+(?!\w)"
    # "GPT-4", "covid-19", "4o-mini": a hyphen beside a digit names one thing. "in-context" is two words.
    rf"|{_LETTERS}+(?:(?:['’]{_LETTERS}|-(?=\d)|(?<=\d)[-.](?=\w)(?![{_UNSPACED}])){_LETTERS}+)*(?:['’]{_LETTERS}+)?"
)
# What the pattern above comes to where all is ASCII: a tenth of the time.
_ASCII_TOKEN = re.compile(
    r"\d+(?:[.,]\d+)+(?!\w)|[a-z0-9]+(?:(?:'[a-z0-9]|-(?=\d)|(?<=\d)[-.](?=\w))[a-z0-9]+)*(?:'[a-z0-9]+)?"
)
_FIRST_UNSPACED = "\u0e00"
_SINGLE = f"([{_UNSPACED}])"
_STEMMERS = {
    "": "english", "en": "english", "de": "german", "fr": "french", "es": "spanish", "it": "italian",
    "pt": "portuguese", "nl": "dutch", "sv": "swedish", "da": "danish", "no": "norwegian", "nb": "norwegian",
    "fi": "finnish", "ru": "russian", "ro": "romanian", "hu": "hungarian", "tr": "turkish",
}  # fmt: skip
_SHORTEST_STEMMED = 4
"""Letters below which a word stays as it is."""


def words(text: str, language: str = "", stem: bool = False) -> list[str]:
    """Return the casefolded tokens of `text` in order; scripts without spaces as overlapping character pairs.

    Numbers keep their inner marks ("3.5", "10,000"), a possessive 's is dropped. With `stem`, words of the
    languages that Snowball knows are stemmed; an empty `language` counts as English.
    """
    found = _tokens(text)
    if not stem:
        return found
    stemmed = _stemmer(language)
    return [stemmed(word) for word in found]


def searchable(text: str) -> str:
    """Return `text` as the search index stores it and as a query is put to it.

    Compatibility forms unified, casefolded, and a space on both sides of every character of a script that is
    written without spaces, so that any phrase of such characters can be found.
    """
    if text.isascii():
        return " ".join(text.lower().split())
    folded = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(_compiled(_SINGLE).sub(r" \1 ", folded).split())


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    # Not with the module: patterns of so many ranges take 15 ms, and the screen's first frame needs none of them.
    return re.compile(pattern)


def _tokens(text: str) -> list[str]:
    if text.isascii():
        found = _ASCII_TOKEN.findall(text.lower())
        return [word.removesuffix("'s") for word in found] if "'" in text else found
    found = _compiled(_TOKEN).findall(unicodedata.normalize("NFKC", text).casefold())
    return [token for word in found for token in _parts(word)]


def _parts(found: str) -> Iterable[str]:
    """Return the pairs of a run, and a number or a word as it is compared."""
    if found[0] >= _FIRST_UNSPACED and _compiled(_SINGLE).match(found):
        return _pairs(found)
    return (found.replace("’", "'").removesuffix("'s"),)


def _pairs(run: str) -> Iterator[str]:
    if len(run) == 1:
        yield run
    for left, right in pairwise(run):
        yield left + right


@cache
def _stemmer(language: str) -> Callable[[str], str]:
    """Return a caching stemmer; the identity for languages without one."""
    # Imported here: the screen never stems.
    import Stemmer

    name = _STEMMERS.get(language)
    if name is None:
        return str
    algorithm = Stemmer.Stemmer(name)

    @lru_cache(maxsize=65_536)
    def stemmed(word: str) -> str:
        if len(word) < _SHORTEST_STEMMED or not word.isalpha():
            return word
        return str(algorithm.stemWord(word))

    return stemmed
