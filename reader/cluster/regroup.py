"""Stories and roundups cut anew where works have come near. Knows what is cut together; measures nothing."""

from collections.abc import Mapping, Sequence

from reader.cluster import roundups, stories
from reader.cluster.bounds import Bounds
from reader.cluster.chances import Chances
from reader.cluster.naming import named
from reader.cluster.neighbours import Neighbours, StoryEdges
from reader.cluster.places import Places
from reader.cluster.window import Window


class Regrouping:
    """The groups of the live works, and how they change."""

    def __init__(self, window: Window, *, cut: float, steady: float, next_id: int) -> None:
        """Begin without groups.

        Args:
            window: The live works.
            cut: Least mean likeness of two groups of stories that become one roundup.
            steady: 1 where what is together holds together a little, 0 where it does not.
            next_id: First cluster id not yet used.
        """
        self.places = Places()
        self.edges = Neighbours()
        self.chances = Chances()
        self.next_id = next_id
        self.aliases: dict[int, int] = {}
        """Ids that lost a merge since someone emptied this -> the id that redirects them."""
        self.led: dict[int, int] = {}
        """The same, of all time."""
        self._window = window
        self._hold = stories.HOLD * steady
        self._measure = roundups.Measure(cut=cut, hold=roundups.HOLD * steady)

    def cut_stories(self, touched: Sequence[int], bounds: Bounds) -> set[int]:
        """Cut anew the stories near these live works; return them and all that moved."""
        places, moved = self.places, set(touched)
        parts = self._parts(touched, bounds)
        for works, likeness in zip(parts, self.chances.between(parts, self._window), strict=True):
            groups = stories.regroup(works, likeness, self._window, places, bounds, self._hold)
            for group, story in zip(groups, self._named(groups, places.story_of), strict=True):
                moved |= {work for work in group if places.story_of.get(work) != story}
                for work in group:
                    places.put(work, story)
        return moved

    def cut_roundups(self, moved: set[int], bounds: Bounds) -> None:
        """Cut anew the roundups near works that moved; those that are live no longer are passed over."""
        places = self.places
        edges = StoryEdges(places, self.edges.akin)
        seeds = sorted({places.story_of[w] for w in places.mates(bounds.linked(moved) & places.story_of.keys())})
        for part in stories.reach(seeds, edges, roundups.EDGE, roundups.MOST):
            tied = bounds.linked(work for story in part for work in places.works[story])
            wide = part | {places.story_of[work] for work in tied if work in places.story_of}
            wide |= {mate for story in wide for mate in places.stories.get(places.roundup_of.get(story, 0), ())}
            if len(wide) == 1 and not wide & places.roundup_of.keys():
                continue
            order = sorted(wide, key=self._age)
            groups = roundups.regroup(order, self._window, places, bounds, self.edges.same, self._measure)
            ids = self._named(groups, places.roundup_of)
            for story in order:
                places.gather(story, 0)
            for group, roundup in zip(groups, ids, strict=True):
                for story in group:
                    places.gather(story, roundup)

    def _parts(self, touched: Sequence[int], bounds: Bounds) -> list[list[int]]:
        """Return the parts of the graph to group again, disjoint, with all mates and whatever merges tie to them."""
        found: list[set[int]] = []
        for part in stories.reach(touched, self.edges.same, stories.EDGE, stories.MOST):
            mates = self.places.mates(part)
            wide = self.places.mates(bounds.linked(mates) & self._window.row_of.keys()) if bounds.together else mates
            for other in [other for other in found if not other.isdisjoint(wide)]:
                found.remove(other)
                wide |= other
            found.append(wide)
        row = self._window.row_of
        return [sorted(part, key=row.__getitem__) for part in found]

    def _named(self, groups: Sequence[Sequence[int]], old: Mapping[int, int]) -> list[int]:
        names = named(groups, old, self.next_id)
        self.next_id = names.next_id
        self.aliases |= names.aliases
        self.led |= names.aliases
        return names.ids

    def _age(self, story: int) -> int:
        """Return the row of a story's oldest live work; ids depend on batches, the order of rows does not."""
        return min(map(self._window.row_of.__getitem__, self.places.works[story]))
