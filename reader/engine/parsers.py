"""The parser's processes, started when a body may have to be parsed: a refresh without news starts none."""

import asyncio
from collections.abc import Callable
from contextlib import AsyncExitStack
from datetime import datetime
from types import TracebackType
from typing import Self

from reader.fetch.answer import Fetched
from reader.model.feed import Feed
from reader.parse.parsed import Parsed
from reader.parse.pool import ParserPool


class Parsers:
    """A pool that starts with the first body, and ends with the block."""

    def __init__(self, clock: Callable[[], datetime], *, expected: bool = False) -> None:
        """Take the clock, and whether a body is sure to come: the pool is then started while the network is awaited."""
        self._clock = clock
        self._expected = expected
        self._open = AsyncExitStack()
        self._pool: ParserPool | None = None
        self._starting = asyncio.Lock()

    async def parse(self, feed: Feed, fetched: Fetched) -> Parsed:
        """Return what a body holds.

        Raises:
            ParseError: It is no feed, or too costly to read.
            Refused: It declares entities.
        """
        pool = await self._started()
        return await pool.parse(
            fetched.body,
            url=fetched.url,
            content_type=fetched.content_type,
            now=self._clock(),
            language=feed.language,
        )

    async def _started(self) -> ParserPool:
        async with self._starting:
            if self._pool is None:
                self._pool = await self._open.enter_async_context(ParserPool())
        return self._pool

    async def __aenter__(self) -> Self:
        if self._expected:
            await self._started()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._open.aclose()
