"""A cluster's text by a model, or its extract with an honest label. Orders prompt, question, answer and gate."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import replace

from reader.errors import ModelError
from reader.model.cluster import Cluster
from reader.model.summary import Author, Dropped, Provenance, Summary
from reader.model.work import Work
from reader.refine.answer import read
from reader.refine.asking import Asker
from reader.refine.budget import REFUSALS
from reader.refine.evidence import source
from reader.refine.gateway import Reply
from reader.refine.prompt import PROMPT_VERSION, Prompt, compose, schema_json
from reader.refine.vetting import Vetted, vet
from reader.settings import SummarySettings

MOST_WORKS = 12
"""Works put before a model at once: more only thin out each one's share of the prompt."""

TRIES = 2
"""The first draft, and one more that is told what failed."""


def open_works(cluster: Cluster) -> list[Work]:
    """Return the works that may be shown to a model: without what private feeds delivered."""
    opened = []
    for work in cluster.works:
        public = tuple(appearance for appearance in work.appearances if not appearance.feed.private)
        if public:
            opened.append(replace(work, appearances=public))
    return opened


def cache_key(cluster: Cluster, settings: SummarySettings) -> str:
    """Return a hash that changes when the model would be asked something else."""
    entries = sorted(
        (a.entry.id, hashlib.sha256(f"{a.entry.title}\n{a.entry.excerpt}".encode()).hexdigest())
        for work in open_works(cluster)
        for a in work.appearances
    )
    asked = [PROMPT_VERSION, schema_json(), settings.model, settings.api_base, settings.language, cluster.kind, entries]
    return hashlib.sha256(json.dumps(asked).encode()).hexdigest()


def fallback(extract: Summary, note: str, *, dropped: Sequence[Dropped] = (), reply: Reply | None = None) -> Summary:
    """Return the extract, its record saying why it stands in for the model."""

    def noted(record: Provenance) -> Provenance:
        spent = reply or Reply(text="")
        return replace(
            record, note=note, dropped=tuple(dropped), tokens_in=spent.tokens_in, tokens_out=spent.tokens_out
        )

    return replace(extract, summary_by=noted(extract.summary_by), headline_by=noted(extract.headline_by))


def _record(asker: Asker, prompt: Prompt, vetted: Vetted, reply: Reply) -> Provenance:
    return Provenance(
        author=Author.MODEL,
        model=asker.gateway.model,
        endpoint=asker.gateway.endpoint,
        prompt_version=PROMPT_VERSION,
        at=asker.now(),
        inputs=prompt.entries,
        checked=len(vetted.sentences),
        written=vetted.written,
        dropped=vetted.dropped,
        tokens_in=reply.tokens_in,
        tokens_out=reply.tokens_out,
        seconds=reply.seconds,
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
        language=language,
        uncovered=tuple(work.id for work in cluster.works if work.id not in covered),
        covered=len(covered),
        of_works=len(cluster.works),
    )


async def refine(cluster: Cluster, extract: Summary, asker: Asker, settings: SummarySettings) -> Summary:
    """Return the model's text for the cluster as far as the gate lets it through, else the extract, labelled.

    Never raises `ModelError`: what went wrong stands in the summary's record.
    """
    works = open_works(cluster)[:MOST_WORKS]
    if not works:
        return fallback(extract, "its feeds are private")
    sources = {work.id: source(work) for work in works}
    faults, reply = "", None
    vetted: Vetted | None = None
    for _ in range(TRIES):
        prompt = compose(
            list(sources.values()), kind=cluster.kind, language=settings.language,
            characters=settings.source_characters, rng=asker.rng, faults=faults,
        )  # fmt: skip
        try:
            reply = await asker.ask(prompt)
            vetted = vet(read(reply.text, prompt.works, list(sources.values())), sources, language=settings.language)
        except ModelError as error:
            faults = faults or str(error)
            if reply is None:
                return fallback(extract, _note(error))
            continue
        faults = vetted.shortfall(len(works))
        if not faults:
            return _accepted(cluster, extract, vetted, _record(asker, prompt, vetted, reply), settings.language)
    dropped = vetted.dropped if vetted else ()
    return fallback(extract, f"the model's text failed the source check: {faults}", dropped=dropped, reply=reply)


def _note(error: ModelError) -> str:
    """Say in a few words why the model did not write."""
    told = str(error)
    return told if told in REFUSALS else f"model not reachable: {told}"
