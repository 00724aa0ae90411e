"""Numbers that are never used twice, for works and clusters. Runs inside the caller's transaction."""

import sqlite3

BLOCK = 1_000_000
MARGIN = BLOCK // 2
"""Cluster numbers that a refresh finds free in its block: years of stories for one run."""

ENGINE, USER = "cluster of engine", "cluster of user"
OWN_BLOCK = 1_000
"""The user's corrections make stories too, while a refresh counts on in its own memory. So each side numbers within
blocks that it has set apart before, and neither ever meets the other's."""


def next_work(connection: sqlite3.Connection) -> int:
    """Return the first work number that was never used."""
    return _row(connection, "work")[0]


def works_used(connection: sqlite3.Connection, upto: int) -> None:
    """Remember that every work number below `upto` is used."""
    _raise(connection, "work", upto)


def next_cluster(connection: sqlite3.Connection) -> int:
    """Return the number from which the clusterer may count upwards until the end of this run."""
    start, stop = _row(connection, ENGINE)
    if stop - start < MARGIN:
        start = _block(connection, ENGINE, BLOCK)
    return start


def clusters_used(connection: sqlite3.Connection, upto: int) -> None:
    """Remember that the clusterer used every number of its block below `upto`."""
    next_cluster(connection)
    _raise(connection, ENGINE, upto)
    _raise(connection, "cluster", upto)


def own_cluster(connection: sqlite3.Connection) -> int:
    """Take one cluster number for a story that the user made."""
    start, stop = _row(connection, USER)
    if start >= stop:
        start = _block(connection, USER, OWN_BLOCK)
    _raise(connection, USER, start + 1)
    return start


def _row(connection: sqlite3.Connection, name: str) -> tuple[int, int]:
    row = connection.execute("SELECT next, stop FROM sequences WHERE name = ?", (name,)).fetchone()
    # The engine's first block is the first one, so that ordinary stories have short numbers.
    return (row[0], row[1]) if row else (1, 0)


def _raise(connection: sqlite3.Connection, name: str, upto: int) -> None:
    connection.execute(
        "INSERT INTO sequences (name, next, stop) VALUES (?, ?, 0) "
        "ON CONFLICT (name) DO UPDATE SET next = MAX(next, excluded.next)",
        (name, upto),
    )


def _block(connection: sqlite3.Connection, name: str, size: int) -> int:
    """Set numbers apart for one side; whoever comes first leaves the first block to the engine."""
    start = _row(connection, "cluster")[0]
    if start == 1 and name != ENGINE:
        _set(connection, ENGINE, 1, BLOCK)
        start = _row(connection, "cluster")[0]
    _set(connection, name, start, size)
    return start


def _set(connection: sqlite3.Connection, name: str, start: int, size: int) -> None:
    _raise(connection, "cluster", start + size)
    connection.execute(
        "INSERT OR REPLACE INTO sequences (name, next, stop) VALUES (?, ?, ?)", (name, start, start + size)
    )
