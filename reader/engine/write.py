"""Clusters -> texts, from all members as the library has them. Decides no word of them."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from reader import rank
from reader.engine.standing import keep
from reader.model.cluster import Cluster
from reader.settings import Settings
from reader.store.keep_texts import Written
from reader.store.write import Library
from reader.summarise import summarise

AT_ONCE = 100
"""Clusters between two looks at the stop button: a third of a second of work."""


def write(library: Library, settings: Settings, now: datetime) -> Iterator[tuple[int, int]]:
    """Write the text of each cluster whose works changed, best ranked first; yield how many of how many have theirs.

    A model's text stays, until the model was asked again; the rank is computed anew all the same.
    """
    follows = library.follows(now)
    done = 0
    before: Sequence[int] = ()
    while (stale := library.stale(AT_ONCE)) and stale != before:
        clusters = library.clusters(stale)
        texts = [_written(cluster, settings, follows, now) for cluster in clusters]
        if settings.summary.model:
            texts, waiting = keep(library, clusters, texts, settings.summary)
            library.keep_waiting(waiting, now)
        library.keep_texts(texts, now)
        # What the user changes meanwhile stays stale; the same list twice is left to the next run.
        before = stale
        done += len(stale)
        yield done, done


def _written(cluster: Cluster, settings: Settings, follows: Sequence[str], now: datetime) -> Written:
    given = rank.inputs(cluster)
    return Written(
        cluster_id=cluster.id,
        summary=summarise(cluster, now=now, settings=settings.summary),
        ledger=rank.ledger_of(given, now=now, settings=settings.rank, follows=follows),
        inputs=given.plain(),
    )
