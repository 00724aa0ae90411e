"""Host names to addresses. Knows no policy."""

import asyncio
import contextlib
import socket
import threading
from collections.abc import Awaitable, Callable

from reader.fetch.address import Address, parse

AT_ONCE = 16
"""Look-ups at one time: the system's resolver blocks a thread for each, many seconds long when offline."""

Addresses = tuple[Address, ...]

Lookup = Callable[[str], Awaitable[Addresses]]
"""Host to addresses in order of preference; raises OSError or UnicodeError."""


class Resolver:
    """The system's resolver, each host asked once a run."""

    def __init__(self) -> None:
        self._gate = asyncio.Semaphore(AT_ONCE)
        self._known: dict[str, asyncio.Task[Addresses]] = {}

    async def __call__(self, host: str) -> Addresses:
        """Return the addresses of `host`, in the system's order of preference.

        Raises:
            OSError: There are none, or no resolver answers.
            UnicodeError: The name cannot be one.
        """
        if (address := parse(host)) is not None:
            return (address,)
        known = self._known.get(host)
        if known is None or known.cancelled() or (known.done() and known.exception() is not None):
            known = self._known[host] = asyncio.create_task(self._ask(host))
        return await asyncio.shield(known)

    async def _ask(self, host: str) -> Addresses:
        async with self._gate:
            loop = asyncio.get_running_loop()
            answer: asyncio.Future[Addresses] = loop.create_future()
            # A daemon, not a pool: a pool's threads are joined at exit, and a resolver that hangs would hang the exit.
            threading.Thread(target=_look_up, args=(host, loop, answer), daemon=True).start()
            return await answer

    async def aclose(self) -> None:
        """Ask nothing more; look-ups under way end by themselves."""
        tasks = tuple(self._known.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _look_up(host: str, loop: asyncio.AbstractEventLoop, answer: asyncio.Future[Addresses]) -> None:
    """Ask the system, in a thread, and hand the answer over to the loop if it still runs."""
    try:
        rows = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
        found = dict.fromkeys(address for row in rows if (address := parse(str(row[4][0]))) is not None)
    except (OSError, UnicodeError) as error:
        _hand_over(loop, answer, error)
    else:
        _hand_over(loop, answer, tuple(found))


def _hand_over(
    loop: asyncio.AbstractEventLoop, answer: asyncio.Future[Addresses], result: Addresses | OSError | UnicodeError
) -> None:
    def settle() -> None:
        if answer.done():
            return
        if isinstance(result, tuple):
            answer.set_result(result)
        else:
            answer.set_exception(result)

    with contextlib.suppress(RuntimeError):  # The loop is closed: nobody waits any more.
        loop.call_soon_threadsafe(settle)
