"""A second process, which does what it is asked while this one does other things. Knows neither library nor task.

Runs as `python -m reader.engine.second MODULE…` and ends with its input. Both ends are this program and neither parses
outside documents, so what they say to each other is pickled.
"""

import gc
import importlib
import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from typing import IO, Any, Protocol, TypeVar

R = TypeVar("R", covariant=True)
T = TypeVar("T")

Kept = dict[str, Any]
"""What tasks leave there for the next ones."""

GARBAGE_AFTER = 100_000
"""Objects between two looks for garbage (700 unless set): a refresh makes a million that live to its end, and looking
through them again and again took up to a sixth of its processor time."""

TURN = 0.0005
"""Seconds after which the thread that waits for the process gets its turn here. After the usual 5 ms, at each of some
steps between an answer and the next task, the process had nothing to do for a quarter of its time."""


class Task(Protocol[R]):
    """What can be asked: a value that can be pickled, and so can its result."""

    def done(self, kept: Kept) -> R:
        """Return the result."""
        ...


class Second:
    """The process, as seen from here: it takes tasks in order and keeps each answer until someone wants it."""

    def __init__(self, given: IO[bytes], told: IO[bytes]) -> None:
        self._given = given
        self._told = told
        # One thread, so that an answer is that to the task before it. It waits for the pipes, this one for nothing.
        self._post = ThreadPoolExecutor(1, "second")

    def ask(self, task: Task[T]) -> "Future[T | None]":
        """Have a task done; its result is None if the process is gone. One that has not begun can be cancelled."""
        return self._post.submit(self._answer, pickle.dumps(task))

    def close(self) -> None:
        """Wait for the thread; the process is gone."""
        self._post.shutdown(cancel_futures=True)

    def _answer(self, task: bytes) -> Any:
        try:
            self._given.write(task)
            self._given.flush()
            return pickle.load(self._told)
        except (EOFError, OSError, pickle.UnpicklingError):
            return None


@contextmanager
def second(*modules: str) -> Iterator[Second]:
    """Start the process, end it with the block; it imports the modules of its tasks while nobody has to wait for it."""
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "reader.engine.second", *modules],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )
    if process.stdin is None or process.stdout is None:
        raise AssertionError("Both were asked to be pipes.")
    other, usual = Second(process.stdin, process.stdout), sys.getswitchinterval()
    sys.setswitchinterval(TURN)
    try:
        yield other
    finally:
        sys.setswitchinterval(usual)
        # It holds nothing that has to be put in order, and nobody wants what it does still.
        process.kill()
        process.wait()
        other.close()
        with suppress(OSError):
            process.stdin.close()
        process.stdout.close()


def main() -> None:
    """Do what is asked until nobody asks any more."""
    # The terminal's Ctrl-C is for the program; it ends us by closing our input.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for module in sys.argv[1:]:
        importlib.import_module(module)
    gc.set_threshold(GARBAGE_AFTER)
    gc.freeze()
    kept: Kept = {}
    with suppress(EOFError, BrokenPipeError):
        while True:
            task: Task[object] = pickle.load(sys.stdin.buffer)
            pickle.dump(task.done(kept), sys.stdout.buffer)
            sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
