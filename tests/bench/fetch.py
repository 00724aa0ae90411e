"""What a request costs: `python -m tests.bench.fetch [--feeds 1000] [--latency 100]`, without parsing or a library.

Prints wall time and this process's CPU time a request: all new, then twice unchanged.
"""

import argparse
import asyncio
import random
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from urllib.error import URLError

from reader.fetch.client import Fetcher
from reader.fetch.schedule import next_health
from reader.model.feed import Feed, FeedState, Health
from reader.settings import RefreshSettings
from tests.conftest import SHARED


@contextmanager
def farm(feeds: int, latency: int) -> Iterator[str]:
    """Run the feed farm on a free port and yield its base URL."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    program = [sys.executable, str(SHARED / "tools" / "feedserver.py")]
    options = ["--port", str(port), "--feeds", str(feeds), "--entries", "30", "--latency-ms", str(latency)]
    with subprocess.Popen([*program, *options], stdout=subprocess.DEVNULL) as server:
        base = f"http://127.0.0.1:{port}"
        try:
            while not _answers(base):
                time.sleep(0.1)
            yield base
        finally:
            server.terminate()


def _answers(base: str) -> bool:
    try:
        with urllib.request.urlopen(f"{base}/_stats", timeout=30):
            return True
    except URLError:
        return False


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


def main() -> None:
    """Measure three laps."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--feeds", type=int, default=1000)
    parser.add_argument("--latency", type=int, default=100, help="milliseconds before each answer")
    parser.add_argument("--per-host", type=int, default=32)
    given = parser.parse_args()
    with farm(given.feeds, given.latency) as base:
        known = {f"{base}/feed/{number:04d}.xml": Health() for number in range(given.feeds)}
        for _ in range(3):
            print(asyncio.run(lap(known, RefreshSettings(per_host=given.per_host))))


if __name__ == "__main__":
    main()
