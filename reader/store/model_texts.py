"""Texts by a language model: those that wait for it, and its answers. Runs on the caller's connection.

`clusters.stale` is 0 for a text that fits its works, 1 for one to be written, and 2 for a text by a model that is kept
though its works changed, until the model was asked again. Any further change of works makes it 1.
"""

import sqlite3
from collections.abc import Sequence
from datetime import datetime

from reader.model.summary import Summary
from reader.store.codec import dumped, ledger_to_json, stamp, summary_of
from reader.store.keep_texts import Written, keep_summary
from reader.store.story_page import followed

CURRENT = """
    SELECT c.id, r.summary FROM json_each(?) AS wanted
    JOIN clusters AS c ON c.id = wanted.value
    JOIN revisions AS r ON r.cluster_id = c.id AND r.number = c.revision
"""
MEMBERS = "SELECT cluster_id, id FROM works WHERE cluster_id IN (SELECT value FROM json_each(?))"
TOP = "SELECT id FROM clusters INDEXED BY clusters_top WHERE shown = 1 ORDER BY score DESC, id LIMIT ?"
# By a look at every cluster: 10 ms for 50,000, once a refresh, and only where a model is configured.
WAITING = "SELECT id FROM clusters WHERE stale = 2 AND shown = 1 ORDER BY score DESC, id LIMIT ?"
RANK = "UPDATE clusters SET score = ?, ranked = ?, stale = 2 - (? NOT IN ('', updated)) WHERE id = ?"
LEDGER = "INSERT OR REPLACE INTO ledgers (cluster_id, ledger, inputs) VALUES (?, ?, ?)"


def current(connection: sqlite3.Connection, cluster_ids: Sequence[int]) -> dict[int, Summary]:
    """Return current texts by cluster; citations of works that were merged since name the work that stayed."""
    wanted = (dumped(list(cluster_ids)),)
    members: dict[int, set[int]] = {}
    for cluster, work in connection.execute(MEMBERS, wanted):
        members.setdefault(cluster, set()).add(work)
    return {
        cluster: followed(connection, summary_of(text), members.get(cluster, set()))
        for cluster, text in connection.execute(CURRENT, wanted).fetchall()
    }


def top(connection: sqlite3.Connection, limit: int) -> list[int]:
    """Return shown clusters, best ranked first."""
    return [row[0] for row in connection.execute(TOP, (limit,))]


def waiting(connection: sqlite3.Connection, limit: int) -> list[int]:
    """Return shown clusters whose text waits for its model, best ranked first."""
    return [row[0] for row in connection.execute(WAITING, (limit,))]


def keep_waiting(connection: sqlite3.Connection, written: Written, now: datetime, read: str) -> None:
    """Store a rank and leave the text as it is, to wait; to be written still if its works changed since `read`."""
    if not connection.execute(RANK, (written.ledger.score, stamp(now), read, written.cluster_id)).rowcount:
        return
    ledger = ledger_to_json(written.ledger)
    connection.execute(LEDGER, (written.cluster_id, ledger, dumped(written.inputs)))


def keep_answer(
    connection: sqlite3.Connection, cluster_id: int, summary: Summary, now: datetime, read: str = ""
) -> bool:
    """Store a text if the cluster's works are those that were `read`; returns whether they are."""
    row = connection.execute("SELECT updated FROM clusters WHERE id = ? AND works > 0", (cluster_id,)).fetchone()
    if row is None or row[0] != read:
        return False
    keep_summary(connection, cluster_id, summary, stamp(now))
    # 1 stays 1: an entry of it was edited while the model wrote.
    connection.execute("UPDATE clusters SET stale = 0 WHERE id = ? AND stale = 2", (cluster_id,))
    return True


def let_go(connection: sqlite3.Connection) -> int:
    """Put every text that waits among those to be written; returns how many did."""
    return connection.execute("UPDATE clusters SET stale = 1 WHERE stale = 2").rowcount
