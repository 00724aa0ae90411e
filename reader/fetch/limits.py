"""How many requests run at once, in all and to one host, and which hosts wait. Knows nothing of HTTP."""

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

JITTER = 0.01
"""Seconds by which a request to a host is put off at most, at random: a host's feeds do not all arrive in one moment.
A tenth of a common round trip, so that a refresh is hardly longer for it."""


class Slots:
    """Places for requests: so many in all, so many a host."""

    def __init__(self, total: int, per_host: int, rng: random.Random) -> None:
        self._total = asyncio.Semaphore(total)
        self._per_host = per_host
        self._hosts: dict[str, asyncio.Semaphore] = {}
        self._rng = rng

    @asynccontextmanager
    async def place(self, host: str) -> AsyncIterator[None]:
        """Hold a place for one request to `host`.

        The host's place comes first: whoever waits for a slow host must not keep others from theirs.
        """
        if host not in self._hosts:
            self._hosts[host] = asyncio.Semaphore(self._per_host)
        async with self._hosts[host]:
            await asyncio.sleep(JITTER * self._rng.random())
            async with self._total:
                yield
