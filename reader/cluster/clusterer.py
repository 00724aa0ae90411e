"""The clusterer: works in, assignments with reasons out. Knows the order of its steps; decides no likeness."""

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from reader.cluster import roundups
from reader.cluster.bounds import Bounds, present
from reader.cluster.embed import Embedder
from reader.cluster.intake import Intake, arrival, in_order
from reader.cluster.reasons import story_reason, theme_reason
from reader.cluster.regroup import Regrouping
from reader.cluster.sketch import Sketch, decoded, encoded
from reader.cluster.space import projected
from reader.cluster.terms import own_title, text_of
from reader.cluster.window import Window
from reader.model.cluster import Assignment, Changes, Corrections, Group, Memory
from reader.model.work import Work
from reader.settings import ClusterSettings

NO_CORRECTIONS = Corrections()


class Clusterer:
    """Groups works as they come. Its memory is a cache of the store's: `restore` makes it anew."""

    def __init__(
        self, settings: ClusterSettings, *, next_id: int = 1, embedder: Embedder | None = None, steady: bool = True
    ) -> None:
        """Make an empty clusterer.

        Args:
            settings: The user's.
            next_id: First cluster id not yet used.
            embedder: Gives vectors in `refine`; None = terms alone.
            steady: Whether what is together already holds together a little (hysteresis). Without it the outcome of
                a stream does not depend at all on how it is cut into batches.
        """
        self.settings = settings
        self.embedder = embedder
        self._window = Window()
        self._groups = Regrouping(
            self._window, cut=roundups.cut_of(settings.roundups), steady=float(steady), next_id=next_id
        )
        self._places, self._edges, self._chances = self._groups.places, self._groups.edges, self._groups.chances
        self._intake = Intake(settings, self._window, forget=self._forget, leave=self._leave)
        self._moved: set[int] = set()
        self._touched: set[int] = set()
        """What stories were found for since the last outcome: all that moved, and the works themselves."""

    @property
    def is_empty(self) -> bool:
        """Whether it holds no work."""
        return not self._window

    def restore(self, memories: Iterable[Memory]) -> None:
        """Fill an empty clusterer from what it gave the store to keep, in any order."""
        kept = {memory.work_id: memory for memory in memories}
        sketches = [sketch for memory in kept.values() if (sketch := decoded(memory))]
        for sketch in sketches:
            if self.embedder is not None and sketch.model != self.embedder.name:
                # Models are never mixed: `refine` makes vectors of the present one.
                sketch.vector, sketch.plain, sketch.model = None, None, ""
        sketches.sort(key=lambda s: (s.place, s.work_id))
        self._window.load(sketches)
        for sketch in sketches:
            self._places.put(sketch.work_id, kept[sketch.work_id].story_id)
            self._intake.newest = max(self._intake.newest, sketch.arrived)
            self._edges.link(sketch, self._window)
        for memory in kept.values():
            if memory.roundup_id and memory.story_id in self._places.works:
                self._places.gather(memory.story_id, memory.roundup_id)
        # A story is in one place, whatever the user did while works were joining it.
        told = {sketch.work_id: (kept[sketch.work_id].story_id, kept[sketch.work_id].roundup_id) for sketch in sketches}
        self._places.stirred = {work: place for work, place in told.items() if place != self._places.of(work)}

    def add(
        self,
        works: Sequence[Work],
        *,
        corrections: Corrections = NO_CORRECTIONS,
        more: bool = False,
        seen: Sequence[Sketch] = (),
    ) -> Changes:
        """Place works that are new or have changed; returns what moved, them and others.

        They are taken in order of (when, key), so a batch may come in any order.

        Args:
            works: Each with an id of its own.
            corrections: The user's.
            more: Whether their stories alone are found, and what moved is told with a later batch: roundups and reasons
                take a third of the time, and it may move again.
            seen: What an intake beside this one, to which the same works came, returned of these; without it they are
                looked at here.
        """
        changes = Changes(next_id=self._groups.next_id)
        *whole, last = self._in_one_window(in_order(works))
        for part in whole:
            self._place(part, corrections)
            changes = changes.then(self.tell(corrections=corrections))
        if not whole and [sketch.work_id for sketch in seen] == [work.id for work in last]:
            self._adopt(seen, corrections)
        else:
            self._place(last, corrections)
        return changes if more else changes.then(self.tell(corrections=corrections))

    def gather(self, *, corrections: Corrections = NO_CORRECTIONS) -> None:
        """Find the roundups of all that is untold: what stands then is what will be told."""
        self._groups.cut_roundups(self._moved, self._bounds(corrections))
        self._moved = set()

    def tell(self, *, corrections: Corrections = NO_CORRECTIONS) -> Changes:
        """Return all that is untold, with its reasons."""
        self.gather(corrections=corrections)
        changes = self._changes(self._touched & self._window.row_of.keys(), self._bounds(corrections))
        self._window.settle()
        self._touched = set()
        return changes

    def groups(self, works: Iterable[int]) -> dict[int, Group]:
        """Return the clusters that these works are in so far, by id."""
        return self._places.groups(works)

    def refine(self, works: Sequence[Work], *, corrections: Corrections = NO_CORRECTIONS) -> Changes:
        """Look at works again with embeddings; those without a vector get one.

        Raises:
            ModelError: The embedder did not answer; what was placed before stays as it is.
        """
        window = self._window
        bare = [w for w in works if w.id in window.row_of and window.rows[window.row_of[w.id]].vector is None]
        if self.embedder is None or not bare:
            return Changes(next_id=self._groups.next_id)
        bare.sort(key=lambda w: window.row_of[w.id])
        # With what its feed repeats: models weigh that little, and one title cut differently moved whole stories.
        plain = projected(self.embedder.name, self.embedder.embed([text_of(work, own_title(work)) for work in bare]))
        for work, vector in zip(bare, plain, strict=True):
            window.place_vector(window.row_of[work.id], vector, self.embedder.name)
        touched = [work.id for work in bare]
        self._chances.forget(touched)
        self._find_neighbours(touched)
        return self._settle(touched, corrections)

    def recheck(self, work_ids: Iterable[int], *, corrections: Corrections = NO_CORRECTIONS) -> Changes:
        """Group works and their neighbours again, after the user's word or a merge of works."""
        return self._settle([work for work in work_ids if work in self._window.row_of], corrections)

    def forget(self, work_ids: Iterable[int]) -> Changes:
        """Take works out, for good: they were merged into others or removed.

        Their mates stay where they are until something near them arrives: to group them again here would need the
        user's corrections.
        """
        self._leave(sorted(set(work_ids) & self._window.row_of.keys()))
        return Changes(next_id=self._groups.next_id)

    def _in_one_window(self, works: Sequence[Work]) -> Iterator[list[Work]]:
        """Cut works where one that is untold would leave the window before the next comes: it must be told by then."""
        window, part = self._window, list[Work]()
        untold = (self._touched | self._places.stirred.keys()) & window.row_of.keys()
        oldest = min((window.rows[window.row_of[work]].arrived for work in untold), default=np.inf)
        newest = self._intake.newest
        for work in works:
            newest = max(newest, arrival(work))
            if newest - oldest > self._intake.span:
                yield part
                part, oldest = [], np.inf
            oldest = min(oldest, newest)
            part.append(work)
        yield part

    def _place(self, works: Sequence[Work], corrections: Corrections) -> None:
        touched = self._intake.take(works)
        self._find_neighbours(touched)
        self._regroup(touched, corrections)

    def _adopt(self, seen: Sequence[Sketch], corrections: Corrections) -> None:
        touched = self._intake.adopt(seen)
        for sketch in seen:
            self._edges.link(sketch, self._window)
        self._regroup(touched, corrections)

    def _find_neighbours(self, works: Iterable[int]) -> None:
        rows = [self._window.row_of[work] for work in works if work in self._window.row_of]
        self._edges.find(rows, self._window, self._intake.span)

    def _forget(self, works: Sequence[int]) -> None:
        self._edges.drop(works)
        self._chances.forget(works)
        self._window.drop(works)

    def _leave(self, works: Sequence[int]) -> None:
        for work in works:
            self._places.remove(work)
            self._places.stirred.pop(work, None)
        self._forget(works)

    def _settle(self, touched: Sequence[int], corrections: Corrections) -> Changes:
        self._regroup(touched, corrections)
        return self.tell(corrections=corrections)

    def _regroup(self, touched: Sequence[int], corrections: Corrections) -> None:
        """Find the stories of works and of all that is near them; what that moves is untold."""
        touched = [work for work in touched if work in self._window.row_of]
        self._places.thinned.clear()
        self._moved |= self._groups.cut_stories(touched, self._bounds(corrections)) | self._places.in_thinned()
        self._touched.update(touched)

    def _bounds(self, corrections: Corrections) -> Bounds:
        return Bounds(present(corrections, self._window.row_of, self._places, self._groups.led))

    def _changes(self, touched: set[int], bounds: Bounds) -> Changes:
        places, window = self._places, self._window
        assignments, memories = [], []
        was, places.stirred = places.stirred, {}
        for work in sorted(was.keys() | touched):
            now = places.of(work)
            if now != was.get(work, now):
                assignments.append(self._assignment(work, bounds))
            elif work not in touched:
                continue
            memories.append(encoded(window.rows[window.row_of[work]], *now))
        aliases, self._groups.aliases = self._groups.aliases, {}
        return Changes(
            assignments=tuple(assignments), aliases=aliases, memories=tuple(memories), next_id=self._groups.next_id
        )

    def _assignment(self, work: int, bounds: Bounds) -> Assignment:
        places = self._places
        story, roundup = places.of(work)
        theme = theme_reason(work, places, self._edges.akin, self._window, bounds) if roundup else None
        return Assignment(
            work_id=work,
            story_id=story,
            roundup_id=roundup,
            reason=story_reason(work, places.works[story], self._edges.same, self._window, bounds),
            theme=theme,
        )
