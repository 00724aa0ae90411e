"""Taking marks back, 50 deep. A mark leaves steps that restore what it changed; they name rows, not SQL."""

import json
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from reader.model.cluster import Kind
from reader.model.mark import Action, Undone
from reader.store.aliases import make_clusters, resolve
from reader.store.codec import dumped
from reader.store.corrections import mark_corrected
from reader.store.counts import recount, recount_works
from reader.store.journal import Line, work_lines
from reader.store.keys import keys_of, keys_of_cluster

DEPTH = 50
"""Marks that can be taken back."""

MARK = "COALESCE(json_extract(words, '$[3]'), id)"
"""The mark of a row: a large one is many rows, of which all but the first name the first."""

TOO_OLD = f"""
    DELETE FROM undo WHERE {MARK} NOT IN (SELECT DISTINCT {MARK} AS mark FROM undo ORDER BY mark DESC LIMIT ?)
"""  # noqa: S608  # our own words
NEWEST = f"""
    SELECT id FROM undo WHERE {MARK} = (SELECT {MARK} FROM undo ORDER BY session = ? DESC, id DESC LIMIT 1)
    ORDER BY id DESC
"""  # noqa: S608

MOVED = "SELECT id, work_id FROM work_aliases WHERE id IN (SELECT value FROM json_each(?))"
READ = "SELECT id, read_at FROM works WHERE id IN (SELECT value FROM json_each(?))"
FLAGS = """
    UPDATE clusters SET starred = COALESCE(?, starred), hidden = COALESCE(?, hidden), pinned = COALESCE(?, pinned)
    WHERE id = ?
"""

ELSEWHERE = "SELECT roundup_id, cluster_id, theme FROM works WHERE story_id = ? AND cluster_id NOT IN (?, ?) LIMIT 1"
BACK = "UPDATE works SET story_id = ?, reason = ?, joined = ? WHERE id = ?"
WITH_STORY = """
    UPDATE works SET roundup_id = ?, cluster_id = ?, theme = ? WHERE story_id = ? AND (cluster_id <> ? OR id = ?)
"""

Step = list[Any]
"""[name, …]: "read", "flags", "places", "uncorrect", "correct" or "rule", and what it restores."""


@dataclass(slots=True)
class Trail:
    """What a mark did, while its transaction is open."""

    at: str
    lines: list[Line] = field(default_factory=list)
    """For the journal."""
    steps: list[Step] = field(default_factory=list)
    """For undo, in the order to be applied."""
    undoing: str = ""
    """When what is being taken back was done; empty for a mark."""


def push(connection: sqlite3.Connection, session: str, undone: Undone, trail: Trail, first: int = 0) -> int:
    """Keep the steps of a mark; the oldest marks beyond 50 go.

    Args:
        connection: In a transaction.
        session: Whose mark it is.
        undone: What taking it back is called.
        trail: What it did.
        first: The row of the part before which this is another; 0 for a mark's first or only part.

    Returns:
        The row of the mark's first part; 0 if nothing was done so far.
    """
    if not trail.steps:
        return first
    words = [undone.action, undone.count, undone.cluster_id, *([first] if first else [])]
    row = connection.execute(
        "INSERT INTO undo (session, words, steps, made) VALUES (?, ?, ?, ?)",
        (session, dumped(words), dumped(trail.steps), trail.at),
    ).lastrowid
    connection.execute(TOO_OLD, (DEPTH,))
    return first or int(row or 0)


def newest(connection: sqlite3.Connection, session: str) -> list[int]:
    """Return the rows of this session's newest mark, else of the newest of all, last part first; empty if none is."""
    return [row[0] for row in connection.execute(NEWEST, (session,))]


def take_back(connection: sqlite3.Connection, number: int, trail: Trail) -> Undone | None:
    """Take back a row of a mark; None if someone else has done so."""
    row = connection.execute("SELECT words, steps, made FROM undo WHERE id = ?", (number,)).fetchone()
    if row is None:
        return None
    trail.undoing = row[2]
    connection.execute("DELETE FROM undo WHERE id = ?", (number,))
    for name, *what in json.loads(row[1]):
        # An earlier version wrote steps ("unalias") that others have taken over.
        if name in RESTORE:
            RESTORE[name](connection, trail, *what)
    action, count, cluster, *_ = json.loads(row[0])
    return Undone(action=Action(action), count=count, cluster_id=resolve(connection, cluster) if cluster else 0)


def flags(connection: sqlite3.Connection, cluster_id: int) -> Step:
    """Return the step that restores a cluster's flags as they are now."""
    row = connection.execute("SELECT starred, hidden, pinned FROM clusters WHERE id = ?", (cluster_id,)).fetchone()
    return ["flags", cluster_id, *(row or (0, 0, 0))]


def changed_flags(connection: sqlite3.Connection, former: Step) -> Step:
    """Return the step that restores the flags which are not as in `former`: the others may be someone else's marks."""
    name, cluster, *before = former
    now = flags(connection, cluster)[2:]
    return [name, cluster, *(was if was != flag else None for was, flag in zip(before, now, strict=True))]


def places(connection: sqlite3.Connection, works: Sequence[int]) -> Step:
    """Return the step that restores where works are now."""
    rows = connection.execute(
        "SELECT id, story_id, roundup_id, cluster_id, reason, theme, joined FROM works "
        "WHERE id IN (SELECT value FROM json_each(?))",
        (dumped(works),),
    )
    return ["places", [list(row) for row in rows]]


def _read(connection: sqlite3.Connection, trail: Trail, former: list[list[Any]]) -> None:
    """Only what is as the mark left it; works that were merged since stand for those that it was on."""
    ids = dumped([work for work, _ in former])
    moved = dict(connection.execute(MOVED, (ids,)).fetchall())
    before = {moved.get(work, work): at for work, at in former}
    now = connection.execute(READ, (dumped([*before]),)).fetchall()
    works = [work for work, at in now if at == (None if before[work] else trail.undoing)]
    connection.executemany("UPDATE works SET read_at = ? WHERE id = ?", [(before[work], work) for work in works])
    recount_works(connection, works)
    for on in (True, False):
        keys = keys_of(connection, [work for work in works if bool(before[work]) is on])
        trail.lines += work_lines("read", keys, trail.at, on=on)


def _flags(connection: sqlite3.Connection, trail: Trail, cluster: int, *former: int | None) -> None:
    cluster = resolve(connection, cluster)
    now = flags(connection, cluster)[2:]
    connection.execute(FLAGS, (*former, cluster))
    for mark, before, after in zip(("star", "hide"), now[:2], former[:2], strict=True):
        if after is not None and before != after:
            trail.lines += work_lines(mark, keys_of_cluster(connection, cluster), trail.at, on=bool(after))


def _places(connection: sqlite3.Connection, trail: Trail, former: list[list[Any]]) -> None:
    """Back where they were, with what joined their story since; where a refresh has moved the story, there."""
    works = [row[0] for row in former]
    left = {row[0]: row[3] for row in places(connection, works)[1]}
    touched = {*left.values()}
    for work, story, roundup, cluster, reason, theme, joined in former:
        there = connection.execute(ELSEWHERE, (story, cluster, left.get(work, cluster))).fetchone()
        place = there or (roundup, cluster, theme)
        make_clusters(connection, {place[1]: Kind.ROUNDUP if place[0] else Kind.STORY}, trail.at)
        # Also if that number has become another's since: it is its own again.
        connection.execute("DELETE FROM cluster_aliases WHERE id IN (?, ?)", (story, place[1]))
        connection.execute(BACK, (story, reason, joined, work))
        connection.execute(WITH_STORY, (*place, story, place[1], work))
        touched.add(place[1])
    touch(connection, touched, trail.at)
    mark_corrected(connection, works)


def touch(connection: sqlite3.Connection, clusters: set[int], now: str) -> None:
    """Count clusters again and have their texts written anew."""
    recount(connection, clusters)
    connection.executemany("UPDATE clusters SET stale = 1, updated = ? WHERE id = ?", [(now, c) for c in clusters])


def _uncorrect(connection: sqlite3.Connection, trail: Trail, ids: list[int]) -> None:
    rows = connection.execute(
        "SELECT kind, a, b FROM corrections WHERE id IN (SELECT value FROM json_each(?))", (dumped(ids),)
    ).fetchall()
    connection.execute("DELETE FROM corrections WHERE id IN (SELECT value FROM json_each(?))", (dumped(ids),))
    trail.lines += [{"mark": kind, "on": False, "a": a, "b": b, "at": trail.at} for kind, a, b in rows]


def _correct(connection: sqlite3.Connection, trail: Trail, rows: list[list[Any]]) -> None:
    """Under their old numbers, so that the marks that made them can be taken back, too."""
    connection.executemany("INSERT INTO corrections (id, kind, a, b, made) VALUES (?, ?, ?, ?, ?)", rows)
    trail.lines += [{"mark": kind, "on": True, "a": a, "b": b, "at": trail.at} for _, kind, a, b, _ in rows]


def _rule(connection: sqlite3.Connection, trail: Trail, rule: list[Any], former: list[Any] | None) -> None:
    """`former` is (until, made) of the same rule before; None if there was none."""
    connection.execute("DELETE FROM rules WHERE want = ? AND field = ? AND value = ?", rule)
    if former is not None:
        connection.execute("INSERT INTO rules (want, field, value, until, made) VALUES (?, ?, ?, ?, ?)", rule + former)
    trail.lines.append(rule_line(rule, former[0] if former else None, trail.at, on=former is not None))


def rule_line(rule: Sequence[str], until: str | None, at: str, *, on: bool) -> Line:
    """Return the journal's line for a rule (want, field, value)."""
    want, kind, value = rule
    return {"mark": "rule", "on": on, "want": want, "field": kind, "value": value, "until": until, "at": at}


RESTORE: dict[str, Callable[..., None]] = {
    "read": _read,
    "flags": _flags,
    "places": _places,
    "uncorrect": _uncorrect,
    "correct": _correct,
    "rule": _rule,
}
