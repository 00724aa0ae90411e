"""What a request costs: `python -m tests.bench.fetch [--feeds 1000] [--latency 100]`, without parsing or a library.

Prints wall time and this process's CPU time a request: all new, then twice unchanged.
"""

import argparse
import asyncio
import random
import time
from datetime import UTC, datetime

from reader.fetch.client import Fetcher
from reader.fetch.schedule import next_health
from reader.model.feed import Feed, FeedState, Health
from reader.opml import read
from reader.settings import RefreshSettings
from tests.bench.refresh import farm
from tests.conftest import SHARED


async def lap(known: dict[str, Health], settings: RefreshSettings) -> str:
    """Fetch every feed once, remember its health, and return what it cost."""
    rng = random.Random(1)
    wall, cpu = time.perf_counter(), time.process_time()

    async def one(web: Fetcher, url: str) -> None:
        fetched = await web.fetch(Feed(url=url), known[url])
        known[url] = next_health(known[url], fetched, parsed=True, now=datetime.now(UTC), rng=rng)

    allow = frozenset({"127.0.0.1"})
    async with Fetcher(settings, allow=allow, rng=rng, now=lambda: datetime.now(UTC)) as web:
        await asyncio.gather(*(one(web, url) for url in known))
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    same = sum(health.state is FeedState.UNCHANGED for health in known.values())
    return f"{len(known)} feeds, {same} unchanged: {wall:.2f} s, {cpu / len(known) * 1000:.2f} ms of CPU a request"


async def laps(feeds: int, latency: int, per_host: int) -> None:
    """Measure three laps."""
    async with farm(SHARED / "tools" / "feedserver.py", feeds, latency) as opml:
        known = {feed.url: Health() for feed in read(opml.read_bytes()).feeds}
        for _ in range(3):
            print(await lap(known, RefreshSettings(per_host=per_host)))


def main() -> None:
    """Run by name."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--feeds", type=int, default=1000)
    parser.add_argument("--latency", type=int, default=100, help="milliseconds before each answer")
    parser.add_argument("--per-host", type=int, default=32)
    given = parser.parse_args()
    asyncio.run(laps(given.feeds, given.latency, given.per_host))


if __name__ == "__main__":
    main()
