"""A cluster's text by a model, or its extract with an honest label. Orders prompt, question, answer and gate."""

import hashlib
import json
from dataclasses import replace

from reader.errors import ModelError
from reader.model.cluster import Cluster
from reader.model.summary import Author, Provenance, Said, Summary
from reader.model.work import Work
from reader.refine.answer import read
from reader.refine.asking import Asker
from reader.refine.budget import REFUSALS, UNREACHED
from reader.refine.evidence import source
from reader.refine.gateway import Reply
from reader.refine.prompt import PROMPT_VERSION, Prompt, compose, fewest, schema
from reader.refine.vetting import Vetted, vet
from reader.settings import SummarySettings
from reader.text.language import detect

MOST_WORKS = 12
"""Works put before a model at once: more only thin out each one's share of the prompt."""

TRIES = 2
"""The first draft, and one more that is told what failed."""


FAILED, PRIVATE = "the model's text failed the source check", "its feeds are private"
ANSWERS = (FAILED, PRIVATE)
"""Notes that are an answer: asking the same again would bring the same."""


NOTHING_SENT = Provenance()
NOTHING_SAID = Said()


def open_works(cluster: Cluster) -> list[Work]:
    """Return the works that may be shown to a model: without what private feeds delivered."""
    opened = []
    for work in cluster.works:
        public = tuple(appearance for appearance in work.appearances if not appearance.feed.private)
        if public:
            opened.append(replace(work, appearances=public))
    return opened


def shown_works(cluster: Cluster) -> list[Work]:
    """Return those of them that are shown to it."""
    return open_works(cluster)[:MOST_WORKS]


def cache_key(cluster: Cluster, settings: SummarySettings) -> str:
    """Return a hash that changes when the model would be told something else.

    It goes by works, not entries: one more feed that carries a paper, or a copy of a press release, tells nothing new.
    """
    told = sorted(
        hashlib.sha256(f"{work.key}\n{work.title}\n{work.text}".encode()).hexdigest() for work in shown_works(cluster)
    )
    asked = [PROMPT_VERSION, schema(settings), settings.max_words, settings.model, settings.api_base, settings.language]
    return hashlib.sha256(json.dumps([*asked, cluster.kind, told], sort_keys=True).encode()).hexdigest()


def fallback(extract: Summary, note: str, spent: Provenance = NOTHING_SENT, *, details: Said = NOTHING_SAID) -> Summary:
    """Return the extract, its record saying why it stands in for the model, and what was sent all the same."""

    def noted(record: Provenance) -> Provenance:
        return replace(spent, author=record.author, at=record.at, inputs=record.inputs, note=note, details=details)

    return replace(extract, summary_by=noted(extract.summary_by), headline_by=noted(extract.headline_by))


def _sent(asker: Asker, prompt: Prompt) -> Provenance:
    """Return the record of a question that nothing came back to."""
    return Provenance(
        author=Author.MODEL,
        model=asker.gateway.model,
        endpoint=asker.gateway.endpoint,
        prompt_version=PROMPT_VERSION,
        at=asker.now(),
        inputs=prompt.entries,
    )


def _spent(record: Provenance, before: Provenance, reply: Reply) -> Provenance:
    """Return the record of a reply, with what an earlier try took."""
    return replace(
        record,
        checked=before.checked,
        written=before.written,
        dropped=before.dropped,
        tokens_in=before.tokens_in + reply.tokens_in,
        tokens_out=before.tokens_out + reply.tokens_out,
        seconds=before.seconds + reply.seconds,
    )


def _accepted(cluster: Cluster, extract: Summary, vetted: Vetted, record: Provenance, language: str) -> Summary:
    covered = {work for sentence in vetted.sentences for work in sentence.works}
    return replace(
        extract,
        headline=vetted.headline or extract.headline,
        headline_by=record if vetted.headline else extract.headline_by,
        sentences=vetted.sentences,
        summary_by=record,
        impact=vetted.impact or extract.impact,
        impact_by=record if vetted.impact else extract.impact_by,
        # A model may stay in the language of its sources, whatever it was asked for.
        language=detect(" ".join(sentence.text for sentence in vetted.sentences))[0] or language,
        uncovered=tuple(work.id for work in cluster.works if work.id not in covered),
        covered=len(covered),
        of_works=len(cluster.works),
    )


async def refine(cluster: Cluster, extract: Summary, asker: Asker, settings: SummarySettings) -> Summary:
    """Return the model's text for the cluster as far as the gate lets it through, else the extract, labelled.

    Never raises `ModelError`: what went wrong stands in the summary's record.
    """
    works = shown_works(cluster)
    if not works:
        return fallback(extract, PRIVATE)
    sources = {work.id: source(work) for work in works}
    passages, language = list(sources.values()), settings.language
    extracted = len({work for sentence in extract.sentences for work in sentence.works} & sources.keys())
    faults, record, until = NOTHING_SAID, NOTHING_SENT, asker.deadline()
    for _ in range(TRIES):
        prompt = compose(passages, kind=cluster.kind, settings=settings, rng=asker.rng, faults=str(faults))
        before = asker.budget.asked
        try:
            reply = await asker.ask(prompt, until)
        except ModelError as error:
            if faults.message:
                break
            return _unanswered(extract, error, _sent(asker, prompt) if asker.budget.asked != before else record)
        record = _spent(_sent(asker, prompt), record, reply)
        try:
            draft = read(reply.text, prompt.works, passages, most=settings.max_sentences)
            vetted = vet(draft, sources, language=language)
        except ModelError as error:
            faults = faults if faults.message else Said(message=error.message, values=error.values)
            continue
        record = replace(record, checked=vetted.checked, written=vetted.written, dropped=vetted.dropped)
        faults = vetted.shortfall(len(works), extracted, fewest(settings))
        if not faults.message:
            return _accepted(cluster, extract, vetted, record, language)
    return fallback(extract, FAILED, record, details=faults)


def _unanswered(extract: Summary, error: ModelError, spent: Provenance) -> Summary:
    """Return the extract, its record saying why the model did not write."""
    if error.message in REFUSALS:
        return fallback(extract, error.message, spent)
    return fallback(extract, UNREACHED, spent, details=Said(message=error.message, values=error.values))
