"""A web server that only pages of its own may talk to. Whoever reaches it reads and marks the library as its owner."""

import os
import shlex
import sys
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from aiohttp import web
from textual_serve.server import Server

from reader.errors import UsageError
from reader.urls import DEFAULT_PORTS

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

TITLE = "PulseAugur"

NAMED = web.AppKey("NAMED", str)
"""Host and port as a browser of a page of ours names them."""

EVERYWHERE = ("", "0.0.0.0", "::")
"""Addresses that mean every one of the machine. Which of them a page may ask for could then not be told."""

ALONE = {"Cross-Origin-Opener-Policy": "same-origin", "Referrer-Policy": "no-referrer"}
"""A source that is opened from the page can neither reach it nor learn where it was."""


@web.middleware
async def own_pages_only(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse requests by another name or from another page.

    A web page anywhere may open a socket to this machine: without this check it would read the screen and press its
    keys. A name that resolves to this machine (DNS rebinding) is told by its Host.
    """
    host = request.app[NAMED]
    origin = request.headers.get("Origin", "")
    if request.headers.get("Host", "") != host or (origin and urlsplit(origin).netloc != host):
        raise web.HTTPForbidden(text=f"This reader answers at http://{host}/ alone.\n")
    response = await handler(request)
    if not response.prepared:
        response.headers.update(ALONE)
    return response


class ReaderServer(Server):
    """textual-serve with our page, without logs, for one address."""

    def __init__(self, command: Sequence[str], *, host: str, port: int) -> None:
        self.named = _named(host, port)
        super().__init__(
            shlex.join(command),
            host=host,
            port=port,
            title=TITLE,
            public_url=f"http://{self.named}",
            templates_path=Path(__file__).parent.resolve(),
        )

    async def _make_app(self) -> web.Application:
        app = await super()._make_app()
        app[NAMED] = self.named
        app.middlewares.append(own_pages_only)
        return app

    def initialize_logging(self) -> None:
        """Keep quiet: what is read is nobody's log."""

    async def on_startup(self, app: web.Application) -> None:
        """Say where it is."""
        sys.stdout.write(f"PulseAugur is at {self.public_url}/ (ctrl+c ends it)\n")
        sys.stdout.flush()


def _named(host: str, port: int) -> str:
    """Return host and port as a browser names them in its requests."""
    name = f"[{host}]" if ":" in host else host
    return (name if port == DEFAULT_PORTS["http"] else f"{name}:{port}").lower()


def serve(command: Sequence[str], *, host: str, port: int) -> None:
    """Serve the screen's command until ctrl+c.

    Raises:
        UsageError: The address cannot be listened on, or is none that a browser could ask for.
    """
    if host in EVERYWHERE:
        raise UsageError(f"--host takes the address that the browser will ask for, not “{host}” for all of them.")
    # The page's terminal shows 16 million colours; the session's process learns it from here.
    os.environ["COLORTERM"] = "truecolor"
    try:
        ReaderServer(command, host=host, port=port).serve()
    except UnicodeError as error:
        raise UsageError(f"cannot listen on {host}: it is no name of a host.") from error
    except OSError as error:
        # asyncio says at length what it tried, and behind the last colon why it failed.
        why = str(error.strerror).rpartition(": ")[2]
        raise UsageError(f"cannot listen on {host} port {port}: {why}; try another --host or --port.") from error
