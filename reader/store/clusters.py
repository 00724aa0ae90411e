"""Clusters and the clusterer's memories, read back as model objects. Runs on the caller's connection."""

import sqlite3
from collections.abc import Iterable, Iterator
from datetime import datetime

from reader.model.cluster import Cluster, Kind, Memory, Reason
from reader.store.codec import dumped, reason_of, stamp
from reader.store.members import works
from reader.works import source_order

PLACES = """
    SELECT w.cluster_id, w.id, w.story_id, w.reason, w.theme, c.kind
    FROM json_each(?) AS wanted
    JOIN clusters AS c ON c.id = wanted.value
    JOIN works AS w ON w.cluster_id = c.id
    ORDER BY w.cluster_id, w.id
"""
MEMORIES = """
    SELECT m.work_id, w.story_id, w.roundup_id, m.dated, m.features, m.vector, m.model
    FROM memories AS m JOIN works AS w ON w.id = m.work_id
    WHERE m.dated >= ? AND w.story_id > 0 ORDER BY m.dated, m.work_id
"""


def read_clusters(connection: sqlite3.Connection, ids: Iterable[int]) -> list[Cluster]:
    """Return clusters with all their works, by id; ids without works are left out."""
    places = connection.execute(PLACES, (dumped(list(ids)),)).fetchall()
    found = works(connection, [row[1] for row in places])
    by_cluster: dict[int, list[tuple[int, int, int, str, str, str]]] = {}
    for row in places:
        if row[1] in found:
            by_cluster.setdefault(row[0], []).append(row)
    return [
        Cluster(
            id=cluster,
            kind=Kind(rows[0][5]),
            works=source_order(found[row[1]] for row in rows),
            stories={row[1]: row[2] for row in rows},
            reasons={row[1]: reason for row in rows if (reason := _reason(row[3], row[4]))},
        )
        for cluster, rows in by_cluster.items()
    ]


def read_memories(connection: sqlite3.Connection, since: datetime) -> Iterator[Memory]:
    """Give what the clusterer kept of works not older than `since`, oldest first."""
    for work, story, roundup, dated, features, vector, model in connection.execute(MEMORIES, (stamp(since),)):
        yield Memory(
            work_id=work,
            story_id=story,
            roundup_id=roundup,
            when=datetime.fromisoformat(dated),
            features=features,
            vector=vector,
            model=model,
        )


def _reason(reason: str, theme: str) -> Reason | None:
    return reason_of(theme) or reason_of(reason)
