"""Which clusters the user's rules meet. Runs inside a transaction of either side; knows columns, not keys."""

import sqlite3
from collections.abc import Iterable
from datetime import datetime

from reader.model.mark import Field, UserRule, Want
from reader.store.codec import moment_or_none, stamp
from reader.store.words import phrase

FOREVER = "9999"
"""Sorts behind every date."""

ALL = "SELECT id, want, field, value, until FROM rules WHERE until IS NULL OR until > ? ORDER BY id"

# A word mutes where at least half of the works say it: one mention does not hide a story about something else.
BY_WORDS = """
    SELECT c.id FROM (
        SELECT w.cluster_id AS id, COUNT(*) AS met FROM search
        CROSS JOIN works AS w ON w.id = search.rowid WHERE search MATCH ? GROUP BY w.cluster_id) AS hit
    JOIN clusters AS c ON c.id = hit.id WHERE hit.met * 2 >= c.works AND c.works > 0
"""
# A feed or publisher mutes what it alone tells.
BY_FEED = """
    SELECT DISTINCT c.id FROM feeds AS f CROSS JOIN entries AS e ON e.feed_id = f.id
    CROSS JOIN works AS w ON w.id = e.work_id
    CROSS JOIN clusters AS c ON c.id = w.cluster_id WHERE f.url = ? AND f.removed = 0 AND c.feeds = 1
"""
BY_PUBLISHER = """
    SELECT DISTINCT c.id FROM feeds AS f CROSS JOIN entries AS e ON e.feed_id = f.id
    CROSS JOIN works AS w ON w.id = e.work_id
    CROSS JOIN clusters AS c ON c.id = w.cluster_id WHERE f.publisher = ? AND f.removed = 0 AND c.publishers = 1
"""


def rules(connection: sqlite3.Connection, now: datetime) -> list[UserRule]:
    """Return the rules in force at `now`, oldest first."""
    return [
        UserRule(id=rule_id, want=Want(want), field=Field(field), value=value, until=moment_or_none(until))
        for rule_id, want, field, value, until in connection.execute(ALL, (stamp(now),))
    ]


def mutes(connection: sqlite3.Connection, now: datetime) -> list[tuple[str, int]]:
    """Return what must change so that exactly what the rules in force meet is muted: (until, cluster) pairs."""
    wanted = _muted(connection, [rule for rule in rules(connection, now) if rule.want is Want.MUTE])
    stored = dict(connection.execute("SELECT id, muted_until FROM clusters WHERE muted_until > ''").fetchall())
    changes = [(until, cluster) for cluster, until in wanted.items() if stored.get(cluster) != until]
    return changes + [("", cluster) for cluster in stored.keys() - wanted.keys()]


def apply_mutes(connection: sqlite3.Connection, changes: Iterable[tuple[str, int]]) -> None:
    """Write what `mutes` found; an empty end shows the cluster again."""
    connection.executemany("UPDATE clusters SET muted_until = ? WHERE id = ?", changes)


def follows(connection: sqlite3.Connection, now: datetime) -> tuple[str, ...]:
    """Return what the user follows, as the ledger wants it: words, "publisher:NAME", "feed:TITLE"."""
    titles = dict(connection.execute("SELECT url, title FROM feeds").fetchall())
    return tuple(_follow(rule, titles) for rule in rules(connection, now) if rule.want is Want.FOLLOW)


def _follow(rule: UserRule, titles: dict[str, str]) -> str:
    if rule.field is Field.FEED:
        return f"feed:{titles.get(rule.value, rule.value)}"
    return f"publisher:{rule.value}" if rule.field is Field.PUBLISHER else rule.value


def _muted(connection: sqlite3.Connection, mutes: Iterable[UserRule]) -> dict[int, str]:
    """Return muted clusters with the latest end of the rules that meet them."""
    found: dict[int, str] = {}
    for rule in mutes:
        until = stamp(rule.until) if rule.until else FOREVER
        for cluster in _met(connection, rule):
            found[cluster] = max(found.get(cluster, ""), until)
    return found


def _met(connection: sqlite3.Connection, rule: UserRule) -> list[int]:
    if rule.field is Field.FEED:
        return [row[0] for row in connection.execute(BY_FEED, (rule.value,))]
    if rule.field is Field.PUBLISHER:
        return [row[0] for row in connection.execute(BY_PUBLISHER, (rule.value,))]
    wanted = phrase(rule.value)
    return [row[0] for row in connection.execute(BY_WORDS, (f"{{title body}} : {wanted}",))] if wanted else []
