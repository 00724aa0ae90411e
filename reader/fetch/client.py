"""One feed's URL to its bytes (R1 to R4, R6). Decides nothing about when; keeps nothing beyond a run."""

import asyncio
import hashlib
import random
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from http import HTTPStatus
from types import TracebackType
from typing import Self

import httpcore
import httpx

from reader import __version__
from reader.errors import BadStatus, FetchError, Refused, Unreachable
from reader.fetch import body, headers, redirect, words
from reader.fetch.address import is_disguised, parse
from reader.fetch.answer import Fetched, Held
from reader.fetch.limits import Slots
from reader.fetch.redirect import Hop
from reader.fetch.schedule import BUSY, hold_until
from reader.fetch.transport import PERMIT, PRIVATE, GuardedTransport
from reader.model.feed import Feed, Health
from reader.settings import RefreshSettings

ALWAYS = {
    "user-agent": f"PulseAugur-Reader/{__version__} (feed reader)",
    "accept": "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml;q=0.9, "
    "application/xml;q=0.8, text/xml;q=0.8, application/json;q=0.7, text/html;q=0.5, */*;q=0.1",
    "accept-encoding": "gzip",
}
"""Headers of every request. HTML is asked for last, for the feeds that it may offer."""

STREAMS = ("audio/", "video/")
"""Types that are refused unread: radio never ends, and a feed is never called so."""


class Budget:
    """The total time one feed may take: it runs while a request is under way, not while one waits for its turn."""

    def __init__(self, total: timedelta) -> None:
        self.total = total
        self._left = total.total_seconds()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Spend time.

        Raises:
            TimeoutError: There is none left.
        """
        loop = asyncio.get_running_loop()
        began = loop.time()
        try:
            async with asyncio.timeout(max(0.0, self._left)):
                yield
        finally:
            self._left -= loop.time() - began


class Trip:
    """What one fetch carries from hop to hop: its time, its cookies, the validators it sends."""

    def __init__(self, budget: Budget, health: Health) -> None:
        self.budget = budget
        self.health = health
        self.cookies: httpx.Cookies | None = None

    @property
    def conditional(self) -> dict[str, str]:
        """Validators as request headers, byte for byte."""
        pairs = {"if-none-match": self.health.etag, "if-modified-since": self.health.modified}
        return {name: value for name, value in pairs.items() if value}

    def keep_cookies(self, response: httpx.Response) -> None:
        """Remember what a response sets; forgotten with the trip."""
        if "set-cookie" in response.headers:
            self.cookies = self.cookies or httpx.Cookies()
            self.cookies.extract_cookies(response)

    def request(self, hop: Hop) -> httpx.Request:
        """Return the request of one hop.

        Raises:
            Refused: The host is an address in disguise.
            FetchError: The URL cannot be requested.
        """
        if is_disguised(hop.host):
            raise Refused(
                "The address hides a number as its host, as attacks on private networks do; it was not asked."
            )
        fields = {**ALWAYS, **self.conditional}
        if secret := headers.basic(hop.userinfo):
            fields["authorization"] = secret
        raw = [(name.encode(), value.encode("latin-1", "ignore")) for name, value in fields.items()]
        try:
            request = httpx.Request("GET", hop.url, headers=raw, extensions={PERMIT: hop.permit})
        except (httpx.InvalidURL, UnicodeError) as error:
            raise FetchError("The address names a host that cannot exist.") from error
        if self.cookies is not None:
            self.cookies.set_cookie_header(request)
        return request


class Fetcher:
    """Fetches feeds of one run, within limits, over one shared transport. An async context manager.

    Args:
        settings: Limits and deadline.
        allow: Private addresses that may be reached where a URL spells them exactly.
        rng: Chance, for jitter.
        now: The time, UTC.
        transport: Sends the requests; for tests.
        force: Whether hosts that asked us to wait are asked all the same.
    """

    def __init__(
        self,
        settings: RefreshSettings,
        *,
        allow: frozenset[str] = frozenset(),
        rng: random.Random,
        now: Callable[[], datetime],
        transport: httpx.AsyncBaseTransport | None = None,
        force: bool = False,
    ) -> None:
        self._settings = settings
        self._allow = frozenset(str(address) for text in allow if (address := parse(text)) is not None)
        self._now = now
        self._slots = Slots(settings.concurrency, settings.per_host, rng)
        self._transport = transport or GuardedTransport()
        self._force = force
        self.holds: dict[str, datetime] = {}
        """Hosts that asked for patience in this run, with UTC of when it ends; see `schedule.held_back`."""

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._transport.aclose()

    async def fetch(self, feed: Feed, health: Health) -> Fetched:
        """Return the feed's bytes, or that they are unchanged.

        Raises:
            Refused: Policy: scheme, private address, size, compression, type.
            Unreachable: No complete answer within the deadline.
            BadStatus: A status that is no success; `Held` if the host was not even asked.
            FetchError: The URL or a redirect is unusable.
        """
        hop = redirect.first(feed.url, allow=self._allow, consent=feed.allow_private)
        trip = Trip(Budget(self._settings.deadline), health)
        while True:
            async with self._slots.place(hop.host):
                self._check_hold(hop.host)
                step = await self._timed(hop, trip)
            if isinstance(step, Fetched):
                return step
            hop = step

    def _check_hold(self, host: str) -> None:
        until = self.holds.get(host)
        if until is not None and until > self._now() and not self._force:
            sentence = f"{host} asked us to wait until {words.moment(until, self._now())}; nothing was asked."
            raise Held(sentence, status=HTTPStatus.TOO_MANY_REQUESTS, retry_at=until)

    async def _timed(self, hop: Hop, trip: Trip) -> Fetched | Hop:
        """Make one request, its errors in words."""
        try:
            async with trip.budget.running():
                return await self._visit(hop, trip)
        except TimeoutError as error:
            raise words.late(hop.host, trip.budget.total) from error
        except httpcore.ProtocolError as error:
            raise Unreachable(f"{hop.host} sent an answer that is cut short, or no HTTP.") from error
        except httpcore.NetworkError as error:
            raise Unreachable(f"{hop.host} cut the connection.") from error

    async def _visit(self, hop: Hop, trip: Trip) -> Fetched | Hop:
        request = trip.request(hop)
        response = await self._transport.handle_async_request(request)
        response.request = request
        try:
            trip.keep_cookies(response)
            if response.status_code in redirect.REDIRECTS:
                private = bool(response.extensions.get(PRIVATE))
                return redirect.following(
                    hop, response.status_code, response.headers.get("location", ""), private=private
                )
            return await self._answer(hop, trip, response)
        finally:
            await response.aclose()

    async def _answer(self, hop: Hop, trip: Trip, response: httpx.Response) -> Fetched:
        if response.status_code == HTTPStatus.NOT_MODIFIED and trip.conditional:
            async for _ in response.aiter_raw():
                pass  # No body comes, but the connection must be at its end to be used again.
            return self._fetched(hop, trip, response, b"")
        if response.status_code != HTTPStatus.OK:
            raise self._failure(hop.host, response)
        content = await self._read(response)
        return self._fetched(hop, trip, response, content)

    async def _read(self, response: httpx.Response) -> bytes:
        """Return the decoded body of a success.

        Raises:
            Refused: By its type, compression or size.
            Unreachable: It is cut or damaged.
        """
        fields = response.headers
        if fields.get("content-type", "").strip().lower().startswith(STREAMS):
            raise Refused("This address is a sound or a film, not a feed; it was not read.")
        encoding = body.coding(fields.get("content-encoding", ""))
        body.check_announced(fields.get("content-length", ""), self._settings.max_bytes)
        return await body.read(response.aiter_raw(), encoding, self._settings.max_bytes)

    def _failure(self, host: str, response: httpx.Response) -> BadStatus:
        code = response.status_code
        if code not in BUSY:
            return words.status(host, code)
        now = self._now()
        until = headers.retry_at(response.headers.get("retry-after", ""), now)
        if until is not None:
            until = self.holds[host] = max(hold_until(until, now), self.holds.get(host, now))
        return words.waiting(host, code, until, now)

    def _fetched(self, hop: Hop, trip: Trip, response: httpx.Response, content: bytes) -> Fetched:
        fields = response.headers
        not_modified = response.status_code == HTTPStatus.NOT_MODIFIED
        digest = trip.health.digest if not_modified else hashlib.sha256(content).hexdigest()
        unchanged = not_modified or digest == trip.health.digest
        return Fetched(
            url=hop.url,
            status=response.status_code,
            body=b"" if unchanged else content,
            content_type=fields.get("content-type", ""),
            etag=headers.validator(_exact(fields, b"etag")),
            modified=headers.validator(_exact(fields, b"last-modified")),
            digest=digest,
            unchanged=unchanged,
            moved_to=hop.moved_to,
            fresh_for=headers.fresh_for(fields, self._now()),
        )


def _exact(fields: httpx.Headers, name: bytes) -> str:
    """Return a header's bytes as latin-1, whatever charset httpx guesses for the rest."""
    return next((value.decode("latin-1") for key, value in fields.raw if key.lower() == name), "")
