"""The user's constraints on clusters. Kept over identities of works, so that they outlive numbers; both sides read."""

import sqlite3
from collections.abc import Iterable
from datetime import datetime

from reader.model.cluster import Corrections
from reader.model.mark import Correction
from reader.store.codec import dumped

PAIRS = """
    SELECT DISTINCT c.kind, a.work_id, b.work_id FROM corrections AS c
    JOIN work_keys AS a ON a.key = c.a JOIN work_keys AS b ON b.key = c.b
    WHERE a.work_id <> b.work_id ORDER BY c.id
"""
HOMES = "SELECT id, story_id, roundup_id FROM works WHERE id IN (SELECT value FROM json_each(?))"
# Those without works, too: a story that went into a roundup is one that the user corrected still.
PINNED = "SELECT id FROM clusters WHERE starred = 1 OR pinned = 1"
TOGETHER, APART = "together", "apart"


def corrections(connection: sqlite3.Connection) -> Corrections:
    """Return the constraints over the works that are here now."""
    rows = connection.execute(PAIRS).fetchall()
    apart = tuple((a, b) for kind, a, b in rows if kind == APART)
    homes = connection.execute(HOMES, (dumped(sorted({work for pair in apart for work in pair})),))
    return Corrections(
        together=tuple((a, b) for kind, a, b in rows if kind == TOGETHER),
        apart=apart,
        pinned=frozenset(row[0] for row in connection.execute(PINNED)),
        homes={work: (story, roundup) for work, story, roundup in homes},
    )


def last_correction(connection: sqlite3.Connection) -> int:
    """Return the number of the user's last change to the place of works; 0 for none."""
    row = connection.execute("SELECT next FROM sequences WHERE name = 'correction'").fetchone()
    return int(row[0]) if row else 0


def corrected_since(connection: sqlite3.Connection, correction: int) -> set[int]:
    """Return works whose place the user changed after that."""
    rows = connection.execute("SELECT id FROM works WHERE corrected > 0 AND corrected > ?", (correction,))
    return {row[0] for row in rows}


def mark_corrected(connection: sqlite3.Connection, works: Iterable[int]) -> None:
    """Have works grouped again, and kept where they are if a refresh that knows of nothing would move them now."""
    number = last_correction(connection) + 1
    connection.execute("INSERT OR REPLACE INTO sequences (name, next, stop) VALUES ('correction', ?, 0)", (number,))
    connection.executemany(
        "UPDATE works SET pending = 2, corrected = ? WHERE id = ?", [(number, work) for work in works]
    )


def listed(connection: sqlite3.Connection) -> list[Correction]:
    """Return the corrections as the user made them, oldest first."""
    rows = connection.execute("SELECT id, kind, a, b, made FROM corrections ORDER BY id")
    return [
        Correction(id=number, together=kind == TOGETHER, a=a, b=b, made=datetime.fromisoformat(made))
        for number, kind, a, b, made in rows
    ]
