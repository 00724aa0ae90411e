"""The library's file: whose it is, which version, and what stands beside it. Reads headers; opens no tables."""

import os
import sqlite3
from contextlib import closing
from enum import StrEnum
from pathlib import Path

from reader.errors import NewerLibrary, NotALibrary, NotFound
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
    try:
        with path.open("rb") as file:
            header = file.read(HEADER)
    except FileNotFoundError:
        return State.MISSING
    except IsADirectoryError as error:
        raise NotALibrary(f"{path} is a folder, not a library; name a file with --db") from error
    except OSError as error:
        raise NotALibrary(f"{path} cannot be read: {error.strerror}; check its permissions") from error
    _check_header(path, header)
    version = _version(path)
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
        return _readable(f"{uri}?immutable=1")


def demand(path: Path) -> None:
    """Make sure that a library of this version stands at `path`.

    Raises:
        NotFound: There is none yet.
        StoreError: As `state`; or it is older and `pulseaugur doctor` must upgrade it first.
    """
    found = state(path)
    if found is State.MISSING:
        raise NotFound(f"there is no library at {path} yet; add a feed to begin one")
    if found is State.OLDER:
        raise NotALibrary(f"{path} is of an older version; run `pulseaugur doctor` once to upgrade it")


def beside(path: Path, what: str) -> Path:
    """Return the name of a file that accompanies the library: `.lock`, `.turn`, `.journal`, `.backup-…`."""
    return path.with_name(f"{path.name}.{what}")


def protect_folder(path: Path) -> None:
    """Make the library's folder, readable by its owner alone, unless it exists."""
    path.parent.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)


def open_private(path: Path, flags: int) -> int:
    """Open a file beside the library, made for its owner alone, and return its descriptor."""
    return os.open(path, flags | os.O_CREAT | os.O_CLOEXEC, FILE_MODE)


def _check_header(path: Path, header: bytes) -> None:
    cure = "move it away, or name another file with --db; `pulseaugur doctor` lists backups"
    if not header:
        raise NotALibrary(f"{path} is empty (0 bytes), so it is no library; {cure}")
    if not header.startswith(MAGIC):
        raise NotALibrary(f"{path} is not a database; {cure}")
    if len(header) < HEADER:
        raise NotALibrary(f"{path} is cut off after {len(header)} bytes; {cure}")
    if int.from_bytes(header[68:72], "big") != APPLICATION_ID:
        raise NotALibrary(f"{path} is another program's database; {cure}")
    _check_length(path, header, cure)


def _check_length(path: Path, header: bytes, cure: str) -> None:
    """A file shorter than its header says is cut off, unless the log beside it holds the rest."""
    page = int.from_bytes(header[16:18], "big")
    expected = int.from_bytes(header[28:32], "big") * (LARGEST_PAGE if page == 1 else page)
    length = path.stat().st_size
    if length < expected and not _has_log(path):
        raise NotALibrary(f"{path} is cut off: {length} of {expected} bytes are there; {cure}")


def _version(path: Path) -> int:
    """The header may be older than the log, so SQLite is asked."""
    with told(path), closing(read_only(path)) as connection:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])


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
