"""Ejecting, merging and keeping apart: shown at once, and kept as constraints. Runs inside the caller's transaction."""

import sqlite3
from collections.abc import Iterable, Sequence

from reader.errors import NotFound, UsageError
from reader.model.cluster import Kind, Reason, Rule
from reader.store.aliases import first_title, make_clusters, merge_marks, resolve
from reader.store.codec import dumped, reason_to_json
from reader.store.corrections import APART, TOGETHER, mark_corrected
from reader.store.ids import own_cluster
from reader.store.keys import keys_of
from reader.store.undo import Trail, changed_flags, flags, places, touch

BETWEEN = """
    SELECT DISTINCT c.id, c.kind, c.a, c.b, c.made FROM corrections AS c
    JOIN work_keys AS a ON a.key = c.a JOIN work_keys AS b ON b.key = c.b
    WHERE c.kind = :kind AND (
        (a.work_id IN (SELECT value FROM json_each(:left)) AND b.work_id IN (SELECT value FROM json_each(:right)))
     OR (b.work_id IN (SELECT value FROM json_each(:left)) AND a.work_id IN (SELECT value FROM json_each(:right))))
"""

# A roundup begins with the text and the rank of its first story, until the next refresh writes its own.
BEGIN = (
    "INSERT INTO ledgers (cluster_id, ledger, inputs) "
    "SELECT :roundup, ledger, inputs FROM ledgers WHERE cluster_id = :story",
    "INSERT INTO revisions (cluster_id, number, at, summary, works) SELECT :roundup, 1, r.at, r.summary, r.works "
    "FROM revisions AS r JOIN clusters AS c ON c.id = r.cluster_id AND c.revision = r.number WHERE c.id = :story",
    "UPDATE clusters SET (headline, language, score, ranked, written, revision) = ("
    "SELECT headline, language, score, ranked, written, revision > 0 FROM clusters WHERE id = :story) "
    "WHERE id = :roundup",
)


def eject(connection: sqlite3.Connection, work_id: int, cluster_id: int, trail: Trail) -> int:
    """Take a work out of its cluster, into a story of its own; returns that story.

    Raises:
        NotFound: The work is not in that cluster.
        UsageError: It is the only work there.
    """
    cluster_id = resolve(connection, cluster_id)
    works = _members(connection, cluster_id)
    if work_id not in works:
        raise NotFound(f"source {work_id} is not in story {cluster_id}")
    others = [work for work in works if work != work_id]
    if not others:
        raise UsageError("this story has no other source: there is nothing to take it out of")
    story = _own_story(connection, work_id)
    trail.steps.append(places(connection, [work_id]))
    former = flags(connection, cluster_id)
    make_clusters(connection, {story: Kind.STORY}, trail.at)
    _to_story(connection, [work_id], story, trail.at)
    _constrain(connection, APART, [work_id], others, trail)
    _pin(connection, (cluster_id, story))
    touch(connection, {cluster_id, story}, trail.at)
    first_title(connection, [story])
    mark_corrected(connection, works)
    trail.steps.append(changed_flags(connection, former))
    return story


def merge(connection: sqlite3.Connection, a: int, b: int, trail: Trail) -> int:
    """Make one cluster of two; returns the one that stays: the roundup if there is one, else the older.

    Two stories of different papers become a new roundup: two papers are never one event.

    Raises:
        NotFound: There is no such cluster.
        UsageError: They are one already.
    """
    winner, loser = _ordered(connection, resolve(connection, a), resolve(connection, b))
    stay, come = _members(connection, winner), _members(connection, loser)
    if _kind(connection, winner) is Kind.STORY and _hold_two_papers(connection, stay, come):
        winner = _roundup_of(connection, winner, stay, trail)
    trail.steps.append(places(connection, come))
    kinds = [_kind(connection, cluster) for cluster in (winner, loser)]
    move = _to_roundup if Kind.ROUNDUP in kinds else _to_story
    move(connection, come, winner, trail.at)
    if kinds[0] is kinds[1]:
        connection.execute("INSERT OR REPLACE INTO cluster_aliases (id, cluster_id) VALUES (?, ?)", (loser, winner))
    _hand_over(connection, loser, winner, trail)
    _constrain(connection, TOGETHER, stay[:1], come[:1], trail, wide=(stay, come))
    touch(connection, {winner, loser}, trail.at)
    first_title(connection, [winner])
    mark_corrected(connection, [*stay, *come])
    return winner


def apart(connection: sqlite3.Connection, a: int, b: int, trail: Trail) -> None:
    """Have two clusters never become one.

    Raises:
        NotFound: There is no such cluster.
        UsageError: They are one already.
    """
    winner, loser = _ordered(connection, resolve(connection, a), resolve(connection, b))
    first, second = _members(connection, winner), _members(connection, loser)
    _constrain(connection, APART, first[:1], second[:1], trail, wide=(first, second))
    mark_corrected(connection, [first[0], second[0]])


def _members(connection: sqlite3.Connection, cluster_id: int) -> list[int]:
    rows = connection.execute("SELECT id FROM works WHERE cluster_id = ? ORDER BY id", (cluster_id,))
    found = [row[0] for row in rows]
    if not found:
        raise NotFound(f"there is no story {cluster_id}; `pulseaugur list` shows those there are")
    return found


def _ordered(connection: sqlite3.Connection, a: int, b: int) -> tuple[int, int]:
    if a == b:
        raise UsageError("these two are one story already")
    first, second = sorted((a, b), key=lambda cluster: (_kind(connection, cluster) is Kind.STORY, cluster))
    return first, second


def _kind(connection: sqlite3.Connection, cluster_id: int) -> Kind:
    row = connection.execute("SELECT kind FROM clusters WHERE id = ?", (cluster_id,)).fetchone()
    if row is None:
        raise NotFound(f"there is no story {cluster_id}; `pulseaugur list` shows those there are")
    return Kind(row[0])


def _own_story(connection: sqlite3.Connection, work_id: int) -> int:
    """A work that is alone in its story, within a roundup, keeps that story's number."""
    row = connection.execute(
        "SELECT story_id, COUNT(*) FROM works WHERE story_id = (SELECT story_id FROM works WHERE id = ?)", (work_id,)
    ).fetchone()
    return int(row[0]) if row[1] == 1 and not _is_shown(connection, row[0]) else own_cluster(connection)


def _is_shown(connection: sqlite3.Connection, cluster_id: int) -> bool:
    return bool(connection.execute("SELECT 1 FROM works WHERE cluster_id = ?", (cluster_id,)).fetchone())


def _hold_two_papers(connection: sqlite3.Connection, left: Sequence[int], right: Sequence[int]) -> bool:
    """Whether both hold papers, and not one and the same."""
    query = "SELECT arxiv_id FROM entries WHERE arxiv_id > '' AND work_id IN (SELECT value FROM json_each(?))"
    mine, theirs = ({row[0] for row in connection.execute(query, (dumped(works),))} for works in (left, right))
    return bool(mine and theirs) and len(mine | theirs) > 1


def _roundup_of(connection: sqlite3.Connection, story: int, works: Sequence[int], trail: Trail) -> int:
    """Make a roundup that holds a story, with its marks; returns the roundup."""
    roundup = own_cluster(connection)
    trail.steps.append(places(connection, works))
    make_clusters(connection, {roundup: Kind.ROUNDUP}, trail.at)
    for statement in BEGIN:
        connection.execute(statement, {"story": story, "roundup": roundup})
    _to_roundup(connection, works, roundup, trail.at)
    _hand_over(connection, story, roundup, trail)
    touch(connection, {story}, trail.at)
    return roundup


def _hand_over(connection: sqlite3.Connection, loser: int, winner: int, trail: Trail) -> None:
    """Give a cluster's star and hide to another, which is pinned; kept, they would be back when its works are."""
    former = [flags(connection, cluster) for cluster in (loser, winner)]
    merge_marks(connection, loser, winner)
    connection.execute("UPDATE clusters SET starred = 0, hidden = 0 WHERE id = ?", (loser,))
    _pin(connection, [winner])
    trail.steps += [changed_flags(connection, step) for step in former]


def _to_story(connection: sqlite3.Connection, works: Sequence[int], story: int, now: str) -> None:
    yours = reason_to_json(Reason(rule=Rule.YOU))
    connection.executemany(
        "UPDATE works SET story_id = ?1, roundup_id = 0, cluster_id = ?1, reason = ?2, theme = '', joined = ?3 "
        "WHERE id = ?4",
        [(story, yours, now, work) for work in works],
    )


def _to_roundup(connection: sqlite3.Connection, works: Sequence[int], roundup: int, now: str) -> None:
    """Their stories come along as they are, so that only the theme is the user's."""
    yours = reason_to_json(Reason(rule=Rule.YOU))
    connection.executemany(
        "UPDATE works SET roundup_id = ?1, cluster_id = ?1, theme = ?2, joined = ?3 WHERE id = ?4",
        [(roundup, yours, now, work) for work in works],
    )


def _constrain(
    connection: sqlite3.Connection,
    kind: str,
    left: Sequence[int],
    right: Sequence[int],
    trail: Trail,
    wide: tuple[Sequence[int], Sequence[int]] | None = None,
) -> None:
    """Add constraints between each of `left` and `right`; what says the opposite between `wide` goes."""
    opposite = APART if kind == TOGETHER else TOGETHER
    names = {"kind": opposite, "left": dumped((wide or (left, right))[0]), "right": dumped((wide or (left, right))[1])}
    old = connection.execute(BETWEEN, names).fetchall()
    connection.executemany("DELETE FROM corrections WHERE id = ?", [(row[0],) for row in old])
    new = [
        connection.execute(
            "INSERT INTO corrections (kind, a, b, made) VALUES (?, ?, ?, ?)", (kind, a, b, trail.at)
        ).lastrowid
        for a in keys_of(connection, left)
        for b in keys_of(connection, right)
    ]
    trail.steps += [["uncorrect", new], ["correct", [list(row) for row in old]]]
    pairs = [(a, b) for a in keys_of(connection, left) for b in keys_of(connection, right)]
    trail.lines += [{"mark": kind, "on": True, "a": a, "b": b, "at": trail.at} for a, b in pairs]
    trail.lines += [{"mark": row[1], "on": False, "a": row[2], "b": row[3], "at": trail.at} for row in old]


def _pin(connection: sqlite3.Connection, clusters: Iterable[int]) -> None:
    connection.executemany("UPDATE clusters SET pinned = 1 WHERE id = ?", [(cluster,) for cluster in clusters])
