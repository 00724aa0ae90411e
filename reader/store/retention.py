"""What a feed no longer lists and nobody starred goes, oldest first, beyond a count. Runs inside a transaction."""

import sqlite3

from reader.store.codec import dumped
from reader.store.counts import clusters_of, recount
from reader.store.index import drop

PART = 200
"""Entries a transaction."""

OVER = "SELECT feed_id, entries FROM health WHERE entries > ?"

# What the feed still lists would come back as new, and unread.
OLD = """
    SELECT e.id, e.work_id FROM entries AS e
    LEFT JOIN works AS w ON w.id = e.work_id LEFT JOIN clusters AS c ON c.id = w.cluster_id
    WHERE e.feed_id = ? AND e.listed = 0 AND COALESCE(c.starred, 0) = 0
    ORDER BY e.dated LIMIT ?
"""
EMPTY = """
    SELECT id FROM works WHERE id IN (SELECT value FROM json_each(?))
    AND NOT EXISTS (SELECT 1 FROM entries WHERE work_id = works.id)
"""
OF_WORK = (
    "DELETE FROM memories WHERE work_id IN (SELECT value FROM json_each(?))",
    "DELETE FROM work_keys WHERE work_id IN (SELECT value FROM json_each(?))",
    "DELETE FROM work_aliases WHERE work_id IN (SELECT value FROM json_each(?))",
    "DELETE FROM works WHERE id IN (SELECT value FROM json_each(?))",
)
OF_CLUSTER = (
    "DELETE FROM ledgers WHERE cluster_id IN (SELECT value FROM json_each(?))",
    "DELETE FROM revisions WHERE cluster_id IN (SELECT value FROM json_each(?))",
    "DELETE FROM cluster_aliases WHERE cluster_id IN (SELECT value FROM json_each(?))",
    "DELETE FROM clusters WHERE id IN (SELECT value FROM json_each(?))",
)


def feeds_over(connection: sqlite3.Connection, keep: int) -> dict[int, int]:
    """Return feeds with more than `keep` entries, and how many are too many."""
    return {feed: count - keep for feed, count in connection.execute(OVER, (keep,))}


def prune_part(connection: sqlite3.Connection, feed_id: int, surplus: int) -> int:
    """Drop up to one transaction's worth of a feed's oldest entries; returns how many went."""
    rows = connection.execute(OLD, (feed_id, min(surplus, PART))).fetchall()
    ids = dumped([row[0] for row in rows])
    works = {row[1] for row in rows if row[1]}
    clusters = clusters_of(connection, works)
    connection.execute("DELETE FROM full_texts WHERE entry_id IN (SELECT value FROM json_each(?))", (ids,))
    connection.execute("DELETE FROM entries WHERE id IN (SELECT value FROM json_each(?))", (ids,))
    connection.execute("UPDATE health SET entries = entries - ? WHERE feed_id = ?", (len(rows), feed_id))
    _drop_works(connection, works)
    recount(connection, clusters)
    # What is left of a story is told anew: its text may rest on what went.
    connection.executemany("UPDATE clusters SET stale = 1 WHERE id = ?", [(cluster,) for cluster in clusters])
    _drop_clusters(connection, clusters)
    return len(rows)


def _drop_works(connection: sqlite3.Connection, works: set[int]) -> None:
    empty = dumped([row[0] for row in connection.execute(EMPTY, (dumped(sorted(works)),))])
    drop(connection, empty)
    for statement in OF_WORK:
        connection.execute(statement, (empty,))


def _drop_clusters(connection: sqlite3.Connection, clusters: list[int]) -> None:
    """A cluster goes with its last work; one whose works are only out of sight stays."""
    gone = connection.execute(
        "SELECT value FROM json_each(?) WHERE value NOT IN (SELECT cluster_id FROM works WHERE cluster_id = value)",
        (dumped(clusters),),
    ).fetchall()
    ids = dumped([row[0] for row in gone])
    for statement in OF_CLUSTER:
        connection.execute(statement, (ids,))
