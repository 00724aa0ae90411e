"""Read, star, hide and rules. Runs inside the caller's transaction; what it changes, it leaves on the trail."""

import json
import sqlite3
from collections.abc import Sequence
from datetime import datetime, timedelta

from reader.errors import NotFound, UsageError
from reader.model.mark import UserRule
from reader.store.aliases import resolve
from reader.store.codec import dumped, stamp, stamp_or_none
from reader.store.counts import recount_works
from reader.store.journal import work_lines
from reader.store.keys import keys_of, keys_of_cluster
from reader.store.undo import Trail, changed_flags, flags, rule_line

OF_WORKS = "SELECT id, read_at FROM works WHERE id IN (SELECT value FROM json_each(?))"
# What no feed carries any more is not shown, and comes back unread if its feed does.
UNREAD_OF = """
    SELECT id FROM works WHERE cluster_id IN (SELECT value FROM json_each(?)) AND read_at IS NULL AND EXISTS (
        SELECT 1 FROM entries AS e JOIN feeds AS f ON f.id = e.feed_id AND f.removed = 0 WHERE e.work_id = works.id)
"""
SHOWN = "SELECT id FROM clusters WHERE works > 0 AND id IN (SELECT value FROM json_each(?))"
ALL_READ = "UPDATE clusters SET unread = 0, new_publisher = 0 WHERE id IN (SELECT value FROM json_each(?))"
NOTICES = "notices"
"""Key of the times (UTC) of the notices of the last day or so."""
DAY = timedelta(days=1)
COLUMNS = {"star": "starred", "hide": "hidden"}


def read(connection: sqlite3.Connection, works: Sequence[int], trail: Trail) -> tuple[int, int]:
    """Mark works read; returns how many were not, and their cluster if it is one."""
    unread_works = [row[0] for row in connection.execute(OF_WORKS, (dumped(works),)) if row[1] is None]
    _set_read(connection, unread_works, trail)
    return len(unread_works), _only(recount_works(connection, unread_works))


def read_clusters(connection: sqlite3.Connection, clusters: Sequence[int], trail: Trail) -> tuple[int, int]:
    """Mark whole clusters read; returns how many works were not, and the cluster if it is one."""
    here = [row[0] for row in connection.execute(SHOWN, (dumped(list(clusters)),))]
    moved = {resolve(connection, cluster) for cluster in set(clusters).difference(here)}
    ids = dumped(sorted(moved.union(here)))
    works = [row[0] for row in connection.execute(UNREAD_OF, (ids,))]
    _set_read(connection, works, trail)
    connection.execute(ALL_READ, (ids,))
    return len(works), _only(clusters)


def unread(connection: sqlite3.Connection, works: Sequence[int], trail: Trail) -> tuple[int, int]:
    """Mark works unread; returns how many were read, and their cluster if it is one."""
    former = [list(row) for row in connection.execute(OF_WORKS, (dumped(works),)) if row[1] is not None]
    ids = [row[0] for row in former]
    connection.executemany("UPDATE works SET read_at = NULL WHERE id = ?", [(work,) for work in ids])
    _leave(connection, ids, former, trail, on=False)
    return len(ids), _only(recount_works(connection, ids))


def saw(connection: sqlite3.Connection, cluster_id: int, trail: Trail) -> None:
    """Remember when a story was left."""
    connection.execute("UPDATE clusters SET seen_at = ? WHERE id = ?", (trail.at, resolve(connection, cluster_id)))


def flag(connection: sqlite3.Connection, cluster_id: int, mark: str, trail: Trail, *, on: bool) -> int:
    """Set or clear a cluster's star or hide; returns the cluster.

    Raises:
        NotFound: There is no such cluster.
    """
    cluster = resolve(connection, cluster_id)
    former = flags(connection, cluster)
    column = COLUMNS[mark]
    done = connection.execute(f"UPDATE clusters SET {column} = ? WHERE id = ?", (int(on), cluster))  # noqa: S608
    if not done.rowcount:
        raise NotFound(f"there is no story {cluster_id}; `pulseaugur list` shows those there are")
    if former != flags(connection, cluster):
        trail.steps.append(changed_flags(connection, former))
        trail.lines += work_lines(mark, keys_of_cluster(connection, cluster), trail.at, on=on)
    return cluster


def add_rule(connection: sqlite3.Connection, rule: UserRule, trail: Trail) -> None:
    """Add a rule, or give one that is there another end.

    Raises:
        UsageError: It says nothing to look for.
    """
    if not rule.value.strip():
        raise UsageError("a rule needs a word, a feed or a publisher to look for")
    names = [str(rule.want), str(rule.field), rule.value.strip()]
    until = stamp_or_none(rule.until)
    query = "SELECT until, made FROM rules WHERE want = ? AND field = ? AND value = ?"
    former = connection.execute(query, names).fetchone()
    connection.execute(
        "INSERT INTO rules (want, field, value, until, made) VALUES (?, ?, ?, ?, ?) "
        "ON CONFLICT (want, field, value) DO UPDATE SET until = excluded.until",
        (*names, until, trail.at),
    )
    trail.steps.append(["rule", names, list(former) if former else None])
    trail.lines.append(rule_line(names, until, trail.at, on=True))


def drop_rule(connection: sqlite3.Connection, rule_id: int, trail: Trail) -> None:
    """Delete a rule.

    Raises:
        NotFound: There is no such rule.
    """
    query = "SELECT want, field, value, until, made FROM rules WHERE id = ?"
    row = connection.execute(query, (rule_id,)).fetchone()
    if row is None:
        raise NotFound(f"there is no rule {rule_id}")
    connection.execute("DELETE FROM rules WHERE id = ?", (rule_id,))
    trail.steps.append(["rule", list(row[:3]), list(row[3:])])
    trail.lines.append(rule_line(row[:3], None, trail.at, on=False))


def notice(connection: sqlite3.Connection, now: datetime, per_day: int, apart: timedelta) -> bool:
    """Note a notice at `now` (UTC) if fewer than `per_day` are noted of 24 hours, and none of the time `apart`."""
    row = connection.execute("SELECT value FROM notes WHERE key = ?", (NOTICES,)).fetchone()
    noted = [at for at in map(datetime.fromisoformat, json.loads(row[0] if row else "[]")) if now - DAY < at <= now]
    if len(noted) >= per_day or any(now - at < apart for at in noted):
        return False
    value = dumped([stamp(at) for at in (*noted, now)])
    connection.execute("INSERT OR REPLACE INTO notes (key, value) VALUES (?, ?)", (NOTICES, value))
    return True


def _set_read(connection: sqlite3.Connection, works: Sequence[int], trail: Trail) -> None:
    connection.executemany("UPDATE works SET read_at = ? WHERE id = ?", [(trail.at, work) for work in works])
    _leave(connection, works, [[work, None] for work in works], trail, on=True)


def _leave(
    connection: sqlite3.Connection, works: Sequence[int], former: list[list[object]], trail: Trail, *, on: bool
) -> None:
    if works:
        trail.steps.append(["read", former])
        trail.lines += work_lines("read", keys_of(connection, works), trail.at, on=on)


def _only(clusters: Sequence[int]) -> int:
    return clusters[0] if len(clusters) == 1 else 0
