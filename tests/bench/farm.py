"""A farm of feeds that report each other's stories, refreshed into a library: `python -m tests.bench.farm`.

The farm knows which entries tell one event; beside it stands what `pulseaugur refresh` stored. It makes events of 30
actors and 30 matters: with more than a few hundred events several have the same two, told apart by a figure that not
every report gives, so that the score falls with the number of feeds and a perfect one is out of reach.
"""

import argparse
import asyncio
import importlib.util
import os
import sqlite3
import sys
import tempfile
from contextlib import closing
from pathlib import Path
from typing import Any

from tests.bench.clusters import scored
from tests.bench.refresh import PER_HOST, PORT, answering, measured
from tests.conftest import SHARED

SERVER = SHARED / "tools" / "feedserver.py"
LEVELS = {"story": "story_id", "cluster": "cluster_id"}
"""What is scored -> the column of `works` that holds it; a cluster is the roundup, else the story."""


class Told(list[Any]):
    """The farm's stories, remembering which was asked for last."""

    last = -1

    def __getitem__(self, at: Any) -> Any:
        self.last = at
        return super().__getitem__(at)


def labels(flags: list[str], feeds: int, entries: int) -> dict[str, str]:
    """Return the key of each entry -> its event, made as the server makes it; what is nobody else's has its own."""
    spec = importlib.util.spec_from_file_location("feedserver", SERVER)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    farm = module.Farm(module.parse_args(flags), f"http://127.0.0.1:{PORT}")
    farm.stories = told = Told(farm.stories)
    found = {}
    for feed in range(feeds):
        for number in range(entries):
            told.last = -1
            key = str(farm.entry(feed, number)["guid"])
            found[key] = f"story {told.last}" if told.last >= 0 else key
    return found


async def refreshed(folder: Path, flags: list[str], *, meaning: bool) -> Path:
    """Refresh a new library from the farm; return its file."""
    opml, config, library = (folder / name for name in ("feeds.opml", "config.toml", "library.db"))
    config.write_text("" if meaning else '[cluster]\nembedder = "none"\n')
    command = [sys.executable, str(SERVER), *flags, "--port", str(PORT), "--write-opml", str(opml)]
    server = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.DEVNULL)
    try:
        await answering(PORT)
        place = [sys.executable, "-m", "reader", "--db", str(library), "--config", str(config)]
        await measured([*place, "import", str(opml)])
        run = await measured([*place, "refresh", "--per-host", str(PER_HOST)])
    finally:
        server.terminate()
        await server.wait()
    print(f"refresh: {run.wall:.1f} s, {run.cpu:.1f} s of processors, {run.peak:.0f} MB", flush=True)
    return library


def scores(library: Path, gold: dict[str, str]) -> None:
    """Print what the library says beside what the farm says."""
    for level, column in LEVELS.items():
        with closing(sqlite3.connect(library)) as connection:
            query = f"SELECT e.key, w.{column} FROM entries e JOIN works w ON w.id = e.work_id"
            found = {key: str(cluster) for key, cluster in connection.execute(query) if key in gold}
        score = scored(gold, found)
        print(
            f"{level}: {len(found)} of {len(gold)} entries, B3 {score['b3_f1']:.4f} (precision {score['b3_p']:.3f}, "
            f"recall {score['b3_r']:.3f}), ARI {score['ari']:.3f}, {score['pred_clusters']} for "
            f"{score['gold_clusters']} events"
        )


def main() -> None:
    """Run by name."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--feeds", type=int, default=500)
    parser.add_argument("--entries", type=int, default=30)
    parser.add_argument("--story-share", type=float, default=0.35)
    parser.add_argument("--meaning", action="store_true", help="with the embedding model")
    given = parser.parse_args()
    os.environ["PULSEAUGUR_ALLOW_PRIVATE"] = "127.0.0.1"
    flags = [f"--{name}={getattr(given, name.replace('-', '_'))}" for name in ("feeds", "entries", "story-share")]
    with tempfile.TemporaryDirectory() as folder:
        library = asyncio.run(refreshed(Path(folder), flags, meaning=given.meaning))
        scores(library, labels(flags, given.feeds, given.entries))


if __name__ == "__main__":
    main()
