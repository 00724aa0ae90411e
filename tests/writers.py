"""Processes that write to one library, for tests that kill them or let them meet.

`python -m tests.writers KIND PATH FIRST COUNT`.

A writer of marks prints each mark once it is acknowledged; a writer of feeds stores fetches, places and groups them.
"""

import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from reader.errors import LibraryBusy
from reader.store.marks import Marks
from reader.store.write import Library
from tests.library import OK, entry, feed, group, place, write_texts

A_FETCH = 20
"""Entries of one fetch: all of them or none may be found later."""


def tell(what: str, number: int) -> None:
    sys.stdout.write(f"{what} {number}\n")
    sys.stdout.flush()


def write_marks(path: Path, first: int, count: int) -> None:
    """Read, and star, works and clusters one by one."""
    with Marks(path) as marks:
        for number in range(first, first + count):
            marks.read([number], datetime.now(UTC))
            tell("read", number)
            marks.star(number)
            tell("star", number)


def write_feeds(path: Path, first: int, count: int) -> None:
    """Store fetches of feeds of its own, and take them all the way, as a refresh does."""
    with Library.open(path) as library:
        for number in range(first, first + count):
            source = library.add_feeds([feed(f"feed{number}")])[0]
            library.keep_fetch(source, OK, [entry(f"{number}-{item}") for item in range(A_FETCH)])
            tell("fetch", number)
            with suppress(LibraryBusy), library.lock("a refresh"):
                refresh(library)


def refresh(library: Library) -> None:
    """Take what is undone to its end."""
    place(library)
    group(library)
    write_texts(library)


KINDS: dict[str, Callable[[Path, int, int], None]] = {"marks": write_marks, "feeds": write_feeds}

if __name__ == "__main__":
    KINDS[sys.argv[1]](Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
