"""Which group keeps which id. Ids are given once: the oldest wins a merge, a part that splits off gets a new one."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(slots=True, kw_only=True)
class Names:
    """The outcome of naming some groups anew."""

    ids: list[int]
    """One id a group, parallel to the groups."""
    aliases: dict[int, int] = field(default_factory=dict)
    """Ids that lost a merge -> the id that redirects them."""
    next_id: int


def named(groups: Sequence[Sequence[int]], old: Mapping[int, int], next_id: int) -> Names:
    """Give each group an id.

    An old id goes with most of its members, the earliest group on a tie. A group that several ids go with keeps the
    lowest.

    Args:
        groups: Disjoint groups of members.
        old: Member -> the id it has now; 0 or absent if none.
        next_id: First id not yet used.
    """
    claims: list[list[int]] = [[] for _ in groups]
    shares: dict[int, Counter[int]] = {}
    for place, group in enumerate(groups):
        for member in group:
            if was := old.get(member, 0):
                shares.setdefault(was, Counter())[place] += 1
    for was, share in shares.items():
        claims[min(share, key=lambda place: (-share[place], place))].append(was)
    names = Names(ids=[], next_id=next_id)
    for claim in claims:
        names.ids.append(min(claim, default=names.next_id))
        names.next_id += not claim
        names.aliases.update({was: names.ids[-1] for was in claim if was != names.ids[-1]})
    return names
