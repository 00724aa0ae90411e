"""What other settings of grouping would change, worked out on a copy of the clusterer's memory. Keeps nothing."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime

from reader.cluster.clusterer import Clusterer
from reader.record import record
from reader.settings import ClusterSettings
from reader.store.write import Library

Groups = Mapping[int, tuple[int, ...]]


@record
class Plan:
    """Clusters that would change."""

    works: int
    """How many works were looked at."""
    split: Groups
    """Cluster -> sizes of the parts it would fall into, largest first; a part of 1 is a work by itself."""
    merged: tuple[tuple[int, ...], ...]
    """Clusters that would become one."""


def plan(library: Library, settings: ClusterSettings, since: datetime) -> Plan:
    """Group the works that came since a moment again, under `settings`, and compare."""
    memories = list(library.memories(since))
    clusterer = Clusterer(settings, next_id=max((max(m.story_id, m.roundup_id) for m in memories), default=0) + 1)
    clusterer.restore(memories)
    changes = clusterer.recheck([m.work_id for m in memories], corrections=library.corrections())
    before = {m.work_id: m.roundup_id or m.story_id for m in memories}
    after = before | {a.work_id: a.cluster_id for a in changes.assignments if a.work_id in before}
    return Plan(works=len(memories), split=_parts(before, after), merged=_unions(before, after))


def _parts(before: Mapping[int, int], after: Mapping[int, int]) -> Groups:
    parts: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for work, cluster in before.items():
        parts[cluster][after[work]] += 1
    return {c: tuple(sorted(sizes.values(), reverse=True)) for c, sizes in parts.items() if len(sizes) > 1}


def _unions(before: Mapping[int, int], after: Mapping[int, int]) -> tuple[tuple[int, ...], ...]:
    sources: dict[int, set[int]] = defaultdict(set)
    for work, cluster in after.items():
        sources[cluster].add(before[work])
    return tuple(tuple(sorted(clusters)) for clusters in sources.values() if len(clusters) > 1)
