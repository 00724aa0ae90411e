"""Entries placed into works, and works that proved to be one. Runs inside the caller's transaction."""

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import TypeVar

from reader.model.feed import Feed
from reader.model.work import Entry
from reader.store.aliases import redirect
from reader.store.codec import dumped
from reader.store.connection import cut
from reader.store.counts import recount
from reader.store.ids import works_used
from reader.store.index import drop, index_works
from reader.store.rows import ENTRY, ENTRY_WIDTH, FEED, entry_of, feed_of
from reader.works import Matched

UNPLACED = f"""
    SELECT {ENTRY}, {FEED} FROM entries AS e JOIN feeds AS f ON f.id = e.feed_id
    WHERE e.work_id IS NULL ORDER BY e.dated, e.key
"""  # noqa: S608

PAPERS = "SELECT key, work_id FROM work_keys WHERE work_id IN (SELECT value FROM json_each(?)) AND key GLOB 'arxiv:*'"

ARRIVED = """
    UPDATE works SET read_at = COALESCE(read_at, (
        SELECT MIN(m.at) FROM waiting AS m JOIN work_keys AS k ON k.key = m.key
        WHERE m.mark = 'read' AND k.work_id = works.id))
    WHERE id IN (SELECT k.work_id FROM waiting AS m JOIN work_keys AS k ON k.key = m.key WHERE m.mark = 'read')
"""

K = TypeVar("K")

PART = 100
"""Works a part: about 12 ms, for which a mark waits at most."""


def unplaced(connection: sqlite3.Connection) -> list[tuple[Entry, Feed]]:
    """Return entries without a work, by (when, key)."""
    return [(entry_of(row), feed_of(row[ENTRY_WIDTH:])) for row in connection.execute(UNPLACED)]


def identities(connection: sqlite3.Connection, keys: Iterable[str]) -> dict[str, int]:
    """Return the works that these identities stand for, where known, and the arXiv ids of those works."""
    query = "SELECT key, work_id FROM work_keys WHERE key IN (SELECT value FROM json_each(?))"
    found = dict(connection.execute(query, (dumped(list(keys)),)).fetchall())
    return found | dict(connection.execute(PAPERS, (dumped(sorted(set(found.values()))),)).fetchall())


def listed(connection: sqlite3.Connection, works: Iterable[int]) -> list[tuple[int, int, str]]:
    """Return feed, work and title of each entry of these works that its feed lists now."""
    query = (
        "SELECT feed_id, work_id, title FROM entries "
        "WHERE work_id IN (SELECT value FROM json_each(?)) AND listed = 1 ORDER BY id"
    )
    return connection.execute(query, (dumped(sorted(set(works))),)).fetchall()


def parts(matched: Matched) -> Iterator[Matched]:
    """Cut a large match into parts; what belongs to one work stays together, merges come first."""
    if matched.merged:
        yield Matched(works={}, rules={}, keys={}, merged=matched.merged, next_id=matched.next_id)
    works = sorted({*matched.works.values(), *matched.keys.values(), *matched.main_key})
    entries, keys = _inverted(matched.works), _inverted(matched.keys)
    for part in cut(works, PART):
        of_part = {entry: work for work in part for entry in entries.get(work, ())}
        yield Matched(
            works=of_part,
            rules={entry: matched.rules[entry] for entry in of_part if entry in matched.rules},
            keys={key: work for work in part for key in keys.get(work, ())},
            main_key={work: matched.main_key[work] for work in part if work in matched.main_key},
            next_id=matched.next_id,
        )


def keep_part(connection: sqlite3.Connection, matched: Matched) -> None:
    """Store one part: works, identities, the places of entries, and merges."""
    works_used(connection, matched.next_id)
    new = _insert(connection, matched)
    _keys(connection, matched)
    for loser, winner in matched.merged.items():
        _merge(connection, loser, winner)
    connection.executemany(
        "UPDATE entries SET work_id = ?, rule = ? WHERE id = ?",
        [(work, matched.rules.get(entry, ""), entry) for entry, work in matched.works.items()],
    )
    touched = {*matched.works.values(), *matched.merged.values()}
    index_works(connection, touched)
    _arrived(connection)
    _grown(connection, touched - new)


def _insert(connection: sqlite3.Connection, matched: Matched) -> set[int]:
    """Store works and their strongest identities; returns the new ones, which wait for their stories from the start."""
    wanted = sorted({*matched.works.values(), *matched.main_key})
    rows = connection.execute("SELECT id FROM works WHERE id IN (SELECT value FROM json_each(?))", (dumped(wanted),))
    known = {row[0] for row in rows}
    fallback = {work: key for key, work in reversed(tuple(matched.keys.items()))}
    new = [
        (work, matched.main_key.get(work) or fallback.get(work, f"work:{work}")) for work in wanted if work not in known
    ]
    connection.executemany("INSERT INTO works (id, key) VALUES (?, ?)", new)
    better = [(key, work) for work, key in matched.main_key.items() if work in known]
    connection.executemany("UPDATE works SET key = ? WHERE id = ?", better)
    return {work for work, _ in new}


def _keys(connection: sqlite3.Connection, matched: Matched) -> None:
    keys = {**{key: work for work, key in matched.main_key.items()}, **matched.keys}
    connection.executemany(
        "INSERT INTO work_keys (key, work_id) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET work_id = excluded.work_id",
        keys.items(),
    )


def _merge(connection: sqlite3.Connection, loser: int, winner: int) -> None:
    """Read if either was read; everything that named the loser names the winner."""
    row = connection.execute("SELECT read_at, cluster_id, story_id FROM works WHERE id = ?", (loser,)).fetchone()
    if row is None:
        return
    read_at, cluster, story = row
    pair = {"loser": loser, "winner": winner}
    connection.execute(
        "UPDATE works SET read_at = COALESCE(read_at, :read_at), pending = MAX(pending, 1) WHERE id = :winner",
        {**pair, "read_at": read_at},
    )
    connection.execute("UPDATE entries SET work_id = :winner WHERE work_id = :loser", pair)
    connection.execute("UPDATE work_keys SET work_id = :winner WHERE work_id = :loser", pair)
    connection.execute("UPDATE work_aliases SET work_id = :winner WHERE work_id = :loser", pair)
    connection.execute("INSERT OR REPLACE INTO work_aliases (id, work_id) VALUES (:loser, :winner)", pair)
    connection.execute("DELETE FROM memories WHERE work_id = :loser", pair)
    connection.execute("DELETE FROM works WHERE id = :loser", pair)
    drop(connection, dumped([loser]))
    former = {cluster, story} - {0}
    recount(connection, former)
    connection.execute("UPDATE clusters SET stale = 1 WHERE id = ?", (cluster,))
    for number in former:
        _lead_on(connection, number, winner)


def _lead_on(connection: sqlite3.Connection, cluster: int, work: int) -> None:
    """Let the number and the star of a cluster that lost its last work go to where the work that stayed is."""
    query = "SELECT 1 FROM works WHERE story_id = ?1 OR cluster_id = ?1 LIMIT 1"
    target = connection.execute("SELECT cluster_id FROM works WHERE id = ? AND cluster_id > 0", (work,)).fetchone()
    if target and not connection.execute(query, (cluster,)).fetchone():
        redirect(connection, cluster, target[0])


def _arrived(connection: sqlite3.Connection) -> None:
    """Give marks that waited for their work to it."""
    if connection.execute("SELECT 1 FROM waiting WHERE mark = 'read' LIMIT 1").fetchone():
        connection.execute(ARRIVED)
        connection.execute("DELETE FROM waiting WHERE mark = 'read' AND key IN (SELECT key FROM work_keys)")


def _grown(connection: sqlite3.Connection, works: Collection[int]) -> None:
    """Works with more appearances are grouped again, and what shows them is counted and written anew."""
    if not works:
        # Even an UPDATE of nothing has the full-text index write what it collects, in a piece of its own.
        return
    ids = dumped(sorted(works))
    connection.execute(
        "UPDATE works SET pending = 1 WHERE pending = 0 AND id IN (SELECT value FROM json_each(?))", (ids,)
    )
    query = "SELECT DISTINCT cluster_id FROM works WHERE cluster_id > 0 AND id IN (SELECT value FROM json_each(?))"
    clusters = [row[0] for row in connection.execute(query, (ids,))]
    recount(connection, clusters)
    connection.executemany("UPDATE clusters SET stale = 1 WHERE id = ?", [(cluster,) for cluster in clusters])


def _inverted(mapping: Mapping[K, int]) -> dict[int, list[K]]:
    found: dict[int, list[K]] = {}
    for key, work in mapping.items():
        found.setdefault(work, []).append(key)
    return found
