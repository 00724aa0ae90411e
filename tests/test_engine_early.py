"""Stories of what has come do not wait for a server that hangs."""

import asyncio
import random
from datetime import timedelta
from pathlib import Path

from reader.engine.options import Options
from reader.engine.refresh import refresh
from reader.events import ClustersChanged, Event, FeedDone, Finished
from reader.fetch.client import Fetcher
from reader.model.feed import Feed
from reader.settings import ClusterSettings, RefreshSettings, Settings
from reader.store.write import Library
from tests.farm import document, now, state, stories
from tests.loopback import Loopback, answer

ALLOW = frozenset({"127.0.0.1"})
SETTINGS = Settings(refresh=RefreshSettings(per_host=8), cluster=ClusterSettings(embedder="none"))
PROMPT = ("ada", "bob", "cleo")


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
            for name in PROMPT:
                loopback.serve(f"/{name}", answer(200, document(name, now=now())))
            loopback.serve("/late", server.act)
            library.add_feeds([Feed(url=f"{loopback.base}/{name}", publisher=name) for name in (*PROMPT, "late")])
            options = Options(
                settings=SETTINGS,
                source=lambda: Fetcher(SETTINGS.refresh, allow=ALLOW, rng=random.Random(1), now=now),
                patience=patience,
                rng=random.Random(1),
            )
            await refresh(library, options, server.tell)


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
