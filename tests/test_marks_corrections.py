"""Corrections: works taken out, clusters merged or kept apart, at once and through every later refresh."""

from datetime import timedelta

import pytest

from reader.errors import NotFound, UsageError
from reader.model.cluster import Changes, Kind, Rule
from reader.model.mark import Action, Undone
from reader.model.view import View
from reader.store.marks import Marks
from reader.store.read import Reader
from reader.store.write import Library
from tests.library import NOW, assignment, fill, group

LATER = NOW + timedelta(hours=1)


def test_an_ejected_work_is_a_story_of_its_own_at_once_and_kept_apart(
    library: Library, reads: Reader, marks: Marks
) -> None:
    fill(library, "a", "b", "c")
    group(library, {2: 1, 3: 1}, aliases={2: 1, 3: 1})
    own = marks.eject(2, 1, NOW)
    assert reads.story(own, NOW).sources[0].reason.rule is Rule.YOU
    assert reads.rows([own])[own].headline == "What b means for everyone"
    assert reads.rows([1])[1].works == 2
    given = library.corrections()
    assert set(given.apart) == {(2, 1), (2, 3)}
    assert given.pinned == {1, own}
    assert set(library.corrected()) == {1, 2, 3}
    marks.undo()
    assert reads.rows([1])[1].works == 3
    assert own not in reads.rows([own])
    assert library.corrections().apart == ()


def test_a_refresh_under_way_does_not_undo_a_correction(library: Library, reads: Reader, marks: Marks) -> None:
    fill(library, "a", "b", "c")
    group(library, {2: 1, 3: 1}, aliases={2: 1, 3: 1})
    library.corrections()
    own = marks.eject(2, 1, NOW)
    library.keep_changes(Changes(assignments=(assignment(2, 1), assignment(3, 1)), next_id=4), LATER)
    assert reads.story(own, NOW).counts.works == 1
    assert 2 in library.unclustered()
    library.corrections()
    library.keep_changes(Changes(assignments=(assignment(2, own),), next_id=4), LATER)
    assert 2 not in library.unclustered()


def test_a_work_alone_in_its_cluster_cannot_be_ejected(library: Library, marks: Marks) -> None:
    fill(library, "a", "b")
    with pytest.raises(UsageError):
        marks.eject(1, 1, NOW)
    with pytest.raises(NotFound):
        marks.eject(1, 2, NOW)
    with pytest.raises(UsageError, match="one story already"):
        marks.merge(1, 1, NOW)
    for pair in ((1, 99), (99, 1)):
        with pytest.raises(NotFound):
            marks.apart(*pair, NOW)


def test_ejecting_from_a_roundup_gives_the_work_its_story_back(library: Library, reads: Reader, marks: Marks) -> None:
    fill(library, "a", "b", "c")
    roundup = Changes(assignments=tuple(assignment(number, number, roundup=9) for number in (1, 2, 3)), next_id=10)
    library.keep_changes(roundup, NOW)
    assert marks.eject(2, 9, NOW) == 2
    assert sorted(reads.ids(View(), NOW)) == [2, 9]
    assert reads.story(2, NOW).kind is Kind.STORY


def test_merged_clusters_are_one_at_once_and_stay_so(library: Library, reads: Reader, marks: Marks) -> None:
    fill(library, "a", "b")
    marks.star(2)
    assert marks.merge(2, 1, NOW) == 1
    assert reads.resolve(2) == 1
    row = reads.rows([1])[1]
    assert (row.works, row.starred) == (2, True)
    assert library.corrections().together == ((1, 2),)
    assert marks.undo() == Undone(action=Action.MERGE, cluster_id=2)
    assert sorted(reads.ids(View(), NOW)) == [1, 2]
    assert [reads.rows([n])[n].starred for n in (1, 2)] == [False, True]
    assert reads.resolve(2) == 2
    assert library.corrections().together == ()


def test_a_story_merged_with_a_roundup_joins_it(library: Library, reads: Reader, marks: Marks) -> None:
    fill(library, "a", "b", "c")
    roundup = Changes(assignments=tuple(assignment(number, number, roundup=9) for number in (2, 3)), next_id=10)
    library.keep_changes(roundup, NOW)
    assert marks.merge(1, 9, NOW) == 9
    assert reads.story(1, NOW).id == 9
    assert {source.story_id for source in reads.story(9, NOW).sources} == {1, 2, 3}


def test_a_merged_story_that_joins_a_roundup_is_never_split_still(library: Library, marks: Marks) -> None:
    fill(library, "a", "b", "c")
    assert marks.merge(1, 2, NOW) == 1
    library.corrections()
    places = (assignment(1, 1, roundup=9), assignment(2, 1, roundup=9), assignment(3, 3, roundup=9))
    library.keep_changes(Changes(assignments=places, next_id=10), NOW)
    assert 1 in library.corrections().pinned


def test_merging_a_story_into_a_roundup_leaves_the_reason_why_its_works_are_one_story(
    library: Library, reads: Reader, marks: Marks
) -> None:
    fill(library, "a", "b", "c")
    places = (assignment(1, 1), *(assignment(number, number, roundup=9) for number in (2, 3)))
    library.keep_changes(Changes(assignments=places, next_id=10), NOW)
    marks.merge(1, 9, NOW)
    [source] = [source for source in reads.story(9, NOW).sources if source.work.id == 1]
    assert source.reason.rule is Rule.SIMILAR
    assert source.theme is not None
    assert source.theme.rule is Rule.YOU


def test_a_merge_taken_back_after_a_refresh_gives_the_numbers_back(
    library: Library, reads: Reader, marks: Marks
) -> None:
    fill(library, "a", "b", "c", "d")
    places = tuple(assignment(number, number, roundup=9 if number < 3 else 10) for number in (1, 2, 3, 4))
    library.keep_changes(Changes(assignments=places, next_id=11), NOW)
    marks.merge(9, 10, NOW)
    library.corrections()
    group(library, {}, aliases={3: 1})
    assert (reads.resolve(3), reads.resolve(10)) == (9, 9)
    marks.undo()
    assert (reads.resolve(3), reads.resolve(10)) == (10, 10)
    assert {source.story_id for source in reads.story(10, NOW).sources} == {3, 4}


def test_a_merge_taken_back_takes_along_what_joined_the_story_since(
    library: Library, reads: Reader, marks: Marks
) -> None:
    fill(library, "a", "b", "c", "d")
    places = (*(assignment(number, number, roundup=9) for number in (1, 2)), assignment(3, 3), assignment(4, 4))
    library.keep_changes(Changes(assignments=places, next_id=10), NOW)
    marks.merge(9, 3, NOW)
    library.corrections()
    library.keep_changes(Changes(assignments=(assignment(4, 3, roundup=9),), next_id=10), NOW)
    marks.undo()
    assert {number: row.works for number, row in reads.rows([3, 9]).items()} == {3: 2, 9: 2}


def test_an_ejected_work_goes_back_to_where_its_story_is_by_now(library: Library, reads: Reader, marks: Marks) -> None:
    fill(library, "a", "b", "c")
    group(library, {2: 1, 3: 3}, aliases={2: 1})
    marks.eject(2, 1, NOW)
    library.corrections()
    places = (assignment(1, 1, roundup=9), assignment(3, 3, roundup=9))
    library.keep_changes(Changes(assignments=places, next_id=10), NOW)
    marks.undo()
    assert [source.work.id for source in reads.story(9, NOW).sources] == [1, 2, 3]


def test_a_star_that_was_merged_is_on_what_it_was_merged_into_alone(
    library: Library, reads: Reader, marks: Marks
) -> None:
    fill(library, "a", "b", "c")
    places = (assignment(1, 1), *(assignment(number, number, roundup=9) for number in (2, 3)))
    library.keep_changes(Changes(assignments=places, next_id=10), NOW)
    marks.star(1)
    marks.merge(1, 9, NOW)
    marks.star(9, False)
    assert marks.eject(1, 9, NOW) == 1
    assert not reads.rows([1])[1].starred
    for _ in range(3):
        marks.undo()
    assert {number: row.starred for number, row in reads.rows([1, 9]).items()} == {1: True, 9: False}


def test_the_last_word_on_two_works_stands(library: Library, marks: Marks) -> None:
    fill(library, "a", "b")
    marks.apart(1, 2, NOW)
    assert library.corrections().apart == ((1, 2),)
    marks.merge(1, 2, NOW)
    assert (library.corrections().apart, library.corrections().together) == ((), ((1, 2),))
    marks.eject(2, 1, NOW)
    assert (library.corrections().apart, library.corrections().together) == (((2, 1),), ())
    for _ in range(3):
        marks.undo()
    assert marks.corrections() == []
