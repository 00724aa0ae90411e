"""Clusters -> texts, from all members as the library has them. Decides no word of them."""

from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from datetime import datetime
from functools import partial

from reader import rank
from reader.engine.scribe import Order, alone, scribe
from reader.engine.standing import keep
from reader.model.cluster import Cluster
from reader.model.summary import Summary
from reader.settings import Settings
from reader.store.keep_texts import Written
from reader.store.write import Library

AT_ONCE = 200
"""Works between two looks at the stop button, a tenth of a second of work. So that two processes end together, parts
are small, and as large as each other."""

WORTH_ANOTHER = 5
"""Parts from which another process saves more than its start takes, 0.15 s."""


def write(library: Library, settings: Settings, now: datetime) -> Iterator[tuple[int, int]]:
    """Write the text of each cluster whose works changed, best ranked first; yield how many of how many have theirs.

    A model's text stays, until the model was asked again; the rank is computed anew all the same.
    """
    follows = library.follows(now)
    parts, before = library.stale_parts(AT_ONCE), list[list[int]]()
    done, of = 0, sum(map(len, parts))
    with scribe() if len(parts) >= WORTH_ANOTHER else nullcontext() as other:
        # What the user changes meanwhile is stale again; the same list twice is left to the next run.
        while parts and parts != before:
            orders = (Order(clusters=library.clusters(part), now=now, settings=settings.summary) for part in parts)
            for order, summaries in other.texts(orders) if other else alone(orders):
                ranked = partial(_written, settings=settings, follows=follows, now=now)
                _keep(library, order, list(map(ranked, order.clusters, summaries)))
                done += len(summaries)
                yield done, max(done, of)
            before, parts = parts, library.stale_parts(AT_ONCE)


def _keep(library: Library, order: Order, texts: list[Written]) -> None:
    if order.settings.model:
        texts, waiting = keep(library, order.clusters, texts, order.settings)
        library.keep_waiting(waiting, order.now)
    library.keep_texts(texts, order.now)


def _written(
    cluster: Cluster, summary: Summary, *, settings: Settings, follows: Sequence[str], now: datetime
) -> Written:
    given = rank.inputs(cluster)
    return Written(
        cluster_id=cluster.id,
        summary=summary,
        ledger=rank.ledger_of(given, now=now, settings=settings.rank, follows=follows),
        inputs=given.plain(),
    )
