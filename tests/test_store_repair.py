"""What the doctor says of a library, and how a damaged one is mended from copies and journal (R17)."""

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from reader.errors import NotFound
from reader.model.view import View
from reader.store.check import Level, check
from reader.store.marks import Marks
from reader.store.read import Reader
from reader.store.repair import repair
from reader.store.upgrade import backup
from reader.store.write import Library
from tests.library import NOW, OK, entry, fill, group, made, place, subscribe, write_texts


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "folder" / "library.db"


def test_the_doctor_finds_a_sound_library_sound(path: Path) -> None:
    made(path)
    assert {finding.level for finding in check(path)} == {Level.FINE}
    path.chmod(0o644)
    assert [finding.about for finding in check(path) if finding.level is not Level.FINE] == ["permissions"]
    repair(path, NOW)
    assert path.stat().st_mode & 0o777 == 0o600


def test_the_doctor_finds_and_mends_wrong_counts(path: Path) -> None:
    made(path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE clusters SET unread = 7 WHERE id = 1")
        connection.execute("DELETE FROM search WHERE rowid = 2")
        connection.commit()
    assert [finding.about for finding in check(path) if finding.level is Level.ODD] == ["counts"]
    assert "1 works can be found again" in repair(path, NOW)
    assert {finding.level for finding in check(path)} == {Level.FINE}
    with Reader(path) as reads:
        assert list(reads.search("means b", now=NOW)) == [2]


@pytest.mark.parametrize("journal", ["whole", "cut off"])
def test_a_destroyed_library_is_rebuilt_with_feeds_and_marks(path: Path, journal: str) -> None:
    with Library.open(path) as library, Marks(path) as marks:
        fill(library, "a", "b", "c")
        marks.star(1)
        library.back_up(NOW)
        marks.read([1, 2], NOW)
        marks.unread([2])
        marks.mute("word", "cricket")
    if journal == "cut off":
        with path.with_name("library.db.journal").open("a") as file:
            file.write('{"mark": "read", "on": tr')
    path.write_bytes(b"\x13" * 8192)
    for end in ("-wal", "-shm"):
        path.with_name(path.name + end).unlink(missing_ok=True)
    assert check(path)[0].level is Level.BAD
    done = repair(path, NOW)
    assert any("kept as library.db.damaged-" in words for words in done)
    with Library.open(path) as library, Reader(path) as reads, Marks(path) as marks:
        assert [item.url for item, _ in library.feeds()] == ["https://lab.example/feed"]
        library.keep_fetch(library.feeds()[0][0], OK, [entry(name) for name in "abc"])
        place(library)
        group(library)
        write_texts(library)
        assert sorted(reads.unread_ids()) == [2, 3]
        assert reads.rows([1])[1].starred
        assert [rule.value for rule in marks.rules(NOW)] == ["cricket"]


def test_a_library_that_is_gone_is_rebuilt_from_what_stands_beside_it(path: Path) -> None:
    with Library.open(path) as library, Marks(path) as marks:
        fill(library, "a")
        library.back_up(NOW)
        marks.mute("word", "cricket")
    for end in ("", "-wal", "-shm"):
        path.with_name(path.name + end).unlink(missing_ok=True)
    assert not any("damaged" in words for words in repair(path, NOW))
    with Library.open(path) as library, Marks(path) as marks:
        assert [item.url for item, _ in library.feeds()] == ["https://lab.example/feed"]
        assert [rule.value for rule in marks.rules(NOW)] == ["cricket"]


def test_nothing_is_made_where_no_library_was(path: Path) -> None:
    path.parent.mkdir()
    with pytest.raises(NotFound, match="no library"):
        repair(path, NOW)
    with pytest.raises(NotFound, match="no library"):
        Reader(path)
    assert list(path.parent.iterdir()) == []


def test_a_damaged_library_is_rebuilt_from_its_backup(path: Path) -> None:
    made(path, "a", "b")
    backup(path, NOW)
    with Marks(path) as marks:
        marks.read([2], NOW)
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\x55" * (size - 4096))
    repair(path, NOW)
    with Reader(path) as reads:
        assert sorted(reads.ids(View(), NOW)) == [1, 2]
        assert sorted(reads.unread_ids()) == [1]


def test_seven_daily_copies_are_kept_one_a_day(path: Path) -> None:
    with Library.open(path) as library:
        subscribe(library, "lab")
        assert [library.back_up(NOW + timedelta(hours=hour)) is not None for hour in (0, 1, 24)] == [True, False, True]
        for day in range(2, 10):
            library.back_up(NOW + timedelta(days=day))
    assert len(list(path.parent.glob("library.db.marks-*"))) == 7
