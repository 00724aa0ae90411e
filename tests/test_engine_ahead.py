"""What a second process does ahead changes nothing but the time: not when it dies, and not when the library changes."""

import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from itertools import chain
from pathlib import Path
from unittest import mock

import psutil
import pytest

from reader.cluster.clusterer import Clusterer
from reader.engine import ahead, group
from reader.engine.ahead import Ahead
from reader.engine.group import Grouping, place
from reader.engine.write import write
from reader.model.work import Entry
from reader.settings import ClusterSettings, Settings
from reader.store.marks import Marks
from reader.store.write import Library
from tests.cluster_cases import telling
from tests.library import NOW, OK, subscribe

SETTINGS = Settings(cluster=ClusterSettings(embedder="none"))
WHAT_COMES_OF_IT = (
    "SELECT id, key, story_id, roundup_id, cluster_id, reason, theme, pending FROM works ORDER BY id",
    "SELECT work_id, features FROM memories ORDER BY work_id",
    "SELECT id, kind, headline, stale, score FROM clusters ORDER BY id",
    "SELECT cluster_id, number, summary FROM revisions ORDER BY cluster_id, number",
)


@pytest.fixture(autouse=True)
def _small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(group, "AT_ONCE", 20)
    monkeypatch.setattr(group, "KEPT_AT_ONCE", 80)
    monkeypatch.setattr(ahead, "AT_ONCE", 10)
    monkeypatch.setattr(ahead, "WORTH_ANOTHER", 1)


def entries(many: int, first: int = 1) -> list[Entry]:
    rng = random.Random(first)
    told = [telling(n, n % 9, rng, days=2 - n / 100).lead.entry for n in range(first, first + many)]
    return [replace(one, authors=("A. One", "B. Two", f"C. {one.key}")) for one in told]


def filled(path: Path, *batches: list[Entry]) -> Library:
    """Return a library whose two feeds have entries without works; each entry of the second is one of the first's."""
    library = Library.open(path)
    for feed, batch in zip(subscribe(library, "lab", "copy"), batches, strict=False):
        library.keep_fetch(feed, OK, batch)
    return library


def steps(library: Library, other: Ahead) -> Iterator[object]:
    """Do what a refresh does after the fetch, step by step."""
    grouping = Grouping(library, SETTINGS.cluster, NOW, other)
    return chain(place(library, other), grouping.add(), write(library, SETTINGS, NOW, other))


def outcome(library: Library) -> list[list[tuple[object, ...]]]:
    with closing(sqlite3.connect(library.path)) as connection:
        return [connection.execute(query).fetchall() for query in WHAT_COMES_OF_IT]


def done(library: Library, *, start: bool) -> list[list[tuple[object, ...]]]:
    with Ahead(SETTINGS, NOW) as other:
        other.start(int(start), looks=True)
        assert (other.scribe is not None) == start
        with mock.patch.object(ahead, "WORTH_ANOTHER", 10**9):
            for _ in steps(library, other):
                pass
    return outcome(library)


@pytest.mark.parametrize("many", [1, 19, 60, 80, 130])
def test_two_processes_make_of_a_first_refresh_what_one_makes(tmp_path: Path, many: int) -> None:
    batches = entries(many), entries(many)[::3]
    with filled(tmp_path / "one.db", *batches) as one, filled(tmp_path / "two.db", *batches) as two:
        alone = done(one, start=False)
        assert done(two, start=True) == alone
        assert len(alone[0]) == many
        assert all(story and not pending for _, _, story, _, _, _, _, pending in alone[0])
        assert not any(stale for _, _, _, stale, _ in alone[2])


def test_so_they_do_where_the_process_is_started_for_the_texts_alone(tmp_path: Path) -> None:
    with filled(tmp_path / "one.db", entries(130)) as one, filled(tmp_path / "two.db", entries(130)) as two:
        with Ahead(SETTINGS, NOW) as other:
            for _ in steps(two, other):
                pass
            assert other.scribe
        assert outcome(two) == done(one, start=False)


def test_so_they_do_of_the_next_refresh(tmp_path: Path) -> None:
    with filled(tmp_path / "one.db", entries(50)) as one, filled(tmp_path / "two.db", entries(50)) as two:
        for library in (one, two):
            done(library, start=False)
            library.keep_fetch(library.feeds()[0][0], OK, entries(60, first=51))
        assert done(two, start=True) == done(one, start=False)


def test_works_are_looked_at_and_written_of_beside_this_process(tmp_path: Path) -> None:
    with (
        filled(tmp_path / "library.db", entries(60)) as library,
        mock.patch.object(Clusterer, "_find_neighbours", side_effect=AssertionError),
        mock.patch("reader.engine.write.alone", side_effect=AssertionError),
    ):
        done(library, start=True)


def test_the_works_that_are_looked_at_are_those_that_are_stored(tmp_path: Path) -> None:
    with filled(tmp_path / "library.db", entries(40), entries(40)[::2]) as library, Ahead(SETTINGS, NOW) as other:
        with mock.patch.object(other, "look") as look:
            list(place(library, other))
        ((waves,), _) = look.call_args
        stored = {work.id: work for work in library.works(range(1, 41))}
        looked_at = list(chain.from_iterable(waves))
        assert {work.id: work for work in looked_at} == stored
        assert looked_at == sorted(looked_at, key=lambda work: (work.when, work.key))


def test_what_changes_after_it_was_looked_at_is_looked_at_again(tmp_path: Path) -> None:
    batch = entries(40)
    with filled(tmp_path / "one.db", batch) as one, filled(tmp_path / "two.db", batch) as two:
        for library in (one, two):
            with Ahead(SETTINGS, NOW) as other:
                other.start(int(library is two), looks=True)
                list(place(library, other))
                told = [replace(batch[0], title=batch[9].title, excerpt=batch[9].excerpt), *batch[1:]]
                library.keep_fetch(library.feeds()[0][0], OK, told)
                for _ in Grouping(library, SETTINGS.cluster, NOW, other).add():
                    pass
                for _ in write(library, SETTINGS, NOW, other):
                    pass
        assert outcome(two) == outcome(one)


@pytest.mark.parametrize("after", [0, 1, 2, 3])
def test_a_process_that_dies_leaves_nothing_undone(tmp_path: Path, after: int) -> None:
    with filled(tmp_path / "one.db", entries(60)) as one, filled(tmp_path / "two.db", entries(60)) as two:
        with Ahead(SETTINGS, NOW) as other:
            other.start(1, looks=True)
            (child,) = psutil.Process().children()
            for number, _ in enumerate(steps(two, other)):
                if number == after:
                    child.kill()
        assert outcome(two) == done(one, start=False)


def test_where_no_process_can_be_started_one_does_it_all(tmp_path: Path) -> None:
    with filled(tmp_path / "one.db", entries(60)) as one, filled(tmp_path / "two.db", entries(60)) as two:
        with (
            Ahead(SETTINGS, NOW) as other,
            mock.patch("reader.engine.second.subprocess.Popen", side_effect=BlockingIOError("no more processes")),
        ):
            other.start(1000)
            assert other.scribe is None
            for _ in steps(two, other):
                pass
        assert outcome(two) == done(one, start=False)


def test_a_text_of_a_cluster_that_the_user_changed_meanwhile_is_not_kept(tmp_path: Path) -> None:
    with filled(tmp_path / "library.db", entries(40)) as library, Ahead(SETTINGS, NOW) as other:
        other.start(1, looks=True)
        grouping = Grouping(library, SETTINGS.cluster, NOW, other)
        for _ in chain(place(library, other), grouping.add()):
            pass
        story, works = next((c.id, c.works) for c in library.clusters(library.stale()) if len(c.works) > 1)
        with Marks(library.path) as marks:
            marks.eject(works[-1].id, story, NOW)
        for _ in write(library, SETTINGS, NOW, other):
            pass
        (text,) = library.texts([story]).values()
        left = [appearance.entry.id for work in works[:-1] for appearance in work.appearances]
        assert text.summary_by.inputs == tuple(left)
        assert library.stale() == []


def test_only_groups_of_the_works_that_are_there_are_ordered(tmp_path: Path) -> None:
    with filled(tmp_path / "library.db", entries(12)) as library, Ahead(SETTINGS, NOW) as other:
        grouping = Grouping(library, SETTINGS.cluster, NOW, other)
        with mock.patch.object(ahead, "WORTH_ANOTHER", 10**9):
            list(chain(place(library, other), grouping.add()))
        works = library.works(range(1, 13))
        groups = grouping._clusterer.groups(work.id for work in works)
        other.start(1, looks=True)
        assert other.scribe
        other.order(works[:-1], groups)
        ordered = [cluster for order, _ in other.scribe.texts() for cluster in order.clusters]
        assert {cluster.id for cluster in ordered} == {
            number for number, its in groups.items() if works[-1].id not in its.stories
        }
        stored = {cluster.id: cluster for cluster in library.clusters(groups)}
        assert all(replace(stored[cluster.id], reasons={}) == cluster for cluster in ordered)
