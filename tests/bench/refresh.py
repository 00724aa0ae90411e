"""Cold and unchanged refreshes on loopback: `python -m tests.bench.refresh [--feeds 100,500] [--runs 3]`.

Prints wall time, processor time and the peak of resident memory of all processes together, beside what is to be
reached. The embedding model is off unless `--meaning` asks for it: it goes on for minutes after the stories are there.
"""

import argparse
import asyncio
import os
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import psutil

from tests.conftest import SHARED

ENTRIES, LATENCY = 30, 100
"""Entries a feed, and milliseconds before each answer."""

PER_HOST = 32

PORT = 8790

LOOK_EVERY = 0.1
"""Seconds between two looks at the memory: 2 ms each, which the refresh has not."""

TO_REACH = {(100, "cold"): 3.5, (100, "unchanged"): 1.5}
"""Seconds of wall time on a quiet machine."""

MEGABYTE = 1 << 20


@dataclass(frozen=True, kw_only=True)
class Run:
    """What one command took."""

    wall: float
    cpu: float
    """Seconds of all its processes."""
    peak: float
    """Megabytes of all its processes together, shared pages counted once a process."""


async def measured(command: Sequence[str]) -> Run:
    """Run a command and watch it and its children."""
    began, before, peak = time.monotonic(), os.times(), 0.0
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.DEVNULL)
    watched = psutil.Process(process.pid)
    ended = asyncio.create_task(process.wait())
    while not ended.done():
        peak = max(peak, memory(watched))
        await asyncio.wait({ended}, timeout=LOOK_EVERY)
    after = os.times()
    cpu = sum(after[2:4]) - sum(before[2:4])
    if process.returncode:
        sys.exit(f"{' '.join(command)} ended with status {process.returncode}")
    return Run(wall=time.monotonic() - began, cpu=cpu, peak=peak)


def memory(process: psutil.Process) -> float:
    """Return the resident megabytes of a process and its children, as far as they still live."""
    total = 0
    try:
        family = [process, *process.children(recursive=True)]
    except psutil.Error:
        return 0.0
    for one in family:
        try:
            total += one.memory_info().rss
        except psutil.Error:
            continue
    return total / MEGABYTE


@asynccontextmanager
async def farm(server: Path, feeds: int, latency: int = LATENCY) -> AsyncIterator[Path]:
    """Run a feed server that answers after so many milliseconds; yield the OPML of its feeds."""
    with tempfile.TemporaryDirectory() as folder:
        opml = Path(folder) / "feeds.opml"
        flags = ["--port", PORT, "--feeds", feeds, "--entries", ENTRIES, "--latency-ms", latency, "--write-opml", opml]
        process = await asyncio.create_subprocess_exec(
            sys.executable, str(server), *map(str, flags), stdout=asyncio.subprocess.DEVNULL
        )
        try:
            await answering(PORT)
            if not opml.exists():
                sys.exit(f"another program answers on port {PORT}")
            yield opml
        finally:
            with suppress(ProcessLookupError):
                process.terminate()
            await process.wait()


async def answering(port: int) -> None:
    """Wait until someone listens."""
    async with asyncio.timeout(30):
        while True:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except ConnectionError:
                await asyncio.sleep(LOOK_EVERY)
            else:
                writer.close()
                return


async def bench(server: Path, feeds: int, *, runs: int, meaning: bool) -> None:
    """Print one row for cold refreshes, and one for unchanged ones: of several runs the middle of each figure."""
    async with farm(server, feeds) as opml:
        config = opml.with_name("config.toml")
        config.write_text("" if meaning else '[cluster]\nembedder = "none"\n')
        done = [await cold_and_unchanged(opml, config, opml.with_name(f"library{i}.db")) for i in range(runs)]
    for place, kind in enumerate(("cold", "unchanged")):
        wall, cpu, peak = (median(getattr(run[place], figure) for run in done) for figure in ("wall", "cpu", "peak"))
        reach = TO_REACH.get((feeds, kind))
        wanted = f"<= {reach} s" if reach else ""
        print(f"{feeds:>5} {kind:10} {wall:7.2f} s {cpu:7.2f} s {peak:7.0f} MB  {wanted}", flush=True)


async def cold_and_unchanged(opml: Path, config: Path, library: Path) -> tuple[Run, Run]:
    """Refresh a new library, and once more."""
    place = [sys.executable, "-m", "reader", "--db", str(library), "--config", str(config)]
    await measured([*place, "import", str(opml)])
    refresh = [*place, "refresh", "--per-host", str(PER_HOST)]
    return await measured(refresh), await measured([*refresh, "--force"])


def main() -> None:
    """Run by name."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--feeds", default="100,500", help="how many feeds, with commas")
    parser.add_argument("--runs", type=int, default=3, help="how often; the middle of each figure is printed")
    parser.add_argument("--server", type=Path, default=SHARED / "tools" / "feedserver.py", help="the feed server")
    parser.add_argument("--meaning", action="store_true", help="with the embedding model")
    given = parser.parse_args()
    if not given.server.is_file():
        sys.exit(f"there is no feed server at {given.server}")
    os.environ["PULSEAUGUR_ALLOW_PRIVATE"] = "127.0.0.1"
    load = f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
    print(f"feeds x {ENTRIES}, {LATENCY} ms, --per-host {PER_HOST}; {load}")
    print("feeds run           wall      CPU    memory  to reach (<= 250 MB)")
    for feeds in given.feeds.split(","):
        asyncio.run(bench(given.server, int(feeds), runs=given.runs, meaning=given.meaning))


if __name__ == "__main__":
    main()
