"""When a feed is asked again, as a state machine: examples for each rule, then its invariants over all histories."""

import random
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.errors import BadStatus, Discoverable, FetchError, ParseError, ReaderError, Refused, Unreachable
from reader.fetch.answer import Fetched, Held
from reader.fetch.headers import date, retry_at
from reader.fetch.schedule import (
    FIRST_RETRY,
    LATEST,
    MOVED_AFTER,
    SHORTEST_HOLD,
    SOONEST,
    SPREAD,
    USUAL,
    held_back,
    is_due,
    next_health,
    settled,
)
from reader.model.feed import Feed, FeedState, Health

NOW = datetime(2026, 5, 1, 12, 0, tzinfo=UTC)
URL = "https://example.com/f"


def after(health: Health, outcome: Fetched | ReaderError, **given: object) -> Health:
    options = {"parsed": True, "now": NOW, "rng": random.Random(7), **given}
    return next_health(health, outcome, **options)  # type: ignore[arg-type]


def got(**fields: object) -> Fetched:
    return Fetched(**{"url": URL, "status": 200, "digest": "d", **fields})  # type: ignore[arg-type]


def wait(health: Health) -> timedelta:
    assert health.due is not None
    return health.due - NOW


FAILING = Health(failures=3, etag='"e"', modified="m", digest="d", note="old", moved_to="x", moved_seen=2)


def test_success_wipes_failures_and_takes_the_new_validators() -> None:
    health = after(FAILING, got(etag='"n"', modified="", digest="new"))
    assert (health.state, health.failures, health.note) == (FeedState.OK, 0, "")
    assert (health.etag, health.modified, health.digest) == ('"n"', "", "new")
    assert health.succeeded == health.fetched == NOW


def test_validators_are_kept_over_a_304_that_repeats_none() -> None:
    health = after(FAILING, got(status=304, unchanged=True))
    assert (health.state, health.etag, health.modified) == (FeedState.UNCHANGED, '"e"', "m")


@pytest.mark.parametrize(
    ("error", "state"),
    [
        (Refused("r"), FeedState.REFUSED),
        (Unreachable("u"), FeedState.ERROR),
        (FetchError("f"), FeedState.ERROR),
        (ParseError("p"), FeedState.ERROR),
        (Discoverable("d", links=()), FeedState.DISCOVER),
        (BadStatus("b", status=404), FeedState.ERROR),
        (BadStatus("b", status=500), FeedState.ERROR),
        (BadStatus("b", status=429), FeedState.BACKOFF),
        (BadStatus("b", status=503), FeedState.BACKOFF),
        (BadStatus("b", status=410), FeedState.GONE),
    ],
)
def test_each_error_has_its_state_and_keeps_what_was_known(error: ReaderError, state: FeedState) -> None:
    health = after(FAILING, error)
    assert (health.state, health.note, health.failures) == (state, str(error), 4)
    assert (health.etag, health.modified, health.digest, health.succeeded) == ('"e"', "m", "d", None)


def test_bytes_that_were_not_read_as_a_feed_change_no_validators() -> None:
    health = after(FAILING, got(etag='"parking page"'), parsed=False)
    assert (health.state, health.etag, health.digest) == (FeedState.ERROR, '"e"', "d")


def test_failures_back_off_exponentially_to_a_day() -> None:
    waits = [wait(after(Health(failures=n), Unreachable("u"))) for n in (0, 1, 2, 3, 20, 10**6)]
    for n, one in enumerate(waits[:4]):
        assert FIRST_RETRY * 2**n <= one <= FIRST_RETRY * 2**n * (1 + SPREAD)
    assert waits[4] == waits[5] == LATEST


@pytest.mark.parametrize(
    ("asked", "waited"),
    [
        (timedelta(seconds=1), SHORTEST_HOLD),
        (timedelta(minutes=20), timedelta(minutes=20)),
        (timedelta(days=9), LATEST),
    ],
)
def test_retry_after_is_obeyed_within_bounds(asked: timedelta, waited: timedelta) -> None:
    assert wait(after(FAILING, BadStatus("b", status=429, retry_at=NOW + asked))) == waited


def test_a_feed_held_for_its_host_has_not_failed() -> None:
    health = after(FAILING, Held("h", status=429, retry_at=NOW + timedelta(minutes=9)))
    assert (health.failures, health.state, wait(health)) == (3, FeedState.BACKOFF, timedelta(minutes=9))


@pytest.mark.parametrize(
    ("fresh", "ttl", "interval"),
    [
        (None, None, USUAL),
        (timedelta(0), timedelta(0), USUAL),
        (timedelta(seconds=1), None, SOONEST),
        (timedelta(hours=1), timedelta(hours=2), timedelta(hours=2)),
        (timedelta(days=400), None, LATEST),
    ],
)
def test_the_interval_follows_what_is_asked_within_bounds(
    fresh: timedelta | None, ttl: timedelta | None, interval: timedelta
) -> None:
    one = wait(after(Health(), got(fresh_for=fresh), ttl=ttl))
    assert max(SOONEST, interval * 0.9) <= one <= interval


def test_feeds_added_together_do_not_stay_together() -> None:
    rng = random.Random(1)
    assert len({after(Health(), got(), rng=rng).due for _ in range(50)}) == 50


def test_a_move_is_believed_at_the_third_time_in_a_row() -> None:
    feed, health = Feed(url=URL, title="kept"), Health()
    states = []
    for _ in range(MOVED_AFTER):
        assert settled(feed, health) == (feed, health)
        health = after(health, got(moved_to="https://new.example/f"))
        states.append(health.state)
    assert states == [FeedState.OK, FeedState.OK, FeedState.MOVED]
    there, settled_health = settled(feed, health)
    assert (there.url, there.title) == ("https://new.example/f", "kept")
    assert settled(there, settled_health) == (there, settled_health)
    assert after(settled_health, got()).state is FeedState.OK


@pytest.mark.parametrize("between", [got(), got(moved_to="https://elsewhere.example/"), Unreachable("u")])
def test_a_move_is_forgotten_when_anything_comes_between(between: Fetched | ReaderError) -> None:
    health = Health()
    for outcome in (got(moved_to="https://a/"), got(moved_to="https://a/"), between, got(moved_to="https://a/")):
        health = after(health, outcome)
    assert (health.state, health.moved_seen) == (FeedState.OK, 1)


def test_a_move_to_something_that_is_no_feed_never_counts() -> None:
    health = Health()
    for _ in range(5):
        health = after(health, got(moved_to="https://parking.example/"), parsed=False)
    assert (health.state, health.moved_to) == (FeedState.ERROR, "")


def test_a_gone_feed_is_never_due_and_can_come_back() -> None:
    health = after(Health(), BadStatus("b", status=410))
    assert not is_due(Feed(url=URL), health, NOW + timedelta(days=10_000))
    back = after(health, got())
    assert back.state is FeedState.OK
    assert is_due(Feed(url=URL), back, NOW + LATEST)


def test_new_feeds_are_due_and_paused_ones_are_not() -> None:
    assert is_due(Feed(url=URL), Health(), NOW)
    assert not is_due(Feed(url=URL, paused=True), Health(), NOW)
    assert not is_due(Feed(url=URL), Health(due=NOW + timedelta(seconds=1)), NOW)


def test_a_hosts_hold_reaches_its_feeds_that_were_not_asked() -> None:
    until = NOW + timedelta(hours=1)
    rows = [
        (Feed(id=1, url="https://example.com/a"), Health()),
        (Feed(id=2, url="http://EXAMPLE.com:8080/b"), Health(due=NOW)),
        (Feed(id=3, url="https://example.com/c"), Health(due=until + timedelta(hours=1))),
        (Feed(id=4, url="https://other.example/d"), Health(due=NOW)),
    ]
    changed = held_back(rows, {"example.com": until}, NOW)
    assert [(feed.id, health.due) for feed, health in changed] == [(1, until), (2, until)]
    assert held_back(rows, {"example.com": NOW}, NOW) == []


@pytest.mark.parametrize(
    "text",
    [
        "Fri, 01 May 2026 13:00:00 GMT",
        "Friday, 01-May-26 13:00:00 GMT",
        "Fri May  1 13:00:00 2026",
        "Fri, 01 May 2026 15:00:00 +0200",
    ],
)
def test_http_dates_are_read_in_all_their_forms(text: str) -> None:
    assert date(text) == retry_at(text, NOW) == datetime(2026, 5, 1, 13, 0, tzinfo=UTC)


@given(st.text(max_size=40))
def test_no_header_breaks_the_reading_of_dates(text: str) -> None:
    date(text)
    found = retry_at(text, NOW)
    assert found is None or found > NOW


moments = st.none() | st.timedeltas(min_value=timedelta(days=-9), max_value=timedelta(days=9)).map(lambda d: NOW + d)
spans = st.none() | st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=900))
errors = st.one_of(
    st.builds(lambda s, at: BadStatus("b", status=s, retry_at=at), st.sampled_from([404, 410, 429, 500, 503]), moments),
    st.sampled_from([Refused("r"), Unreachable("u"), ParseError("p"), Discoverable("d", links=("https://a/",))]),
)
answers = st.builds(
    lambda same, moved, fresh: got(unchanged=same, moved_to=moved, fresh_for=fresh),
    st.booleans(),
    st.sampled_from(["", "https://a/", "https://b/"]),
    spans,
)
steps = st.tuples(errors | answers, st.booleans(), spans)


@given(st.lists(steps, max_size=12), st.integers())
def test_every_history_keeps_the_bounds(
    history: list[tuple[Fetched | ReaderError, bool, timedelta | None]], seed: int
) -> None:
    health, now, rng, last_moves = Health(), NOW, random.Random(seed), list[str]()
    for outcome, parsed, ttl in history:
        before = health
        health = next_health(health, outcome, parsed=parsed, now=now, rng=rng, ttl=ttl)
        good = isinstance(outcome, Fetched) and (parsed or outcome.unchanged)
        assert health.due is not None
        if health.state is FeedState.GONE:
            assert not is_due(Feed(url=URL), health, now + timedelta(days=36500))
        else:
            asked = isinstance(outcome, BadStatus) and outcome.retry_at is not None
            assert (SHORTEST_HOLD if asked else SOONEST) <= health.due - now <= LATEST
        assert health.failures == (0 if good else before.failures + 1)
        assert bool(health.note) is not good
        assert health.fetched == now
        assert health.succeeded == (now if good else before.succeeded)
        last_moves.append(outcome.moved_to if good and isinstance(outcome, Fetched) else "")
        moved = len(set(last_moves[-MOVED_AFTER:])) == 1 and len(last_moves) >= MOVED_AFTER and bool(last_moves[-1])
        assert (health.state is FeedState.MOVED) == moved
        now = min(health.due, now + LATEST)
