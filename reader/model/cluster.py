"""Clusters, why each member is there, and what changed. Knows nothing of text or rank."""

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from enum import StrEnum

from reader.model.work import Work
from reader.record import record


class Kind(StrEnum):
    """What holds a cluster together."""

    STORY = "story"
    """One event, or one work that several feeds carry."""
    ROUNDUP = "roundup"
    """Several works on one theme; never presented as one event."""


class Rule(StrEnum):
    """The rule that put a work, or an entry, where it is."""

    FIRST = "first"
    """It founded the cluster."""
    ARXIV = "arxiv"
    DOI = "doi"
    URL = "url"
    TITLE = "title"
    """Same long title by the same authors or feed family."""
    NEAR_COPY = "near-copy"
    """Nearly the same text."""
    SIMILAR = "similar"
    """Same event by the pair score."""
    THEME = "theme"
    """Same theme: its story joined a roundup."""
    YOU = "you"
    """The user merged it here."""


@record
class Reason:
    """Why a work is in its cluster, kept from the moment it joined."""

    rule: Rule
    nearest: int = 0
    """Id of the nearest member; 0 for the founder."""
    score: float = 1.0
    """0..1 of the rule's own measure; 1 for identities."""
    terms: tuple[str, ...] = ()
    """Rare terms shared with the nearest member, rarest first, as readers would write them, <= 6."""


@record
class Assignment:
    """Where one work belongs after a change."""

    work_id: int
    story_id: int
    """The story it belongs to; every work has one."""
    roundup_id: int = 0
    """The roundup its story belongs to; 0 if none."""
    reason: Reason
    """Why it is in its story."""
    theme: Reason | None = None
    """Why its story is in the roundup."""

    @property
    def cluster_id(self) -> int:
        """The cluster that the screen shows: the roundup, else the story."""
        return self.roundup_id or self.story_id


@record
class Corrections:
    """The user's constraints on clusters, over work ids. They hold through every refresh."""

    together: tuple[tuple[int, int], ...] = ()
    """Must-link pairs."""
    apart: tuple[tuple[int, int], ...] = ()
    """Cannot-link pairs; an ejected work is kept apart from each member it left behind."""
    pinned: frozenset[int] = frozenset()
    """Ids of clusters that may grow and absorb but never split (starred or corrected)."""
    homes: Mapping[int, tuple[int, int]] = field(default_factory=dict)
    """Story and roundup of each work of `apart`: what is left of them speaks for a work that left the window."""


@record
class Memory:
    """What the clusterer keeps of one work, as the store holds it; opaque outside `reader.cluster`."""

    work_id: int
    story_id: int
    roundup_id: int
    when: datetime
    features: bytes
    """Terms and numbers that the lexical part needs."""
    vector: bytes = b""
    """float16 embedding; empty when none was made."""
    model: str = ""
    """Name of the embedding model; models are never mixed."""


@record
class Changes:
    """The outcome of one batch."""

    assignments: tuple[Assignment, ...] = ()
    """Each work whose story, roundup or reason is new or has changed."""
    aliases: Mapping[int, int] = field(default_factory=dict)
    """Cluster ids that lost a merge -> the id that redirects them."""
    memories: tuple[Memory, ...] = ()
    """What to keep for the works of the batch, and for those whose place or vector changed."""
    next_id: int = 1
    """First cluster id not yet used; ids are never reused."""

    def then(self, later: "Changes") -> "Changes":
        """Return this outcome and a later one as one."""
        places = {a.work_id: a for a in (*self.assignments, *later.assignments)}
        memories = {m.work_id: m for m in (*self.memories, *later.memories)}
        return Changes(
            assignments=tuple(places.values()),
            aliases={**self.aliases, **later.aliases},
            memories=tuple(memories.values()),
            next_id=later.next_id,
        )


@record
class Group:
    """A cluster as far as the clusterer knows it."""

    kind: Kind
    stories: Mapping[int, int]
    """Work id -> story id, of each work that is live."""


@record
class Cluster:
    """Works that belong together: what ranking and summaries read."""

    id: int
    kind: Kind
    works: tuple[Work, ...]
    """In source order: nearest tier, then origin before retelling, then oldest, then id. Never empty."""
    stories: Mapping[int, int] = field(default_factory=dict)
    """Work id -> story id; a roundup holds several stories."""
    reasons: Mapping[int, Reason] = field(default_factory=dict)
    """Work id -> why it is here (the theme's reason for a roundup)."""


@record
class Counts:
    """The honest numbers of a cluster."""

    entries: int
    works: int
    feeds: int
    publishers: int

    @classmethod
    def of(cls, cluster: Cluster) -> "Counts":
        """Count each thing once."""
        appearances = [a for work in cluster.works for a in work.appearances]
        return cls(
            entries=len(appearances),
            works=len(cluster.works),
            feeds=len({a.feed.id for a in appearances}),
            publishers=len({a.feed.publisher for a in appearances}),
        )
