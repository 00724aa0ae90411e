"""Jobs and answers as bytes between the engine and a worker. JSON and constructors; nothing is unpickled.

A message is its length in four bytes and then its bytes. A job is a JSON line and the body; an answer is JSON.
"""

import json
import struct
from dataclasses import fields
from datetime import datetime, timedelta
from operator import attrgetter
from typing import Any, NoReturn

from reader.errors import Discoverable, ParseError, ReaderError, Refused
from reader.model.work import Announce, Entry
from reader.parse.job import Job
from reader.parse.parsed import Parsed

LENGTH = struct.Struct("!I")
"""The four bytes before every message."""

COMMAND = struct.Struct("!cQQ")
"""What the nursery is told: a letter and two numbers."""
FORK, KILL = b"F", b"K"
"""Fork a worker on the descriptor that comes along (memory, CPU seconds); kill the worker of a process id."""
FIT, WORN = b"\0", b"\1"
"""First byte of an answer: whether the worker goes on or asks to be replaced."""

_DATES = ("published", "updated", "first_seen")
_LISTS = ("authors", "tags")
_PARSED = tuple(one.name for one in fields(Parsed))
_ENTRY = tuple(one.name for one in fields(Entry))
_told = attrgetter(*_ENTRY)
_ANNOUNCES = {member.value: member for member in Announce}
_ERRORS: dict[str, type[ReaderError]] = {"ParseError": ParseError, "Refused": Refused}


def framed(message: bytes) -> bytes:
    """Return `message` with its length before it."""
    return LENGTH.pack(len(message)) + message


def from_job(job: Job) -> bytes:
    """Return a job as a message."""
    head = {"url": job.url, "type": job.content_type, "now": job.now.isoformat(), "language": job.language}
    return json.dumps(head).encode() + b"\n" + job.body


def to_job(message: bytes) -> Job:
    """Return the job of a message."""
    head, _, body = message.partition(b"\n")
    said = json.loads(head)
    return Job(
        body=body,
        url=said["url"],
        content_type=said["type"],
        now=datetime.fromisoformat(said["now"]),
        language=said["language"],
    )


def from_parsed(parsed: Parsed) -> bytes:
    """Return what a document says as a message."""
    # By hand: `asdict` copies every string of every entry, which took longer than all the rest here.
    body = {name: getattr(parsed, name) for name in _PARSED} | {
        "ttl": parsed.ttl.total_seconds() if parsed.ttl is not None else None,
        # Values alone: both sides are of one program and know the names.
        "entries": [_told(entry) for entry in parsed.entries],
    }
    return json.dumps({"parsed": body}, default=datetime.isoformat, ensure_ascii=False).encode()


def from_error(error: ReaderError) -> bytes:
    """Return an expected failure as a message."""
    links = error.links if isinstance(error, Discoverable) else ()
    return json.dumps({"error": type(error).__name__, "message": str(error), "links": links}).encode()


def to_parsed(message: bytes) -> Parsed:
    """Return what a document says.

    Raises:
        ParseError, Discoverable, Refused: What the worker raised.
    """
    answer = json.loads(message)
    if "error" in answer:
        _fail(answer)
    said = answer["parsed"]
    ttl = None if said["ttl"] is None else timedelta(seconds=said["ttl"])
    return Parsed(**(said | {"ttl": ttl, "entries": tuple(_entry(one) for one in said["entries"])}))


def _fail(answer: dict[str, Any]) -> NoReturn:
    if answer["error"] == Discoverable.__name__:
        raise Discoverable(answer["message"], links=tuple(answer["links"]))
    raise _ERRORS.get(answer["error"], ParseError)(answer["message"])


def _entry(values: list[Any]) -> Entry:
    said = dict(zip(_ENTRY, values, strict=True))
    for name in _DATES:
        said[name] = datetime.fromisoformat(said[name]) if said[name] else None
    for name in _LISTS:
        said[name] = tuple(said[name])
    said["announce"] = _ANNOUNCES[said["announce"]]
    return Entry(**said)
