"""What a refresh is asked to do, and where it gets time, chance and the network from. Does nothing itself."""

import asyncio
import random
from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import field
from datetime import datetime, timedelta
from typing import Protocol

from reader.engine.clock import utc_now
from reader.fetch.answer import Fetched
from reader.model.feed import Feed, Health
from reader.record import record
from reader.settings import Settings

PATIENCE = timedelta(seconds=2)
"""Quiet after which what has come is grouped although feeds are still awaited: a server that hangs does so for up to
20 s. Doubled each time, since every such wave looks again at stories that the next ones add to."""


class Source(Protocol):
    """Where the bytes of feeds come from: the network, or the demo's own documents."""

    @property
    def holds(self) -> Mapping[str, datetime]:
        """Hosts that asked for patience in this run, with UTC of when it ends."""

    async def fetch(self, feed: Feed, health: Health) -> Fetched:
        """Return the answer of a feed's server.

        Raises:
            FetchError: There is none, or it is declined.
        """


@record
class Options:
    """One refresh."""

    settings: Settings
    source: Callable[[], AbstractAsyncContextManager[Source]]
    """Opens the source of bytes."""
    feeds: tuple[int, ...] = ()
    """Ids of the only feeds to fetch, due or not; empty = all that are due."""
    force: bool = False
    """Whether to fetch what is not due, too, and what asked us to wait."""
    patience: timedelta = PATIENCE
    """How long the stories of what has come wait for feeds that do not answer."""
    clock: Callable[[], datetime] = utc_now
    rng: random.Random = field(default_factory=random.Random)
    stop: asyncio.Event = field(default_factory=asyncio.Event)
    """Set by the user's ctrl+c: fetching ends, what is stored stays."""
