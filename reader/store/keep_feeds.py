"""Subscriptions and their health, the engine's side. Runs inside the caller's transaction."""

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import fields, replace

from reader.errors import NotFound, UsageError
from reader.model.feed import Feed, Health
from reader.store.counts import recount
from reader.store.rows import (
    FEED,
    FEED_WIDTH,
    HEALTH,
    feed_of,
    feed_row,
    health_of,
    health_row,
    insertion,
    placeholders,
)
from reader.urls import without_credentials

ALL = f"SELECT {FEED}, {HEALTH} FROM feeds AS f JOIN health AS h ON h.feed_id = f.id WHERE f.removed = 0"  # noqa: S608
CLUSTERS = """
    SELECT DISTINCT w.cluster_id FROM entries AS e CROSS JOIN works AS w ON w.id = e.work_id
    WHERE e.feed_id = ? AND w.cluster_id > 0
"""


def all_feeds(connection: sqlite3.Connection) -> list[tuple[Feed, Health]]:
    """Return every subscription with its health, by id."""
    return [(feed_of(row), health_of(row[FEED_WIDTH:])) for row in connection.execute(f"{ALL} ORDER BY f.id")]


def one_feed(connection: sqlite3.Connection, feed_id: int) -> tuple[Feed, Health]:
    """Return one subscription.

    Raises:
        NotFound: No feed has this number, or it was removed.
    """
    row = connection.execute(f"{ALL} AND f.id = ?", (feed_id,)).fetchone()
    if row is None:
        raise NotFound(f"there is no feed {feed_id}; `pulseaugur feeds` lists them")
    return feed_of(row), health_of(row[FEED_WIDTH:])


def add_feeds(connection: sqlite3.Connection, wanted: Sequence[Feed]) -> list[Feed]:
    """Subscribe; a URL that is there already comes back as stored, a removed one comes back to life."""
    known = _by_url(connection)
    new = {feed.url: feed_row(feed) for feed in reversed(wanted) if feed.url not in known}
    if new:
        connection.executemany(insertion("feeds", feed_row(wanted[0])), reversed(new.values()))
    stored = _by_url(connection)
    connection.executemany("INSERT INTO health (feed_id) VALUES (?)", [(stored[url],) for url in new])
    _revive(connection, {known[feed.url] for feed in wanted if feed.url in known})
    return [one_feed(connection, stored[feed.url])[0] for feed in wanted]


def save_feed(connection: sqlite3.Connection, feed: Feed) -> None:
    """Write a feed's own fields.

    Raises:
        NotFound: It is not subscribed.
        UsageError: Another feed has that URL.
    """
    stored = one_feed(connection, feed.id)[0]
    if feed == stored:
        return
    row = feed_row(feed)
    try:
        connection.execute(f"UPDATE feeds SET {placeholders(row)} WHERE id = :id", {**row, "id": feed.id})  # noqa: S608
    except sqlite3.IntegrityError as error:
        raise UsageError(f"another feed has the address {without_credentials(feed.url)} already") from error
    if (feed.publisher, feed.tier) != (stored.publisher, stored.tier):
        _changed(connection, feed.id)


def save_health(connection: sqlite3.Connection, feed_id: int, health: Health) -> None:
    """Write what is known of a feed's fetches."""
    row = health_row(feed_id, health)
    connection.execute(f"UPDATE health SET {placeholders(row)} WHERE feed_id = :feed_id", row)  # noqa: S608


def take_over(connection: sqlite3.Connection, feed: Feed, base: Feed, health: Health) -> bool:
    """Write what a fetch learned of a feed, and its health; false if the feed was removed meanwhile.

    Only what differs from `base`, the feed as it was read before the fetch: the user may have edited it since.
    """
    row = connection.execute("SELECT removed FROM feeds WHERE id = ?", (feed.id,)).fetchone()
    if row is None or row[0]:
        return False
    learned = {f.name: getattr(feed, f.name) for f in fields(feed) if getattr(feed, f.name) != getattr(base, f.name)}
    if connection.execute("SELECT 1 FROM feeds WHERE url = ? AND id <> ?", (feed.url, feed.id)).fetchone():
        learned.pop("url", None)
    if learned:
        save_feed(connection, replace(one_feed(connection, feed.id)[0], **learned))
    save_health(connection, feed.id, health)
    return True


def remove_feed(connection: sqlite3.Connection, feed_id: int) -> None:
    """Unsubscribe. Entries and marks stay, out of sight where no other feed carries the work.

    Raises:
        NotFound: It is not subscribed.
    """
    one_feed(connection, feed_id)
    connection.execute("UPDATE feeds SET removed = 1 WHERE id = ?", (feed_id,))
    _changed(connection, feed_id)


def _by_url(connection: sqlite3.Connection) -> dict[str, int]:
    return dict(connection.execute("SELECT url, id FROM feeds").fetchall())


def _revive(connection: sqlite3.Connection, ids: Iterable[int]) -> None:
    for feed_id in sorted(ids):
        if connection.execute("UPDATE feeds SET removed = 0 WHERE id = ? AND removed = 1", (feed_id,)).rowcount:
            connection.execute("UPDATE health SET due = NULL, digest = '' WHERE feed_id = ?", (feed_id,))
            _changed(connection, feed_id)


def _changed(connection: sqlite3.Connection, feed_id: int) -> None:
    """What the feed carries is counted, ranked and written anew."""
    clusters = [row[0] for row in connection.execute(CLUSTERS, (feed_id,))]
    recount(connection, clusters)
    connection.executemany("UPDATE clusters SET stale = 1 WHERE id = ?", [(cluster,) for cluster in clusters])
