"""Fetch, parse, keep: each due feed on its own, so that one bad feed does not stop the others. Groups nothing."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta

from reader.engine.options import Options, Source
from reader.engine.publisher import publisher_of
from reader.engine.queue import Due, Queue
from reader.errors import FetchError, ParseError, StoreError, Unreachable
from reader.events import Event, FeedDone
from reader.fetch.answer import Fetched
from reader.fetch.schedule import held_back, next_health, settled
from reader.model.feed import Feed, FeedState, Health
from reader.parse.parsed import Parsed
from reader.store.write import Library
from reader.urls import host_of, without_credentials

PARSING = 8
"""Workers beyond the requests in flight: while they wait for the parsers, the network stays full."""

Parse = Callable[[Feed, Fetched], Awaitable[Parsed]]


@dataclass(slots=True)
class Tally:
    """What came of the feeds so far."""

    feeds: int
    """How many are asked."""
    hosts: int = 0
    """Of how many hosts."""
    done: int = 0
    new: int = 0
    """Entries that were not there before."""
    changed: int = 0
    """Entries whose text is another now."""
    unchanged: int = 0
    """Feeds that had nothing new to say."""
    unreached: int = 0
    """Feeds whose servers could not be reached."""

    @property
    def offline(self) -> bool:
        """Whether nothing could be reached, of more than one host: one alone may just be down."""
        return self.hosts > 1 and self.unreached == self.feeds


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one try of a feed came to: an answer with or without entries, or an error."""

    answer: Fetched | FetchError | ParseError
    parsed: Parsed | None = None


class Harvest:
    """Brings in what the due feeds have."""

    def __init__(self, library: Library, options: Options, tell: Callable[[Event], None]) -> None:
        self._library = library
        self._options = options
        self._tell = tell
        self.tally = Tally(feeds=0)
        self.turn = asyncio.Lock()
        """Held by whoever writes to the library: what is grouped between two feeds stands still meanwhile."""
        self._arrived = asyncio.Event()

    async def quiet(self, patience: timedelta) -> None:
        """Wait for news, and then until nothing has arrived for as long as `patience`."""
        await self._arrived.wait()
        while self._arrived.is_set():
            self._arrived.clear()
            # Not `wait_for`: in Python 3.11 it loses a cancellation that comes together with the news.
            with suppress(TimeoutError):
                async with asyncio.timeout(patience.total_seconds()):
                    await self._arrived.wait()

    async def run(self, due: Sequence[Due], source: Source, parse: Parse) -> None:
        """Fetch, parse and keep all that is due; end early, keeping what came, when asked to stop.

        Raises:
            StoreError: What came cannot be kept.
        """
        self.tally = Tally(feeds=len(due), hosts=len({host_of(feed.url) for feed, _ in due}))
        settings = self._options.settings.refresh
        queue = Queue(due, per_host=settings.per_host)
        workers: list[asyncio.Task[None]] = []
        stopping = asyncio.create_task(self._cancel_on_stop(workers))
        try:
            async with asyncio.TaskGroup() as group:
                many = min(settings.concurrency + PARSING, len(due))
                workers += [group.create_task(self._work(queue, source, parse)) for _ in range(many)]
        except* StoreError as errors:
            raise errors.exceptions[0] from None
        finally:
            stopping.cancel()
        for feed, health in held_back(self._library.feeds(), source.holds, self._options.clock()):
            self._library.save_health(feed.id, health)

    async def _cancel_on_stop(self, workers: Sequence[asyncio.Task[None]]) -> None:
        await self._options.stop.wait()
        for worker in workers:
            worker.cancel()

    async def _work(self, queue: Queue, source: Source, parse: Parse) -> None:
        while True:
            async with queue.next_feed() as due:
                if due is None:
                    return
                feed, health = due
                outcome = await self._try(feed, health, source, parse)
                async with self.turn:
                    self._keep(feed, health, outcome)

    async def _try(self, feed: Feed, health: Health, source: Source, parse: Parse) -> Outcome:
        try:
            fetched = await source.fetch(feed, health)
            return Outcome(fetched, None if fetched.unchanged else await parse(feed, fetched))
        except (FetchError, ParseError) as error:
            return Outcome(error)

    def _keep(self, feed: Feed, before: Health, outcome: Outcome) -> None:
        """Store what a feed came to, in one transaction, and tell of it."""
        parsed = outcome.parsed
        self.tally.unreached += isinstance(outcome.answer, Unreachable)
        health = next_health(
            before,
            outcome.answer,
            parsed=parsed is not None,
            now=self._options.clock(),
            rng=self._options.rng,
            ttl=parsed.ttl if parsed else None,
        )
        after, health = settled(described(feed, parsed), health)
        new = changed = 0
        if parsed or after.url != feed.url:
            # A third permanent redirect may end in a 304: the feed has moved all the same.
            kept = self._library.keep_fetch(after, health, parsed.entries if parsed else ())
            new, changed = kept.new, kept.changed
        else:
            self._library.save_health(feed.id, health)
        self._count(after, health, new, changed)

    def _count(self, feed: Feed, health: Health, new: int, changed: int) -> None:
        tally = self.tally
        tally.done += 1
        tally.new += new
        tally.changed += changed
        if new or changed:
            self._arrived.set()
        tally.unchanged += health.state is FeedState.UNCHANGED
        self._tell(
            FeedDone(
                feed_id=feed.id,
                title=feed.title or without_credentials(feed.url),
                state=health.state.value,
                new=new,
                note=health.note,
                done=tally.done,
                feeds=tally.feeds,
            )
        )


def described(feed: Feed, parsed: Parsed | None) -> Feed:
    """Return the feed with what its own document says of it, wherever the user said nothing."""
    if parsed is None:
        return feed
    site = feed.site or parsed.site
    return replace(
        feed,
        title=feed.title or parsed.title,
        site=site,
        language=feed.language or parsed.language,
        publisher=feed.publisher or publisher_of(site, feed.url),
    )
