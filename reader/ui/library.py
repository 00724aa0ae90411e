"""The store's readers and the writer of marks, each on a thread of its own. Knows no widget.

A story read from a cold disk takes 50 ms, a mark waits for the disk or for another writer: neither may hold a key.
Rows in sight are read on the screen's own thread, at most a page at a time (below 1 ms).
"""

import asyncio
from array import array
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from reader.model.mark import Field, Undone, UserRule
from reader.model.view import FeedRow, Revision, Row, Story, Totals, View

T = TypeVar("T")
R = TypeVar("R")


class Reads(Protocol):
    """What the screen asks of the store's reader."""

    def close(self) -> None: ...  # noqa: D102
    def warm(self) -> None: ...  # noqa: D102
    def version(self) -> int: ...  # noqa: D102
    def ids(self, view: View, now: datetime) -> "array[int]": ...  # noqa: D102
    def rows(self, ids: Sequence[int]) -> dict[int, Row]: ...  # noqa: D102
    def story(self, cluster_id: int, now: datetime) -> Story: ...  # noqa: D102
    def totals(self, now: datetime) -> Totals: ...  # noqa: D102
    def unread_ids(self) -> Iterable[int]: ...  # noqa: D102
    def search(self, text: str, limit: int, *, now: datetime) -> "array[int]": ...  # noqa: D102
    def feeds(self, now: datetime) -> list[FeedRow]: ...  # noqa: D102
    def revisions(self, cluster_id: int) -> list[Revision]: ...  # noqa: D102
    def rules(self, now: datetime) -> Sequence[UserRule]: ...  # noqa: D102
    def full_text(self, entry_id: int) -> str: ...  # noqa: D102


class Marks(Protocol):
    """What the screen asks of the store's writer of the user's own data."""

    def read(self, work_ids: Sequence[int], now: datetime) -> object: ...  # noqa: D102
    def unread(self, work_ids: Sequence[int]) -> object: ...  # noqa: D102
    def read_view(self, cluster_ids: Sequence[int], now: datetime) -> object: ...  # noqa: D102
    def star(self, cluster_id: int, on: bool) -> None: ...  # noqa: D102
    def hide(self, cluster_id: int, on: bool) -> None: ...  # noqa: D102
    def saw(self, cluster_id: int, now: datetime) -> None: ...  # noqa: D102
    def eject(self, work_id: int, cluster_id: int, now: datetime) -> object: ...  # noqa: D102
    def merge(self, a: int, b: int, now: datetime) -> object: ...  # noqa: D102
    def apart(self, a: int, b: int, now: datetime) -> object: ...  # noqa: D102
    def mute(self, field: Field, value: str, *, until: datetime | None, now: datetime) -> object: ...  # noqa: D102
    def follow(self, field: Field, value: str, now: datetime) -> object: ...  # noqa: D102
    def drop_rule(self, rule_id: int, now: datetime) -> object: ...  # noqa: D102
    def expire(self, now: datetime) -> int: ...  # noqa: D102
    def notice(self, now: datetime, *, per_day: int, apart: timedelta) -> bool: ...  # noqa: D102
    def undo(self) -> Undone | None: ...  # noqa: D102


class Lane(Generic[T]):
    """One thread with one connection, opened there; work is done in order."""

    def __init__(self, open: Callable[[], T], name: str) -> None:  # noqa: A002
        self._open = open
        self._pool = ThreadPoolExecutor(1, thread_name_prefix=name)
        self._made: list[T] = []

    def begin(self, work: Callable[[T], R]) -> "Future[R]":
        """Start work without an event loop; its result can be awaited or looked at later."""
        return self._pool.submit(self._do, work)

    async def run(self, work: Callable[[T], R]) -> R:
        """Return what `work` returns, raise what it raises."""
        return await asyncio.wrap_future(self.begin(work))

    def close(self) -> None:
        """Let go: what waits is dropped, what runs is finished."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _do(self, work: Callable[[T], R]) -> R:
        if not self._made:
            self._made.append(self._open())
        return work(self._made[0])


class Library:
    """Every way to the store that a screen has."""

    def __init__(self, open_reads: Callable[[], Reads], open_marks: Callable[[], Marks], path: Path) -> None:
        self.path = path
        self.reading: Lane[Reads] = Lane(open_reads, "reading")
        self.marking: Lane[Marks] = Lane(open_marks, "marking")
        self._open_reads = open_reads
        self._front: Reads | None = None

    @property
    def front(self) -> Reads:
        """The reader of the screen's own thread, for reads below 5 ms; opened when first asked for."""
        if self._front is None:
            self._front = self._open_reads()
        return self._front

    async def warm(self) -> None:
        """Have the system read what rows are made of, on a connection of its own: no story waits for it."""
        await asyncio.to_thread(self._warm)

    def _warm(self) -> None:
        with closing(self._open_reads()) as reads:
            reads.warm()

    def close(self) -> None:
        """Let go of the threads."""
        self.reading.close()
        self.marking.close()
