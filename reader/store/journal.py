"""Marks as JSON lines: the journal beside the library, and the form in which marks are exported. Runs no SQL.

One line is one mark, named by the identities of works, so that it means the same in a library whose numbers differ::

    {"mark": "read", "on": true, "works": ["arxiv:2605.07588", …], "at": "2026-05-09T08:00:00+00:00"}
    {"mark": "star", …}  {"mark": "hide", …}          the works of one cluster
    {"mark": "together", "on": true, "a": KEY, "b": KEY, …}  {"mark": "apart", …}
    {"mark": "rule", "on": true, "want": "mute", "field": "word", "value": "…", "until": null, …}
    {"mark": "feed", "url": "…", …}                   subscriptions, in backups
"""

import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from reader.errors import UsageError
from reader.model.mark import Field, Want
from reader.store.codec import dumped
from reader.store.place import beside, open_private

Line = Mapping[str, Any]

WORKS_A_LINE = 500
LONGEST = 256 * 1024 * 1024
"""Bytes that are read of a file of marks: those of millions of works, and not all of /dev/zero."""

FIELDS: dict[str, dict[str, type]] = {
    "read": {"on": bool, "works": list, "at": str},
    "star": {"on": bool, "works": list, "at": str},
    "hide": {"on": bool, "works": list, "at": str},
    "together": {"on": bool, "a": str, "b": str, "at": str},
    "apart": {"on": bool, "a": str, "b": str, "at": str},
    "rule": {"on": bool, "want": str, "field": str, "value": str, "at": str},
    "feed": {"url": str},
}
"""What a line of each kind must hold."""


class Journal:
    """The append-only file beside a library: what `doctor` rebuilds marks from when the library is lost."""

    def __init__(self, path: Path) -> None:
        self.path = beside(path, "journal")
        self.before = beside(path, "journal-before")

    def append(self, lines: Iterable[Line]) -> None:
        """Add lines, on the disk before this returns.

        Called inside the transaction that keeps the mark, before its commit: a mark that was acknowledged is in both.

        Raises:
            OSError: The disk is full or read-only; what was added in part is no line, and is passed over in reading.
        """
        text = "".join(dumped(line) + "\n" for line in lines)
        if not text:
            return
        descriptor = open_private(self.path, os.O_WRONLY | os.O_APPEND)
        try:
            # A line that a crash cut off is closed first, so that it does not swallow this one.
            start = "\n" if _is_cut(self.path) else ""
            data = memoryview((start + text).encode())
            while data:
                data = data[os.write(descriptor, data) :]
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def turn_over(self, longest: int) -> None:
        """Begin anew if the file is longer than that; the one before stays as `.journal-before`."""
        if self.path.exists() and self.path.stat().st_size > longest:
            self.path.replace(self.before)

    def lines(self) -> Iterator[Line]:
        """Give the marks in the order they were made; what is no line is passed over."""
        return sound_lines(self.path)


def sound_lines(path: Path) -> Iterator[Line]:
    """Give the marks of a file that may be cut off or missing; what is no line is passed over."""
    if path.exists():
        with path.open(encoding="utf-8", errors="replace") as file:
            for text in file:
                line = _parsed(text)
                if line is not None:
                    yield line


def work_lines(mark: str, works: Sequence[str], at: str, *, on: bool) -> list[Line]:
    """Return lines for a mark on works, 500 works each."""
    return [
        {"mark": mark, "on": on, "works": works[start : start + WORKS_A_LINE], "at": at}
        for start in range(0, len(works), WORKS_A_LINE)
    ]


def read_lines(path: Path) -> list[Line]:
    """Return the lines of an exported file.

    Raises:
        UsageError: It cannot be read, or a line is no mark; says which.
    """
    try:
        with path.open("rb") as file:
            texts = file.read(LONGEST).decode().splitlines()
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{path} is no file of marks: it is not UTF-8 text") from error
    found = []
    for number, text in enumerate(texts, start=1):
        line = _parsed(text)
        if line is None and text.strip():
            raise UsageError(f"{path}, line {number}: this is no mark; nothing was imported")
        found += [line] if line else []
    return found


def _parsed(text: str) -> Line | None:
    try:
        line = json.loads(text)
    except ValueError:
        return None
    if not isinstance(line, dict) or line.get("mark") not in FIELDS:
        return None
    wanted = FIELDS[line["mark"]]
    fits = all(isinstance(line.get(name), kind) for name, kind in wanted.items())
    return line if fits and _is_sound(line) else None


def _is_sound(line: Line) -> bool:
    times = [line[name] for name in ("at", "until") if line.get(name) is not None]
    rule = line["mark"] != "rule" or (line["want"] in set(Want) and line["field"] in set(Field))
    return rule and all(map(_is_time, times)) and all(isinstance(key, str) for key in line.get("works", ()))


def _is_time(text: object) -> bool:
    try:
        return isinstance(text, str) and datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False


def _is_cut(path: Path) -> bool:
    with path.open("rb") as file:
        if not file.seek(0, os.SEEK_END):
            return False
        file.seek(-1, os.SEEK_END)
        return file.read(1) != b"\n"
