"""The library's file: whose it is, which version, and what stands beside it. Reads headers; opens no tables."""

import os
import sqlite3
from contextlib import closing
from enum import StrEnum
from pathlib import Path

from reader.errors import NewerLibrary, NotALibrary, NotFound, StoreError
from reader.store.failures import PRIMARY, told

APPLICATION_ID = 0x50554C53
"""The letters PULS, at byte 68 of the file: no other program's database is ever taken for a library."""

VERSION = 1
"""`user_version` that this program reads and writes; raised by each migration."""

PATIENCE = 5.0
"""Seconds that SQLite, or we, wait for a lock."""

READ_ONLY = (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN)

HEADER = 100
"""Bytes of SQLite's file header."""

MAGIC = b"SQLite format 3\0"
FILE_MODE, FOLDER_MODE = 0o600, 0o700
LARGEST_PAGE = 65536
ASKED = ("application_id", "user_version")
CURE = "move it away, or name another file with --db; `pulseaugur doctor --repair` rebuilds what was a library"


class State(StrEnum):
    """What stands at a path."""

    MISSING = "missing"
    OLDER = "older"
    """A library that a migration must bring up to date."""
    READY = "ready"


def state(path: Path) -> State:
    """Say what stands at `path`.

    Raises:
        NotALibrary: It is empty, truncated, damaged, or belongs to another program.
        NewerLibrary: A newer version of the program wrote it.
        StoreError: It cannot be read.
    """
    if path.is_dir():
        raise NotALibrary(f"{path} is a folder, not a library; name a file with --db")
    if not path.exists():
        return State.MISSING
    try:
        with told(path), closing(read_only(path)) as connection:
            application, version = (connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ASKED)
    except StoreError:
        _check_header(path)
        raise
    if application != APPLICATION_ID:
        _check_header(path)
        raise NotALibrary(f"{path} is another program's database; {CURE}")
    if version > VERSION:
        raise NewerLibrary(
            f"{path} was written by a newer version (schema {version}; this one knows {VERSION}): update the program"
        )
    return State.READY if version == VERSION else State.OLDER


def read_only(path: Path) -> sqlite3.Connection:
    """Open for reading, also in a folder that cannot be written; never checkpoints.

    Raises:
        sqlite3.Error: It cannot be opened, or read.
    """
    uri = path.absolute().as_uri()
    try:
        return _readable(f"{uri}?mode=ro")
    except sqlite3.OperationalError as error:
        # SQLite wants to write its index of the log beside the file. Where nobody can write and no log was left,
        # nothing can change, and it may do without.
        if error.sqlite_errorcode & PRIMARY not in READ_ONLY or _has_log(path):
            raise
        return _readable(f"{uri}?mode=ro&immutable=1")


def demand(path: Path) -> None:
    """Make sure that a library of this version stands at `path`.

    Raises:
        NotFound: There is none yet.
        StoreError: As `state`; or it is older and `pulseaugur prepare` must upgrade it first.
    """
    found = state(path)
    if found is State.MISSING:
        raise missing(path)
    if found is State.OLDER:
        raise NotALibrary(f"{path} is of an older version; run `pulseaugur prepare` once to upgrade it")


def missing(path: Path) -> NotFound:
    """Return the error for whoever looks for a library that nobody has begun."""
    return NotFound(f"there is no library at {path} yet; add a feed to begin one")


def beside(path: Path, what: str) -> Path:
    """Return the name of a file that accompanies the library: `.lock`, `.turn`, `.journal`, `.backup-…`."""
    return path.with_name(f"{path.name}.{what}")


def protect_folder(path: Path) -> None:
    """Make the library's folder, readable by its owner alone, unless it exists."""
    path.parent.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)


def open_private(path: Path, flags: int) -> int:
    """Open a file beside the library, made for its owner alone, and return its descriptor."""
    return os.open(path, flags | os.O_CREAT | os.O_CLOEXEC, FILE_MODE)


def _check_header(path: Path) -> None:
    """Say what is wrong with a file that SQLite does not take.

    Only such a file is opened here. Closing any descriptor of a file drops the locks that SQLite holds on it for this
    process: once, that let a refresh remove the log under a screen, which then read pages of two states.

    Raises:
        NotALibrary: It is empty, no database, or cut off.
    """
    try:
        with path.open("rb") as file:
            header = file.read(HEADER)
    except OSError as error:
        raise NotALibrary(f"{path} cannot be read: {error.strerror}; check its permissions") from error
    if not header:
        raise NotALibrary(f"{path} is empty (0 bytes), so it is no library; {CURE}")
    if not header.startswith(MAGIC):
        raise NotALibrary(f"{path} is not a database; {CURE}")
    if len(header) < HEADER:
        raise NotALibrary(f"{path} is cut off after {len(header)} bytes; {CURE}")
    page = int.from_bytes(header[16:18], "big")
    expected = int.from_bytes(header[28:32], "big") * (LARGEST_PAGE if page == 1 else page)
    length = path.stat().st_size
    if length < expected and not _has_log(path):
        raise NotALibrary(f"{path} is cut off: {length} of {expected} bytes are there; {CURE}")


def _readable(uri: str) -> sqlite3.Connection:
    """Several threads may share it, one at a time: `Reader` sees to it."""
    connection = sqlite3.connect(uri, uri=True, isolation_level=None, timeout=PATIENCE, check_same_thread=False)
    try:
        connection.execute("PRAGMA query_only = ON")
        connection.execute("SELECT COUNT(*) FROM sqlite_master")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _has_log(path: Path) -> bool:
    log = path.with_name(path.name + "-wal")
    return log.exists() and log.stat().st_size > 0
