"""Texts written by two processes are those of one, and as many as were waiting."""

import io
import pickle
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from reader.engine.scribe import Order, Scribe, scribe
from reader.engine.write import AT_ONCE, write
from reader.settings import Settings, SummarySettings
from reader.store.write import Library
from tests.clusters import NOW, cluster, work
from tests.farm import words
from tests.library import OK, entry, group, place, subscribe


def order(many: int) -> Order:
    works = [work(" ".join(words(f"title {n}", 6)), " ".join(words(f"text {n}", 60)) + ".") for n in range(many)]
    clusters = tuple(replace(cluster(one), id=number) for number, one in enumerate(works, start=1))
    return Order(clusters=clusters, now=NOW, settings=SummarySettings())


@pytest.mark.parametrize("many", [0, 1, 2, 7])
def test_two_processes_write_what_one_writes(many: int) -> None:
    given = order(many)
    with scribe() as other:
        assert other.extracts(given) == given.extracts()
        assert other.extracts(given) == given.extracts()


def test_a_process_that_is_gone_leaves_no_text_unwritten() -> None:
    given = order(5)
    assert Scribe(io.BytesIO(), io.BytesIO()).extracts(given) == given.extracts()


def test_a_process_that_died_while_writing_leaves_no_text_unwritten() -> None:
    given = order(5)
    assert Scribe(io.BytesIO(), io.BytesIO(b"\x80\x04\x95\x20")).extracts(given) == given.extracts()


def test_what_the_other_process_wrote_is_taken() -> None:
    given = order(4)
    theirs = [replace(text, headline=f"Theirs, {place}") for place, text in enumerate(given.extracts()[1::2])]
    found = Scribe(io.BytesIO(), io.BytesIO(pickle.dumps(theirs))).extracts(given)
    assert [text.headline for text in found[1::2]] == ["Theirs, 0", "Theirs, 1"]
    assert found[::2] == given.extracts()[::2]


def test_the_other_process_ends_with_a_program_that_is_killed() -> None:
    held = "from reader.engine.scribe import scribe\nwith scribe():\n    print('ready', flush=True)\n    input()"
    with subprocess.Popen([sys.executable, "-c", held], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as program:
        assert program.stdout is not None
        assert program.stdout.readline() == b"ready\n"
        (other,) = psutil.Process(program.pid).children()
        program.kill()
        program.wait()
        assert psutil.wait_procs([other], timeout=20)[1] == []


def test_it_is_told_how_many_of_all_texts_are_written(tmp_path: Path) -> None:
    many = AT_ONCE + 1
    with Library.open(tmp_path / "library.db") as library:
        (source,) = subscribe(library, "lab")
        library.keep_fetch(source, OK, [entry(f"story{number}") for number in range(many)])
        place(library)
        group(library)
        assert list(write(library, Settings(), NOW)) == [(AT_ONCE, many), (many, many)]
        assert library.stale() == []
