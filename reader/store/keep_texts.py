"""Texts, revisions and scores. Runs inside the caller's transaction."""

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from reader.model.ledger import Ledger
from reader.model.summary import Author, Summary
from reader.record import record
from reader.store.codec import dumped, ledger_to_json, stamp, summary_of, summary_to_json
from reader.store.connection import packed

KEPT_REVISIONS = 20
LEAST_CHANGE = 0.05
"""Points below which a score is not written again: old clusters no longer move, and fresh ones move 0.1 in minutes."""

NEWNESS = "CASE e.announce WHEN 'cross' THEN 1 WHEN 'replace' THEN 2 WHEN 'replace-cross' THEN 3 ELSE 0 END"
# Works in source order, each with the title of its leading appearance: SQLite takes the bare title from the row that
# has the smallest `place`.
NOW_MEMBERS = f"""
    SELECT w.id, e.title, MIN(printf('%d %d %s', f.tier, {NEWNESS}, e.dated)) AS place
    FROM works AS w
    JOIN entries AS e ON e.work_id = w.id
    JOIN feeds AS f ON f.id = e.feed_id AND f.removed = 0
    WHERE w.cluster_id = ? GROUP BY w.id ORDER BY place, w.id
"""  # noqa: S608  # our own words
LAST = "SELECT number, summary, works FROM revisions WHERE cluster_id = ? ORDER BY number DESC LIMIT 1"
ALL = -1
"""SQLite's word for no limit."""
STALE = "SELECT id, works FROM clusters WHERE stale = 1 AND works > 0 ORDER BY score DESC, id LIMIT ?"


@record
class Written:
    """The text and rank of one cluster."""

    cluster_id: int
    summary: Summary
    ledger: Ledger
    inputs: Mapping[str, object]
    """What ranking again needs, as plain values."""


def stale(connection: sqlite3.Connection, limit: int) -> list[int]:
    """Return clusters whose text is older than their works, best ranked first."""
    return [row[0] for row in connection.execute(STALE, (limit,))]


def stale_parts(connection: sqlite3.Connection, works: int) -> list[list[int]]:
    """Return the same clusters, all of them, in parts of at most that many works or of one cluster."""
    return packed(connection.execute(STALE, (ALL,)), works)


def updated(connection: sqlite3.Connection, clusters: Sequence[int]) -> dict[int, str]:
    """Return when the works of these clusters last changed."""
    query = "SELECT id, updated FROM clusters WHERE id IN (SELECT value FROM json_each(?))"
    return dict(connection.execute(query, (dumped(clusters),)).fetchall())


def keep_text(connection: sqlite3.Connection, written: Written, now: datetime, read: str = "") -> None:
    """Store a cluster's text: a new revision if its works or its words changed, else in place of the last.

    Args:
        connection: In a transaction.
        written: The text.
        now: UTC.
        read: `updated` of the cluster when it was read for writing; if its works changed since, it stays stale.
    """
    if not connection.execute("SELECT 1 FROM clusters WHERE id = ?", (written.cluster_id,)).fetchone():
        return
    time = stamp(now)
    keep_summary(connection, written.cluster_id, written.summary, time)
    connection.execute(
        "UPDATE clusters SET score = ?, ranked = ?, stale = (? NOT IN ('', updated)) WHERE id = ?",
        (written.ledger.score, time, read, written.cluster_id),
    )
    connection.execute(
        "INSERT OR REPLACE INTO ledgers (cluster_id, ledger, inputs) VALUES (?, ?, ?)",
        (written.cluster_id, ledger_to_json(written.ledger), dumped(written.inputs)),
    )


def keep_summary(connection: sqlite3.Connection, cluster_id: int, summary: Summary, time: str) -> None:
    """Store a text as the current one: a new revision if works or words changed, else in place of the last."""
    number, changed = _revision(connection, cluster_id, summary, time)
    connection.execute(
        "UPDATE clusters SET headline = ?, language = ?, revision = ?, "
        "written = CASE WHEN ? THEN ? ELSE written END WHERE id = ?",
        (summary.headline, summary.language, number, changed, time, cluster_id),
    )


def rank_inputs(connection: sqlite3.Connection) -> Iterator[tuple[int, Mapping[str, object]]]:
    """Give the rank inputs of every cluster that has works and a text."""
    rows = connection.execute(
        "SELECT l.cluster_id, l.inputs FROM ledgers AS l JOIN clusters AS c ON c.id = l.cluster_id WHERE c.works > 0"
    ).fetchall()
    return ((cluster, json.loads(inputs)) for cluster, inputs in rows)


def changed_scores(connection: sqlite3.Connection, ledgers: Mapping[int, Ledger]) -> list[tuple[int, Ledger]]:
    """Return the ledgers whose score is not the stored one any more."""
    stored = dict(connection.execute("SELECT id, score FROM clusters WHERE works > 0").fetchall())
    return [
        (cluster, ledger)
        for cluster, ledger in ledgers.items()
        if cluster in stored and abs(stored[cluster] - ledger.score) >= LEAST_CHANGE
    ]


def keep_scores(connection: sqlite3.Connection, ledgers: Sequence[tuple[int, Ledger]], now: datetime) -> None:
    """Store ledgers and scores."""
    time = stamp(now)
    connection.executemany(
        "UPDATE clusters SET score = ?, ranked = ? WHERE id = ?",
        [(ledger.score, time, cluster) for cluster, ledger in ledgers],
    )
    connection.executemany(
        "UPDATE ledgers SET ledger = ? WHERE cluster_id = ?",
        [(ledger_to_json(ledger), cluster) for cluster, ledger in ledgers],
    )


def _revision(connection: sqlite3.Connection, cluster: int, summary: Summary, time: str) -> tuple[int, bool]:
    """Return the number of the revision that holds the text, and whether its words are new."""
    works = connection.execute(NOW_MEMBERS, (cluster,)).fetchall()
    number, last, former = connection.execute(LAST, (cluster,)).fetchone() or (0, "{}", "[]")
    members, before = [row[:2] for row in works], summary_of(last)
    here = bool(number) and _ids(members) == _ids(json.loads(former))
    changed = not here or _words(before) != _words(summary)
    # The extract stands in until the model has written: the two are one text of one state.
    number += changed and not (here and _stands_in(before, summary))
    connection.execute(
        "INSERT INTO revisions (cluster_id, number, at, summary, works) VALUES (?, ?, ?, ?, ?) "
        "ON CONFLICT (cluster_id, number) DO UPDATE SET summary = excluded.summary",
        (cluster, number, time, summary_to_json(summary), dumped(members)),
    )
    connection.execute("DELETE FROM revisions WHERE cluster_id = ? AND number <= ?", (cluster, number - KEPT_REVISIONS))
    return number, changed


def _stands_in(before: Summary, after: Summary) -> bool:
    return before.summary_by.author is Author.EXTRACT and after.summary_by.author is not Author.EXTRACT


def _ids(members: Sequence[Sequence[Any]]) -> set[int]:
    return {member[0] for member in members}


def _words(summary: Summary) -> tuple[str, ...]:
    impact = summary.impact.text if summary.impact else ""
    return (summary.headline, impact, *(sentence.text for sentence in summary.sentences))
