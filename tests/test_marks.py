"""Marks: what they do at once, how they are taken back, and how they outlive the library."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from reader.errors import NotFound, UsageError
from reader.model.mark import Action, Field, Undone, Want
from reader.model.view import View
from reader.store.journal import Journal
from reader.store.marks import PART, Marks
from reader.store.read import Reader
from reader.store.write import Library
from tests.library import NOW, OK, entry, feed, fill, group, place, subscribe, write_texts

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def marks(library: Library) -> Iterator[Marks]:
    with Marks(library.path, clock=lambda: LATER) as opened:
        yield opened


def unread(reads: Reader) -> list[int]:
    return sorted(reads.unread_ids())


def shown(reads: Reader) -> list[int]:
    return sorted(reads.ids(View(), NOW))


def test_a_cluster_is_unread_while_one_of_its_works_is(library: Library, reads: Reader, marks: Marks) -> None:
    fill(library, "a", "b", "c")
    group(library, {2: 1}, aliases={2: 1})
    assert marks.read([1], NOW) == 1
    row = reads.rows([1])[1]
    assert (row.unread, row.grew, row.new_publisher) == (1, 1, False)
    assert unread(reads) == [1, 3]
    assert marks.read([1, 2], NOW) == 1
    assert unread(reads) == [3]
    assert marks.unread([2]) == 1
    assert unread(reads) == [1, 3]


def test_a_new_publisher_is_told_from_one_that_was_read(library: Library, reads: Reader, marks: Marks) -> None:
    fill(library, "a", "b")
    library.keep_fetch(subscribe(library, "press")[0], OK, [entry("c")])
    place(library)
    group(library, {2: 1}, aliases={2: 1})
    marks.read([1], NOW)
    assert not reads.rows([1])[1].new_publisher
    group(library, {3: 1})
    assert reads.rows([1])[1].new_publisher


def test_what_joined_since_the_user_left_is_new(library: Library, reads: Reader, marks: Marks) -> None:
    fill(library, "a", "b", "c")
    marks.read_view([1], NOW)
    marks.saw(1, NOW)
    group(library, {2: 1}, aliases={2: 1}, now=LATER)
    assert [source.new for source in reads.story(1, NOW).sources] == [False, True]
    marks.read_view([1], LATER + timedelta(minutes=1))
    assert [source.new for source in reads.story(1, NOW).sources] == [False, True], "still marked while it is read"
    marks.saw(1, LATER + timedelta(minutes=2))
    assert [source.new for source in reads.story(1, NOW).sources] == [False, False]


def test_marking_a_whole_list_is_one_mark(library: Library, reads: Reader, marks: Marks) -> None:
    fill(library, *"abcdef")
    marks.read([3], NOW)
    assert marks.read_view(reads.ids(View(), NOW), NOW) == 5
    assert unread(reads) == []
    assert marks.undo() == Undone(action=Action.READ, count=5)
    assert unread(reads) == [1, 2, 4, 5, 6]


def test_a_long_list_is_marked_in_parts_and_taken_back_as_one_mark(
    library: Library, reads: Reader, marks: Marks
) -> None:
    fill(library, *(f"n{number}" for number in range(2 * PART + 1)))
    marks.star(1)
    assert marks.read_view(reads.ids(View(), NOW), NOW) == 2 * PART + 1
    journal = (library.path.parent / "library.db.journal").read_text().splitlines()
    assert [len(json.loads(line)["works"]) for line in journal] == [1, PART, PART, 1]
    for number in range(48):
        marks.hide(2, number % 2 == 0)
    assert [str(marks.undo()) for _ in range(48)][-1] == "hidden"
    assert marks.undo() == Undone(action=Action.READ, count=2 * PART + 1)
    assert len(unread(reads)) == 2 * PART + 1
    assert [str(marks.undo()), marks.undo()] == ["starred", None]


def test_undo_takes_back_fifty_marks_newest_first(library: Library, reads: Reader, marks: Marks) -> None:
    fill(library, "a")
    for number in range(30):
        marks.star(1, number % 2 == 0)
        marks.hide(1, number % 2 == 0)
    taken = 0
    while marks.undo():
        taken += 1
    assert taken == 50
    row = reads.rows([1])[1]
    assert (row.starred, row.hidden) == (True, True) or (row.starred, row.hidden) == (False, False)


def test_a_mark_that_changes_nothing_is_not_undone(library: Library, marks: Marks) -> None:
    fill(library, "a")
    marks.star(1)
    marks.star(1)
    marks.read([1], NOW)
    marks.read([1], NOW)
    assert [str(marks.undo()), str(marks.undo()), marks.undo()] == ["marked read", "starred", None]


def test_undo_is_of_ones_own_marks_first(library: Library, reads: Reader, marks: Marks) -> None:
    fill(library, "a", "b")
    with Marks(library.path) as other:
        marks.star(1)
        other.star(2)
        marks.undo()
        assert [reads.rows([n])[n].starred for n in (1, 2)] == [False, True]
    marks.undo()
    assert not reads.rows([2])[2].starred, "what another session left can be taken back when one has no marks"


def test_a_star_on_a_merged_number_reaches_the_cluster_that_shows_it(
    library: Library, reads: Reader, marks: Marks
) -> None:
    fill(library, "a", "b")
    group(library, {2: 1}, aliases={2: 1})
    marks.star(2)
    assert reads.rows([1])[1].starred
    with pytest.raises(NotFound):
        marks.star(99)


def test_hidden_stories_are_out_of_the_list_and_counted(library: Library, reads: Reader, marks: Marks) -> None:
    fill(library, "a", "b")
    marks.hide(1)
    assert shown(reads) == [2]
    assert sorted(reads.ids(View(hidden=True), NOW)) == [1, 2]
    assert list(reads.ids(View(query="is:hidden"), NOW)) == [1]
    assert reads.totals(NOW).hidden == 1


def test_a_mute_hides_now_and_what_comes_and_ends_in_time(library: Library, reads: Reader, marks: Marks) -> None:
    fill(library, "cricket", "tennis")
    marks.mute(Field.WORD, "Cricket", LATER, NOW)
    assert [rule.value for rule in marks.rules(NOW)] == ["Cricket"]
    assert shown(reads) == [2]
    source = library.feeds()[0][0]
    library.keep_fetch(source, OK, [entry("cricket-again", title="More cricket for you")])
    place(library)
    group(library)
    assert library.apply_rules(NOW) == 1
    assert shown(reads) == [2]
    assert marks.expire(LATER + timedelta(minutes=1)) == 2
    assert shown(reads) == [1, 2, 3]


def test_one_mention_does_not_mute_a_story_of_many(library: Library, reads: Reader, marks: Marks) -> None:
    fill(library, "cricket", "tennis", "golf")
    group(library, {2: 1, 3: 1}, aliases={2: 1, 3: 1})
    marks.mute(Field.WORD, "cricket")
    assert shown(reads) == [1]


def test_a_muted_publisher_hides_what_it_alone_tells(library: Library, reads: Reader, marks: Marks) -> None:
    fill(library, "a", "b", feeds=("lab",))
    library.keep_fetch(subscribe(library, "press")[0], OK, [entry("b")])
    place(library)
    marks.mute(Field.PUBLISHER, "lab.example")
    assert shown(reads) == [2]
    rule = marks.rules(NOW)[0]
    marks.drop_rule(rule.id)
    assert shown(reads) == [1, 2]
    assert str(marks.undo()) == "rule dropped"
    assert shown(reads) == [2]
    assert str(marks.undo()) == "muted"
    assert shown(reads) == [1, 2]


def test_follows_are_given_to_the_ledger_in_its_words(library: Library, marks: Marks) -> None:
    subscribe(library, "lab")
    marks.follow("word", "energy")
    marks.follow("publisher", "lab.example")
    marks.follow("feed", feed("lab").url)
    assert library.follows(NOW) == ("energy", "publisher:lab.example", "feed:The lab feed")
    with pytest.raises(UsageError):
        marks.follow("word", "  ")


def test_marks_go_out_and_come_into_another_library(
    library: Library, reads: Reader, marks: Marks, tmp_path: Path
) -> None:
    fill(library, *"abcde")
    group(library, {2: 1}, aliases={2: 1})
    marks.read([1, 3], NOW)
    marks.star(1)
    marks.hide(4)
    marks.mute("word", "cricket", LATER)
    marks.apart(4, 5, NOW)
    out = tmp_path / "marks.jsonl"
    out.write_text(reads.marks(NOW))

    with Library.open(tmp_path / "other.db") as other, Marks(other.path, clock=lambda: NOW) as others:
        fill(other, "a", "e", "d")
        others.import_(out)
        library.keep_fetch(library.feeds()[0][0], OK, [])
        for source, _ in other.feeds():
            other.keep_fetch(source, OK, [entry(name) for name in "bc"])
        place(other)
        group(other)
        write_texts(other)
        with Reader(other.path) as those:
            titles = {row.headline.split()[1]: row for row in those.rows(those.ids(View(hidden=True), NOW)).values()}
        assert {name for name, row in titles.items() if row.unread == 0} == {"a", "c"}
        assert {name for name, row in titles.items() if row.starred} == {"a"}
        assert {name for name, row in titles.items() if row.hidden} == {"d"}
        assert [(rule.want, rule.value, rule.until) for rule in others.rules(NOW)] == [(Want.MUTE, "cricket", LATER)]
        assert len(other.corrections().apart) == 1


@pytest.mark.parametrize(
    "line",
    [
        "not json",
        '{"mark": "read", "on": true}',
        '{"mark": "read", "on": true, "works": [7], "at": "2026-05-09T08:00:00+00:00"}',
        '{"mark": "read", "on": true, "works": ["a"], "at": "yesterday"}',
        '{"mark": "sing", "on": true}',
        '{"mark": "rule", "on": true, "want": "x", "field": "word", "value": "v", "at": "2026-05-09T08:00:00+00:00"}',
    ],
)
def test_a_file_with_a_wrong_line_is_refused_whole(library: Library, marks: Marks, tmp_path: Path, line: str) -> None:
    fill(library, "a")
    good = {"mark": "read", "on": True, "works": ["url:https://articles.example/a"], "at": NOW.isoformat()}
    file = tmp_path / "in.jsonl"
    file.write_text(f"{json.dumps(good)}\n{line}\n")
    with pytest.raises(UsageError, match="line 2"):
        marks.import_(file)
    with Reader(library.path) as reads:
        assert unread(reads) == [1]
    file.write_bytes(b"\xff")
    for path, words in ((file, "not UTF-8"), (tmp_path / "none", "No such file")):
        with pytest.raises(UsageError, match=words):
            marks.import_(path)


def test_every_mark_is_in_the_journal_under_lasting_names(library: Library, marks: Marks) -> None:
    fill(library, "a", "b")
    marks.read([1], NOW)
    marks.star(1)
    marks.merge(1, 2, NOW)
    marks.undo()
    marks.undo()
    lines = [json.loads(line) for line in (library.path.parent / "library.db.journal").read_text().splitlines()]
    assert [(line["mark"], line["on"]) for line in lines] == [
        ("read", True),
        ("star", True),
        ("together", True),
        ("together", False),
        ("star", False),
    ]
    assert lines[0]["works"] == ["url:https://articles.example/a"]


def test_a_mark_after_a_line_that_a_crash_cut_off_is_in_the_journal(library: Library, marks: Marks) -> None:
    fill(library, "a", "b")
    marks.read([1], NOW)
    path = Journal(library.path).path
    path.write_bytes(path.read_bytes()[:-9])
    marks.star(2)
    assert [line["mark"] for line in Journal(library.path).lines()] == ["star"]


def test_notices_have_a_cap_of_a_day_and_a_distance_whatever_screens_are_opened_and_closed(library: Library) -> None:
    taken = []
    for hour in range(26):
        for now in (NOW + timedelta(hours=hour), NOW + timedelta(hours=hour, minutes=10)):
            with Marks(library.path) as screen, Marks(library.path) as other:
                some = [m.notice(now, per_day=2, apart=timedelta(minutes=30)) for m in (screen, other)]
                taken += [now] * sum(some)
    assert [(at - NOW) / timedelta(hours=1) for at in taken] == [0, 1, 24, 25]


def test_a_clock_that_was_set_back_brings_notices_again(library: Library) -> None:
    with Marks(library.path) as marks:
        assert marks.notice(NOW + timedelta(days=365), per_day=1, apart=timedelta(minutes=30))
        assert marks.notice(NOW, per_day=1, apart=timedelta(minutes=30))
        assert not marks.notice(LATER, per_day=1, apart=timedelta(minutes=30))
