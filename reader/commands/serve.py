"""`serve`: the screen in a web browser, for this machine alone unless told otherwise."""

import argparse

from reader.commands.numbers import between
from reader.commands.place import Place
from reader.errors import UsageError

HOST, PORT = "127.0.0.1", 8000

HIGHEST_PORT = 65535


def arguments(parser: argparse.ArgumentParser) -> None:
    """Define the options."""
    parser.add_argument("--host", default=HOST, help=f"address to listen on ({HOST}); whoever reaches it is you")
    parser.add_argument("--port", type=between(1, HIGHEST_PORT), default=PORT, help=f"port to listen on ({PORT})")


def run(given: argparse.Namespace, place: Place) -> int:
    """Serve until interrupted."""
    try:
        # The extra [web]: aiohttp and its company, of use to no other command.
        from reader.web.server import serve
    except ImportError as error:
        raise UsageError("the web page needs an extra: pip install '.[web]'") from error
    serve(place.command(), host=given.host, port=given.port)
    return 0
