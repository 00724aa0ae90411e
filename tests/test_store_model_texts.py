"""Texts that wait for a language model: kept, overtaken, answered and let go."""

from datetime import datetime, timedelta

from reader.model.cluster import Changes
from reader.store.keep_texts import Written
from reader.store.read import Reader
from reader.store.write import Library
from tests.library import NOW, OK, assignment, entry, fill, group, ledger, place, summary


def stale_of(reads: Reader, cluster: int) -> bool:
    return reads.rows([cluster])[cluster].stale


def changed(library: Library, cluster: int, name: str, now: datetime = NOW) -> None:
    """Let another work join a cluster."""
    source = library.feeds()[0][0]
    library.keep_fetch(source, OK, [entry(name)])
    place(library)
    group(library, {library.unclustered()[-1]: cluster}, now=now)


def rank_alone(library: Library, cluster: int, score: float) -> None:
    """Rank a cluster and have its text wait."""
    library.clusters([cluster])
    text = Written(cluster_id=cluster, summary=summary("Unused"), ledger=ledger(score), inputs={"n": 2})
    library.keep_waiting([text], NOW)


def test_a_text_that_waits_stays_while_its_rank_moves(library: Library, reads: Reader) -> None:
    fill(library, "a", "b")
    before = library.texts([1])[1]
    changed(library, 1, "c")
    rank_alone(library, 1, 42.0)
    assert library.texts([1])[1].headline == before.headline
    assert library.waiting(9) == [1]
    assert library.stale(9) == []
    assert library.top(9) == [1, 2]
    assert reads.rows([1])[1].score == 42.0
    assert dict(library.rank_inputs())[1] == {"n": 2}


def test_a_further_work_ends_the_wait(library: Library) -> None:
    fill(library, "a")
    changed(library, 1, "b")
    rank_alone(library, 1, 5.0)
    changed(library, 1, "c")
    assert (library.waiting(9), library.stale(9)) == ([], [1])


def test_a_rank_of_works_that_changed_meanwhile_leaves_the_text_to_be_written(library: Library) -> None:
    fill(library, "a", "b")
    changed(library, 1, "c")
    library.clusters([1])
    library.keep_changes(Changes(assignments=(assignment(2, 1),), next_id=9), NOW + timedelta(minutes=1))
    text = Written(cluster_id=1, summary=summary("Unused"), ledger=ledger(7.0), inputs={})
    gone = Written(cluster_id=99, summary=summary("Of nothing"), ledger=ledger(7.0), inputs={})
    library.keep_waiting([text, gone], NOW)
    assert (library.waiting(9), library.stale(9)) == ([], [1])


def test_an_answer_is_kept_only_for_the_works_it_was_asked_about(library: Library, reads: Reader) -> None:
    fill(library, "a", "b")
    changed(library, 1, "c")
    rank_alone(library, 1, 5.0)
    library.clusters([1])
    assert library.keep_answer(1, summary("What the model says"), NOW)
    assert (library.waiting(9), stale_of(reads, 1)) == ([], False)
    assert library.texts([1])[1].headline == "What the model says"
    library.clusters([1])
    changed(library, 1, "d", NOW + timedelta(minutes=1))
    assert not library.keep_answer(1, summary("Too late"), NOW)
    assert not library.keep_answer(99, summary("Of nothing"), NOW)
    assert library.texts([1])[1].headline == "What the model says"


def test_what_waits_is_let_go_when_there_is_no_model_any_more(library: Library) -> None:
    fill(library, "a", "b")
    for cluster in (1, 2):
        changed(library, cluster, f"more-{cluster}")
        rank_alone(library, cluster, 5.0)
    assert library.let_go() == 2
    assert library.stale(9) == [1, 2]
    assert library.let_go() == 0
