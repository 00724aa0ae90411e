"""httpx's transport over guarded connections, kept open per host. Knows no feed."""

import ssl
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import httpcore
import httpx

from reader.fetch.address import Permit
from reader.fetch.resolve import Lookup, Resolver
from reader.fetch.stream import Dial, Door, dial
from reader.urls import DEFAULT_PORTS

IDLE = 8.0
"""Seconds a connection is kept for the next request to its host; servers commonly close after 5 to 15."""

MOST_IDLE = 64
"""Connections kept in all: as many as may be in flight at most."""

Origin = tuple[str, str, int]
"""Scheme, host, port."""

PERMIT, PRIVATE = "reader.permit", "reader.private"
"""Keys of a request's and a response's extensions: what the hop may reach; whether it led to a private address."""


def tls() -> ssl.SSLContext:
    """Return a context that trusts what this system trusts, else the list that httpx brings. Costs 20 to 40 ms."""
    paths = ssl.get_default_verify_paths()
    if any(place and Path(place).exists() for place in (paths.cafile, paths.capath)):
        return ssl.create_default_context()
    return httpx.create_ssl_context(trust_env=False)


@dataclass(slots=True)
class Line:
    """One connection and the door it went through."""

    origin: Origin
    door: Door
    connection: httpcore.AsyncHTTPConnection


class Kept(httpx.AsyncByteStream):
    """A response's bytes; closing it gives the connection back."""

    def __init__(self, owner: "GuardedTransport", line: Line, response: httpcore.Response) -> None:
        self._owner = owner
        self._line = line
        self._response = response

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for chunk in self._response.aiter_stream():
            yield chunk

    async def aclose(self) -> None:
        """Give the connection back, or close it if the response was not read to its end."""
        await self._response.aclose()
        await self._owner.give_back(self._line)


class GuardedTransport(httpx.AsyncBaseTransport):
    """Sends requests through doors, HTTP/1.1 only, with one TLS context made when the first https host is met.

    httpcore's own pool is not used: its work grows with the square of the connections, while a look at one host's
    idle ones is all that is needed where places are counted elsewhere.
    """

    def __init__(self, look_up: Lookup | None = None, opener: Dial = dial) -> None:
        self._resolver = Resolver()
        self._look_up = look_up or self._resolver
        self._opener = opener
        self._idle: dict[Origin, list[Line]] = {}
        self._kept = 0
        self._tls: ssl.SSLContext | None = None

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send `request`, whose extensions may carry a `Permit`; without one, private addresses are refused.

        Raises:
            Refused: The address is not permitted.
            Unreachable: There is no connection.
            httpcore.ProtocolError: The answer is no HTTP.
        """
        permit = request.extensions.get(PERMIT, Permit())
        url = request.url
        origin = (url.scheme, url.raw_host.decode("ascii"), url.port or DEFAULT_PORTS[url.scheme])
        sent = _plain(request)
        line = await self._take(origin, permit)
        if line is not None:
            try:
                return self._wrap(line, await line.connection.handle_async_request(sent))
            except (httpcore.RemoteProtocolError, httpcore.NetworkError):
                pass  # Closed while it was idle: the usual fate of kept connections, and no fault of this request.
        line = self._fresh(origin, permit)
        return self._wrap(line, await line.connection.handle_async_request(sent))

    def _wrap(self, line: Line, response: httpcore.Response) -> httpx.Response:
        return httpx.Response(
            response.status,
            headers=response.headers,
            stream=Kept(self, line, response),
            extensions={PRIVATE: line.door.is_private()},
        )

    async def _take(self, origin: Origin, permit: Permit) -> Line | None:
        """Return an idle connection that still stands and that `permit` covers; drop those that do not stand."""
        lines = self._idle.get(origin, [])
        while lines:
            line = lines.pop()
            self._kept -= 1
            address = line.door.address
            if address is not None and not line.connection.has_expired() and permit.covers(origin[1], address):
                return line
            await line.connection.aclose()
        return None

    def _fresh(self, origin: Origin, permit: Permit) -> Line:
        scheme, host, port = origin
        door = Door(host, permit, self._look_up, self._opener)
        if scheme == "https" and self._tls is None:
            self._tls = tls()
        connection = httpcore.AsyncHTTPConnection(
            httpcore.Origin(scheme.encode(), host.encode("ascii"), port),
            ssl_context=self._tls,
            keepalive_expiry=IDLE,
            network_backend=door,
        )
        return Line(origin, door, connection)

    async def give_back(self, line: Line) -> None:
        """Keep a connection for its host's next request, if it stands and there is room."""
        if line.connection.is_idle() and self._kept < MOST_IDLE:
            self._idle.setdefault(line.origin, []).append(line)
            self._kept += 1
        else:
            await line.connection.aclose()

    async def aclose(self) -> None:
        """Close every kept connection."""
        for lines in self._idle.values():
            while lines:
                await lines.pop().connection.aclose()
        self._kept = 0
        await self._resolver.aclose()


def _plain(request: httpx.Request) -> httpcore.Request:
    """Return the request as httpcore takes it."""
    url = request.url
    return httpcore.Request(
        method=request.method,
        url=httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
        headers=request.headers.raw,
    )
