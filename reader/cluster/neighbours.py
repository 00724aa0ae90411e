"""Who is near whom: the graph that stories and roundups are cut from. Knows no groups.

An edge is found once, when the later of two works arrives (or gets its vector), among the works that came before it:
so the graph does not depend on how a stream is cut into batches.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from reader.cluster import roundups, stories
from reader.cluster.flat import Floats
from reader.cluster.pairs import COSINE, MEANING, measures
from reader.cluster.places import Places
from reader.cluster.score import likely
from reader.cluster.sketch import EDGE, Sketch
from reader.cluster.window import Window

NEAREST = 20
"""Candidates of a work by shared terms, and as many by meaning."""

AKIN = 8
"""Edges of theme that a work keeps to earlier ones: the best. More cost time and memory and change no roundup."""

BLOCK = 32
"""Works that are compared to the window at once; 64 are no faster at 20,000 and leave 10 MB more behind."""


class Neighbours:
    """Edges between live works, in both directions."""

    def __init__(self) -> None:
        self.same: dict[int, dict[int, float]] = {}
        """Probability of one story."""
        self.akin: dict[int, dict[int, float]] = {}
        """Likeness of theme."""
        self._values: dict[float, float] = {}

    def find(self, rows: Sequence[int], window: Window, span: float) -> None:
        """Find the earlier neighbours of rows anew, within `span` seconds of their own date."""
        for row, edges in search(rows, window, span):
            sketch = window.rows[row]
            self._forget_earlier(sketch)
            sketch.edges = edges
            self.link(sketch, window)

    def link(self, sketch: Sketch, window: Window) -> None:
        """Take in the edges that a sketch carries, to works that are still live.

        Not to what was edited since: that came anew, later, and found its own.
        """
        for edges, name, least in ((self.same, "same", stories.EDGE), (self.akin, "akin", roundups.EDGE)):
            strong = sketch.edges[sketch.edges[name] >= least]
            for other, value in zip(strong["work"].tolist(), strong[name].tolist(), strict=True):
                row = window.row_of.get(other)
                if row is not None and window.rows[row].place < sketch.place:
                    # One object a value and a work, not one an edge: at 20,000 works that is 40 MB.
                    shared, other = self._values.setdefault(value, value), window.rows[row].work_id
                    edges.setdefault(sketch.work_id, {})[other] = shared
                    edges.setdefault(other, {})[sketch.work_id] = shared

    def drop(self, works: Iterable[int]) -> None:
        """Forget all edges of works."""
        for work in works:
            for edges in (self.same, self.akin):
                for other in edges.pop(work, {}):
                    edges[other].pop(work, None)

    def _forget_earlier(self, sketch: Sketch) -> None:
        for other in sketch.edges["work"].tolist():
            for edges in (self.same, self.akin):
                edges.get(sketch.work_id, {}).pop(other, None)
                edges.get(other, {}).pop(sketch.work_id, None)


def search(rows: Sequence[int], window: Window, span: float) -> Iterator[tuple[int, NDArray[np.void]]]:
    """Give each row with its edges to earlier works, within `span` seconds of its own date."""
    for start in range(0, len(rows), BLOCK):
        block = rows[start : start + BLOCK]
        searches = [window.lexical(block)]
        if window.embedded.any():
            searches.append(window.cosines(block))
        left, right = _candidates(block, searches, window, span)
        found = measures(window, left, right)
        chance = likely(window, left, right, found).astype(np.float16)
        akin = roundups.akin(found[:, COSINE], found[:, MEANING]).astype(np.float16)
        keep = (chance >= stories.EDGE) | ((akin >= roundups.EDGE) & _leading(left, akin))
        edges = np.zeros(int(keep.sum()), EDGE)
        edges["work"] = [window.rows[row].work_id for row in right[keep].tolist()]
        edges["same"], edges["akin"] = chance[keep], akin[keep]
        # Pairs come row by row, as the block does.
        ends = np.cumsum([np.count_nonzero(keep[left == row]) for row in block])
        yield from zip(block, np.split(edges, ends[:-1]), strict=True)


class StoryEdges(Mapping[int, Mapping[int, float]]):
    """Likeness of theme between stories, that of the best pair of their works; worked out when first asked for.

    For one pass, in which no work changes its story.
    """

    def __init__(self, places: Places, akin: Mapping[int, Mapping[int, float]]) -> None:
        self._places, self._akin = places, akin
        self._known: dict[int, dict[int, float]] = {}

    def __getitem__(self, story: int) -> dict[int, float]:
        if story not in self._known:
            self._known[story] = self._edges(story)
        return self._known[story]

    def _edges(self, story: int) -> dict[int, float]:
        found: dict[int, float] = {}
        own, story_of = self._places.works[story], self._places.story_of
        for work in own:
            for other, akin in self._akin.get(work, {}).items():
                if other not in own and other in story_of:
                    mate = story_of[other]
                    if mate not in found or akin > found[mate]:
                        found[mate] = akin
        return found

    def __iter__(self) -> Iterator[int]:
        return iter(self._places.works)

    def __len__(self) -> int:
        return len(self._places.works)


def _candidates(
    block: Sequence[int], searches: Sequence[Floats], window: Window, span: float
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return pairs of rows to compare: each row of the block with the best earlier ones of each search."""
    left, right = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    for place, row in enumerate(block):
        each = [_best(found[place, :row], row, window, span) for found in searches]
        best = np.unique(np.concatenate(each)) if len(each) > 1 else np.sort(each[0])
        left.append(np.full(len(best), row))
        right.append(best)
    return np.concatenate(left), np.concatenate(right)


def _best(likeness: Floats, row: int, window: Window, span: float) -> NDArray[np.int64]:
    """Return the `NEAREST` live rows before a row with the highest likeness above 0; of equals, the oldest."""
    some = (likeness > 0).nonzero()[0]
    some = some[window.alive[some] & ~(np.abs(window.when[some] - window.when[row]) > span)]
    if len(some) > NEAREST:
        least = np.partition(likeness[some], -NEAREST)[-NEAREST]
        some = some[likeness[some] >= least]
    best: NDArray[np.int64] = some[np.argsort(-likeness[some], kind="stable")]
    return best[:NEAREST]


def _leading(left: NDArray[np.int64], akin: NDArray[np.float16]) -> NDArray[np.bool_]:
    """Return which pairs are among the `AKIN` best of their row."""
    order = np.lexsort((-akin, left))
    rows = left[order]
    first = np.searchsorted(rows, rows)
    leading = np.zeros(len(left), bool)
    leading[order] = np.arange(len(left)) - first < AKIN
    return leading
