"""What becomes of a model's text when its cluster changes, until the model is asked again. Asks nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from reader.engine.notes import WAITING
from reader.model.cluster import Cluster
from reader.model.summary import Author, Summary
from reader.settings import SummarySettings
from reader.store.keep_texts import Written
from reader.store.write import Library


def keep(
    library: Library, clusters: Sequence[Cluster], written: Sequence[Written], settings: SummarySettings
) -> tuple[list[Written], list[Written]]:
    """Part fresh extracts into those to keep and those whose cluster has a model's text that is to stay for now.

    Args:
        library: Has the texts so far.
        clusters: As they are now.
        written: A fresh extract of each.
        settings: A model is configured in them.
    """
    former = library.texts([cluster.id for cluster in clusters])
    asked = {cluster: text for cluster, text in former.items() if text.summary_by.asked}
    if not asked:
        return list(written), []
    by_id = {cluster.id: cluster for cluster in clusters}
    now, waiting = list[Written](), list[Written]()
    for text in written:
        stands = _stands(by_id[text.cluster_id], asked, text, settings)
        (waiting if stands is None else now).append(stands or text)
    if waiting:
        library.note(WAITING, "1")
    return now, waiting


def release(library: Library) -> None:
    """Have the texts that wait for a model written without one: none is configured any more."""
    if library.noted(WAITING):
        library.let_go()
        library.note(WAITING, "")


def _stands(cluster: Cluster, asked: Mapping[int, Summary], text: Written, settings: SummarySettings) -> Written | None:
    """Return what to keep now; None if the text so far is to wait for the model."""
    # Imported here: only where a model was asked is there anything to compare.
    from reader.refine.writer import cache_key

    former = asked.get(cluster.id)
    if former is None:
        return text
    if former.summary_by.asked == cache_key(cluster, settings):
        return replace(text, summary=_carried(text.summary, former, cluster))
    works = {work.id for work in cluster.works}
    cited = {work for sentence in former.sentences for work in sentence.works}
    # A sentence on a work that has left would stand there without its source.
    return None if former.summary_by.author is not Author.EXTRACT and cited <= works else text


def _carried(extract: Summary, former: Summary, cluster: Cluster) -> Summary:
    """Return the former answer over the works of now: the model would be asked nothing else."""
    if former.summary_by.author is Author.EXTRACT:
        spoken = former.summary_by
        record = replace(spoken, at=extract.summary_by.at, inputs=extract.summary_by.inputs)
        return replace(extract, summary_by=record, headline_by=replace(record, asked=""))
    cited = {work for sentence in former.sentences for work in sentence.works}
    return replace(
        former,
        uncovered=tuple(work.id for work in cluster.works if work.id not in cited),
        covered=len(cited),
        of_works=len(cluster.works),
        differing=extract.differing,
    )
