"""Real streams: the five papers that the project grew from among a thousand others; news that goes on and on."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from reader.cluster.clusterer import Clusterer
from reader.cluster.embed import ShippedModel
from reader.demo import documents
from reader.settings import ClusterSettings
from tests.bench.cluster import Stream
from tests.bench.stream import batches, entries, lines
from tests.test_demo_stories import NOW, Shelf

PAPERS = ("2605.07588", "2605.06599", "2510.23254", "2605.03109", "2605.01058")


@pytest.mark.shared
def test_the_seven_entries_are_five_stories_in_two_clusters_at_most_of_a_thousand_papers(shared: Path) -> None:
    shelf = Shelf(embedder=None)
    shelf.take(documents(NOW))
    seven = [(e, f) for e, f in shelf.pairs.values() if e.arxiv_id in PAPERS]
    others = entries(lines(shared / "data" / "clusters" / "arxiv_dup.jsonl"))[:1000]
    seen = others[0][0].first_seen
    numbered = [
        (replace(e, id=10_000 + n, published=seen, first_seen=seen), replace(f, id=900 + n))
        for n, (e, f) in enumerate(seven)
    ]
    stream = Stream(Clusterer(ClusterSettings(), embedder=ShippedModel()))
    for batch in batches([*others[:500], *numbered, *others[500:]], 100):
        stream.feed(batch)
    works = {e.arxiv_id: stream.work_of[e.id] for e, _ in numbered}
    assert len(numbered) == 7
    assert {e.arxiv_id for e, _ in numbered if stream.work_of[e.id] != works[e.arxiv_id]} == set()
    stories = {stream.story[work] for work in works.values()}
    assert len(stories) == 5
    assert sum(story in stories for story in stream.story.values()) == 5
    assert len({stream.cluster[work] for work in works.values()}) <= 2


@pytest.mark.shared
def test_a_roundup_that_its_stories_leave_is_none(shared: Path) -> None:
    stream = Stream(Clusterer(ClusterSettings(embedder="none")))
    for batch in batches(entries(lines(shared / "data" / "clusters" / "mixed_stream.jsonl")), 100):
        stream.feed(batch)
        works = Counter(cluster for work, cluster in stream.cluster.items() if cluster != stream.story[work])
        assert min(works.values(), default=3) >= 3
