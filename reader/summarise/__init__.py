"""Cluster -> headline and cited sentences, verbatim from its sources. Knows neither store nor screen nor any model.

Sentences of the works' excerpts (`candidates`), near-copies told (`copies`), weighed (`weights`) and chosen: for a
story what the sources agree on (`select`), for a roundup one sentence a work (`roundup`). Same works, same text.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from reader.model.cluster import Cluster, Kind
from reader.model.summary import Author, Provenance, Sentence, Summary
from reader.model.work import Work
from reader.settings import SummarySettings
from reader.summarise import differing, headline, impact, roundup, select, theme
from reader.summarise.candidates import Candidate
from reader.summarise.copies import Sources
from reader.summarise.select import Room


def summarise(cluster: Cluster, *, now: datetime, settings: SummarySettings) -> Summary:
    """Return the text of a cluster: extracts with their sources, and what they leave out.

    Every sentence is, character for character, the excerpt (or the title) that its spans point at.

    Args:
        cluster: All members in source order.
        now: UTC; noted in the provenance and nothing else.
        settings: Room, and whether a source's sentence on impact is quoted.
    """
    works, is_story = cluster.works, cluster.kind is Kind.STORY
    sources = Sources.of(works, cluster.stories)
    room = Room(sentences=settings.max_sentences, words=settings.max_words)
    language = sources.main_language(settings.language)
    chosen = quotes(cluster.kind, sources, room, language)
    sentences = tuple(_cited(c, sources) for c in chosen)
    covered = {work_id for sentence in sentences for work_id in sentence.works}
    record = Provenance(author=Author.EXTRACT, at=now, inputs=tuple(r.entry.id for r in sources.readings))
    # A roundup has no one effect: what one of its works says of itself would be read as said of all.
    effect = impact.impact(sources.candidates, chosen) if settings.impact_quotes and is_story else None
    return Summary(
        headline=(headline.story_headline if is_story else theme.theme_headline)(sources, language),
        sentences=sentences,
        impact=_cited(effect, sources) if effect else None,
        language=_language([works[c.source] for c in chosen]),
        uncovered=tuple(work.id for work in works if work.id not in covered),
        covered=sum(work.id in covered for work in works),
        of_works=len(works),
        differing=differing.differing(sources, one_story=is_story),
        headline_by=record,
        summary_by=record,
        impact_by=record if effect else None,
    )


def quotes(kind: Kind, sources: Sources, room: Room, language: str = "") -> list[Candidate]:
    """Return the sentences that stand for a cluster of a kind, in reading order; titles where no text can be quoted.

    Args:
        kind: Story or roundup.
        sources: All of them.
        room: Sentences and words there are.
        language: The one in which a story is told, if a source can be quoted in it.
    """
    if kind is Kind.ROUNDUP:
        return roundup.roundup(sources, room, language)
    # Titles that say other than the headline, where all texts are cut off or missing.
    return select.story(sources, room, language) or select.story(
        sources.read_by_titles(but=headline.story_headline(sources, language)), room, language
    )


def _cited(chosen: Candidate, sources: Sources) -> Sentence:
    """Return a sentence with every work that has it, its own first, and its place where it stands letter by letter."""
    same = sources.repeating(chosen)
    return Sentence(
        text=chosen.text,
        works=tuple(dict.fromkeys(sources.works[c.source].id for c in (chosen, *same))),
        spans=(chosen.span, *(c.span for c in same if c.text == chosen.text)),
    )


def _language(works: Sequence[Work]) -> str:
    """Return the language that the works share, "mul" when they differ, "" when none is known."""
    counts = Counter(work.language for work in works if work.language)
    return "mul" if len(counts) > 1 else next(iter(counts), "")
