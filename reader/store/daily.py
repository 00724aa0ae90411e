"""A readable copy of what cannot be fetched again, once a day: marks, rules, corrections, subscriptions."""

import os
from datetime import datetime
from pathlib import Path

from reader.store.codec import dumped, stamp
from reader.store.connection import Writer
from reader.store.exchange import lines
from reader.store.journal import Journal
from reader.store.place import beside, open_private

KEPT = 7
"""Days."""

LONGEST_JOURNAL = 32 * 1024 * 1024
"""Bytes beyond which the journal begins anew behind a daily copy, which holds all that it said."""


def back_up(writer: Writer, now: datetime) -> Path | None:
    """Write today's copy unless it is there; the last seven stay. Returns where it is, or None.

    Raises:
        StoreError: The disk is full or read-only.
    """
    target = beside(writer.path, f"marks-{stamp(now)[:10]}.jsonl")
    if target.exists():
        return None
    # No mark is made while this transaction is open, so copy and journal fit together.
    with writer.transaction() as connection:
        draft = beside(writer.path, "marks-draft")
        with os.fdopen(open_private(draft, os.O_WRONLY | os.O_TRUNC), "w", encoding="utf-8") as file:
            file.writelines(dumped(line) + "\n" for line in lines(connection, stamp(now)))
            file.flush()
            os.fsync(file.fileno())
        draft.replace(target)
        Journal(writer.path).turn_over(LONGEST_JOURNAL)
    for old in copies(writer.path)[KEPT:]:
        old.unlink(missing_ok=True)
    return target


def copies(path: Path) -> list[Path]:
    """Return the daily copies beside a library, newest first."""
    return sorted(path.parent.glob(f"{path.name}.marks-????-??-??.jsonl"), reverse=True)
