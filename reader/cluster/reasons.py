"""Why a work is where it is, in terms a reader can check. Knows no thresholds but one."""

from collections.abc import Iterable, Sequence

import numpy as np

from reader.cluster.bounds import Bounds
from reader.cluster.pairs import measures
from reader.cluster.score import likely
from reader.cluster.window import Window
from reader.model.cluster import Reason, Rule

TERMS = 6
"""Shared terms that are named."""

FIRST_UNSPACED = 0x3040
"""Kana, Han and Hangul begin here: scripts whose tokens are pairs of characters."""

NEAR_COPY = 0.8
"""tf-idf cosine from which two texts are copies of each other."""


def story_reason(work: int, story: Iterable[int], window: Window, bounds: Bounds) -> Reason:
    """Return why a work is in its story, which holds `story` (live works, itself included)."""
    mates = sorted((w for w in story if w != work and w in window.row_of), key=lambda w: _place(w, window))
    if not mates or _place(work, window) < _place(mates[0], window):
        return Reason(rule=Rule.FIRST)
    left, right = _pairs(work, mates, window)
    found = measures(window, left, right)
    chance = likely(window, left, right, found)
    best = int(chance.argmax())
    rule = Rule.NEAR_COPY if found[best, 0] >= NEAR_COPY else Rule.SIMILAR
    friends = [m for m in mates if (work, m) in bounds.together or (m, work) in bounds.together]
    if friends:
        best, rule = mates.index(friends[0]), Rule.YOU
    score = 1.0 if rule is Rule.YOU else round(float(chance[best]), 3)
    return Reason(rule=rule, nearest=mates[best], score=score, terms=shared_terms(work, mates[best], window))


def theme_reason(work: int, others: Iterable[int], window: Window, bounds: Bounds) -> Reason:
    """Return why a work's story is in its roundup, whose other stories hold `others`."""
    mates = sorted(w for w in others if w in window.row_of)
    friends = [m for m in mates if (work, m) in bounds.together or (m, work) in bounds.together]
    if friends:
        return Reason(rule=Rule.YOU, nearest=friends[0], terms=shared_terms(work, friends[0], window))
    if not mates:
        return Reason(rule=Rule.FIRST)
    found = measures(window, *_pairs(work, mates, window))
    best = int(found[:, 0].argmax())
    return Reason(
        rule=Rule.THEME,
        nearest=mates[best],
        score=round(float(found[best, 0]), 3),
        terms=shared_terms(work, mates[best], window),
    )


def shared_terms(work: int, other: int, window: Window) -> tuple[str, ...]:
    """Return the rarest terms of a work that another one shares, rarest first, as they stood in the work."""
    rows = [window.row_of[w] for w in (work, other)]
    sketch, (own, theirs) = window.rows[rows[0]], (window.flat.ids[window.flat.row(row)] for row in rows)
    both = np.isin(own, theirs).nonzero()[0].tolist()
    words, idf = sketch.words(), sketch.terms["idf"]
    found: list[tuple[float, str]] = []
    last = -1
    for at in both:
        # Pairs of characters that overlap are one word of a script without spaces.
        if at == last + 1 and found and _continues(found[-1][1], words[at]):
            found[-1] = (max(found[-1][0], float(idf[at])), found[-1][1] + words[at][1:])
        else:
            found.append((float(idf[at]), words[at]))
        last = at
    return tuple(word for _, word in sorted(found, key=lambda term: (-term[0], term[1]))[:TERMS])


def _continues(word: str, pair: str) -> bool:
    return len(pair) == len("字字") and ord(pair[0]) >= FIRST_UNSPACED and word.endswith(pair[0])


def _pairs(work: int, mates: Sequence[int], window: Window) -> tuple[list[int], list[int]]:
    return [window.row_of[work]] * len(mates), [window.row_of[mate] for mate in mates]


def _place(work: int, window: Window) -> int:
    return window.rows[window.row_of[work]].place
