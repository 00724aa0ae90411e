"""The texts of many clusters, some of them written by a second process. Knows neither library nor rank."""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future
from datetime import datetime
from itertools import islice

from reader.engine.second import Kept, Second, Task
from reader.model.cluster import Cluster
from reader.model.summary import Summary
from reader.record import record
from reader.settings import SummarySettings
from reader.summarise import summarise

AHEAD = 2
"""Orders that the process is given: the one it works on, and the next, so that it waits for nobody."""


@record
class Order:
    """What is to be summarised."""

    clusters: Sequence[Cluster]
    now: datetime
    settings: SummarySettings

    def extracts(self) -> list[Summary]:
        """Return a fresh extract of each cluster, in order."""
        return [summarise(cluster, now=self.now, settings=self.settings) for cluster in self.clusters]

    def done(self, _: Kept) -> list[Summary]:
        """Return the same."""
        return self.extracts()


def alone(orders: Iterable[Order]) -> Iterator[tuple[Order, list[Summary]]]:
    """Yield each order with its texts, all written here."""
    return ((order, order.extracts()) for order in orders)


class Scribe:
    """A process that writes texts while this one does, too."""

    def __init__(self, second: Second) -> None:
        self._second = second
        self._theirs: deque[tuple[Order, Future[list[Summary] | None]]] = deque()

    def order(self, order: Order, task: Task[list[Summary]] | None = None) -> None:
        """Have texts written for the next one who asks for `texts`; the process is given the order, or what does it."""
        self._theirs.append((order, self._second.ask(task or order)))

    def texts(self, orders: Iterable[Order] = ()) -> Iterator[tuple[Order, list[Summary]]]:
        """Yield each order with its texts, as they get done here and there; what the process owes is written here."""
        waiting, theirs = iter(orders), self._theirs
        while True:
            for order in islice(waiting, max(0, AHEAD - len(theirs))):
                self.order(order)
            is_done = bool(theirs) and theirs[0][1].done()
            if not is_done and (mine := next(waiting, None) or self._taken_back()):
                yield mine, mine.extracts()
            elif theirs:
                order, answer = theirs.popleft()
                yield order, answer.result() or order.extracts()
            else:
                return

    def _taken_back(self) -> Order | None:
        """Return the last order unless its turn has come; None if it has, or if there is none."""
        return self._theirs.pop()[0] if self._theirs and self._theirs[-1][1].cancel() else None
