"""Numbers that differ are listed side by side; a doubtful pair is not."""

import pytest

from reader.model.cluster import Kind
from reader.model.summary import Differing
from reader.model.work import Work
from reader.settings import SummarySettings
from reader.summarise import summarise
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
