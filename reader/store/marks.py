"""What the user marks: read, star, hide, rules, corrections; each at once on the disk, each to be undone.

Short transactions of their own beside whatever the engine writes, and a line in the journal. Imports sqlite3 alone.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from secrets import token_hex
from sqlite3 import Connection
from threading import RLock
from typing import Self

from reader.model.mark import Action, Correction, Field, Undone, UserRule, Want
from reader.store import correcting, exchange, marking, undo
from reader.store.codec import stamp
from reader.store.connection import Writer, cut
from reader.store.corrections import listed
from reader.store.failures import told
from reader.store.journal import Journal, read_lines
from reader.store.place import demand
from reader.store.rules import apply_mutes, mutes, rules
from reader.store.undo import Trail

PART = 200
"""Clusters of a list that are marked read in one transaction. All of 20,000 in one held the lock for 1.4 s, and taking
that back for 3.1 s; 200 hold it for 20 and 30 ms (`tests.bench.store`)."""


def utc_now() -> datetime:
    """Return the time, for marks whose caller gives none."""
    return datetime.now(UTC)


class Marks:
    """The user's hand on the library. Threads may share it: they take turns.

    Every method that writes may raise StoreError (busy for 5 s, full, read-only); then nothing was marked.
    """

    def __init__(self, path: Path, clock: Callable[[], datetime] = utc_now) -> None:
        """Open the library.

        Raises:
            NotFound: There is none at `path`.
            StoreError: It is foreign, newer, older, damaged, or cannot be written.
        """
        demand(path)
        self.path = path
        self._writer = Writer(path, durable=True, shared=True)
        self._journal = Journal(path)
        self._clock = clock
        self._session = token_hex(8)
        self._lock = RLock()

    def close(self) -> None:
        """Let go of the file."""
        self._writer.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # Reading

    def read(self, work_ids: Iterable[int], now: datetime) -> int:
        """Mark works read; returns how many were not."""
        with self._marking(now) as (connection, trail):
            count, cluster = marking.read(connection, list(work_ids), trail)
            self._undoable(connection, trail, Action.READ, count=count, cluster_id=cluster)
            return count

    def read_view(self, cluster_ids: Iterable[int], now: datetime) -> int:
        """Mark every work of these clusters read, as one mark; returns how many works were not.

        In parts, between which others write: a process that dies meanwhile leaves the parts that it has marked.
        """
        clusters, total, first = sorted(set(cluster_ids)), 0, 0
        with self._lock:
            for part in cut(clusters, PART):
                with self._marking(now) as (connection, trail):
                    count, _ = marking.read_clusters(connection, part, trail)
                    only = clusters[0] if len(clusters) == 1 else 0
                    undone = Undone(action=Action.READ, count=count, cluster_id=only)
                    first = undo.push(connection, self._session, undone, trail, first)
                total += count
        return total

    def unread(self, work_ids: Iterable[int]) -> int:
        """Mark works unread, these alone; returns how many were read."""
        with self._marking() as (connection, trail):
            count, cluster = marking.unread(connection, list(work_ids), trail)
            self._undoable(connection, trail, Action.UNREAD, count=count, cluster_id=cluster)
            return count

    def saw(self, cluster_id: int, now: datetime) -> None:
        """Remember that the user leaves a story now: what joins later is new in it. No mark, so never undone."""
        with self._marking(now) as (connection, trail):
            marking.saw(connection, cluster_id, trail)

    # Clusters

    def star(self, cluster_id: int, on: bool = True) -> None:  # read at the call: star(id, True)
        """Star a cluster, or take the star off.

        Raises:
            NotFound: There is no such cluster.
        """
        with self._marking() as (connection, trail):
            cluster = marking.flag(connection, cluster_id, "star", trail, on=on)
            self._undoable(connection, trail, Action.STAR if on else Action.UNSTAR, cluster_id=cluster)

    def hide(self, cluster_id: int, on: bool = True) -> None:
        """Hide a cluster, or show it again.

        Raises:
            NotFound: There is no such cluster.
        """
        with self._marking() as (connection, trail):
            cluster = marking.flag(connection, cluster_id, "hide", trail, on=on)
            self._undoable(connection, trail, Action.HIDE if on else Action.UNHIDE, cluster_id=cluster)

    # Rules

    def mute(self, field: Field | str, value: str, until: datetime | None = None, now: datetime | None = None) -> None:
        """Hide, at once and from now on, what a rule meets; until a time, or for good.

        Args:
            field: What the rule looks at.
            value: A word or phrase, a name, a feed's URL, a publisher.
            until: UTC; None for good.
            now: UTC; the clock's time if not given.

        Raises:
            UsageError: It says nothing to look for.
        """
        self._add_rule(UserRule(want=Want.MUTE, field=Field(field), value=value, until=until), now)

    def follow(self, field: Field | str, value: str, now: datetime | None = None) -> None:
        """Lift what a rule meets, from the next refresh on; see `mute`."""
        self._add_rule(UserRule(want=Want.FOLLOW, field=Field(field), value=value), now)

    def rules(self, now: datetime) -> list[UserRule]:
        """Return the rules in force, oldest first."""
        with self._lock, told(self.path):
            return rules(self._writer.connection, now)

    def drop_rule(self, rule_id: int, now: datetime | None = None) -> None:
        """End a rule; what it alone hid is shown again.

        Raises:
            NotFound: There is no such rule.
        """
        with self._marking(now) as (connection, trail):
            marking.drop_rule(connection, rule_id, trail)
            apply_mutes(connection, mutes(connection, now or self._clock()))
            self._undoable(connection, trail, Action.DROP)

    def expire(self, now: datetime) -> int:
        """Show what was muted until a time that has passed; returns how many clusters. Does nothing if none was."""
        with self._lock, told(self.path):
            changes = mutes(self._writer.connection, now)
        if changes:
            with self._marking(now) as (connection, _):
                apply_mutes(connection, changes)
        return len(changes)

    def notice(self, now: datetime, *, per_day: int, apart: timedelta) -> bool:
        """Take one of the notices of 24 hours; returns whether one was left and the last is `apart` ago.

        Screens share them, and closing one brings none back. No mark: neither undone nor in the journal.
        """
        with self._lock, self._writer.transaction() as connection:
            return marking.notice(connection, now, per_day, apart)

    # Corrections

    def eject(self, work_id: int, cluster_id: int, now: datetime) -> int:
        """Take a work out of a cluster, for good; returns the story that it is now.

        Raises:
            NotFound: The work is not there.
            UsageError: It is the only one there.
        """
        with self._marking(now) as (connection, trail):
            story = correcting.eject(connection, work_id, cluster_id, trail)
            self._undoable(connection, trail, Action.EJECT, cluster_id=cluster_id)
            return story

    def merge(self, a: int, b: int, now: datetime) -> int:
        """Make one cluster of two, for good; returns the one that stays.

        Raises:
            NotFound: There is no such cluster.
            UsageError: They are one already.
        """
        with self._marking(now) as (connection, trail):
            winner = correcting.merge(connection, a, b, trail)
            self._undoable(connection, trail, Action.MERGE, cluster_id=a)
            return winner

    def apart(self, a: int, b: int, now: datetime) -> None:
        """Have two clusters never become one.

        Raises:
            NotFound: There is no such cluster.
            UsageError: They are one already.
        """
        with self._marking(now) as (connection, trail):
            correcting.apart(connection, a, b, trail)
            self._undoable(connection, trail, Action.APART, cluster_id=a)

    def corrections(self) -> list[Correction]:
        """Return the corrections, oldest first."""
        with self._lock, told(self.path):
            return listed(self._writer.connection)

    # Back, and in

    def undo(self) -> Undone | None:
        """Take back the newest mark: of this session, else of any; None if there is none. 50 deep."""
        with self._lock:
            with told(self.path):
                rows = undo.newest(self._writer.connection, self._session)
            parts = [part for row in rows if (part := self._take_back(row))]
        return replace(parts[0], count=sum(part.count for part in parts)) if parts else None

    def import_(self, path: Path) -> int:
        """Apply a file of marks, all or nothing; marks on works that are not here wait for them.

        Returns:
            How many lines were applied.

        Raises:
            UsageError: The file cannot be read, or a line is no mark; says which.
        """
        lines = read_lines(path)
        with self._marking() as (connection, trail):
            done = exchange.replay(connection, lines)
            apply_mutes(connection, mutes(connection, self._clock()))
            trail.lines += [line for line in lines if line["mark"] != "feed"]
            return done

    def _take_back(self, row: int) -> Undone | None:
        with self._marking() as (connection, trail):
            undone = undo.take_back(connection, row, trail)
            if undone and undone.action in (Action.MUTE, Action.FOLLOW, Action.DROP):
                apply_mutes(connection, mutes(connection, self._clock()))
            return undone

    def _add_rule(self, rule: UserRule, now: datetime | None) -> None:
        with self._marking(now) as (connection, trail):
            marking.add_rule(connection, rule, trail)
            apply_mutes(connection, mutes(connection, now or self._clock()))
            self._undoable(connection, trail, Action.MUTE if rule.want is Want.MUTE else Action.FOLLOW)

    @contextmanager
    def _marking(self, now: datetime | None = None) -> Iterator[tuple[Connection, Trail]]:
        """Keep a mark in the library and in the journal, or in neither."""
        trail = Trail(at=stamp(now or self._clock()))
        with self._lock, self._writer.transaction() as connection:
            yield connection, trail
            self._journal.append(trail.lines)

    def _undoable(
        self, connection: Connection, trail: Trail, action: Action, *, count: int = 1, cluster_id: int = 0
    ) -> None:
        undo.push(connection, self._session, Undone(action=action, count=count, cluster_id=cluster_id), trail)
