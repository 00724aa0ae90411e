"""Documents read in processes that can be killed (R7). Knows processes and deadlines; nothing of feeds."""

import asyncio
import os
import socket
import subprocess
import sys
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Self

from reader.errors import ParseError
from reader.parse import wire
from reader.parse.job import Job
from reader.parse.parsed import Parsed

DEADLINE = timedelta(seconds=5)
"""Longest a document may take; none of the corpus takes 2 s on a quiet machine (`python -m tests.bench.corpus`)."""
ROUNDS = 3
"""Deadlines a document is waited for while its worker has not had a deadline's worth of processor: with seven
programs on two cores, a podcast of 1.6 MB and 730 entries was once given up that a quiet machine reads in 1.5 s."""
MEMORY = 600 * 1024 * 1024
"""Bytes of address space of a worker: a feed of 9 MiB was seen to need 160 MB."""
STARTING = timedelta(seconds=20)
"""Longest a worker may take to say hello; a cold disk and a busy machine included."""
ENDING = timedelta(seconds=2)
"""Patience with the nursery when the pool closes, before it is killed."""

BUSY = 0.8
"""Share of a deadline of its own time from which a worker has had its chance."""


@dataclass(slots=True)
class _Worker:
    """A worker process and the stream to it."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    pid: int = 0
    """0 until it has said hello."""

    async def greeted(self) -> None:
        """Wait until the process says its number.

        Raises:
            EOFError: The process is gone, or as good as gone.
        """
        try:
            self.pid = int(await asyncio.wait_for(self.message(), STARTING.total_seconds()))
        except TimeoutError as error:
            raise EOFError from error

    async def message(self) -> bytes:
        """Return the next message.

        Raises:
            EOFError: The process is gone.
        """
        try:
            (length,) = wire.LENGTH.unpack(await self.reader.readexactly(wire.LENGTH.size))
            return await self.reader.readexactly(length)
        except (asyncio.IncompleteReadError, ConnectionError) as error:
            raise EOFError from error


class ParserPool:
    """Reads documents, each in a worker process, several at a time. An async context manager."""

    def __init__(self, workers: int = 2, deadline: timedelta = DEADLINE, memory: int = MEMORY) -> None:
        self._count = workers
        self._deadline = deadline
        self._memory = memory
        self._idle: asyncio.Queue[_Worker] = asyncio.Queue()
        self._nursery: _Nursery | None = None
        self._closed = False

    async def parse(self, body: bytes, *, url: str, content_type: str, now: datetime, language: str = "") -> Parsed:
        """Return what a document says.

        Args:
            body: The bytes, decompressed.
            url: Where they came from in the end; links are made absolute against it.
            content_type: The header, as sent; may be empty.
            now: UTC of the fetch.
            language: What the user says of this feed, for entries that state and show nothing.

        Raises:
            ParseError: It is no feed, or takes longer or more memory than allowed.
            Discoverable: It is a page that offers feeds.
            Refused: It declares entities.
        """
        job = Job(body=body, url=url, content_type=content_type, now=now, language=language)
        worker = await self._idle.get()
        try:
            if not worker.pid:
                worker = await self._greeted(worker)
            answer = await self._answer(worker, wire.from_job(job))
        except BaseException:
            # Whatever ended the wait, a cancelled refresh included, this worker may still be busy: it is not reused.
            await self._replace(worker)
            raise
        if answer[:1] == wire.WORN:
            await self._replace(worker)
        else:
            self._idle.put_nowait(worker)
        return wire.to_parsed(answer[1:])

    async def _greeted(self, worker: _Worker) -> _Worker:
        """Return the worker once it has said hello; another one if its nursery is gone."""
        try:
            await worker.greeted()
        except EOFError:
            worker.writer.close()
            await self._end_nursery()
            worker = await self._born()
            try:
                await worker.greeted()
            except EOFError as error:
                raise ParseError("No process could be started to read feeds in.") from error
        return worker

    async def _answer(self, worker: _Worker, job: bytes) -> bytes:
        try:
            worker.writer.write(wire.framed(job))
            return await self._waited_for(worker)
        except TimeoutError as error:
            seconds = self._deadline.total_seconds()
            raise ParseError(f"The feed took longer than {seconds:g} s to read; it was given up.") from error
        except (EOFError, ConnectionError) as error:
            raise ParseError("The feed broke the parser, or took more memory than a feed is worth.") from error

    async def _waited_for(self, worker: _Worker) -> bytes:
        """Return the answer within the deadline, of the worker's own time where the system tells it."""
        before, limit = _processor_seconds(worker.pid), self._deadline.total_seconds()
        answer = asyncio.ensure_future(worker.message())
        try:
            for _ in range(ROUNDS):
                await asyncio.wait((answer,), timeout=limit)
                if answer.done():
                    return answer.result()
                spent = _processor_seconds(worker.pid)
                if spent is None or before is None or spent - before >= BUSY * limit:
                    break
            raise TimeoutError
        finally:
            answer.cancel()

    async def _replace(self, worker: _Worker) -> None:
        worker.writer.close()
        if self._nursery is not None:
            self._nursery.end(worker.pid)
        if not self._closed:
            self._idle.put_nowait(await self._born())

    async def _born(self) -> _Worker:
        """Return a new worker; a nursery that is gone is started again."""
        ours, theirs = socket.socketpair()
        with theirs:
            seconds = int(2 * self._deadline.total_seconds()) + 1
            if self._nursery is None or not self._nursery.fork(theirs, self._memory, seconds):
                await self._end_nursery()
                self._nursery = _Nursery()
                self._nursery.fork(theirs, self._memory, seconds)
        ours.setblocking(False)
        return _Worker(*await asyncio.open_unix_connection(sock=ours))

    async def __aenter__(self) -> Self:
        for _ in range(self._count):
            self._idle.put_nowait(await self._born())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        while not self._idle.empty():
            self._idle.get_nowait().writer.close()
        self._closed = True
        await self._end_nursery()

    async def _end_nursery(self) -> None:
        nursery, self._nursery = self._nursery, None
        if nursery is not None:
            await asyncio.to_thread(nursery.close)


def _processor_seconds(pid: int) -> float | None:
    """Return the processor time a process has had; None where the system has no /proc to tell it."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
    except OSError:
        return None
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class _Nursery:
    """The process that forks workers."""

    def __init__(self) -> None:
        self._control, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "reader.parse.nursery", str(theirs.fileno())],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            )

    def fork(self, connection: socket.socket, memory: int, seconds: int) -> bool:
        """Ask for a worker on `connection`; return False if the nursery is gone."""
        return self._told(wire.COMMAND.pack(wire.FORK, memory, seconds), [connection.fileno()])

    def end(self, pid: int) -> None:
        """Kill a worker; one that has not said hello ends by itself when its socket closes."""
        if pid:
            self._told(wire.COMMAND.pack(wire.KILL, pid, 0), [])

    def close(self) -> None:
        """End all workers and the process; blocks for `ENDING` at most."""
        self._control.close()
        try:
            self._process.wait(ENDING.total_seconds())
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _told(self, command: bytes, descriptors: list[int]) -> bool:
        try:
            socket.send_fds(self._control, [command], descriptors)
        except OSError:
            return False
        return True
