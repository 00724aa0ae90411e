"""The parser's processes, started with the first body that has to be parsed: a refresh without news starts none."""

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
    """A pool that starts when it is needed, and ends with the block."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._open = AsyncExitStack()
        self._pool: ParserPool | None = None
        self._starting = asyncio.Lock()

    async def parse(self, feed: Feed, fetched: Fetched) -> Parsed:
        """Return what a body holds.

        Raises:
            ParseError: It is no feed, or too costly to read.
            Refused: It declares entities.
        """
        async with self._starting:
            if self._pool is None:
                self._pool = await self._open.enter_async_context(ParserPool())
        return await self._pool.parse(
            fetched.body,
            url=fetched.url,
            content_type=fetched.content_type,
            now=self._clock(),
            language=feed.language,
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._open.aclose()
