"""Entries -> works -> clusters: one wave over all that has no place yet, in an order that no network can change."""

from collections.abc import Iterator
from datetime import datetime

from reader.cluster.clusterer import Clusterer
from reader.settings import ClusterSettings
from reader.store.write import Library
from reader.works import identities, match

AT_ONCE = 500
"""Entries or works between two looks at the stop button: half a second of work. A run that was killed goes on with
the rest in the same order."""


def place(library: Library) -> Iterator[tuple[int, int]]:
    """Give each entry without a work its work; yield how many of how many have theirs."""
    entries = library.unplaced()
    for start in range(0, len(entries), AT_ONCE):
        batch = entries[start : start + AT_ONCE]
        keys = {key for entry, feed in batch for key in identities(entry, feed)}
        library.keep_works(match(batch, library.identities(keys), library.next_work_id()))
        yield start + len(batch), len(entries)


def group(library: Library, settings: ClusterSettings, now: datetime) -> Iterator[tuple[int, int]]:
    """Give each work without a story its story, and heed the user's corrections; yield how many of how many are done."""
    waiting = sorted(library.works(library.unclustered()), key=lambda work: (work.when, work.key))
    if not waiting:
        return
    corrections = library.corrections()
    corrected = library.corrected()
    clusterer = Clusterer(settings, next_id=library.next_cluster_id())
    clusterer.restore(library.memories(now - settings.window))
    for start in range(0, len(waiting), AT_ONCE):
        batch = waiting[start : start + AT_ONCE]
        library.keep_changes(clusterer.add(batch, corrections=corrections), now)
        yield start + len(batch), len(waiting)
    if corrected:
        library.keep_changes(clusterer.recheck(corrected, corrections=corrections), now)
