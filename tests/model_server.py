"""An OpenAI-compatible server on loopback that plays a script. Knows HTTP and the answers' form; knows no client."""

import asyncio
import json
import re
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """What the server does with one request."""

    content: str = ""
    """The assistant's text."""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    counts: bool = True
    """Say how many tokens it took."""
    hang: bool = False
    """Accept, read, and never answer."""


def answer(*sentences: tuple[str, list[int]], headline: str = "", impact: tuple[str, list[int]] | None = None) -> str:
    """Return an answer of the asked form."""
    return json.dumps(
        {
            "headline": headline,
            "sentences": [{"text": text, "sources": sources} for text, sources in sentences],
            "impact": {"text": impact[0], "sources": impact[1]} if impact else None,
        },
        ensure_ascii=False,
    )


class ModelServer:
    """Plays its turns in order, the last one for ever; remembers what it was asked."""

    def __init__(self, turns: Sequence[Turn] | Callable[[dict[str, Any]], Turn | Awaitable[Turn]]) -> None:
        self.turns = turns
        self.requests: list[dict[str, Any]] = []
        self._server: asyncio.Server | None = None
        self._open: dict[asyncio.StreamWriter, asyncio.Task[None] | None] = {}

    @property
    def base(self) -> str:
        """Address for `api_base`."""
        assert self._server is not None
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}/v1"

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._server is not None
        self._server.close()
        for writer in self._open:
            writer.close()
        await asyncio.gather(*(task for task in self._open.values() if task))
        await self._server.wait_closed()

    async def _turn(self, body: dict[str, Any]) -> Turn:
        if callable(self.turns):
            turn = self.turns(body)
            return turn if isinstance(turn, Turn) else await turn
        return self.turns[min(len(self.requests), len(self.turns)) - 1]

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._open[writer] = asyncio.current_task()
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode()
                length = re.search(r"content-length: (\d+)", head, re.IGNORECASE)
                body = json.loads(await reader.readexactly(int(length[1]) if length else 0))
                self.requests.append(body)
                turn = await self._turn(body)
                if turn.hang:
                    await reader.read()
                    break
                writer.write(self._reply(turn))
                await writer.drain()
        writer.close()

    @staticmethod
    def _reply(turn: Turn) -> bytes:
        payload: dict[str, Any] = {"error": {"message": "refused", "type": "invalid_request_error"}}
        if turn.status == 200:
            payload = {
                "id": "1", "object": "chat.completion", "created": 0, "model": "fake",
                "choices": [{
                    "index": 0, "finish_reason": "stop",
                    "message": {"role": "assistant", "content": turn.content},
                }],
            }  # fmt: skip
            if turn.counts:
                payload["usage"] = {"prompt_tokens": 900, "completion_tokens": 100, "total_tokens": 1000}
        body = json.dumps(payload).encode()
        headers = {"Content-Type": "application/json", "Content-Length": str(len(body)), **turn.headers}
        head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        return f"HTTP/1.1 {turn.status} OK\r\n{head}\r\n".encode() + body
