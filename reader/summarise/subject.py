"""The stories of a roundup as phrases: what their titles name and what their texts say."""

from collections.abc import Sequence
from dataclasses import dataclass

from reader.summarise.copies import Sources
from reader.summarise.phrases import Phrase, phrases, pieces

TERM_TEXT = 800
"""Characters of a text that are looked at for terms: an abstract's first half."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """One story's words."""

    titles: tuple[str, ...]
    texts: tuple[str, ...]
    """The beginnings of its works' texts, in source order."""
    named: tuple[Phrase, ...]
    """Phrases of the titles, runs of unspaced characters included."""
    said: tuple[Phrase, ...]
    """Phrases of the texts."""
    stems: frozenset[str]
    """Of both."""


def subjects(sources: Sources, language: str) -> list[Subject]:
    """Return the stories in the order of their first sources, read in one language where a story has it."""
    stories: dict[int, list[int]] = {}
    for source, story in enumerate(sources.story_of):
        stories.setdefault(story, []).append(source)
    return [_subject(sources, members, language) for members in stories.values()]


def _subject(sources: Sources, members: Sequence[int], language: str) -> Subject:
    works = [sources.works[i] for i in members]
    works = [work for work in works if work.language == language] or works
    texts = tuple(work.text[:TERM_TEXT] for work in works)
    named = tuple(phrase for work in works for phrase in phrases(work.title, work.language))
    named += tuple(Phrase(text=piece, stems=(piece,)) for work in works for piece in pieces(work.title))
    said = tuple(p for work, text in zip(works, texts, strict=True) for p in phrases(text, work.language))
    return Subject(
        titles=tuple(work.title for work in works),
        texts=texts,
        named=named,
        said=said,
        stems=frozenset(stem for phrase in (*named, *said) for stem in phrase.stems),
    )
