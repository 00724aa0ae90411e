"""Works become sketches in a window, in the order in which they arrive. Knows no groups."""

from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta

import numpy as np

from reader.cluster.affixes import without
from reader.cluster.neighbours import search
from reader.cluster.series import members
from reader.cluster.sketch import MOST, Sketch, rows_of, stem_hashes
from reader.cluster.terms import own_title, terms_of
from reader.cluster.titles import tokens
from reader.cluster.window import Window
from reader.model.work import Work
from reader.settings import ClusterSettings

Drop = Callable[[Sequence[int]], None]


class Intake:
    """The way into a window. Alone, in another process, it does beforehand what a clusterer would do first."""

    def __init__(
        self, settings: ClusterSettings, window: Window, *, forget: Drop | None = None, leave: Drop | None = None
    ) -> None:
        """Begin with a window.

        Args:
            settings: The user's.
            window: Filled by nobody else.
            forget: Takes a work out of it that comes back at once, edited.
            leave: Takes works out of it that have grown too old.
        """
        self.span = settings.window / timedelta(seconds=1)
        """Seconds after which works leave the window."""
        self.newest = -np.inf
        """Arrival of the newest work."""
        self._window = window
        self._forget = forget or window.drop
        self._leave = leave or window.drop

    def look(self, works: Sequence[Work]) -> list[Sketch]:
        """Take works in and find their neighbours; returns what `adopt` wants of them."""
        window = self._window
        rows = [window.row_of[work] for work in self.take(in_order(works)) if work in window.row_of]
        for row, edges in search(rows, window, self.span):
            window.rows[row].edges = edges
        return [window.rows[row] for row in rows]

    def adopt(self, sketches: Sequence[Sketch]) -> list[int]:
        """Take in what another intake, to which the same works came before, has looked at; returns the works."""
        for sketch in sketches:
            self._arrives(sketch.arrived)
            columns, _ = self._window.idf(sketch.terms["hash"])
            self._window.append(sketch, columns)
        self._window.fill()
        return [sketch.work_id for sketch in sketches]

    def take(self, works: Iterable[Work]) -> list[int]:
        """Sketch works into the window, ready for comparing; returns those about which something is new."""
        touched = [work.id for work in works if self._take(work)]
        self._window.fill()
        return touched

    def _arrives(self, at: float) -> None:
        """Let go of what is too old beside a work; one that comes late arrives with the newest."""
        self.newest = max(self.newest, at)
        self._leave(self._window.expire(self.newest - self.span))

    def _take(self, work: Work) -> bool:
        window, title = self._window, own_title(work)
        known = window.row_of.get(work.id)
        if known is not None:
            if _unchanged(window.rows[known], work, title):
                return False
            self._forget([work.id])
        self._arrives(arrival(work))
        feed = work.lead.feed.id
        affixes = window.affixes.marked(title, feed)
        title = without(title, feed, affixes)
        terms = terms_of(work, title)
        hashes = stem_hashes(terms)
        columns, idf = window.idf(hashes)
        sketch = Sketch(
            work_id=work.id,
            arrived=self.newest,
            when=min((d.timestamp() for a in work.appearances if (d := a.entry.published)), default=np.nan),
            language=work.language,
            paper=work.arxiv_id,
            place=window.places + 1,
            terms=rows_of(terms, hashes, idf),
            readable=" ".join(terms.readable),
            title=tokens(title, work.language),
            members=members(work.title, work.language),
            affixes=affixes,
        )
        window.append(sketch, columns)
        return True


def in_order(works: Iterable[Work]) -> list[Work]:
    """Return works as they are taken, so that a batch may come in any order."""
    return sorted(works, key=lambda work: (work.when, work.key))


def arrival(work: Work) -> float:
    """Return when a feed first brought a work, in seconds since 1970, UTC."""
    return min(appearance.entry.first_seen for appearance in work.appearances).timestamp()


def _unchanged(sketch: Sketch, work: Work, title: str) -> bool:
    """Whether a work says what it said, its title cut as it was on arrival."""
    kept = sketch.terms
    terms = terms_of(work, without(title, work.lead.feed.id, sketch.affixes))
    return (
        sketch.paper == work.arxiv_id
        and np.array_equal(kept["hash"], stem_hashes(terms))
        and np.array_equal(kept["title"], np.minimum(terms.title, MOST))
        and np.array_equal(kept["body"], np.minimum(terms.body, MOST))
    )
