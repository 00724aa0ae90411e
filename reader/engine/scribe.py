"""The texts of many clusters, half of them written by a process of its own. Knows neither library nor rank.

Runs as `python -m reader.engine.scribe` and ends with its input. Both ends are this program and neither parses outside
documents, so what they say to each other is pickled.
"""

import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime
from typing import IO

from reader.model.cluster import Cluster
from reader.model.summary import Summary
from reader.record import record
from reader.settings import SummarySettings
from reader.summarise import summarise

ENDING = 2.0
"""Seconds of patience with the process when all is written, before it is killed."""


@record
class Order:
    """What is to be summarised."""

    clusters: Sequence[Cluster]
    now: datetime
    settings: SummarySettings

    def extracts(self) -> list[Summary]:
        """Return a fresh extract of each cluster, in order."""
        return [summarise(cluster, now=self.now, settings=self.settings) for cluster in self.clusters]


class Scribe:
    """A process that writes texts while this one does, too."""

    def __init__(self, given: IO[bytes], written: IO[bytes]) -> None:
        self._given = given
        self._written = written

    def extracts(self, order: Order) -> list[Summary]:
        """Return a fresh extract of each cluster, in order; those that the process owes are written here."""
        mine, theirs = (replace(order, clusters=order.clusters[start::2]) for start in (0, 1))
        self._give(theirs)
        texts: dict[int, Summary] = {}
        for part, written in ((mine, mine.extracts()), (theirs, self._answer() or theirs.extracts())):
            texts |= {cluster.id: text for cluster, text in zip(part.clusters, written, strict=True)}
        return [texts[cluster.id] for cluster in order.clusters]

    def _give(self, order: Order) -> None:
        with suppress(OSError):  # It is gone; that shows in its answer.
            pickle.dump(order, self._given)
            self._given.flush()

    def _answer(self) -> list[Summary]:
        """Return what the process wrote; nothing if it is gone."""
        try:
            written: list[Summary] = pickle.load(self._written)
        except (EOFError, OSError, pickle.UnpicklingError):
            return []
        return written


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
    try:
        yield Scribe(process.stdin, process.stdout)
    finally:
        with suppress(OSError):
            process.stdin.close()
        try:
            process.wait(ENDING)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
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
