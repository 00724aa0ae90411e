"""Marks out to JSON lines and in again, keyed by the identities of works. Runs inside the caller's transaction."""

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator

from reader.model.mark import Field, Want
from reader.store.codec import dumped
from reader.store.corrections import mark_corrected
from reader.store.counts import recount_works
from reader.store.journal import Line, work_lines
from reader.store.keys import cluster_of, keys_of_cluster, works_of
from reader.store.rows import FEED, feed_of, feed_row
from reader.store.undo import rule_line

FEEDS = f"SELECT {FEED} FROM feeds AS f WHERE f.removed = 0 ORDER BY f.id"  # noqa: S608
READ = """
    SELECT key, read_at FROM works WHERE read_at IS NOT NULL
    UNION ALL SELECT key, at FROM waiting WHERE mark = 'read'
"""


def lines(connection: sqlite3.Connection, at: str) -> Iterator[Line]:
    """Give every mark, rule, correction and subscription as it stands now."""
    for row in connection.execute(FEEDS):
        yield {"mark": "feed", **{k: v for k, v in feed_row(feed_of(row)).items() if k != "words"}}
    yield from work_lines("read", [row[0] for row in connection.execute(READ)], at, on=True)
    for mark, column in (("star", "starred"), ("hide", "hidden")):
        yield from _cluster_lines(connection, mark, column, at)
    for want, field, value, until in connection.execute("SELECT want, field, value, until FROM rules ORDER BY id"):
        yield rule_line((want, field, value), until, at, on=True)
    for kind, a, b, made in connection.execute("SELECT kind, a, b, made FROM corrections ORDER BY id"):
        yield {"mark": kind, "on": True, "a": a, "b": b, "at": made}


def replay(connection: sqlite3.Connection, marks: Iterable[Line]) -> int:
    """Apply marks in order; those on works that are not here wait for them. Returns how many lines were applied.

    Subscriptions are passed over: they are added by whoever may fetch them.
    """
    done = 0
    for line in marks:
        if line["mark"] in APPLY:
            APPLY[line["mark"]](connection, line)
            done += 1
    return done


def _cluster_lines(connection: sqlite3.Connection, mark: str, column: str, at: str) -> Iterator[Line]:
    clusters = connection.execute(f"SELECT id FROM clusters WHERE {column} = 1 ORDER BY id").fetchall()  # noqa: S608
    for (cluster,) in clusters:
        yield from work_lines(mark, keys_of_cluster(connection, cluster), at, on=True)
    waiting = connection.execute("SELECT json_group_array(key) FROM waiting WHERE mark = ? GROUP BY batch", (mark,))
    for (keys,) in waiting:
        yield {"mark": mark, "on": True, "works": json.loads(keys), "at": at}


def _read(connection: sqlite3.Connection, line: Line) -> None:
    here = works_of(connection, line["works"])
    at = line["at"] if line["on"] else None
    kept = "COALESCE(read_at, ?)" if at else "?"
    works = [(at, work) for work in here.values()]
    connection.executemany(f"UPDATE works SET read_at = {kept} WHERE id = ?", works)  # noqa: S608
    recount_works(connection, here.values())
    _wait(connection, line, [key for key in line["works"] if key not in here])


def _on_cluster(connection: sqlite3.Connection, line: Line) -> None:
    cluster = cluster_of(connection, line["works"])
    column = "starred" if line["mark"] == "star" else "hidden"
    connection.execute(f"UPDATE clusters SET {column} = ? WHERE id = ?", (line["on"], cluster))  # noqa: S608
    _wait(connection, line, line["works"] if not cluster else [])


def _wait(connection: sqlite3.Connection, line: Line, keys: list[str]) -> None:
    mark = line["mark"]
    names = dumped(line["works"])
    connection.execute("DELETE FROM waiting WHERE mark = ? AND key IN (SELECT value FROM json_each(?))", (mark, names))
    if line["on"]:
        batch = connection.execute("SELECT COALESCE(MAX(batch), 0) + 1 FROM waiting").fetchone()[0]
        rows = [(mark, key, line["at"], batch) for key in keys]
        connection.executemany("INSERT OR REPLACE INTO waiting (mark, key, at, batch) VALUES (?, ?, ?, ?)", rows)


def _rule(connection: sqlite3.Connection, line: Line) -> None:
    rule = (str(Want(line["want"])), str(Field(line["field"])), line["value"])
    connection.execute("DELETE FROM rules WHERE want = ? AND field = ? AND value = ?", rule)
    if line["on"]:
        connection.execute(
            "INSERT INTO rules (want, field, value, until, made) VALUES (?, ?, ?, ?, ?)",
            (*rule, line.get("until"), line["at"]),
        )


def _correction(connection: sqlite3.Connection, line: Line) -> None:
    pair = (line["mark"], line["a"], line["b"])
    connection.execute("DELETE FROM corrections WHERE kind = ? AND a = ? AND b = ?", pair)
    if line["on"]:
        connection.execute("INSERT INTO corrections (kind, a, b, made) VALUES (?, ?, ?, ?)", (*pair, line["at"]))
    works = works_of(connection, [line["a"], line["b"]])
    mark_corrected(connection, works.values())


APPLY: dict[str, Callable[[sqlite3.Connection, Line], None]] = {
    "read": _read,
    "star": _on_cluster,
    "hide": _on_cluster,
    "rule": _rule,
    "together": _correction,
    "apart": _correction,
}
