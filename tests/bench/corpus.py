"""A folder of feed documents through the parser pool, beside what feedparser finds: `python -m tests.bench.corpus`.

Counts files, crashes, hangs and entries, and names every file whose entries differ, with the reason where one is known.
"""

import argparse
import asyncio
import io
import json
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import feedparser

from reader.errors import Discoverable, ParseError, Refused
from reader.parse import limits
from reader.parse.pool import ParserPool

SHARED = Path(__file__).parents[3] / "shared" / "data" / "feeds"
SLOW = timedelta(seconds=2)


@dataclass
class Tally:
    """What the run came to."""

    outcomes: Counter[str] = field(default_factory=Counter)
    reference: int = 0
    """Entries that feedparser finds, capped like ours."""
    ours: int = 0
    """Entries of documents that feedparser reads."""
    json: int = 0
    """Entries of JSON Feeds."""
    differences: list[str] = field(default_factory=list)
    slow: list[str] = field(default_factory=list)


def documents(folder: Path) -> Iterator[Path]:
    yield from sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix != ".tsv")


def reference(body: bytes) -> list[object]:
    """Return feedparser's own entries from the bytes as they are; none where it raises."""
    try:
        found = feedparser.parse(io.BytesIO(body), sanitize_html=False, resolve_relative_uris=False)
    except (ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError):
        return []
    return list(found.entries[: limits.ENTRIES])


def is_json_feed(body: bytes) -> bool:
    try:
        return isinstance(json.loads(body), dict)
    except (ValueError, RecursionError):
        return False


async def one(pool: ParserPool, path: Path, tally: Tally, now: datetime) -> None:
    body = await asyncio.to_thread(path.read_bytes)
    expected = reference(body)
    started = time.monotonic()
    note, found = "", 0
    try:
        parsed = await pool.parse(body, url="http://corpus.invalid/feed", content_type="", now=now)
        found, outcome = len(parsed.entries), parsed.kind
    except (Discoverable, ParseError, Refused) as error:
        outcome, note = type(error).__name__, str(error)
    outcome = "hang" if "longer than" in note else "crash" if "broke the parser" in note else outcome
    tally.outcomes[outcome] += 1
    if time.monotonic() - started > SLOW.total_seconds():
        tally.slow.append(f"{time.monotonic() - started:.1f} s {path.name}")
    if is_json_feed(body):
        tally.json += found
        return
    tally.reference += len(expected)
    tally.ours += found
    if found != len(expected):
        empty = sum(1 for entry in expected if not entry)
        tally.differences.append(f"{len(expected):5} -> {found:5}  ({empty} empty)  {outcome} {note[:70]}  {path.name}")


async def run(folder: Path) -> Tally:
    tally = Tally()
    now = datetime.now(UTC)
    async with ParserPool(workers=1) as pool:
        for path in documents(folder):
            await one(pool, path, tally, now)
    return tally


def main() -> None:
    """Run the folder and print the figures."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("folder", nargs="?", type=Path, default=SHARED)
    folder = arguments.parse_args().folder
    if not folder.is_dir():
        arguments.exit(1, f"there is no folder {folder}\n")
    tally = asyncio.run(run(folder))
    print(f"files {sum(tally.outcomes.values())}, crashes {tally.outcomes['crash']}, hangs {tally.outcomes['hang']}")
    print("outcomes", dict(tally.outcomes.most_common()))
    print(f"entries: feedparser {tally.reference}, ours {tally.ours}, and {tally.json} of JSON Feeds")
    for line in (*tally.differences, *tally.slow):
        print(" ", line)


if __name__ == "__main__":
    main()
