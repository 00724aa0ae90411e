"""The stories of a roundup as phrases: what their titles name and what their texts say."""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import chain

from reader.model.work import Work
from reader.record import record
from reader.summarise.copies import Sources
from reader.summarise.phrases import Phrase, Run, Wording, phrases, pieces

Stems = tuple[str, ...]

TERM_TEXT = 800
"""Characters of a text that are looked at for terms: an abstract's first half."""


@record
class Subject:
    """One story's words."""

    titles: tuple[str, ...]
    texts: tuple[str, ...]
    """The beginnings of its works' texts, in source order."""
    named: tuple[Phrase, ...]
    """Phrases of the titles, runs of unspaced characters included."""
    forms: Mapping[Stems, tuple[Run, int, int]]
    """Whole phrases that hold a stem of the titles, in order, the titles' own first: where they first stand."""
    said: Mapping[Stems, int]
    """How often the texts have each of them; empty where they have none."""
    stems: frozenset[str]
    """All of titles and texts."""


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
    named += tuple(piece for work in works for piece in pieces(work.title))
    return _read(works, texts, named)


def _read(works: Sequence[Work], texts: tuple[str, ...], named: tuple[Phrase, ...]) -> Subject:
    """Return the story whose titles are read; of the texts' phrases, hundreds a text, only those that may be named."""
    wanted = frozenset(chain.from_iterable(phrase.stems for phrase in named))
    stems: set[str | None] = set(wanted)
    forms: dict[Stems, tuple[Run, int, int]] = {}
    for phrase in named:
        if phrase.is_whole:
            forms.setdefault(phrase.stems, (phrase.run, phrase.first, phrase.last))
    said: Counter[Stems] = Counter()
    for work, text in zip(works, texts, strict=True):
        wording = Wording.of(text, work.language)
        stems.update(wording.stems)
        for run in wording.runs(wanted):
            for key, first, last in run.holding(wanted):
                said[key] += 1
                forms.setdefault(key, (run, first, last))
    return Subject(
        titles=tuple(work.title for work in works),
        texts=texts,
        named=named,
        forms=forms,
        said=said,
        stems=frozenset(filter(None, stems)),
    )
