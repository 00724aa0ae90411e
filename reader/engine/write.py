"""Clusters -> texts, from all members as the library has them. Decides no word of them."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

from reader import rank
from reader.engine.ahead import AT_ONCE, Ahead
from reader.engine.scribe import Order, alone
from reader.engine.standing import keep
from reader.model.cluster import Cluster
from reader.model.summary import Summary
from reader.settings import Settings
from reader.store.keep_texts import Written
from reader.store.write import Library


def write(library: Library, settings: Settings, now: datetime, ahead: Ahead) -> Iterator[tuple[int, int]]:
    """Write the text of each cluster whose works changed, best ranked first; yield how many of how many have theirs.

    A model's text stays, until the model was asked again; the rank is computed anew all the same.
    """
    ranked = partial(_written, settings=settings, follows=library.follows(now), now=now)
    done, of = 0, len(library.stale())
    for order, summaries in _texts(library, settings, now, ahead):
        _keep(library, order, list(map(ranked, order.clusters, summaries)))
        done += len(summaries)
        yield done, max(done, of)


def _texts(
    library: Library, settings: Settings, now: datetime, ahead: Ahead
) -> Iterator[tuple[Order, Sequence[Summary]]]:
    """Yield what was ordered ahead, as far as it is stored so, then all that is stale still."""
    if ahead.scribe:
        for order, summaries in ahead.scribe.texts():
            yield _stored(library, order, summaries)
    parts, before = library.stale_parts(AT_ONCE), list[list[int]]()
    ahead.start(AT_ONCE * len(parts))
    # What the user changes meanwhile is stale again; the same list twice is left to the next run.
    while parts and parts != before:
        orders = (Order(clusters=library.clusters(part), now=now, settings=settings.summary) for part in parts)
        yield from ahead.scribe.texts(orders) if ahead.scribe else alone(orders)
        before, parts = parts, library.stale_parts(AT_ONCE)


def _stored(library: Library, order: Order, summaries: Sequence[Summary]) -> tuple[Order, Sequence[Summary]]:
    """Return an order without the clusters that are stored with other works, or other stories, than it has."""
    stored = {cluster.id: cluster for cluster in library.clusters(cluster.id for cluster in order.clusters)}
    texts = {
        cluster.id: text
        for cluster, text in zip(order.clusters, summaries, strict=True)
        if cluster.id in stored and replace(stored[cluster.id], reasons={}) == cluster
    }
    return replace(order, clusters=[stored[number] for number in texts]), list(texts.values())


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
