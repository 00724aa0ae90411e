"""The command line, driven as a person would, with a watch on its time and memory. Judges nothing."""

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

WATCH = 0.02
"""Seconds between two looks at the memory of a command and its children."""

LONGEST = 120.0
"""Seconds after which a command counts as hanging and is ended."""

DEADLINE = "10s"
"""The fetch deadline that the catalogue's times are stated for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """What a command did."""

    status: int
    """Exit status; -9 when it had to be ended."""
    out: bytes
    err: bytes
    seconds: float
    memory: int
    """Most resident bytes of it and its children together."""

    @property
    def crashed(self) -> bool:
        """Whether an exception got out."""
        return b"Traceback" in self.err or self.status < 0


class Driven:
    """One library and the commands upon it."""

    def __init__(self, folder: Path, allow: str) -> None:
        self._folder = folder
        self._config = folder / "config.toml"
        self._config.write_text(f'[refresh]\ndeadline = "{DEADLINE}"\n', encoding="utf-8")
        kept = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL") if name in os.environ}
        self._environ = {**kept, "HOME": str(folder), "PULSEAUGUR_ALLOW_PRIVATE": allow, "PYTHONUTF8": "1"}
        self.ran: list[Ran] = []

    def __call__(self, *arguments: str) -> Ran:
        """Run one command to its end."""
        base = [sys.executable, "-m", "reader", "--db", str(self._folder / "library.db"), "--config", str(self._config)]
        began = time.monotonic()
        process = subprocess.Popen(
            [*base, *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=self._environ,
            cwd=self._folder,
        )
        with _watched(process) as most:
            try:
                out, err = process.communicate(timeout=LONGEST)
            except subprocess.TimeoutExpired:
                process.kill()
                out, err = process.communicate()
        ran = Ran(
            status=process.returncode, out=out, err=err, seconds=time.monotonic() - began, memory=max(most, default=0)
        )
        self.ran.append(ran)
        return ran

    def json(self, *arguments: str) -> list[dict[str, Any]]:
        """Run a command with --json and return what it says; empty when it fails."""
        ran = self(*arguments, "--json")
        return json.loads(ran.out) if ran.status == 0 and ran.out.strip() else []


@contextmanager
def library(allow: str = "127.0.0.1") -> Iterator[Driven]:
    """Yield an empty library of its own."""
    with tempfile.TemporaryDirectory(prefix="pulseaugur-", ignore_cleanup_errors=True) as folder:
        yield Driven(Path(folder), allow)


@contextmanager
def _watched(process: "subprocess.Popen[bytes]") -> Iterator[Sequence[int]]:
    """Yield a list that fills with the resident bytes of a process and its children."""
    seen: list[int] = []
    done = threading.Event()

    def watch() -> None:
        while not done.wait(WATCH):
            seen.append(_resident(process.pid))

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield seen
    finally:
        done.set()
        thread.join()


def _resident(pid: int) -> int:
    total = 0
    try:
        top = psutil.Process(pid)
        for process in (top, *top.children(recursive=True)):
            total += process.memory_info().rss
    except psutil.Error:
        pass
    return total
