"""The demo through the pipeline: its stories are those of the labels, its seed one roundup whose text covers it."""

import asyncio
import json
from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from reader.cluster.clusterer import Clusterer
from reader.cluster.embed import Embedder, load
from reader.demo import Document, documents, later
from reader.model.cluster import Assignment, Changes, Cluster, Counts, Kind
from reader.model.feed import Feed
from reader.model.work import Appearance, Entry, Work
from reader.parse.pool import ParserPool
from reader.settings import ClusterSettings, SummarySettings
from reader.summarise import summarise
from reader.works import assemble, match, source_order

NOW = datetime(2031, 3, 1, 12, tzinfo=UTC)
LABELS: dict[str, dict[str, str]] = json.loads(
    (Path(__file__).parent / "data" / "demo_stories.json").read_text(encoding="utf-8")
)
SEED = {"seed-cem", "seed-villani", "seed-icl", "seed-gated", "seed-leap"}


@dataclass
class Shelf:
    """What a library would hold: entries, works, and where they were put."""

    embedder: Embedder | None
    pairs: dict[tuple[int, str], tuple[Entry, Feed]] = field(default_factory=dict)
    keys: dict[str, int] = field(default_factory=dict)
    work_of: dict[int, int] = field(default_factory=dict)
    next_work: int = 1
    assigned: dict[int, Assignment] = field(default_factory=dict)
    clusterer: Clusterer = field(init=False)

    def __post_init__(self) -> None:
        self.clusterer = Clusterer(ClusterSettings(), embedder=self.embedder)

    def take(self, reading: tuple[Document, ...]) -> None:
        """One refresh: parse all, match what is new, group it."""
        fresh = [
            self._keep(feed_id, document, entry)
            for feed_id, (document, entries) in enumerate(asyncio.run(parsed(reading)), 1)
            for entry in entries
            if (feed_id, entry.key) not in self.pairs
        ]
        matched = match(fresh, self.keys, self.next_work)
        self.keys |= matched.keys
        self.work_of |= matched.works
        self.next_work = matched.next_id
        touched = [self.work(work_id) for work_id in sorted(set(matched.works.values()))]
        self._note(self.clusterer.add(touched))
        if self.embedder:
            self._note(self.clusterer.refine(touched))

    def work(self, work_id: int) -> Work:
        """Return a work with all its appearances."""
        found = [Appearance(entry=e, feed=f) for e, f in self.pairs.values() if self.work_of[e.id] == work_id]
        return assemble(work_id, "", found)

    def labels(self, level: str) -> dict[int, Counter[str]]:
        """Return the labels of the entries in each story or roundup."""
        found: dict[int, Counter[str]] = defaultdict(Counter)
        for entry, feed in self.pairs.values():
            place = getattr(self.assigned[self.work_of[entry.id]], level)
            found[place][label(entry, feed)] += 1
        found.pop(0, None)
        return found

    def _keep(self, feed_id: int, document: Document, entry: Entry) -> tuple[Entry, Feed]:
        kept = replace(entry, id=len(self.pairs) + 1, feed_id=feed_id)
        self.pairs[feed_id, entry.key] = kept, replace(document.feed, id=feed_id)
        return self.pairs[feed_id, entry.key]

    def _note(self, changes: Changes) -> None:
        self.assigned |= {assignment.work_id: assignment for assignment in changes.assignments}


async def parsed(reading: tuple[Document, ...]) -> list[tuple[Document, tuple[Entry, ...]]]:
    async with ParserPool() as pool:
        return [
            (d, (await pool.parse(d.body, url=d.feed.url, content_type=d.content_type, now=NOW)).entries)
            for d in reading
        ]


def label(entry: Entry, feed: Feed) -> str:
    labels = LABELS[feed.url.removeprefix("demo:")]
    return labels.get(entry.key) or labels[entry.comments_url]


def whole() -> dict[str, int]:
    """How many entries each label has in the first reading."""
    shelf = Counter(found for labels in LABELS.values() for found in labels.values())
    return dict(shelf - Counter({"okavi-voice": 2, "quake": 3, "kernel-satellite": 1}))


@pytest.fixture(scope="module")
def plain() -> Shelf:
    """The first reading, grouped by words alone."""
    shelf = Shelf(None)
    shelf.take(documents(NOW))
    return shelf


@pytest.fixture(scope="module")
def full() -> Shelf:
    """The first reading, grouped with the embedding model."""
    embedder = load(ClusterSettings())
    assert embedder
    shelf = Shelf(embedder)
    shelf.take(documents(NOW))
    return shelf


def test_with_the_model_the_stories_are_those_of_the_labels(full: Shelf) -> None:
    found = full.labels("story_id").values()
    assert [dict(labels) for labels in found if len(labels) > 1] == []
    assert {name: count for labels in found for name, count in labels.items()} == whole()
    assert len(found) == len(whole())


def test_by_words_alone_no_story_holds_two_events(plain: Shelf) -> None:
    assert [dict(labels) for labels in plain.labels("story_id").values() if len(labels) > 1] == []


def test_by_words_alone_coverage_in_one_language_stays_together(plain: Shelf) -> None:
    stories = defaultdict(set)
    for entry, feed in plain.pairs.values():
        if feed.language == "en":
            stories[label(entry, feed)].add(plain.assigned[plain.work_of[entry.id]].story_id)
    assert {name: len(ids) for name, ids in stories.items() if len(ids) > 1} == {}


def test_the_seed_is_one_roundup_of_seven_entries_five_works_three_feeds_and_one_publisher(full: Shelf) -> None:
    assert Counts.of(seed(full)) == Counts(entries=7, works=5, feeds=3, publishers=1)


def test_by_words_alone_the_seed_has_no_strangers_beside_it(plain: Shelf) -> None:
    assert all(set(labels) <= SEED for labels in plain.labels("roundup_id").values() if SEED & set(labels))


def test_the_seeds_text_covers_all_five_works_without_the_announcement(full: Shelf) -> None:
    cluster = seed(full)
    summary = summarise(cluster, now=NOW, settings=SummarySettings())
    assert (summary.covered, summary.of_works, summary.uncovered) == (5, 5, ())
    assert not any("Announce Type" in sentence.text for sentence in summary.sentences)
    assert {"Victor Rühle", "James Hensman"} <= {name for work in cluster.works for name in work.authors}


def test_english_chinese_and_german_coverage_of_one_event_is_one_story(full: Shelf) -> None:
    languages = {
        feed.language
        for entry, feed in full.pairs.values()
        if full.assigned[full.work_of[entry.id]].story_id == story_of(full, "kestrel")
    }
    assert languages == {"en", "zh", "de"}


def test_a_refresh_grows_a_story_brings_a_new_one_and_replaces_a_paper() -> None:
    shelf = Shelf(load(ClusterSettings()))
    shelf.take(documents(NOW))
    voice, works = story_of(shelf, "okavi-voice"), len(set(shelf.work_of.values()))
    shelf.take(later(NOW))
    stories = shelf.labels("story_id")
    assert stories[voice] == {"okavi-voice": 7}
    assert stories[story_of(shelf, "quake")] == {"quake": 3}
    assert not any("quake" in labels for labels in shelf.labels("roundup_id").values())
    assert stories[story_of(shelf, "kernel-satellite")] == {"kernel-satellite": 2}
    assert len(set(shelf.work_of.values())) == works + 5


def story_of(shelf: Shelf, name: str) -> int:
    """Return the story that holds most entries of a label."""
    return max(shelf.labels("story_id").items(), key=lambda item: item[1][name])[0]


def seed(shelf: Shelf) -> Cluster:
    """Return the cluster, as the screen shows it, in which the weight-decay paper is."""
    place = next(
        shelf.assigned[shelf.work_of[e.id]].cluster_id for e, f in shelf.pairs.values() if label(e, f) == "seed-villani"
    )
    ids = [work_id for work_id, assignment in shelf.assigned.items() if assignment.cluster_id == place]
    return Cluster(id=place, kind=Kind.ROUNDUP, works=source_order(shelf.work(work_id) for work_id in ids))
