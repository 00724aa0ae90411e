"""What `doctor --repair` does: mends a library, or rebuilds a damaged one from copies and journal."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

from reader.errors import NewerLibrary, NotALibrary
from reader.model.feed import Feed, Tier
from reader.store.check import OTHERS, is_sound, library_files
from reader.store.connection import Writer, cut
from reader.store.counts import recount
from reader.store.daily import copies
from reader.store.exchange import replay
from reader.store.failures import told
from reader.store.index import index_works
from reader.store.journal import Journal, Line, sound_lines
from reader.store.keep_feeds import add_feeds
from reader.store.lock import library_lock
from reader.store.place import FILE_MODE, State, beside, missing, protect_folder, state
from reader.store.rows import FEED, feed_of
from reader.store.upgrade import backups, bring_up

PART = 500
"""Works a part."""

UNFOUND = "SELECT id FROM works WHERE id NOT IN (SELECT id FROM search_docsize) ORDER BY id"


def repair(path: Path, now: datetime) -> list[str]:
    """Mend the library; a damaged file is set aside, never deleted.

    Returns:
        What was done, in sentences.

    Raises:
        LibraryBusy: A refresh is running.
        NotALibrary: It never was a library.
        NotFound: There is none.
        StoreError: The disk is full or read-only.
    """
    check_ours(path)
    with told(path):
        protect_folder(path)
    with library_lock(path, "a repair"):
        if is_sound(path):
            bring_up(path)
            return _mend(path)
        return _rebuild(path, now)


def check_ours(path: Path) -> None:
    """Make sure that what stands here is a library, or was one: another program's file is not set aside.

    Raises:
        NewerLibrary: A newer version wrote it.
        NotALibrary: It is a folder, or no library and nothing beside it says that it ever was.
        NotFound: Nothing stands here, and nothing beside it says that anything ever did.
    """
    try:
        found = state(path)
    except NewerLibrary:
        raise
    except NotALibrary:
        if path.is_dir() or not _has_traces(path):
            raise
    else:
        if found is State.MISSING and not _has_traces(path):
            raise missing(path)


def _has_traces(path: Path) -> bool:
    """Whether what a library leaves beside it is there."""
    traces = [beside(path, "turn"), Journal(path).path, *copies(path), *backups(path)]
    return any(trace.exists() for trace in traces)


def _rebuild(path: Path, now: datetime) -> list[str]:
    """From the newest sound backup, the newest daily copy and the journal; the feeds bring back the rest."""
    with told(path):
        feeds = _feeds_of(path)
        done = _set_aside(path, now)
        done += _restore_backup(path)
    bring_up(path)
    writer = Writer(path, durable=True)
    try:
        with writer.transaction() as connection:
            lines = list(_lines(path))
            feeds += [_feed(line) for line in lines if line["mark"] == "feed"]
            add_feeds(connection, list({feed.url: feed for feed in feeds}.values()))
            marks = replay(connection, lines)
    finally:
        writer.close()
    done.append(f"{len({feed.url for feed in feeds})} feeds and {marks} lines of marks were taken over")
    return [*done, *_mend(path), "the next refresh fetches the feeds again; marks wait for their entries"]


def _set_aside(path: Path, now: datetime) -> list[str]:
    if not path.exists():
        return []
    target = beside(path, f"damaged-{now:%Y%m%dT%H%M%S}")
    for end in ("", "-wal", "-shm"):
        part = path.with_name(path.name + end)
        if part.exists():
            part.replace(target.with_name(target.name + end))
    return [f"the damaged file was kept as {target.name}"]


def _restore_backup(path: Path) -> list[str]:
    for backup in backups(path):
        if is_sound(backup):
            shutil.copy(backup, path)
            path.chmod(FILE_MODE)
            with closing(sqlite3.connect(path)) as connection:
                connection.execute("PRAGMA journal_mode = WAL")
            return [f"{backup.name} was restored"]
    return []


def _lines(path: Path) -> Iterator[Line]:
    """Oldest first, so that the last word stands: what was before the journal, the daily copy, the journal."""
    journal = Journal(path)
    yield from sound_lines(journal.before)
    for copy in copies(path)[:1]:
        yield from sound_lines(copy)
    yield from journal.lines()


def _feeds_of(path: Path) -> list[Feed]:
    """What can still be read of a damaged file's subscriptions."""
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            return [feed_of(row) for row in connection.execute(f"SELECT {FEED} FROM feeds AS f WHERE f.removed = 0")]  # noqa: S608
    except (sqlite3.Error, ValueError):
        return []


def _feed(line: Line) -> Feed:
    """A subscription from a daily copy; what a hand has broken there takes its default."""
    texts = ("title", "site", "publisher", "language", "folder")
    flags = ("private", "allow_private", "paused")
    tier = line.get("tier")
    fields: dict[str, Any] = {name: line[name] for name in texts if isinstance(line.get(name), str)}
    fields |= {name: bool(line.get(name)) for name in flags}
    return Feed(url=line["url"], tier=Tier(tier) if tier in set(Tier) else Tier.AGGREGATOR, **fields)


def _mend(path: Path) -> list[str]:
    done = []
    for file in library_files(path):
        if file.stat().st_mode & OTHERS:
            file.chmod(FILE_MODE)
            done.append(f"{file.name} is yours alone now")
    writer = Writer(path, durable=True)
    try:
        with writer.transaction() as connection:
            recount(connection, [row[0] for row in connection.execute("SELECT id FROM clusters")])
        unfound = [row[0] for row in writer.connection.execute(UNFOUND)]
        writer.transactions(cut(unfound, PART), index_works)
    finally:
        writer.close()
    return [*done, "every story was counted again", *([f"{len(unfound)} works can be found again"] if unfound else [])]
