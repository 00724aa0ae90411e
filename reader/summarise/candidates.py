"""Works -> sentences that may be quoted, each with its exact place. Knows what is no sentence; weighs nothing."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from reader.model.summary import Span
from reader.model.work import Entry, Work
from reader.summarise.boilerplate import dateline, is_boilerplate
from reader.text.sentences import sentences
from reader.text.suspect import is_instruction
from reader.text.tokens import words

WORDS_A_CHARACTER = 0.65
"""Words that one character of an unspaced script counts for: 130 words are then 200 Chinese characters, which take
about as long to read and carry about as much (news of both languages side by side: 1.5 to 1.6 characters a word)."""
FEWEST_WORDS = 6.0
MOST_WORDS = 60.0
"""Shorter is a heading or a fragment, longer is a list or a page without full stops."""
SENTENCES_A_WORK = 15
"""Sentences that are looked at, from the beginning: news and abstracts say early what they are about, and the rest of
a 4,000-character excerpt would cost more time than the whole page."""

_UNSPACED = re.compile("[\u3005\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_FINISHED = re.compile(r"(?<!\.\.)[.!?。！？｡।؟۔][\"'”’»›)\]}」』）】》〉\s]*$")
_CUT_OFF = re.compile(r"(?:…|\.\.\.|[\[(](?:…|\.\.\.|more|read more)[\])])[\"'”’»\s]*$|^(?:…|\.\.\.)", re.IGNORECASE)
_LINK = re.compile(r"https?://|www\.\w|\w@\w+\.\w")
_LETTERS = re.compile(r"[\W_]+")
_PAIRS = (("(", ")"), ("[", "]"), ("“", "”"), ("「", "」"), ("《", "》"), ("（", "）"), ("«", "»"), ("„", "“"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A sentence that may be quoted."""

    source: int
    """Position in the works that were given."""
    place: int
    """0-based position among the sentences of its text, usable or not."""
    text: str
    span: Span
    size: float
    """Length in words; see `size_of`."""
    key: str
    """Its letters and digits alone, casefolded: equal in sentences that say the same in the same words."""
    tokens: tuple[str, ...]
    """Stemmed tokens, stop words included."""
    torn: bool
    """Whether it opens or closes a quotation or bracket that it does not hold whole."""


def candidates(works: Sequence[Work]) -> list[Candidate]:
    """Return the usable sentences of the works' excerpts, in the order of works and text."""
    return [candidate for source, work in enumerate(works) for candidate in _of_work(source, work)]


def reading(work: Work) -> Entry:
    """Return the entry whose excerpt speaks for a work: the longest, the first of equals."""
    return max((a.entry for a in work.appearances), key=lambda entry: len(entry.excerpt))


def size_of(text: str) -> float:
    """Return the length in words, counting each character of Chinese or Japanese as 0.65 of one."""
    unspaced = len(_UNSPACED.findall(text))
    return len(_UNSPACED.sub(" ", text).split() if unspaced else text.split()) + WORDS_A_CHARACTER * unspaced


def key_of(text: str) -> str:
    """Return the letters and digits of a text, casefolded."""
    return _LETTERS.sub("", text).casefold()


def _of_work(source: int, work: Work) -> list[Candidate]:
    entry = reading(work)
    found = []
    for place, (start, end) in enumerate(sentences(entry.excerpt, entry.language)[:SENTENCES_A_WORK]):
        start += dateline(entry.excerpt[start:end])
        text = entry.excerpt[start:end]
        if usable(text):
            span = Span(entry_id=entry.id, start=start, end=end)
            found.append(candidate(text, span, source=source, place=place, language=entry.language))
    return found


def candidate(text: str, span: Span, *, source: int, place: int, language: str) -> Candidate:
    """Return a text with what selecting it needs."""
    return Candidate(
        source=source,
        place=place,
        text=text,
        span=span,
        size=size_of(text),
        key=key_of(text),
        tokens=tuple(words(text, language, stem=True)),
        torn=_is_torn(text),
    )


def usable(text: str) -> bool:
    """Return whether a sentence is whole, of a readable length, and says something to a reader."""
    return (
        FEWEST_WORDS <= size_of(text) <= MOST_WORDS
        and _FINISHED.search(text) is not None
        and not _CUT_OFF.search(text)
        and not _LINK.search(text)
        and not is_boilerplate(text)
        and not is_instruction(text)
    )


def _is_torn(text: str) -> bool:
    return text.count('"') % 2 == 1 or any(text.count(a) != text.count(b) for a, b in _PAIRS if a in text or b in text)
