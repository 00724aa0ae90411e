"""Works on one event become a story: average link over the parts of the graph that a batch touches."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from reader.cluster.bounds import Bounds, contract
from reader.cluster.flat import Floats
from reader.cluster.link import average_link
from reader.cluster.places import Places
from reader.cluster.window import Window

CUT = 0.20
"""Least mean probability of two groups that become one story.

Chosen with an earlier pair score: from .14 to .26 B-cubed F1 went from .834 to .816 on small news stories (3 articles)
and from .79 to .75 on large loose ones, ARI stayed within .02; .18 put two events of one week into one story where they
share a country's rare name.
Centroid or single link instead of the average cost 1 to 5 points; joining at arrival without regrouping costs 3.
"""

HOLD = 0.12
"""Added for pairs that share a story already, so that a group near the cut does not flip from batch to batch.

From .08 to .12 fewer entries end where their first id does not lead (2.7 to 1.9 % of small news, 4.0 to 3.1 % of the
mixed stream, 5.7 to 4.4 % of loose titles) and loose titles gain (.785 to .810), small news loses (.829 to .825). .14
costs the mixed stream .004 more. What still moves among loose titles mostly mends an early mistake: of 67 entries at
.08, 55 ended among reports of their own event, 33 would have stayed among them.
"""

EDGE = 0.20
"""Probability from which a pair is an edge: a batch regroups what it reaches over such pairs. Not above `CUT`."""

MOST = 800
"""Works regrouped at once; a larger part is cut at higher edges first."""

STEP = 0.05
"""Step by which edges are raised for a part that is too large."""

Edges = Mapping[int, Mapping[int, float]]


def reach(seeds: Iterable[int], edges: Edges, least: float, most: int) -> list[set[int]]:
    """Return the connected parts that the seeds touch, over edges of at least `least`.

    A part above `most` is looked at again with higher edges, `STEP` at a time, from the same seed; what is known to
    belong to such a giant at one height is not explored there again.
    """
    parts: list[set[int]] = []
    seen: set[int] = set()
    giants: dict[float, set[int]] = {}
    for seed in seeds:
        at, part = least, {seed}
        while seed not in seen and at <= 1:
            giant = giants.setdefault(at, set())
            part = _part(seed, edges, at, most, giant)
            if len(part) <= most and not part & giant:
                parts.append(part)
                seen |= part
            giant |= part - seen
            at = round(at + STEP, 3)
        if seed not in seen:
            parts.append({seed})
            seen.add(seed)
    return parts


def _part(seed: int, edges: Edges, least: float, most: int, giant: set[int]) -> set[int]:
    """Return what the seed reaches; stops early where it is too much or leads into a giant."""
    found, waiting = {seed}, [seed]
    while waiting and len(found) <= most:
        near = edges.get(waiting.pop(), {})
        new = [work for work, p in near.items() if p >= least and work not in found]
        found.update(new)
        waiting += new
        if not giant.isdisjoint(new):
            break
    return found


def regroup(
    works: Sequence[int], likeness: Floats, window: Window, places: Places, bounds: Bounds, hold: float
) -> list[list[int]]:
    """Group some works into stories; each group and the groups themselves in the order of `works`.

    Args:
        works: Live works.
        likeness: Probability of one story for each pair of them; overwritten.
        window: The live works.
        places: The present grouping.
        bounds: The user's word.
        hold: Added for pairs that share a story already.
    """
    if hold:
        now = np.array([places.story_of.get(work, -work) for work in works])
        likeness += hold * (now[:, None] == now[None])
    alone = [[work] for work in works]
    # Two papers are never one event: merging them makes a roundup of their stories.
    papers = window.papers[[window.row_of[work] for work in works]].tolist()
    block = bounds.blocks(alone, _ties(works, places, bounds), papers)
    bounds.separate(likeness, alone)
    small, weight, rows = contract(likeness, block, [1] * len(works))
    labels = average_link(small, CUT, weight)
    groups: dict[int, list[int]] = {}
    for work, at in zip(works, block, strict=True):
        groups.setdefault(labels[rows[at]], []).append(work)
    return list(groups.values())


def _ties(works: Sequence[int], places: Places, bounds: Bounds) -> list[tuple[int, int]]:
    """Pairs of rows that stay or come together: pinned stories first, then the user's merges, but those of themes."""
    row = {work: at for at, work in enumerate(works)}
    ties: list[tuple[int, int]] = []
    first: dict[int, int] = {}
    for work in works:
        story, roundup = places.of(work)
        if story in bounds.pinned or roundup in bounds.pinned:
            ties.append((first.setdefault(story, row[work]), row[work]))
    merged = [(a, b) for a, b in bounds.together if a in row and b in row and not places.share_theme_alone(a, b)]
    return ties + [(row[a], row[b]) for a, b in merged]
