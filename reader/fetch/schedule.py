"""When a feed is asked again, and what a fetch's outcome makes of its health (R5, R6). Pure; knows no clock."""

import random
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http import HTTPStatus

from reader.errors import BadStatus, Discoverable, ReaderError, Refused
from reader.fetch.answer import Fetched, Held
from reader.model.feed import Feed, FeedState, Health
from reader.urls import host_of

SOONEST, LATEST = timedelta(minutes=5), timedelta(hours=24)
"""Bounds of the poll interval, whatever a feed says of itself."""

USUAL = timedelta(minutes=15)
"""Interval of a feed that says nothing: the screen's own default, so that each of its refreshes finds it due."""

EARLY = 0.1
"""Intervals are shortened by up to this share at random, so that feeds added together spread out. Never lengthened:
a feed due a moment after the screen's refresh would wait for the next one."""

FIRST_RETRY = timedelta(minutes=5)
"""Wait after the first failure; doubled with each further one up to `LATEST`, so a dead feed costs a request a day."""

SPREAD = 0.25
"""Waits after failures are lengthened by up to this share at random, so that a host that comes back is not stormed."""

SHORTEST_HOLD = timedelta(minutes=1)
"""Least time that Retry-After holds us off; `LATEST` is the most."""

MOVED_AFTER = 3
"""Fetches in a row that must parse at a permanent redirect's target before it becomes the feed's address."""

NEVER = datetime(9999, 1, 1, tzinfo=UTC)
"""Due date of a feed that is gone."""

BUSY = frozenset({HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE})
"""Statuses by which a server asks for patience."""

DOUBLINGS = 10
"""Doublings after which every wait is past `LATEST`; bounds the arithmetic."""


def next_health(
    health: Health,
    outcome: Fetched | ReaderError,
    *,
    parsed: bool,
    now: datetime,
    rng: random.Random,
    ttl: timedelta | None = None,
) -> Health:
    """Return a feed's health after a fetch.

    Args:
        health: What was known before.
        outcome: What `Fetcher.fetch` returned, or the error of fetching or parsing.
        parsed: Whether the body was read as a feed; of no account where the outcome is `unchanged` or an error.
        now: UTC of the fetch.
        rng: Chance, for jitter.
        ttl: The feed's own `<ttl>`, if it has one.
    """
    if isinstance(outcome, ReaderError):
        return _failed(health, outcome, now, rng)
    if not (parsed or outcome.unchanged):
        return _failed(health, ReaderError("The answer could not be read as a feed."), now, rng)
    return _succeeded(health, outcome, now + _interval(outcome.fresh_for, ttl, rng), now)


def _interval(fresh_for: timedelta | None, ttl: timedelta | None, rng: random.Random) -> timedelta:
    """Return the time to the next poll: the longest that the server or the feed asks for, else the usual."""
    asked = max(fresh_for or timedelta(0), ttl or timedelta(0)) or USUAL
    return min(LATEST, max(SOONEST, min(asked, LATEST) * (1 - EARLY * rng.random())))


def _succeeded(health: Health, fetched: Fetched, due: datetime, now: datetime) -> Health:
    seen = 0
    if fetched.moved_to:
        seen = health.moved_seen + 1 if fetched.moved_to == health.moved_to else 1
    state = FeedState.UNCHANGED if fetched.unchanged else FeedState.OK
    kept = fetched.status == HTTPStatus.NOT_MODIFIED
    return Health(
        state=FeedState.MOVED if seen >= MOVED_AFTER else state,
        status=fetched.status,
        fetched=now,
        succeeded=now,
        due=due,
        etag=fetched.etag or (health.etag if kept else ""),
        modified=fetched.modified or (health.modified if kept else ""),
        digest=fetched.digest or health.digest,
        moved_to=fetched.moved_to,
        moved_seen=min(seen, MOVED_AFTER),
    )


def _failed(health: Health, error: ReaderError, now: datetime, rng: random.Random) -> Health:
    failures = health.failures + (0 if isinstance(error, Held) else 1)
    status = error.status if isinstance(error, BadStatus) else 0
    state = _state(error, status)
    return replace(
        health,
        state=state,
        status=status,
        note=str(error),
        fetched=now,
        due=NEVER if state is FeedState.GONE else now + _wait(error, failures, now, rng),
        failures=failures,
        moved_to="",
        moved_seen=0,
    )


def _state(error: ReaderError, status: int) -> FeedState:
    if status in BUSY:
        return FeedState.BACKOFF
    if status == HTTPStatus.GONE:
        return FeedState.GONE
    if isinstance(error, Discoverable):
        return FeedState.DISCOVER
    return FeedState.REFUSED if isinstance(error, Refused) else FeedState.ERROR


def _wait(error: ReaderError, failures: int, now: datetime, rng: random.Random) -> timedelta:
    """Return how long to wait after a failure: as the server asks within bounds, else exponentially."""
    if isinstance(error, BadStatus) and error.retry_at is not None:
        return hold_until(error.retry_at, now) - now
    doubled: timedelta = FIRST_RETRY * (1 << min(max(failures - 1, 0), DOUBLINGS))
    return min(LATEST, doubled * (1 + SPREAD * rng.random()))


def hold_until(retry_at: datetime, now: datetime) -> datetime:
    """Return a Retry-After within one minute to 24 hours from `now`."""
    return min(max(retry_at, now + SHORTEST_HOLD), now + LATEST)


def is_due(feed: Feed, health: Health, now: datetime) -> bool:
    """Whether a feed is to be polled: not paused, not gone, and its time has come."""
    if feed.paused or health.state is FeedState.GONE:
        return False
    return health.due is None or health.due <= now


def settled(feed: Feed, health: Health) -> tuple[Feed, Health]:
    """Return feed and health with the new address in place where a feed has moved for good; else both as they are."""
    if health.state is not FeedState.MOVED or health.moved_seen < MOVED_AFTER:
        return feed, health
    return replace(feed, url=health.moved_to), replace(health, moved_to="", moved_seen=0)


def held_back(
    rows: Iterable[tuple[Feed, Health]], holds: Mapping[str, datetime], now: datetime
) -> list[tuple[Feed, Health]]:
    """Return the feeds, with a later due date, that share a host with one that was told to wait.

    Args:
        rows: All feeds.
        holds: Host to UTC of its Retry-After, as `Fetcher.holds` has it after a run.
        now: UTC.
    """
    changed = []
    for feed, health in rows:
        until = holds.get(host_of(feed.url))
        if until is not None and until > now and (health.due is None or health.due < until):
            changed.append((feed, replace(health, due=until)))
    return changed
