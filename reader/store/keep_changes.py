"""The clusterer's outcome: where each work belongs, aliases, memories. Runs inside the caller's transaction."""

import sqlite3
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from reader.model.cluster import Assignment, Changes, Kind, Memory, Reason, Rule
from reader.store.aliases import first_title, make_clusters, merge_clusters
from reader.store.codec import dumped, reason_to_json, stamp
from reader.store.connection import cut
from reader.store.counts import recount
from reader.store.ids import clusters_used

PART = 100
"""Works a part: about 8 ms, for which a mark waits at most."""

PLACES = """
    SELECT id, story_id, roundup_id, cluster_id, reason, theme FROM works
    WHERE id IN (SELECT value FROM json_each(?))
"""
# Works of these stories that are in another roundup than their story, or in one where it is in none.
LEFT_BEHIND = """
    SELECT w.id, w.story_id, w.roundup_id, w.cluster_id, w.reason, w.theme, json_extract(moved.value, '$[1]')
    FROM json_each(?) AS moved JOIN works AS w ON w.story_id = json_extract(moved.value, '$[0]')
    WHERE w.roundup_id <> json_extract(moved.value, '$[1]')
"""
PLACE = """
    UPDATE works SET story_id = ?1, roundup_id = ?2, reason = ?4, theme = ?5,
           joined = CASE WHEN cluster_id = ?3 THEN joined ELSE ?6 END, cluster_id = ?3
    WHERE id = ?7
"""
# The cluster with most of the works that one star or hide waits for comes last.
ARRIVED = """
    SELECT m.mark, m.batch, w.cluster_id FROM waiting AS m
    JOIN work_keys AS k ON k.key = m.key JOIN works AS w ON w.id = k.work_id
    WHERE m.mark IN ('star', 'hide') AND w.cluster_id > 0
    GROUP BY m.mark, m.batch, w.cluster_id ORDER BY COUNT(DISTINCT w.id), w.cluster_id DESC
"""


def parts(changes: Changes) -> Iterator[Changes]:
    """Cut a large outcome into parts: aliases first, then works, each with its memory.

    Cluster by cluster: one that is in many parts is counted again in each, all its works.
    """
    if changes.aliases:
        yield replace(changes, assignments=(), memories=())
    places = {assignment.work_id: assignment for assignment in changes.assignments}
    memories = {memory.work_id: memory for memory in changes.memories}
    works = sorted({*places, *memories}, key=lambda work: (places[work].cluster_id if work in places else 0, work))
    for part in cut(works, PART):
        yield Changes(
            assignments=tuple(places[work] for work in part if work in places),
            memories=tuple(memories[work] for work in part if work in memories),
            next_id=changes.next_id,
        )


def keep_part(connection: sqlite3.Connection, changes: Changes, now: datetime, held: Collection[int]) -> set[int]:
    """Store one part.

    Args:
        connection: In a transaction.
        changes: One of `parts`.
        now: UTC; when the works joined.
        held: Works that the user has corrected meanwhile: they stay where the user put them and are grouped again.

    Returns:
        Clusters whose works changed.
    """
    time = stamp(now)
    clusters_used(connection, changes.next_id)
    for loser, winner in changes.aliases.items():
        merge_clusters(connection, loser, winner, time)
    moved, former = _place(connection, [a for a in changes.assignments if a.work_id not in held], time, held)
    _remember(connection, [memory for memory in changes.memories if memory.work_id not in held])
    done = {a.work_id for a in changes.assignments} | {m.work_id for m in changes.memories}
    connection.executemany("UPDATE works SET pending = 0 WHERE id = ?", [(work,) for work in done - set(held)])
    touched = moved | set(changes.aliases.values())
    recount(connection, touched | set(former))
    _emptied(connection, former)
    _freshen(connection, touched | set(former), time)
    _arrived(connection)
    return touched


def _place(
    connection: sqlite3.Connection, assignments: Sequence[Assignment], now: str, held: Collection[int]
) -> tuple[set[int], dict[int, int]]:
    """Move works; returns the clusters that gained works, and where most of those that left each former one went."""
    ids = dumped([assignment.work_id for assignment in assignments])
    stored = {row[0]: row[1:] for row in connection.execute(PLACES, (ids,))}
    places = {a.work_id: _place_of(a) for a in assignments if a.work_id in stored}
    for work, *place, roundup in _left_behind(connection, assignments):
        if work not in places and work not in held:
            stored[work], places[work] = tuple(place), _in_roundup(place, roundup)
    changed = {work: place for work, place in places.items() if place != stored[work]}
    make_clusters(connection, {p[2]: Kind.ROUNDUP if p[1] else Kind.STORY for p in changed.values()}, now)
    connection.executemany(PLACE, [(*place, now, work) for work, place in changed.items()])
    moves = [(stored[work][2], place[2]) for work, place in changed.items() if stored[work][2] != place[2]]
    former = {old: new for (old, new), _ in reversed(Counter(moves).most_common()) if old}
    return {new for _, new in moves}, former


def _left_behind(connection: sqlite3.Connection, assignments: Sequence[Assignment]) -> list[tuple[Any, ...]]:
    """Return works that left the window, where the rest of their story goes elsewhere: a story stays in one place."""
    stories = {assignment.story_id: assignment.roundup_id for assignment in assignments}
    return connection.execute(LEFT_BEHIND, (dumped([*stories.items()]),)).fetchall()


def _in_roundup(place: Sequence[Any], roundup: int) -> tuple[Any, ...]:
    """Return the place of a work whose story is in that roundup now, or in none."""
    story, _, _, reason, _ = place
    return story, roundup, roundup or story, reason, reason_to_json(Reason(rule=Rule.THEME)) if roundup else ""


def _place_of(assignment: Assignment) -> tuple[Any, ...]:
    return (
        assignment.story_id,
        assignment.roundup_id,
        assignment.cluster_id,
        reason_to_json(assignment.reason),
        reason_to_json(assignment.theme),
    )


def _remember(connection: sqlite3.Connection, memories: Sequence[Memory]) -> None:
    known = "SELECT id FROM works WHERE id IN (SELECT value FROM json_each(?))"
    ids = {row[0] for row in connection.execute(known, (dumped([memory.work_id for memory in memories]),))}
    connection.executemany(
        "INSERT OR REPLACE INTO memories (work_id, dated, features, vector, model) VALUES (?, ?, ?, ?, ?)",
        [(m.work_id, stamp(m.when), m.features, m.vector, m.model) for m in memories if m.work_id in ids],
    )


def _emptied(connection: sqlite3.Connection, former: dict[int, int]) -> None:
    """A story that went into a roundup takes its star along, or the star would be out of sight."""
    for old, new in former.items():
        if connection.execute(
            "UPDATE clusters SET starred = 0 WHERE id = ? AND works = 0 AND starred = 1", (old,)
        ).rowcount:
            connection.execute("UPDATE clusters SET starred = 1 WHERE id = ?", (new,))


def _freshen(connection: sqlite3.Connection, clusters: Iterable[int], now: str) -> None:
    """Mark texts as written before this change; a cluster without one shows its first title until it has."""
    ids = [(cluster,) for cluster in sorted(clusters)]
    connection.executemany("UPDATE clusters SET stale = 1, updated = ? WHERE id = ?", [(now, *row) for row in ids])
    first_title(connection, clusters)


def _arrived(connection: sqlite3.Connection) -> None:
    """Give stars and hides that waited for works to the cluster that has most of them."""
    found = {(mark, batch): cluster for mark, batch, cluster in connection.execute(ARRIVED)}
    for (mark, batch), cluster in found.items():
        column = "starred" if mark == "star" else "hidden"
        connection.execute(f"UPDATE clusters SET {column} = 1 WHERE id = ?", (cluster,))  # noqa: S608
        connection.execute("DELETE FROM waiting WHERE mark = ? AND batch = ?", (mark, batch))
