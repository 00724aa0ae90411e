"""Citations: exact beside a sentence, short in a list of what is left out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.text.cites import cites, ranges

NUMBERS = {10 * number: number for number in range(1, 60)}


def test_a_sentence_names_each_of_its_sources_in_its_order() -> None:
    assert cites([40, 10, 20, 30], NUMBERS) == "[4][1][2][3]"


def test_a_work_that_has_left_has_no_number() -> None:
    assert cites([10, 7], NUMBERS) == ranges([7, 10], NUMBERS) == "[1]"


@pytest.mark.parametrize(
    ("left_out", "said"),
    [((), ""), ((2, 1), "[1][2]"), ((3, 1, 2), "[1–3]"), ((2, 6, 7, 8, 59), "[2][6–8][59]"), (range(6, 60), "[6–59]")],
)
def test_numbers_in_a_row_are_named_by_the_first_and_the_last(left_out: tuple[int, ...], said: str) -> None:
    assert ranges([10 * number for number in left_out], NUMBERS) == said


@given(st.sets(st.integers(1, 59)))
def test_a_list_of_ranges_holds_exactly_the_numbers(chosen: set[int]) -> None:
    found: set[int] = set()
    for part in filter(None, ranges([10 * n for n in chosen], NUMBERS).strip("[]").split("][")):
        first, _, last = part.partition("–")
        found |= set(range(int(first), int(last or first) + 1))
    assert found == chosen
