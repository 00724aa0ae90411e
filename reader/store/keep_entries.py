"""What one fetch of one feed brought: new entries in, edits taken over. Runs inside the caller's transaction."""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from reader.model.work import Entry
from reader.record import record
from reader.store.codec import dumped
from reader.store.counts import recount_works
from reader.store.identity import Known, Row, candidates, distinct, settle
from reader.store.index import index_works
from reader.store.rows import dated, entry_row, insertion, placeholders

KNOWN = "id, key, link, title, excerpt, digest, published, first_seen, work_id, listed"
OF_FEED = f"SELECT {KNOWN} FROM entries WHERE feed_id = ?"  # noqa: S608
BY_KEY = f"{OF_FEED} AND key IN (SELECT value FROM json_each(?))"  # noqa: S608
LISTED = """
    UPDATE entries SET listed = 0
    WHERE feed_id = ? AND listed = 1 AND id NOT IN (SELECT value FROM json_each(?))
"""
UNSTORED = ("guid", "full_text")
"""Fields of an incoming entry that are no columns of `entries`."""

DAY = 10
"""Characters of a stored time that are its date."""


@record
class Kept:
    """What one fetch came to."""

    new: int = 0
    changed: int = 0
    """Entries whose title or text is another now."""


def keep_entries(connection: sqlite3.Connection, feed_id: int, entries: Sequence[Entry]) -> Kept:
    """Store a document's entries. An empty document removes nothing; an edit never makes anything unread."""
    if not entries:
        return Kept()
    rows = distinct(_row(entry) for entry in entries)
    pairs = _paired(connection, feed_id, rows)
    new = [row for row, known in pairs if known is None]
    edits = [(row, known) for row, known in pairs if known and (row["digest"], row["key"]) != (known.digest, known.key)]
    _unlist(connection, feed_id, [known for _, known in pairs if known])
    _insert(connection, feed_id, new)
    _edit(connection, edits)
    return Kept(new=len(new), changed=_notice(connection, edits))


def _paired(connection: sqlite3.Connection, feed_id: int, rows: Sequence[Row]) -> list[tuple[Row, Known | None]]:
    """Pair each entry with the stored one that it is, if any."""
    if not connection.execute("SELECT EXISTS (SELECT 1 FROM entries WHERE feed_id = ?)", (feed_id,)).fetchone()[0]:
        return [(row, None) for row in rows]
    known = _known(connection.execute(BY_KEY, (feed_id, dumped(list(candidates(rows))))))
    by_key = {one.key: one for one in known}
    return settle(rows, by_key, lambda: _known(connection.execute(OF_FEED, (feed_id,))))


def _row(entry: Entry) -> dict[str, Any]:
    return {**entry_row(entry), "full_text": entry.full_text}


def _known(rows: Iterable[Sequence[Any]]) -> list[Known]:
    names = KNOWN.split(", ")
    return [Known(**dict(zip(names, row, strict=True))) for row in rows]


def _unlist(connection: sqlite3.Connection, feed_id: int, still: Sequence[Known]) -> None:
    """Remember what the feed lists now: retention must not drop what would come back as new."""
    connection.execute(LISTED, (feed_id, dumped([known.id for known in still])))
    again = [(known.id,) for known in still if not known.listed]
    connection.executemany("UPDATE entries SET listed = 1 WHERE id = ?", again)


def _insert(connection: sqlite3.Connection, feed_id: int, rows: Sequence[Row]) -> None:
    if not rows:
        return
    stored = ["feed_id", *(name for name in rows[0] if name not in UNSTORED)]
    connection.executemany(insertion("entries", stored), [{**row, "feed_id": feed_id} for row in rows])
    texts = {row["key"]: row["full_text"] for row in rows if row["full_text"]}
    ids = _ids(connection, feed_id, list(texts)) if texts else {}
    _keep_texts(connection, [(ids[key], text) for key, text in texts.items()])
    days = Counter(row["dated"][:DAY] for row in rows)
    connection.executemany(
        "INSERT INTO feed_days (feed_id, day, entries) VALUES (?, ?, ?) "
        "ON CONFLICT (feed_id, day) DO UPDATE SET entries = entries + excluded.entries",
        [(feed_id, day, count) for day, count in days.items()],
    )
    connection.execute("UPDATE health SET entries = entries + ? WHERE feed_id = ?", (len(rows), feed_id))


def _ids(connection: sqlite3.Connection, feed_id: int, keys: Sequence[str]) -> dict[str, int]:
    query = "SELECT key, id FROM entries WHERE feed_id = ? AND key IN (SELECT value FROM json_each(?))"
    return dict(connection.execute(query, (feed_id, dumped(keys))).fetchall())


def _edit(connection: sqlite3.Connection, edits: Sequence[tuple[Row, Known]]) -> None:
    for row, known in edits:
        # The earliest date that the feed gave stands: a date that is set anew brings no old entry to the top.
        published = min(filter(None, (known.published, row["published"])), default=None)
        said = {k: v for k, v in row.items() if k not in (*UNSTORED, "first_seen")}
        said |= {"published": published, "dated": dated(published, known.first_seen)}
        connection.execute(f"UPDATE entries SET {placeholders(said)} WHERE id = :id", {**said, "id": known.id})  # noqa: S608
    _keep_texts(connection, [(known.id, row["full_text"]) for row, known in edits if row["full_text"]])


def _keep_texts(connection: sqlite3.Connection, texts: Sequence[tuple[int, str]]) -> None:
    connection.executemany("INSERT OR REPLACE INTO full_texts (entry_id, body) VALUES (?, ?)", texts)


def _notice(connection: sqlite3.Connection, edits: Sequence[tuple[Row, Known]]) -> int:
    """Have works with another title or text grouped, written and found anew; returns how many entries differ."""
    material = [k for row, k in edits if (row["title"], row["excerpt"]) != (k.title, k.excerpt)]
    works = {known.work_id for known in material if known.work_id}
    index_works(connection, works)
    connection.executemany("UPDATE works SET pending = MAX(pending, 1) WHERE id = ?", [(work,) for work in works])
    clusters = recount_works(connection, {known.work_id for _, known in edits if known.work_id})
    if works:
        connection.executemany("UPDATE clusters SET stale = 1 WHERE id = ?", [(cluster,) for cluster in clusters])
    return len(material)
