"""Texts written by two processes are those of one, and as many as were waiting."""

import io
import pickle
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest

from reader.engine.ahead import AT_ONCE, WORTH_ANOTHER, Ahead
from reader.engine.scribe import AHEAD, Order, Scribe, alone
from reader.engine.second import Second, second
from reader.engine.write import write
from reader.model.cluster import Cluster
from reader.model.summary import Summary
from reader.settings import Settings, SummarySettings
from reader.store.write import Library
from tests.clusters import NOW, cluster, work
from tests.farm import words
from tests.library import OK, entry, group, place, subscribe


def orders(many: int) -> list[Order]:
    works = [work(" ".join(words(f"title {n}", 6)), " ".join(words(f"text {n}", 60)) + ".") for n in range(2 * many)]
    clusters = [replace(cluster(one), id=number) for number, one in enumerate(works, start=1)]
    parts = batched(clusters, 2)
    return [Order(clusters=part, now=NOW, settings=SummarySettings()) for part in parts]


def batched(clusters: list[Cluster], size: int) -> Iterator[list[Cluster]]:
    return (clusters[start : start + size] for start in range(0, len(clusters), size))


def told(texts: Iterable[tuple[Order, list[Summary]]]) -> list[tuple[int, Summary]]:
    """Return the texts by cluster, whoever wrote them first."""
    found = [(one.id, text) for order, written in texts for one, text in zip(order.clusters, written, strict=True)]
    return sorted(found, key=lambda pair: pair[0])


class Answers(io.BytesIO):
    """What a process wrote, and whether anyone has asked for it."""

    def __init__(self, written: bytes) -> None:
        super().__init__(written)
        self.asked = Event()

    def read(self, size: int | None = -1) -> bytes:
        self.asked.set()
        return super().read(size)


@pytest.mark.parametrize("many", [0, 1, 2, 3, 9])
def test_two_processes_write_what_one_writes(many: int) -> None:
    given = orders(many)
    with second("reader.engine.scribe") as process:
        other = Scribe(process)
        assert told(other.texts(given)) == told(alone(given))
        assert told(other.texts(given)) == told(alone(given))


@pytest.mark.parametrize("early", [1, 3, 9])
def test_what_was_ordered_before_comes_first(early: int) -> None:
    given = orders(9)
    with second("reader.engine.scribe") as process:
        other = Scribe(process)
        for order in given[:early]:
            other.order(order)
        assert told(other.texts()) == told(alone(given[:early]))
        assert told(other.texts(given[early:])) == told(alone(given[early:]))


@pytest.mark.parametrize("answer", [b"", b"\x80\x04\x95\x20", b"nonsense"])
def test_a_process_that_is_gone_or_died_while_writing_leaves_no_text_unwritten(answer: bytes) -> None:
    given = orders(5)
    assert told(Scribe(Second(io.BytesIO(), io.BytesIO(answer))).texts(given)) == told(alone(given))


def test_what_the_other_process_wrote_is_taken() -> None:
    given = orders(3)
    theirs = [replace(text, headline="Theirs") for text in given[0].extracts()]
    answers = Answers(pickle.dumps(theirs))

    def asked() -> Iterator[Order]:
        yield from given[:AHEAD]
        # Only now does anyone here look for something to write.
        assert answers.asked.wait(20)
        yield from given[AHEAD:]

    headlines = [text.headline for _, text in told(Scribe(Second(io.BytesIO(), answers)).texts(asked()))]
    assert headlines[:2] == ["Theirs", "Theirs"]
    assert headlines[2:] == [text.headline for _, text in told(alone(given[1:]))]


def test_it_is_told_how_many_of_all_texts_are_written(tmp_path: Path) -> None:
    many = WORTH_ANOTHER
    with Library.open(tmp_path / "library.db") as library:
        (source,) = subscribe(library, "lab")
        library.keep_fetch(source, OK, [entry(f"story{number}") for number in range(many)])
        place(library)
        group(library)
        with Ahead(Settings(), NOW) as other:
            found = list(write(library, Settings(), NOW, other))
        assert found == [(done, many) for done in range(AT_ONCE, many + 1, AT_ONCE)]
        assert library.stale() == []


def test_parts_are_of_as_many_works_as_they_may_be(library: Library) -> None:
    entries = [entry(f"story{number}") for number in range(9)]
    library.keep_fetch(subscribe(library, "lab")[0], OK, entries)
    place(library)
    group(library, {1: 1, 2: 1, 3: 1, 4: 1, 5: 5, 6: 6, 7: 7, 8: 7, 9: 9})
    assert library.stale_parts(3) == [[1], [5, 6], [7, 9]]
    assert library.stale_parts(100) == [[1, 5, 6, 7, 9]]
