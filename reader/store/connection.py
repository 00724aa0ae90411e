"""Connections as each side needs them, and the one way to write. Knows no tables."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import TypeVar

from reader.store.failures import told
from reader.store.lock import Turn
from reader.store.place import PATIENCE

LOG_LIMIT = 32 * 1024 * 1024
"""Bytes that the write-ahead log keeps after a checkpoint; a first refresh may swell it further for a while."""

LOG_PAGES, MARKS_LOG_PAGES = 4_000, 16_000
"""Pages of log at which the engine checkpoints, and a mark. Placing works touches pages all over the file: at SQLite's
1,000 nearly every commit checkpointed. Beside a refresh no mark ever has to."""

CACHE = 16 * 1024
"""KiB of pages the engine's connection keeps; the screen's stays at SQLite's 2 MiB and leans on the system's cache."""

TOGETHER = 10
"""Parts that share a transaction while nobody waits. The pages that they all touch are then written to the log once:
half of the bytes of a first refresh."""

T = TypeVar("T")


def writing(path: Path, *, durable: bool, shared: bool = False) -> sqlite3.Connection:
    """Open for writing.

    Args:
        path: The library.
        durable: Whether each commit reaches the disk before it returns (marks), or may be lost to a power cut (what
            can be fetched again). Neither is lost when a process dies.
        shared: Whether several threads take turns with it.
    """
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode=rw",
        uri=True,
        isolation_level=None,
        timeout=PATIENCE,
        check_same_thread=not shared,
    )
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute(f"PRAGMA synchronous = {'FULL' if durable else 'NORMAL'}")
    connection.execute(f"PRAGMA journal_size_limit = {LOG_LIMIT}")
    connection.execute(f"PRAGMA wal_autocheckpoint = {MARKS_LOG_PAGES if durable else LOG_PAGES}")
    if not durable:
        connection.execute(f"PRAGMA cache_size = -{CACHE}")
    return connection


def cut(rows: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    """Yield rows in parts of that size, the last one with what is left."""
    return (rows[start : start + size] for start in range(0, len(rows), size))


def packed(rows: Iterable[tuple[T, int]], size: int) -> list[list[T]]:
    """Return rows, given with the size of each, in parts of at most that size together, or of one row."""
    parts, room = list[list[T]](), 0
    for row, own in rows:
        room -= own
        if room < 0:
            parts.append([])
            room = size - own
        parts[-1].append(row)
    return parts


class Writer:
    """A connection with the way to write on it: short transactions, begun at once, one at a time."""

    def __init__(self, path: Path, *, durable: bool, shared: bool = False) -> None:
        self.path = path
        with told(path):
            self.connection = writing(path, durable=durable, shared=shared)
        self._turn = Turn(path)

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Write all of it or nothing. BEGIN IMMEDIATE: a deferred one fails at once when it meets another writer.

        Raises:
            StoreError: Busy for 5 s, full, read-only.
        """
        with told(self.path):
            with self._turn.taken():
                self.connection.execute("BEGIN IMMEDIATE")
            try:
                yield self.connection
                self.connection.execute("COMMIT")
            finally:
                if self.connection.in_transaction:
                    self.connection.execute("ROLLBACK")

    def transactions(self, parts: Iterable[T], write: Callable[[sqlite3.Connection, T], object]) -> None:
        """Write parts in order, each whole: several in one transaction, which ends as soon as someone else waits.

        Raises:
            StoreError: As `transaction`; the parts of earlier transactions are kept.
        """
        waiting = iter(parts)
        for first in waiting:
            with self.transaction() as connection:
                write(connection, first)
                rest = islice(waiting, TOGETHER - 1)
                while not self._turn.is_wanted() and (part := next(rest, None)) is not None:
                    write(connection, part)

    def close(self) -> None:
        """Close the connection."""
        self.connection.close()
        self._turn.close()
