"""Works whose outcome is told with a later batch: the same stories, nothing left untold."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from reader.model.work import Work
from tests.cluster_cases import Shelf, batches, telling, work


def told_late(works: list[Work], cuts: list[int]) -> Shelf:
    shelf = Shelf()
    *early, last = batches(works, cuts) or [[]]
    for batch in early:
        shelf.keep(shelf.clusterer.add(batch, more=True))
    shelf.add(last)
    return shelf


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.lists(st.integers(0, 40), max_size=6))
def test_what_is_told_late_has_the_stories_of_what_is_told_at_once(seed: int, cuts: list[int]) -> None:
    rng = random.Random(seed)
    works = [telling(n, rng.randrange(8), rng, days=3 - n / 20) for n in range(1, 41)]
    at_once = Shelf()
    for batch in batches(works, cuts):
        at_once.add(batch)
    late = told_late(works, cuts)
    assert late.stories() == at_once.stories()
    assert late.assigned.keys() == late.memories.keys() == {work.id for work in works}
    late.restart()
    assert late.keep(late.clusterer.recheck(range(1, 41))).assignments == ()


def test_nothing_is_told_before_the_last_batch() -> None:
    rng = random.Random(1)
    changes = Shelf().clusterer.add([telling(n, n % 2, rng) for n in range(1, 7)], more=True)
    assert (changes.assignments, changes.memories, changes.aliases) == ((), (), {})


def test_what_would_leave_the_window_untold_is_told_before() -> None:
    rng = random.Random(1)
    shelf = Shelf()
    shelf.keep(shelf.clusterer.add([telling(n, 1, rng, days=20) for n in (1, 2)], more=True))
    assert not shelf.assigned
    shelf.keep(shelf.clusterer.add([telling(3, 1, rng, days=0)], more=True))
    assert shelf.stories() == {frozenset({1, 2})}
    shelf.add([telling(4, 1, rng, days=0)])
    assert shelf.stories() == {frozenset({1, 2}), frozenset({3, 4})}


def test_what_an_untold_batch_moved_is_told_before_it_leaves_the_window() -> None:
    rng = random.Random(1)
    shelf = Shelf()
    left, right = telling(1, 1, rng, days=9), telling(2, 2, rng, days=9)
    shelf.add([left])
    shelf.add([right])
    both = f"{left.title} {right.title}"
    bridge = [
        work(3, both, left.text, days=4),
        work(4, both, right.text, days=4),
        work(5, both, f"{left.text} {right.text}", days=4),
    ]
    shelf.keep(shelf.clusterer.add(bridge, more=True))
    assert shelf.story(2) == 2
    shelf.keep(shelf.clusterer.add([telling(6, 6, rng)], more=True))
    assert [shelf.story(n) for n in (1, 2, 3, 4, 5)] == [1] * 5
    assert shelf.aliases == {2: 1}
