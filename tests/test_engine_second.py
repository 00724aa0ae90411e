"""A second process does what it is asked, and nobody waits for one that is gone."""

import io
import os
import pickle
import signal
import subprocess
import sys

import psutil
import pytest

from reader.engine.second import Kept, Second, second
from reader.record import record

MODULE = "tests.test_engine_second"


@record
class Sum:
    """Adds to what it was asked before."""

    number: int

    def done(self, kept: Kept) -> int:
        """Return the sum so far."""
        kept["sum"] = kept.get("sum", 0) + self.number
        return int(kept["sum"])


@record
class End:
    """Ends the process that does it."""

    def done(self, _: Kept) -> None:
        """Return nothing, not even None."""
        os.kill(os.getpid(), signal.SIGKILL)


def test_tasks_are_done_in_order_and_share_what_is_kept() -> None:
    with second(MODULE) as other:
        asked = [other.ask(Sum(number=number)) for number in range(9)]
        assert [answer.result() for answer in asked] == [0, 1, 3, 6, 10, 15, 21, 28, 36]


def test_a_task_that_has_not_begun_can_be_taken_back() -> None:
    with second(MODULE) as other:
        asked = [other.ask(Sum(number=1)) for _ in range(50)]
        assert asked[-1].cancel()
        assert [answer.result() for answer in asked[:-1]] == list(range(1, 50))


def test_it_answers_until_its_input_ends() -> None:
    command = [sys.executable, "-m", "reader.engine.second", MODULE]
    given = b"".join(pickle.dumps(Sum(number=number)) for number in (1, 2))
    ran = subprocess.run(command, input=given, stdout=subprocess.PIPE, check=True)
    told = io.BytesIO(ran.stdout)
    assert [pickle.load(told) for _ in range(2)] == [1, 3]


@pytest.mark.parametrize("answer", [b"", b"\x80\x04\x95\x20", b"nonsense"])
def test_a_process_that_is_gone_or_died_while_answering_has_no_answer(answer: bytes) -> None:
    other = Second(io.BytesIO(), io.BytesIO(answer))
    assert [other.ask(Sum(number=1)).result() for _ in range(3)] == [None, None, None]


def test_a_process_that_dies_of_a_task_answers_neither_it_nor_what_follows() -> None:
    with second(MODULE) as other:
        before, deadly, after = other.ask(Sum(number=1)), other.ask(End()), other.ask(Sum(number=2))
        assert (before.result(), deadly.result(), after.result()) == (1, None, None)


def test_it_is_not_waited_for_at_the_end_of_the_block() -> None:
    with second(MODULE) as other:
        (child,) = psutil.Process().children()
        waiting = [other.ask(Sum(number=1)) for _ in range(1000)]
    assert not child.is_running()
    assert all(answer.done() for answer in waiting)


def test_it_ends_with_a_program_that_is_killed() -> None:
    held = "from reader.engine.second import second\nwith second():\n    print('ready', flush=True)\n    input()"
    with subprocess.Popen([sys.executable, "-c", held], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as program:
        assert program.stdout is not None
        assert program.stdout.readline() == b"ready\n"
        (other,) = psutil.Process(program.pid).children()
        program.kill()
        program.wait()
        assert psutil.wait_procs([other], timeout=20)[1] == []
