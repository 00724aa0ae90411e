"""Feeds, health and entries as rows, and back. Knows columns; runs no SQL."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any

from reader.model.feed import Feed, FeedState, Health, Tier
from reader.model.work import Announce, Entry
from reader.store.codec import dumped, moment_or_none, stamp, stamp_or_none
from reader.text.tokens import searchable
from reader.urls import strip_tracking

FEED = "f.id, f.url, f.title, f.site, f.publisher, f.tier, f.language, f.folder, f.private, f.allow_private, f.paused"
FEED_WIDTH = 11
"""Columns of `FEED`, for rows that hold a feed and more."""

HEALTH = (
    "h.state, h.status, h.note, h.fetched, h.succeeded, h.due, h.failures, h.etag, h.modified, h.digest, "
    "h.moved_to, h.moved_seen"
)
ENTRY = (
    "e.id, e.feed_id, e.key, e.url, e.title, e.raw_title, e.authors, e.published, e.updated, e.first_seen, "
    "e.language, e.language_from, e.language_confidence, e.excerpt, e.full_length, e.arxiv_id, e.arxiv_version, "
    "e.announce, e.doi, e.tags, e.comments_url, e.suspect"
)
ENTRY_WIDTH = 22


def feed_row(feed: Feed) -> dict[str, object]:
    """Return a feed's columns, without its number."""
    return {
        "url": feed.url,
        "title": feed.title,
        "site": feed.site,
        "publisher": feed.publisher,
        "tier": int(feed.tier),
        "language": feed.language,
        "folder": feed.folder,
        "private": int(feed.private),
        "allow_private": int(feed.allow_private),
        "paused": int(feed.paused),
        "words": searchable(f"{feed.title} {feed.url} {feed.publisher}"),
    }


def feed_of(row: Sequence[Any]) -> Feed:
    """Build a feed from the columns `FEED`."""
    return Feed(
        id=row[0],
        url=row[1],
        title=row[2],
        site=row[3],
        publisher=row[4],
        tier=Tier(row[5]),
        language=row[6],
        folder=row[7],
        private=bool(row[8]),
        allow_private=bool(row[9]),
        paused=bool(row[10]),
    )


def health_row(feed_id: int, health: Health) -> dict[str, object]:
    """Return a feed's health as columns."""
    return {
        "feed_id": feed_id,
        "state": str(health.state),
        "status": health.status,
        "note": health.note,
        "fetched": stamp_or_none(health.fetched),
        "succeeded": stamp_or_none(health.succeeded),
        "due": stamp_or_none(health.due),
        "failures": health.failures,
        "etag": health.etag,
        "modified": health.modified,
        "digest": health.digest,
        "moved_to": health.moved_to,
        "moved_seen": health.moved_seen,
    }


def health_of(row: Sequence[Any]) -> Health:
    """Build health from the columns `HEALTH`."""
    state, status, note, fetched, succeeded, due, failures, etag, modified, digest, moved_to, moved_seen = row
    return Health(
        state=FeedState(state),
        status=status,
        note=note,
        fetched=moment_or_none(fetched),
        succeeded=moment_or_none(succeeded),
        due=moment_or_none(due),
        failures=failures,
        etag=etag,
        modified=modified,
        digest=digest,
        moved_to=moved_to,
        moved_seen=moved_seen,
    )


def entry_row(entry: Entry) -> dict[str, object]:
    """Return what the feed says of an entry as columns; not its number, feed or work."""
    said: dict[str, object] = {
        "url": entry.url,
        "title": entry.title,
        "raw_title": entry.raw_title,
        "authors": dumped(entry.authors),
        "published": stamp_or_none(entry.published),
        "updated": stamp_or_none(entry.updated),
        "language": entry.language,
        "language_from": entry.language_from,
        "language_confidence": entry.language_confidence,
        "excerpt": entry.excerpt,
        "full_length": entry.full_length or len(entry.full_text),
        "arxiv_id": entry.arxiv_id,
        "arxiv_version": entry.arxiv_version,
        "announce": str(entry.announce),
        "doi": entry.doi,
        "tags": dumped(entry.tags),
        "comments_url": entry.comments_url,
        "suspect": int(entry.suspect),
    }
    digest = sha256(dumped([*said.values(), entry.full_text]).encode("utf-8", "surrogatepass")).hexdigest()[:32]
    return said | {
        "key": entry.key,
        "link": strip_tracking(entry.url) if entry.url else "",
        "digest": digest,
        "first_seen": stamp(entry.first_seen),
        "dated": stamp(entry.when),
    }


def dated(published: str | None, first_seen: str) -> str:
    """Return what an entry is sorted by, from the stored texts: `Entry.when`."""
    return min(published, first_seen) if published else first_seen


def entry_of(row: Sequence[Any]) -> Entry:
    """Build an entry from the columns `ENTRY`; its full text stays in the library."""
    return Entry(
        id=row[0],
        feed_id=row[1],
        key=row[2],
        url=row[3],
        title=row[4],
        raw_title=row[5],
        authors=_texts(row[6]),
        published=moment_or_none(row[7]),
        updated=moment_or_none(row[8]),
        first_seen=datetime.fromisoformat(row[9]),
        language=row[10],
        language_from=row[11],
        language_confidence=row[12],
        excerpt=row[13],
        full_length=row[14],
        arxiv_id=row[15],
        arxiv_version=row[16],
        announce=Announce(row[17]),
        doi=row[18],
        tags=_texts(row[19]),
        comments_url=row[20],
        suspect=bool(row[21]),
    )


def insertion(table: str, columns: Iterable[str]) -> str:
    """Return an INSERT of these columns, with a named parameter each; the names are ours, never a feed's."""
    names = list(columns)
    return f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join(f':{name}' for name in names)})"  # noqa: S608


def placeholders(row: Mapping[str, object]) -> str:
    """Return `a = :a, b = :b` for an UPDATE of these columns; the names are ours, never a feed's."""
    return ", ".join(f"{name} = :{name}" for name in row)


def _texts(text: str) -> tuple[str, ...]:
    return tuple(_decoded(text)[0]) if text != "[]" else ()


# What we wrote ourselves has no white space around it: `json.loads` takes three times as long.
_decoded = json.JSONDecoder().raw_decode
