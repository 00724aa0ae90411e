"""What a second process does ahead: it looks for neighbours and writes texts before their clusters are stored."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from contextlib import ExitStack, suppress
from dataclasses import replace
from datetime import datetime
from functools import partial
from itertools import chain, islice
from types import TracebackType
from typing import Self

from reader.cluster.intake import Intake
from reader.cluster.sketch import Sketch
from reader.cluster.window import Window
from reader.engine.scribe import Order, Scribe
from reader.engine.second import Kept, Second, second
from reader.model.cluster import Cluster, Group
from reader.model.summary import Summary
from reader.model.work import Work
from reader.record import record
from reader.settings import ClusterSettings, Settings
from reader.store.connection import packed
from reader.works import source_order

AT_ONCE = 200
"""Works an order, a tenth of a second of work. So that two processes end together, orders are small, and as large as
each other."""

WORTH_ANOTHER = 5 * AT_ONCE
"""Works from which a second process saves more than its start takes, 0.25 s."""

Seen = Callable[[], Sequence[Sketch]]
"""Waits for the sketches of a wave; nothing where nobody has looked at it."""


@record
class Search:
    """A wave of works that are to be looked at, after those before it."""

    works: Sequence[Work]
    settings: ClusterSettings
    is_first: bool

    def done(self, kept: Kept) -> list[Sketch]:
        """Return them with their neighbours."""
        if self.is_first:
            kept["intake"], kept["works"] = Intake(self.settings, Window()), {}
        kept["works"] |= {work.id: work for work in self.works}
        seen: list[Sketch] = kept["intake"].look(self.works)
        return seen


@record
class Recalled:
    """An order whose works the process has looked at: to send them again would take as long as to write some texts."""

    order: Order
    """Without works."""
    works: Sequence[Sequence[int]]
    """Those of each cluster, in order."""

    def done(self, kept: Kept) -> list[Summary]:
        """Return the texts."""
        known = map(kept["works"].__getitem__, chain.from_iterable(self.works))
        clusters = [
            replace(cluster, works=tuple(islice(known, len(works))))
            for cluster, works in zip(self.order.clusters, self.works, strict=True)
        ]
        return replace(self.order, clusters=clusters).done(kept)


class Ahead:
    """A second process, if there is enough to do for one, and what it was given to do.

    Nothing that comes of it is taken on trust: sketches are good for the very works that were looked at, a text for the
    very cluster that is stored in the end.
    """

    def __init__(self, settings: Settings, now: datetime) -> None:
        self._settings = settings
        self._now = now
        self._open = ExitStack()
        self._second: Second | None = None
        self.scribe: Scribe | None = None
        """Who writes texts in the process; None if it was not started."""
        self._looks = False
        self._waves: Sequence[Sequence[Work]] = ()
        self._sent: dict[int, Work] = {}
        self._seen: Sequence[Future[list[Sketch] | None]] = ()

    def start(self, works: int, *, looks: bool = False) -> None:
        """Start the process if so many works are worth it; it takes a while, so before they are there.

        Args:
            works: How many there will be.
            looks: Whether it is to look at them, too, for which it needs 20 MB more.
        """
        if self._second is None and works >= WORTH_ANOTHER:
            # Where there is no room for another process, this one does it all.
            with suppress(OSError):
                self._second = self._open.enter_context(second(__name__ if looks else "reader.engine.scribe"))
                self.scribe, self._looks = Scribe(self._second), looks

    def look(self, waves: Sequence[Sequence[Work]]) -> Sequence[Seen]:
        """Have waves of works looked at, for a clusterer that is empty still; equal waves are looked at once."""
        if self._second is None or not self._looks:
            return [tuple for _ in waves]
        if waves != self._waves:
            searches = (Search(works=w, settings=self._settings.cluster, is_first=w is waves[0]) for w in waves)
            self._seen = [self._second.ask(search) for search in searches]
        self._waves, self._sent = waves, {work.id: work for work in chain.from_iterable(waves)}
        return [partial(_sketches, future) for future in self._seen]

    def order(self, works: Sequence[Work], groups: Mapping[int, Group]) -> None:
        """Have the texts written of those groups that are made of these works."""
        self.start(len(works))
        if self.scribe is None:
            return
        known = {work.id: work for work in works}
        clusters = [
            Cluster(id=number, kind=group.kind, works=source_order(known[work] for work in of), stories=of)
            for number, group in sorted(groups.items())
            if (of := group.stories).keys() <= known.keys()
        ]
        for part in packed(((cluster, len(cluster.works)) for cluster in clusters), AT_ONCE):
            order = Order(clusters=part, now=self._now, settings=self._settings.summary)
            self.scribe.order(order, self._recalled(order))

    def _recalled(self, order: Order) -> Recalled | None:
        """Return an order as the process needs it that has its works; None if it has not."""
        if not all(self._sent.get(work.id) is work for cluster in order.clusters for work in cluster.works):
            return None
        bare = [replace(cluster, works=()) for cluster in order.clusters]
        ids = [[work.id for work in cluster.works] for cluster in order.clusters]
        return Recalled(order=replace(order, clusters=bare), works=ids)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.close()


def _sketches(future: Future[list[Sketch] | None]) -> Sequence[Sketch]:
    return future.result() or ()
