"""The user's word holds: what was merged stays together, what was ejected stays out, whatever comes later."""

import random
from collections.abc import Iterator
from dataclasses import replace

import pytest

from reader.model.cluster import Corrections, Rule
from reader.model.work import Work
from reader.settings import ClusterSettings
from tests.cluster_cases import FakeModel, Shelf, telling, work


def paper(number: int, event: int, rng: random.Random) -> Work:
    """A paper on a theme: it shares words with its like, and is never one event with them."""
    return telling(number, event, rng, arxiv_id=f"2605.{number:05}")


def later(rng: random.Random, start: int, count: int) -> Iterator[list[Work]]:
    """Batches that go on about the same events."""
    for batch in range(count):
        yield [telling(start + 4 * batch + n, rng.randrange(4), rng) for n in range(4)]


@pytest.mark.parametrize("embedder", [None, FakeModel()], ids=["terms", "vectors"])
def test_corrections_hold_through_fifty_batches_at_both_levels(embedder: FakeModel | None) -> None:
    rng = random.Random(11)
    shelf = Shelf(embedder=embedder)
    shelf.add([telling(n, n % 4, rng) for n in range(1, 21)] + [paper(n, 9, rng) for n in range(21, 27)])
    assert shelf.story(4) == shelf.story(8)
    assert shelf.shown(21) == shelf.shown(22)
    said = Corrections(
        together=((1, 2), (21, 3)),
        apart=((4, 8), (4, 12), (22, 21), (22, 23), (22, 24), (22, 25), (22, 26)),
        pinned=frozenset({shelf.story(1), shelf.story(2)}),
    )
    shelf.keep(shelf.clusterer.recheck([1, 2, 3, 4, 8, 12, 21, 22, 23, 24, 25, 26], corrections=said))
    held(shelf)
    for round_, batch in enumerate(later(rng, 100, 50)):
        shelf.add(batch, said)
        held(shelf)
        if round_ % 10 == 9:
            shelf.restart()


def held(shelf: Shelf) -> None:
    assert shelf.story(1) == shelf.story(2)
    assert shelf.shown(21) == shelf.shown(3)
    assert shelf.story(4) not in {shelf.story(8), shelf.story(12)}
    assert shelf.shown(4) not in {shelf.shown(8), shelf.shown(12)}
    assert shelf.shown(22) not in {shelf.shown(n) for n in (21, 23, 24, 25, 26)}


def test_a_merge_says_that_the_user_made_it() -> None:
    rng = random.Random(1)
    shelf = Shelf()
    shelf.add([telling(1, 1, rng), telling(2, 2, rng)])
    shelf.keep(shelf.clusterer.recheck([1, 2], corrections=Corrections(together=((1, 2),))))
    assert shelf.story(1) == shelf.story(2)
    assert shelf.assigned[2].reason.rule is Rule.YOU
    assert shelf.assigned[2].reason.nearest == 1


def test_merging_two_papers_makes_a_roundup_of_two_and_no_story() -> None:
    rng = random.Random(2)
    shelf = Shelf()
    shelf.add([paper(1, 1, rng), paper(2, 2, rng)])
    shelf.keep(shelf.clusterer.recheck([1, 2], corrections=Corrections(together=((1, 2),))))
    assert shelf.story(1) != shelf.story(2)
    assert shelf.shown(1) == shelf.shown(2)
    assert shelf.assigned[1].theme is not None
    assert shelf.assigned[1].theme.rule is Rule.YOU


def test_two_papers_in_one_pinned_story_are_parted_and_the_rest_of_it_stays() -> None:
    rng = random.Random(2)
    shelf = Shelf()
    shelf.add([telling(1, 1, rng), paper(2, 1, rng), paper(3, 2, rng)])
    story = shelf.story(1)
    assert shelf.story(2) == story
    shelf.memories[3] = replace(shelf.memories[3], story_id=story)
    shelf.restart()
    said = Corrections(together=((1, 3),), pinned=frozenset({story}))
    shelf.keep(shelf.clusterer.recheck([1, 2, 3], corrections=said))
    assert shelf.story(1) == shelf.story(2) != shelf.story(3)
    assert len({shelf.shown(n) for n in (1, 2, 3)}) == 1


def test_without_roundups_those_that_were_go_and_those_that_the_user_made_stay() -> None:
    rng = random.Random(7)
    shelf = Shelf()
    shelf.add([paper(n, 9, rng) for n in range(1, 6)] + [telling(6, 1, rng), paper(7, 2, rng), paper(8, 3, rng)])
    assert len({shelf.shown(n) for n in range(1, 6)}) == 1
    shelf.settings = ClusterSettings(roundups="off")
    shelf.restart()
    said = Corrections(together=((7, 8),))
    shelf.keep(shelf.clusterer.recheck(range(1, 9), corrections=said))
    assert shelf.roundups() == {frozenset({7, 8})}


def test_a_roundup_merged_with_another_takes_all_its_stories_along() -> None:
    """An id that redirects is nowhere in use, or the library would move what the clusterer left."""
    rng = random.Random(8)
    shelf = Shelf()
    shelf.add([paper(n, 9, rng) for n in range(1, 5)] + [paper(n, 10, rng) for n in range(5, 9)])
    assert shelf.shown(1) == shelf.shown(4) != shelf.shown(5) == shelf.shown(8)
    said = Corrections(together=((1, 5),), apart=((2, 6),))
    shelf.keep(shelf.clusterer.recheck([1, 5], corrections=said))
    assert shelf.shown(1) == shelf.shown(5)
    assert shelf.shown(2) != shelf.shown(6)
    assert shelf.aliases.keys().isdisjoint({shelf.shown(n) for n in range(1, 9)})


def test_taking_a_correction_back_lets_the_terms_decide_again() -> None:
    rng = random.Random(3)
    shelf = Shelf()
    shelf.add([telling(1, 1, rng), telling(2, 1, rng), telling(3, 2, rng)])
    before = shelf.stories()
    shelf.keep(shelf.clusterer.recheck([1, 2, 3], corrections=Corrections(together=((1, 3),), apart=((1, 2),))))
    assert shelf.stories() == {frozenset({1, 3}), frozenset({2})}
    shelf.keep(shelf.clusterer.recheck([1, 2, 3]))
    assert shelf.stories() == before


def test_apart_is_the_stronger_word() -> None:
    rng = random.Random(4)
    shelf = Shelf()
    both = Corrections(together=((1, 2), (2, 3)), apart=((1, 3),))
    shelf.add([telling(n, n, rng) for n in (1, 2, 3)], both)
    assert shelf.story(1) == shelf.story(2)
    assert shelf.shown(3) != shelf.shown(1)


def test_a_pinned_story_grows_and_is_never_split() -> None:
    rng = random.Random(5)
    shelf = Shelf()
    shelf.add([telling(1, 1, rng), telling(2, 1, rng)])
    other = telling(2, 2, rng)
    pinned = Corrections(pinned=frozenset({shelf.story(1)}))
    shelf.add([replace(other, id=2)], pinned)
    assert shelf.story(1) == shelf.story(2)
    shelf.add([telling(3, 1, rng)], pinned)
    assert shelf.story(3) == shelf.story(1)
    shelf.add([replace(other, id=2), work(9, "unrelated words only here")])
    shelf.keep(shelf.clusterer.recheck([1, 2, 3]))
    assert shelf.story(2) != shelf.story(1)


def test_corrections_of_works_that_left_the_window_are_no_obstacle() -> None:
    rng = random.Random(6)
    shelf = Shelf()
    shelf.add([telling(1, 1, rng)], Corrections(together=((1, 77), (88, 99)), apart=((1, 66), (55, 44))))
    assert shelf.stories() == {frozenset({1})}
