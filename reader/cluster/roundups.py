"""Stories on one theme become a roundup: average link over the centroids of stories. Never one event."""

from collections.abc import Mapping, Sequence

import numpy as np

from reader.cluster.bounds import Bounds, contract
from reader.cluster.flat import FULL, IDF, PROPOSING_IDF, Floats
from reader.cluster.link import average_link
from reader.cluster.places import Places
from reader.cluster.window import Window
from reader.record import record

CUTS = {"tight": 0.26, "normal": 0.20, "loose": 0.15, "off": np.inf}
"""Least mean likeness of two groups that become one roundup, by the user's setting; "off" leaves those he merged."""

MEANING_SHARE = 0.4
"""Weight of the embeddings' cosine beside that of tf-idf. On loose news .3 to .6 are alike (.82 B-cubed F1); papers do
better with less (.78 of theme mates share a keyword at .3, .72 at .5, at the same coverage)."""

PAPER_SHARE = 0.5
PAPER_BONUS = 0.035
"""Among papers: more weight for meaning, and a lower cut in effect. Abstracts share a field's vocabulary, not names, so
related papers look less alike than related news; .70 of theme mates share a keyword at 70 % coverage."""

EVENT_SHARE = 0.4
"""Weight of the mean probability of one event, on top: theme and event are one slope. +.01 on loose news, and nothing
changes among papers, where that probability is 0."""

HOLD = 0.02
"""Added for stories that share a roundup already."""

EDGE = 0.16
"""Likeness of two works from which their stories are looked at together."""

MOST = 400
"""Stories regrouped at once."""

LEAST = 3
"""Works that make a roundup."""

LARGE = 12
"""Works above which a roundup must have a term of its own, or is cut again, more tightly."""

OWN_TERM = 0.4
"""Share of a large roundup's works that one rare term is in: without it the group is held by vocabulary, not theme."""

TIGHTER = 0.05
"""Step by which a blob is cut more tightly."""


@record
class Measure:
    """How tightly roundups are cut."""

    cut: float
    """Least mean likeness; one of `CUTS`."""
    hold: float
    """Added for stories that share a roundup already."""


Edges = Mapping[int, Mapping[int, float]]


def akin(cosine: Floats, meaning: Floats) -> Floats:
    """Return the likeness of theme of pairs of works, from those two measures."""
    share = np.where(meaning != 0, MEANING_SHARE, 0)
    return np.asarray((1 - share) * cosine + share * meaning)


def regroup(
    stories: Sequence[int], window: Window, places: Places, bounds: Bounds, same: Edges, measure: Measure
) -> list[list[int]]:
    """Group stories into roundups; what is no roundup is left out.

    Args:
        stories: Ids of stories with live works.
        window: The live works.
        places: The present grouping.
        bounds: The user's word.
        same: Probability of one event between works that are neighbours.
        measure: How tightly to cut.
    """
    members = [sorted(places.works[story]) for story in stories]
    likeness = centroid_likeness(members, window) + EVENT_SHARE * _mean_chance(members, same)
    now = np.array([places.roundup_of.get(story, -story) for story in stories])
    likeness += measure.hold * (now[:, None] == now[None])
    block = bounds.blocks(members, _ties(stories, places, bounds))
    bounds.separate(likeness, members)
    groups = _linked(list(range(len(stories))), likeness, members, block, measure.cut)
    whole = [piece for group in groups for piece in _cohesive(group, likeness, members, block, measure.cut, window)]
    tied = {at for at in block if block.count(at) > 1}
    # All that is left of one in the window may be a single story.
    pinned = {row for row, story in enumerate(stories) if places.roundup_of.get(story) in bounds.pinned}
    return [
        [stories[row] for row in group]
        for group in whole
        if not pinned.isdisjoint(group)
        or (len(group) > 1 and (sum(len(members[r]) for r in group) >= LEAST or tied & {block[r] for r in group}))
    ]


def centroid_likeness(members: Sequence[Sequence[int]], window: Window) -> Floats:
    """Return the likeness of each pair of groups of works: cosines of their mean tf-idf vectors and embeddings."""
    rows = np.array([window.row_of[work] for works in members for work in works])
    group = np.repeat(np.arange(len(members)), [len(works) for works in members])
    where, owner = window.flat.spans(rows)
    _, local, counts = np.unique(window.flat.ids[where], return_inverse=True, return_counts=True)
    unit = window.flat.weights[FULL, where] / window.totals[FULL, rows[owner]]
    lone = np.bincount(group[owner], np.square(unit) * (counts[local] == 1), len(members))
    use = counts[local] > 1
    dense = np.zeros((len(members), int((counts > 1).sum())), np.float32)
    np.add.at(dense, (group[owner[use]], (np.cumsum(counts > 1) - 1)[local[use]]), unit[use])
    norms = np.sqrt(np.maximum(np.square(dense).sum(1) + lone, 1e-12))
    lexical = (dense @ dense.T) / np.outer(norms, norms)
    meant = window.centroids(rows, group, len(members))
    have = np.square(meant).sum(1) > 0
    papers = np.bincount(group, window.papers[rows] > 0, len(members)) >= [len(works) for works in members]
    both = papers[:, None] & papers[None]
    share = np.where(both, PAPER_SHARE, MEANING_SHARE) * (have[:, None] & have[None])
    return np.asarray((1 - share) * lexical + share * (meant @ meant.T) + PAPER_BONUS * both, np.float32)


def _mean_chance(members: Sequence[Sequence[int]], same: Edges) -> Floats:
    """Return the mean probability of one event between groups; pairs that are no neighbours count 0."""
    group = {work: at for at, works in enumerate(members) for work in works}
    total = np.zeros((len(members), len(members)), np.float32)
    for work, at in group.items():
        for other, chance in same.get(work, {}).items():
            if other in group:
                total[at, group[other]] += chance
    sizes = [len(works) for works in members]
    return total / np.outer(sizes, sizes)


def _linked(
    rows: Sequence[int], likeness: Floats, members: Sequence[Sequence[int]], block: Sequence[int], cut: float
) -> list[list[int]]:
    """Group some rows by average link, each weighing its works; rows of one block stay together."""
    own = [block[row] for row in rows]
    small, weight, place = contract(likeness[np.ix_(rows, rows)], own, [len(members[row]) for row in rows])
    labels = average_link(small, cut, weight)
    groups: dict[int, list[int]] = {}
    for row, at in zip(rows, own, strict=True):
        groups.setdefault(labels[place[at]], []).append(row)
    return list(groups.values())


def _cohesive(
    group: list[int],
    likeness: Floats,
    members: Sequence[Sequence[int]],
    block: Sequence[int],
    cut: float,
    window: Window,
) -> list[list[int]]:
    """Return the group, or the pieces of a blob: what is large and has no term of its own."""
    works = [work for row in group for work in members[row]]
    if len(works) <= LARGE or len({block[row] for row in group}) == 1 or _has_own_term(works, window):
        return [group]
    tighter = cut + TIGHTER
    pieces = _linked(group, likeness, members, block, tighter)
    return [piece for part in pieces for piece in _cohesive(part, likeness, members, block, tighter, window)]


def _has_own_term(works: Sequence[int], window: Window) -> bool:
    where, _ = window.flat.spans(np.array([window.row_of[work] for work in works]))
    rare = window.flat.weights[IDF, where] >= PROPOSING_IDF
    _, counts = np.unique(window.flat.ids[where][rare], return_counts=True)
    return bool(counts.max(initial=0) >= OWN_TERM * len(works))


def _ties(stories: Sequence[int], places: Places, bounds: Bounds) -> list[tuple[int, int]]:
    """Pairs of rows that stay or come together: pinned roundups first, then the user's merges."""
    row = {story: at for at, story in enumerate(stories)}
    ties: list[tuple[int, int]] = []
    first: dict[int, int] = {}
    for story in stories:
        roundup = places.roundup_of.get(story, 0)
        if roundup in bounds.pinned:
            ties.append((first.setdefault(roundup, row[story]), row[story]))
    for a, b in bounds.together:
        one, other = places.story_of.get(a, 0), places.story_of.get(b, 0)
        if one in row and other in row:
            ties.append((row[one], row[other]))
    return ties


def cut_of(setting: str) -> float:
    """Return the cut of a setting; unknown words mean normal."""
    return CUTS.get(setting, CUTS["normal"])
