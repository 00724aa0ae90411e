"""Works, clusters, texts and ranks as the engine keeps them, and the queues that heal a run that died."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from reader.model.cluster import Changes, Kind, Rule
from reader.model.ledger import Ledger
from reader.model.view import Sort, View
from reader.model.work import Announce
from reader.store.marks import Marks
from reader.store.read import Reader
from reader.store.write import Library
from tests.library import (
    NOW,
    OK,
    assignment,
    entry,
    fill,
    group,
    ledger,
    memory,
    merge_works,
    place,
    subscribe,
    summary,
    write_texts,
)


def test_the_queues_name_what_is_undone_at_every_step(library: Library) -> None:
    source = subscribe(library, "lab")[0]
    library.keep_fetch(source, OK, [entry("a"), entry("b")])
    assert [item.key for item, _ in library.unplaced()] == ["guid-a", "guid-b"]
    place(library)
    assert library.unplaced() == []
    assert library.unclustered() == [1, 2]
    group(library)
    assert library.unclustered() == []
    assert library.stale(10) == [1, 2]
    write_texts(library)
    assert library.stale(10) == []


def test_a_batch_cut_into_many_transactions_loses_nothing(library: Library, reads: Reader) -> None:
    source = subscribe(library, "lab")[0]
    library.keep_fetch(source, OK, [entry(f"n{number}") for number in range(900)])
    place(library)
    group(library)
    write_texts(library)
    assert len(reads.ids(View(), NOW)) == 900
    assert library.unplaced() == []
    assert library.unclustered() == []


def test_a_cluster_without_a_text_shows_its_first_title(library: Library, reads: Reader) -> None:
    library.keep_fetch(subscribe(library, "lab")[0], OK, [entry("a")])
    place(library)
    group(library)
    story = reads.story(1, NOW)
    assert (story.summary.headline, story.revision, story.stale) == ("What a means for everyone", 0, 1)


def test_counts_are_of_works_entries_feeds_and_publishers(library: Library, reads: Reader) -> None:
    fill(library, "a", "b", feeds=("lab", "press"))
    group(library, {1: 1, 2: 1})
    row, story = reads.rows([1])[1], reads.story(1, NOW)
    assert (row.works, row.entries, row.unread) == (2, 4, 2)
    assert (story.counts.feeds, story.counts.publishers) == (2, 2)
    assert [source.number for source in story.sources] == [1, 2]


def test_a_roundup_shows_its_works_and_its_stories_lead_to_it(library: Library, reads: Reader) -> None:
    fill(library, "a", "b", "c")
    wanted = Changes(
        assignments=tuple(assignment(number, number, roundup=9) for number in (1, 2, 3)),
        memories=(),
        next_id=10,
    )
    assert library.keep_changes(wanted, NOW) == [9]
    cluster = library.clusters([9])[0]
    assert (cluster.kind, cluster.stories) == (Kind.ROUNDUP, {1: 1, 2: 2, 3: 3})
    assert {reason.rule for reason in cluster.reasons.values()} == {Rule.THEME}
    assert list(reads.ids(View(), NOW)) == [9]
    assert reads.resolve(2) == 9
    assert reads.story(3, NOW).id == 9


def test_a_story_moves_whole_with_its_works_that_left_the_window(library: Library, reads: Reader) -> None:
    fill(library, "a", "b", "c")
    group(library, {1: 1, 2: 1, 3: 3})
    moved = Changes(assignments=(assignment(2, 1, roundup=9), assignment(3, 3, roundup=9)), next_id=10)
    library.keep_changes(moved, NOW)
    assert [source.work.id for source in reads.story(9, NOW).sources] == [1, 2, 3]
    assert {source.theme.rule for source in reads.story(9, NOW).sources if source.theme} == {Rule.THEME}
    library.keep_changes(Changes(assignments=(assignment(2, 1), assignment(3, 3)), next_id=10), NOW)
    assert [(source.work.id, source.theme) for source in reads.story(1, NOW).sources] == [(1, None), (2, None)]
    assert sorted(reads.ids(View(), NOW)) == [1, 3]


def test_a_story_takes_its_star_into_a_roundup(library: Library, reads: Reader, marks: Marks) -> None:
    fill(library, "a", "b")
    marks.star(2)
    wanted = Changes(assignments=tuple(assignment(number, number, roundup=9) for number in (1, 2)), next_id=10)
    library.keep_changes(wanted, NOW)
    assert reads.rows([9])[9].starred


def test_a_merged_cluster_redirects_and_brings_its_marks(library: Library, reads: Reader, marks: Marks) -> None:
    fill(library, "a", "b", "c")
    marks.star(2)
    marks.hide(3)
    group(library, {2: 1}, aliases={2: 1})
    assert reads.resolve(2) == 1
    assert reads.story(2, NOW).id == 1
    assert reads.rows([1])[1].starred
    group(library, {3: 1}, aliases={3: 1})
    assert not reads.rows([1])[1].hidden, "a star asks to keep in sight"
    assert reads.resolve(3) == 1


def test_what_was_hidden_stays_hidden_in_a_merge(library: Library, reads: Reader, marks: Marks) -> None:
    fill(library, "a", "b")
    marks.hide(2)
    group(library, {2: 1}, aliases={2: 1})
    assert reads.rows([1])[1].hidden


def test_aliases_of_aliases_lead_to_the_last(library: Library, reads: Reader) -> None:
    fill(library, "a", "b", "c")
    group(library, {3: 2}, aliases={3: 2})
    group(library, {2: 1, 3: 1}, aliases={2: 1})
    assert reads.resolve(3) == 1


def test_merged_works_are_read_if_either_was(library: Library, reads: Reader, marks: Marks) -> None:
    fill(library, "a", "b")
    marks.read([2], NOW)
    merge_works(library, 2, 1)
    row = reads.rows([1])[1]
    assert (row.works, row.entries, row.unread) == (1, 2, 0)
    assert reads.rows([2]) == {}
    assert library.stale() == [1]
    assert library.identities(["url:https://articles.example/b"]) == {"url:https://articles.example/b": 1}
    assert list(reads.search("b", now=NOW)) == [1]


def test_papers_of_one_title_that_come_one_after_the_other_are_two_works(library: Library) -> None:
    authors = ("Ada Lovelace", "Charles Babbage")
    source = subscribe(library, "lab")[0]
    for name in ("2605.00001", "2605.00002"):
        paper = entry(name, title="A title that is long enough", authors=authors, arxiv_id=name)
        library.keep_fetch(source, OK, [paper])
        place(library)
    assert len(library.unclustered()) == 2


def test_numbers_are_never_used_twice(library: Library, marks: Marks) -> None:
    fill(library, "a", "b", "c")
    first = library.next_cluster_id()
    merge_works(library, 3, 1)
    group(library, {2: 1}, aliases={2: 1})
    assert library.next_cluster_id() == first
    assert library.next_work_id() == 4
    own = marks.eject(2, 1, NOW)
    assert own >= 1_000_000, "the user's stories are numbered apart from a refresh that counts on meanwhile"
    assert library.next_cluster_id() == first


def test_numbers_of_user_and_engine_never_meet_whoever_is_first(tmp_path: Path) -> None:
    with Library.open(tmp_path / "own.db") as library, Marks(tmp_path / "own.db") as marks:
        library.keep_fetch(subscribe(library, "lab")[0], OK, [entry(name) for name in "abc"])
        place(library)
        library.keep_changes(Changes(assignments=tuple(assignment(n, 1) for n in (1, 2, 3)), next_id=2), NOW)
        own = [marks.eject(work, 1, NOW) for work in (2, 3)]
        assert len({1, *own, library.next_cluster_id()}) == 4
        assert library.next_cluster_id() == 2


def test_memories_come_back_with_their_places(library: Library) -> None:
    fill(library, "a", "b")
    group(library, {2: 1}, aliases={2: 1})
    found = list(library.memories(NOW - timedelta(days=1)))
    assert [replace(memory(work), story_id=1) for work in (1, 2)] == found
    assert list(library.memories(NOW + timedelta(seconds=1))) == []


def test_a_revision_is_new_only_if_works_or_words_changed(library: Library, reads: Reader) -> None:
    fill(library, "a", "b")
    later = NOW + timedelta(hours=1)
    library.keep_text(1, summary("What a means for everyone", [1]), ledger(12), {"n": 2}, later)
    assert reads.story(1, NOW).revision == 1
    assert reads.story(1, NOW).ledger.score == 12
    library.keep_text(1, summary("Better words", [1]), ledger(), {}, later)
    assert reads.story(1, NOW).revision == 2
    group(library, {2: 1}, aliases={2: 1})
    assert reads.story(1, NOW).stale == 1
    library.keep_text(1, summary("Better words", [1]), ledger(), {}, later)
    story = reads.story(1, NOW)
    assert (story.revision, story.stale, story.written) == (3, 0, later)
    kept = reads.revisions(1)
    assert [[work for work, _ in revision.works] for revision in kept] == [[1], [1], [1, 2]]
    assert kept[0].works == ((1, "What a means for everyone"),)


def test_twenty_revisions_are_kept(library: Library, reads: Reader) -> None:
    fill(library, "a")
    for number in range(30):
        library.keep_text(1, summary(f"Words {number}"), ledger(), {}, NOW)
    assert [revision.number for revision in reads.revisions(1)] == list(range(12, 32))


def test_a_text_overtaken_by_the_user_stays_stale(library: Library, marks: Marks) -> None:
    fill(library, "a", "b")
    group(library, {2: 1}, aliases={2: 1})
    library.clusters([1])
    marks.eject(2, 1, NOW + timedelta(minutes=1))
    library.keep_text(1, summary("Of both", [1, 2]), ledger(), {}, NOW)
    assert 1 in library.stale(10)


def test_a_text_for_a_cluster_that_is_gone_is_passed_over(library: Library) -> None:
    library.keep_text(77, summary("Of nothing"), ledger(), {}, NOW)
    assert list(library.rank_inputs()) == []


def test_the_score_is_the_sum_of_the_stored_ledger(library: Library, reads: Reader) -> None:
    fill(library, "a", "b")
    assert dict(library.rank_inputs()) == {1: {"n": 1}, 2: {"n": 1}}
    library.keep_scores({1: ledger(10.001), 2: ledger(44.5), 99: ledger(1)}, NOW + timedelta(hours=1))
    assert list(reads.ids(View(), NOW)) == [2, 1]
    for number in (1, 2):
        assert reads.story(number, NOW).ledger.score == reads.rows([number])[number].score
    assert reads.story(2, NOW).rank == 1
    assert reads.story(1, NOW).ledger == Ledger(terms=ledger(10).terms), "what did not move is not written"


def test_equal_scores_are_ranked_by_id(library: Library, reads: Reader) -> None:
    fill(library, "a", "b", "c")
    assert [reads.story(number, NOW).rank for number in reads.ids(View(), NOW)] == [1, 2, 3]


def test_the_newest_work_is_no_revision(library: Library, reads: Reader) -> None:
    source = subscribe(library, "lab")[0]
    old = NOW - timedelta(days=2)
    library.keep_fetch(source, OK, [entry("a", published=old), entry("b", announce=Announce.REPLACE, published=NOW)])
    place(library)
    group(library, {1: 1, 2: 1})
    assert reads.rows([1])[1].newest == old


def test_views_are_sorted_as_they_say(library: Library, reads: Reader) -> None:
    source = subscribe(library, "lab")[0]
    ages = {"a": 5, "b": 1, "c": 3}
    library.keep_fetch(source, OK, [entry(name, published=NOW - timedelta(days=age)) for name, age in ages.items()])
    place(library)
    group(library, {1: 1, 2: 2, 3: 3}, now=NOW - timedelta(days=2))
    titles = {number: row.headline.split()[1] for number, row in reads.rows([1, 2, 3]).items()}
    assert [titles[number] for number in reads.ids(View(sort=Sort.LATEST), NOW)] == ["b", "c", "a"]
    assert list(reads.ids(View(sort=Sort.GROWING), NOW)) == []
    group(library, {2: 1}, aliases={2: 1})
    assert list(reads.ids(View(sort=Sort.GROWING), NOW)) == [1]
    library.keep_fetch(subscribe(library, "press")[0], OK, [entry("b")])
    place(library)
    assert titles[reads.ids(View(sort=Sort.COVERED), NOW)[0]] == "b"


def test_a_story_in_memory_is_read_again_after_any_change(library: Library, reads: Reader, marks: Marks) -> None:
    fill(library, "a")
    assert not reads.story(1, NOW).starred
    marks.star(1)
    assert reads.story(1, NOW).starred
    version = reads.version()
    library.note("refreshed_at", NOW.isoformat())
    assert reads.version() != version
    assert reads.totals(NOW).updated == NOW


def test_totals_and_feed_rows_count_what_is_there(library: Library, reads: Reader, marks: Marks) -> None:
    fill(library, "a", "b", "c", feeds=("lab", "press"))
    marks.hide(1)
    marks.read_view([2], NOW)
    totals = reads.totals(NOW)
    assert (totals.clusters, totals.unread, totals.hidden, totals.entries, totals.works) == (2, 1, 1, 6, 3)
    assert (totals.feeds, totals.failing, totals.paused, totals.due) == (2, 0, 0, NOW)
    line = reads.feeds(NOW)[0]
    assert (line.entries, line.daily, len(line.recent)) == (3, (0,) * 13 + (3,), 3)
