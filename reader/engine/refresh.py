"""The order of a refresh: harvest, group, write, rank. Every decision lies in the step it calls."""

import asyncio
import importlib
import os
import time
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TypeVar

from reader.engine.harvest import Harvest, Tally
from reader.engine.notes import REFRESHED_AT, UNREFINED
from reader.engine.options import Options
from reader.engine.parsers import Parsers
from reader.engine.queue import Due
from reader.engine.rerank import rerank
from reader.engine.standing import release
from reader.events import ClustersChanged, Event, FeedDone, Finished, Stage, Started
from reader.fetch.schedule import is_due
from reader.model.feed import FAILING, Feed, FeedState, Health
from reader.store.write import Library

T = TypeVar("T")
Tell = Callable[[Event], None]

TOLD_EVERY = 0.25
"""Seconds between two events on the progress of one stage: a screen gains nothing from more than four a second."""


async def refresh(library: Library, options: Options, tell: Tell) -> None:
    """Bring the library up to date.

    Args:
        library: Open for writing; locked for the whole of the run.
        options: What to fetch, and where time, chance and bytes come from.
        tell: Called with each event, in order, in the caller's thread.

    Raises:
        LibraryBusy: Another process is refreshing it.
        StoreError: The library cannot be read or written.
    """
    with library.lock(f"a refresh, process {os.getpid()}, since {options.clock():%H:%M} UTC"):
        await _Run(library, options, tell).run()


async def settle(library: Library, options: Options, tell: Tell) -> None:
    """Group and write what is already in the library, fetching nothing.

    Raises:
        LibraryBusy: Another process is refreshing it, and will do this.
        StoreError: The library cannot be read or written.
    """
    with library.lock("a command"):
        await _Run(library, options, tell).settle()


class _Run:
    """One refresh under way."""

    def __init__(self, library: Library, options: Options, tell: Tell) -> None:
        self._library = library
        self._options = options
        self._tell = tell
        self._warming: asyncio.Task[None] | None = None
        """Imports the steps after the fetch; there as soon as there is news."""
        self._awaiting = False
        """Whether servers may answer while stories are made."""
        self._staged = 0.0
        self._news = 0
        """Entries that came and have not been grouped yet."""

    async def run(self) -> None:
        began = time.monotonic()
        due = self._due()
        self._tell(Started(feeds=len(due)))
        tally = await self._harvest(due) if due else Tally(feeds=0)
        if not self._stopped:
            await self.settle()
        if not self._stopped:
            self._library.note(REFRESHED_AT, self._options.clock().isoformat())
            self._library.back_up(self._options.clock())
            await self._ask_model()
        self._tell(
            Finished(
                new=tally.new,
                failing=sum(health.state in FAILING for feed, health in self._library.feeds() if not feed.paused),
                unchanged=tally.unchanged,
                offline=tally.offline,
                seconds=round(time.monotonic() - began, 3),
                stopped=self._stopped,
            )
        )

    @property
    def _stopped(self) -> bool:
        return self._options.stop.is_set()

    def _due(self) -> list[Due]:
        now = self._options.clock()
        return [due for due in self._library.feeds() if self._wanted(*due, now)]

    async def _harvest(self, due: list[Due]) -> Tally:
        harvest = Harvest(self._library, self._options, self._tell_feed)
        expected = any(health.state is FeedState.NEW for _, health in due)
        async with Parsers(self._options.clock, expected=expected) as parsers, self._options.source() as source:
            self._awaiting = True
            early = asyncio.create_task(self._group_early(harvest))
            try:
                await harvest.run(due, source, parsers.parse)
            finally:
                early.cancel()
                await asyncio.wait([early])
                self._awaiting = False
        if not early.cancelled():
            early.result()
        return harvest.tally

    async def _group_early(self, harvest: Harvest) -> None:
        """Give its stories to what has come, whenever nothing more comes for a while."""
        patience = self._options.patience
        while not self._stopped:
            await harvest.quiet(patience)
            async with harvest.turn:
                await self._group_and_write(meaning=False)
                self._library.apply_rules(self._options.clock())
            patience *= 2

    def _tell_feed(self, event: Event) -> None:
        if isinstance(event, FeedDone) and event.new:
            self._news += event.new
            # The steps after the fetch import numpy: 150 ms, spent while the network waits, and only if there is news.
            self._warming = self._warming or asyncio.create_task(asyncio.to_thread(_import_steps))
        self._tell(event)

    def _wanted(self, feed: Feed, health: Health, now: datetime) -> bool:
        """Whether to ask a feed: those named by the user, else those that are due."""
        asked = self._options.feeds
        if asked and feed.id not in asked:
            return False
        if self._options.force:
            return bool(asked) or not (feed.paused or health.state is FeedState.GONE)
        # Naming a feed overrides its schedule, but not its server's word to wait.
        patient = health.state in (FeedState.BACKOFF, FeedState.GONE)
        return is_due(feed, health, now) or (bool(asked) and not patient)

    async def settle(self) -> None:
        """Bring the later steps up to what the library holds; import them only if something is undone."""
        if not self._options.settings.summary.model:
            release(self._library)
        if self._undone():
            await self._group_and_write(meaning=True)
        if not self._stopped:
            now = self._options.clock()
            self._library.apply_rules(now)
            rerank(self._library, self._options.settings, now)

    async def _ask_model(self) -> None:
        """Have the user's model write what the top of the list says; after everything that needs none."""
        if not self._options.settings.summary.model:
            return
        # Imported here: without a model nothing of it is even loaded.
        from reader.engine.refining import Refining

        await Refining(self._library, self._options, self._tell).run()

    def _undone(self) -> bool:
        library = self._library
        if self._warming is not None:
            # There was news, and to ask for entries without a work would read them all.
            return True
        return bool(library.stale(1) or library.unclustered() or library.unplaced() or library.noted(UNREFINED))

    async def _group_and_write(self, *, meaning: bool) -> None:
        """Give works, stories and texts to what has none; with `meaning`, look again at what words alone have said."""
        if self._warming is not None:
            await self._warming
        from reader.engine.ahead import Ahead
        from reader.engine.group import PLACED_AT_ONCE, Grouping, place
        from reader.engine.write import write

        library, settings, now = self._library, self._options.settings, self._options.clock()
        news, self._news = self._news, 0
        with Ahead(settings, now) as ahead:
            if news <= PLACED_AT_ONCE:
                # Before the works are there, so that it is ready when they are.
                ahead.start(news, looks=True)
            await self._drive("grouping", place(library, ahead))
            grouping = Grouping(library, settings.cluster, now, ahead)
            await self._drive("grouping", grouping.add())
            await self._drive("writing", write(library, settings, now, ahead))
        if meaning:
            self._tell(ClustersChanged(clusters=len(grouping.changed)))
            # Meaning takes a hundred times as long as terms and moves few stories: the screen has them first.
            await self._drive("grouping", grouping.refine())
            with Ahead(settings, now) as ahead:
                await self._drive("writing", write(library, settings, now, ahead))
            library.prune(settings.refresh)
        self._tell(ClustersChanged(clusters=len(grouping.changed)))

    async def _drive(self, stage: str, steps: Iterable[tuple[int, int]]) -> None:
        """Take the steps one by one, telling how far they are, until they end or the user stops them."""
        waiting = iter(steps)
        take = _beside if self._awaiting else _here
        while not self._stopped and (step := await take(lambda: next(waiting, None))) is not None:
            if time.monotonic() - self._staged >= TOLD_EVERY:
                self._staged = time.monotonic()
                self._tell(Stage(stage=stage, done=step[0], of=step[1]))


async def _here(act: Callable[[], T]) -> T:
    """Return what `act` returns, and let the loop hear signals."""
    found = act()
    await asyncio.sleep(0)
    return found


async def _beside(act: Callable[[], T]) -> T:
    """Return what `act` returns, from a thread: on the loop, its second would count against servers that answer.

    A cancellation takes effect when it has ended; nobody else may touch the library before. Not where nobody answers:
    a thread's memory is its own, and 500 feeds that were grouped so took 290 MB instead of 240.
    """
    acting = asyncio.create_task(asyncio.to_thread(act))
    try:
        return await asyncio.shield(acting)
    except asyncio.CancelledError:
        await asyncio.gather(acting, return_exceptions=True)
        raise


def _import_steps() -> None:
    for step in ("reader.engine.group", "reader.engine.write"):
        importlib.import_module(step)
