"""Who writes, and when: a mark is next, and what the screen holds open keeps its locks."""

import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.store.connection import TOGETHER, Writer
from reader.store.marks import Marks
from reader.store.place import state
from reader.store.read import Reader
from reader.store.write import Library

REFRESHER = """
import sys
from pathlib import Path
from reader.store.write import Library
with Library.open(Path(sys.argv[1])) as library:
    library.note("refreshed_at", "2026-05-04T12:00:00+00:00")
"""


def test_a_refresher_that_leaves_does_not_remove_the_log_under_an_open_screen(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    Library.open(path).close()
    with Reader(path) as reader, Marks(path):
        reader.version()
        state(path)
        subprocess.run([sys.executable, "-c", REFRESHER, str(path)], check=True, timeout=60)
        assert path.with_name("library.db-wal").exists()
        assert reader.noted("refreshed_at").startswith("2026")


@pytest.fixture
def writer(tmp_path: Path) -> Iterator[Writer]:
    path = tmp_path / "library.db"
    Library.open(path).close()
    opened = Writer(path, durable=False)
    yield opened
    opened.close()


def note(connection: sqlite3.Connection, key: str) -> None:
    connection.execute("INSERT INTO notes (key, value) VALUES (?, '1')", (key,))


def test_parts_share_a_transaction_while_nobody_waits(writer: Writer) -> None:
    with Reader(writer.path) as reader:
        seen: list[bool] = []

        def write(connection: sqlite3.Connection, part: int) -> None:
            note(connection, f"part {part}")
            seen.append(bool(reader.noted("part 0")))

        writer.transactions(range(TOGETHER + 2), write)
        assert seen == [False] * TOGETHER + [True] * 2
        assert reader.noted(f"part {TOGETHER + 1}")


def test_whoever_waits_is_next_after_the_part_that_is_being_written(writer: Writer) -> None:
    seen: list[int] = []

    def mark() -> None:
        other = Writer(writer.path, durable=True)
        with other.transaction() as connection:
            note(connection, "mark")
        other.close()

    hand = threading.Thread(target=mark)

    def write(connection: sqlite3.Connection, part: int) -> None:
        note(connection, f"part {part}")
        seen.append(connection.execute("SELECT COUNT(*) FROM notes WHERE key = 'mark'").fetchone()[0])
        if part == 1:
            hand.start()
            while not writer._turn.is_wanted():
                pass

    writer.transactions(range(4), write)
    hand.join()
    assert seen == [0, 0, 1, 1]


ENGINE = """
import sys
from pathlib import Path
from reader.store.write import Library
with Library.open(Path(sys.argv[1])) as library:
    library.feeds()
print([name for name in ("numpy", "sqlite_utils") if name in sys.modules])
"""


def test_a_library_that_is_there_is_written_without_what_makes_tables(writer: Writer) -> None:
    done = subprocess.run([sys.executable, "-c", ENGINE, writer.path], check=True, timeout=60, stdout=subprocess.PIPE)
    assert done.stdout == b"[]\n"
