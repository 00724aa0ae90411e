"""Fake stores with stories in them."""

from datetime import timedelta

from reader.model.cluster import Kind
from reader.model.feed import Feed, FeedState, Health
from reader.model.view import FeedRow
from tests.ui.fakes import FakeStore
from tests.ui.samples import FEEDS, NOW, work

HEADLINES = (
    "Weight decay, in-context learning and early exit: a week of theory",
    "Regulators open an inquiry into disclosures after a leak",
    "国产推理芯片首次公开基准成绩，能效提升四成",
    "The winter freeze begins; the installer gains offline firmware",
    "[/r/python] hi [bold]x[/bold] and [@click=app.quit]more",
    "A database adds incremental merges to its text index",
    "Le Monde : la CNIL publie son guide",
    "One rocket 🚀 comes back 👩‍🚀 to sea",
)


def small_store(stories: int = 12) -> FakeStore:
    """Return a store of a dozen stories, one read and then grown, one starred, one roundup."""
    store = FakeStore()
    store.feed_rows = [feed_row(feed) for feed in FEEDS]
    work_id = 0
    for n in range(stories):
        headline = HEADLINES[n % len(HEADLINES)] + ("" if n < len(HEADLINES) else f" ({n})")
        works = []
        for k in range(1 + n % 4):
            work_id += 1
            works.append(work(work_id, f"{headline}, told by {FEEDS[k].title}", FEEDS[k], hours=n + k + 0.5))
        store.add(headline, works, Kind.ROUNDUP if n == 3 else Kind.STORY)
    first = store.stories[2][1][0]
    store.read_works = {first.id, *(w.id for w in store.stories[4][1])}
    store.starred = {4}
    return store


def feed_row(feed: Feed) -> FeedRow:
    failing = feed.id == 4
    health = Health(
        state=FeedState.ERROR if failing else FeedState.OK,
        status=503 if failing else 200,
        note="the server is busy" if failing else "",
        fetched=NOW - timedelta(minutes=3),
        succeeded=None if failing else NOW - timedelta(minutes=3),
        due=NOW + timedelta(minutes=12),
        failures=2 if failing else 0,
    )
    return FeedRow(
        feed=feed, health=health, entries=30, daily=(0, 1, 2, 3, 5, 8, 5, 3, 2, 1, 0, 4, 6, 2), recent=("One", "Two")
    )


def large_store(stories: int) -> FakeStore:
    """Return a store of many stories of one work each."""
    store = FakeStore(feed_rows=[feed_row(feed) for feed in FEEDS])
    for n in range(stories):
        store.add(f"Story number {n} with a headline of a usual length", (work(n + 1, f"Story {n}", FEEDS[n % 4]),))
    return store
