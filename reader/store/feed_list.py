"""The feeds screen and the numbers of the top bar. Runs on the caller's connection."""

import sqlite3
from datetime import datetime, timedelta

from reader.model.feed import FAILING
from reader.model.view import FeedRow, Totals
from reader.store.codec import dumped, moment_or_none, stamp
from reader.store.rows import FEED, FEED_WIDTH, HEALTH, feed_of, health_of

DAYS = 14
RECENT = 5
"""Titles shown of one feed."""

FEEDS = f"""
    SELECT {FEED}, {HEALTH}, h.entries FROM feeds AS f JOIN health AS h ON h.feed_id = f.id
    WHERE f.removed = 0 ORDER BY f.title, f.url
"""  # noqa: S608  # column names of ours
ENTRIES_AT = FEED_WIDTH + 12
"""Column of `FEEDS` that counts entries, behind those of health."""

TITLES = """
    SELECT f.id, e.title FROM feeds AS f JOIN entries AS e ON e.id IN (
        SELECT id FROM entries WHERE feed_id = f.id ORDER BY dated DESC LIMIT ?)
    WHERE f.removed = 0 ORDER BY f.id, e.dated DESC
"""
TOTALS = """
    SELECT (SELECT COUNT(*) FROM clusters INDEXED BY clusters_top WHERE shown = 1),
           (SELECT COUNT(*) FROM clusters INDEXED BY clusters_top WHERE shown = 1 AND unread > 0),
           (SELECT COUNT(*) FROM clusters WHERE hidden = 1 AND works > 0),
           (SELECT COUNT(*) FROM clusters WHERE muted_until > '' AND hidden = 0 AND works > 0),
           (SELECT COALESCE(SUM(h.entries), 0) FROM health AS h JOIN feeds AS f ON f.id = h.feed_id AND f.removed = 0),
           (SELECT COALESCE(SUM(works), 0) FROM clusters INDEXED BY clusters_covered)
           + (SELECT COUNT(*) FROM works WHERE cluster_id = 0),
           (SELECT value FROM notes WHERE key = 'refreshed_at')
"""
OF_FEEDS = """
    SELECT COUNT(*), COALESCE(SUM(f.paused), 0),
           COALESCE(SUM(f.paused = 0 AND h.state IN (SELECT value FROM json_each(?))), 0),
           MIN(CASE WHEN f.paused = 0 AND h.state <> 'gone' THEN COALESCE(h.due, ?) END)
    FROM feeds AS f JOIN health AS h ON h.feed_id = f.id WHERE f.removed = 0
"""


def feeds(connection: sqlite3.Connection, now: datetime) -> list[FeedRow]:
    """Return the lines of the feeds screen, by title."""
    days = _days(connection, now)
    titles: dict[int, list[str]] = {}
    for feed_id, title in connection.execute(TITLES, (RECENT,)):
        titles.setdefault(feed_id, []).append(title)
    return [
        FeedRow(
            feed=feed_of(row),
            health=health_of(row[FEED_WIDTH:ENTRIES_AT]),
            entries=row[ENTRIES_AT],
            daily=tuple(days.get(row[0], {}).get(_day(now, back), 0) for back in reversed(range(DAYS))),
            recent=tuple(titles.get(row[0], ())),
        )
        for row in connection.execute(FEEDS)
    ]


def totals(connection: sqlite3.Connection, now: datetime) -> Totals:
    """Return the numbers of the top bar."""
    shown, unread, hidden, muted, entries, works, refreshed = connection.execute(TOTALS).fetchone()
    states = dumped([str(state) for state in FAILING])
    count, paused, failing, due = connection.execute(OF_FEEDS, (states, stamp(now))).fetchone()
    return Totals(
        clusters=shown,
        unread=unread,
        hidden=hidden + muted,
        entries=entries,
        works=works,
        feeds=count,
        failing=failing,
        paused=paused,
        updated=moment_or_none(refreshed),
        due=moment_or_none(due),
    )


def _days(connection: sqlite3.Connection, now: datetime) -> dict[int, dict[str, int]]:
    found: dict[int, dict[str, int]] = {}
    rows = connection.execute("SELECT feed_id, day, entries FROM feed_days WHERE day >= ?", (_day(now, DAYS),))
    for feed_id, day, entries in rows:
        found.setdefault(feed_id, {})[day] = entries
    return found


def _day(now: datetime, back: int) -> str:
    return stamp(now - timedelta(days=back))[:10]
