"""The identities of works and clusters, as marks name them outside the library. Runs on the caller's connection."""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence

from reader.store.codec import dumped

MOST_OF_CLUSTER = 50
"""Works that name a cluster; enough to find it again after merges and splits."""


def keys_of(connection: sqlite3.Connection, works: Iterable[int]) -> list[str]:
    """Return the strongest identity of each work, by work id."""
    query = "SELECT key FROM works WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id"
    return [row[0] for row in connection.execute(query, (dumped(list(works)),))]


def keys_of_cluster(connection: sqlite3.Connection, cluster_id: int) -> list[str]:
    """Return the identities that name a cluster: those of its oldest works."""
    query = "SELECT key FROM works WHERE cluster_id = ? ORDER BY id LIMIT ?"
    return [row[0] for row in connection.execute(query, (cluster_id, MOST_OF_CLUSTER))]


def works_of(connection: sqlite3.Connection, keys: Sequence[str]) -> dict[str, int]:
    """Return the works that are here, by identity."""
    query = "SELECT key, work_id FROM work_keys WHERE key IN (SELECT value FROM json_each(?))"
    return dict(connection.execute(query, (dumped(keys),)).fetchall())


def cluster_of(connection: sqlite3.Connection, keys: Sequence[str]) -> int:
    """Return the cluster that holds most of these works, the oldest of equals; 0 if none of them is here."""
    query = """
        SELECT w.cluster_id FROM work_keys AS k JOIN works AS w ON w.id = k.work_id
        WHERE w.cluster_id > 0 AND k.key IN (SELECT value FROM json_each(?))
    """
    votes = Counter(row[0] for row in connection.execute(query, (dumped(keys),)))
    return min(votes, key=lambda cluster: (-votes[cluster], cluster), default=0)
