"""Whether the terminal is still there, and whose it is. Knows no screen."""

import os
import stat
import sys

GONE = 129
"""Exit status where it is not, as of a program that SIGHUP ended."""


class Terminal:
    """The terminal that keys come from, if they come from one."""

    def __init__(self) -> None:
        self._was_there = _is_there()

    def check(self) -> None:
        """End the program if the terminal was closed and nobody said so, as under nohup.

        What is written to it then waits for ever, and what reads from it spins.

        Raises:
            SystemExit: It is gone.
        """
        if self._was_there and not _is_there():
            _write_to_nobody()
            raise SystemExit(GONE)


def has_shell() -> bool:
    """Whether a shell that runs in this terminal, too, waits for us, and can wake us when we are stopped.

    Without one, as in a window that was opened for the program alone, a stop would be for ever.
    """
    parent = os.getppid()
    try:
        return os.getsid(parent) == os.getsid(0) and os.getpgid(parent) != os.getpgid(0)
    except OSError:
        return False


def _is_there() -> bool:
    return sys.__stdin__ is not None and os.isatty(sys.__stdin__.fileno())


def _write_to_nobody() -> None:
    """Let what is still to be written come to nothing: it would fail when Python ends, and change the exit status."""
    null = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.__stdout__, sys.__stderr__):
        # A file or a pipe is still there.
        if stream is not None and stat.S_ISCHR(os.fstat(stream.fileno()).st_mode):
            os.dup2(null, stream.fileno())
