"""The library's texts, revisions and ranks, as the engine reads and keeps them. Begins and ends transactions."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from sqlite3 import Connection

from reader.model.cluster import Cluster
from reader.model.ledger import Ledger
from reader.model.summary import Summary
from reader.store import keep_texts, model_texts
from reader.store.clusters import read_clusters
from reader.store.connection import Writer, cut
from reader.store.failures import told
from reader.store.keep_texts import Written

SCORES = 250
"""Ledgers a part."""

TEXTS = 25
"""Texts a part."""


class Texts:
    """The part of the library that is written about its clusters."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._writer = Writer(path, durable=False, shared=True)
        self._updated: dict[int, str] = {}
        """When the works of a cluster had changed, as of `clusters`."""

    def stale(self, limit: int = keep_texts.ALL) -> list[int]:
        """Return clusters whose text is older than their works, best ranked first; not what waits for its model."""
        return keep_texts.stale(self._writer.connection, limit)

    def stale_parts(self, works: int) -> list[list[int]]:
        """Return all of `stale` in parts of so many works each; what has more of them is a part of its own."""
        return keep_texts.stale_parts(self._writer.connection, works)

    def clusters(self, cluster_ids: Iterable[int]) -> list[Cluster]:
        """Return clusters with all their works, by id; ids without works are left out."""
        wanted = list(cluster_ids)
        self._updated.update(keep_texts.updated(self._writer.connection, wanted))
        return read_clusters(self._writer.connection, wanted)

    def keep_text(
        self, cluster_id: int, summary: Summary, ledger: Ledger, inputs: Mapping[str, object], now: datetime
    ) -> None:
        """Store one cluster's text and rank; see `keep_texts`."""
        self.keep_texts([Written(cluster_id=cluster_id, summary=summary, ledger=ledger, inputs=inputs)], now)

    def keep_texts(self, texts: Sequence[Written], now: datetime) -> None:
        """Store texts and ranks: new revisions where works or words changed; the last 20 stay.

        A cluster whose works changed since `clusters()` gave it stays stale; one that is gone is passed over.
        """

        def keep(connection: Connection, part: Sequence[Written]) -> None:
            for text in part:
                keep_texts.keep_text(connection, text, now, self._updated.pop(text.cluster_id, ""))

        self._writer.transactions(cut(texts, TEXTS), keep)

    def rank_inputs(self) -> Iterator[tuple[int, Mapping[str, object]]]:
        """Give the rank inputs of every cluster that has works and a text."""
        with told(self.path):
            return keep_texts.rank_inputs(self._writer.connection)

    def keep_scores(self, ledgers: Mapping[int, Ledger], now: datetime) -> None:
        """Store ledgers whose score moved."""
        changed = keep_texts.changed_scores(self._writer.connection, ledgers)
        self._writer.transactions(cut(changed, SCORES), lambda c, part: keep_texts.keep_scores(c, part, now))

    # What a language model has to do with it

    def texts(self, cluster_ids: Sequence[int]) -> dict[int, Summary]:
        """Return the current texts of those clusters that have one, by id."""
        with told(self.path):
            return model_texts.current(self._writer.connection, cluster_ids)

    def top(self, limit: int) -> list[int]:
        """Return shown clusters, best ranked first."""
        with told(self.path):
            return model_texts.top(self._writer.connection, limit)

    def waiting(self, limit: int) -> list[int]:
        """Return shown clusters whose text waits for its model, best ranked first."""
        with told(self.path):
            return model_texts.waiting(self._writer.connection, limit)

    def keep_waiting(self, texts: Sequence[Written], now: datetime) -> None:
        """Store ranks alone: the clusters' texts, older than their works, stay until their model had its chance."""
        if texts:
            with self._writer.transaction() as connection:
                for text in texts:
                    model_texts.keep_waiting(connection, text, now, self._updated.pop(text.cluster_id, ""))

    def keep_answer(self, cluster_id: int, summary: Summary, now: datetime) -> bool:
        """Store a text that took long to write, unless the cluster changed since `clusters()` gave it.

        Returns:
            Whether it was stored.
        """
        with self._writer.transaction() as connection:
            read = self._updated.pop(cluster_id, "")
            return model_texts.keep_answer(connection, cluster_id, summary, now, read)

    def let_go(self) -> int:
        """Have all texts that wait for their model written again without one; returns how many there are."""
        with self._writer.transaction() as connection:
            return model_texts.let_go(connection)
