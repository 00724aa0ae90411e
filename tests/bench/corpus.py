"""A folder of feed documents through the parser pool, beside what feedparser finds: `python -m tests.bench.corpus`.

Counts files, crashes, hangs and entries, and names every file whose entries differ, with the reason where one is known.
Then the share of the documents that are read without feedparser, and the processor time of both ways for those.
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
from reader.parse import limits, rss, usual
from reader.parse.charset import decode
from reader.parse.guard import admit, repaired, trimmed
from reader.parse.pool import ParserPool

SHARED = Path(__file__).parents[3] / "shared" / "data" / "feeds"
SLOW = timedelta(seconds=2)
ADDRESS = "http://corpus.invalid/feed"


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
        parsed = await pool.parse(body, url=ADDRESS, content_type="", now=now)
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


@dataclass
class Ways:
    """How much is read without feedparser."""

    documents: int = 0
    all_documents: int = 0
    characters: int = 0
    all_characters: int = 0
    ours: float = 0.0
    """Processor seconds for `documents`."""
    feedparsers: float = 0.0
    """The same with feedparser."""
    in_vain: float = 0.0
    """Processor seconds until the others were left to feedparser."""

    def add(self, source: str) -> None:
        """Read a document both ways."""
        began = time.process_time()
        found = usual.read(trimmed(source), ADDRESS)
        ours = time.process_time() - began
        self.all_documents += 1
        self.all_characters += len(source)
        if found is None:
            self.in_vain += ours
            return
        began = time.process_time()
        rss.read(trimmed(repaired(source)), ADDRESS)
        self.feedparsers += time.process_time() - began
        self.ours += ours
        self.documents += 1
        self.characters += len(source)


def ways(folder: Path) -> Ways:
    """Read a folder of documents both ways, in this process."""
    tally = Ways()
    for path in documents(folder):
        try:
            source = admit(decode(path.read_bytes(), "").lstrip())
        except Refused:
            continue
        if source.startswith("<"):
            tally.add(source)
    return tally


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
    both = ways(folder)
    print(
        f"without feedparser {both.documents} of {both.all_documents} documents,"
        f" {both.characters / 1e6:.1f} of {both.all_characters / 1e6:.1f} M characters:"
        f" {both.ours:.2f} s, with it {both.feedparsers:.2f} s; in vain {both.in_vain:.2f} s"
    )


if __name__ == "__main__":
    main()
