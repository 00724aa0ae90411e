"""Texts as runs of telling words, and the phrases in them. Knows scripts with and without spaces; ranks nothing."""

import re
from collections.abc import Iterator, Sequence, Set
from functools import lru_cache
from typing import NamedTuple

from reader.record import record
from reader.summarise.stopwords import STOP
from reader.text.tokens import words

LONGEST_PHRASE = 3
"""Words of a phrase: four in a row are seldom said the same way twice."""
SHORTEST_RUN = 2
LONGEST_RUN = 8
"""Characters of a phrase in an unspaced script, which has two to four characters a word or two."""

_WORD = re.compile(r"([^\W_]+(?:['’][^\W_]+)*)")
KNOWN_WORDS = 16_384
"""Words of a language whose stems are kept at hand."""
_POSSESSIVE = re.compile(r"['’]s$")
_HYPHENS = frozenset("-‐‑")
_JOINS = frozenset(" \u00a0") | _HYPHENS
_UNSPACED = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\u3040-\u30ff\uf900-\ufaff]+")
_TYING = "的了在是与和及或对将被把从到等而其这那也都就还又并但以于之由给让向用个种些们"
_TYING_RUN = re.compile(f"[{_TYING}]+")
GENERIC = frozenset(
    words(
        "paper method approach model novel new study result framework using used use based toward work task system"
        " problem analysis learning large language efficient effective improve improved general research report update"
        " first best revisiting rethinking understanding via beyond survey case data dataset performance algorithm show"
        " propose present introduce today week year says said make get need look news go oh anymore something despite"
        " million billion jan feb aug sept oct nov dec",
        "en",
        stem=True,
    )
)
"""Stems that name no subject by themselves."""


@record
class Phrase:
    """One to three words, or a run of characters, as a text has them."""

    text: str
    """Verbatim."""
    stems: tuple[str, ...]
    """What compares: stems of the words; the run itself in an unspaced script."""
    is_whole: bool = True
    """Whether it parts no compound, as "self" of "self-attention" does."""


class Run(NamedTuple):
    """Telling words of a text that stand side by side."""

    parts: Sequence[str]
    """The whole text: what is no word, a word, what is no word, a word, …"""
    first: int
    """Place of the run's first word among the text's words, from 0."""
    stems: Sequence[str]
    """Of its words, in order."""

    def text(self, first: int, last: int) -> str:
        """Return the words from `first` up to `last` as they stand, compounds whole: "in-context", "GPT-4".

        Whose something is, is no part of a name: "Floyd" of "Floyd’s".
        """
        first, last = 2 * (self.first + first) + 1, 2 * (self.first + last)
        while self.parts[first - 1] in _HYPHENS and first > 1:
            first -= 2
        while self.parts[last] in _HYPHENS and self.parts[last + 1 : last + 2]:
            last += 2
        return _POSSESSIVE.sub("", "".join(self.parts[first:last]))

    def joints(self) -> frozenset[int]:
        """Return the places inside compounds, as between "self" and "attention": a whole phrase ends at none."""
        between = self.parts[2 * (self.first + 1) : 2 * (self.first + len(self.stems)) : 2]
        return frozenset(place for place, join in enumerate(between, 1) if join in _HYPHENS)


def phrases(text: str, language: str) -> Iterator[Phrase]:
    """Yield every phrase of a text in order, overlapping ones included; none crosses a stop word or a mark."""
    for run in runs(text, language):
        joints = run.joints()
        for first, last in _windows(len(run.stems)):
            whole = joints.isdisjoint((first, last))
            yield Phrase(text=run.text(first, last), stems=tuple(run.stems[first:last]), is_whole=whole)


def windows(run: Run, wanted: Set[str]) -> Iterator[tuple[int, int]]:
    """Yield where the whole phrases of a run that hold a wanted stem begin and end, in the order of `phrases`."""
    if not wanted.isdisjoint(run.stems):
        held, joints = [stem in wanted for stem in run.stems], run.joints()
        yield from (
            (first, last)
            for first, last in _windows(len(held))
            if True in held[first:last] and first not in joints and last not in joints
        )


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


def runs(text: str, language: str) -> Iterator[Run]:
    """Yield the runs of telling words that only a space or a hyphen parts, in order."""
    parts = _WORD.split(text)
    known = _stems(language)
    run: list[str] = []
    place = 0
    for place, word in enumerate(parts[1::2]):
        stem = known[word]
        if run and (stem is None or parts[2 * place] not in _JOINS):
            yield Run(parts, place - len(run), run)
            run = []
        if stem is not None:
            run.append(stem)
    if run:
        yield Run(parts, place + 1 - len(run), run)


class _Stems(dict[str, str | None]):
    """Word -> stem, None for one that tells nothing. Looked up a hundred times as often as worked out."""

    def __init__(self, language: str) -> None:
        self._language = language

    def __missing__(self, word: str) -> str | None:
        if len(self) >= KNOWN_WORDS:
            self.clear()
        known = word.casefold().replace("’", "'") in STOP
        tells = not known and len(word) > 1 and not word.isdigit() and not _UNSPACED.search(word)
        self[word] = " ".join(words(word, self._language, stem=True)) if tells else None
        return self[word]


@lru_cache(maxsize=32)
def _stems(language: str) -> _Stems:
    return _Stems(language)
