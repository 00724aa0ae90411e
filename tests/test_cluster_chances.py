"""Pairs are scored once: what is kept is what scoring anew would give, and what changed is scored anew."""

import random

import numpy as np
import pytest

from reader.cluster import chances
from reader.cluster.chances import KEPT_FROM, Chances
from reader.cluster.clusterer import Clusterer
from reader.cluster.flat import Floats
from reader.settings import ClusterSettings
from tests.cluster_cases import telling


@pytest.fixture(scope="module")
def clusterer() -> Clusterer:
    """60 works of 4 events."""
    rng = random.Random(1)
    clusterer = Clusterer(ClusterSettings())
    clusterer.add([telling(n, n % 4, rng) for n in range(1, 61)])
    return clusterer


def ordered(clusterer: Clusterer, works: range) -> list[int]:
    return sorted(works, key=clusterer._window.row_of.__getitem__)


def anew(clusterer: Clusterer, part: list[int]) -> Floats:
    return Chances().between([part], clusterer._window)[0]


def alike(one: Floats, other: Floats) -> bool:
    """Whether two matrices say the same; nobody reads the diagonal."""
    off = ~np.eye(len(one), dtype=bool)
    return np.allclose(one[off], other[off], atol=1e-6)


def test_a_part_that_grew_is_scored_as_if_it_were_new(clusterer: Clusterer) -> None:
    part, grown, window = ordered(clusterer, range(1, 41)), ordered(clusterer, range(1, 61)), clusterer._window
    known = Chances()
    known.between([part], window)
    assert alike(known.between([grown], window)[0], anew(clusterer, grown))


def test_a_part_that_shrank_takes_its_pairs_along(clusterer: Clusterer) -> None:
    whole, part, window = ordered(clusterer, range(1, 61)), ordered(clusterer, range(20, 50)), clusterer._window
    known = Chances()
    known.between([whole], window)
    assert alike(known.between([part], window)[0], anew(clusterer, part))


def test_small_parts_together_are_scored_like_each_alone(clusterer: Clusterer) -> None:
    parts = [ordered(clusterer, range(n, n + 5)) for n in range(1, 56, 5)]
    together = Chances().between(parts, clusterer._window)
    alone = [anew(clusterer, part) for part in parts]
    assert all(map(alike, together, alone))
    assert any((matrix > 0.5).any() for matrix in alone)


def test_what_is_handed_out_may_be_overwritten(clusterer: Clusterer) -> None:
    part, known = ordered(clusterer, range(1, 41)), Chances()
    first = known.between([part], clusterer._window)[0]
    kept = first.copy()
    first[:] = -1
    assert alike(known.between([part], clusterer._window)[0], kept)


def test_a_work_whose_text_changed_is_scored_by_its_new_text() -> None:
    rng = random.Random(2)
    clusterer = Clusterer(ClusterSettings())
    clusterer.add([telling(n, 1, rng) for n in range(1, KEPT_FROM + 6)])
    before = ordered(clusterer, range(1, KEPT_FROM + 6))
    clusterer._chances.between([before], clusterer._window)
    clusterer.add([telling(3, 2, rng)])
    part = ordered(clusterer, range(1, KEPT_FROM + 6))
    assert part[-1] == 3
    assert alike(clusterer._chances.between([part], clusterer._window)[0], anew(clusterer, part))
    assert anew(clusterer, part)[-1, :-1].max() < 0.1


def test_no_more_is_kept_than_was_allowed(clusterer: Clusterer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chances, "KEPT", 40 * 40)
    known = Chances()
    for first in (1, 11, 21):
        part = ordered(clusterer, range(first, first + 35))
        assert alike(known.between([part], clusterer._window)[0], anew(clusterer, part))
        assert sum(matrix.size for _, matrix in known._kept.values()) <= 40 * 40
