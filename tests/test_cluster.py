"""The clusterer: deterministic, incremental, restorable, with stable ids and reasons that can be checked."""

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.cluster.clusterer import Clusterer
from reader.cluster.naming import named
from reader.model.cluster import Rule
from reader.model.work import Work
from reader.settings import ClusterSettings
from tests.cluster_cases import FakeModel, Shelf, batches, telling, word, work

QUICK = settings(max_examples=25, deadline=None)


@st.composite
def streams(draw: st.DrawFn) -> list[Work]:
    """Works that tell a few events, in order of time."""
    rng = random.Random(draw(st.integers(0, 10_000)))
    events = draw(st.lists(st.integers(0, 6), min_size=2, max_size=30))
    return [telling(n, event, rng, days=3 - n / 20) for n, event in enumerate(events, 1)]


def shelf_of(*cut: Sequence[Work], **options: object) -> Shelf:
    shelf = Shelf(**options)  # type: ignore[arg-type]
    for batch in cut:
        shelf.add(batch)
    return shelf


def tellings(event: int, *numbers: int, **fields: object) -> list[Work]:
    rng = random.Random(event)
    return [telling(n, event, rng, **fields) for n in numbers]


def test_works_on_one_event_are_one_story_and_others_are_not() -> None:
    shelf = shelf_of([*tellings(1, 1, 2, 3), *tellings(2, 4, 5), *tellings(3, 6)])
    assert shelf.stories() == {frozenset({1, 2, 3}), frozenset({4, 5}), frozenset({6})}


@QUICK
@given(streams(), st.data())
def test_without_hysteresis_the_cut_into_batches_does_not_matter_at_all(works: list[Work], data: st.DataObject) -> None:
    cuts = data.draw(st.lists(st.integers(0, len(works)), max_size=6))
    for embedder in (None, FakeModel()):
        whole = shelf_of(works, steady=False, embedder=embedder)
        cut = shelf_of(*batches(works, cuts), steady=False, embedder=embedder)
        assert (cut.stories(), cut.roundups()) == (whole.stories(), whole.roundups())


def test_with_hysteresis_the_cut_into_batches_moves_few() -> None:
    rng = random.Random(7)
    works = [telling(n, rng.randrange(60), rng, days=3 - n / 200) for n in range(1, 241)]
    whole, cut = shelf_of(works), shelf_of(*batches(works, range(0, 240, 12)))
    moved = sum(not any(w in a and a == b for a in whole.stories() for b in cut.stories()) for w in range(1, 241))
    assert moved <= 0.05 * len(works)


@QUICK
@given(streams(), st.randoms(use_true_random=False))
def test_a_batch_may_come_in_any_order(works: list[Work], rng: random.Random) -> None:
    shuffled = rng.sample(works, len(works))
    one, other = shelf_of(works), shelf_of(shuffled)
    assert {w: a.story_id for w, a in one.assigned.items()} == {w: a.story_id for w, a in other.assigned.items()}


@QUICK
@given(streams())
def test_adding_again_changes_nothing(works: list[Work]) -> None:
    shelf = shelf_of(works)
    before = dict(shelf.assigned)
    again = shelf.add(works)
    assert (again.assignments, again.memories, again.aliases) == ((), (), {})
    assert shelf.assigned == before


@QUICK
@given(streams(), st.integers(0, 30))
def test_a_restart_in_between_changes_nothing(works: list[Work], cut: int) -> None:
    for embedder in (None, FakeModel()):
        straight = shelf_of(works[:cut], works[cut:], embedder=embedder)
        broken = shelf_of(works[:cut], embedder=embedder)
        broken.restart()
        broken.add(works[cut:])
        assert {w: (a.story_id, a.roundup_id) for w, a in broken.assigned.items()} == {
            w: (a.story_id, a.roundup_id) for w, a in straight.assigned.items()
        }


def test_a_restart_does_not_bring_back_what_a_text_shared_before_it_was_edited() -> None:
    shelf = shelf_of(tellings(1, 1, 2, 3))
    shelf.add([telling(1, 2, random.Random(1))])
    assert (shelf.stories(), shelf.roundups()) == ({frozenset({1}), frozenset({2, 3})}, set())
    shelf.restart()
    shelf.keep(shelf.clusterer.recheck([1, 2, 3]))
    assert (shelf.stories(), shelf.roundups()) == ({frozenset({1}), frozenset({2, 3})}, set())


def test_a_memory_survives_the_store_byte_for_byte() -> None:
    shelf = shelf_of(tellings(1, 1, 2, 3), embedder=FakeModel())
    kept = dict(shelf.memories)
    shelf.restart()
    shelf.keep(shelf.clusterer.recheck([1, 2, 3]))
    assert shelf.memories == kept


def test_a_memory_of_another_form_is_sketched_anew() -> None:
    shelf = shelf_of(tellings(1, 1, 2))
    old = [replace(memory, features=b"\xff" + memory.features[1:]) for memory in shelf.memories.values()]
    clusterer = Clusterer(ClusterSettings(), next_id=shelf.next_id)
    clusterer.restore(old)
    assert {a.work_id for a in clusterer.add(tellings(1, 1, 2)).assignments} == {1, 2}


def test_the_oldest_id_wins_a_merge_and_the_other_redirects() -> None:
    left, right = tellings(1, 1, days=1), tellings(2, 2, days=1)
    shelf = shelf_of(left, right)
    assert shelf.story(1) == 1
    assert shelf.story(2) == 2
    both = " ".join([left[0].title, right[0].title])
    shelf.add(
        [work(3, both, left[0].text), work(4, both, right[0].text), work(5, both, f"{left[0].text} {right[0].text}")]
    )
    assert {shelf.story(n) for n in (1, 2, 3, 4, 5)} == {1}
    assert shelf.aliases == {2: 1}
    assert shelf.add(tellings(9, 6)).next_id > 2


def test_an_id_goes_with_most_of_its_members_and_with_the_earliest_part_of_equal_ones() -> None:
    old = dict.fromkeys(range(1, 6), 7)
    assert named([[1], [2, 3], [4, 5]], old, 9).ids == [9, 7, 10]
    assert named([[4, 5], [1], [2, 3]], old, 9).ids == [7, 9, 10]


def test_ids_are_never_given_twice() -> None:
    shelf, given_out = Shelf(), set()
    rng = random.Random(3)
    for batch in range(12):
        fresh = shelf.add([telling(10 * batch + n, rng.randrange(30), rng) for n in range(1, 9)])
        new = {a.story_id for a in fresh.assignments} | {a.roundup_id for a in fresh.assignments} - {0}
        dead = set(shelf.aliases)
        assert not new & dead
        given_out |= new
        assert max(given_out) < fresh.next_id
        shelf.restart()


def test_stories_older_than_the_window_are_frozen() -> None:
    shelf = shelf_of(tellings(1, 1, 2, days=20))
    before = dict(shelf.assigned)
    late = shelf.add(tellings(1, 3, days=0))
    assert {a.work_id for a in late.assignments} == {3}
    assert shelf.story(3) != shelf.story(1)
    assert {w: shelf.assigned[w] for w in before} == before


def test_works_far_apart_by_their_own_dates_share_no_story() -> None:
    old, new = tellings(1, 1, days=30)[0], tellings(1, 2, days=0)[0]
    entry = replace(old.lead.entry, first_seen=new.lead.entry.first_seen)
    subscribed = replace(old, appearances=(replace(old.lead, entry=entry),))
    shelf = shelf_of([subscribed, new])
    assert shelf.story(1) != shelf.story(2)


def test_undated_works_share_stories() -> None:
    shelf = shelf_of(tellings(1, 1, 2, published=None))
    assert shelf.stories() == {frozenset({1, 2})}


def test_two_papers_never_share_a_story() -> None:
    one, other = tellings(1, 1, 2, arxiv_id="2605.00001")
    entry = replace(other.lead.entry, arxiv_id="2605.00002")
    shelf = shelf_of([one, replace(other, appearances=(replace(other.lead, entry=entry),))])
    assert shelf.story(1) != shelf.story(2)


def test_a_changed_text_moves_a_work_and_keeps_it_single() -> None:
    shelf = shelf_of([*tellings(1, 1, 2), *tellings(2, 3, 4)])
    shelf.add([replace(tellings(2, 2)[0])])
    assert shelf.story(2) == shelf.story(3)
    assert sum(2 in story for story in shelf.stories()) == 1


def test_reasons_name_the_rule_the_nearest_the_score_and_terms_that_both_hold() -> None:
    shelf = shelf_of(
        [work(1, "Kestrel-2 weights opened by Tessaline", "The lab opened the weights of Kestrel-2 today.")]
    )
    shelf.add([work(2, "Tessaline opens Kestrel-2 weights", "Weights of Kestrel-2 can be had, Tessaline said.")])
    first, second = shelf.assigned[1].reason, shelf.assigned[2].reason
    assert (first.rule, first.nearest, first.terms) == (Rule.FIRST, 0, ())
    assert second.rule in {Rule.SIMILAR, Rule.NEAR_COPY}
    assert second.nearest == 1
    assert 0.2 < second.score <= 1
    assert {"kestrel-2", "tessaline", "weights"} <= set(second.terms)
    assert len(second.terms) <= 6


def test_shared_terms_are_named_rarest_first() -> None:
    shelf = shelf_of([work(n, f"common {word(n)}", word(100 + n)) for n in range(1, 40)])
    shelf.add([work(n, "common zephyr quixotic harbour") for n in (50, 51)])
    terms = shelf.assigned[51].reason.terms
    assert set(terms[:3]) == {"zephyr", "quixotic", "harbour"}
    assert terms[3] == "common"


def test_what_shares_much_and_not_nearly_all_is_no_copy() -> None:
    shelf = shelf_of(tellings(1, 1, 2))
    assert shelf.story(1) == shelf.story(2)
    assert shelf.assigned[2].reason.rule is Rule.SIMILAR


def test_shared_terms_of_a_script_without_spaces_are_words_and_no_pairs() -> None:
    shelf = shelf_of(
        [
            work(1, "肯尼亚加里萨警察因枪击事件被捕", language="zh"),
            work(2, "加里萨警察枪击事件：两名警察被捕", language="zh"),
        ]
    )
    assert any("加里萨警察" in term for term in shelf.assigned[2].reason.terms)


def test_nearly_the_same_text_is_called_a_copy() -> None:
    text = tellings(1, 1)[0]
    shelf = shelf_of([text, work(2, text.title, text.text)])
    assert shelf.assigned[2].reason.rule is Rule.NEAR_COPY


def test_a_forgotten_work_leaves_and_its_mates_stay() -> None:
    shelf = shelf_of(tellings(1, 1, 2, 3))
    assert shelf.clusterer.forget([2, 99]).assignments == ()
    later = shelf.add(tellings(1, 4))
    assert {a.work_id for a in later.assignments} == {4}
    assert shelf.story(4) == shelf.story(1)


def test_vectors_are_asked_for_once_and_of_what_has_none() -> None:
    model = FakeModel()
    shelf = shelf_of(tellings(1, 1, 2), embedder=model)
    shelf.restart()
    shelf.keep(shelf.clusterer.refine([*shelf.works.values()]))
    assert len(model.asked) == 2


def test_vectors_of_another_model_are_not_compared() -> None:
    shelf = shelf_of(tellings(1, 1, 2), embedder=FakeModel())
    other = FakeModel()
    other.name = "other"
    shelf.options["embedder"] = other
    shelf.restart()
    shelf.keep(shelf.clusterer.refine([*shelf.works.values()]))
    assert len(other.asked) == 2
    assert {memory.model for memory in shelf.memories.values()} == {"other"}


@pytest.mark.parametrize("setting", ["off", "tight", "normal", "loose"])
def test_every_work_has_a_story_and_a_roundup_holds_three_works_or_more(setting: str) -> None:
    rng = random.Random(5)
    shelf = Shelf(ClusterSettings(roundups=setting, window=timedelta(days=7)))
    shelf.add([telling(n, rng.randrange(20), rng) for n in range(1, 81)])
    assert set(shelf.assigned) == set(range(1, 81))
    assert all(len(roundup) >= 3 for roundup in shelf.roundups())
    assert setting != "off" or shelf.roundups() == set()
    for one in shelf.assigned.values():
        assert (one.theme is None) == (one.roundup_id == 0)


def test_vectors_stay_with_their_works_when_the_window_is_indexed_anew() -> None:
    rng = random.Random(8)
    shelf = shelf_of(tellings(1, 1, 2), embedder=FakeModel())
    shelf.keep(shelf.clusterer.add([telling(n, 10 + n, rng) for n in range(100, 1300)]))
    shelf.keep(shelf.clusterer.add(tellings(1, 3)))
    kept = {n: shelf.memories[n].vector for n in (1, 2)}
    shelf.keep(shelf.clusterer.refine(tellings(1, 3)))
    shelf.keep(shelf.clusterer.recheck([1, 2, 3]))
    assert {n: shelf.memories[n].vector for n in (1, 2)} == kept
    assert shelf.story(1) == shelf.story(3)
