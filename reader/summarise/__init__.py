"""Cluster -> headline and cited sentences, verbatim from its sources. Knows neither store nor screen nor any model.

Sentences of the works' excerpts (`candidates`), near-copies told (`copies`), weighed (`weights`) and chosen: for a
story what the sources agree on (`select`), for a roundup one sentence a work (`roundup`). Same works, same text.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from reader.model.cluster import Cluster, Kind
from reader.model.summary import Author, Provenance, Sentence, Span, Summary
from reader.model.work import Work
from reader.settings import SummarySettings
from reader.summarise.candidates import Candidate, candidate, candidates, key_of, reading
from reader.summarise.copies import groups
from reader.summarise.differing import differing
from reader.summarise.headline import story_headline
from reader.summarise.impact import impact
from reader.summarise.roundup import roundup
from reader.summarise.select import Room, story
from reader.summarise.theme import theme_headline
from reader.text.suspect import is_instruction
from reader.text.tokens import words


def summarise(cluster: Cluster, *, now: datetime, settings: SummarySettings) -> Summary:
    """Return the text of a cluster: extracts with their sources, and what they leave out.

    Every sentence is, character for character, the excerpt (or the title) that its spans point at.

    Args:
        cluster: All members in source order.
        now: UTC; noted in the provenance and nothing else.
        settings: Room, and whether a source's sentence on impact is quoted.
    """
    works = cluster.works
    found = candidates(works)
    room = Room(sentences=settings.max_sentences, words=settings.max_words)
    chosen = chosen_for(cluster.kind, works, found, room)
    sentences = tuple(_cited(c, works, found) for c in chosen)
    covered = {work_id for sentence in sentences for work_id in sentence.works}
    record = Provenance(author=Author.EXTRACT, at=now, inputs=tuple(reading(work).id for work in works))
    effect = _impact(cluster.kind, works, found, chosen) if settings.impact_quotes else None
    return Summary(
        headline=story_headline(works)[0] if cluster.kind is Kind.STORY else theme_headline(works),
        sentences=sentences,
        impact=effect,
        language=_language([works[c.source] for c in chosen]),
        uncovered=tuple(work.id for work in works if work.id not in covered),
        covered=sum(work.id in covered for work in works),
        of_works=len(works),
        differing=differing(works, found) if cluster.kind is Kind.STORY else (),
        headline_by=record,
        summary_by=record,
        impact_by=record if effect else None,
    )


def chosen_for(kind: Kind, works: Sequence[Work], found: Sequence[Candidate], room: Room) -> list[Candidate]:
    """Return the sentences that stand for a cluster of a kind, in reading order; see `select` and `roundup`."""
    group_of = groups(found, len(works))
    if kind is Kind.STORY:
        return story(found, group_of, room) or _other_titles(works, room)
    mine = [i for i, group in enumerate(group_of) if i == group]
    options = [[c for c in found if c.source == i] + _title(works[i], i) for i in mine]
    titles = [words(works[i].title, works[i].language, stem=True) for i in mine]
    return roundup(options, titles, room)


def _other_titles(works: Sequence[Work], room: Room) -> list[Candidate]:
    """Return titles that say other than the headline: for a story whose texts are all cut off or missing."""
    said = {key_of(story_headline(works)[0])}
    chosen: list[Candidate] = []
    for source, work in enumerate(works):
        if len(chosen) < room.sentences and key_of(work.title) not in said:
            chosen += _title(work, source)
            said.add(key_of(work.title))
    return chosen


def _title(work: Work, source: int) -> list[Candidate]:
    """Return the title as a candidate: half a sentence is never shown, the title is."""
    if is_instruction(work.title):
        return []
    span = Span(entry_id=work.lead.entry.id, start=0, end=len(work.title), field="title")
    return [candidate(work.title, span, source=source, place=0, language=work.language)]


def _cited(chosen: Candidate, works: Sequence[Work], found: Sequence[Candidate]) -> Sentence:
    """Return a sentence with every work that has it, its own first, and its place where it stands letter by letter."""
    same = [c for c in found if c.key == chosen.key and c.source != chosen.source]
    return Sentence(
        text=chosen.text,
        works=tuple(dict.fromkeys(works[c.source].id for c in (chosen, *same))),
        spans=(chosen.span, *(c.span for c in same if c.text == chosen.text)),
    )


def _impact(
    kind: Kind, works: Sequence[Work], found: Sequence[Candidate], chosen: Sequence[Candidate]
) -> Sentence | None:
    # A roundup has no one effect: what one of its works says of itself would be read as said of all.
    said = impact(found, {c.key for c in chosen}) if kind is Kind.STORY else None
    return _cited(said, works, found) if said else None


def _language(works: Sequence[Work]) -> str:
    """Return the language that the works share, "mul" when they differ, "" when none is known."""
    counts = Counter(work.language for work in works if work.language)
    return "mul" if len(counts) > 1 else next(iter(counts), "")
