"""Why a work is where it is, in terms a reader can check. Knows no thresholds but one."""

from collections.abc import Iterable, Sequence

import numpy as np

from reader.cluster import roundups
from reader.cluster.bounds import Bounds
from reader.cluster.pairs import cosine, cosines, measures
from reader.cluster.places import Places
from reader.cluster.score import likely
from reader.cluster.stories import Edges
from reader.cluster.window import Window
from reader.model.cluster import Reason, Rule

TERMS = 6
"""Shared terms that are named."""

LIKE_A_COPY = 0.5
"""Probability of one story below which nobody asks whether it is a copy."""

FIRST_UNSPACED = 0x3040
"""Kana, Han and Hangul begin here: scripts whose tokens are pairs of characters."""

NEAR_COPY = 0.8
"""tf-idf cosine from which two texts are copies of each other."""


def story_reason(work: int, story: Iterable[int], same: Edges, window: Window, bounds: Bounds) -> Reason:
    """Return why a work is in its story, which holds `story` (live works, itself included)."""
    mates = _by_row((mate for mate in story if mate != work), window)
    if not mates or window.row_of[work] < window.row_of[mates[0]]:
        return Reason(rule=Rule.FIRST)
    if friends := _friends(work, mates, bounds):
        return Reason(rule=Rule.YOU, nearest=friends[0], terms=shared_terms(work, friends[0], window))
    known = same.get(work, {})
    near = [mate for mate in mates if mate in known]
    if near:
        best = max(near, key=known.__getitem__)
        chance = known[best]
    else:
        best, chance = _likeliest(work, mates, window)
    copy = chance >= LIKE_A_COPY and cosine(window, window.row_of[work], window.row_of[best]) >= NEAR_COPY
    rule = Rule.NEAR_COPY if copy else Rule.SIMILAR
    return Reason(rule=rule, nearest=best, score=round(chance, 3), terms=shared_terms(work, best, window))


def theme_reason(work: int, places: Places, akin: Edges, window: Window, bounds: Bounds) -> Reason:
    """Return why a work's story is in its roundup; it is in one."""
    story, roundup = places.of(work)
    others = _others(story, roundup, places)
    if not others:
        # The rest of the roundup has left the window: the work came with its story.
        return Reason(rule=Rule.THEME)
    if bounds.together and (friends := _friends(work, _by_row(others, window), bounds)):
        return Reason(rule=Rule.YOU, nearest=friends[0], terms=shared_terms(work, friends[0], window))
    known = akin.get(work, {})
    near = [mate for mate in known if places.of(mate)[1] == roundup and places.story_of[mate] != story]
    if near:
        best = max(near, key=lambda mate: (known[mate], -window.row_of[mate]))
        likeness = known[best]
    else:
        best, likeness = _most_akin(work, others, window)
    return Reason(
        rule=Rule.THEME, nearest=best, score=round(max(0.0, likeness), 3), terms=shared_terms(work, best, window)
    )


def _others(story: int, roundup: int, places: Places) -> list[int]:
    """Return the works of the other stories of a roundup."""
    return [work for other in places.stories[roundup] if other != story for work in places.works[other]]


def _most_akin(work: int, others: Iterable[int], window: Window) -> tuple[int, float]:
    row, rows = window.row_of[work], np.sort([window.row_of[other] for other in others])
    found = roundups.akin(cosines(window, row, rows), window.paired_cosines(np.full(len(rows), row), rows))
    best = int(found.argmax())
    return window.rows[rows[best]].work_id, float(found[best])


def _by_row(works: Iterable[int], window: Window) -> list[int]:
    return sorted(works, key=window.row_of.__getitem__)


def _friends(work: int, mates: Sequence[int], bounds: Bounds) -> list[int]:
    """Return the mates that the user merged with this work."""
    if not bounds.together:
        return []
    return [mate for mate in mates if (work, mate) in bounds.together or (mate, work) in bounds.together]


def _likeliest(work: int, mates: Sequence[int], window: Window) -> tuple[int, float]:
    left, right = [window.row_of[work]] * len(mates), [window.row_of[mate] for mate in mates]
    chance = likely(window, left, right, measures(window, left, right))
    best = int(chance.argmax())
    return mates[best], float(chance[best])


def shared_terms(work: int, other: int, window: Window) -> tuple[str, ...]:
    """Return the rarest terms of a work that another one shares, rarest first, as they stood in the work."""
    rows = [window.row_of[w] for w in (work, other)]
    sketch, (own, theirs) = window.rows[rows[0]], (window.flat.ids[window.flat.row(row)].tolist() for row in rows)
    shared = set(theirs)
    both = [at for at, column in enumerate(own) if column in shared]
    words, idf = sketch.words(), sketch.terms["idf"].tolist()
    found: list[tuple[float, str]] = []
    last = -1
    for at in both:
        # Pairs of characters that overlap are one word of a script without spaces.
        if at == last + 1 and found and _continues(found[-1][1], words[at]):
            found[-1] = (max(found[-1][0], idf[at]), found[-1][1] + words[at][1:])
        else:
            found.append((idf[at], words[at]))
        last = at
    return tuple(word for _, word in sorted(found, key=lambda term: (-term[0], term[1]))[:TERMS])


def _continues(word: str, pair: str) -> bool:
    return len(pair) == len("字字") and ord(pair[0]) >= FIRST_UNSPACED and word.endswith(pair[0])
