"""Feeds to refresh in tests: documents, a source with a memory, and a library's state as values to compare."""

import hashlib
import json
import random
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from reader.errors import FetchError
from reader.fetch.answer import Fetched
from reader.model.feed import Feed, Health

SYLLABLES = ("ba", "ce", "di", "fo", "gu", "ha", "je", "ki", "lo", "mu", "na", "pe", "ri", "so", "tu", "va", "we", "xi")
"""Words of tests are made of these, so that two of them share nothing by chance."""


def words(seed: str, count: int) -> list[str]:
    """Return made-up words, the same ones for the same seed."""
    rng = random.Random(seed)
    return ["".join(rng.choices(SYLLABLES, k=4)) for _ in range(count)]


def document(name: str, entries: int = 5, *, now: datetime, first: int = 0) -> bytes:
    """Return an RSS document whose newest entry is an hour older than `now`; entries differ by name and number."""
    items = "".join(_item(name, number, now) for number in range(first, first + entries))
    head = f"<title>The {name}</title><link>https://{name}.example/</link>"
    return f'<rss version="2.0"><channel>{head}{items}</channel></rss>'.encode()


def _item(name: str, number: int, now: datetime) -> str:
    """Return entry `number`: what all feeds report on under that number, in part in the feed's own words."""
    event, own = words(f"event {number}", 12), words(f"{name} {number}", 8)
    when = format_datetime(now - timedelta(hours=1, minutes=7 * number))
    title = " ".join([*event[:4], *own[:2]]).capitalize()
    text = " ".join([*event[4:], *own[2:]]).capitalize()
    return (
        f"<item><title>{title}</title>"
        f"<link>https://{name}.example/{number}</link><guid>{name}-{number}</guid>"
        f"<pubDate>{when}</pubDate><description>{text}.</description></item>"
    )


class FakeWeb:
    """A source of bytes that answers as it was told and remembers who asked."""

    def __init__(self) -> None:
        self.holds: Mapping[str, datetime] = {}
        self.asked: list[str] = []
        self._answers: dict[str, bytes | FetchError | Fetched] = {}

    def serve(self, url: str, answer: bytes | FetchError | Fetched) -> Feed:
        """Let a URL answer so; return a feed of it."""
        self._answers[url] = answer
        return Feed(url=url)

    async def fetch(self, feed: Feed, health: Health) -> Fetched:
        self.asked.append(feed.url)
        answer = self._answers[feed.url]
        if isinstance(answer, FetchError):
            raise answer
        if isinstance(answer, Fetched):
            return answer
        digest = hashlib.sha256(answer).hexdigest()
        same = digest == health.digest
        return Fetched(url=feed.url, status=200, body=b"" if same else answer, digest=digest, unchanged=same)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        pass


STATE = {
    "entries": "SELECT f.url, e.key, w.key FROM entries e JOIN feeds f ON f.id = e.feed_id "
    "LEFT JOIN works w ON w.id = e.work_id",
    "works": "SELECT key, id, story_id, roundup_id, cluster_id, pending FROM works",
    "clusters": "SELECT c.id, c.kind, c.works, c.entries, c.stale, c.headline, r.summary FROM clusters c "
    "LEFT JOIN revisions r ON r.cluster_id = c.id AND r.number = c.revision WHERE c.works > 0",
}


def state(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Return what a library holds, as sorted rows, without the times of writing and numbers that arrival gives."""
    with closing(sqlite3.connect(path)) as connection:
        found = {name: sorted(connection.execute(query).fetchall(), key=repr) for name, query in STATE.items()}
    found["clusters"] = [(*row[:-1], _words(row[-1])) for row in found["clusters"]]
    return found


def _words(summary: str | None) -> str:
    """Return a text without what depends on when it was written, and on which entry came first."""
    return repr([sentence["text"] for sentence in json.loads(summary or "{}").get("sentences", [])])


def stories(path: Path) -> set[frozenset[str]]:
    """Return the clusters as sets of the works' keys."""
    groups: dict[int, set[str]] = {}
    with closing(sqlite3.connect(path)) as connection:
        for key, cluster in connection.execute("SELECT key, cluster_id FROM works"):
            groups.setdefault(cluster, set()).add(key)
    return {frozenset(group) for group in groups.values()}


def now() -> datetime:
    """Return the time to the second: what a feed's date can hold."""
    return datetime.now(UTC).replace(microsecond=0)
