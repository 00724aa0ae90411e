"""Cluster any JSONL: `python -m tests.bench.cluster FILE.jsonl --level story|roundup|work --out PRED.json`."""

import argparse
import json
import time
from collections.abc import Mapping, Sequence
from datetime import timedelta
from pathlib import Path

from reader.cluster.clusterer import Clusterer
from reader.cluster.embed import Embedder, load
from reader.model.cluster import Changes
from reader.model.feed import Feed
from reader.model.work import Appearance, Entry
from reader.settings import ClusterSettings
from reader.works import assemble, identities, match
from tests.bench.stream import batches, entries, lines

BATCH = 100


class Stream:
    """Entries in, batch by batch, through works and clusters as a library would keep them."""

    def __init__(self, clusterer: Clusterer) -> None:
        self.clusterer = clusterer
        self.known: dict[str, int] = {}
        self.work_of: dict[int, int] = {}
        self.appearances: dict[int, list[Appearance]] = {}
        self.story: dict[int, int] = {}
        self.cluster: dict[int, int] = {}
        self.first: dict[int, int] = {}
        self.alias: dict[int, int] = {}
        self.cpu = 0.0
        self.slowest = 0.0
        self._next_work = 1

    def feed(self, batch: Sequence[tuple[Entry, Feed]]) -> None:
        """Take a batch in."""
        start = time.process_time()
        keys = {key for entry, feed in batch for key in identities(entry, feed)}
        matched = match(batch, {key: self.known[key] for key in keys & self.known.keys()}, self._next_work)
        self._next_work = matched.next_id
        self.known.update(matched.keys)
        self._merge(matched.merged)
        for entry, feed in batch:
            work = matched.works[entry.id]
            self.work_of[entry.id] = work
            self.appearances.setdefault(work, []).append(Appearance(entry=entry, feed=feed))
        works = [assemble(work, str(work), self.appearances[work]) for work in set(matched.works.values())]
        self._keep(self.clusterer.add(works))
        if self.clusterer.embedder is not None:
            self._keep(self.clusterer.refine(works))
        spent = time.process_time() - start
        self.cpu += spent
        self.slowest = max(self.slowest, spent)
        for entry, _ in batch:
            self.first[entry.id] = self.story[self.work_of[entry.id]]

    def _merge(self, merged: Mapping[int, int]) -> None:
        for loser, winner in merged.items():
            self._keep(self.clusterer.forget([loser]))
            self.appearances[winner] = self.appearances.get(winner, []) + self.appearances.pop(loser, [])
            self.work_of.update({entry: winner for entry, work in self.work_of.items() if work == loser})
            self.known.update({key: winner for key, work in self.known.items() if work == loser})

    def _keep(self, changes: Changes) -> None:
        self.alias.update(changes.aliases)
        for a in changes.assignments:
            self.story[a.work_id] = a.story_id
            self.cluster[a.work_id] = a.cluster_id

    def level(self, name: str) -> dict[int, int]:
        """Return entry -> its work, story or displayed cluster."""
        if name == "work":
            return dict(self.work_of)
        of = self.story if name == "story" else self.cluster
        return {entry: of[work] for entry, work in self.work_of.items()}

    def moved(self) -> float:
        """Return the share of entries whose story is not the one they were first shown in, aliases not followed."""
        return sum(self.first[e] != self.story[w] for e, w in self.work_of.items()) / len(self.work_of)

    def lost(self) -> float:
        """Return the share of entries that the id they were first shown under no longer leads to."""
        return sum(self._now(self.first[e]) != self.story[w] for e, w in self.work_of.items()) / len(self.work_of)

    def _now(self, cluster: int) -> int:
        while cluster in self.alias:
            cluster = self.alias[cluster]
        return cluster


def run(
    path: Path, *, embedder: Embedder | None, settings: ClusterSettings, size: int = BATCH
) -> tuple[Stream, list[str]]:
    """Stream a file; return the stream and the lines' ids."""
    found = lines(path)
    stream = Stream(Clusterer(settings, embedder=embedder))
    for batch in batches(entries(found), size):
        stream.feed(batch)
    return stream, [str(line["id"]) for line in found]


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--level", choices=("story", "roundup", "work"), default="story")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--embedder", choices=("auto", "none"), default="auto")
    parser.add_argument("--window", type=float, default=7, help="days")
    given = parser.parse_args()
    settings = ClusterSettings(embedder=given.embedder, window=timedelta(days=given.window))
    stream, ids = run(given.file, embedder=load(settings), settings=settings)
    clusters = stream.level(given.level)
    given.out.write_text(json.dumps({name: str(clusters[n]) for n, name in enumerate(ids, 1)}), encoding="utf-8")


if __name__ == "__main__":
    main()
