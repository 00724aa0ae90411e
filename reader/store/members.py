"""Works with their appearances, read back as model objects; for both sides. Runs on the caller's connection."""

import sqlite3
from collections.abc import Iterable
from typing import Any

from reader.model.feed import Feed
from reader.model.work import Appearance, Work
from reader.store.codec import dumped
from reader.store.rows import ENTRY, ENTRY_WIDTH, FEED, entry_of, feed_of
from reader.works import assemble

APPEARANCES = f"""
    SELECT {ENTRY}, w.id, w.key
    FROM json_each(?) AS wanted
    JOIN works AS w ON w.id = wanted.value
    JOIN entries AS e ON e.work_id = w.id
    ORDER BY w.id, e.id
"""  # noqa: S608  # column names of ours

FEEDS = f"SELECT {FEED} FROM feeds AS f WHERE f.removed = 0 AND f.id IN (SELECT value FROM json_each(?))"  # noqa: S608


def works(connection: sqlite3.Connection, ids: Iterable[int]) -> dict[int, Work]:
    """Return works by id, ascending; without appearances in removed feeds, and without works that have no other."""
    rows = connection.execute(APPEARANCES, (dumped(list(ids)),)).fetchall()
    feeds = live_feeds(connection, {row[1] for row in rows})
    found: dict[int, tuple[str, list[Appearance]]] = {}
    for row in rows:
        _collect(found, row, feeds)
    return {work_id: assemble(work_id, key, appearances) for work_id, (key, appearances) in found.items()}


def live_feeds(connection: sqlite3.Connection, ids: Iterable[int]) -> dict[int, Feed]:
    """Return feeds by id, without removed ones."""
    return {row[0]: feed_of(row) for row in connection.execute(FEEDS, (dumped(list(ids)),))}


def _collect(found: dict[int, tuple[str, list[Appearance]]], row: tuple[Any, ...], feeds: dict[int, Feed]) -> None:
    feed = feeds.get(row[1])
    if feed is not None:
        work_id, key = row[ENTRY_WIDTH:]
        found.setdefault(work_id, (key, []))[1].append(Appearance(entry=entry_of(row), feed=feed))
