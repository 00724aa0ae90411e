"""A byte stream to an address that was checked first. Knows neither HTTP nor which addresses are allowed."""

import asyncio
import ssl
from collections.abc import Awaitable, Callable
from typing import Any

import httpcore

from reader.errors import Refused, Unreachable
from reader.fetch import words
from reader.fetch.address import Address, Permit, is_public
from reader.fetch.resolve import Lookup

CONNECT, READ, WRITE = 5.0, 10.0, 10.0
"""Seconds for each step; the deadline of the whole fetch stands above them."""

PATIENCE = 2.0
"""Seconds for an address while there are others to try: IPv6 that leads nowhere is common."""

BUFFER = 1 << 16
"""Bytes read ahead of the reader; a server cannot make us hold more."""

Pipe = tuple[asyncio.StreamReader, asyncio.StreamWriter]

Dial = Callable[[Address, int], Awaitable[Pipe]]
"""Opens a connection to one address and port; raises OSError."""


async def dial(address: Address, port: int) -> Pipe:
    """Open a TCP connection to one address.

    Raises:
        OSError: It cannot be opened.
    """
    return await asyncio.open_connection(str(address), port, limit=BUFFER)


class Stream(httpcore.AsyncNetworkStream):
    """One connection; its errors are sentences that name the host."""

    def __init__(self, host: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._host = host
        self._reader = reader
        self._writer = writer

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ASYNC109 - httpcore's seam
        """Return the next bytes; empty at the end."""
        try:
            async with asyncio.timeout(READ if timeout is None else timeout):
                return await self._reader.read(max_bytes)
        except TimeoutError as error:
            raise words.unreachable(self._host, error) from error
        except OSError as error:
            raise httpcore.ReadError(str(error)) from error

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ASYNC109 - httpcore's seam
        """Send `buffer`."""
        try:
            self._writer.write(buffer)
            async with asyncio.timeout(WRITE if timeout is None else timeout):
                await self._writer.drain()
        except OSError as error:
            raise httpcore.WriteError(str(error)) from error

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore's seam
    ) -> httpcore.AsyncNetworkStream:
        """Return this stream, encrypted, the server's certificate checked against the URL's host."""
        try:
            async with asyncio.timeout(CONNECT if timeout is None else timeout):
                await self._writer.start_tls(ssl_context, server_hostname=server_hostname)
        except asyncio.CancelledError:
            self._writer.transport.abort()
            raise
        except OSError as error:
            self._writer.transport.abort()
            raise words.unreachable(self._host, error) from error
        return self

    async def aclose(self) -> None:
        """Close at once: nothing that was asked for is left to be sent, and a hostile peer could drag out more."""
        self._writer.transport.abort()

    def get_extra_info(self, info: str) -> Any:
        """Answer what httpcore asks: whether the other side closed while idle, and the TLS object."""
        if info == "is_readable":
            return self._reader.at_eof()
        return self._writer.get_extra_info(info)


class Door(httpcore.AsyncNetworkBackend):
    """Opens one connection: names are resolved, each address checked, and just the checked address connected.

    So a name that changes its address between check and connection (DNS rebinding) gains nothing.
    """

    def __init__(self, host: str, permit: Permit, look_up: Lookup, opener: Dial) -> None:
        self._host = host
        self._permit = permit
        self._look_up = look_up
        self._opener = opener
        self.address: Address | None = None
        """Where the connection led; None before."""

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore's seam
        local_address: str | None = None,
        socket_options: object = None,
    ) -> httpcore.AsyncNetworkStream:
        """Connect to `host`; of its addresses only the permitted ones are tried, in order.

        Raises:
            Refused: None of them is permitted.
            Unreachable: None of them answers.
        """
        addresses = await self._checked(host)
        for place, address in enumerate(addresses, start=1):
            last = place == len(addresses)
            try:
                async with asyncio.timeout(CONNECT if last else PATIENCE):
                    reader, writer = await self._opener(address, port)
            except OSError as error:
                if last:
                    raise words.unreachable(self._host, error) from error
            else:
                self.address = address
                return Stream(self._host, reader, writer)
        raise Unreachable(f"{self._host} has no address: check its spelling.")

    async def _checked(self, host: str) -> list[Address]:
        try:
            found = await self._look_up(host)
        except UnicodeError as error:
            raise Unreachable("The address names a host that cannot exist.") from error
        except OSError as error:
            raise words.unreachable(self._host, error) from error
        good = [address for address in found if self._permit.covers(self._host, address)]
        if found and not good:
            raise Refused(
                f"{self._host} is a private address, not on the public internet: it is fetched only where you add it "
                "yourself with --allow-private."
            )
        return good

    def is_private(self) -> bool:
        """Whether the connection led to an address that is not public."""
        return self.address is not None and not is_public(self.address)
