"""Marks when what they are on becomes another: works that prove to be one, clusters that merge or fall apart."""

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from reader.model.cluster import Changes
from reader.settings import RefreshSettings
from reader.store.marks import Marks
from reader.store.read import Reader
from reader.store.write import Library
from tests.library import NOW, OK, assignment, entry, fill, group, merge_works, place, subscribe, write_texts

LATER = NOW + timedelta(hours=1)


def test_a_star_taken_off_a_roundup_does_not_come_back_with_its_stories(
    library: Library, reads: Reader, marks: Marks
) -> None:
    fill(library, "a", "b", "c")
    marks.star(2)
    library.keep_changes(
        Changes(assignments=tuple(assignment(number, number, roundup=9) for number in (1, 2, 3)), next_id=10), NOW
    )
    marks.star(9, False)
    group(library, {1: 1, 2: 2, 3: 3})
    assert {number: row.starred for number, row in reads.rows([1, 2, 3]).items()} == {1: False, 2: False, 3: False}


def test_the_star_of_a_roundup_that_falls_apart_goes_where_most_of_it_went(
    library: Library, reads: Reader, marks: Marks
) -> None:
    fill(library, "a", "b", "c")
    library.keep_changes(
        Changes(
            assignments=(assignment(1, 1, roundup=9), assignment(2, 1, roundup=9), assignment(3, 3, roundup=9)),
            next_id=10,
        ),
        NOW,
    )
    marks.star(9)
    group(library, {1: 1, 2: 1, 3: 3})
    assert {number: row.starred for number, row in reads.rows([1, 3]).items()} == {1: True, 3: False}


def test_a_star_and_a_number_go_where_the_work_went_that_a_work_proved_to_be(
    library: Library, reads: Reader, marks: Marks
) -> None:
    fill(library, "a", "b", "c")
    marks.star(2)
    merge_works(library, 2, 1)
    assert reads.resolve(2) == 1
    assert reads.rows([1])[1].starred
    assert list(reads.search("is:starred", now=NOW)) == [1]


def test_a_cluster_that_has_other_works_keeps_its_star_when_works_are_merged(
    library: Library, reads: Reader, marks: Marks
) -> None:
    fill(library, "a", "b", "c")
    group(library, {3: 2}, aliases={3: 2})
    write_texts(library)
    marks.star(2)
    merge_works(library, 2, 1)
    assert reads.resolve(2) == 2
    assert library.stale() == [1, 2]
    assert [reads.rows([number])[number].starred for number in (1, 2)] == [False, True]


def test_works_that_prove_to_be_one_before_they_are_grouped_name_no_cluster(library: Library, reads: Reader) -> None:
    fill(library, "a")
    library.keep_fetch(library.feeds()[0][0], OK, [entry("b")])
    place(library)
    merge_works(library, 2, 1)
    assert reads.resolve(0) == 0


def test_a_star_that_waited_for_works_goes_to_the_one_cluster_that_has_most_of_them(
    library: Library, reads: Reader, marks: Marks, tmp_path: Path
) -> None:
    fill(library, "a", "b", "c")
    group(library, {1: 1, 2: 1, 3: 1}, aliases={2: 1, 3: 1})
    marks.star(1)
    (tmp_path / "marks").write_text(reads.marks(NOW))
    with Library.open(tmp_path / "other.db") as other, Marks(other.path) as others, Reader(other.path) as those:
        others.import_(tmp_path / "marks")
        other.keep_fetch(subscribe(other, "lab")[0], OK, [entry(name) for name in "abc"])
        place(other)
        group(other, {1: 1, 2: 3, 3: 3})
        assert {number: row.starred for number, row in those.rows([1, 3]).items()} == {1: False, 3: True}


def test_a_list_marked_read_leaves_what_removed_feeds_alone_brought(
    library: Library, reads: Reader, marks: Marks
) -> None:
    lab, press = subscribe(library, "lab", "press")
    library.keep_fetch(lab, OK, [entry("a")])
    library.keep_fetch(press, OK, [entry("b")])
    place(library)
    group(library, {1: 1, 2: 1})
    library.remove_feed(press.id)
    assert marks.read_view([1], NOW) == 1
    library.add_feeds([press])
    assert reads.rows([1])[1].unread == 1


def test_what_retention_leaves_of_a_story_is_told_anew(library: Library) -> None:
    fill(library, "a", "b")
    group(library, {2: 1}, aliases={2: 1})
    write_texts(library)
    source = library.feeds()[0][0]
    library.keep_fetch(source, OK, [entry("b")])
    assert library.prune(RefreshSettings(keep_entries=1)) == 1
    assert library.stale() == [1]


def test_undo_leaves_what_another_screen_marked_meanwhile(library: Library, reads: Reader, marks: Marks) -> None:
    fill(library, "a", "b")
    group(library, {2: 1}, aliases={2: 1})
    marks.star(1)
    with Marks(library.path) as other:
        other.hide(1)
        marks.undo()
        row = reads.rows([1])[1]
        assert (row.starred, row.hidden) == (False, True)
        marks.read([1, 2], NOW)
        other.unread([1])
        other.read([1], LATER)
        marks.undo()
    assert {source.work.id: source.read for source in reads.story(1, NOW).sources} == {1: True, 2: False}


def test_undo_reaches_a_work_that_proved_to_be_another(library: Library, reads: Reader, marks: Marks) -> None:
    fill(library, "a", "b", "c", "d")
    marks.read([2], NOW)
    merge_works(library, 2, 1)
    marks.undo()
    assert 1 in reads.unread_ids()
    marks.read([3], NOW)
    marks.read([4], LATER)
    merge_works(library, 4, 3)
    marks.undo()
    assert 3 not in reads.unread_ids(), "it was read before, too"


def test_undo_takes_back_what_an_earlier_version_did(library: Library, reads: Reader, marks: Marks) -> None:
    """Its rows may hold steps that this one does not have."""
    fill(library, "a")
    marks.star(1)
    with closing(sqlite3.connect(library.path)) as connection, connection:
        connection.execute("UPDATE undo SET steps = json_insert(steps, '$[#]', json('[\"unalias\", 2]'))")
    assert marks.undo()
    assert not reads.rows([1])[1].starred
