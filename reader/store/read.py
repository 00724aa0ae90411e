"""What the screen and the command line read: bounded, indexed, never writing. Imports sqlite3 alone."""

import json
import sqlite3
from array import array
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from threading import RLock
from typing import Self

from reader.model.mark import Correction, UserRule
from reader.model.view import FeedRow, Revision, Row, Sort, Story, Totals, View
from reader.store import exchange, feed_list, story_page
from reader.store.aliases import resolve
from reader.store.codec import dumped, stamp
from reader.store.corrections import listed
from reader.store.failures import told
from reader.store.journal import Line
from reader.store.list_rows import ROWS, row_of
from reader.store.place import demand, read_only
from reader.store.query import Query, parse
from reader.store.rules import rules
from reader.urls import without_credentials

DAY = timedelta(days=1)
"""How far back "growing" looks."""

MOST = 200_000
"""Clusters that a list can hold; more than a library grows to under its retention."""

MOST_FOUND = 500
"""Clusters that a search gives."""

STORIES = 64
"""Stories kept in memory: those around the cursor, and the ones just read."""

ORDERS = {
    Sort.TOP: "c.score DESC, c.id",
    Sort.LATEST: "c.newest DESC, c.id",
    Sort.COVERED: "c.publishers DESC, c.works DESC, c.id",
    Sort.GROWING: "g.joined DESC, c.score DESC, c.id",
}
GROWTH = """
    JOIN (SELECT cluster_id, COUNT(*) AS joined FROM works INDEXED BY works_by_joined
          WHERE joined >= ? GROUP BY cluster_id) AS g
    ON g.cluster_id = c.id
"""
UNREAD = "SELECT id FROM clusters INDEXED BY clusters_top WHERE shown = 1 AND unread > 0"


class Reader:
    """The library, open for reading. Threads may share it: they take turns.

    Every method may raise StoreError: the file is damaged, or cannot be read.
    """

    def __init__(self, path: Path) -> None:
        """Open the library.

        Raises:
            NotFound: There is none at `path`.
            StoreError: It is foreign, newer, older than this program reads, damaged, or not readable.
        """
        demand(path)
        self.path = path
        with told(path):
            self._connection = read_only(path)
        self._lock = RLock()
        self._stories: OrderedDict[int, Story] = OrderedDict()
        self._stories_of = -1

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def version(self) -> int:
        """Return a number that is another one after every change of the library, by whatever process."""
        with told(self.path), self._lock:
            return int(self._connection.execute("PRAGMA data_version").fetchone()[0])

    def ids(self, view: View, now: datetime) -> "array[int]":
        """Return the clusters of a view in its order, at most 200,000."""
        return self._ids(parse(view.query, now), view, now, MOST)

    def search(self, text: str, limit: int = MOST_FOUND, *, now: datetime) -> "array[int]":
        """Return the best-ranked clusters that a search line finds, hidden ones only if it says `is:hidden`."""
        return self._ids(parse(text, now), View(), now, limit)

    def rows(self, cluster_ids: Sequence[int]) -> dict[int, Row]:
        """Return list rows by id, for a page of ids; what is gone is left out."""
        with self._reading() as connection:
            return {row[0]: row_of(row) for row in connection.execute(ROWS, (dumped(list(cluster_ids)),))}

    def warm(self) -> None:
        """Read every row once, so that the system has the pages at hand.

        From a disk that was not asked for them since the start, 32 rows take up to 7 ms, all 20,000 take 180.
        """
        with self._reading() as connection:
            connection.execute("SELECT MAX(LENGTH(headline)) FROM clusters NOT INDEXED").fetchone()

    def story(self, cluster_id: int, now: datetime) -> Story:
        """Return everything the story pane shows.

        Args:
            cluster_id: A cluster, or one that was merged into another since.
            now: UTC.

        Raises:
            NotFound: There is no such cluster.
        """
        with self._reading() as connection:
            version = self.version()
            if version != self._stories_of:
                self._stories.clear()
                self._stories_of = version
            if cluster_id not in self._stories:
                self._stories[cluster_id] = story_page.story(connection, resolve(connection, cluster_id))
            self._stories.move_to_end(cluster_id)
            while len(self._stories) > STORIES:
                self._stories.popitem(last=False)
            return self._stories[cluster_id]

    def resolve(self, cluster_id: int) -> int:
        """Return the cluster that shows what this number once showed; unknown numbers come back as they are."""
        with self._reading() as connection:
            return resolve(connection, cluster_id)

    def totals(self, now: datetime) -> Totals:
        """Return the numbers of the top bar."""
        with self._reading() as connection:
            return feed_list.totals(connection, now)

    def unread_ids(self) -> "array[int]":
        """Return shown clusters with an unread work, in no order."""
        with self._reading() as connection:
            return _numbers(connection, UNREAD, ())

    def feeds(self, now: datetime) -> list[FeedRow]:
        """Return the lines of the feeds screen, by title."""
        with self._reading() as connection:
            return feed_list.feeds(connection, now)

    def revisions(self, cluster_id: int) -> list[Revision]:
        """Return the kept revisions of a cluster, oldest first."""
        with self._reading() as connection:
            return story_page.revisions(connection, resolve(connection, cluster_id))

    def full_text(self, entry_id: int) -> str:
        """Return the whole article, where the feed gave it; else empty."""
        with self._reading() as connection:
            row = connection.execute("SELECT body FROM full_texts WHERE entry_id = ?", (entry_id,)).fetchone()
            return str(row[0]) if row else ""

    def rules(self, now: datetime) -> list[UserRule]:
        """Return the mutes and follows in force, oldest first."""
        with self._reading() as connection:
            return rules(connection, now)

    def corrections(self) -> list[Correction]:
        """Return the user's corrections, oldest first."""
        with self._reading() as connection:
            return listed(connection)

    def marks(self, now: datetime) -> str:
        """Return every mark, rule, correction and subscription as JSON lines, without passwords; see `journal`."""
        with self._reading() as connection:
            return "".join(dumped(_shown(line)) + "\n" for line in exchange.lines(connection, stamp(now)))

    def noted(self, key: str) -> str:
        """Return a small fact that the engine keeps; empty if there is none."""
        with self._reading() as connection:
            row = connection.execute("SELECT value FROM notes WHERE key = ?", (key,)).fetchone()
            return str(row[0]) if row else ""

    def _ids(self, query: Query, view: View, now: datetime, limit: int) -> "array[int]":
        where, values = query.sql()
        shown = "c.works > 0" if view.hidden or query.hidden else "c.shown = 1"
        growing = view.sort is Sort.GROWING
        source = f"clusters AS c {GROWTH}" if growing else "clusters AS c"
        sql = f"SELECT c.id FROM {source} WHERE {shown} AND {where} ORDER BY {ORDERS[view.sort]} LIMIT ?"  # noqa: S608
        since = [stamp(now - DAY)] if growing else []
        with self._reading() as connection:
            return _numbers(connection, sql, (*since, *values, limit))

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        """Read one state of the library, however many statements it takes."""
        with told(self.path), self._lock:
            if self._connection.in_transaction:
                yield self._connection
                return
            self._connection.execute("BEGIN")
            try:
                yield self._connection
            finally:
                self._connection.execute("COMMIT")


def _shown(line: Line) -> Line:
    return {**line, "url": without_credentials(line["url"])} if "url" in line else line


def _numbers(connection: sqlite3.Connection, sql: str, values: Sequence[object]) -> "array[int]":
    """Return the ids that a query gives, in its order.

    As one row: a row each takes and gives back the interpreter 20,000 times, for which the screen's own thread waits.
    """
    row = connection.execute(f"SELECT json_group_array(id) FROM ({sql})", values).fetchone()  # noqa: S608
    return array("q", json.loads(row[0]))
