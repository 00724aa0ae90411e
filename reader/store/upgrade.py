"""Makes a library, and brings an older one up to date: lock, backup, check, migrate. Knows no tables."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from reader.errors import NotALibrary
from reader.store.connection import writing
from reader.store.failures import DAMAGED, told
from reader.store.lock import library_lock
from reader.store.place import APPLICATION_ID, FILE_MODE, State, beside, missing, open_private, protect_folder, state

KEPT_BACKUPS = 3
WAIT = 10.0
"""Seconds to wait for another process that makes or upgrades the same library; either is done in less than one."""


def prepare(path: Path, *, create: bool = True) -> None:
    """Make sure that a library of this version stands at `path`.

    Raises:
        NotFound: There is none and `create` is false.
        StoreError: The file is foreign, newer, damaged, or cannot be written; it is left as it was.
    """
    found = state(path)
    if found is State.READY:
        return
    if found is State.MISSING and not create:
        raise missing(path)
    with told(path):
        protect_folder(path)
    with library_lock(path, "a program that prepares the library", patience=WAIT):
        bring_up(path)


def bring_up(path: Path) -> None:
    """Make or upgrade the library, for a caller that holds its lock."""
    found = state(path)
    if found is State.MISSING:
        _make(path)
    elif found is State.OLDER:
        _upgrade(path)


def backup(path: Path, now: datetime) -> Path:
    """Write a whole copy beside the library and drop all but the newest three.

    Returns:
        Where it is.
    """
    target = beside(path, f"backup-{now.astimezone(UTC):%Y%m%dT%H%M%S%f}")
    with told(path), closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        # VACUUM INTO takes an empty file, so that the copy is private from its first byte.
        os.close(open_private(target, os.O_RDWR | os.O_EXCL))
        try:
            connection.execute("VACUUM INTO ?", (str(target),))
        except sqlite3.Error:
            target.unlink()
            raise
    for old in backups(path)[KEPT_BACKUPS:]:
        old.unlink(missing_ok=True)
    return target


def backups(path: Path) -> list[Path]:
    """Return the whole copies beside the library, newest first."""
    return sorted(path.parent.glob(f"{path.name}.backup-*"), reverse=True)


def _make(path: Path) -> None:
    """Build under another name and rename: a crash half-way leaves no empty file that would pass for damage."""
    draft = beside(path, "draft")
    with told(path):
        draft.unlink(missing_ok=True)
        os.close(open_private(draft, os.O_RDWR | os.O_EXCL))
        with closing(sqlite3.connect(draft, isolation_level=None)) as connection:
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            _migrate(connection)
            connection.execute("PRAGMA journal_mode = WAL")
        draft.replace(path)


def _upgrade(path: Path) -> None:
    backup(path, datetime.now(UTC))
    with told(path), _checked(path) as connection:
        _migrate(connection)
    path.chmod(FILE_MODE)


def _migrate(connection: sqlite3.Connection) -> None:
    # Imported here: with numpy, which comes along, 300 ms that only a new or an older library costs.
    from sqlite_utils import Database

    from reader.store.schema import migrations

    migrations.apply(Database(connection))


@contextmanager
def _checked(path: Path) -> Iterator[sqlite3.Connection]:
    with closing(writing(path, durable=True)) as connection:
        if connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
            raise NotALibrary(DAMAGED.format(path=path))
        yield connection
