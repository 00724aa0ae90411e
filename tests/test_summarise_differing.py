"""Numbers that differ are listed side by side; a doubtful pair is not."""

from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.model.cluster import Kind
from reader.model.summary import Differing
from reader.model.work import Work
from reader.settings import SummarySettings
from reader.summarise import summarise
from reader.summarise.candidates import key_of
from reader.summarise.countable import found_in, labels_in
from tests.clusters import NOW, cluster, work

BASE = "An explosion at a chemical plant in Lyon killed three workers on Monday."
CHINESE = "里昂一家化工厂周一发生爆炸，造成三人死亡。"


def differing(*works: Work, kind: Kind = Kind.STORY) -> tuple[Differing, ...]:
    return summarise(cluster(*works, kind=kind), now=NOW, settings=SummarySettings()).differing


def pair(left: str, right: str, language: str = "en") -> list[tuple[str, list[str]]]:
    works = work("A", left, language=language), work("B", right, language=language)
    found = differing(*works)
    assert all(ids in {(works[0].id,), (works[1].id,)} for one in found for _, ids in one.values)
    return [(one.label, [value for value, _ in one.values]) for one in found]


@pytest.mark.parametrize(
    ("left", "right", "language", "found"),
    [
        (
            BASE,
            "Five people were killed in the explosion at a chemical plant in Lyon.",
            "en",
            ("killed", ["three", "five"]),
        ),
        (
            "The start-up Thistle raised $30 million for robots that pick fruit.",
            "Thistle, which makes robots that pick fruit, raised $35 million.",
            "en",
            ("raised", ["$30 million", "$35 million"]),
        ),
        (
            "Bei der Explosion in einem Chemiewerk in Lyon gab es drei Tote am Montag.",
            "Nach der Explosion im Chemiewerk in Lyon zählte man am Montag 5 Tote.",
            "de",
            ("Tote", ["drei", "5"]),
        ),
        (
            "La explosión en una planta química de Lyon dejó el lunes tres muertos.",
            "Son cinco muertos por la explosión en la planta química de Lyon.",
            "es",
            ("muertos", ["tres", "cinco"]),
        ),
        (
            "The quake in Orsa killed 17 people on Monday.",
            "Twenty-two people were killed and 40 injured in the quake in Orsa.",
            "en",
            ("killed", ["17", "twenty-two"]),
        ),
        (
            "The flood of Orsa in 1995 killed 13 people.",
            "In the flood of Orsa in 1995, 15 people died.",
            "en",
            ("killed", ["13", "15"]),
        ),
        (CHINESE, "官员周二表示，里昂一家化工厂爆炸已有5人死亡。", "zh", ("死亡", ["三人", "5人"])),
    ],
)
def test_numbers_of_the_same_thing_that_differ_are_listed(
    left: str, right: str, language: str, found: tuple[str, list[str]]
) -> None:
    assert pair(left, right, language) == [found]


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (BASE, "In the explosion at a chemical plant in Lyon 3 people were killed."),
        (BASE, "At least five people were killed in the explosion at a chemical plant in Lyon."),
        (BASE, "A bus fell into a river in Peru, and five people were killed on Sunday."),
        (BASE, "The explosion at a chemical plant in Lyon injured five workers."),
        (BASE, "Explosions at chemical plants like that in Lyon killed 90 workers in ten years."),
        (BASE, "The explosion in Lyon at the chemical plant killed five. An explosion there killed two in 1999."),
        (BASE, "The explosion at a chemical plant in Lyon killed five workers and two firefighters."),
        (BASE, "In the explosion at a chemical plant in Lyon two firefighters and five workers were killed."),
        (BASE, "A chemical plant in Lyon exploded: 5 dead including the driver of a truck."),
        ("Police said a gunman killed 12 people on Friday.", "A gunman killed 14 people on Friday, police said."),
        (CHINESE, "里昂一家化工厂周一发生爆炸，造成五名工人和两名消防员死亡。"),
        ("The start-up Thistle raised $30 million for robots.", "The start-up Thistle raised €35 million for robots."),
        ("The start-up Thistle raised $3 billion for robots.", "The start-up Thistle raised $5 million for robots."),
    ],
)
def test_a_doubtful_pair_is_not_listed(left: str, right: str) -> None:
    assert pair(left, right) == []


def test_copies_of_one_text_do_not_disagree_with_each_other() -> None:
    text = "The plant was built in 1962 and employed forty people from the village beside it."
    assert pair(f"{BASE} {text}", f"{BASE.replace('three', 'five')} {text}") == []


def test_stories_of_one_roundup_are_not_compared() -> None:
    works = work("A", BASE), work("B", BASE.replace("three", "five"))
    assert differing(*works, kind=Kind.ROUNDUP) == ()


def test_numbers_within_one_story_of_a_roundup_are_compared() -> None:
    works = [
        work("A", BASE),
        work("B", "Five people were killed in the explosion at a chemical plant in Lyon."),
        work("C", "The mayor killed the plan on Monday."),
    ]
    shown = cluster(*works, kind=Kind.ROUNDUP, stories={works[0].id: 1, works[1].id: 1, works[2].id: 2})
    (found,) = summarise(shown, now=NOW, settings=SummarySettings()).differing
    assert found.values == (("three", (works[0].id,)), ("five", (works[1].id,)))


WORDS = st.sampled_from(
    "killed raised three 30 $30 people million tote getötet ums leben were Officials said jobs cut laid off € 三"
    " 人 死亡 “5 million” 1,200 parameters TÉS tués fined DEATH TOLL of İ ß".split()
)


@given(st.lists(st.tuples(WORDS, st.sampled_from(["", " ", "\n", "“", "\u00a0"])), max_size=20))
def test_what_a_text_counts_is_never_overlooked_by_the_look_at_its_key(pieces: list[tuple[str, str]]) -> None:
    text = "".join(chain.from_iterable(pieces))
    assert {label for label, _ in found_in(text.casefold())} <= labels_in(key_of(text))
