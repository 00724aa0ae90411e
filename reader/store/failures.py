"""SQLite's and the system's refusals, as sentences. Knows no tables."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from reader.errors import NotALibrary, StoreError

SENTENCES = {
    sqlite3.SQLITE_FULL: "the disk is full, so {path} was left as it was; free some space and try again",
    sqlite3.SQLITE_READONLY: "{path} is read-only, so nothing was changed; reading goes on",
    sqlite3.SQLITE_BUSY: "{path} is being written by another program; try again in a moment",
    sqlite3.SQLITE_LOCKED: "{path} is being written by another program; try again in a moment",
    sqlite3.SQLITE_CANTOPEN: "{path} cannot be opened; check that its folder exists and that you may write there",
    sqlite3.SQLITE_PERM: "{path} may not be opened; check its permissions",
    sqlite3.SQLITE_IOERR: "reading or writing {path} failed; check the disk and the free space",
}
DAMAGED = "{path} is damaged; run `pulseaugur doctor --repair`, which rebuilds it from backup and journal"
PRIMARY = 0xFF
"""SQLite's extended codes carry the primary one in the low byte."""


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Turn what SQLite refuses for reasons outside the program into a StoreError; a bug passes as it is.

    Raises:
        StoreError: Full, read-only, busy, unreadable.
        NotALibrary: The file is damaged or no database.
    """
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", 0) & PRIMARY
        if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
            raise NotALibrary(DAMAGED.format(path=path)) from error
        if code in SENTENCES:
            raise StoreError(SENTENCES[code].format(path=path)) from error
        raise
    except OSError as error:
        raise StoreError(f"{error.filename or path} cannot be written: {error.strerror}") from error
