"""Stories of what has come do not wait for a server that hangs."""

import asyncio
import random
import threading
from datetime import datetime, timedelta
from pathlib import Path

from reader.engine.options import Options
from reader.engine.refresh import refresh
from reader.events import ClustersChanged, Event, FeedDone, Finished
from reader.fetch.client import Fetcher
from reader.model.cluster import Changes
from reader.model.feed import Feed
from reader.settings import ClusterSettings, RefreshSettings, Settings
from reader.store.write import Library
from tests.farm import document, now, state, stories
from tests.loopback import Loopback, answer

ALLOW = frozenset({"127.0.0.1"})
SETTINGS = Settings(refresh=RefreshSettings(per_host=8), cluster=ClusterSettings(embedder="none"))
PROMPT = ("ada", "bob", "cleo")
MOMENT = 0.5
"""Seconds in which a refresh that waits for nothing would end."""
LONGEST = 10.0
"""Seconds after which a library that nobody lets goes on, so that a test fails and does not hang."""


class Slow(Library):
    """A library that keeps no stories before it is let, as a wave of many works takes its time."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.begun = asyncio.Event()
        self.let = threading.Event()
        self.kept: list[bool] = []
        """For each time that stories were kept, whether it was let to."""
        self._loop = asyncio.get_running_loop()

    def keep_changes(self, changes: Changes, now: datetime) -> list[int]:
        self._loop.call_soon_threadsafe(self.begun.set)
        let = self.let.wait(LONGEST)
        found = super().keep_changes(changes, now)
        self.kept.append(let)
        return found


class Hanging:
    """A server whose feed `late` answers when it is let, with the events told by then."""

    def __init__(self, *, waits: bool) -> None:
        self.told: list[Event] = []
        self._answers = asyncio.Event()
        if not waits:
            self._answers.set()

    def tell(self, event: Event) -> None:
        self.told.append(event)
        if isinstance(event, ClustersChanged):
            self._answers.set()

    async def act(self, _: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await self._answers.wait()
        writer.write(answer(200, document("late", now=now())))
        await writer.drain()


async def refreshed(path: Path, server: Hanging, patience: timedelta) -> None:
    async with Loopback() as loopback:
        with Library.open(path) as library:
            loopback.serve("/late", server.act)
            await refresh(library, options(library, loopback, patience), server.tell)


def options(library: Library, loopback: Loopback, patience: timedelta) -> Options:
    """Subscribe to the feeds that answer at once, and to one more at `/late`."""
    for name in PROMPT:
        loopback.serve(f"/{name}", answer(200, document(name, now=now())))
    library.add_feeds([Feed(url=f"{loopback.base}/{name}", publisher=name) for name in (*PROMPT, "late")])
    return Options(
        settings=SETTINGS,
        source=lambda: Fetcher(SETTINGS.refresh, allow=ALLOW, rng=random.Random(1), now=now),
        patience=patience,
        rng=random.Random(1),
    )


def place(told: list[Event], kind: type[Event]) -> int:
    return next(number for number, event in enumerate(told) if isinstance(event, kind))


async def test_stories_of_other_feeds_appear_while_one_hangs(tmp_path: Path) -> None:
    server = Hanging(waits=True)
    await refreshed(tmp_path / "library.db", server, timedelta(milliseconds=50))
    feeds = [event.title for event in server.told if isinstance(event, FeedDone)]
    assert feeds[-1] == "The late"
    last = max(number for number, event in enumerate(server.told) if isinstance(event, FeedDone))
    assert place(server.told, ClustersChanged) < last < place(server.told, Finished)


async def test_the_late_feed_ends_in_the_same_stories_as_a_prompt_one(tmp_path: Path) -> None:
    await refreshed(tmp_path / "late.db", Hanging(waits=True), timedelta(milliseconds=50))
    await refreshed(tmp_path / "prompt.db", Hanging(waits=False), timedelta(seconds=30))
    assert stories(tmp_path / "late.db") == stories(tmp_path / "prompt.db")
    assert all(not row[4] for row in state(tmp_path / "late.db")["clusters"])


async def test_servers_are_heard_while_stories_are_grouped(tmp_path: Path) -> None:
    with Slow.open(tmp_path / "library.db") as library:

        async def act(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await library.begun.wait()
            library.let.set()
            writer.write(answer(200, document("late", now=now())))
            await writer.drain()

        async with Loopback() as loopback:
            loopback.serve("/late", act)
            await refresh(library, options(library, loopback, timedelta(milliseconds=50)), lambda _: None)
    assert len(library.kept) > 1
    assert all(library.kept)


async def test_a_refresh_that_is_stopped_lets_the_wave_under_way_end_first(tmp_path: Path) -> None:
    with Slow.open(tmp_path / "library.db") as library:

        async def act(reader: asyncio.StreamReader, _: asyncio.StreamWriter) -> None:
            await reader.read()

        async with Loopback() as loopback:
            loopback.serve("/late", act)
            given = options(library, loopback, timedelta(milliseconds=50))
            run = asyncio.create_task(refresh(library, given, lambda _: None))
            await library.begun.wait()
            given.stop.set()
            done, _ = await asyncio.wait({run}, timeout=MOMENT)
            assert not done
            library.let.set()
            await run
    assert library.kept == [True]
