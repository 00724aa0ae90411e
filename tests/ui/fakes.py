"""A store in memory with the reader's and the marks' signatures. It remembers every mark that was asked of it."""

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from reader.errors import NotFound
from reader.model.cluster import Cluster, Counts, Kind
from reader.model.ledger import Ledger, Term
from reader.model.mark import Action, Field, Undone, UserRule, Want
from reader.model.view import FeedRow, Revision, Row, Sort, Source, Story, Totals, View
from reader.model.work import Work
from tests.ui.samples import NOW, reason_of, summary_of


@dataclass
class FakeStore:
    """Stories by id; works read and stories starred or hidden; a log of what was asked."""

    stories: dict[int, tuple[str, tuple[Work, ...]]] = field(default_factory=dict)
    kinds: dict[int, Kind] = field(default_factory=dict)
    read_works: set[int] = field(default_factory=set)
    starred: set[int] = field(default_factory=set)
    hidden: set[int] = field(default_factory=set)
    user_rules: list[UserRule] = field(default_factory=list)
    feed_rows: list[FeedRow] = field(default_factory=list)
    texts: dict[int, str] = field(default_factory=dict)
    history: dict[int, list[Revision]] = field(default_factory=dict)
    log: list[tuple[object, ...]] = field(default_factory=list)
    changes: int = 0
    warmed: int = 0
    notices: bool = True
    """Whether a notice is left of the day."""
    updated_at: dict[int, datetime] = field(default_factory=dict)
    """When the works of a story last changed, where that is less than an hour ago."""
    updated: datetime | None = NOW - timedelta(minutes=3)

    def add(self, headline: str, works: Sequence[Work], kind: Kind = Kind.STORY) -> int:
        """Add a story behind the others; return its id."""
        cluster_id = max(self.stories, default=0) + 1
        self.stories[cluster_id] = (headline, tuple(works))
        self.kinds[cluster_id] = kind
        self.changes += 1
        return cluster_id

    def grow(self, cluster_id: int, more: Work) -> None:
        """Let a work join a story."""
        headline, works = self.stories[cluster_id]
        self.stories[cluster_id] = (headline, (*works, more))
        self.changes += 1

    def unread_of(self, cluster_id: int) -> list[Work]:
        return [w for w in self.stories[cluster_id][1] if w.id not in self.read_works]


def told(store: FakeStore, *asked: object) -> None:
    store.log.append(asked)
    store.changes += 1


class FakeReads:
    """What `reader.store.read.Reader` answers."""

    def __init__(self, store: FakeStore) -> None:
        self.store = store

    def close(self) -> None:
        """Nothing to let go of."""

    def warm(self) -> None:
        self.store.warmed += 1

    def version(self) -> int:
        return self.store.changes

    def ids(self, view: View, now: datetime) -> "array[int]":
        store = self.store
        ids = [i for i in store.stories if view.hidden or i not in store.hidden]
        if "is:unread" in view.query:
            ids = [i for i in ids if store.unread_of(i)]
        if "is:starred" in view.query:
            ids = [i for i in ids if i in store.starred]
        if "kind:roundup" in view.query:
            ids = [i for i in ids if store.kinds[i] is Kind.ROUNDUP]
        return array("q", reversed(ids) if view.sort is Sort.LATEST else ids)

    def rows(self, ids: Sequence[int]) -> dict[int, Row]:
        return {i: self._row(i) for i in ids if i in self.store.stories}

    def _row(self, cluster_id: int) -> Row:
        store = self.store
        headline, works = store.stories[cluster_id]
        unread = store.unread_of(cluster_id)
        some_read = len(unread) < len(works)
        known = {p for w in works if w not in unread for p in w.publishers}
        return Row(
            id=cluster_id,
            kind=store.kinds[cluster_id],
            headline=headline,
            language=works[0].language,
            works=len(works),
            entries=sum(len(w.appearances) for w in works),
            unread=len(unread),
            grew=len(unread) if some_read else 0,
            new_publisher=any(p not in known for w in unread for p in w.publishers),
            starred=cluster_id in store.starred,
            hidden=cluster_id in store.hidden,
            newest=max(w.when for w in works),
            score=100.0 - cluster_id,
            updated=store.updated_at.get(cluster_id, NOW - timedelta(hours=1)),
        )

    def story(self, cluster_id: int, now: datetime) -> Story:
        store = self.store
        if cluster_id not in store.stories:
            raise NotFound("There is no such story.")
        headline, works = store.stories[cluster_id]
        some_read = len(store.unread_of(cluster_id)) < len(works)
        sources = tuple(
            Source(
                number=n,
                work=w,
                read=w.id in store.read_works,
                new=some_read and w.id not in store.read_works,
                story_id=cluster_id,
                reason=reason_of(n, works[0].id),
            )
            for n, w in enumerate(works, 1)
        )
        cluster = Cluster(id=cluster_id, kind=store.kinds[cluster_id], works=works)
        return Story(
            id=cluster_id,
            kind=cluster.kind,
            counts=Counts.of(cluster),
            summary=summary_of(headline, works),
            ledger=Ledger(terms=(Term(name="publishers", points=8.0, given=2, unit="publishers", cap=32.0, more=4.7),)),
            sources=sources,
            starred=cluster_id in store.starred,
            hidden=cluster_id in store.hidden,
            rank=list(store.stories).index(cluster_id) + 1,
            first_seen=min(w.when for w in works),
            updated=max(w.when for w in works),
            written=NOW,
            revision=1,
            ranked=NOW,
        )

    def totals(self, now: datetime) -> Totals:
        store = self.store
        shown = [i for i in store.stories if i not in store.hidden]
        works = [w for _, ws in store.stories.values() for w in ws]
        return Totals(
            clusters=len(shown),
            unread=sum(bool(store.unread_of(i)) for i in shown),
            hidden=len(store.hidden),
            entries=len(works),
            works=len(works),
            feeds=len(store.feed_rows),
            failing=sum(bool(row.health.failures) for row in store.feed_rows),
            paused=sum(row.feed.paused for row in store.feed_rows),
            updated=store.updated,
            due=None,
        )

    def unread_ids(self) -> Iterable[int]:
        return [i for i in self.store.stories if self.store.unread_of(i)]

    def search(self, text: str, limit: int, *, now: datetime) -> "array[int]":
        words = [w.casefold() for w in text.split() if ":" not in w]
        return array(
            "q", [i for i, (h, _) in self.store.stories.items() if all(w in h.casefold() for w in words)][:limit]
        )

    def rules(self, now: datetime) -> Sequence[UserRule]:
        return self.store.user_rules

    def feeds(self, now: datetime) -> list[FeedRow]:
        return self.store.feed_rows

    def revisions(self, cluster_id: int) -> list[Revision]:
        return self.store.history.get(cluster_id, [])

    def full_text(self, entry_id: int) -> str:
        return self.store.texts.get(entry_id, "")


class FakeMarks:
    """What `reader.store.marks.Marks` does."""

    def __init__(self, store: FakeStore) -> None:
        self.store = store

    def read(self, work_ids: Sequence[int], now: datetime) -> None:
        self.store.read_works.update(work_ids)
        told(self.store, "read", *work_ids)

    def unread(self, work_ids: Sequence[int]) -> None:
        self.store.read_works.difference_update(work_ids)
        told(self.store, "unread", *work_ids)

    def read_view(self, cluster_ids: Sequence[int], now: datetime) -> None:
        self.store.read_works.update(w.id for i in cluster_ids for w in self.store.stories[i][1])
        told(self.store, "read_view", *cluster_ids)

    def star(self, cluster_id: int, on: bool) -> None:
        (self.store.starred.add if on else self.store.starred.discard)(cluster_id)
        told(self.store, "star", cluster_id, on)

    def hide(self, cluster_id: int, on: bool) -> None:
        (self.store.hidden.add if on else self.store.hidden.discard)(cluster_id)
        told(self.store, "hide", cluster_id, on)

    def saw(self, cluster_id: int, now: datetime) -> None:
        self.store.log.append(("saw", cluster_id))

    def eject(self, work_id: int, cluster_id: int, now: datetime) -> None:
        headline, works = self.store.stories[cluster_id]
        self.store.stories[cluster_id] = (headline, tuple(w for w in works if w.id != work_id))
        out = next(w for w in works if w.id == work_id)
        self.store.add(out.title, (out,))
        told(self.store, "eject", work_id, cluster_id)

    def merge(self, a: int, b: int, now: datetime) -> None:
        headline, works = self.store.stories[a]
        self.store.stories[a] = (headline, works + self.store.stories.pop(b)[1])
        told(self.store, "merge", a, b)

    def apart(self, a: int, b: int, now: datetime) -> None:
        told(self.store, "apart", a, b)

    def mute(self, field: Field, value: str, *, until: datetime | None, now: datetime) -> None:
        self.store.user_rules.append(
            UserRule(id=len(self.store.user_rules) + 1, want=Want.MUTE, field=field, value=value, until=until)
        )
        told(self.store, "mute", field, value, until)

    def follow(self, field: Field, value: str, now: datetime) -> None:
        self.store.user_rules.append(
            UserRule(id=len(self.store.user_rules) + 1, want=Want.FOLLOW, field=field, value=value)
        )
        told(self.store, "follow", field, value)

    def drop_rule(self, rule_id: int, now: datetime) -> None:
        self.store.user_rules = [r for r in self.store.user_rules if r.id != rule_id]
        told(self.store, "drop_rule", rule_id)

    def expire(self, now: datetime) -> int:
        return 0

    def notice(self, now: datetime, *, per_day: int, apart: timedelta) -> bool:
        return self.store.notices

    def undo(self) -> Undone | None:
        if not self.store.log:
            return None
        told(self.store, "undo")
        return Undone(action=Action.READ)
