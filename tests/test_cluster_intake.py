"""Works that were looked at beside the clusterer are placed as if it had looked itself."""

import random
from collections.abc import Sequence
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from reader.cluster.intake import Intake
from reader.cluster.sketch import Sketch
from reader.cluster.window import Window
from reader.model.work import Work
from reader.settings import ClusterSettings
from tests.cluster_cases import Shelf, batches, telling


def looked_at(waves: Sequence[Sequence[Work]]) -> list[list[Sketch]]:
    intake = Intake(ClusterSettings(), Window())
    return [intake.look(wave) for wave in waves]


def grouped(waves: Sequence[Sequence[Work]], seen: Sequence[Sequence[Sketch]]) -> Shelf:
    shelf = Shelf()
    for wave, sketches in zip(waves, seen, strict=True):
        shelf.keep(shelf.clusterer.add(wave, more=True, seen=sketches))
    shelf.keep(shelf.clusterer.tell())
    return shelf


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.lists(st.integers(0, 60), max_size=5), st.sampled_from([20, 2]))
def test_what_was_seen_by_another_intake_is_placed_alike(seed: int, cuts: list[int], slowness: int) -> None:
    rng = random.Random(seed)
    # A slow stream: works leave the window in its midst.
    works = [telling(n, rng.randrange(9), rng, days=60 / slowness - n / slowness) for n in range(1, 61)]
    waves = batches(works, cuts)
    seen, here = grouped(waves, looked_at(waves)), grouped(waves, [()] * len(waves))
    assert seen.assigned == here.assigned
    assert seen.memories == here.memories


def test_what_was_seen_of_other_works_is_not_used() -> None:
    rng = random.Random(1)
    works = [telling(n, n % 3, rng) for n in range(1, 13)]
    fewer = looked_at([works[:-1]])
    assert grouped([works], fewer).assigned == grouped([works], [()]).assigned


def test_what_is_seen_has_its_neighbours_and_is_in_order() -> None:
    rng = random.Random(1)
    works = [telling(n, n % 3, rng, days=n) for n in range(1, 7)]
    (seen,) = looked_at([works])
    assert [sketch.work_id for sketch in seen] == [6, 5, 4, 3, 2, 1]
    assert 4 in seen[-1].edges["work"]


def test_what_comes_again_edited_is_looked_at_anew() -> None:
    rng = random.Random(1)
    one, other = telling(1, 1, rng), telling(2, 2, rng)
    intake = Intake(ClusterSettings(), Window())
    assert [len(intake.look(wave)) for wave in ([one, other], [one, other])] == [2, 0]
    edited = replace(other, appearances=telling(2, 1, rng).appearances)
    assert [sketch.edges["work"].tolist() for sketch in intake.look([edited])] == [[1]]
