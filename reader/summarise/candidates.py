"""Works -> sentences that may be quoted, each with its exact place. Knows what is no sentence; weighs nothing."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, pairwise

from reader.model.summary import Span
from reader.model.work import Entry, Work
from reader.summarise.boilerplate import dateline, is_boilerplate
from reader.summarise.stopwords import content
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

_UNSPACED = "[\u3005\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
"""A pattern that takes 3 ms to compile, and that texts in ASCII do not need."""
_BULLET = re.compile(r"[•·▪◦‣●■]\s+")
_CLOSERS = " \t\n\"'”’»›)]}」』）】》〉"
_STOPS = (".", "!", "?", "。", "！", "？", "｡", "।", "؟", "۔")
_CUT_OFF = ("…", "..", "[more", "(more")
"""Where it stands, inside too, something was left out: two halves that a feed ran together are no sentence."""
_LINKS = ("://", "www.", "@")
_LOOKS = dict.fromkeys(map(ord, " \t\n\u00a0\"'“”‘’„«»「」『』"))
_ASCII_PAIRS = (("(", ")"), ("[", "]"))
_PAIRS = (*_ASCII_PAIRS, ("“", "”"), ("「", "」"), ("《", "》"), ("（", "）"), ("«", "»"), ("„", "“"))


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A sentence that may be quoted.

    What it is compared by is worked out when it is asked for: one text alone, as most stories are, is quoted from its
    beginning and compared with nothing.
    """

    source: int
    """Position in the works that were given."""
    place: int
    """0-based position among the sentences of its text, usable or not."""
    text: str
    span: Span
    language: str
    """Primary subtag of its entry's language; may be empty."""

    @cached_property
    def size(self) -> float:
        """Length in words; see `size_of`."""
        return size_of(self.text)

    @cached_property
    def key(self) -> str:
        """Equal in sentences that say the same in the same words; see `key_of`."""
        return key_of(self.text)

    @cached_property
    def tokens(self) -> tuple[str, ...]:
        """Stemmed tokens, stop words included."""
        return tuple(words(self.text, self.language, stem=True))

    @cached_property
    def content(self) -> tuple[str, ...]:
        """Those of them that say something of the subject."""
        return content(self.tokens)

    @cached_property
    def is_torn(self) -> bool:
        """Whether it opens or closes a quotation or bracket that it does not hold whole."""
        text = self.text
        pairs = _ASCII_PAIRS if text.isascii() else _PAIRS
        return text.count('"') % 2 == 1 or any(text.count(a) != text.count(b) for a, b in pairs)


@dataclass(frozen=True, kw_only=True)
class Reading:
    """One work's text, read when its sentences are asked for: of a large roundup most never are."""

    source: int
    """Position in the works that were given."""
    entry: Entry
    """The one whose excerpt speaks for the work: the longest, the first of equals."""
    instead: tuple[Candidate, ...] | None = None
    """What is read in place of the excerpt; None if it is not."""

    @classmethod
    def of(cls, source: int, work: Work) -> "Reading":
        """Return the reading of a work's excerpt."""
        return cls(source=source, entry=max((a.entry for a in work.appearances), key=lambda entry: len(entry.excerpt)))

    @cached_property
    def sentences(self) -> tuple[Candidate, ...]:
        """Every sentence that is looked at, in order: what cannot be quoted still bears witness."""
        return tuple(_sentences(self.source, self.entry)) if self.instead is None else self.instead

    @cached_property
    def candidates(self) -> tuple[Candidate, ...]:
        """Those that may be quoted."""
        return tuple(filter(_is_whole, self.sentences))

    @cached_property
    def key(self) -> str:
        """That of the excerpt: it holds the keys of all its sentences; see `key_of`."""
        return key_of(self.entry.excerpt)

    @cached_property
    def pairs(self) -> frozenset[tuple[str, str]]:
        """Pairs of tokens that stand side by side in a sentence."""
        return frozenset(chain.from_iterable(pairwise(sentence.tokens) for sentence in self.sentences))


def size_of(text: str) -> float:
    """Return the length in words, counting each character of Chinese or Japanese as 0.65 of one."""
    if text.isascii():
        return len(text.split())
    unspaced = len(re.findall(_UNSPACED, text))
    return len(re.sub(_UNSPACED, " ", text).split() if unspaced else text.split()) + WORDS_A_CHARACTER * unspaced


def key_of(text: str) -> str:
    """Return a text casefolded, without white space and quotation marks; signs such as "€" or "-" tell texts apart."""
    return text.casefold().translate(_LOOKS)


def _sentences(source: int, entry: Entry) -> Iterator[Candidate]:
    for place, (start, end) in enumerate(sentences(entry.excerpt, entry.language)[:SENTENCES_A_WORK]):
        if bullet := _BULLET.match(entry.excerpt, start, end):
            start = bullet.end()
        elif place == 0:
            start += dateline(entry.excerpt[start:end])
        span = Span(entry_id=entry.id, start=start, end=end)
        text = entry.excerpt[start:end]
        yield Candidate(source=source, place=place, text=text, span=span, language=entry.language)


def of_title(source: int, work: Work) -> Candidate:
    """Return the title of a work as a candidate."""
    span = Span(entry_id=work.lead.entry.id, start=0, end=len(work.title), field="title")
    return Candidate(source=source, place=0, text=work.title, span=span, language=work.language)


def is_quotable(candidate: Candidate) -> bool:
    """Return whether a sentence speaks to a reader: neither to a machine nor of the page it stands on.

    A whole sentence costs 0.1 ms here, ten times its tokens: asked of the few that are chosen.
    """
    return not is_boilerplate(candidate.text) and not is_instruction(candidate.text)


def _is_whole(candidate: Candidate) -> bool:
    """Return whether a text was cut nowhere and, unless it is a title, ends like a sentence of a fair length."""
    text = candidate.text
    if any(map(text.__contains__, _CUT_OFF)):
        return False
    return candidate.span.field == "title" or (
        FEWEST_WORDS <= candidate.size <= MOST_WORDS
        and text.rstrip(_CLOSERS).endswith(_STOPS)
        and not any(map(text.__contains__, _LINKS))
    )
