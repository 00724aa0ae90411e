"""Clusters that became one: the loser's number redirects, its marks go over. Runs inside the caller's transaction."""

import sqlite3
from collections.abc import Iterable, Mapping

from reader.model.cluster import Kind

# A story that so far was in a roundup alone has no row.
MAKE = """
    INSERT INTO clusters (id, kind, updated) SELECT :winner, kind, :now FROM clusters WHERE id = :loser
    ON CONFLICT (id) DO NOTHING
"""
MOVE = (
    "UPDATE works SET story_id = :winner WHERE story_id = :loser",
    "UPDATE works SET roundup_id = :winner WHERE roundup_id = :loser",
    "UPDATE works SET cluster_id = :winner, joined = :now WHERE cluster_id = :loser",
)
REDIRECT = (
    "UPDATE cluster_aliases SET cluster_id = :winner WHERE cluster_id = :loser",
    "INSERT OR REPLACE INTO cluster_aliases (id, cluster_id) VALUES (:loser, :winner)",
    "DELETE FROM cluster_aliases WHERE id = :winner",
)

# What is starred is not hidden by a merge: a star asks to keep in sight.
MARKS = """
    UPDATE clusters SET
        starred = MAX(clusters.starred, other.starred),
        hidden = MAX(clusters.hidden, other.hidden) AND NOT MAX(clusters.starred, other.starred),
        pinned = MAX(clusters.pinned, other.pinned),
        seen_at = MAX(COALESCE(clusters.seen_at, other.seen_at), COALESCE(other.seen_at, clusters.seen_at))
    FROM clusters AS other WHERE clusters.id = :winner AND other.id = :loser
"""
FIRST_TITLE = """
    UPDATE clusters SET (headline, language) = (
        SELECT e.title, e.language FROM works AS w JOIN entries AS e ON e.work_id = w.id
        WHERE w.cluster_id = clusters.id ORDER BY w.id, e.id LIMIT 1)
    WHERE id = ? AND headline = '' AND works > 0
"""
FORGET = (
    "DELETE FROM clusters WHERE id = :loser",
    "DELETE FROM ledgers WHERE cluster_id = :loser",
    "DELETE FROM revisions WHERE cluster_id = :loser",
)


# A chain of merges by the user, which undo takes back one by one; UNION ends a circle, should there ever be one.
FOLLOW = """
    WITH RECURSIVE chain (id, step) AS (
        SELECT ?, 0 UNION SELECT a.cluster_id, step + 1 FROM chain JOIN cluster_aliases AS a USING (id) WHERE step < 50)
    SELECT id FROM chain ORDER BY step DESC LIMIT 1
"""


def resolve(connection: sqlite3.Connection, cluster_id: int) -> int:
    """Return the cluster that shows what this number once showed: through aliases, and from a story to its roundup.

    A number that nothing knows comes back as it is.
    """
    target = connection.execute(FOLLOW, (cluster_id,)).fetchone()[0]
    row = connection.execute("SELECT works FROM clusters WHERE id = ?", (target,)).fetchone()
    if row and row[0]:
        return int(target)
    # The lowest work decides where a story went whose works are in several clusters by now.
    row = connection.execute(
        "SELECT cluster_id FROM works WHERE story_id = ? AND cluster_id > 0 ORDER BY id LIMIT 1", (target,)
    ).fetchone()
    return int(row[0] if row else target)


def make_clusters(connection: sqlite3.Connection, kinds: Mapping[int, Kind], now: str) -> None:
    """Make sure that the rows of these clusters exist and have these kinds."""
    connection.executemany(
        "INSERT INTO clusters (id, kind, updated) VALUES (?, ?, ?) "
        "ON CONFLICT (id) DO UPDATE SET kind = excluded.kind WHERE kind <> excluded.kind",
        [(cluster, str(kind), now) for cluster, kind in kinds.items()],
    )


def merge_marks(connection: sqlite3.Connection, loser: int, winner: int) -> None:
    """Give a cluster's star, hide and pin to another."""
    connection.execute(MARKS, {"loser": loser, "winner": winner})


def first_title(connection: sqlite3.Connection, clusters: Iterable[int]) -> None:
    """Give clusters without a headline their first title, to be shown until a text is written."""
    connection.executemany(FIRST_TITLE, [(cluster,) for cluster in clusters])


def merge_clusters(connection: sqlite3.Connection, loser: int, winner: int, now: str) -> None:
    """Redirect a cluster's number: its works and marks go over at once, its own text and history end."""
    for statement in (MAKE, *MOVE):
        connection.execute(statement, {"loser": loser, "winner": winner, "now": now})
    redirect(connection, loser, winner)


def redirect(connection: sqlite3.Connection, loser: int, winner: int) -> None:
    """Redirect the number of a cluster that has no works: its marks go over, its own text and history end."""
    merge_marks(connection, loser, winner)
    for statement in (*REDIRECT, *FORGET):
        connection.execute(statement, {"loser": loser, "winner": winner})
