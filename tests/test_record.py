"""Records: what they share, and what a class may say itself."""

import pickle
from dataclasses import field, replace

import pytest

from reader.record import record


@record
class Point:
    """Two numbers, and names for them."""

    x: int
    y: int = 0
    names: tuple[str, ...] = field(default_factory=tuple)


@record
class Spot(Point):
    """A point of another kind."""


@record
class Nothing:
    """No field at all."""


@record
class Own:
    """Says itself how it is shown and compared."""

    x: int

    def __repr__(self) -> str:
        return "own"

    def __eq__(self, other: object) -> bool:
        return other == self.x

    def __hash__(self) -> int:
        return 7


def test_records_are_equal_by_class_and_fields() -> None:
    assert Point(x=1) == Point(x=1, y=0)
    assert Point(x=1) != Point(x=2)
    assert Point(x=1) != Spot(x=1)
    assert Point(x=1) != object()
    assert Nothing() == Nothing()


def test_equal_records_are_one_key() -> None:
    assert len({Point(x=1), Point(x=1), Spot(x=1), Nothing(), Nothing()}) == 3


def test_a_record_shows_its_fields() -> None:
    assert repr(Point(x=1, names=("a",))) == "Point(x=1, y=0, names=('a',))"


def test_a_record_is_made_by_keywords_and_takes_no_other_field() -> None:
    with pytest.raises(TypeError):
        Point(1)  # type: ignore[call-arg]
    with pytest.raises(AttributeError):
        Point(x=1).z = 3  # type: ignore[attr-defined]


def test_a_record_can_be_changed_into_another_and_sent() -> None:
    there = replace(Point(x=1), y=5)
    assert there == Point(x=1, y=5)
    assert pickle.loads(pickle.dumps(there)) == there


def test_what_a_class_says_itself_holds() -> None:
    assert repr(Own(x=1)) == "own"
    assert Own(x=1) == 1
    assert hash(Own(x=1)) == 7
