"""A web server on loopback with a script and a memory."""

import asyncio
import ssl
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from types import TracebackType
from typing import Self

Act = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
"""What a path does instead of answering with bytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request as it came in."""

    path: str
    headers: dict[str, str]


def answer(status: int = 200, body: bytes = b"", **headers: str) -> bytes:
    """Return a whole HTTP answer; header names are given with `_` for `-`."""
    fields = {"content-length": str(len(body))} | {name.replace("_", "-"): value for name, value in headers.items()}
    lines = [f"HTTP/1.1 {status} X", *(f"{name}: {value}" for name, value in fields.items() if value)]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


class Loopback:
    """Serves scripted answers on 127.0.0.1; the last answer of a path is repeated."""

    def __init__(self, host: str = "127.0.0.1", tls: ssl.SSLContext | None = None) -> None:
        self.requests: list[Asked] = []
        self.connections = 0
        self.busy = 0
        self.busiest = 0
        self._host = host
        self._tls = tls
        self._script: dict[str, list[bytes | Act]] = {}

    def serve(self, path: str, *answers: bytes | Act) -> str:
        """Let `path` answer so, in turn; return its URL."""
        self._script[path] = list(answers)
        return f"{self.base}{path}"

    @property
    def base(self) -> str:
        """Scheme, host and port."""
        scheme = "https" if self._tls else "http"
        return f"{scheme}://{self._host}:{self.port}"

    def asked(self, path: str) -> list[Asked]:
        """Return the requests for one path, oldest first."""
        return [request for request in self.requests if request.path == path]

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._converse, self._host, 0, ssl=self._tls)
        self.port: int = self._server.sockets[0].getsockname()[1]
        self._open: set[asyncio.StreamWriter] = set()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.close()
        for writer in tuple(self._open):
            writer.transport.abort()
        await asyncio.sleep(0)

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        self._open.add(writer)
        try:
            while await self._exchange(reader, writer):
                pass
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            self._open.discard(writer)
            writer.transport.abort()

    async def _exchange(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        fields = dict(line.split(": ", 1) for line in head[1:] if ": " in line)
        request = Asked(path=head[0].split(" ")[1], headers={name.lower(): value for name, value in fields.items()})
        self.requests.append(request)
        self.busy += 1
        self.busiest = max(self.busiest, self.busy)
        try:
            return await self._act(request.path, reader, writer)
        finally:
            self.busy -= 1

    async def _act(self, path: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        script = self._script.get(path, [answer(404)])
        step = script.pop(0) if len(script) > 1 else script[0]
        if callable(step):
            await step(reader, writer)
            return False
        writer.write(step)
        await writer.drain()
        return b"connection: close" not in step


def chunk(data: bytes) -> bytes:
    """Return one chunk of the chunked coding."""
    return b"%x\r\n" % len(data) + data + b"\r\n"
