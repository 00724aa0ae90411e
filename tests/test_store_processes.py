"""Real processes on one library: killed at any moment, and writing at once (R15, R17)."""

import random
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from reader.model.view import View
from reader.store.check import Level, check
from reader.store.read import Reader
from reader.store.write import Library
from tests.library import NOW, fill
from tests.writers import A_FETCH, refresh

ROOT = Path(__file__).parents[1]
KILLS = 12
MARKED = 60
"""Works that are there to be marked before anyone writes."""


@contextmanager
def writer(kind: str, path: Path, first: int, count: int) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "tests.writers", kind, str(path), str(first), str(count)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "library.db"
    with Library.open(path) as library:
        fill(library, *(f"n{number:03}" for number in range(MARKED)))
    return path


def sound(path: Path) -> None:
    assert [finding for finding in check(path) if finding.level is not Level.FINE] == []


def test_a_writer_killed_at_any_moment_leaves_whole_feeds_and_every_acknowledged_mark(path: Path) -> None:
    rng = random.Random(7)
    acknowledged: set[int] = set()
    feeds = marks = 1
    for _ in range(KILLS):
        with (
            writer("feeds", path, feeds, 1000) as fetching,
            writer("marks", path, marks, MARKED + 1 - marks) as marking,
        ):
            assert fetching.stdout
            assert marking.stdout
            for _ in range(rng.randrange(1, 6)):
                told = marking.stdout.readline().split()
                acknowledged |= {int(told[1])} if told and told[0] == "read" else set()
            for _ in range(rng.randrange(1, 3)):
                feeds = int(fetching.stdout.readline().split()[1]) + 1
            fetching.kill()
            marking.kill()
            for line in marking.stdout:
                acknowledged |= {int(line.split()[1])} if line.startswith("read") else set()
        # A fast machine marks them all before the last kill, and begins again.
        marks = max(acknowledged) % MARKED + 1
        sound(path)
    with Library.open(path) as library, Reader(path) as reads:
        refresh(library)
        sound(path)
        counts = {line.entries for line in reads.feeds(NOW)}
        assert counts <= {MARKED, A_FETCH, 0}
        assert {library.unplaced() == [], library.unclustered() == [], library.stale(9) == []} == {True}
        seen = {
            source.work.id
            for number in reads.ids(View(query="is:read"), NOW)
            for source in reads.story(number, NOW).sources
        }
        assert acknowledged <= seen
        assert len(acknowledged) > KILLS


def test_two_screens_and_two_refreshes_at_once_lose_nothing_and_are_never_locked_out(path: Path) -> None:
    half = MARKED // 2
    with (
        writer("marks", path, 1, half) as first,
        writer("marks", path, half + 1, half) as second,
        writer("feeds", path, 1, 12) as third,
        writer("feeds", path, 101, 12) as fourth,
    ):
        outcomes = [process.communicate(timeout=100) for process in (first, second, third, fourth)]
        assert [errors for _, errors in outcomes] == [""] * 4
    sound(path)
    with Library.open(path) as library, Reader(path) as reads:
        refresh(library)
        assert set(reads.ids(View(query="is:starred is:read"), NOW)) == set(range(1, MARKED + 1))
        assert reads.totals(NOW).entries == MARKED + 24 * A_FETCH
    sound(path)
