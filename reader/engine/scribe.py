"""The texts of many clusters, some of them written by a process of its own. Knows neither library nor rank.

Runs as `python -m reader.engine.scribe` and ends with its input. Both ends are this program and neither parses outside
documents, so what they say to each other is pickled.
"""

import os
import pickle
import signal
import subprocess
import sys
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import datetime
from itertools import islice
from typing import IO

from reader.model.cluster import Cluster
from reader.model.summary import Summary
from reader.record import record
from reader.settings import SummarySettings
from reader.summarise import summarise

AHEAD = 2
"""Orders that the process is given: the one it works on, and the next, so that it waits for nobody."""

TURN = 0.0005
"""Seconds after which the thread that waits for the process gets its turn here. After the usual 5 ms, at each of some
steps between an answer and the next order, the process had nothing to do for a quarter of its time."""


@record
class Order:
    """What is to be summarised."""

    clusters: Sequence[Cluster]
    now: datetime
    settings: SummarySettings

    def extracts(self) -> list[Summary]:
        """Return a fresh extract of each cluster, in order."""
        return [summarise(cluster, now=self.now, settings=self.settings) for cluster in self.clusters]


def alone(orders: Iterable[Order]) -> Iterator[tuple[Order, list[Summary]]]:
    """Yield each order with its texts, all written here."""
    return ((order, order.extracts()) for order in orders)


class Scribe:
    """A process that writes texts while this one does, too."""

    def __init__(self, given: IO[bytes], written: IO[bytes]) -> None:
        self._given = given
        self._written = written
        # One thread, so that an answer is that to the order before it. It waits for the pipes, this one for nothing.
        self._post = ThreadPoolExecutor(1, "scribe")

    def texts(self, orders: Iterable[Order]) -> Iterator[tuple[Order, list[Summary]]]:
        """Yield each order with its texts, as they get done here and there; what the process owes is written here."""
        waiting = iter(orders)
        theirs: deque[tuple[Order, Future[list[Summary]]]] = deque()
        while True:
            for order in islice(waiting, AHEAD - len(theirs)):
                theirs.append((order, self._post.submit(self._asked, pickle.dumps(order))))
            is_done = bool(theirs) and theirs[0][1].done()
            if not is_done and (mine := next(waiting, None) or _taken_back(theirs)):
                yield mine, mine.extracts()
            elif theirs:
                order, answer = theirs.popleft()
                yield order, answer.result() or order.extracts()
            else:
                return

    def close(self) -> None:
        """Wait for the thread; the process is gone."""
        self._post.shutdown(cancel_futures=True)

    def _asked(self, order: bytes) -> list[Summary]:
        """Return what the process wrote; nothing if it is gone."""
        try:
            self._given.write(order)
            self._given.flush()
            written: list[Summary] = pickle.load(self._written)
        except (EOFError, OSError, pickle.UnpicklingError):
            return []
        return written


def _taken_back(theirs: deque[tuple[Order, Future[list[Summary]]]]) -> Order | None:
    """Return the last order unless its turn has come; None if it has, or if there is none."""
    return theirs.pop()[0] if theirs and theirs[-1][1].cancel() else None


@contextmanager
def scribe() -> Iterator[Scribe]:
    """Start the process, end it with the block. It is ready after 0.15 s, which this process need not wait for."""
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "reader.engine.scribe"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )
    if process.stdin is None or process.stdout is None:
        raise AssertionError("Both were asked to be pipes.")
    other, usual = Scribe(process.stdin, process.stdout), sys.getswitchinterval()
    sys.setswitchinterval(TURN)
    try:
        yield other
    finally:
        sys.setswitchinterval(usual)
        # It holds nothing that has to be put in order, and nobody wants what it writes still.
        process.kill()
        process.wait()
        other.close()
        with suppress(OSError):
            process.stdin.close()
        process.stdout.close()


def main() -> None:
    """Write what is ordered until nobody orders any more."""
    # The terminal's Ctrl-C is for the program; it ends us by closing our input.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(EOFError, BrokenPipeError):
        while True:
            order: Order = pickle.load(sys.stdin.buffer)
            pickle.dump(order.extracts(), sys.stdout.buffer)
            sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
