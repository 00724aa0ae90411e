"""Which feed is fetched next: host by host in turn, never more of one host than it may be asked at once."""

import asyncio
from collections import Counter, defaultdict, deque
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager

from reader.model.feed import Feed, Health
from reader.urls import host_of

Due = tuple[Feed, Health]


class Queue:
    """Feeds that are still to be fetched.

    A worker that takes a feed may fetch it at once. Were it to wait for a busy host instead, a list with a hundred
    feeds of one host would hold every worker while other hosts stand idle.
    """

    def __init__(self, due: Iterable[Due], *, per_host: int) -> None:
        self._hosts: defaultdict[str, deque[Due]] = defaultdict(deque)
        for item in due:
            self._hosts[host_of(item[0].url)].append(item)
        self._turns = deque(self._hosts)
        self._busy: Counter[str] = Counter()
        self._per_host = per_host
        self._freed = asyncio.Condition()

    @asynccontextmanager
    async def next_feed(self) -> AsyncIterator[Due | None]:
        """Give the next feed whose host is free, waiting for one; None when all are taken."""
        async with self._freed:
            while (host := self._free_host()) is None and self._turns:
                await self._freed.wait()
            item = self._take(host) if host is not None else None
        try:
            yield item
        finally:
            if host is not None:
                await self._release(host)

    def _free_host(self) -> str | None:
        return next((host for host in self._turns if self._busy[host] < self._per_host), None)

    def _take(self, host: str) -> Due:
        self._turns.remove(host)
        item = self._hosts[host].popleft()
        if self._hosts[host]:
            self._turns.append(host)
        self._busy[host] += 1
        return item

    async def _release(self, host: str) -> None:
        async with self._freed:
            self._busy[host] -= 1
            # All of them: whoever waited for this host may go, and at the end of the list everyone must see it.
            self._freed.notify_all()
