"""The pair score on pairs of our own: not only on the right side, but clear of the cut."""

import json
import random
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from reader.cluster.chances import Chances
from reader.cluster.clusterer import Clusterer
from reader.cluster.embed import ShippedModel
from reader.cluster.stories import CUT
from reader.model.work import Work
from reader.settings import ClusterSettings
from tests.cluster_cases import word, work

PAIRS = [
    json.loads(line)
    for line in (Path(__file__).parent / "data" / "pairs" / "pairs.jsonl").read_text(encoding="utf-8").splitlines()
]
BEATS = (
    "central bank raises cuts rates inflation growth economy key borrowing costs point weak",
    "propose show introduce benchmark language models attention train tasks standard loss training benchmarks memory",
    "ships storm coast rescuers called month hatched twelve zoo penguins harbour off distress",
    "minister mayor resigns expenses audit stepped down newspaper travel costs city",
    "record profit quarter sold analysts expected outlook year forecasts earned maker",
    "court sentenced judges fraud years found accounts rules jails clears",
)
"""Words of daily news. A library that has read some of it knows that they are common; an empty one takes any word for
rare, and then two texts of one beat look like one event."""

COLUMNS = (
    "Saturday Morning Slow Reads: a lighthouse keeper's garden", "Saturday Morning Slow Reads: why knots hold",
    "【早报】港口隧道开工", "【早报】国际象棋联合会改选", "Skiers wait for snow | Weekend Sports Desk",
    "A marathon in the fog | Weekend Sports Desk",
)  # fmt: skip
"""Titles that the feed has had before, by which it shows what it repeats."""

CLEAR = 0.02
"""Least distance from the cut, in probability."""


@pytest.fixture(scope="module")
def chances() -> dict[str, list[float]]:
    """The probability of each pair, all in one window: by terms alone and with the model."""
    numbers = count(1)
    works = [(made(next(numbers), pair["a"]), made(next(numbers), pair["b"])) for pair in PAIRS]
    flat = [one for pair in works for one in pair]
    rng = random.Random(1)
    daily = [work(1000 + n, *usual(rng, BEATS[n % len(BEATS)].split())) for n in range(240)]
    found = {}
    for name, embedder in (("terms", None), ("model", ShippedModel())):
        clusterer = Clusterer(ClusterSettings(), embedder=embedder)
        clusterer.add(daily)
        clusterer.add([made(2000 + n, [title, "", "en"]) for n, title in enumerate(COLUMNS)])
        clusterer.add(flat)
        clusterer.refine(flat)
        found[name] = [float(Chances().between([[a.id, b.id]], clusterer._window)[0][0, 1]) for a, b in works]
    return found


def usual(rng: random.Random, beat: list[str]) -> tuple[str, str]:
    names = [word(30_000 + rng.randrange(30_000)) for _ in range(6)]
    return " ".join([*names[:3], *rng.sample(beat, 3)]), " ".join([*names[3:], *rng.sample(beat, 6)])


def made(number: int, said: list[str]) -> Work:
    title, text, language = said
    one = work(number, title, text, language=language)
    object.__setattr__(one.lead.feed, "title", "Daily Example")
    return one


def told(place: int) -> str:
    pair: dict[str, Any] = PAIRS[place]
    return f"{place} {pair['kind']}: {pair['a'][0][:30]}"


@pytest.mark.parametrize("place", range(len(PAIRS)), ids=told)
def test_with_the_model_a_pair_is_clear_of_the_cut(chances: dict[str, list[float]], place: int) -> None:
    chance = chances["model"][place]
    assert chance >= CUT + CLEAR if PAIRS[place]["same"] else chance <= CUT - CLEAR


@pytest.mark.parametrize("place", [n for n, p in enumerate(PAIRS) if p["kind"] != "two languages"], ids=told)
def test_by_terms_alone_a_pair_in_one_language_is_clear_of_the_cut(chances: dict[str, list[float]], place: int) -> None:
    chance = chances["terms"][place]
    assert chance >= CUT + CLEAR if PAIRS[place]["same"] else chance <= CUT - CLEAR


def test_alike_reports_are_likelier_one_event_the_nearer_their_dates_and_least_without_dates() -> None:
    days: list[dict[str, object]] = [{}, {"days": 1}, {"days": 5}, {"published": None}]
    same_day, next_day, days_later, undated = (tunnel(fields) for fields in days)
    assert same_day > next_day > days_later > undated


def tunnel(fields: dict[str, object]) -> float:
    """The probability that two like reports tell one event, one of them with a date of its own."""
    rng = random.Random(1)
    clusterer = Clusterer(ClusterSettings())
    clusterer.add([work(1000 + n, *usual(rng, BEATS[n % len(BEATS)].split())) for n in range(200)])
    clusterer.add(
        [
            work(1, "Harbour tunnel of Sorvana delayed again", "Engineers found water in a shaft.", **fields),
            work(2, "Tunnel under Sorvana harbour late once more", "Water was in the shaft, engineers said."),
        ]
    )
    return float(Chances().between([[1, 2]], clusterer._window)[0][0, 1])
