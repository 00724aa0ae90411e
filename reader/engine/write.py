"""Clusters -> texts, from all members as the library has them. Decides no word of them."""

from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from datetime import datetime

from reader import rank
from reader.engine.scribe import Order, scribe
from reader.engine.standing import keep
from reader.model.cluster import Cluster
from reader.model.summary import Summary
from reader.settings import Settings
from reader.store.keep_texts import Written
from reader.store.write import Library

AT_ONCE = 100
"""Clusters between two looks at the stop button: a third of a second of work."""


def write(library: Library, settings: Settings, now: datetime) -> Iterator[tuple[int, int]]:
    """Write the text of each cluster whose works changed, best ranked first; yield how many of how many have theirs.

    A model's text stays, until the model was asked again; the rank is computed anew all the same.
    """
    follows = library.follows(now)
    done, of = 0, len(library.stale())
    before: Sequence[int] = ()
    with scribe() if of >= AT_ONCE else nullcontext() as other:
        extracts = other.extracts if other else Order.extracts
        while (stale := library.stale(AT_ONCE)) and stale != before:
            clusters = library.clusters(stale)
            summaries = extracts(Order(clusters=clusters, now=now, settings=settings.summary))
            texts = [_written(*pair, settings, follows, now) for pair in zip(clusters, summaries, strict=True)]
            if settings.summary.model:
                texts, waiting = keep(library, clusters, texts, settings.summary)
                library.keep_waiting(waiting, now)
            library.keep_texts(texts, now)
            # What the user changes meanwhile stays stale; the same list twice is left to the next run.
            before = stale
            done += len(stale)
            yield done, max(done, of)


def _written(cluster: Cluster, summary: Summary, settings: Settings, follows: Sequence[str], now: datetime) -> Written:
    given = rank.inputs(cluster)
    return Written(
        cluster_id=cluster.id,
        summary=summary,
        ledger=rank.ledger_of(given, now=now, settings=settings.rank, follows=follows),
        inputs=given.plain(),
    )
