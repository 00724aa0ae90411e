"""Who is where: works in stories, stories in roundups. Knows no likeness."""

from collections.abc import Iterable

from reader.model.cluster import Group, Kind


class Places:
    """The present grouping of the live works, readable in both directions."""

    def __init__(self) -> None:
        self.story_of: dict[int, int] = {}
        self.roundup_of: dict[int, int] = {}
        """Story -> roundup, for stories that are in one."""
        self.works: dict[int, set[int]] = {}
        """Story -> its live works."""
        self.stories: dict[int, set[int]] = {}
        """Roundup -> its stories."""
        self.thinned: set[int] = set()
        """Roundups that a work has left since someone emptied this: what is left of one may be none."""
        self.stirred: dict[int, tuple[int, int]] = {}
        """Works whose place was written since someone emptied this -> the place they had; it may be the present one."""

    def put(self, work: int, story: int) -> None:
        """Move a work into a story; an emptied story leaves its roundup."""
        was = self.story_of.get(work, 0)
        if was == story:
            return
        self.stirred.setdefault(work, self.of(work))
        self.remove(work)
        self.story_of[work] = story
        self.works.setdefault(story, set()).add(work)

    def remove(self, work: int) -> None:
        """Forget a work."""
        story = self.story_of.pop(work, 0)
        if not story:
            return
        self.works[story].discard(work)
        self.thinned.add(self.roundup_of.get(story, 0))
        if not self.works[story]:
            del self.works[story]
            self.gather(story, 0)

    def gather(self, story: int, roundup: int) -> None:
        """Move a story into a roundup; 0 takes it out of any."""
        was = self.roundup_of.get(story, 0)
        if was == roundup:
            return
        for work in self.works.get(story, ()):
            self.stirred.setdefault(work, (story, was))
        self.roundup_of.pop(story, 0)
        if was:
            self.stories[was].discard(story)
            if not self.stories[was]:
                del self.stories[was]
        if roundup:
            self.roundup_of[story] = roundup
            self.stories.setdefault(roundup, set()).add(story)

    def in_thinned(self) -> set[int]:
        """Return the works of the roundups that works have left."""
        stories = (story for roundup in self.thinned for story in self.stories.get(roundup, ()))
        return {work for story in stories for work in self.works[story]}

    def of(self, work: int) -> tuple[int, int]:
        """Return story and roundup of a work; 0 where there is none."""
        story = self.story_of.get(work, 0)
        return story, self.roundup_of.get(story, 0)

    def groups(self, works: Iterable[int]) -> dict[int, Group]:
        """Return the clusters of works by id, without works that are in none."""
        found: dict[int, Group] = {}
        for story, roundup in {self.of(work) for work in works if work in self.story_of}:
            stories = self.stories[roundup] if roundup else {story}
            found[roundup or story] = Group(
                kind=Kind.ROUNDUP if roundup else Kind.STORY,
                stories={work: one for one in stories for work in self.works[one]},
            )
        return found

    def share_theme_alone(self, work: int, other: int) -> bool:
        """Whether two works are in one roundup, each in another story."""
        (story, roundup), (its_story, its_roundup) = self.of(work), self.of(other)
        return story != its_story and 0 != roundup == its_roundup

    def mates(self, works: Iterable[int]) -> set[int]:
        """Return these works and all that share a story with one of them."""
        found = set(works)
        for story in {self.story_of[work] for work in found if work in self.story_of}:
            found |= self.works[story]
        return found
