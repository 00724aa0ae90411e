"""The full-text index: one row a work. Runs inside a transaction; knows no query language."""

import json
import sqlite3
from collections.abc import Iterable
from typing import Any

from reader.store.codec import dumped
from reader.text.tokens import searchable

TEXTS = """
    SELECT w.id, e.title, e.raw_title, e.authors, e.excerpt, f.title, f.publisher
    FROM json_each(?) AS wanted
    JOIN works AS w ON w.id = wanted.value
    JOIN entries AS e ON e.work_id = w.id
    JOIN feeds AS f ON f.id = e.feed_id
    ORDER BY w.id, e.id
"""


def index_works(connection: sqlite3.Connection, works: Iterable[int]) -> None:
    """Write the index rows of works anew: titles, authors, longest excerpt, feeds."""
    ids = dumped(sorted(set(works)))
    found: dict[int, list[Any]] = {}
    for work_id, *texts in connection.execute(TEXTS, (ids,)):
        found.setdefault(work_id, []).append(texts)
    drop(connection, ids)
    connection.executemany(
        "INSERT INTO search (rowid, title, people, body, feeds) VALUES (?, ?, ?, ?, ?)",
        [(work_id, *_columns(rows)) for work_id, rows in found.items()],
    )


def drop(connection: sqlite3.Connection, ids: str) -> None:
    """Take works out of the index; `ids` is a JSON list."""
    connection.execute("DELETE FROM search WHERE rowid IN (SELECT value FROM json_each(?))", (ids,))


def _columns(rows: list[Any]) -> tuple[str, str, str, str]:
    titles, raw, authors, excerpts, feeds, publishers = zip(*rows, strict=True)
    people = (name for text in authors for name in json.loads(text))
    return (
        _joined((*titles, *raw)),
        _joined(people),
        searchable(max(excerpts, key=len)),
        _joined((*feeds, *publishers)),
    )


def _joined(texts: Iterable[str]) -> str:
    return searchable("\n".join(dict.fromkeys(filter(None, texts))))
