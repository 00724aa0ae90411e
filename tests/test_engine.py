"""The engine on a library of its own, with a web that remembers who asked."""

import asyncio
import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from reader.engine.options import Options
from reader.engine.refresh import refresh
from reader.errors import BadStatus, LibraryBusy, StoreError, Unreachable
from reader.events import ClustersChanged, Event, FeedDone, Finished, Started
from reader.fetch.answer import Fetched
from reader.model.feed import Feed, FeedState, Health
from reader.model.view import View
from reader.model.work import Entry
from reader.settings import ClusterSettings, Settings
from reader.store.keep_entries import Kept
from reader.store.read import Reader
from reader.store.write import Library
from tests.farm import FakeWeb, document, now, state, stories

SETTINGS = Settings(cluster=ClusterSettings(embedder="none"))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "library.db"


@pytest.fixture
def library(path: Path) -> Iterator[Library]:
    with Library.open(path) as opened:
        yield opened


class Clock:
    """Time that stands until it is moved."""

    def __init__(self) -> None:
        self.time = now()

    def __call__(self) -> datetime:
        return self.time


async def run(library: Library, web: FakeWeb, **given: object) -> list[Event]:
    told: list[Event] = []
    options = Options(settings=SETTINGS, source=lambda: web, rng=random.Random(1), **given)  # type: ignore[arg-type]
    await refresh(library, options, told.append)
    return told


def undone(library: Library) -> int:
    """Count what a later refresh would still have to do."""
    return len(library.unplaced()) + len(library.unclustered()) + len(library.stale(10))


def only(told: list[Event], kind: type[Event]) -> Event:
    (event,) = (event for event in told if isinstance(event, kind))
    return event


async def test_a_refresh_brings_entries_stories_and_texts(library: Library, path: Path) -> None:
    web = FakeWeb()
    library.add_feeds([web.serve(f"https://{n}.example/feed", document(n, now=now())) for n in ("ada", "bob")])
    told = await run(library, web)
    finished = only(told, Finished)
    assert isinstance(finished, Finished)
    assert (finished.new, finished.failing, finished.stopped) == (10, 0, False)
    assert told[0] == Started(feeds=2)
    assert any(isinstance(event, ClustersChanged) for event in told)
    assert undone(library) == 0
    rows = state(path)
    assert len(rows["entries"]) == 10
    assert all(row[-2] for row in rows["clusters"])
    reader = Reader(path)
    try:
        assert reader.ids(View(), now())
        assert reader.totals(now()).updated is not None
    finally:
        reader.close()


async def test_one_bad_feed_does_not_stop_the_others(library: Library) -> None:
    web = FakeWeb()
    library.add_feeds(
        [
            web.serve("https://down.example/feed", Unreachable("down.example did not answer.")),
            web.serve("https://page.example/feed", b"<html><body>no feed</body></html>"),
            web.serve("https://ada.example/feed", document("ada", now=now())),
        ]
    )
    told = await run(library, web)
    done = {event.feed_id: event for event in told if isinstance(event, FeedDone)}
    assert [done[id_].state for id_ in (1, 2, 3)] == ["error", "error", "ok"]
    assert done[1].note == "down.example did not answer."
    finished = only(told, Finished)
    assert isinstance(finished, Finished)
    assert (finished.new, finished.failing) == (5, 2)
    assert sorted(event.done for event in done.values()) == [1, 2, 3]


@pytest.mark.parametrize(
    ("up", "hosts", "offline"),
    [((), ("ada", "bob"), True), (("bob",), ("ada", "bob"), False), ((), ("ada", "ada"), False)],
)
async def test_offline_is_when_none_of_several_servers_is_reached(
    library: Library, up: tuple[str, ...], hosts: tuple[str, ...], offline: bool
) -> None:
    web = FakeWeb()
    for place, host in enumerate(hosts):
        heard = document(host, now=now()) if host in up else Unreachable(f"{host} has no address.")
        library.add_feeds([web.serve(f"https://{host}.example/{place}", heard)])
    finished = only(await run(library, web), Finished)
    assert isinstance(finished, Finished)
    assert finished.offline is offline


async def test_a_second_refresh_changes_nothing(library: Library, path: Path) -> None:
    web = FakeWeb()
    library.add_feeds([web.serve("https://ada.example/feed", document("ada", now=now()))])
    await run(library, web)
    before = state(path)
    told = await run(library, web, force=True)
    finished = only(told, Finished)
    assert isinstance(finished, Finished)
    assert (finished.new, finished.unchanged) == (0, 1)
    assert state(path) == before
    assert not any(isinstance(event, ClustersChanged) for event in told)


async def test_only_what_is_due_is_asked(library: Library) -> None:
    web, clock = FakeWeb(), Clock()
    library.add_feeds([web.serve("https://ada.example/feed", document("ada", now=now()))])
    await run(library, web, clock=clock)
    assert only(await run(library, web, clock=clock), Started) == Started(feeds=0)
    clock.time += timedelta(minutes=16)
    assert only(await run(library, web, clock=clock), Started) == Started(feeds=1)


async def test_naming_a_feed_overrides_its_schedule_but_not_its_server(library: Library) -> None:
    web = FakeWeb()
    busy = BadStatus("Too many requests.", status=429, retry_at=datetime.now(UTC) + timedelta(hours=1))
    library.add_feeds(
        [
            web.serve("https://ada.example/feed", document("ada", now=now())),
            web.serve("https://busy.example/feed", busy),
        ]
    )
    await run(library, web)
    web.asked.clear()
    await run(library, web, feeds=(1,))
    await run(library, web, feeds=(2,))
    assert web.asked == ["https://ada.example/feed"]
    await run(library, web, feeds=(2,), force=True)
    assert web.asked[1:] == ["https://busy.example/feed"]


async def test_paused_and_gone_feeds_are_left_alone_even_when_all_are_forced(library: Library) -> None:
    web = FakeWeb()
    gone = BadStatus("Gone.", status=410)
    feeds = library.add_feeds(
        [
            web.serve("https://gone.example/feed", gone),
            web.serve("https://ada.example/feed", document("ada", now=now())),
        ]
    )
    await run(library, web)
    library.save_feed(replace(feeds[1], paused=True))
    web.asked.clear()
    await run(library, web, force=True)
    assert web.asked == []


async def test_what_a_feed_says_of_itself_fills_only_what_the_user_left_open(library: Library) -> None:
    web = FakeWeb()
    plain = web.serve("https://feeds.ada.example/feed", document("ada", now=now()))
    bob = web.serve("https://bob.example/feed", document("bob", now=now()))
    named = replace(bob, title="Mine", publisher="my.example")
    library.add_feeds([plain, named])
    await run(library, web)
    first, second = (feed for feed, _ in library.feeds())
    assert (first.title, first.site, first.publisher) == ("The ada", "https://ada.example/", "ada.example")
    assert (second.title, second.publisher) == ("Mine", "my.example")


async def test_a_feed_that_moved_for_good_takes_its_new_address_at_the_third_sight(library: Library) -> None:
    web = FakeWeb()
    library.add_feeds([web.serve("https://old.example/feed", b"")])
    for turn in range(3):
        body = document("ada", now=now(), first=turn)
        web.serve(
            "https://old.example/feed",
            Fetched(url="https://new.example/feed", status=200, body=body, moved_to="https://new.example/feed"),
        )
        await run(library, web, force=True)
    feed, health = library.feed(1)
    assert (feed.url, health.state) == ("https://new.example/feed", FeedState.MOVED)


async def test_stopping_keeps_what_came_and_the_next_refresh_goes_on(library: Library, path: Path) -> None:
    web, stop = FakeWeb(), asyncio.Event()
    library.add_feeds([web.serve(f"https://{n}.example/feed", document(n, now=now())) for n in ("ada", "bob", "eve")])
    told: list[Event] = []

    def tell(event: Event) -> None:
        told.append(event)
        if isinstance(event, FeedDone):
            stop.set()

    await refresh(library, Options(settings=SETTINGS, source=lambda: web, stop=stop), tell)
    finished = only(told, Finished)
    assert isinstance(finished, Finished)
    assert finished.stopped
    assert 5 <= finished.new < 15
    assert library.unplaced()
    await run(library, web)
    assert len(state(path)["entries"]) == 15
    assert undone(library) == 0


async def test_a_full_disk_ends_a_refresh_with_its_own_error(path: Path) -> None:
    class Full(Library):
        def keep_fetch(self, feed: Feed, health: Health, parsed_entries: Sequence[Entry]) -> Kept:
            raise StoreError("The disk is full.")

    web = FakeWeb()
    with Full.open(path) as library:
        library.add_feeds([web.serve(f"https://{n}.example/feed", document(n, now=now())) for n in ("ada", "bob")])
        with pytest.raises(StoreError, match="disk is full"):
            await run(library, web)


async def test_a_second_refresher_is_told_who_is_first(library: Library, path: Path) -> None:
    with Library.open(path) as other, other.lock("the first one"), pytest.raises(LibraryBusy, match="the first one"):
        await run(library, FakeWeb())


async def test_the_order_of_answers_does_not_change_the_stories(tmp_path: Path) -> None:
    found = []
    for turn, names in enumerate((("ada", "bob", "eve"), ("eve", "bob", "ada"))):
        web, path = FakeWeb(), tmp_path / f"{turn}.db"
        moment = now().replace(hour=0, minute=0, second=0)
        with Library.open(path) as library:
            library.add_feeds([web.serve(f"https://{n}.example/feed", document(n, 12, now=moment)) for n in names])
            await run(library, web)
        found.append(stories(path))
    assert found[0] == found[1]
    assert {len(story) for story in found[0]} == {3}


async def test_a_story_older_than_the_window_stays_as_it_is_when_a_text_of_it_is_edited(
    library: Library, path: Path
) -> None:
    web, clock = FakeWeb(), Clock()
    ada = document("ada", now=clock.time)
    library.add_feeds(
        [web.serve("https://ada.example/feed", ada), web.serve("https://bob.example/feed", document("bob", now=now()))]
    )
    await run(library, web, clock=clock)
    before = stories(path)
    assert {len(story) for story in before} == {2}
    clock.time += SETTINGS.cluster.window + timedelta(days=1)
    web.serve("https://ada.example/feed", ada.replace(b"</description>", b" Corrected.</description>"))
    await run(library, web, clock=clock)
    assert stories(path) == before
    assert undone(library) == 0
    assert sum("Corrected." in work.text for work in library.works(range(1, 11))) == 5


async def test_a_host_that_asked_for_patience_delays_its_other_feeds(library: Library) -> None:
    web, clock = FakeWeb(), Clock()
    library.add_feeds([web.serve("https://ada.example/feed", document("ada", now=now()))])
    web.holds = {"ada.example": clock.time + timedelta(hours=5)}
    await run(library, web, clock=clock)
    _, health = library.feed(1)
    assert health.due == clock.time + timedelta(hours=5)


async def test_a_refresh_leaves_a_readable_copy_of_the_marks_once_a_day(library: Library, path: Path) -> None:
    await run(library, FakeWeb())
    await run(library, FakeWeb())
    assert len(list(path.parent.glob("library.db.marks-*.jsonl"))) == 1
