"""The library's file: made private, refused when it is not one, mended when it is damaged (R15 to R18)."""

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from reader.errors import LibraryBusy, NewerLibrary, NotALibrary, NotFound, ReaderError, StoreError
from reader.model.view import View
from reader.store.lock import library_lock
from reader.store.marks import Marks
from reader.store.place import VERSION
from reader.store.read import Reader
from reader.store.repair import repair
from reader.store.upgrade import backup, backups
from reader.store.write import Library
from tests.library import NOW, OK, entry, fill, made

NOBODY = 65534
"""A user without rights, for tests that run as root."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "folder" / "library.db"


def foreign(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE recipes (id INTEGER PRIMARY KEY)")


def newer(path: Path) -> None:
    made(path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {VERSION + 1}")


def truncated(path: Path) -> None:
    made(path, *(f"n{number}" for number in range(200)))
    os.truncate(path, path.stat().st_size // 2)


REFUSED: dict[str, tuple[Callable[[Path], object], type[ReaderError], str]] = {
    "0 bytes": (lambda path: path.touch(), NotALibrary, "empty"),
    "a text": (lambda path: path.write_text("Dear diary, " * 50), NotALibrary, "not a database"),
    "a stump": (lambda path: path.write_bytes(b"SQLite format 3\0" + b"\0" * 20), NotALibrary, "cut off"),
    "a folder": (lambda path: path.mkdir(), NotALibrary, "folder"),
    "foreign": (foreign, NotALibrary, "another program"),
    "newer": (newer, NewerLibrary, "newer version"),
    "truncated": (truncated, NotALibrary, "cut off"),
}


@pytest.mark.parametrize("kind", REFUSED)
@pytest.mark.parametrize("side", [Library.open, Reader, Marks])
def test_what_is_no_library_is_refused_in_a_sentence_and_left_alone(
    path: Path, kind: str, side: Callable[[Path], object]
) -> None:
    make, error, words = REFUSED[kind]
    path.parent.mkdir()
    make(path)
    before = path.read_bytes() if path.is_file() else b""
    with pytest.raises(error, match=words) as caught:
        side(path)
    assert str(path) in str(caught.value)
    assert (path.read_bytes() if path.is_file() else b"") == before


def test_the_screen_makes_no_library(path: Path) -> None:
    for side in (Reader, Marks):
        with pytest.raises(NotFound):
            side(path)
    with pytest.raises(NotFound):
        Library.open(path, create=False)
    assert not path.parent.exists()


def test_everything_is_its_owners_alone(path: Path) -> None:
    with Library.open(path) as library, library.lock("a test"), Marks(path) as marks:
        fill(library, "a")
        marks.read([1], NOW)
        library.back_up(NOW)
        backup(path, NOW)
        modes = {item.name: item.stat().st_mode & 0o777 for item in path.parent.iterdir()}
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert set(modes.values()) == {0o600}
    assert len(modes) >= 7


def test_a_process_that_died_while_making_a_library_leaves_no_damage(path: Path) -> None:
    path.parent.mkdir()
    path.with_name("library.db.draft").write_bytes(b"SQLite format 3\0 half")
    with Library.open(path) as library:
        assert library.feeds() == []


def test_a_second_refresher_is_told_who_holds_the_library(path: Path) -> None:
    with Library.open(path) as library, library.lock("a refresh of process 7"):
        with pytest.raises(LibraryBusy, match="a refresh of process 7"), library.lock("another"):
            pass
        with Library.open(path) as other:
            assert other.feeds() == []
    with library_lock(path, "the next"):
        pass


def test_backups_are_whole_and_three_are_kept(path: Path) -> None:
    made(path)
    for number in range(5):
        backup(path, NOW + timedelta(hours=number))
    kept = backups(path)
    assert len(kept) == 3
    shutil.copy(kept[0], path.with_name("copy.db"))
    with Reader(path.with_name("copy.db")) as reads:
        assert len(reads.ids(View(), NOW)) == 2


def test_an_older_library_is_backed_up_and_upgraded(path: Path) -> None:
    made(path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 0")
    with pytest.raises(NotALibrary, match="older version; run `pulseaugur prepare`"):
        Reader(path)
    with Library.open(path):
        assert len(backups(path)) == 1


def test_a_full_disk_is_told_and_loses_nothing(path: Path) -> None:
    """A limit on pages stands for the disk: SQLite gives the same answer for both."""
    made(path)
    with Library.open(path) as library, Reader(path) as reads:
        source = library.feeds()[0][0]
        connection = library._writer.connection
        connection.execute(f"PRAGMA max_page_count = {connection.execute('PRAGMA page_count').fetchone()[0] + 2}")
        many = [entry(f"n{number}", excerpt="words " * 600) for number in range(100)]
        with pytest.raises(StoreError, match="disk is full"):
            library.keep_fetch(source, OK, many)
        assert library.unplaced() == []
        assert len(reads.ids(View(), NOW)) == 2
        connection.execute("PRAGMA max_page_count = 1073741823")
        assert library.keep_fetch(source, OK, many).new == 100


CRAMPED = """
import resource, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from reader.errors import StoreError
from reader.store.marks import Marks
from reader.store.read import Reader

path = Path(sys.argv[1])
with Marks(path) as marks, Reader(path) as reads:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    log = path.with_name(path.name + "-wal").stat().st_size if path.with_name(path.name + "-wal").exists() else 0
    resource.setrlimit(resource.RLIMIT_FSIZE, (log + 100, log + 100))
    try:
        marks.read([1], datetime.now(UTC))
    except StoreError as error:
        print(error)
    print(sorted(reads.unread_ids()))
"""


def test_a_mark_that_cannot_be_written_is_told_and_not_shown_as_kept(path: Path) -> None:
    made(path)
    done = subprocess.run([sys.executable, "-c", CRAMPED, path], capture_output=True, text=True, timeout=30, check=True)
    words, left = done.stdout.splitlines()
    assert str(path) in words
    assert left == "[1, 2]"
    with Reader(path) as reads:
        assert sorted(reads.unread_ids()) == [1, 2]


READ_ONLY = """
import os, sys
from datetime import UTC, datetime
from pathlib import Path
from reader.errors import StoreError
from reader.model.view import View
from reader.store.marks import Marks
from reader.store.read import Reader

if os.getuid() == 0:
    os.setuid(int(sys.argv[2]))
path = Path(sys.argv[1])
with Reader(path) as reads:
    print(list(reads.ids(View(), datetime.now(UTC))), len(reads.story(1, datetime.now(UTC)).sources))
try:
    with Marks(path) as marks:
        marks.read([1], datetime.now(UTC))
except StoreError as error:
    print(error)
"""


@pytest.mark.parametrize("log", ["checkpointed", "left behind"])
def test_a_read_only_library_is_read_and_says_so_to_marks(path: Path, tmp_path: Path, log: str) -> None:
    made(path)
    keep = closing(sqlite3.connect(path)) if log == "left behind" else closing(sqlite3.connect(":memory:"))
    with keep as connection:
        # Another program that has the library open leaves the log and its index there.
        connection.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()
        for item in path.parent.iterdir():
            item.chmod(0o444)
        path.parent.chmod(0o555)
        for folder in path.parent.parents:
            if folder.is_relative_to(tmp_path.parent.parent) and folder.stat().st_uid == os.getuid():
                folder.chmod(folder.stat().st_mode | 0o055)
        command = [sys.executable, "-c", READ_ONLY, str(path), str(NOBODY)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
        path.parent.chmod(0o755)
    assert done.returncode == 0, done.stderr
    ids, words = done.stdout.splitlines()
    assert ids == "[1, 2] 1"
    assert "read" in words or "written" in words


@pytest.mark.parametrize("kind", ["a text", "a folder", "foreign", "newer"])
def test_repair_sets_nothing_aside_that_was_no_library_or_is_a_newer_one(path: Path, kind: str) -> None:
    path.parent.mkdir()
    build, error, words = REFUSED[kind]
    build(path)
    before = path.read_bytes() if path.is_file() else b""
    with pytest.raises(error, match=words):
        repair(path, NOW)
    assert list(path.parent.glob("*damaged*")) == []
    assert (path.read_bytes() if path.is_file() else b"") == before
