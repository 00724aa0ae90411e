"""Texts as runs of telling words, and the phrases in them. Knows scripts with and without spaces; ranks nothing."""

import re
from collections.abc import Collection, Iterator, Sequence, Set
from functools import lru_cache, partial
from typing import NamedTuple

from reader.summarise.stopwords import STOP
from reader.text.remembered import Remembered
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


class Run(NamedTuple):
    """Telling words of a text that stand side by side."""

    parts: Sequence[str]
    """The whole text: what is no word, a word, what is no word, a word, …"""
    first: int
    """Place of the run's first word among the text's words, from 0."""
    stems: tuple[str, ...]
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

    def phrases(self) -> Iterator["Phrase"]:
        """Yield every phrase of the run in order, overlapping ones included."""
        joints = self._joints()
        for first, last in _windows(len(self.stems)):
            yield Phrase(self.stems[first:last], first not in joints and last not in joints, self, first, last)

    def holding(self, wanted: Set[str]) -> Iterator[tuple[tuple[str, ...], int, int]]:
        """Yield stems, beginning and end of the whole phrases that hold a wanted stem, in the order of `phrases`."""
        joints, stems = self._joints(), self.stems
        for first, last in _windows(len(stems)):
            held = stems[first:last]
            if not wanted.isdisjoint(held) and first not in joints and last not in joints:
                yield held, first, last

    def _joints(self) -> Collection[int]:
        """Return the places inside compounds, as between "self" and "attention": a whole phrase ends at none."""
        between = self.parts[2 * (self.first + 1) : 2 * (self.first + len(self.stems)) : 2]
        return [] if _HYPHENS.isdisjoint(between) else [n for n, join in enumerate(between, 1) if join in _HYPHENS]


class Phrase(NamedTuple):
    """One to three words, or a run of characters."""

    stems: tuple[str, ...]
    """What compares: stems of the words; the run itself in an unspaced script."""
    is_whole: bool
    """Whether it parts no compound, as "self" of "self-attention" does."""
    run: Run
    first: int
    last: int
    """Where it stands in its run."""

    @property
    def text(self) -> str:
        """Verbatim; worked out when it is asked for: a text has hundreds, of which a handful is shown."""
        return self.run.text(self.first, self.last)


class Wording(NamedTuple):
    """A text as words."""

    parts: Sequence[str]
    """What is no word, a word, what is no word, a word, …"""
    stems: tuple[str | None, ...]
    """Of each word; None of one that tells nothing."""

    @classmethod
    def of(cls, text: str, language: str) -> "Wording":
        """Read a text."""
        parts = _WORD.split(text)
        return cls(parts, tuple(map(_stems(language).__getitem__, parts[1::2])))

    def runs(self, wanted: Set[str] | None = None) -> Iterator[Run]:
        """Yield the runs of telling words that only a space or a hyphen parts, in order.

        Args:
            wanted: Stems, of which a run has to hold one; None for every run.
        """
        parts, stems, end = self.parts, self.stems, 0
        for place, stem in enumerate(stems):
            if stem is not None and place >= end and (wanted is None or stem in wanted):
                first, end = place, place + 1
                while first and stems[first - 1] is not None and parts[2 * first] in _JOINS:
                    first -= 1
                while end < len(stems) and stems[end] is not None and parts[2 * end] in _JOINS:
                    end += 1
                yield Run(parts, first, stems[first:end])  # type: ignore[arg-type]  # none of them is None


def phrases(text: str, language: str) -> Iterator[Phrase]:
    """Yield every phrase of a text in order, overlapping ones included; none crosses a stop word or a mark."""
    for run in Wording.of(text, language).runs():
        yield from run.phrases()


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


def pieces(title: str) -> Iterator[Phrase]:
    """Yield every run of 2 to 8 unspaced characters of a title that crosses no tying character."""
    for part in (part for piece in _pieces(title) for part in _parts(piece)):
        yield Phrase((part,), True, Run(("", part, ""), 0, (part,)), 0, 1)


def _pieces(title: str) -> list[str]:
    return [piece for run in _UNSPACED.findall(title) for piece in _TYING_RUN.split(run)]


def _parts(piece: str) -> Iterator[str]:
    """Yield the parts of a piece, longest first."""
    for size in range(min(len(piece), LONGEST_RUN), SHORTEST_RUN - 1, -1):
        yield from (piece[start : start + size] for start in range(len(piece) - size + 1))


@lru_cache(maxsize=32)
def _stems(language: str) -> Remembered[str | None]:
    return Remembered(partial(_stem, language=language), KNOWN_WORDS)


def _stem(word: str, language: str) -> str | None:
    """Return the stem of a word, None of one that tells nothing."""
    known = word.casefold().replace("’", "'") in STOP
    tells = not known and len(word) > 1 and not word.isdigit() and not _UNSPACED.search(word)
    return " ".join(words(word, language, stem=True)) if tells else None
