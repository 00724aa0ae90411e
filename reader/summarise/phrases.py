"""Texts as runs of telling words, and the phrases in them. Knows scripts with and without spaces; ranks nothing."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from reader.summarise.stopwords import STOP
from reader.text.tokens import words

LONGEST_PHRASE = 3
"""Words of a phrase: four in a row are seldom said the same way twice."""
SHORTEST_RUN = 2
LONGEST_RUN = 8
"""Characters of a phrase in an unspaced script, which has two to four characters a word or two."""

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_JOINS = frozenset(" \u00a0-‐‑")
_UNSPACED = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\u3040-\u30ff\uf900-\ufaff]+")
_TYING = "的了在是与和及或对将被把从到等而其这那也都就还又并但以于之由给让向用个种些们"
_TYING_RUN = re.compile(f"[{_TYING}]+")
GENERIC = frozenset(
    words(
        "paper method approach model novel new study result framework using used use based toward work task system"
        " problem analysis learning large language efficient effective improve improved general research report update"
        " first best revisiting rethinking understanding via beyond survey case data dataset performance algorithm show"
        " propose present introduce today week year says said make get need look news",
        "en",
        stem=True,
    )
)
"""Stems that name no subject by themselves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """One to three words, or a run of characters, as a text has them."""

    text: str
    """Verbatim."""
    stems: tuple[str, ...]
    """What compares: stems of the words; the run itself in an unspaced script."""


class Word(NamedTuple):
    """A telling word of a text. Made by the hundred thousand, which a tuple is a third of the price for."""

    start: int
    end: int
    stem: str


def phrases(text: str, language: str) -> Iterator[Phrase]:
    """Yield every phrase of a text in order, overlapping ones included; none crosses a stop word or a mark."""
    for run in runs(text, language):
        for first, last in _windows(len(run)):
            stems = tuple(word.stem for word in run[first:last])
            yield Phrase(text=text[run[first].start : run[last - 1].end], stems=stems)


def windows(run: Sequence[Word], wanted: Collection[str]) -> Iterator[Sequence[Word]]:
    """Yield the phrases of a run, in the order of `phrases`, that hold one of the wanted stems."""
    held = [word.stem in wanted for word in run]
    if any(held):
        yield from (run[first:last] for first, last in _windows(len(run)) if any(held[first:last]))


@lru_cache(maxsize=64)
def _windows(length: int) -> tuple[tuple[int, int], ...]:
    return tuple(
        (first, last) for first in range(length) for last in range(first + 1, min(length, first + LONGEST_PHRASE) + 1)
    )


def shared_runs(title: str, text: str) -> list[str]:
    """Return the longest runs of unspaced characters that title and text share, in the title's order.

    Each has 2 to 8 characters and no tying character (的, 在, 与, …).
    """
    return [found for piece in _pieces(title) if (found := next((p for p in _parts(piece) if p in text), ""))]


def pieces(title: str) -> list[str]:
    """Return every run of 2 to 8 unspaced characters of a title that crosses no tying character."""
    return [part for piece in _pieces(title) for part in _parts(piece)]


def _pieces(title: str) -> list[str]:
    return [piece for run in _UNSPACED.findall(title) for piece in _TYING_RUN.split(run)]


def _parts(piece: str) -> Iterator[str]:
    """Yield the parts of a piece, longest first."""
    for size in range(min(len(piece), LONGEST_RUN), SHORTEST_RUN - 1, -1):
        yield from (piece[start : start + size] for start in range(len(piece) - size + 1))


def runs(text: str, language: str) -> Iterator[Sequence[Word]]:
    """Yield the runs of telling words that only a space or a hyphen parts, in order."""
    run: list[Word] = []
    end = 0
    for found in _WORD.finditer(text):
        before = end
        start, end = found.span()
        if run and text[before:start] not in _JOINS:
            yield run
            run = []
        stem = _stem(found[0], language)
        if stem is not None:
            run.append(Word(start, end, stem))
        elif run:
            yield run
            run = []
    if run:
        yield run


@lru_cache(maxsize=16_384)
def _stem(word: str, language: str) -> str | None:
    """Return the stem of a word; None for one that tells nothing."""
    if word.casefold() in STOP or len(word) == 1 or word.isdigit() or _UNSPACED.search(word):
        return None
    return " ".join(words(word, language, stem=True))
