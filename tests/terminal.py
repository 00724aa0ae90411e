"""A program on a real pseudo-terminal: what it writes, and the screen a person would see.

Knows pty and pyte; knows nothing of the reader.
"""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import pyte

KEYS = {
    "enter": "\r", "esc": "\x1b", "tab": "\t", "space": " ", "backspace": "\x7f",
    "up": "\x1b[A", "down": "\x1b[B", "right": "\x1b[C", "left": "\x1b[D",
    "pgdn": "\x1b[6~", "pgup": "\x1b[5~", "home": "\x1b[H", "end": "\x1b[F",
}  # fmt: skip
"""Names of keys -> what a terminal sends; `ctrl+x` is computed, anything else is typed as it is."""

ANSWERS = (
    (re.compile(rb"\x1b\[c"), b"\x1b[?62;22c"),
    (re.compile(rb"\x1b\[\?2026\$p"), b"\x1b[?2026;2$y"),
    (re.compile(rb"\x1b\[\?2048\$p"), b"\x1b[?2048;0$y"),
)
"""Questions a terminal answers: device attributes, synchronised output, in-band resize."""

PRIVATE = re.compile(rb"\x1b\[[<>=][0-9;]*[a-zA-Z]|\x1b\[\?[0-9;]*\$p")
"""Sequences that pyte would print as text: keyboard protocol and mode questions."""

WAIT = 20.0
"""Seconds until a wait gives up; a loaded machine of 2 cores needs about 3 for a start."""


def typed(key: str) -> bytes:
    """Return the bytes a terminal sends for a key."""
    if key.startswith("ctrl+"):
        return bytes([ord(key[5].upper()) & 0x1F])
    return KEYS.get(key, key).encode()


class Terminal:
    """A running program and its screen."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        columns: int = 120,
        rows: int = 36,
        environment: Mapping[str, str] | None = None,
        folder: Path | None = None,
    ) -> None:
        self.screen = pyte.Screen(columns, rows)
        self.raw = bytearray()
        self._stream = pyte.ByteStream(self.screen)
        self._fed = 0
        self._answered = 0
        self._main, inner = pty.openpty()
        self._size(columns, rows)
        base = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "LINES", "COLUMNS")}
        self.process = subprocess.Popen(
            list(command),
            stdin=inner,
            stdout=inner,
            stderr=inner,
            start_new_session=True,
            cwd=folder,
            env={**base, "TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8", **(environment or {})},
        )
        os.close(inner)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _size(self, columns: int, rows: int) -> None:
        fcntl.ioctl(self._main, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def resize(self, columns: int, rows: int) -> None:
        """Give the window another size while the program runs."""
        self.read(0)
        self.screen.resize(rows, columns)
        self._size(columns, rows)
        os.killpg(self.process.pid, signal.SIGWINCH)

    def read(self, seconds: float) -> bool:
        """Read what comes within `seconds`; return whether anything came."""
        ready, _, _ = select.select([self._main], [], [], seconds)
        if not ready:
            return False
        try:
            chunk = os.read(self._main, 1 << 16)
        except OSError:
            return False
        self.raw += chunk
        self._answer()
        self._stream.feed(PRIVATE.sub(b"", bytes(self.raw[self._fed :])))
        self._fed = len(self.raw)
        return bool(chunk)

    def _answer(self) -> None:
        fresh = bytes(self.raw[self._answered :])
        self._answered = len(self.raw)
        for question, answer in ANSWERS:
            for _ in question.findall(fresh):
                os.write(self._main, answer)

    def settle(self, quiet: float = 0.4, limit: float = WAIT) -> None:
        """Read until nothing has come for `quiet` seconds."""
        end = time.monotonic() + limit
        while self.read(quiet) and time.monotonic() < end:
            pass

    def press(self, *keys: str, quiet: float = 0.4) -> None:
        """Press keys one after another, letting the screen come to rest after each."""
        for key in keys:
            self.send(key)
            self.settle(quiet)

    def send(self, key: str) -> None:
        """Press a key and do not wait."""
        os.write(self._main, typed(key))

    @property
    def text(self) -> str:
        """The screen as lines of text."""
        # Not `display`: it fails on half of a wide character whose other half was painted over.
        rows = (self.screen.buffer[y] for y in range(self.screen.lines))
        return "\n".join("".join(row[x].data for x in range(self.screen.columns)).rstrip() for row in rows)

    def wait_for(self, pattern: str, limit: float = WAIT) -> str:
        """Read until the screen matches; return the screen.

        Raises:
            AssertionError: It never did, or the program ended; the message shows the screen.
        """
        end = time.monotonic() + limit
        while not re.search(pattern, self.text, re.MULTILINE | re.DOTALL):
            if time.monotonic() > end or (not self.read(0.1) and self.process.poll() is not None):
                raise AssertionError(f"never saw {pattern!r} on:\n{self.text}")
        return self.text

    def hang_up(self) -> None:
        """Take the terminal away, without a signal: it controls nobody."""
        os.close(self._main)
        self._main = -1

    def close(self) -> None:
        """End the program and what it started, gently first."""
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(3)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait(3)
        if self._main >= 0:
            os.close(self._main)
