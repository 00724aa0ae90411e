"""The engine's side of the library. Begins and ends transactions; what is in them is in `keep_*`."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from sqlite3 import Connection
from typing import Self, TypeVar

from reader.model.cluster import Changes, Corrections, Memory
from reader.model.feed import Feed, Health
from reader.model.work import Entry, Work
from reader.settings import RefreshSettings
from reader.store import corrections, ids, keep_changes, keep_feeds, keep_works, members, retention, rules
from reader.store.clusters import read_memories
from reader.store.codec import dumped
from reader.store.connection import cut
from reader.store.daily import back_up
from reader.store.failures import told
from reader.store.index import index_works
from reader.store.keep_entries import Kept, keep_entries
from reader.store.lock import library_lock
from reader.store.texts import Texts
from reader.store.upgrade import prepare
from reader.works import Matched

T = TypeVar("T")

PENDING = """
    SELECT id FROM works INDEXED BY works_pending WHERE pending > 0 AND pending >= {least} AND EXISTS (
        SELECT 1 FROM entries AS e JOIN feeds AS f ON f.id = e.feed_id WHERE e.work_id = works.id AND f.removed = 0)
    ORDER BY id
"""

OF_FEED = "SELECT DISTINCT work_id FROM entries WHERE feed_id = ? AND work_id IS NOT NULL ORDER BY work_id"
LIVE = "SELECT id FROM clusters WHERE works > 0 AND id IN (SELECT value FROM json_each(?)) ORDER BY id"


class Library(Texts):
    """The library, open for the engine. Several threads may take turns with it, never two at once.

    Every method that writes may raise StoreError: busy for 5 s, full, read-only, damaged.
    """

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._corrections_known = self._read(corrections.last_correction)
        self._feeds: dict[int, Feed] = {}

    @classmethod
    def open(cls, path: Path, *, create: bool = True) -> Self:
        """Open the library; make it, or bring an older one up to date, first.

        Raises:
            NotFound: There is none and `create` is false.
            NotALibrary: The file is foreign, empty, truncated or damaged; it is left as it was.
            NewerLibrary: A newer version wrote it.
        """
        prepare(path, create=create)
        return cls(path)

    def close(self) -> None:
        """Let go of the file."""
        self._writer.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def lock(self, holder: str) -> AbstractContextManager[None]:
        """Hold the library for one refresher; `holder` says who, in words.

        Raises:
            LibraryBusy: Another process holds it; the message is that holder's words.
        """
        return library_lock(self.path, holder)

    # Feeds

    def feeds(self) -> list[tuple[Feed, Health]]:
        """Return every subscription with its health, by id."""
        found = self._read(keep_feeds.all_feeds)
        self._feeds = {feed.id: feed for feed, _ in found}
        return found

    def feed(self, feed_id: int) -> tuple[Feed, Health]:
        """Return one subscription.

        Raises:
            NotFound: No feed has this number.
        """
        feed, health = keep_feeds.one_feed(self._writer.connection, feed_id)
        self._feeds[feed_id] = feed
        return feed, health

    def add_feeds(self, feeds: Sequence[Feed]) -> list[Feed]:
        """Subscribe, all or none; a URL that is there already comes back as stored."""
        with self._writer.transaction() as connection:
            return keep_feeds.add_feeds(connection, feeds)

    def save_feed(self, feed: Feed) -> None:
        """Write a feed's own fields.

        Raises:
            NotFound: It is not subscribed.
            UsageError: Another feed has that URL.
        """
        with self._writer.transaction() as connection:
            before = keep_feeds.one_feed(connection, feed.id)[0]
            keep_feeds.save_feed(connection, feed)
        self._index_anew(before, feed)

    def remove_feed(self, feed_id: int) -> None:
        """Unsubscribe; entries and marks stay, out of sight where no other feed carries the work.

        Raises:
            NotFound: It is not subscribed.
        """
        with self._writer.transaction() as connection:
            keep_feeds.remove_feed(connection, feed_id)

    def save_health(self, feed_id: int, health: Health) -> None:
        """Write what is known of a feed's fetches."""
        with self._writer.transaction() as connection:
            keep_feeds.save_health(connection, feed_id, health)

    def keep_fetch(self, feed: Feed, health: Health, parsed_entries: Sequence[Entry]) -> Kept:
        """Store what one fetch brought, feed and health included, in one transaction.

        A feed that was removed meanwhile is left alone; an address that another feed has is not taken over.
        """
        with self._writer.transaction() as connection:
            base = self._feeds.get(feed.id) or keep_feeds.one_feed(connection, feed.id)[0]
            if not keep_feeds.take_over(connection, feed, base, health):
                return Kept()
            kept = keep_entries(connection, feed.id, parsed_entries)
        self._index_anew(base, feed)
        return kept

    # Works

    def unplaced(self) -> list[tuple[Entry, Feed]]:
        """Return entries without a work, by (when, key)."""
        return self._read(keep_works.unplaced)

    def identities(self, keys: Iterable[str]) -> dict[str, int]:
        """Return the works that these identities stand for, where known, and the arXiv ids of those works."""
        return keep_works.identities(self._writer.connection, keys)

    def listed(self, works: Iterable[int]) -> list[tuple[int, int, str]]:
        """Return feed, work and title of each entry of these works that its feed lists now."""
        return keep_works.listed(self._writer.connection, works)

    def next_work_id(self) -> int:
        """Return the first work number that was never used."""
        return self._read(ids.next_work)

    def keep_works(self, matched: Matched) -> None:
        """Store where entries belong, some works a transaction; what is cut off is unplaced still."""
        self._writer.transactions(keep_works.parts(matched), keep_works.keep_part)

    def works(self, work_ids: Iterable[int]) -> list[Work]:
        """Return works by id; without appearances in removed feeds, and without works that have no other."""
        return list(members.works(self._writer.connection, work_ids).values())

    # Clusters

    def unclustered(self) -> list[int]:
        """Return works that are new, edited, joined by another appearance, or corrected: to be grouped (again)."""
        return self._ids(PENDING.format(least=1))

    def corrected(self) -> list[int]:
        """Return those of `unclustered` whose place the user corrected."""
        return self._ids(PENDING.format(least=2))

    def memories(self, since: datetime) -> Iterator[Memory]:
        """Give what the clusterer kept of works not older than `since`, oldest first."""
        return read_memories(self._writer.connection, since)

    def next_cluster_id(self) -> int:
        """Return the number from which the clusterer may count upwards until the end of this run."""
        with self._writer.transaction() as connection:
            return ids.next_cluster(connection)

    def corrections(self) -> Corrections:
        """Return the user's constraints, over the works that are here now."""
        self._corrections_known = self._read(corrections.last_correction)
        return self._read(corrections.corrections)

    def keep_changes(self, changes: Changes, now: datetime) -> list[int]:
        """Store what the clusterer decided, some works a transaction; what is cut off is unclustered still.

        Works that the user corrected after `corrections()` was asked stay where the user put them.

        Returns:
            Clusters whose works changed and that exist, by id; they are stale now.
        """
        touched: set[int] = set()

        def keep(connection: Connection, part: Changes) -> None:
            held = corrections.corrected_since(connection, self._corrections_known)
            touched.update(keep_changes.keep_part(connection, part, now, held))

        self._writer.transactions(keep_changes.parts(changes), keep)
        return self._ids(LIVE, dumped(sorted(touched)))

    def apply_rules(self, now: datetime) -> int:
        """Mute what the user's rules meet, show what no rule meets any more; returns how many clusters changed."""
        changes = rules.mutes(self._writer.connection, now)
        with self._writer.transaction() as connection:
            rules.apply_mutes(connection, changes)
        return len(changes)

    def follows(self, now: datetime) -> tuple[str, ...]:
        """Return what the user follows, as the ledger wants it: words, "publisher:NAME", "feed:TITLE"."""
        return rules.follows(self._writer.connection, now)

    # The rest

    def note(self, key: str, value: str) -> None:
        """Keep a small fact ("refreshed_at")."""
        with self._writer.transaction() as connection:
            connection.execute("INSERT OR REPLACE INTO notes (key, value) VALUES (?, ?)", (key, value))

    def noted(self, key: str) -> str:
        """Return a small fact; empty if it was never kept."""
        row = self._writer.connection.execute("SELECT value FROM notes WHERE key = ?", (key,)).fetchone()
        return str(row[0]) if row else ""

    def back_up(self, now: datetime) -> Path | None:
        """Write today's readable copy of marks and subscriptions unless it is there; returns where, or None."""
        return back_up(self._writer, now)

    def prune(self, settings: RefreshSettings) -> int:
        """Drop what a feed has beyond `keep_entries`: oldest first, never starred, never what it still lists.

        Returns:
            How many entries went.
        """
        gone = 0
        for feed_id, surplus in self._read(retention.feeds_over, settings.keep_entries).items():
            while surplus > 0:
                with self._writer.transaction() as connection:
                    done = retention.prune_part(connection, feed_id, surplus)
                gone += done
                surplus = surplus - done if done else 0
        return gone

    def _index_anew(self, before: Feed, after: Feed) -> None:
        """Have a feed's works found by its new name."""
        if (before.title, before.publisher) != (after.title, after.publisher):
            self._writer.transactions(cut(self._ids(OF_FEED, after.id), keep_works.PART), index_works)

    def _read(self, query: Callable[..., T], *arguments: object) -> T:
        with told(self.path):
            return query(self._writer.connection, *arguments)

    def _ids(self, query: str, *arguments: object) -> list[int]:
        with told(self.path):
            return [row[0] for row in self._writer.connection.execute(query, arguments)]
