"""Who may write, and when. `Lock` lets one refresher at a time in; `Turn` keeps a mark from starving behind it.

Both are flock: the system releases them when their holder dies.
"""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from reader.errors import LibraryBusy
from reader.store.failures import told
from reader.store.place import PATIENCE, beside, open_private

STEP = 0.001
"""Seconds between two tries: a mark should not wait longer than the transaction before it."""

LONGEST_WORDS = 200
"""Bytes of the holder's words that are read back."""


@contextmanager
def library_lock(path: Path, holder: str, *, patience: float = 0.0) -> Iterator[None]:
    """Hold the library for one refresher.

    Args:
        path: The library.
        holder: Who holds it, in words, for whoever comes second.
        patience: Seconds to wait for another holder.

    Raises:
        LibraryBusy: Another process holds it; the message is that holder's words.
        StoreError: The lock file cannot be made.
    """
    with told(path):
        descriptor = open_private(beside(path, "lock"), os.O_RDWR)
    try:
        if not _taken(descriptor, patience):
            raise LibraryBusy(_words(descriptor) or "another process")
        with told(path):
            os.ftruncate(descriptor, 0)
            os.pwrite(descriptor, holder.encode()[:LONGEST_WORDS], 0)
        yield
        os.ftruncate(descriptor, 0)
    finally:
        os.close(descriptor)


class Turn:
    """A turnstile before every write transaction.

    SQLite's waiters poll, and a refresher that commits and begins again at once would win nearly every time: a mark
    waited for seconds in a trial. Whoever wants to write passes here first and leaves as soon as its transaction has
    begun, so a waiting mark is next after the transaction that is open now.
    """

    def __init__(self, path: Path) -> None:
        with told(path):
            self._descriptor = open_private(beside(path, "turn"), os.O_RDWR)

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Be next. A holder that hangs is passed by after `PATIENCE`: this is courtesy, SQLite's lock is the law."""
        mine = _taken(self._descriptor, PATIENCE)
        try:
            yield
        finally:
            if mine:
                fcntl.flock(self._descriptor, fcntl.LOCK_UN)

    def is_wanted(self) -> bool:
        """Whether someone stands here and waits for the transaction that is open now."""
        free = _taken(self._descriptor, 0)
        if free:
            fcntl.flock(self._descriptor, fcntl.LOCK_UN)
        return not free

    def close(self) -> None:
        """Let go of the file."""
        os.close(self._descriptor)


def _taken(descriptor: int, patience: float) -> bool:
    end = time.monotonic() + patience
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= end:
                return False
            time.sleep(STEP)
        else:
            return True


def _words(descriptor: int) -> str:
    return os.pread(descriptor, LONGEST_WORDS, 0).decode(errors="replace").strip()
