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

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

TITLE = "PulseAugur"


ALONE = {"Cross-Origin-Opener-Policy": "same-origin", "Referrer-Policy": "no-referrer"}
"""A source that is opened from the page can neither reach it nor learn where it was."""


@web.middleware
async def own_pages_only(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse requests by another name or from another page.

    A web page anywhere may open a socket to this machine: without this check it would read the screen and press its
    keys. A name that resolves to this machine (DNS rebinding) is told by its Host.
    """
    host = f"{request.app['host']}:{request.app['port']}"
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
        super().__init__(
            shlex.join(command), host=host, port=port, title=TITLE, templates_path=Path(__file__).parent.resolve()
        )

    async def _make_app(self) -> web.Application:
        app = await super()._make_app()
        app["host"], app["port"] = self.host, self.port
        app.middlewares.append(own_pages_only)
        return app

    def initialize_logging(self) -> None:
        """Keep quiet: what is read is nobody's log."""

    async def on_startup(self, app: web.Application) -> None:
        """Say where it is."""
        sys.stdout.write(f"PulseAugur is at {self.public_url}/ (ctrl+c ends it)\n")
        sys.stdout.flush()


def serve(command: Sequence[str], *, host: str, port: int) -> None:
    """Serve the screen's command until ctrl+c.

    Raises:
        UsageError: The address cannot be listened on.
    """
    # The page's terminal shows 16 million colours; the session's process learns it from here.
    os.environ["COLORTERM"] = "truecolor"
    try:
        ReaderServer(command, host=host, port=port).serve()
    except OSError as error:
        raise UsageError(f"cannot listen on {host} port {port}: {error.strerror}; try another --port.") from error
