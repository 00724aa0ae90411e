"""Labelled lines as works, in the form feeds would have delivered them. Knows no labels."""

import json
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

from reader.model.feed import Feed, Tier
from reader.model.work import Announce, Entry

ARXIV_PREFIX = re.compile(
    r"^\s*arXiv:(?P<id>[\w.\-/]+?)(?:v(?P<version>\d+))?\s+Announce Type:\s*(?P<type>[\w-]+)\s+(?:Abstract:\s*)?",
    re.IGNORECASE,
)
ARXIV_LINK = re.compile(r"arxiv\.org/(?:abs|pdf|html)/(\d{4}\.\d{4,5})", re.IGNORECASE)
UNDATED = datetime(2026, 1, 1, tzinfo=UTC)
"""Arrival of lines whose order in time is unknown."""


def lines(path: Path) -> list[dict[str, Any]]:
    """Return the objects of a JSONL file; a line without an id gets its number."""
    found = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    for number, line in enumerate(found):
        line.setdefault("id", str(number))
    return found


def entries(found: Sequence[dict[str, Any]]) -> list[tuple[Entry, Feed]]:
    """Return an entry and its feed for each line, ids from 1 in file order."""
    dates = [_date(line.get("published")) for line in found]
    chronological = all(dates) and all(a <= b for a, b in pairwise(dates))  # type: ignore[operator]
    newest = max([UNDATED, *(date for date in dates if date)])
    feeds: dict[str, Feed] = {}
    pairs = []
    for number, (line, date) in enumerate(zip(found, dates, strict=True), 1):
        source = str(line.get("source") or "")
        feed = feeds.setdefault(source, _feed(source, len(feeds) + 1))
        seen = date if chronological and date else newest
        pairs.append((_entry(line, number, feed.id, date, seen), feed))
    return pairs


def batches(pairs: Sequence[tuple[Entry, Feed]], size: int) -> Iterator[Sequence[tuple[Entry, Feed]]]:
    """Cut a stream into batches."""
    for start in range(0, len(pairs), size):
        yield pairs[start : start + size]


def _feed(source: str, number: int) -> Feed:
    publisher = "arxiv.org" if source.lower().startswith("arxiv") else source.lower()
    return Feed(id=number, url=f"https://feed{number}.example/", title=source, publisher=publisher, tier=Tier.PRESS)


def _entry(line: dict[str, Any], number: int, feed_id: int, date: datetime | None, seen: datetime) -> Entry:
    text, link = str(line.get("summary") or ""), str(line.get("link") or "")
    prefix, paper = ARXIV_PREFIX.match(text), ARXIV_LINK.search(link)
    kind = prefix["type"].lower() if prefix else ""
    return Entry(
        id=number,
        feed_id=feed_id,
        key=f"{number:09}",
        url=link,
        title=str(line.get("title") or text[:80] or "untitled"),
        published=date,
        first_seen=seen,
        language=str(line.get("lang") or ""),
        excerpt=text[prefix.end() :] if prefix else text,
        arxiv_id=paper[1] if paper else re.sub(r"v\d+$", "", prefix["id"]) if prefix else "",
        announce=Announce(kind) if kind in set(Announce) else Announce.NONE,
        authors=tuple(map(str, line.get("authors") or ())),
    )


def _date(said: object) -> datetime | None:
    try:
        found = datetime.fromisoformat(str(said))
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
