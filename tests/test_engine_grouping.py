"""Works by the thousand: grouped in waves, kept together, and the same whenever one is stopped between two waves."""

import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path

import pytest

from reader.engine import group
from reader.engine.ahead import Ahead
from reader.engine.group import Grouping
from reader.settings import ClusterSettings, Settings
from reader.store.write import Library
from tests.cluster_cases import telling
from tests.library import NOW, OK, place, subscribe

MANY = 90


@pytest.fixture(autouse=True)
def _small_waves(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(group, "AT_ONCE", 10)
    monkeypatch.setattr(group, "KEPT_AT_ONCE", 40)


def filled(path: Path) -> Library:
    """Return a library of works without stories."""
    library = Library.open(path)
    rng = random.Random(3)
    entries = [telling(n, n % 12, rng, days=3 - n / 100).lead.entry for n in range(1, MANY + 1)]
    library.keep_fetch(subscribe(library, "lab")[0], OK, entries)
    place(library)
    return library


def steps(library: Library) -> Iterator[tuple[int, int]]:
    return Grouping(library, ClusterSettings(embedder="none"), NOW, Ahead(Settings(), NOW)).add()


def places(library: Library) -> list[tuple[int, ...]]:
    with closing(sqlite3.connect(library.path)) as connection:
        return connection.execute("SELECT id, story_id, roundup_id, pending FROM works ORDER BY id").fetchall()


def test_progress_is_told_after_each_wave(tmp_path: Path) -> None:
    with filled(tmp_path / "library.db") as library:
        assert list(steps(library)) == [(done, MANY) for done in range(10, MANY + 1, 10)]


@pytest.mark.parametrize("waves", [0, 1, 3, 4, 6, 8])
def test_what_was_stopped_between_two_waves_ends_as_if_it_had_not_been(tmp_path: Path, waves: int) -> None:
    with filled(tmp_path / "whole.db") as whole, filled(tmp_path / "stopped.db") as stopped:
        list(steps(whole))
        list(islice(steps(stopped), waves))
        kept = sum(1 for _, story, *_ in places(stopped) if story)
        assert kept == waves // 4 * 40
        list(steps(stopped))
        assert places(stopped) == places(whole)
        assert all(story and not pending for _, story, _, pending in places(whole))
