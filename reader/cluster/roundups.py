"""Stories on one theme become a roundup: average link over the centroids of stories. Never one event."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from reader.cluster.bounds import Bounds, contract
from reader.cluster.flat import FULL, Floats
from reader.cluster.link import average_link
from reader.cluster.pairs import COSINE, MEANING
from reader.cluster.places import Places
from reader.cluster.window import Window

CUTS = {"tight": 0.16, "normal": 0.10, "loose": 0.06}
"""Least mean likeness of two groups that become one roundup, by the user's setting."""

HOLD = 0.02
"""Added for stories that share a roundup already."""

EDGE = 0.14
"""Likeness of two works from which their stories are looked at together."""

MOST = 400
"""Stories regrouped at once."""

LEAST = 3
"""Works that make a roundup."""


def akin(found: Floats) -> Floats:
    """Return the likeness of theme of pairs, from their measures."""
    likeness: Floats = 0.7 * found[..., COSINE] + 0.3 * found[..., MEANING]
    return likeness


def regroup(stories: Sequence[int], window: Window, places: Places, bounds: Bounds, setting: str) -> list[list[int]]:
    """Group stories into roundups; what is no roundup is left out."""
    members = [sorted(places.works[story]) for story in stories]
    likeness = centroid_likeness(members, window)
    now = np.array([places.roundup_of.get(story, -story) for story in stories])
    likeness += HOLD * (now[:, None] == now[None])
    block = bounds.blocks(members, _ties(stories, places, bounds))
    bounds.separate(likeness, members)
    small, weight, rows = contract(likeness, block, [len(works) for works in members])
    labels = average_link(small, CUTS[setting], weight)
    groups: dict[int, list[int]] = {}
    for story, at in zip(stories, block, strict=True):
        groups.setdefault(labels[rows[at]], []).append(story)
    tied = {at for at in block if block.count(at) > 1}
    return [
        group
        for group in groups.values()
        if len(group) > 1
        and (
            sum(len(places.works[s]) for s in group) >= LEAST or any(b in tied for b in _blocks(group, stories, block))
        )
    ]


def centroid_likeness(members: Sequence[Sequence[int]], window: Window) -> NDArray[np.float32]:
    """Return the likeness of each pair of groups of works: the cosine of their mean tf-idf vectors."""
    rows = np.array([window.row_of[work] for works in members for work in works])
    group = np.repeat(np.arange(len(members)), [len(works) for works in members])
    where, owner = window.flat.spans(rows)
    _, local = np.unique(window.flat.ids[where], return_inverse=True)
    dense = np.zeros((len(members), int(local.max(initial=0)) + 1), np.float32)
    unit = window.flat.weights[FULL, where] / window.totals[FULL, rows[owner]]
    np.add.at(dense, (group[owner], local), unit)
    dense /= np.maximum(np.sqrt(np.square(dense).sum(1, keepdims=True)), 1e-6)
    return dense @ dense.T


def _ties(stories: Sequence[int], places: Places, bounds: Bounds) -> list[tuple[int, int]]:
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


def _blocks(group: Sequence[int], stories: Sequence[int], block: Sequence[int]) -> list[int]:
    inside = set(group)
    return [at for story, at in zip(stories, block, strict=True) if story in inside]
