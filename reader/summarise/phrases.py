"""Texts as runs of telling words, and the phrases in them. Knows scripts with and without spaces; ranks nothing."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from reader.summarise.stopwords import STOP
from reader.text.tokens import words

LONGEST_PHRASE = 3
"""Words of a phrase: four in a row are seldom said the same way twice."""
SHORTEST_RUN = 2
LONGEST_RUN = 8
"""Characters of a phrase in an unspaced script, which has two to four characters a word or two."""

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_JOIN = re.compile(r"[ \u00a0]|[-‐‑]")
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


def phrases(text: str, language: str) -> Iterator[Phrase]:
    """Yield every phrase of a text in order, overlapping ones included; none crosses a stop word or a mark."""
    for run in _runs(text):
        stems = tuple(_stem(word[0], language) for word in run)
        for start in range(len(run)):
            for end in range(start + 1, min(len(run), start + LONGEST_PHRASE) + 1):
                yield Phrase(text=text[run[start].start() : run[end - 1].end()], stems=stems[start:end])


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


def _runs(text: str) -> Iterator[Sequence[re.Match[str]]]:
    run: list[re.Match[str]] = []
    for word in _WORD.finditer(text):
        joined = bool(run) and _JOIN.fullmatch(text[run[-1].end() : word.start()]) is not None
        if run and not joined:
            yield run
            run = []
        if _tells(word[0]):
            run.append(word)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _tells(word: str) -> bool:
    return word.casefold() not in STOP and len(word) > 1 and not word.isdigit() and not _UNSPACED.search(word)


@lru_cache(maxsize=16_384)
def _stem(word: str, language: str) -> str:
    return " ".join(words(word, language, stem=True))
