"""What `doctor` says of a library: findings in words. Changes nothing; imports sqlite3 alone."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from enum import StrEnum
from pathlib import Path

from reader.errors import StoreError
from reader.record import record
from reader.store.daily import copies
from reader.store.journal import Journal
from reader.store.place import VERSION, State, beside, read_only, state

LOW_SPACE = 200 * 1024 * 1024
"""Bytes: less than a first refresh of a few hundred feeds may write."""

OTHERS = 0o077
"""Permission bits of everyone but the owner."""

SHOWN_PROBLEMS = 3


class Level(StrEnum):
    """How bad a finding is."""

    FINE = "fine"
    ODD = "odd"
    """Works, but should be looked at."""
    BAD = "bad"


@record
class Finding:
    """One line of the doctor's report."""

    about: str
    level: Level
    words: str


def check(path: Path) -> list[Finding]:
    """Look a library over; never raises for what it finds."""
    try:
        found = state(path)
    except StoreError as error:
        return [Finding(about="file", level=Level.BAD, words=str(error)), *_beside(path)]
    if found is State.MISSING:
        return [Finding(about="file", level=Level.ODD, words=f"there is no library at {path} yet")]
    return [*_file(path, found), *_inside(path), *_beside(path)]


def is_sound(path: Path) -> bool:
    """Whether SQLite finds the file whole."""
    try:
        state(path)
        with closing(read_only(path)) as connection:
            return _integrity(connection) == "ok"
    except (StoreError, sqlite3.Error):
        return False


def _file(path: Path, found: State) -> Iterator[Finding]:
    size = path.stat().st_size / 1e6
    words = f"{path}, schema {VERSION}, {size:.1f} MB" if found is State.READY else f"{path} is of an older version"
    yield Finding(about="file", level=Level.FINE if found is State.READY else Level.ODD, words=words)
    open_to = [p.name for p in library_files(path) if p.stat().st_mode & OTHERS]
    words = f"other users may read {', '.join(open_to)}" if open_to else "only you may read it"
    yield Finding(about="permissions", level=Level.ODD if open_to else Level.FINE, words=words)
    free = shutil.disk_usage(path.parent).free
    low = free < LOW_SPACE
    yield Finding(about="disk", level=Level.ODD if low else Level.FINE, words=f"{free / 1e6:,.0f} MB are free")


def _inside(path: Path) -> Iterator[Finding]:
    try:
        with closing(read_only(path)) as connection:
            whole = _integrity(connection)
            yield Finding(about="integrity", level=Level.FINE if whole == "ok" else Level.BAD, words=_said(whole))
            for about, look in LOOKS.items():
                yield look(connection, about)
    except sqlite3.Error as error:
        yield Finding(about="integrity", level=Level.BAD, words=f"the file cannot be read through: {error}")


def _beside(path: Path) -> Iterator[Finding]:
    journal = Journal(path)
    marks = sum(1 for _ in journal.lines())
    words = f"{marks:,} marks are in {journal.path.name}" if marks else "no marks were made yet"
    yield Finding(about="journal", level=Level.FINE, words=words)
    days = copies(path)
    told = f"{len(days)} daily cop{'y' if len(days) == 1 else 'ies'} of marks and feeds"
    words = f"{told}, newest {days[0].name}" if days else "no daily copy yet"
    yield Finding(about="copies", level=Level.FINE, words=words)


def library_files(path: Path) -> list[Path]:
    """Return what stands at and beside a library, as far as it exists."""
    names = [path, *(beside(path, what) for what in ("lock", "turn", "journal"))]
    names += [path.with_name(path.name + end) for end in ("-wal", "-shm")]
    return [name for name in names if name.exists()]


def _integrity(connection: sqlite3.Connection) -> str:
    rows = connection.execute("PRAGMA quick_check").fetchall()
    return "; ".join(str(row[0]) for row in rows[:SHOWN_PROBLEMS])


def _said(whole: str) -> str:
    return "the file is whole" if whole == "ok" else f"the file is damaged ({whole}); repair rebuilds it"


def _references(connection: sqlite3.Connection, about: str) -> Finding:
    broken = len(connection.execute("PRAGMA foreign_key_check").fetchall())
    words = f"{broken} rows refer to what is not there" if broken else "every row's references are there"
    return Finding(about=about, level=Level.BAD if broken else Level.FINE, words=words)


def _counts(connection: sqlite3.Connection, about: str) -> Finding:
    wrong = connection.execute(WRONG_COUNTS).fetchone()[0]
    words = f"{wrong} stories count wrongly; repair counts again" if wrong else "every story counts its works rightly"
    return Finding(about=about, level=Level.ODD if wrong else Level.FINE, words=words)


def _queues(connection: sqlite3.Connection, about: str) -> Finding:
    unplaced, pending, stale = connection.execute(QUEUES).fetchone()
    words = f"to do at the next refresh: {unplaced} entries to place, {pending} works to group, {stale} texts to write"
    return Finding(about=about, level=Level.FINE, words=words)


WRONG_COUNTS = """
    SELECT COUNT(*) FROM clusters AS c LEFT JOIN (
        SELECT w.cluster_id, COUNT(DISTINCT w.id) AS works,
               COUNT(DISTINCT CASE WHEN w.read_at IS NULL THEN w.id END) AS unread, COUNT(*) AS entries
        FROM works AS w JOIN entries AS e ON e.work_id = w.id JOIN feeds AS f ON f.id = e.feed_id AND f.removed = 0
        GROUP BY w.cluster_id) AS n ON n.cluster_id = c.id
    WHERE (c.works, c.unread, c.entries) <> (COALESCE(n.works, 0), COALESCE(n.unread, 0), COALESCE(n.entries, 0))
"""
QUEUES = """
    SELECT (SELECT COUNT(*) FROM entries WHERE work_id IS NULL), (SELECT COUNT(*) FROM works WHERE pending > 0),
           (SELECT COUNT(*) FROM clusters WHERE stale = 1 AND works > 0)
"""
LOOKS: dict[str, Callable[[sqlite3.Connection, str], Finding]] = {
    "references": _references,
    "counts": _counts,
    "queues": _queues,
}
