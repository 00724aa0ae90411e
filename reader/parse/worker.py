"""A process that reads documents until its socket closes. Knows its own limits, and that it may be killed."""

import gc
import os
import resource
import socket

from reader.errors import ReaderError
from reader.parse import document, wire

NICENESS = 5
"""Reading feeds is background work; the screen comes first."""
WORN_AT = 120 * 1024 * 1024
"""Bytes of peak memory after which a worker asks to be replaced: Python hardly gives memory back."""
KILOBYTE = 1024


def serve(connection: socket.socket, memory: int, seconds: int) -> None:
    """Answer jobs from `connection` until it closes.

    Args:
        connection: Stream of wire messages; an answer begins with a byte that says whether this worker is worn.
        memory: Bytes of address space it may take.
        seconds: CPU time of one job, for the case that nobody is left to kill it.
    """
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(NICENESS)
    connection.sendall(wire.framed(str(os.getpid()).encode()))
    while message := _received(connection):
        _limit_cpu(seconds)
        answer = _answer(message)
        worn = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * KILOBYTE > WORN_AT
        connection.sendall(wire.framed((wire.WORN if worn else wire.FIT) + answer))


def _answer(message: bytes) -> bytes:
    try:
        answer = wire.from_parsed(document.read(wire.to_job(message)))
    except ReaderError as error:
        answer = wire.from_error(error)
    except MemoryError:
        gc.collect()
        answer = wire.from_error(ReaderError("Reading this feed takes more memory than a feed is worth."))
    return answer


def _limit_cpu(seconds: int) -> None:
    used = resource.getrusage(resource.RUSAGE_SELF)
    limit = int(used.ru_utime + used.ru_stime) + 1 + seconds
    resource.setrlimit(resource.RLIMIT_CPU, (limit, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def _received(connection: socket.socket) -> bytes:
    """Return the next message; b"" when the other side is gone."""
    head = _exactly(connection, wire.LENGTH.size)
    return _exactly(connection, wire.LENGTH.unpack(head)[0]) if head else b""


def _exactly(connection: socket.socket, count: int) -> bytes:
    parts = bytearray()
    while len(parts) < count:
        part = connection.recv(min(count - len(parts), 1 << 20))
        if not part:
            return b""
        parts += part
    return bytes(parts)
