"""The numbers that a list row shows, counted again whenever works or marks change. Runs inside a transaction."""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from reader.model.work import Announce
from reader.store.codec import dumped

REVISIONS = (Announce.REPLACE, Announce.REPLACE_CROSS)

MEMBERS = """
    SELECT w.cluster_id, w.id, w.read_at IS NULL, e.feed_id, f.publisher, f.tier, e.language, e.dated, e.first_seen,
           e.announce
    FROM json_each(?) AS wanted
    JOIN works AS w ON w.cluster_id = wanted.value
    JOIN entries AS e ON e.work_id = w.id
    JOIN feeds AS f ON f.id = e.feed_id AND f.removed = 0
"""

UPDATE = """
    UPDATE clusters SET works = ?1, entries = ?2, feeds = ?3, publishers = ?4, unread = ?5, new_publisher = ?6,
           tier = ?7, languages = ?8, newest = ?9, first_seen = ?10,
           shown = (?1 > 0 AND hidden = 0 AND muted_until = '')
    WHERE id = ?11
"""
"""With `shown`, which a trigger would see to otherwise, and all indexes of clusters would be written twice."""

LEAST_KNOWN = 4
"""Tier of a cluster without members: as if nothing were known."""


@dataclass(slots=True)
class _Work:
    unread: bool
    dated: str
    revision: bool = True


@dataclass(slots=True)
class _Tally:
    works: dict[int, _Work] = field(default_factory=dict)
    entries: int = 0
    feeds: set[int] = field(default_factory=set)
    known: set[str] = field(default_factory=set)
    """Publishers of works that were read."""
    fresh: set[str] = field(default_factory=set)
    """Publishers of unread works."""
    tier: int = LEAST_KNOWN
    languages: set[str] = field(default_factory=set)
    first_seen: str = ""

    def row(self) -> tuple[object, ...]:
        """Return the columns of `UPDATE`, without the id."""
        unread = sum(work.unread for work in self.works.values())
        news = [work.dated for work in self.works.values() if not work.revision]
        return (
            len(self.works),
            self.entries,
            len(self.feeds),
            len(self.known | self.fresh),
            unread,
            int(0 < unread < len(self.works) and not self.fresh <= self.known),
            self.tier,
            f" {' '.join(sorted(self.languages))} " if self.languages else "",
            max(news or [work.dated for work in self.works.values()], default=""),
            self.first_seen,
        )


def recount(connection: sqlite3.Connection, clusters: Iterable[int]) -> None:
    """Count these clusters again from their works and marks; a work counts while a feed that is not removed has it."""
    tallies = {cluster: _Tally() for cluster in sorted(set(clusters))}
    for row in connection.execute(MEMBERS, (dumped(list(tallies)),)):
        _add(tallies[row[0]], row[1:])
    connection.executemany(UPDATE, [(*tally.row(), cluster) for cluster, tally in tallies.items()])


def recount_works(connection: sqlite3.Connection, works: Iterable[int]) -> list[int]:
    """Count the clusters of these works again; returns the clusters."""
    clusters = clusters_of(connection, works)
    recount(connection, clusters)
    return clusters


def clusters_of(connection: sqlite3.Connection, works: Iterable[int]) -> list[int]:
    """Return the distinct clusters of works, ascending."""
    rows = connection.execute(
        "SELECT DISTINCT cluster_id FROM works WHERE id IN (SELECT value FROM json_each(?)) AND cluster_id > 0",
        (dumped(list(works)),),
    )
    return sorted(row[0] for row in rows)


def _add(tally: _Tally, row: tuple[Any, ...]) -> None:
    work_id, unread, feed_id, publisher, tier, language, dated, first_seen, announce = row
    work = tally.works.setdefault(work_id, _Work(unread=bool(unread), dated=dated))
    work.dated = min(work.dated, dated)
    work.revision &= announce in REVISIONS
    tally.entries += 1
    tally.feeds.add(feed_id)
    (tally.fresh if unread else tally.known).add(publisher)
    tally.tier = min(tally.tier, tier)
    if language:
        tally.languages.add(language)
    tally.first_seen = min(tally.first_seen or first_seen, first_seen)
