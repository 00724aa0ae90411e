"""Entries -> works -> clusters: waves over all that has no place yet, in an order that no network can change."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from reader.cluster import embed
from reader.cluster.clusterer import Clusterer
from reader.cluster.intake import in_order
from reader.engine.ahead import Ahead
from reader.engine.notes import UNREFINED
from reader.errors import ModelError
from reader.model.cluster import Changes, Memory
from reader.model.feed import Feed
from reader.model.work import Appearance, Entry, Work
from reader.settings import ClusterSettings
from reader.store.connection import cut
from reader.store.write import Library
from reader.works import Matched, assemble, identities, match

AT_ONCE = 1000
"""Works between two looks at the stop button, about a second of work. The cut matters to what comes out, for what is
together holds together. B-cubed F1 of stories by words alone, of 500, 1,000, 2,000 and 4,000 at once: .847, .850, .850,
.848 on the mixed stream, .824, .825, .823, .823 on small news, .768, .764, .750, .750 on loose titles; on feeds made
from a few templates .735, .741, .754, .766. Processor time: 500 take 1.1 to 1.6 times as long, the others about as
long as each other."""

KEPT_AT_ONCE = 4 * AT_ONCE
"""Works whose stories are found before their roundups are, once for all, and before the store is written; what a kill
cuts off the next run does in the same order. Against roundups after each thousand the time falls by a quarter, and
B-cubed F1 of what is shown goes from .706 to .719 on small news, from .768 to .776 on the mixed stream, from .35 to .57
on feeds made from a few templates: an early theme holds together what later works would part."""

PLACED_AT_ONCE = 4000
"""Entries between two such looks when they get their works, which is ten times as fast."""

EMBEDDED_AT_ONCE = 64
"""Works that get their vectors between two such looks: about a second at 46 to 118 texts a second."""

SOON = 200
"""Works whose vectors are made before anything is shown: two seconds that spare the reader stories which fall apart
under the eyes. With more of them, what the terms alone say is shown first."""

EMBEDDED = 2000
"""Works that get their vectors in one refresh, half a minute at most; the next one goes on, newest first."""


def place(library: Library, ahead: Ahead) -> Iterator[tuple[int, int]]:
    """Give each entry without a work its work; yield how many of how many have theirs."""
    entries = library.unplaced()
    for start in range(0, len(entries), PLACED_AT_ONCE):
        batch = entries[start : start + PLACED_AT_ONCE]
        next_id = library.next_work_id()
        # The first refresh of a library has nothing to look up.
        known = _known(library, batch) if next_id > 1 else {}
        matched = match(batch, known, next_id, library.listed(known.values()))
        if next_id == 1 and len(batch) == len(entries):
            # While they are stored.
            ahead.look(_waves(in_order(_made(batch, matched))))
        library.keep_works(matched)
        yield start + len(batch), len(entries)


def _known(library: Library, batch: Sequence[tuple[Entry, Feed]]) -> dict[str, int]:
    return library.identities({key for entry, feed in batch for key in identities(entry, feed)})


def _made(batch: Sequence[tuple[Entry, Feed]], matched: Matched) -> list[Work]:
    """Return the works of entries of which all are new, as the library will give them."""
    appearances = defaultdict[int, list[Appearance]](list)
    for entry, feed in batch:
        appearances[matched.works[entry.id]].append(Appearance(entry=entry, feed=feed))
    return [assemble(work, matched.main_key[work], found) for work, found in appearances.items()]


def _waves(works: Sequence[Work]) -> list[Sequence[Work]]:
    return list(cut(works, AT_ONCE))


class Grouping:
    """The clusterer at work on one library."""

    def __init__(self, library: Library, settings: ClusterSettings, now: datetime, ahead: Ahead) -> None:
        self._library = library
        self._ahead = ahead
        self._now = now
        self._since = now - settings.window
        self._embedder = embed.load(settings)
        self._clusterer = Clusterer(settings, next_id=library.next_cluster_id(), embedder=self._embedder)
        self._corrections = library.corrections()
        self._known: dict[int, Memory] = {}
        """Memories of works that wait to be grouped again."""
        self.changed: set[int] = set()
        """Clusters whose works changed."""
        self._bare: dict[int, None] = {}
        """Works without a vector of this embedder, oldest first; a set that keeps its order."""

    def add(self) -> Iterator[tuple[int, int]]:
        """Give each work without a story its story, heed corrections; yield how many of how many are done."""
        waiting = self._library.works(self._library.unclustered())
        corrected = self._library.corrected()
        self._clusterer.restore(self._memories({work.id for work in waiting}))
        fresh = in_order(self._without_frozen(waiting))
        for start in range(0, len(fresh), KEPT_AT_ONCE):
            together = fresh[start : start + KEPT_AT_ONCE]
            changes = Changes()
            is_all = len(together) == len(fresh)
            for done, told in self._stories(together, is_first=is_all and self._clusterer.is_empty):
                changes = changes.then(told)
                if done < len(together):
                    yield start + done, len(fresh)
            self._clusterer.gather(corrections=self._corrections)
            if start + len(together) == len(fresh):
                self._ahead.order(together, self._clusterer.groups(work.id for work in together))
            changes = changes.then(self._clusterer.tell(corrections=self._corrections))
            if len(fresh) <= SOON and (refined := self._refined(together)):
                # As one, so that the library never holds the state between them.
                changes = changes.then(refined)
            self._keep(changes, together)
            yield start + len(together), len(fresh)
        if corrected:
            self._keep(self._clusterer.recheck(corrected, corrections=self._corrections), [])

    def _stories(self, works: Sequence[Work], *, is_first: bool) -> Iterator[tuple[int, Changes]]:
        """Find the stories of works wave by wave; yield how many have theirs, and what had to be told at once.

        What comes first, and is all, another process looks at; of more it would have to hold a window of its own.
        """
        waves = _waves(works)
        ahead = self._ahead.look(waves) if is_first else [tuple] * len(waves)
        done = 0
        for wave, seen in zip(waves, ahead, strict=True):
            done += len(wave)
            yield done, self._clusterer.add(wave, corrections=self._corrections, more=True, seen=seen())

    def refine(self) -> Iterator[tuple[int, int]]:
        """Look again at works by their meaning, if there is a model for it; yield how many of how many are done."""
        if self._embedder is None:
            return
        bare = list(self._bare)[-EMBEDDED:]
        self._library.note(UNREFINED, str(len(bare) or ""))
        for start in range(0, len(bare), EMBEDDED_AT_ONCE):
            works = self._library.works(bare[start : start + EMBEDDED_AT_ONCE])
            changes = self._refined(works)
            if changes is None:
                return
            self._keep(changes, [])
            yield start + len(works), len(bare)
        # What was looked at and has no vector still (its feed is gone, say) will have none the next time either.
        self._library.note(UNREFINED, str(len(self._bare.keys() - set(bare)) or ""))

    def _refined(self, works: Sequence[Work]) -> Changes | None:
        """Return what meaning changes; None where no model answers: what terms placed stays, and is looked at later."""
        if self._embedder is None:
            return None
        try:
            return self._clusterer.refine(works, corrections=self._corrections)
        except ModelError:
            return None

    def _memories(self, waiting: set[int]) -> Iterator[Memory]:
        """Give what the clusterer kept, noting on the way what is said of works that wait."""
        for memory in self._library.memories(self._since):
            if memory.work_id in waiting:
                self._known[memory.work_id] = memory
            self._note_bare(memory)
            yield memory

    def _note_bare(self, memory: Memory) -> None:
        if self._embedder and not (memory.vector and memory.model == self._embedder.name):
            self._bare[memory.work_id] = None

    def _without_frozen(self, waiting: Sequence[Work]) -> list[Work]:
        """Return the works to group; those that had their place before the window keep it, whatever joined them."""
        arrived = {work.id: min(a.entry.first_seen for a in work.appearances) for work in waiting}
        old = {work for work, when in arrived.items() if when < self._since}
        if not old:
            return list(waiting)
        beyond, earliest = old - self._known.keys(), min(arrived[work] for work in old)
        frozen = {m.work_id: m for m in self._library.memories(earliest) if m.work_id in beyond}
        self._library.keep_changes(Changes(memories=tuple(frozen.values())), self._now)
        return [work for work in waiting if work.id not in frozen]

    def _keep(self, changes: Changes, batch: Sequence[Work]) -> None:
        """Store the outcome; a work of the batch about which nothing is new waits no longer, too."""
        told = {memory.work_id for memory in changes.memories}
        same = (self._known[work.id] for work in batch if work.id in self._known and work.id not in told)
        for memory in changes.memories:
            self._bare.pop(memory.work_id, None)
            self._note_bare(memory)
        complete = replace(changes, memories=(*changes.memories, *same))
        self.changed.update(self._library.keep_changes(complete, self._now))
