"""The engine as a process: starts the commands that a person would type, reads the events they print.

Knows neither what a command does nor who shows its events. A process, not a thread: feedparser in a thread holds the
interpreter for 200 ms at a time, which a key would wait for, and a thread can't be stopped.
"""

import asyncio
import contextlib
import os
import shutil
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Callable, Sequence

from reader.config import PROGRAM
from reader.events import Event, Failed, parse
from reader.record import record
from reader.text.clean import clean

LONGEST_LINE = 1 << 20
"""Bytes of one event line; a longer one is a fault and ends the reading."""
STOP_AFTER = 3.0
"""Seconds that a stopped engine may take to finish its transaction before it is killed; it heals on its next run."""
QUIET = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
"""numpy on all cores beside the screen takes the 95th percentile of a key from 10 to 65 ms."""


@record
class Ended:
    """How a command ended."""

    status: int
    """Exit status; negative for a signal."""
    words: str
    """Its last line of output that is no event: what it said, or the sentence of its error."""

    @property
    def well(self) -> bool:
        """Whether it succeeded."""
        return self.status == 0


class Engine:
    """Runs one command at a time of those that change feeds and stories."""

    def __init__(self, command: Sequence[str]) -> None:
        nice = shutil.which("nice")
        self._command = [*([nice, "-n", "10"] if nice else []), *command]
        self._process: Process | None = None
        self._running = False
        self._stopping = False

    @property
    def running(self) -> bool:
        """Whether a command runs, or is about to."""
        return self._running

    @property
    def stopping(self) -> bool:
        """Whether the running command was asked to stop."""
        return self._stopping

    async def run(self, *arguments: str, tell: Callable[[Event], None] | None = None) -> Ended:
        """Run a command to its end; every event it prints goes to `tell`, in order."""
        if self.running:
            return Ended(status=1, words="")
        # At once: a second key may come before the process is there.
        self._running, self._stopping = True, False
        try:
            process = self._process = await self._begun(arguments)
            return await _heard(process, tell or (lambda event: None))
        finally:
            if self._process is not None and self._process.returncode is None:
                self._process.kill()
            self._process, self._running = None, False

    async def _begun(self, arguments: Sequence[str]) -> Process:
        return await asyncio.create_subprocess_exec(
            *self._command,
            *arguments,
            stdin=DEVNULL,
            stdout=PIPE,
            stderr=PIPE,
            limit=LONGEST_LINE,
            env=os.environ | QUIET,
            start_new_session=True,
        )

    async def stop(self) -> None:
        """Ask the running command to stop, and make it stop if it does not."""
        process = self._process
        if process is None:
            return
        self._stopping = True
        with contextlib.suppress(ProcessLookupError):
            process.terminate()
        await asyncio.sleep(STOP_AFTER)
        if process.returncode is None:
            process.kill()

    def abandon(self) -> None:
        """Ask the running command to stop and do not wait: the screen closes."""
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError):
                self._process.terminate()


async def _heard(process: Process, tell: Callable[[Event], None]) -> Ended:
    """Read both outputs to their end."""
    said, complained = await asyncio.gather(_lines(process.stdout, tell), _lines(process.stderr, lambda event: None))
    return Ended(status=await process.wait(), words=complained or said)


async def _lines(stream: asyncio.StreamReader | None, tell: Callable[[Event], None]) -> str:
    """Tell the events of a stream; return the last line that is none, cleaned."""
    last = ""
    if stream is None:
        return last
    try:
        async for raw in stream:
            line = raw.decode(errors="replace")
            event = parse(line)
            if event is not None:
                tell(event)
            if isinstance(event, Failed):
                last = clean(event.message)
            elif event is None and line.strip():
                # Who says it, the screen need not be told: it is one program to the user.
                last = clean(line).removeprefix(f"{PROGRAM}: ")
    except ValueError:
        # A line beyond the limit: whatever prints that is not the engine we know.
        return last
    return last
