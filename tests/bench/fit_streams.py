"""Labelled streams to fit the pair score on, and the pairs that the clusterer itself compares in them. Knows no model.

Real streams differ in what their entries carry. A score that has seen bodies in one set alone, or titles alone in one
set alone, takes the habits of that set for a law: so each news set comes with and without bodies, with and without
dates. Made dates put the events of a set evenly into a span of time, and their reports half a day apart on average.
"""

import json
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest import mock

import numpy as np
from numpy.typing import NDArray

from reader.cluster.clusterer import Clusterer
from reader.cluster.embed import ShippedModel
from reader.cluster.flat import Floats
from reader.cluster.pairs import measures
from reader.cluster.window import Window
from reader.settings import ClusterSettings
from tests.bench.cluster import BATCH, Stream
from tests.bench.stream import batches, entries, lines
from tests.conftest import SHARED

Line = dict[str, Any]

BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)
"""First day of made dates."""

APART = 0.5
"""Mean days between an event and a report on it, where dates are made."""

SENTENCE = re.compile(r".{24,138}?[.!?](?= )")
"""A first sentence that can stand for a title."""

LEAD = 90
"""Characters that stand for a title where no sentence does."""

SHORTEST, LONGEST = 150, 500
"""Characters of a document, and of its text after the title, that are used."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairs:
    """Pairs of works that the clusterer compared in a stream, both with vectors."""

    found: Floats
    """Measures: pairs x measures."""
    same: NDArray[np.bool_]
    """Whether they tell one event."""
    foreign: NDArray[np.bool_]
    """Whether they are in two languages."""
    sets: NDArray[np.str_]
    """Where the two come from, as "set|set"."""

    def where(self, use: NDArray[np.bool_]) -> "Pairs":
        """Return some of the pairs."""
        return Pairs(found=self.found[use], same=self.same[use], foreign=self.foreign[use], sets=self.sets[use])


class Cached(ShippedModel):
    """The shipped model, remembering: the same texts come in several streams."""

    def __init__(self) -> None:
        super().__init__()
        self._known: dict[str, NDArray[np.float32]] = {}

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one row a text."""
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        self._known.update(zip(new, super().embed(new), strict=True))
        return np.array([self._known[text] for text in texts], np.float32)


def labelled(name: str) -> list[Line]:
    """Return a labelled set; "documents" are those of the summaries' clusters, in no order, their leads as entries."""
    return _documents() if name == "documents" else lines(SHARED / "data" / "clusters" / f"{name}.jsonl")


def titles(rows: Sequence[Line]) -> list[Line]:
    """Return entries without their bodies."""
    return [row | {"summary": ""} for row in rows]


def undated(rows: Sequence[Line]) -> list[Line]:
    """Return entries without their dates."""
    return [row | {"published": None} for row in rows]


def dated(rows: Sequence[Line], days: float) -> list[Line]:
    """Return entries with made dates, in their order."""
    rng, events = random.Random(1), dict[str, float]()
    found = []
    for row in rows:
        at = events.setdefault(row["cluster"], rng.uniform(0, days)) + rng.expovariate(1 / APART)
        found.append(row | {"published": (BEGINNING + timedelta(days=at)).isoformat()})
    return sorted(found, key=lambda row: str(row["published"]))


def scattered(rows: Sequence[Line], days: float) -> list[Line]:
    """Return entries that are no events with made dates, each its own, in their order."""
    rng = random.Random(3)
    made = [(BEGINNING + timedelta(days=rng.uniform(0, days))).isoformat() for _ in rows]
    return sorted((row | {"published": at} for row, at in zip(rows, made, strict=True)), key=lambda r: r["published"])


def streamed(rows: Sequence[Line], model: Cached) -> Stream:
    """Stream rows as the program would take them in."""
    stream = Stream(Clusterer(ClusterSettings(), embedder=model))
    for batch in batches(entries(rows), BATCH):
        stream.feed(batch)
    return stream


def pairs(rows: Sequence[Line], model: Cached) -> Pairs:
    """Return the pairs that the clusterer compares in a stream of these rows, by overhearing its own measures."""
    overheard: list[tuple[NDArray[np.int64], NDArray[np.int64], Floats, NDArray[np.bool_]]] = []

    def listening(window: Window, left: NDArray[np.int64], right: NDArray[np.int64]) -> Floats:
        found = measures(window, left, right)
        known = window.embedded[left] & window.embedded[right]
        works = np.array([sketch.work_id for sketch in window.rows])
        foreign = window.languages[left] != window.languages[right]
        overheard.append((works[left[known]], works[right[known]], found[known], foreign[known]))
        return found

    with mock.patch("reader.cluster.neighbours.measures", listening):
        stream = streamed(rows, model)
    left, right, found, foreign = (np.concatenate(each) for each in zip(*overheard, strict=True))
    event = {work: rows[entry - 1]["cluster"] for entry, work in stream.work_of.items()}
    whence = {work: rows[entry - 1].get("set", "") for entry, work in stream.work_of.items()}
    both = list(zip(left.tolist(), right.tolist(), strict=True))
    return Pairs(
        found=found,
        same=np.array([event.get(a) == event.get(b) for a, b in both]),
        foreign=foreign,
        sets=np.array([f"{whence.get(a)}|{whence.get(b)}" for a, b in both]),
    )


def _documents() -> list[Line]:
    path = SHARED / "data" / "summaries" / "dev.jsonl"
    found = [row for line in path.read_text(encoding="utf-8").splitlines() for row in _told(json.loads(line))]
    random.Random(5).shuffle(found)
    return found


def _told(cluster: Line) -> Iterator[Line]:
    for number, document in enumerate(cluster["documents"]):
        text = " ".join(document.split())
        if len(text) >= SHORTEST:
            sentence = SENTENCE.match(text)
            end = sentence.end() if sentence else text.rfind(" ", 0, LEAD)
            yield {
                "id": f"{cluster['id']}-{number}",
                "title": text[:end].strip(" ."),
                "summary": text[end:][:LONGEST].strip(),
                "lang": "en",
                "cluster": cluster["id"],
            }
