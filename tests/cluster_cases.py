"""Works for tests of the clusterer, and a library as small as a dictionary."""

import random
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from reader.cluster.clusterer import Clusterer
from reader.model.cluster import Assignment, Changes, Corrections, Memory
from reader.model.feed import Feed, Tier
from reader.model.work import Appearance, Entry, Work
from reader.settings import ClusterSettings

NOW = datetime(2026, 5, 12, 12, tzinfo=UTC)
SYLLABLES = "ba de fi go lu mer nat ol pri quo ras ter um vel wix zan".split()


def word(number: int) -> str:
    """Return a word no other number has."""
    return "".join(SYLLABLES[number // 16**place % 16] for place in range(4))


def work(number: int, title: str, text: str = "", **fields: object) -> Work:
    """Return a work of one appearance; `days` ago published, in `language`."""
    days, language = fields.pop("days", 0.0), fields.pop("language", "en")
    when = NOW - timedelta(days=float(str(days)))
    plain: dict[str, object] = {
        "id": number, "feed_id": 1, "key": f"{number:06}", "title": title, "excerpt": text, "language": language,
        "published": when, "first_seen": when,
    }  # fmt: skip
    entry = Entry(**(plain | fields))  # type: ignore[arg-type]
    feed = Feed(id=1, url="https://feed.example/", publisher="feed.example", tier=Tier.PRESS)
    return Work(id=number, key=f"{number:06}", appearances=(Appearance(entry=entry, feed=feed),))


def telling(number: int, event: int, rng: random.Random, **fields: object) -> Work:
    """Return a work that tells an event in words of its own: most of the event's words, and some of no event."""
    own = [word(100 * event + 100 + n) for n in range(12)]
    picked = rng.sample(own, 9) + [word(60_000 + rng.randrange(4_000)) for _ in range(4)]
    return work(number, " ".join(picked[:6]), " ".join(rng.sample(picked, len(picked))), **fields)


class Shelf:
    """What a store would keep of a clusterer's changes."""

    def __init__(self, settings: ClusterSettings | None = None, **options: object) -> None:
        self.settings = settings or ClusterSettings()
        self.options = options
        self.clusterer = Clusterer(self.settings, **options)  # type: ignore[arg-type]
        self.memories: dict[int, Memory] = {}
        self.assigned: dict[int, Assignment] = {}
        self.aliases: dict[int, int] = {}
        self.next_id = 1
        self.works: dict[int, Work] = {}

    def add(self, works: Sequence[Work], corrections: Corrections | None = None) -> Changes:
        """Add works, and refine them where there is an embedder."""
        self.works |= {one.id: one for one in works}
        given = corrections or Corrections()
        changes = self.keep(self.clusterer.add(works, corrections=given))
        if self.clusterer.embedder is not None:
            self.keep(self.clusterer.refine(works, corrections=given))
        return changes

    def keep(self, changes: Changes) -> Changes:
        """Keep what a clusterer gave back."""
        self.memories |= {memory.work_id: memory for memory in changes.memories}
        self.assigned |= {one.work_id: one for one in changes.assignments}
        self.aliases |= changes.aliases
        self.next_id = changes.next_id
        return changes

    def restart(self) -> None:
        """Make the clusterer anew from what was kept, as the next refresh does."""
        self.clusterer = Clusterer(self.settings, **{**self.options, "next_id": self.next_id})  # type: ignore[arg-type]
        self.clusterer.restore(random.Random(1).sample(list(self.memories.values()), len(self.memories)))

    def stories(self) -> set[frozenset[int]]:
        """Return the stories as sets of works."""
        return parts({w: a.story_id for w, a in self.assigned.items()})

    def roundups(self) -> set[frozenset[int]]:
        """Return the roundups as sets of works."""
        return parts({w: a.roundup_id for w, a in self.assigned.items() if a.roundup_id})

    def story(self, number: int) -> int:
        """Return the story of a work."""
        return self.assigned[number].story_id

    def shown(self, number: int) -> int:
        """Return the cluster that shows a work."""
        return self.assigned[number].cluster_id


def parts(places: dict[int, int]) -> set[frozenset[int]]:
    """Return a labelling as sets."""
    return {frozenset(w for w, p in places.items() if p == place) for place in places.values()}


def batches(works: Sequence[Work], cuts: Iterable[int]) -> list[Sequence[Work]]:
    """Cut works at some places."""
    at = [0, *sorted(cuts), len(works)]
    return [works[a:b] for a, b in pairwise(at)]


class FakeModel:
    """An embedder that knows words: each is a fixed direction. Remembers what it was asked."""

    name = "fake"
    dimensions = 32

    def __init__(self) -> None:
        self.asked: list[str] = []

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.asked += texts
        return np.array([self._vector(text) for text in texts], np.float32)

    def _vector(self, text: str) -> NDArray[np.float64]:
        vectors = [np.random.default_rng(list(one.encode())).normal(size=self.dimensions) for one in text.split()]
        return np.asarray(np.array(vectors).sum(0))
