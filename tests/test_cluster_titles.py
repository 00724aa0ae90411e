"""What titles say beyond their words, and what feeds repeat in them."""

import pytest

from reader.cluster.actors import exchanged
from reader.cluster.affixes import HABIT, Affixes, without
from reader.cluster.opposites import sides
from reader.cluster.series import members
from reader.cluster.titles import tokens
from reader.settings import ClusterSettings
from tests.cluster_cases import Shelf, work


@pytest.mark.parametrize(
    ("title", "language", "said"),
    [
        ("EU adopts 12th sanctions package", "en", "th=12"),
        ("Union backs twelfth package", "en", "th=12"),
        ("EU beschließt 12. Sanktionspaket", "de", "th=12"),
        ("欧盟通过第十二轮制裁", "zh", "th=12"),
        ("欧盟通过第二十轮制裁", "zh", "th=20"),
        ("Vexel Q3 results", "en", "q=3"),
        ("Version 4.1 is out", "en", "version=4.1"),
        ("Python 3.12 Released", "en", "python=3.12"),
        ("The show, part II: rivers", "en", "part=2"),
        ("Kestrel-2 opens", "en", "kestrel=2"),
        ("Storm kills 12 people", "en", ""),
        ("Storm Kills 12 People", "en", ""),
        ("Quake of magnitude 6.1 shakes Sorvana", "en", ""),
        ("Oil rises 12%", "en", ""),
        ("A loan of $12 million", "en", ""),
    ],
)
def test_members_of_series_are_told_from_counts_and_measures(title: str, language: str, said: str) -> None:
    assert members(title, language) == said


def test_a_title_that_goes_both_ways_goes_none() -> None:
    assert sides("shares rise") != sides("shares fall") != 0
    assert sides("shares rise as oil falls") == 0


@pytest.mark.parametrize(
    ("one", "other", "language", "so"),
    [
        ("Elon Tolvane sues Sam Dahlen", "Sam Dahlen sues Elon Tolvane", "en", True),
        ("Vexel beaten by Okavi", "Okavi beaten by Vexel", "en", True),
        ("Vexel sues Okavi", "Okavi sued by Vexel", "en", False),
        ("Vexel meets Okavi", "Okavi meets Vexel", "en", False),
        ("Vexel signs deal with Okavi", "Okavi signs deal with Vexel", "en", False),
        ("Advice to Ina Vost from Ole Marn", "Ole Marn gives advice to Ina Vost", "en", False),
        ("甲公司起诉乙公司", "乙公司起诉甲公司", "zh", True),
        ("中国与美国举行会谈", "美国与中国举行会谈", "zh", False),
        ("", "", "en", False),
    ],
)
def test_two_actors_are_exchanged_only_around_a_verb_with_a_side(one: str, other: str, language: str, so: bool) -> None:
    said = [tokens(title, language).split(" ") for title in (one, other)]
    assert exchanged(*said) is so
    assert exchanged(*reversed(said)) is so


@pytest.mark.parametrize(
    "form", ["Saturday Morning: {}", "{} | Tech Desk", "【早报】{}", "[Video] {}", "{} (Video)", "No. 7 - {}"]
)
def test_what_a_feed_repeats_is_a_habit_the_third_time_and_no_longer_when_the_titles_are_gone(form: str) -> None:
    affixes, given = Affixes(), []
    for count in range(1, HABIT + 1):
        title = form.format(f"story {'x' * count}")
        given.append(affixes.marked(title, 1))
        affixes.enter(given[-1])
        assert without(title, 1, given[-1]) == (title if count < HABIT else f"story {'x' * count}")
    other = affixes.marked(form.format("another"), 2)
    assert without(form.format("another"), 2, other) == form.format("another")
    for marks in given:
        affixes.leave(marks)
    assert "!" not in affixes.marked(form.format("later"), 1)


def test_a_restart_remembers_what_a_feed_repeats() -> None:
    columns = [work(n, f"Saturday Morning: {name}") for n, name in enumerate(("rivers", "lamps", "knots", "owls"), 1)]
    shelf, straight = Shelf(ClusterSettings()), Shelf(ClusterSettings())
    shelf.add(columns[:2])
    straight.add(columns[:2])
    shelf.restart()
    shelf.add(columns[2:])
    straight.add(columns[2:])
    assert shelf.memories == straight.memories
    assert shelf.memories[4].features != shelf.memories[1].features
    assert shelf.add(columns).assignments == ()
